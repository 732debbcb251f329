#include "support/one_file.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

int
one_file_begin(struct one_file *o, const char *name)
{
	strcpy(o->folder, "/tmp/kiosk-test-XXXXXX");
	if (mkdtemp(o->folder) == NULL)
		return -1;
	snprintf(o->path, sizeof(o->path), "%s/%s", o->folder, name);
	return 0;
}

int
one_file_end(const struct one_file *o)
{
	if (unlink(o->path) != 0 && errno != ENOENT)
		return -1;
	return rmdir(o->folder);
}

void
one_file_write(const struct one_file *o, const void *bytes, size_t n)
{
	FILE *out = fopen(o->path, "w");

	assert_non_null(out);
	assert_int_equal(fwrite(bytes, 1, n, out), n);
	assert_int_equal(fclose(out), 0);
}
