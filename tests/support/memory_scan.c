/* memory_scan.c -- see support/memory_scan.h. */
#include "support/memory_scan.h"

#include <fcntl.h>
#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "card/agent_message.h"

#define TEXT_MOST 64
#define FORMS	  5
#define PIECE	  (1U << 20)
#define PAGE	  4096U
#define PATH_SIZE 96
#define WHAT_SIZE 64

/* A text as a program might keep it. */
struct forms {
	uint8_t bytes[FORMS][4 * TEXT_MOST];
	size_t len[FORMS];
};

/* Width and position of the byte that counts, of each form. */
static const struct {
	size_t width, at;
} shapes[FORMS] = {{1, 0}, {2, 0}, {2, 1}, {4, 0}, {4, 3}};

static void
make_forms(struct forms *f, const char *text)
{
	size_t n = strlen(text);

	assert_true(n > 0 && n <= TEXT_MOST);
	memset(f, 0, sizeof(*f));
	for (size_t i = 0; i < FORMS; i++) {
		f->len[i] = n * shapes[i].width;
		for (size_t k = 0; k < n; k++)
			f->bytes[i][k * shapes[i].width + shapes[i].at] =
			    (uint8_t)text[k];
	}
}

static bool
is_form_at(const struct forms *f, size_t i, const uint8_t *bytes, size_t n,
    size_t from)
{
	return from + f->len[i] <= n &&
	       memcmp(bytes + from, f->bytes[i], f->len[i]) == 0;
}

/* Hits that begin in the first `begins` bytes: all forms at once, from where
 * the text's first character stands. */
static size_t
count_in(const struct forms *f, const uint8_t *bytes, size_t n, size_t begins)
{
	size_t hits = 0;

	for (size_t at = 0; at < n; at++) {
		const uint8_t *next =
		    memchr(bytes + at, f->bytes[0][0], n - at);

		if (next == NULL)
			break;
		at = (size_t)(next - bytes);
		for (size_t i = 0; i < FORMS; i++)
			hits += at >= shapes[i].at &&
				at - shapes[i].at < begins &&
				is_form_at(f, i, bytes, n, at - shapes[i].at);
	}
	return hits;
}

/* A readable piece of memory with what follows it, so that a text over its
 * end is found too. What cannot be read (a guard page) counts as nothing. */
static size_t
count_piece(
    const struct forms *f, int mem, uint64_t from, uint64_t to, uint8_t *room)
{
	size_t begins = to - from < PIECE ? (size_t)(to - from) : PIECE;
	uint64_t most = to - from < PIECE + 4 * TEXT_MOST
			    ? to - from
			    : PIECE + 4 * TEXT_MOST;
	ssize_t n = pread(mem, room, (size_t)most, (off_t)from);
	size_t hits;

	if (n <= 0)
		return 0;
	hits = count_in(
	    f, room, (size_t)n, begins < (size_t)n ? begins : (size_t)n);
	explicit_bzero(room, (size_t)n);
	return hits;
}

static size_t
count_mapping(
    const struct forms *f, int mem, uint64_t from, uint64_t to, uint8_t *room)
{
	uint8_t probe;
	size_t hits = 0;

	while (from < to) {
		if (pread(mem, &probe, 1, (off_t)from) != 1) {
			from += PAGE;
			continue;
		}
		hits += count_piece(f, mem, from, to, room);
		from += PIECE;
	}
	return hits;
}

static FILE *
proc_open(pid_t pid, const char *what, int *fd)
{
	char path[PATH_SIZE];
	FILE *f = NULL;

	snprintf(path, sizeof(path), "/proc/%d/%s", (int)pid, what);
	if (fd != NULL)
		*fd = open(path, O_RDONLY | O_CLOEXEC);
	else
		f = fopen(path, "re");
	return f;
}

/* Arguments, environment, names of mappings: as files. */
static size_t
count_file(const struct forms *f, pid_t pid, const char *what, uint8_t *room)
{
	size_t n, hits;
	FILE *file = proc_open(pid, what, NULL);

	assert_non_null(file);
	n = fread(room, 1, PIECE, file);
	hits = count_in(f, room, n, n);
	fclose(file);
	return hits;
}

size_t
memory_scan_count(pid_t pid, const char *text)
{
	static const char *const files[] = {"cmdline", "environ", "maps"};
	uint8_t *room = malloc(PIECE + 4 * TEXT_MOST);
	FILE *maps = proc_open(pid, "maps", NULL);
	char line[512], readable;
	uint64_t from, to;
	struct forms f;
	size_t hits = 0, read_maps = 0;
	int mem = -1;

	(void)proc_open(pid, "mem", &mem);
	assert_true(room != NULL && maps != NULL && mem >= 0);
	make_forms(&f, text);
	while (fgets(line, sizeof(line), maps) != NULL) {
		assert_int_equal(sscanf(line, "%" SCNx64 "-%" SCNx64 " %c",
				     &from, &to, &readable),
		    3);
		if (readable != 'r' || strstr(line, "[v") != NULL)
			continue;
		hits += count_mapping(&f, mem, from, to, room);
		read_maps++;
	}
	assert_true(read_maps > 10);
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		hits += count_file(&f, pid, files[i], room);
	fclose(maps);
	close(mem);
	free(room);
	return hits;
}

long
memory_scan_status(pid_t pid, const char *field)
{
	FILE *f = proc_open(pid, "status", NULL);
	char line[256];
	size_t n = strlen(field);
	long value = -1;

	assert_non_null(f);
	while (value < 0 && fgets(line, sizeof(line), f) != NULL)
		if (strncmp(line, field, n) == 0 && line[n] == ':')
			value = strtol(line + n + 1, NULL, 10);
	fclose(f);
	if (value < 0)
		fail_msg("%s is not told", field);
	return value;
}

static bool
is_agent(pid_t pid)
{
	FILE *f = proc_open(pid, "cmdline", NULL);
	char line[256];
	size_t n = 0;

	if (f == NULL)
		return false;
	n = fread(line, 1, sizeof(line), f);
	fclose(f);
	return memmem(line, n, AGENT_ARGUMENT, strlen(AGENT_ARGUMENT)) != NULL;
}

pid_t
memory_scan_agent_of(pid_t pid)
{
	char what[WHAT_SIZE];
	int child, found = 0;
	FILE *f;

	snprintf(what, sizeof(what), "task/%d/children", (int)pid);
	f = proc_open(pid, what, NULL);
	assert_non_null(f);
	while (fscanf(f, "%d", &child) == 1)
		if (is_agent(child))
			found = child;
	fclose(f);
	if (found == 0)
		fail_msg("process %d has no card agent", (int)pid);
	return found;
}

bool
memory_scan_is_possible(void)
{
#if defined(__SANITIZE_ADDRESS__)
	return false;
#else
	return geteuid() == 0;
#endif
}
