/* schema.h -- the tables, as numbered migrations that are only ever added to.
 * For the store room, and for tests that upgrade old versions. */
#ifndef KIOSK_STORE_SCHEMA_H
#define KIOSK_STORE_SCHEMA_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

struct db;

struct migration {
	int64_t version;	/* 1, 2, 3, ... */
	const char *const *ddl; /* typed tokens (dialect.h); NULL ends */
};

/* -- one file for each part of the work: the statements of its versions -- */
extern const char *const schema_procedures[];	/* version 2 */
extern const char *const schema_cards[];	/* version 3 */
extern const char *const schema_money[];	/* version 4 */
extern const char *const schema_cards_remark[]; /* version 5 */
extern const char *const schema_printing[];	/* version 6 */

extern const struct migration schema_migrations[];
extern const size_t schema_migration_count;

/* The version this program writes. */
int64_t schema_newest(void);
/* The version of an open database; 0: no tables at all. Errors:
 * ERR_STORE_CORRUPT when it is not a store of ours. */
enum kerr schema_version(struct db *db, int64_t *version);
/*
 * Bring the database from its version up to to, each step in a transaction of
 * its own; now is kept with each. Errors: ERR_STORE_NEWER, ERR_STORE_*.
 */
enum kerr schema_upgrade(struct db *db, int64_t to, int64_t now);
/* One step, inside the caller's transaction. */
enum kerr schema_apply(struct db *db, const struct migration *m, int64_t now);

#endif
