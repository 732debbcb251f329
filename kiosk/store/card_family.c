/* card_family.c -- see store/card_family.h. */
#include "store/card_family.h"

#include "store/store.h"
#include "store/transaction.h"

static void
read_id(struct db_statement *q, void *record)
{
	*(int64_t *)record = db_column_int(q, 0);
}

static enum kerr
ids_of(struct store *st, const char *sql, int64_t of, int64_t *ids, size_t most,
    size_t *count)
{
	struct db_statement *q = NULL;
	enum kerr e;

	*count = 0;
	if ((e = store_read(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":of", of);
	store_bind_page(q, most, 0);
	return store_rows(q, read_id, ids, sizeof(*ids), most, count);
}

enum kerr
card_family_of_person(struct store *st, int64_t person, int64_t *cards,
    size_t most, size_t *count)
{
	static const char sql[] =
	    "SELECT id FROM card WHERE person = :of"
	    " ORDER BY id DESC LIMIT :most OFFSET :offset";

	return ids_of(st, sql, person, cards, most, count);
}

enum kerr
card_family_cases(
    struct store *st, int64_t card, int64_t *cases, size_t most, size_t *count)
{
	static const char sql[] =
	    "SELECT id FROM case_ WHERE card = :of"
	    " ORDER BY id DESC LIMIT :most OFFSET :offset";

	return ids_of(st, sql, card, cases, most, count);
}

enum kerr
card_family_born(struct store *st, struct date born, int64_t *people,
    size_t most, size_t *count)
{
	static const char sql[] = "SELECT id FROM person WHERE born = :born"
				  " ORDER BY id LIMIT :most OFFSET :offset";
	struct db_statement *q = NULL;
	enum kerr e;

	*count = 0;
	if ((e = store_read(st, sql, &q)) != KERR_OK)
		return e;
	store_bind_date(q, ":born", born);
	store_bind_page(q, most, 0);
	return store_rows(q, read_id, people, sizeof(*people), most, count);
}
