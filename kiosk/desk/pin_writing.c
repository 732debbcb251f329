/* pin_writing.c -- one request to the card after the other: intent committed,
 * request, result committed (design, decision 3). The next request is always
 * worked out from the journal. */
#include <string.h>

#include "base/log.h"
#include "base/secret.h"
#include "desk/case_bundle.h"
#include "desk/desk_private.h"
#include "desk/pin_setting.h"
#include "desk/pin_work.h"
#include "store/audit.h"
#include "store/pin_journal.h"
#include "store/store.h"

static enum kerr
op_next(struct desk *d, struct pin_op *op)
{
	struct pin_known known[PIN_REF_COUNT];
	enum kerr e = pin_journal_load(d->store, d->pins.view.case_id, known);

	op->kind = PIN_OP_NONE;
	for (int r = 0; e == KERR_OK && r < PIN_REF_COUNT; r++)
		if (pin_work_next(d, known, (enum pin_ref)r, op))
			return KERR_OK;
	op->kind = PIN_OP_NONE;
	return e;
}

/* event: what the card said, NULL when it was not asked. */
static void
writing_stop(struct desk *d, enum kerr why, const struct agent_event *event)
{
	struct desk_pins *p = &d->pins;

	p->running = false;
	p->view.writing = PIN_KIND_COUNT;
	reader_explain(&p->view.failed, why, event);
	p->view.last_try =
	    why == ERR_PIN_LAST_TRY ? pin_work_last_try(p) : PIN_KIND_COUNT;
	if (why == ERR_PIN_WRONG)
		reader_tell_left(&p->view.failed,
		    event != NULL ? event->tries_left : CARD_TRIES_UNKNOWN);
	if (pin_setting_refresh(d, &p->view) != KERR_OK)
		log_event(d->log, "PIN journal not read", NULL);
	/* what the card holds needs no keeping, also if nobody comes back */
	for (int k = 0; p->view.all_set && k < PIN_KIND_COUNT; k++)
		pin_setting_forget(d, (enum pin_kind)k);
	if (p->asking)
		p->view.phase = PIN_PHASE_NONE;
	else if (p->session != 0)
		p->view.phase = PIN_PHASE_RESULT;
	p->asking = false;
	reader_leave(d);
}

static enum kerr
op_commit_intent(struct desk *d, const struct pin_op *op)
{
	struct audit_note note;
	struct failure f;
	enum kerr e;

	if (op->kind != PIN_OP_SET)
		return KERR_OK; /* asking changes nothing on the card */
	if ((e = desk_begin(d, &f)) != KERR_OK)
		return e;
	audit_note(&note, "pin.intend", "case", d->pins.view.case_id);
	audit_note_code(&note, "ref", pin_ref_code(op->ref));
	e = op->is_again
		? pin_journal_intend_again(d->store, d->pins.session, op->ref)
		: pin_journal_intend(d->store, d->pins.session, op->ref);
	return desk_end(d, e, &note, &f);
}

/* A proof says nothing new of how a written place stands, but a wrong one
 * costs a try, and a right one gives all back: how many those are the card
 * does not tell (individual-number-card 4, "Counters"). */
static enum kerr
op_commit_tries(
    struct desk *d, const struct pin_op *op, const struct agent_event *event)
{
	int left =
	    event->error == KERR_OK ? PIN_TRIES_NOT_TOLD : event->tries_left;
	struct failure f;
	enum kerr e;

	if ((e = desk_begin(d, &f)) != KERR_OK)
		return e;
	return desk_end(d,
	    pin_journal_tries(d->store, d->pins.view.case_id, op->ref, left),
	    NULL, &f);
}

static enum kerr
op_commit_result(
    struct desk *d, const struct pin_op *op, const struct agent_event *event)
{
	enum pin_status status = pin_work_status(d, op, event);
	struct audit_note note;
	struct failure f;
	enum kerr e;

	/* the card did not answer the question: nothing new is known, but
	 * that it will not answer it any more */
	if (!pin_work_is_answer(d, op, event))
		return event->error == ERR_PIN_BLOCKED
			   ? op_commit_tries(d, op, event)
			   : KERR_OK;
	if (op->kind != PIN_OP_SET && !pin_work_reconciles(d, op))
		return op_commit_tries(d, op, event);
	if ((e = desk_begin(d, &f)) != KERR_OK)
		return e;
	audit_note(&note, op->kind == PIN_OP_SET ? "pin.result" : "pin.asked",
	    "case", d->pins.view.case_id);
	audit_note_code(&note, "ref", pin_ref_code(op->ref));
	audit_note_code(&note, "status", pin_status_code(status));
	if (event->error != KERR_OK)
		audit_note_code(&note, "why", error_name(event->error));
	e = op->kind == PIN_OP_SET
		? pin_journal_result(d->store, d->pins.session, op->ref, status,
		      event->tries_left)
		: pin_journal_reconcile(d->store, d->pins.view.case_id,
		      d->pins.session, op->ref, status, event->tries_left);
	return desk_end(d, e, &note, &f);
}

static bool
card_lies_there(struct desk *d)
{
	if (!d->reader.identified) {
		reader_identify(d);
		return false;
	}
	if (!agent_is_idle(d->reader.agent))
		return false; /* it is being left: reader_left() comes back */
	if (strcmp(d->reader.identity.chip_serial, d->pins.chip_serial) == 0)
		return true;
	failure_set(&d->pins.view.failed, ERR_CARD_OTHER);
	return false;
}

void
pin_writing_go(struct desk *d)
{
	struct desk_pins *p = &d->pins;
	struct agent_event refused = {
	    .outcome = PIN_OUTCOME_UNCHANGED, .tries_left = CARD_TRIES_UNKNOWN};
	struct pin_op op;
	enum kerr e;

	if (p->running)
		return;
	if (!card_lies_there(d)) {
		/* it was lifted and came back: once it is read, we go on */
		if (p->view.phase == PIN_PHASE_WRITING)
			p->view.phase = PIN_PHASE_CARD;
		return;
	}
	if ((e = op_next(d, &op)) != KERR_OK || op.kind == PIN_OP_NONE) {
		writing_stop(d, e, NULL);
		return;
	}
	if ((e = op_commit_intent(d, &op)) != KERR_OK) {
		writing_stop(d, e, NULL);
		return;
	}
	p->op = op;
	p->view.writing = pin_ref_kind(op.ref);
	if ((e = pin_work_post(d, &op)) != KERR_OK) {
		refused.error = e; /* it never left this process */
		(void)op_commit_result(d, &op, &refused);
		writing_stop(d, e, NULL);
		return;
	}
	p->running = true;
	p->view.step = p->view.steps = 0; /* none was told yet */
	d->reader.open = true;
	p->view.failed.code = KERR_OK;
	if (!p->asking)
		p->view.phase = PIN_PHASE_WRITING;
	reader_posted(d);
}

/* A right entry gives every try back; how many that are, the journal knows. */
static void
tries_heard(struct desk *d, const struct agent_event *event)
{
	int *told = &d->reader.identity.tries_left[d->pins.op.ref];

	if (event->error == KERR_OK)
		*told = CARD_TRIES_UNKNOWN;
	else if (event->tries_left != CARD_TRIES_UNKNOWN)
		*told = event->tries_left;
}

void
pin_writing_event(struct desk *d, const struct agent_event *event)
{
	struct desk_pins *p = &d->pins;
	enum kerr e, why;

	if (event->kind == AGENT_PROGRESS) {
		p->view.step = event->step;
		p->view.steps = event->steps;
		return;
	}
	if (!p->running)
		return;
	p->running = false;
	e = op_commit_result(d, &p->op, event);
	tries_heard(d, event);
	why = pin_work_verdict(d, event);
	if (pin_setting_refresh(d, &p->view) != KERR_OK && e == KERR_OK)
		e = ERR_INTERNAL;
	if (e != KERR_OK || why != KERR_OK) {
		writing_stop(d, e != KERR_OK ? e : why, event);
		return;
	}
	pin_writing_go(d);
}

void
pin_writing_card_seen(struct desk *d)
{
	if (d->pins.view.phase == PIN_PHASE_CARD || d->pins.asking)
		pin_writing_go(d);
}

void
pin_writing_card_failed(
    struct desk *d, enum kerr why, const struct agent_event *event)
{
	if (d->pins.asking)
		writing_stop(d, why, event);
	else if (d->pins.view.phase == PIN_PHASE_CARD)
		reader_explain(&d->pins.view.failed, why, event);
}

void
pin_writing_cut_off(struct desk *d, enum kerr why)
{
	const struct agent_event lost = {.outcome = PIN_OUTCOME_UNKNOWN,
	    .error = why,
	    .tries_left = CARD_TRIES_UNKNOWN};

	if (d->pins.running) {
		(void)op_commit_result(d, &d->pins.op, &lost);
		writing_stop(d, why, NULL);
	} else {
		pin_writing_card_failed(d, why, NULL);
	}
}

enum kerr
pin_setting_ask_card(struct desk *d, int64_t case_id, struct failure *f)
{
	struct case_bundle b;
	enum kerr e;

	if ((e = case_bundle_own(d, case_id, &b, f)) != KERR_OK)
		return e;
	if (b.c.step != STEP_PINS || b.facts.kind != CASE_KIND_COLLECTION ||
	    d->pins.session != 0 || d->pins.asking)
		return failure_set(f, ERR_CASE_STATE);
	if (!desk_has_secrets(d))
		return failure_set(f, ERR_SECRET_MEMORY);
	if (!initial_values_ready(d))
		return failure_set(f, ERR_INITIAL_MISSING);
	memset(&d->pins, 0, sizeof(d->pins));
	d->pins.view.case_id = case_id;
	d->pins.view.writing = PIN_KIND_COUNT;
	memcpy(d->pins.chip_serial, b.card.chip_serial,
	    sizeof(d->pins.chip_serial));
	if ((e = pin_setting_refresh(d, &d->pins.view)) != KERR_OK)
		return store_explain(d->store, e, f);
	if (d->here.watched != case_id || d->here.check != CHECK_RIGHT)
		return failure_set(f, ERR_CARD_ABSENT);
	d->pins.asking = true;
	pin_writing_go(d);
	return KERR_OK;
}
