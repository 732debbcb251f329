/* cash_entries.c -- see desk/cash_entries.h. */
#include "desk/cash_entries.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "desk/desk_private.h"
#include "desk/till.h"
#include "rules/fee.h"
#include "store/cards.h"
#include "store/receipts.h"
#include "store/store.h"

#define ROWS_PAGE 64

static const struct cash_reason undo_reasons[] = {
    {"wrong_card", N_("Taken for the wrong card")},
    {"wrong_reason", N_("The reason was wrong: nothing is due")},
    {"wrong_sum", N_("Typed wrongly")},
    {"withdrawn", N_("The visitor does not want the card")},
    {"other", N_("Another reason")},
    {NULL, NULL},
};

const struct cash_reason *
cash_undo_reasons(void)
{
	return undo_reasons;
}

static const char *
said_in(const struct cash_reason *rows, const char *code)
{
	for (; rows->code != NULL; rows++)
		if (strcmp(rows->code, code) == 0)
			return rows->said;
	return NULL;
}

/* A reason is why a card was made, or one of the till's own. */
static const char *
reason_said(const char *code)
{
	enum fee_reason fee;
	const char *said = NULL;

	if (fee_reason_from_code(code, &fee))
		return fee_reason_name(fee);
	if ((said = said_in(undo_reasons, code)) != NULL ||
	    (said = said_in(cashier_difference_reasons(), code)) != NULL)
		return said;
	for (int m = 0; m < CASHIER_MOVE_COUNT && said == NULL; m++)
		said = said_in(cashier_reasons((enum cashier_move)m), code);
	return said != NULL ? said : "";
}

/* Whether the drawer that the money went into is open still. */
static bool
drawer_is_open(struct desk *d, const struct ledger_row *row)
{
	struct drawer_session s;

	if (row->session == 0) /* an exemption moved no money */
		return date_compare(row->business_day, d->business_day) == 0;
	return drawer_get(d->store, row->session, &s) == KERR_OK &&
	       s.state == DRAWER_OPEN;
}

static enum cash_undo
undo_of(struct desk *d, const struct ledger_row *row, bool is_undone)
{
	if (is_undone ||
	    (row->kind != LEDGER_CHARGE && row->kind != LEDGER_EXEMPT))
		return CASH_UNDO_NONE;
	if (!drawer_is_open(d, row))
		return row->kind == LEDGER_CHARGE ? CASH_UNDO_REFUND
						  : CASH_UNDO_NONE;
	return row->counter == d->settings->counter ? CASH_UNDO_VOID
						    : CASH_UNDO_ELSEWHERE;
}

static void
view_undone(struct desk *d, const struct ledger_row *row, struct cash_entry *v)
{
	struct ledger_row by;

	if (ledger_undone_by(d->store, row->id, &by) == KERR_OK) {
		v->is_undone = true;
		if (by.receipt_no != 0)
			receipt_text(&by, v->undone_receipt);
	}
	v->undo = undo_of(d, row, v->is_undone);
}

static void
view_entry(struct desk *d, const struct ledger_row *row, struct cash_entry *v)
{
	struct card_record card;

	memset(v, 0, sizeof(*v));
	v->id = row->id;
	v->sequence = row->sequence;
	v->counter = row->counter;
	v->kind = ledger_kind_name(row->kind);
	v->item = row->has_item ? fee_item_name(row->item) : "";
	text_copy(v->reason, sizeof(v->reason), row->reason);
	v->reason_said = reason_said(row->reason);
	v->yen = row->yen * ledger_kind_sign(row->kind);
	v->tendered_yen = row->tender_yen;
	v->change_yen = row->change_yen;
	if (row->receipt_no != 0)
		receipt_text(row, v->receipt);
	v->card_id = row->card;
	if (row->card != 0 && cards_get(d->store, row->card, &card) == KERR_OK)
		text_copy(v->notice, sizeof(v->notice), card.notice_no);
	(void)till_name(d, row->by, v->by, sizeof(v->by));
	(void)till_name(
	    d, row->approved_by, v->approved_by, sizeof(v->approved_by));
	v->at = row->at;
	text_copy(v->check, sizeof(v->check), row->check);
	v->is_own = row->by == d->session.staff;
	view_undone(d, row, v);
}

static enum kerr
may_see(struct desk *d, struct failure *f)
{
	if (session_may(d, ACTION_CASH_BOOK))
		return KERR_OK;
	return desk_need(d, ACTION_CASH_WORK, f);
}

enum kerr
cash_entries_load(struct desk *d, struct date day, int counter,
    struct cash_entry *rows, size_t most, size_t *count, struct failure *f)
{
	struct ledger_row *page = calloc(ROWS_PAGE, sizeof(*page));
	size_t found = ROWS_PAGE;
	enum kerr e;

	*count = 0;
	if (page == NULL)
		return failure_set(f, ERR_MEMORY);
	if (!date_is_set(day))
		day = till_day(d);
	if ((e = may_see(d, f)) != KERR_OK) {
		free(page);
		return e;
	}
	while (e == KERR_OK && found == ROWS_PAGE && *count < most) {
		e = ledger_of_day(d->store, day, counter, *count, page,
		    most - *count < ROWS_PAGE ? most - *count : ROWS_PAGE,
		    &found);
		for (size_t i = 0; e == KERR_OK && i < found; i++)
			view_entry(d, &page[i], &rows[(*count)++]);
	}
	free(page);
	return store_explain(d->store, e, f);
}

enum kerr
cash_entries_find(struct desk *d, const char *receipt, struct cash_entry *out,
    struct failure *f)
{
	struct ledger_row row;
	char narrow[64];
	int year = 0, counter = 0;
	long long number = 0;
	enum kerr e;

	if ((e = may_see(d, f)) != KERR_OK)
		return e;
	text_narrow(narrow, sizeof(narrow), receipt);
	if (sscanf(narrow, "%d-%d-%lld", &year, &counter, &number) != 3)
		return failure_set(f, ERR_NOT_FOUND);
	e = receipts_find(d->store, counter, year, number, &row);
	if (e == KERR_OK)
		view_entry(d, &row, out);
	return store_explain(d->store, e, f);
}

/* -- undoing -- */

static enum kerr
undo_row(struct desk *d, const struct ledger_row *row,
    const struct ledger_undo *what, struct ledger_done *done)
{
	return drawer_is_open(d, row) ? ledger_void(d->store, what, done)
				      : ledger_refund(d->store, what, done);
}

enum kerr
cash_entries_undo(struct desk *d, int64_t entry, const char *reason,
    const char *note, const char *key, struct undo_done *out, struct failure *f)
{
	struct ledger_undo what = {
	    .key = key, .original = entry, .reason = reason, .note = note};
	struct ledger_row row;
	struct ledger_done done;
	enum kerr e;

	memset(out, 0, sizeof(*out));
	if ((e = desk_need(d, ACTION_CASH_WORK, f)) != KERR_OK ||
	    (e = till_second(d, ACTION_CASH_APPROVE, &what.approved_by, f)) !=
		KERR_OK)
		return e;
	if ((e = ledger_get(d->store, entry, &row)) != KERR_OK)
		return store_explain(d->store, e, f);
	if ((e = desk_begin(d, f)) != KERR_OK)
		return e;
	e = desk_end(d, undo_row(d, &row, &what, &done), NULL, f);
	if (e != KERR_OK)
		return e;
	session_second_end(d);
	out->entry = done.row.id;
	out->yen = done.row.yen;
	out->cash = done.change;
	out->again = done.again;
	if (done.row.receipt_no == 0)
		return KERR_OK;
	receipt_text(&done.row, out->receipt);
	if (!out->again)
		cash_paper_receipt(
		    d, done.row.id, out->slip, sizeof(out->slip));
	return KERR_OK;
}

enum kerr
cash_entries_print(struct desk *d, int64_t entry, char *path, size_t path_size,
    struct failure *f)
{
	enum kerr e = may_see(d, f);

	path[0] = '\0';
	return e == KERR_OK ? cash_paper_again(d, entry, path, path_size, f)
			    : e;
}
