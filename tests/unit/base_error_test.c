/* base_error_test.c -- every code has its words, arguments are cut soundly. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/error.h"

static void
every_code_has_a_name_and_three_sentences(void **state)
{
	(void)state;
	for (int code = 0; code < KERR_COUNT; code++) {
		assert_true(strlen(error_name((enum kerr)code)) > 4);
		assert_true(strlen(error_said((enum kerr)code)) > 4);
		assert_true(strlen(error_next_staff((enum kerr)code)) > 4);
		assert_true(strlen(error_next_resident((enum kerr)code)) > 4);
	}
}

static void
names_belong_to_their_codes(void **state)
{
	(void)state;
	assert_string_equal(error_name(ERR_IO), "ERR_IO");
	assert_string_equal(
	    error_name(ERR_TERMINAL_LOCALE), "ERR_TERMINAL_LOCALE");
	assert_string_equal(
	    error_said(ERR_CARD_ABSENT), "No card on the reader.");
	assert_string_equal(
	    error_next_staff(ERR_CARD_ABSENT), "Place the card on the reader.");
	assert_string_equal(error_next_resident(ERR_CARD_ABSENT),
	    "Place your card on the reader.");
}

static void
a_code_from_nowhere_is_an_internal_fault(void **state)
{
	(void)state;
	assert_string_equal(error_name(KERR_COUNT), "ERR_INTERNAL");
	assert_string_equal(
	    error_name((enum kerr)(KERR_COUNT + 1)), "ERR_INTERNAL");
	assert_string_equal(error_said(KERR_COUNT), error_said(ERR_INTERNAL));
}

static void
a_failure_carries_named_arguments(void **state)
{
	struct failure f;

	(void)state;
	memset(&f, 0x55, sizeof(f));
	assert_int_equal(failure_set(&f, ERR_CONFIG), ERR_CONFIG);
	assert_int_equal(f.argument_count, 0);
	assert_int_equal(failure_text(&f, "file", "kiosk.ini"), ERR_CONFIG);
	assert_int_equal(failure_number(&f, "line", INT64_MIN), ERR_CONFIG);
	assert_int_equal(f.argument_count, 2);
	assert_string_equal(f.argument[0].name, "file");
	assert_string_equal(f.argument[0].value, "kiosk.ini");
	assert_string_equal(f.argument[1].value, "-9223372036854775808");
}

static void
the_same_name_again_replaces_the_value(void **state)
{
	struct failure f;

	(void)state;
	failure_set(&f, ERR_PIN_WRONG);
	failure_number(&f, "left", 3);
	failure_number(&f, "left", 2);
	assert_int_equal(f.argument_count, 1);
	assert_string_equal(f.argument[0].value, "2");
}

static void
a_fifth_argument_is_dropped_and_harms_nothing(void **state)
{
	struct failure f;

	(void)state;
	failure_set(&f, ERR_IO);
	failure_number(&f, "a", 1);
	failure_number(&f, "b", 2);
	failure_number(&f, "c", 3);
	failure_number(&f, "d", 4);
	assert_int_equal(failure_number(&f, "e", 5), ERR_IO);
	assert_int_equal(f.argument_count, FAILURE_ARGUMENTS);
	assert_string_equal(f.argument[3].value, "4");
}

static void
a_long_value_is_cut_at_a_character(void **state)
{
	struct failure f;
	char value[3 * 100 + 2] = "x";

	(void)state;
	/* 1 + 66 * 3 = 199 bytes fit; without the x only 66 characters. */
	for (int i = 0; i < 100; i++)
		memcpy(value + 1 + 3 * i, "\xe6\x9c\xad", 4);
	failure_set(&f, ERR_IO);
	failure_text(&f, "file", value);
	failure_text(&f, "reason", value + 1);
	assert_int_equal(strlen(f.argument[0].value), 199);
	assert_int_equal(strlen(f.argument[1].value), 198);
	assert_memory_equal(f.argument[1].value, value + 1, 198);
}

static void
bytes_that_are_no_characters_do_not_empty_the_value(void **state)
{
	struct failure f;
	char value[400];

	(void)state;
	memset(value, 0x80, sizeof(value) - 1);
	value[sizeof(value) - 1] = '\0';
	failure_set(&f, ERR_IO);
	failure_text(&f, "file", value);
	assert_in_range(strlen(f.argument[0].value), 196, 199);
}

static void
no_failure_to_fill_is_allowed(void **state)
{
	struct failure f;

	(void)state;
	assert_int_equal(failure_set(NULL, ERR_IO), ERR_IO);
	assert_int_equal(failure_text(NULL, "a", "b"), KERR_OK);
	assert_int_equal(failure_number(NULL, "a", 1), KERR_OK);
	failure_set(&f, ERR_IO);
	failure_text(&f, "file", NULL);
	assert_string_equal(f.argument[0].value, "");
}

static void
what_the_machine_refused_names_the_file_and_why(void **state)
{
	struct failure f;

	(void)state;
	assert_int_equal(
	    failure_system(&f, ERR_STORE_OPEN, "/a/b", ENOENT), ERR_STORE_OPEN);
	assert_int_equal(f.code, ERR_STORE_OPEN);
	assert_int_equal(f.argument_count, 2);
	assert_string_equal(f.argument[0].name, "file");
	assert_string_equal(f.argument[0].value, "/a/b");
	assert_string_equal(f.argument[1].name, "reason");
	assert_string_equal(f.argument[1].value, "No such file or directory");
	assert_ptr_equal(failure_argument(&f, "reason"), f.argument[1].value);
	assert_null(failure_argument(&f, "line"));
	failure_system(&f, ERR_IO, "/a/b", 99999);
	assert_string_equal(f.argument[1].value, "unknown reason");
	assert_int_equal(failure_system(NULL, ERR_IO, "/a/b", EIO), ERR_IO);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_code_has_a_name_and_three_sentences),
	    cmocka_unit_test(names_belong_to_their_codes),
	    cmocka_unit_test(a_code_from_nowhere_is_an_internal_fault),
	    cmocka_unit_test(a_failure_carries_named_arguments),
	    cmocka_unit_test(the_same_name_again_replaces_the_value),
	    cmocka_unit_test(a_fifth_argument_is_dropped_and_harms_nothing),
	    cmocka_unit_test(a_long_value_is_cut_at_a_character),
	    cmocka_unit_test(
		bytes_that_are_no_characters_do_not_empty_the_value),
	    cmocka_unit_test(no_failure_to_fill_is_allowed),
	    cmocka_unit_test(what_the_machine_refused_names_the_file_and_why),
	};

	return cmocka_run_group_tests_name("base_error", tests, NULL, NULL);
}
