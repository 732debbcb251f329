/* ledger_totals.c -- see ledger.h: what is kept with each entry, and the daily
 * cash book (counter-procedures 5.5). */
#include <string.h>

#include "store/ledger.h"
#include "store/money.h"
#include "store/store.h"
#include "store/transaction.h"

#define TOTALS_MOST (LEDGER_KIND_COUNT * (FEE_ITEM_COUNT + 1))
#define DAYS_BEGIN  "0001-01-01"

static void
read_total(struct db_statement *q, void *record)
{
	struct ledger_total *t = record;
	char code[FEE_CODE_SIZE];

	memset(t, 0, sizeof(*t));
	db_column_text(q, 0, code, sizeof(code));
	if (!ledger_kind_from_code(code, &t->kind))
		t->kind = LEDGER_KIND_COUNT;
	db_column_text(q, 1, code, sizeof(code));
	t->has_item = fee_item_from_code(code, &t->item);
	t->count = db_column_int(q, 2);
	t->yen = db_column_int(q, 3);
}

/* first "" is from the beginning. */
static enum kerr
sum_totals(struct store *st, const char *first, struct date last, int counter,
    struct ledger_total *rows, size_t most, size_t *count)
{
	static const char sql[] =
	    "SELECT kind, item, sum(entries), sum(yen) FROM ledger_total"
	    " WHERE business_day >= :first AND business_day <= :last"
	    "   AND counter >= :from AND counter <= :to"
	    " GROUP BY kind, item ORDER BY kind, item"
	    " LIMIT :most OFFSET :offset";
	struct db_statement *q = NULL;
	enum kerr e;

	*count = 0;
	if ((e = store_read(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_text(q, ":first", first);
	store_bind_date(q, ":last", last);
	db_bind_int(q, ":from", counter);
	db_bind_int(q, ":to", counter == 0 ? STORE_COUNTER_MOST : counter);
	store_bind_page(q, most, 0);
	return store_rows(q, read_total, rows, sizeof(*rows), most, count);
}

enum kerr
ledger_totals(struct store *st, struct date first, struct date last,
    int counter, struct ledger_total *rows, size_t most, size_t *count)
{
	char iso[DATE_ISO_SIZE];

	return sum_totals(
	    st, date_iso(first, iso), last, counter, rows, most, count);
}

static int64_t
signed_sum(const struct ledger_total *rows, size_t count)
{
	int64_t sum = 0;

	for (size_t i = 0; i < count; i++)
		sum += ledger_kind_sign(rows[i].kind) * rows[i].yen;
	return sum;
}

enum kerr
ledger_sum_to(struct store *st, struct date day, int64_t *yen)
{
	struct ledger_total rows[TOTALS_MOST];
	size_t count = 0;
	enum kerr e;

	*yen = 0;
	e = sum_totals(st, DAYS_BEGIN, day, 0, rows, TOTALS_MOST, &count);
	if (e == KERR_OK)
		*yen = signed_sum(rows, count);
	return e;
}

/* -- the cash book -- */

static void
read_drawers(struct db_statement *q, void *record)
{
	struct cash_book *b = record;

	b->drawers = db_column_int(q, 0);
	b->drawers_open = db_column_int(q, 1);
	b->float_yen = db_column_int(q, 2);
}

static enum kerr
load_drawers(struct store *st, struct cash_book *out)
{
	static const char sql[] =
	    "SELECT count(*), coalesce(sum(CASE WHEN state = 'closed'"
	    "         THEN 0 ELSE 1 END), 0), coalesce(sum(float_yen), 0)"
	    "  FROM drawer_session WHERE business_day = :day";
	struct db_statement *q = NULL;
	enum kerr e;

	if ((e = store_read(st, sql, &q)) != KERR_OK)
		return e;
	store_bind_date(q, ":day", out->day);
	return store_one(q, read_drawers, out);
}

static void
add_to_book(struct cash_book *b, const struct ledger_total *t)
{
	int64_t *const places[LEDGER_KIND_COUNT] = {
	    [LEDGER_CHARGE] = &b->received,
	    [LEDGER_FOUND] = &b->received,
	    [LEDGER_VOID] = &b->given_back,
	    [LEDGER_REFUND] = &b->given_back,
	    [LEDGER_PAID_IN] = &b->paid_in,
	    [LEDGER_PAID_OUT] = &b->paid_out,
	    [LEDGER_BANK] = &b->banked,
	    [LEDGER_DEPOSIT] = &b->banked,
	    [LEDGER_OVER] = &b->over,
	    [LEDGER_SHORT] = &b->short_,
	};

	if (t->kind < LEDGER_KIND_COUNT && places[t->kind] != NULL)
		*places[t->kind] += t->yen;
}

enum kerr
ledger_book(struct store *st, struct date day, struct cash_book *out)
{
	struct ledger_total rows[TOTALS_MOST];
	size_t count = 0;
	enum kerr e;

	memset(out, 0, sizeof(*out));
	out->day = day;
	if ((e = load_drawers(st, out)) != KERR_OK)
		return e;
	if (out->drawers_open != 0)
		return ERR_DRAWER_BLIND;
	if ((e = ledger_sum_to(st, date_from_days(date_days(day) - 1),
		 &out->brought_forward)) != KERR_OK ||
	    (e = ledger_totals(st, day, day, 0, rows, TOTALS_MOST, &count)) !=
		KERR_OK)
		return e;
	for (size_t i = 0; i < count; i++)
		add_to_book(out, &rows[i]);
	out->carried_forward = out->brought_forward + signed_sum(rows, count);
	out->custody = out->carried_forward + out->float_yen;
	return KERR_OK;
}
