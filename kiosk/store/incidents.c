/* incidents.c -- what must not be forgotten. */
#include "store/incidents.h"

#include "rules/individual_number.h"
#include "store/store.h"
#include "store/transaction.h"

#define INCIDENT_COLUMNS \
	"SELECT id, kind, case_id, counter, found_serial, found_card, at," \
	"       by_staff, closed_at, closed_by, note" \
	"  FROM incident"

static void
read_incident(struct db_statement *q, void *record)
{
	struct incident *i = record;

	i->id = db_column_int(q, 0);
	db_column_text(q, 1, i->kind, sizeof(i->kind));
	i->case_id = db_column_int(q, 2);
	i->counter = db_column_int(q, 3);
	db_column_text(q, 4, i->found_serial, sizeof(i->found_serial));
	i->found_card = db_column_int(q, 5);
	i->at = db_column_int(q, 6);
	i->by = db_column_int(q, 7);
	i->closed_at = db_column_int(q, 8);
	i->closed_by = db_column_int(q, 9);
	db_column_text(q, 10, i->note, sizeof(i->note));
}

enum kerr
incidents_add(struct store *st, const char *kind, int64_t case_id,
    const char *found_serial, int64_t *id)
{
	static const char sql[] =
	    "INSERT INTO incident (kind, state, case_id, counter,"
	    "  found_serial, found_card, at, by_staff, note)"
	    " VALUES (:kind, 'open', :case, :counter, :serial,"
	    "  (SELECT id FROM card WHERE chip_serial = :serial), :now,"
	    "  :staff, '')"
	    " RETURNING id";
	struct db_statement *q = NULL;
	enum kerr e;

	if ((e = store_write(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_text(q, ":kind", kind);
	db_bind_int_or_null(q, ":case", case_id);
	db_bind_int(q, ":counter", store_counter(st));
	db_bind_text_or_null(q, ":serial", found_serial);
	db_bind_int(q, ":now", store_now(st));
	db_bind_int_or_null(q, ":staff", store_staff(st));
	return store_done_id(q, id);
}

enum kerr
incidents_close(struct store *st, int64_t id, const char *note)
{
	static const char sql[] =
	    "UPDATE incident SET state = 'closed', closed_at = :now,"
	    "       closed_by = :staff, note = :note"
	    " WHERE id = :id AND state = 'open'";
	struct db_statement *q = NULL;
	enum kerr e;

	if (individual_number_is_within(note))
		return ERR_NUMBER_KEPT; /* design, decision 2 */
	if ((e = store_write(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":id", id);
	db_bind_int(q, ":now", store_now(st));
	db_bind_int_or_null(q, ":staff", store_staff(st));
	db_bind_text(q, ":note", note);
	return store_changed(q, ERR_NOT_FOUND);
}

enum kerr
incidents_list(struct store *st, size_t offset, struct incident *rows,
    size_t most, size_t *count)
{
	static const char sql[] = INCIDENT_COLUMNS
	    " WHERE state = 'open' ORDER BY id LIMIT :most OFFSET :offset";
	struct db_statement *q = NULL;
	enum kerr e;

	*count = 0;
	if ((e = store_read(st, sql, &q)) != KERR_OK)
		return e;
	store_bind_page(q, most, offset);
	return store_rows(q, read_incident, rows, sizeof(*rows), most, count);
}

enum kerr
incidents_count(struct store *st, int64_t *count)
{
	static const char sql[] =
	    "SELECT count(*) FROM incident WHERE state = 'open'";
	struct db_statement *q = NULL;
	enum kerr e;

	if ((e = store_read(st, sql, &q)) != KERR_OK)
		return e;
	return store_number(q, count);
}

enum kerr
incidents_of_case(struct store *st, int64_t case_id, int64_t *count)
{
	static const char sql[] = "SELECT count(*) FROM incident"
				  " WHERE case_id = :case AND state = 'open'";
	struct db_statement *q = NULL;
	enum kerr e;

	if ((e = store_read(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":case", case_id);
	return store_number(q, count);
}

enum kerr
incidents_list_case(struct store *st, int64_t case_id, struct incident *rows,
    size_t most, size_t *count)
{
	static const char sql[] =
	    INCIDENT_COLUMNS " WHERE case_id = :case ORDER BY id DESC"
			     " LIMIT :most OFFSET :offset";
	struct db_statement *q = NULL;
	enum kerr e;

	*count = 0;
	if ((e = store_read(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":case", case_id);
	store_bind_page(q, most, 0);
	return store_rows(q, read_incident, rows, sizeof(*rows), most, count);
}
