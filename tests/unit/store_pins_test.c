/* store_pins_test.c -- the journal of PINs: intent, result, doubt; and the
 * numbers of the day that come of it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "store/cases.h"
#include "store/days.h"
#include "store/effects.h"
#include "store/evidence.h"
#include "store/pin_journal.h"
#include "store/pin_sessions.h"
#include "store/summary.h"
#include "support/store_office.h"

static struct store_office office;
static struct store *second; /* counter 2 */
static int64_t card, id, session;

#define STEP(st, call) \
	(store_office_begin(&office, (st)), store_end((st), (call)))

/* A case with every PIN to set and a session that the resident has taken. */
static int
make(void **state)
{
	static const bool all[PIN_REF_COUNT] = {true, true, true, true, true};

	(void)state;
	store_office_make(&office);
	second = store_office_open(&office, 2);
	card = store_office_add(&office, 1);
	id = store_office_case(&office, office.st, card);
	store_office_begin(&office, office.st);
	assert_int_equal(pin_journal_plan(office.st, id, all), KERR_OK);
	assert_int_equal(
	    pin_sessions_ask(office.st, id, "000000000000001", "en", &session),
	    KERR_OK);
	assert_int_equal(pin_sessions_take(office.st, session), KERR_OK);
	store_office_commit(office.st);
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

static struct pin_known
known(enum pin_ref ref)
{
	struct pin_known all[PIN_REF_COUNT];

	assert_int_equal(pin_journal_load(second, id, all), KERR_OK);
	return all[ref];
}

static enum kerr
intend(enum pin_ref ref)
{
	return STEP(office.st, pin_journal_intend(office.st, session, ref));
}

static enum kerr
result(enum pin_ref ref, enum pin_status status, int tries)
{
	return STEP(office.st,
	    pin_journal_result(office.st, session, ref, status, tries));
}

static enum kerr
reconcile(enum pin_ref ref, enum pin_status status, int tries)
{
	return STEP(office.st,
	    pin_journal_reconcile(office.st, id, session, ref, status, tries));
}

static void
the_terminal_is_handed_over_once(void **state)
{
	struct pin_session s;
	int64_t other = 0;

	(void)state;
	assert_int_equal(pin_sessions_here(office.st, &s), KERR_OK);
	assert_int_equal(s.id, session);
	assert_int_equal(s.state, PIN_SESSION_TAKEN);
	assert_string_equal(s.chip_serial, "000000000000001");
	assert_string_equal(s.lang, "en");
	assert_int_equal(STEP(office.st, pin_sessions_take(office.st, session)),
	    ERR_CASE_STATE);
	assert_int_equal(
	    STEP(office.st, pin_sessions_ask(office.st, id, "1", "en", &other)),
	    ERR_CASE_STATE);
	assert_int_equal(STEP(office.st, pin_sessions_end(office.st, session,
					     PIN_SESSION_WALKED_AWAY)),
	    KERR_OK);
	assert_int_equal(STEP(office.st, pin_sessions_end(office.st, session,
					     PIN_SESSION_DONE)),
	    ERR_CASE_STATE);
	assert_int_equal(pin_sessions_here(office.st, &s), ERR_NOT_FOUND);
	assert_int_equal(pin_sessions_get(second, session, &s), KERR_OK);
	assert_int_equal(s.state, PIN_SESSION_WALKED_AWAY);
	assert_int_equal(s.ended_at, OFFICE_NOW);
	assert_int_equal(intend(PIN_REF_AUTH), ERR_CASE_STATE);
}

static void
the_session_of_another_counter_is_not_taken(void **state)
{
	int64_t other = 0;

	(void)state;
	assert_int_equal(STEP(office.st, pin_sessions_end(office.st, session,
					     PIN_SESSION_DONE)),
	    KERR_OK);
	assert_int_equal(
	    STEP(office.st, pin_sessions_ask(office.st, id, "1", "ja", &other)),
	    KERR_OK);
	assert_int_equal(
	    STEP(second, pin_sessions_take(second, other)), ERR_CASE_STATE);
	assert_int_equal(
	    STEP(second, pin_sessions_ask(second, id, "1", "ja", &other)),
	    ERR_CASE_TAKEN);
}

static void
the_intent_comes_before_the_result(void **state)
{
	struct pin_known k;

	(void)state;
	assert_int_equal(
	    result(PIN_REF_AUTH, PIN_STATUS_WRITTEN, 3), ERR_CASE_STATE);
	assert_int_equal(known(PIN_REF_AUTH).status, PIN_STATUS_TO_SET);
	assert_int_equal(intend(PIN_REF_AUTH), KERR_OK);
	k = known(PIN_REF_AUTH);
	assert_int_equal(k.status, PIN_STATUS_INTENDED);
	assert_int_equal(k.intended_at, OFFICE_NOW);
	assert_int_equal(k.result_at, 0);
	assert_int_equal(result(PIN_REF_AUTH, PIN_STATUS_WRITTEN, 3), KERR_OK);
	k = known(PIN_REF_AUTH);
	assert_int_equal(k.status, PIN_STATUS_WRITTEN);
	assert_int_equal(k.tries_left, 3);
	assert_int_equal(k.result_at, OFFICE_NOW);
	assert_string_equal(k.how, PIN_HOW_ANSWERED);
	assert_int_equal(
	    store_office_number(&office, "SELECT count(*) FROM pin_journal"
					 " WHERE pin_ref = 'auth'"),
	    3);
}

static void
a_written_pin_is_never_written_again(void **state)
{
	(void)state;
	assert_int_equal(intend(PIN_REF_SIGN), KERR_OK);
	assert_int_equal(result(PIN_REF_SIGN, PIN_STATUS_WRITTEN, 5), KERR_OK);
	assert_int_equal(intend(PIN_REF_SIGN), ERR_CASE_STATE);
	assert_int_equal(
	    STEP(office.st, pin_journal_record(office.st, id, PIN_REF_SIGN)),
	    ERR_CASE_STATE);
	assert_int_equal(
	    reconcile(PIN_REF_SIGN, PIN_STATUS_TO_SET, 5), ERR_CASE_STATE);
}

static void
what_is_unknown_is_asked_and_never_sent_again(void **state)
{
	(void)state;
	assert_int_equal(intend(PIN_REF_JUKI), KERR_OK);
	assert_int_equal(intend(PIN_REF_JUKI), ERR_PIN_UNKNOWN);
	assert_int_equal(
	    result(PIN_REF_JUKI, PIN_STATUS_UNKNOWN, PIN_TRIES_NOT_TOLD),
	    KERR_OK);
	assert_int_equal(intend(PIN_REF_JUKI), ERR_PIN_UNKNOWN);
	assert_int_equal(
	    reconcile(PIN_REF_JUKI, PIN_STATUS_TO_SET, 2), KERR_OK);
	assert_int_equal(known(PIN_REF_JUKI).tries_left, 2);
	assert_string_equal(known(PIN_REF_JUKI).how, PIN_HOW_ASKED);
	assert_int_equal(intend(PIN_REF_JUKI), KERR_OK);
}

static void
what_was_cut_off_comes_back_as_unknown(void **state)
{
	struct pin_doubt doubts[8];
	int64_t count = 0;
	size_t rows = 0;
	unsigned why = 0;

	(void)state;
	assert_int_equal(intend(PIN_REF_COMMON), KERR_OK);
	assert_int_equal(cases_why(second, id, OFFICE_NOW, &why), KERR_OK);
	assert_int_equal(why, 0);
	assert_int_equal(
	    cases_why(second, id, OFFICE_NOW + CASE_LEASE_SECONDS + 1, &why),
	    KERR_OK);
	assert_int_equal(why, CASE_WHY_PIN | CASE_WHY_SILENT);
	assert_int_equal(
	    STEP(second, pin_journal_cut_off(second, id, &count)), KERR_OK);
	assert_int_equal(count, 1);
	assert_int_equal(known(PIN_REF_COMMON).status, PIN_STATUS_UNKNOWN);
	assert_string_equal(known(PIN_REF_COMMON).how, PIN_HOW_CUT_OFF);
	assert_int_equal(
	    STEP(second, pin_journal_cut_off(second, id, &count)), KERR_OK);
	assert_int_equal(count, 0);
	assert_int_equal(pin_journal_doubts(second, doubts, 8, &rows), KERR_OK);
	assert_int_equal(rows, 1);
	assert_int_equal(doubts[0].case_id, id);
	assert_int_equal(doubts[0].ref, PIN_REF_COMMON);
	assert_int_equal(cases_why(second, id, OFFICE_NOW, &why), KERR_OK);
	assert_int_equal(why, CASE_WHY_PIN);
}

/* The card's late answer is the truth, whoever owns the case by now. */
static void
a_late_answer_is_kept_although_the_case_has_moved(void **state)
{
	(void)state;
	assert_int_equal(intend(PIN_REF_INPUT), KERR_OK);
	assert_int_equal(
	    STEP(second, cases_take_over(second, id, true)), KERR_OK);
	assert_int_equal(result(PIN_REF_INPUT, PIN_STATUS_WRITTEN, 3), KERR_OK);
	assert_int_equal(known(PIN_REF_INPUT).status, PIN_STATUS_WRITTEN);
	assert_int_equal(intend(PIN_REF_AUTH), ERR_CASE_STATE);
}

static void
another_sessions_answer_is_refused(void **state)
{
	int64_t other = 0;

	(void)state;
	assert_int_equal(intend(PIN_REF_INPUT), KERR_OK);
	store_office_begin(&office, office.st);
	assert_int_equal(
	    pin_sessions_end(office.st, session, PIN_SESSION_DONE), KERR_OK);
	assert_int_equal(
	    pin_sessions_ask(office.st, id, "1", "ja", &other), KERR_OK);
	assert_int_equal(pin_journal_result(office.st, other, PIN_REF_INPUT,
			     PIN_STATUS_WRITTEN, 3),
	    ERR_CASE_STATE);
	store_rollback(office.st);
}

static void
what_the_card_refused_can_be_tried_again_or_recorded(void **state)
{
	(void)state;
	assert_int_equal(intend(PIN_REF_AUTH), KERR_OK);
	assert_int_equal(result(PIN_REF_AUTH, PIN_STATUS_REFUSED, 2), KERR_OK);
	assert_int_equal(intend(PIN_REF_AUTH), KERR_OK);
	assert_int_equal(result(PIN_REF_AUTH, PIN_STATUS_REFUSED, 1), KERR_OK);
	assert_int_equal(
	    STEP(office.st, pin_journal_record(office.st, id, PIN_REF_AUTH)),
	    KERR_OK);
	assert_int_equal(known(PIN_REF_AUTH).status, PIN_STATUS_RECORDED);
	assert_int_equal(intend(PIN_REF_AUTH), ERR_CASE_STATE);
}

static void
the_plan_changes_only_what_was_not_begun(void **state)
{
	static const bool none[PIN_REF_COUNT] = {false};

	(void)state;
	assert_int_equal(intend(PIN_REF_AUTH), KERR_OK);
	assert_int_equal(
	    STEP(office.st, pin_journal_plan(office.st, id, none)), KERR_OK);
	assert_int_equal(known(PIN_REF_AUTH).status, PIN_STATUS_INTENDED);
	assert_int_equal(known(PIN_REF_SIGN).status, PIN_STATUS_NONE);
	assert_int_equal(intend(PIN_REF_SIGN), ERR_CASE_STATE);
}

static void
a_case_with_an_unknown_pin_is_not_closed(void **state)
{
	(void)state;
	assert_int_equal(
	    STEP(office.st, effects_set(office.st, id, EFFECT_ACTIVATION,
				EFFECT_DONE_HERE, 0)),
	    KERR_OK);
	assert_int_equal(intend(PIN_REF_AUTH), KERR_OK);
	assert_int_equal(
	    STEP(office.st, cases_close(office.st, id)), ERR_PIN_UNKNOWN);
	assert_int_equal(result(PIN_REF_AUTH, PIN_STATUS_WRITTEN, 3), KERR_OK);
	assert_int_equal(STEP(office.st, cases_close(office.st, id)), KERR_OK);
}

static struct summary
summary_of(struct date day, int counter)
{
	struct summary s;

	assert_int_equal(
	    summary_make(office.st, day, counter, office.day, OFFICE_NOW, &s),
	    KERR_OK);
	return s;
}

static void
the_day_counts_what_happened_on_it(void **state)
{
	struct date any = {0, 0, 0}, next = {2026, 11, 25};
	struct answers a = {.count = 0};
	struct summary s;
	int64_t refused, count = 0;

	(void)state;
	for (int r = PIN_REF_AUTH; r <= PIN_REF_JUKI; r++) {
		assert_int_equal(intend((enum pin_ref)r), KERR_OK);
		assert_int_equal(
		    result((enum pin_ref)r, PIN_STATUS_WRITTEN, 3), KERR_OK);
	}
	assert_int_equal(
	    STEP(office.st, pin_journal_record(office.st, id, PIN_REF_SIGN)),
	    KERR_OK);
	assert_int_equal(answers_set(&a, "who", "proxy"), KERR_OK);
	store_office_begin(&office, office.st);
	assert_int_equal(evidence_put(office.st, id, STEP_WHO, &a), KERR_OK);
	assert_int_equal(
	    effects_set(office.st, id, EFFECT_ACTIVATION, EFFECT_RECORDED, 0),
	    KERR_OK);
	store_office_commit(office.st);
	assert_int_equal(
	    store_begin(office.st, office.clerk, OFFICE_NOW + 900), KERR_OK);
	assert_int_equal(
	    store_end(office.st, cases_close(office.st, id)), KERR_OK);
	refused =
	    store_office_case(&office, second, store_office_add(&office, 2));
	assert_int_equal(STEP(second, cases_refuse(second, refused,
					  "FACE_DOUBT", CARD_EV_ABORTED)),
	    KERR_OK);
	(void)store_office_add(&office, 3);

	s = summary_of(office.day, 0);
	assert_int_equal(s.opened, 2);
	assert_int_equal(s.delivered, 1);
	assert_int_equal(s.delivered_kind[ISSUE_FIRST], 1);
	assert_int_equal(s.delivered_foreign, 1);
	assert_int_equal(s.delivered_under_15, 0);
	assert_int_equal(s.delivered_hour[10], 1);
	assert_int_equal(s.median_seconds, 900);
	assert_int_equal(s.refused, 1);
	assert_int_equal(s.refused_reason_count, 1);
	assert_string_equal(s.refused_reason[0].code, "FACE_DOUBT");
	assert_int_equal(s.pin_set[PIN_REF_AUTH], 1);
	assert_int_equal(s.pin_set[PIN_REF_SIGN], 0);
	assert_int_equal(s.pin_recorded[PIN_REF_SIGN], 1);
	assert_int_equal(s.pin_kind_set[PIN_AUTH], 1);
	assert_int_equal(s.pin_kind_set[PIN_JUKI], 0);
	assert_int_equal(s.pin_cards, 1);
	assert_int_equal(s.activation_here, 0);
	assert_int_equal(s.activation_recorded, 1);
	assert_int_equal(s.waiting, 2);
	assert_int_equal(
	    s.waiting_age[WAITING_1_TO_2] + s.waiting_age[WAITING_UNDER_1], 2);
	assert_int_equal(summary_of(office.day, 1).refused, 0);
	assert_int_equal(summary_of(office.day, 2).delivered, 0);
	assert_int_equal(summary_of(next, 0).opened, 0);
	assert_int_equal(summary_of(next, 0).median_seconds, -1);
	assert_int_equal(summary_of(any, 0).delivered, 1);
	assert_int_equal(summary_count_answer(office.st, office.day, 0,
			     STEP_WHO, "who", "proxy", &count),
	    KERR_OK);
	assert_int_equal(count, 1);
	assert_int_equal(summary_count_answer(office.st, office.day, 0,
			     STEP_WHO, "who", "self", &count),
	    KERR_OK);
	assert_int_equal(count, 0);
}

static void
a_change_and_a_reset_are_counted_apart(void **state)
{
	struct summary s;

	(void)state;
	for (int r = PIN_REF_AUTH; r <= PIN_REF_JUKI; r++) {
		assert_int_equal(intend((enum pin_ref)r), KERR_OK);
		assert_int_equal(
		    result((enum pin_ref)r, PIN_STATUS_WRITTEN, 3), KERR_OK);
	}
	store_office_tamper(&office, "UPDATE case_ SET kind = 'pin_change'");
	s = summary_of(office.day, 0);
	assert_int_equal(s.pin_kind_changed[PIN_AUTH], 1);
	/* one of two places is not yet a changed PIN */
	assert_int_equal(s.pin_kind_changed[PIN_JUKI], 0);
	assert_int_equal(s.pin_kind_reset[PIN_AUTH], 0);
	assert_int_equal(s.pin_kind_set[PIN_AUTH], 0);
	assert_int_equal(s.pin_set[PIN_REF_AUTH], 0);
	assert_int_equal(s.pin_cards, 0);
	store_office_tamper(&office, "UPDATE case_ SET kind = 'pin_reset'");
	s = summary_of(office.day, 0);
	assert_int_equal(s.pin_kind_changed[PIN_AUTH], 0);
	assert_int_equal(s.pin_kind_reset[PIN_AUTH], 1);
}

static void
what_was_refused_and_is_not_wanted_is_left_out(void **state)
{
	static const bool none[PIN_REF_COUNT] = {false};

	(void)state;
	assert_int_equal(intend(PIN_REF_AUTH), KERR_OK);
	assert_int_equal(result(PIN_REF_AUTH, PIN_STATUS_REFUSED, 2), KERR_OK);
	assert_int_equal(intend(PIN_REF_INPUT), KERR_OK);
	assert_int_equal(result(PIN_REF_INPUT, PIN_STATUS_WRITTEN, 3), KERR_OK);
	assert_int_equal(
	    STEP(office.st, pin_journal_plan(office.st, id, none)), KERR_OK);
	assert_int_equal(known(PIN_REF_AUTH).status, PIN_STATUS_NONE);
	assert_int_equal(known(PIN_REF_INPUT).status, PIN_STATUS_WRITTEN);
}

static void
a_case_that_ends_tomorrow_is_delivered_tomorrow(void **state)
{
	struct date next = {2026, 11, 25};

	(void)state;
	assert_int_equal(
	    STEP(office.st, cases_pause(office.st, id, "papers")), KERR_OK);
	store_office_begin(&office, office.st);
	assert_int_equal(days_close(office.st, office.day), KERR_OK);
	assert_int_equal(days_open(office.st, next), KERR_OK);
	assert_int_equal(cases_resume(office.st, id), KERR_OK);
	assert_int_equal(
	    effects_set(office.st, id, EFFECT_ACTIVATION, EFFECT_DONE_HERE, 0),
	    KERR_OK);
	assert_int_equal(cases_close(office.st, id), KERR_OK);
	store_office_commit(office.st);
	assert_int_equal(summary_of(office.day, 0).opened, 1);
	assert_int_equal(summary_of(office.day, 0).delivered, 0);
	assert_int_equal(summary_of(next, 0).opened, 0);
	assert_int_equal(summary_of(next, 0).delivered, 1);
	assert_int_equal(summary_of(next, 0).activation_here, 1);
}

static void
ages_of_what_waits_are_whole_months(void **state)
{
	static const struct {
		const char *noticed;
		enum waiting_age age;
	} cards[] = {{"2026-11-24", WAITING_UNDER_1},
	    {"2026-10-25", WAITING_UNDER_1}, {"2026-10-24", WAITING_1_TO_2},
	    {"2026-09-25", WAITING_1_TO_2}, {"2026-09-24", WAITING_2_TO_3},
	    {"2026-08-24", WAITING_3_TO_6}, {"2026-05-25", WAITING_3_TO_6},
	    {"2026-05-24", WAITING_OVER_6}, {"2024-01-01", WAITING_OVER_6}};
	struct summary s;
	char sql[96];

	(void)state;
	(void)store_office_add(&office, 2);
	for (size_t i = 0; i < sizeof(cards) / sizeof(cards[0]); i++) {
		(void)snprintf(sql, sizeof(sql),
		    "UPDATE card SET noticed_on = '%s'", cards[i].noticed);
		store_office_tamper(&office, sql);
		s = summary_of(office.day, 0);
		assert_int_equal(s.waiting, 1);
		assert_int_equal(s.waiting_age[cards[i].age], 1);
	}
	store_office_tamper(&office, "UPDATE card SET noticed_on = NULL");
	s = summary_of(office.day, 0);
	assert_int_equal(s.waiting_no_notice, 1);
	assert_int_equal(s.waiting_age[WAITING_OVER_6], 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make, unmake)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(the_terminal_is_handed_over_once),
	    TEST(the_session_of_another_counter_is_not_taken),
	    TEST(the_intent_comes_before_the_result),
	    TEST(a_written_pin_is_never_written_again),
	    TEST(what_is_unknown_is_asked_and_never_sent_again),
	    TEST(what_was_cut_off_comes_back_as_unknown),
	    TEST(a_late_answer_is_kept_although_the_case_has_moved),
	    TEST(another_sessions_answer_is_refused),
	    TEST(what_the_card_refused_can_be_tried_again_or_recorded),
	    TEST(the_plan_changes_only_what_was_not_begun),
	    TEST(a_case_with_an_unknown_pin_is_not_closed),
	    TEST(the_day_counts_what_happened_on_it),
	    TEST(a_change_and_a_reset_are_counted_apart),
	    TEST(what_was_refused_and_is_not_wanted_is_left_out),
	    TEST(a_case_that_ends_tomorrow_is_delivered_tomorrow),
	    TEST(ages_of_what_waits_are_whole_months),
	};

	return cmocka_run_group_tests_name("store_pins", tests, NULL, NULL);
}
