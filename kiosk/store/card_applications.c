/* card_applications.c -- a card that was applied for at this office: listed
 * before it comes, filled by the delivery list that brings it (counter-
 * procedures 1.2). See store/card_links.h. */
#include "store/card_links.h"

#include "store/card_order.h"
#include "store/people.h"
#include "store/search_keys.h"
#include "store/store.h"
#include "store/transaction.h"

/* Whether the application ID is free, or this card's own. */
static enum kerr
check_application(struct store *st, const struct card_record *card)
{
	int64_t id = 0;
	enum kerr e =
	    cards_find(st, CARD_BY_APPLICATION, card->application_id, &id);

	if (e == ERR_NOT_FOUND)
		return KERR_OK;
	if (e != KERR_OK)
		return e;
	return id == card->id ? KERR_OK : ERR_APPLICATION_TAKEN;
}

enum kerr
cards_apply(struct store *st, const struct card_record *card,
    const struct person *p, int64_t case_id, int64_t *id)
{
	struct card_record c = *card;
	enum kerr e;

	*id = 0;
	c.id = 0;
	c.state = CARD_APPLIED;
	if ((e = check_application(st, &c)) != KERR_OK ||
	    (e = card_row_begin(st, &c, "applied", case_id, id)) != KERR_OK)
		return e;
	return search_keys_add(st, *id, &c, p);
}

enum kerr
cards_apply_again(struct store *st, const struct card_record *card)
{
	static const char sql[] =
	    "UPDATE card SET application_id = :application, kind = :kind,"
	    "       reissue_reason = :reason, wants_sign = :sign,"
	    "       wants_auth = :auth, express = :express"
	    " WHERE id = :card AND state = 'applied'";
	struct db_statement *q = NULL;
	enum kerr e;

	if ((e = check_application(st, card)) != KERR_OK ||
	    (e = store_write(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":card", card->id);
	db_bind_text(q, ":application", card->application_id);
	db_bind_text(q, ":kind", issue_kind_code(card->kind));
	db_bind_text_or_null(q, ":reason", card->reissue_reason);
	db_bind_bool(q, ":sign", card->wants_sign);
	db_bind_bool(q, ":auth", card->wants_auth);
	db_bind_bool(q, ":express", card->express);
	if ((e = store_changed(q, ERR_CARD_STATE)) != KERR_OK)
		return e;
	return search_keys_add_number(
	    st, card->id, "application", card->application_id);
}

enum kerr
cards_withdraw(struct store *st, int64_t card, int64_t case_id)
{
	static const char sql[] =
	    "UPDATE card SET application_id = NULL WHERE id = :card"
	    "   AND state = 'cancelled'";
	struct db_statement *q = NULL;
	struct card_record c;
	enum kerr e;

	if ((e = cards_get(st, card, &c)) != KERR_OK)
		return e;
	if (c.state != CARD_APPLIED)
		return ERR_CARD_STATE;
	if ((e = cards_move(st, card, CARD_EV_CANCEL, case_id)) != KERR_OK ||
	    (e = store_write(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":card", card);
	return store_changed(q, ERR_CARD_STATE);
}

/* -- it comes -- */

static enum kerr
fill_card(struct store *st, int64_t card, const struct card_record *c)
{
	static const char sql[] =
	    "UPDATE card SET applied_on = coalesce(:applied, applied_on),"
	    "       issued_on = :issued, fee_due_yen = :fee,"
	    "       face_serial = :face, chip_serial = :chip,"
	    "       notice_no = :notice, noticed_on = :noticed,"
	    "       second_notice_on = :second, reserved_at = :reserved,"
	    "       expiry = :expiry, wants_sign = :sign, wants_auth = :auth,"
	    "       place = :place, municipality = :municipality,"
	    "       queue_at = :order"
	    " WHERE id = :card AND state = 'applied'";
	struct db_statement *q = NULL;
	enum kerr e;

	if ((e = store_write(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":card", card);
	store_bind_date(q, ":applied", c->applied_on);
	store_bind_date(q, ":issued", c->issued_on);
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
	db_bind_text_or_null(q, ":municipality", c->municipality);
	db_bind_int(q, ":order", card_order(c->reserved_at, c->noticed_on));
	return store_changed(q, ERR_CARD_STATE);
}

/* Each stop of the way that the list says lies behind the card (counter-
 * procedures 1, "States and transitions"). */
static enum kerr
walk_to(struct store *st, int64_t card, const struct card_record *listed)
{
	static const enum card_event always[] = {
	    CARD_EV_RECEIVED, CARD_EV_SETUP_OK};
	enum kerr e = KERR_OK;

	for (size_t i = 0; e == KERR_OK && i < 2; i++)
		e = cards_move(st, card, always[i], 0);
	if (e == KERR_OK && listed->state != CARD_READY)
		e = cards_move(st, card, CARD_EV_NOTICE_SENT, 0);
	if (e == KERR_OK && date_is_set(listed->second_notice_on) &&
	    listed->state != CARD_READY)
		e = cards_move(st, card, CARD_EV_SECOND_NOTICE, 0);
	if (e == KERR_OK && listed->state == CARD_RESERVED)
		e = cards_move(st, card, CARD_EV_RESERVE, 0);
	return e;
}

enum kerr
cards_arrive(struct store *st, int64_t card, const struct card_record *listed,
    const struct person *p)
{
	struct card_record now;
	struct person renewed = *p;
	enum kerr e;

	if ((e = cards_get(st, card, &now)) != KERR_OK)
		return e;
	if (now.state != CARD_APPLIED)
		return ERR_CARD_STATE;
	renewed.id = now.person;
	if ((e = people_set(st, &renewed)) != KERR_OK ||
	    (e = fill_card(st, card, listed)) != KERR_OK ||
	    (e = walk_to(st, card, listed)) != KERR_OK)
		return e;
	/* former names stay: the card is found by them too */
	return search_keys_add(st, card, listed, &renewed);
}
