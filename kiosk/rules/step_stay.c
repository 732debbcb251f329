/* step_stay.c -- putting off the end of a foreign resident's card (counter-
 * procedures 2.9, 2.11): with a new period of stay, or once by two months
 * while a renewal that was filed in time is decided. */
#include <string.h>

#include "rules/procedure.h"
#include "rules/step_part.h"

static const struct choice forms[] = {
    {"normal", N_("Stay was extended: new residence card")},
    {"special", N_("Special: applied in time, 2 months, once")},
    {NULL, NULL},
};

static bool
is_form(const struct answers *a, const char *form)
{
	return strcmp(answers_get(a, "form"), form) == 0;
}

static bool
shown_normal(const struct case_facts *facts, const struct answers *a)
{
	(void)facts;
	return is_form(a, "normal");
}

static bool
shown_special(const struct case_facts *facts, const struct answers *a)
{
	(void)facts;
	return is_form(a, "special");
}

static const struct field fields[] = {
    {.id = "form",
	.label = N_("Which extension"),
	.type = FIELD_CHOICE,
	.required = true,
	.choices = forms},
    {.id = "stay_new",
	.label = N_("New period of stay until"),
	.hint = N_("As on the new residence card."),
	.type = FIELD_DATE,
	.required = true,
	.shown = shown_normal},
    {.id = "register_new",
	.label = N_("The register shows the new period"),
	.hint = N_("New data may take until the next day."),
	.type = FIELD_CHECK,
	.required = true,
	.shown = shown_normal},
    {.id = "applied",
	.label = N_("Renewal applied for before the stay ended"),
	.hint = N_("Stamp on the back of the residence card, or the mail."),
	.type = FIELD_CHECK,
	.required = true,
	.shown = shown_special},
    {.id = "second_visit",
	.label = N_("Told: a second visit with the new residence card"),
	.hint = N_("Nothing is extended by itself, and no letter comes."),
	.type = FIELD_CHECK,
	.required = true,
	.shown = shown_special},
    {.id = "residence_card",
	.label = N_("Residence card seen, name and birth date the same"),
	.type = FIELD_CHECK,
	.required = true},
    {.id = "card_here",
	.label = N_("My Number card here, its serial is the holder's"),
	.hint = N_("Compare the serial on the face with this screen."),
	.type = FIELD_CHECK,
	.required = true},
    {.id = NULL},
};

static enum kerr
judge_form(const struct step_view *v)
{
	if (v->facts->special_extended && step_value_is(v, "form", "special"))
		return step_refused(
		    v, N_("the special extension is given once, and was given "
			  "before"));
	return KERR_OK;
}

static enum kerr
judge_stay_new(const struct step_view *v)
{
	struct date until = step_date(v, "stay_new");

	if (date_compare(until, v->facts->today) < 0)
		return step_refused(v, N_("this period of stay is over"));
	if (date_is_set(v->facts->card_expiry) &&
	    date_compare(until, v->facts->card_expiry) <= 0)
		return step_refused(
		    v, N_("this is not later than the card's end: ask for the "
			  "newest residence card"));
	return KERR_OK;
}

static const struct step_rule rules[] = {
    {"form", judge_form},
    {"stay_new", judge_stay_new},
    {NULL, NULL},
};

static const char *
say_stay(const struct case_facts *facts)
{
	if (facts->special_extended)
		return N_("The special extension was given before. Ask for the "
			  "new residence card and the My Number card.");
	return N_("Ask for the newest residence card and the My Number card. "
		  "The holder types the PIN on the official terminal later.");
}

const struct step_part step_part_stay = {fields, rules, say_stay};
