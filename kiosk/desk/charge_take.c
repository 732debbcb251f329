/* charge_take.c -- taking the money: one transaction from the price to the
 * step of the case that goes on. */
#include <stdio.h>
#include <string.h>

#include "desk/case_bundle.h"
#include "desk/charge.h"
#include "desk/charge_parts.h"
#include "desk/desk_private.h"
#include "desk/till.h"
#include "store/audit.h"
#include "store/receipts.h"
#include "store/store.h"

#define KEY_SIZE     (DESK_KEY_SIZE + 24)
#define CALL	     "cashier.charge"
#define DIGEST_SIZE  76 /* store/request.c keeps 79 */
#define ENTRIES_MOST 16

/* What identifies the request: the same key for another card or other money
 * is a form that was mixed up. */
static void
charge_digest(int64_t card_id, int64_t shown_yen, const struct cash *tendered,
    char out[DIGEST_SIZE])
{
	int at = snprintf(out, DIGEST_SIZE, "%lld:%lld", (long long)card_id,
	    (long long)shown_yen);

	for (int i = 0; i < DENOMINATION_COUNT && at < DIGEST_SIZE; i++)
		at += snprintf(out + at, (size_t)(DIGEST_SIZE - at), ":%lld",
		    (long long)tendered->count[i]);
}

static void
note_entry(struct charge_done *out, const struct ledger_row *row)
{
	if (out->entries == 0)
		out->tendered_yen = row->tender_yen;
	if (out->entries < CHARGE_ITEMS_MOST)
		out->entry[out->entries++] = row->id;
	out->yen += row->yen;
	out->change_yen = row->change_yen;
	receipt_text(row, out->receipt);
}

/* It was done: the same answer again, from the first entry of it on. */
static enum kerr
tell_again(
    struct desk *d, int64_t card_id, int64_t first, struct charge_done *out)
{
	struct ledger_row rows[ENTRIES_MOST], origin;
	size_t count = 0;
	enum kerr e;

	out->again = true;
	if ((e = ledger_get(d->store, first, &origin)) != KERR_OK ||
	    (e = ledger_of_card(
		 d->store, card_id, rows, ENTRIES_MOST, &count)) != KERR_OK)
		return e;
	for (size_t i = count; i > 0; i--) /* newest first */
		if (rows[i - 1].kind == LEDGER_CHARGE &&
		    rows[i - 1].counter == origin.counter &&
		    rows[i - 1].sequence >= origin.sequence)
			note_entry(out, &rows[i - 1]);
	return KERR_OK;
}

static enum kerr
take_items(struct desk *d, const struct charge_walk *w, const char *key,
    int64_t card_id, int64_t case_id, struct charge_done *out)
{
	enum kerr e = KERR_OK;

	for (size_t i = 0; i < w->count && e == KERR_OK; i++) {
		char own[KEY_SIZE];
		struct ledger_charge charge = {.key = own,
		    .card = card_id,
		    .case_id = case_id,
		    .item = w->due[i]->item,
		    .shown_yen = w->due[i]->yen,
		    .tender = w->tender[i],
		    .change_given = true,
		    .change = w->change[i]};
		struct ledger_done done;

		snprintf(own, sizeof(own), "%s-%zu", key, i);
		if ((e = ledger_charge(d->store, &charge, &done)) == KERR_OK)
			note_entry(out, &done.row);
		out->change = w->change[i];
	}
	return e;
}

static enum kerr
explain_walk(enum kerr e, const struct charge_walk *w, struct failure *f)
{
	int64_t missing = w->due_yen - w->tendered_yen;

	if (e != ERR_CASH_TENDER && e != ERR_CASH_NO_CHANGE)
		return e;
	failure_set(f, e);
	failure_number(f, "yen", missing > 0 ? missing : -missing);
	return e;
}

enum kerr
charge_let_case_go_on(struct desk *d, int64_t case_id, struct failure *f)
{
	struct case_bundle b;
	struct audit_note note;
	enum kerr e;

	if (case_id == 0)
		return KERR_OK;
	if ((e = case_bundle_load(d, case_id, &b, f)) != KERR_OK)
		return e;
	/* at another counter it goes on there, when it is looked at */
	if (b.c.state != CASE_OPEN || b.c.step != STEP_FEE ||
	    b.c.owner_counter != d->settings->counter ||
	    b.facts.fee_due_yen != 0 || b.facts.fee_is_open)
		return KERR_OK;
	case_note(&note, "case.step", &b);
	audit_note_code(&note, "step", case_step_code(STEP_FEE));
	if ((e = case_step_finish(d, &b, STEP_FEE)) != KERR_OK)
		return e;
	return audit_append(d->store, &note);
}

enum kerr
charge_guard(struct desk *d, struct case_bundle *b, struct failure *f)
{
	struct audit_note note;
	enum kerr e;

	if (!b->facts.fee_is_open || !case_step_needed(STEP_FEE, &b->facts))
		return KERR_OK;
	if ((e = desk_begin(d, f)) != KERR_OK)
		return e;
	case_note(&note, "case.again", b);
	audit_note_code(&note, "step", case_step_code(STEP_FEE));
	e = cases_step_undo(d->store, b->c.id, STEP_FEE);
	b->c.done &= ~(UINT64_C(1) << STEP_FEE);
	if (e == KERR_OK)
		e = case_step_go_on(d, b);
	if ((e = desk_end(d, e, &note, f)) != KERR_OK)
		return e;
	failure_set(f, ERR_FEE_DUE);
	failure_number(f, "yen", b->facts.fee_due_yen);
	return ERR_FEE_DUE;
}

/* Everything inside the transaction. */
static enum kerr
take_all(struct desk *d, int64_t card_id, int64_t shown_yen,
    const struct cash *tendered, const char *key, struct charge_done *out,
    struct failure *f)
{
	struct fee_due due[FEE_ITEM_COUNT];
	struct drawer_session s;
	struct charge_walk walk;
	struct cash holds;
	char digest[DIGEST_SIZE];
	int64_t first = 0, case_id = 0;
	size_t count = 0;
	bool found = false, is_own = false;
	enum kerr e;

	charge_digest(card_id, shown_yen, tendered, digest);
	e = store_request_get(d->store, key, CALL, digest, &found, &first);
	if (e != KERR_OK || found)
		return e != KERR_OK ? e : tell_again(d, card_id, first, out);
	if ((e = till_ready(d, &s, f)) != KERR_OK ||
	    (e = charge_fees(d, card_id, due, &count)) != KERR_OK ||
	    (e = drawer_holds(d->store, s.id, &holds)) != KERR_OK)
		return e;
	e = charge_walk(due, count, &holds, tendered, &walk);
	if (walk.due_yen == 0)
		return ERR_FEE_NOT_DUE;
	if (walk.due_yen != shown_yen) {
		failure_set(f, ERR_FEE_CHANGED);
		failure_number(f, "yen", walk.due_yen);
		return ERR_FEE_CHANGED;
	}
	if (e != KERR_OK)
		return explain_walk(e, &walk, f);
	if ((e = charge_case_of(d, card_id, &case_id, &is_own)) != KERR_OK)
		return e;
	if ((e = take_items(d, &walk, key, card_id, is_own ? case_id : 0,
		 out)) != KERR_OK ||
	    (e = store_request_put(
		 d->store, key, CALL, digest, out->entry[0])) != KERR_OK)
		return e;
	return charge_let_case_go_on(d, case_id, f);
}

enum kerr
charge_take(struct desk *d, int64_t card_id, int64_t shown_yen,
    const struct cash *tendered, const char *key, struct charge_done *out,
    struct failure *f)
{
	struct failure why = {.code = KERR_OK};
	enum kerr e;

	memset(out, 0, sizeof(*out));
	if ((e = desk_need(d, ACTION_CASH_WORK, f)) != KERR_OK ||
	    (e = desk_begin(d, f)) != KERR_OK)
		return e;
	e = take_all(d, card_id, shown_yen, tendered, key, out, &why);
	e = desk_end(d, e, NULL, f);
	if (e != KERR_OK) {
		/* what the step itself knows says more than its code */
		if (why.code == e && f != NULL)
			*f = why;
		return e;
	}
	for (size_t i = 0; i < out->entries && !out->again; i++)
		cash_paper_receipt(
		    d, out->entry[i], out->slip, sizeof(out->slip));
	return KERR_OK;
}
