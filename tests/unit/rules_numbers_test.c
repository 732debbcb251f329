/* Residence numbers, serials and municipality codes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "rules/municipality_code.h"
#include "rules/residence_number.h"
#include "rules/serials.h"

static bool
shaped(const char *s)
{
	return residence_number_is_shaped(s, strlen(s));
}

static void
a_residence_number_is_two_letters_eight_digits_two_letters(void **state)
{
	(void)state;
	assert_true(shaped("AB12345678CD"));
	assert_false(shaped("AB12345678C"));
	assert_false(shaped("AB12345678CDE"));
	assert_false(shaped("A112345678CD"));
	assert_false(shaped("AB1234567XCD"));
	assert_false(shaped("AB12345678C1"));
	assert_false(shaped("ab12345678cd"));
	assert_false(shaped(""));
}

static void
what_an_input_method_leaves_behind_is_folded(void **state)
{
	char out[RESIDENCE_NUMBER_SIZE];

	(void)state;
	assert_true(residence_number_fold(out, "ＡＢ１２３４５６７８ＣＤ"));
	assert_string_equal(out, "AB12345678CD");
	assert_true(residence_number_fold(out, " ab 1234-5678 cd "));
	assert_string_equal(out, "AB12345678CD");
}

static void
what_does_not_fold_to_the_shape_leaves_nothing(void **state)
{
	static const char far_too_long[] =
	    "AB12345678CD AB12345678CD AB12345678CD AB12345678CD "
	    "AB12345678CD AB12345678CD AB12345678CD AB12345678CD";
	static const char *const bad[] = {"", "AB1234567CD", "AB123456789CD",
	    "AB12345678CDAB12345678CD", "AB1234567８", "AB12345678C\xff",
	    far_too_long};
	char out[RESIDENCE_NUMBER_SIZE];

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		memset(out, 'x', sizeof(out));
		assert_false(residence_number_fold(out, bad[i]));
		assert_string_equal(out, "");
	}
}

static void
an_application_id_is_23_digits(void **state)
{
	(void)state;
	assert_true(application_id_is_shaped("12345678901234567890123", 23));
	assert_false(application_id_is_shaped("1234567890123456789012", 22));
	assert_false(application_id_is_shaped("123456789012345678901234", 24));
	assert_false(application_id_is_shaped("1234567890123456789012A", 23));
}

static void
the_two_serials_have_shapes_of_their_own(void **state)
{
	(void)state;
	assert_true(face_serial_is_shaped("A1B2C3D4E5F6G7H8", 16));
	assert_true(face_serial_is_shaped("1234567890123456", 16));
	assert_false(face_serial_is_shaped("A1B2C3D4E5F6G7H", 15));
	assert_false(face_serial_is_shaped("a1B2C3D4E5F6G7H8", 16));
	assert_false(face_serial_is_shaped("A1B2C3D4E5F6G7-8", 16));
	assert_true(chip_serial_is_shaped("123456789012345", 15));
	assert_false(chip_serial_is_shaped("1234567890123456", 16));
	assert_false(chip_serial_is_shaped("12345678901234A", 15));
}

static void
known_municipality_codes_pass_and_their_neighbours_do_not(void **state)
{
	(void)state;
	assert_true(municipality_code_is_valid("132080", 6)); /* Chofu */
	assert_true(municipality_code_is_valid("131016", 6));
	assert_true(municipality_code_is_valid("141003", 6));
	assert_false(municipality_code_is_valid("132081", 6));
	assert_false(municipality_code_is_valid("132180", 6));
	assert_false(municipality_code_is_valid("13208", 5));
	assert_false(municipality_code_is_valid("13208O", 6));
}

static void
exactly_one_check_digit_fits_each_five_digits(void **state)
{
	char code[] = "132080";
	int fitting = 0;

	(void)state;
	for (char c = '0'; c <= '9'; c++) {
		code[5] = c;
		fitting += municipality_code_is_valid(code, 6);
	}
	assert_int_equal(fitting, 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(
		a_residence_number_is_two_letters_eight_digits_two_letters),
	    cmocka_unit_test(what_an_input_method_leaves_behind_is_folded),
	    cmocka_unit_test(what_does_not_fold_to_the_shape_leaves_nothing),
	    cmocka_unit_test(an_application_id_is_23_digits),
	    cmocka_unit_test(the_two_serials_have_shapes_of_their_own),
	    cmocka_unit_test(
		known_municipality_codes_pass_and_their_neighbours_do_not),
	    cmocka_unit_test(exactly_one_check_digit_fits_each_five_digits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
