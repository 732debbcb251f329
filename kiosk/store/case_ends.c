/* case_ends.c -- how a case is interrupted, moved and ended. The card moves
 * in the same transaction. */
#include <string.h>

#include "store/cards.h"
#include "store/cases.h"
#include "store/effects.h"
#include "store/store.h"
#include "store/transaction.h"

/* The open case of this counter becomes state; an end has its business day. */
static enum kerr
leave_open(
    struct store *st, int64_t id, enum case_state state, const char *reason)
{
	static const char pause[] =
	    "UPDATE case_ SET state = :state, reason = :reason,"
	    "       lease_until = :now"
	    " WHERE id = :id AND state = 'open' AND owner_counter = :counter";
	static const char end[] =
	    "UPDATE case_ SET state = :state, reason = :reason,"
	    "       lease_until = :now, ended_at = :now, ended_day ="
	    "       (SELECT day FROM business_day WHERE open_mark = 1)"
	    " WHERE id = :id AND state = 'open' AND owner_counter = :counter";
	struct db_statement *q = NULL;
	enum kerr e;

	if ((e = store_own_case(st, id)) != KERR_OK ||
	    (e = store_write(st, state == CASE_PAUSED ? pause : end, &q)) !=
		KERR_OK)
		return e;
	db_bind_int(q, ":id", id);
	db_bind_int(q, ":counter", store_counter(st));
	db_bind_text(q, ":state", case_state_code(state));
	db_bind_text_or_null(q, ":reason", reason);
	db_bind_int(q, ":now", store_now(st));
	return store_changed(q, ERR_CASE_STATE);
}

enum kerr
cases_pause(struct store *st, int64_t id, const char *reason)
{
	return leave_open(st, id, CASE_PAUSED, reason);
}

/* The card of a case goes back to where it was, unless a reconciled
 * activation has moved it on already. */
static enum kerr
give_back(struct store *st, int64_t id, int64_t *card)
{
	struct case_record c;
	struct card_record held;
	enum kerr e;

	if ((e = cases_get(st, id, &c)) != KERR_OK ||
	    (e = cards_get(st, c.card, &held)) != KERR_OK)
		return e;
	*card = c.card;
	if (held.state == CARD_IN_COLLECTION || held.state == CARD_UNKNOWN)
		return cards_release(st, c.card, id);
	return KERR_OK;
}

enum kerr
cases_refuse(
    struct store *st, int64_t id, const char *reason, enum card_event back)
{
	int64_t card = 0;
	enum kerr e;

	if ((e = leave_open(st, id, CASE_REFUSED, reason)) != KERR_OK ||
	    (e = give_back(st, id, &card)) != KERR_OK)
		return e;
	return back == CARD_EV_ABORTED ? KERR_OK
				       : cards_move(st, card, back, id);
}

enum kerr
cases_abandon(struct store *st, int64_t id, const char *reason)
{
	int64_t card = 0;
	enum kerr e;

	if ((e = leave_open(st, id, CASE_ABANDONED, reason)) != KERR_OK)
		return e;
	return give_back(st, id, &card);
}

static enum kerr
check_effects(struct store *st, int64_t id)
{
	static const char sql[] =
	    "SELECT count(*) FROM effect WHERE case_id = :id"
	    "   AND state NOT IN ('done_here', 'recorded')";
	struct db_statement *q = NULL;
	int64_t open = 0;
	enum kerr e;

	if ((e = store_read(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":id", id);
	if ((e = store_number(q, &open)) != KERR_OK)
		return e;
	return open > 0 ? ERR_CASE_STATE : KERR_OK;
}

/* A last guard: what is unknown or not done is never handed over. */
static enum kerr
check_closable(struct store *st, int64_t id, const char *kind)
{
	static const char sql[] =
	    "SELECT count(*) FROM pin_state WHERE case_id = :id"
	    "   AND status IN ('intended', 'unknown')";
	struct db_statement *q = NULL;
	struct effect activation;
	int64_t unknown = 0;
	enum kerr e;

	e = effects_get(st, id, EFFECT_ACTIVATION, &activation);
	if (e != KERR_OK || (e = store_read(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":id", id);
	if ((e = store_number(q, &unknown)) != KERR_OK)
		return e;
	if (unknown > 0)
		return ERR_PIN_UNKNOWN;
	if (strcmp(kind, CASE_KIND_COLLECTED) != 0)
		return check_effects(st, id);
	return activation.state == EFFECT_DONE_HERE ||
		       activation.state == EFFECT_RECORDED
		   ? KERR_OK
		   : ERR_CASE_STATE;
}

enum kerr
cases_close(struct store *st, int64_t id)
{
	struct case_record c;
	struct card_record held;
	enum kerr e;

	if ((e = store_own_case(st, id)) != KERR_OK ||
	    (e = cases_get(st, id, &c)) != KERR_OK ||
	    (e = check_closable(st, id, c.kind)) != KERR_OK ||
	    (e = leave_open(st, id, CASE_CLOSED, "")) != KERR_OK)
		return e;
	if (strcmp(c.kind, CASE_KIND_COLLECTED) != 0 &&
	    strcmp(c.kind, CASE_KIND_NOTE_COLLECTED) != 0)
		return KERR_OK; /* its holder had it all the time */
	if ((e = cards_get(st, c.card, &held)) != KERR_OK)
		return e;
	/* Reconciling an activation may have delivered it already. */
	if (held.state == CARD_DELIVERED)
		return KERR_OK;
	return cards_move(st, c.card, CARD_EV_HANDED_OVER, id);
}

/* A resident's screens that ran elsewhere do not come along. */
static enum kerr
end_sessions(struct store *st, int64_t id)
{
	static const char sql[] =
	    "UPDATE pin_session SET state = 'walked_away', ended_at = :now"
	    " WHERE case_id = :id AND state IN ('asked', 'taken')";
	struct db_statement *q = NULL;
	enum kerr e;

	if ((e = store_write(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":id", id);
	db_bind_int(q, ":now", store_now(st));
	return store_done(q);
}

/* The case comes to this counter; sql says from which state. */
static enum kerr
come_here(struct store *st, const char *sql, int64_t id)
{
	struct db_statement *q = NULL;
	int64_t here = 0;
	enum kerr e;

	if ((e = cases_here(st, &here)) == KERR_OK && here != id)
		return ERR_CASE_OPEN_HERE;
	if (e != KERR_OK && e != ERR_NOT_FOUND)
		return e;
	if ((e = store_write(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":id", id);
	db_bind_int(q, ":counter", store_counter(st));
	db_bind_int_or_null(q, ":staff", store_staff(st));
	db_bind_int(q, ":lease", store_now(st) + CASE_LEASE_SECONDS);
	if ((e = store_changed(q, ERR_CASE_STATE)) != KERR_OK)
		return e;
	return end_sessions(st, id);
}

enum kerr
cases_resume(struct store *st, int64_t id)
{
	static const char sql[] =
	    "UPDATE case_ SET state = 'open', owner_counter = :counter,"
	    "       owner_staff = :staff, lease_until = :lease, reason = NULL"
	    " WHERE id = :id AND state = 'paused'";
	struct case_record c;
	enum kerr e;

	e = come_here(st, sql, id);
	if (e != ERR_CASE_STATE)
		return e;
	if ((e = cases_get(st, id, &c)) != KERR_OK)
		return e;
	return c.state == CASE_OPEN ? store_case_taken(st, id) : ERR_CASE_STATE;
}

enum kerr
cases_take_over(struct store *st, int64_t id, bool forced)
{
	static const char sql[] =
	    "UPDATE case_ SET owner_counter = :counter, owner_staff = :staff,"
	    "       lease_until = :lease"
	    " WHERE id = :id AND state = 'open'";
	struct case_record c;
	enum kerr e;

	if (!store_is_writing(st))
		return ERR_INTERNAL;
	if ((e = cases_get(st, id, &c)) != KERR_OK)
		return e;
	if (c.state != CASE_OPEN)
		return ERR_CASE_STATE;
	if (!forced && c.owner_counter != store_counter(st) &&
	    c.lease_until >= store_now(st))
		return store_case_taken(st, id);
	return come_here(st, sql, id);
}
