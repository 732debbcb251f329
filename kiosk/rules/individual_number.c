/* individual_number.c -- see rules/individual_number.h. */
#include "rules/individual_number.h"

#include <string.h>

#include "base/text.h"

#define NUMBER_BODY_LEN (INDIVIDUAL_NUMBER_LEN - 1)

int
individual_number_check_digit(const char *digits, size_t len)
{
	/* Left to right: Qn is n+1 for n 1..6 and n-5 for n 7..11, with n
	 * counted from the check digit leftwards (counter-procedures 7.1). */
	static const int weight[NUMBER_BODY_LEN] = {
	    6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2};
	int sum = 0;
	int r;

	if (len < NUMBER_BODY_LEN)
		return -1;
	for (size_t i = 0; i < NUMBER_BODY_LEN; i++) {
		if (digits[i] < '0' || digits[i] > '9')
			return -1;
		sum += weight[i] * (digits[i] - '0');
	}
	r = sum % 11;
	return r <= 1 ? 0 : 11 - r;
}

bool
individual_number_is_valid(const char *digits, size_t len)
{
	bool any = false;
	int check;

	if (len != INDIVIDUAL_NUMBER_LEN)
		return false;
	check = individual_number_check_digit(digits, len);
	if (check < 0 || digits[NUMBER_BODY_LEN] != '0' + check)
		return false;
	/* Twelve zeros pass the arithmetic, and nobody has that number. */
	for (size_t i = 0; i < NUMBER_BODY_LEN; i++)
		any = any || digits[i] != '0';
	return any;
}

#define GROUP_LEN 4

/* The next character of s, narrow, which moves on; 0 at the end. */
static uint32_t
take(const char **s)
{
	return text_narrow_point(text_next(s));
}

static bool
is_alphanumeric(uint32_t c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
	       (c >= 'a' && c <= 'z');
}

/* Twelve digits that begin at s, with or without a sign between groups of
 * four, and no letter or digit behind them. */
static bool
take_number(const char *s, char digits[INDIVIDUAL_NUMBER_LEN])
{
	for (size_t n = 0; n < INDIVIDUAL_NUMBER_LEN; n++) {
		uint32_t c = take(&s);

		if (n > 0 && n % GROUP_LEN == 0 && (c == ' ' || c == '-'))
			c = take(&s);
		if (c < '0' || c > '9')
			return false;
		digits[n] = (char)c;
	}
	return !is_alphanumeric(take(&s));
}

bool
individual_number_is_within(const char *text)
{
	char digits[INDIVIDUAL_NUMBER_LEN];
	uint32_t before = 0;
	bool found = false;

	while (*text != '\0' && !found) {
		found = !is_alphanumeric(before) && take_number(text, digits) &&
			individual_number_is_valid(digits, sizeof(digits));
		before = take(&text);
	}
	explicit_bzero(digits, sizeof(digits)); /* it is not kept here either */
	return found;
}
