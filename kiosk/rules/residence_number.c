/* residence_number.c -- see rules/residence_number.h. */
#include "rules/residence_number.h"

#include <string.h>

#include "base/text.h"

/* What a hand or a scanner puts in on top is short; more is a wrong field. */
#define TYPED_SIZE 96

static bool
is_letter(char c)
{
	return c >= 'A' && c <= 'Z';
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

bool
residence_number_is_shaped(const char *s, size_t len)
{
	if (len != RESIDENCE_NUMBER_LEN)
		return false;
	for (size_t i = 0; i < len; i++) {
		bool outer = i < 2 || i >= 10;

		if (outer ? !is_letter(s[i]) : !is_digit(s[i]))
			return false;
	}
	return true;
}

bool
residence_number_fold(char out[RESIDENCE_NUMBER_SIZE], const char *typed)
{
	char narrow[TYPED_SIZE];
	size_t n = 0;

	out[0] = '\0';
	if (strlen(typed) >= sizeof(narrow))
		return false;
	text_narrow(narrow, sizeof(narrow), typed);
	for (const char *p = narrow; *p != '\0'; p++) {
		if (*p == ' ' || *p == '-')
			continue;
		if (n == RESIDENCE_NUMBER_LEN)
			goto refused;
		out[n++] = *p >= 'a' && *p <= 'z' ? (char)(*p - 'a' + 'A') : *p;
	}
	out[n] = '\0';
	if (residence_number_is_shaped(out, n))
		return true;
refused:
	out[0] = '\0';
	return false;
}
