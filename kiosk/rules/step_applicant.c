/* step_applicant.c -- who came for a procedure of a card that its holder has,
 * and the papers that this needs (counter-procedures 2.2, 2.6 to 2.8). Who may
 * come with what is a dated row (rules/visit_rules.h). */
#include <string.h>

#include "rules/papers.h"
#include "rules/step_part.h"
#include "rules/visit_rules.h"

#define UNTIL_HINT N_("Leave empty only if no date is printed on it.")

static const struct choice channels[] = {
    {"counter", N_("At the counter")},
    {"phone", N_("By telephone")},
    {NULL, NULL},
};

static const struct choice comers[] = {
    {"self", N_("The holder")},
    {"guardian", N_("A legal representative with the holder")},
    {"representative", N_("A legal representative, alone")},
    {"proxy", N_("A proxy, the holder did not come")},
    {NULL, NULL},
};

/* -- what is asked of whom -- */

static bool
is_phone(const struct answers *a)
{
	return strcmp(answers_get(a, "channel"), "phone") == 0;
}

/* The row of whoever the answers name. */
static const struct visit_rule *
rule_of(const struct case_facts *facts, const struct answers *a)
{
	enum who_came who = WHO_UNKNOWN;

	(void)who_from_code(answers_get(a, "who"), &who);
	return visit_rule_find(facts->visits, facts->kind, who, facts->today);
}

/* What may come by telephone at all: a report of loss needs a signature, but
 * a suspension does not wait for it (4.1, 4.2). */
static bool
shown_channel(const struct case_facts *facts, const struct answers *a)
{
	(void)a;
	return facts->kind == CASE_KIND_LOSS ||
	       facts->kind == CASE_KIND_SUSPENSION ||
	       facts->kind == CASE_KIND_LIFTING;
}

static bool
shown_phone(const struct case_facts *facts, const struct answers *a)
{
	(void)facts;
	return is_phone(a);
}

static bool
is_other(const struct answers *a)
{
	const char *who = answers_get(a, "who");

	return who[0] != '\0' && strcmp(who, "self") != 0;
}

static bool
shown_name(const struct case_facts *facts, const struct answers *a)
{
	(void)facts;
	return is_other(a);
}

static bool
shown_authority(const struct case_facts *facts, const struct answers *a)
{
	return !is_phone(a) && rule_of(facts, a)->authority;
}

static bool
shown_certificate(const struct case_facts *facts, const struct answers *a)
{
	return shown_authority(facts, a) &&
	       strcmp(answers_get(a, "authority"), "guardian_register") == 0;
}

static bool
shown_reason(const struct case_facts *facts, const struct answers *a)
{
	return !is_phone(a) && rule_of(facts, a)->reason;
}

/* On the first of two visits the holder has not answered yet. */
static bool
shown_mandate(const struct case_facts *facts, const struct answers *a)
{
	return !is_phone(a) && rule_of(facts, a)->mandate &&
	       rule_of(facts, a)->admitted != VISIT_LETTER;
}

static bool
shown_holder(const struct case_facts *facts, const struct answers *a)
{
	return !is_phone(a) && rule_of(facts, a)->holder_id;
}

static bool
shown_holder_until(const struct case_facts *facts, const struct answers *a)
{
	return shown_holder(facts, a) &&
	       paper_dated(answers_get(a, "holder_paper")) != PAPER_NOT_DATED;
}

static bool
shown_holder_second(const struct case_facts *facts, const struct answers *a)
{
	return shown_holder(facts, a) &&
	       paper_needs_second(
		   answers_get(a, "holder_paper"), facts->two_papers_always);
}

static bool
shown_face(const struct case_facts *facts, const struct answers *a)
{
	const char *who = answers_get(a, "who");

	return shown_holder(facts, a) &&
	       (strcmp(who, "self") == 0 || strcmp(who, "guardian") == 0);
}

static bool
shown_comer(const struct case_facts *facts, const struct answers *a)
{
	return !is_phone(a) && is_other(a) && rule_of(facts, a)->comer_id;
}

static bool
shown_comer_until(const struct case_facts *facts, const struct answers *a)
{
	return shown_comer(facts, a) &&
	       paper_dated(answers_get(a, "comer_paper")) != PAPER_NOT_DATED;
}

static bool
shown_comer_second(const struct case_facts *facts, const struct answers *a)
{
	return shown_comer(facts, a) &&
	       paper_needs_second(
		   answers_get(a, "comer_paper"), facts->two_papers_always);
}

static const struct field fields[] = {
    {.id = "channel",
	.label = N_("How"),
	.type = FIELD_CHOICE,
	.required = true,
	.choices = channels,
	.shown = shown_channel},
    {.id = "who",
	.label = N_("Who came"),
	.type = FIELD_CHOICE,
	.required = true,
	.choices = comers},
    {.id = "questions",
	.label = N_("Questions asked and answered rightly"),
	.hint = N_("Address, birth date, what only the holder knows."),
	.type = FIELD_CHECK,
	.required = true,
	.shown = shown_phone},
    {.id = "representative",
	.label = N_("Name of whoever came"),
	.type = FIELD_TEXT,
	.required = true,
	.max_columns = 36,
	.shown = shown_name},
    {.id = "authority",
	.label = N_("Proof of authority"),
	.type = FIELD_CHOICE,
	.required = true,
	.choices = step_authority_choices,
	.shown = shown_authority},
    {.id = "authority_date",
	.label = N_("The certificate was issued on"),
	.hint = N_("At most three months ago."),
	.type = FIELD_DATE,
	.required = true,
	.shown = shown_certificate},
    {.id = "proxy_reason",
	.label = N_("Why the holder cannot come"),
	.hint = N_("\"Busy\" is not accepted."),
	.type = FIELD_CHOICE,
	.required = true,
	.choices = step_reason_choices,
	.shown = shown_reason},
    {.id = "evidence",
	.label = N_("Evidence of that reason seen"),
	.hint = N_("What it was, for example: care insurance card."),
	.type = FIELD_TEXT,
	.required = true,
	.max_columns = 36,
	.shown = shown_reason},
    {.id = "mandate",
	.label = N_("Mandate filled in by the holder"),
	.type = FIELD_CHECK,
	.required = true,
	.shown = shown_mandate},
    {.id = "holder_paper",
	.label = N_("Holder's document"),
	.hint = N_("One of class A, or two of class B."),
	.type = FIELD_CHOICE,
	.required = true,
	.choices = paper_choices,
	.shown = shown_holder},
    {.id = "holder_until",
	.label = N_("Holder's document is valid until"),
	.hint = UNTIL_HINT,
	.type = FIELD_DATE,
	.shown = shown_holder_until},
    {.id = "holder_second",
	.label = N_("Holder's second document"),
	.type = FIELD_CHOICE,
	.required = true,
	.choices = paper_choices,
	.shown = shown_holder_second},
    {.id = "face",
	.label = N_("Holder and the photo"),
	.hint = N_("Without any photo: by questions."),
	.type = FIELD_CHOICE,
	.required = true,
	.choices = step_same_choices,
	.shown = shown_face},
    {.id = "comer_paper",
	.label = N_("Document of whoever came"),
	.type = FIELD_CHOICE,
	.required = true,
	.choices = paper_choices,
	.shown = shown_comer},
    {.id = "comer_until",
	.label = N_("That document is valid until"),
	.hint = UNTIL_HINT,
	.type = FIELD_DATE,
	.shown = shown_comer_until},
    {.id = "comer_second",
	.label = N_("Second document of whoever came"),
	.type = FIELD_CHOICE,
	.required = true,
	.choices = paper_choices,
	.shown = shown_comer_second},
    {.id = NULL},
};

/* -- what is refused -- */

static enum kerr
judge_channel(const struct step_view *v)
{
	if (!step_value_is(v, "channel", "phone"))
		return KERR_OK;
	if (v->facts->kind == CASE_KIND_LIFTING)
		return step_refused(
		    v, N_("a suspension is never lifted by telephone"));
	if (v->facts->kind == CASE_KIND_LOSS)
		return step_refused(
		    v, N_("a loss report is signed at the counter: by "
			  "telephone the card can only be suspended"));
	return KERR_OK;
}

static enum kerr
judge_who(const struct step_view *v)
{
	const struct visit_rule *rule = rule_of(v->facts, v->answers);

	if (rule->admitted == VISIT_NO)
		return step_refused(
		    v, N_("by this office's rules this person may not come "
			  "for it"));
	/* what only stops misuse is taken from a child too */
	return v->facts->kind == CASE_KIND_SUSPENSION ? KERR_OK
						      : step_judge_who(v);
}

static enum kerr
judge_proxy_reason(const struct step_view *v)
{
	return step_judge_reason(v, "proxy_reason");
}

static enum kerr
judge_holder(const struct step_view *v)
{
	bool is_lost = v->facts->kind == CASE_KIND_LOSS ||
		       v->facts->kind == CASE_KIND_SUSPENSION;

	if (is_lost && step_value_is(v, "holder_paper", "my_number_card"))
		return step_refused(
		    v, N_("the card that is lost cannot prove who came"));
	return step_judge_paper(v, "holder_paper");
}

static enum kerr
judge_holder_until(const struct step_view *v)
{
	return step_judge_paper_until(v, "holder_paper", "holder_until");
}

static enum kerr
judge_holder_second(const struct step_view *v)
{
	return step_judge_second_paper(v, "holder_paper", "holder_second");
}

static enum kerr
judge_face(const struct step_view *v)
{
	return step_judge_same(v, "face", N_("the face is in doubt"));
}

static enum kerr
judge_comer(const struct step_view *v)
{
	return step_judge_paper(v, "comer_paper");
}

static enum kerr
judge_comer_until(const struct step_view *v)
{
	return step_judge_paper_until(v, "comer_paper", "comer_until");
}

static enum kerr
judge_comer_second(const struct step_view *v)
{
	return step_judge_second_paper(v, "comer_paper", "comer_second");
}

static const struct step_rule rules[] = {
    {"channel", judge_channel},
    {"who", judge_who},
    {"authority", step_judge_authority},
    {"authority_date", step_judge_certificate},
    {"proxy_reason", judge_proxy_reason},
    {"holder_paper", judge_holder},
    {"holder_until", judge_holder_until},
    {"holder_second", judge_holder_second},
    {"face", judge_face},
    {"comer_paper", judge_comer},
    {"comer_until", judge_comer_until},
    {"comer_second", judge_comer_second},
    {NULL, NULL},
};

static const char *
say_applicant(const struct case_facts *facts)
{
	if (facts->kind == CASE_KIND_SUSPENSION)
		return N_("A suspension stops misuse and can be lifted again. "
			  "Ask who wants it; by telephone, ask questions "
			  "instead of papers.");
	if (facts->kind == CASE_KIND_LIFTING)
		return N_(
		    "Ask for the card that was found, and who came. Never "
		    "by telephone.");
	return N_("Ask who came, and for the papers.");
}

const struct step_part step_part_applicant = {fields, rules, say_applicant};
