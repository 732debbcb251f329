/* ledger_agree.c -- see ledger_agree.h. */
#include "store/ledger_agree.h"

#include <string.h>

#include "store/ledger_form.h"
#include "store/money.h"
#include "store/store.h"
#include "store/transaction.h"

static enum kerr
begin(struct store *st, const char *sql, int64_t from, int64_t to,
    struct db_statement **q)
{
	enum kerr e = store_read(st, sql, q);

	if (e != KERR_OK)
		return e;
	db_bind_int(*q, ":from", from);
	db_bind_int(*q, ":to", to);
	return KERR_OK;
}

/* Every entry has its line in the audit, which has a chain of its own. */
static enum kerr
agree_audit(
    struct store *st, int64_t from, int64_t to, struct ledger_report *out)
{
	static const char sql[] =
	    "SELECT a.object_id FROM audit a"
	    " WHERE a.object = 'ledger'"
	    "   AND a.object_id >= :from AND a.object_id < :to"
	    "   AND NOT EXISTS"
	    "       (SELECT 1 FROM ledger l WHERE l.id = a.object_id)"
	    " ORDER BY a.object_id";
	struct db_statement *q = NULL;
	bool row = false;
	int64_t id;
	enum kerr e;

	if ((e = begin(st, sql, from * LEDGER_COUNTER_STEP,
		 (to + 1) * LEDGER_COUNTER_STEP, &q)) != KERR_OK)
		return e;
	while ((e = db_step(q, &row)) == KERR_OK && row) {
		id = db_column_int(q, 0);
		ledger_broken(out, LEDGER_MISSING, id / LEDGER_COUNTER_STEP,
		    id % LEDGER_COUNTER_STEP);
	}
	db_release(q);
	return e;
}

/* 1, 2, 3, ... at each counter and fiscal year. */
static enum kerr
agree_receipts(
    struct store *st, int64_t from, int64_t to, struct ledger_report *out)
{
	static const char sql[] =
	    "SELECT counter, fiscal_year, receipt_no FROM ledger"
	    " WHERE counter >= :from AND counter <= :to"
	    "   AND receipt_no IS NOT NULL"
	    " ORDER BY counter, fiscal_year, receipt_no";
	struct db_statement *q = NULL;
	int64_t counter = -1, year = -1, next = 1, number;
	bool row = false;
	enum kerr e;

	if ((e = begin(st, sql, from, to, &q)) != KERR_OK)
		return e;
	while ((e = db_step(q, &row)) == KERR_OK && row) {
		if (db_column_int(q, 0) != counter ||
		    db_column_int(q, 1) != year) {
			counter = db_column_int(q, 0);
			year = db_column_int(q, 1);
			next = 1;
		}
		number = db_column_int(q, 2);
		if (number != next)
			ledger_broken(out, LEDGER_RECEIPT, counter, next);
		next = number + 1;
	}
	db_release(q);
	return e;
}

/* -- drawers -- */

static void
read_sums(struct db_statement *q, void *record)
{
	struct drawer_inside *d = record;

	d->moves = db_column_int(q, 0);
	d->expected = db_column_int(q, 1); /* here: signed yen of all moves */
	money_read(q, 2, &d->held);
}

/* Sums of the movements of a session. */
static enum kerr
sum_moves(struct store *st, int64_t session, struct drawer_inside *out)
{
	static const char sql[] =
	    "SELECT count(*), sum(yen), sum(n10000), sum(n5000), sum(n2000),"
	    "       sum(n1000), sum(n500), sum(n100), sum(n50), sum(n10),"
	    "       sum(n5), sum(n1)"
	    "  FROM drawer_move WHERE session = :session";
	struct db_statement *q = NULL;
	enum kerr e;

	memset(out, 0, sizeof(*out));
	if ((e = store_read(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":session", session);
	return store_one(q, read_sums, out);
}

/* The signed sum of a session's entries; the difference of its count is apart,
 * since it is not expected. */
static enum kerr
sum_entries(struct store *st, const struct drawer_inside *d, int64_t *yen,
    int64_t *difference)
{
	static const char sql[] =
	    "SELECT kind, sum(yen) FROM ledger WHERE" LEDGER_IDS_OF_DAY
	    "   AND session = :session GROUP BY kind";
	struct db_statement *q = NULL;
	enum ledger_kind kind;
	char code[24];
	int64_t sum;
	bool row = false;
	enum kerr e;

	*yen = *difference = 0;
	if ((e = store_read(st, sql, &q)) != KERR_OK)
		return e;
	store_bind_date(q, ":day", d->s.business_day);
	db_bind_int(q, ":counter", d->s.counter);
	db_bind_int(q, ":session", d->s.id);
	while ((e = db_step(q, &row)) == KERR_OK && row) {
		db_column_text(q, 0, code, sizeof(code));
		if (!ledger_kind_from_code(code, &kind))
			continue;
		sum = ledger_kind_sign(kind) * db_column_int(q, 1);
		if (kind == LEDGER_OVER || kind == LEDGER_SHORT)
			*difference += sum;
		else
			*yen += sum;
	}
	db_release(q);
	return e;
}

static enum kerr
agree_drawer(struct store *st, int64_t id, struct ledger_report *out)
{
	struct drawer_inside d, moved;
	int64_t entries = 0, difference = 0;
	bool sound;
	enum kerr e;

	if ((e = drawer_load(st, id, &d)) != KERR_OK ||
	    (e = sum_moves(st, id, &moved)) != KERR_OK ||
	    (e = sum_entries(st, &d, &entries, &difference)) != KERR_OK)
		return e;
	sound = moved.moves == d.moves && cash_is_equal(&moved.held, &d.held) &&
		moved.expected == money_worth(&moved.held) &&
		d.expected == d.s.float_yen + entries &&
		moved.expected == d.expected + difference &&
		(d.s.state != DRAWER_CLOSED ||
		    d.counted == d.expected + difference);
	if (!sound)
		ledger_broken(out, LEDGER_DRAWER, d.s.counter, id);
	return KERR_OK;
}

static enum kerr
agree_drawers(
    struct store *st, int64_t from, int64_t to, struct ledger_report *out)
{
	static const char sql[] = "SELECT id FROM drawer_session"
				  " WHERE counter >= :from AND counter <= :to"
				  " ORDER BY counter, business_day";
	struct db_statement *q = NULL;
	bool row = false;
	enum kerr e;

	if ((e = begin(st, sql, from, to, &q)) != KERR_OK)
		return e;
	while ((e = db_step(q, &row)) == KERR_OK && row)
		if ((e = agree_drawer(st, db_column_int(q, 0), out)) != KERR_OK)
			break;
	db_release(q);
	return e;
}

/* -- totals -- */

/* A total that its entries do not give, and entries that no total has. */
#define ENTRIES_OF_TOTAL \
	" FROM ledger l WHERE l.id >= t.first_id AND l.id <= t.last_id" \
	"   AND l.business_day = t.business_day AND l.kind = t.kind" \
	"   AND l.item = t.item)"
static const char *const totals_sql[] = {
    "SELECT t.counter, t.first_id FROM ledger_total t"
    " WHERE t.business_day >= '' AND t.counter >= :from AND t.counter <= :to"
    "   AND (t.entries <> (SELECT count(*)" ENTRIES_OF_TOTAL
    "    OR t.yen <> (SELECT coalesce(sum(l.yen), 0)" ENTRIES_OF_TOTAL ")"
    " ORDER BY t.business_day, t.counter",
    "SELECT l.counter, l.id FROM ledger l"
    " WHERE l.id >= :from * 1000000000000"
    "   AND l.id < (:to + 1) * 1000000000000"
    "   AND NOT EXISTS (SELECT 1 FROM ledger_total t"
    "         WHERE t.business_day = l.business_day"
    "           AND t.counter = l.counter AND t.kind = l.kind"
    "           AND t.item = l.item AND t.first_id <= l.id"
    "           AND t.last_id >= l.id)"
    " ORDER BY l.id LIMIT 1",
};

static enum kerr
agree_totals(
    struct store *st, int64_t from, int64_t to, struct ledger_report *out)
{
	struct db_statement *q = NULL;
	bool row = false;
	enum kerr e = KERR_OK;

	for (size_t i = 0;
	     i < sizeof(totals_sql) / sizeof(totals_sql[0]) && e == KERR_OK;
	     i++) {
		if ((e = begin(st, totals_sql[i], from, to, &q)) != KERR_OK)
			return e;
		while ((e = db_step(q, &row)) == KERR_OK && row)
			ledger_broken(out, LEDGER_TOTAL, db_column_int(q, 0),
			    db_column_int(q, 1) % LEDGER_COUNTER_STEP);
		db_release(q);
	}
	return e;
}

enum kerr
ledger_agree(
    struct store *st, int64_t from, int64_t to, struct ledger_report *out)
{
	enum kerr e;

	if ((e = agree_audit(st, from, to, out)) != KERR_OK ||
	    (e = agree_receipts(st, from, to, out)) != KERR_OK ||
	    (e = agree_drawers(st, from, to, out)) != KERR_OK)
		return e;
	return agree_totals(st, from, to, out);
}
