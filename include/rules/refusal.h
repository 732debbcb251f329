/* refusal.h -- the reasons for which a case may be refused, paused or
 * abandoned. Refusals: counter-procedures 2, "Stop reason", and what its
 * paragraphs refuse; codes in capitals are stored and printed on the day's
 * list. Whatever the reason, the card goes back to where it waited; a reason
 * whose consequence is destruction leads there from the stock, with two
 * persons (counter-procedures 1). */
#ifndef KIOSK_RULES_REFUSAL_H
#define KIOSK_RULES_REFUSAL_H

#include <stdbool.h>

#include "rules/case_flow.h"

struct refusal {
	const char *code;  /* "GUARDIAN_MISSING"; NULL ends */
	const char *label; /* catalogue id, staff's words */
	const char *said;  /* catalogue id, to the resident */
	bool needs_note;   /* a free note of the clerk is required */
};

/* The reasons of a step, ended by code NULL; never empty. */
const struct refusal *step_refusals(enum case_step step);
/* Those of a step in this kind of case. */
const struct refusal *case_refusals(enum case_kind kind, enum case_step step);
const struct refusal *refusal_from_code(const char *code); /* or NULL */

/* One of several answers, or of several reasons. */
struct choice {
	const char *code;  /* stored; NULL ends */
	const char *label; /* catalogue id */
};

/* Reasons for pausing and abandoning, as choices ended by code NULL. */
const struct choice *pause_reasons(void);
const struct choice *abandon_reasons(void);

#endif
