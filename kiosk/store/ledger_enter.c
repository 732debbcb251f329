/* ledger_enter.c -- see ledger.h: money that goes in or out without a fee, and
 * what is deposited after the closing (counter-procedures 5.4). */
#include <string.h>

#include "base/seal.h"
#include "store/canonical.h"
#include "store/cash_officers.h"
#include "store/ledger.h"
#include "store/money.h"
#include "store/store.h"
#include "store/transaction.h"

static const struct {
	enum ledger_kind kind;
	enum drawer_move_kind move;
} ways[] = {
    {LEDGER_PAID_IN, MOVE_PAID_IN},
    {LEDGER_PAID_OUT, MOVE_PAID_OUT},
    {LEDGER_BANK, MOVE_BANK},
    {LEDGER_FOUND, MOVE_FOUND},
};

static bool
find_move(enum ledger_kind kind, enum drawer_move_kind *out)
{
	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
		if (ways[i].kind == kind) {
			*out = ways[i].move;
			return true;
		}
	}
	return false;
}

/* Money that is found points at what was short, when that is known. */
static enum kerr
judge_pointer(struct store *st, const struct ledger_entry *x)
{
	struct ledger_row row;
	enum kerr e;

	if (x->points_at == 0)
		return KERR_OK;
	if (x->kind != LEDGER_FOUND)
		return ERR_LEDGER_KIND;
	if ((e = ledger_get(st, x->points_at, &row)) != KERR_OK)
		return e;
	return row.kind == LEDGER_SHORT ? KERR_OK : ERR_LEDGER_KIND;
}

static enum kerr
fill_row(struct store *st, const struct ledger_entry *x, struct ledger_row *row)
{
	enum kerr e;

	row->kind = x->kind;
	row->points_at = x->points_at;
	row->approved_by = x->approved_by;
	if (x->approved_by != 0 && x->approved_by == store_staff(st))
		return ERR_SAME_PERSON;
	if ((e = cash_total(&x->cash, &row->yen)) != KERR_OK)
		return e;
	if (row->yen == 0)
		return ERR_CASH_AMOUNT;
	if ((e = judge_pointer(st, x)) != KERR_OK)
		return e;
	return ledger_set_reason(row, x->reason);
}

static enum kerr
enter_drawer(struct store *st, const struct ledger_entry *x,
    enum drawer_move_kind move, struct ledger_row *row)
{
	static const struct cash nothing = {{0}};
	struct drawer_inside d;
	struct cash moved = x->cash;
	int sign = ledger_kind_sign(x->kind);
	enum kerr e;

	if (sign < 0)
		moved = money_minus(&nothing, &x->cash);
	if ((e = drawer_load_here(st, DRAWER_OPEN, &d)) != KERR_OK ||
	    (e = cash_officers_check(st, store_staff(st), d.s.business_day)) !=
		KERR_OK)
		return e;
	row->session = d.s.id;
	row->business_day = d.s.business_day;
	if ((e = ledger_append(st, row)) != KERR_OK ||
	    (e = drawer_put_move(st, &d, move, row->id, row->reason, &moved)) !=
		KERR_OK)
		return e;
	d.expected += sign * row->yen;
	return drawer_keep(st, &d);
}

/* Receipts of closed drawers that are not banked: all entries, without what
 * the open drawers took since their float. */
static enum kerr
load_custody(struct store *st, struct date day, int64_t *yen)
{
	static const char sql[] =
	    "SELECT coalesce(sum(expected_yen - float_yen), 0)"
	    "  FROM drawer_session WHERE state IN ('open', 'counting')";
	struct db_statement *q = NULL;
	int64_t in_drawers = 0;
	enum kerr e;

	if ((e = ledger_sum_to(st, day, yen)) != KERR_OK ||
	    (e = store_read(st, sql, &q)) != KERR_OK)
		return e;
	if ((e = store_number(q, &in_drawers)) == KERR_OK)
		*yen -= in_drawers;
	return e;
}

static enum kerr
enter_deposit(struct store *st, struct ledger_row *row)
{
	int64_t custody = 0;
	enum kerr e;

	if ((e = ledger_business_day(st, &row->business_day)) != KERR_OK ||
	    (e = cash_officers_check(st, store_staff(st), row->business_day)) !=
		KERR_OK ||
	    (e = load_custody(st, row->business_day, &custody)) != KERR_OK)
		return e;
	if (row->yen > custody) {
		failure_number(store_remember(st, ERR_CUSTODY), "yen",
		    custody > 0 ? custody : 0);
		return ERR_CUSTODY;
	}
	return ledger_append(st, row);
}

static enum kerr
enter(struct store *st, const struct ledger_entry *x, struct ledger_row *row)
{
	enum drawer_move_kind move;
	enum kerr e;

	if ((e = fill_row(st, x, row)) != KERR_OK)
		return e;
	if (x->kind == LEDGER_DEPOSIT)
		e = enter_deposit(st, row);
	else if (find_move(x->kind, &move))
		e = enter_drawer(st, x, move, row);
	else
		e = ERR_LEDGER_KIND;
	return e == KERR_OK ? ledger_keep_note(st, row->id, x->note) : e;
}

enum kerr
ledger_enter(
    struct store *st, const struct ledger_entry *entry, struct ledger_done *out)
{
	struct money_request r;
	int64_t id = 0;
	bool found = false;
	enum kerr e;

	memset(out, 0, sizeof(*out));
	money_request_begin(&r, entry->key, "ledger.enter");
	money_request_cash(&r, &entry->cash);
	if (r.hash != NULL) {
		canonical_number(r.hash, entry->kind);
		canonical_text(r.hash, entry->reason);
		canonical_number(r.hash, entry->points_at);
		canonical_number(r.hash, entry->approved_by);
	}
	if ((e = money_request_find(st, &r, &found, &id)) != KERR_OK)
		return e;
	if (found)
		return ledger_done_again(st, id, out);
	if ((e = enter(st, entry, &out->row)) != KERR_OK)
		return e;
	return money_request_keep(st, &r, out->row.id);
}
