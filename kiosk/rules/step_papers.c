/* step_papers.c -- rules that several forms share; see rules/step_part.h. */
#include <string.h>

#include "rules/papers.h"
#include "rules/step_part.h"

const struct choice step_same_choices[] = {
    {"same", N_("The same")},
    {"differs", N_("Different")},
    {NULL, NULL},
};

enum kerr
step_judge_not_future(const struct step_view *v, const char *field)
{
	struct date day = step_date(v, field);

	if (!date_is_set(day) || date_compare(day, v->facts->today) <= 0)
		return KERR_OK;
	return step_refused(v, N_("this day has not come yet"));
}

enum kerr
step_judge_paper(const struct step_view *v, const char *field)
{
	if (paper_class(step_value(v, field)) != PAPER_NO_PROOF)
		return KERR_OK;
	return step_refused(v, N_("this document is no proof of identity"));
}

enum kerr
step_judge_paper_until(
    const struct step_view *v, const char *field, const char *until)
{
	struct date end = step_date(v, until);

	if (!date_is_set(end))
		return paper_dated(step_value(v, field)) == PAPER_IS_DATED
			   ? step_missing(v, until)
			   : KERR_OK;
	if (date_compare(end, v->facts->today) >= 0)
		return KERR_OK;
	return step_refused(v, N_("the identity document has expired"));
}

enum kerr
step_judge_second_paper(
    const struct step_view *v, const char *first, const char *second)
{
	if (strcmp(step_value(v, first), step_value(v, second)) == 0)
		return step_refused(
		    v, N_("the second document must be another one"));
	return step_judge_paper(v, second);
}

enum kerr
step_judge_same(
    const struct step_view *v, const char *field, const char *reason)
{
	return step_value_is(v, field, "differs") ? step_refused(v, reason)
						  : KERR_OK;
}
