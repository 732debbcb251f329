/* step_loss.c -- a card that is lost, found, ended or given back: what
 * happened, in the resident's words (counter-procedures 4.1, 4.2). */
#include <string.h>

#include "rules/step_part.h"

static bool
answer_is(const struct answers *a, const char *field, const char *value)
{
	return strcmp(answers_get(a, field), value) == 0;
}

/* -- loss or theft -- */

static const struct choice happened[] = {
    {"lost", N_("Lost")},
    {"stolen", N_("Stolen")},
    {"disaster", N_("Fire or other disaster")},
    {NULL, NULL},
};

static const struct choice places[] = {
    {"inside", N_("Inside the home")},
    {"outside", N_("Outside the home")},
    {NULL, NULL},
};

static const struct choice wishes[] = {
    {"suspend", N_("Suspend: it may still be found")},
    {"abolish", N_("Abolish: it will not come back")},
    {NULL, NULL},
};

static bool
is_disaster(const struct case_facts *facts, const struct answers *a)
{
	(void)facts;
	return answer_is(a, "happened", "disaster");
}

static bool
shown_where(const struct case_facts *facts, const struct answers *a)
{
	return !is_disaster(facts, a);
}

/* The police number, only when lost outside the home (4.1). */
static bool
shown_police(const struct case_facts *facts, const struct answers *a)
{
	return shown_where(facts, a) && answer_is(a, "where", "outside");
}

/* A notification card has nothing that could be stopped. */
static bool
shown_wish(const struct case_facts *facts, const struct answers *a)
{
	(void)a;
	return facts->kind == CASE_KIND_LOSS;
}

static const struct field loss_fields[] = {
    {.id = "happened",
	.label = N_("What happened"),
	.type = FIELD_CHOICE,
	.required = true,
	.choices = happened},
    {.id = "lost_on",
	.label = N_("On which day"),
	.hint = N_("As far as it is known; else the day it was noticed."),
	.type = FIELD_DATE,
	.required = true},
    {.id = "where",
	.label = N_("Where"),
	.type = FIELD_CHOICE,
	.required = true,
	.choices = places,
	.shown = shown_where},
    {.id = "place",
	.label = N_("Place, in words"),
	.hint = N_("For example: Keio line, between Chofu and Shinjuku."),
	.type = FIELD_TEXT,
	.required = true,
	.max_columns = 36},
    {.id = "police_station",
	.label = N_("Police station"),
	.type = FIELD_TEXT,
	.required = true,
	.max_columns = 36,
	.shown = shown_police},
    {.id = "police_number",
	.label = N_("Police report number"),
	.hint = N_("Needed when lost outside the home."),
	.type = FIELD_TEXT,
	.required = true,
	.max_columns = 20,
	.shown = shown_police},
    {.id = "police_phone",
	.label = N_("Telephone of the police station"),
	.type = FIELD_TEXT,
	.max_columns = 20,
	.shown = shown_police},
    {.id = "certificate",
	.label = N_("Disaster certificate seen"),
	.hint = N_("Number or date of the certificate."),
	.type = FIELD_TEXT,
	.required = true,
	.max_columns = 36,
	.shown = is_disaster},
    {.id = "wish",
	.label = N_("What shall be done"),
	.hint = N_("An abolished card never becomes valid again."),
	.type = FIELD_CHOICE,
	.required = true,
	.choices = wishes,
	.shown = shown_wish},
    {.id = "signed",
	.label = N_("Loss report filled in and signed"),
	.type = FIELD_CHECK,
	.required = true},
    {.id = NULL},
};

static enum kerr
judge_lost_on(const struct step_view *v)
{
	return step_judge_not_future(v, "lost_on");
}

static const struct step_rule loss_rules[] = {
    {"lost_on", judge_lost_on},
    {NULL, NULL},
};

static const char *
say_loss(const struct case_facts *facts)
{
	if (facts->card_state == CARD_SUSPENDED)
		return N_("The card is suspended already. Take down what "
			  "happened; abolish it if it will not come back.");
	return N_("Take down what happened. Outside the home the police are "
		  "told first: ask for station and report number.");
}

const struct step_part step_part_loss = {loss_fields, loss_rules, say_loss};

/* -- found again -- */

static const struct choice proofs[] = {
    {"pin", N_("PIN typed on the official terminal")},
    {"papers", N_("Identity papers, as looked at")},
    {NULL, NULL},
};

static const struct field recovered_fields[] = {
    {.id = "card_here",
	.label = N_("The card is here, its serial is the holder's"),
	.hint = N_("Compare the serial on the face with this screen."),
	.type = FIELD_CHECK,
	.required = true},
    {.id = "found_on",
	.label = N_("Found on"),
	.type = FIELD_DATE,
	.required = true},
    {.id = "proof",
	.label = N_("Holder proven by"),
	.type = FIELD_CHOICE,
	.required = true,
	.choices = proofs},
    {.id = NULL},
};

static enum kerr
judge_found_on(const struct step_view *v)
{
	return step_judge_not_future(v, "found_on");
}

static const struct step_rule recovered_rules[] = {
    {"found_on", judge_found_on},
    {NULL, NULL},
};

static const char *
say_recovered(const struct case_facts *facts)
{
	(void)facts;
	return N_("Take the card in your hand. A suspension is lifted only "
		  "with the card, and never after it was abolished.");
}

const struct step_part step_part_recovered = {
    recovered_fields, recovered_rules, say_recovered};

/* -- abolition -- */

static const struct choice endings[] = {
    {"not_found", N_("Lost, and not found")},
    {"stolen", N_("Stolen")},
    {"destroyed", N_("Burnt, broken or thrown away")},
    {"not_wanted", N_("No longer wanted, card not here")},
    {"died", N_("The holder has died")},
    {"left_japan", N_("The holder has left Japan")},
    {NULL, NULL},
};

static const struct field ending_fields[] = {
    {.id = "ending",
	.label = N_("Why the card ends"),
	.type = FIELD_CHOICE,
	.required = true,
	.choices = endings},
    {.id = "final",
	.label = N_("Told: it never becomes valid again"),
	.type = FIELD_CHECK,
	.required = true},
    {.id = "signed",
	.label = N_("Abolition report filled in and signed"),
	.type = FIELD_CHECK,
	.required = true},
    {.id = NULL},
};

static const char *
say_ending(const struct case_facts *facts)
{
	(void)facts;
	return N_("Say that abolition is final: a card that may be found again "
		  "is suspended instead.");
}

const struct step_part step_part_ending = {ending_fields, NULL, say_ending};

/* -- return -- */

static const struct choice returns[] = {
    {"not_wanted", N_("No longer wanted")},
    {"left_japan", N_("The holder leaves Japan")},
    {"died", N_("The holder has died")},
    {"found_later", N_("Found after a new card was made")},
    {"other", N_("Another reason")},
    {NULL, NULL},
};

static const struct field given_back_fields[] = {
    {.id = "card_taken",
	.label = N_("The card was taken, its serial is the holder's"),
	.hint = N_("Compare the serial on the face with this screen."),
	.type = FIELD_CHECK,
	.required = true},
    {.id = "return_why",
	.label = N_("Why it is given back"),
	.type = FIELD_CHOICE,
	.required = true,
	.choices = returns},
    {.id = "charged",
	.label = N_("Told: wanted again later, it costs a fee"),
	.type = FIELD_CHECK,
	.required = true},
    {.id = NULL},
};

static const char *
say_given_back(const struct case_facts *facts)
{
	(void)facts;
	return N_("Take the card and the return form.");
}

const struct step_part step_part_given_back = {
    given_back_fields, NULL, say_given_back};
