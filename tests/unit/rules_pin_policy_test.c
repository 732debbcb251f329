/* Good, wrong and weak PINs. The PINs here are invented. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "rules/pin_policy.h"

/* Born 1980-02-17 (Showa 55); a representative born 1994-11-05 (Heisei 6). */
static const struct pin_policy_facts facts = {
    .birth = {{1980, 2, 17}, {1994, 11, 5}},
    .birth_count = 2,
    .number = {"042-481-7119", "〒１８２－８５１６", "AB12345678CD", "12"},
    .number_count = 4,
    .name = {"NGUYEN THI LAN", "LI NA", "O'Brien Ken"},
    .name_count = 3,
};

static unsigned
digits(const char *pin)
{
	return pin_judge(PIN_AUTH, (const uint8_t *)pin, strlen(pin), &facts);
}

static unsigned
sign(const char *password)
{
	return pin_judge(
	    PIN_SIGN, (const uint8_t *)password, strlen(password), &facts);
}

static void
a_good_number_is_good_for_each_of_the_three(void **state)
{
	static const enum pin_kind three[] = {PIN_AUTH, PIN_JUKI, PIN_INPUT};

	(void)state;
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(
		    pin_judge(three[i], (const uint8_t *)"7291", 4, &facts), 0);
}

static void
length_and_characters_of_a_number_are_told_apart(void **state)
{
	(void)state;
	assert_int_equal(digits(""), PIN_TOO_SHORT);
	assert_int_equal(digits("729"), PIN_TOO_SHORT);
	assert_int_equal(digits("72913"), PIN_TOO_LONG);
	assert_int_equal(digits("72A1"), PIN_NOT_DIGITS);
	assert_int_equal(digits("7 "), PIN_TOO_SHORT | PIN_NOT_DIGITS);
}

static void
all_ten_repeats_are_weak(void **state)
{
	char pin[5] = "0000";

	(void)state;
	for (char c = '0'; c <= '9'; c++) {
		memset(pin, c, 4);
		assert_true(digits(pin) & PIN_WEAK_REPEAT);
		assert_false(digits(pin) & PIN_WEAK_RUN);
	}
	assert_false(digits("1112") & PIN_WEAK_REPEAT);
}

static void
all_twenty_runs_are_weak_also_around_the_nine(void **state)
{
	int count = 0;
	char pin[5];

	(void)state;
	for (unsigned n = 0; n < 10000; n++) {
		snprintf(pin, sizeof(pin), "%04u", n);
		count += (digits(pin) & PIN_WEAK_RUN) != 0;
	}
	assert_int_equal(count, 20);
	assert_true(digits("1234") & PIN_WEAK_RUN);
	assert_true(digits("4321") & PIN_WEAK_RUN);
	assert_true(digits("8901") & PIN_WEAK_RUN);
	assert_true(digits("1098") & PIN_WEAK_RUN);
	assert_false(digits("1235") & PIN_WEAK_RUN);
	assert_false(digits("1212") & PIN_WEAK_RUN);
	assert_false(digits("1357") & PIN_WEAK_RUN);
}

static void
parts_of_a_birth_date_are_weak_in_western_and_era_years(void **state)
{
	static const char *const weak[] = {"0217", "1702", "1980", "8002",
	    "0055", "5502", "1105", "0511", "1994", "9411", "0006", "0611"};

	(void)state;
	for (size_t i = 0; i < sizeof(weak) / sizeof(weak[0]); i++)
		if (digits(weak[i]) != PIN_WEAK_BIRTH)
			fail_msg("%s: %x", weak[i], digits(weak[i]));
	assert_int_equal(digits("1981"), 0);
	assert_int_equal(digits("5503"), 0);
}

static void
a_birth_date_that_is_no_date_harms_nothing(void **state)
{
	const struct pin_policy_facts none = {
	    .birth = {{0, 0, 0}}, .birth_count = 1};

	(void)state;
	assert_int_equal(
	    pin_judge(PIN_AUTH, (const uint8_t *)"0100", 4, &none), 0);
}

static void
the_last_four_of_a_known_number_are_weak_however_it_is_written(void **state)
{
	(void)state;
	assert_int_equal(digits("7119"), PIN_WEAK_NUMBER);
	assert_int_equal(digits("8516"), PIN_WEAK_NUMBER);
	assert_int_equal(digits("5678"), PIN_WEAK_NUMBER | PIN_WEAK_RUN);
	assert_int_equal(digits("4817"), 0);
	assert_int_equal(digits("0012"), 0);
}

static void
a_signature_password_has_six_to_sixteen_capitals_and_digits(void **state)
{
	(void)state;
	assert_int_equal(sign("HQ7K2M"), 0);
	assert_int_equal(sign("HQ7K2MHQ7K2MHQ7K"), 0);
	assert_int_equal(sign("HQ7K2"), PIN_TOO_SHORT);
	assert_int_equal(sign("HQ7K2MHQ7K2MHQ7K2"), PIN_TOO_LONG);
	assert_int_equal(sign("HQXKYM"), PIN_NEEDS_DIGIT);
	assert_int_equal(sign("729453"), PIN_NEEDS_LETTER);
	assert_int_equal(sign("hq7K2M"), PIN_NOT_ALLOWED);
	assert_int_equal(sign("HQ7K2M!"), PIN_NOT_ALLOWED);
	assert_int_equal(sign("HQ7K2Mé"), PIN_NOT_ALLOWED);
	assert_int_equal(
	    sign(""), PIN_TOO_SHORT | PIN_NEEDS_LETTER | PIN_NEEDS_DIGIT);
}

static void
a_zero_byte_in_a_signature_password_is_refused(void **state)
{
	static const uint8_t bytes[] = {'H', 'Q', '7', 0, 'K', '2', 'M'};

	(void)state;
	assert_int_equal(
	    pin_judge(PIN_SIGN, bytes, sizeof(bytes), &facts), PIN_NOT_ALLOWED);
}

static void
a_signature_password_does_not_hold_the_name(void **state)
{
	static const char *const weak[] = {"NGUYEN7", "7LAN8888", "X2THIX2",
	    "LINA2984", "72NALI94", "OBRIEN27", "93KEN93", "THILANNGUYEN7"};

	(void)state;
	for (size_t i = 0; i < sizeof(weak) / sizeof(weak[0]); i++)
		if (!(sign(weak[i]) & PIN_WEAK_NAME))
			fail_msg("%s", weak[i]);
	/* two letters alone are in too many words */
	assert_false(sign("LIMES72") & PIN_WEAK_NAME);
}

static void
a_signature_password_does_not_hold_the_full_birth_date(void **state)
{
	static const char *const weak[] = {"A19800217", "17021980B",
	    "X02171980", "S550217", "K800217K", "H061105"};

	(void)state;
	for (size_t i = 0; i < sizeof(weak) / sizeof(weak[0]); i++)
		if (!(sign(weak[i]) & PIN_WEAK_NAME))
			fail_msg("%s", weak[i]);
	assert_false(sign("KQ0217XZ") & PIN_WEAK_NAME);
	assert_false(sign("KQ1980XZ") & PIN_WEAK_NAME);
}

static void
look_alikes_are_only_a_warning(void **state)
{
	(void)state;
	assert_int_equal(sign("HQ1K2M"), PIN_LOOK_ALIKE);
	assert_int_equal(sign("HQOK2M"), PIN_LOOK_ALIKE);
	assert_int_equal(PIN_LOOK_ALIKE & PIN_VERDICT_FORM, 0);
	assert_int_equal(PIN_LOOK_ALIKE & PIN_VERDICT_WEAK, 0);
}

static void
every_verdict_has_words_that_fit_a_line(void **state)
{
	(void)state;
	for (unsigned bit = 1; bit <= PIN_LOOK_ALIKE; bit <<= 1) {
		const char *said = pin_verdict_said((enum pin_verdict)bit);

		assert_in_range(strlen(said), 1, 60);
	}
	assert_string_equal(pin_verdict_said((enum pin_verdict)0), "");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_good_number_is_good_for_each_of_the_three),
	    cmocka_unit_test(length_and_characters_of_a_number_are_told_apart),
	    cmocka_unit_test(all_ten_repeats_are_weak),
	    cmocka_unit_test(all_twenty_runs_are_weak_also_around_the_nine),
	    cmocka_unit_test(
		parts_of_a_birth_date_are_weak_in_western_and_era_years),
	    cmocka_unit_test(a_birth_date_that_is_no_date_harms_nothing),
	    cmocka_unit_test(
		the_last_four_of_a_known_number_are_weak_however_it_is_written),
	    cmocka_unit_test(
		a_signature_password_has_six_to_sixteen_capitals_and_digits),
	    cmocka_unit_test(a_zero_byte_in_a_signature_password_is_refused),
	    cmocka_unit_test(a_signature_password_does_not_hold_the_name),
	    cmocka_unit_test(
		a_signature_password_does_not_hold_the_full_birth_date),
	    cmocka_unit_test(look_alikes_are_only_a_warning),
	    cmocka_unit_test(every_verdict_has_words_that_fit_a_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
