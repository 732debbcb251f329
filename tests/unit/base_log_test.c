/* base_log_test.c -- one event is one line, whatever its arguments hold, in a
 * file that nobody else can read. */
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/clock.h"
#include "base/log.h"
#include "support/one_file.h"

static struct one_file file;
static struct clock_fixed at = {.now = 1795482123}; /* 2026-11-24 01:02:03 */

static int
make_directory(void **state)
{
	(void)state;
	return one_file_begin(&file, "kiosk.log");
}

static int
remove_directory(void **state)
{
	(void)state;
	return one_file_end(&file);
}

static int
remove_file(void **state)
{
	(void)state;
	unlink(file.path);
	return 0;
}

static struct log *
opened(void)
{
	struct clock clock = clock_fixed_at(&at);
	struct log *l = NULL;
	struct failure f;

	assert_int_equal(log_open(file.path, &clock, &l, &f), KERR_OK);
	assert_non_null(l);
	return l;
}

/* The whole file. */
static char *
content(void)
{
	static char text[100000];
	FILE *in = fopen(file.path, "r");
	size_t n;

	assert_non_null(in);
	n = fread(text, 1, sizeof(text) - 1, in);
	text[n] = '\0';
	fclose(in);
	return text;
}

static size_t
count_of(const char *text, char c)
{
	size_t count = 0;

	for (; *text != '\0'; text++)
		count += *text == c;
	return count;
}

static void
an_event_is_a_line_with_time_process_and_arguments(void **state)
{
	struct log *l = opened();
	struct failure f;
	char expected[300];

	(void)state;
	log_event(l, "agent started", NULL);
	failure_set(&f, ERR_PIN_WRONG);
	failure_number(&f, "left", 2);
	failure_text(&f, "file", "\xe6\x9c\xad.txt");
	log_event(l, "pin", &f);
	log_number(l, "rows read", "count", -12);
	log_close(&l);
	assert_null(l);
	snprintf(expected, sizeof(expected),
	    "2026-11-24T01:02:03Z %ld agent started\n"
	    "2026-11-24T01:02:03Z %ld pin ERR_PIN_WRONG left=\"2\" "
	    "file=\"\xe6\x9c\xad.txt\"\n"
	    "2026-11-24T01:02:03Z %ld rows read count=\"-12\"\n",
	    (long)getpid(), (long)getpid(), (long)getpid());
	assert_string_equal(content(), expected);
}

static void
opening_again_goes_on_at_the_end(void **state)
{
	(void)state;
	for (int i = 0; i < 3; i++) {
		struct log *l = opened();

		log_event(l, "start", NULL);
		log_close(&l);
	}
	assert_int_equal(count_of(content(), '\n'), 3);
}

static void
a_value_cannot_forge_a_line(void **state)
{
	struct log *l = opened();
	struct failure f;
	const char *text;

	(void)state;
	failure_set(&f, ERR_IO);
	failure_text(
	    &f, "file", "x\"\n2026-11-24T01:02:03Z 1 signed in\r\n\x1b[2J\x85");
	failure_text(&f, "reason",
	    "a\xe2\x80\xa8"
	    "b\xe2\x80\xae"
	    "c\xc2\x85"
	    "d");
	log_event(l, "open\nfailed", &f);
	log_close(&l);
	text = content();
	assert_int_equal(count_of(text, '\n'), 1);
	assert_int_equal(text[strlen(text) - 1], '\n');
	for (const char *p = text; p[1] != '\0'; p++)
		assert_true((unsigned char)*p >= 0x20 && *p != 0x7f);
	assert_null(strstr(text, "\xe2\x80\xa8")); /* line separator */
	assert_null(strstr(text, "\xe2\x80\xae")); /* right to left */
	assert_null(strstr(text, "\xc2\x85"));	   /* next line */
}

static void
a_value_cannot_forge_an_argument(void **state)
{
	struct log *l = opened();
	struct failure f;

	(void)state;
	failure_set(&f, ERR_IO);
	failure_text(&f, "file", "a\" code=\"0\\");
	log_event(l, "open", &f);
	log_close(&l);
	assert_non_null(strstr(content(), " file=\"a\\\" code=\\\"0\\\\\"\n"));
}

static void
the_longest_failure_is_still_one_line(void **state)
{
	struct log *l = opened();
	struct failure f;
	char value[FAILURE_VALUE_SIZE];

	(void)state;
	memset(value, 1, sizeof(value) - 1);
	value[sizeof(value) - 1] = '\0';
	failure_set(&f, ERR_IO);
	failure_text(&f, "a", value);
	failure_text(&f, "b", value);
	failure_text(&f, "c", value);
	failure_text(&f, "d", value);
	log_event(l, "first", &f);
	log_event(l, "second", NULL);
	log_close(&l);
	assert_int_equal(count_of(content(), '\n'), 2);
	assert_non_null(strstr(content(), " second\n"));
}

static void
the_file_is_made_private_and_a_looser_one_is_refused(void **state)
{
	struct clock clock = clock_fixed_at(&at);
	struct log *l = opened();
	struct failure f;
	struct stat st;

	(void)state;
	log_close(&l);
	assert_int_equal(stat(file.path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_int_equal(chmod(file.path, 0620), 0);
	assert_int_equal(log_open(file.path, &clock, &l, &f), ERR_PERMISSIONS);
	assert_null(l);
	assert_string_equal(f.argument[0].value, file.path);
	assert_string_equal(f.argument[1].value, "600");
	assert_int_equal(chmod(file.path, 0604), 0);
	assert_int_equal(
	    log_open(file.path, &clock, &l, NULL), ERR_PERMISSIONS);
}

static void
what_is_no_file_is_refused(void **state)
{
	struct clock clock = clock_fixed_at(&at);
	struct log *l = NULL;
	struct failure f;

	(void)state;
	assert_int_equal(log_open(file.folder, &clock, &l, &f), ERR_IO);
	assert_string_equal(f.argument[1].value, "Is a directory");
	assert_int_equal(symlink("elsewhere", file.path), 0);
	assert_int_equal(log_open(file.path, &clock, &l, &f), ERR_IO);
	unlink(file.path);
	assert_int_equal(mkfifo(file.path, 0600), 0);
	assert_int_equal(log_open(file.path, &clock, &l, &f), ERR_IO);
	unlink(file.path);
	assert_int_equal(log_open("/dev/null", &clock, &l, &f), ERR_IO);
	assert_string_equal(f.argument[1].value, "it is not a file");
	assert_null(l);
}

static void
no_log_logs_nothing(void **state)
{
	struct log *none = NULL;

	(void)state;
	log_event(NULL, "x", NULL);
	log_number(NULL, "x", "y", 1);
	log_close(&none);
	log_close(NULL);
	assert_int_equal(access(file.path, F_OK), -1);
}

/* A child whose files may not grow beyond 100 bytes stands for a full disk. */
static int
write_on_a_full_disk(void)
{
	const struct rlimit little = {100, RLIM_INFINITY};
	const struct rlimit more = {RLIM_INFINITY, RLIM_INFINITY};
	struct log *l = opened();

	signal(SIGXFSZ, SIG_IGN);
	if (setrlimit(RLIMIT_FSIZE, &little) != 0)
		return 1;
	log_event(l, "one", NULL);
	for (int i = 0; i < 5; i++)
		log_event(l, "an event that no longer fits", NULL);
	if (setrlimit(RLIMIT_FSIZE, &more) != 0)
		return 2;
	log_event(l, "room again", NULL);
	log_close(&l);
	return 42;
}

static void
after_a_full_disk_lines_begin_anew(void **state)
{
	int status = 0;
	pid_t pid = fork();
	const char *text;

	(void)state;
	if (pid == 0)
		_exit(write_on_a_full_disk());
	assert_true(waitpid(pid, &status, 0) == pid);
	assert_int_equal(WEXITSTATUS(status), 42);
	text = content();
	assert_non_null(strstr(text, " one\n"));
	assert_non_null(strstr(text, " room again\n"));
	/* The last line stands alone, after the one that was cut. */
	text = strstr(text, " room again\n");
	while (text[-1] != '\n')
		text--;
	assert_memory_equal(text, "2026-11-24T01:02:03Z ", 21);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_teardown(
		an_event_is_a_line_with_time_process_and_arguments,
		remove_file),
	    cmocka_unit_test_teardown(
		opening_again_goes_on_at_the_end, remove_file),
	    cmocka_unit_test_teardown(a_value_cannot_forge_a_line, remove_file),
	    cmocka_unit_test_teardown(
		a_value_cannot_forge_an_argument, remove_file),
	    cmocka_unit_test_teardown(
		the_longest_failure_is_still_one_line, remove_file),
	    cmocka_unit_test_teardown(
		the_file_is_made_private_and_a_looser_one_is_refused,
		remove_file),
	    cmocka_unit_test_teardown(what_is_no_file_is_refused, remove_file),
	    cmocka_unit_test_teardown(no_log_logs_nothing, remove_file),
	    cmocka_unit_test_teardown(
		after_a_full_disk_lines_begin_anew, remove_file),
	};

	return cmocka_run_group_tests_name(
	    "base_log", tests, make_directory, remove_directory);
}
