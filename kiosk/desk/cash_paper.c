/* cash_paper.c -- receipts and report sheets, made after the commit of what
 * they tell, so that a charge stays one short write: a paper that fails stops
 * no money (counter-procedures 5.3). */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "desk/desk_private.h"
#include "desk/printing.h"
#include "desk/slip.h"
#include "desk/till.h"
#include "rules/fee.h"
#include "rules/receipt.h"
#include "store/cases.h"
#include "store/print_jobs.h"
#include "store/receipts.h"
#include "store/staff.h"
#include "store/store.h"

#define YEN_SIZE      48
#define COUNTS_MOST   8
#define MISSING_MOST  20
#define RECEIPT_PAPER "receipt" /* kind of the paper */

static const char *
yen_said(int64_t yen, char out[YEN_SIZE])
{
	snprintf(out, YEN_SIZE, "%lld JPY", (long long)yen);
	return out;
}

static enum lang
lang_of_case(struct desk *d, int64_t case_id)
{
	struct case_record c;
	enum lang lang = LANG_JA;

	if (case_id != 0 && cases_get(d->store, case_id, &c) == KERR_OK)
		(void)lang_from_code(c.lang, &lang);
	return lang;
}

/* The same head for every paper of the till. */
static void
paper_head(struct desk *d, struct slip_paper *s, const char *title)
{
	char text[SLIP_VALUE_SIZE];

	memset(s, 0, sizeof(*s));
	s->title = title;
	s->office = d->settings->name;
	s->training = d->settings->training;
	s->lang = LANG_JA;
	snprintf(text, sizeof(text), "%lld", (long long)d->settings->counter);
	slip_add(s, N_("Counter"), text);
	slip_add(s, N_("Handled by"), d->session.view.staff_no);
}

/* -- receipts -- */

static const enum receipt_kind receipt_kinds[LEDGER_KIND_COUNT] = {
    [LEDGER_CHARGE] = RECEIPT_CHARGE,
    [LEDGER_VOID] = RECEIPT_VOID,
    [LEDGER_REFUND] = RECEIPT_REFUND,
};

static void
receipt_fill(struct desk *d, const struct ledger_row *row,
    const struct staff_record *handler, struct receipt_content *r)
{
	struct ledger_row origin;

	memset(r, 0, sizeof(*r));
	r->kind = receipt_kinds[row->kind];
	r->office = d->settings->name;
	r->office_latin = d->settings->name_latin;
	r->training = d->settings->training;
	r->lang = lang_of_case(d, row->case_id);
	receipt_text(row, r->number);
	r->counter = row->counter;
	r->at = row->at;
	r->item[0].label = row->has_item ? fee_item_name(row->item) : N_("Fee");
	r->item[0].yen = row->yen;
	r->item_count = 1;
	r->tendered_yen = row->tender_yen;
	r->change_yen = row->change_yen;
	r->handler = handler->number;
	text_copy(r->check, sizeof(r->check), row->check);
	if (row->points_at != 0 &&
	    ledger_get(d->store, row->points_at, &origin) == KERR_OK &&
	    origin.receipt_no != 0)
		receipt_text(&origin, r->original);
}

/* The paper of an entry's receipt, in a transaction of its own: when that is
 * cut off, cash_paper_settle() finds it. */
static enum kerr
receipt_journal(struct desk *d, const struct ledger_row *row, int64_t *id,
    struct failure *f)
{
	struct receipt_content content;
	struct staff_record handler;
	struct printing_paper what = {.kind = RECEIPT_PAPER,
	    .subject = row->id,
	    .case_id = row->case_id,
	    .label = content.number};
	struct paper paper;
	enum kerr e;

	memset(&handler, 0, sizeof(handler));
	(void)staff_get(d->store, row->by, &handler);
	receipt_fill(d, row, &handler, &content);
	what.lang = content.lang;
	receipt_paper(&content, &paper);
	explicit_bzero(handler.password, sizeof(handler.password));
	if ((e = desk_begin(d, f)) != KERR_OK)
		return e;
	return desk_end(d, printing_put(d, &what, &paper, id), NULL, f);
}

void
cash_paper_receipt(struct desk *d, int64_t entry, char *path, size_t path_size)
{
	struct ledger_row row;
	struct failure ignored;
	int64_t paper = 0;

	path[0] = '\0';
	if (ledger_get(d->store, entry, &row) != KERR_OK ||
	    row.receipt_no == 0 ||
	    receipt_journal(d, &row, &paper, &ignored) != KERR_OK)
		return;
	printing_go(d);
	(void)printing_file(d, paper, path, path_size);
}

enum kerr
cash_paper_again(struct desk *d, int64_t entry, char *path, size_t path_size,
    struct failure *f)
{
	int64_t paper = 0;
	enum kerr e = printing_find(d, RECEIPT_PAPER, entry, &paper);

	path[0] = '\0';
	if (e == ERR_NOT_FOUND) { /* it never was on paper: it is no copy */
		cash_paper_receipt(d, entry, path, path_size);
		return failure_set(f, KERR_OK);
	}
	if (e != KERR_OK)
		return store_explain(d->store, e, f);
	if ((e = printing_copy(d, paper, f)) == KERR_OK)
		(void)printing_file(d, paper, path, path_size);
	return e;
}

void
cash_paper_settle(struct desk *d)
{
	int64_t entries[MISSING_MOST];
	char path[4];
	size_t count = 0;

	if (print_papers_missing(d->store, entries, MISSING_MOST, &count) !=
	    KERR_OK)
		return;
	for (size_t i = 0; i < count; i++)
		cash_paper_receipt(d, entries[i], path, sizeof(path));
}

/* -- sheets -- */

/* Every count as it was given: both stay (5.6). */
static void
sheet_counts(struct desk *d, struct slip_paper *s, int64_t session)
{
	struct drawer_counted rows[COUNTS_MOST];
	char text[SLIP_VALUE_SIZE], by[128];
	size_t count = 0;

	if (drawer_counts(d->store, session, rows, COUNTS_MOST, &count) !=
	    KERR_OK)
		return;
	for (size_t i = 0; i < count; i++) {
		size_t at = (size_t)snprintf(text, sizeof(text),
		    "%lld JPY (%s)", (long long)rows[i].yen,
		    till_name(d, rows[i].by, by, sizeof(by)));

		for (int n = 0; n < DENOMINATION_COUNT && at < sizeof(text);
		     n++)
			if (rows[i].cash.count[n] != 0)
				at += (size_t)snprintf(text + at,
				    sizeof(text) - at, " %lldx%lld",
				    (long long)rows[i].cash.count[n],
				    (long long)denomination_yen(
					(enum denomination)n));
		slip_add(s, N_("Count"), text);
	}
}

void
cash_paper_sheet(struct desk *d, int64_t session, char *path, size_t path_size)
{
	struct drawer_session row;
	struct slip_paper s;
	struct failure ignored;
	char text[SLIP_VALUE_SIZE], iso[DATE_ISO_SIZE];

	path[0] = '\0';
	if (drawer_get(d->store, session, &row) != KERR_OK)
		return;
	paper_head(d, &s, N_("Report of a counted drawer"));
	date_iso(row.business_day, iso);
	slip_add(&s, N_("Business day"), iso);
	slip_add(&s, N_("Date"), slip_time(text, sizeof(text), row.closed_at));
	slip_add(&s, N_("Float"), yen_said(row.float_yen, text));
	slip_add(&s, N_("Expected"), yen_said(row.expected_yen, text));
	slip_add(&s, N_("Counted"), yen_said(row.counted_yen, text));
	slip_add(&s, N_("Difference"),
	    yen_said(row.counted_yen - row.expected_yen, text));
	sheet_counts(d, &s, session);
	slip_add(&s, N_("Closed by"),
	    till_name(d, row.closed_by, text, sizeof(text)));
	(void)slip_print(d, &s, "drawer", path, path_size, &ignored);
}
