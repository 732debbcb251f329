/* When a card that nobody collects is due to be destroyed, and why. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "rules/destruction.h"

#define DAY(y, m, d) ((struct date){y, m, d})

/* Applied, noticed, noticed again: terms end on 2026-07-10 (application). */
static struct destruction_facts
waiting(void)
{
	return (struct destruction_facts){
	    .type = CARD_TYPE_INDIVIDUAL,
	    .state = CARD_RENOTICED,
	    .state_on = DAY(2025, 12, 1),
	    .applied_on = DAY(2025, 7, 10),
	    .noticed_on = DAY(2025, 8, 20),
	    .second_notice_on = DAY(2025, 12, 1),
	    .expiry = DAY(2035, 4, 9),
	    .today = DAY(2026, 11, 24),
	};
}

static bool
due(const struct destruction_facts *f, enum destruction_reason *why,
    struct date *since)
{
	*why = DESTRUCTION_REASON_COUNT;
	*since = DAY(0, 0, 0);
	return destruction_is_due(f, keeping_terms_builtin, why, since);
}

static bool
is_due(struct destruction_facts f)
{
	enum destruction_reason why;
	struct date since;

	return due(&f, &why, &since);
}

/* counter-procedures 1.6: the second term and the year, the later one. */
static void
terms_are_over_after_the_later_of_them(void **state)
{
	struct destruction_facts f = waiting();
	enum destruction_reason why;
	struct date since;

	(void)state;
	assert_true(due(&f, &why, &since));
	assert_int_equal(why, DESTROY_TERM_OVER);
	/* a year after the first notice is later than after the application */
	assert_int_equal(date_compare(since, DAY(2026, 8, 20)), 0);
	f.today = DAY(2026, 8, 20);
	assert_false(is_due(f));
	f.today = DAY(2026, 8, 21);
	assert_true(is_due(f));
	f.second_notice_on = DAY(2026, 6, 1);
	assert_false(is_due(f));
	f.today = DAY(2026, 9, 2);
	assert_true(is_due(f));
	f.applied_on = DAY(2025, 9, 2);
	assert_false(is_due(f));
}

static void
hold_reservation_and_a_missing_second_notice_put_it_off(void **state)
{
	struct destruction_facts f = waiting();

	(void)state;
	f.state = CARD_HOLD;
	assert_false(is_due(f));
	f = waiting();
	f.second_notice_on = DAY(0, 0, 0);
	assert_false(is_due(f));
	f = waiting();
	f.state = CARD_RESERVED;
	f.reserved_on = f.today;
	assert_false(is_due(f));
	f.reserved_on = DAY(2026, 11, 23);
	assert_true(is_due(f));
}

/* counter-procedures 1.7: its own end decides first. */
static void
a_card_past_its_end_is_due_wherever_it_waits(void **state)
{
	static const enum card_state states[] = {CARD_READY, CARD_NOTICED,
	    CARD_NOTICE_RETURNED, CARD_RENOTICED, CARD_HOLD, CARD_RESERVED};
	enum destruction_reason why;
	struct date since;

	(void)state;
	for (size_t i = 0; i < sizeof(states) / sizeof(states[0]); i++) {
		struct destruction_facts f = waiting();

		f.state = states[i];
		f.second_notice_on = DAY(0, 0, 0);
		f.reserved_on = DAY(2026, 12, 1);
		f.expiry = f.today; /* good on its last day */
		assert_false(is_due(f));
		f.expiry = DAY(2026, 11, 23);
		assert_true(due(&f, &why, &since));
		assert_int_equal(why, DESTROY_EXPIRED);
		assert_int_equal(date_compare(since, f.expiry), 0);
	}
}

/* Every state: what its holder has, what is at a counter, unknown or with the
 * issuer is never in the list, however old it is. */
static void
only_what_lies_in_the_office_is_ever_due(void **state)
{
	(void)state;
	for (enum card_state s = 0; s < CARD_STATE_COUNT; s++) {
		struct destruction_facts f = waiting();
		enum card_state to;
		bool lies = s != CARD_APPLIED &&
			    (lifecycle_next(s, CARD_EV_CANCEL, s, &to) ||
				lifecycle_next(s, CARD_EV_DESTROY, s, &to));

		f.state = s;
		f.expiry = DAY(2020, 1, 1);
		assert_int_equal(is_due(f), lies);
		f = waiting();
		f.type = CARD_TYPE_NOTIFICATION;
		f.state = s;
		f.expiry = DAY(2020, 1, 1);
		assert_int_equal(is_due(f), s == CARD_POST_RETURNED);
	}
}

static void
what_was_cancelled_or_handed_in_is_due_at_once(void **state)
{
	struct destruction_facts f = waiting();
	enum destruction_reason why;
	struct date since;

	(void)state;
	f.state_on = f.today;
	f.state = CARD_CANCELLED;
	assert_true(due(&f, &why, &since));
	assert_int_equal(why, DESTROY_CANCELLED);
	assert_int_equal(date_compare(since, f.today), 0);
	f.state = CARD_RETURNED;
	assert_true(due(&f, &why, &since));
	assert_int_equal(why, DESTROY_HANDED_IN);
	/* an application that was withdrawn left nothing to destroy */
	f.state = CARD_CANCELLED;
	f.never_came = true;
	assert_false(is_due(f));
}

static void
a_notification_card_is_kept_for_its_term(void **state)
{
	struct destruction_facts f = waiting();

	(void)state;
	f.type = CARD_TYPE_NOTIFICATION;
	f.state = CARD_POST_RETURNED;
	f.state_on = DAY(2026, 8, 24);
	assert_false(is_due(f));
	f.today = DAY(2026, 11, 25);
	assert_true(is_due(f));
	f.state = CARD_HELD; /* kept on request: it has no term */
	assert_false(is_due(f));
}

static void
terms_count_from_the_day_that_they_are_in_force(void **state)
{
	static const struct keeping_terms terms[] = {
	    {{2015, 10, 5}, {2025, 8, 19}, 3, 12, 12, 3},
	    {{2025, 8, 20}, {0}, 3, 24, 12, 3},
	    {{0}, {0}, 0, 0, 0, 0},
	};
	struct destruction_facts f = waiting();
	enum destruction_reason why;
	struct date since;

	(void)state;
	assert_false(destruction_is_due(&f, terms, &why, &since));
	f.noticed_on = DAY(2025, 8, 19);
	assert_true(destruction_is_due(&f, terms, &why, &since));
	f.noticed_on = DAY(2015, 10, 4); /* before any terms: never by them */
	assert_false(destruction_is_due(&f, terms, &why, &since));
}

static void
reasons_have_codes_that_come_back(void **state)
{
	enum destruction_reason back;

	(void)state;
	for (enum destruction_reason r = 0; r < DESTRUCTION_REASON_COUNT; r++) {
		assert_true(destruction_reason_from_code(
		    destruction_reason_code(r), &back));
		assert_int_equal(back, r);
		assert_true(destruction_reason_name(r)[0] != '\0');
	}
	assert_false(destruction_reason_from_code("", &back));
	assert_string_equal(cancel_reason_name("nothing"), "");
}

/* Of the card that is cancelled. */
static enum card_state of = CARD_NOTICED;

static enum kerr
cancelled(const char *reason, const char *remark, const char *place,
    struct date expiry, struct failure *f)
{
	const struct case_facts facts = {
	    .today = {2026, 11, 24}, .card_state = of, .card_expiry = expiry};
	struct answers a;

	memset(&a, 0, sizeof(a));
	memset(f, 0, sizeof(*f));
	assert_int_equal(answers_set(&a, "reason", reason), KERR_OK);
	assert_int_equal(answers_set(&a, "seen", "yes"), KERR_OK);
	assert_int_equal(answers_set(&a, "place", place), KERR_OK);
	assert_int_equal(answers_set(&a, "remark", remark), KERR_OK);
	return cancel_judge(&facts, &a, f);
}

static void
cancelling_needs_a_reason_that_holds(void **none)
{
	struct failure f;

	(void)none;
	assert_int_equal(
	    cancelled("moved_away", "", "X-1", DAY(2030, 1, 1), &f), KERR_OK);
	assert_int_equal(cancelled("moved_away", "", "", DAY(2030, 1, 1), &f),
	    ERR_STEP_INCOMPLETE);
	assert_int_equal(
	    cancelled("", "", "X-1", DAY(2030, 1, 1), &f), ERR_STEP_INCOMPLETE);
	assert_int_equal(cancelled("lost", "", "X-1", DAY(2030, 1, 1), &f),
	    ERR_STEP_INCOMPLETE);
	assert_int_equal(cancelled("other", "", "X-1", DAY(2030, 1, 1), &f),
	    ERR_STEP_INCOMPLETE);
	assert_string_equal(failure_argument(&f, "field"), "Remark");
	assert_int_equal(
	    cancelled("other", "burnt", "X-1", DAY(2030, 1, 1), &f), KERR_OK);
	assert_int_equal(
	    cancelled("card_expired", "", "X-1", DAY(2026, 11, 24), &f),
	    ERR_FORM);
	assert_int_equal(
	    cancelled("card_expired", "", "X-1", DAY(2026, 11, 23), &f),
	    KERR_OK);
	/* no card has come: nothing lies anywhere */
	of = CARD_APPLIED;
	assert_int_equal(
	    cancelled("withdrawn", "", "", DAY(0, 0, 0), &f), KERR_OK);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(terms_are_over_after_the_later_of_them),
	    cmocka_unit_test(
		hold_reservation_and_a_missing_second_notice_put_it_off),
	    cmocka_unit_test(a_card_past_its_end_is_due_wherever_it_waits),
	    cmocka_unit_test(only_what_lies_in_the_office_is_ever_due),
	    cmocka_unit_test(what_was_cancelled_or_handed_in_is_due_at_once),
	    cmocka_unit_test(a_notification_card_is_kept_for_its_term),
	    cmocka_unit_test(terms_count_from_the_day_that_they_are_in_force),
	    cmocka_unit_test(reasons_have_codes_that_come_back),
	    cmocka_unit_test(cancelling_needs_a_reason_that_holds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
