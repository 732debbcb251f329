/* one_file.h -- one file in a folder of a test's own. */
#ifndef KIOSK_TESTS_ONE_FILE_H
#define KIOSK_TESTS_ONE_FILE_H

#include <stddef.h>

struct one_file {
	char folder[32];
	char path[64];
};

/* For the setup of a group: the folder is made, the file is not. Both return 0
 * when that went well; the end takes the file away too. */
int one_file_begin(struct one_file *o, const char *name);
int one_file_end(const struct one_file *o);
/* Write it anew; fails the test on trouble. */
void one_file_write(const struct one_file *o, const void *bytes, size_t n);

#endif
