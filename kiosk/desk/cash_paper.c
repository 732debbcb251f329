/* cash_paper.c -- receipts and report sheets, made after the commit of what
 * they tell: a paper that fails stops no money (counter-procedures 5.3). */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "desk/desk_private.h"
#include "desk/slip.h"
#include "desk/till.h"
#include "rules/fee.h"
#include "store/cases.h"
#include "store/receipts.h"
#include "store/store.h"

#define NAME_SIZE   80
#define YEN_SIZE    48
#define COUNTS_MOST 8

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

static void
spool(struct desk *d, const struct slip_paper *s, const char *name, char *path,
    size_t path_size)
{
	struct failure ignored;

	path[0] = '\0';
	if (slip_spool(s, d->settings->spool, name, &ignored) == KERR_OK)
		snprintf(path, path_size, "%s/%s", d->settings->spool, name);
}

static void
receipt_sums(struct slip_paper *s, const struct ledger_row *row)
{
	char text[YEN_SIZE];

	slip_add(s, N_("Amount"), yen_said(row->yen, text));
	if (row->kind != LEDGER_CHARGE)
		return;
	slip_add(s, N_("Received"), yen_said(row->tender_yen, text));
	slip_add(s, N_("Change"), yen_said(row->change_yen, text));
}

void
cash_paper_receipt(
    struct desk *d, int64_t entry, bool copy, char *path, size_t path_size)
{
	struct ledger_row row, origin;
	struct slip_paper s;
	char number[RECEIPT_TEXT_SIZE], text[SLIP_VALUE_SIZE];
	char name[NAME_SIZE];

	path[0] = '\0';
	if (ledger_get(d->store, entry, &row) != KERR_OK || row.receipt_no == 0)
		return;
	paper_head(d, &s,
	    row.kind == LEDGER_CHARGE ? N_("Receipt") : N_("Money given back"));
	s.copy = copy;
	s.lang = lang_of_case(d, row.case_id);
	slip_add(&s, N_("Receipt number"), receipt_text(&row, number));
	slip_add(&s, N_("Date"), slip_time(text, sizeof(text), row.at));
	if (row.has_item)
		slip_add_id(&s, N_("Item"), fee_item_name(row.item));
	receipt_sums(&s, &row);
	if (row.points_at != 0 &&
	    ledger_get(d->store, row.points_at, &origin) == KERR_OK &&
	    origin.receipt_no != 0)
		slip_add(&s, N_("For receipt"), receipt_text(&origin, text));
	slip_add(&s, N_("Check characters"), row.check);
	snprintf(name, sizeof(name), "receipt-%s%s.txt", number,
	    copy ? "-copy" : "");
	spool(d, &s, name, path, path_size);
}

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
	char text[SLIP_VALUE_SIZE], iso[DATE_ISO_SIZE], name[NAME_SIZE];

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
	snprintf(name, sizeof(name), "drawer-%02d-%s.txt", row.counter, iso);
	spool(d, &s, name, path, path_size);
}
