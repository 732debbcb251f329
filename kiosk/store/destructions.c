/* destructions.c -- see store/destructions.h. */
#include "store/destructions.h"

#include <string.h>

#include "store/cards.h"
#include "store/store.h"
#include "store/transaction.h"

static const char *const state_codes[DESTRUCTION_STATE_COUNT] = {
    [DESTRUCTION_OPEN] = "open",
    [DESTRUCTION_DONE] = "done",
    [DESTRUCTION_STOPPED] = "stopped",
};
static const char *const how_codes[DESTRUCTION_HOW_COUNT] = {
    [DESTRUCTION_NOT_YET] = "",
    [DESTRUCTION_BY_SCAN] = "scan",
    [DESTRUCTION_BY_EYE] = "eye",
};

const char *
destruction_how_code(enum destruction_how how)
{
	return (unsigned)how < DESTRUCTION_HOW_COUNT ? how_codes[how] : "";
}

enum kerr
destructions_candidates(struct store *st, struct date today, int64_t after,
    int64_t *cards, size_t most, size_t *count)
{
	static const char sql[] =
	    "SELECT id FROM card"
	    " WHERE state IN ('cancelled', 'returned', 'post_returned',"
	    "       'ready', 'noticed', 'notice_returned', 'renoticed',"
	    "       'hold', 'reserved')"
	    "   AND (state IN ('cancelled', 'returned', 'post_returned')"
	    "       OR expiry < :today OR second_notice_on < :today)"
	    "   AND id > :after"
	    " ORDER BY id LIMIT :most";
	struct db_statement *q = NULL;
	bool row = true;
	enum kerr e;

	*count = 0;
	if ((e = store_read(st, sql, &q)) != KERR_OK)
		return e;
	store_bind_date(q, ":today", today);
	db_bind_int(q, ":after", after);
	db_bind_int(q, ":most", (int64_t)most);
	while (*count < most && (e = db_step(q, &row)) == KERR_OK && row)
		cards[(*count)++] = db_column_int(q, 0);
	db_release(q);
	return e;
}

enum kerr
destructions_open(
    struct store *st, struct date day, int64_t second, int64_t *id)
{
	static const char sql[] =
	    "INSERT INTO destruction (day, counter, first_staff, second_staff,"
	    "  state, opened_at)"
	    " VALUES (:day, :counter, :first, :second, 'open', :now)"
	    " RETURNING id";
	struct db_statement *q = NULL;
	enum kerr e;

	if (second == 0 || second == store_staff(st))
		return ERR_SAME_PERSON;
	if ((e = store_write(st, sql, &q)) != KERR_OK)
		return e;
	store_bind_date(q, ":day", day);
	db_bind_int(q, ":counter", store_counter(st));
	db_bind_int(q, ":first", store_staff(st));
	db_bind_int(q, ":second", second);
	db_bind_int(q, ":now", store_now(st));
	return store_done_id(q, id);
}

enum kerr
destructions_add(
    struct store *st, int64_t id, int64_t card, enum destruction_reason reason)
{
	static const char sql[] =
	    "INSERT INTO destruction_card (destruction, card, reason)"
	    " VALUES (:id, :card, :reason)";
	struct db_statement *q = NULL;
	enum kerr e;

	if ((e = store_write(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":id", id);
	db_bind_int(q, ":card", card);
	db_bind_text(q, ":reason", destruction_reason_code(reason));
	return store_done(q);
}

/* -- reading -- */

static void
read_destruction(struct db_statement *q, void *record)
{
	struct destruction *d = record;
	char code[16];

	d->id = db_column_int(q, 0);
	d->day = store_column_date(q, 1);
	d->counter = db_column_int(q, 2);
	d->first = db_column_int(q, 3);
	d->second = db_column_int(q, 4);
	db_column_text(q, 5, code, sizeof(code));
	d->state = DESTRUCTION_STOPPED;
	for (int s = 0; s < DESTRUCTION_STATE_COUNT; s++)
		if (strcmp(code, state_codes[s]) == 0)
			d->state = (enum destruction_state)s;
	d->opened_at = db_column_int(q, 6);
	d->ended_at = db_column_int(q, 7);
}

enum kerr
destructions_get(struct store *st, int64_t id, struct destruction *out)
{
	static const char sql[] =
	    "SELECT id, day, counter, first_staff, second_staff, state,"
	    "       opened_at, ended_at"
	    "  FROM destruction WHERE id = :id";
	struct db_statement *q = NULL;
	enum kerr e;

	if ((e = store_read(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":id", id);
	return store_one(q, read_destruction, out);
}

static void
read_card(struct db_statement *q, void *record)
{
	struct destruction_card *c = record;
	char code[CARD_CODE_SIZE];

	c->card = db_column_int(q, 0);
	db_column_text(q, 1, code, sizeof(code));
	if (!destruction_reason_from_code(code, &c->reason))
		c->reason = DESTROY_CANCELLED;
	db_column_text(q, 2, code, sizeof(code));
	c->how = DESTRUCTION_NOT_YET;
	for (int h = 0; h < DESTRUCTION_HOW_COUNT; h++)
		if (strcmp(code, how_codes[h]) == 0)
			c->how = (enum destruction_how)h;
	c->at = db_column_int(q, 3);
}

enum kerr
destructions_cards(struct store *st, int64_t id, struct destruction_card *rows,
    size_t most, size_t *count)
{
	static const char sql[] =
	    "SELECT card, reason, confirmed, at FROM destruction_card"
	    " WHERE destruction = :id ORDER BY card"
	    " LIMIT :most OFFSET :offset";
	struct db_statement *q = NULL;
	enum kerr e;

	*count = 0;
	if ((e = store_read(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":id", id);
	store_bind_page(q, most, 0);
	return store_rows(q, read_card, rows, sizeof(*rows), most, count);
}

/* -- one card -- */

/* The WHERE says that it is open, of this counter, and not destroyed yet. */
static enum kerr
mark_confirmed(
    struct store *st, int64_t id, int64_t card, enum destruction_how how)
{
	static const char sql[] =
	    "UPDATE destruction_card SET confirmed = :how, at = :now"
	    " WHERE destruction = :id AND card = :card AND at IS NULL"
	    "   AND EXISTS (SELECT 1 FROM destruction d WHERE d.id = :id"
	    "       AND d.state = 'open' AND d.counter = :counter"
	    "       AND d.first_staff = :staff)";
	struct db_statement *q = NULL;
	enum kerr e;

	if (how == DESTRUCTION_NOT_YET)
		return ERR_INTERNAL;
	if ((e = store_write(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":id", id);
	db_bind_int(q, ":card", card);
	db_bind_text(q, ":how", destruction_how_code(how));
	db_bind_int(q, ":now", store_now(st));
	db_bind_int(q, ":counter", store_counter(st));
	db_bind_int(q, ":staff", store_staff(st));
	return store_changed(q, ERR_CASE_STATE);
}

static enum kerr
load_reason(struct store *st, int64_t id, int64_t card, char *code, size_t size)
{
	static const char sql[] = "SELECT reason FROM destruction_card"
				  " WHERE destruction = :id AND card = :card";
	struct db_statement *q = NULL;
	bool row = false;
	enum kerr e;

	if ((e = store_read(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":id", id);
	db_bind_int(q, ":card", card);
	if ((e = db_step(q, &row)) == KERR_OK && row)
		db_column_text(q, 0, code, size);
	db_release(q);
	return e == KERR_OK && !row ? ERR_NOT_FOUND : e;
}

enum kerr
destructions_confirm(
    struct store *st, int64_t id, int64_t card, enum destruction_how how)
{
	char reason[CARD_CODE_SIZE] = "";
	struct card_record held;
	enum card_state to;
	enum kerr e;

	if ((e = mark_confirmed(st, id, card, how)) != KERR_OK ||
	    (e = load_reason(st, id, card, reason, sizeof(reason))) !=
		KERR_OK ||
	    (e = cards_get(st, card, &held)) != KERR_OK)
		return e;
	if (card_next(held.type, held.state, CARD_EV_CANCEL, held.state, &to) &&
	    (e = cards_cancel(st, card, reason, "", 0)) != KERR_OK)
		return e;
	return cards_move(st, card, CARD_EV_DESTROY, 0);
}

enum kerr
destructions_end(struct store *st, int64_t id, enum destruction_state state)
{
	static const char sql[] =
	    "UPDATE destruction SET state = :state, ended_at = :now"
	    " WHERE id = :id AND state = 'open' AND counter = :counter";
	struct db_statement *q = NULL;
	enum kerr e;

	if ((e = store_write(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":id", id);
	db_bind_text(q, ":state", state_codes[state]);
	db_bind_int(q, ":now", store_now(st));
	db_bind_int(q, ":counter", store_counter(st));
	return store_changed(q, ERR_CASE_STATE);
}
