/* step_residence.c -- the residence card of a foreign resident, by eye, in
 * the order of counter-procedures 2.9, which is the order of the form:
 * 1 status, 2 the My Number card's own end, 3 the document's end or the
 * special period, 4 name, 5 address, 6 the stay, which has no end for permanent
 * residents: for them the document's date alone counts. */
#include <string.h>

#include "rules/papers.h"
#include "rules/residence_number.h"
#include "rules/step_part.h"

/* The special period ends with the decision, or this long after the document
 * (2.9). */
#define SPECIAL_MONTHS 2

static const struct choice kind_choices[] = {
    {"residence_card", N_("Residence card")},
    {"spr_certificate", N_("Special permanent resident certificate")},
    {"none", N_("None: short stay, or the status is lost")},
    {NULL, NULL},
};

static const struct choice special_choices[] = {
    {"stamp", N_("Yes: stamp on the back")},
    {"mail", N_("Yes: mail of the online application")},
    {"none", N_("No")},
    {NULL, NULL},
};

static const struct choice decision_choices[] = {
    {"pending", N_("Not yet")},
    {"decided", N_("Yes")},
    {NULL, NULL},
};

static const struct choice photo_choices[] = {
    {"photo", N_("With photo")},
    {"no_photo", N_("Without photo (child)")},
    {NULL, NULL},
};

static const struct choice by_eye_choices[] = {
    {"not_fitted", N_("This counter does not read these chips")},
    {"reader_down", N_("The reader does not work")},
    {"chip_silent", N_("The chip does not answer")},
    {NULL, NULL},
};

/* A special period exists for a stay that has an end (2.9, 6). */
static bool
shown_special(const struct case_facts *facts, const struct answers *a)
{
	struct date until;

	return !facts->permanent &&
	       date_parse(answers_get(a, "until"), &until) &&
	       date_compare(until, facts->today) < 0;
}

static bool
shown_application(const struct case_facts *facts, const struct answers *a)
{
	const char *special = answers_get(a, "special");

	return shown_special(facts, a) && special[0] != '\0' &&
	       strcmp(special, "none") != 0;
}

static bool
shown_stay(const struct case_facts *facts, const struct answers *a)
{
	(void)a;
	return !facts->permanent;
}

/* Without a photo it is not class A (2.4), so other papers must do. */
static bool
shown_paper(const struct case_facts *facts, const struct answers *a)
{
	return facts->two_papers_always ||
	       strcmp(answers_get(a, "photo"), "no_photo") == 0;
}

static bool
shown_paper_until(const struct case_facts *facts, const struct answers *a)
{
	return shown_paper(facts, a) &&
	       paper_dated(answers_get(a, "paper")) != PAPER_NOT_DATED;
}

/* Beside a residence card with photo one document of any class is the second
 * of the two that some offices want. */
static bool
shown_second(const struct case_facts *facts, const struct answers *a)
{
	return shown_paper(facts, a) &&
	       strcmp(answers_get(a, "photo"), "no_photo") == 0 &&
	       paper_needs_second(
		   answers_get(a, "paper"), facts->two_papers_always);
}

static bool
shown_second_until(const struct case_facts *facts, const struct answers *a)
{
	return shown_second(facts, a) &&
	       paper_dated(answers_get(a, "second")) != PAPER_NOT_DATED;
}

static const struct field fields[] = {
    {.id = "kind",
	.label = N_("Document"),
	.type = FIELD_CHOICE,
	.required = true,
	.choices = kind_choices},
    {.id = "number",
	.label = N_("Number"),
	.hint = N_("2 letters, 8 digits, 2 letters, as printed."),
	.type = FIELD_TEXT,
	.required = true,
	.max_columns = 24},
    {.id = "by_eye",
	.label = N_("Why by eye"),
	.type = FIELD_CHOICE,
	.required = true,
	.choices = by_eye_choices},
    {.id = "until",
	.label = N_("Document valid until"),
	.hint = N_("The date of the document, not of the stay."),
	.type = FIELD_DATE,
	.required = true},
    {.id = "special",
	.label = N_("Renewal applied for"),
	.hint = N_("Look for the stamp on the back, or ask for the mail."),
	.type = FIELD_CHOICE,
	.required = true,
	.choices = special_choices,
	.shown = shown_special},
    {.id = "applied_on",
	.label = N_("Renewal applied for on"),
	.hint = N_("The date on the stamp or of the mail."),
	.type = FIELD_DATE,
	.required = true,
	.shown = shown_application},
    {.id = "decision",
	.label = N_("Has it been decided?"),
	.type = FIELD_CHOICE,
	.required = true,
	.choices = decision_choices,
	.shown = shown_application},
    {.id = "name",
	.label = N_("Name"),
	.hint = N_("An alias is never on this document: no difference."),
	.type = FIELD_CHOICE,
	.required = true,
	.choices = step_same_choices},
    {.id = "birth",
	.label = N_("Birth date"),
	.type = FIELD_CHOICE,
	.required = true,
	.choices = step_same_choices},
    {.id = "address",
	.label = N_("Address, also on the back"),
	.hint = N_("The last entry on the back counts."),
	.type = FIELD_CHOICE,
	.required = true,
	.choices = step_same_choices},
    {.id = "stay",
	.label = N_("Status and end of the stay"),
	.type = FIELD_CHOICE,
	.required = true,
	.choices = step_same_choices,
	.shown = shown_stay},
    {.id = "photo",
	.label = N_("Photo on the document"),
	.hint = N_("Without a photo it needs other papers beside it."),
	.type = FIELD_CHOICE,
	.required = true,
	.choices = photo_choices},
    {.id = "paper",
	.label = N_("Holder's further document"),
	.type = FIELD_CHOICE,
	.required = true,
	.choices = paper_choices,
	.shown = shown_paper},
    {.id = "paper_until",
	.label = N_("Further document is valid until"),
	.type = FIELD_DATE,
	.shown = shown_paper_until},
    {.id = "second",
	.label = N_("Holder's second further document"),
	.type = FIELD_CHOICE,
	.required = true,
	.choices = paper_choices,
	.shown = shown_second},
    {.id = "second_until",
	.label = N_("Second further document is valid until"),
	.type = FIELD_DATE,
	.shown = shown_second_until},
    {.id = NULL},
};

static enum kerr
judge_status(const struct step_view *v)
{
	if (step_value_is(v, "kind", "none"))
		return step_refused(
		    v, N_("there is no mid- to long-term status"));
	if (step_value_is(v, "kind", "spr_certificate") && !v->facts->permanent)
		return step_refused(
		    v, N_("this case knows no permanent residence: check the "
			  "register"));
	return KERR_OK;
}

static enum kerr
judge_number(const struct step_view *v)
{
	char number[RESIDENCE_NUMBER_SIZE];

	if (residence_number_fold(number, step_value(v, "number")))
		return KERR_OK;
	return step_refused(
	    v, N_("the number is not 2 letters, 8 digits, 2 letters"));
}

static enum kerr
judge_until(const struct step_view *v)
{
	struct date until = step_date(v, "until");

	if (date_compare(until, v->facts->today) >= 0)
		return KERR_OK;
	if (v->facts->permanent)
		return step_refused(
		    v, N_("the permanent resident's document has expired"));
	if (date_compare(
		date_add_months(until, SPECIAL_MONTHS), v->facts->today) < 0)
		return step_refused(
		    v, N_("the document expired more than two months ago"));
	return KERR_OK;
}

static enum kerr
judge_special(const struct step_view *v)
{
	if (!step_value_is(v, "special", "none"))
		return KERR_OK;
	return step_refused(
	    v, N_("the document has expired and no renewal was applied for"));
}

static enum kerr
judge_applied_on(const struct step_view *v)
{
	struct date applied = step_date(v, "applied_on");

	if (date_compare(applied, step_date(v, "until")) <= 0)
		return KERR_OK;
	return step_refused(
	    v, N_("the renewal was applied for after the document expired"));
}

static enum kerr
judge_decision(const struct step_view *v)
{
	if (!step_value_is(v, "decision", "decided"))
		return KERR_OK;
	return step_refused(
	    v, N_("the renewal is decided: the new document is needed"));
}

static enum kerr
judge_name(const struct step_view *v)
{
	return step_judge_same(
	    v, "name", N_("the name differs: correct the register first"));
}

static enum kerr
judge_birth(const struct step_view *v)
{
	return step_judge_same(v, "birth",
	    N_("the birth date differs: correct the register first"));
}

static enum kerr
judge_address(const struct step_view *v)
{
	return step_judge_same(v, "address",
	    N_("the address differs: correct the register first"));
}

static enum kerr
judge_stay(const struct step_view *v)
{
	return step_judge_same(v, "stay",
	    N_("the stay differs: ask for the newest residence card"));
}

/* The document under judgement cannot be its own second. */
static enum kerr
judge_paper(const struct step_view *v)
{
	const char *paper = step_value(v, "paper");

	if (strcmp(paper, "residence_card") == 0 ||
	    strcmp(paper, "spr_certificate") == 0)
		return step_refused(
		    v, N_("the second document must be another one"));
	return step_judge_paper(v, "paper");
}

static enum kerr
judge_paper_until(const struct step_view *v)
{
	return step_judge_paper_until(v, "paper", "paper_until");
}

static enum kerr
judge_second(const struct step_view *v)
{
	const char *second = step_value(v, "second");

	if (strcmp(second, "residence_card") == 0 ||
	    strcmp(second, "spr_certificate") == 0)
		return step_refused(
		    v, N_("the second document must be another one"));
	return step_judge_second_paper(v, "paper", "second");
}

static enum kerr
judge_second_until(const struct step_view *v)
{
	return step_judge_paper_until(v, "second", "second_until");
}

static const struct step_rule rules[] = {
    {"kind", judge_status},
    {"kind", step_judge_card_expiry},
    {"number", judge_number},
    {"until", judge_until},
    {"special", judge_special},
    {"applied_on", judge_applied_on},
    {"decision", judge_decision},
    {"name", judge_name},
    {"birth", judge_birth},
    {"address", judge_address},
    {"stay", judge_stay},
    {"paper", judge_paper},
    {"paper_until", judge_paper_until},
    {"second", judge_second},
    {"second_until", judge_second_until},
    {NULL, NULL},
};

static const char *
say_residence(const struct case_facts *facts)
{
	if (facts->permanent)
		return N_("Ask for the residence card or the certificate. The "
			  "stay has no end: look at the document's own date.");
	return N_("Ask for the residence card, front and back, and compare "
		  "it with this case.");
}

const struct step_part step_part_residence = {fields, rules, say_residence};
