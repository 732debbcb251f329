/* print_papers.c -- what is to stand on paper (store/print_jobs.h). */
#include <string.h>

#include "base/paper.h"
#include "store/print_jobs.h"
#include "store/store.h"
#include "store/transaction.h"

static enum kerr
insert_paper(struct store *st, const struct print_paper *p,
    const struct paper *content, int64_t *id)
{
	static const char sql[] =
	    "INSERT INTO print_paper (counter, kind, subject, label, case_id,"
	    "  lang, body, at, by_staff)"
	    " VALUES (:counter, :kind, :subject, :label, :case, :lang, :body,"
	    "  :now, :staff)"
	    " RETURNING id";
	struct db_statement *q = NULL;
	enum kerr e;

	if ((e = store_write(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":counter", store_counter(st));
	db_bind_text(q, ":kind", p->kind);
	db_bind_int(q, ":subject", p->subject);
	db_bind_text(q, ":label", p->label);
	db_bind_int_or_null(q, ":case", p->case_id);
	db_bind_text(q, ":lang", p->lang);
	db_bind_text(q, ":body", content->text);
	db_bind_int(q, ":now", store_now(st));
	db_bind_int_or_null(q, ":staff", store_staff(st));
	return store_done_id(q, id);
}

static enum kerr
insert_first_job(struct store *st, int64_t paper)
{
	static const char sql[] =
	    "INSERT INTO print_job (paper, nth, counter, copy, state, printer,"
	    "  reason, tries, at, by_staff)"
	    " VALUES (:paper, 1, :counter, 0, 'waiting', '', '', 0, :now,"
	    "  :staff)";
	struct db_statement *q = NULL;
	enum kerr e;

	if ((e = store_write(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":paper", paper);
	db_bind_int(q, ":counter", store_counter(st));
	db_bind_int(q, ":now", store_now(st));
	db_bind_int_or_null(q, ":staff", store_staff(st));
	return store_done(q);
}

enum kerr
print_papers_add(struct store *st, const struct print_paper *p,
    const struct paper *content, int64_t *id)
{
	enum kerr e;

	if (content->full)
		return ERR_TOO_LONG;
	e = print_papers_find(st, p->kind, p->subject, id);
	if (e != ERR_NOT_FOUND)
		return e;
	if ((e = insert_paper(st, p, content, id)) != KERR_OK)
		return e;
	return insert_first_job(st, *id);
}

enum kerr
print_papers_find(
    struct store *st, const char *kind, int64_t subject, int64_t *id)
{
	static const char sql[] = "SELECT id FROM print_paper"
				  " WHERE kind = :kind AND subject = :subject";
	struct db_statement *q = NULL;
	enum kerr e;

	*id = 0;
	if ((e = store_read(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_text(q, ":kind", kind);
	db_bind_int(q, ":subject", subject);
	return store_number(q, id);
}

static void
read_paper(struct db_statement *q, void *record)
{
	struct print_paper *p = record;

	p->id = db_column_int(q, 0);
	p->counter = db_column_int(q, 1);
	db_column_text(q, 2, p->kind, sizeof(p->kind));
	p->subject = db_column_int(q, 3);
	db_column_text(q, 4, p->label, sizeof(p->label));
	p->case_id = db_column_int(q, 5);
	db_column_text(q, 6, p->lang, sizeof(p->lang));
	p->copies = db_column_int(q, 7);
	p->at = db_column_int(q, 8);
}

enum kerr
print_papers_get(struct store *st, int64_t id, struct print_paper *out)
{
	static const char sql[] =
	    "SELECT id, counter, kind, subject, label, case_id, lang, copies,"
	    "  at FROM print_paper WHERE id = :id";
	struct db_statement *q = NULL;
	enum kerr e;

	if ((e = store_read(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":id", id);
	return store_one(q, read_paper, out);
}

/* An unreadable body leaves the paper marked, never half of it. */
static void
read_content(struct db_statement *q, void *record)
{
	struct paper *p = record;
	char body[PAPER_SIZE];

	db_column_text(q, 0, body, sizeof(body));
	if (!paper_set_text(p, body))
		p->full = true;
}

enum kerr
print_papers_content(struct store *st, int64_t id, struct paper *out)
{
	static const char sql[] = "SELECT body FROM print_paper WHERE id = :id";
	struct db_statement *q = NULL;
	enum kerr e;

	paper_begin(out);
	if ((e = store_read(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":id", id);
	if ((e = store_one(q, read_content, out)) == KERR_OK && out->full)
		e = ERR_STORE_CORRUPT;
	return e;
}

/* Ids of a counter's entries lie together (schema_money.c). */
#define LEDGER_IDS INT64_C(1000000000000)
#define LOOK_BACK  50

static enum kerr
last_entry(struct store *st, int64_t first, int64_t *last)
{
	static const char sql[] = "SELECT coalesce(max(id), 0) FROM ledger"
				  " WHERE id > :first AND id <= :end";
	struct db_statement *q = NULL;
	enum kerr e;

	if ((e = store_read(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":first", first);
	db_bind_int(q, ":end", first + LEDGER_IDS - 1);
	return store_number(q, last);
}

static void
read_entry(struct db_statement *q, void *record)
{
	*(int64_t *)record = db_column_int(q, 0);
}

enum kerr
print_papers_missing(
    struct store *st, int64_t *entries, size_t most, size_t *count)
{
	static const char sql[] =
	    "SELECT l.id FROM ledger l"
	    " WHERE l.id > :from AND l.id <= :last AND l.receipt_no > 0"
	    "   AND NOT EXISTS (SELECT 1 FROM print_paper p"
	    "    WHERE p.kind = 'receipt' AND p.subject = l.id)"
	    " ORDER BY l.id LIMIT :most OFFSET :offset";
	int64_t first = store_counter(st) * LEDGER_IDS, last = 0;
	struct db_statement *q = NULL;
	enum kerr e;

	*count = 0;
	if ((e = last_entry(st, first, &last)) != KERR_OK || last == 0)
		return e;
	if ((e = store_read(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(
	    q, ":from", last - LOOK_BACK > first ? last - LOOK_BACK : first);
	db_bind_int(q, ":last", last);
	store_bind_page(q, most, 0);
	return store_rows(
	    q, read_entry, entries, sizeof(*entries), most, count);
}
