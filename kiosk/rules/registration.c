/* registration.c -- see rules/registration.h. */
#include "rules/registration.h"

#include <string.h>

#include "base/date.h"
#include "rules/individual_number.h"
#include "rules/residence_status.h"
#include "rules/serials.h"
#include "rules/step_part.h"

/* The first cards (counter-procedures 0) and the longest validity: the tenth
 * birthday after the issue lies less than eleven years ahead (1 "Validity"). */
static const struct date first_cards = {2016, 1, 1};
#define YEARS_MOST 11
#define AGE_MOST   130

static bool
is(const struct answers *a, const char *field, const char *value)
{
	return strcmp(answers_get(a, field), value) == 0;
}

static bool
shown_foreign(const struct case_facts *facts, const struct answers *a)
{
	(void)facts;
	return is(a, "nationality", "foreign");
}

static bool
shown_stay(const struct case_facts *facts, const struct answers *a)
{
	return shown_foreign(facts, a) &&
	       !residence_status_is_permanent(answers_get(a, "status"));
}

static bool
shown_individual(const struct case_facts *facts, const struct answers *a)
{
	(void)facts;
	return is(a, "type", "individual");
}

static bool
shown_notification(const struct case_facts *facts, const struct answers *a)
{
	(void)facts;
	return is(a, "type", "notification");
}

static bool
shown_in_office(const struct case_facts *facts, const struct answers *a)
{
	return shown_notification(facts, a) &&
	       (is(a, "where", "post_returned") || is(a, "where", "held"));
}

static const struct choice types[] = {
    {"individual", N_("Individual Number Card")},
    {"notification", N_("Notification card")},
    {NULL, NULL},
};

static const struct choice nationalities[] = {
    {"national", N_("Japanese national")},
    {"foreign", N_("Foreign resident")},
    {NULL, NULL},
};

static const struct choice places[] = {
    {"posted", N_("Sent by post, with its holder")},
    {"post_returned", N_("Came back by post")},
    {"held", N_("Held at the office on request")},
    {NULL, NULL},
};

static const struct field fields[] = {
    {.id = "type",
	.label = N_("Which card"),
	.type = FIELD_CHOICE,
	.required = true,
	.choices = types},
    {.id = "serial",
	.label = N_("Serial printed on the card"),
	.hint = N_("16 letters and digits; not the security code after them."),
	.type = FIELD_TEXT,
	.required = true,
	.max_columns = 19,
	.shown = shown_individual},
    {.id = "expiry",
	.label = N_("Card valid until"),
	.type = FIELD_DATE,
	.required = true,
	.shown = shown_individual},
    {.id = "nationality",
	.label = N_("Nationality"),
	.type = FIELD_CHOICE,
	.required = true,
	.choices = nationalities},
    {.id = "roman",
	.label = N_("Name in Roman letters"),
	.hint = N_("Capitals, as on the card. At least one form of the name."),
	.type = FIELD_TEXT,
	.max_columns = 60},
    {.id = "kanji",
	.label = N_("Name in kanji"),
	.type = FIELD_TEXT,
	.max_columns = 40},
    {.id = "kana",
	.label = N_("Name in kana"),
	.type = FIELD_TEXT,
	.max_columns = 40},
    {.id = "alias",
	.label = N_("Alias"),
	.hint = N_("Registered alias of a foreign resident."),
	.type = FIELD_TEXT,
	.max_columns = 40,
	.shown = shown_foreign},
    {.id = "born",
	.label = N_("Date of birth"),
	.type = FIELD_DATE,
	.required = true},
    {.id = "address",
	.label = N_("Address"),
	.type = FIELD_TEXT,
	.required = true,
	.max_columns = 60},
    {.id = "status",
	.label = N_("Status of residence"),
	.type = FIELD_TEXT,
	.required = true,
	.max_columns = 30,
	.shown = shown_foreign},
    {.id = "stay",
	.label = N_("Period of stay until"),
	.type = FIELD_DATE,
	.required = true,
	.shown = shown_stay},
    {.id = "sign",
	.label = N_("Signature certificate on the card"),
	.type = FIELD_CHECK,
	.shown = shown_individual},
    {.id = "auth",
	.label = N_("User authentication certificate on the card"),
	.type = FIELD_CHECK,
	.shown = shown_individual},
    {.id = "where",
	.label = N_("Where the notification card is"),
	.type = FIELD_CHOICE,
	.required = true,
	.choices = places,
	.shown = shown_notification},
    {.id = "number",
	.label = N_("Number of the registered mail"),
	.hint = N_("The card is found by it."),
	.type = FIELD_TEXT,
	.required = true,
	.max_columns = 20,
	.shown = shown_in_office},
    {.id = "place",
	.label = N_("Where it lies in the office"),
	.type = FIELD_TEXT,
	.required = true,
	.max_columns = 20,
	.shown = shown_in_office},
    {.id = NULL},
};

/* -- rules -- */

static enum kerr
judge_serial(const struct step_view *v)
{
	const char *serial = step_value(v, "serial");

	if (face_serial_is_shaped(serial, strlen(serial)))
		return KERR_OK;
	return step_refused(
	    v, N_("the serial on the face has 16 letters and digits"));
}

static enum kerr
judge_expiry(const struct step_view *v)
{
	struct date end = step_date(v, "expiry");

	if (date_compare(end, first_cards) < 0)
		return step_refused(
		    v, N_("no card ended before the first cards were made"));
	if (date_compare(end, date_add_years(v->facts->today, YEARS_MOST)) > 0)
		return step_refused(
		    v, N_("no card is valid for so many years"));
	return KERR_OK;
}

/* As in the passport (7.3). */
static bool
roman_name_is_shaped(const char *name)
{
	static const char allowed[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ -',./";

	return name[strspn(name, allowed)] == '\0';
}

static enum kerr
judge_roman(const struct step_view *v)
{
	if (roman_name_is_shaped(step_value(v, "roman")))
		return KERR_OK;
	return step_refused(
	    v, N_("a Roman name holds only capitals, blanks and - ' , . /"));
}

/* 7.3: a foreign resident's name is Roman, or kanji for some. */
static enum kerr
judge_some_name(const struct step_view *v)
{
	bool roman = !step_value_is(v, "roman", "");
	bool kanji = !step_value_is(v, "kanji", "");
	bool kana = !step_value_is(v, "kana", "");

	if (roman || kanji ||
	    (kana && step_value_is(v, "nationality", "national")))
		return KERR_OK;
	return step_missing(v, "roman");
}

static enum kerr
judge_born(const struct step_view *v)
{
	struct date born = step_date(v, "born");
	struct date end = step_date(v, "expiry");

	if (date_compare(born, v->facts->today) > 0)
		return step_refused(v, N_("this day has not come yet"));
	if (date_compare(date_add_years(born, AGE_MOST), v->facts->today) < 0)
		return step_refused(v, N_("nobody is so old"));
	if (date_is_set(end) && date_compare(end, born) < 0)
		return step_refused(
		    v, N_("the card ends before its holder was born"));
	return KERR_OK;
}

/* Notification cards were sent from 2015-10-05 to 2020-05-24 (0, dated
 * changes): whoever was born after that has none. */
static enum kerr
judge_notification(const struct step_view *v)
{
	static const struct date last = {2020, 5, 24};

	if (date_compare(step_date(v, "born"), last) <= 0)
		return KERR_OK;
	return step_refused(
	    v, N_("who was born later never had a notification card"));
}

static const struct step_rule rules[] = {
    {"serial", judge_serial},
    {"expiry", judge_expiry},
    {"roman", judge_roman},
    {"kana", judge_some_name},
    {"born", judge_born},
    {"where", judge_notification},
    {NULL, NULL},
};

static const struct step_part registration = {fields, rules, NULL};

const struct field *
registration_fields(void)
{
	return fields;
}

const char *
registration_instruction(void)
{
	return N_("For a card that is in no list of this office. Write down "
		  "what is printed on it. Never write the 12-digit number.");
}

/* Whatever else is wrong, a number must not be sent again; fields that are not
 * shown any more hold one as well as those that are. */
enum kerr
registration_judge(const struct case_facts *facts,
    const struct answers *answers, struct failure *f)
{
	for (size_t i = 0; i < answers->count; i++)
		if (individual_number_is_within(answers->item[i].value))
			return failure_set(f, ERR_NUMBER_KEPT);
	return step_part_judge_form(&registration, facts, answers, f);
}
