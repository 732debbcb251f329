/* counter_office.c -- see support/counter_office.h. */
#include "support/counter_office.h"

#include <dirent.h>
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "support/program.h"

#define CLOCK	   "2026-11-24T10:00"
#define SAID_SIZE  4096
#define WORDS_MOST 16
#define WAIT_MS	   20000
#define LOOK_MS	   2

/* What `kiosk training` made, one for each language; "": not yet. */
static char patterns[LANG_COUNT][64];

/* -- the folder -- */

static void
run(const char *const argv[])
{
	char said[SAID_SIZE];
	int code = program_run(argv, NULL, said, sizeof(said));

	if (code != 0)
		fail_msg(
		    "%s %s ended with %d: %s", argv[0], argv[1], code, said);
}

static void
remove_folder(char folder[64])
{
	const char *const argv[] = {"rm", "-rf", folder, NULL};

	if (folder[0] != '\0')
		run(argv);
	folder[0] = '\0';
}

static void
make_folder(char folder[64])
{
	strcpy(folder, "/tmp/kiosk-flow.XXXXXX");
	assert_non_null(mkdtemp(folder));
}

static const char *
pattern(enum lang lang)
{
	char *folder = patterns[lang];
	const char *const argv[] = {COUNTER_PROGRAM, "training", "--dir",
	    folder, "--clock", CLOCK, "--language", lang_code(lang), NULL};

	if (folder[0] == '\0') {
		make_folder(folder);
		run(argv);
	}
	return folder;
}

static char *
reader_file(const struct counter_office *o, int counter, const char *what,
    char *out, size_t size)
{
	char name[32];

	snprintf(name, sizeof(name), "reader-%d.%s", counter, what);
	return counter_office_path(o, name, out, size);
}

void
counter_office_copy(struct counter_office *o, const char *from)
{
	char all[80], trace[COUNTER_PATH_SIZE];
	const char *const argv[] = {"cp", "-a", all, o->dir, NULL};

	snprintf(all, sizeof(all), "%s/.", from);
	make_folder(o->dir);
	run(argv);
	for (int n = 1; n <= 2; n++) {
		counter_office_control(o, n, NULL, NULL);
		unlink(reader_file(o, n, "trace", trace, sizeof(trace)));
	}
}

void
counter_office_begin(struct counter_office *o, enum lang lang)
{
	o->lang = lang;
	counter_office_copy(o, pattern(lang));
}

void
counter_office_end(struct counter_office *o)
{
	remove_folder(o->dir);
}

void
counter_office_forget(void)
{
	for (int l = 0; l < LANG_COUNT; l++)
		remove_folder(patterns[l]);
}

/* -- files -- */

char *
counter_office_path(
    const struct counter_office *o, const char *name, char *out, size_t size)
{
	int n = snprintf(out, size, "%s/%s", o->dir, name);

	assert_true(n > 0 && (size_t)n < size);
	return out;
}

char *
counter_office_read(
    const struct counter_office *o, const char *name, size_t *len)
{
	char path[COUNTER_PATH_SIZE];
	char *all = NULL;
	FILE *to = NULL;
	FILE *from =
	    fopen(counter_office_path(o, name, path, sizeof(path)), "re");
	int c;

	if (from == NULL)
		return NULL;
	to = open_memstream(&all, len);
	assert_non_null(to);
	while ((c = getc(from)) != EOF)
		putc(c, to);
	fclose(from);
	assert_int_equal(fclose(to), 0);
	return all;
}

static void
write_file(const char *path, const char *text)
{
	FILE *to = fopen(path, "we");

	assert_non_null(to);
	assert_true(fputs(text, to) >= 0);
	assert_int_equal(fclose(to), 0);
}

void
counter_office_set(
    const struct counter_office *o, const char *from, const char *to)
{
	char path[COUNTER_PATH_SIZE];
	char text[SAID_SIZE];
	size_t len = 0;
	char *before = counter_office_read(o, "kiosk.ini", &len);
	char *at = before != NULL ? strstr(before, from) : NULL;

	assert_non_null(at);
	snprintf(text, sizeof(text), "%.*s%s%s", (int)(at - before), before, to,
	    at + strlen(from));
	write_file(
	    counter_office_path(o, "kiosk.ini", path, sizeof(path)), text);
	free(before);
}

/* slip-01-000007.txt, slip-01-000007-copy.txt: without their end the later one
 * is the greater one. */
static bool
is_newer(const char *name, const char *than)
{
	size_t n = strcspn(name, "."), m = strcspn(than, ".");
	int order = strncmp(name, than, n < m ? n : m);

	return order > 0 || (order == 0 && n > m);
}

char *
counter_office_slip(const struct counter_office *o)
{
	char path[COUNTER_PATH_SIZE], newest[256] = "", name[270];
	struct dirent *entry;
	size_t len = 0;
	DIR *spool =
	    opendir(counter_office_path(o, "spool", path, sizeof(path)));

	assert_non_null(spool);
	while ((entry = readdir(spool)) != NULL)
		if (entry->d_name[0] != '.' && is_newer(entry->d_name, newest))
			strcpy(newest, entry->d_name);
	closedir(spool);
	snprintf(name, sizeof(name), "spool/%s", newest);
	return newest[0] == '\0' ? NULL : counter_office_read(o, name, &len);
}

void
counter_office_run(const struct counter_office *o,
    const char *const arguments[], int code, char *out, size_t out_size)
{
	const char *argv[WORDS_MOST] = {COUNTER_PROGRAM};
	char said[SAID_SIZE];
	size_t n = 1;
	int got;

	for (size_t i = 0; arguments[i] != NULL; i++) {
		assert_true(n + 3 < WORDS_MOST);
		argv[n++] = arguments[i];
	}
	argv[n++] = "--dir";
	argv[n++] = o->dir;
	got = program_run(argv, NULL, out != NULL ? out : said,
	    out != NULL ? out_size : sizeof(said));
	if (got != code)
		fail_msg("kiosk %s ended with %d: %s", arguments[0], got,
		    out != NULL ? out : said);
}

/* -- readers -- */

void
counter_office_put(
    const struct counter_office *o, int counter, const char *card)
{
	char number[8];
	const char *const place[] = {
	    "training", "card", "place", card, "--counter", number, NULL};
	const char *const lift[] = {
	    "training", "card", "remove", "--counter", number, NULL};

	snprintf(number, sizeof(number), "%d", counter);
	counter_office_run(o, card != NULL ? place : lift, 0, NULL, 0);
}

void
counter_office_control(const struct counter_office *o, int counter,
    const char *card, const char *fault)
{
	char path[COUNTER_PATH_SIZE], next[COUNTER_PATH_SIZE];
	char trace[COUNTER_PATH_SIZE];
	char text[2 * COUNTER_PATH_SIZE];

	reader_file(o, counter, "control", path, sizeof(path));
	reader_file(o, counter, "next", next, sizeof(next));
	reader_file(o, counter, "trace", trace, sizeof(trace));
	snprintf(text, sizeof(text), "trace %s\n%s%s%s%s%s%s", trace,
	    card != NULL ? "card " : "", card != NULL ? card : "",
	    card != NULL ? "\n" : "", fault != NULL ? "fault " : "",
	    fault != NULL ? fault : "", fault != NULL ? "\n" : "");
	write_file(next, text);
	assert_int_equal(rename(next, path), 0);
}

static char *
read_trace(const struct counter_office *o, int counter)
{
	char name[32];
	size_t len = 0;

	snprintf(name, sizeof(name), "reader-%d.trace", counter);
	return counter_office_read(o, name, &len);
}

size_t
counter_office_commands(const struct counter_office *o, int counter)
{
	char *trace = read_trace(o, counter);
	size_t n = 0;

	for (const char *s = trace; s != NULL && *s != '\0'; s++)
		n += *s == '\n';
	free(trace);
	return n;
}

char *
counter_office_command(const struct counter_office *o, int counter, size_t n,
    char out[COUNTER_LINE_SIZE])
{
	char *trace = read_trace(o, counter);
	char *line = trace;

	assert_true(n > 0);
	while (line != NULL && --n > 0)
		if ((line = strchr(line, '\n')) != NULL)
			line++;
	assert_non_null(line);
	snprintf(
	    out, COUNTER_LINE_SIZE, "%.*s", (int)strcspn(line, "\n"), line);
	free(trace);
	return out;
}

void
counter_office_wait_commands(
    const struct counter_office *o, int counter, size_t n)
{
	for (int ms = 0; counter_office_commands(o, counter) < n;
	     ms += LOOK_MS) {
		if (ms > WAIT_MS)
			fail_msg("only %zu card commands",
			    counter_office_commands(o, counter));
		(void)poll(NULL, 0, LOOK_MS);
	}
}
