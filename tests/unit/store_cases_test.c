/* store_cases_test.c -- whose case it is, how it moves and ends, and what
 * needs attention. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "store/cases.h"
#include "store/closed_days.h"
#include "store/effects.h"
#include "store/evidence.h"
#include "store/imports.h"
#include "store/incidents.h"
#include "store/slips.h"
#include "support/store_office.h"

static struct store_office office;
static struct store *second; /* counter 2 */
static int64_t card;

static int
make(void **state)
{
	(void)state;
	store_office_make(&office);
	second = store_office_open(&office, 2);
	card = store_office_add(&office, 1);
	return 0;
}

static int
unmake(void **state)
{
	(void)state;
	store_close(&second);
	store_office_remove(&office);
	return 0;
}

/* Run one call in a transaction of st and give what came of it. */
#define STEP(st, call) \
	(store_office_begin(&office, (st)), store_end((st), (call)))

static enum card_state
card_state(void)
{
	struct card_record c;

	assert_int_equal(cards_get(office.st, card, &c), KERR_OK);
	return c.state;
}

static struct case_record
get(int64_t id)
{
	struct case_record c;

	assert_int_equal(cases_get(office.st, id, &c), KERR_OK);
	return c;
}

static void
expect_taken(struct store *st, enum kerr e, const char *who, const char *n)
{
	struct failure f;

	assert_int_equal(e, ERR_CASE_TAKEN);
	assert_int_equal(store_explain(st, e, &f), e);
	assert_string_equal(f.argument[0].name, "who");
	assert_string_equal(f.argument[0].value, who);
	assert_string_equal(f.argument[1].name, "n");
	assert_string_equal(f.argument[1].value, n);
}

static void
an_opened_case_takes_its_card(void **state)
{
	int64_t here = 0, id = store_office_case(&office, office.st, card);
	struct case_record c = get(id);

	(void)state;
	assert_int_equal(c.card, card);
	assert_int_equal(c.state, CASE_OPEN);
	assert_int_equal(c.step, STEP_FOUND);
	assert_int_equal(c.opener, office.clerk);
	assert_int_equal(c.owner_counter, 1);
	assert_int_equal(c.lease_until, OFFICE_NOW + CASE_LEASE_SECONDS);
	assert_int_equal(date_compare(c.business_day, office.day), 0);
	assert_int_equal(card_state(), CARD_IN_COLLECTION);
	assert_int_equal(cases_here(office.st, &here), KERR_OK);
	assert_int_equal(here, id);
	assert_int_equal(cases_here(second, &here), ERR_NOT_FOUND);
	assert_int_equal(cases_of_card(second, card, &here), KERR_OK);
	assert_int_equal(here, id);
}

static void
the_second_counter_is_told_who_has_the_card(void **state)
{
	int64_t id = 0;
	enum kerr e;

	(void)state;
	(void)store_office_case(&office, office.st, card);
	e = STEP(second, cases_open(second, CASE_KIND_COLLECTED, card,
			     office.day, "ja", &id));
	expect_taken(second, e, "Sato", "1");
	assert_int_equal(id, 0);
}

static void
a_card_that_does_not_wait_is_not_opened(void **state)
{
	struct failure f;
	int64_t id = 0;
	enum kerr e;

	(void)state;
	assert_int_equal(
	    STEP(second, cards_move(second, card, CARD_EV_CANCEL, 0)), KERR_OK);
	e = STEP(second, cases_open(second, CASE_KIND_COLLECTED, card,
			     office.day, "ja", &id));
	assert_int_equal(e, ERR_CARD_STATE);
	assert_int_equal(store_explain(second, e, &f), e);
	assert_string_equal(f.argument[0].value, "cancelled");
	e = STEP(second, cases_open(second, CASE_KIND_COLLECTED, 4711,
			     office.day, "ja", &id));
	assert_int_equal(e, ERR_NOT_FOUND);
}

#define PIN_CHANGE "pin_change"

static void
a_pin_case_locks_a_delivered_card_and_does_not_move_it(void **state)
{
	int64_t id = 0, other = 0;
	enum kerr e;

	(void)state;
	e = STEP(office.st,
	    cases_open(office.st, PIN_CHANGE, card, office.day, "ja", &id));
	assert_int_equal(e, ERR_CARD_STATE); /* it waits for its holder */
	assert_int_equal(
	    STEP(second, cards_move(second, card, CARD_EV_AT_COUNTER, 0)),
	    KERR_OK);
	assert_int_equal(
	    STEP(second, cards_move(second, card, CARD_EV_HANDED_OVER, 0)),
	    KERR_OK);
	assert_int_equal(STEP(office.st, cases_open(office.st, PIN_CHANGE, card,
					     office.day, "ja", &id)),
	    KERR_OK);
	assert_int_equal(card_state(), CARD_DELIVERED);
	e = STEP(second,
	    cases_open(second, "pin_reset", card, office.day, "ja", &other));
	expect_taken(second, e, "Sato", "1");
	/* it ends without an activation, and the card stays where it is */
	assert_int_equal(STEP(office.st, cases_close(office.st, id)), KERR_OK);
	assert_int_equal(card_state(), CARD_DELIVERED);
	assert_int_equal(STEP(second, cases_open(second, "pin_reset", card,
					  office.day, "ja", &other)),
	    KERR_OK);
	assert_int_equal(
	    STEP(second, cases_refuse(second, other, "OTHER", CARD_EV_ABORTED)),
	    KERR_OK);
	assert_int_equal(card_state(), CARD_DELIVERED);
}

static void
a_counter_has_one_open_case(void **state)
{
	int64_t id = 0, other = store_office_add(&office, 2);

	(void)state;
	(void)store_office_case(&office, office.st, card);
	assert_int_equal(
	    STEP(office.st, cases_open(office.st, CASE_KIND_COLLECTED, other,
				office.day, "ja", &id)),
	    ERR_CASE_OPEN_HERE);
}

static void
only_the_owner_changes_a_case(void **state)
{
	struct answers a = {.count = 0};
	int64_t id = store_office_case(&office, office.st, card);
	enum kerr e;

	(void)state;
	assert_int_equal(answers_set(&a, "who", "self"), KERR_OK);
	e = STEP(second, cases_set_step(second, id, STEP_FACE));
	expect_taken(second, e, "Sato", "1");
	e = STEP(second, cases_step_done(second, id, STEP_FACE));
	expect_taken(second, e, "Sato", "1");
	e = STEP(second, cases_pause(second, id, "reader"));
	expect_taken(second, e, "Sato", "1");
	e = STEP(second, evidence_put(second, id, STEP_WHO, &a));
	expect_taken(second, e, "Sato", "1");
	e = STEP(second,
	    effects_set(second, id, EFFECT_ACTIVATION, EFFECT_RECORDED, 0));
	expect_taken(second, e, "Sato", "1");
	assert_int_equal(get(id).state, CASE_OPEN);
	assert_int_equal(get(id).done, 0);
}

static void
steps_are_done_and_undone(void **state)
{
	int64_t id = store_office_case(&office, office.st, card);

	(void)state;
	assert_int_equal(
	    STEP(office.st, cases_step_done(office.st, id, STEP_FOUND)), 0);
	assert_int_equal(
	    STEP(office.st, cases_step_done(office.st, id, STEP_WHO)), 0);
	assert_int_equal(
	    STEP(office.st, cases_step_done(office.st, id, STEP_WHO)), 0);
	assert_int_equal(
	    STEP(office.st, cases_set_step(office.st, id, STEP_REGISTER)), 0);
	assert_int_equal(get(id).done, 1U << STEP_FOUND | 1U << STEP_WHO);
	assert_int_equal(get(id).step, STEP_REGISTER);
	assert_int_equal(
	    STEP(office.st, cases_step_undo(office.st, id, STEP_WHO)), 0);
	assert_int_equal(get(id).done, 1U << STEP_FOUND);
}

static void
a_paused_case_goes_on_at_any_counter(void **state)
{
	int64_t id = store_office_case(&office, office.st, card);
	struct case_record c;
	enum kerr e;

	(void)state;
	assert_int_equal(
	    STEP(office.st, cases_pause(office.st, id, "papers")), KERR_OK);
	assert_int_equal(card_state(), CARD_IN_COLLECTION);
	assert_string_equal(get(id).reason, "papers");
	assert_int_equal(
	    STEP(office.st, cases_set_step(office.st, id, STEP_FACE)),
	    ERR_CASE_STATE);
	assert_int_equal(STEP(second, cases_resume(second, id)), KERR_OK);
	c = get(id);
	assert_int_equal(c.state, CASE_OPEN);
	assert_int_equal(c.owner_counter, 2);
	assert_string_equal(c.reason, "");
	e = STEP(office.st, cases_resume(office.st, id));
	expect_taken(office.st, e, "Sato", "2");
}

static void
a_silent_counters_case_can_be_taken_over(void **state)
{
	int64_t id = store_office_case(&office, office.st, card);
	enum kerr e;

	(void)state;
	e = STEP(second, cases_take_over(second, id, false));
	expect_taken(second, e, "Sato", "1");
	assert_int_equal(store_begin(second, office.other,
			     OFFICE_NOW + CASE_LEASE_SECONDS + 1),
	    KERR_OK);
	assert_int_equal(
	    store_end(second, cases_take_over(second, id, false)), KERR_OK);
	assert_int_equal(get(id).owner_counter, 2);
	assert_int_equal(get(id).owner_staff, office.other);
	e = STEP(office.st, cases_set_step(office.st, id, STEP_FACE));
	expect_taken(office.st, e, "Suzuki", "2");
	assert_int_equal(
	    STEP(office.st, cases_take_over(office.st, id, true)), KERR_OK);
	assert_int_equal(get(id).owner_counter, 1);
}

static void
a_lease_is_renewed_by_its_counter_only(void **state)
{
	int64_t id = store_office_case(&office, office.st, card);

	(void)state;
	assert_int_equal(
	    store_begin(office.st, office.clerk, OFFICE_NOW + 100), KERR_OK);
	assert_int_equal(
	    store_end(office.st, cases_renew(office.st, id)), KERR_OK);
	assert_int_equal(
	    get(id).lease_until, OFFICE_NOW + 100 + CASE_LEASE_SECONDS);
	assert_int_equal(STEP(second, cases_renew(second, id)), ERR_CASE_TAKEN);
}

static void
an_abandoned_case_puts_the_card_back(void **state)
{
	int64_t id;

	(void)state;
	assert_int_equal(
	    STEP(office.st, cards_reserve(office.st, card, OFFICE_NOW)), 0);
	id = store_office_case(&office, office.st, card);
	assert_int_equal(
	    STEP(office.st, cases_abandon(office.st, id, "left")), KERR_OK);
	assert_int_equal(card_state(), CARD_RESERVED);
	assert_int_equal(get(id).state, CASE_ABANDONED);
	assert_int_equal(get(id).ended_at, OFFICE_NOW);
	(void)store_office_case(&office, office.st, card);
}

static void
a_refused_card_waits_again_or_is_cancelled(void **state)
{
	int64_t id = store_office_case(&office, office.st, card);

	(void)state;
	assert_int_equal(STEP(office.st, cases_refuse(office.st, id,
					     "ID_EXPIRED", CARD_EV_ABORTED)),
	    KERR_OK);
	assert_int_equal(card_state(), CARD_NOTICED);
	id = store_office_case(&office, office.st, card);
	assert_int_equal(STEP(office.st, cases_refuse(office.st, id,
					     "CARD_EXPIRED", CARD_EV_CANCEL)),
	    KERR_OK);
	assert_int_equal(card_state(), CARD_CANCELLED);
	assert_string_equal(get(id).reason, "CARD_EXPIRED");
	assert_int_equal(get(id).state, CASE_REFUSED);
}

static void
a_card_is_handed_over_only_with_its_activation(void **state)
{
	int64_t id = store_office_case(&office, office.st, card);
	struct effect x;

	(void)state;
	assert_int_equal(
	    STEP(office.st, cases_close(office.st, id)), ERR_CASE_STATE);
	assert_int_equal(
	    STEP(office.st, effects_set(office.st, id, EFFECT_ACTIVATION,
				EFFECT_UNKNOWN, 0)),
	    KERR_OK);
	assert_int_equal(
	    STEP(office.st, cases_close(office.st, id)), ERR_CASE_STATE);
	assert_int_equal(
	    STEP(office.st, effects_set(office.st, id, EFFECT_ACTIVATION,
				EFFECT_RECORDED, OFFICE_NOW - 60)),
	    KERR_OK);
	assert_int_equal(
	    STEP(office.st, effects_set(office.st, id, EFFECT_ACTIVATION,
				EFFECT_NOT_DONE, 0)),
	    ERR_CASE_STATE);
	assert_int_equal(
	    effects_get(office.st, id, EFFECT_ACTIVATION, &x), KERR_OK);
	assert_int_equal(x.state, EFFECT_RECORDED);
	assert_int_equal(x.at, OFFICE_NOW - 60);
	assert_int_equal(STEP(office.st, cases_close(office.st, id)), KERR_OK);
	assert_int_equal(card_state(), CARD_DELIVERED);
	assert_int_equal(get(id).state, CASE_CLOSED);
	assert_int_equal(
	    STEP(office.st, cases_close(office.st, id)), ERR_CASE_STATE);
}

static void
answers_are_kept_with_their_history(void **state)
{
	int64_t id = store_office_case(&office, office.st, card);
	struct evidence_row rows[16];
	struct answers a = {.count = 0}, back;
	size_t count = 0;

	(void)state;
	assert_int_equal(answers_set(&a, "who", "self"), KERR_OK);
	assert_int_equal(answers_set(&a, "notice", "brought"), KERR_OK);
	assert_int_equal(
	    STEP(office.st, evidence_put(office.st, id, STEP_WHO, &a)), 0);
	assert_int_equal(
	    STEP(office.st, evidence_put(office.st, id, STEP_WHO, &a)), 0);
	assert_int_equal(answers_set(&a, "who", "proxy"), KERR_OK);
	assert_int_equal(answers_set(&a, "notice", ""), KERR_OK);
	assert_int_equal(
	    STEP(office.st, evidence_put(office.st, id, STEP_WHO, &a)), 0);
	assert_int_equal(evidence_get(second, id, STEP_WHO, &back), KERR_OK);
	assert_string_equal(answers_get(&back, "who"), "proxy");
	assert_string_equal(answers_get(&back, "notice"), "");
	assert_int_equal(back.count, 1);
	assert_int_equal(evidence_get(second, id, STEP_FACE, &back), KERR_OK);
	assert_int_equal(back.count, 0);
	assert_int_equal(
	    evidence_history(second, id, 0, rows, 16, &count), KERR_OK);
	assert_int_equal(count, 4);
	assert_string_equal(rows[0].answer.value, "self");
	assert_string_equal(rows[3].answer.value, "");
	assert_int_equal(rows[3].by, office.clerk);
}

static unsigned
why(int64_t id, int64_t now)
{
	unsigned bits = 0;
	struct case_record rows[4];
	int64_t counted = -1;
	size_t count = 0;

	assert_int_equal(cases_why(office.st, id, now, &bits), KERR_OK);
	assert_int_equal(
	    cases_list(office.st, CASES_ATTENTION, now, 0, rows, 4, &count),
	    KERR_OK);
	assert_int_equal(
	    cases_count(office.st, CASES_ATTENTION, now, &counted), KERR_OK);
	assert_int_equal(counted, (int64_t)count);
	assert_int_equal(count, bits != 0 ? 1 : 0);
	return bits;
}

static void
what_needs_attention_says_why(void **state)
{
	int64_t incident = 0, id = store_office_case(&office, office.st, card);

	(void)state;
	assert_int_equal(why(id, OFFICE_NOW), 0);
	assert_int_equal(
	    why(id, OFFICE_NOW + CASE_LEASE_SECONDS + 1), CASE_WHY_SILENT);
	assert_int_equal(
	    STEP(office.st, incidents_add(office.st, INCIDENT_WRONG_CARD, id,
				"000000000000009", &incident)),
	    KERR_OK);
	assert_int_equal(why(id, OFFICE_NOW), CASE_WHY_INCIDENT);
	assert_int_equal(
	    STEP(office.st, effects_set(office.st, id, EFFECT_ACTIVATION,
				EFFECT_NOT_DONE, 0)),
	    KERR_OK);
	assert_int_equal(
	    why(id, OFFICE_NOW), CASE_WHY_INCIDENT | CASE_WHY_ACTIVATION);
	assert_int_equal(
	    STEP(office.st, incidents_close(office.st, incident, "put back")),
	    KERR_OK);
	assert_int_equal(why(id, OFFICE_NOW), CASE_WHY_ACTIVATION);
	assert_int_equal(
	    STEP(office.st, cases_abandon(office.st, id, "left")), KERR_OK);
	assert_int_equal(why(id, OFFICE_NOW), 0);
}

static void
a_wrong_card_is_known_by_its_chip(void **state)
{
	int64_t other = store_office_add(&office, 5), open = -1, incident = 0;
	int64_t id = store_office_case(&office, office.st, card);
	struct incident rows[4];
	size_t count = 0;

	(void)state;
	assert_int_equal(
	    STEP(office.st, incidents_add(office.st, INCIDENT_WRONG_CARD, id,
				"000000000000005", &incident)),
	    KERR_OK);
	assert_int_equal(incidents_list(second, 0, rows, 4, &count), KERR_OK);
	assert_int_equal(count, 1);
	assert_int_equal(rows[0].found_card, other);
	assert_int_equal(rows[0].counter, 1);
	assert_int_equal(incidents_of_case(second, id, &open), KERR_OK);
	assert_int_equal(open, 1);
	assert_int_equal(
	    STEP(second, incidents_close(second, incident, "box B")), KERR_OK);
	assert_int_equal(
	    STEP(second, incidents_close(second, incident, "again")),
	    ERR_NOT_FOUND);
	assert_int_equal(
	    incidents_list_case(second, id, rows, 4, &count), KERR_OK);
	assert_int_equal(count, 1);
	assert_string_equal(rows[0].note, "box B");
	assert_int_equal(incidents_count(second, &open), KERR_OK);
	assert_int_equal(open, 0);
}

static void
slips_are_numbered_without_gaps_at_each_counter(void **state)
{
	int64_t id = store_office_case(&office, office.st, card);
	int64_t slip = 0, number = 0;
	struct slip rows[8];
	size_t count = 0;

	(void)state;
	for (int i = 1; i <= 2; i++) {
		assert_int_equal(
		    STEP(office.st, slips_intend(office.st, id, "handed_over",
					"ja", &slip, &number)),
		    KERR_OK);
		assert_int_equal(number, i);
	}
	store_office_begin(&office, office.st);
	assert_int_equal(
	    slips_intend(office.st, id, "copy", "ja", &slip, &number), KERR_OK);
	store_rollback(office.st);
	assert_int_equal(STEP(second, slips_intend(second, id, "refused", "en",
					  &slip, &number)),
	    KERR_OK);
	assert_int_equal(number, 1);
	assert_int_equal(
	    STEP(office.st, slips_intend(office.st, id, "handed_over", "ja",
				&slip, &number)),
	    KERR_OK);
	assert_int_equal(number, 3);
	assert_int_equal(slips_get(office.st, slip, &rows[0]), KERR_OK);
	assert_int_equal(rows[0].number, 3);
	assert_int_equal(slips_of_case(second, id, rows, 8, &count), KERR_OK);
	assert_int_equal(count, 4);
}

static void
a_visitors_times_stay_with_the_case(void **state)
{
	int64_t id = store_office_case(&office, office.st, card);
	struct case_record c;

	(void)state;
	assert_int_equal(STEP(office.st, cases_set_ticket(office.st, id, "A17",
					     OFFICE_NOW - 600)),
	    KERR_OK);
	assert_int_equal(
	    STEP(office.st, cases_set_time(office.st, id, CASE_CALLED)), 0);
	assert_int_equal(
	    STEP(office.st, cases_set_time(office.st, id, CASE_AT_COUNTER)), 0);
	assert_int_equal(
	    STEP(office.st, cases_set_lang(office.st, id, "en")), 0);
	assert_int_equal(
	    STEP(office.st, cases_abandon(office.st, id, "left")), 0);
	assert_int_equal(
	    STEP(office.st, cases_set_time(office.st, id, CASE_LEFT)), 0);
	c = get(id);
	assert_string_equal(c.ticket, "A17");
	assert_string_equal(c.lang, "en");
	assert_int_equal(c.arrived_at, OFFICE_NOW - 600);
	assert_int_equal(c.called_at, OFFICE_NOW);
	assert_int_equal(c.at_counter_at, OFFICE_NOW);
	assert_int_equal(c.left_at, OFFICE_NOW);
}

static void
closed_days_come_back_in_order(void **state)
{
	struct closed_days late = {.from = {2027, 1, 1}, .said = "New Year"};
	struct closed_days rule = {
	    .from = {2026, 1, 1}, .to = {2026, 12, 31}, .rule = "sundays"};
	struct closed_days rows[4];
	int64_t ids[4], id = 0;
	size_t count = 0;

	(void)state;
	late.to = late.from;
	assert_int_equal(
	    STEP(office.st, closed_days_add(office.st, &late, &id)), KERR_OK);
	assert_int_equal(
	    STEP(office.st, closed_days_add(office.st, &rule, &id)), KERR_OK);
	assert_int_equal(
	    closed_days_list(second, rows, ids, 4, &count), KERR_OK);
	assert_int_equal(count, 2);
	assert_string_equal(rows[0].rule, "sundays");
	assert_int_equal(rows[0].to.month, 12);
	assert_string_equal(rows[1].said, "New Year");
	assert_int_equal(
	    STEP(office.st, closed_days_remove(office.st, ids[0])), KERR_OK);
	assert_int_equal(STEP(office.st, closed_days_remove(office.st, ids[0])),
	    ERR_NOT_FOUND);
}

static void
a_list_is_imported_once(void **state)
{
	struct import_batch b;
	int64_t id = 0;

	(void)state;
	assert_int_equal(imports_find(second, "ab12", &b), ERR_NOT_FOUND);
	assert_int_equal(
	    STEP(office.st, imports_add(office.st, "ab12", 40, &id)), KERR_OK);
	assert_int_equal(imports_find(second, "ab12", &b), KERR_OK);
	assert_int_equal(b.rows, 40);
	assert_int_equal(b.by, office.clerk);
	assert_int_equal(
	    STEP(office.st, imports_add(office.st, "ab12", 40, &id)),
	    ERR_STORE_CONSTRAINT);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make, unmake)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(an_opened_case_takes_its_card),
	    TEST(the_second_counter_is_told_who_has_the_card),
	    TEST(a_card_that_does_not_wait_is_not_opened),
	    TEST(a_pin_case_locks_a_delivered_card_and_does_not_move_it),
	    TEST(a_counter_has_one_open_case),
	    TEST(only_the_owner_changes_a_case),
	    TEST(steps_are_done_and_undone),
	    TEST(a_paused_case_goes_on_at_any_counter),
	    TEST(a_silent_counters_case_can_be_taken_over),
	    TEST(a_lease_is_renewed_by_its_counter_only),
	    TEST(an_abandoned_case_puts_the_card_back),
	    TEST(a_refused_card_waits_again_or_is_cancelled),
	    TEST(a_card_is_handed_over_only_with_its_activation),
	    TEST(answers_are_kept_with_their_history),
	    TEST(what_needs_attention_says_why),
	    TEST(a_wrong_card_is_known_by_its_chip),
	    TEST(slips_are_numbered_without_gaps_at_each_counter),
	    TEST(a_visitors_times_stay_with_the_case),
	    TEST(closed_days_come_back_in_order),
	    TEST(a_list_is_imported_once),
	};

	return cmocka_run_group_tests_name("store_cases", tests, NULL, NULL);
}
