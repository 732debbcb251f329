/* resident_entry.c -- one PIN, typed into locked memory: twice when it is
 * chosen, once when it was chosen before. Rules: counter-procedures 3.5, 3.6;
 * individual-number-card 4. */
#include "base/secret.h"
#include "desk/desk.h"
#include "screens/resident_inside.h"
#include "screens/staff.h"

/* After so many the staff's paper helps more than another attempt. */
#define MISMATCHES_MANY 2

static void
entry_field(struct resident *r)
{
	if (r->at.kind == PIN_SIGN)
		secret_field_init(&r->field, r->typed, PIN_SIGN_MOST,
		    SECRET_LINE, secret_accepts_capitals);
	else
		secret_field_init(&r->field, r->typed, PIN_DIGITS, SECRET_BOXES,
		    secret_accepts_digits);
}

void
resident_entry_wipe(struct resident *r)
{
	secret_clear(r->typed);
	secret_free(&r->first);
	r->verdict = 0;
}

void
resident_entry_begin(struct resident *r)
{
	resident_entry_wipe(r);
	entry_field(r);
}

static void
entry_judge(struct app *app, struct resident *r)
{
	r->verdict =
	    secret_len(r->typed) == 0
		? 0
		: pin_setting_judge(staff_desk(app), r->at.kind, r->typed);
}

bool
resident_entry_asks_old(const struct app *app, const struct resident *r)
{
	const struct pin_setting_view *v = resident_view(app);

	return pin_task_asks_old(v->task[r->at.kind]) &&
	       !v->old_given[r->at.kind];
}

/* One wrong entry more would lock the card: the card is not asked (card/agent,
 * ERR_PIN_LAST_TRY), so nothing is typed either. */
static bool
entry_is_over(const struct app *app, const struct resident *r)
{
	const struct pin_setting_view *v = resident_view(app);
	bool old = resident_entry_asks_old(app, r);
	int left = resident_tries_of_entry(v, r->at.kind, old);

	if (old)
		return left == CARD_TRIES_BLOCKED;
	return pin_task_is_repair(v->task[r->at.kind]) &&
	       left != CARD_TRIES_UNKNOWN && left <= 1;
}

struct request
resident_entry_typed(struct app *app, struct resident *r, uint32_t code_point)
{
	enum secret_typed typed;

	if (entry_is_over(app, r))
		return request_stay();
	typed = secret_field_type(&r->field, code_point);
	resident_say_nothing(r);
	if (typed == SECRET_TAKEN)
		entry_judge(app, r);
	else if (typed == SECRET_REFUSED)
		resident_say(r, MARK_PROBLEM,
		    pin_verdict_said(r->at.kind == PIN_SIGN ? PIN_NOT_ALLOWED
							    : PIN_NOT_DIGITS),
		    NULL, "");
	else
		resident_say(
		    r, MARK_PROBLEM, pin_verdict_said(PIN_TOO_LONG), NULL, "");
	return request_stay();
}

struct request
resident_entry_moved(struct app *app, struct resident *r, enum ui_key key)
{
	if (secret_field_move(&r->field, key)) {
		resident_say_nothing(r);
		entry_judge(app, r);
	}
	return request_stay();
}

bool
resident_entry_back(struct app *app, struct resident *r)
{
	const struct pin_setting_view *v = resident_view(app);

	if (r->first == NULL && v->old_given[r->at.kind] &&
	    !v->chosen[r->at.kind])
		pin_setting_forget(staff_desk(app), r->at.kind);
	else if (r->first == NULL)
		return false;
	resident_entry_begin(r);
	resident_say_nothing(r);
	return true;
}

/* A new number for the first of three: its copies are not what is meant any
 * more. */
static void
entry_drop_copies(struct app *app, struct resident *r)
{
	const struct pin_setting_view *v = resident_view(app);

	if (!r->same || r->at.kind != resident_same_first(v))
		return;
	r->same = false;
	for (int k = (int)r->at.kind + 1; k < PIN_KIND_COUNT; k++)
		if (v->task[k] == PIN_TASK_CHOOSE)
			pin_setting_forget(staff_desk(app), (enum pin_kind)k);
}

static struct request
entry_keep(struct app *app, struct resident *r, struct secret **value)
{
	struct failure f = {0};

	entry_drop_copies(app, r);
	if (pin_setting_choose(staff_desk(app), r->at.kind, value, &f) !=
	    KERR_OK) {
		resident_entry_begin(r);
		resident_say_failure(r, &f);
		return resident_turn();
	}
	return resident_go(app, r, 1);
}

/* What was typed moves to *out; the field is empty afterwards. */
static bool
entry_take(struct resident *r, struct secret **out)
{
	struct secret *fresh = secret_new(PIN_SIGN_MOST);
	struct failure f;

	if (fresh == NULL) {
		failure_set(&f, ERR_SECRET_MEMORY);
		resident_say_failure(r, &f);
		return false;
	}
	*out = r->typed;
	r->typed = fresh;
	r->verdict = 0;
	entry_field(r);
	return true;
}

static struct request
entry_refuse(struct resident *r)
{
	unsigned form = r->verdict & PIN_VERDICT_FORM;

	if (form != 0 && r->at.kind != PIN_SIGN) {
		resident_say(
		    r, MARK_PROBLEM, R_("Enter exactly 4 digits"), NULL, "");
	} else if (form != 0) {
		resident_say(r, MARK_PROBLEM, resident_reason(form), NULL, "");
	} else {
		resident_say(r, MARK_PROBLEM,
		    R_("This PIN is too easy to guess"), NULL,
		    resident_reason(r->verdict & PIN_VERDICT_WEAK));
		resident_entry_begin(r);
	}
	return resident_turn();
}

/* The present PIN: whether it is right only the card can say. */
static struct request
entry_old(struct app *app, struct resident *r)
{
	struct secret *old = NULL;
	struct failure f = {0};

	if ((r->verdict & PIN_VERDICT_FORM) != 0)
		return entry_refuse(r);
	if (!entry_take(r, &old))
		return resident_turn();
	if (pin_setting_give_old(staff_desk(app), r->at.kind, &old, &f) !=
	    KERR_OK)
		resident_say_failure(r, &f);
	else
		resident_say_nothing(r);
	resident_entry_begin(r);
	return resident_turn();
}

static struct request
entry_first(struct app *app, struct resident *r)
{
	const struct pin_setting_view *v = resident_view(app);
	struct secret *once = NULL;

	if (pin_setting_refuses(staff_desk(app), r->verdict))
		return entry_refuse(r);
	if (pin_task_is_repair(v->task[r->at.kind])) {
		if (!entry_take(r, &once))
			return resident_turn();
		return entry_keep(app, r, &once);
	}
	if (entry_take(r, &r->first))
		resident_say_nothing(r);
	return resident_turn();
}

static struct request
entry_differs(struct resident *r)
{
	r->mismatches++;
	resident_entry_begin(r);
	resident_say(r, MARK_PROBLEM,
	    R_("The two entries do not match. This costs no try."), NULL,
	    r->mismatches < MISMATCHES_MANY
		? R_("Enter it again from the start.")
		: R_("Ask the staff for the paper worksheet, and write it down "
		     "first."));
	return resident_turn();
}

static struct request
entry_second(struct app *app, struct resident *r)
{
	if ((r->verdict & PIN_TOO_SHORT) != 0)
		return entry_refuse(r);
	if (!secret_equals(r->first, r->typed))
		return entry_differs(r);
	return entry_keep(app, r, &r->first);
}

struct request
resident_entry_enter(struct app *app, struct resident *r)
{
	bool empty = secret_len(r->typed) == 0;

	if (empty && r->first == NULL && resident_view(app)->chosen[r->at.kind])
		return resident_go(app, r, 1);
	if (empty || entry_is_over(app, r))
		return resident_turn();
	if (resident_entry_asks_old(app, r))
		return entry_old(app, r);
	return r->first == NULL ? entry_first(app, r) : entry_second(app, r);
}
