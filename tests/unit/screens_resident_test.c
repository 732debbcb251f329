/* screens_resident_test.c -- the road through the resident's pages, and what
 * they say of a PIN. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include <cmocka.h>

#include "base/lang.h"
#include "base/text.h"
#include "desk/desk.h"
#include "screens/resident_flow.h"

/* A session in which all four PINs are chosen. */
static struct pin_setting_view
all_four(void)
{
	struct pin_setting_view v;

	memset(&v, 0, sizeof(v));
	v.phase = PIN_PHASE_ENTRY;
	v.last_try = PIN_KIND_COUNT;
	for (int k = 0; k < PIN_KIND_COUNT; k++) {
		v.needed[k] = true;
		v.task[k] = PIN_TASK_CHOOSE;
	}
	for (int r = 0; r < PIN_REF_COUNT; r++) {
		v.ref[r].status = PIN_STATUS_TO_SET;
		v.ref[r].tries_left = CARD_TRIES_UNKNOWN;
	}
	return v;
}

/* The road as letters: L H P, a PIN as its number, s (same), c (check). */
static void
road_is(const struct pin_setting_view *v, bool same, const char *expected)
{
	static const char letters[] = "LHP?sc";
	struct resident_stop road[RESIDENT_ROAD_MOST];
	char text[RESIDENT_ROAD_MOST + 1] = "";
	size_t n = resident_road(v, same, road);

	assert_true(n <= RESIDENT_ROAD_MOST);
	for (size_t i = 0; i < n; i++)
		text[i] = road[i].page == RESIDENT_PIN
			      ? (char)('0' + (int)road[i].kind)
			      : letters[road[i].page];
	assert_string_equal(text, expected);
}

static void
every_needed_pin_is_asked_in_its_order(void **state)
{
	struct pin_setting_view v = all_four();

	(void)state;
	road_is(&v, false, "LHP01s23c");
	v.task[PIN_SIGN] = PIN_TASK_NONE; /* under 15 */
	road_is(&v, false, "LHP1s23c");
	v.task[PIN_AUTH] = PIN_TASK_NONE; /* certificates declined */
	road_is(&v, false, "LHP2s3c");
}

static void
one_number_for_all_asks_only_for_the_first(void **state)
{
	struct pin_setting_view v = all_four();

	(void)state;
	road_is(&v, true, "LHP01sc");
	/* what is typed again to be checked is never a copy */
	v.task[PIN_JUKI] = PIN_TASK_RETYPE;
	road_is(&v, true, "LHP01s2c");
}

static void
the_same_number_is_not_offered_for_a_single_pin(void **state)
{
	struct pin_setting_view v = all_four();

	(void)state;
	v.task[PIN_AUTH] = PIN_TASK_NONE;
	v.task[PIN_INPUT] = PIN_TASK_RETYPE;
	road_is(&v, false, "LHP023c");
	assert_int_equal(resident_same_count(&v), 1);
	assert_int_equal(resident_same_first(&v), PIN_JUKI);
}

static void
back_is_the_question_before_and_the_ends_hold(void **state)
{
	struct pin_setting_view v = all_four();
	struct resident_stop at = {RESIDENT_PIN, PIN_JUKI};

	(void)state;
	at = resident_step(&v, false, at, -1);
	assert_int_equal(at.page, RESIDENT_SAME);
	at = resident_step(&v, false, at, -1);
	assert_int_equal(at.page, RESIDENT_PIN);
	assert_int_equal(at.kind, PIN_AUTH);
	at.page = RESIDENT_LANGUAGE;
	assert_int_equal(
	    resident_step(&v, false, at, -1).page, RESIDENT_LANGUAGE);
	at.page = RESIDENT_CHECK;
	assert_int_equal(resident_step(&v, false, at, 1).page, RESIDENT_CHECK);
}

static void
a_session_goes_on_at_the_first_pin_without_a_value(void **state)
{
	struct pin_setting_view v = all_four();

	(void)state;
	assert_int_equal(resident_resume(&v).page, RESIDENT_LANGUAGE);
	v.chosen[PIN_SIGN] = true;
	v.chosen[PIN_JUKI] = true;
	assert_int_equal(resident_resume(&v).page, RESIDENT_PIN);
	assert_int_equal(resident_resume(&v).kind, PIN_AUTH);
	v.chosen[PIN_AUTH] = v.chosen[PIN_INPUT] = true;
	assert_int_equal(resident_resume(&v).page, RESIDENT_CHECK);
}

static void
the_place_counts_only_what_is_asked(void **state)
{
	struct pin_setting_view v = all_four();
	int place = 0, all = 0;

	(void)state;
	resident_place(&v, PIN_AUTH, &place, &all);
	assert_int_equal(place * 10 + all, 24);
	v.task[PIN_SIGN] = PIN_TASK_NONE;
	resident_place(&v, PIN_AUTH, &place, &all);
	assert_int_equal(place * 10 + all, 13);
}

/* The marks of the ticks after typing: "." open, "+" good, "!" problem. */
static void
ticks_are(enum pin_kind kind, const char *typed, const char *expected)
{
	static const struct pin_policy_facts facts = {.birth = {{1994, 5, 17}},
	    .birth_count = 1,
	    .name = {"NGUYEN"},
	    .name_count = 1};
	struct resident_tick t[RESIDENT_TICKS_MOST];
	char text[RESIDENT_TICKS_MOST + 1] = "";
	unsigned verdict = typed[0] == '\0'
			       ? 0
			       : pin_judge(kind, (const uint8_t *)typed,
				     strlen(typed), &facts);
	size_t n = resident_ticks(kind, strlen(typed), verdict, t);

	assert_true(n <= RESIDENT_TICKS_MOST);
	for (size_t i = 0; i < n; i++)
		text[i] = t[i].mark == MARK_NONE   ? '.'
			  : t[i].mark == MARK_DONE ? '+'
						   : '!';
	if (strcmp(text, expected) != 0)
		fail_msg("%s: %s, not %s", typed, text, expected);
}

static void
ticks_tell_what_is_right_and_what_is_missing(void **state)
{
	(void)state;
	ticks_are(PIN_AUTH, "", "...");
	ticks_are(PIN_AUTH, "12", "+..");
	ticks_are(PIN_AUTH, "1234", "++!");
	ticks_are(PIN_AUTH, "1111", "++!");
	ticks_are(PIN_AUTH, "0517", "++!");
	ticks_are(PIN_AUTH, "7395", "+++");
	ticks_are(PIN_SIGN, "", "....");
	ticks_are(PIN_SIGN, "AB", ".+..");
	ticks_are(PIN_SIGN, "234567", "+.++");
	ticks_are(PIN_SIGN, "MARE26", "++++");
	ticks_are(PIN_SIGN, "NGUYEN94", "+++!");
	ticks_are(PIN_SIGN, "MARI26", "++++!"); /* I and 1 look alike */
}

static void
a_missing_length_is_told_as_a_number(void **state)
{
	struct resident_tick t[RESIDENT_TICKS_MOST];

	(void)state;
	(void)resident_ticks(PIN_AUTH, 1, PIN_TOO_SHORT, t);
	assert_true(t[1].is_length);
	assert_int_equal(t[1].n, 3);
	(void)resident_ticks(PIN_SIGN, 4, PIN_TOO_SHORT, t);
	assert_true(t[0].is_length);
	assert_int_equal(t[0].n, 2);
}

static void
the_reason_is_the_first_and_nothing_for_a_good_value(void **state)
{
	(void)state;
	assert_string_equal(resident_reason(0), "");
	assert_string_equal(resident_reason(PIN_WEAK_RUN | PIN_WEAK_BIRTH),
	    pin_verdict_said(PIN_WEAK_RUN));
}

static void
a_pin_in_two_places_is_set_only_when_both_are(void **state)
{
	struct pin_setting_view v = all_four();

	(void)state;
	assert_int_equal(resident_outcome(&v, PIN_JUKI), RESIDENT_NOT_SET);
	v.ref[PIN_REF_JUKI].status = PIN_STATUS_WRITTEN;
	assert_int_equal(resident_outcome(&v, PIN_JUKI), RESIDENT_HALF_SET);
	v.ref[PIN_REF_COMMON].status = PIN_STATUS_INTENDED;
	assert_int_equal(resident_outcome(&v, PIN_JUKI), RESIDENT_NOT_KNOWN);
	v.ref[PIN_REF_COMMON].status = PIN_STATUS_UNKNOWN;
	assert_int_equal(resident_outcome(&v, PIN_JUKI), RESIDENT_NOT_KNOWN);
	v.ref[PIN_REF_COMMON].status = PIN_STATUS_WRITTEN;
	assert_int_equal(resident_outcome(&v, PIN_JUKI), RESIDENT_SET);
	/* what staff saw elsewhere is not said to be set here */
	v.ref[PIN_REF_COMMON].status = PIN_STATUS_RECORDED;
	assert_int_equal(resident_outcome(&v, PIN_JUKI), RESIDENT_NOTED);
	/* a refusal of the card is told as what it is */
	v.ref[PIN_REF_COMMON].status = PIN_STATUS_REFUSED;
	assert_int_equal(resident_outcome(&v, PIN_JUKI), RESIDENT_HALF_SET);
}

static void
the_fewest_tries_of_both_places_are_told(void **state)
{
	struct pin_setting_view v = all_four();

	(void)state;
	assert_int_equal(resident_tries_left(&v, PIN_JUKI), CARD_TRIES_UNKNOWN);
	v.ref[PIN_REF_JUKI].tries_left = 3;
	v.ref[PIN_REF_COMMON].tries_left = 2;
	assert_int_equal(resident_tries_left(&v, PIN_JUKI), 2);
	assert_int_equal(resident_tries_left(&v, PIN_AUTH), CARD_TRIES_UNKNOWN);
}

static void
only_what_passes_by_itself_may_be_tried_again(void **state)
{
	struct pin_setting_view v = all_four();

	(void)state;
	v.phase = PIN_PHASE_RESULT;
	v.failed.code = ERR_CARD_REMOVED;
	assert_true(resident_may_try_again(&v));
	v.failed.code = ERR_PIN_INITIAL; /* each attempt would cost a try */
	assert_false(resident_may_try_again(&v));
	v.failed.code = ERR_PIN_BLOCKED;
	assert_false(resident_may_try_again(&v));
	v.failed.code = ERR_PIN_LAST_TRY;
	assert_false(resident_may_try_again(&v));
	v.last_try = PIN_AUTH; /* its value is held: a second word is enough */
	assert_true(resident_may_try_again(&v));
	v.failed.code = ERR_CARD_REMOVED;
	v.all_set = true;
	assert_false(resident_may_try_again(&v));
	v.all_set = false;
	v.phase = PIN_PHASE_WRITING;
	assert_false(resident_may_try_again(&v));
}

static void
every_phase_has_its_page(void **state)
{
	(void)state;
	assert_int_equal(resident_page_of(PIN_PHASE_ENTRY), RESIDENT_LANGUAGE);
	assert_int_equal(resident_page_of(PIN_PHASE_CARD), RESIDENT_CARD);
	assert_int_equal(resident_page_of(PIN_PHASE_WRITING), RESIDENT_WRITING);
	assert_int_equal(resident_page_of(PIN_PHASE_RESULT), RESIDENT_RESULT);
	assert_int_equal(resident_page_of(PIN_PHASE_HELP), RESIDENT_HELP);
	assert_int_equal(resident_page_of(PIN_PHASE_NONE), RESIDENT_HELP);
}

/* -- in every language -- */

/* Cells as the C library counts them, by which curses moves on. */
static size_t
libc_columns(const char *text)
{
	wchar_t wide[256];
	size_t n = mbstowcs(wide, text, 256);
	int columns = n < 256 ? wcswidth(wide, n) : -1;

	if (columns < 0)
		fail_msg("cannot be shown: %s", text);
	return (size_t)columns;
}

static void
fits(enum lang lang, const char *id, size_t most)
{
	const char *text = text_in(lang, id);

	if (lang != LANG_EN && strcmp(text, id) == 0)
		fail_msg("%s lacks: %s", lang_code(lang), id);
	assert_int_equal(libc_columns(text), text_columns(text));
	if (text_columns(text) > most)
		fail_msg("%s: %zu columns, not %zu: %s", lang_code(lang),
		    text_columns(text), most, text);
}

/* What stands on one line beside something else, of 72 columns. */
static void
names_outcomes_and_reasons_fit_their_line_in_every_language(void **state)
{
	(void)state;
	for (int l = 0; l < LANG_COUNT; l++) {
		enum lang lang = (enum lang)l;

		for (int k = 0; k < PIN_KIND_COUNT; k++) {
			fits(lang, pin_kind_name((enum pin_kind)k), 38);
			fits(lang, pin_kind_use((enum pin_kind)k), 68);
		}
		for (int o = RESIDENT_SET; o <= RESIDENT_NOT_KNOWN; o++)
			fits(lang,
			    resident_outcome_said((enum resident_outcome)o),
			    30);
		for (unsigned b = PIN_TOO_SHORT; b <= PIN_LOOK_ALIKE; b <<= 1)
			fits(lang, resident_reason(b), 62);
		fits(lang, "Choose your language", 48);
		assert_int_equal(libc_columns(lang_self(lang)),
		    text_columns(lang_self(lang)));
	}
}

int
main(void)
{
	struct failure f = {0};

	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_needed_pin_is_asked_in_its_order),
	    cmocka_unit_test(one_number_for_all_asks_only_for_the_first),
	    cmocka_unit_test(the_same_number_is_not_offered_for_a_single_pin),
	    cmocka_unit_test(back_is_the_question_before_and_the_ends_hold),
	    cmocka_unit_test(
		a_session_goes_on_at_the_first_pin_without_a_value),
	    cmocka_unit_test(the_place_counts_only_what_is_asked),
	    cmocka_unit_test(ticks_tell_what_is_right_and_what_is_missing),
	    cmocka_unit_test(a_missing_length_is_told_as_a_number),
	    cmocka_unit_test(
		the_reason_is_the_first_and_nothing_for_a_good_value),
	    cmocka_unit_test(a_pin_in_two_places_is_set_only_when_both_are),
	    cmocka_unit_test(the_fewest_tries_of_both_places_are_told),
	    cmocka_unit_test(only_what_passes_by_itself_may_be_tried_again),
	    cmocka_unit_test(every_phase_has_its_page),
	    cmocka_unit_test(
		names_outcomes_and_reasons_fit_their_line_in_every_language),
	};
	if (lang_init(KIOSK_BUILD "/locale", &f) != KERR_OK)
		return 1;

	return cmocka_run_group_tests_name(
	    "screens_resident", tests, NULL, NULL);
}
