/* db.h -- the thin face of the database, for the store room only.
 *
 * SQL stays in kiosk/store, every value is bound by name, and only
 * kiosk/store/db_sqlite.c knows which database it is. The dialect is the part
 * that SQLite and PostgreSQL share (design, decision 9): ids come back from
 * INSERT ... RETURNING id; no IS, no LIKE, no rowid.
 *
 * Writers queue: db_begin() takes its place in a file lock before BEGIN
 * IMMEDIATE, so that a busy terminal cannot starve another (decision 4). */
#ifndef KIOSK_STORE_DB_H
#define KIOSK_STORE_DB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

struct db;	     /* opaque */
struct db_statement; /* opaque */

#define DB_QUEUE_MS 5000 /* a writer waits at most this long */

/*
 * Open path; create makes an empty file (0600) when there is none. The
 * directory must be 0700 and the file 0600, on a local file system (decisions
 * 15 and 1). Nothing is written yet.
 * Errors: ERR_STORE_MISSING, ERR_STORE_FULL, ERR_PERMISSIONS,
 * ERR_STORE_NETWORK, ERR_STORE_READONLY, ERR_STORE_OPEN, ERR_STORE_CORRUPT.
 */
enum kerr db_open(
    const char *path, bool create, struct db **out, struct failure *f);
/* Set what the file itself keeps (write-ahead log), once it is known that the
 * file is ours. Errors: ERR_STORE_*. */
enum kerr db_settle(struct db *db);
/* Roll back what is open, close, and set *db to NULL. NULL is allowed. */
void db_close(struct db **db);

/* Begin as a writer. Errors: ERR_STORE_BUSY after DB_QUEUE_MS, ERR_STORE_*. */
enum kerr db_begin(struct db *db);
/* On an error everything since db_begin() is rolled back. */
enum kerr db_commit(struct db *db);
void db_rollback(struct db *db);
bool db_is_writing(const struct db *db);
/* Move the write-ahead log into the file when it has grown; never waits. */
void db_idle(struct db *db);
/*
 * Take room on the disk for len bytes of commits to come, right after one of
 * our own commits: they cannot fail for want of space until it is used up.
 * Errors: ERR_STORE_FULL, ERR_STORE_*.
 */
enum kerr db_reserve(struct db *db, size_t len);
/* What the database said about its last error, "" when nothing. Borrowed. */
const char *db_reason(const struct db *db);

/*
 * Hold seat (0..255) in the queue file until db_close(): one process at a
 * time. Errors: ERR_COUNTER_TAKEN.
 */
enum kerr db_claim_seat(struct db *db, int seat);

/*
 * A statement to bind, run and release. It comes from the cache when the same
 * text was used before. sql must live as long as db (a static string).
 */
enum kerr db_prepare(struct db *db, const char *sql, struct db_statement **out);
/* Give it back; bound values are forgotten. NULL is allowed. */
void db_release(struct db_statement *q);

/* Bind by name, ":card". A wrong name or no memory is remembered and returned
 * by the next db_run() or db_step(). Texts and bytes are copied. */
void db_bind_int(struct db_statement *q, const char *name, int64_t value);
void db_bind_bool(struct db_statement *q, const char *name, bool value);
void db_bind_text(struct db_statement *q, const char *name, const char *text);
/* NULL in the database when text is empty. */
void db_bind_text_or_null(
    struct db_statement *q, const char *name, const char *text);
/* NULL in the database when value is 0: times and references not set. */
void db_bind_int_or_null(
    struct db_statement *q, const char *name, int64_t value);
void db_bind_blob(
    struct db_statement *q, const char *name, const void *bytes, size_t len);
void db_bind_null(struct db_statement *q, const char *name);

/* Run to the end; rows are thrown away. */
enum kerr db_run(struct db_statement *q);
/* Run an INSERT ... RETURNING id. */
enum kerr db_run_id(struct db_statement *q, int64_t *id);
/* Run a SELECT of one number; ERR_NOT_FOUND without a row. */
enum kerr db_run_number(struct db_statement *q, int64_t *number);
/* *row says whether there is a row now; false at the end. */
enum kerr db_step(struct db_statement *q, bool *row);
/* Rows that the last db_run() changed. */
int64_t db_rows_changed(const struct db_statement *q);

/* Columns of the present row, counted from 0; NULL reads as 0 or "". */
int64_t db_column_int(struct db_statement *q, int column);
bool db_column_bool(struct db_statement *q, int column);
bool db_column_is_null(struct db_statement *q, int column);
/* Copied and cut at a character. */
void db_column_text(
    struct db_statement *q, int column, char *out, size_t out_size);
/* Borrowed until the next step; *len may be 0. */
const uint8_t *db_column_blob(struct db_statement *q, int column, size_t *len);

/*
 * Run DDL made of typed tokens (dialect.h), statement by statement.
 * The only way to run SQL that is not prepared.
 */
enum kerr db_define(struct db *db, const char *ddl);
/* Whether a table of that name exists, and how many tables there are. */
enum kerr db_has_table(struct db *db, const char *name, bool *has);
enum kerr db_count_tables(struct db *db, int64_t *count);

#endif
