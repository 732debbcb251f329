/* procedure_effects.c -- an effect on the official terminal, told as what it
 * is, and what follows from it for the card: one transaction (design,
 * decisions 4 and 12). */
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "desk/case_bundle.h"
#include "desk/desk_private.h"
#include "desk/hand_over.h"
#include "desk/printing.h"
#include "desk/procedure_private.h"
#include "rules/procedure.h"
#include "store/audit.h"
#include "store/card_links.h"
#include "store/effects.h"
#include "store/evidence.h"
#include "store/store.h"

#define SECONDS_PER_HOUR   3600
#define SECONDS_PER_MINUTE 60

/* When it was seen on the official terminal; 0: just now. */
static int64_t
effect_time(const struct case_bundle *b, const struct answers *answers)
{
	const char *t = answers_get(answers, "seen_at");
	struct date on = b->facts.today;

	if (strcmp(answers_get(answers, "effect"), "recorded") != 0 ||
	    strlen(t) != 5)
		return 0;
	if (!date_parse(answers_get(answers, "seen_on"), &on))
		on = b->facts.today;
	return utc_of_date(on) + strtol(t, NULL, 10) * SECONDS_PER_HOUR +
	       strtol(t + 3, NULL, 10) * SECONDS_PER_MINUTE;
}

/* The new end of the card: two months, or what was read (2.11). */
static enum kerr
effect_extend(
    struct desk *d, const struct case_bundle *b, const struct answers *answers)
{
	struct date until = {0, 0, 0};

	if (b->facts.special)
		until =
		    date_add_months(b->card.expiry, SPECIAL_EXTENSION_MONTHS);
	else if (!date_parse(answers_get(answers, "expiry_new"), &until))
		return ERR_INTERNAL;
	return cards_extend(d->store, b->card.id, b->c.id,
	    b->facts.special ? EXTENSION_SPECIAL : "normal", until);
}

/* The card's life follows what was done. */
static enum kerr
effect_move(struct desk *d, const struct case_bundle *b, enum case_step step,
    const struct answers *answers)
{
	enum card_event event = procedure_event(step, &b->facts);

	if (step == STEP_EXTEND)
		return effect_extend(d, b, answers);
	if (event == CARD_EVENT_COUNT)
		return KERR_OK;
	return cards_move(d->store, b->card.id, event, b->c.id);
}

static bool
is_done(enum effect_state state)
{
	return state == EFFECT_DONE_HERE || state == EFFECT_RECORDED;
}

enum kerr
procedure_effect_commit(struct desk *d, struct case_bundle *b,
    enum case_step step, const struct answers *answers, enum kerr judged,
    struct failure *f)
{
	const struct procedure_effect *effect = procedure_effect(step);
	const char *said = answers_get(answers, "effect");
	enum effect_state state = EFFECT_NONE;
	struct audit_note note;
	enum kerr e;

	/* an answer that is not whole says nothing */
	if (!effect_state_from_code(said, &state) ||
	    is_done(state) != (judged == KERR_OK))
		return judged;
	if ((e = desk_begin(d, judged == KERR_OK ? f : NULL)) != KERR_OK)
		return e;
	case_note(&note, "case.effect", b);
	audit_note_code(&note, "what", effect->code);
	audit_note_code(&note, "result", said);
	e = effects_set(
	    d->store, b->c.id, effect->code, state, effect_time(b, answers));
	if (e == KERR_OK && judged == KERR_OK)
		e = effect_move(d, b, step, answers);
	if (e == KERR_OK)
		e = judged == KERR_OK
			? case_step_commit(d, b, step, answers, f)
			: evidence_put(d->store, b->c.id, step, answers);
	e = desk_end(d, e, &note, judged == KERR_OK ? f : NULL);
	return e != KERR_OK ? e : judged;
}

/* Every effect of this case that nobody spoke of. */
static enum kerr
effects_leave_undone(struct desk *d, const struct case_bundle *b)
{
	enum kerr e = KERR_OK;

	for (int s = 0; s < STEP_COUNT && e == KERR_OK; s++) {
		const struct procedure_effect *x =
		    procedure_effect((enum case_step)s);

		if (x != NULL && case_step_needed(x->step, &b->facts) &&
		    (b->facts.spoken & STEP_BIT(s)) == 0)
			e = effects_set(
			    d->store, b->c.id, x->code, EFFECT_NOT_DONE, 0);
	}
	return e;
}

enum kerr
procedure_pause(struct desk *d, struct case_bundle *b, const char *reason,
    struct failure *f)
{
	struct slip_job job = {.kind = SLIP_KIND_PROCEDURE, .reason = ""};
	struct audit_note note;
	enum kerr e;

	if ((e = desk_begin(d, f)) != KERR_OK)
		return e;
	case_note(&note, "case.pause", b);
	audit_note_code(&note, "reason", reason);
	e = effects_leave_undone(d, b);
	if (e == KERR_OK)
		e = cases_pause(d->store, b->c.id, reason);
	if (e == KERR_OK)
		e = case_slip_take(d, b, &job);
	if ((e = desk_end(d, e, &note, f)) == KERR_OK)
		printing_go(d);
	return e;
}
