/* desk_pins_test.c -- changing a PIN that is known and resetting one that is
 * not, as cases at the desk: on a real store, a real card agent and virtual
 * cards, without a screen. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "base/secret.h"
#include "desk/collection.h"
#include "desk/pin_case.h"
#include "desk/pin_setting.h"
#include "desk/session.h"
#include "support/desk_office.h"

#define NEW_PIN	      "2580"
#define WRONG_PIN     "9876"
#define TANAKA_SERIAL "400000000000001"
#define RESET_HEADER  "F77E5480"
#define DAY_MS	      86400000

static struct desk_office office;
static struct failure f;
static int64_t case_id;

static int
begin(void **state)
{
	(void)state;
	memset(&f, 0, sizeof(f));
	desk_office_begin(&office);
	desk_office_deliver(&office, OFFICE_TANAKA);
	training_make(&office.reader, "last", TANAKA_SERIAL, 1);
	training_make(&office.reader, "locked", TANAKA_SERIAL, 0);
	return 0;
}

static int
end(void **state)
{
	(void)state;
	desk_office_end(&office);
	return 0;
}

/* -- what a test waits for -- */

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

static bool
writing_ended(void *arg)
{
	return pin_setting_get(arg)->phase == PIN_PHASE_RESULT;
}

static bool
second_ended(void *arg)
{
	return !session_second(arg)->checking;
}

/* -- steps that tests share -- */

static enum kerr
open_case(enum case_kind kind, enum office_card card)
{
	char key[DESK_KEY_SIZE];
	enum kerr e;

	desk_new_key(key);
	e = pin_case_open(
	    office.desk[1], kind, office.card[card], key, &case_id, &f);
	if (e == KERR_OK)
		collection_watch(office.desk[1], case_id);
	return e;
}

static void
answer(enum case_step step)
{
	struct collection_view v = desk_office_view(&office, 1, case_id);
	struct answers a = desk_office_answers(&v, step);

	if (collection_answer(office.desk[1], case_id, step, &a, &f) != KERR_OK)
		fail_msg("%s: %s %s", case_step_code(step), error_name(f.code),
		    f.argument[0].value);
}

static void
choose_auth_only(void)
{
	struct answers a;

	memset(&a, 0, sizeof(a));
	assert_int_equal(answers_set(&a, "auth", "yes"), KERR_OK);
	assert_int_equal(
	    collection_answer(office.desk[1], case_id, STEP_PIN_CHOICE, &a, &f),
	    KERR_OK);
}

/* Up to the PINs of a change, with that card file on the reader. */
static struct desk *
change_waits_for_pins(const char *file, bool auth_only)
{
	struct desk *d = desk_office_open(&office, 1, "1001");

	assert_int_equal(
	    open_case(CASE_KIND_PIN_CHANGE, OFFICE_TANAKA), KERR_OK);
	answer(STEP_VISIT);
	training_put(&office.reader, file, NULL);
	wait_for(CHECK_RIGHT);
	if (auth_only)
		choose_auth_only();
	else
		answer(STEP_PIN_CHOICE);
	assert_int_equal(desk_office_view(&office, 1, case_id).step, STEP_PINS);
	return d;
}

static void
second_signs_in(struct desk *d, const char *staff)
{
	struct secret *password =
	    secret_from_bytes(OFFICE_PASSWORD, strlen(OFFICE_PASSWORD));

	if (session_second_begin(d, staff, &password, ACTION_PIN_RESET, &f) ==
	    KERR_OK)
		desk_office_until(&office, second_ended, d);
	assert_null(password);
}

/* Up to the second person of a reset. */
static struct desk *
reset_waits_for_approval(const char *file)
{
	struct desk *d = desk_office_open(&office, 1, "1001");

	assert_int_equal(
	    open_case(CASE_KIND_PIN_RESET, OFFICE_TANAKA), KERR_OK);
	answer(STEP_VISIT);
	training_put(&office.reader, file, NULL);
	wait_for(CHECK_RIGHT);
	answer(STEP_PIN_CHOICE);
	assert_int_equal(
	    desk_office_view(&office, 1, case_id).step, STEP_APPROVAL);
	return d;
}

static struct desk *
reset_waits_for_pins(const char *file)
{
	struct desk *d = reset_waits_for_approval(file);

	second_signs_in(d, "1002");
	assert_int_equal(pin_case_approve(d, case_id, &f), KERR_OK);
	assert_int_equal(desk_office_view(&office, 1, case_id).step, STEP_PINS);
	return d;
}

static void
type_old(struct desk *d, enum pin_kind kind, const char *value)
{
	struct secret *s = secret_from_bytes(value, strlen(value));

	assert_int_equal(pin_setting_give_old(d, kind, &s, &f), KERR_OK);
	assert_null(s);
}

static void
type_new(struct desk *d, enum pin_kind kind)
{
	struct secret *s = secret_from_bytes(NEW_PIN, strlen(NEW_PIN));

	assert_int_equal(pin_setting_choose(d, kind, &s, &f), KERR_OK);
	assert_null(s);
}

static void
type_all(struct desk *d, const char *old)
{
	const struct pin_setting_view *v = pin_setting_get(d);

	for (int k = 0; k < PIN_KIND_COUNT; k++) {
		if (v->task[k] == PIN_TASK_CHANGE)
			type_old(d, (enum pin_kind)k, old);
		if (v->task[k] != PIN_TASK_NONE)
			type_new(d, (enum pin_kind)k);
	}
}

static enum kerr
write_pins(struct desk *d)
{
	assert_int_equal(pin_setting_write(d, &f), KERR_OK);
	desk_office_until(&office, writing_ended, d);
	return pin_setting_get(d)->failed.code;
}

static void
lift_and_put(const char *file)
{
	training_put(&office.reader, NULL, NULL);
	wait_for(CHECK_NO_CARD);
	training_put(&office.reader, file, NULL);
}

static void
case_ends_well(struct desk *d)
{
	struct collection_view v;
	char slip[600];
	struct stat st;

	assert_int_equal(pin_setting_end(d, PIN_END_DONE, &f), KERR_OK);
	assert_int_equal(
	    desk_office_view(&office, 1, case_id).step, STEP_PIN_END);
	answer(STEP_PIN_END);
	v = desk_office_view(&office, 1, case_id);
	assert_int_equal(v.state, CASE_CLOSED);
	assert_int_equal(v.card_state, CARD_DELIVERED);
	assert_int_equal(
	    collection_slip(d, case_id, slip, sizeof(slip), &f), KERR_OK);
	assert_int_equal(stat(slip, &st), 0);
}

/* -- a change -- */

static void
a_known_pin_is_changed_and_its_holder_keeps_the_card(void **state)
{
	struct desk *d = change_waits_for_pins("tanaka", false);
	const struct pin_setting_view *v = pin_setting_get(d);

	(void)state;
	/* no initial value is needed: the resident knows what the card holds */
	assert_int_equal(pin_setting_begin(d, case_id, &f), KERR_OK);
	assert_int_equal(v->task[PIN_AUTH], PIN_TASK_CHANGE);
	assert_int_equal(v->task[PIN_SIGN], PIN_TASK_NONE);
	assert_int_equal(v->ref[PIN_REF_AUTH].tries_left, 3);
	type_all(d, TRAINING_PIN);
	assert_int_equal(write_pins(d), KERR_OK);
	assert_true(v->all_set);
	/* AUTH by one command, the resident register PIN in both places */
	assert_int_equal(training_count_of(&office.reader, "00240180", 1), 1);
	assert_int_equal(training_count_of(&office.reader, "80320080", 1), 2);
	case_ends_well(d);
}

static void
a_wrong_old_pin_costs_one_try_and_is_typed_again(void **state)
{
	struct desk *d = change_waits_for_pins("tanaka", true);
	const struct pin_setting_view *v = pin_setting_get(d);

	(void)state;
	assert_int_equal(pin_setting_begin(d, case_id, &f), KERR_OK);
	type_all(d, WRONG_PIN);
	assert_int_equal(write_pins(d), ERR_PIN_WRONG);
	assert_string_equal(v->failed.argument[0].value, "2");
	assert_int_equal(v->ref[PIN_REF_AUTH].status, PIN_STATUS_REFUSED);
	assert_int_equal(v->ref[PIN_REF_AUTH].tries_left, 2);
	assert_false(v->old_given[PIN_AUTH] || v->chosen[PIN_AUTH]);
	assert_int_equal(pin_setting_continue(d, &f), KERR_OK);
	assert_int_equal(v->phase, PIN_PHASE_ENTRY);
	type_all(d, TRAINING_PIN);
	assert_int_equal(write_pins(d), KERR_OK);
	case_ends_well(d);
}

static void
a_last_try_goes_only_after_a_second_word(void **state)
{
	struct desk *d = change_waits_for_pins("last", true);
	const struct pin_setting_view *v = pin_setting_get(d);

	(void)state;
	assert_int_equal(pin_setting_begin(d, case_id, &f), KERR_OK);
	assert_int_equal(v->ref[PIN_REF_AUTH].tries_left, 1);
	assert_int_equal(
	    pin_setting_spend_last(d, PIN_AUTH, &f), ERR_CASE_STATE);
	type_all(d, WRONG_PIN);
	assert_int_equal(write_pins(d), ERR_PIN_LAST_TRY);
	assert_int_equal(training_count_of(&office.reader, "0020", 1), 0);
	/* going on without that word asks the card nothing either */
	assert_int_equal(pin_setting_continue(d, &f), KERR_OK);
	desk_office_until(&office, writing_ended, d);
	assert_int_equal(v->failed.code, ERR_PIN_LAST_TRY);
	assert_int_equal(training_count_of(&office.reader, "0020", 1), 0);
	assert_int_equal(pin_setting_spend_last(d, PIN_AUTH, &f), KERR_OK);
	desk_office_until(&office, writing_ended, d);
	assert_int_equal(v->failed.code, ERR_PIN_BLOCKED);
	assert_int_equal(v->ref[PIN_REF_AUTH].tries_left, 0);
	assert_false(v->old_given[PIN_AUTH]);
	/* locked: the visit ends with a reason, and a reset can be opened */
	assert_int_equal(pin_setting_end(d, PIN_END_BACK, &f), KERR_OK);
	assert_int_equal(
	    collection_refuse(d, case_id, "PIN_NOT_KNOWN", "", &f), KERR_OK);
	assert_int_equal(
	    desk_office_view(&office, 1, case_id).card_state, CARD_DELIVERED);
	assert_int_equal(
	    open_case(CASE_KIND_PIN_RESET, OFFICE_TANAKA), KERR_OK);
}

static void
a_pin_that_is_not_wanted_any_more_is_left_out(void **state)
{
	struct desk *d = change_waits_for_pins("tanaka", false);

	(void)state;
	assert_int_equal(pin_setting_begin(d, case_id, &f), KERR_OK);
	type_old(d, PIN_AUTH, TRAINING_PIN);
	type_new(d, PIN_AUTH);
	type_old(d, PIN_JUKI, WRONG_PIN);
	type_new(d, PIN_JUKI);
	assert_int_equal(write_pins(d), ERR_PIN_WRONG);
	assert_int_equal(pin_setting_end(d, PIN_END_BACK, &f), KERR_OK);
	assert_int_equal(collection_back(d, case_id, &f), KERR_OK);
	choose_auth_only();
	assert_int_equal(desk_office_view(&office, 1, case_id).step, STEP_PINS);
	assert_int_equal(collection_answer(d, case_id, STEP_PINS,
			     &(struct answers){.count = 0}, &f),
	    KERR_OK);
	answer(STEP_PIN_END);
	assert_int_equal(
	    desk_office_view(&office, 1, case_id).state, CASE_CLOSED);
}

/* Of a change of three places: the serial 1 and 2; AUTH is changed by 7 and
 * proven by 8, JUKI by 13 and 14, COMMON by 19 and 20. The agent's own test
 * pulls the card at every command. */
static const char *const change_faults[] = {"pull-before 3", "pull-during 7",
    "pull-after 7", "pull-during 8", "pull-before 13", "pull-during 13",
    "pull-during 19", "pull-before 19"};

static void
change_pulled_at(const char *fault)
{
	struct desk *d = change_waits_for_pins("tanaka", false);
	const struct pin_setting_view *v = pin_setting_get(d);

	training_put(&office.reader, "tanaka", fault);
	assert_int_equal(pin_setting_begin(d, case_id, &f), KERR_OK);
	type_all(d, TRAINING_PIN);
	assert_int_not_equal(write_pins(d), KERR_OK);
	lift_and_put("tanaka");
	/* with the values still held: asked, and finished */
	assert_int_equal(pin_setting_continue(d, &f), KERR_OK);
	desk_office_until(&office, writing_ended, d);
	if (!v->all_set)
		fail_msg("%s: %s", fault, error_name(v->failed.code));
	case_ends_well(d);
}

static void
a_pulled_card_is_asked_for_the_old_pin_and_then_the_new_one(void **state)
{
	size_t count = sizeof(change_faults) / sizeof(change_faults[0]);

	for (size_t i = 0; i < count; i++) {
		change_pulled_at(change_faults[i]);
		(void)end(state);
		(void)begin(state);
	}
}

static void
a_program_that_ends_in_a_change_leaves_the_truth(void **state)
{
	struct desk *d = change_waits_for_pins("tanaka", true);
	const struct pin_setting_view *v = NULL;

	(void)state;
	/* the fifth command of AUTH changes it; the answer is lost */
	training_put(&office.reader, "tanaka", "pull-during 7");
	assert_int_equal(pin_setting_begin(d, case_id, &f), KERR_OK);
	type_all(d, TRAINING_PIN);
	assert_int_not_equal(write_pins(d), KERR_OK);
	assert_int_equal(
	    pin_setting_get(d)->ref[PIN_REF_AUTH].status, PIN_STATUS_UNKNOWN);
	/* it cannot be ended silently */
	assert_int_equal(pin_setting_end(d, PIN_END_BACK, &f), KERR_OK);
	assert_int_equal(
	    collection_abandon(d, case_id, "left", &f), ERR_PIN_UNKNOWN);
	assert_int_equal(collection_refuse(d, case_id, "PIN_NOT_KNOWN", "", &f),
	    ERR_PIN_UNKNOWN);
	desk_office_close(&office, 1);

	training_put(&office.reader, NULL, NULL);
	d = desk_office_open(&office, 1, "1001");
	v = pin_setting_get(d);
	assert_int_equal(collection_resume(d, case_id, &f), KERR_OK);
	collection_watch(d, case_id);
	training_put(&office.reader, "tanaka", NULL);
	wait_for(CHECK_RIGHT);
	assert_int_equal(pin_setting_begin(d, case_id, &f), KERR_OK);
	assert_int_equal(v->task[PIN_AUTH], PIN_TASK_CHANGE);
	type_all(d, TRAINING_PIN);
	assert_int_equal(write_pins(d), KERR_OK);
	assert_int_equal(v->ref[PIN_REF_AUTH].status, PIN_STATUS_WRITTEN);
	assert_int_equal(training_count_of(&office.reader, "00240180", 1), 0);
	case_ends_well(d);
}

/* -- a reset -- */

static void
a_locked_pin_is_reset_when_a_second_person_agrees(void **state)
{
	struct desk *d = reset_waits_for_approval("locked");
	const struct pin_setting_view *v = pin_setting_get(d);
	static const struct answers nothing;

	(void)state;
	assert_int_equal(
	    collection_answer(d, case_id, STEP_APPROVAL, &nothing, &f),
	    ERR_STEP_INCOMPLETE);
	assert_int_equal(pin_case_approve(d, case_id, &f), ERR_SAME_PERSON);
	second_signs_in(d, "1001");
	assert_int_equal(pin_case_approve(d, case_id, &f), ERR_SAME_PERSON);
	assert_int_equal(pin_setting_begin(d, case_id, &f), ERR_CASE_STATE);
	second_signs_in(d, "1002");
	assert_int_equal(pin_case_approve(d, case_id, &f), KERR_OK);
	assert_false(session_second(d)->granted);
	assert_int_equal(pin_setting_begin(d, case_id, &f), KERR_OK);
	assert_int_equal(v->task[PIN_AUTH], PIN_TASK_CHOOSE);
	assert_int_equal(v->ref[PIN_REF_AUTH].tries_left, 0);
	type_all(d, "");
	assert_int_equal(write_pins(d), KERR_OK);
	assert_true(v->all_set);
	assert_int_equal(training_count_of(&office.reader, RESET_HEADER, 1), 3);
	case_ends_well(d);
}

static void
other_pins_chosen_need_the_second_person_again(void **state)
{
	struct desk *d = reset_waits_for_pins("locked");

	(void)state;
	assert_int_equal(collection_back(d, case_id, &f), KERR_OK);
	assert_int_equal(collection_back(d, case_id, &f), KERR_OK);
	choose_auth_only();
	assert_int_equal(
	    desk_office_view(&office, 1, case_id).step, STEP_APPROVAL);
}

static void
yesterdays_approval_does_not_count_today(void **state)
{
	struct desk *d = reset_waits_for_pins("locked");

	(void)state;
	office.clock_offset += DAY_MS / 1000;
	assert_int_equal(pin_setting_begin(d, case_id, &f), ERR_STEP_REFUSE);
	assert_int_equal(
	    desk_office_view(&office, 1, case_id).step, STEP_VISIT);
	assert_int_equal(training_count_of(&office.reader, RESET_HEADER, 1), 0);
}

static void
reset_pulled_at(const char *fault)
{
	struct desk *d = reset_waits_for_pins("locked");
	const struct pin_setting_view *v = pin_setting_get(d);

	training_put(&office.reader, "locked", fault);
	assert_int_equal(pin_setting_begin(d, case_id, &f), KERR_OK);
	type_all(d, "");
	assert_int_not_equal(write_pins(d), KERR_OK);
	lift_and_put("locked");
	assert_int_equal(pin_setting_continue(d, &f), KERR_OK);
	desk_office_until(&office, writing_ended, d);
	if (!v->all_set)
		fail_msg("%s: %s", fault, error_name(v->failed.code));
	case_ends_well(d);
}

/* AUTH is reset by command 6 and proven by 7, JUKI by 11 and 12, COMMON by 16
 * and 17. */
static const char *const reset_faults[] = {"pull-before 6", "pull-during 6",
    "pull-after 6", "pull-during 7", "pull-during 11", "pull-during 16"};

static void
a_card_pulled_in_a_reset_is_asked_and_finished(void **state)
{
	size_t count = sizeof(reset_faults) / sizeof(reset_faults[0]);

	for (size_t i = 0; i < count; i++) {
		reset_pulled_at(reset_faults[i]);
		(void)end(state);
		(void)begin(state);
	}
}

static void
a_real_office_is_sent_to_the_issuers_terminal_and_records_it(void **state)
{
	struct desk *d = reset_waits_for_pins("locked");

	(void)state;
	office.settings[1].training = false;
	assert_false(pin_case_can_reset(d));
	assert_int_equal(pin_setting_begin(d, case_id, &f), ERR_ISSUER_ABSENT);
	assert_int_equal(pin_setting_record(d, case_id, &f), KERR_OK);
	assert_int_equal(
	    desk_office_view(&office, 1, case_id).step, STEP_PIN_END);
	answer(STEP_PIN_END);
	assert_int_equal(
	    desk_office_view(&office, 1, case_id).state, CASE_CLOSED);
	assert_int_equal(training_count_of(&office.reader, RESET_HEADER, 1), 0);
}

/* -- who and which card -- */

/* counter-procedures 3.9 */
static void
a_proxy_gets_a_reset_on_a_second_visit_with_the_holders_answer(void **state)
{
	static const char *const visit[][2] = {{"who", "proxy"},
	    {"other_paper", "driving_licence"}, {"other_until", "2028-01-01"},
	    {"representative", "SUZUKI"}, {"rep_paper", "passport"},
	    {"rep_until", "2029-01-01"}};
	static const char *const letter[][2] = {
	    {"address", "yes"}, {"told", "yes"}};
	static const char *const second[][2] = {
	    {"reply", "signed"}, {"same_proxy", "yes"}, {"mandate", "yes"}};
	struct answers a;

	(void)state;
	(void)desk_office_open(&office, 1, "1001");
	assert_int_equal(
	    open_case(CASE_KIND_PIN_RESET, OFFICE_TANAKA), KERR_OK);
	memset(&a, 0, sizeof(a));
	for (size_t i = 0; i < sizeof(visit) / sizeof(visit[0]); i++)
		assert_int_equal(
		    answers_set(&a, visit[i][0], visit[i][1]), KERR_OK);
	assert_int_equal(
	    collection_answer(office.desk[1], case_id, STEP_VISIT, &a, &f),
	    KERR_OK);
	memset(&a, 0, sizeof(a));
	for (size_t i = 0; i < 2; i++)
		assert_int_equal(
		    answers_set(&a, letter[i][0], letter[i][1]), KERR_OK);
	assert_int_equal(
	    collection_answer(office.desk[1], case_id, STEP_LETTER, &a, &f),
	    KERR_OK);
	assert_int_equal(
	    desk_office_view(&office, 1, case_id).state, CASE_PAUSED);
	office.clock_offset += 4 * DAY_MS / 1000;
	assert_int_equal(
	    collection_resume(office.desk[1], case_id, &f), KERR_OK);
	/* who comes on another day is looked at again */
	assert_int_equal(
	    desk_office_view(&office, 1, case_id).step, STEP_VISIT);
	assert_int_equal(collection_load_answers(
			     office.desk[1], case_id, STEP_VISIT, &a, &f),
	    KERR_OK);
	assert_int_equal(
	    collection_answer(office.desk[1], case_id, STEP_VISIT, &a, &f),
	    KERR_OK);
	assert_int_equal(
	    desk_office_view(&office, 1, case_id).step, STEP_SECOND_VISIT);
	memset(&a, 0, sizeof(a));
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(
		    answers_set(&a, second[i][0], second[i][1]), KERR_OK);
	assert_int_equal(collection_answer(office.desk[1], case_id,
			     STEP_SECOND_VISIT, &a, &f),
	    KERR_OK);
	assert_int_equal(
	    desk_office_view(&office, 1, case_id).step, STEP_RIGHT_CARD);
}

static void
only_a_card_that_its_holder_has_gets_such_a_case_and_one_at_a_time(void **state)
{
	char key[DESK_KEY_SIZE];
	int64_t other = 0;

	(void)state;
	(void)desk_office_open(&office, 1, "1001");
	(void)desk_office_open(&office, 2, "1002");
	assert_int_equal(
	    open_case(CASE_KIND_PIN_CHANGE, OFFICE_NGUYEN), ERR_CARD_STATE);
	assert_int_equal(
	    open_case(CASE_KIND_COLLECTION, OFFICE_TANAKA), ERR_INTERNAL);
	assert_int_equal(
	    open_case(CASE_KIND_PIN_CHANGE, OFFICE_TANAKA), KERR_OK);
	desk_new_key(key);
	assert_int_equal(pin_case_open(office.desk[2], CASE_KIND_PIN_RESET,
			     office.card[OFFICE_TANAKA], key, &other, &f),
	    ERR_CASE_TAKEN);
	assert_int_equal(
	    collection_abandon(office.desk[1], case_id, "left", &f), KERR_OK);
	assert_int_equal(pin_case_open(office.desk[2], CASE_KIND_PIN_RESET,
			     office.card[OFFICE_TANAKA], key, &other, &f),
	    KERR_OK);
	assert_int_equal(
	    desk_office_view(&office, 2, other).card_state, CARD_DELIVERED);
}

#define STORY(name) cmocka_unit_test_setup_teardown(name, begin, end)

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
	    STORY(a_known_pin_is_changed_and_its_holder_keeps_the_card),
	    STORY(a_wrong_old_pin_costs_one_try_and_is_typed_again),
	    STORY(a_last_try_goes_only_after_a_second_word),
	    STORY(a_pin_that_is_not_wanted_any_more_is_left_out),
	    STORY(a_pulled_card_is_asked_for_the_old_pin_and_then_the_new_one),
	    STORY(a_program_that_ends_in_a_change_leaves_the_truth),
	    STORY(a_locked_pin_is_reset_when_a_second_person_agrees),
	    STORY(other_pins_chosen_need_the_second_person_again),
	    STORY(yesterdays_approval_does_not_count_today),
	    STORY(a_card_pulled_in_a_reset_is_asked_and_finished),
	    STORY(a_real_office_is_sent_to_the_issuers_terminal_and_records_it),
	    STORY(
		a_proxy_gets_a_reset_on_a_second_visit_with_the_holders_answer),
	    STORY(
		only_a_card_that_its_holder_has_gets_such_a_case_and_one_at_a_time),
	};

	desk_office_main(argc, argv);
	return cmocka_run_group_tests_name("desk_pins", tests, NULL, NULL);
}
