/* print_jobs.c -- the sheets of papers and how each stands. */
#include "store/print_jobs.h"

#include "store/store.h"
#include "store/transaction.h"

#define JOB_COLUMNS \
	"SELECT j.id, j.paper, j.nth, j.counter, j.copy, j.replaces, j.state," \
	"       j.printer, j.reason, j.tries, j.at, p.kind, p.label, p.lang" \
	"  FROM print_job j JOIN print_paper p ON p.id = j.paper"

static void
read_job(struct db_statement *q, void *record)
{
	struct print_job *j = record;
	char code[16];

	j->id = db_column_int(q, 0);
	j->paper = db_column_int(q, 1);
	j->nth = db_column_int(q, 2);
	j->counter = db_column_int(q, 3);
	j->copy = db_column_int(q, 4);
	j->replaces = db_column_int(q, 5);
	db_column_text(q, 6, code, sizeof(code));
	if (!print_state_from_code(code, &j->state))
		j->state = PRINT_UNKNOWN; /* it is asked about */
	db_column_text(q, 7, j->printer, sizeof(j->printer));
	db_column_text(q, 8, j->reason, sizeof(j->reason));
	j->tries = db_column_int(q, 9);
	j->at = db_column_int(q, 10);
	db_column_text(q, 11, j->kind, sizeof(j->kind));
	db_column_text(q, 12, j->label, sizeof(j->label));
	db_column_text(q, 13, j->lang, sizeof(j->lang));
}

enum kerr
print_jobs_get(struct store *st, int64_t id, struct print_job *out)
{
	static const char sql[] = JOB_COLUMNS " WHERE j.id = :id";
	struct db_statement *q = NULL;
	enum kerr e;

	if ((e = store_read(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":id", id);
	return store_one(q, read_job, out);
}

enum kerr
print_jobs_last(struct store *st, int64_t paper, struct print_job *out)
{
	static const char sql[] = JOB_COLUMNS " WHERE j.paper = :paper"
					      " ORDER BY j.nth DESC LIMIT 1";
	struct db_statement *q = NULL;
	enum kerr e;

	if ((e = store_read(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":paper", paper);
	return store_one(q, read_job, out);
}

enum kerr
print_jobs_in(struct store *st, enum print_state state, struct print_job *rows,
    size_t most, size_t *count)
{
	static const char sql[] =
	    JOB_COLUMNS " WHERE j.counter = :counter AND j.state = :state"
			" ORDER BY j.id LIMIT :most OFFSET :offset";
	struct db_statement *q = NULL;
	enum kerr e;

	*count = 0;
	if ((e = store_read(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":counter", store_counter(st));
	db_bind_text(q, ":state", print_state_code(state));
	store_bind_page(q, most, 0);
	return store_rows(q, read_job, rows, sizeof(*rows), most, count);
}

enum kerr
print_jobs_done(
    struct store *st, struct print_job *rows, size_t most, size_t *count)
{
	static const char sql[] =
	    JOB_COLUMNS " WHERE j.counter = :counter"
			"   AND j.state IN ('sent', 'spooled', 'spoiled')"
			" ORDER BY j.id DESC LIMIT :most OFFSET :offset";
	struct db_statement *q = NULL;
	enum kerr e;

	*count = 0;
	if ((e = store_read(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":counter", store_counter(st));
	store_bind_page(q, most, 0);
	return store_rows(q, read_job, rows, sizeof(*rows), most, count);
}

enum kerr
print_jobs_count(struct store *st, enum print_state state, int64_t *count)
{
	static const char sql[] =
	    "SELECT count(*) FROM print_job"
	    " WHERE counter = :counter AND state = :state";
	struct db_statement *q = NULL;
	enum kerr e;

	if ((e = store_read(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":counter", store_counter(st));
	db_bind_text(q, ":state", print_state_code(state));
	return store_number(q, count);
}

/* What failed comes before what waits: papers keep their order. */
enum kerr
print_jobs_next(struct store *st, struct print_job *out)
{
	struct print_job failed, waiting;
	size_t failed_count = 0, waiting_count = 0;
	enum kerr e =
	    print_jobs_in(st, PRINT_FAILED, &failed, 1, &failed_count);

	if (e == KERR_OK)
		e = print_jobs_in(
		    st, PRINT_WAITING, &waiting, 1, &waiting_count);
	if (e != KERR_OK)
		return e;
	if (failed_count == 0 && waiting_count == 0)
		return ERR_NOT_FOUND;
	*out =
	    failed_count == 0 || (waiting_count > 0 && waiting.id < failed.id)
		? waiting
		: failed;
	return KERR_OK;
}

/* -- moves -- */

enum kerr
print_jobs_intend(struct store *st, int64_t id, const char *printer)
{
	static const char sql[] =
	    "UPDATE print_job SET state = 'intended', printer = :printer,"
	    "       reason = '', tries = tries + 1, at = :now"
	    " WHERE id = :id AND state IN ('waiting', 'failed')";
	struct db_statement *q = NULL;
	enum kerr e;

	if ((e = store_write(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":id", id);
	db_bind_text(q, ":printer", printer);
	db_bind_int(q, ":now", store_now(st));
	return store_changed(q, ERR_PAPER_STATE);
}

enum kerr
print_jobs_result(
    struct store *st, int64_t id, enum print_state state, const char *reason)
{
	static const char sql[] =
	    "UPDATE print_job SET state = :state, reason = :reason, at = :now"
	    " WHERE id = :id AND state = 'intended'";
	struct db_statement *q = NULL;
	enum kerr e;

	if (state != PRINT_SENT && state != PRINT_SPOOLED &&
	    state != PRINT_FAILED && state != PRINT_UNKNOWN)
		return ERR_INTERNAL;
	if ((e = store_write(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":id", id);
	db_bind_text(q, ":state", print_state_code(state));
	db_bind_text(q, ":reason", reason);
	db_bind_int(q, ":now", store_now(st));
	return store_changed(q, ERR_PAPER_STATE);
}

enum kerr
print_jobs_cut_off(struct store *st, const char *reason)
{
	static const char sql[] =
	    "UPDATE print_job SET state = 'unknown', reason = :reason,"
	    "       at = :now"
	    " WHERE counter = :counter AND state = 'intended'";
	struct db_statement *q = NULL;
	enum kerr e;

	if ((e = store_write(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":counter", store_counter(st));
	db_bind_text(q, ":reason", reason);
	db_bind_int(q, ":now", store_now(st));
	return store_done(q);
}

/* -- what staff say -- */

/* Run one of the moves below; each names who, when and what was said. */
static enum kerr
say(struct store *st, const char *sql, int64_t id)
{
	struct db_statement *q = NULL;
	enum kerr e;

	if ((e = store_write(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":id", id);
	db_bind_int(q, ":now", store_now(st));
	db_bind_int_or_null(q, ":staff", store_staff(st));
	return store_changed(q, ERR_PAPER_STATE);
}

/* A sheet that is done may be spoken of until another of its paper is on its
 * way. */
#define SAID(state, answer) \
	"UPDATE print_job SET state = '" state "', answer = '" answer "'," \
	"       answered_by = :staff, answered_at = :now, at = :now," \
	"       reason = ''" \
	" WHERE id = :id"
#define WAS_SEEN_OR_DOUBTFUL \
	"   AND state IN ('unknown', 'sent', 'spooled')" \
	"   AND NOT EXISTS (SELECT 1 FROM print_job other" \
	"    WHERE other.paper = print_job.paper" \
	"      AND other.nth > print_job.nth)"

enum kerr
print_jobs_whole(struct store *st, int64_t id)
{
	static const char sql[] =
	    SAID("sent", "whole") " AND state = 'unknown'";

	return say(st, sql, id);
}

enum kerr
print_jobs_nothing(struct store *st, int64_t id)
{
	static const char sql[] =
	    SAID("waiting", "nothing") WAS_SEEN_OR_DOUBTFUL;

	return say(st, sql, id);
}

/* The next sheet of a paper, of the same copy count as the one it replaces or
 * of its own. */
static enum kerr
insert_next(struct store *st, int64_t paper, int64_t copy, int64_t replaces,
    int64_t *id)
{
	static const char sql[] =
	    "INSERT INTO print_job (paper, nth, counter, copy, replaces, state,"
	    "  printer, reason, tries, at, by_staff)"
	    " SELECT :paper, max(nth) + 1, :counter, :copy, :replaces,"
	    "  'waiting', '', '', 0, :now, :staff"
	    "  FROM print_job WHERE paper = :paper"
	    " RETURNING id";
	struct db_statement *q = NULL;
	enum kerr e;

	if ((e = store_write(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":paper", paper);
	db_bind_int(q, ":counter", store_counter(st));
	db_bind_int(q, ":copy", copy);
	db_bind_int_or_null(q, ":replaces", replaces);
	db_bind_int(q, ":now", store_now(st));
	db_bind_int_or_null(q, ":staff", store_staff(st));
	return store_done_id(q, id);
}

enum kerr
print_jobs_torn(struct store *st, int64_t id, int64_t *replacement)
{
	static const char sql[] = SAID("spoiled", "torn") WAS_SEEN_OR_DOUBTFUL;
	struct print_job spoiled;
	enum kerr e;

	*replacement = 0;
	if ((e = say(st, sql, id)) != KERR_OK ||
	    (e = print_jobs_get(st, id, &spoiled)) != KERR_OK)
		return e;
	return insert_next(st, spoiled.paper, spoiled.copy, id, replacement);
}

/* The count is taken with the sheet, so that no two copies have the same. */
static enum kerr
count_copy(struct store *st, int64_t paper)
{
	static const char sql[] = "UPDATE print_paper SET copies = copies + 1"
				  " WHERE id = :id";
	struct db_statement *q = NULL;
	enum kerr e;

	if ((e = store_write(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":id", paper);
	return store_changed(q, ERR_NOT_FOUND);
}

enum kerr
print_jobs_copy(struct store *st, int64_t paper, int64_t *job)
{
	struct print_job last;
	struct print_paper p;
	enum kerr e;

	*job = 0;
	if ((e = print_jobs_last(st, paper, &last)) != KERR_OK)
		return e;
	if (last.state != PRINT_SENT && last.state != PRINT_SPOOLED)
		return ERR_PAPER_LIVE;
	if ((e = count_copy(st, paper)) != KERR_OK ||
	    (e = print_papers_get(st, paper, &p)) != KERR_OK)
		return e;
	return insert_next(st, paper, p.copies, 0, job);
}
