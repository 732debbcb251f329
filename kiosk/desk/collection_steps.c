/* collection_steps.c -- answering a step, keeping half an answer, going back. */
#include <string.h>

#include "desk/case_again.h"
#include "desk/case_bundle.h"
#include "desk/charge_parts.h"
#include "desk/collection.h"
#include "desk/desk_private.h"
#include "desk/hand_over.h"
#include "desk/pin_setting.h"
#include "desk/procedure_private.h"
#include "rules/procedure.h"
#include "store/audit.h"
#include "store/effects.h"
#include "store/evidence.h"
#include "store/incidents.h"
#include "store/pin_journal.h"
#include "store/store.h"

static bool
answers_equal(const struct answers *a, const struct answers *b)
{
	if (a->count != b->count)
		return false;
	for (size_t i = 0; i < a->count; i++)
		if (strcmp(a->item[i].value,
			answers_get(b, a->item[i].field)) != 0)
			return false;
	return true;
}

/* Later steps rest on earlier answers: when those change, they are asked
 * again (their answers stay as a proposal). The card that was proven and the
 * PINs that were written do not become undone by it. */
static enum kerr
step_reopen_after(struct desk *d, struct case_bundle *b, enum case_step step)
{
	enum kerr e = KERR_OK;

	for (unsigned s = step + 1U; s < STEP_COUNT && e == KERR_OK; s++) {
		/* what was done, or sent by post, stays so */
		if (s == STEP_RIGHT_CARD || s == STEP_PINS ||
		    s == STEP_LETTER ||
		    procedure_effect((enum case_step)s) != NULL ||
		    (b->c.done & STEP_BIT(s)) == 0)
			continue;
		e = cases_step_undo(d->store, b->c.id, (enum case_step)s);
		b->c.done &= ~STEP_BIT(s);
	}
	return e;
}

/* Steps that are not done by a form alone. */
static enum kerr
step_need_effect(struct desk *d, const struct case_bundle *b,
    enum case_step step, struct failure *f)
{
	struct pin_setting_view pins;
	int64_t incidents = 0;
	enum kerr e;

	if (step == STEP_RIGHT_CARD) {
		e = incidents_of_case(d->store, b->c.id, &incidents);
		if (e != KERR_OK)
			return store_explain(d->store, e, f);
		if (incidents != 0)
			return failure_set(f, ERR_CARD_OTHER);
		if (d->here.watched != b->c.id || d->here.check != CHECK_RIGHT)
			return failure_set(f, ERR_CARD_ABSENT);
	}
	if (step == STEP_PINS) {
		memset(&pins, 0, sizeof(pins));
		if ((e = pin_setting_load(d, b->c.id, &pins, f)) != KERR_OK)
			return e;
		if (!pins.all_set)
			return failure_set(f, pins.any_unknown
						  ? ERR_PIN_UNKNOWN
						  : ERR_CASE_STATE);
	}
	return KERR_OK;
}

/* Answers that decide which PINs there are. */
static bool
step_plans_pins(enum case_step step)
{
	return step == STEP_WHO || step == STEP_PIN_CHOICE;
}

static enum kerr
step_replan_pins(struct desk *d, struct case_bundle *b, struct failure *f)
{
	bool needed[PIN_REF_COUNT];
	uint64_t done = b->c.done;
	enum kerr e;

	if ((e = case_bundle_load(d, b->c.id, b, f)) != KERR_OK)
		return e;
	b->c.done = done;
	case_bundle_needs(d, b, needed);
	return pin_journal_plan(d->store, b->c.id, needed);
}

enum kerr
case_step_commit(struct desk *d, struct case_bundle *b, enum case_step step,
    const struct answers *answers, struct failure *f)
{
	struct answers before;
	enum kerr e;

	memset(&before, 0, sizeof(before));
	if ((e = evidence_get(d->store, b->c.id, step, &before)) != KERR_OK)
		return e;
	if ((b->c.done & STEP_BIT(step)) != 0 &&
	    !answers_equal(answers, &before) &&
	    (e = step_reopen_after(d, b, step)) != KERR_OK)
		return e;
	if ((e = evidence_put(d->store, b->c.id, step, answers)) != KERR_OK)
		return e;
	if (step_plans_pins(step) && (e = step_replan_pins(d, b, f)) != KERR_OK)
		return e;
	if (step == STEP_APPLICATION &&
	    (e = procedure_apply(d, b, answers)) != KERR_OK)
		return e;
	return case_step_finish(d, b, step);
}

/* What staff say of the activation, also when it keeps the case here: not done
 * and unknown must be seen under "Needs attention" (decision 12). */
static enum kerr
activation_commit(struct desk *d, struct case_bundle *b,
    const struct answers *answers, enum kerr judged, struct failure *f)
{
	enum effect_state state = EFFECT_NONE;
	struct audit_note note;
	const char *said = answers_get(answers, "activation");
	enum kerr e;

	/* an answer that is not whole says nothing */
	if (!effect_state_from_code(said, &state) ||
	    (judged != KERR_OK &&
		(state == EFFECT_DONE_HERE || state == EFFECT_RECORDED)))
		return judged;
	if ((e = desk_begin(d, judged == KERR_OK ? f : NULL)) != KERR_OK)
		return e;
	case_note(&note, "case.activation", b);
	audit_note_code(&note, "result", said);
	e = effects_set(d->store, b->c.id, EFFECT_ACTIVATION, state, 0);
	if (e == KERR_OK && state == EFFECT_UNKNOWN &&
	    b->card.state == CARD_IN_COLLECTION)
		e = cards_move(
		    d->store, b->c.card, CARD_EV_ACTIVATION_LOST, b->c.id);
	if (e == KERR_OK && judged == KERR_OK && b->card.state == CARD_UNKNOWN)
		e = cards_move(
		    d->store, b->c.card, CARD_EV_RECONCILED_YES, b->c.id);
	if (e == KERR_OK && judged == KERR_OK)
		e = case_step_commit(d, b, STEP_ACTIVATION, answers, f);
	else if (e == KERR_OK)
		e = evidence_put(d->store, b->c.id, STEP_ACTIVATION, answers);
	e = desk_end(d, e, &note, judged == KERR_OK ? f : NULL);
	return e != KERR_OK ? failure_set(f, e) : judged;
}

static enum kerr
step_answer_plain(struct desk *d, struct case_bundle *b, enum case_step step,
    const struct answers *answers, struct failure *f)
{
	struct audit_note note;
	enum kerr e;

	if ((e = step_need_effect(d, b, step, f)) != KERR_OK ||
	    (e = desk_begin(d, f)) != KERR_OK)
		return e;
	case_note(&note, "case.step", b);
	audit_note_code(&note, "step", case_step_code(step));
	e = desk_end(d, case_step_commit(d, b, step, answers, f), &note, f);
	/* the card may lie there already */
	if (e == KERR_OK && b->c.step == STEP_RIGHT_CARD)
		collection_card_seen(d);
	return e;
}

/* Facts follow what is answered now. */
static void
step_hear(
    struct case_bundle *b, enum case_step step, const struct answers *answers)
{
	if (step == STEP_WHO || step == STEP_VISIT || step == STEP_APPLICANT)
		case_bundle_hear_who(b, answers);
	procedure_hear(b, step, answers);
}

enum kerr
collection_answer(struct desk *d, int64_t case_id, enum case_step step,
    const struct answers *given, struct failure *f)
{
	struct answers tidy;
	const struct answers *answers = &tidy;
	struct case_bundle b;
	enum kerr e;

	if ((e = procedure_tidy(step, given, &tidy)) != KERR_OK)
		return failure_set(f, e);
	if ((e = case_bundle_own(d, case_id, &b, f)) != KERR_OK)
		return e;
	if (b.c.step != step)
		return failure_set(f, ERR_CASE_STATE);
	if ((e = procedure_gate(d, &b, f)) != KERR_OK)
		return e;
	if ((step == STEP_ACTIVATION || step == STEP_HAND_OVER) &&
	    ((e = case_again_guard(d, &b, f)) != KERR_OK ||
		(e = charge_guard(d, &b, f)) != KERR_OK))
		return e;
	step_hear(&b, step, answers);
	/* PINs have no form: step_need_effect() asks the journal */
	e = step == STEP_PINS ? KERR_OK
			      : step_judge(step, &b.facts, answers, f);
	if (step == STEP_ACTIVATION)
		return activation_commit(d, &b, answers, e, f);
	if (procedure_effect(step) != NULL)
		return procedure_effect_commit(d, &b, step, answers, e, f);
	if (e != KERR_OK)
		return e;
	if (step == case_kind_last_step(b.facts.kind))
		return hand_over_commit(d, &b, answers, f);
	if (step == STEP_LETTER)
		return procedure_letter_commit(d, &b, answers, f);
	return step_answer_plain(d, &b, step, answers, f);
}

enum kerr
collection_keep(struct desk *d, int64_t case_id, enum case_step step,
    const struct answers *given, struct failure *f)
{
	struct answers tidy;
	const struct answers *answers = &tidy;
	struct case_bundle b;
	struct answers before;
	enum kerr e;

	if ((e = procedure_tidy(step, given, &tidy)) != KERR_OK)
		return failure_set(f, e);
	if ((e = case_bundle_own(d, case_id, &b, f)) != KERR_OK)
		return e;
	memset(&before, 0, sizeof(before));
	e = evidence_get(d->store, case_id, step, &before);
	if (e != KERR_OK)
		return store_explain(d->store, e, f);
	if (b.c.step != step || answers_equal(answers, &before) ||
	    (b.c.done & STEP_BIT(step)) != 0)
		return KERR_OK;
	if ((e = desk_begin(d, f)) != KERR_OK)
		return e;
	return desk_end(
	    d, evidence_put(d->store, case_id, step, answers), NULL, f);
}

enum kerr
collection_back(struct desk *d, int64_t case_id, struct failure *f)
{
	struct case_bundle b;
	enum case_step before;
	enum kerr e;

	if ((e = case_bundle_own(d, case_id, &b, f)) != KERR_OK)
		return e;
	before = case_step_before(b.c.step, &b.facts, b.frozen);
	if (before == STEP_COUNT || before == STEP_FOUND)
		return failure_set(f, ERR_CASE_STATE);
	if ((e = desk_begin(d, f)) != KERR_OK)
		return e;
	return desk_end(d, cases_set_step(d->store, case_id, before), NULL, f);
}
