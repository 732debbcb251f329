/* rules_procedure_test.c -- which procedure is possible for which card, its
 * road, and every step of it with every kind of answer. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "rules/fee.h"
#include "rules/procedure.h"
#include "rules/reissue.h"
#include "rules/step_form.h"
#include "rules/visit_rules.h"

static const struct date today = {2026, 11, 25};

static struct procedure_card
card_in(enum card_state state)
{
	struct procedure_card c = {.state = state,
	    .today = today,
	    .born = {1994, 5, 17},
	    .expiry = {2027, 1, 31},
	    .foreign = true};

	return c;
}

/* -- which card -- */

/* State, then the kinds that are possible; any other pair is not. The card is
 * of a foreign resident, two months before its end. */
static const struct {
	enum card_state state;
	const char *kinds;
} possible[] = {
    {CARD_DELIVERED,
	"pin_change pin_reset loss suspension abolition return reissue "
	"number_change renewal extension "},
    {CARD_SUSPENDED, "loss lifting abolition return reissue number_change "},
    {CARD_REVOKED, "return reissue number_change "},
    {CARD_RETURNED, "reissue number_change "},
    {CARD_EXPIRED, "return reissue number_change "},
    /* notification cards, which are not reissued any more */
    {CARD_POSTED, "notification_loss "},
    {CARD_POST_RETURNED, "notification "},
    {CARD_HELD, "notification "},
    {CARD_COLLECTED, "notification_loss "},
};

static const char *
kinds_of(const struct procedure_card *card)
{
	static char out[256];

	out[0] = '\0';
	for (int k = 0; k < CASE_KIND_COUNT; k++) {
		const char *why;

		if (!procedure_is_kind((enum case_kind)k))
			continue;
		why = procedure_why_not((enum case_kind)k, card);
		if (why == NULL) {
			strcat(out, case_kind_code((enum case_kind)k));
			strcat(out, " ");
		} else {
			assert_true(why[0] != '\0');
		}
	}
	return out;
}

static void
every_state_meets_every_kind(void **state)
{
	(void)state;
	for (int s = 0; s < CARD_STATE_COUNT; s++) {
		struct procedure_card c = card_in((enum card_state)s);
		const char *wanted = "";

		for (size_t i = 0; i < sizeof(possible) / sizeof(possible[0]);
		     i++)
			if (possible[i].state == (enum card_state)s)
				wanted = possible[i].kinds;
		assert_string_equal(kinds_of(&c), wanted);
	}
}

static void
a_card_past_its_end_is_expired_whatever_the_store_says(void **state)
{
	struct procedure_card c = card_in(CARD_DELIVERED);

	(void)state;
	c.expiry = today;
	assert_int_equal(procedure_state(&c), CARD_DELIVERED);
	c.today.day++;
	assert_int_equal(procedure_state(&c), CARD_EXPIRED);
	assert_string_equal(kinds_of(&c), "return reissue number_change ");
	/* a natural end is renewed, an end of the stay is reissued (4.6) */
	c.expiry = (struct date){2026, 5, 17};
	assert_string_equal(
	    kinds_of(&c), "return reissue number_change renewal ");
	c.state = CARD_RETURNED;
	assert_int_equal(procedure_state(&c), CARD_RETURNED);
}

static void
nothing_but_stopping_is_possible_for_a_card_that_was_replaced(void **state)
{
	struct procedure_card c = card_in(CARD_DELIVERED);

	(void)state;
	c.is_replaced = c.is_ordered = true;
	assert_string_equal(kinds_of(&c), "loss suspension abolition return ");
	/* a renewal that is applied for leaves the old card in use */
	c.is_replaced = false;
	assert_string_equal(kinds_of(&c),
	    "pin_change pin_reset loss suspension abolition return extension ");
}

static void
a_renewal_replaces_when_it_is_handed_over_and_a_reissue_at_once(void **state)
{
	(void)state;
	for (int s = 0; s < CARD_STATE_COUNT; s++) {
		enum card_state newer = (enum card_state)s;
		bool gone = newer == CARD_CANCELLED || newer == CARD_DESTROYED;
		bool handed = newer == CARD_DELIVERED ||
			      newer == CARD_SUSPENDED ||
			      newer == CARD_REVOKED || newer == CARD_RETURNED ||
			      newer == CARD_EXPIRED;

		assert_int_equal(procedure_replaces(false, newer), !gone);
		assert_int_equal(procedure_replaces(true, newer), handed);
	}
}

/* -- the roads -- */

static const char *
road(const struct case_facts *facts)
{
	static char out[300];
	uint64_t done = 0;
	enum case_step s;

	out[0] = '\0';
	while ((s = case_step_next(done, facts)) != STEP_COUNT) {
		strcat(out, case_step_code(s));
		strcat(out, " ");
		done |= STEP_BIT(s);
	}
	return out;
}

static void
every_procedure_has_its_road(void **state)
{
	static const struct {
		enum case_kind kind;
		const char *road;
	} roads[] = {
	    {CASE_KIND_LOSS, "applicant loss suspend procedure_end "},
	    {CASE_KIND_SUSPENSION, "applicant suspend procedure_end "},
	    {CASE_KIND_LIFTING, "applicant recovered lift procedure_end "},
	    {CASE_KIND_ABOLITION, "applicant ending abolish procedure_end "},
	    {CASE_KIND_RETURN, "applicant given_back take_back procedure_end "},
	    {CASE_KIND_REISSUE,
		"applicant reissue application order procedure_end "},
	    {CASE_KIND_NUMBER_CHANGE,
		"applicant leak application number order procedure_end "},
	    {CASE_KIND_RENEWAL,
		"applicant renewal application order procedure_end "},
	    {CASE_KIND_EXTENSION, "applicant stay extend procedure_end "},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(roads) / sizeof(roads[0]); i++) {
		struct case_facts facts = {.kind = roads[i].kind,
		    .who = WHO_SELF,
		    .today = today,
		    .foreign = true,
		    .card_state = CARD_DELIVERED};

		assert_string_equal(road(&facts), roads[i].road);
		assert_true(procedure_has_effects(roads[i].kind));
	}
}

static void
a_loss_report_suspends_or_abolishes(void **state)
{
	struct case_facts facts = {.kind = CASE_KIND_LOSS,
	    .who = WHO_SELF,
	    .today = today,
	    .card_state = CARD_DELIVERED};

	(void)state;
	facts.abolishes = true;
	assert_string_equal(
	    road(&facts), "applicant loss abolish procedure_end ");
	/* suspended by telephone before: only the report is taken */
	facts.abolishes = false;
	facts.card_state = CARD_SUSPENDED;
	assert_string_equal(road(&facts), "applicant loss procedure_end ");
	/* suspended in this very case: the step stays on the road */
	facts.spoken = STEP_BIT(STEP_SUSPEND);
	assert_string_equal(
	    road(&facts), "applicant loss suspend procedure_end ");
}

static void
only_an_express_card_is_paid_at_its_application(void **state)
{
	struct case_facts facts = {.kind = CASE_KIND_REISSUE,
	    .who = WHO_SELF,
	    .today = today,
	    .card_state = CARD_REVOKED,
	    .fee_due_yen = 2000};

	(void)state;
	assert_false(case_step_needed(STEP_FEE, &facts));
	facts.express = true;
	assert_true(case_step_needed(STEP_FEE, &facts));
	assert_string_equal(road(&facts),
	    "applicant reissue application fee order "
	    "procedure_end ");
}

static void
nothing_is_gone_back_behind_once_an_effect_is_known(void **state)
{
	(void)state;
	for (int k = 0; k < CASE_KIND_COUNT; k++) {
		struct case_facts facts = {.kind = (enum case_kind)k,
		    .who = WHO_SELF,
		    .today = today,
		    .card_state = CARD_DELIVERED};

		if (!procedure_has_effects(facts.kind))
			continue;
		for (int s = 0; s < STEP_COUNT; s++)
			assert_int_equal(
			    case_step_before((enum case_step)s, &facts, true),
			    STEP_COUNT);
	}
}

/* -- effects -- */

static void
effects_move_the_card_as_they_say(void **state)
{
	static const struct {
		enum case_step step;
		enum card_state from;
		bool taken;
		enum card_event event;
	} rows[] = {
	    {STEP_SUSPEND, CARD_DELIVERED, false, CARD_EV_SUSPEND},
	    {STEP_LIFT, CARD_SUSPENDED, false, CARD_EV_FOUND},
	    {STEP_ABOLISH, CARD_DELIVERED, false, CARD_EV_ABOLISH},
	    {STEP_ABOLISH, CARD_SUSPENDED, false, CARD_EV_ABOLISH},
	    {STEP_TAKE_BACK, CARD_DELIVERED, false, CARD_EV_RETURN},
	    {STEP_NUMBER, CARD_DELIVERED, true, CARD_EV_RETURN},
	    {STEP_NUMBER, CARD_DELIVERED, false, CARD_EV_ABOLISH},
	    {STEP_NUMBER, CARD_REVOKED, false, CARD_EVENT_COUNT},
	    {STEP_ORDER, CARD_DELIVERED, true, CARD_EV_RETURN},
	    {STEP_ORDER, CARD_EXPIRED, true, CARD_EV_RETURN},
	    {STEP_ORDER, CARD_DELIVERED, false, CARD_EVENT_COUNT},
	    {STEP_ORDER, CARD_RETURNED, true, CARD_EVENT_COUNT},
	    {STEP_EXTEND, CARD_DELIVERED, false, CARD_EVENT_COUNT},
	    {STEP_LOSS, CARD_DELIVERED, false, CARD_EVENT_COUNT},
	};
	enum card_state to;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct case_facts facts = {
		    .card_state = rows[i].from, .taken_back = rows[i].taken};

		assert_int_equal(
		    procedure_event(rows[i].step, &facts), rows[i].event);
		if (rows[i].event != CARD_EVENT_COUNT)
			assert_true(lifecycle_next(rows[i].from, rows[i].event,
			    CARD_STATE_COUNT, &to));
	}
}

/* -- every step with every kind of answer -- */

/* Answers that let the step be done. */
static const struct {
	enum case_step step;
	const char *field, *value;
} good[] = {
    {STEP_APPLICANT, "channel", "counter"},
    {STEP_APPLICANT, "who", "self"},
    {STEP_APPLICANT, "representative", "SUZUKI"},
    {STEP_APPLICANT, "authority", "family_register"},
    {STEP_APPLICANT, "authority_date", "2026-11-01"},
    {STEP_APPLICANT, "proxy_reason", "hospital"},
    {STEP_APPLICANT, "evidence", "paper"},
    {STEP_APPLICANT, "mandate", "yes"},
    {STEP_APPLICANT, "questions", "yes"},
    {STEP_APPLICANT, "holder_paper", "passport"},
    {STEP_APPLICANT, "holder_until", "2030-01-01"},
    {STEP_APPLICANT, "holder_second", "insurance"},
    {STEP_APPLICANT, "face", "same"},
    {STEP_APPLICANT, "comer_paper", "passport"},
    {STEP_APPLICANT, "comer_until", "2030-01-01"},
    {STEP_APPLICANT, "comer_second", "insurance"},
    {STEP_LETTER, "address", "yes"},
    {STEP_LETTER, "told", "yes"},
    {STEP_SECOND_VISIT, "reply", "signed"},
    {STEP_SECOND_VISIT, "same_proxy", "yes"},
    {STEP_SECOND_VISIT, "mandate", "yes"},
    {STEP_LOSS, "happened", "lost"},
    {STEP_LOSS, "lost_on", "2026-11-20"},
    {STEP_LOSS, "where", "outside"},
    {STEP_LOSS, "place", "station"},
    {STEP_LOSS, "police_station", "Chofu"},
    {STEP_LOSS, "police_number", "12-345"},
    {STEP_LOSS, "certificate", "no. 7"},
    {STEP_LOSS, "wish", "suspend"},
    {STEP_LOSS, "signed", "yes"},
    {STEP_RECOVERED, "card_here", "yes"},
    {STEP_RECOVERED, "found_on", "2026-11-24"},
    {STEP_RECOVERED, "proof", "pin"},
    {STEP_ENDING, "ending", "not_found"},
    {STEP_ENDING, "final", "yes"},
    {STEP_ENDING, "signed", "yes"},
    {STEP_GIVEN_BACK, "card_taken", "yes"},
    {STEP_GIVEN_BACK, "return_why", "not_wanted"},
    {STEP_GIVEN_BACK, "charged", "yes"},
    {STEP_REISSUE, "reason", "damaged"},
    {STEP_REISSUE, "evidence", "paper"},
    {STEP_REISSUE, "old_card", "kept"},
    {STEP_LEAK, "origin", "request"},
    {STEP_LEAK, "likely", "yes"},
    {STEP_LEAK, "leak", "on the web"},
    {STEP_LEAK, "old_card", "taken"},
    {STEP_RENEWAL, "old_card", "kept"},
    {STEP_STAY, "form", "normal"},
    {STEP_STAY, "stay_new", "2029-01-01"},
    {STEP_STAY, "register_new", "yes"},
    {STEP_STAY, "applied", "yes"},
    {STEP_STAY, "second_visit", "yes"},
    {STEP_STAY, "residence_card", "yes"},
    {STEP_STAY, "card_here", "yes"},
    {STEP_REGISTER, "alive", "yes"},
    {STEP_REGISTER, "lives_here", "yes"},
    {STEP_REGISTER, "unchanged", "yes"},
    {STEP_REGISTER, "no_protection", "yes"},
    {STEP_NOTE_REISSUE, "reason", "damaged"},
    {STEP_NOTE_REISSUE, "taken", "yes"},
    {STEP_NOTE_REISSUE, "form", "yes"},
    {STEP_APPLICATION, "registered", "yes"},
    {STEP_APPLICATION, "application_id", "12345678901234567890123"},
    {STEP_APPLICATION, "photo", "yes"},
    {STEP_APPLICATION, "wants_sign", "yes"},
    {STEP_APPLICATION, "express", "no"},
    {STEP_APPLICATION, "event_on", "2026-11-20"},
    {STEP_PROCEDURE_END, "explained", "yes"},
    {STEP_PROCEDURE_END, "slip", "yes"},
};

static struct answers
good_answers(enum case_step step)
{
	struct answers a;

	memset(&a, 0, sizeof(a));
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		if (good[i].step == step)
			assert_int_equal(
			    answers_set(&a, good[i].field, good[i].value),
			    KERR_OK);
	if (procedure_effect(step) != NULL) {
		(void)answers_set(&a, "effect", "recorded");
		(void)answers_set(&a, "seen_at", "10:45");
		(void)answers_set(&a, "expiry_new", "2028-06-30");
	}
	return a;
}

static struct case_facts
facts_of(enum case_kind kind, bool training)
{
	const struct case_facts facts = {.kind = kind,
	    .who = WHO_SELF,
	    .today = today,
	    .age = 32,
	    .born = {1994, 5, 17},
	    .foreign = true,
	    .training = training,
	    .card_expiry = {2027, 1, 31},
	    .card_state = CARD_DELIVERED,
	    .letter_on = {2026, 11, 20},
	    .stay_new = {2029, 1, 1},
	    .now_minutes = 11 * 60};

	return facts;
}

/* Notification cards were reissued until then. */
static void
set_day(enum case_step step, struct case_facts *facts)
{
	if (step == STEP_NOTE_REISSUE)
		facts->today = (struct date){2020, 5, 22};
}

static void
judged_in_words(enum case_step step, const struct case_facts *facts,
    const struct answers *a)
{
	struct failure f = {0};
	enum kerr e = step_judge(step, facts, a, &f);

	if (e == KERR_OK)
		return;
	if (e != ERR_STEP_INCOMPLETE && e != ERR_STEP_REFUSE &&
	    e != ERR_CARD_EXPIRED)
		fail_msg("%s: %s", case_step_code(step), error_name(e));
	assert_int_equal(f.code, e);
	assert_true(f.argument[0].value[0] != '\0');
}

/* Without it, with a value that is none, and with each that it offers. */
static void
field_meets_every_answer(enum case_step step, const struct field *field,
    const struct case_facts *facts)
{
	struct answers a = good_answers(step);
	struct failure f = {0};
	bool shown = field_is_shown(field, facts, &a);

	assert_int_equal(answers_set(&a, field->id, ""), KERR_OK);
	if (shown && field->required && field_is_shown(field, facts, &a))
		assert_int_equal(
		    step_judge(step, facts, &a, &f), ERR_STEP_INCOMPLETE);
	if (field->type == FIELD_TEXT)
		return;
	a = good_answers(step);
	assert_int_equal(answers_set(&a, field->id, "no such"), KERR_OK);
	if (shown && field_is_shown(field, facts, &a))
		assert_int_equal(
		    step_judge(step, facts, &a, &f), ERR_STEP_INCOMPLETE);
	for (const struct choice *c = field->choices; c && c->code; c++) {
		a = good_answers(step);
		assert_int_equal(answers_set(&a, field->id, c->code), KERR_OK);
		judged_in_words(step, facts, &a);
	}
}

static void
every_step_of_every_kind_meets_every_answer(void **state)
{
	(void)state;
	for (int k = 0; k < CASE_KIND_COUNT; k++) {
		for (int s = 0; s < STEP_COUNT; s++) {
			for (int training = 0; training < 2; training++) {
				struct case_facts facts =
				    facts_of((enum case_kind)k, training != 0);
				enum case_step step = (enum case_step)s;

				if (!procedure_has_effects(facts.kind) ||
				    !case_kind_has_step(facts.kind, step))
					continue;
				set_day(step, &facts);
				for (const struct field *d = step_fields(step);
				     d->id != NULL; d++)
					field_meets_every_answer(
					    step, d, &facts);
			}
		}
	}
}

static void
good_answers_do_every_step(void **state)
{
	(void)state;
	for (int k = 0; k < CASE_KIND_COUNT; k++) {
		struct case_facts facts = facts_of((enum case_kind)k, false);

		for (int s = 0; s < STEP_COUNT; s++) {
			enum case_step step = (enum case_step)s;
			struct answers a = good_answers(step);
			struct failure f = {0};

			if (!procedure_has_effects(facts.kind) ||
			    !case_kind_has_step(facts.kind, step))
				continue;
			set_day(step, &facts);
			if (step_judge(step, &facts, &a, &f) != KERR_OK)
				fail_msg("%s %s: %s %s",
				    case_kind_code(facts.kind),
				    case_step_code(step), error_name(f.code),
				    f.argument[0].value);
		}
	}
}

/* Each effect with each word, in a real office and in a training one. */
static void
every_effect_is_told_as_what_it_is(void **state)
{
	static const struct {
		const char *said;
		bool training;
		enum kerr wanted;
	} rows[] = {
	    {"recorded", false, KERR_OK},
	    {"recorded", true, KERR_OK},
	    {"not_done", false, ERR_STEP_REFUSE},
	    {"not_done", true, ERR_STEP_REFUSE},
	    {"unknown", false, ERR_STEP_REFUSE},
	    {"unknown", true, ERR_STEP_REFUSE},
	    {"done_here", true, KERR_OK},
	    /* a real office does nothing here */
	    {"done_here", false, ERR_STEP_INCOMPLETE},
	};

	(void)state;
	for (int s = 0; s < STEP_COUNT; s++) {
		enum case_step step = (enum case_step)s;

		if (procedure_effect(step) == NULL)
			continue;
		for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
			struct case_facts facts =
			    facts_of(CASE_KIND_EXTENSION, rows[i].training);
			struct answers a = good_answers(step);
			struct failure f = {0};

			(void)answers_set(&a, "effect", rows[i].said);
			assert_int_equal(
			    step_judge(step, &facts, &a, &f), rows[i].wanted);
		}
	}
}

static void
every_procedure_can_be_refused_in_words(void **state)
{
	(void)state;
	for (int k = 0; k < CASE_KIND_COUNT; k++) {
		enum case_kind kind = (enum case_kind)k;

		for (int s = 0; s < STEP_COUNT; s++) {
			enum case_step step = (enum case_step)s;
			const struct refusal *r;

			if (!procedure_has_effects(kind) ||
			    !case_kind_has_step(kind, step))
				continue;
			r = case_refusals(kind, step);
			assert_non_null(r[0].code);
			for (; r->code != NULL; r++) {
				assert_true(r->said[0] != '\0');
				assert_non_null(refusal_from_code(r->code));
				/* the card is with its holder, or lost */
				assert_null(strstr(r->said, "stays here"));
			}
		}
	}
}

/* -- who may come -- */

static void
the_built_in_rows_say_who_needs_a_letter(void **state)
{
	static const struct {
		enum case_kind kind;
		enum visit_admitted proxy, alone;
	} rows[] = {
	    {CASE_KIND_PIN_CHANGE, VISIT_NO, VISIT_NO},
	    {CASE_KIND_PIN_RESET, VISIT_LETTER, VISIT_NO},
	    {CASE_KIND_LOSS, VISIT_YES, VISIT_YES},
	    {CASE_KIND_SUSPENSION, VISIT_YES, VISIT_YES},
	    {CASE_KIND_LIFTING, VISIT_LETTER, VISIT_YES},
	    {CASE_KIND_ABOLITION, VISIT_LETTER, VISIT_YES},
	    {CASE_KIND_RETURN, VISIT_YES, VISIT_YES},
	    {CASE_KIND_REISSUE, VISIT_YES, VISIT_YES},
	    {CASE_KIND_NUMBER_CHANGE, VISIT_LETTER, VISIT_YES},
	    {CASE_KIND_RENEWAL, VISIT_YES, VISIT_YES},
	    {CASE_KIND_EXTENSION, VISIT_LETTER, VISIT_YES},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		enum case_kind k = rows[i].kind;

		assert_int_equal(
		    visit_rule_find(NULL, k, WHO_SELF, today)->admitted,
		    VISIT_YES);
		assert_int_equal(
		    visit_rule_find(NULL, k, WHO_GUARDIAN, today)->admitted,
		    VISIT_YES);
		assert_int_equal(
		    visit_rule_find(NULL, k, WHO_PROXY, today)->admitted,
		    rows[i].proxy);
		assert_int_equal(
		    visit_rule_find(NULL, k, WHO_REPRESENTATIVE, today)
			->admitted,
		    rows[i].alone);
		assert_int_equal(
		    visit_rule_find(NULL, k, WHO_UNKNOWN, today)->admitted,
		    VISIT_NO);
	}
}

static void
rows_of_the_office_hold_on_their_days(void **state)
{
	static struct visit_rules rules = {.count = 2,
	    .row = {{.kind = CASE_KIND_RETURN,
			.who = WHO_PROXY,
			.admitted = VISIT_YES,
			.to = {2026, 11, 25}},
		{.kind = CASE_KIND_RETURN,
		    .who = WHO_PROXY,
		    .admitted = VISIT_LETTER,
		    .from = {2026, 11, 26}}}};
	struct date next = {2026, 11, 26};

	(void)state;
	assert_int_equal(visit_rules_overlap(&rules), rules.count);
	assert_int_equal(
	    visit_rule_find(&rules, CASE_KIND_RETURN, WHO_PROXY, today)
		->admitted,
	    VISIT_YES);
	assert_int_equal(
	    visit_rule_find(&rules, CASE_KIND_RETURN, WHO_PROXY, next)
		->admitted,
	    VISIT_LETTER);
	/* nobody else in that procedure; other procedures as built in */
	assert_int_equal(
	    visit_rule_find(&rules, CASE_KIND_RETURN, WHO_SELF, today)
		->admitted,
	    VISIT_NO);
	assert_int_equal(
	    visit_rule_find(&rules, CASE_KIND_LOSS, WHO_SELF, today)->admitted,
	    VISIT_YES);
	rules.row[1].from = today;
	assert_int_equal(visit_rules_overlap(&rules), 1);
	rules.row[1].from = (struct date){0, 0, 0};
	assert_int_equal(visit_rules_overlap(&rules), 1);
}

static void
every_reason_of_a_reissue_is_in_the_fee_schedule(void **state)
{
	enum fee_reason reason;

	(void)state;
	for (const struct reissue_reason *r = reissue_reasons; r->code; r++) {
		assert_true(fee_reason_from_code(r->code, &reason));
		assert_ptr_equal(reissue_reason_find(r->code), r);
	}
	assert_null(reissue_reason_find("no such"));
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_state_meets_every_kind),
	    cmocka_unit_test(
		a_card_past_its_end_is_expired_whatever_the_store_says),
	    cmocka_unit_test(
		nothing_but_stopping_is_possible_for_a_card_that_was_replaced),
	    cmocka_unit_test(
		a_renewal_replaces_when_it_is_handed_over_and_a_reissue_at_once),
	    cmocka_unit_test(every_procedure_has_its_road),
	    cmocka_unit_test(a_loss_report_suspends_or_abolishes),
	    cmocka_unit_test(only_an_express_card_is_paid_at_its_application),
	    cmocka_unit_test(
		nothing_is_gone_back_behind_once_an_effect_is_known),
	    cmocka_unit_test(effects_move_the_card_as_they_say),
	    cmocka_unit_test(every_step_of_every_kind_meets_every_answer),
	    cmocka_unit_test(good_answers_do_every_step),
	    cmocka_unit_test(every_effect_is_told_as_what_it_is),
	    cmocka_unit_test(every_procedure_can_be_refused_in_words),
	    cmocka_unit_test(the_built_in_rows_say_who_needs_a_letter),
	    cmocka_unit_test(rows_of_the_office_hold_on_their_days),
	    cmocka_unit_test(every_reason_of_a_reissue_is_in_the_fee_schedule),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
