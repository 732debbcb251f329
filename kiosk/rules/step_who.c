/* step_who.c -- who came, and the papers that this needs before anything
 * else. counter-procedures 2.3 (without the notice), 2.6 (legal
 * representative), 2.7 and 2.8 (proxy). */
#include "rules/step_part.h"

#include <string.h>

#define AGE_ADULT 18 /* counter-procedures 2.6 and 7.6 */
/* A guardian register certificate is at most this old (2.6). */
#define CERTIFICATE_MONTHS 3

const struct choice step_who_choices[] = {
    {"self", N_("The holder")},
    {"guardian", N_("A legal representative with the holder")},
    {"proxy", N_("A proxy, the holder did not come")},
    {NULL, NULL},
};

static const struct choice notice_choices[] = {
    {"brought", N_("Brought")},
    {"not_brought", N_("Not brought")},
    {NULL, NULL},
};

static const struct choice instead_choices[] = {
    {"a_a", N_("Two documents of class A")},
    {"a_b", N_("One of class A and one of class B")},
    {"number_b_b",
	N_("Notification card or number notice, and two of class B")},
    {"less", N_("Less than that")},
    {NULL, NULL},
};

const struct choice step_authority_choices[] = {
    {"family_register", N_("Family register (koseki)")},
    {"register_here",
	N_("Not needed: same household or registered domicile here")},
    {"guardian_register", N_("Guardian register certificate")},
    {"foreign_birth", N_("Foreign birth certificate with translation")},
    {"none", N_("None")},
    {NULL, NULL},
};

const struct choice step_reason_choices[] = {
    {"pupil", N_("Pre-school child to junior-high pupil")},
    {"student", N_("High-school or technical-college student")},
    {"aged_75", N_("75 years or older")},
    {"hospital", N_("Long hospital stay")},
    {"facility", N_("Lives in a care facility")},
    {"disability", N_("Disability")},
    {"care", N_("Certified as needing care")},
    {"pregnant", N_("Pregnant")},
    {"away_for_work", N_("Long business trip, or at sea")},
    {"abroad", N_("Studies abroad")},
    {"ward", N_("Adult ward")},
    {"assisted", N_("Under curatorship or assistance")},
    {"withdrawal", N_("Social withdrawal, with a support body's paper")},
    {"busy", N_("Busy (work, study)")},
    {NULL, NULL},
};

static bool
who_is(const struct answers *a, const char *who)
{
	return strcmp(answers_get(a, "who"), who) == 0;
}

bool
step_shows_guardian(const struct case_facts *facts, const struct answers *a)
{
	(void)facts;
	return who_is(a, "guardian");
}

static bool
shown_proxy(const struct case_facts *facts, const struct answers *a)
{
	(void)facts;
	return who_is(a, "proxy");
}

static bool
shown_representative(const struct case_facts *facts, const struct answers *a)
{
	return step_shows_guardian(facts, a) || shown_proxy(facts, a);
}

bool
step_shows_certificate(const struct case_facts *facts, const struct answers *a)
{
	return step_shows_guardian(facts, a) &&
	       strcmp(answers_get(a, "authority"), "guardian_register") == 0;
}

/* A proxy without the notice is refused, whatever papers there are. */
static bool
shown_instead(const struct case_facts *facts, const struct answers *a)
{
	return strcmp(answers_get(a, "notice"), "not_brought") == 0 &&
	       !shown_proxy(facts, a);
}

static const struct field fields[] = {
    {.id = "who",
	.label = N_("Who came"),
	.type = FIELD_CHOICE,
	.required = true,
	.choices = step_who_choices},
    {.id = "notice",
	.label = N_("Notice (postcard)"),
	.hint = N_("A proxy always needs it."),
	.type = FIELD_CHOICE,
	.required = true,
	.choices = notice_choices},
    {.id = "instead",
	.label = N_("The holder's papers instead of the notice"),
	.type = FIELD_CHOICE,
	.required = true,
	.choices = instead_choices,
	.shown = shown_instead},
    {.id = "holder_here",
	.label = N_("The holder is here too"),
	.hint = N_("If not, it is a proxy, who needs an accepted reason."),
	.type = FIELD_CHECK,
	.required = true,
	.shown = step_shows_guardian},
    {.id = "representative",
	.label = N_("Name of the representative"),
	.type = FIELD_TEXT,
	.required = true,
	.max_columns = 36,
	.shown = shown_representative},
    {.id = "authority",
	.label = N_("Proof of authority"),
	.type = FIELD_CHOICE,
	.required = true,
	.choices = step_authority_choices,
	.shown = step_shows_guardian},
    {.id = "authority_date",
	.label = N_("The certificate was issued on"),
	.hint = N_("At most three months ago."),
	.type = FIELD_DATE,
	.required = true,
	.shown = step_shows_certificate},
    {.id = "reason",
	.label = N_("Why the holder cannot come"),
	.hint = N_("\"Busy\" is not accepted."),
	.type = FIELD_CHOICE,
	.required = true,
	.choices = step_reason_choices,
	.shown = shown_proxy},
    {.id = "evidence",
	.label = N_("Evidence of that reason seen"),
	.hint = N_("What it was, for example: care insurance card."),
	.type = FIELD_TEXT,
	.required = true,
	.max_columns = 36,
	.shown = shown_proxy},
    {.id = "mandate",
	.label = N_("Reply and mandate filled in by the holder"),
	.type = FIELD_CHECK,
	.required = true,
	.shown = shown_proxy},
    {.id = "pins_covered",
	.label = N_("PINs filled in and still covered"),
	.hint = N_("Do not lift the privacy sticker here."),
	.type = FIELD_CHECK,
	.required = true,
	.shown = shown_proxy},
    {.id = NULL},
};

/* Whoever is under 15 or an adult ward comes with a legal representative
 * (2.6), or a proxy comes with an accepted reason (2.7). */
enum kerr
step_judge_who(const struct step_view *v)
{
	bool minds = v->facts->age < AGE_ALONE || v->facts->adult_ward;

	if (minds && step_value_is(v, "who", "self"))
		return step_refused(
		    v, N_("the legal representative must come too"));
	if (step_value_is(v, "who", "guardian") && !v->facts->adult_ward &&
	    v->facts->age >= AGE_ADULT)
		return step_refused(
		    v, N_("this holder is an adult without a guardian"));
	return KERR_OK;
}

static enum kerr
judge_notice(const struct step_view *v)
{
	if (step_value_is(v, "who", "proxy") &&
	    step_value_is(v, "notice", "not_brought"))
		return step_refused(v, N_("a proxy must bring the notice"));
	return KERR_OK;
}

static enum kerr
judge_instead(const struct step_view *v)
{
	if (!step_value_is(v, "instead", "less"))
		return KERR_OK;
	return step_refused(
	    v, N_("without the notice these papers are not enough"));
}

enum kerr
step_judge_authority(const struct step_view *v)
{
	if (!step_value_is(v, "authority", "none"))
		return KERR_OK;
	return step_refused(
	    v, N_("the legal representative has no proof of authority"));
}

enum kerr
step_judge_certificate(const struct step_view *v)
{
	struct date issued = step_date(v, "authority_date");

	if (date_compare(issued, v->facts->today) > 0)
		return step_refused(
		    v, N_("the certificate's date lies in the future"));
	if (date_compare(date_add_months(issued, CERTIFICATE_MONTHS),
		v->facts->today) < 0)
		return step_refused(
		    v, N_("the certificate is older than three months"));
	return KERR_OK;
}

enum kerr
step_judge_reason(const struct step_view *v, const char *field)
{
	if (!step_value_is(v, field, "busy"))
		return KERR_OK;
	return step_refused(v, N_("being busy is no reason for a proxy"));
}

static enum kerr
judge_reason(const struct step_view *v)
{
	return step_judge_reason(v, "reason");
}

static const struct step_rule rules[] = {
    {"who", step_judge_who},
    {"notice", judge_notice},
    {"instead", judge_instead},
    {"authority", step_judge_authority},
    {"authority_date", step_judge_certificate},
    {"reason", judge_reason},
    {NULL, NULL},
};

static const char *
say_who(const struct case_facts *facts)
{
	if (facts->adult_ward)
		return N_("Ask for the notice. The holder is an adult ward: "
			  "the guardian must come too.");
	if (facts->age < AGE_ALONE)
		return N_("Ask for the notice. The holder is under 15: a "
			  "legal representative must come too.");
	return N_("Ask who came and for the notice (postcard).");
}

const struct step_part step_part_who = {fields, rules, say_who};
