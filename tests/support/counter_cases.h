/* counter_cases.h -- PIN changes and resets at a counter: a holder comes with
 * the card, chooses the signature password and the PIN of the user
 * authentication certificate, and has both written. */
#ifndef TESTS_SUPPORT_COUNTER_CASES_H
#define TESTS_SUPPORT_COUNTER_CASES_H

#include "support/counter.h"

/* The one holder of a training office who is found by these words, the notice
 * of that card, and what it holds. */
#define COUNTER_HOLDER	    "kamiya"
#define COUNTER_HOLDER_CARD "N-00137"
#define COUNTER_HELD_SIGN   "TRAINING7"
#define COUNTER_HELD_DIGITS "4649"

struct counter_values {
	const char *sign, *digits;
};

/* From the queue up to the question whether to write. */
void counter_change_pins(
    struct counter *c, struct counter_values old, struct counter_values chosen);
/* The same without the old ones; staff "1002" agrees, so "1001" sits there. */
void counter_reset_pins(struct counter *c, struct counter_values chosen);
/* What the resident is told when all of it went well. */
#define COUNTER_CHANGED "Your PINs have been changed"
#define COUNTER_RESET	"Your new PINs have been set"
/* Write, take the terminal back, give the card back, and to the queue. */
void counter_write_and_close(struct counter *c, const char *title);

#endif
