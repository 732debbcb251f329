/* cash_book.c -- see desk/cash_book.h. */
#include "desk/cash_book.h"

#include <stdio.h>
#include <string.h>

#include "desk/desk_private.h"
#include "desk/slip.h"
#include "desk/till.h"
#include "rules/fee.h"
#include "store/store.h"

#define TOTALS_MOST 64
#define YEN_SIZE    48

static void
add_item(struct cash_book_item *rows, size_t *count, size_t most,
    const struct cash_book_item *what)
{
	for (size_t i = 0; i < *count; i++) {
		if (strcmp(rows[i].code, what->code) == 0) {
			rows[i].count += what->count;
			rows[i].yen += what->yen;
			return;
		}
	}
	if (*count < most)
		rows[(*count)++] = *what;
}

static void
add_total(struct cash_book_view *v, const struct ledger_total *t)
{
	struct cash_book_item kind = {.label = ledger_kind_name(t->kind),
	    .code = ledger_kind_code(t->kind),
	    .count = t->count,
	    .yen = t->yen * ledger_kind_sign(t->kind)};
	struct cash_book_item item = {.label = fee_item_name(t->item),
	    .code = fee_item_code(t->item),
	    .count = t->count,
	    .yen = t->yen};

	add_item(v->kind, &v->kind_count, CASH_BOOK_KINDS_MOST, &kind);
	if (t->has_item && t->kind == LEDGER_CHARGE)
		add_item(v->item, &v->item_count, CASH_BOOK_ITEMS_MOST, &item);
}

static void
view_book(struct cash_book_view *v, const struct cash_book *b)
{
	v->is_whole = true;
	v->brought_forward = b->brought_forward;
	v->received = b->received;
	v->given_back = b->given_back;
	v->paid_in = b->paid_in;
	v->paid_out = b->paid_out;
	v->over = b->over;
	v->short_ = b->short_;
	v->banked = b->banked;
	v->carried_forward = b->carried_forward;
	v->float_yen = b->float_yen;
	v->custody = b->custody;
	v->drawers = b->drawers;
	v->drawers_open = b->drawers_open;
}

/* While a drawer is open its sums would tell what it should hold. */
static void
hide_sums(struct cash_book_view *v)
{
	for (size_t i = 0; i < v->item_count; i++)
		v->item[i].yen = 0;
	for (size_t i = 0; i < v->kind_count; i++)
		v->kind[i].yen = 0;
}

enum kerr
cash_book_load_store(struct store *st, struct date day,
    struct cash_book_view *out, struct failure *f)
{
	struct ledger_total totals[TOTALS_MOST];
	struct cash_book book;
	size_t count = 0;
	enum kerr e;

	memset(out, 0, sizeof(*out));
	out->day = day;
	if ((e = ledger_totals(st, day, day, 0, totals, TOTALS_MOST, &count)) !=
	    KERR_OK)
		return store_explain(st, e, f);
	for (size_t i = 0; i < count; i++)
		add_total(out, &totals[i]);
	e = ledger_book(st, day, &book);
	if (e == KERR_OK)
		view_book(out, &book);
	else if (e == ERR_DRAWER_BLIND)
		hide_sums(out);
	else
		return store_explain(st, e, f);
	return failure_set(f, KERR_OK);
}

enum kerr
cash_book_load(struct desk *d, struct date day, struct cash_book_view *out,
    struct failure *f)
{
	enum kerr e = desk_need(d, ACTION_CASH_BOOK, f);

	if (e != KERR_OK)
		return e;
	if (!date_is_set(day))
		day = d->business_day;
	return cash_book_load_store(d->store, day, out, f);
}

/* -- paper -- */

static void
add_yen(struct slip_paper *s, const char *label, int64_t yen)
{
	char text[YEN_SIZE];

	snprintf(text, sizeof(text), "%lld JPY", (long long)yen);
	slip_add(s, label, text);
}

static void
fill_book(struct slip_paper *s, const struct cash_book_view *v)
{
	s->title = N_("Daily cash book");
	add_yen(s, N_("Brought forward"), v->brought_forward);
	add_yen(s, N_("Received today"), v->received);
	add_yen(s, N_("Given back"), -v->given_back);
	add_yen(s, N_("Paid in"), v->paid_in);
	add_yen(s, N_("Paid out"), -v->paid_out);
	add_yen(s, N_("Over"), v->over);
	add_yen(s, N_("Short"), -v->short_);
	add_yen(s, N_("Banked today"), -v->banked);
	add_yen(s, N_("Carried forward"), v->carried_forward);
	add_yen(s, N_("Float"), v->float_yen);
	add_yen(s, N_("Cash in custody"), v->custody);
	for (size_t i = 0; i < v->item_count; i++)
		add_yen(s, v->item[i].label, v->item[i].yen);
}

static void
fill_deposit(struct slip_paper *s, const struct cash_book_view *v)
{
	s->title = N_("Deposit slip for the designated bank");
	add_yen(s, N_("Receipts in custody"), v->carried_forward);
	for (size_t i = 0; i < v->item_count; i++)
		add_yen(s, v->item[i].label, v->item[i].yen);
	slip_add_note(
	    s, N_("Deposit it on the same or the next day, and enter it as a "
		  "deposit"));
}

enum kerr
cash_book_print(struct desk *d, struct date day, enum cash_book_paper what,
    char *path, size_t path_size, struct failure *f)
{
	struct cash_book_view v;
	struct slip_paper s;
	char text[SLIP_VALUE_SIZE], iso[DATE_ISO_SIZE];
	enum kerr e;

	path[0] = '\0';
	if ((e = cash_book_load(d, day, &v, f)) != KERR_OK)
		return e;
	if (!v.is_whole)
		return failure_set(f, ERR_DRAWER_BLIND);
	memset(&s, 0, sizeof(s));
	s.office = d->settings->name;
	s.training = d->settings->training;
	s.lang = LANG_JA;
	date_iso(v.day, iso);
	slip_add(&s, N_("Business day"), iso);
	slip_add(&s, N_("Date"), slip_time(text, sizeof(text), desk_now(d)));
	slip_add(&s, N_("Handled by"), d->session.view.staff_no);
	if (what == CASH_BOOK_PAPER_BOOK)
		fill_book(&s, &v);
	else
		fill_deposit(&s, &v);
	return slip_print(d, &s,
	    what == CASH_BOOK_PAPER_BOOK ? "cash_book" : "deposit", path,
	    path_size, f);
}
