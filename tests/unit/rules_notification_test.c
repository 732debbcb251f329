/* What can be done with a notification card, state by state and day by day. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "rules/notification.h"
#include "rules/procedure.h"
#include "rules/refusal.h"
#include "rules/step_form.h"
#include "rules/visit_rules.h"

#define DAY(y, m, d) ((struct date){y, m, d})
#define TODAY	     DAY(2026, 11, 24)

/* Written a second time: what is possible in which state while notification
 * cards were reissued; c: collected in person, l: loss, r: reissue. */
static const struct {
	enum card_state state;
	const char *can;
} table[] = {
    {CARD_POSTED, "lr"},
    {CARD_POST_RETURNED, "c"},
    {CARD_HELD, "c"},
    {CARD_COLLECTED, "lr"},
    {CARD_LOST, "r"},
};

static const struct {
	enum case_kind kind;
	char letter;
} kinds[] = {
    {CASE_KIND_NOTIFICATION, 'c'},
    {CASE_KIND_NOTIFICATION_LOSS, 'l'},
    {CASE_KIND_NOTIFICATION_REISSUE, 'r'},
};

static const char *
can(enum card_state s)
{
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (table[i].state == s)
			return table[i].can;
	return "";
}

static void
every_state_allows_what_the_table_says(void **state)
{
	(void)state;
	for (enum card_state s = 0; s < CARD_STATE_COUNT; s++)
		for (size_t k = 0; k < 3; k++) {
			bool want = strchr(can(s), kinds[k].letter) != NULL;
			const char *why = notification_why_not(
			    kinds[k].kind, s, DAY(2019, 6, 3));

			assert_int_equal(why == NULL, want);
			if (!want)
				assert_true(why[0] != '\0');
		}
}

/* counter-procedures 4.5; the last working day before 2020-05-25. */
static void
reissue_ended_with_its_last_day(void **state)
{
	static const struct {
		struct date day;
		bool is_reissued;
	} days[] = {
	    {{2015, 10, 4}, false},
	    {{2015, 10, 5}, true},
	    {{2020, 5, 22}, true},
	    {{2020, 5, 23}, false},
	    {{2020, 5, 25}, false},
	    {{2026, 11, 24}, false},
	};
	struct date last;

	(void)state;
	for (size_t i = 0; i < sizeof(days) / sizeof(days[0]); i++) {
		assert_int_equal(notification_is_reissued(days[i].day, &last),
		    days[i].is_reissued);
		assert_int_equal(date_compare(last, DAY(2020, 5, 22)), 0);
		assert_int_equal(
		    notification_why_not(CASE_KIND_NOTIFICATION_REISSUE,
			CARD_LOST, days[i].day) == NULL,
		    days[i].is_reissued);
		/* what was in the office is still collected, and lost */
		assert_null(notification_why_not(
		    CASE_KIND_NOTIFICATION, CARD_HELD, days[i].day));
		assert_null(notification_why_not(
		    CASE_KIND_NOTIFICATION_LOSS, CARD_POSTED, days[i].day));
	}
}

/* The end of a case is an edge of the card's life from where it began; a card
 * that is collected lies at the counter by then. */
static void
what_a_case_ends_with_is_in_the_life_of_the_card(void **state)
{
	(void)state;
	for (enum card_state s = 0; s < CARD_STATE_COUNT; s++)
		for (size_t k = 0; k < 3; k++) {
			enum card_state to, from = s;

			if (strchr(can(s), kinds[k].letter) == NULL)
				continue;
			if (case_kind_hands_over(kinds[k].kind))
				assert_true(notification_next(
				    s, CARD_EV_AT_COUNTER, s, &from));
			assert_true(notification_next(
			    from, notification_event(kinds[k].kind), s, &to));
		}
	assert_int_equal(
	    notification_event(CASE_KIND_COLLECTION), CARD_EVENT_COUNT);
}

static void
no_case_of_a_notification_card_has_a_chip_or_pins(void **state)
{
	static const enum case_step never[] = {STEP_RIGHT_CARD, STEP_PINS,
	    STEP_PIN_CHOICE, STEP_ACTIVATION, STEP_CONFIRM, STEP_SUSPEND,
	    STEP_ABOLISH, STEP_NOTIFICATION};

	(void)state;
	for (size_t k = 0; k < 3; k++) {
		assert_true(notification_is_kind(kinds[k].kind));
		for (size_t i = 0; i < sizeof(never) / sizeof(never[0]); i++)
			assert_false(
			    case_kind_has_step(kinds[k].kind, never[i]));
	}
	assert_false(notification_is_kind(CASE_KIND_COLLECTION));
}

static void
a_foreign_resident_shows_the_residence_card_and_a_fee_comes_first(void **state)
{
	struct case_facts facts = {.kind = CASE_KIND_NOTIFICATION,
	    .who = WHO_SELF,
	    .today = TODAY,
	    .age = 30};

	(void)state;
	assert_true(case_step_needed(STEP_REGISTER, &facts));
	assert_false(case_step_needed(STEP_RESIDENCE, &facts));
	assert_false(case_step_needed(STEP_FEE, &facts));
	facts.foreign = true;
	facts.fee_due_yen = 500;
	assert_true(case_step_needed(STEP_RESIDENCE, &facts));
	assert_true(case_step_needed(STEP_FEE, &facts));
	assert_int_equal(case_kind_last_step(facts.kind), STEP_NOTE_HAND_OVER);
}

/* Registered mail in person (0.2): no proxy, unless the office's list says so;
 * what protects the holder is taken from one. */
static void
a_proxy_does_not_collect_a_notification_card(void **state)
{
	(void)state;
	assert_int_equal(
	    visit_rule_find(NULL, CASE_KIND_NOTIFICATION, WHO_PROXY, TODAY)
		->admitted,
	    VISIT_NO);
	assert_int_equal(
	    visit_rule_find(NULL, CASE_KIND_NOTIFICATION, WHO_SELF, TODAY)
		->admitted,
	    VISIT_YES);
	assert_int_equal(
	    visit_rule_find(NULL, CASE_KIND_NOTIFICATION_LOSS, WHO_PROXY, TODAY)
		->admitted,
	    VISIT_YES);
}

/* -- forms -- */

static void
set(struct answers *a, const char *field, const char *value)
{
	assert_int_equal(answers_set(a, field, value), KERR_OK);
}

static void
a_reissue_needs_its_reason_and_the_old_card_or_its_loss(void **state)
{
	struct case_facts facts = {.kind = CASE_KIND_NOTIFICATION_REISSUE,
	    .today = {2020, 5, 22},
	    .card_state = CARD_COLLECTED};
	struct failure f = {0};
	struct answers a;

	(void)state;
	memset(&a, 0, sizeof(a));
	set(&a, "reason", "lost");
	set(&a, "form", "yes");
	assert_int_equal(
	    step_judge(STEP_NOTE_REISSUE, &facts, &a, &f), ERR_STEP_REFUSE);
	facts.card_state = CARD_LOST;
	assert_int_equal(
	    step_judge(STEP_NOTE_REISSUE, &facts, &a, &f), KERR_OK);
	facts.card_state = CARD_COLLECTED;
	set(&a, "reason", "damaged");
	assert_int_equal(
	    step_judge(STEP_NOTE_REISSUE, &facts, &a, &f), ERR_STEP_INCOMPLETE);
	set(&a, "taken", "yes");
	assert_int_equal(
	    step_judge(STEP_NOTE_REISSUE, &facts, &a, &f), KERR_OK);
	/* paused over the last day */
	facts.today = DAY(2020, 5, 23);
	assert_int_equal(
	    step_judge(STEP_NOTE_REISSUE, &facts, &a, &f), ERR_STEP_REFUSE);
}

static void
the_hand_over_is_signed_by_somebody_who_is_there(void **state)
{
	struct case_facts facts = {.kind = CASE_KIND_NOTIFICATION,
	    .today = TODAY,
	    .who = WHO_SELF,
	    .age = 30};
	struct failure f = {0};
	struct answers a;

	(void)state;
	memset(&a, 0, sizeof(a));
	set(&a, "right_card", "yes");
	set(&a, "number_covered", "yes");
	set(&a, "handed", "yes");
	assert_int_equal(step_judge(STEP_NOTE_HAND_OVER, &facts, &a, &f),
	    ERR_STEP_INCOMPLETE);
	set(&a, "signed_by", "representative");
	assert_int_equal(
	    step_judge(STEP_NOTE_HAND_OVER, &facts, &a, &f), ERR_STEP_REFUSE);
	facts.who = WHO_GUARDIAN;
	assert_int_equal(
	    step_judge(STEP_NOTE_HAND_OVER, &facts, &a, &f), KERR_OK);
	set(&a, "signed_by", "holder");
	facts.who = WHO_SELF;
	assert_int_equal(
	    step_judge(STEP_NOTE_HAND_OVER, &facts, &a, &f), KERR_OK);
}

static void
a_loss_of_a_notification_card_asks_nothing_of_suspension(void **state)
{
	struct case_facts facts = {
	    .kind = CASE_KIND_NOTIFICATION_LOSS, .today = TODAY};
	struct failure f = {0};
	struct answers a;

	(void)state;
	memset(&a, 0, sizeof(a));
	set(&a, "happened", "lost");
	set(&a, "lost_on", "2026-11-20");
	set(&a, "where", "inside");
	set(&a, "place", "at home");
	set(&a, "signed", "yes");
	assert_int_equal(step_judge(STEP_LOSS, &facts, &a, &f), KERR_OK);
	facts.kind = CASE_KIND_LOSS;
	assert_int_equal(
	    step_judge(STEP_LOSS, &facts, &a, &f), ERR_STEP_INCOMPLETE);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_state_allows_what_the_table_says),
	    cmocka_unit_test(reissue_ended_with_its_last_day),
	    cmocka_unit_test(what_a_case_ends_with_is_in_the_life_of_the_card),
	    cmocka_unit_test(no_case_of_a_notification_card_has_a_chip_or_pins),
	    cmocka_unit_test(
		a_foreign_resident_shows_the_residence_card_and_a_fee_comes_first),
	    cmocka_unit_test(a_proxy_does_not_collect_a_notification_card),
	    cmocka_unit_test(
		a_reissue_needs_its_reason_and_the_old_card_or_its_loss),
	    cmocka_unit_test(the_hand_over_is_signed_by_somebody_who_is_there),
	    cmocka_unit_test(
		a_loss_of_a_notification_card_asks_nothing_of_suspension),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
