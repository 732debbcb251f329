/* step_letter.c -- the two visits of a freely chosen proxy: the office writes
 * to the holder, and the answer is brought (counter-procedures 3.9). */
#include "rules/step_part.h"

/* The letter goes where only the holder can be. */
static const struct field letter_fields[] = {
    {.id = "address",
	.label = N_("Address as in the register"),
	.hint = N_("The letter goes there and is never forwarded."),
	.type = FIELD_CHECK,
	.required = true},
    {.id = "told",
	.label = N_("The proxy knows that a second visit is needed"),
	.type = FIELD_CHECK,
	.required = true},
    {.id = NULL},
};

static const char *
say_letter(const struct case_facts *facts)
{
	(void)facts;
	return N_("A proxy needs two visits. Enter prints the inquiry letter "
		  "to the holder and pauses the case until the answer is "
		  "brought.");
}

const struct step_part step_part_letter = {letter_fields, NULL, say_letter};

static const struct choice replies[] = {
    {"signed", N_("Brought, filled in and signed by the holder")},
    {"refused", N_("Brought: the holder does not agree")},
    {"not_brought", N_("Not brought")},
    {NULL, NULL},
};

static const struct field second_fields[] = {
    {.id = "reply",
	.label = N_("Holder's answer to the letter"),
	.type = FIELD_CHOICE,
	.required = true,
	.choices = replies},
    {.id = "same_proxy",
	.label = N_("The proxy named there came, document seen"),
	.type = FIELD_CHECK,
	.required = true},
    {.id = "mandate",
	.label = N_("Mandate filled in by the holder"),
	.type = FIELD_CHECK,
	.required = true},
    {.id = NULL},
};

static enum kerr
judge_reply(const struct step_view *v)
{
	struct date sent = v->facts->letter_on;

	if (step_value_is(v, "reply", "not_brought"))
		return step_refused(
		    v, N_("the holder's answer to the letter is missing"));
	if (step_value_is(v, "reply", "refused"))
		return step_refused(v, N_("the holder does not agree"));
	/* it went by post, and its answer is brought */
	if (date_is_set(sent) && date_compare(v->facts->today, sent) <= 0)
		return step_refused(
		    v, N_("the letter was made today and cannot be answered "
			  "yet"));
	return KERR_OK;
}

static const struct step_rule second_rules[] = {
    {"reply", judge_reply},
    {NULL, NULL},
};

static const char *
say_second(const struct case_facts *facts)
{
	(void)facts;
	return N_("Second visit: ask for the holder's signed answer to the "
		  "inquiry letter, the mandate and the proxy's document.");
}

const struct step_part step_part_second_visit = {
    second_fields, second_rules, say_second};
