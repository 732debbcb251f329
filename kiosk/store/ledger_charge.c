/* ledger_charge.c -- see ledger.h: taking a fee, and recording that none is
 * taken. counter-procedures 4.6, 5.3. */
#include <string.h>

#include "base/seal.h"
#include "base/text.h"
#include "store/canonical.h"
#include "store/cash_officers.h"
#include "store/fees.h"
#include "store/ledger.h"
#include "store/money.h"
#include "store/receipts.h"
#include "store/store.h"
#include "store/transaction.h"

static enum kerr
refuse_yen(struct store *st, enum kerr code, int64_t yen)
{
	failure_number(store_remember(st, code), "yen", yen);
	return code;
}

enum kerr
ledger_refuse_settled(struct store *st, const struct ledger_row *row)
{
	struct failure *f = store_remember(st, ERR_FEE_SETTLED);
	char text[RECEIPT_TEXT_SIZE];

	failure_text(f, "receipt",
	    row->receipt_no != 0 ? receipt_text(row, text)
				 : ledger_kind_name(row->kind));
	return ERR_FEE_SETTLED;
}

static enum kerr
check_case(struct store *st, int64_t case_id, int64_t card)
{
	static const char sql[] = "SELECT card FROM case_ WHERE id = :case";
	struct db_statement *q = NULL;
	int64_t of = 0;
	enum kerr e;

	if (case_id == 0)
		return KERR_OK;
	if ((e = store_read(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":case", case_id);
	if ((e = store_number(q, &of)) != KERR_OK)
		return e;
	return of == card ? KERR_OK : ERR_CASE_STATE;
}

/* The row of the item among what card asks for on day, not settled yet. */
static enum kerr
find_due(struct store *st, int64_t card, enum fee_item item, struct date day,
    struct fee_due *out)
{
	struct fee_due rows[FEE_ITEM_COUNT];
	struct ledger_row by;
	size_t count = 0, i = 0;
	enum kerr e;

	if ((e = fees_due(st, card, day, rows, FEE_ITEM_COUNT, &count)) !=
	    KERR_OK)
		return e;
	while (i < count && rows[i].item != item)
		i++;
	if (i == count || rows[i].state == FEE_NOT_DUE)
		return ERR_FEE_NOT_DUE;
	*out = rows[i];
	if (out->state == FEE_WITHOUT_REASON)
		return ERR_FEE_REASON;
	if (out->ledger == 0)
		return KERR_OK;
	if ((e = ledger_get(st, out->ledger, &by)) != KERR_OK)
		return e;
	return ledger_refuse_settled(st, &by);
}

static enum kerr
refuse_price(struct store *st, enum fee_item item)
{
	failure_text(
	    store_remember(st, ERR_FEE_NO_PRICE), "item", fee_item_name(item));
	return ERR_FEE_NO_PRICE;
}

/* The pieces of the change, which the drawer must hold with the tender in it.
 */
static enum kerr
choose_change(struct store *st, const struct ledger_charge *c,
    const struct cash *held, int64_t yen, struct cash *out)
{
	struct cash all;
	int64_t given = 0;
	enum kerr e;

	if ((e = cash_add(held, &c->tender, &all)) != KERR_OK)
		return e;
	if (!c->change_given) {
		e = cash_change(&all, yen, out);
		return e == ERR_CASH_NO_CHANGE ? refuse_yen(st, e, yen) : e;
	}
	if ((e = cash_total(&c->change, &given)) != KERR_OK)
		return e;
	if (given != yen)
		return refuse_yen(st, ERR_CASH_CHANGE, yen);
	*out = c->change;
	return KERR_OK;
}

/* All that is asked before a row is written; the row is filled. */
static enum kerr
judge_charge(struct store *st, const struct ledger_charge *c,
    const struct drawer_inside *d, struct ledger_done *out)
{
	struct ledger_row *row = &out->row;
	struct fee_due due;
	enum kerr e;

	if ((e = cash_officers_check(st, store_staff(st), d->s.business_day)) !=
		KERR_OK ||
	    (e = check_case(st, c->case_id, c->card)) != KERR_OK ||
	    (e = find_due(st, c->card, c->item, d->s.business_day, &due)) !=
		KERR_OK)
		return e;
	if (due.rule == 0)
		return refuse_price(st, c->item);
	if (c->shown_yen != due.yen)
		return refuse_yen(st, ERR_FEE_CHANGED, due.yen);
	if ((e = cash_total(&c->tender, &row->tender_yen)) != KERR_OK)
		return e;
	if (row->tender_yen < due.yen)
		return refuse_yen(
		    st, ERR_CASH_TENDER, due.yen - row->tender_yen);
	row->kind = LEDGER_CHARGE;
	row->has_item = true;
	row->item = c->item;
	row->yen = due.yen;
	row->change_yen = row->tender_yen - due.yen;
	row->card = c->card;
	row->case_id = c->case_id;
	row->session = d->s.id;
	row->business_day = d->s.business_day;
	row->rule = due.rule;
	if ((e = ledger_set_reason(row, due.reason)) != KERR_OK)
		return e;
	return choose_change(st, c, &d->held, row->change_yen, &out->change);
}

/* Tender in, change out, and what is expected: the fee and nothing else. */
static enum kerr
move_cash(struct store *st, struct drawer_inside *d,
    const struct ledger_charge *c, const struct ledger_done *done)
{
	static const struct cash nothing = {{0}};
	struct cash out = money_minus(&nothing, &done->change);
	enum kerr e;

	if ((e = drawer_put_move(
		 st, d, MOVE_TENDER, done->row.id, "", &c->tender)) != KERR_OK)
		return e;
	if (!cash_is_empty(&done->change) &&
	    (e = drawer_put_move(st, d, MOVE_CHANGE, done->row.id, "", &out)) !=
		KERR_OK)
		return e;
	d->expected += done->row.yen;
	return drawer_keep(st, d);
}

static void
digest_charge(struct money_request *r, const struct ledger_charge *c)
{
	money_request_begin(r, c->key, "ledger.charge");
	if (r->hash == NULL)
		return;
	canonical_number(r->hash, c->card);
	canonical_number(r->hash, c->case_id);
	canonical_number(r->hash, c->item);
	canonical_number(r->hash, c->shown_yen);
	money_request_cash(r, &c->tender);
	canonical_number(r->hash, c->change_given ? 1 : 0);
	if (c->change_given)
		money_request_cash(r, &c->change);
}

enum kerr
ledger_charge(struct store *st, const struct ledger_charge *charge,
    struct ledger_done *out)
{
	struct drawer_inside d;
	struct money_request r;
	int64_t id = 0;
	bool found = false;
	enum kerr e;

	memset(out, 0, sizeof(*out));
	digest_charge(&r, charge);
	if ((e = money_request_find(st, &r, &found, &id)) != KERR_OK)
		return e;
	if (found)
		return ledger_done_again(st, id, out);
	if ((e = drawer_load_here(st, DRAWER_OPEN, &d)) != KERR_OK ||
	    (e = judge_charge(st, charge, &d, out)) != KERR_OK ||
	    (e = ledger_append(st, &out->row)) != KERR_OK ||
	    (e = move_cash(st, &d, charge, out)) != KERR_OK ||
	    (e = fees_settle(st, charge->card, charge->item, out->row.id)) !=
		KERR_OK)
		return e;
	return money_request_keep(st, &r, out->row.id);
}

/* -- exemption -- */

static enum kerr
judge_exempt(
    struct store *st, const struct ledger_exempt *x, const struct fee_due *due)
{
	if (due->state != FEE_TO_PROVE && due->state != FEE_TO_DECIDE)
		return ERR_FEE_CHARGED;
	if (due->evidence[0] != '\0' &&
	    (strcmp(due->evidence, x->evidence) != 0 || x->note == NULL ||
		x->note[0] == '\0')) {
		failure_text(store_remember(st, ERR_FEE_EVIDENCE), "evidence",
		    fee_evidence_name(due->evidence));
		return ERR_FEE_EVIDENCE;
	}
	if (x->approved_by == store_staff(st) ||
	    (due->second_person && x->approved_by == 0))
		return ERR_SAME_PERSON;
	return KERR_OK;
}

static enum kerr
append_exempt(
    struct store *st, const struct ledger_exempt *x, struct ledger_row *row)
{
	struct fee_due due;
	enum kerr e;

	if ((e = ledger_business_day(st, &row->business_day)) != KERR_OK ||
	    (e = check_case(st, x->case_id, x->card)) != KERR_OK ||
	    (e = find_due(st, x->card, x->item, row->business_day, &due)) !=
		KERR_OK ||
	    (e = judge_exempt(st, x, &due)) != KERR_OK)
		return e;
	row->kind = LEDGER_EXEMPT;
	row->has_item = true;
	row->item = x->item;
	row->card = x->card;
	row->case_id = x->case_id;
	row->rule = due.rule;
	row->approved_by = x->approved_by;
	text_copy(row->evidence, sizeof(row->evidence), due.evidence);
	if ((e = ledger_set_reason(row, due.reason)) != KERR_OK ||
	    (e = ledger_append(st, row)) != KERR_OK)
		return e;
	return ledger_keep_note(st, row->id, x->note);
}

enum kerr
ledger_exempt(struct store *st, const struct ledger_exempt *exempt,
    struct ledger_done *out)
{
	struct money_request r;
	int64_t id = 0;
	bool found = false;
	enum kerr e;

	memset(out, 0, sizeof(*out));
	money_request_begin(&r, exempt->key, "ledger.exempt");
	if (r.hash != NULL) {
		canonical_number(r.hash, exempt->card);
		canonical_number(r.hash, exempt->case_id);
		canonical_number(r.hash, exempt->item);
		canonical_text(r.hash, exempt->evidence);
		canonical_number(r.hash, exempt->approved_by);
	}
	if ((e = money_request_find(st, &r, &found, &id)) != KERR_OK)
		return e;
	if (found)
		return ledger_done_again(st, id, out);
	if ((e = append_exempt(st, exempt, &out->row)) != KERR_OK ||
	    (e = fees_settle(st, exempt->card, exempt->item, out->row.id)) !=
		KERR_OK)
		return e;
	return money_request_keep(st, &r, out->row.id);
}
