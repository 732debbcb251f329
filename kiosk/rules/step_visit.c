/* step_visit.c -- the forms of a PIN change and of a PIN reset: who came with
 * which papers, which PINs, and the card back with its holder.
 *
 * counter-procedures 3.9: a reset needs the card and one other document, is
 * free, and a freely chosen proxy needs two visits, since the office first
 * writes to the holder (rules/visit_rules.h, step_letter.c). Who knows the PIN
 * changes it in person, with the card alone. The
 * rules for children and wards are those of 2.6 and 3.4. */
#include "rules/papers.h"
#include "rules/pin.h"
#include "rules/step_part.h"
#include "rules/visit_rules.h"

#include <string.h>

#define UNTIL_HINT N_("Leave empty only if no date is printed on it.")

static bool
who_is(const struct answers *a, const char *who)
{
	return strcmp(answers_get(a, "who"), who) == 0;
}

static bool
shown_holder_here(const struct case_facts *facts, const struct answers *a)
{
	(void)facts;
	return who_is(a, "self") || who_is(a, "guardian");
}

/* Of the holder, also when a proxy brings it. */
static bool
shown_other(const struct case_facts *facts, const struct answers *a)
{
	return facts->kind == CASE_KIND_PIN_RESET &&
	       (shown_holder_here(facts, a) || who_is(a, "proxy"));
}

/* Somebody else than the holder. */
static bool
shown_comer(const struct case_facts *facts, const struct answers *a)
{
	return step_shows_guardian(facts, a) || who_is(a, "proxy");
}

static bool
shown_other_until(const struct case_facts *facts, const struct answers *a)
{
	return shown_other(facts, a) &&
	       paper_dated(answers_get(a, "other_paper")) != PAPER_NOT_DATED;
}

static bool
shown_rep_until(const struct case_facts *facts, const struct answers *a)
{
	return shown_comer(facts, a) &&
	       paper_dated(answers_get(a, "rep_paper")) != PAPER_NOT_DATED;
}

static const struct field visit_fields[] = {
    {.id = "who",
	.label = N_("Who came"),
	.type = FIELD_CHOICE,
	.required = true,
	.choices = step_who_choices},
    {.id = "face",
	.label = N_("Holder and the photo on the card"),
	.type = FIELD_CHOICE,
	.required = true,
	.choices = step_same_choices,
	.shown = shown_holder_here},
    {.id = "other_paper",
	.label = N_("One other document of the holder"),
	.hint = N_("Beside the card itself."),
	.type = FIELD_CHOICE,
	.required = true,
	.choices = paper_choices,
	.shown = shown_other},
    {.id = "other_until",
	.label = N_("The other document is valid until"),
	.hint = UNTIL_HINT,
	.type = FIELD_DATE,
	.shown = shown_other_until},
    {.id = "representative",
	.label = N_("Name of the representative"),
	.type = FIELD_TEXT,
	.required = true,
	.max_columns = 36,
	.shown = shown_comer},
    {.id = "authority",
	.label = N_("Proof of authority"),
	.type = FIELD_CHOICE,
	.required = true,
	.choices = step_authority_choices,
	.shown = step_shows_guardian},
    {.id = "authority_date",
	.label = N_("The certificate was issued on"),
	.hint = N_("At most three months ago."),
	.type = FIELD_DATE,
	.required = true,
	.shown = step_shows_certificate},
    {.id = "rep_paper",
	.label = N_("Representative's document"),
	.type = FIELD_CHOICE,
	.required = true,
	.choices = paper_choices,
	.shown = shown_comer},
    {.id = "rep_until",
	.label = N_("Representative's document is valid until"),
	.hint = UNTIL_HINT,
	.type = FIELD_DATE,
	.shown = shown_rep_until},
    {.id = NULL},
};

static enum kerr
judge_who(const struct step_view *v)
{
	enum who_came who = WHO_UNKNOWN;

	(void)who_from_code(step_value(v, "who"), &who);
	if (visit_rule_find(
		v->facts->visits, v->facts->kind, who, v->facts->today)
		->admitted == VISIT_NO)
		return step_refused(
		    v, N_("by this office's rules this person may not come "
			  "for it"));
	return step_judge_who(v);
}

static enum kerr
judge_face(const struct step_view *v)
{
	return step_judge_same(
	    v, "face", N_("the holder is not the person on the card"));
}

static enum kerr
judge_other(const struct step_view *v)
{
	if (step_value_is(v, "other_paper", "my_number_card"))
		return step_refused(
		    v, N_("the second document must be another one"));
	return step_judge_paper(v, "other_paper");
}

static enum kerr
judge_other_until(const struct step_view *v)
{
	return step_judge_paper_until(v, "other_paper", "other_until");
}

static enum kerr
judge_rep(const struct step_view *v)
{
	return step_judge_paper(v, "rep_paper");
}

static enum kerr
judge_rep_until(const struct step_view *v)
{
	return step_judge_paper_until(v, "rep_paper", "rep_until");
}

static const struct step_rule visit_rules[] = {
    {"who", judge_who},
    {"face", judge_face},
    {"other_paper", judge_other},
    {"other_until", judge_other_until},
    {"authority", step_judge_authority},
    {"authority_date", step_judge_certificate},
    {"rep_paper", judge_rep},
    {"rep_until", judge_rep_until},
    {NULL, NULL},
};

static const char *
say_visit(const struct case_facts *facts)
{
	if (facts->kind == CASE_KIND_PIN_RESET)
		return N_("Reset: the PIN is forgotten or locked. Ask for the "
			  "card and one other document. It is free.");
	return N_("Change: the resident knows the PIN. Ask for the card. If "
		  "the PIN is forgotten or locked, stop here and open a "
		  "reset.");
}

const struct step_part step_part_visit = {visit_fields, visit_rules, say_visit};

/* -- which PINs -- */

/* Under 15 there is no signature certificate in principle (3.4). */
static bool
shown_sign(const struct case_facts *facts, const struct answers *a)
{
	(void)a;
	return facts->age >= PIN_AGE_SIGN;
}

/* The ids are pin_kind_code(). */
static const struct field choice_fields[] = {
    {.id = "sign",
	.label = N_("Signature certificate password"),
	.type = FIELD_CHECK,
	.shown = shown_sign},
    {.id = "auth",
	.label = N_("User authentication certificate PIN"),
	.type = FIELD_CHECK},
    {.id = "juki", .label = N_("Resident register PIN"), .type = FIELD_CHECK},
    {.id = "input", .label = N_("Card data input PIN"), .type = FIELD_CHECK},
    {.id = NULL},
};

static enum kerr
judge_choice(const struct step_view *v)
{
	static const char *const ids[] = {"sign", "auth", "juki", "input"};

	for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++)
		if (step_value_is(v, ids[i], "yes"))
			return KERR_OK;
	return step_refused(v, N_("no PIN is chosen"));
}

static const struct step_rule choice_rules[] = {
    {"input", judge_choice},
    {NULL, NULL},
};

static const char *
say_choice(const struct case_facts *facts)
{
	if (facts->kind == CASE_KIND_PIN_RESET)
		return N_("Ask which PINs are forgotten or locked. The "
			  "resident register PIN and the card data input PIN "
			  "can be reset at the office only.");
	return N_("Ask which PINs the resident wants to change.");
}

const struct step_part step_part_pin_choice = {
    choice_fields, choice_rules, say_choice};

/* -- the end -- */

static const struct field end_fields[] = {
    {.id = "card_back",
	.label = N_("The card is back with its holder"),
	.type = FIELD_CHECK,
	.required = true},
    {.id = NULL},
};

static const char *
say_end(const struct case_facts *facts)
{
	(void)facts;
	return N_("Give the card back, with the slip. The office cannot look "
		  "up a PIN: the resident keeps the memo apart from the card.");
}

const struct step_part step_part_pin_end = {end_fields, NULL, say_end};
