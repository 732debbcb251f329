/* drawer_opening.c -- see drawer.h: opening a drawer with its float, and
 * opening it for a look. */
#include <string.h>

#include "rules/fiscal.h"
#include "store/audit.h"
#include "store/canonical.h"
#include "store/cash_officers.h"
#include "store/days.h"
#include "store/drawer.h"
#include "store/money.h"
#include "store/store.h"
#include "store/transaction.h"

/* One a counter and business day (design 5 "Cash"). */
static enum kerr
refuse_second(struct store *st, struct date day)
{
	static const char sql[] =
	    "SELECT id FROM drawer_session"
	    " WHERE counter = :counter AND (business_day = :day"
	    "    OR state IN ('open', 'counting')) LIMIT 1";
	struct db_statement *q = NULL;
	int64_t id = 0;
	enum kerr e;

	if ((e = store_read(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":counter", store_counter(st));
	store_bind_date(q, ":day", day);
	e = store_number(q, &id);
	if (e == ERR_NOT_FOUND)
		return KERR_OK;
	return e == KERR_OK ? ERR_DRAWER_OPEN : e;
}

/* What this officer was granted and has not in other drawers now. */
static enum kerr
float_left(struct store *st, int year, int64_t *yen)
{
	static const char sql[] =
	    "SELECT coalesce(sum(float_yen), 0) FROM drawer_session"
	    " WHERE state IN ('open', 'counting') AND opened_by = :staff";
	struct db_statement *q = NULL;
	int64_t out = 0;
	enum kerr e;

	if ((e = float_grants_yen(st, store_staff(st), year, yen)) != KERR_OK ||
	    (e = store_read(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":staff", store_staff(st));
	if ((e = store_number(q, &out)) == KERR_OK)
		*yen = *yen > out ? *yen - out : 0;
	return e;
}

static enum kerr
judge_float(struct store *st, int year, int64_t yen)
{
	int64_t left = 0;
	enum kerr e = float_left(st, year, &left);

	if (e != KERR_OK || yen <= left)
		return e;
	failure_number(store_remember(st, ERR_FLOAT), "yen", left);
	return ERR_FLOAT;
}

static enum kerr
insert_session(struct store *st, struct drawer_inside *d)
{
	static const char sql[] =
	    "INSERT INTO drawer_session (counter, business_day, fiscal_year,"
	    "  state, opened_by, opened_at, float_yen, move_count,"
	    "  expected_yen, " MONEY_COLUMNS(
		"held_") ")"
			 " VALUES (:counter, :day, :year, 'open', :staff, :now, :float, 0,"
			 "  :float, " MONEY_VALUES ") RETURNING id";
	struct db_statement *q = NULL;
	enum kerr e;

	if ((e = store_write(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":counter", d->s.counter);
	store_bind_date(q, ":day", d->s.business_day);
	db_bind_int(q, ":year", d->s.fiscal_year);
	db_bind_int(q, ":staff", store_staff(st));
	db_bind_int(q, ":now", store_now(st));
	db_bind_int(q, ":float", d->s.float_yen);
	money_bind(q, &d->held);
	return store_done_id(q, &d->s.id);
}

static enum kerr
note_drawer(
    struct store *st, const char *verb, int64_t session, const char *reason)
{
	struct audit_note n;

	audit_note(&n, verb, "drawer", session);
	if (reason[0] != '\0')
		audit_note_code(&n, "reason", reason);
	return audit_append(st, &n);
}

/* The float goes in as the first movement. */
static enum kerr
open_session(
    struct store *st, struct drawer_inside *d, const struct cash *float_cash)
{
	struct audit_note n;
	enum kerr e;

	d->counted = -1;
	d->expected = d->s.float_yen;
	if ((e = insert_session(st, d)) != KERR_OK ||
	    (e = drawer_put_move(st, d, MOVE_FLOAT, 0, "", float_cash)) !=
		KERR_OK ||
	    (e = drawer_keep(st, d)) != KERR_OK)
		return e;
	audit_note(&n, "drawer.open", "drawer", d->s.id);
	audit_note_number(&n, "float", d->s.float_yen);
	audit_note_number(&n, "fiscal_year", d->s.fiscal_year);
	return audit_append(st, &n);
}

enum kerr
drawer_open(struct store *st, const char *key, const struct cash *float_cash,
    int64_t *id)
{
	struct drawer_inside d;
	struct money_request r;
	bool found = false;
	enum kerr e;

	memset(&d, 0, sizeof(d));
	money_request_begin(&r, key, "drawer.open");
	money_request_cash(&r, float_cash);
	if ((e = money_request_find(st, &r, &found, id)) != KERR_OK || found)
		return e;
	if (store_counter(st) == STORE_COUNTER_NONE)
		return ERR_INTERNAL;
	if ((e = ledger_business_day(st, &d.s.business_day)) != KERR_OK ||
	    (e = cash_officers_check(st, store_staff(st), d.s.business_day)) !=
		KERR_OK ||
	    (e = refuse_second(st, d.s.business_day)) != KERR_OK ||
	    (e = cash_total(float_cash, &d.s.float_yen)) != KERR_OK)
		return e;
	d.s.counter = store_counter(st);
	d.s.fiscal_year = fiscal_year(d.s.business_day);
	if ((e = judge_float(st, d.s.fiscal_year, d.s.float_yen)) != KERR_OK ||
	    (e = open_session(st, &d, float_cash)) != KERR_OK)
		return e;
	*id = d.s.id;
	return money_request_keep(st, &r, *id);
}

enum kerr
drawer_look(struct store *st, const char *reason)
{
	static const struct cash nothing = {{0}};
	struct drawer_inside d;
	enum kerr e;

	if ((e = drawer_load_here(st, DRAWER_OPEN, &d)) != KERR_OK ||
	    (e = drawer_put_move(st, &d, MOVE_LOOK, 0, reason, &nothing)) !=
		KERR_OK ||
	    (e = drawer_keep(st, &d)) != KERR_OK)
		return e;
	return note_drawer(st, "drawer.look", d.s.id, reason);
}
