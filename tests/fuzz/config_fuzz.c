/* config_fuzz.c -- any bytes as a configuration file: read, or refused with
 * a reason and a line of the file. */
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/config.h"

struct settings {
	char text[3000];
	char path[300];
	int64_t number;
	bool flag;
	int choice;
};

static const char *const choices[] = {"one", "two", NULL};

#define AT(field) \
	.offset = offsetof(struct settings, field), \
	.size = sizeof(((struct settings *)NULL)->field)

static const struct config_key keys[] = {
    {"a", "text", CONFIG_TEXT, AT(text)},
    {"a", "path", CONFIG_PATH, AT(path)},
    {"a", "number", CONFIG_NUMBER, AT(number), .least = -9, .most = 9},
    {"b", "flag", CONFIG_FLAG, AT(flag)},
    {"b", "choice", CONFIG_CHOICE, AT(choice), .choices = choices},
    {0},
};

static void
check(bool holds)
{
	if (!holds)
		abort();
}

static void
check_settings(const struct settings *s)
{
	check(memchr(s->text, 0, sizeof(s->text)) != NULL);
	check(s->path[0] == '/' || s->path[0] == '\0');
	check(s->number >= -9 && s->number <= 9);
	check(s->choice == 0 || s->choice == 1);
}

static void
check_failure(const struct failure *f, const uint8_t *bytes, size_t n)
{
	long lines = 1;

	for (size_t i = 0; i < n; i++)
		lines += bytes[i] == '\n';
	check(strcmp(f->argument[1].name, "line") == 0);
	check(atol(f->argument[1].value) >= 1);
	check(atol(f->argument[1].value) <= lines);
	check(f->argument[2].value[0] != '\0');
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct settings s = {0};
	struct failure f;
	char path[40];
	int fd = memfd_create("config", MFD_CLOEXEC);
	enum kerr e;

	check(fd != -1 && write(fd, bytes, n) == (ssize_t)n);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	e = config_read(path, keys, &s, &f);
	if (e == KERR_OK)
		check_settings(&s);
	else
		check(e == ERR_CONFIG);
	if (e == ERR_CONFIG)
		check_failure(&f, bytes, n);
	close(fd);
	return 0;
}
