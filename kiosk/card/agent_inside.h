/* agent_inside.h -- the parent's side of the agent, for agent.c and
 * agent_face.c only. */
#ifndef KIOSK_CARD_AGENT_INSIDE_H
#define KIOSK_CARD_AGENT_INSIDE_H

#include "base/process.h"
#include "card/agent.h"
#include "card/agent_message.h"
#include "card/shared_area.h"

struct agent {
	struct agent_config config;
	const struct clock *clock;
	struct process process;
	struct shared_area area;
	bool ready;
	bool gone; /* AGENT_GONE is to be told */
	enum kerr gone_why;
	bool module_resets;
	bool secrets_off;      /* the child could not lock memory for values */
	unsigned module_fault; /* enum issuer_fault, of a module refused */
	enum reader_state reader;
	bool stuck;	/* a child was killed while it held a card */
	bool held;	/* the child's session with the card is open */
	bool picturing; /* the running request is behind the card */
	enum agent_order_kind running;
	enum pin_ref ref;
	int64_t due;	  /* clock_ms; NO_DUE: nothing runs */
	int64_t log_seen; /* when pcscd was seen to keep no log; 0: never */
};

/* Send an order; its deadline begins. Errors: ERR_DEADLINE (one runs),
 * ERR_AGENT_LOST, agent_order_send()'s. */
enum kerr agent_post(struct agent *a, struct agent_order *head,
    const struct secret *first, const struct secret *second);

#endif
