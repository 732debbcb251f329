/* step_effects.c -- what is done on the official terminal in a procedure, and
 * recorded here as what it is (design, decision 12): done, seen there with its
 * time; not done; or nobody knows. Training offices do it here. */
#include <stdlib.h>
#include <string.h>

#include "rules/procedure.h"
#include "rules/step_part.h"

#define MINUTES_PER_HOUR 60

static const struct choice real_choices[] = {
    {"recorded", N_("Done: seen on the official terminal")},
    {"not_done", N_("Not done")},
    {"unknown", N_("Sent, but no answer came")},
    {NULL, NULL},
};

static const struct choice training_choices[] = {
    {"done_here", N_("Done here (training)")},
    {"recorded", N_("Done: seen on the official terminal")},
    {"not_done", N_("Not done")},
    {"unknown", N_("Sent, but no answer came")},
    {NULL, NULL},
};

static bool
shown_real(const struct case_facts *facts, const struct answers *a)
{
	(void)a;
	return !facts->training;
}

static bool
shown_training(const struct case_facts *facts, const struct answers *a)
{
	(void)a;
	return facts->training;
}

static bool
shown_seen(const struct case_facts *facts, const struct answers *a)
{
	(void)facts;
	return strcmp(answers_get(a, "effect"), "recorded") == 0;
}

/* The new end, as the official terminal shows it; two months need no typing. */
static bool
shown_expiry(const struct case_facts *facts, const struct answers *a)
{
	const char *said = answers_get(a, "effect");

	return !facts->special && (strcmp(said, "recorded") == 0 ||
				      strcmp(said, "done_here") == 0);
}

#define EFFECT_FIELDS \
	{.id = "effect", \
	    .label = N_("On the official terminal"), \
	    .type = FIELD_CHOICE, \
	    .required = true, \
	    .choices = real_choices, \
	    .shown = shown_real}, \
	    {.id = "effect", \
		.label = N_("On the official terminal"), \
		.type = FIELD_CHOICE, \
		.required = true, \
		.choices = training_choices, \
		.shown = shown_training}, \
	    {.id = "seen_on", \
		.label = N_("Day on the official terminal"), \
		.hint = N_("Leave empty for today."), \
		.type = FIELD_DATE, \
		.shown = shown_seen}, \
	{ \
		.id = "seen_at", .label = N_("Time on the official terminal"), \
		.hint = N_("Hours and minutes, for example 10:45."), \
		.type = FIELD_TEXT, .required = true, .max_columns = 5, \
		.shown = shown_seen \
	}

static const struct field effect_fields[] = {EFFECT_FIELDS, {.id = NULL}};

static const struct field extend_fields[] = {EFFECT_FIELDS,
    {.id = "expiry_new",
	.label = N_("New expiry of the card"),
	.hint = N_("As the official terminal shows it."),
	.type = FIELD_DATE,
	.required = true,
	.shown = shown_expiry},
    {.id = NULL}};

static enum kerr
judge_effect(const struct step_view *v)
{
	if (step_value_is(v, "effect", "not_done"))
		return step_refused(
		    v, N_("it is not done: the case stays under \"Needs "
			  "attention\" until it is"));
	if (step_value_is(v, "effect", "unknown"))
		return step_refused(
		    v, N_("nobody knows whether it is done: the case stays "
			  "under \"Needs attention\" until the official "
			  "terminal tells"));
	return KERR_OK;
}

static enum kerr
judge_seen_on(const struct step_view *v)
{
	return step_judge_not_future(v, "seen_on");
}

/* Nothing was seen at a time that has not come. */
static enum kerr
judge_seen_at(const struct step_view *v)
{
	const char *t = step_value(v, "seen_at");
	struct date on = step_date(v, "seen_on");
	enum kerr e = step_judge_time_of_day(v, "seen_at");
	int minutes;

	if (e != KERR_OK)
		return e;
	minutes = (int)strtol(t, NULL, 10) * MINUTES_PER_HOUR +
		  (int)strtol(t + 3, NULL, 10);
	if ((date_is_set(on) && date_compare(on, v->facts->today) != 0) ||
	    minutes <= v->facts->now_minutes)
		return KERR_OK;
	return step_refused(v, N_("this time has not come yet"));
}

/* An extension after the card's end is none (2.11), whenever it is recorded. */
static enum kerr
judge_extend(const struct step_view *v)
{
	struct date on = step_date(v, "seen_on");
	struct date end = v->facts->card_expiry;
	char iso[DATE_ISO_SIZE];
	enum kerr e = judge_effect(v);

	if (e != KERR_OK)
		return e;
	if (!date_is_set(on))
		on = v->facts->today;
	if (!date_is_set(end) || date_compare(on, end) <= 0)
		return KERR_OK;
	failure_set(v->failure, ERR_CARD_EXPIRED);
	failure_text(v->failure, "date", date_iso(end, iso));
	return ERR_CARD_EXPIRED;
}

/* Later than now, and never beyond the stay (1, Validity). */
static enum kerr
judge_expiry_new(const struct step_view *v)
{
	struct date until = step_date(v, "expiry_new");

	if (date_is_set(v->facts->card_expiry) &&
	    date_compare(until, v->facts->card_expiry) <= 0)
		return step_refused(
		    v, N_("this is not later than the card's end until now"));
	if (date_is_set(v->facts->stay_new) &&
	    date_compare(until, v->facts->stay_new) > 0)
		return step_refused(
		    v, N_("a card never lasts longer than the stay"));
	return KERR_OK;
}

static const struct step_rule effect_rules[] = {
    {"effect", judge_effect},
    {"seen_on", judge_seen_on},
    {"seen_at", judge_seen_at},
    {NULL, NULL},
};

static const struct step_rule extend_rules[] = {
    {"effect", judge_extend},
    {"seen_on", judge_seen_on},
    {"seen_at", judge_seen_at},
    {"expiry_new", judge_expiry_new},
    {NULL, NULL},
};

#define SAY(name, text) \
	static const char *say_##name(const struct case_facts *facts) \
	{ \
		(void)facts; \
		return text; \
	}

SAY(suspend, N_("Suspend the card on the official terminal, then record here "
		"what it showed."))
SAY(lift, N_("Lift the suspension on the official terminal, then record here "
	     "what it showed. The signature certificate lapsed with the "
	     "suspension: offer a new one."))
SAY(abolish, N_("Abolish the card on the official terminal, then record here "
		"what it showed. This cannot be taken back."))
SAY(take_back, N_("Enter the return on the official terminal, record here what "
		  "it showed, and keep the card for destruction."))
SAY(number, N_("Order the new number on the official terminal, then record "
	       "here what it showed. The old number and card end with it."))
SAY(order, N_("Send the application for the new card on the official terminal, "
	      "then record here what it showed."))

static const char *
say_extend(const struct case_facts *facts)
{
	if (facts->special)
		return N_("Extend the card by two months on the official "
			  "terminal (the holder types the PIN there), then "
			  "record here what it showed.");
	return N_("Extend the card on the official terminal (the holder types "
		  "the PIN there), then record here what it showed.");
}

#define PART(name) \
	const struct step_part step_part_##name = { \
	    effect_fields, effect_rules, say_##name}

PART(suspend);
PART(lift);
PART(abolish);
PART(take_back);
PART(number);
PART(order);
const struct step_part step_part_extend = {
    extend_fields, extend_rules, say_extend};

/* -- the end -- */

static bool
shown_not_phone(const struct case_facts *facts, const struct answers *a)
{
	(void)a;
	return !facts->by_phone;
}

static const struct field end_fields[] = {
    {.id = "explained",
	.label = N_("Told what happens next"),
	.type = FIELD_CHECK,
	.required = true},
    {.id = "slip",
	.label = N_("The slip goes to the visitor"),
	.type = FIELD_CHECK,
	.required = true,
	.shown = shown_not_phone},
    {.id = NULL},
};

static const char *
say_end(const struct case_facts *facts)
{
	switch (facts->kind) {
	case CASE_KIND_LOSS:
	case CASE_KIND_SUSPENSION:
		return facts->abolishes
			   ? N_("Say that a new card can be applied for, with "
				"a photo. Enter closes the case and prints "
				"the slip.")
			   : N_("Say that the card is lifted only here, with "
				"the card. Enter closes the case and prints "
				"the slip.");
	case CASE_KIND_EXTENSION:
		return facts->special
			   ? N_("Say until when the second visit must be. "
				"Enter closes the case and prints the slip.")
			   : N_("Give the card back. Enter closes the case and "
				"prints the slip.");
	default:
		return N_("Enter closes the case and prints the slip.");
	}
}

const struct step_part step_part_procedure_end = {end_fields, NULL, say_end};
