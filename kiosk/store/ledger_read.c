/* ledger_read.c -- see ledger.h and receipts.h: finding entries again. */
#include <stdio.h>
#include <string.h>

#include "store/ledger.h"
#include "store/ledger_form.h"
#include "store/money.h"
#include "store/receipts.h"
#include "store/store.h"
#include "store/transaction.h"

enum kerr
ledger_get(struct store *st, int64_t id, struct ledger_row *out)
{
	static const char sql[] = LEDGER_SELECT " WHERE l.id = :id";
	struct db_statement *q = NULL;
	enum kerr e;

	memset(out, 0, sizeof(*out));
	if ((e = store_read(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":id", id);
	return store_one(q, ledger_read_row, out);
}

static void
read_cash_out(struct db_statement *q, void *record)
{
	struct cash *c = record;

	money_read(q, 0, c);
	for (int d = 0; d < DENOMINATION_COUNT; d++)
		c->count[d] = -c->count[d];
}

/* What this entry took out of the drawer, piece by piece. */
static enum kerr
load_cash_out(struct store *st, const struct ledger_row *row, struct cash *out)
{
	static const char sql[] = "SELECT " MONEY_COLUMNS("n") //
	    "  FROM drawer_move WHERE session = :session AND ledger = :ledger"
	    "   AND kind IN ('change', 'void_out', 'refund_out') LIMIT 1";
	struct db_statement *q = NULL;
	enum kerr e;

	memset(out, 0, sizeof(*out));
	if (row->session == 0)
		return KERR_OK;
	if ((e = store_read(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":session", row->session);
	db_bind_int(q, ":ledger", row->id);
	e = store_one(q, read_cash_out, out);
	return e == ERR_NOT_FOUND ? KERR_OK : e;
}

enum kerr
ledger_done_again(struct store *st, int64_t id, struct ledger_done *out)
{
	enum kerr e = ledger_get(st, id, &out->row);

	out->again = true;
	return e == KERR_OK ? load_cash_out(st, &out->row, &out->change) : e;
}

static void
read_note(struct db_statement *q, void *record)
{
	db_column_text(q, 0, record, LEDGER_NOTE_SIZE);
}

enum kerr
ledger_note(struct store *st, int64_t id, char out[LEDGER_NOTE_SIZE])
{
	static const char sql[] =
	    "SELECT text FROM ledger_note WHERE ledger = :id";
	struct db_statement *q = NULL;
	enum kerr e;

	out[0] = '\0';
	if ((e = store_read(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":id", id);
	e = store_one(q, read_note, out);
	return e == ERR_NOT_FOUND ? KERR_OK : e;
}

enum kerr
ledger_undone_by(struct store *st, int64_t id, struct ledger_row *out)
{
	static const char sql[] =
	    LEDGER_SELECT " WHERE l.points_at = :id"
			  "   AND l.kind IN ('void', 'refund') LIMIT 1";
	struct db_statement *q = NULL;
	enum kerr e;

	if ((e = store_read(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":id", id);
	return store_one(q, ledger_read_row, out);
}

static enum kerr
read_page(struct db_statement *q, size_t offset, struct ledger_row *rows,
    size_t most, size_t *count)
{
	store_bind_page(q, most, offset);
	return store_rows(q, ledger_read_row, rows, sizeof(*rows), most, count);
}

enum kerr
ledger_of_session(struct store *st, int64_t session, size_t offset,
    struct ledger_row *rows, size_t most, size_t *count)
{
	static const char sql[] = LEDGER_SELECT
	    " WHERE" LEDGER_IDS_OF_DAY "   AND l.session = :session"
	    " ORDER BY l.id DESC LIMIT :most OFFSET :offset";
	struct db_statement *q = NULL;
	struct drawer_inside d;
	enum kerr e;

	*count = 0;
	if ((e = drawer_load(st, session, &d)) != KERR_OK ||
	    (e = store_read(st, sql, &q)) != KERR_OK)
		return e;
	store_bind_date(q, ":day", d.s.business_day);
	db_bind_int(q, ":counter", d.s.counter);
	db_bind_int(q, ":session", session);
	return read_page(q, offset, rows, most, count);
}

enum kerr
ledger_of_day(struct store *st, struct date day, int counter, size_t offset,
    struct ledger_row *rows, size_t most, size_t *count)
{
	static const char sql[] =
	    "SELECT " LEDGER_COLUMNS " FROM"
	    " (SELECT counter, min(first_id) AS a, max(last_id) AS b"
	    "    FROM ledger_total WHERE business_day = :day"
	    "     AND counter >= :first AND counter <= :last"
	    "   GROUP BY counter) day_ids"
	    " JOIN ledger l ON l.id >= day_ids.a AND l.id <= day_ids.b"
	    " WHERE l.business_day = :day"
	    " ORDER BY l.id DESC LIMIT :most OFFSET :offset";
	struct db_statement *q = NULL;
	enum kerr e;

	*count = 0;
	if ((e = store_read(st, sql, &q)) != KERR_OK)
		return e;
	store_bind_date(q, ":day", day);
	db_bind_int(q, ":first", counter);
	db_bind_int(q, ":last", counter == 0 ? STORE_COUNTER_MOST : counter);
	return read_page(q, offset, rows, most, count);
}

enum kerr
ledger_of_card(struct store *st, int64_t card, struct ledger_row *rows,
    size_t most, size_t *count)
{
	static const char sql[] = LEDGER_SELECT
	    " WHERE l.id IN"
	    "       (SELECT ledger FROM fee_settled WHERE card = :card"
	    "        UNION SELECT undone FROM fee_settled WHERE card = :card)"
	    " ORDER BY l.id DESC LIMIT :most OFFSET :offset";
	struct db_statement *q = NULL;
	enum kerr e;

	*count = 0;
	if ((e = store_read(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":card", card);
	return read_page(q, 0, rows, most, count);
}

/* -- receipts -- */

char *
receipt_text(const struct ledger_row *row, char out[RECEIPT_TEXT_SIZE])
{
	(void)snprintf(out, RECEIPT_TEXT_SIZE, "%d-%d-%06lld", row->fiscal_year,
	    row->counter, (long long)row->receipt_no);
	return out;
}

enum kerr
receipts_find(struct store *st, int counter, int fiscal_year, int64_t number,
    struct ledger_row *out)
{
	static const char sql[] = LEDGER_SELECT
	    " WHERE l.counter = :counter AND l.fiscal_year = :year"
	    "   AND l.receipt_no = :number";
	struct db_statement *q = NULL;
	enum kerr e;

	if ((e = store_read(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":counter", counter);
	db_bind_int(q, ":year", fiscal_year);
	db_bind_int(q, ":number", number);
	return store_one(q, ledger_read_row, out);
}

enum kerr
receipts_last(struct store *st, int counter, int fiscal_year, int64_t *number)
{
	static const char sql[] =
	    "SELECT coalesce(max(receipt_no), 0) FROM ledger"
	    " WHERE counter = :counter AND fiscal_year = :year";
	struct db_statement *q = NULL;
	enum kerr e;

	if ((e = store_read(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":counter", counter);
	db_bind_int(q, ":year", fiscal_year);
	return store_number(q, number);
}

enum kerr
receipts_count(struct store *st, int counter, int fiscal_year, int64_t *count)
{
	static const char sql[] =
	    "SELECT count(receipt_no) FROM ledger"
	    " WHERE counter = :counter AND fiscal_year = :year";
	struct db_statement *q = NULL;
	enum kerr e;

	if ((e = store_read(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":counter", counter);
	db_bind_int(q, ":year", fiscal_year);
	return store_number(q, count);
}
