/* step_notification.c -- the forms of a notification card that no other card
 * has: why it is made again, and its hand-over (counter-procedures 0.2, 2.5,
 * 2.13, 4.5, 4.6). */
#include <string.h>

#include "base/error.h"
#include "rules/notification.h"
#include "rules/step_part.h"

/* -- reissue -- */

/* Codes of 4.6, as in rules/fee.h. */
static const struct choice reasons[] = {
    {"lost", N_("Lost")},
    {"damaged", N_("Damaged")},
    {"disaster", N_("Fire or other disaster")},
    {"office_error", N_("Error of the office or the issuer")},
    {NULL, NULL},
};

static bool
reason_is(const struct answers *a, const char *reason)
{
	return strcmp(answers_get(a, "reason"), reason) == 0;
}

static bool
shown_taken(const struct case_facts *facts, const struct answers *a)
{
	(void)facts;
	return reason_is(a, "damaged") || reason_is(a, "office_error");
}

static bool
shown_certificate(const struct case_facts *facts, const struct answers *a)
{
	(void)facts;
	return reason_is(a, "disaster");
}

static const struct field reissue_fields[] = {
    {.id = "reason",
	.label = N_("Why it is made again"),
	.hint = N_("It decides the fee, paid when the card is collected."),
	.type = FIELD_CHOICE,
	.required = true,
	.choices = reasons},
    {.id = "certificate",
	.label = N_("Disaster certificate seen"),
	.hint = N_("Number or date of the certificate."),
	.type = FIELD_TEXT,
	.required = true,
	.max_columns = 36,
	.shown = shown_certificate},
    {.id = "taken",
	.label = N_("The old notification card was taken back"),
	.type = FIELD_CHECK,
	.required = true,
	.shown = shown_taken},
    {.id = "form",
	.label = N_("Application form filled in and signed"),
	.type = FIELD_CHECK,
	.required = true},
    {.id = NULL},
};

/* What is lost was reported first: the number on it may be misused. */
static enum kerr
judge_reason(const struct step_view *v)
{
	struct date last;

	if (!notification_is_reissued(v->facts->today, &last))
		return step_refused(
		    v, N_("notification cards are not reissued any more"));
	if (step_value_is(v, "reason", "lost") &&
	    v->facts->card_state != CARD_LOST)
		return step_refused(v, N_("first its loss is reported"));
	return KERR_OK;
}

static const struct step_rule reissue_rules[] = {
    {"reason", judge_reason},
    {NULL, NULL},
};

static const char *
say_reissue(const struct case_facts *facts)
{
	(void)facts;
	return N_("Ask why, and for the application form. The new card comes "
		  "to the office and is collected here, never forwarded.");
}

const struct step_part step_part_note_reissue = {
    reissue_fields, reissue_rules, say_reissue};

/* -- hand-over -- */

static const struct choice signers[] = {
    {"holder", N_("The holder")},
    {"representative", N_("The representative")},
    {NULL, NULL},
};

static const struct field hand_over_fields[] = {
    {.id = "right_card",
	.label = N_("What is printed on it was compared"),
	.hint = N_("Name, birth date, address: with entry and papers."),
	.type = FIELD_CHECK,
	.required = true},
    {.id = "number_covered",
	.label = N_("The number was not copied or written down"),
	.type = FIELD_CHECK,
	.required = true},
    {.id = "signed_by",
	.label = N_("Receipt form signed by"),
	.type = FIELD_CHOICE,
	.required = true,
	.choices = signers},
    {.id = "handed",
	.label = N_("Notification card handed over"),
	.type = FIELD_CHECK,
	.required = true},
    {.id = NULL},
};

static enum kerr
judge_signer(const struct step_view *v)
{
	if (step_value_is(v, "signed_by", "representative") &&
	    !case_has_representative(v->facts))
		return step_refused(v, N_("no representative came"));
	return KERR_OK;
}

static const struct step_rule hand_over_rules[] = {
    {"signed_by", judge_signer},
    {NULL, NULL},
};

static const char *
say_hand_over(const struct case_facts *facts)
{
	(void)facts;
	return N_("Compare what is printed on the notification card, have the "
		  "receipt form signed, and hand the card over. It has no chip "
		  "and no PINs.");
}

const struct step_part step_part_note_hand_over = {
    hand_over_fields, hand_over_rules, say_hand_over};
