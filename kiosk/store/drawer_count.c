/* drawer_count.c -- see drawer.h: the blind count and the closing. */
#include <string.h>

#include "rules/fee.h"
#include "store/audit.h"
#include "store/canonical.h"
#include "store/drawer.h"
#include "store/money.h"
#include "store/rules_in_force.h"
#include "store/store.h"
#include "store/transaction.h"

#define COUNTS_MOST 50 /* of one drawer, looked at for agreement */

static enum kerr
note_session(struct store *st, const char *verb, int64_t session)
{
	struct audit_note n;

	audit_note(&n, verb, "drawer", session);
	return audit_append(st, &n);
}

static void
read_counted(struct db_statement *q, void *record)
{
	struct drawer_counted *c = record;

	memset(c, 0, sizeof(*c));
	c->ordinal = (int)db_column_int(q, 0);
	c->by = db_column_int(q, 1);
	c->at = db_column_int(q, 2);
	c->yen = db_column_int(q, 3);
	money_read(q, 4, &c->cash);
}

static enum kerr
load_counts(struct store *st, int64_t session, struct drawer_counted *rows,
    size_t most, size_t *count)
{
	static const char sql[] =
	    "SELECT ordinal, by_staff, at, yen, " MONEY_COLUMNS("n") //
	    "  FROM drawer_count WHERE session = :id ORDER BY ordinal"
	    " LIMIT :most OFFSET :offset";
	struct db_statement *q = NULL;
	enum kerr e;

	*count = 0;
	if ((e = store_read(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":id", session);
	store_bind_page(q, most, 0);
	return store_rows(q, read_counted, rows, sizeof(*rows), most, count);
}

enum kerr
drawer_counts(struct store *st, int64_t id, struct drawer_counted *rows,
    size_t most, size_t *count)
{
	struct drawer_inside d;
	enum kerr e;

	*count = 0;
	if ((e = drawer_load(st, id, &d)) != KERR_OK)
		return e;
	if (d.s.state != DRAWER_CLOSED)
		return ERR_DRAWER_BLIND;
	return load_counts(st, id, rows, most, count);
}

enum kerr
drawer_begin_count(struct store *st)
{
	struct drawer_inside d;
	enum kerr e;

	if ((e = drawer_load_here(st, DRAWER_OPEN, &d)) != KERR_OK)
		return e;
	d.s.state = DRAWER_COUNTING;
	if ((e = drawer_keep_state(st, &d)) != KERR_OK)
		return e;
	return note_session(st, "drawer.begin_count", d.s.id);
}

enum kerr
drawer_end_count(struct store *st)
{
	struct drawer_counted first;
	struct drawer_inside d;
	size_t count = 0;
	enum kerr e;

	if ((e = drawer_load_here(st, DRAWER_COUNTING, &d)) != KERR_OK ||
	    (e = load_counts(st, d.s.id, &first, 1, &count)) != KERR_OK)
		return e;
	if (count != 0)
		return ERR_DRAWER_COUNTED;
	d.s.state = DRAWER_OPEN;
	if ((e = drawer_keep_state(st, &d)) != KERR_OK)
		return e;
	return note_session(st, "drawer.end_count", d.s.id);
}

/* -- what the counts say -- */

/* The last count stands when it is within the limit, or when another person
 * found the same before. */
static bool
is_agreed(const struct drawer_inside *d, const struct drawer_counted *rows,
    size_t count, int64_t limit)
{
	const struct drawer_counted *last = &rows[count - 1];
	int64_t difference = last->yen - d->expected;

	if (difference <= limit && -difference <= limit)
		return true;
	for (size_t i = 0; i + 1 < count; i++)
		if (rows[i].yen == last->yen && rows[i].by != last->by)
			return true;
	return false;
}

static enum kerr
judge_counts(struct store *st, const struct drawer_inside *d,
    struct drawer_counted *last, struct drawer_verdict *out)
{
	struct drawer_counted rows[COUNTS_MOST];
	int64_t limit = 0;
	size_t count = 0;
	enum kerr e;

	memset(out, 0, sizeof(*out));
	memset(last, 0, sizeof(*last));
	out->expected_yen = out->counted_yen = -1;
	if ((e = load_counts(st, d->s.id, rows, COUNTS_MOST, &count)) !=
		KERR_OK ||
	    (e = rules_limit(
		 st, LIMIT_DIFFERENCE, d->s.business_day, &limit)) != KERR_OK)
		return e;
	out->counts = (int)count;
	if (count == 0)
		return KERR_OK;
	*last = rows[count - 1];
	out->can_close = is_agreed(d, rows, count, limit);
	out->needs_other = !out->can_close;
	if (!out->can_close)
		return KERR_OK;
	out->expected_yen = d->expected;
	out->counted_yen = last->yen;
	out->difference_yen = last->yen - d->expected;
	return KERR_OK;
}

enum kerr
drawer_verdict(struct store *st, int64_t id, struct drawer_verdict *out)
{
	struct drawer_counted last;
	struct drawer_inside d;
	enum kerr e;

	memset(out, 0, sizeof(*out));
	if ((e = drawer_load(st, id, &d)) != KERR_OK)
		return e;
	return judge_counts(st, &d, &last, out);
}

/* -- counting -- */

static enum kerr
insert_count(struct store *st, int64_t session, int ordinal, int64_t by,
    int64_t yen, const struct cash *counted)
{
	static const char sql[] =
	    "INSERT INTO drawer_count (session, ordinal, by_staff, at, yen,"
	    "  " MONEY_COLUMNS(
		"n") ")"
		     " VALUES (:session, :ordinal, :by, :now, :yen, " MONEY_VALUES
		     ")";
	struct db_statement *q = NULL;
	enum kerr e;

	if ((e = store_write(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":session", session);
	db_bind_int(q, ":ordinal", ordinal);
	db_bind_int_or_null(q, ":by", by);
	db_bind_int(q, ":now", store_now(st));
	db_bind_int(q, ":yen", yen);
	money_bind(q, counted);
	return store_done(q);
}

/* The audit says that and who, not what: auditors are as blind. */
static enum kerr
note_count(struct store *st, int64_t session, int ordinal, int64_t by)
{
	struct audit_note n;

	audit_note(&n, "drawer.count", "drawer", session);
	audit_note_number(&n, "ordinal", ordinal);
	audit_note_number(&n, "by", by);
	return audit_append(st, &n);
}

static enum kerr
keep_count(struct store *st, const struct drawer_inside *d, int64_t by,
    const struct cash *counted)
{
	struct drawer_counted last;
	struct drawer_verdict v;
	int64_t yen = 0;
	enum kerr e;

	if ((e = cash_total(counted, &yen)) != KERR_OK ||
	    (e = judge_counts(st, d, &last, &v)) != KERR_OK)
		return e;
	if (v.can_close || v.counts == COUNTS_MOST)
		return ERR_DRAWER_COUNTED;
	if (v.counts > 0 && last.by == by)
		return ERR_SAME_PERSON;
	if ((e = insert_count(st, d->s.id, v.counts + 1, by, yen, counted)) !=
	    KERR_OK)
		return e;
	return note_count(st, d->s.id, v.counts + 1, by);
}

enum kerr
drawer_count(struct store *st, const char *key, int64_t counted_by,
    const struct cash *counted, struct drawer_verdict *out)
{
	int64_t by = counted_by != 0 ? counted_by : store_staff(st);
	struct drawer_inside d;
	struct money_request r;
	int64_t session = 0;
	bool found = false;
	enum kerr e;

	memset(out, 0, sizeof(*out));
	money_request_begin(&r, key, "drawer.count");
	money_request_cash(&r, counted);
	if (r.hash != NULL)
		canonical_number(r.hash, by);
	if ((e = money_request_find(st, &r, &found, &session)) != KERR_OK)
		return e;
	if (found)
		return drawer_verdict(st, session, out);
	if ((e = drawer_load_here(st, DRAWER_COUNTING, &d)) != KERR_OK ||
	    (e = keep_count(st, &d, by, counted)) != KERR_OK ||
	    (e = money_request_keep(st, &r, d.s.id)) != KERR_OK)
		return e;
	return drawer_verdict(st, d.s.id, out);
}
