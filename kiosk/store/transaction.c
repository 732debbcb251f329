/* transaction.c -- what every module of the store room does with a row. */
#include "store/transaction.h"

#include "store/store.h"

enum kerr
store_read(struct store *st, const char *sql, struct db_statement **q)
{
	return db_prepare(store_db(st), sql, q);
}

enum kerr
store_write(struct store *st, const char *sql, struct db_statement **q)
{
	*q = NULL;
	if (!store_is_writing(st))
		return ERR_INTERNAL;
	return db_prepare(store_db(st), sql, q);
}

enum kerr
store_rows(struct db_statement *q, store_row *read, void *records,
    size_t record_size, size_t most, size_t *count)
{
	unsigned char *at = records;
	bool row = true;
	enum kerr e = KERR_OK;

	*count = 0;
	while (*count < most) {
		if ((e = db_step(q, &row)) != KERR_OK || !row)
			break;
		read(q, at + *count * record_size);
		(*count)++;
	}
	db_release(q);
	return e;
}

enum kerr
store_one(struct db_statement *q, store_row *read, void *record)
{
	size_t count = 0;
	enum kerr e;

	e = store_rows(q, read, record, 0, 1, &count);
	return e == KERR_OK && count == 0 ? ERR_NOT_FOUND : e;
}

enum kerr
store_number(struct db_statement *q, int64_t *number)
{
	enum kerr e = db_run_number(q, number);

	db_release(q);
	return e;
}

enum kerr
store_done(struct db_statement *q)
{
	enum kerr e = db_run(q);

	db_release(q);
	return e;
}

enum kerr
store_done_id(struct db_statement *q, int64_t *id)
{
	enum kerr e = db_run_id(q, id);

	db_release(q);
	return e;
}

enum kerr
store_changed(struct db_statement *q, enum kerr none)
{
	enum kerr e = db_run(q);

	if (e == KERR_OK && db_rows_changed(q) == 0)
		e = none;
	db_release(q);
	return e;
}

void
store_bind_page(struct db_statement *q, size_t most, size_t offset)
{
	db_bind_int(q, ":most", (int64_t)most);
	db_bind_int(q, ":offset", (int64_t)offset);
}

void
store_bind_date(struct db_statement *q, const char *name, struct date date)
{
	char iso[DATE_ISO_SIZE];

	db_bind_text_or_null(q, name, date_iso(date, iso));
}

struct date
store_column_date(struct db_statement *q, int column)
{
	char iso[DATE_ISO_SIZE];
	struct date date = {0, 0, 0};

	db_column_text(q, column, iso, sizeof(iso));
	if (iso[0] == '\0' || !date_parse(iso, &date))
		return (struct date){0, 0, 0};
	return date;
}
