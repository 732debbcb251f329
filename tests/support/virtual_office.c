/* virtual_office.c -- a folder of virtual cards for tests. */
#include "support/virtual_office.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define PERSON \
	" \"name\": \"山田　花子\"," \
	" \"address\": \"東京都千代田区霞が関２－１－２\"," \
	" \"birth\": \"19850409\", \"sex\": \"2\", \"expiry\": \"20350409\"," \
	" \"chip_serial\": \"400000000000001\", \"municipality\": \"13101\"," \
	" \"number\": \"123456789018\", \"security_code\": \"1234\"}"

void
office_begin(char folder[64])
{
	strcpy(folder, "/tmp/kiosk-cards.XXXXXX");
	assert_non_null(mkdtemp(folder));
}

void
office_end(const char *folder)
{
	DIR *all = opendir(folder);
	struct dirent *entry = NULL;

	assert_non_null(all);
	while ((entry = readdir(all)) != NULL)
		if (entry->d_name[0] != '.')
			assert_int_equal(
			    unlinkat(dirfd(all), entry->d_name, 0), 0);
	closedir(all);
	assert_int_equal(rmdir(folder), 0);
}

char *
office_describe(const char *members)
{
	char *text = malloc(4096);

	assert_non_null(text);
	assert_true(snprintf(text, 4096, "{%s" PERSON, members) < 4096);
	return text;
}

size_t
office_unhex(const char *hex, uint8_t *out, size_t out_size)
{
	size_t n = 0;
	unsigned value = 0;

	for (; *hex != '\0'; hex++) {
		if (*hex == ' ')
			continue;
		assert_true(n < out_size);
		assert_int_equal(sscanf(hex, "%2x", &value), 1);
		out[n++] = (uint8_t)value;
		hex++;
	}
	return n;
}
