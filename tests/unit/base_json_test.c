/* base_json_test.c -- documents come back as they were written; broken ones
 * are refused with their line and without quoting them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/json.h"
#include "support/one_file.h"

static struct one_file file;

static int
make_directory(void **state)
{
	(void)state;
	return one_file_begin(&file, "doc.json");
}

static int
remove_directory(void **state)
{
	(void)state;
	return one_file_end(&file);
}

static enum kerr
read_text(const char *text, struct failure *f)
{
	struct json *j = NULL;
	enum kerr e;

	one_file_write(&file, text, strlen(text));
	e = json_read(file.path, &j, f);
	assert_true((e == KERR_OK) == (j != NULL));
	json_free(&j);
	return e;
}

/* What json_write() prints, for the caller to free. */
static char *
printed(const struct json *j)
{
	char *text = NULL;
	size_t len = 0;
	FILE *out = open_memstream(&text, &len);

	assert_non_null(out);
	assert_int_equal(json_write(j, out), KERR_OK);
	fclose(out);
	return text;
}

static void
a_document_is_written_indented_and_in_order(void **state)
{
	struct json *j = json_new_object();
	struct json *list = json_new_array();
	char *text;

	(void)state;
	json_set_text(j, "name", "a\"b\n\xe6\x9c\xad");
	json_set_number(j, "big", INT64_MIN);
	json_set_flag(j, "yes", true);
	json_set_null(j, "none");
	json_add_text(list, "one");
	json_add(list, json_new_object());
	json_set(j, "list", list);
	text = printed(j);
	assert_string_equal(text,
	    "{\n  \"name\": \"a\\\"b\\n\xe6\x9c\xad\",\n"
	    "  \"big\": -9223372036854775808,\n  \"yes\": true,\n"
	    "  \"none\": null,\n  \"list\": [\n    \"one\",\n    {}\n  ]\n}\n");
	free(text);
	json_free(&j);
	assert_null(j);
	json_free(&j);
	json_free(NULL);
}

static void
a_written_document_can_be_read_back(void **state)
{
	struct json *j = json_new_object(), *back = NULL;
	struct json *list = json_new_array();
	struct failure f;
	char *text;

	(void)state;
	json_set_number(j, "n", INT64_MAX);
	json_add_text(list, "x");
	json_set(j, "list", list);
	text = printed(j);
	one_file_write(&file, text, strlen(text));
	assert_int_equal(json_read(file.path, &back, &f), KERR_OK);
	assert_true(json_get_number(back, "n", 0) == INT64_MAX);
	assert_int_equal(json_count(json_get(back, "list")), 1);
	assert_non_null(json_at(json_get(back, "list"), 0));
	assert_null(json_at(json_get(back, "list"), 1));
	free(text);
	json_free(&j);
	json_free(&back);
}

static void
what_is_absent_or_of_another_type_gives_the_fallback(void **state)
{
	struct json *j = json_new_object();

	(void)state;
	json_set_text(j, "t", "12");
	json_set_number(j, "n", 12);
	assert_string_equal(json_get_text(j, "t"), "12");
	assert_null(json_get_text(j, "n"));
	assert_null(json_get_text(j, "absent"));
	assert_int_equal(json_get_number(j, "t", -1), -1);
	assert_int_equal(json_get_number(j, "n", -1), 12);
	assert_null(json_get(j, "absent"));
	assert_null(json_get(NULL, "n"));
	assert_int_equal(json_count(j), 0);
	assert_int_equal(json_count(NULL), 0);
	assert_null(json_at(j, 0));
	json_free(&j);
}

static void
text_that_is_not_utf8_is_shown(void **state)
{
	struct json *j = json_new_object();

	(void)state;
	json_set_text(j, "t", "a\xff");
	assert_string_equal(json_get_text(j, "t"), "a<FF>");
	json_free(&j);
}

static void
a_broken_document_is_refused_with_its_line(void **state)
{
	struct failure f;

	(void)state;
	assert_int_equal(
	    read_text("{\n \"key\": \"c0ffee\" \"dead\"\n}", &f), ERR_CONFIG);
	assert_string_equal(failure_argument(&f, "line"), "2");
	assert_string_equal(failure_argument(&f, "file"), file.path);
	assert_non_null(strstr(failure_argument(&f, "reason"), "expected"));
	assert_null(strstr(failure_argument(&f, "reason"), "dead"));
	assert_int_equal(read_text("", &f), ERR_CONFIG);
	assert_int_equal(read_text("{} x", &f), ERR_CONFIG);
	assert_int_equal(read_text("{\"a\":\"\xff\"}", &f), ERR_CONFIG);
	assert_int_equal(read_text("{\"a\":1,\"a\":2}", NULL), ERR_CONFIG);
}

static void
a_doubled_key_is_named_as_such(void **state)
{
	struct failure f;

	(void)state;
	assert_int_equal(
	    read_text("{\"secretive\":1,\n\"secretive\":2}", &f), ERR_CONFIG);
	assert_string_equal(failure_argument(&f, "reason"), "a key is doubled");
}

static void
what_is_no_file_is_refused(void **state)
{
	struct json *j = NULL;
	struct failure f;

	(void)state;
	assert_int_equal(json_read(file.folder, &j, &f), ERR_IO);
	assert_null(j);
	unlink(file.path);
	assert_int_equal(json_read(file.path, &j, &f), ERR_IO);
	assert_string_equal(
	    failure_argument(&f, "reason"), "No such file or directory");
	assert_int_equal(json_read("/dev/zero", &j, &f), ERR_IO);
}

static void
a_full_disk_is_an_io_failure(void **state)
{
	struct json *j = json_new_array();
	FILE *full = fopen("/dev/full", "w");

	(void)state;
	assert_non_null(full);
	assert_int_equal(json_write(j, full), ERR_IO);
	fclose(full);
	json_free(&j);
}

/* In a child, because the mark of a hole stays for the life of a process. */
static void
a_document_with_a_hole_is_not_written(void **state)
{
	struct json *j = json_new_object();
	int status = 0;
	pid_t pid = fork();

	(void)state;
	if (pid == 0) {
		json_set(j, "part", NULL); /* what lack of memory leaves */
		_exit(json_write(j, stdout) == ERR_MEMORY ? 42 : 1);
	}
	assert_true(waitpid(pid, &status, 0) == pid);
	assert_int_equal(WEXITSTATUS(status), 42);
	json_free(&j);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_document_is_written_indented_and_in_order),
	    cmocka_unit_test(a_written_document_can_be_read_back),
	    cmocka_unit_test(
		what_is_absent_or_of_another_type_gives_the_fallback),
	    cmocka_unit_test(text_that_is_not_utf8_is_shown),
	    cmocka_unit_test(a_broken_document_is_refused_with_its_line),
	    cmocka_unit_test(a_doubled_key_is_named_as_such),
	    cmocka_unit_test(what_is_no_file_is_refused),
	    cmocka_unit_test(a_full_disk_is_an_io_failure),
	    cmocka_unit_test(a_document_with_a_hole_is_not_written),
	};

	return cmocka_run_group_tests_name(
	    "base_json", tests, make_directory, remove_directory);
}
