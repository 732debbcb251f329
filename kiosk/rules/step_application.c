/* step_application.c -- the application for the new card (counter-procedures
 * 1.1, 1.2, 3.4, 4.7). */
#include <string.h>

#include "rules/pin.h"
#include "rules/serials.h"
#include "rules/step_part.h"

#define EXPRESS_DAYS 30 /* 4.7 */

/* Express issue exists since that day; so do cards without a photo (counter-
 * procedures 0, dated changes). */
static const struct date express_since = {2024, 12, 2};

static const struct choice express_choices[] = {
    {"no", N_("Normal, about a month")},
    {"yes", N_("Express, about a week: the fee is paid now")},
    {NULL, NULL},
};

static bool
shown_photo(const struct case_facts *facts, const struct answers *a)
{
	(void)a;
	return facts->age >= 1 || date_compare(facts->today, express_since) < 0;
}

static bool
shown_sign(const struct case_facts *facts, const struct answers *a)
{
	(void)a;
	return facts->age >= PIN_AGE_SIGN;
}

/* A renewal has time. */
static bool
shown_express(const struct case_facts *facts, const struct answers *a)
{
	(void)a;
	return facts->kind != CASE_KIND_RENEWAL &&
	       date_compare(facts->today, express_since) >= 0;
}

static bool
shown_event(const struct case_facts *facts, const struct answers *a)
{
	return shown_express(facts, a) &&
	       strcmp(answers_get(a, "express"), "yes") == 0;
}

static const struct field fields[] = {
    {.id = "registered",
	.label = N_("Register: alive, lives here, no protection measure"),
	.hint = N_("Seen today on the resident-register terminal."),
	.type = FIELD_CHECK,
	.required = true},
    {.id = "application_id",
	.label = N_("Application ID of the new application"),
	.hint = N_("23 digits on the form; the new card is known by it."),
	.type = FIELD_TEXT,
	.required = true,
	.max_columns = 30},
    {.id = "photo",
	.label = N_("Photo is right"),
	.hint = N_("At most 6 months old, 4.5 x 3.5 cm, facing front, no "
		   "hat."),
	.type = FIELD_CHECK,
	.required = true,
	.shown = shown_photo},
    {.id = "wants_sign",
	.label = N_("Signature certificate wanted"),
	.type = FIELD_CHECK,
	.shown = shown_sign},
    {.id = "wants_auth",
	.label = N_("User authentication certificate wanted"),
	.type = FIELD_CHECK},
    {.id = "express",
	.label = N_("Issue"),
	.type = FIELD_CHOICE,
	.required = true,
	.choices = express_choices,
	.shown = shown_express},
    {.id = "event_on",
	.label = N_("Day of what makes it needed"),
	.hint = N_("Express: at most 30 days ago."),
	.type = FIELD_DATE,
	.required = true,
	.shown = shown_event},
    {.id = NULL},
};

static enum kerr
judge_application_id(const struct step_view *v)
{
	char id[APPLICATION_ID_LEN + 1];

	if (application_id_take(step_value(v, "application_id"), id))
		return KERR_OK;
	return step_refused(v, N_("an application ID has 23 digits"));
}

static enum kerr
judge_express(const struct step_view *v)
{
	if (!step_value_is(v, "express", "yes") || v->facts->who == WHO_SELF ||
	    v->facts->who == WHO_GUARDIAN)
		return KERR_OK;
	return step_refused(
	    v, N_("express issue needs the holder here in person"));
}

static enum kerr
judge_event(const struct step_view *v)
{
	struct date on = step_date(v, "event_on");
	enum kerr e = step_judge_not_future(v, "event_on");

	if (e != KERR_OK)
		return e;
	if (date_days(v->facts->today) - date_days(on) <= EXPRESS_DAYS)
		return KERR_OK;
	return step_refused(
	    v, N_("that is more than 30 days ago: no express issue"));
}

static const struct step_rule rules[] = {
    {"application_id", judge_application_id},
    {"express", judge_express},
    {"event_on", judge_event},
    {NULL, NULL},
};

static const char *
say_application(const struct case_facts *facts)
{
	(void)facts;
	return N_("Take the application with its photo. The new card comes "
		  "with a delivery list under this application ID; its fee "
		  "is taken then, an express one now.");
}

const struct step_part step_part_application = {fields, rules, say_application};
