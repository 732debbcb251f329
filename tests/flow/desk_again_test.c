/* desk_again_test.c -- what was looked at once is not true for ever: another
 * card, another counter, another day. On a real store, a real card agent and
 * virtual cards. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/date.h"
#include "base/secret.h"
#include "card/agent.h"
#include "desk/collection.h"
#include "desk/pin_setting.h"
#include "support/desk_office.h"

static struct desk_office office;
static struct failure f;
static int64_t case_id;

static int
begin(void **state)
{
	(void)state;
	memset(&f, 0, sizeof(f));
	desk_office_begin(&office);
	return 0;
}

static int
end(void **state)
{
	(void)state;
	desk_office_end(&office);
	return 0;
}

static bool
card_is(void *arg)
{
	const enum card_check *wanted = arg;

	return desk_office_view(&office, 1, case_id).check == *wanted;
}

static void
wait_for(enum card_check wanted)
{
	desk_office_until(&office, card_is, &wanted);
}

/* A case of counter 1 that waits for its card. */
static struct desk *
case_waits_for_its_card(void)
{
	struct desk *d = desk_office_open(&office, 1, "1001");

	case_id = desk_office_take(&office, 1, OFFICE_NGUYEN);
	desk_office_walk(&office, 1, case_id, STEP_RIGHT_CARD);
	return d;
}

static void
a_card_changed_for_another_at_one_go_is_read_anew(void **state)
{
	(void)state;
	(void)case_waits_for_its_card();
	desk_office_put(&office, OFFICE_TANAKA, NULL);
	wait_for(CHECK_WRONG);
	desk_office_put(&office, OFFICE_NGUYEN, NULL);
	wait_for(CHECK_RIGHT);
	desk_office_put(&office, OFFICE_TANAKA, NULL);
	wait_for(CHECK_WRONG);
}

/* The case goes on up to the hand-over; its PINs are recorded. */
static void
case_waits_for_the_hand_over(void)
{
	struct desk *d = case_waits_for_its_card();

	desk_office_put(&office, OFFICE_NGUYEN, NULL);
	wait_for(CHECK_RIGHT);
	desk_office_walk(&office, 1, case_id, STEP_PINS);
	assert_int_equal(pin_setting_record(d, case_id, &f), KERR_OK);
	desk_office_walk(&office, 1, case_id, STEP_HAND_OVER);
}

static enum kerr
hand_over(void)
{
	struct collection_view v = desk_office_view(&office, 1, case_id);
	struct answers a = desk_office_answers(&v, STEP_HAND_OVER);

	return collection_answer(
	    office.desk[1], case_id, STEP_HAND_OVER, &a, &f);
}

static void
another_card_stops_a_case_whose_own_was_proven(void **state)
{
	(void)state;
	case_waits_for_the_hand_over();
	desk_office_put(&office, OFFICE_TANAKA, NULL);
	wait_for(CHECK_WRONG);
	assert_int_equal(hand_over(), ERR_CASE_STATE);
	assert_int_equal(
	    desk_office_view(&office, 1, case_id).step, STEP_RIGHT_CARD);
	/* put away, and the own card proven: where it was */
	assert_int_equal(collection_incident_close(
			     office.desk[1], case_id, "back in A-12", &f),
	    ERR_CARD_OTHER);
	desk_office_put(&office, -1, NULL);
	wait_for(CHECK_NO_CARD);
	assert_int_equal(collection_incident_close(
			     office.desk[1], case_id, "back in A-12", &f),
	    KERR_OK);
	desk_office_put(&office, OFFICE_NGUYEN, NULL);
	wait_for(CHECK_RIGHT);
	assert_int_equal(
	    desk_office_view(&office, 1, case_id).step, STEP_HAND_OVER);
	assert_int_equal(hand_over(), KERR_OK);
}

static void
a_card_that_lay_in_between_is_proven_anew(void **state)
{
	(void)state;
	case_waits_for_the_hand_over();
	assert_int_equal(collection_pause(office.desk[1], case_id,
			     pause_reasons()[0].code, &f),
	    KERR_OK);
	desk_office_put(&office, -1, NULL);
	wait_for(CHECK_NO_CARD);
	assert_int_equal(
	    collection_resume(office.desk[1], case_id, &f), KERR_OK);
	assert_int_equal(
	    desk_office_view(&office, 1, case_id).step, STEP_RIGHT_CARD);
	desk_office_put(&office, OFFICE_NGUYEN, NULL);
	wait_for(CHECK_RIGHT);
	assert_int_equal(
	    desk_office_view(&office, 1, case_id).step, STEP_HAND_OVER);
}

/* Nobody signed out: the terminal stood there over night. */
static void
what_was_looked_at_yesterday_is_asked_again_before_the_hand_over(void **state)
{
	struct collection_view v;
	struct answers before;

	(void)state;
	case_waits_for_the_hand_over();
	office.clock_offset += 24 * 3600;
	assert_int_equal(hand_over(), ERR_STEP_REFUSE);
	v = desk_office_view(&office, 1, case_id);
	assert_int_equal(v.step, STEP_REGISTER);
	assert_int_equal(v.mark[STEP_FACE], STEP_TO_COME);
	assert_int_equal(v.mark[STEP_ACTIVATION], STEP_DONE);
	assert_int_equal(collection_load_answers(office.desk[1], case_id,
			     STEP_REGISTER, &before, &f),
	    KERR_OK);
	assert_string_equal(answers_get(&before, "alive"), "");
	desk_office_walk(&office, 1, case_id, STEP_HAND_OVER);
	assert_int_equal(hand_over(), KERR_OK);
}

static void
what_was_looked_at_yesterday_is_asked_again_on_the_way_back(void **state)
{
	struct desk *d = case_waits_for_its_card();

	(void)state;
	assert_int_equal(
	    collection_pause(d, case_id, pause_reasons()[0].code, &f), KERR_OK);
	office.clock_offset += 24 * 3600;
	assert_int_equal(collection_resume(d, case_id, &f), KERR_OK);
	assert_int_equal(
	    desk_office_view(&office, 1, case_id).step, STEP_REGISTER);
}

/* The business day of yesterday is still open. */
static void
a_card_that_ended_at_midnight_is_not_handed_over(void **state)
{
	struct date end;
	struct collection_view v;

	(void)state;
	case_waits_for_the_hand_over();
	end = desk_office_view(&office, 1, case_id).card_expiry;
	office.clock_offset += utc_of_date(end) - OFFICE_NOW + 36 * 3600;
	(void)hand_over();
	v = desk_office_view(&office, 1, case_id);
	assert_true(date_compare(v.facts.today, end) > 0);
	assert_int_equal(v.state, CASE_OPEN);
}

static void
choose(struct desk *d, enum pin_kind kind, const char *value)
{
	struct secret *s = secret_from_bytes(value, strlen(value));

	assert_int_equal(pin_setting_choose(d, kind, &s, &f), KERR_OK);
}

static void
choose_missing(struct desk *d, const char *digits)
{
	for (int k = 0; k < PIN_KIND_COUNT; k++)
		if (pin_setting_get(d)->task[k] != PIN_TASK_NONE)
			choose(d, (enum pin_kind)k,
			    k == PIN_SIGN ? "MARIGOLD2026" : digits);
}

static bool
has_result(void *arg)
{
	return pin_setting_get(arg)->phase == PIN_PHASE_RESULT;
}

/* Pulled when one place of the resident register PIN holds the new value and
 * the other does not: the resident types it again, first a wrong one. */
static void
a_wrong_try_is_told_at_once_and_a_right_one_gives_it_back(void **state)
{
	struct desk *d = case_waits_for_its_card();
	const struct pin_setting_view *v = NULL;
	int before;

	(void)state;
	desk_office_put(&office, OFFICE_NGUYEN, "pull-before 22");
	wait_for(CHECK_RIGHT);
	desk_office_walk(&office, 1, case_id, STEP_PINS);
	assert_int_equal(pin_setting_begin(d, case_id, &f), KERR_OK);
	choose_missing(d, "7294");
	assert_int_equal(pin_setting_write(d, &f), KERR_OK);
	desk_office_until(&office, has_result, d);
	assert_int_equal(pin_setting_end(d, PIN_END_BACK, &f), KERR_OK);
	desk_office_put(&office, -1, NULL);
	wait_for(CHECK_NO_CARD);
	desk_office_put(&office, OFFICE_NGUYEN, NULL);
	wait_for(CHECK_RIGHT);
	assert_int_equal(pin_setting_begin(d, case_id, &f), KERR_OK);
	v = pin_setting_get(d);
	assert_int_equal(v->task[PIN_JUKI], PIN_TASK_RETYPE);
	before = v->ref[PIN_REF_JUKI].tries_left;
	choose_missing(d, "8264");
	assert_int_equal(pin_setting_write(d, &f), KERR_OK);
	desk_office_until(&office, has_result, d);
	assert_int_equal(v->failed.code, ERR_PIN_WRONG);
	assert_int_equal(v->ref[PIN_REF_JUKI].tries_left, before - 1);
	assert_int_equal(pin_setting_continue(d, &f), KERR_OK);
	choose_missing(d, "7294");
	assert_int_equal(pin_setting_write(d, &f), KERR_OK);
	desk_office_until(&office, has_result, d);
	assert_true(v->all_set);
	assert_int_equal(v->ref[PIN_REF_JUKI].tries_left, CARD_TRIES_UNKNOWN);
}

static void
back_at_pins_that_are_set_the_case_goes_on(void **state)
{
	static const struct answers nothing;
	struct desk *d = case_waits_for_its_card();

	(void)state;
	desk_office_put(&office, OFFICE_NGUYEN, NULL);
	wait_for(CHECK_RIGHT);
	desk_office_walk(&office, 1, case_id, STEP_PINS);
	assert_int_equal(collection_answer(d, case_id, STEP_PINS, &nothing, &f),
	    ERR_CASE_STATE);
	assert_int_equal(pin_setting_record(d, case_id, &f), KERR_OK);
	assert_int_equal(collection_back(d, case_id, &f), KERR_OK);
	assert_int_equal(desk_office_view(&office, 1, case_id).step, STEP_PINS);
	assert_int_equal(pin_setting_begin(d, case_id, &f), ERR_CASE_STATE);
	assert_int_equal(
	    collection_answer(d, case_id, STEP_PINS, &nothing, &f), KERR_OK);
	assert_int_equal(
	    desk_office_view(&office, 1, case_id).step, STEP_ACTIVATION);
}

/* Wherever staff can write a word: the number is not kept. */
static void
an_individual_number_typed_into_a_note_is_not_kept(void **state)
{
	struct desk *d = desk_office_open(&office, 1, "1001");
	struct answers a;

	(void)state;
	case_id = desk_office_take(&office, 1, OFFICE_CHILD);
	memset(&a, 0, sizeof(a));
	assert_int_equal(answers_set(&a, "who", "guardian"), KERR_OK);
	assert_int_equal(
	    answers_set(&a, "representative", "1234 5678 9018"), KERR_OK);
	assert_int_equal(
	    collection_keep(d, case_id, STEP_WHO, &a, &f), ERR_NUMBER_KEPT);
	assert_int_equal(
	    collection_load_answers(d, case_id, STEP_WHO, &a, &f), KERR_OK);
	assert_string_equal(answers_get(&a, "representative"), "");
}

#define STORY(name) cmocka_unit_test_setup_teardown(name, begin, end)

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
	    STORY(a_card_changed_for_another_at_one_go_is_read_anew),
	    STORY(another_card_stops_a_case_whose_own_was_proven),
	    STORY(a_card_that_lay_in_between_is_proven_anew),
	    STORY(
		what_was_looked_at_yesterday_is_asked_again_before_the_hand_over),
	    STORY(what_was_looked_at_yesterday_is_asked_again_on_the_way_back),
	    STORY(a_wrong_try_is_told_at_once_and_a_right_one_gives_it_back),
	    STORY(back_at_pins_that_are_set_the_case_goes_on),
	    STORY(an_individual_number_typed_into_a_note_is_not_kept),
	    STORY(a_card_that_ended_at_midnight_is_not_handed_over),
	};

	desk_office_main(argc, argv);
	return cmocka_run_group_tests_name("desk_again", tests, NULL, NULL);
}
