/* schema.c -- from any known version to the newest one. */
#include "store/schema.h"

#include "store/db.h"

int64_t
schema_newest(void)
{
	return schema_migrations[schema_migration_count - 1].version;
}

enum kerr
schema_version(struct db *db, int64_t *version)
{
	static const char sql[] =
	    "SELECT coalesce(max(version), 0) FROM schema_version";
	struct db_statement *q = NULL;
	int64_t tables = 0;
	bool ours = false;
	enum kerr e;

	*version = 0;
	if ((e = db_has_table(db, "schema_version", &ours)) != KERR_OK)
		return e;
	if (!ours) {
		e = db_count_tables(db, &tables);
		return e == KERR_OK && tables > 0 ? ERR_STORE_CORRUPT : e;
	}
	if ((e = db_prepare(db, sql, &q)) == KERR_OK)
		e = db_run_number(q, version);
	db_release(q);
	return e;
}

enum kerr
schema_apply(struct db *db, const struct migration *m, int64_t now)
{
	static const char sql[] = "INSERT INTO schema_version"
				  " (version, applied_at)"
				  " VALUES (:version, :now)";
	struct db_statement *q = NULL;
	enum kerr e;

	for (size_t i = 0; m->ddl[i] != NULL; i++)
		if ((e = db_define(db, m->ddl[i])) != KERR_OK)
			return e;
	if ((e = db_prepare(db, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":version", m->version);
	db_bind_int(q, ":now", now);
	e = db_run(q);
	db_release(q);
	return e;
}

/* The version is read again inside: another terminal may have been first. */
static enum kerr
upgrade_once(struct db *db, const struct migration *m, int64_t now)
{
	int64_t version = 0;
	enum kerr e;

	if ((e = db_begin(db)) != KERR_OK)
		return e;
	e = schema_version(db, &version);
	if (e == KERR_OK && version < m->version)
		e = schema_apply(db, m, now);
	if (e == KERR_OK)
		return db_commit(db);
	db_rollback(db);
	return e;
}

enum kerr
schema_upgrade(struct db *db, int64_t to, int64_t now)
{
	int64_t version = 0;
	enum kerr e;

	if ((e = schema_version(db, &version)) != KERR_OK)
		return e;
	if (version > schema_newest())
		return ERR_STORE_NEWER;
	for (size_t i = 0; i < schema_migration_count; i++) {
		const struct migration *m = &schema_migrations[i];

		if (m->version <= version || m->version > to)
			continue;
		if ((e = upgrade_once(db, m, now)) != KERR_OK)
			return e;
	}
	return KERR_OK;
}
