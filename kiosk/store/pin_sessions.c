/* pin_sessions.c -- where staff and resident meet: one row. */
#include "store/pin_sessions.h"

#include <string.h>

#include "store/store.h"
#include "store/transaction.h"

static const char *const state_codes[PIN_SESSION_STATE_COUNT] = {
    [PIN_SESSION_ASKED] = "asked",
    [PIN_SESSION_TAKEN] = "taken",
    [PIN_SESSION_DONE] = "done",
    [PIN_SESSION_NEEDS_HELP] = "needs_help",
    [PIN_SESSION_WALKED_AWAY] = "walked_away",
};

#define SESSION_COLUMNS \
	"SELECT id, case_id, state, counter, chip_serial, lang, opened_at," \
	"       taken_at, ended_at" \
	"  FROM pin_session"

static void
read_session(struct db_statement *q, void *record)
{
	struct pin_session *s = record;
	char code[32];

	s->id = db_column_int(q, 0);
	s->case_id = db_column_int(q, 1);
	db_column_text(q, 2, code, sizeof(code));
	s->state = PIN_SESSION_WALKED_AWAY;
	for (int i = 0; i < PIN_SESSION_STATE_COUNT; i++)
		if (strcmp(code, state_codes[i]) == 0)
			s->state = (enum pin_session_state)i;
	s->counter = db_column_int(q, 3);
	db_column_text(q, 4, s->chip_serial, sizeof(s->chip_serial));
	db_column_text(q, 5, s->lang, sizeof(s->lang));
	s->opened_at = db_column_int(q, 6);
	s->taken_at = db_column_int(q, 7);
	s->ended_at = db_column_int(q, 8);
}

enum kerr
pin_sessions_ask(struct store *st, int64_t case_id, const char *chip_serial,
    const char *lang, int64_t *id)
{
	static const char sql[] =
	    "INSERT INTO pin_session (case_id, state, counter, chip_serial,"
	    "  lang, opened_at)"
	    " VALUES (:case, 'asked', :counter, :serial, :lang, :now)"
	    " RETURNING id";
	struct pin_session running;
	struct db_statement *q = NULL;
	enum kerr e;

	if ((e = store_own_case(st, case_id)) != KERR_OK)
		return e;
	if ((e = pin_sessions_here(st, &running)) == KERR_OK)
		return ERR_CASE_STATE;
	if (e != ERR_NOT_FOUND || (e = store_write(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":case", case_id);
	db_bind_int(q, ":counter", store_counter(st));
	db_bind_text(q, ":serial", chip_serial);
	db_bind_text(q, ":lang", lang);
	db_bind_int(q, ":now", store_now(st));
	e = store_done_id(q, id);
	/* The case has one that runs elsewhere. */
	return e == ERR_STORE_CONSTRAINT ? ERR_CASE_STATE : e;
}

enum kerr
pin_sessions_take(struct store *st, int64_t id)
{
	static const char sql[] =
	    "UPDATE pin_session SET state = 'taken', taken_at = :now"
	    " WHERE id = :id AND counter = :counter AND state = 'asked'";
	struct db_statement *q = NULL;
	enum kerr e;

	if ((e = store_write(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":id", id);
	db_bind_int(q, ":counter", store_counter(st));
	db_bind_int(q, ":now", store_now(st));
	return store_changed(q, ERR_CASE_STATE);
}

enum kerr
pin_sessions_end(struct store *st, int64_t id, enum pin_session_state state)
{
	static const char sql[] =
	    "UPDATE pin_session SET state = :state, ended_at = :now"
	    " WHERE id = :id AND state IN ('asked', 'taken')";
	struct db_statement *q = NULL;
	enum kerr e;

	if (state <= PIN_SESSION_TAKEN || state >= PIN_SESSION_STATE_COUNT)
		return ERR_INTERNAL;
	if ((e = store_write(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":id", id);
	db_bind_text(q, ":state", state_codes[state]);
	db_bind_int(q, ":now", store_now(st));
	return store_changed(q, ERR_CASE_STATE);
}

enum kerr
pin_sessions_get(struct store *st, int64_t id, struct pin_session *out)
{
	static const char sql[] = SESSION_COLUMNS " WHERE id = :id";
	struct db_statement *q = NULL;
	enum kerr e;

	if ((e = store_read(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":id", id);
	return store_one(q, read_session, out);
}

enum kerr
pin_sessions_here(struct store *st, struct pin_session *out)
{
	static const char sql[] = SESSION_COLUMNS
	    " WHERE counter = :counter AND state IN ('asked', 'taken')";
	struct db_statement *q = NULL;
	enum kerr e;

	if ((e = store_read(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":counter", store_counter(st));
	return store_one(q, read_session, out);
}
