/* card_moves.c -- how cards move: rules/lifecycle says whether, one UPDATE
 * with the state in its WHERE says who was first. */
#include "rules/individual_number.h"
#include "store/card_order.h"
#include "store/cards.h"
#include "store/store.h"
#include "store/transaction.h"

struct standing {
	enum card_type type;
	enum card_state state;
	enum card_state before;
	int64_t reserved_at;
	struct date noticed_on;
};

enum kerr
card_move_add(struct store *st, int64_t card, const enum card_state *from,
    enum card_state to, const char *event, int64_t case_id)
{
	static const char sql[] =
	    "INSERT INTO card_move (card, from_state, to_state, event, at,"
	    "  by_staff, case_id)"
	    " VALUES (:card, :from, :to, :event, :now, :staff, :case)";
	struct db_statement *q = NULL;
	enum kerr e;

	if ((e = store_write(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":card", card);
	db_bind_text_or_null(
	    q, ":from", from == NULL ? "" : card_state_code(*from));
	db_bind_text(q, ":to", card_state_code(to));
	db_bind_text(q, ":event", event);
	db_bind_int(q, ":now", store_now(st));
	db_bind_int_or_null(q, ":staff", store_staff(st));
	db_bind_int_or_null(q, ":case", case_id);
	return store_done(q);
}

static void
read_standing(struct db_statement *q, void *record)
{
	struct standing *s = record;
	char code[32];

	db_column_text(q, 0, code, sizeof(code));
	if (!card_state_from_code(code, &s->state))
		s->state = CARD_STATE_COUNT;
	db_column_text(q, 1, code, sizeof(code));
	if (!card_state_from_code(code, &s->before))
		s->before = CARD_STATE_COUNT;
	s->reserved_at = db_column_int(q, 2);
	s->noticed_on = store_column_date(q, 3);
	db_column_text(q, 4, code, sizeof(code));
	if (!card_type_from_code(code, &s->type))
		s->type = CARD_TYPE_INDIVIDUAL;
}

static enum kerr
load_standing(struct store *st, int64_t card, struct standing *out)
{
	static const char sql[] =
	    "SELECT state, state_before, reserved_at, noticed_on, type"
	    "  FROM card WHERE id = :card";
	struct db_statement *q = NULL;
	enum kerr e;

	if ((e = store_read(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":card", card);
	return store_one(q, read_standing, out);
}

/* Not waiting: say where it is. */
static enum kerr
wrong_state(struct store *st, enum card_state state)
{
	failure_text(store_remember(st, ERR_CARD_STATE), "state",
	    state < CARD_STATE_COUNT ? card_state_name(state) : "?");
	return ERR_CARD_STATE;
}

/* Somebody who has it is a better answer than where it is. */
static enum kerr
not_waiting(
    struct store *st, int64_t card, int64_t case_id, enum card_state state)
{
	static const char sql[] =
	    "SELECT id FROM case_"
	    " WHERE card = :card AND state = 'open' AND id <> :case"
	    " ORDER BY id DESC LIMIT 1";
	struct db_statement *q = NULL;
	int64_t other = 0;
	enum kerr e;

	if ((e = store_read(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":card", card);
	db_bind_int(q, ":case", case_id);
	e = store_number(q, &other);
	if (e == ERR_NOT_FOUND)
		return wrong_state(st, state);
	return e != KERR_OK ? e : store_case_taken(st, other);
}

/* The state before is kept as long as the card may still go back to it. */
static const char *
state_to_keep(
    const struct standing *s, enum card_event event, enum card_state to)
{
	if (event == CARD_EV_AT_COUNTER)
		return card_state_code(s->state);
	if (to == CARD_UNKNOWN && s->before < CARD_STATE_COUNT)
		return card_state_code(s->before);
	return "";
}

static enum kerr
update_state(struct store *st, int64_t card, const struct standing *s,
    enum card_event event, enum card_state to)
{
	static const char sql[] =
	    "UPDATE card SET state = :to, state_before = :before,"
	    "       state_at = :now, waits = :waits"
	    " WHERE id = :card AND state = :from";
	struct db_statement *q = NULL;
	enum kerr e;

	if ((e = store_write(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":card", card);
	db_bind_text(q, ":from", card_state_code(s->state));
	db_bind_text(q, ":to", card_state_code(to));
	db_bind_text_or_null(q, ":before", state_to_keep(s, event, to));
	db_bind_int(q, ":now", store_now(st));
	db_bind_bool(q, ":waits", card_state_waits(to));
	return store_changed(q, ERR_CARD_STATE);
}

enum kerr
cards_move(
    struct store *st, int64_t card, enum card_event event, int64_t case_id)
{
	struct standing s;
	enum card_state to;
	enum kerr e;

	if (!store_is_writing(st))
		return ERR_INTERNAL;
	if ((e = load_standing(st, card, &s)) != KERR_OK)
		return e;
	if (s.state >= CARD_STATE_COUNT ||
	    !card_next(s.type, s.state, event, s.before, &to))
		return wrong_state(st, s.state);
	e = update_state(st, card, &s, event, to);
	if (e == ERR_CARD_STATE)
		return wrong_state(st, s.state);
	if (e != KERR_OK)
		return e;
	return card_move_add(
	    st, card, &s.state, to, card_event_code(event), case_id);
}

enum kerr
cards_cancel(struct store *st, int64_t card, const char *reason,
    const char *remark, int64_t case_id)
{
	static const char sql[] =
	    "UPDATE card SET end_reason = :reason, end_remark = :remark"
	    " WHERE id = :card";
	struct db_statement *q = NULL;
	enum kerr e;

	if (individual_number_is_within(remark))
		return ERR_NUMBER_KEPT; /* design, decision 2 */
	if ((e = cards_move(st, card, CARD_EV_CANCEL, case_id)) != KERR_OK ||
	    (e = store_write(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":card", card);
	db_bind_text(q, ":reason", reason);
	db_bind_text_or_null(q, ":remark", remark);
	return store_changed(q, ERR_NOT_FOUND);
}

enum kerr
cards_take(struct store *st, int64_t card, int64_t case_id)
{
	struct standing s;
	enum kerr e;

	e = cards_move(st, card, CARD_EV_AT_COUNTER, case_id);
	if (e != ERR_CARD_STATE)
		return e;
	if ((e = load_standing(st, card, &s)) != KERR_OK)
		return e;
	return not_waiting(st, card, case_id, s.state);
}

enum kerr
cards_release(struct store *st, int64_t card, int64_t case_id)
{
	return cards_move(st, card, CARD_EV_ABORTED, case_id);
}

static void
read_move(struct db_statement *q, void *record)
{
	struct card_move *m = record;
	char code[32];

	m->id = db_column_int(q, 0);
	m->card = db_column_int(q, 1);
	m->first = db_column_is_null(q, 2);
	m->from = m->to = CARD_UNKNOWN;
	db_column_text(q, 2, code, sizeof(code));
	(void)card_state_from_code(code, &m->from);
	db_column_text(q, 3, code, sizeof(code));
	(void)card_state_from_code(code, &m->to);
	db_column_text(q, 4, m->event, sizeof(m->event));
	m->at = db_column_int(q, 5);
	m->by = db_column_int(q, 6);
	m->case_id = db_column_int(q, 7);
}

enum kerr
cards_moves(struct store *st, int64_t card, struct card_move *rows, size_t most,
    size_t *count)
{
	static const char sql[] =
	    "SELECT id, card, from_state, to_state, event, at, by_staff,"
	    "       case_id"
	    "  FROM card_move WHERE card = :card"
	    " ORDER BY id LIMIT :most OFFSET :offset";
	struct db_statement *q = NULL;
	enum kerr e;

	*count = 0;
	if ((e = store_read(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":card", card);
	store_bind_page(q, most, 0);
	return store_rows(q, read_move, rows, sizeof(*rows), most, count);
}

static enum kerr
set_reservation(
    struct store *st, int64_t card, int64_t utc, struct date noticed_on)
{
	static const char sql[] =
	    "UPDATE card SET reserved_at = :utc, queue_at = :order"
	    " WHERE id = :card AND waits = 1";
	struct db_statement *q = NULL;
	enum kerr e;

	if ((e = store_write(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":card", card);
	db_bind_int_or_null(q, ":utc", utc);
	db_bind_int(q, ":order", card_order(utc, noticed_on));
	return store_changed(q, ERR_CARD_STATE);
}

enum kerr
cards_reserve(struct store *st, int64_t card, int64_t utc)
{
	struct standing s;
	enum kerr e;

	if ((e = load_standing(st, card, &s)) != KERR_OK)
		return e;
	if (utc != 0 && s.state != CARD_RESERVED &&
	    (e = cards_move(st, card, CARD_EV_RESERVE, 0)) != KERR_OK)
		return e;
	e = set_reservation(st, card, utc, s.noticed_on);
	return e == ERR_CARD_STATE ? wrong_state(st, s.state) : e;
}
