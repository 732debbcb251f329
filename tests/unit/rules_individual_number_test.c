/* The check digit, against every vector of the fact sheets. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/json.h"
#include "rules/individual_number.h"

#define VECTORS "tests/vectors/mynumber-check-digit.json"

static int
read_vectors(void **state)
{
	struct json *j = NULL;

	if (json_read(VECTORS, &j, NULL) != KERR_OK)
		return -1;
	*state = j;
	return 0;
}

static int
free_vectors(void **state)
{
	struct json *j = *state;

	json_free(&j);
	return 0;
}

static void
every_valid_vector_is_accepted_but_twelve_zeros(void **state)
{
	const struct json *list = json_get(*state, "valid");
	size_t zeros = 0;

	assert_int_equal(json_count(list), 20);
	for (size_t i = 0; i < json_count(list); i++) {
		const struct json *v = json_at(list, i);
		const char *number = json_get_text(v, "number");
		bool zero = strcmp(number, "000000000000") == 0;

		assert_int_equal(individual_number_check_digit(number, 12),
		    json_get_number(v, "check_digit", -1));
		if (individual_number_is_valid(number, 12) == zero)
			fail_msg("%s", number);
		zeros += zero;
	}
	assert_int_equal(zeros, 1);
}

static void
every_wrong_vector_is_refused_and_its_digit_named(void **state)
{
	const struct json *list = json_get(*state, "invalid");

	assert_int_equal(json_count(list), 20);
	for (size_t i = 0; i < json_count(list); i++) {
		const struct json *v = json_at(list, i);
		const char *number = json_get_text(v, "number");

		if (individual_number_is_valid(number, 12))
			fail_msg("%s passes", number);
		assert_int_equal(individual_number_check_digit(number, 12),
		    json_get_number(v, "expected_check_digit", -1));
	}
}

static void
every_malformed_vector_is_refused(void **state)
{
	const struct json *list = json_get(*state, "malformed");

	assert_int_equal(json_count(list), 6);
	for (size_t i = 0; i < json_count(list); i++) {
		const char *input = json_get_text(json_at(list, i), "input");

		if (individual_number_is_valid(input, strlen(input)))
			fail_msg("\"%s\" passes", input);
	}
}

/* The digit cannot see these: the program must not promise that it does. */
static void
changes_that_the_digit_cannot_see_pass(void **state)
{
	const struct json *list = json_get(*state, "undetected_by_design");

	assert_int_equal(json_count(list), 3);
	for (size_t i = 0; i < json_count(list); i++) {
		const struct json *v = json_at(list, i);

		assert_true(individual_number_is_valid(
		    json_get_text(v, "original"), 12));
		assert_true(individual_number_is_valid(
		    json_get_text(v, "altered"), 12));
	}
}

/* counter-procedures 7.1, the table. */
static void
the_table_of_the_procedures_holds(void **state)
{
	static const char *const good[] = {"123456789018", "987654321093",
	    "111111111118", "123456789050", "123456789140", "537686677188"};
	static const char *const bad[] = {
	    "123456789019", "12345678901", "12345678901A", "000000000000"};

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		assert_true(
		    individual_number_is_valid(good[i], strlen(good[i])));
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(
		    individual_number_is_valid(bad[i], strlen(bad[i])));
}

static void
the_number_needs_no_terminator(void **state)
{
	static const char digits[] = {
	    '1', '2', '3', '4', '5', '6', '7', '8', '9', '0', '1', '8'};

	(void)state;
	assert_true(individual_number_is_valid(digits, sizeof(digits)));
	assert_int_equal(individual_number_check_digit(digits, 11), 8);
	assert_int_equal(individual_number_check_digit(digits, 10), -1);
}

static void
a_number_is_found_however_far_it_lies_in_a_text(void **state)
{
	char text[5000];

	(void)state;
	memset(text, ' ', sizeof(text));
	memcpy(text + 4000, "123456789018", 13);
	assert_true(individual_number_is_within(text));
	text[4011] = '7';
	assert_false(individual_number_is_within(text));
}

static void
a_number_is_found_within_a_text_that_would_be_kept(void **state)
{
	static const char *const held[] = {"123456789018",
	    "見本 1234-5678-9018", "(1234 5678 9018)",
	    "番号は１２３４５６７８９０１８です"};
	static const char *const free_of_it[] = {"", "123456789017",
	    "1123456789018", "AB123456789018", "12345678901",
	    "13208202600000000000001", "090-1234-5678", "2026-11-24 10:40"};

	(void)state;
	for (size_t i = 0; i < sizeof(held) / sizeof(held[0]); i++)
		assert_true(individual_number_is_within(held[i]));
	for (size_t i = 0; i < sizeof(free_of_it) / sizeof(free_of_it[0]); i++)
		assert_false(individual_number_is_within(free_of_it[i]));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_valid_vector_is_accepted_but_twelve_zeros),
	    cmocka_unit_test(every_wrong_vector_is_refused_and_its_digit_named),
	    cmocka_unit_test(every_malformed_vector_is_refused),
	    cmocka_unit_test(changes_that_the_digit_cannot_see_pass),
	    cmocka_unit_test(the_table_of_the_procedures_holds),
	    cmocka_unit_test(the_number_needs_no_terminator),
	    cmocka_unit_test(
		a_number_is_found_within_a_text_that_would_be_kept),
	    cmocka_unit_test(a_number_is_found_however_far_it_lies_in_a_text),
	};

	return cmocka_run_group_tests(tests, read_vectors, free_vectors);
}
