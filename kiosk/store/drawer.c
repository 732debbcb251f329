/* drawer.c -- see drawer.h: the session of a counter, and its movements. */
#include "store/drawer.h"

#include <string.h>

#include "rules/fee.h"
#include "rules/fiscal.h"
#include "store/audit.h"
#include "store/money.h"
#include "store/rules_in_force.h"
#include "store/store.h"
#include "store/transaction.h"

#define SESSION_SELECT \
	"SELECT id, counter, business_day, fiscal_year, state, opened_by," \
	"       opened_at, float_yen, closed_by, closed_at, expected_yen," \
	"       counted_yen, move_count, " MONEY_COLUMNS( \
	    "held_") "  FROM drawer_session"

static const struct {
	const char *code;
	const char *name;
} states[DRAWER_STATE_COUNT] = {
    [DRAWER_OPEN] = {"open", N_("open")},
    [DRAWER_COUNTING] = {"counting", N_("being counted")},
    [DRAWER_CLOSED] = {"closed", N_("closed")},
};

static const struct {
	const char *code;
	const char *name;
} moves[DRAWER_MOVE_COUNT] = {
#define X(kind, code, said) [kind] = {code, said},
    DRAWER_MOVES(X)
#undef X
};

const char *
drawer_state_code(enum drawer_state s)
{
	return (unsigned)s < DRAWER_STATE_COUNT ? states[s].code : "";
}

const char *
drawer_state_name(enum drawer_state s)
{
	return (unsigned)s < DRAWER_STATE_COUNT ? states[s].name : "";
}

const char *
drawer_move_code(enum drawer_move_kind kind)
{
	return (unsigned)kind < DRAWER_MOVE_COUNT ? moves[kind].code : "";
}

const char *
drawer_move_name(enum drawer_move_kind kind)
{
	return (unsigned)kind < DRAWER_MOVE_COUNT ? moves[kind].name : "";
}

static void
read_inside(struct db_statement *q, void *record)
{
	struct drawer_inside *d = record;
	char code[16];

	memset(d, 0, sizeof(*d));
	d->s.id = db_column_int(q, 0);
	d->s.counter = (int)db_column_int(q, 1);
	d->s.business_day = store_column_date(q, 2);
	d->s.fiscal_year = (int)db_column_int(q, 3);
	db_column_text(q, 4, code, sizeof(code));
	d->s.state = DRAWER_CLOSED; /* one that is not known takes nothing */
	for (int s = 0; s < DRAWER_STATE_COUNT; s++)
		if (strcmp(code, states[s].code) == 0)
			d->s.state = (enum drawer_state)s;
	d->s.opened_by = db_column_int(q, 5);
	d->s.opened_at = db_column_int(q, 6);
	d->s.float_yen = db_column_int(q, 7);
	d->s.closed_by = db_column_int(q, 8);
	d->s.closed_at = db_column_int(q, 9);
	d->expected = db_column_int(q, 10);
	d->counted = db_column_is_null(q, 11) ? -1 : db_column_int(q, 11);
	d->moves = db_column_int(q, 12);
	money_read(q, 13, &d->held);
	/* The count is blind: sums leave this room after the closing. */
	d->s.expected_yen = d->s.state == DRAWER_CLOSED ? d->expected : -1;
	d->s.counted_yen = d->s.state == DRAWER_CLOSED ? d->counted : -1;
}

static void
read_session(struct db_statement *q, void *record)
{
	struct drawer_inside d;

	read_inside(q, &d);
	*(struct drawer_session *)record = d.s;
}

enum kerr
drawer_load(struct store *st, int64_t id, struct drawer_inside *out)
{
	static const char sql[] = SESSION_SELECT " WHERE id = :id";
	struct db_statement *q = NULL;
	enum kerr e;

	if ((e = store_read(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":id", id);
	return store_one(q, read_inside, out);
}

static enum kerr
load_live(struct store *st, struct drawer_inside *out)
{
	static const char sql[] =
	    SESSION_SELECT " WHERE counter = :counter"
			   "   AND state IN ('open', 'counting')";
	struct db_statement *q = NULL;
	enum kerr e;

	if ((e = store_read(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":counter", store_counter(st));
	e = store_one(q, read_inside, out);
	return e == ERR_NOT_FOUND ? ERR_DRAWER_CLOSED : e;
}

enum kerr
drawer_load_here(
    struct store *st, enum drawer_state state, struct drawer_inside *out)
{
	enum kerr e = load_live(st, out);

	if (e == KERR_OK && out->s.state != state)
		e = ERR_DRAWER_CLOSED;
	return e;
}

static void
read_cash(struct db_statement *q, void *record)
{
	money_read(q, 0, record);
}

static enum kerr
load_float(struct store *st, struct drawer_session *s)
{
	static const char sql[] = "SELECT " MONEY_COLUMNS("n") //
	    " FROM drawer_move WHERE session = :id AND ordinal = 1";
	struct db_statement *q = NULL;
	enum kerr e;

	if ((e = store_read(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":id", s->id);
	return store_one(q, read_cash, &s->float_cash);
}

enum kerr
drawer_here(struct store *st, struct drawer_session *out)
{
	struct drawer_inside d;
	enum kerr e;

	memset(out, 0, sizeof(*out));
	if ((e = load_live(st, &d)) != KERR_OK)
		return e;
	*out = d.s;
	return load_float(st, out);
}

enum kerr
drawer_get(struct store *st, int64_t id, struct drawer_session *out)
{
	struct drawer_inside d;
	enum kerr e;

	memset(out, 0, sizeof(*out));
	if ((e = drawer_load(st, id, &d)) != KERR_OK)
		return e;
	*out = d.s;
	return load_float(st, out);
}

enum kerr
drawer_list(struct store *st, struct date day, struct drawer_session *rows,
    size_t most, size_t *count)
{
	static const char sql[] = SESSION_SELECT
	    " WHERE business_day = :day ORDER BY counter LIMIT :most"
	    " OFFSET :offset";
	struct db_statement *q = NULL;
	enum kerr e;

	*count = 0;
	if ((e = store_read(st, sql, &q)) != KERR_OK)
		return e;
	store_bind_date(q, ":day", day);
	store_bind_page(q, most, 0);
	e = store_rows(q, read_session, rows, sizeof(*rows), most, count);
	for (size_t i = 0; i < *count && e == KERR_OK; i++)
		e = load_float(st, &rows[i]);
	return e;
}

enum kerr
drawer_count_open(struct store *st, int64_t *count)
{
	static const char sql[] = "SELECT count(*) FROM drawer_session"
				  " WHERE state IN ('open', 'counting')";
	struct db_statement *q = NULL;
	enum kerr e;

	if ((e = store_read(st, sql, &q)) != KERR_OK)
		return e;
	return store_number(q, count);
}

enum kerr
drawer_holds(struct store *st, int64_t id, struct cash *out)
{
	struct drawer_inside d;
	enum kerr e = drawer_load(st, id, &d);

	if (e == KERR_OK)
		*out = d.held;
	return e;
}

enum kerr
drawer_is_full(struct store *st, int64_t id, bool *full)
{
	struct drawer_inside d;
	int64_t most = 0;
	enum kerr e;

	*full = false;
	if ((e = drawer_load(st, id, &d)) != KERR_OK ||
	    (e = rules_limit(st, LIMIT_DRAWER, d.s.business_day, &most)) !=
		KERR_OK)
		return e;
	*full = money_worth(&d.held) > most;
	return KERR_OK;
}

/* -- movements -- */

static enum kerr
insert_move(struct store *st, const struct drawer_inside *d,
    enum drawer_move_kind kind, int64_t ledger, const char *reason,
    const struct cash *cash)
{
	static const char sql[] =
	    "INSERT INTO drawer_move (session, ordinal, kind, ledger, reason,"
	    "  yen, by_staff, at, " MONEY_COLUMNS(
		"n") ")"
		     " VALUES (:session, :ordinal, :kind, :ledger, :reason, :yen,"
		     "  :staff, :now, " MONEY_VALUES ")";
	struct db_statement *q = NULL;
	enum kerr e;

	if ((e = store_write(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":session", d->s.id);
	db_bind_int(q, ":ordinal", d->moves);
	db_bind_text(q, ":kind", drawer_move_code(kind));
	db_bind_int_or_null(q, ":ledger", ledger);
	db_bind_text(q, ":reason", reason);
	db_bind_int(q, ":yen", money_worth(cash));
	db_bind_int_or_null(q, ":staff", store_staff(st));
	db_bind_int(q, ":now", store_now(st));
	money_bind(q, cash);
	return store_done(q);
}

enum kerr
drawer_put_move(struct store *st, struct drawer_inside *d,
    enum drawer_move_kind kind, int64_t ledger, const char *reason,
    const struct cash *signed_cash)
{
	struct cash held = d->held;
	int64_t yen = 0;

	for (int i = 0; i < DENOMINATION_COUNT; i++) {
		held.count[i] += signed_cash->count[i];
		if (held.count[i] < 0)
			return ERR_CASH_SHORT;
	}
	if (cash_total(&held, &yen) != KERR_OK)
		return ERR_CASH_AMOUNT;
	d->held = held;
	d->moves++;
	return insert_move(st, d, kind, ledger, reason, signed_cash);
}

/* Changed with every movement; no index has any of it. */
enum kerr
drawer_keep(struct store *st, const struct drawer_inside *d)
{
	static const char sql[] =
	    "UPDATE drawer_session SET move_count = :moves,"
	    "  expected_yen = :expected,"
	    "  held_10000 = :n10000, held_5000 = :n5000, held_2000 = :n2000,"
	    "  held_1000 = :n1000, held_500 = :n500, held_100 = :n100,"
	    "  held_50 = :n50, held_10 = :n10, held_5 = :n5, held_1 = :n1"
	    " WHERE id = :id AND state <> 'closed'";
	struct db_statement *q = NULL;
	enum kerr e;

	if (d->expected < 0)
		return ERR_CASH_SHORT;
	if ((e = store_write(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":moves", d->moves);
	db_bind_int(q, ":expected", d->expected);
	money_bind(q, &d->held);
	db_bind_int(q, ":id", d->s.id);
	return store_changed(q, ERR_DRAWER_CLOSED);
}

enum kerr
drawer_keep_state(struct store *st, const struct drawer_inside *d)
{
	static const char sql[] =
	    "UPDATE drawer_session SET state = :state, counted_yen = :counted,"
	    "  closed_by = :closed_by, closed_at = :closed_at"
	    " WHERE id = :id AND state <> 'closed'";
	struct db_statement *q = NULL;
	enum kerr e;

	if ((e = drawer_keep(st, d)) != KERR_OK ||
	    (e = store_write(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_text(q, ":state", drawer_state_code(d->s.state));
	if (d->counted < 0)
		db_bind_null(q, ":counted");
	else
		db_bind_int(q, ":counted", d->counted);
	db_bind_int_or_null(q, ":closed_by", d->s.closed_by);
	db_bind_int_or_null(q, ":closed_at", d->s.closed_at);
	db_bind_int(q, ":id", d->s.id);
	return store_changed(q, ERR_DRAWER_CLOSED);
}

static void
read_move(struct db_statement *q, void *record)
{
	struct drawer_move *m = record;
	char code[24];

	memset(m, 0, sizeof(*m));
	m->session = db_column_int(q, 0);
	m->id = db_column_int(q, 1);
	db_column_text(q, 2, code, sizeof(code));
	m->kind = DRAWER_MOVE_COUNT;
	for (int k = 0; k < DRAWER_MOVE_COUNT; k++)
		if (strcmp(code, moves[k].code) == 0)
			m->kind = (enum drawer_move_kind)k;
	m->ledger = db_column_int(q, 3);
	db_column_text(q, 4, m->reason, sizeof(m->reason));
	m->yen = db_column_int(q, 5);
	m->by = db_column_int(q, 6);
	m->at = db_column_int(q, 7);
	money_read(q, 8, &m->cash);
}

enum kerr
drawer_moves(struct store *st, int64_t id, size_t offset,
    struct drawer_move *rows, size_t most, size_t *count)
{
	static const char sql[] =
	    "SELECT session, ordinal, kind, ledger, reason, yen, by_staff,"
	    "       at, " MONEY_COLUMNS("n") //
	    "  FROM drawer_move WHERE session = :id ORDER BY ordinal"
	    " LIMIT :most OFFSET :offset";
	struct db_statement *q = NULL;
	struct drawer_inside d;
	enum kerr e;

	*count = 0;
	if ((e = drawer_load(st, id, &d)) != KERR_OK)
		return e;
	if (d.s.state != DRAWER_CLOSED)
		return ERR_DRAWER_BLIND;
	if ((e = store_read(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":id", id);
	store_bind_page(q, most, offset);
	return store_rows(q, read_move, rows, sizeof(*rows), most, count);
}
