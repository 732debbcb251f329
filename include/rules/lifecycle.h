/* lifecycle.h -- the states of a card in the office and the events that move
 * it, as two tables: the Individual Number Card (counter-procedures 1, "States
 * and transitions") and the notification card, whose life is smaller: sent by
 * registered mail that is never forwarded, come back, held, collected in person
 * (counter-procedures 0.2; design 4). The store enforces them; a test walks
 * every pair. */
#ifndef KIOSK_RULES_LIFECYCLE_H
#define KIOSK_RULES_LIFECYCLE_H

#include <stdbool.h>

#include "rules/card_type.h"

/* The states of both kinds; "applied", "in_collection" and "destroyed" belong
 * to both, those from "posted" on to the notification card alone.
 * X(enum, code in the store, catalogue id) */
#define CARD_STATES(X) \
	X(CARD_APPLIED, "applied", N_("applied for")) \
	X(CARD_ARRIVED, "arrived", N_("arrived")) \
	X(CARD_READY, "ready", N_("ready, no notice yet")) \
	X(CARD_DEFECT, "defect", N_("defective")) \
	X(CARD_NOTICED, "noticed", N_("noticed")) \
	X(CARD_NOTICE_RETURNED, "notice_returned", N_("notice came back")) \
	X(CARD_RENOTICED, "renoticed", N_("second notice sent")) \
	X(CARD_HOLD, "hold", N_("on hold")) \
	X(CARD_RESERVED, "reserved", N_("reserved")) \
	X(CARD_IN_COLLECTION, "in_collection", N_("at a counter")) \
	X(CARD_UNKNOWN, "unknown", N_("activation unknown")) \
	X(CARD_DELIVERED, "delivered", N_("handed over")) \
	X(CARD_CANCELLED, "cancelled", N_("cancelled")) \
	X(CARD_DESTROYED, "destroyed", N_("destroyed")) \
	X(CARD_SUSPENDED, "suspended", N_("suspended")) \
	X(CARD_REVOKED, "revoked", N_("abolished")) \
	X(CARD_RETURNED, "returned", N_("returned")) \
	X(CARD_EXPIRED, "expired", N_("expired")) \
	X(CARD_POSTED, "posted", N_("sent by post")) \
	X(CARD_POST_RETURNED, "post_returned", N_("came back by post")) \
	X(CARD_HELD, "held", N_("held at the office")) \
	X(CARD_COLLECTED, "collected", N_("collected in person")) \
	X(CARD_LOST, "lost", N_("lost")) \
	X(CARD_REISSUED, "reissued", N_("replaced by a reissue"))

enum card_state {
#define X(state, code, name) state,
	CARD_STATES(X)
#undef X
	    CARD_STATE_COUNT
};

enum card_event {
	CARD_EV_RECEIVED, /* counted in */
	CARD_EV_SETUP_OK,
	CARD_EV_SETUP_DEFECT,
	CARD_EV_NOTICE_SENT,
	CARD_EV_NOTICE_RETURNED,
	CARD_EV_SECOND_NOTICE,
	CARD_EV_HOLD,
	CARD_EV_RESERVE,
	CARD_EV_AT_COUNTER,
	CARD_EV_ABORTED,	 /* back to the state before */
	CARD_EV_ACTIVATION_LOST, /* sent at the issuer's terminal, no answer */
	CARD_EV_RECONCILED_YES,
	CARD_EV_RECONCILED_NO,
	CARD_EV_REMADE,
	CARD_EV_HANDED_OVER,
	CARD_EV_CANCEL,	 /* term over, expired, moved, died, withdrawn */
	CARD_EV_DESTROY, /* two persons */
	CARD_EV_SUSPEND,
	CARD_EV_FOUND,
	CARD_EV_ABOLISH,
	CARD_EV_RETURN,
	CARD_EV_EXPIRE,
	CARD_EV_POSTED,	       /* of a notification card, as those below */
	CARD_EV_POST_RETURNED, /* it came back: it is never forwarded */
	CARD_EV_HELD,	       /* kept at the office on request */
	CARD_EV_LOST,
	CARD_EV_REISSUED,
	CARD_EVENT_COUNT
};

const char *card_state_code(enum card_state s);
const char *card_state_name(enum card_state s); /* catalogue id */
bool card_state_from_code(const char *code, enum card_state *out);
const char *card_event_code(enum card_event e); /* for audit fields */

/* A card that may be brought to a counter: noticed, returned notice, second
 * notice, hold, reserved; a notification card that came back or is held. */
bool card_state_waits(enum card_state s);

/*
 * Where event leads an Individual Number Card from state. before is the state
 * remembered when the card came to the counter (used by CARD_EV_ABORTED only).
 * false: no such edge.
 */
bool lifecycle_next(enum card_state state, enum card_event event,
    enum card_state before, enum card_state *out);
/* The same for a notification card. */
bool notification_next(enum card_state state, enum card_event event,
    enum card_state before, enum card_state *out);
/* The one of the two that the type asks for. */
bool card_next(enum card_type type, enum card_state state,
    enum card_event event, enum card_state before, enum card_state *out);

#endif
