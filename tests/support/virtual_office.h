/* virtual_office.h -- a folder of virtual cards for tests, made by the
 * interpreter itself, and a chip with power. For tests named virtual_*. */
#ifndef TESTS_SUPPORT_VIRTUAL_OFFICE_H
#define TESTS_SUPPORT_VIRTUAL_OFFICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Members of a description, each with a comma behind it. */
#define OFFICE_PINS \
	"\"pins\": {\"sign\": \"PASSWORD1234\", \"auth\": \"1234\"," \
	" \"input\": \"1234\", \"juki\": \"1234\", \"common\": \"1234\"},"
#define OFFICE_PLASTIC "\"kind\": \"plastic\"," OFFICE_PINS

/* A folder below TMPDIR; office_end() removes it with its files. */
void office_begin(char folder[64]);
void office_end(const char *folder);
/* The person of individual-apdu-traces.json T12 and T13 with these members;
 * the caller's to free. */
char *office_describe(const char *members);
/* Bytes of hex text; spaces are left out. Returns the count. */
size_t office_unhex(const char *hex, uint8_t *out, size_t out_size);

#endif
