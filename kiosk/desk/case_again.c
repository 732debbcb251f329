/* case_again.c -- see case_again.h. */
#include "desk/case_again.h"

#include "base/date.h"
#include "desk/case_bundle.h"
#include "desk/desk_private.h"
#include "rules/step_form.h"
#include "store/audit.h"
#include "store/evidence.h"
#include "store/store.h"

/* The register is looked up on the day of the hand-over (design 5), and who
 * comes on another day is somebody whom nobody has looked at yet
 * (counter-procedures 2.4, 2.12). */
static const struct {
	enum case_step step;
	bool keeps_answers;
} of_a_day[] = {
    {STEP_VISIT, true},
    {STEP_REGISTER, false},
    {STEP_IDENTITY, true},
    {STEP_RESIDENCE, true},
    {STEP_FACE, false},
    {STEP_APPROVAL, false},
};

static enum kerr
forget_day(struct desk *d, struct case_bundle *b)
{
	static const struct answers nothing;
	int64_t today = utc_of_date(date_of_utc(desk_now(d)));
	enum kerr e = KERR_OK;

	for (size_t i = 0; i < sizeof(of_a_day) / sizeof(of_a_day[0]); i++) {
		enum case_step step = of_a_day[i].step;
		bool undone = false;

		e = cases_step_undo_before(
		    d->store, b->c.id, step, today, &undone);
		if (e == KERR_OK && undone && !of_a_day[i].keeps_answers)
			e = evidence_put(d->store, b->c.id, step, &nothing);
		if (e != KERR_OK)
			return e;
		if (undone)
			b->c.done &= ~STEP_BIT(step);
	}
	return KERR_OK;
}

enum kerr
case_again(struct desk *d, struct case_bundle *b, bool card)
{
	enum case_step first;
	enum kerr e;

	if ((e = forget_day(d, b)) != KERR_OK)
		return e;
	if (card && (b->c.done & STEP_BIT(STEP_RIGHT_CARD)) != 0) {
		e = cases_step_undo(d->store, b->c.id, STEP_RIGHT_CARD);
		if (e != KERR_OK)
			return e;
		b->c.done &= ~STEP_BIT(STEP_RIGHT_CARD);
	}
	first = case_step_next(b->c.done, &b->facts);
	return first < b->c.step ? case_step_go_on(d, b) : KERR_OK;
}

enum kerr
case_again_guard(struct desk *d, struct case_bundle *b, struct failure *f)
{
	uint64_t before = b->c.done;
	struct audit_note note;
	enum kerr e;

	if ((e = desk_begin(d, f)) != KERR_OK)
		return e;
	e = case_again(d, b, false);
	case_note(&note, "case.again", b);
	e = desk_end(d, e, b->c.done != before ? &note : NULL, f);
	if (e != KERR_OK || b->c.done == before)
		return e;
	failure_set(f, ERR_STEP_REFUSE);
	failure_text(f, "reason",
	    N_("the register, the papers and the face were looked at on "
	       "another day"));
	return ERR_STEP_REFUSE;
}
