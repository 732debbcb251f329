/* step_ending.c -- the last three steps: activation, receipt form, hand-over
 * (counter-procedures 1.8, 1.9, 2.1, 2.12, 2.13; design, decision 12). */
#include <string.h>

#include "rules/step_part.h"

/* On real cards it happens at the official terminal and is only recorded. */
static const struct choice activation_choices[] = {
    {"recorded", N_("Done: seen on the official terminal")},
    {"not_done", N_("Not done")},
    {"unknown", N_("Sent, but no answer came")},
    {NULL, NULL},
};

static const struct choice training_choices[] = {
    {"done_here", N_("Done here (training card)")},
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
shown_seen_at(const struct case_facts *facts, const struct answers *a)
{
	(void)facts;
	return strcmp(answers_get(a, "activation"), "recorded") == 0;
}

static const struct field activation_fields[] = {
    {.id = "activation",
	.label = N_("Activation"),
	.type = FIELD_CHOICE,
	.required = true,
	.choices = activation_choices,
	.shown = shown_real},
    {.id = "activation",
	.label = N_("Activation"),
	.type = FIELD_CHOICE,
	.required = true,
	.choices = training_choices,
	.shown = shown_training},
    {.id = "seen_at",
	.label = N_("Time on the official terminal"),
	.hint = N_("Hours and minutes, for example 10:45."),
	.type = FIELD_TEXT,
	.required = true,
	.max_columns = 5,
	.shown = shown_seen_at},
    {.id = NULL},
};

static enum kerr
judge_activation(const struct step_view *v)
{
	if (step_value_is(v, "activation", "not_done"))
		return step_refused(v, N_("the card is not activated"));
	if (step_value_is(v, "activation", "unknown"))
		return step_refused(
		    v, N_("nobody knows whether the card is activated: ask the "
			  "official terminal first"));
	return KERR_OK;
}

static bool
is_number(const char *two, int most)
{
	if (two[0] < '0' || two[0] > '9' || two[1] < '0' || two[1] > '9')
		return false;
	return (two[0] - '0') * 10 + (two[1] - '0') <= most;
}

enum kerr
step_judge_time_of_day(const struct step_view *v, const char *field)
{
	const char *t = step_value(v, field);

	if (strlen(t) == 5 && t[2] == ':' && is_number(t, 23) &&
	    is_number(t + 3, 59))
		return KERR_OK;
	return step_refused(v, N_("the time is not written like 10:45"));
}

static enum kerr
judge_seen_at(const struct step_view *v)
{
	return step_judge_time_of_day(v, "seen_at");
}

static const struct step_rule activation_rules[] = {
    {"activation", judge_activation},
    {"seen_at", judge_seen_at},
    {NULL, NULL},
};

static const char *
say_activation(const struct case_facts *facts)
{
	if (facts->training)
		return N_("Training: activate the card here. In a real office "
			  "this is done on the official terminal.");
	return N_("Activate the card on the official terminal, then record "
		  "here what it showed.");
}

const struct step_part step_part_activation = {
    activation_fields, activation_rules, say_activation};

static const struct choice signer_choices[] = {
    {"holder", N_("The holder")},
    {"representative", N_("The representative")},
    {"other_hand", N_("Another hand, with a witness")},
    {NULL, NULL},
};

static const struct choice reply_choices[] = {
    {"signed", N_("Signed and kept")},
    {"no_notice", N_("The notice was not brought")},
    {NULL, NULL},
};

static bool
shown_witness(const struct case_facts *facts, const struct answers *a)
{
	(void)facts;
	return strcmp(answers_get(a, "signed_by"), "other_hand") == 0;
}

static const struct field receipt_form_fields[] = {
    {.id = "signed_by",
	.label = N_("Receipt form signed by"),
	.type = FIELD_CHOICE,
	.required = true,
	.choices = signer_choices},
    {.id = "witness",
	.label = N_("Name of the witness"),
	.hint = N_("Who saw that the holder agreed and could not write."),
	.type = FIELD_TEXT,
	.required = true,
	.max_columns = 36,
	.shown = shown_witness},
    {.id = "reply",
	.label = N_("Reply side of the notice"),
	.type = FIELD_CHOICE,
	.required = true,
	.choices = reply_choices},
    {.id = NULL},
};

static enum kerr
judge_signer(const struct step_view *v)
{
	if (v->facts->who == WHO_PROXY &&
	    !step_value_is(v, "signed_by", "representative"))
		return step_refused(
		    v, N_("the holder is not here: the proxy signs"));
	if (!case_has_representative(v->facts) &&
	    step_value_is(v, "signed_by", "representative"))
		return step_refused(
		    v, N_("no representative came with the holder"));
	return KERR_OK;
}

/* A proxy always brings the notice (2.3). */
static enum kerr
judge_reply(const struct step_view *v)
{
	if (v->facts->who != WHO_PROXY ||
	    !step_value_is(v, "reply", "no_notice"))
		return KERR_OK;
	return step_refused(v, N_("a proxy must bring the notice"));
}

static const struct step_rule receipt_form_rules[] = {
    {"signed_by", judge_signer},
    {"reply", judge_reply},
    {NULL, NULL},
};

static const char *
say_receipt_form(const struct case_facts *facts)
{
	if (case_has_representative(facts))
		return N_("Have the receipt form and the reply side of the "
			  "notice signed. The representative may sign.");
	return N_("Have the receipt form and the reply side of the notice "
		  "signed.");
}

const struct step_part step_part_receipt_form = {
    receipt_form_fields, receipt_form_rules, say_receipt_form};

static const struct choice old_card_choices[] = {
    {"none", N_("None held")},
    {"my_number", N_("My Number card taken back")},
    {"juki", N_("Basic Resident Register card taken back")},
    {"both", N_("Both taken back")},
    {"abolished", N_("Abolished earlier, nothing to take back")},
    {"kept", N_("Held, but not given back")},
    {NULL, NULL},
};

/* The list has a valid card with this name and birth date. */
static const struct choice namesake_choices[] = {
    {"my_number", N_("My Number card taken back")},
    {"both", N_("My Number and Basic Resident Register card taken back")},
    {"namesake", N_("None: the valid one listed is a namesake's")},
    {"kept", N_("Held, but not given back")},
    {NULL, NULL},
};

static bool
shown_namesake(const struct case_facts *facts, const struct answers *a)
{
	(void)a;
	return facts->old_card == OLD_CARD_NAMESAKE;
}

static bool
shown_old_cards(const struct case_facts *facts, const struct answers *a)
{
	return !shown_namesake(facts, a);
}

static bool
shown_memo(const struct case_facts *facts, const struct answers *a)
{
	(void)a;
	return facts->pins_needed;
}

static const struct field hand_over_fields[] = {
    {.id = "old_cards",
	.label = N_("Old cards"),
	.hint = N_("One person cannot hold two valid cards."),
	.type = FIELD_CHOICE,
	.required = true,
	.choices = old_card_choices,
	.shown = shown_old_cards},
    {.id = "old_cards",
	.label = N_("Old cards"),
	.hint = N_("The list has a valid card with this name and birth date."),
	.type = FIELD_CHOICE,
	.required = true,
	.choices = namesake_choices,
	.shown = shown_namesake},
    {.id = "handed",
	.label = N_("Card handed over"),
	.type = FIELD_CHECK,
	.required = true},
    {.id = "memo",
	.label = N_("PIN memo sheet handed over"),
	.hint = N_("The resident writes on it; the office keeps no copy."),
	.type = FIELD_CHECK,
	.required = true,
	.shown = shown_memo},
    {.id = NULL},
};

static enum kerr
judge_old_cards(const struct step_view *v)
{
	bool taken = step_value_is(v, "old_cards", "my_number") ||
		     step_value_is(v, "old_cards", "both");

	if (!taken && v->facts->old_card == OLD_CARD_LINKED)
		return step_refused(
		    v, N_("the card that this one replaces is still valid: "
			  "take it back now, or abolish it first"));
	if (!step_value_is(v, "old_cards", "kept"))
		return KERR_OK;
	return step_refused(
	    v, N_("the old card must be given back or abolished first"));
}

static const struct step_rule hand_over_rules[] = {
    {"old_cards", judge_old_cards},
    {NULL, NULL},
};

static const char *
say_hand_over(const struct case_facts *facts)
{
	if (facts->pins_needed)
		return N_("Take back old cards, then hand over the card and "
			  "the PIN memo sheet.");
	return N_("Take back old cards, then hand over the card.");
}

const struct step_part step_part_hand_over = {
    hand_over_fields, hand_over_rules, say_hand_over};
