/* destruction.c -- see rules/destruction.h. */
#include "rules/destruction.h"

#include <string.h>

#include "base/error.h"
#include "rules/step_part.h"

static const struct {
	const char *code;
	const char *name;
} reasons[DESTRUCTION_REASON_COUNT] = {
#define X(reason, code, name) [reason] = {code, name},
    DESTRUCTION_REASONS(X)
#undef X
};

/* counter-procedures 1.6: a second term of two to three months, and a year
 * since the application or since the first notice. How long a notification
 * card that came back is kept has no source: ours, three months. */
const struct keeping_terms keeping_terms_builtin[] = {
    {{2015, 10, 5}, {0}, 3, 12, 12, 3},
    {{0}, {0}, 0, 0, 0, 0},
};

const char *
destruction_reason_code(enum destruction_reason r)
{
	return (unsigned)r < DESTRUCTION_REASON_COUNT ? reasons[r].code : "";
}

const char *
destruction_reason_name(enum destruction_reason r)
{
	return (unsigned)r < DESTRUCTION_REASON_COUNT ? reasons[r].name : "";
}

bool
destruction_reason_from_code(const char *code, enum destruction_reason *out)
{
	for (int r = 0; code != NULL && r < DESTRUCTION_REASON_COUNT; r++) {
		if (strcmp(reasons[r].code, code) == 0) {
			*out = (enum destruction_reason)r;
			return true;
		}
	}
	return false;
}

static struct date
later(struct date a, struct date b)
{
	return date_compare(a, b) >= 0 ? a : b;
}

static const struct keeping_terms *
terms_on(const struct keeping_terms *terms, struct date day)
{
	for (; date_is_set(terms->from); terms++)
		if (date_compare(terms->from, day) <= 0 &&
		    (!date_is_set(terms->to) ||
			date_compare(day, terms->to) <= 0))
			return terms;
	return NULL;
}

/* A card is good, and a term runs, up to and with its last day. */
static bool
is_past(struct date last, struct date today)
{
	return date_is_set(last) && date_compare(last, today) < 0;
}

/* 1.6: the second term and the year, whichever ends later. */
static bool
terms_are_over(const struct destruction_facts *f,
    const struct keeping_terms *terms, struct date *since)
{
	const struct keeping_terms *t = terms_on(terms, f->noticed_on);
	struct date last;

	if (f->state == CARD_HOLD || t == NULL || !date_is_set(f->noticed_on) ||
	    !date_is_set(f->second_notice_on))
		return false;
	if (date_is_set(f->reserved_on) && !is_past(f->reserved_on, f->today))
		return false;
	last = later(date_add_months(f->second_notice_on, t->second_term),
	    date_add_months(f->noticed_on, t->least_notice));
	if (date_is_set(f->applied_on))
		last = later(
		    last, date_add_months(f->applied_on, t->least_application));
	*since = last;
	return is_past(last, f->today);
}

static bool
notification_is_due(const struct destruction_facts *f,
    const struct keeping_terms *terms, enum destruction_reason *why,
    struct date *since)
{
	const struct keeping_terms *t = terms_on(terms, f->state_on);

	if (f->state != CARD_POST_RETURNED || t == NULL)
		return false;
	*why = DESTROY_POST_TERM_OVER;
	*since = date_add_months(f->state_on, t->post);
	return is_past(*since, f->today);
}

bool
destruction_is_due(const struct destruction_facts *f,
    const struct keeping_terms *terms, enum destruction_reason *why,
    struct date *since)
{
	enum card_state cancelled;

	if (f->never_came)
		return false;
	if (f->type == CARD_TYPE_NOTIFICATION)
		return notification_is_due(f, terms, why, since);
	*since = f->state_on;
	if (f->state == CARD_CANCELLED || f->state == CARD_RETURNED) {
		*why = f->state == CARD_CANCELLED ? DESTROY_CANCELLED
						  : DESTROY_HANDED_IN;
		return true;
	}
	/* an application is no card yet */
	if (f->state == CARD_APPLIED ||
	    !lifecycle_next(f->state, CARD_EV_CANCEL, f->state, &cancelled))
		return false;
	*since = f->expiry;
	*why = DESTROY_EXPIRED;
	if (is_past(f->expiry, f->today))
		return true;
	*why = DESTROY_TERM_OVER;
	return terms_are_over(f, terms, since);
}

/* -- cancelling -- */

static const struct choice cancel_reasons[] = {
    {"moved_away", N_("The holder moved to another municipality")},
    {"left_japan", N_("The holder left Japan")},
    {"died", N_("The holder died")},
    {"withdrawn", N_("The holder withdrew the application")},
    {"status_lost", N_("The residence status or the record was lost")},
    {"card_expired", N_("The card expired before it was collected")},
    {"term_over", N_("The terms for collecting it are over")},
    {"reapplied", N_("A new application takes its place")},
    {"other", N_("Another reason (write a remark)")},
    {NULL, NULL},
};

const char *
cancel_reason_name(const char *code)
{
	for (const struct choice *c = cancel_reasons; c->code != NULL; c++)
		if (strcmp(c->code, code) == 0)
			return c->label;
	return "";
}

static const struct field fields[] = {
    {.id = "reason",
	.label = N_("Why the card is not handed out"),
	.type = FIELD_CHOICE,
	.required = true,
	.choices = cancel_reasons},
    {.id = "seen",
	.label = N_("Seen on the resident-register terminal today"),
	.type = FIELD_CHECK,
	.required = true},
    {.id = "place",
	.label = N_("Where the card lies from now on"),
	.hint =
	    N_("Until two people destroy it. Empty when none has come yet."),
	.type = FIELD_TEXT,
	.max_columns = 20},
    {.id = "remark",
	.label = N_("Remark"),
	.type = FIELD_TEXT,
	.max_columns = 36},
    {.id = NULL},
};

/* Expiry is not said by hand: the card's own date says it (1.7). */
static enum kerr
judge_reason(const struct step_view *v)
{
	if (step_value_is(v, "reason", "card_expired") &&
	    !is_past(v->facts->card_expiry, v->facts->today))
		return step_refused(v, N_("the card has not expired"));
	return KERR_OK;
}

static enum kerr
judge_remark(const struct step_view *v)
{
	if (step_value_is(v, "reason", "other") &&
	    step_value_is(v, "remark", ""))
		return step_missing(v, "remark");
	return KERR_OK;
}

/* An application that is withdrawn leaves nothing that could lie anywhere. */
static enum kerr
judge_place(const struct step_view *v)
{
	if (v->facts->card_state != CARD_APPLIED &&
	    step_value_is(v, "place", ""))
		return step_missing(v, "place");
	return KERR_OK;
}

static const struct step_rule cancel_rules[] = {
    {"place", judge_place},
    {"reason", judge_reason},
    {"remark", judge_remark},
    {NULL, NULL},
};

static const struct step_part cancel_part = {fields, cancel_rules, NULL};

const struct field *
cancel_fields(void)
{
	return fields;
}

const char *
cancel_instruction(void)
{
	return N_("The card is taken out of what waits. It can never be handed "
		  "out after this; two people destroy it later.");
}

enum kerr
cancel_judge(const struct case_facts *facts, const struct answers *answers,
    struct failure *f)
{
	return step_part_judge_form(&cancel_part, facts, answers, f);
}
