/* step_identity.c -- identity papers of a Japanese holder, and of whoever
 * came for another person. counter-procedures 2.2, 2.4, 2.6, 2.8. */
#include "rules/papers.h"
#include "rules/step_part.h"

#define PAPER_HINT N_("One of class A (photo, public) or two of class B.")
#define UNTIL_HINT N_("Leave empty only if no date is printed on it.")

static bool
shown_holder(const struct case_facts *facts, const struct answers *a)
{
	(void)a;
	return !facts->foreign;
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
shown_holder_until_2(const struct case_facts *facts, const struct answers *a)
{
	return shown_holder_second(facts, a) &&
	       paper_dated(answers_get(a, "holder_second")) != PAPER_NOT_DATED;
}

static bool
shown_rep(const struct case_facts *facts, const struct answers *a)
{
	(void)a;
	return case_has_representative(facts);
}

static bool
shown_rep_until(const struct case_facts *facts, const struct answers *a)
{
	return shown_rep(facts, a) &&
	       paper_dated(answers_get(a, "rep_paper")) != PAPER_NOT_DATED;
}

static bool
shown_rep_second(const struct case_facts *facts, const struct answers *a)
{
	return shown_rep(facts, a) &&
	       paper_needs_second(
		   answers_get(a, "rep_paper"), facts->two_papers_always);
}

static bool
shown_rep_until_2(const struct case_facts *facts, const struct answers *a)
{
	return shown_rep_second(facts, a) &&
	       paper_dated(answers_get(a, "rep_second")) != PAPER_NOT_DATED;
}

static const struct field fields[] = {
    {.id = "holder_paper",
	.label = N_("Holder's document"),
	.hint = PAPER_HINT,
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
    {.id = "holder_until_2",
	.label = N_("Holder's second document is valid until"),
	.hint = UNTIL_HINT,
	.type = FIELD_DATE,
	.shown = shown_holder_until_2},
    {.id = "holder_same",
	.label = N_("Name, birth date, address as on this case"),
	.hint = N_("A substitute character alone is no difference."),
	.type = FIELD_CHOICE,
	.required = true,
	.choices = step_same_choices,
	.shown = shown_holder},
    {.id = "rep_paper",
	.label = N_("Representative's document"),
	.hint = PAPER_HINT,
	.type = FIELD_CHOICE,
	.required = true,
	.choices = paper_choices,
	.shown = shown_rep},
    {.id = "rep_until",
	.label = N_("Representative's document is valid until"),
	.hint = UNTIL_HINT,
	.type = FIELD_DATE,
	.shown = shown_rep_until},
    {.id = "rep_second",
	.label = N_("Representative's second document"),
	.type = FIELD_CHOICE,
	.required = true,
	.choices = paper_choices,
	.shown = shown_rep_second},
    {.id = "rep_until_2",
	.label = N_("Representative's second is valid until"),
	.hint = UNTIL_HINT,
	.type = FIELD_DATE,
	.shown = shown_rep_until_2},
    {.id = "rep_same",
	.label = N_("Name as on the mandate or proof of authority"),
	.type = FIELD_CHOICE,
	.required = true,
	.choices = step_same_choices,
	.shown = shown_rep},
    {.id = NULL},
};

/* A proxy shows the holder's face and the proxy's own on paper (2.8). */
static enum kerr
judge_photo(const struct step_view *v, const char *field, const char *reason)
{
	if (v->facts->who != WHO_PROXY || paper_has_photo(step_value(v, field)))
		return KERR_OK;
	return step_refused(v, reason);
}

static enum kerr
judge_holder_paper(const struct step_view *v)
{
	enum kerr e = step_judge_paper(v, "holder_paper");

	if (e != KERR_OK)
		return e;
	return judge_photo(v, "holder_paper",
	    N_("a proxy must bring a document with the holder's photo"));
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
judge_holder_until_2(const struct step_view *v)
{
	return step_judge_paper_until(v, "holder_second", "holder_until_2");
}

static enum kerr
judge_holder_same(const struct step_view *v)
{
	return step_judge_same(v, "holder_same",
	    N_("the holder's document and the case do not agree"));
}

static enum kerr
judge_rep_paper(const struct step_view *v)
{
	enum kerr e = step_judge_paper(v, "rep_paper");

	if (e != KERR_OK)
		return e;
	return judge_photo(v, "rep_paper",
	    N_("a proxy must show a document with the proxy's photo"));
}

static enum kerr
judge_rep_until(const struct step_view *v)
{
	return step_judge_paper_until(v, "rep_paper", "rep_until");
}

static enum kerr
judge_rep_second(const struct step_view *v)
{
	return step_judge_second_paper(v, "rep_paper", "rep_second");
}

static enum kerr
judge_rep_until_2(const struct step_view *v)
{
	return step_judge_paper_until(v, "rep_second", "rep_until_2");
}

static enum kerr
judge_rep_same(const struct step_view *v)
{
	return step_judge_same(
	    v, "rep_same", N_("the representative's papers do not agree"));
}

static const struct step_rule rules[] = {
    {"holder_paper", judge_holder_paper},
    {"holder_until", judge_holder_until},
    {"holder_second", judge_holder_second},
    {"holder_until_2", judge_holder_until_2},
    {"holder_same", judge_holder_same},
    {"rep_paper", judge_rep_paper},
    {"rep_until", judge_rep_until},
    {"rep_second", judge_rep_second},
    {"rep_until_2", judge_rep_until_2},
    {"rep_same", judge_rep_same},
    {NULL, NULL},
};

static const char *
say_identity(const struct case_facts *facts)
{
	if (facts->foreign)
		return N_("Ask for the representative's identity papers. The "
			  "holder's residence card comes next.");
	if (case_has_representative(facts))
		return N_("Ask for the holder's identity papers and for the "
			  "representative's.");
	if (facts->two_papers_always)
		return N_("Ask for two identity papers. This office always "
			  "wants two.");
	return N_("Ask for one document of class A, or two of class B.");
}

const struct step_part step_part_identity = {fields, rules, say_identity};
