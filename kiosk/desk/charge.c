/* charge.c -- what a card costs, and what would happen to the money that is
 * handed over for it. */
#include "desk/charge.h"

#include <string.h>

#include "base/text.h"
#include "desk/case_bundle.h"
#include "desk/charge_parts.h"
#include "desk/desk_private.h"
#include "desk/till.h"
#include "store/fees.h"
#include "store/people.h"
#include "store/receipts.h"
#include "store/store.h"

/* By enum fee_state. */
static const enum due_state due_states[FEE_STATE_COUNT] = {
    [FEE_NOT_DUE] = DUE_NOTHING,
    [FEE_TO_PAY] = DUE_TO_PAY,
    [FEE_TO_PROVE] = DUE_TO_PROVE,
    [FEE_TO_DECIDE] = DUE_TO_DECIDE,
    [FEE_WITHOUT_PRICE] = DUE_NO_PRICE,
    [FEE_WITHOUT_REASON] = DUE_NO_REASON,
    [FEE_PAID] = DUE_PAID,
    [FEE_EXEMPT] = DUE_EXEMPT,
};

bool
charge_can_be_paid(const struct fee_due *due)
{
	return (due->state == FEE_TO_PAY || due->state == FEE_TO_PROVE ||
		   due->state == FEE_TO_DECIDE) &&
	       due->yen > 0;
}

enum kerr
charge_fees(struct desk *d, int64_t card_id, struct fee_due due[FEE_ITEM_COUNT],
    size_t *count)
{
	return fees_due(
	    d->store, card_id, till_day(d), due, FEE_ITEM_COUNT, count);
}

enum kerr
charge_facts(struct desk *d, int64_t card_id, struct case_facts *facts)
{
	struct fee_due due[FEE_ITEM_COUNT];
	size_t count = 0;
	enum kerr e = charge_fees(d, card_id, due, &count);

	for (size_t i = 0; i < count && e == KERR_OK; i++) {
		if (charge_can_be_paid(&due[i]))
			facts->fee_due_yen += due[i].yen;
		if (due[i].state != FEE_NOT_DUE)
			facts->fee_asked = true;
		if (!fee_state_is_settled(due[i].state))
			facts->fee_is_open = true;
	}
	return e;
}

int64_t
charge_card_of(const struct case_bundle *b)
{
	return b->new_card != 0 ? b->new_card : b->c.card;
}

enum kerr
charge_case_of(struct desk *d, int64_t card_id, int64_t *case_id, bool *is_own)
{
	struct card_record card;
	enum kerr e = cases_of_card(d->store, card_id, case_id);

	*is_own = e == KERR_OK;
	if (e != ERR_NOT_FOUND)
		return e;
	*case_id = 0;
	if ((e = cards_get(d->store, card_id, &card)) != KERR_OK ||
	    card.replaces == 0)
		return e;
	e = cases_of_card(d->store, card.replaces, case_id);
	return e == ERR_NOT_FOUND ? KERR_OK : e;
}

static void
view_item(struct desk *d, const struct fee_due *due, struct charge_item *item)
{
	struct ledger_row row;

	item->item = due->item;
	item->yen = due->yen;
	item->state = due_states[due->state];
	item->evidence = fee_evidence_name(due->evidence);
	item->needs_second = due->second_person;
	item->entry = due->ledger;
	if (due->ledger == 0 ||
	    ledger_get(d->store, due->ledger, &row) != KERR_OK)
		return;
	item->at = row.at;
	if (row.receipt_no != 0)
		receipt_text(&row, item->receipt);
}

static void
view_items(struct desk *d, const struct fee_due *due, size_t count,
    struct charge_view *v)
{
	enum fee_reason reason;

	v->is_settled = true;
	for (size_t i = 0; i < count; i++) {
		struct charge_item *item = &v->item[v->item_count++];

		view_item(d, &due[i], item);
		if (charge_can_be_paid(&due[i]))
			v->due_yen += due[i].yen;
		if (!fee_state_is_settled(due[i].state))
			v->is_settled = false;
		text_copy(
		    v->reason_code, sizeof(v->reason_code), due[i].reason);
	}
	v->reason = fee_reason_from_code(v->reason_code, &reason)
			? fee_reason_name(reason)
			: "";
}

static enum kerr
view_card(struct desk *d, int64_t card_id, struct charge_view *v)
{
	struct card_record card;
	struct person p;
	bool is_own = false;
	enum kerr e;

	if ((e = cards_get(d->store, card_id, &card)) != KERR_OK ||
	    (e = people_get(d->store, card.person, &p)) != KERR_OK)
		return e;
	v->card_id = card_id;
	v->claim_yen = card.fee_due_yen;
	text_copy(v->notice, sizeof(v->notice), card.notice_no);
	text_copy(
	    v->name, sizeof(v->name), p.roman[0] != '\0' ? p.roman : p.kanji);
	return charge_case_of(d, card_id, &v->case_id, &is_own);
}

/* What the list claims is compared with what the card asks for, paid or not:
 * a difference is told, and decides nothing. */
static bool
claim_differs(const struct charge_view *v)
{
	int64_t asked = 0;

	for (size_t i = 0; i < v->item_count; i++) {
		if (v->item[i].state == DUE_EXEMPT)
			return false; /* it was claimed, and decided on */
		if (v->item[i].state != DUE_NOTHING)
			asked += v->item[i].yen;
	}
	return asked != v->claim_yen;
}

enum kerr
charge_load(
    struct desk *d, int64_t card_id, struct charge_view *out, struct failure *f)
{
	struct fee_due due[FEE_ITEM_COUNT];
	size_t count = 0;
	enum kerr e;

	memset(out, 0, sizeof(*out));
	out->reason = "";
	if ((e = desk_need(d, ACTION_QUEUE, f)) != KERR_OK)
		return e;
	if ((e = view_card(d, card_id, out)) != KERR_OK ||
	    (e = charge_fees(d, card_id, due, &count)) != KERR_OK)
		return store_explain(d->store, e, f);
	view_items(d, due, count, out);
	out->claim_differs = claim_differs(out);
	return failure_set(f, KERR_OK);
}

enum kerr
charge_prepare(struct desk *d, struct failure *f)
{
	struct drawer_session s;
	enum kerr e = till_ready(d, &s, f);

	if (e != KERR_OK)
		return e;
	return store_explain(d->store, store_can_charge(d->store), f);
}

/* -- the change -- */

/* Out of the drawer; the tender is in it only when it does not go otherwise
 * (somebody gives two 1,000 notes and wants one back). */
static enum kerr
find_change(const struct cash *holds, const struct cash *tender, int64_t yen,
    struct cash *out)
{
	struct cash both;
	enum kerr e = cash_change(holds, yen, out);

	if (e != ERR_CASH_NO_CHANGE)
		return e;
	if ((e = cash_add(holds, tender, &both)) != KERR_OK)
		return e;
	return cash_change(&both, yen, out);
}

static enum kerr
walk_one(struct charge_walk *w, const struct fee_due *due, struct cash *holds,
    struct cash *money)
{
	size_t at = w->count;
	int64_t yen = 0;
	enum kerr e;

	if ((e = cash_total(money, &yen)) != KERR_OK)
		return e;
	if (yen < due->yen)
		return ERR_CASH_TENDER;
	w->due[at] = due;
	w->tender[at] = *money;
	if ((e = find_change(holds, money, yen - due->yen, &w->change[at])) !=
		KERR_OK ||
	    (e = cash_add(holds, money, holds)) != KERR_OK ||
	    (e = cash_subtract(holds, &w->change[at], holds)) != KERR_OK)
		return e;
	*money = w->change[at];
	w->count++;
	return KERR_OK;
}

enum kerr
charge_walk(const struct fee_due *due, size_t count, const struct cash *holds,
    const struct cash *tendered, struct charge_walk *out)
{
	struct cash left = *holds, money = *tendered;
	enum kerr e;

	memset(out, 0, sizeof(*out));
	for (size_t i = 0; i < count; i++)
		if (charge_can_be_paid(&due[i]))
			out->due_yen += due[i].yen;
	if ((e = cash_total(tendered, &out->tendered_yen)) != KERR_OK)
		return e;
	if (out->tendered_yen < out->due_yen)
		return ERR_CASH_TENDER;
	for (size_t i = 0; i < count && e == KERR_OK; i++)
		if (charge_can_be_paid(&due[i]))
			e = walk_one(out, &due[i], &left, &money);
	return e;
}

enum kerr
charge_plan(struct desk *d, int64_t card_id, const struct cash *tendered,
    struct charge_plan *out, struct failure *f)
{
	struct fee_due due[FEE_ITEM_COUNT];
	struct drawer_session s;
	struct charge_walk walk;
	struct cash holds;
	size_t count = 0;
	enum kerr e;

	memset(out, 0, sizeof(*out));
	if ((e = till_ready(d, &s, f)) != KERR_OK)
		return e;
	if ((e = charge_fees(d, card_id, due, &count)) != KERR_OK ||
	    (e = drawer_holds(d->store, s.id, &holds)) != KERR_OK)
		return store_explain(d->store, e, f);
	e = charge_walk(due, count, &holds, tendered, &walk);
	out->due_yen = walk.due_yen;
	out->tendered_yen = walk.tendered_yen;
	out->change_yen = walk.tendered_yen - walk.due_yen;
	out->is_possible = e == KERR_OK && walk.count > 0;
	if (out->is_possible)
		out->change = walk.change[walk.count - 1];
	return failure_set(f, e == ERR_CASH_AMOUNT ? e : KERR_OK);
}
