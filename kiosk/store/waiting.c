/* waiting.c -- the list of what waits. Finding a card in it: waiting_search.c. */
#include "store/waiting.h"

#include "store/store.h"
#include "store/transaction.h"
#include "store/waiting_row.h"

#define WAITING_COLUMNS \
	"SELECT c.id, c.person, c.kind, c.state, c.application_id," \
	"       c.notice_no, c.place, p.roman, p.kanji, p.alias, p.kana," \
	"       p.born, p.is_foreign, c.noticed_on, c.expiry, c.reserved_at," \
	"       c.fee_due_yen," \
	"       (SELECT v.id FROM case_ v WHERE v.card = c.id" \
	"           AND v.state IN ('open', 'paused')), c.type" \
	"  FROM card c JOIN person p ON p.id = c.person"

static void
read_waiting(struct db_statement *q, void *record)
{
	struct waiting_row *w = record;
	char code[32];

	w->card = db_column_int(q, 0);
	w->person = db_column_int(q, 1);
	db_column_text(q, 2, code, sizeof(code));
	if (!issue_kind_from_code(code, &w->kind))
		w->kind = ISSUE_FIRST;
	db_column_text(q, 3, code, sizeof(code));
	if (!card_state_from_code(code, &w->state))
		w->state = CARD_UNKNOWN;
	db_column_text(q, 4, w->application_id, sizeof(w->application_id));
	db_column_text(q, 5, w->notice_no, sizeof(w->notice_no));
	db_column_text(q, 6, w->place, sizeof(w->place));
	db_column_text(q, 7, w->roman, sizeof(w->roman));
	db_column_text(q, 8, w->kanji, sizeof(w->kanji));
	db_column_text(q, 9, w->alias, sizeof(w->alias));
	db_column_text(q, 10, w->kana, sizeof(w->kana));
	w->born = store_column_date(q, 11);
	w->foreign = db_column_bool(q, 12);
	w->noticed_on = store_column_date(q, 13);
	w->expiry = store_column_date(q, 14);
	w->reserved_at = db_column_int(q, 15);
	w->fee_due_yen = db_column_int(q, 16);
	w->case_id = db_column_int(q, 17);
	db_column_text(q, 18, code, sizeof(code));
	if (!card_type_from_code(code, &w->type))
		w->type = CARD_TYPE_INDIVIDUAL;
}

enum kerr
waiting_list(struct store *st, size_t offset, struct waiting_row *rows,
    size_t most, size_t *count)
{
	static const char sql[] =
	    WAITING_COLUMNS " WHERE c.waits = 1 ORDER BY c.queue_at, c.id"
			    " LIMIT :most OFFSET :offset";
	struct db_statement *q = NULL;
	enum kerr e;

	*count = 0;
	if ((e = store_read(st, sql, &q)) != KERR_OK)
		return e;
	store_bind_page(q, most, offset);
	return store_rows(q, read_waiting, rows, sizeof(*rows), most, count);
}

enum kerr
waiting_count(struct store *st, int64_t *count)
{
	static const char sql[] = "SELECT count(*) FROM card WHERE waits = 1";
	struct db_statement *q = NULL;
	enum kerr e;

	if ((e = store_read(st, sql, &q)) != KERR_OK)
		return e;
	return store_number(q, count);
}

enum kerr
waiting_offset(struct store *st, int64_t utc, int64_t *offset)
{
	static const char sql[] =
	    "SELECT count(*) FROM card WHERE waits = 1 AND queue_at < :utc";
	struct db_statement *q = NULL;
	enum kerr e;

	if ((e = store_read(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":utc", utc);
	return store_number(q, offset);
}

enum kerr
waiting_household(struct store *st, const char *household,
    struct waiting_row *rows, size_t most, size_t *count)
{
	static const char sql[] = WAITING_COLUMNS
	    " WHERE p.household = :household ORDER BY p.born, c.id"
	    " LIMIT :most OFFSET :offset";
	struct db_statement *q = NULL;
	enum kerr e;

	*count = 0;
	if (household[0] == '\0')
		return KERR_OK;
	if ((e = store_read(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_text(q, ":household", household);
	store_bind_page(q, most, 0);
	return store_rows(q, read_waiting, rows, sizeof(*rows), most, count);
}

enum kerr
waiting_row_load(struct store *st, int64_t card, struct waiting_row *out)
{
	static const char sql[] = WAITING_COLUMNS " WHERE c.id = :card";
	struct db_statement *q = NULL;
	enum kerr e;

	if ((e = store_read(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":card", card);
	return store_one(q, read_waiting, out);
}
