/* db_sqlite.c -- db.h on SQLite: the only file that knows it. */
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "store/db.h"
#include "store/db_file.h"
#include "store/dialect.h"

#define REASON_SIZE 160
/* Checkpoint without waiting for an idle moment past this many pages. */
#define WAL_PAGES_MOST 8000
/* The write-ahead log: a head, then a head and a page for each frame. */
#define WAL_HEAD_LEN  32
#define WAL_FRAME_LEN (24 + 4096)
#define RESERVE_STEP  (1024 * 1024)

#define NEAR 256 /* a power of two */

struct db_statement {
	struct db *db;
	struct db_statement *next;
	const char *sql;    /* borrowed, lives as long as db */
	sqlite3_stmt *stmt; /* NULL after the database was given up */
	enum kerr bad;	    /* a bind that failed */
	int64_t changed;
	char **names; /* of its places, from the first */
	int name_count;
	int bound; /* the place that was bound last */
	bool gives_id;
	bool in_use;
};

struct db {
	sqlite3 *handle; /* NULL: given up after a failed sync */
	struct db_queue *queue;
	struct db_statement *statements; /* all of them, newest first */
	/* Where a text of the program was found last, by its address. */
	struct db_statement *near[NEAR];
	bool writing;
	bool sync_failed; /* in the checkpoint after a commit */
	int wal_pages;	  /* since the last checkpoint, as of our commits */
	char reason[REASON_SIZE];
};

/* First match wins; an entry with only the low byte matches every extended
 * code of it. */
static const struct {
	int sqlite;
	enum kerr code;
} error_codes[] = {
    {SQLITE_IOERR_FSYNC, ERR_STORE_SYNC},
    {SQLITE_IOERR_DIR_FSYNC, ERR_STORE_SYNC},
    {SQLITE_IOERR_SHMSIZE, ERR_STORE_FULL},
    {SQLITE_IOERR_NOMEM, ERR_MEMORY},
    {SQLITE_IOERR_CORRUPTFS, ERR_STORE_CORRUPT},
    {SQLITE_FULL, ERR_STORE_FULL},
    {SQLITE_BUSY, ERR_STORE_BUSY},
    {SQLITE_LOCKED, ERR_STORE_BUSY},
    {SQLITE_READONLY, ERR_STORE_READONLY},
    {SQLITE_PERM, ERR_STORE_READONLY},
    {SQLITE_CANTOPEN, ERR_STORE_OPEN},
    {SQLITE_CORRUPT, ERR_STORE_CORRUPT},
    {SQLITE_NOTADB, ERR_STORE_CORRUPT},
    {SQLITE_CONSTRAINT, ERR_STORE_CONSTRAINT},
    {SQLITE_NOMEM, ERR_MEMORY},
    {SQLITE_TOOBIG, ERR_TOO_LONG},
    {SQLITE_IOERR, ERR_IO},
};

/*
 * After a sync that failed nobody knows what the disk holds, and a second try
 * may report success for pages that are lost: let go of the file at once,
 * without the checkpoint that closing would make.
 */
static void
give_up(struct db *db)
{
	for (struct db_statement *q = db->statements; q != NULL; q = q->next) {
		sqlite3_finalize(q->stmt);
		q->stmt = NULL;
	}
	(void)sqlite3_db_config(
	    db->handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
	(void)sqlite3_close_v2(db->handle);
	db->handle = NULL;
	if (db->writing)
		db_queue_leave(db->queue);
	db->writing = false;
}

static enum kerr
failed(struct db *db, int rc)
{
	enum kerr code = ERR_INTERNAL;

	text_copy(db->reason, sizeof(db->reason), sqlite3_errstr(rc));
	if (db->handle != NULL)
		rc = sqlite3_extended_errcode(db->handle);
	for (size_t i = 0; i < sizeof(error_codes) / sizeof(error_codes[0]);
	     i++) {
		if (error_codes[i].sqlite == rc ||
		    error_codes[i].sqlite == (rc & 0xff)) {
			code = error_codes[i].code;
			break;
		}
	}
	if (code == ERR_STORE_SYNC && db->handle != NULL)
		give_up(db);
	return code;
}

static enum kerr
exec(struct db *db, const char *sql)
{
	int rc;

	if (db->handle == NULL)
		return ERR_STORE_SYNC;
	rc = sqlite3_exec(db->handle, sql, NULL, NULL, NULL);
	return rc == SQLITE_OK ? KERR_OK : failed(db, rc);
}

static int
count_pages(void *arg, sqlite3 *handle, const char *name, int pages)
{
	struct db *db = arg;
	int rc;

	db->wal_pages = pages;
	if (pages < WAL_PAGES_MOST)
		return SQLITE_OK;
	/* Its failure is not the commit's, which is durable by now; but a
	 * sync that failed ends this handle (db_commit). */
	rc = sqlite3_wal_checkpoint_v2(
	    handle, name, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
	db->sync_failed = rc == SQLITE_IOERR_FSYNC;
	return SQLITE_OK;
}

static enum kerr
harden(struct db *db)
{
	static const struct {
		int option;
		int on;
	} options[] = {
	    {SQLITE_DBCONFIG_DEFENSIVE, 1},
	    {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
	    {SQLITE_DBCONFIG_ENABLE_FKEY, 1},
	    {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
	    {SQLITE_DBCONFIG_DQS_DML, 0},
	    {SQLITE_DBCONFIG_DQS_DDL, 0},
	};
	int now, rc;

	for (size_t i = 0; i < sizeof(options) / sizeof(options[0]); i++) {
		now = !options[i].on;
		rc = sqlite3_db_config(
		    db->handle, options[i].option, options[i].on, &now);
		if (rc != SQLITE_OK || now != options[i].on)
			return failed(db, rc);
	}
	sqlite3_busy_timeout(db->handle, DB_QUEUE_MS);
	return exec(db,
	    "PRAGMA cell_size_check = ON; PRAGMA secure_delete = ON;"
	    "PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY;"
	    "PRAGMA cache_size = -65536; PRAGMA foreign_keys = ON;");
}

enum kerr
db_open(const char *path, bool create, struct db **out, struct failure *f)
{
	struct db *db = NULL;
	enum kerr e;
	int rc;

	*out = NULL;
	if ((e = db_file_check(path, create, f)) != KERR_OK)
		return e;
	if ((db = calloc(1, sizeof(*db))) == NULL)
		return failure_set(f, ERR_MEMORY);
	if ((e = db_queue_open(path, &db->queue, f)) != KERR_OK)
		goto out;
	rc = sqlite3_open_v2(path, &db->handle,
	    SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE,
	    NULL);
	if (rc == SQLITE_OK)
		e = harden(db);
	else
		e = failed(db, rc);
	if (e != KERR_OK) {
		failure_set(f, e);
		failure_text(f, "file", path);
		failure_text(f, "reason", db->reason);
	}
out:
	if (e != KERR_OK)
		db_close(&db);
	*out = db;
	return e;
}

enum kerr
db_settle(struct db *db)
{
	int keep = 1;
	bool row = false;
	char mode[16] = "";
	struct db_statement *q = NULL;
	enum kerr e;

	/* The one PRAGMA that answers what came of it. */
	if ((e = db_prepare(db, "PRAGMA journal_mode = WAL", &q)) == KERR_OK &&
	    (e = db_step(q, &row)) == KERR_OK && row)
		db_column_text(q, 0, mode, sizeof(mode));
	db_release(q);
	if (e != KERR_OK)
		return e;
	if (strcmp(mode, "wal") != 0) {
		text_copy(db->reason, sizeof(db->reason), "no WAL here");
		return ERR_STORE_OPEN;
	}
	(void)sqlite3_file_control(
	    db->handle, "main", SQLITE_FCNTL_PERSIST_WAL, &keep);
	(void)sqlite3_wal_hook(db->handle, count_pages, db);
	return KERR_OK;
}

static void
free_statement(struct db_statement *q)
{
	sqlite3_finalize(q->stmt);
	for (int i = 0; q->names != NULL && i < q->name_count; i++)
		free(q->names[i]);
	free(q->names);
	free(q);
}

void
db_close(struct db **pointer)
{
	struct db *db = *pointer;
	struct db_statement *q;

	*pointer = NULL;
	if (db == NULL)
		return;
	db_rollback(db);
	while ((q = db->statements) != NULL) {
		db->statements = q->next;
		free_statement(q);
	}
	(void)sqlite3_close_v2(db->handle);
	db_queue_close(&db->queue);
	free(db);
}

/* As exec(), and the statement is kept for the next time. */
static enum kerr
run_kept(struct db *db, const char *sql)
{
	struct db_statement *q = NULL;
	enum kerr e = db_prepare(db, sql, &q);

	if (e == KERR_OK)
		e = db_run(q);
	db_release(q);
	return e;
}

enum kerr
db_begin(struct db *db)
{
	enum kerr e;

	if (db->handle == NULL)
		return ERR_STORE_SYNC;
	if (db->writing)
		return ERR_INTERNAL;
	if ((e = db_queue_enter(db->queue, DB_QUEUE_MS)) != KERR_OK)
		return e;
	db->writing = true;
	if ((e = run_kept(db, "BEGIN IMMEDIATE")) != KERR_OK && db->writing) {
		db->writing = false;
		db_queue_leave(db->queue);
	}
	return e;
}

enum kerr
db_commit(struct db *db)
{
	enum kerr e;

	if (db->handle == NULL)
		return ERR_STORE_SYNC;
	if (!db->writing)
		return ERR_INTERNAL;
	/* An error that SQLite rolled back by itself must not look like an
	 * empty commit. */
	if (sqlite3_get_autocommit(db->handle) != 0)
		e = ERR_INTERNAL;
	else
		e = run_kept(db, "COMMIT");
	if (e != KERR_OK) {
		db_rollback(db);
		return e;
	}
	db->writing = false;
	db_queue_leave(db->queue);
	if (db->sync_failed)
		give_up(db);
	return KERR_OK;
}

void
db_rollback(struct db *db)
{
	char reason[REASON_SIZE];

	if (db->handle == NULL || !db->writing)
		return;
	/* Keep the reason of what led here. */
	text_copy(reason, sizeof(reason), db->reason);
	if (sqlite3_get_autocommit(db->handle) == 0)
		(void)exec(db, "ROLLBACK");
	text_copy(db->reason, sizeof(db->reason), reason);
	if (!db->writing)
		return;
	db->writing = false;
	db_queue_leave(db->queue);
}

bool
db_is_writing(const struct db *db)
{
	return db->writing;
}

void
db_idle(struct db *db)
{
	int rc;

	if (db->handle == NULL || db->writing || db->wal_pages == 0)
		return;
	db->wal_pages = 0;
	rc = sqlite3_wal_checkpoint_v2(
	    db->handle, "main", SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
	if (rc != SQLITE_OK)
		(void)failed(db, rc);
}

/*
 * Commits go to the end of what the log holds, wherever its file ends: what
 * lies behind is not valid by its checksums. So the file is made longer, and
 * its blocks are taken from the disk now.
 */
enum kerr
db_reserve(struct db *db, size_t len)
{
	sqlite3_file *log = NULL;
	sqlite3_int64 size;
	int step = RESERVE_STEP, rc;

	if (db->handle == NULL)
		return ERR_STORE_SYNC;
	size = WAL_HEAD_LEN + (sqlite3_int64)db->wal_pages * WAL_FRAME_LEN +
	       (sqlite3_int64)len;
	rc = sqlite3_file_control(
	    db->handle, "main", SQLITE_FCNTL_JOURNAL_POINTER, &log);
	if (rc != SQLITE_OK || log == NULL || log->pMethods == NULL)
		return ERR_INTERNAL;
	rc = log->pMethods->xFileControl(log, SQLITE_FCNTL_CHUNK_SIZE, &step);
	if (rc == SQLITE_OK)
		rc = log->pMethods->xFileControl(
		    log, SQLITE_FCNTL_SIZE_HINT, &size);
	if (rc == SQLITE_OK)
		return KERR_OK;
	text_copy(db->reason, sizeof(db->reason), sqlite3_errstr(rc));
	/* what it says of a disk that has no room (SQLITE_IOERR_WRITE) */
	return (rc & 0xff) == SQLITE_IOERR ? ERR_STORE_FULL : ERR_INTERNAL;
}

const char *
db_reason(const struct db *db)
{
	return db->reason;
}

enum kerr
db_claim_seat(struct db *db, int seat)
{
	return db_queue_sit(db->queue, seat);
}

static size_t
near_place(const char *sql)
{
	uintptr_t at = (uintptr_t)sql;

	return (size_t)((at >> 4 ^ at >> 12) & (NEAR - 1));
}

/* A text is nearly always the same string of the program: that is looked for
 * before any text is compared. */
static struct db_statement *
find_free(struct db *db, const char *sql)
{
	struct db_statement *q = db->near[near_place(sql)];

	if (q != NULL && q->sql == sql && !q->in_use)
		return q;
	for (q = db->statements; q != NULL; q = q->next)
		if (q->sql == sql && !q->in_use)
			return q;
	for (q = db->statements; q != NULL; q = q->next)
		if (!q->in_use && strcmp(q->sql, sql) == 0)
			return q;
	return NULL;
}

/* Whether sql asks for the id of the row that it inserts; *len becomes the
 * bytes before that. SQLite answers RETURNING from a table made for it at each
 * run, half of the work of an INSERT, and knows the id without: every {id} is
 * its row number (dialect.c). */
static bool
asks_for_id(const char *sql, size_t *len)
{
	static const char clause[] = " RETURNING id";
	size_t clause_len = sizeof(clause) - 1;

	*len = strlen(sql);
	if (*len < clause_len || strcmp(sql + *len - clause_len, clause) != 0)
		return false;
	*len -= clause_len;
	return true;
}

/* Copies of the names of the places, which SQLite would look up one by one; its
 * own move when it prepares the statement anew. A place without a name has an
 * empty one. Errors: ERR_MEMORY. */
static enum kerr
keep_names(struct db_statement *q)
{
	const char *name;

	q->name_count = sqlite3_bind_parameter_count(q->stmt);
	if (q->name_count == 0)
		return KERR_OK;
	q->names = calloc((size_t)q->name_count, sizeof(*q->names));
	for (int i = 0; q->names != NULL && i < q->name_count; i++) {
		name = sqlite3_bind_parameter_name(q->stmt, i + 1);
		if ((q->names[i] = strdup(name == NULL ? "" : name)) == NULL)
			return ERR_MEMORY;
	}
	return q->names == NULL ? ERR_MEMORY : KERR_OK;
}

static enum kerr
prepare_new(struct db *db, const char *sql, struct db_statement **out)
{
	struct db_statement *q = calloc(1, sizeof(*q));
	size_t len;
	int rc;

	if (q == NULL)
		return ERR_MEMORY;
	q->gives_id = asks_for_id(sql, &len);
	rc = sqlite3_prepare_v3(db->handle, sql, (int)len,
	    SQLITE_PREPARE_PERSISTENT, &q->stmt, NULL);
	if (rc != SQLITE_OK) {
		free(q);
		return failed(db, rc);
	}
	if (keep_names(q) != KERR_OK) {
		free_statement(q);
		return ERR_MEMORY;
	}
	q->db = db;
	q->sql = sql;
	q->next = db->statements;
	db->statements = q;
	*out = q;
	return KERR_OK;
}

enum kerr
db_prepare(struct db *db, const char *sql, struct db_statement **out)
{
	struct db_statement *q;
	enum kerr e;

	*out = NULL;
	if (db->handle == NULL)
		return ERR_STORE_SYNC;
	if ((q = find_free(db, sql)) == NULL &&
	    (e = prepare_new(db, sql, &q)) != KERR_OK)
		return e;
	q->in_use = true;
	q->bad = KERR_OK;
	q->changed = 0;
	q->bound = 0;
	db->near[near_place(sql)] = q;
	*out = q;
	return KERR_OK;
}

void
db_release(struct db_statement *q)
{
	if (q == NULL)
		return;
	if (q->stmt != NULL) {
		(void)sqlite3_reset(q->stmt);
		(void)sqlite3_clear_bindings(q->stmt);
	}
	q->in_use = false;
}

/* The place of :name, or 0 with the fault remembered. */
static int
place_of(struct db_statement *q, const char *name)
{
	if (q->stmt == NULL)
		return 0;
	/* Most are bound in the order in which they are named. */
	for (int i = 0; i < q->name_count; i++) {
		int place = (q->bound + i) % q->name_count;

		if (strcmp(q->names[place], name) == 0)
			return q->bound = place + 1;
	}
	q->bad = ERR_INTERNAL;
	return 0;
}

static void
bound(struct db_statement *q, int rc)
{
	if (rc != SQLITE_OK && q->bad == KERR_OK)
		q->bad = rc == SQLITE_NOMEM ? ERR_MEMORY : ERR_INTERNAL;
}

void
db_bind_int(struct db_statement *q, const char *name, int64_t value)
{
	int place = place_of(q, name);

	if (place != 0)
		bound(q, sqlite3_bind_int64(q->stmt, place, value));
}

void
db_bind_bool(struct db_statement *q, const char *name, bool value)
{
	db_bind_int(q, name, value ? 1 : 0);
}

void
db_bind_text(struct db_statement *q, const char *name, const char *text)
{
	int place = place_of(q, name);

	if (place != 0)
		bound(q, sqlite3_bind_text(
			     q->stmt, place, text, -1, SQLITE_TRANSIENT));
}

void
db_bind_text_or_null(struct db_statement *q, const char *name, const char *text)
{
	if (text == NULL || text[0] == '\0')
		db_bind_null(q, name);
	else
		db_bind_text(q, name, text);
}

void
db_bind_int_or_null(struct db_statement *q, const char *name, int64_t value)
{
	if (value == 0)
		db_bind_null(q, name);
	else
		db_bind_int(q, name, value);
}

void
db_bind_blob(
    struct db_statement *q, const char *name, const void *bytes, size_t len)
{
	int place = place_of(q, name);

	if (place != 0)
		bound(q, sqlite3_bind_blob64(
			     q->stmt, place, bytes, len, SQLITE_TRANSIENT));
}

void
db_bind_null(struct db_statement *q, const char *name)
{
	int place = place_of(q, name);

	if (place != 0)
		bound(q, sqlite3_bind_null(q->stmt, place));
}

enum kerr
db_step(struct db_statement *q, bool *row)
{
	int rc;

	*row = false;
	if (q->stmt == NULL)
		return ERR_STORE_SYNC;
	if (q->bad != KERR_OK)
		return q->bad;
	rc = sqlite3_step(q->stmt);
	*row = rc == SQLITE_ROW;
	if (rc != SQLITE_ROW && rc != SQLITE_DONE)
		return failed(q->db, rc);
	return KERR_OK;
}

enum kerr
db_run(struct db_statement *q)
{
	bool row = true;
	enum kerr e = KERR_OK;

	while (e == KERR_OK && row)
		e = db_step(q, &row);
	if (e == KERR_OK)
		q->changed = sqlite3_changes64(q->db->handle);
	return e;
}

enum kerr
db_run_number(struct db_statement *q, int64_t *number)
{
	bool row = false;
	enum kerr e;

	if ((e = db_step(q, &row)) != KERR_OK)
		return e;
	if (!row)
		return ERR_NOT_FOUND;
	*number = db_column_int(q, 0);
	return db_run(q);
}

enum kerr
db_run_id(struct db_statement *q, int64_t *id)
{
	enum kerr e;

	if (!q->gives_id)
		return ERR_INTERNAL;
	if ((e = db_run(q)) != KERR_OK)
		return e;
	if (q->changed == 0)
		return ERR_NOT_FOUND;
	*id = sqlite3_last_insert_rowid(q->db->handle);
	return KERR_OK;
}

int64_t
db_rows_changed(const struct db_statement *q)
{
	return q->changed;
}

int64_t
db_column_int(struct db_statement *q, int column)
{
	return sqlite3_column_int64(q->stmt, column);
}

bool
db_column_bool(struct db_statement *q, int column)
{
	return sqlite3_column_int64(q->stmt, column) != 0;
}

bool
db_column_is_null(struct db_statement *q, int column)
{
	return sqlite3_column_type(q->stmt, column) == SQLITE_NULL;
}

void
db_column_text(struct db_statement *q, int column, char *out, size_t out_size)
{
	const unsigned char *text = sqlite3_column_text(q->stmt, column);

	text_copy(out, out_size, text == NULL ? "" : (const char *)text);
}

const uint8_t *
db_column_blob(struct db_statement *q, int column, size_t *len)
{
	const uint8_t *bytes = sqlite3_column_blob(q->stmt, column);

	*len = (size_t)sqlite3_column_bytes(q->stmt, column);
	return bytes;
}

enum kerr
db_define(struct db *db, const char *ddl)
{
	char *sql = NULL;
	enum kerr e;

	if ((e = dialect_expand(&dialect_sqlite, ddl, &sql)) == KERR_OK)
		e = exec(db, sql);
	free(sql);
	return e;
}

enum kerr
db_has_table(struct db *db, const char *name, bool *has)
{
	static const char sql[] = "SELECT count(*) FROM sqlite_schema"
				  " WHERE type = 'table' AND name = :name";
	struct db_statement *q = NULL;
	int64_t count = 0;
	enum kerr e;

	if ((e = db_prepare(db, sql, &q)) == KERR_OK) {
		db_bind_text(q, ":name", name);
		e = db_run_number(q, &count);
	}
	db_release(q);
	*has = count > 0;
	return e;
}

enum kerr
db_count_tables(struct db *db, int64_t *count)
{
	static const char sql[] = "SELECT count(*) FROM sqlite_schema";
	struct db_statement *q = NULL;
	enum kerr e;

	if ((e = db_prepare(db, sql, &q)) == KERR_OK)
		e = db_run_number(q, count);
	db_release(q);
	return e;
}
