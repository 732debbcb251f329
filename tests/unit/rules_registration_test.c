/* What may be written down of a card that is in no list. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "rules/registration.h"

static const struct case_facts today = {.today = {2026, 11, 24}};

struct said {
	const char *field, *value;
};

static const struct said national[] = {{"type", "individual"},
    {"serial", "ABCD1234EFGH5678"}, {"expiry", "2031-04-09"},
    {"nationality", "national"}, {"kanji", "田中 花子"},
    {"kana", "たなか はなこ"}, {"born", "1985-04-09"},
    {"address", "東京都調布市小島町２－３５－１"}, {"auth", "yes"},
    {NULL, NULL}};
static const struct said foreign[] = {{"type", "individual"},
    {"serial", "ABCD1234EFGH5679"}, {"expiry", "2028-03-31"},
    {"nationality", "foreign"}, {"roman", "NGUYEN THI LAN"},
    {"born", "1994-05-17"}, {"address", "1-2-3"}, {"status", "留学"},
    {"stay", "2028-03-31"}, {NULL, NULL}};
static const struct said notification[] = {{"type", "notification"},
    {"nationality", "national"}, {"kanji", "田中 花子"}, {"born", "1985-04-09"},
    {"address", "1-2-3"}, {"where", "post_returned"}, {"number", "R-1004"},
    {"place", "P-1"}, {NULL, NULL}};

static struct answers
answers_of(const struct said *said)
{
	struct answers a;

	memset(&a, 0, sizeof(a));
	for (; said->field != NULL; said++)
		assert_int_equal(
		    answers_set(&a, said->field, said->value), KERR_OK);
	return a;
}

/* The form with one field said otherwise. */
static enum kerr
judged(const struct said *said, const char *field, const char *value,
    struct failure *f)
{
	struct answers a = answers_of(said);

	memset(f, 0, sizeof(*f));
	if (field != NULL)
		assert_int_equal(answers_set(&a, field, value), KERR_OK);
	return registration_judge(&today, &a, f);
}

static void
right_forms_are_taken(void **state)
{
	struct failure f;

	(void)state;
	assert_int_equal(judged(national, NULL, NULL, &f), KERR_OK);
	assert_int_equal(judged(foreign, NULL, NULL, &f), KERR_OK);
	assert_int_equal(judged(notification, NULL, NULL, &f), KERR_OK);
	/* a card that has ended may be brought too: it is handed in */
	assert_int_equal(judged(national, "expiry", "2026-04-09", &f), KERR_OK);
	/* with its holder, nothing of it lies in the office */
	assert_int_equal(judged(notification, "where", "posted", &f), KERR_OK);
}

static void
every_field_that_is_needed_is_asked_for(void **state)
{
	static const struct {
		const struct said *said;
		const char *field, *label;
	} rows[] = {
	    {national, "type", "Which card"},
	    {national, "serial", "Serial printed on the card"},
	    {national, "expiry", "Card valid until"},
	    {national, "nationality", "Nationality"},
	    {national, "born", "Date of birth"},
	    {national, "address", "Address"},
	    {foreign, "roman", "Name in Roman letters"},
	    {foreign, "status", "Status of residence"},
	    {foreign, "stay", "Period of stay until"},
	    {notification, "where", "Where the notification card is"},
	    {notification, "number", "Number of the registered mail"},
	    {notification, "place", "Where it lies in the office"},
	};
	struct failure f;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		assert_int_equal(judged(rows[i].said, rows[i].field, "", &f),
		    ERR_STEP_INCOMPLETE);
		assert_string_equal(
		    failure_argument(&f, "field"), rows[i].label);
	}
}

static void
what_cannot_be_is_refused(void **state)
{
	static const struct {
		const struct said *said;
		const char *field, *value;
	} rows[] = {
	    {national, "serial", "ABCD1234EFGH567"},
	    {national, "serial", "ABCD1234EFGH56789"},
	    {national, "serial", "ABCD1234EFGH567!"},
	    {national, "expiry", "2015-12-31"},
	    {national, "expiry", "2037-11-25"},
	    {national, "born", "2026-11-25"},
	    {national, "born", "1896-11-23"},
	    {foreign, "roman", "Nguyen"},
	    {foreign, "roman", "NGUYEN_LAN"},
	    {notification, "born", "2020-05-25"},
	};
	struct failure f;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (judged(rows[i].said, rows[i].field, rows[i].value, &f) !=
		    ERR_FORM)
			fail_msg("%s %s", rows[i].field, rows[i].value);
	assert_int_equal(
	    judged(national, "born", "never", &f), ERR_STEP_INCOMPLETE);
	/* the last days that can be */
	assert_int_equal(judged(national, "expiry", "2037-11-24", &f), KERR_OK);
	assert_int_equal(judged(national, "born", "2026-11-24", &f), KERR_OK);
	assert_int_equal(
	    judged(notification, "born", "2020-05-24", &f), KERR_OK);
}

/* counter-procedures 1 "Validity": permanent residents' stay has no end. */
static void
a_permanent_resident_has_no_end_of_stay(void **state)
{
	struct answers a = answers_of(foreign);
	struct failure f = {0};

	(void)state;
	assert_int_equal(answers_set(&a, "status", "永住者"), KERR_OK);
	assert_int_equal(answers_set(&a, "stay", ""), KERR_OK);
	assert_int_equal(registration_judge(&today, &a, &f), KERR_OK);
}

/* Design, decision 2; counter-procedures 7.1 has the number. */
static void
twelve_digits_are_refused_in_every_field_before_anything_else(void **state)
{
	static const char *const forms[] = {
	    "123456789018", "1234 5678 9018", "１２３４５６７８９０１８"};
	struct failure f;

	(void)state;
	for (const struct field *d = registration_fields(); d->id; d++)
		for (size_t i = 0; i < 3; i++) {
			assert_int_equal(judged(national, d->id, forms[i], &f),
			    ERR_NUMBER_KEPT);
			assert_int_equal(
			    judged(notification, d->id, forms[i], &f),
			    ERR_NUMBER_KEPT);
		}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(right_forms_are_taken),
	    cmocka_unit_test(every_field_that_is_needed_is_asked_for),
	    cmocka_unit_test(what_cannot_be_is_refused),
	    cmocka_unit_test(a_permanent_resident_has_no_end_of_stay),
	    cmocka_unit_test(
		twelve_digits_are_refused_in_every_field_before_anything_else),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
