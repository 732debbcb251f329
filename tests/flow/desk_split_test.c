/* desk_split_test.c -- some PINs are set and others are not: every subset of
 * the five places, in a collection, a change and a reset. The case says so,
 * the queue and "needs attention" show it, and the repair on the resident's
 * screens ends it, without writing a second time what was written. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/secret.h"
#include "desk/card_status.h"
#include "desk/collection.h"
#include "desk/day.h"
#include "desk/desk_private.h"
#include "desk/pin_case.h"
#include "desk/pin_setting.h"
#include "desk/queue.h"
#include "desk/session.h"
#include "store/pin_journal.h"
#include "store/pin_sessions.h"
#include "store/store.h"
#include "support/desk_office.h"

#define SERIAL	    "400000000000001"
#define CARD_FILE   "tanaka"
#define OLD_PIN	    TRAINING_PIN
#define OLD_SIGN    TRAINING_SIGN
#define NEW_PIN	    "7294"
#define NEW_SIGN    "MARIGOLD2026"
#define OTHER_PIN   "8264"
#define SUBSETS	    (1U << PIN_REF_COUNT)
#define JUKI_PLACES (1U << PIN_REF_JUKI | 1U << PIN_REF_COMMON)
#define ROWS	    20

static struct desk_office office;
static struct desk *d;
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
has_result(void *arg)
{
	return pin_setting_get(arg)->phase == PIN_PHASE_RESULT;
}

static bool
second_ended(void *arg)
{
	return !session_second(arg)->checking;
}

static bool
was_read(void *arg)
{
	return card_status_get(arg)->phase == CARD_STATUS_READ;
}

/* -- a card and a case of which some places are set -- */

static const char *
value_of(enum pin_ref ref, unsigned set)
{
	bool fresh = (set & 1U << ref) != 0;

	if (ref == PIN_REF_SIGN)
		return fresh ? NEW_SIGN : OLD_SIGN;
	return fresh ? NEW_PIN : OLD_PIN;
}

/* The chip as the journal says: the places of set hold the chosen value. */
static void
make_card(unsigned set)
{
	char text[1024], path[TRAINING_PATH_SIZE + 40];

	snprintf(text, sizeof(text),
	    "{\"kind\": \"plastic\", \"training\": true, \"name\": \"T\","
	    " \"address\": \"TOKYO\", \"birth\": \"19850409\","
	    " \"expiry\": \"20350409\", \"sex\": \"1\","
	    " \"chip_serial\": \"%s\", \"municipality\": \"13101\","
	    " \"number\": \"123456789018\", \"security_code\": \"1234\","
	    " \"pins\": {\"sign\": \"%s\", \"auth\": \"%s\","
	    " \"juki\": \"%s\", \"common\": \"%s\", \"input\": \"%s\"}}\n",
	    SERIAL, value_of(PIN_REF_SIGN, set), value_of(PIN_REF_AUTH, set),
	    value_of(PIN_REF_JUKI, set), value_of(PIN_REF_COMMON, set),
	    value_of(PIN_REF_INPUT, set));
	training_put(&office.reader, NULL, NULL);
	snprintf(path, sizeof(path), "%s/cards/%s.card", office.reader.dir,
	    CARD_FILE);
	assert_int_equal(unlink(path), 0);
	training_make_described(&office.reader, CARD_FILE, text);
}

static void
make_card_with_last_try(void)
{
	char path[TRAINING_PATH_SIZE + 40];

	snprintf(path, sizeof(path), "%s/cards/%s.card", office.reader.dir,
	    CARD_FILE);
	assert_int_equal(unlink(path), 0);
	training_make(&office.reader, CARD_FILE, SERIAL, 1);
}

/* As a session leaves it that was cut off after these places. */
static void
journal(unsigned set)
{
	int64_t session = 0;

	assert_int_equal(desk_begin(d, &f), KERR_OK);
	assert_int_equal(
	    pin_sessions_ask(d->store, case_id, SERIAL, "en", &session),
	    KERR_OK);
	assert_int_equal(pin_sessions_take(d->store, session), KERR_OK);
	for (int r = 0; r < PIN_REF_COUNT; r++) {
		if ((set & 1U << r) == 0)
			continue;
		assert_int_equal(
		    pin_journal_intend(d->store, session, (enum pin_ref)r),
		    KERR_OK);
		assert_int_equal(
		    pin_journal_result(d->store, session, (enum pin_ref)r,
			PIN_STATUS_WRITTEN, PIN_TRIES_NOT_TOLD),
		    KERR_OK);
	}
	assert_int_equal(
	    pin_sessions_end(d->store, session, PIN_SESSION_WALKED_AWAY),
	    KERR_OK);
	assert_int_equal(desk_end(d, KERR_OK, NULL, &f), KERR_OK);
}

static void
put_card(void)
{
	wait_for(CHECK_NO_CARD);
	desk_office_put(&office, OFFICE_TANAKA, NULL);
	wait_for(CHECK_RIGHT);
}

static void
collection_at_pins(unsigned set)
{
	d = desk_office_open(&office, 1, "1001");
	make_card(set);
	case_id = desk_office_take(&office, 1, OFFICE_TANAKA);
	desk_office_walk(&office, 1, case_id, STEP_RIGHT_CARD);
	put_card();
	desk_office_walk(&office, 1, case_id, STEP_PINS);
}

static void
open_pin_case(enum case_kind kind)
{
	char key[DESK_KEY_SIZE];
	struct collection_view v;
	struct answers a;

	desk_new_key(key);
	assert_int_equal(pin_case_open(d, kind, office.card[OFFICE_TANAKA], key,
			     &case_id, &f),
	    KERR_OK);
	collection_watch(d, case_id);
	v = desk_office_view(&office, 1, case_id);
	a = desk_office_answers(&v, STEP_VISIT);
	assert_int_equal(
	    collection_answer(d, case_id, STEP_VISIT, &a, &f), KERR_OK);
}

static void
choose_all_kinds(void)
{
	struct answers a;

	memset(&a, 0, sizeof(a));
	for (int k = 0; k < PIN_KIND_COUNT; k++)
		assert_int_equal(
		    answers_set(&a, pin_kind_code((enum pin_kind)k), "yes"),
		    KERR_OK);
	assert_int_equal(
	    collection_answer(d, case_id, STEP_PIN_CHOICE, &a, &f), KERR_OK);
}

static void
second_agrees(void)
{
	struct secret *password =
	    secret_from_bytes(OFFICE_PASSWORD, strlen(OFFICE_PASSWORD));

	assert_int_equal(
	    session_second_begin(d, "1002", &password, ACTION_PIN_RESET, &f),
	    KERR_OK);
	desk_office_until(&office, second_ended, d);
	assert_int_equal(pin_case_approve(d, case_id, &f), KERR_OK);
}

static void
pin_case_at_pins(enum case_kind kind, unsigned set)
{
	make_card(set);
	open_pin_case(kind);
	put_card();
	choose_all_kinds();
	if (kind == CASE_KIND_PIN_RESET)
		second_agrees();
	assert_int_equal(desk_office_view(&office, 1, case_id).step, STEP_PINS);
}

/* -- what everybody sees -- */

static bool
is_split(unsigned set)
{
	return (set & JUKI_PLACES) != 0 && (set & JUKI_PLACES) != JUKI_PLACES;
}

static bool
is_whole(unsigned set)
{
	return set == SUBSETS - 1;
}

/* A place counts as its PIN only with the other one. */
static bool
is_some(unsigned set)
{
	return set != 0 && !is_whole(set);
}

static enum queue_mark
queue_mark_of(const char **note)
{
	struct queue_view *q = calloc(1, sizeof(*q));
	enum queue_mark mark = QUEUE_OTHER;

	assert_non_null(q);
	assert_int_equal(queue_load(d, q, &f), KERR_OK);
	*note = NULL;
	for (size_t i = 0; i < q->row_count; i++) {
		if (q->row[i].card_id != office.card[OFFICE_TANAKA])
			continue;
		mark = q->row[i].mark;
		*note = q->row[i].note;
		break;
	}
	free(q);
	return mark;
}

static bool
needs_attention(void)
{
	struct day_attention rows[ROWS];
	size_t count = 0;

	assert_int_equal(
	    day_attention_load(d, rows, ROWS, &count, &f), KERR_OK);
	for (size_t i = 0; i < count; i++)
		if (rows[i].case_id == case_id) {
			assert_false(rows[i].is_doubt);
			return true;
		}
	return false;
}

static int
set_in_part(void)
{
	struct day_view *v = calloc(1, sizeof(*v));
	int64_t count;

	assert_non_null(v);
	assert_int_equal(
	    day_load_store(d->store, d->business_day, 0, desk_now(d), v, &f),
	    KERR_OK);
	count = v->in_part;
	free(v);
	return (int)count;
}

static void
everybody_sees(unsigned set)
{
	struct pin_setting_view v;
	const char *note = NULL;

	assert_int_equal(pin_setting_load(d, case_id, &v, &f), KERR_OK);
	assert_int_equal(v.trouble.split, is_split(set));
	assert_int_equal(v.trouble.half[PIN_JUKI], is_split(set));
	assert_int_equal(v.trouble.some, is_some(set));
	assert_false(v.trouble.unknown);
	assert_int_equal(v.all_set, is_whole(set));
	assert_int_equal(needs_attention(), is_some(set));
	assert_int_equal(set_in_part(), is_some(set));
	assert_int_equal(desk_office_view(&office, 1, case_id).mark[STEP_PINS],
	    is_some(set) ? STEP_PROBLEM : STEP_NOW);
	if (!is_some(set)) {
		assert_int_equal(queue_mark_of(&note), QUEUE_HERE);
		return;
	}
	assert_int_equal(queue_mark_of(&note), QUEUE_PROBLEM);
	assert_non_null(note);
	assert_int_equal(strstr(note, "one place only") != NULL, is_split(set));
}

/* -- the repair -- */

static struct secret *
typed(enum pin_kind kind, const char *digits, const char *sign)
{
	const char *value = kind == PIN_SIGN ? sign : digits;

	return secret_from_bytes(value, strlen(value));
}

static void
type_all(const char *digits, const char *sign)
{
	const struct pin_setting_view *v = pin_setting_get(d);

	for (int k = 0; k < PIN_KIND_COUNT; k++) {
		enum pin_kind kind = (enum pin_kind)k;
		struct secret *value = NULL;

		if (pin_task_asks_old(v->task[k])) {
			value = typed(kind, OLD_PIN, OLD_SIGN);
			assert_int_equal(
			    pin_setting_give_old(d, kind, &value, &f), KERR_OK);
		}
		if (v->task[k] == PIN_TASK_NONE)
			continue;
		value = typed(kind, digits, sign);
		assert_int_equal(
		    pin_setting_choose(d, kind, &value, &f), KERR_OK);
	}
}

static enum kerr
write_pins(void)
{
	assert_int_equal(pin_setting_write(d, &f), KERR_OK);
	desk_office_until(&office, has_result, d);
	return pin_setting_get(d)->failed.code;
}

static size_t
changes_sent(void)
{
	return training_count_of(&office.reader, "00240180", 1) +
	       training_count_of(&office.reader, "80320080", 1) +
	       training_count_of(&office.reader, "F77E5480", 1);
}

static size_t
places_of(unsigned set)
{
	size_t n = 0;

	for (; set != 0; set >>= 1)
		n += set & 1U;
	return n;
}

static void
repair(unsigned set, size_t changes)
{
	assert_int_equal(pin_setting_begin(d, case_id, &f), KERR_OK);
	/* while the resident is at it nobody else is called */
	assert_false(needs_attention());
	type_all(NEW_PIN, NEW_SIGN);
	if (write_pins() != KERR_OK)
		fail_msg(
		    "%x: %s", set, error_name(pin_setting_get(d)->failed.code));
	assert_true(pin_setting_get(d)->all_set);
	assert_int_equal(changes_sent(), changes);
	assert_int_equal(pin_setting_end(d, PIN_END_DONE, &f), KERR_OK);
	assert_false(needs_attention());
	assert_int_equal(set_in_part(), 0);
}

/* -- stories -- */

static void
every_subset_of_a_collection_is_seen_and_repaired(void **state)
{
	for (unsigned set = 0; set < SUBSETS; set++) {
		collection_at_pins(set);
		journal(set);
		everybody_sees(set);
		if (!is_whole(set))
			repair(set, PIN_REF_COUNT - places_of(set));
		(void)end(state);
		(void)begin(state);
	}
}

static void
end_case(void)
{
	struct collection_view v = desk_office_view(&office, 1, case_id);
	struct answers a = desk_office_answers(&v, STEP_PIN_END);

	assert_int_equal(
	    collection_answer(d, case_id, STEP_PIN_END, &a, &f), KERR_OK);
}

static void
every_subset_of_a_change_is_seen_and_repaired(void **state)
{
	(void)state;
	desk_office_deliver(&office, OFFICE_TANAKA);
	d = desk_office_open(&office, 1, "1001");
	for (unsigned set = 0; set < SUBSETS - 1; set++) {
		pin_case_at_pins(CASE_KIND_PIN_CHANGE, set);
		journal(set);
		everybody_sees(set);
		repair(set, PIN_REF_COUNT - places_of(set));
		end_case();
	}
}

/* What a reset writes it writes to both places: nobody need remember. */
static void
every_subset_of_a_reset_is_seen_and_repaired(void **state)
{
	(void)state;
	desk_office_deliver(&office, OFFICE_TANAKA);
	d = desk_office_open(&office, 1, "1001");
	for (unsigned set = 0; set < SUBSETS - 1; set++) {
		size_t again = is_split(set) ? 1 : 0;

		pin_case_at_pins(CASE_KIND_PIN_RESET, set);
		journal(set);
		everybody_sees(set);
		repair(set, PIN_REF_COUNT - places_of(set) + again);
		end_case();
	}
}

/* Proof by the card itself: both places hold what was typed last. */
static void
both_places_hold(const char *value)
{
	static const enum pin_ref places[] = {PIN_REF_JUKI, PIN_REF_COMMON};

	for (size_t i = 0; i < 2; i++) {
		struct pin_known known[PIN_REF_COUNT];

		assert_int_equal(
		    pin_journal_load(d->store, case_id, known), KERR_OK);
		assert_int_equal(known[places[i]].status, PIN_STATUS_WRITTEN);
	}
	/* a change in a case of its own verifies both places with it */
	end_case();
	open_pin_case(CASE_KIND_PIN_CHANGE);
	wait_for(CHECK_RIGHT);
	choose_all_kinds();
	assert_int_equal(pin_setting_begin(d, case_id, &f), KERR_OK);
	for (int k = 0; k < PIN_KIND_COUNT; k++) {
		struct secret *s = typed((enum pin_kind)k, value, NEW_SIGN);

		assert_int_equal(
		    pin_setting_give_old(d, (enum pin_kind)k, &s, &f), KERR_OK);
		s = typed((enum pin_kind)k, "4062", "LOTUS2027");
		assert_int_equal(
		    pin_setting_choose(d, (enum pin_kind)k, &s, &f), KERR_OK);
	}
	assert_int_equal(write_pins(), KERR_OK);
}

/* JUKI was reset, COMMON not, and the resident has forgotten what it was. */
static void
a_half_reset_is_repaired_with_another_pin_when_the_first_is_forgotten(
    void **state)
{
	(void)state;
	desk_office_deliver(&office, OFFICE_TANAKA);
	d = desk_office_open(&office, 1, "1001");
	pin_case_at_pins(CASE_KIND_PIN_RESET, 1U << PIN_REF_JUKI);
	journal(1U << PIN_REF_JUKI);
	assert_int_equal(pin_setting_begin(d, case_id, &f), KERR_OK);
	assert_int_equal(pin_setting_get(d)->task[PIN_JUKI], PIN_TASK_CHOOSE);
	type_all(OTHER_PIN, NEW_SIGN);
	assert_int_equal(write_pins(), KERR_OK);
	/* nothing was asked of the card with a PIN that it might not hold */
	assert_int_equal(training_count_of(&office.reader, "F77E5480", 1), 5);
	assert_int_equal(pin_setting_end(d, PIN_END_DONE, &f), KERR_OK);
	both_places_hold(OTHER_PIN);
}

/* The card takes the second reset of a place badly. */
static void
a_place_written_again_in_vain_still_holds_what_it_held(void **state)
{
	(void)state;
	desk_office_deliver(&office, OFFICE_TANAKA);
	d = desk_office_open(&office, 1, "1001");
	pin_case_at_pins(CASE_KIND_PIN_RESET,
	    1U << PIN_REF_SIGN | 1U << PIN_REF_AUTH | 1U << PIN_REF_JUKI);
	journal(1U << PIN_REF_SIGN | 1U << PIN_REF_AUTH | 1U << PIN_REF_JUKI);
	/* serial 1 2, application, file, count, and the reset is the sixth */
	desk_office_put(&office, OFFICE_TANAKA, "sw=6985 6");
	assert_int_equal(pin_setting_begin(d, case_id, &f), KERR_OK);
	type_all(OTHER_PIN, NEW_SIGN);
	assert_int_not_equal(write_pins(), KERR_OK);
	assert_int_equal(
	    pin_setting_get(d)->ref[PIN_REF_JUKI].status, PIN_STATUS_WRITTEN);
	assert_true(pin_setting_get(d)->trouble.split);
	assert_int_equal(pin_setting_end(d, PIN_END_BACK, &f), KERR_OK);
	assert_true(needs_attention());
	desk_office_put(&office, OFFICE_TANAKA, NULL);
	assert_int_equal(pin_setting_begin(d, case_id, &f), KERR_OK);
	type_all(OTHER_PIN, NEW_SIGN);
	assert_int_equal(write_pins(), KERR_OK);
}

static bool
asking_ended(void *arg)
{
	return !((struct desk *)arg)->pins.asking;
}

/* Asking with the initial value, and with what the resident types again, may
 * cost a try: never the last one. */
static void
asking_the_card_spends_no_last_try(void **state)
{
	const struct pin_setting_view *v = NULL;
	struct secret *value = NULL;
	int64_t session = 0;

	(void)state;
	collection_at_pins(0);
	desk_office_put(&office, -1, NULL);
	wait_for(CHECK_NO_CARD);
	make_card_with_last_try();
	desk_office_put(&office, OFFICE_TANAKA, NULL);
	wait_for(CHECK_RIGHT);
	assert_int_equal(desk_begin(d, &f), KERR_OK);
	assert_int_equal(
	    pin_sessions_ask(d->store, case_id, SERIAL, "en", &session),
	    KERR_OK);
	assert_int_equal(
	    pin_journal_intend(d->store, session, PIN_REF_AUTH), KERR_OK);
	assert_int_equal(pin_journal_result(d->store, session, PIN_REF_AUTH,
			     PIN_STATUS_UNKNOWN, PIN_TRIES_NOT_TOLD),
	    KERR_OK);
	assert_int_equal(
	    pin_sessions_end(d->store, session, PIN_SESSION_WALKED_AWAY),
	    KERR_OK);
	assert_int_equal(desk_end(d, KERR_OK, NULL, &f), KERR_OK);
	assert_int_equal(pin_setting_ask_card(d, case_id, &f), KERR_OK);
	desk_office_until(&office, asking_ended, d);
	v = pin_setting_get(d);
	assert_int_equal(v->failed.code, ERR_PIN_LAST_TRY);
	assert_int_equal(v->ref[PIN_REF_AUTH].status, PIN_STATUS_UNKNOWN);
	assert_int_equal(training_count_of(&office.reader, "0020", 1), 0);
	/* an earlier visit wrote it: the resident types it again */
	assert_int_equal(desk_begin(d, &f), KERR_OK);
	assert_int_equal(
	    pin_journal_reconcile(d->store, case_id, 0, PIN_REF_AUTH,
		PIN_STATUS_UNKNOWN, PIN_TRIES_NOT_TOLD),
	    KERR_OK);
	assert_int_equal(desk_end(d, KERR_OK, NULL, &f), KERR_OK);
	assert_int_equal(pin_setting_begin(d, case_id, &f), KERR_OK);
	assert_int_equal(v->task[PIN_AUTH], PIN_TASK_RETYPE);
	for (int k = 0; k < PIN_KIND_COUNT; k++) {
		value = typed((enum pin_kind)k, NEW_PIN, NEW_SIGN);
		assert_int_equal(
		    pin_setting_choose(d, (enum pin_kind)k, &value, &f),
		    KERR_OK);
	}
	assert_int_equal(write_pins(), ERR_PIN_LAST_TRY);
	assert_int_equal(v->ref[PIN_REF_AUTH].status, PIN_STATUS_UNKNOWN);
}

static bool
status_says_split(void)
{
	bool split;

	assert_int_equal(card_status_begin(d, &f), KERR_OK);
	desk_office_until(&office, was_read, d);
	split = card_status_get(d)->pins_split;
	assert_int_equal(
	    card_status_warning(card_status_get(d)) != NULL, split);
	card_status_end(d);
	return split;
}

/* The resident does not know one of the two PINs: the change ends, and what it
 * left is seen until a reset has repaired it. */
static void
a_half_change_may_end_and_is_seen_until_a_reset_repairs_it(void **state)
{
	struct queue_view *q = calloc(1, sizeof(*q));
	int64_t change;
	const char *note = NULL;

	(void)state;
	assert_non_null(q);
	desk_office_deliver(&office, OFFICE_TANAKA);
	d = desk_office_open(&office, 1, "1001");
	pin_case_at_pins(CASE_KIND_PIN_CHANGE, 1U << PIN_REF_JUKI);
	assert_false(status_says_split());
	journal(1U << PIN_REF_JUKI);
	/* not silently */
	assert_int_equal(
	    collection_abandon(d, case_id, "left", &f), ERR_CASE_WRITTEN);
	assert_int_equal(
	    collection_refuse(d, case_id, "PIN_NOT_KNOWN", "", &f), KERR_OK);
	change = case_id;
	assert_true(needs_attention());
	assert_int_equal(queue_mark_of(&note), QUEUE_PROBLEM);
	collection_watch(d, 0);
	assert_true(status_says_split());
	assert_int_equal(queue_search(d, "N-00140", q, &f), KERR_OK);
	assert_int_equal(q->row_count, 1);
	assert_true(q->row[0].is_warned);
	free(q);
	open_pin_case(CASE_KIND_PIN_RESET);
	wait_for(CHECK_RIGHT);
	choose_all_kinds();
	second_agrees();
	assert_int_equal(pin_setting_begin(d, case_id, &f), KERR_OK);
	type_all(OTHER_PIN, NEW_SIGN);
	assert_int_equal(write_pins(), KERR_OK);
	assert_int_equal(pin_setting_end(d, PIN_END_DONE, &f), KERR_OK);
	end_case();
	case_id = change;
	assert_false(needs_attention());
	assert_int_equal(set_in_part(), 0);
	collection_watch(d, 0);
	assert_false(status_says_split());
}

#define STORY(name) cmocka_unit_test_setup_teardown(name, begin, end)

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
	    STORY(every_subset_of_a_collection_is_seen_and_repaired),
	    STORY(every_subset_of_a_change_is_seen_and_repaired),
	    STORY(every_subset_of_a_reset_is_seen_and_repaired),
	    STORY(
		a_half_reset_is_repaired_with_another_pin_when_the_first_is_forgotten),
	    STORY(a_place_written_again_in_vain_still_holds_what_it_held),
	    STORY(a_half_change_may_end_and_is_seen_until_a_reset_repairs_it),
	    STORY(asking_the_card_spends_no_last_try),
	};

	desk_office_main(argc, argv);
	return cmocka_run_group_tests_name("desk_split", tests, NULL, NULL);
}
