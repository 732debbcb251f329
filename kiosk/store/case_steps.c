/* case_steps.c -- the work on an open case of this counter. */
#include "store/cases.h"
#include "store/store.h"
#include "store/transaction.h"

/* A change of the open case id of this counter: the statement names :id and
 * :counter in its WHERE. Prepared only when the case is ours. */
static enum kerr
change(struct store *st, const char *sql, int64_t id, struct db_statement **q)
{
	enum kerr e;

	*q = NULL;
	if ((e = store_own_case(st, id)) != KERR_OK ||
	    (e = store_write(st, sql, q)) != KERR_OK)
		return e;
	db_bind_int(*q, ":id", id);
	db_bind_int(*q, ":counter", store_counter(st));
	return KERR_OK;
}

#define OWNED " WHERE id = :id AND state = 'open' AND owner_counter = :counter"

enum kerr
cases_renew(struct store *st, int64_t id)
{
	static const char sql[] = "UPDATE case_ SET lease_until = :lease" OWNED;
	struct db_statement *q = NULL;
	enum kerr e;

	if ((e = change(st, sql, id, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":lease", store_now(st) + CASE_LEASE_SECONDS);
	return store_changed(q, ERR_CASE_STATE);
}

enum kerr
cases_set_step(struct store *st, int64_t id, enum case_step step)
{
	static const char sql[] =
	    "UPDATE case_ SET step = :step, lease_until = :lease,"
	    "  owner_staff = :staff" OWNED;
	struct db_statement *q = NULL;
	enum kerr e;

	if ((e = change(st, sql, id, &q)) != KERR_OK)
		return e;
	db_bind_text(q, ":step", case_step_code(step));
	db_bind_int(q, ":lease", store_now(st) + CASE_LEASE_SECONDS);
	db_bind_int_or_null(q, ":staff", store_staff(st));
	return store_changed(q, ERR_CASE_STATE);
}

enum kerr
cases_set_lang(struct store *st, int64_t id, const char *lang)
{
	static const char sql[] = "UPDATE case_ SET lang = :lang" OWNED;
	struct db_statement *q = NULL;
	enum kerr e;

	if ((e = change(st, sql, id, &q)) != KERR_OK)
		return e;
	db_bind_text(q, ":lang", lang);
	return store_changed(q, ERR_CASE_STATE);
}

enum kerr
cases_step_done(struct store *st, int64_t id, enum case_step step)
{
	static const char sql[] =
	    "INSERT INTO step_done (case_id, step, done_at, by_staff, counter)"
	    " VALUES (:id, :step, :now, :staff, :counter)"
	    " ON CONFLICT (case_id, step) DO UPDATE SET"
	    "  done_at = excluded.done_at, by_staff = excluded.by_staff,"
	    "  counter = excluded.counter";
	struct db_statement *q = NULL;
	enum kerr e;

	if ((e = change(st, sql, id, &q)) != KERR_OK)
		return e;
	db_bind_text(q, ":step", case_step_code(step));
	db_bind_int(q, ":now", store_now(st));
	db_bind_int_or_null(q, ":staff", store_staff(st));
	return store_done(q);
}

enum kerr
cases_step_undo(struct store *st, int64_t id, enum case_step step)
{
	static const char sql[] =
	    "DELETE FROM step_done WHERE case_id = :id AND step = :step";
	struct db_statement *q = NULL;
	enum kerr e;

	if ((e = store_own_case(st, id)) != KERR_OK ||
	    (e = store_write(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":id", id);
	db_bind_text(q, ":step", case_step_code(step));
	return store_done(q);
}

enum kerr
cases_step_undo_before(struct store *st, int64_t id, enum case_step step,
    int64_t before, bool *undone)
{
	static const char sql[] =
	    "DELETE FROM step_done"
	    " WHERE case_id = :id AND step = :step AND done_at < :before";
	struct db_statement *q = NULL;
	enum kerr e;

	*undone = false;
	if ((e = store_own_case(st, id)) != KERR_OK ||
	    (e = store_write(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":id", id);
	db_bind_text(q, ":step", case_step_code(step));
	db_bind_int(q, ":before", before);
	e = db_run(q);
	*undone = e == KERR_OK && db_rows_changed(q) != 0;
	db_release(q);
	return e;
}

enum kerr
cases_set_ticket(
    struct store *st, int64_t id, const char *ticket, int64_t arrived_at)
{
	static const char sql[] =
	    "UPDATE case_ SET ticket = :ticket, arrived_at = :arrived" OWNED;
	struct db_statement *q = NULL;
	enum kerr e;

	if ((e = change(st, sql, id, &q)) != KERR_OK)
		return e;
	db_bind_text_or_null(q, ":ticket", ticket);
	db_bind_int_or_null(q, ":arrived", arrived_at);
	return store_changed(q, ERR_CASE_STATE);
}

/* People leave after the case has ended, too: asked for is only the counter
 * where it is or ended. */
enum kerr
cases_set_time(struct store *st, int64_t id, enum case_time which)
{
	static const char *const sql[CASE_TIME_COUNT] = {
	    [CASE_CALLED] = "UPDATE case_ SET called_at = :now"
			    " WHERE id = :id AND owner_counter = :counter",
	    [CASE_AT_COUNTER] = "UPDATE case_ SET at_counter_at = :now"
				" WHERE id = :id AND owner_counter = :counter",
	    [CASE_LEFT] = "UPDATE case_ SET left_at = :now"
			  " WHERE id = :id AND owner_counter = :counter",
	};
	struct db_statement *q = NULL;
	enum kerr e;

	if ((e = store_write(st, sql[which], &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":id", id);
	db_bind_int(q, ":counter", store_counter(st));
	db_bind_int(q, ":now", store_now(st));
	return store_changed(q, ERR_CASE_STATE);
}
