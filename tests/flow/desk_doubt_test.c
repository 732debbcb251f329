/* desk_doubt_test.c -- a PIN change and a PIN reset that something cut short,
 * until they are finished or refused: whatever went wrong at whichever command,
 * the visit ends, what is unknown is found out by asking the card, the last try
 * is spent with the resident's word only, and a stranger's card stays as it
 * was. On a real store, a real agent and virtual cards, without a screen. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/secret.h"
#include "desk/collection.h"
#include "desk/pin_case.h"
#include "desk/pin_setting.h"
#include "desk/session.h"
#include "support/desk_office.h"

#define NEW_PIN		"2580"
#define OTHER_PIN	"7294"
#define WRONG_PIN	"9876"
#define SERIAL		"400000000000001"
#define STRANGE_SERIAL	"400000000000009"
#define CHANGE_HEADER	"00240180"
#define RESET_HEADER	"F77E5480"
#define CHANGE_COMMANDS 20 /* serial, AUTH, JUKI, COMMON; the leave is 21 */
#define RESET_COMMANDS	17
#define ROUNDS_MOST	4
#define FILE_MOST	65536
#define ITEMS(a)	(sizeof(a) / sizeof((a)[0]))

static struct desk_office office;
static struct desk *desk;
static struct failure f;
static int64_t case_id;

static int
begin(void **state)
{
	(void)state;
	memset(&f, 0, sizeof(f));
	desk_office_begin(&office);
	desk_office_deliver(&office, OFFICE_TANAKA);
	training_make(&office.reader, "locked", SERIAL, 0);
	training_make(&office.reader, "strange", STRANGE_SERIAL, 3);
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

/* -- up to the PINs -- */

static void
answer(enum case_step step)
{
	struct collection_view v = desk_office_view(&office, 1, case_id);
	struct answers a = desk_office_answers(&v, step);

	assert_int_equal(
	    collection_answer(desk, case_id, step, &a, &f), KERR_OK);
}

static void
choose_auth_only(void)
{
	struct answers a;

	memset(&a, 0, sizeof(a));
	assert_int_equal(answers_set(&a, "auth", "yes"), KERR_OK);
	assert_int_equal(
	    collection_answer(desk, case_id, STEP_PIN_CHOICE, &a, &f), KERR_OK);
}

static void
second_agrees(void)
{
	struct secret *password =
	    secret_from_bytes(OFFICE_PASSWORD, strlen(OFFICE_PASSWORD));

	assert_int_equal(
	    session_second_begin(desk, "1002", &password, ACTION_PIN_RESET, &f),
	    KERR_OK);
	desk_office_until(&office, second_ended, desk);
	assert_int_equal(pin_case_approve(desk, case_id, &f), KERR_OK);
}

static void
open_case(enum case_kind kind)
{
	char key[DESK_KEY_SIZE];

	desk_new_key(key);
	assert_int_equal(pin_case_open(desk, kind, office.card[OFFICE_TANAKA],
			     key, &case_id, &f),
	    KERR_OK);
	collection_watch(desk, case_id);
	answer(STEP_VISIT);
}

/* The card file lies there with a fault for the writing, and the session has
 * begun. */
static void
begin_at_pins(
    enum case_kind kind, const char *file, bool auth_only, const char *fault)
{
	desk = desk_office_open(&office, 1, "1001");
	open_case(kind);
	training_put(&office.reader, file, NULL);
	wait_for(CHECK_RIGHT);
	if (auth_only)
		choose_auth_only();
	else
		answer(STEP_PIN_CHOICE);
	if (kind == CASE_KIND_PIN_RESET)
		second_agrees();
	training_put(&office.reader, file, fault);
	assert_int_equal(pin_setting_begin(desk, case_id, &f), KERR_OK);
}

/* -- the resident -- */

static void
type_one(enum pin_kind kind, bool old, const char *value)
{
	struct secret *s = secret_from_bytes(value, strlen(value));

	assert_int_equal(old ? pin_setting_give_old(desk, kind, &s, &f)
			     : pin_setting_choose(desk, kind, &s, &f),
	    KERR_OK);
}

static void
type_all(const char *old, const char *chosen)
{
	const struct pin_setting_view *v = pin_setting_get(desk);

	for (int k = 0; k < PIN_KIND_COUNT; k++) {
		if (pin_task_asks_old(v->task[k]))
			type_one((enum pin_kind)k, true, old);
		if (v->task[k] != PIN_TASK_NONE)
			type_one((enum pin_kind)k, false, chosen);
	}
}

static enum kerr
write_pins(void)
{
	assert_int_equal(pin_setting_write(desk, &f), KERR_OK);
	desk_office_until(&office, writing_ended, desk);
	return pin_setting_get(desk)->failed.code;
}

static enum kerr
go_on(enum kerr posted)
{
	assert_int_equal(posted, KERR_OK);
	desk_office_until(&office, writing_ended, desk);
	return pin_setting_get(desk)->failed.code;
}

static void
lift_and_put(const char *file)
{
	training_put(&office.reader, NULL, NULL);
	wait_for(CHECK_NO_CARD);
	training_put(&office.reader, file, NULL);
	wait_for(CHECK_RIGHT);
}

static void
case_ends_well(void)
{
	assert_int_equal(pin_setting_end(desk, PIN_END_DONE, &f), KERR_OK);
	answer(STEP_PIN_END);
	assert_int_equal(
	    desk_office_view(&office, 1, case_id).state, CASE_CLOSED);
}

/* The program ends in the middle and comes back: no value is held. */
static void
start_again(const char *file)
{
	assert_int_equal(pin_setting_end(desk, PIN_END_BACK, &f), KERR_OK);
	desk_office_close(&office, 1);
	training_put(&office.reader, NULL, NULL);
	desk = desk_office_open(&office, 1, "1001");
	assert_int_equal(collection_resume(desk, case_id, &f), KERR_OK);
	collection_watch(desk, case_id);
	training_put(&office.reader, file, NULL);
	wait_for(CHECK_RIGHT);
	assert_int_equal(pin_setting_begin(desk, case_id, &f), KERR_OK);
}

/* -- anything at any command -- */

/* The card comes back, as often as it takes; each failure says what to do. */
static void
finish(const char *file, const char *fault)
{
	const struct pin_setting_view *v = pin_setting_get(desk);

	for (int i = 0; i < ROUNDS_MOST && !v->all_set; i++) {
		if (error_next_resident(v->failed.code)[0] == '\0')
			fail_msg("%s: no next step", fault);
		lift_and_put(file);
		/* asking twice may leave one try: the resident says the word */
		if ((v->failed.code == ERR_PIN_LAST_TRY
			    ? pin_setting_spend_last(desk, v->last_try, &f)
			    : pin_setting_continue(desk, &f)) != KERR_OK)
			fail_msg("%s, %s: cannot go on in phase %d", fault,
			    error_name(v->failed.code), (int)v->phase);
		if (v->phase == PIN_PHASE_ENTRY) {
			type_all(TRAINING_PIN, NEW_PIN);
			assert_int_equal(pin_setting_write(desk, &f), KERR_OK);
		}
		desk_office_until(&office, writing_ended, desk);
	}
	if (!v->all_set)
		fail_msg("%s: %s", fault, error_name(v->failed.code));
	case_ends_well();
}

static void
cut_short(enum case_kind kind, const char *file, const char *spoil, int n)
{
	char fault[40];

	snprintf(fault, sizeof(fault), "%s %d", spoil, n);
	begin_at_pins(kind, file, false, fault);
	type_all(TRAINING_PIN, NEW_PIN);
	(void)write_pins();
	finish(file, fault);
}

static const char *const spoils[] = {"pull-during", "pull-before", "empty",
    "sw=6F00", "sw-after=6581", "truncate=1", "oversize=300", "sw=63C1",
    "pull-after", "one-byte", "sw=6982", "sw-after=6A80", "data=FFFF",
    "sw=6110", "delay=120", "sw=6A82", "sw=6983", "sw-after=63C2"};

/* Under KIOSK_LONG=1 each at each command; else each at one. */
static void
sweep(enum case_kind kind, const char *file, int commands, int from)
{
	bool whole = getenv("KIOSK_LONG") != NULL;
	void *state = NULL;

	for (size_t i = 0; i < ITEMS(spoils); i++)
		for (int n = 1; n <= commands; n++) {
			if (!whole && (n != from + (int)(i * 5) % commands ||
					  i % 6 != (size_t)from))
				continue;
			cut_short(kind, file, spoils[i], n);
			(void)end(&state);
			(void)begin(&state);
		}
}

static void
a_change_ends_whatever_went_wrong(void **state)
{
	(void)state;
	sweep(CASE_KIND_PIN_CHANGE, "tanaka", CHANGE_COMMANDS, 2);
}

static void
a_reset_ends_whatever_went_wrong(void **state)
{
	(void)state;
	sweep(CASE_KIND_PIN_RESET, "locked", RESET_COMMANDS, 1);
}

static size_t
read_strange(char out[FILE_MOST])
{
	char path[TRAINING_PATH_SIZE + 40];
	FILE *in;
	size_t n;

	snprintf(
	    path, sizeof(path), "%s/cards/strange.card", office.reader.dir);
	in = fopen(path, "r");
	assert_non_null(in);
	n = fread(out, 1, FILE_MOST, in);
	fclose(in);
	return n;
}

static void
a_card_swapped_in_is_not_touched_and_the_visit_goes_on(void **state)
{
	static const int places[] = {3, 8};
	static char before[FILE_MOST], after[FILE_MOST];

	for (size_t i = 0; i < ITEMS(places); i++) {
		enum case_kind kind =
		    i % 2 == 0 ? CASE_KIND_PIN_CHANGE : CASE_KIND_PIN_RESET;
		char fault[40];
		size_t n = read_strange(before);

		snprintf(fault, sizeof(fault), "swap=strange %d", places[i]);
		begin_at_pins(kind, "tanaka", false, fault);
		type_all(TRAINING_PIN, NEW_PIN);
		assert_int_not_equal(write_pins(), KERR_OK);
		wait_for(CHECK_WRONG);
		assert_int_equal(read_strange(after), n);
		assert_memory_equal(before, after, n);
		/* the terminal comes back, and the case says what to do */
		assert_int_equal(
		    pin_setting_end(desk, PIN_END_BACK, &f), KERR_OK);
		assert_int_equal(
		    desk_office_view(&office, 1, case_id).check_failed.code,
		    ERR_CARD_OTHER);
		(void)end(state);
		(void)begin(state);
	}
}

/* -- what only a try can tell -- */

/* A change of AUTH in doubt; two wrong entries afterwards leave one try. */
static void
one_try_is_left_in_doubt(const char *fault)
{
	begin_at_pins(CASE_KIND_PIN_CHANGE, "tanaka", true, fault);
	type_all(TRAINING_PIN, NEW_PIN);
	assert_int_not_equal(write_pins(), KERR_OK);
	start_again("tanaka");
	assert_int_equal(pin_setting_get(desk)->ref[PIN_REF_AUTH].status,
	    PIN_STATUS_UNKNOWN);
	type_all(WRONG_PIN, OTHER_PIN);
	assert_int_equal(write_pins(), ERR_PIN_WRONG);
	assert_int_equal(
	    pin_setting_get(desk)->ref[PIN_REF_AUTH].tries_left, 1);
	assert_int_equal(pin_setting_continue(desk, &f), KERR_OK);
	type_all(TRAINING_PIN, NEW_PIN);
	lift_and_put("tanaka"); /* and a fresh trace */
	assert_int_equal(write_pins(), ERR_PIN_LAST_TRY);
	assert_int_equal(pin_setting_get(desk)->last_try, PIN_AUTH);
	/* not with less than a second word */
	assert_int_equal(
	    go_on(pin_setting_continue(desk, &f)), ERR_PIN_LAST_TRY);
	assert_int_equal(training_count_of(&office.reader, "00200080", 1), 0);
	assert_int_equal(
	    pin_setting_spend_last(desk, PIN_JUKI, &f), ERR_CASE_STATE);
}

static void
the_last_try_finds_out_that_nothing_was_changed(void **state)
{
	(void)state;
	one_try_is_left_in_doubt("pull-before 7");
	assert_int_equal(
	    go_on(pin_setting_spend_last(desk, PIN_AUTH, &f)), KERR_OK);
	assert_true(pin_setting_get(desk)->all_set);
	assert_int_equal(
	    training_count_of(&office.reader, CHANGE_HEADER, 1), 1);
	case_ends_well();
}

static void
a_pin_locked_in_doubt_leads_to_a_reset(void **state)
{
	(void)state;
	one_try_is_left_in_doubt("pull-during 7");
	/* the old one is asked for first, and it was changed */
	(void)go_on(pin_setting_spend_last(desk, PIN_AUTH, &f));
	(void)go_on(pin_setting_continue(desk, &f));
	assert_int_equal(pin_setting_get(desk)->failed.code, ERR_PIN_BLOCKED);
	assert_int_equal(
	    training_count_of(&office.reader, CHANGE_HEADER, 1), 0);
	assert_int_equal(pin_setting_end(desk, PIN_END_BACK, &f), KERR_OK);
	assert_int_equal(
	    collection_refuse(desk, case_id, "PIN_NOT_KNOWN", "", &f), KERR_OK);
	desk_office_close(&office, 1);
	training_put(&office.reader, NULL, NULL);
	begin_at_pins(CASE_KIND_PIN_RESET, "tanaka", true, NULL);
	type_all("", OTHER_PIN);
	assert_int_equal(write_pins(), KERR_OK);
	assert_true(pin_setting_get(desk)->all_set);
	case_ends_well();
}

/* -- the value that was chosen, and another one -- */

static void
reset_in_doubt(const char *fault, const char *typed_again, size_t resets)
{
	begin_at_pins(CASE_KIND_PIN_RESET, "locked", true, fault);
	type_all("", NEW_PIN);
	assert_int_not_equal(write_pins(), KERR_OK);
	assert_int_equal(pin_setting_get(desk)->ref[PIN_REF_AUTH].status,
	    PIN_STATUS_UNKNOWN);
	start_again("locked");
	type_all("", typed_again);
	assert_int_equal(write_pins(), KERR_OK);
	assert_int_equal(
	    training_count_of(&office.reader, RESET_HEADER, 1), resets);
	assert_true(pin_setting_get(desk)->all_set);
	case_ends_well();
}

static void
a_reset_in_doubt_is_asked_before_it_is_done_again(void **state)
{
	static const struct {
		const char *fault, *typed;
		size_t resets;
	} rows[] = {
	    {"pull-during 6", NEW_PIN, 0}, /* it was done: nothing is sent */
	    {"pull-before 6", NEW_PIN, 1},
	    {"pull-during 6", OTHER_PIN, 1},
	    {"pull-during 7", NEW_PIN, 0},
	    {"sw-after=6581 6", NEW_PIN, 0},
	    {"sw=6581 6", NEW_PIN, 1},
	    {"sw-after=6300 6", NEW_PIN, 0},
	};

	for (size_t i = 0; i < ITEMS(rows); i++) {
		if (i >= 4 && getenv("KIOSK_LONG") == NULL)
			break;
		reset_in_doubt(rows[i].fault, rows[i].typed, rows[i].resets);
		(void)end(state);
		(void)begin(state);
	}
}

#define STORY(name) cmocka_unit_test_setup_teardown(name, begin, end)

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
	    STORY(a_change_ends_whatever_went_wrong),
	    STORY(a_reset_ends_whatever_went_wrong),
	    STORY(a_card_swapped_in_is_not_touched_and_the_visit_goes_on),
	    STORY(the_last_try_finds_out_that_nothing_was_changed),
	    STORY(a_pin_locked_in_doubt_leads_to_a_reset),
	    STORY(a_reset_in_doubt_is_asked_before_it_is_done_again),
	};

	desk_office_main(argc, argv);
	return cmocka_run_group_tests_name("desk_doubt", tests, NULL, NULL);
}
