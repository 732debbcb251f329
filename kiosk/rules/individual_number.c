/* individual_number.c -- see rules/individual_number.h. */
#include "rules/individual_number.h"

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
