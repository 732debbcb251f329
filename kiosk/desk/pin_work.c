/* pin_work.c -- see pin_work.h. */
#include "desk/pin_work.h"

/* The places of one kind, counted by what is known of them. */
struct places {
	int open, set, doubtful, asked;
};

static enum pin_task
task_first(const struct places *p)
{
	if (p->set > 0 || p->asked > 0)
		return PIN_TASK_RETYPE;
	return p->doubtful > 0 ? PIN_TASK_NONE : PIN_TASK_CHOOSE;
}

/* With the old value and the new one every doubt can be resolved. */
static enum pin_task
task_change(const struct places *p)
{
	return p->set > 0 ? PIN_TASK_FINISH : PIN_TASK_CHANGE;
}

/* What a place holds does not matter: it gets a new value, also when another
 * place of the PIN got one that the resident does not know any more. */
static enum pin_task
task_reset(const struct places *p)
{
	(void)p;
	return PIN_TASK_CHOOSE;
}

static enum pin_task (*const tasks[CASE_KIND_COUNT])(const struct places *) = {
    [CASE_KIND_COLLECTION] = task_first,
    [CASE_KIND_PIN_CHANGE] = task_change,
    [CASE_KIND_PIN_RESET] = task_reset,
};

enum pin_task
pin_work_task(enum case_kind work, const struct pin_known known[PIN_REF_COUNT],
    enum pin_kind kind)
{
	struct places p = {0};

	for (int r = 0; r < PIN_REF_COUNT; r++) {
		bool doubtful = pin_status_is_doubtful(known[r].status);

		if (pin_ref_kind((enum pin_ref)r) != kind ||
		    known[r].status == PIN_STATUS_NONE)
			continue;
		p.set += pin_status_is_set(known[r].status);
		p.open += !pin_status_is_set(known[r].status);
		p.doubtful += doubtful;
		p.asked += doubtful && pin_was_asked(&known[r]);
	}
	return p.open == 0 ? PIN_TASK_NONE : tasks[work](&p);
}

bool
pin_work_is_ready(const struct desk_pins *p, enum pin_kind kind)
{
	enum pin_task task = p->view.task[kind];

	if (task == PIN_TASK_NONE)
		return true;
	return p->chosen[kind] != NULL &&
	       (!pin_task_asks_old(task) || p->old[kind] != NULL);
}

/* -- what comes next -- */

/* A place whose kind is already held elsewhere with a value that the resident
 * must prove to know before the other place gets the same. */
static bool
needs_proof(const struct desk *d, const struct pin_known known[PIN_REF_COUNT],
    enum pin_ref ref, enum pin_ref *written)
{
	enum pin_kind kind = pin_ref_kind(ref);

	if (d->pins.proved[kind])
		return false;
	for (int r = 0; r < PIN_REF_COUNT; r++)
		if (pin_ref_kind((enum pin_ref)r) == kind &&
		    known[r].status == PIN_STATUS_WRITTEN) {
			*written = (enum pin_ref)r;
			return true;
		}
	return false;
}

static bool
doubt_first(const struct desk *d, const struct pin_known *known,
    enum pin_ref ref, struct pin_op *op)
{
	bool asked = pin_was_asked(known);

	op->kind = asked ? PIN_OP_PROVE_CHOSEN : PIN_OP_ASK_BEFORE;
	return !asked ||
	       (d->pins.chosen[pin_ref_kind(ref)] != NULL && !d->pins.asking);
}

/* First the old value; only when the card denied it, the new one. */
static bool
doubt_change(const struct desk *d, const struct pin_known *known,
    enum pin_ref ref, struct pin_op *op)
{
	(void)known;
	op->kind =
	    d->pins.denied[ref] ? PIN_OP_PROVE_CHOSEN : PIN_OP_ASK_BEFORE;
	return pin_work_is_ready(&d->pins, pin_ref_kind(ref));
}

static bool
doubt_reset(const struct desk *d, const struct pin_known *known,
    enum pin_ref ref, struct pin_op *op)
{
	(void)known;
	op->kind = PIN_OP_PROVE_CHOSEN;
	return d->pins.chosen[pin_ref_kind(ref)] != NULL;
}

static bool (*const doubts[CASE_KIND_COUNT])(const struct desk *,
    const struct pin_known *, enum pin_ref, struct pin_op *) = {
    [CASE_KIND_COLLECTION] = doubt_first,
    [CASE_KIND_PIN_CHANGE] = doubt_change,
    [CASE_KIND_PIN_RESET] = doubt_reset,
};

bool
pin_work_next(const struct desk *d, const struct pin_known known[PIN_REF_COUNT],
    enum pin_ref ref, struct pin_op *op)
{
	enum pin_status s = known[ref].status;

	op->ref = ref;
	op->is_again = false;
	if (pin_status_is_doubtful(s))
		return doubts[d->pins.view.kind](d, &known[ref], ref, op);
	if (d->pins.asking ||
	    (s != PIN_STATUS_TO_SET && s != PIN_STATUS_REFUSED) ||
	    d->pins.chosen[pin_ref_kind(ref)] == NULL ||
	    !pin_work_is_ready(&d->pins, pin_ref_kind(ref)))
		return false;
	op->kind = PIN_OP_SET;
	if (!needs_proof(d, known, ref, &op->ref))
		return true;
	/* a reset needs no proof: what was written gets the same new value */
	op->is_again = d->pins.view.kind == CASE_KIND_PIN_RESET;
	if (!op->is_again)
		op->kind = PIN_OP_PROVE_CHOSEN;
	return true;
}

/* -- sending -- */

/* What a place held before this case. */
static const struct secret *
value_before(const struct desk *d, enum pin_ref ref)
{
	return d->pins.view.kind == CASE_KIND_COLLECTION
		   ? initial_value_for(d, ref)
		   : d->pins.old[pin_ref_kind(ref)];
}

static enum kerr
post_first(struct desk *d, enum pin_ref ref, const struct secret *chosen)
{
	return agent_pin_set(d->reader.agent, d->pins.chip_serial, ref,
	    value_before(d, ref), chosen);
}

/* A last try that was confirmed is spent once. */
static bool
take_last_try(struct desk *d, enum pin_ref ref)
{
	bool *spend = &d->pins.spend_last[pin_ref_kind(ref)];
	bool was = *spend;

	*spend = false;
	return was;
}

static enum kerr
post_change(struct desk *d, enum pin_ref ref, const struct secret *chosen)
{
	return agent_pin_change(d->reader.agent, d->pins.chip_serial, ref,
	    value_before(d, ref), chosen, take_last_try(d, ref));
}

static enum kerr
post_reset(struct desk *d, enum pin_ref ref, const struct secret *chosen)
{
	return agent_pin_reset(
	    d->reader.agent, d->pins.chip_serial, ref, chosen);
}

static enum kerr (*const posts[CASE_KIND_COUNT])(
    struct desk *, enum pin_ref, const struct secret *) = {
    [CASE_KIND_COLLECTION] = post_first,
    [CASE_KIND_PIN_CHANGE] = post_change,
    [CASE_KIND_PIN_RESET] = post_reset,
};

enum kerr
pin_work_post(struct desk *d, const struct pin_op *op)
{
	const struct secret *chosen = d->pins.chosen[pin_ref_kind(op->ref)];

	if (op->kind == PIN_OP_SET)
		return posts[d->pins.view.kind](d, op->ref, chosen);
	return (take_last_try(d, op->ref) ? agent_pin_prove_with_last
					  : agent_pin_prove)(d->reader.agent,
	    d->pins.chip_serial, op->ref,
	    op->kind == PIN_OP_ASK_BEFORE ? value_before(d, op->ref) : chosen);
}

enum pin_kind
pin_work_last_try(const struct desk_pins *p)
{
	enum pin_kind kind = pin_ref_kind(p->op.ref);
	const struct secret *value =
	    p->op.kind == PIN_OP_PROVE_CHOSEN ? p->chosen[kind] : p->old[kind];

	return value != NULL && !p->asking ? kind : PIN_KIND_COUNT;
}

/* -- what the answer means -- */

bool
pin_work_reconciles(const struct desk *d, const struct pin_op *op)
{
	return op->kind != PIN_OP_SET &&
	       pin_status_is_doubtful(d->pins.view.ref[op->ref].status);
}

/* A place that a reset left in doubt does not hold the value that was chosen:
 * written, it would have it, with every try. */
static bool
was_not_reset(const struct desk *d, const struct pin_op *op,
    const struct agent_event *event)
{
	return d->pins.view.kind == CASE_KIND_PIN_RESET &&
	       pin_work_reconciles(d, op) &&
	       (event->error == ERR_PIN_WRONG ||
		   event->error == ERR_PIN_BLOCKED ||
		   event->error == ERR_PIN_LAST_TRY);
}

bool
pin_work_is_answer(const struct desk *d, const struct pin_op *op,
    const struct agent_event *event)
{
	return op->kind == PIN_OP_SET || event->error == KERR_OK ||
	       event->error == ERR_PIN_WRONG || was_not_reset(d, op, event);
}

enum pin_status
pin_work_status(const struct desk *d, const struct pin_op *op,
    const struct agent_event *event)
{
	static const enum pin_status outcomes[] = {
	    [PIN_OUTCOME_WRITTEN] = PIN_STATUS_WRITTEN,
	    [PIN_OUTCOME_UNCHANGED] = PIN_STATUS_REFUSED,
	    [PIN_OUTCOME_UNKNOWN] = PIN_STATUS_UNKNOWN,
	};

	/* refused, it still holds what this case wrote before */
	if (op->is_again && event->outcome == PIN_OUTCOME_UNCHANGED)
		return PIN_STATUS_WRITTEN;
	if (op->kind == PIN_OP_SET)
		return outcomes[event->outcome];
	if (event->error == KERR_OK)
		return op->kind == PIN_OP_ASK_BEFORE ? PIN_STATUS_TO_SET
						     : PIN_STATUS_WRITTEN;
	return was_not_reset(d, op, event) ? PIN_STATUS_TO_SET
					   : PIN_STATUS_UNKNOWN;
}

/* The card kept its value: the initial one is not what we were told, or the
 * resident typed another old PIN, which is typed anew and not sent again. */
static enum kerr
verdict_kept(
    struct desk *d, enum pin_kind kind, const struct agent_event *event)
{
	bool denied = event->error == ERR_PIN_WRONG;

	if (d->pins.view.kind == CASE_KIND_COLLECTION)
		return denied ? ERR_PIN_INITIAL : event->error;
	if (denied || event->error == ERR_PIN_BLOCKED)
		pin_setting_forget(d, kind);
	return event->error;
}

enum kerr
pin_work_verdict(struct desk *d, const struct agent_event *event)
{
	struct desk_pins *p = &d->pins;
	enum pin_kind kind = pin_ref_kind(p->op.ref);
	bool denied = event->error == ERR_PIN_WRONG;

	if (p->op.kind == PIN_OP_ASK_BEFORE) {
		/* no is an answer too: it was changed */
		p->denied[p->op.ref] = denied;
		return denied ? KERR_OK : event->error;
	}
	if (event->error == KERR_OK)
		p->proved[kind] = true;
	if (was_not_reset(d, &p->op, event))
		return KERR_OK;
	if (p->op.kind == PIN_OP_PROVE_CHOSEN && denied)
		pin_setting_forget(d, kind); /* typed again, not sent again */
	if (p->op.kind == PIN_OP_SET && event->outcome == PIN_OUTCOME_UNCHANGED)
		return verdict_kept(d, kind, event);
	return event->error;
}
