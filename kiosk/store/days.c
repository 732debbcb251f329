/* days.c -- business days; a unique mark keeps two from being open. */
#include "store/days.h"

#include "store/store.h"
#include "store/transaction.h"

#define DAY_COLUMNS \
	"SELECT day, opened_at, opened_by, closed_at FROM business_day"

static void
read_day(struct db_statement *q, void *record)
{
	struct business_day *day = record;

	day->day = store_column_date(q, 0);
	day->opened_at = db_column_int(q, 1);
	day->opened_by = db_column_int(q, 2);
	day->closed_at = db_column_int(q, 3);
}

enum kerr
days_open(struct store *st, struct date day)
{
	static const char sql[] =
	    "INSERT INTO business_day (day, opened_at, opened_by, open_mark)"
	    " VALUES (:day, :now, :staff, 1)";
	struct business_day open;
	struct db_statement *q = NULL;
	enum kerr e;

	e = days_current(st, &open);
	if (e == KERR_OK)
		return date_compare(open.day, day) == 0 ? KERR_OK
							: ERR_STORE_CONSTRAINT;
	if (e != ERR_NOT_FOUND || (e = store_write(st, sql, &q)) != KERR_OK)
		return e;
	store_bind_date(q, ":day", day);
	db_bind_int(q, ":now", store_now(st));
	db_bind_int_or_null(q, ":staff", store_staff(st));
	return store_done(q);
}

enum kerr
days_close(struct store *st, struct date day)
{
	static const char sql[] =
	    "UPDATE business_day"
	    "   SET closed_at = :now, closed_by = :staff, open_mark = NULL"
	    " WHERE day = :day AND open_mark = 1";
	struct db_statement *q = NULL;
	enum kerr e;

	if ((e = store_write(st, sql, &q)) != KERR_OK)
		return e;
	store_bind_date(q, ":day", day);
	db_bind_int(q, ":now", store_now(st));
	db_bind_int_or_null(q, ":staff", store_staff(st));
	return store_changed(q, ERR_NOT_FOUND);
}

enum kerr
days_current(struct store *st, struct business_day *out)
{
	static const char sql[] = DAY_COLUMNS " WHERE open_mark = 1";
	struct db_statement *q = NULL;
	enum kerr e;

	if ((e = store_read(st, sql, &q)) != KERR_OK)
		return e;
	return store_one(q, read_day, out);
}

enum kerr
days_get(struct store *st, struct date day, struct business_day *out)
{
	static const char sql[] = DAY_COLUMNS " WHERE day = :day";
	struct db_statement *q = NULL;
	enum kerr e;

	if ((e = store_read(st, sql, &q)) != KERR_OK)
		return e;
	store_bind_date(q, ":day", day);
	return store_one(q, read_day, out);
}
