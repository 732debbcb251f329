/* municipality_code.c -- see rules/municipality_code.h. */
#include "rules/municipality_code.h"

bool
municipality_code_is_valid(const char *s, size_t len)
{
	int sum = 0;

	if (len != MUNICIPALITY_CODE_LEN)
		return false;
	for (size_t i = 0; i < len; i++)
		if (s[i] < '0' || s[i] > '9')
			return false;
	for (int i = 0; i < MUNICIPALITY_CODE_LEN - 1; i++)
		sum += (6 - i) * (s[i] - '0');
	return s[MUNICIPALITY_CODE_LEN - 1] == '0' + (11 - sum % 11) % 10;
}
