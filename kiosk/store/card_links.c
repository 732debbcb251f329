/* card_links.c -- which cards belong to one person, and the end of a card. The
 * application of a new one: card_applications.c. */
#include "store/card_links.h"

#include "store/people.h"
#include "store/store.h"
#include "store/transaction.h"

enum kerr
cards_newer(struct store *st, int64_t card, struct card_record *out)
{
	static const char sql[] =
	    "SELECT id FROM card WHERE replaces = :card"
	    "   AND state NOT IN ('cancelled', 'destroyed')";
	struct db_statement *q = NULL;
	int64_t id = 0;
	enum kerr e;

	if ((e = store_read(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":card", card);
	if ((e = store_number(q, &id)) != KERR_OK)
		return e;
	return cards_get(st, id, out);
}

static void
read_id(struct db_statement *q, void *record)
{
	struct card_record *c = record;

	c->id = db_column_int(q, 0);
}

enum kerr
cards_still_held(struct store *st, int64_t card, const struct person *p,
    struct card_record *rows, size_t most, size_t *count)
{
	static const char sql[] =
	    "SELECT c.id FROM person p JOIN card c ON c.person = p.id"
	    " WHERE p.born = :born AND c.id <> :card"
	    "   AND c.type = 'individual'"
	    "   AND c.state IN ('delivered', 'suspended')"
	    "   AND (p.id = :person OR (p.roman <> '' AND p.roman = :roman)"
	    "       OR (p.kanji <> '' AND p.kanji = :kanji))"
	    " ORDER BY c.id LIMIT :most OFFSET :offset";
	struct db_statement *q = NULL;
	enum kerr e;

	*count = 0;
	if ((e = store_read(st, sql, &q)) != KERR_OK)
		return e;
	store_bind_date(q, ":born", p->born);
	db_bind_int(q, ":card", card);
	db_bind_int(q, ":person", p->id);
	db_bind_text(q, ":roman", p->roman);
	db_bind_text(q, ":kanji", p->kanji);
	store_bind_page(q, most, 0);
	e = store_rows(q, read_id, rows, sizeof(*rows), most, count);
	for (size_t i = 0; e == KERR_OK && i < *count; i++)
		e = cards_get(st, rows[i].id, &rows[i]);
	return e;
}

static enum kerr
keep_extension(struct store *st, int64_t card, int64_t case_id,
    const char *form, struct date until)
{
	static const char sql[] =
	    "INSERT INTO extension (card, case_id, form, expiry_before,"
	    "  expiry_after, at, by_staff)"
	    " SELECT id, :case, :form, coalesce(expiry, :until), :until, :now,"
	    "  :staff FROM card WHERE id = :card";
	struct db_statement *q = NULL;
	enum kerr e;

	if ((e = store_write(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":card", card);
	db_bind_int(q, ":case", case_id);
	db_bind_text(q, ":form", form);
	store_bind_date(q, ":until", until);
	db_bind_int(q, ":now", store_now(st));
	db_bind_int_or_null(q, ":staff", store_staff(st));
	return store_done(q);
}

enum kerr
cards_extend(struct store *st, int64_t card, int64_t case_id, const char *form,
    struct date until)
{
	static const char sql[] = "UPDATE card SET expiry = :until"
				  " WHERE id = :card AND state = 'delivered'";
	struct db_statement *q = NULL;
	enum kerr e = keep_extension(st, card, case_id, form, until);

	if (e != KERR_OK || (e = store_write(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":card", card);
	store_bind_date(q, ":until", until);
	return store_changed(q, ERR_CARD_STATE);
}

enum kerr
cards_was_extended(struct store *st, int64_t card, const char *form, bool *out)
{
	static const char sql[] = "SELECT count(*) FROM extension"
				  " WHERE card = :card AND form = :form";
	struct db_statement *q = NULL;
	int64_t n = 0;
	enum kerr e;

	*out = false;
	if ((e = store_read(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":card", card);
	db_bind_text(q, ":form", form);
	e = store_number(q, &n);
	*out = e == KERR_OK && n > 0;
	return e;
}
