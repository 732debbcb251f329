/* staff.c -- accounts. */
#include "store/staff.h"

#include "store/store.h"
#include "store/transaction.h"

#define STAFF_COLUMNS \
	"SELECT id, number, name, role, password, active, failures," \
	"       last_failure_at, created_at" \
	"  FROM staff"

static void
read_staff(struct db_statement *q, void *record)
{
	struct staff_record *s = record;
	char role[32];

	s->id = db_column_int(q, 0);
	db_column_text(q, 1, s->number, sizeof(s->number));
	db_column_text(q, 2, s->name, sizeof(s->name));
	db_column_text(q, 3, role, sizeof(role));
	/* A role that this program does not know may do nothing. */
	if (!role_from_code(role, &s->role))
		s->role = ROLE_RESIDENT;
	db_column_text(q, 4, s->password, sizeof(s->password));
	s->active = db_column_bool(q, 5);
	s->failures = db_column_int(q, 6);
	s->last_failure_at = db_column_int(q, 7);
	s->created_at = db_column_int(q, 8);
}

enum kerr
staff_add(struct store *st, const struct staff_record *staff, int64_t *id)
{
	static const char sql[] =
	    "INSERT INTO staff (number, name, role, password, active,"
	    "  created_at)"
	    " VALUES (:number, :name, :role, :password, :active, :now)"
	    " RETURNING id";
	struct db_statement *q = NULL;
	enum kerr e;

	if ((e = store_write(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_text_or_null(q, ":number", staff->number);
	db_bind_text(q, ":name", staff->name);
	db_bind_text(q, ":role", role_code(staff->role));
	db_bind_text(q, ":password", staff->password);
	db_bind_bool(q, ":active", staff->active);
	db_bind_int(q, ":now", store_now(st));
	return store_done_id(q, id);
}

enum kerr
staff_get(struct store *st, int64_t id, struct staff_record *out)
{
	static const char sql[] = STAFF_COLUMNS " WHERE id = :id";
	struct db_statement *q = NULL;
	enum kerr e;

	if ((e = store_read(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":id", id);
	return store_one(q, read_staff, out);
}

enum kerr
staff_find(struct store *st, const char *number, struct staff_record *out)
{
	static const char sql[] = STAFF_COLUMNS " WHERE number = :number";
	struct db_statement *q = NULL;
	enum kerr e;

	if ((e = store_read(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_text(q, ":number", number);
	return store_one(q, read_staff, out);
}

enum kerr
staff_list(struct store *st, size_t offset, struct staff_record *rows,
    size_t most, size_t *count)
{
	static const char sql[] =
	    STAFF_COLUMNS " ORDER BY number LIMIT :most OFFSET :offset";
	struct db_statement *q = NULL;
	enum kerr e;

	*count = 0;
	if ((e = store_read(st, sql, &q)) != KERR_OK)
		return e;
	store_bind_page(q, most, offset);
	return store_rows(q, read_staff, rows, sizeof(*rows), most, count);
}

enum kerr
staff_set_active(struct store *st, int64_t id, bool active)
{
	static const char sql[] =
	    "UPDATE staff SET active = :active WHERE id = :id";
	struct db_statement *q = NULL;
	enum kerr e;

	if ((e = store_write(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":id", id);
	db_bind_bool(q, ":active", active);
	return store_changed(q, ERR_NOT_FOUND);
}

enum kerr
staff_failed(struct store *st, int64_t id)
{
	static const char sql[] =
	    "UPDATE staff SET failures = failures + 1, last_failure_at = :now"
	    " WHERE id = :id";
	struct db_statement *q = NULL;
	enum kerr e;

	if ((e = store_write(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":id", id);
	db_bind_int(q, ":now", store_now(st));
	return store_changed(q, ERR_NOT_FOUND);
}

enum kerr
staff_clear_failures(struct store *st, int64_t id)
{
	static const char sql[] =
	    "UPDATE staff SET failures = 0, last_failure_at = NULL"
	    " WHERE id = :id";
	struct db_statement *q = NULL;
	enum kerr e;

	if ((e = store_write(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":id", id);
	return store_changed(q, ERR_NOT_FOUND);
}
