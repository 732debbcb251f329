/* ledger_undo.c -- see ledger.h: void on the same business day, refund later.
 * The original stays as it is; a new entry points at it
 * (counter-procedures 5.7). */
#include <string.h>

#include "base/seal.h"
#include "store/canonical.h"
#include "store/cash_officers.h"
#include "store/ledger.h"
#include "store/money.h"
#include "store/store.h"
#include "store/transaction.h"

/* How the two ways differ. */
struct way {
	const char *call;
	enum ledger_kind kind;
	enum drawer_move_kind move;
};
static const struct way way_void = {"ledger.void", LEDGER_VOID, MOVE_VOID};
static const struct way way_refund = {
    "ledger.refund", LEDGER_REFUND, MOVE_REFUND};

static enum kerr
refuse_counter(struct store *st, enum kerr code, int counter)
{
	failure_number(store_remember(st, code), "n", counter);
	return code;
}

/* An entry that can be undone, once, and by people who are not its own. */
static enum kerr
load_original(
    struct store *st, const struct ledger_undo *u, struct ledger_row *out)
{
	struct ledger_row undone;
	enum kerr e;

	if ((e = ledger_get(st, u->original, out)) != KERR_OK)
		return e;
	if (out->kind != LEDGER_CHARGE && out->kind != LEDGER_EXEMPT)
		return ERR_LEDGER_KIND;
	e = ledger_undone_by(st, out->id, &undone);
	if (e == KERR_OK)
		return ERR_LEDGER_UNDONE;
	if (e != ERR_NOT_FOUND)
		return e;
	if (u->approved_by == STORE_STAFF_NONE ||
	    u->approved_by == store_staff(st) || u->approved_by == out->by)
		return ERR_SAME_PERSON;
	return KERR_OK;
}

/* A void is paid out of the drawer that took the money, while it is open; a
 * refund after that. */
static enum kerr
judge_drawer(struct store *st, const struct way *way,
    const struct ledger_row *original, const struct drawer_inside *here)
{
	struct drawer_inside taken;
	enum kerr e;

	if (way->kind == LEDGER_VOID && original->session == here->s.id)
		return KERR_OK;
	if ((e = drawer_load(st, original->session, &taken)) != KERR_OK)
		return e;
	if (way->kind == LEDGER_VOID)
		return taken.s.state == DRAWER_CLOSED
			   ? ERR_VOID_LATE
			   : refuse_counter(
				 st, ERR_VOID_ELSEWHERE, original->counter);
	if (taken.s.state == DRAWER_CLOSED)
		return KERR_OK;
	return refuse_counter(st, ERR_REFUND_EARLY, original->counter);
}

static enum kerr
choose_cash(struct store *st, const struct ledger_undo *u,
    const struct cash *held, int64_t yen, struct cash *out)
{
	int64_t given = 0;
	enum kerr e;

	if (!u->cash_given) {
		e = cash_change(held, yen, out);
		if (e == ERR_CASH_NO_CHANGE)
			failure_number(store_remember(st, e), "yen", yen);
		return e;
	}
	if ((e = cash_total(&u->cash, &given)) != KERR_OK)
		return e;
	*out = u->cash;
	if (given == yen)
		return KERR_OK;
	failure_number(store_remember(st, ERR_CASH_CHANGE), "yen", yen);
	return ERR_CASH_CHANGE;
}

static enum kerr
append_undo(struct store *st, const struct way *way,
    const struct ledger_undo *u, const struct ledger_row *original,
    struct ledger_row *row)
{
	enum kerr e;

	row->kind = way->kind;
	row->has_item = original->has_item;
	row->item = original->item;
	row->yen = original->yen;
	row->card = original->card;
	row->case_id = original->case_id;
	row->points_at = original->id;
	row->approved_by = u->approved_by;
	if ((e = ledger_set_reason(row, u->reason)) != KERR_OK ||
	    (e = ledger_append(st, row)) != KERR_OK ||
	    (e = ledger_keep_note(st, row->id, u->note)) != KERR_OK)
		return e;
	return fees_reopen(st, original, row->id);
}

/* The money goes back out of the drawer of this counter. */
static enum kerr
undo_charge(struct store *st, const struct way *way,
    const struct ledger_undo *u, const struct ledger_row *original,
    struct ledger_done *out)
{
	static const struct cash nothing = {{0}};
	struct drawer_inside d;
	struct cash moved;
	enum kerr e;

	if ((e = drawer_load_here(st, DRAWER_OPEN, &d)) != KERR_OK ||
	    (e = cash_officers_check(st, store_staff(st), d.s.business_day)) !=
		KERR_OK ||
	    (e = judge_drawer(st, way, original, &d)) != KERR_OK ||
	    (e = choose_cash(st, u, &d.held, original->yen, &out->change)) !=
		KERR_OK)
		return e;
	out->row.session = d.s.id;
	out->row.business_day = d.s.business_day;
	if ((e = append_undo(st, way, u, original, &out->row)) != KERR_OK)
		return e;
	moved = money_minus(&nothing, &out->change);
	if ((e = drawer_put_move(
		 st, &d, way->move, out->row.id, u->reason, &moved)) != KERR_OK)
		return e;
	d.expected -= original->yen;
	return drawer_keep(st, &d);
}

/* No money: only the day is asked for. */
static enum kerr
undo_exempt(struct store *st, const struct way *way,
    const struct ledger_undo *u, const struct ledger_row *original,
    struct ledger_done *out)
{
	bool same_day;
	enum kerr e;

	if ((e = ledger_business_day(st, &out->row.business_day)) != KERR_OK)
		return e;
	same_day =
	    date_compare(out->row.business_day, original->business_day) == 0;
	if (way->kind == LEDGER_VOID && !same_day)
		return ERR_VOID_LATE;
	if (way->kind == LEDGER_REFUND && same_day)
		return refuse_counter(st, ERR_REFUND_EARLY, original->counter);
	return append_undo(st, way, u, original, &out->row);
}

static void
digest_undo(
    struct money_request *r, const struct way *way, const struct ledger_undo *u)
{
	money_request_begin(r, u->key, way->call);
	if (r->hash == NULL)
		return;
	canonical_number(r->hash, u->original);
	canonical_text(r->hash, u->reason);
	canonical_number(r->hash, u->approved_by);
	canonical_number(r->hash, u->cash_given ? 1 : 0);
	if (u->cash_given)
		money_request_cash(r, &u->cash);
}

static enum kerr
undo(struct store *st, const struct way *way, const struct ledger_undo *u,
    struct ledger_done *out)
{
	struct ledger_row original;
	struct money_request r;
	int64_t id = 0;
	bool found = false;
	enum kerr e;

	memset(out, 0, sizeof(*out));
	digest_undo(&r, way, u);
	if ((e = money_request_find(st, &r, &found, &id)) != KERR_OK)
		return e;
	if (found)
		return ledger_done_again(st, id, out);
	if ((e = load_original(st, u, &original)) != KERR_OK)
		return e;
	e = original.kind == LEDGER_CHARGE
		? undo_charge(st, way, u, &original, out)
		: undo_exempt(st, way, u, &original, out);
	if (e != KERR_OK)
		return e;
	return money_request_keep(st, &r, out->row.id);
}

enum kerr
ledger_void(
    struct store *st, const struct ledger_undo *u, struct ledger_done *out)
{
	return undo(st, &way_void, u, out);
}

enum kerr
ledger_refund(
    struct store *st, const struct ledger_undo *u, struct ledger_done *out)
{
	return undo(st, &way_refund, u, out);
}
