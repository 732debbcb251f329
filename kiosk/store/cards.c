/* cards.c -- what is known of each card. How it moves: card_moves.c. */
#include "store/cards.h"

#include <string.h>

#include "store/card_order.h"
#include "store/people.h"
#include "store/search_keys.h"
#include "store/store.h"
#include "store/transaction.h"

static const char *const issue_codes[ISSUE_KIND_COUNT] = {
    [ISSUE_FIRST] = "first",
    [ISSUE_RENEWAL] = "renewal",
    [ISSUE_REISSUE] = "reissue",
};

const char *
issue_kind_code(enum issue_kind kind)
{
	return kind < ISSUE_KIND_COUNT ? issue_codes[kind] : "";
}

bool
issue_kind_from_code(const char *code, enum issue_kind *out)
{
	for (int i = 0; i < ISSUE_KIND_COUNT; i++) {
		if (strcmp(code, issue_codes[i]) == 0) {
			*out = (enum issue_kind)i;
			return true;
		}
	}
	return false;
}

int64_t
card_order(int64_t reserved_at, struct date noticed_on)
{
	if (reserved_at != 0)
		return reserved_at;
	if (!date_is_set(noticed_on))
		return CARD_ORDER_NO_NOTICE;
	return CARD_ORDER_NOTICED + date_days(noticed_on);
}

static void
bind_card(struct db_statement *q, const struct card_record *c)
{
	db_bind_text(q, ":kind", issue_kind_code(c->kind));
	db_bind_text_or_null(q, ":application", c->application_id);
	store_bind_date(q, ":applied", c->applied_on);
	store_bind_date(q, ":issued", c->issued_on);
	db_bind_text_or_null(q, ":reissue", c->reissue_reason);
	db_bind_int(q, ":fee", c->fee_due_yen);
	db_bind_text_or_null(q, ":face", c->face_serial);
	db_bind_text_or_null(q, ":chip", c->chip_serial);
	db_bind_text_or_null(q, ":notice", c->notice_no);
	store_bind_date(q, ":noticed", c->noticed_on);
	store_bind_date(q, ":second", c->second_notice_on);
	db_bind_int_or_null(q, ":reserved", c->reserved_at);
	store_bind_date(q, ":expiry", c->expiry);
	db_bind_bool(q, ":sign", c->wants_sign);
	db_bind_bool(q, ":auth", c->wants_auth);
	db_bind_text(q, ":place", c->place);
	db_bind_text(q, ":type", card_type_code(c->type));
	db_bind_int_or_null(q, ":replaces", c->replaces);
	db_bind_text_or_null(q, ":municipality", c->municipality);
	db_bind_bool(q, ":express", c->express);
}

static enum kerr
insert_card(struct store *st, const struct card_record *c, int64_t *id)
{
	static const char sql[] =
	    "INSERT INTO card (person, kind, application_id, applied_on,"
	    "  issued_on, reissue_reason, fee_due_yen, face_serial,"
	    "  chip_serial, notice_no, noticed_on, second_notice_on,"
	    "  reserved_at, expiry, wants_sign, wants_auth, place, state,"
	    "  state_at, waits, queue_at, type, replaces, municipality,"
	    "  express)"
	    " VALUES (:person, :kind, :application, :applied, :issued,"
	    "  :reissue, :fee, :face, :chip, :notice, :noticed, :second,"
	    "  :reserved, :expiry, :sign, :auth, :place, :state, :now, :waits,"
	    "  :order, :type, :replaces, :municipality, :express)"
	    " RETURNING id";
	struct db_statement *q = NULL;
	enum kerr e;

	if ((e = store_write(st, sql, &q)) != KERR_OK)
		return e;
	bind_card(q, c);
	db_bind_int(q, ":person", c->person);
	db_bind_text(q, ":state", card_state_code(c->state));
	db_bind_int(q, ":now", store_now(st));
	db_bind_bool(q, ":waits", card_state_waits(c->state));
	db_bind_int(q, ":order", card_order(c->reserved_at, c->noticed_on));
	return store_done_id(q, id);
}

enum kerr
card_row_begin(struct store *st, const struct card_record *card,
    const char *event, int64_t case_id, int64_t *id)
{
	enum kerr e = insert_card(st, card, id);

	return e == KERR_OK
		   ? card_move_add(st, *id, NULL, card->state, event, case_id)
		   : e;
}

enum kerr
card_row_add(struct store *st, const struct card_record *card, int64_t *id)
{
	return card_row_begin(st, card, "listed", 0, id);
}

enum kerr
cards_add(struct store *st, const struct card_record *card,
    const struct person *p, int64_t *id)
{
	enum kerr e = card_row_add(st, card, id);

	return e == KERR_OK ? search_keys_add(st, *id, card, p) : e;
}

enum kerr
cards_register(struct store *st, const struct card_record *card,
    const struct person *p, int64_t *id)
{
	enum kerr e = insert_card(st, card, id);

	if (e == KERR_OK)
		e = card_move_add(st, *id, NULL, card->state, "registered", 0);
	return e == KERR_OK ? search_keys_add(st, *id, card, p) : e;
}

static enum card_state
column_state(struct db_statement *q, int column)
{
	char code[32];
	enum card_state state = CARD_UNKNOWN;

	db_column_text(q, column, code, sizeof(code));
	/* A state this program does not know is one nobody may act on. */
	if (!card_state_from_code(code, &state))
		state = CARD_UNKNOWN;
	return state;
}

static void
read_card(struct db_statement *q, void *record)
{
	struct card_record *c = record;
	char kind[16];

	c->id = db_column_int(q, 0);
	c->person = db_column_int(q, 1);
	db_column_text(q, 2, kind, sizeof(kind));
	if (!issue_kind_from_code(kind, &c->kind))
		c->kind = ISSUE_FIRST;
	db_column_text(q, 3, c->application_id, sizeof(c->application_id));
	c->applied_on = store_column_date(q, 4);
	c->issued_on = store_column_date(q, 5);
	db_column_text(q, 6, c->reissue_reason, sizeof(c->reissue_reason));
	c->fee_due_yen = db_column_int(q, 7);
	db_column_text(q, 8, c->face_serial, sizeof(c->face_serial));
	db_column_text(q, 9, c->chip_serial, sizeof(c->chip_serial));
	db_column_text(q, 10, c->notice_no, sizeof(c->notice_no));
	c->noticed_on = store_column_date(q, 11);
	c->second_notice_on = store_column_date(q, 12);
	c->reserved_at = db_column_int(q, 13);
	c->expiry = store_column_date(q, 14);
	c->wants_sign = db_column_bool(q, 15);
	c->wants_auth = db_column_bool(q, 16);
	db_column_text(q, 17, c->place, sizeof(c->place));
	c->state = column_state(q, 18);
	c->state_before = column_state(q, 19);
	c->state_at = db_column_int(q, 20);
	db_column_text(q, 21, kind, sizeof(kind));
	if (!card_type_from_code(kind, &c->type))
		c->type = CARD_TYPE_INDIVIDUAL;
	c->replaces = db_column_int(q, 22);
	db_column_text(q, 23, c->municipality, sizeof(c->municipality));
	c->express = db_column_bool(q, 24);
	db_column_text(q, 25, c->end_reason, sizeof(c->end_reason));
}

enum kerr
cards_get(struct store *st, int64_t id, struct card_record *out)
{
	static const char sql[] =
	    "SELECT id, person, kind, application_id, applied_on, issued_on,"
	    "       reissue_reason, fee_due_yen, face_serial, chip_serial,"
	    "       notice_no, noticed_on, second_notice_on, reserved_at,"
	    "       expiry, wants_sign, wants_auth, place, state,"
	    "       state_before, state_at, type, replaces, municipality,"
	    "       express, end_reason"
	    "  FROM card WHERE id = :id";
	struct db_statement *q = NULL;
	enum kerr e;

	if ((e = store_read(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":id", id);
	return store_one(q, read_card, out);
}

enum kerr
cards_find(
    struct store *st, enum card_number which, const char *number, int64_t *id)
{
	/* A notice number is ours and may come again: the newest card. */
	static const char *const sql[CARD_NUMBER_COUNT] = {
	    [CARD_BY_APPLICATION] = "SELECT id FROM card"
				    " WHERE application_id = :number",
	    [CARD_BY_FACE_SERIAL] = "SELECT id FROM card"
				    " WHERE face_serial = :number",
	    [CARD_BY_CHIP_SERIAL] = "SELECT id FROM card"
				    " WHERE chip_serial = :number",
	    [CARD_BY_NOTICE] = "SELECT id FROM card"
			       " WHERE notice_no = :number"
			       " ORDER BY id DESC LIMIT 1",
	};
	struct db_statement *q = NULL;
	enum kerr e;

	if ((e = store_read(st, sql[which], &q)) != KERR_OK)
		return e;
	db_bind_text(q, ":number", number);
	return store_number(q, id);
}

enum kerr
cards_set_place(struct store *st, int64_t card, const char *place)
{
	static const char sql[] =
	    "UPDATE card SET place = :place WHERE id = :id";
	struct db_statement *q = NULL;
	enum kerr e;

	if ((e = store_write(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":id", card);
	db_bind_text(q, ":place", place);
	return store_changed(q, ERR_NOT_FOUND);
}

enum kerr
cards_bind_chip(struct store *st, int64_t card, const char *chip_serial)
{
	static const char sql[] =
	    "UPDATE card SET chip_serial = :serial"
	    " WHERE id = :id AND coalesce(chip_serial, :serial) = :serial";
	struct db_statement *q = NULL;
	enum kerr e;

	if ((e = store_write(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":id", card);
	db_bind_text(q, ":serial", chip_serial);
	e = store_changed(q, ERR_STORE_CONSTRAINT);
	return e != KERR_OK
		   ? e
		   : search_keys_add_number(st, card, "chip", chip_serial);
}
