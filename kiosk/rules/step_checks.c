/* step_checks.c -- the steps that are looked at and ticked: the resident
 * register (design 5), the notification card (counter-procedures 2.1, 2.5),
 * the face (2.12), and what the resident confirms on the card (2.12). */
#include <string.h>

#include "rules/step_part.h"

#define SEEN_TODAY N_("Seen today on the resident-register terminal.")

static const struct field register_fields[] = {
    {.id = "alive",
	.label = N_("The holder is alive"),
	.hint = SEEN_TODAY,
	.type = FIELD_CHECK,
	.required = true},
    {.id = "lives_here",
	.label = N_("Registered as living here"),
	.hint = SEEN_TODAY,
	.type = FIELD_CHECK,
	.required = true},
    {.id = "unchanged",
	.label = N_("Name, address, status as on the card"),
	.hint = SEEN_TODAY,
	.type = FIELD_CHECK,
	.required = true},
    {.id = "no_protection",
	.label = N_("No protection measure speaks against it"),
	.hint = SEEN_TODAY,
	.type = FIELD_CHECK,
	.required = true},
    {.id = NULL},
};

static const char *
say_register(const struct case_facts *facts)
{
	(void)facts;
	return N_("Look the holder up on the resident-register terminal now, "
		  "and tick what you see there.");
}

const struct step_part step_part_register = {
    register_fields, NULL, say_register};

static const struct choice notification_choices[] = {
    {"returned", N_("Returned now")},
    {"lost", N_("Lost")},
    {"returned_before", N_("Returned earlier")},
    {"never_held", N_("Never held: the number came by a notice")},
    {NULL, NULL},
};

static bool
shown_lost_form(const struct case_facts *facts, const struct answers *a)
{
	(void)facts;
	return strcmp(answers_get(a, "notification"), "lost") == 0;
}

static const struct field notification_fields[] = {
    {.id = "notification",
	.label = N_("Notification card"),
	.hint = N_("A number notice (since 2020-05-25) stays with the "
		   "holder."),
	.type = FIELD_CHOICE,
	.required = true,
	.choices = notification_choices},
    {.id = "lost_form",
	.label = N_("Declaration of loss filled in and signed"),
	.type = FIELD_CHECK,
	.required = true,
	.shown = shown_lost_form},
    {.id = NULL},
};

static const char *
say_notification(const struct case_facts *facts)
{
	(void)facts;
	return N_("Ask for the notification card and keep it. If it is lost, "
		  "have the declaration of loss signed and go on.");
}

const struct step_part step_part_notification = {
    notification_fields, NULL, say_notification};

static const struct choice face_choices[] = {
    {"same", N_("The same person")},
    {"doubt", N_("In doubt")},
    {"no_photo", N_("The card has no photo (child under one)")},
    {NULL, NULL},
};

static const struct choice compared_choices[] = {
    {"card_and_paper", N_("Photo on the card and on the document")},
    {"card", N_("Photo on the card only")},
    {NULL, NULL},
};

static const struct choice machine_choices[] = {
    {"not_used", N_("Not used")},
    {"same", N_("Says: the same")},
    {"doubt", N_("Says: in doubt")},
    {NULL, NULL},
};

static bool
shown_compared(const struct case_facts *facts, const struct answers *a)
{
	(void)facts;
	return strcmp(answers_get(a, "face"), "no_photo") != 0;
}

static bool
shown_questions(const struct case_facts *facts, const struct answers *a)
{
	return shown_compared(facts, a) &&
	       strcmp(answers_get(a, "machine"), "doubt") == 0;
}

static const struct field face_fields[] = {
    {.id = "face",
	.label = N_("By eye"),
	.hint = N_("Ask to lift hat and mask; glasses may stay on."),
	.type = FIELD_CHOICE,
	.required = true,
	.choices = face_choices},
    {.id = "compared",
	.label = N_("Compared with"),
	.type = FIELD_CHOICE,
	.required = true,
	.choices = compared_choices,
	.shown = shown_compared},
    {.id = "machine",
	.label = N_("Comparison machine"),
	.type = FIELD_CHOICE,
	.choices = machine_choices,
	.shown = shown_compared},
    {.id = "questions",
	.label = N_("Questions asked and answered rightly"),
	.hint = N_("The machine doubts: ask what only the holder knows."),
	.type = FIELD_CHECK,
	.required = true,
	.shown = shown_questions},
    {.id = NULL},
};

/*
 * Cards made since 2024-12-02 for children under one bear no photo ("Dated
 * changes"). A minor's card ends on the 5th birthday after it was made (1,
 * Validity), so one made before the first birthday ends by the fifth.
 */
static bool
card_may_lack_photo(const struct case_facts *facts)
{
	static const struct date since = {2024, 12, 2};

	return date_is_set(facts->born) && date_is_set(facts->card_expiry) &&
	       date_age(facts->born, since) < 1 &&
	       date_compare(
		   facts->card_expiry, date_add_years(facts->born, 5)) <= 0;
}

static enum kerr
judge_face(const struct step_view *v)
{
	if (step_value_is(v, "face", "doubt"))
		return step_refused(v, N_("the face is in doubt"));
	if (step_value_is(v, "face", "no_photo") &&
	    !card_may_lack_photo(v->facts))
		return step_refused(
		    v, N_("this holder's card should bear a photo"));
	return KERR_OK;
}

static const struct step_rule face_rules[] = {
    {"face", judge_face},
    {NULL, NULL},
};

static const char *
say_face(const struct case_facts *facts)
{
	if (facts->who == WHO_PROXY)
		return N_("Compare the holder's photo on the card with the "
			  "document, and the proxy with the proxy's document.");
	return N_("Compare the holder's face with the photos on the card and "
		  "on the document.");
}

const struct step_part step_part_face = {face_fields, face_rules, say_face};

#define LOOKED_AT N_("The resident looked at it on the card.")

static const struct field confirm_fields[] = {
    {.id = "photo",
	.label = N_("The photo is right"),
	.hint = N_("No photo on the card of a child under one: tick too."),
	.type = FIELD_CHECK,
	.required = true},
    {.id = "name",
	.label = N_("The name is right"),
	.hint = LOOKED_AT,
	.type = FIELD_CHECK,
	.required = true},
    {.id = "address",
	.label = N_("The address is right"),
	.hint = LOOKED_AT,
	.type = FIELD_CHECK,
	.required = true},
    {.id = "expiry",
	.label = N_("The resident knows how long the card is valid"),
	.hint = LOOKED_AT,
	.type = FIELD_CHECK,
	.required = true},
    {.id = NULL},
};

static const char *
say_confirm(const struct case_facts *facts)
{
	if (facts->foreign && !facts->permanent)
		return N_("Show the card. The resident checks photo, name, "
			  "address and expiry. Say that the card does not "
			  "renew itself when the stay is extended.");
	return N_("Show the card. The resident checks photo, name, address "
		  "and expiry.");
}

const struct step_part step_part_confirm = {confirm_fields, NULL, say_confirm};
