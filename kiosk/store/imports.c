/* imports.c -- which delivery lists were taken in. */
#include "store/imports.h"

#include "store/store.h"
#include "store/transaction.h"

enum kerr
imports_add(struct store *st, const char *digest, int64_t rows, int64_t *id)
{
	static const char sql[] =
	    "INSERT INTO import_batch (digest, row_count, at, by_staff)"
	    " VALUES (:digest, :rows, :now, :staff) RETURNING id";
	struct db_statement *q = NULL;
	enum kerr e;

	if ((e = store_write(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_text(q, ":digest", digest);
	db_bind_int(q, ":rows", rows);
	db_bind_int(q, ":now", store_now(st));
	db_bind_int_or_null(q, ":staff", store_staff(st));
	return store_done_id(q, id);
}

static void
read_batch(struct db_statement *q, void *record)
{
	struct import_batch *b = record;

	b->id = db_column_int(q, 0);
	db_column_text(q, 1, b->digest, sizeof(b->digest));
	b->rows = db_column_int(q, 2);
	b->at = db_column_int(q, 3);
	b->by = db_column_int(q, 4);
}

enum kerr
imports_find(struct store *st, const char *digest, struct import_batch *out)
{
	static const char sql[] =
	    "SELECT id, digest, row_count, at, by_staff FROM import_batch"
	    " WHERE digest = :digest";
	struct db_statement *q = NULL;
	enum kerr e;

	if ((e = store_read(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_text(q, ":digest", digest);
	return store_one(q, read_batch, out);
}
