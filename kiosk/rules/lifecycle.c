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
    [CARD_EV_POSTED] = "posted",
    [CARD_EV_POST_RETURNED] = "post_returned",
    [CARD_EV_HELD] = "held",
    [CARD_EV_LOST] = "lost",
    [CARD_EV_REISSUED] = "reissued",
};

struct edge {
	enum card_state from;
	enum card_event event;
	enum card_state to;
};

/* counter-procedures 1, "States and transitions", line by line. A refused
 * card is an aborted one: it goes back to where it waited, and is cancelled
 * from there. */
static const struct edge individual_edges[] = {
    {CARD_APPLIED, CARD_EV_RECEIVED, CARD_ARRIVED},
    /* an application that is withdrawn before a card came (D) */
    {CARD_APPLIED, CARD_EV_CANCEL, CARD_CANCELLED},
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
    /* Ours: a card that lapsed is handed in, found or brought; what was handed
     * in is destroyed by two persons as a cancelled one is. */
    {CARD_REVOKED, CARD_EV_RETURN, CARD_RETURNED},
    {CARD_EXPIRED, CARD_EV_RETURN, CARD_RETURNED},
    {CARD_RETURNED, CARD_EV_DESTROY, CARD_DESTROYED},
    /* Ours: it lies in the office too, only nobody was told yet. */
    {CARD_READY, CARD_EV_CANCEL, CARD_CANCELLED},
};

/* Ours, from counter-procedures 0.2, 2.5 and 4.5. Nothing leads from the office
 * back to the post: what came back is collected in person or destroyed. */
static const struct edge notification_edges[] = {
    {CARD_APPLIED, CARD_EV_POSTED, CARD_POSTED},
    /* a reissue with a fee comes to the office: it is paid when collected */
    {CARD_APPLIED, CARD_EV_RECEIVED, CARD_HELD},
    {CARD_POSTED, CARD_EV_POST_RETURNED, CARD_POST_RETURNED},
    {CARD_POST_RETURNED, CARD_EV_HELD, CARD_HELD},
    {CARD_POST_RETURNED, CARD_EV_AT_COUNTER, CARD_IN_COLLECTION},
    {CARD_HELD, CARD_EV_AT_COUNTER, CARD_IN_COLLECTION},
    {CARD_IN_COLLECTION, CARD_EV_HANDED_OVER, CARD_COLLECTED},
    {CARD_POST_RETURNED, CARD_EV_DESTROY, CARD_DESTROYED},
    {CARD_HELD, CARD_EV_DESTROY, CARD_DESTROYED},
    /* what did not come back is with its holder */
    {CARD_POSTED, CARD_EV_LOST, CARD_LOST},
    {CARD_COLLECTED, CARD_EV_LOST, CARD_LOST},
    {CARD_LOST, CARD_EV_FOUND, CARD_COLLECTED},
    {CARD_POSTED, CARD_EV_REISSUED, CARD_REISSUED},
    {CARD_COLLECTED, CARD_EV_REISSUED, CARD_REISSUED},
    {CARD_LOST, CARD_EV_REISSUED, CARD_REISSUED},
};

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

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

static bool
follow(const struct edge *edges, size_t count, enum card_state state,
    enum card_event event, enum card_state *out)
{
	for (size_t i = 0; i < count; i++) {
		if (edges[i].from == state && edges[i].event == event) {
			*out = edges[i].to;
			return true;
		}
	}
	return false;
}

/* It can only have come from where cards of its kind wait: where somebody at
 * the counter may take one from. */
static bool
go_back(const struct edge *edges, size_t count, enum card_state before,
    enum card_state *out)
{
	enum card_state taken;

	if (!follow(edges, count, before, CARD_EV_AT_COUNTER, &taken))
		return false;
	*out = before;
	return true;
}

static bool
next(const struct edge *edges, size_t count, enum card_state state,
    enum card_event event, enum card_state before, enum card_state *out)
{
	if (state == CARD_IN_COLLECTION && event == CARD_EV_ABORTED)
		return go_back(edges, count, before, out);
	return follow(edges, count, state, event, out);
}

bool
card_state_waits(enum card_state s)
{
	enum card_state taken;

	return lifecycle_next(s, CARD_EV_AT_COUNTER, s, &taken) ||
	       notification_next(s, CARD_EV_AT_COUNTER, s, &taken);
}

bool
lifecycle_next(enum card_state state, enum card_event event,
    enum card_state before, enum card_state *out)
{
	return next(individual_edges, COUNT(individual_edges), state, event,
	    before, out);
}

bool
notification_next(enum card_state state, enum card_event event,
    enum card_state before, enum card_state *out)
{
	return next(notification_edges, COUNT(notification_edges), state, event,
	    before, out);
}

bool
card_next(enum card_type type, enum card_state state, enum card_event event,
    enum card_state before, enum card_state *out)
{
	return type == CARD_TYPE_NOTIFICATION
		   ? notification_next(state, event, before, out)
		   : lifecycle_next(state, event, before, out);
}
