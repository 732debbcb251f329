/* closed_days.c -- days without the issuer's systems. */
#include "store/closed_days.h"

#include "store/store.h"
#include "store/transaction.h"

struct numbered {
	struct closed_days row;
	int64_t id;
};

enum kerr
closed_days_add(struct store *st, const struct closed_days *row, int64_t *id)
{
	static const char sql[] =
	    "INSERT INTO closed_days (first_day, last_day, rule, said)"
	    " VALUES (:first, :last, :rule, :said) RETURNING id";
	struct db_statement *q = NULL;
	enum kerr e;

	if ((e = store_write(st, sql, &q)) != KERR_OK)
		return e;
	store_bind_date(q, ":first", row->from);
	store_bind_date(q, ":last", row->to);
	db_bind_text(q, ":rule", row->rule);
	db_bind_text(q, ":said", row->said);
	return store_done_id(q, id);
}

enum kerr
closed_days_remove(struct store *st, int64_t id)
{
	static const char sql[] = "DELETE FROM closed_days WHERE id = :id";
	struct db_statement *q = NULL;
	enum kerr e;

	if ((e = store_write(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":id", id);
	return store_changed(q, ERR_NOT_FOUND);
}

static void
read_closed(struct db_statement *q, void *record)
{
	struct numbered *n = record;

	n->id = db_column_int(q, 0);
	n->row.from = store_column_date(q, 1);
	n->row.to = store_column_date(q, 2);
	db_column_text(q, 3, n->row.rule, sizeof(n->row.rule));
	db_column_text(q, 4, n->row.said, sizeof(n->row.said));
}

enum kerr
closed_days_list(struct store *st, struct closed_days *rows, int64_t *ids,
    size_t most, size_t *count)
{
	static const char sql[] =
	    "SELECT id, first_day, last_day, rule, said FROM closed_days"
	    " ORDER BY first_day, id";
	struct db_statement *q = NULL;
	struct numbered n;
	bool row = false;
	enum kerr e;

	*count = 0;
	if ((e = store_read(st, sql, &q)) != KERR_OK)
		return e;
	while (*count < most && (e = db_step(q, &row)) == KERR_OK && row) {
		read_closed(q, &n);
		rows[*count] = n.row;
		if (ids != NULL)
			ids[*count] = n.id;
		(*count)++;
	}
	db_release(q);
	return e;
}
