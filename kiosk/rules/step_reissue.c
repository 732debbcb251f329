/* step_reissue.c -- why a new card is made, and what becomes of the old one
 * (counter-procedures 1.9, 4.4, 4.6). */
#include <string.h>

#include "rules/procedure.h"
#include "rules/reissue.h"
#include "rules/step_part.h"

/* Its holder may still have it. */
static bool
is_held(const struct case_facts *facts, const struct answers *a)
{
	(void)a;
	return facts->card_state == CARD_DELIVERED ||
	       facts->card_state == CARD_SUSPENDED;
}

static const struct choice old_cards[] = {
    {"taken", N_("Taken back now")},
    {"kept", N_("Given back when the new card is handed over")},
    {NULL, NULL},
};

/* -- reissue -- */

static const struct reissue_reason *
reason_of(const struct answers *a)
{
	return reissue_reason_find(answers_get(a, "reason"));
}

static bool
shown_evidence(const struct case_facts *facts, const struct answers *a)
{
	const struct reissue_reason *r = reason_of(a);

	(void)facts;
	return r != NULL && r->evidence != NULL;
}

static const struct field reissue_fields[] = {
    {.id = "reason",
	.label = N_("Reason"),
	.hint = N_("It decides whether a fee is due."),
	.type = FIELD_CHOICE,
	.required = true,
	.choices = reissue_choices},
    {.id = "evidence",
	.label = N_("Evidence of the reason"),
	.hint = N_("Certificate, police number, or what was found."),
	.type = FIELD_TEXT,
	.required = true,
	.max_columns = 36,
	.shown = shown_evidence},
    {.id = "old_card",
	.label = N_("Old card"),
	.hint = N_("One person cannot hold two valid cards."),
	.type = FIELD_CHOICE,
	.required = true,
	.choices = old_cards,
	.shown = is_held},
    {.id = NULL},
};

static enum kerr
judge_reason(const struct step_view *v)
{
	const struct reissue_reason *r = reason_of(v->answers);

	if (r == NULL || !r->after_end || !is_held(v->facts, v->answers))
		return KERR_OK;
	return step_refused(
	    v, N_("the old card is still valid: first report its loss and "
		  "abolish it"));
}

static const struct step_rule reissue_rules[] = {
    {"reason", judge_reason},
    {NULL, NULL},
};

static const char *
say_reissue(const struct case_facts *facts)
{
	(void)facts;
	return N_("Ask why a new card is needed. A lost or stolen card is "
		  "abolished before.");
}

const struct step_part step_part_reissue = {
    reissue_fields, reissue_rules, say_reissue};

/* -- number change: only if leaked and likely misused (4.4) -- */

static const struct choice origins[] = {
    {"request", N_("The holder asks for it")},
    {"ex_officio", N_("The office orders it")},
    {NULL, NULL},
};

static const struct choice likely[] = {
    {"yes", N_("Leaked, and misuse is likely")},
    {"no", N_("No leak, or misuse is not likely")},
    {NULL, NULL},
};

static const struct choice leak_cards[] = {
    {"taken", N_("Taken back now")},
    {"missing", N_("Cannot be handed in")},
    {NULL, NULL},
};

static const struct field leak_fields[] = {
    {.id = "origin",
	.label = N_("Who asks for it"),
	.type = FIELD_CHOICE,
	.required = true,
	.choices = origins},
    {.id = "likely",
	.label = N_("Was it leaked"),
	.type = FIELD_CHOICE,
	.required = true,
	.choices = likely},
    {.id = "leak",
	.label = N_("What happened, in words"),
	.hint = N_("Never write the number itself."),
	.type = FIELD_TEXT,
	.required = true,
	.max_columns = 36},
    {.id = "proof",
	.label = N_("Paper that shows it"),
	.type = FIELD_TEXT,
	.max_columns = 36},
    {.id = "old_card",
	.label = N_("Old card"),
	.hint = N_("It lapses with the old number."),
	.type = FIELD_CHOICE,
	.required = true,
	.choices = leak_cards,
	.shown = is_held},
    {.id = NULL},
};

static enum kerr
judge_likely(const struct step_view *v)
{
	if (!step_value_is(v, "likely", "no"))
		return KERR_OK;
	return step_refused(
	    v, N_("the number changes only if it leaked and is likely to be "
		  "misused"));
}

static const struct step_rule leak_rules[] = {
    {"likely", judge_likely},
    {NULL, NULL},
};

static const char *
say_leak(const struct case_facts *facts)
{
	(void)facts;
	return N_("The number changes only after a leak that makes misuse "
		  "likely. A reissued card alone keeps the old number.");
}

const struct step_part step_part_leak = {leak_fields, leak_rules, say_leak};

/* -- renewal -- */

static const struct choice renewal_cards[] = {
    {"kept", N_("Here; given back when the new card is handed over")},
    {"taken", N_("Taken back now")},
    {"missing", N_("Cannot be given back: the renewal is charged")},
    {NULL, NULL},
};

static const struct field renewal_fields[] = {
    {.id = "old_card",
	.label = N_("Old card"),
	.hint = N_("A renewal is free when it is given back."),
	.type = FIELD_CHOICE,
	.required = true,
	.choices = renewal_cards},
    {.id = NULL},
};

static enum kerr
judge_renewal(const struct step_view *v)
{
	if (!step_value_is(v, "old_card", "missing") ||
	    !is_held(v->facts, v->answers))
		return KERR_OK;
	return step_refused(
	    v, N_("the old card is still valid: first report its loss and "
		  "abolish it"));
}

static const struct step_rule renewal_rules[] = {
    {"old_card", judge_renewal},
    {NULL, NULL},
};

static const char *
say_renewal(const struct case_facts *facts)
{
	if (facts->foreign && !facts->permanent)
		return N_("Look at the old card. Where only the stay was "
			  "extended, the same card goes on: use the extension "
			  "of stay.");
	return N_("Look at the old card: it stays valid until the new one is "
		  "handed over.");
}

const struct step_part step_part_renewal = {
    renewal_fields, renewal_rules, say_renewal};
