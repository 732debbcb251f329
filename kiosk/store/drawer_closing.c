/* drawer_closing.c -- see drawer.h: the end of a session. What was counted is
 * what lies there; the difference is an entry, never topped up
 * (counter-procedures 5.6, 5.7). */
#include <string.h>

#include "base/text.h"
#include "store/audit.h"
#include "store/canonical.h"
#include "store/drawer.h"
#include "store/money.h"
#include "store/store.h"
#include "store/transaction.h"

static void
read_last(struct db_statement *q, void *record)
{
	money_read(q, 0, record);
}

static enum kerr
load_last_count(struct store *st, int64_t session, struct cash *out)
{
	static const char sql[] = "SELECT " MONEY_COLUMNS("n") //
	    "  FROM drawer_count WHERE session = :id"
	    " ORDER BY ordinal DESC LIMIT 1";
	struct db_statement *q = NULL;
	enum kerr e;

	if ((e = store_read(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":id", session);
	e = store_one(q, read_last, out);
	return e == ERR_NOT_FOUND ? ERR_DRAWER_UNCOUNTED : e;
}

/* Handler, approver and closer are three (5.7). */
static enum kerr
judge_closer(struct store *st, const struct drawer_inside *d, int64_t closer)
{
	static const char sql[] =
	    "SELECT id FROM ledger WHERE" LEDGER_IDS_OF_DAY
	    "   AND session = :session"
	    "   AND (by_staff = :closer OR approved_by = :closer) LIMIT 1";
	struct db_statement *q = NULL;
	int64_t id = 0;
	enum kerr e;

	if (closer == STORE_STAFF_NONE || closer == d->s.opened_by)
		return ERR_DRAWER_CLOSER;
	if ((e = store_read(st, sql, &q)) != KERR_OK)
		return e;
	store_bind_date(q, ":day", d->s.business_day);
	db_bind_int(q, ":counter", d->s.counter);
	db_bind_int(q, ":session", d->s.id);
	db_bind_int(q, ":closer", closer);
	e = store_number(q, &id);
	if (e == ERR_NOT_FOUND)
		return KERR_OK;
	return e == KERR_OK ? ERR_DRAWER_CLOSER : e;
}

/* Over or short, when there is any. */
static enum kerr
enter_difference(struct store *st, const struct drawer_inside *d,
    int64_t difference, int64_t closer, const char *reason, int64_t *id)
{
	struct ledger_row row;
	enum kerr e;

	*id = 0;
	if (difference == 0)
		return KERR_OK;
	memset(&row, 0, sizeof(row));
	row.kind = difference > 0 ? LEDGER_OVER : LEDGER_SHORT;
	row.yen = difference > 0 ? difference : -difference;
	row.session = d->s.id;
	row.business_day = d->s.business_day;
	row.approved_by = closer == store_staff(st) ? 0 : closer;
	if ((e = ledger_set_reason(&row, reason)) == KERR_OK &&
	    (e = ledger_append(st, &row)) == KERR_OK)
		*id = row.id;
	return e;
}

static enum kerr
note_closing(struct store *st, const struct drawer_inside *d)
{
	struct audit_note n;

	audit_note(&n, "drawer.close", "drawer", d->s.id);
	audit_note_number(&n, "expected", d->expected);
	audit_note_number(&n, "counted", d->counted);
	audit_note_number(&n, "closed_by", d->s.closed_by);
	return audit_append(st, &n);
}

static enum kerr
close_session(struct store *st, struct drawer_inside *d, int64_t closer,
    const char *reason)
{
	struct cash counted, change;
	int64_t yen = 0, ledger = 0;
	enum kerr e;

	if ((e = load_last_count(st, d->s.id, &counted)) != KERR_OK ||
	    (e = cash_total(&counted, &yen)) != KERR_OK ||
	    (e = enter_difference(
		 st, d, yen - d->expected, closer, reason, &ledger)) != KERR_OK)
		return e;
	change = money_minus(&counted, &d->held);
	if (!cash_is_empty(&change) &&
	    (e = drawer_put_move(
		 st, d, MOVE_DIFFERENCE, ledger, reason, &change)) != KERR_OK)
		return e;
	d->counted = yen;
	d->s.state = DRAWER_CLOSED;
	d->s.closed_by = closer;
	d->s.closed_at = store_now(st);
	if ((e = drawer_keep_state(st, d)) != KERR_OK)
		return e;
	return note_closing(st, d);
}

enum kerr
drawer_close(struct store *st, const char *key, int64_t closed_by,
    const char *reason, struct drawer_session *out)
{
	int64_t closer = closed_by != 0 ? closed_by : store_staff(st);
	struct drawer_verdict v;
	struct drawer_inside d;
	struct money_request r;
	int64_t session = 0;
	bool found = false;
	enum kerr e;

	memset(out, 0, sizeof(*out));
	money_request_begin(&r, key, "drawer.close");
	if (r.hash != NULL) {
		canonical_number(r.hash, closer);
		canonical_text(r.hash, reason);
	}
	if ((e = money_request_find(st, &r, &found, &session)) != KERR_OK)
		return e;
	if (found)
		return drawer_get(st, session, out);
	if ((e = drawer_load_here(st, DRAWER_COUNTING, &d)) != KERR_OK ||
	    (e = drawer_verdict(st, d.s.id, &v)) != KERR_OK)
		return e;
	if (!v.can_close)
		return ERR_DRAWER_UNCOUNTED;
	if ((e = judge_closer(st, &d, closer)) != KERR_OK ||
	    (e = close_session(st, &d, closer, reason)) != KERR_OK ||
	    (e = money_request_keep(st, &r, d.s.id)) != KERR_OK)
		return e;
	return drawer_get(st, d.s.id, out);
}
