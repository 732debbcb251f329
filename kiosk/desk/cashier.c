/* cashier.c -- the drawer of this counter: opening it, and money that comes or
 * goes without a fee. */
#include "desk/cashier.h"

#include <string.h>

#include "base/text.h"
#include "desk/charge.h"
#include "desk/desk_private.h"
#include "desk/till.h"
#include "rules/fiscal.h"
#include "store/cash_officers.h"
#include "store/store.h"

#define OFFICERS_PAGE 32
#define DRAWERS_MOST  STORE_COUNTER_MOST
#define WAITING_MOST  64

/* Below so many pieces the drawer soon cannot give change: enough for a few
 * fees of 500 to 1,000 yen paid with whole notes. */
static const struct cash least = {
    .count = {[YEN_1000] = 4, [YEN_500] = 2, [YEN_100] = 6, [YEN_50] = 2}};

/* The appointment that lets staff take money on day, for its number. */
static void
load_appointment(struct desk *d, struct date day, struct till_view *v)
{
	struct cash_officer rows[OFFICERS_PAGE];
	size_t count = 0;

	for (size_t at = 0;; at += count) {
		if (cash_officers_list(
			d->store, at, rows, OFFICERS_PAGE, &count) != KERR_OK)
			return;
		for (size_t i = 0; i < count; i++) {
			const struct cash_officer *o = &rows[i];

			if (o->staff != d->session.staff ||
			    o->state != GRANT_IN_FORCE ||
			    date_compare(o->first_day, day) > 0 ||
			    (date_is_set(o->last_day) &&
				date_compare(o->last_day, day) < 0))
				continue;
			text_copy(
			    v->appointment, sizeof(v->appointment), o->number);
			return;
		}
		if (count < OFFICERS_PAGE)
			return;
	}
}

static void
load_officer(struct desk *d, struct date day, struct till_view *v)
{
	v->may_take =
	    session_may(d, ACTION_CASH_WORK) &&
	    cash_officers_check(d->store, d->session.staff, day) == KERR_OK;
	if (!v->may_take)
		return;
	load_appointment(d, day, v);
	(void)float_grants_yen(
	    d->store, d->session.staff, fiscal_year(day), &v->grant_yen);
}

static enum till_phase
phase_of(struct desk *d, const struct drawer_session *s)
{
	struct drawer_verdict verdict;

	if (s->state == DRAWER_OPEN)
		return TILL_OPEN;
	if (drawer_verdict(d->store, s->id, &verdict) != KERR_OK)
		return TILL_COUNTING;
	if (verdict.can_close)
		return TILL_COUNTED;
	return verdict.needs_other ? TILL_RECOUNT : TILL_COUNTING;
}

static enum kerr
load_session(
    struct desk *d, const struct drawer_session *s, struct till_view *v)
{
	unsigned few = 0;
	enum kerr e = KERR_OK;

	v->session = s->id;
	v->phase = phase_of(d, s);
	v->business_day = s->business_day;
	v->is_old = date_compare(s->business_day, d->business_day) != 0;
	v->opened_at = s->opened_at;
	v->float_yen = s->float_yen;
	(void)till_name(d, s->opened_by, v->opened_by, sizeof(v->opened_by));
	if (v->phase != TILL_OPEN)
		return KERR_OK;
	e = drawer_holds(d->store, s->id, &v->has);
	few = cash_running_short(&v->has, &least);
	for (int i = 0; i < DENOMINATION_COUNT; i++)
		v->is_short[i] = (few & (1U << i)) != 0;
	return e;
}

/* Whether this counter's drawer of the day was there and is closed. */
static bool
was_closed(struct desk *d)
{
	static const size_t most = DRAWERS_MOST;
	struct drawer_session rows[DRAWERS_MOST];
	size_t count = 0;

	if (drawer_list(d->store, d->business_day, rows, most, &count) !=
	    KERR_OK)
		return false;
	for (size_t i = 0; i < count; i++)
		if (rows[i].counter == d->settings->counter &&
		    rows[i].state == DRAWER_CLOSED)
			return true;
	return false;
}

/* How the drawer stands may be seen by whoever has anything to do with cash,
 * also by those who only look at the book or enter the schedule. */
static enum kerr
may_look(struct desk *d, struct failure *f)
{
	static const enum action any[] = {ACTION_QUEUE, ACTION_CASH_WORK,
	    ACTION_CASH_BOOK, ACTION_RULE_PROPOSE, ACTION_RULE_APPROVE,
	    ACTION_CASH_OFFICERS};

	for (size_t i = 0; i < sizeof(any) / sizeof(any[0]); i++)
		if (session_may(d, any[i]))
			return KERR_OK;
	return failure_set(f, ERR_RIGHTS);
}

enum kerr
cashier_load(struct desk *d, struct till_view *out, struct failure *f)
{
	struct charge_waiting waiting[WAITING_MOST];
	struct drawer_session s;
	size_t count = 0;
	enum kerr e;

	memset(out, 0, sizeof(*out));
	if ((e = may_look(d, f)) != KERR_OK)
		return e;
	e = drawer_here(d->store, &s);
	if (e == KERR_OK)
		e = load_session(d, &s, out);
	else if (e == ERR_DRAWER_CLOSED) {
		out->was_closed = was_closed(d);
		e = KERR_OK;
	}
	if (e != KERR_OK)
		return store_explain(d->store, e, f);
	load_officer(
	    d, out->session != 0 ? out->business_day : d->business_day, out);
	if (session_may(d, ACTION_CASH_WORK) &&
	    charge_waiting_load(d, waiting, WAITING_MOST, &count, f) == KERR_OK)
		out->waiting = (int)count;
	return failure_set(f, KERR_OK);
}

enum kerr
cashier_open(struct desk *d, const struct cash *money, const char *key,
    struct failure *f)
{
	int64_t id = 0;
	enum kerr e;

	if ((e = desk_need(d, ACTION_CASH_WORK, f)) != KERR_OK ||
	    (e = desk_begin(d, f)) != KERR_OK)
		return e;
	return desk_end(d, drawer_open(d->store, key, money, &id), NULL, f);
}

/* -- money without a fee -- */

static const struct cash_reason paid_in_reasons[] = {
    {"more_change", N_("More change from the safe")},
    {"exchange", N_("Notes and coins exchanged")},
    {"other", N_("Another reason")},
    {NULL, NULL},
};
static const struct cash_reason paid_out_reasons[] = {
    {"exchange", N_("Notes and coins exchanged")},
    {"less_change", N_("Change back to the safe")},
    {"other", N_("Another reason")},
    {NULL, NULL},
};
static const struct cash_reason bank_reasons[] = {
    {"bank", N_("To the designated bank")},
    {"too_much", N_("Too much money in the drawer")},
    {NULL, NULL},
};
static const struct cash_reason found_reasons[] = {
    {"found_later", N_("Found after the count")},
    {"left_behind", N_("Left behind by somebody unknown")},
    {"other", N_("Another reason")},
    {NULL, NULL},
};
static const struct cash_reason deposit_reasons[] = {
    {"bank", N_("To the designated bank")},
    {NULL, NULL},
};

static const struct {
	enum ledger_kind kind;
	const struct cash_reason *reasons;
} moves[CASHIER_MOVE_COUNT] = {
    [CASHIER_PAID_IN] = {LEDGER_PAID_IN, paid_in_reasons},
    [CASHIER_PAID_OUT] = {LEDGER_PAID_OUT, paid_out_reasons},
    [CASHIER_BANK] = {LEDGER_BANK, bank_reasons},
    [CASHIER_FOUND] = {LEDGER_FOUND, found_reasons},
    [CASHIER_DEPOSIT] = {LEDGER_DEPOSIT, deposit_reasons},
};

const struct cash_reason *
cashier_reasons(enum cashier_move move)
{
	return moves[move].reasons;
}

static const struct cash_reason look_reasons[] = {
    {"exchange", N_("Change money for the visitor")},
    {"look", N_("Look what is in it")},
    {"stuck", N_("It was stuck, or opened by mistake")},
    {"other", N_("Another reason")},
    {NULL, NULL},
};

const struct cash_reason *
cashier_look_reasons(void)
{
	return look_reasons;
}

/* Also when the last drawer is closed already: what is in custody goes to the
 * bank in the evening or the next morning (5.4). */
static enum kerr
move_allowed(struct desk *d, enum cashier_move move, struct failure *f)
{
	struct drawer_session s;

	if (move == CASHIER_DEPOSIT)
		return desk_need(d, ACTION_CASH_WORK, f);
	return till_ready(d, &s, f);
}

enum kerr
cashier_move(struct desk *d, enum cashier_move move, const struct cash *money,
    const char *reason, const char *note, const char *key, int64_t *entry,
    struct failure *f)
{
	struct ledger_entry what = {.key = key,
	    .kind = moves[move].kind,
	    .cash = *money,
	    .reason = reason,
	    .note = note};
	struct ledger_done done;
	enum kerr e;

	*entry = 0;
	if ((e = move_allowed(d, move, f)) != KERR_OK ||
	    (e = desk_begin(d, f)) != KERR_OK)
		return e;
	e = desk_end(d, ledger_enter(d->store, &what, &done), NULL, f);
	if (e == KERR_OK)
		*entry = done.row.id;
	return e;
}

enum kerr
cashier_look(struct desk *d, const char *reason, struct failure *f)
{
	struct drawer_session s;
	enum kerr e;

	if ((e = till_ready(d, &s, f)) != KERR_OK ||
	    (e = desk_begin(d, f)) != KERR_OK)
		return e;
	return desk_end(d, drawer_look(d->store, reason), NULL, f);
}
