/* serials.c -- see rules/serials.h. */
#include "rules/serials.h"

static bool
all_digits(const char *s, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (s[i] < '0' || s[i] > '9')
			return false;
	return true;
}

bool
application_id_is_shaped(const char *s, size_t len)
{
	return len == APPLICATION_ID_LEN && all_digits(s, len);
}

bool
face_serial_is_shaped(const char *s, size_t len)
{
	if (len != FACE_SERIAL_LEN)
		return false;
	for (size_t i = 0; i < len; i++) {
		bool digit = s[i] >= '0' && s[i] <= '9';
		bool letter = s[i] >= 'A' && s[i] <= 'Z';

		if (!digit && !letter)
			return false;
	}
	return true;
}

bool
chip_serial_is_shaped(const char *s, size_t len)
{
	return len == CHIP_SERIAL_LEN && all_digits(s, len);
}

bool
application_id_take(const char *typed, char out[APPLICATION_ID_LEN + 1])
{
	size_t n = 0;

	for (; *typed != '\0'; typed++) {
		if (*typed == ' ' || *typed == '-')
			continue;
		if (n == APPLICATION_ID_LEN)
			return false;
		out[n++] = *typed;
	}
	out[n] = '\0';
	return application_id_is_shaped(out, n);
}
