/* collection.c -- opening, resuming, interrupting and ending a collection. */
#include "desk/collection.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "desk/case_again.h"
#include "desk/case_bundle.h"
#include "desk/desk_private.h"
#include "desk/hand_over.h"
#include "desk/procedure_private.h"
#include "rules/procedure.h"
#include "store/audit.h"
#include "store/pin_journal.h"
#include "store/store.h"

#define REQUEST_SIZE 40

/* What identifies the request to open this kind of case on this card. Same
 * key, other card: somebody's form was mixed up. */
static void
request_name(enum case_kind kind, int64_t card_id, char call[REQUEST_SIZE],
    char digest[REQUEST_SIZE])
{
	snprintf(call, REQUEST_SIZE, "%s.open", case_kind_code(kind));
	snprintf(digest, REQUEST_SIZE, "card:%lld", (long long)card_id);
}

static enum kerr
collection_plan_pins(struct desk *d, const struct case_bundle *b)
{
	bool needed[PIN_REF_COUNT];

	case_bundle_needs(d, b, needed);
	return pin_journal_plan(d->store, b->c.id, needed);
}

/* Everything that a new case starts with, inside the transaction. */
static enum kerr
case_begin(struct desk *d, enum case_kind kind, int64_t card_id,
    int64_t *case_id, struct audit_note *note, struct failure *f)
{
	struct case_bundle b;
	enum kerr e;

	e = cases_open(d->store, case_kind_code(kind), card_id, d->business_day,
	    "ja", case_id);
	if (e != KERR_OK)
		return e;
	if ((e = case_bundle_load(d, *case_id, &b, f)) != KERR_OK ||
	    (e = collection_plan_pins(d, &b)) != KERR_OK)
		return e;
	e = case_kind_has_step(kind, STEP_FOUND)
		? case_step_finish(d, &b, STEP_FOUND)
		: case_step_go_on(d, &b);
	if (e != KERR_OK)
		return e;
	case_note(note, "case.open", &b);
	audit_note_code(note, "kind", case_kind_code(kind));
	return KERR_OK;
}

enum kerr
case_open_kind(struct desk *d, enum case_kind kind, int64_t card_id,
    const char *key, int64_t *case_id, struct failure *f)
{
	char call[REQUEST_SIZE], digest[REQUEST_SIZE];
	struct failure why = {.code = KERR_OK};
	struct audit_note note;
	bool found = false;
	enum kerr e;

	*case_id = 0;
	if ((e = desk_need(d, ACTION_CASE_WORK, f)) != KERR_OK ||
	    (e = desk_begin(d, f)) != KERR_OK)
		return e;
	request_name(kind, card_id, call, digest);
	e = store_request_get(d->store, key, call, digest, &found, case_id);
	if (e == KERR_OK && found)
		return desk_end(d, KERR_OK, NULL, f);
	if (e == KERR_OK)
		e = procedure_gate_open(d, kind, card_id, &why);
	if (e == KERR_OK)
		e = case_begin(d, kind, card_id, case_id, &note, f);
	if (e == KERR_OK)
		e = store_request_put(d->store, key, call, digest, *case_id);
	e = desk_end(d, e, &note, f);
	if (e != KERR_OK && e == why.code)
		*f = why;
	if (e != KERR_OK)
		*case_id = 0;
	return e;
}

enum kerr
collection_open(struct desk *d, int64_t card_id, const char *key,
    int64_t *case_id, struct failure *f)
{
	return case_open_kind(
	    d, CASE_KIND_COLLECTION, card_id, key, case_id, f);
}

/* A case that comes back: what was at the card when it was cut off is
 * unknown now, and a card that lay in between, or is carried to another
 * counter, is proven anew. Inside a transaction. */
static enum kerr
collection_come_back(struct desk *d, struct case_bundle *b)
{
	bool lay = b->c.state != CASE_OPEN ||
		   b->c.owner_counter != d->settings->counter;
	int64_t count = 0;
	enum kerr e = pin_journal_cut_off(d->store, b->c.id, &count);

	return e != KERR_OK ? e : case_again(d, b, lay);
}

enum kerr
collection_resume(struct desk *d, int64_t case_id, struct failure *f)
{
	struct case_bundle b;
	struct audit_note note;
	enum kerr e;

	if ((e = desk_need(d, ACTION_CASE_WORK, f)) != KERR_OK ||
	    (e = case_bundle_load(d, case_id, &b, f)) != KERR_OK ||
	    (e = desk_begin(d, f)) != KERR_OK)
		return e;
	case_note(&note, "case.resume", &b);
	e = b.c.state == CASE_PAUSED
		? cases_resume(d->store, case_id)
		: cases_take_over(d->store, case_id, false);
	if (e == KERR_OK)
		e = collection_come_back(d, &b);
	return desk_end(d, e, &note, f);
}

enum kerr
collection_take_over(struct desk *d, int64_t case_id, struct failure *f)
{
	struct case_bundle b;
	struct audit_note note;
	bool forced = session_may(d, ACTION_CASE_TAKE_OVER);
	enum kerr e;

	if ((e = desk_need(d, ACTION_CASE_WORK, f)) != KERR_OK ||
	    (e = case_bundle_load(d, case_id, &b, f)) != KERR_OK ||
	    (e = desk_begin(d, f)) != KERR_OK)
		return e;
	case_note(&note, "case.take_over", &b);
	audit_note_number(&note, "from_counter", b.c.owner_counter);
	e = cases_take_over(d->store, case_id, forced);
	if (e == KERR_OK)
		e = collection_come_back(d, &b);
	return desk_end(d, e, &note, f);
}

enum kerr
collection_pause(
    struct desk *d, int64_t case_id, const char *reason, struct failure *f)
{
	struct case_bundle b;
	struct audit_note note;
	enum kerr e;

	if ((e = case_bundle_own(d, case_id, &b, f)) != KERR_OK)
		return e;
	if (procedure_has_effects(b.facts.kind) &&
	    procedure_effect(b.c.step) != NULL)
		return procedure_pause(d, &b, reason, f);
	if ((e = desk_begin(d, f)) != KERR_OK)
		return e;
	case_note(&note, "case.pause", &b);
	audit_note_code(&note, "reason", reason);
	return desk_end(d, cases_pause(d->store, case_id, reason), &note, f);
}

enum kerr
collection_abandon(
    struct desk *d, int64_t case_id, const char *reason, struct failure *f)
{
	struct case_bundle b;
	struct audit_note note;
	enum kerr e;

	if ((e = case_bundle_own(d, case_id, &b, f)) != KERR_OK)
		return e;
	if (b.frozen && procedure_has_effects(b.facts.kind))
		return failure_set(f, ERR_CASE_EFFECT);
	if (b.pins_unknown && b.facts.kind != CASE_KIND_COLLECTION)
		return failure_set(f, ERR_PIN_UNKNOWN);
	if (b.frozen)
		return failure_set(
		    f, b.activated ? ERR_CASE_ACTIVATED : ERR_CASE_WRITTEN);
	if ((e = desk_begin(d, f)) != KERR_OK)
		return e;
	case_note(&note, "case.abandon", &b);
	audit_note_code(&note, "reason", reason);
	e = procedure_withdraw(d, &b);
	if (e == KERR_OK)
		e = cases_abandon(d->store, case_id, reason);
	return desk_end(d, e, &note, f);
}

enum kerr
collection_refuse(struct desk *d, int64_t case_id, const char *reason,
    const char *remark, struct failure *f)
{
	const struct refusal *refusal = refusal_from_code(reason);
	struct case_bundle b;
	enum kerr e;

	if (refusal == NULL)
		return failure_set(f, ERR_INTERNAL);
	if (refusal->needs_note && remark[0] == '\0') {
		failure_set(f, ERR_STEP_INCOMPLETE);
		failure_text(f, "field", N_("Note"));
		return ERR_STEP_INCOMPLETE;
	}
	if ((e = case_bundle_own(d, case_id, &b, f)) != KERR_OK)
		return e;
	if (b.activated)
		return failure_set(f, ERR_CASE_ACTIVATED);
	if (b.frozen && procedure_has_effects(b.facts.kind))
		return failure_set(f, ERR_CASE_EFFECT);
	/* one that is set in one of its two places only is repaired by a reset,
	 * and stands under "needs attention" until then */
	if (b.pins_unknown && b.facts.kind != CASE_KIND_COLLECTION)
		return failure_set(f, ERR_PIN_UNKNOWN);
	return refusal_commit(d, &b, refusal, remark, f);
}

enum kerr
collection_set_ticket(
    struct desk *d, int64_t case_id, const char *ticket, struct failure *f)
{
	struct case_bundle b;
	struct audit_note note;
	char narrow[CASE_TICKET_SIZE];
	enum kerr e;

	if ((e = case_bundle_own(d, case_id, &b, f)) != KERR_OK ||
	    (e = desk_begin(d, f)) != KERR_OK)
		return e;
	text_narrow(narrow, sizeof(narrow), ticket);
	case_note(&note, "case.ticket", &b);
	e = cases_set_ticket(d->store, case_id, narrow,
	    b.c.arrived_at != 0 ? b.c.arrived_at : desk_now(d));
	return desk_end(d, e, &note, f);
}

enum kerr
collection_visitor(struct desk *d, int64_t case_id, enum visitor_event event,
    struct failure *f)
{
	static const enum case_time times[] = {
	    [VISITOR_ARRIVED] = CASE_CALLED, /* not used: set with the ticket */
	    [VISITOR_CALLED] = CASE_CALLED,
	    [VISITOR_AT_COUNTER] = CASE_AT_COUNTER,
	    [VISITOR_LEFT] = CASE_LEFT,
	};
	struct case_bundle b;
	enum kerr e;

	if ((e = desk_need(d, ACTION_CASE_WORK, f)) != KERR_OK ||
	    (e = case_bundle_load(d, case_id, &b, f)) != KERR_OK ||
	    (e = desk_begin(d, f)) != KERR_OK)
		return e;
	e = event == VISITOR_ARRIVED
		? cases_set_ticket(d->store, case_id, b.c.ticket, desk_now(d))
		: cases_set_time(d->store, case_id, times[event]);
	return desk_end(d, e, NULL, f);
}

enum kerr
collection_set_lang(
    struct desk *d, int64_t case_id, enum lang lang, struct failure *f)
{
	struct case_bundle b;
	enum kerr e;

	if ((e = case_bundle_own(d, case_id, &b, f)) != KERR_OK ||
	    (e = desk_begin(d, f)) != KERR_OK)
		return e;
	return desk_end(
	    d, cases_set_lang(d->store, case_id, lang_code(lang)), NULL, f);
}
