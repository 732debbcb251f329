/* base_config_test.c -- what a file says arrives; what it says wrong is told
 * with line and reason. */
#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/config.h"
#include "support/one_file.h"

struct settings {
	char name[300];
	char note[4000];
	char folder[200];
	char here[200];
	int64_t counter;
	int64_t pause_ms;
	bool quiet;
	bool loud;
	int encoding;
};

static const char *const encodings[] = {"utf8", "cp932", NULL};

#define AT(field) \
	.offset = offsetof(struct settings, field), \
	.size = sizeof(((struct settings *)NULL)->field)

static const struct config_key keys[] = {
    {"office", "name", CONFIG_TEXT, .required = true, AT(name)},
    {"office", "note", CONFIG_TEXT, AT(note), .initial = "none"},
    {"office", "counter", CONFIG_NUMBER, AT(counter), .least = 1, .most = 99},
    {"store", "folder", CONFIG_PATH, AT(folder)},
    {"store", "here", CONFIG_PATH, AT(here), .initial = "spool"},
    {"reader", "pause_ms", CONFIG_NUMBER, AT(pause_ms), .least = -5,
	.most = INT64_MAX, .initial = "250"},
    {"reader", "reader", CONFIG_TEXT, AT(name)},
    {"reader", "quiet", CONFIG_FLAG, AT(quiet)},
    {"reader", "loud", CONFIG_FLAG, AT(loud), .initial = "yes"},
    {"list", "encoding", CONFIG_CHOICE, AT(encoding), .choices = encodings},
    {0},
};

static struct one_file file;

static int
make_directory(void **state)
{
	(void)state;
	return one_file_begin(&file, "kiosk.ini");
}

static int
remove_directory(void **state)
{
	(void)state;
	return one_file_end(&file);
}

static enum kerr
read_bytes(const char *text, size_t n, struct settings *s, struct failure *f)
{
	one_file_write(&file, text, n);
	memset(s, 0x55, sizeof(*s));
	memset(f, 0, sizeof(*f));
	return config_read(file.path, keys, s, f);
}

static void
reads(const char *text, struct settings *s)
{
	struct failure f;
	enum kerr e = read_bytes(text, strlen(text), s, &f);

	if (e != KERR_OK)
		print_message("%s\n", f.argument[2].value);
	assert_int_equal(e, KERR_OK);
}

/* The text is refused at line for this reason. */
static void
refuses(const char *text, int line, const char *reason)
{
	struct settings s;
	struct failure f;

	assert_int_equal(read_bytes(text, strlen(text), &s, &f), ERR_CONFIG);
	assert_int_equal(f.code, ERR_CONFIG);
	assert_string_equal(f.argument[0].name, "file");
	assert_string_equal(f.argument[0].value, file.path);
	assert_string_equal(f.argument[2].name, "reason");
	assert_string_equal(f.argument[2].value, reason);
	assert_string_equal(f.argument[1].name, "line");
	assert_int_equal(atoi(f.argument[1].value), line);
}

#define MUST "[office]\nname = Chofu\n"

static void
initial_values_stand_where_the_file_is_silent(void **state)
{
	struct settings s;
	char here[200];

	(void)state;
	reads(MUST, &s);
	assert_string_equal(s.name, "Chofu");
	assert_string_equal(s.note, "none");
	assert_string_equal(s.folder, "");
	snprintf(here, sizeof(here), "%s/spool", file.folder);
	assert_string_equal(s.here, here);
	assert_int_equal(s.counter, 0);
	assert_int_equal(s.pause_ms, 250);
	assert_false(s.quiet);
	assert_true(s.loud);
	assert_int_equal(s.encoding, 0);
}

static void
every_type_arrives(void **state)
{
	struct settings s;

	(void)state;
	reads(
	    "# a comment\n; another\n\n[office]\nname: \xe8\xaa\xbf\xe5\xb8\x83"
	    "   ; said\n  counter = 99\n\n[store]\nfolder = /srv/kiosk\n"
	    "[reader]\nquiet = yes\nloud = no\n"
	    "pause_ms = 9223372036854775807\n[list]\nencoding = cp932",
	    &s);
	assert_string_equal(s.name, "\xe8\xaa\xbf\xe5\xb8\x83");
	assert_int_equal(s.counter, 99);
	assert_string_equal(s.folder, "/srv/kiosk");
	assert_true(s.quiet);
	assert_false(s.loud);
	assert_true(s.pause_ms == INT64_MAX);
	assert_int_equal(s.encoding, 1);
}

static void
a_mark_windows_line_ends_and_a_section_in_two_parts_are_fine(void **state)
{
	struct settings s;

	(void)state;
	reads("\xef\xbb\xbf[office]\r\nname = Chofu \r\n[list]\r\n"
	      "encoding=cp932\r\n[office]\r\ncounter\t=\t3\r\n",
	    &s);
	assert_string_equal(s.name, "Chofu");
	assert_int_equal(s.encoding, 1);
	assert_int_equal(s.counter, 3);
}

static void
signs_inside_a_value_stay(void **state)
{
	struct settings s;

	(void)state;
	reads(MUST "note = a=b: c;d #e [f] 'g' \"h\" \\n\n", &s);
	assert_string_equal(s.note, "a=b: c;d #e [f] 'g' \"h\" \\n");
}

static void
paths_start_at_the_folder_of_the_file(void **state)
{
	char before[PATH_MAX], expected[200];
	struct settings s;
	struct failure f;

	(void)state;
	reads(MUST "[store]\nfolder = data/store.db\n", &s);
	snprintf(expected, sizeof(expected), "%s/data/store.db", file.folder);
	assert_string_equal(s.folder, expected);
	assert_non_null(getcwd(before, sizeof(before)));
	assert_int_equal(chdir(file.folder), 0);
	memset(&s, 0, sizeof(s));
	assert_int_equal(config_read("kiosk.ini", keys, &s, &f), KERR_OK);
	assert_int_equal(chdir(before), 0);
	assert_string_equal(s.folder, expected);
}

static void
a_long_value_arrives_whole_at_every_length(void **state)
{
	static const char alphabet[] = "abc def\xe6\x9c\xad=;:g]#hij";
	char text[4100], value[3990];
	struct settings s;

	(void)state;
	for (size_t len = 150; len < sizeof(value) - 1;
	     len += len < 650 ? 1 : 331) {
		for (size_t i = 0; i < len; i++)
			value[i] = alphabet[i % (sizeof(alphabet) - 1)];
		/* A whole character at the end, so that it is UTF-8. */
		memcpy(value + len - 8, "qqqqqqqZ", 9);
		for (size_t i = len - 9; (value[i] & 0x80) != 0; i--)
			value[i] = 'q';
		snprintf(
		    text, sizeof(text), MUST "note = %s\ncounter = 7\n", value);
		reads(text, &s);
		assert_string_equal(s.note, value);
		assert_int_equal(s.counter, 7);
	}
}

static void
long_comments_are_only_comments(void **state)
{
	char text[4100 * 3] = MUST "; ";
	struct settings s;

	(void)state;
	for (int i = 0; i < 300; i++)
		strcat(text, "counter = 5 ");
	strcat(text, "\ncounter = 6 ; ");
	for (int i = 0; i < 300; i++)
		strcat(text, "counter = 5 ");
	reads(text, &s);
	assert_int_equal(s.counter, 6);
}

static void
faults_after_long_lines_have_the_right_line(void **state)
{
	char text[9000] = MUST "note = ";

	(void)state;
	for (int i = 0; i < 390; i++)
		strcat(text, "0123456 89");
	strcat(text, "\n; x\n\ncounter = many\n");
	refuses(text, 6, "'counter' is a number from 1 to 99, not 'many'");
}

static void
a_line_over_4000_bytes_is_refused(void **state)
{
	char text[5000] = MUST "note = ";
	size_t start = strlen(text);
	struct settings s;

	(void)state;
	memset(text + start, 'x', 4000 - 7);
	reads(text, &s); /* 4,000 exactly */
	assert_int_equal(strlen(s.note), 3993);
	memset(text + start, 'x', 4001 - 7);
	refuses(text, 3, "the line is longer than 4,000 bytes");
}

static void
a_value_too_long_for_its_place_is_refused(void **state)
{
	char text[600] = "[office]\nname = ";

	(void)state;
	memset(text + strlen(text), 'n', 300);
	refuses(text, 2, "'name' is too long: at most 299 bytes");
}

static void
a_long_run_of_blanks_is_refused_not_shortened(void **state)
{
	char text[600] = MUST "note = a";

	(void)state;
	memset(text + strlen(text), ' ', 300);
	strcat(text, "b");
	refuses(text, 3, "too many blanks, ';' or '#' in a row");
}

static void
mistyped_names_are_told_with_the_one_that_was_meant(void **state)
{
	(void)state;
	refuses(MUST "[reader]\nreders = x\n", 4,
	    "unknown key 'reders' in [reader]; did you mean 'reader'?");
	refuses(MUST "[raeder]\n", 3,
	    "unknown section [raeder]; did you mean [reader]?");
	refuses(MUST "[ store ]\n", 3,
	    "unknown section [ store ]; did you mean [store]?");
	refuses(MUST "encoding = utf8\n", 3,
	    "unknown key 'encoding' in [office]; it belongs in [list]");
	refuses(MUST "zzzzzz = 1\n", 3, "unknown key 'zzzzzz' in [office]");
	refuses(MUST "[zzzzzzz]\n", 3, "unknown section [zzzzzzz]");
}

static void
wrong_values_are_told_with_what_is_right(void **state)
{
	static const char range[] =
	    "'counter' is a number from 1 to 99, not '%s'";
	static const char *const numbers[] = {"0", "100", "1x", "x", "0x10",
	    "99999999999999999999", "1.5", "--1"};
	char text[200], reason[200];

	(void)state;
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		snprintf(text, sizeof(text), MUST "counter = %s\n", numbers[i]);
		snprintf(reason, sizeof(reason), range, numbers[i]);
		refuses(text, 3, reason);
	}
	refuses(MUST "counter =\n", 3,
	    "'counter' is a number from 1 to 99, not ''");
	refuses(MUST "[reader]\nquiet = true\n", 4,
	    "'quiet' is yes or no, not 'true'");
	refuses(MUST "[list]\nencoding = sjis\n", 4,
	    "'encoding' cannot be 'sjis'; it is one of: utf8, cp932");
	refuses("[office]\nname =\n", 2, "'name' must not be empty");
}

static void
lines_that_are_nothing_are_refused(void **state)
{
	(void)state;
	refuses(
	    MUST "counter 3\n", 3, "a setting is a line like: name = value");
	refuses(MUST "= 3\n", 3, "a setting is a line like: name = value");
	refuses(MUST "[office\n", 3, "a section is a line like: [name]");
	refuses(MUST "[office] x = 1\n", 3, "a section is a line like: [name]");
	refuses("name = x\n" MUST, 1,
	    "a setting stands before the first [section]");
	refuses(MUST "name = Mitaka\n", 3,
	    "'name' is set a second time in [office]");
	refuses(MUST "note = one\n  two\n", 4,
	    "a setting is a line like: name = value");
	refuses(
	    MUST "note = a\x1b[31m\n", 3, "the line holds control characters");
	refuses(MUST "note = \x83\x4e\n", 3, "the line is not UTF-8");
}

static void
a_zero_byte_is_refused(void **state)
{
	static const char text[] = MUST "note = a\0b\n";
	struct settings s;
	struct failure f;

	(void)state;
	assert_int_equal(
	    read_bytes(text, sizeof(text) - 1, &s, &f), ERR_CONFIG);
	assert_string_equal(
	    f.argument[2].value, "the line holds control characters");
}

static void
a_required_key_that_is_absent_is_named(void **state)
{
	struct settings s;
	struct failure f;

	(void)state;
	assert_int_equal(
	    read_bytes("[office]\n", 9, &s, &f), ERR_CONFIG_MISSING);
	assert_string_equal(f.argument[0].value, file.path);
	assert_string_equal(f.argument[1].name, "key");
	assert_string_equal(f.argument[1].value, "[office] name");
	assert_int_equal(read_bytes("", 0, &s, &f), ERR_CONFIG_MISSING);
}

static void
a_file_that_cannot_be_read_is_an_io_failure(void **state)
{
	struct settings s;
	struct failure f;

	(void)state;
	assert_int_equal(
	    config_read("/nowhere/kiosk.ini", keys, &s, &f), ERR_IO);
	assert_string_equal(f.argument[0].value, "/nowhere/kiosk.ini");
	assert_string_equal(f.argument[1].value, "No such file or directory");
	assert_int_equal(config_read(file.folder, keys, &s, &f), ERR_IO);
	assert_string_equal(f.argument[1].value, "Is a directory");
	assert_int_equal(
	    config_read(file.path, keys, &s, NULL), ERR_CONFIG_MISSING);
}

/* Random files from the pieces that matter: never a crash, and either it is
 * accepted or an error has a line within the file. */
static void
no_heap_of_pieces_breaks_the_reader(void **state)
{
	static const char *const pieces[] = {"[", "]", "[office]\n", "=",
	    "name", "note = ", "\n", " ", ";", "#", "\t", "\r\n", "counter",
	    ":", "\xef\xbb\xbf", "\xe6\x9c\xad", "\xff", "\x01", "\\",
	    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
	    "                                                               "};
	unsigned seed = 20261124;

	(void)state;
	for (int round = 0; round < 3000; round++) {
		char text[6000] = "";
		size_t len = 0;
		int lines = 1;
		struct settings s;
		struct failure f;
		enum kerr e;

		for (int i = rand_r(&seed) % 60; i >= 0; i--) {
			const char *p =
			    pieces[(size_t)rand_r(&seed) %
				   (sizeof(pieces) / sizeof(pieces[0]))];

			len += (size_t)snprintf(
			    text + len, sizeof(text) - len, "%s", p);
			lines += strchr(p, '\n') != NULL;
		}
		e = read_bytes(text, len, &s, &f);
		assert_true(
		    e == KERR_OK || e == ERR_CONFIG || e == ERR_CONFIG_MISSING);
		if (e == ERR_CONFIG)
			assert_in_range(atoi(f.argument[1].value), 1, lines);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(initial_values_stand_where_the_file_is_silent),
	    cmocka_unit_test(every_type_arrives),
	    cmocka_unit_test(
		a_mark_windows_line_ends_and_a_section_in_two_parts_are_fine),
	    cmocka_unit_test(signs_inside_a_value_stay),
	    cmocka_unit_test(paths_start_at_the_folder_of_the_file),
	    cmocka_unit_test(a_long_value_arrives_whole_at_every_length),
	    cmocka_unit_test(long_comments_are_only_comments),
	    cmocka_unit_test(faults_after_long_lines_have_the_right_line),
	    cmocka_unit_test(a_line_over_4000_bytes_is_refused),
	    cmocka_unit_test(a_value_too_long_for_its_place_is_refused),
	    cmocka_unit_test(a_long_run_of_blanks_is_refused_not_shortened),
	    cmocka_unit_test(
		mistyped_names_are_told_with_the_one_that_was_meant),
	    cmocka_unit_test(wrong_values_are_told_with_what_is_right),
	    cmocka_unit_test(lines_that_are_nothing_are_refused),
	    cmocka_unit_test(a_zero_byte_is_refused),
	    cmocka_unit_test(a_required_key_that_is_absent_is_named),
	    cmocka_unit_test(a_file_that_cannot_be_read_is_an_io_failure),
	    cmocka_unit_test(no_heap_of_pieces_breaks_the_reader),
	};

	return cmocka_run_group_tests_name(
	    "base_config", tests, make_directory, remove_directory);
}
