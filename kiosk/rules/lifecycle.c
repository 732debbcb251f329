/* lifecycle.c -- see rules/lifecycle.h. */
#include "rules/lifecycle.h"

#include <stddef.h>
#include <string.h>

#include "base/error.h"

static const struct {
	const char *code;
	const char *name;
} states[CARD_STATE_COUNT] = {
#define X(state, code, name) [state] = {code, name},
    CARD_STATES(X)
#undef X
};

static const char *const events[CARD_EVENT_COUNT] = {
    [CARD_EV_RECEIVED] = "received",
    [CARD_EV_SETUP_OK] = "setup_ok",
    [CARD_EV_SETUP_DEFECT] = "setup_defect",
    [CARD_EV_NOTICE_SENT] = "notice_sent",
    [CARD_EV_NOTICE_RETURNED] = "notice_returned",
    [CARD_EV_SECOND_NOTICE] = "second_notice",
    [CARD_EV_HOLD] = "hold",
    [CARD_EV_RESERVE] = "reserve",
    [CARD_EV_AT_COUNTER] = "at_counter",
    [CARD_EV_ABORTED] = "aborted",
    [CARD_EV_ACTIVATION_LOST] = "activation_lost",
    [CARD_EV_RECONCILED_YES] = "reconciled_yes",
    [CARD_EV_RECONCILED_NO] = "reconciled_no",
    [CARD_EV_REMADE] = "remade",
    [CARD_EV_HANDED_OVER] = "handed_over",
    [CARD_EV_CANCEL] = "cancel",
    [CARD_EV_DESTROY] = "destroy",
    [CARD_EV_SUSPEND] = "suspend",
    [CARD_EV_FOUND] = "found",
    [CARD_EV_ABOLISH] = "abolish",
    [CARD_EV_RETURN] = "return",
    [CARD_EV_EXPIRE] = "expire",
};

/* counter-procedures 1, "States and transitions", line by line. A refused
 * card is an aborted one: it goes back to where it waited, and is cancelled
 * from there. */
static const struct edge {
	enum card_state from;
	enum card_event event;
	enum card_state to;
} edges[] = {
    {CARD_APPLIED, CARD_EV_RECEIVED, CARD_ARRIVED},
    {CARD_ARRIVED, CARD_EV_SETUP_OK, CARD_READY},
    {CARD_ARRIVED, CARD_EV_SETUP_DEFECT, CARD_DEFECT},
    {CARD_READY, CARD_EV_NOTICE_SENT, CARD_NOTICED},
    {CARD_NOTICED, CARD_EV_NOTICE_RETURNED, CARD_NOTICE_RETURNED},
    {CARD_NOTICED, CARD_EV_SECOND_NOTICE, CARD_RENOTICED},
    {CARD_NOTICED, CARD_EV_HOLD, CARD_HOLD},
    {CARD_NOTICED, CARD_EV_RESERVE, CARD_RESERVED},
    {CARD_RENOTICED, CARD_EV_RESERVE, CARD_RESERVED},
    {CARD_HOLD, CARD_EV_RESERVE, CARD_RESERVED},
    {CARD_NOTICE_RETURNED, CARD_EV_RESERVE, CARD_RESERVED},
    /* any waiting state, resident at counter */
    {CARD_NOTICED, CARD_EV_AT_COUNTER, CARD_IN_COLLECTION},
    {CARD_NOTICE_RETURNED, CARD_EV_AT_COUNTER, CARD_IN_COLLECTION},
    {CARD_RENOTICED, CARD_EV_AT_COUNTER, CARD_IN_COLLECTION},
    {CARD_HOLD, CARD_EV_AT_COUNTER, CARD_IN_COLLECTION},
    {CARD_RESERVED, CARD_EV_AT_COUNTER, CARD_IN_COLLECTION},
    /* IN_COLLECTION, aborted: lifecycle_next() gives the state before */
    {CARD_IN_COLLECTION, CARD_EV_ACTIVATION_LOST, CARD_UNKNOWN},
    {CARD_UNKNOWN, CARD_EV_RECONCILED_YES, CARD_DELIVERED},
    {CARD_UNKNOWN, CARD_EV_RECONCILED_NO, CARD_READY},
    {CARD_DEFECT, CARD_EV_REMADE, CARD_ARRIVED},
    {CARD_IN_COLLECTION, CARD_EV_HANDED_OVER, CARD_DELIVERED},
    /* any waiting state: term over, expired, moved, died, withdrawn */
    {CARD_NOTICED, CARD_EV_CANCEL, CARD_CANCELLED},
    {CARD_NOTICE_RETURNED, CARD_EV_CANCEL, CARD_CANCELLED},
    {CARD_RENOTICED, CARD_EV_CANCEL, CARD_CANCELLED},
    {CARD_HOLD, CARD_EV_CANCEL, CARD_CANCELLED},
    {CARD_RESERVED, CARD_EV_CANCEL, CARD_CANCELLED},
    {CARD_CANCELLED, CARD_EV_DESTROY, CARD_DESTROYED},
    {CARD_DELIVERED, CARD_EV_SUSPEND, CARD_SUSPENDED},
    {CARD_SUSPENDED, CARD_EV_FOUND, CARD_DELIVERED},
    {CARD_DELIVERED, CARD_EV_ABOLISH, CARD_REVOKED},
    {CARD_SUSPENDED, CARD_EV_ABOLISH, CARD_REVOKED},
    {CARD_DELIVERED, CARD_EV_RETURN, CARD_RETURNED},
    {CARD_SUSPENDED, CARD_EV_RETURN, CARD_RETURNED},
    {CARD_DELIVERED, CARD_EV_EXPIRE, CARD_EXPIRED},
    {CARD_SUSPENDED, CARD_EV_EXPIRE, CARD_EXPIRED},
};

#define EDGE_COUNT (sizeof(edges) / sizeof(edges[0]))

static bool
state_is_known(enum card_state s)
{
	return (unsigned)s < CARD_STATE_COUNT;
}

const char *
card_state_code(enum card_state s)
{
	return state_is_known(s) ? states[s].code : "";
}

const char *
card_state_name(enum card_state s)
{
	return state_is_known(s) ? states[s].name : "";
}

bool
card_state_from_code(const char *code, enum card_state *out)
{
	for (int s = 0; code != NULL && s < CARD_STATE_COUNT; s++) {
		if (strcmp(states[s].code, code) == 0) {
			*out = (enum card_state)s;
			return true;
		}
	}
	return false;
}

const char *
card_event_code(enum card_event e)
{
	return (unsigned)e < CARD_EVENT_COUNT ? events[e] : "";
}

bool
card_state_waits(enum card_state s)
{
	return s == CARD_NOTICED || s == CARD_NOTICE_RETURNED ||
	       s == CARD_RENOTICED || s == CARD_HOLD || s == CARD_RESERVED;
}

bool
lifecycle_next(enum card_state state, enum card_event event,
    enum card_state before, enum card_state *out)
{
	if (state == CARD_IN_COLLECTION && event == CARD_EV_ABORTED) {
		/* It can only have come from where cards wait. */
		if (!card_state_waits(before))
			return false;
		*out = before;
		return true;
	}
	for (size_t i = 0; i < EDGE_COUNT; i++) {
		if (edges[i].from == state && edges[i].event == event) {
			*out = edges[i].to;
			return true;
		}
	}
	return false;
}
