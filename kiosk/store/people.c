/* people.c -- the people of the delivery list. */
#include "store/people.h"

#include "store/store.h"
#include "store/transaction.h"

static void
bind_person(struct db_statement *q, const struct person *p)
{
	store_bind_date(q, ":born", p->born);
	db_bind_bool(q, ":foreign", p->foreign);
	db_bind_text_or_null(q, ":status", p->status);
	store_bind_date(q, ":stay", p->stay_until);
	db_bind_text(q, ":address", p->address);
	db_bind_text_or_null(q, ":postcode", p->postcode);
	db_bind_text_or_null(q, ":phone", p->phone);
	db_bind_text_or_null(q, ":household", p->household);
	db_bind_text(q, ":roman", p->roman);
	db_bind_text(q, ":kanji", p->kanji);
	db_bind_text(q, ":alias", p->alias);
	db_bind_text(q, ":kana", p->kana);
}

enum kerr
people_add(struct store *st, const struct person *p, int64_t *id)
{
	static const char sql[] =
	    "INSERT INTO person (born, is_foreign, status, stay_until, address,"
	    "  postcode, phone, household, roman, kanji, alias, kana)"
	    " VALUES (:born, :foreign, :status, :stay, :address, :postcode,"
	    "  :phone, :household, :roman, :kanji, :alias, :kana)"
	    " RETURNING id";
	struct db_statement *q = NULL;
	enum kerr e;

	if ((e = store_write(st, sql, &q)) != KERR_OK)
		return e;
	bind_person(q, p);
	return store_done_id(q, id);
}

enum kerr
people_set(struct store *st, const struct person *p)
{
	static const char sql[] =
	    "UPDATE person SET born = :born, is_foreign = :foreign,"
	    "       status = :status, stay_until = :stay, address = :address,"
	    "       postcode = :postcode, phone = :phone,"
	    "       household = :household, roman = :roman, kanji = :kanji,"
	    "       alias = :alias, kana = :kana"
	    " WHERE id = :id";
	struct db_statement *q = NULL;
	enum kerr e;

	if ((e = store_write(st, sql, &q)) != KERR_OK)
		return e;
	bind_person(q, p);
	db_bind_int(q, ":id", p->id);
	return store_changed(q, ERR_NOT_FOUND);
}

static void
read_person(struct db_statement *q, void *record)
{
	struct person *p = record;

	p->id = db_column_int(q, 0);
	p->born = store_column_date(q, 1);
	p->foreign = db_column_bool(q, 2);
	db_column_text(q, 3, p->status, sizeof(p->status));
	p->stay_until = store_column_date(q, 4);
	db_column_text(q, 5, p->address, sizeof(p->address));
	db_column_text(q, 6, p->postcode, sizeof(p->postcode));
	db_column_text(q, 7, p->phone, sizeof(p->phone));
	db_column_text(q, 8, p->household, sizeof(p->household));
	db_column_text(q, 9, p->roman, sizeof(p->roman));
	db_column_text(q, 10, p->kanji, sizeof(p->kanji));
	db_column_text(q, 11, p->alias, sizeof(p->alias));
	db_column_text(q, 12, p->kana, sizeof(p->kana));
}

enum kerr
people_get(struct store *st, int64_t id, struct person *out)
{
	static const char sql[] =
	    "SELECT id, born, is_foreign, status, stay_until, address,"
	    "       postcode, phone, household, roman, kanji, alias, kana"
	    "  FROM person WHERE id = :id";
	struct db_statement *q = NULL;
	enum kerr e;

	if ((e = store_read(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":id", id);
	return store_one(q, read_person, out);
}
