/* store.c -- opening the store, and its transactions. */
#include "store/store.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "store/db.h"
#include "store/db_file.h"
#include "store/schema.h"
#include "store/transaction.h"

struct store {
	struct db *db;
	const struct seal_keys *keys; /* borrowed */
	int counter;
	struct office office;
	int64_t staff; /* of the transaction */
	int64_t now;
	char path[DB_PATH_SIZE];
	struct failure last; /* with what only the store knows */
};

/* Open the file and learn its version. f is filled on an error. */
static enum kerr
start(const char *path, bool create, const struct seal_keys *keys, int counter,
    struct store **out, struct failure *f)
{
	struct store *st = NULL;
	enum kerr e;

	*out = NULL;
	if (strlen(path) >= DB_PATH_SIZE)
		return failure_set(f, ERR_TOO_LONG);
	if ((st = calloc(1, sizeof(*st))) == NULL)
		return failure_set(f, ERR_MEMORY);
	memcpy(st->path, path, strlen(path) + 1);
	st->keys = keys;
	st->counter = counter;
	if ((e = db_open(path, create, &st->db, f)) != KERR_OK)
		store_close(&st);
	*out = st;
	return e;
}

static void
read_office(struct db_statement *q, void *record)
{
	struct office *office = record;

	db_column_text(q, 0, office->name, sizeof(office->name));
	db_column_text(
	    q, 1, office->municipality, sizeof(office->municipality));
	office->training = db_column_bool(q, 2);
	office->created_at = db_column_int(q, 3);
}

static enum kerr
load_office(struct store *st)
{
	static const char sql[] =
	    "SELECT name, municipality, training, created_at"
	    "  FROM office WHERE id = 1";
	struct db_statement *q = NULL;
	enum kerr e;

	if ((e = store_read(st, sql, &q)) != KERR_OK)
		return e;
	e = store_one(q, read_office, &st->office);
	return e == ERR_NOT_FOUND ? ERR_STORE_CORRUPT : e;
}

static enum kerr
insert_office(struct store *st, const struct office *office)
{
	static const char sql[] =
	    "INSERT INTO office (id, name, municipality, training, created_at)"
	    " VALUES (1, :name, :municipality, :training, :created)";
	struct db_statement *q = NULL;
	enum kerr e;

	if ((e = store_write(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_text(q, ":name", office->name);
	db_bind_text(q, ":municipality", office->municipality);
	db_bind_bool(q, ":training", office->training);
	db_bind_int(q, ":created", office->created_at);
	return store_done(q);
}

/* Tables and office in one transaction: a store is there as a whole or not. */
static enum kerr
fill_new(struct store *st, const struct office *office)
{
	int64_t version = 0;
	enum kerr e;

	if ((e = store_begin(st, STORE_STAFF_NONE, office->created_at)) !=
	    KERR_OK)
		return e;
	e = schema_version(st->db, &version);
	if (e == ERR_STORE_CORRUPT || (e == KERR_OK && version != 0))
		e = ERR_STORE_EXISTS;
	for (size_t i = 0; e == KERR_OK && i < schema_migration_count; i++)
		e = schema_apply(
		    st->db, &schema_migrations[i], office->created_at);
	if (e == KERR_OK)
		e = insert_office(st, office);
	return store_end(st, e);
}

enum kerr
store_create(const char *path, const struct seal_keys *keys, int counter,
    const struct office *office, struct store **out, struct failure *f)
{
	struct store *st = NULL;
	int64_t version = 0;
	enum kerr e;

	*out = NULL;
	if ((e = db_file_make_directory(path, f)) != KERR_OK)
		return e;
	e = start(path, true, keys, counter, &st, f);
	if (e == ERR_STORE_CORRUPT) {
		/* Somebody's file, not a database: it is left alone. */
		failure_set(f, e = ERR_STORE_EXISTS);
		failure_text(f, "file", path);
	}
	if (e != KERR_OK)
		return e;
	/* Look before the file is changed in any way. */
	e = schema_version(st->db, &version);
	if (e == ERR_STORE_CORRUPT || (e == KERR_OK && version != 0))
		e = ERR_STORE_EXISTS;
	if (e == KERR_OK && (e = db_settle(st->db)) == KERR_OK)
		e = fill_new(st, office);
	if (e == KERR_OK)
		e = load_office(st);
	(void)store_explain(st, e, f);
	if (e != KERR_OK)
		store_close(&st);
	*out = st;
	return e;
}

/* Known older versions come up to date; the time is the machine's, since no
 * step of anybody's work is told by it. */
static enum kerr
bring_up_to_date(struct store *st)
{
	struct clock machine = clock_system();
	int64_t version = 0;
	enum kerr e;

	if ((e = schema_version(st->db, &version)) != KERR_OK)
		return e;
	if (version == 0)
		return ERR_STORE_MISSING;
	if (version > schema_newest()) {
		failure_number(
		    store_remember(st, ERR_STORE_NEWER), "version", version);
		return ERR_STORE_NEWER;
	}
	if ((e = db_settle(st->db)) != KERR_OK || version == schema_newest())
		return e;
	return schema_upgrade(st->db, schema_newest(), clock_now(&machine));
}

enum kerr
store_open(const char *path, const struct seal_keys *keys, int counter,
    struct store **out, struct failure *f)
{
	struct store *st = NULL;
	enum kerr e;

	*out = NULL;
	if ((e = start(path, false, keys, counter, &st, f)) != KERR_OK)
		return e;
	if ((e = bring_up_to_date(st)) == KERR_OK)
		e = load_office(st);
	(void)store_explain(st, e, f);
	if (e != KERR_OK)
		store_close(&st);
	*out = st;
	return e;
}

void
store_close(struct store **st)
{
	if (*st == NULL)
		return;
	db_close(&(*st)->db);
	free(*st);
	*st = NULL;
}

const struct office *
store_office(const struct store *st)
{
	return &st->office;
}

int
store_counter(const struct store *st)
{
	return st->counter;
}

void
store_set_counter(struct store *st, int counter)
{
	st->counter = counter;
}

enum kerr
store_claim_counter(struct store *st)
{
	enum kerr e;

	if (st->counter == STORE_COUNTER_NONE)
		return KERR_OK;
	if (st->counter > STORE_COUNTER_MOST)
		return ERR_INTERNAL;
	e = db_claim_seat(st->db, st->counter);
	if (e == ERR_COUNTER_TAKEN)
		failure_number(store_remember(st, e), "n", st->counter);
	return e;
}

void
store_idle(struct store *st)
{
	db_idle(st->db);
}

enum kerr
store_begin(struct store *st, int64_t staff, int64_t now)
{
	enum kerr e;

	if ((e = db_begin(st->db)) != KERR_OK)
		return e;
	st->staff = staff;
	st->now = now;
	return KERR_OK;
}

enum kerr
store_commit(struct store *st)
{
	return db_commit(st->db);
}

void
store_rollback(struct store *st)
{
	db_rollback(st->db);
}

enum kerr
store_end(struct store *st, enum kerr e)
{
	if (e == KERR_OK)
		return store_commit(st);
	store_rollback(st);
	return e;
}

bool
store_is_writing(const struct store *st)
{
	return db_is_writing(st->db);
}

enum kerr
store_explain(const struct store *st, enum kerr code, struct failure *f)
{
	const char *reason;

	if (f == NULL)
		return code;
	if (code != KERR_OK && st->last.code == code) {
		*f = st->last;
		return code;
	}
	failure_set(f, code);
	if (code == KERR_OK)
		return code;
	/* The sentences of the store name a file or a reason, or neither. */
	failure_text(f, "file", st->path);
	reason = db_reason(st->db);
	failure_text(f, "reason",
	    reason[0] != '\0' ? reason
			      : N_("it is not a store of this program"));
	return code;
}

/* -- for the store room -- */

struct db *
store_db(struct store *st)
{
	return st->db;
}

const struct seal_keys *
store_keys(const struct store *st)
{
	return st->keys;
}

int64_t
store_staff(const struct store *st)
{
	return st->staff;
}

int64_t
store_now(const struct store *st)
{
	return st->now;
}

struct failure *
store_remember(struct store *st, enum kerr code)
{
	(void)failure_set(&st->last, code);
	return &st->last;
}
