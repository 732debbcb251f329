/* slips.c -- numbered papers, without gaps at each counter. */
#include "store/slips.h"

#include "store/store.h"
#include "store/transaction.h"

#define SLIP_COLUMNS \
	"SELECT id, counter, number, case_id, kind, lang, at" \
	"  FROM slip"

static void
read_slip(struct db_statement *q, void *record)
{
	struct slip *s = record;

	s->id = db_column_int(q, 0);
	s->counter = db_column_int(q, 1);
	s->number = db_column_int(q, 2);
	s->case_id = db_column_int(q, 3);
	db_column_text(q, 4, s->kind, sizeof(s->kind));
	db_column_text(q, 5, s->lang, sizeof(s->lang));
	s->at = db_column_int(q, 6);
}

static enum kerr
next_number(struct store *st, int64_t *number)
{
	static const char sql[] = "SELECT coalesce(max(number), 0) + 1"
				  "  FROM slip WHERE counter = :counter";
	struct db_statement *q = NULL;
	enum kerr e;

	if ((e = store_write(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":counter", store_counter(st));
	return store_number(q, number);
}

enum kerr
slips_intend(struct store *st, int64_t case_id, const char *kind,
    const char *lang, int64_t *id, int64_t *number)
{
	static const char sql[] =
	    "INSERT INTO slip (counter, number, case_id, kind, lang, state,"
	    "  at)"
	    " VALUES (:counter, :number, :case, :kind, :lang, 'intended',"
	    "  :now)"
	    " RETURNING id";
	struct db_statement *q = NULL;
	enum kerr e;

	if ((e = next_number(st, number)) != KERR_OK ||
	    (e = store_write(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":counter", store_counter(st));
	db_bind_int(q, ":number", *number);
	db_bind_int_or_null(q, ":case", case_id);
	db_bind_text(q, ":kind", kind);
	db_bind_text(q, ":lang", lang);
	db_bind_int(q, ":now", store_now(st));
	return store_done_id(q, id);
}

enum kerr
slips_get(struct store *st, int64_t id, struct slip *out)
{
	static const char sql[] = SLIP_COLUMNS " WHERE id = :id";
	struct db_statement *q = NULL;
	enum kerr e;

	if ((e = store_read(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":id", id);
	return store_one(q, read_slip, out);
}

enum kerr
slips_of_case(struct store *st, int64_t case_id, struct slip *rows, size_t most,
    size_t *count)
{
	static const char sql[] = SLIP_COLUMNS
	    " WHERE case_id = :case ORDER BY id LIMIT :most OFFSET :offset";
	struct db_statement *q = NULL;
	enum kerr e;

	*count = 0;
	if ((e = store_read(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":case", case_id);
	store_bind_page(q, most, 0);
	return store_rows(q, read_slip, rows, sizeof(*rows), most, count);
}
