/* counter_pins.h -- PINs that are cut off in the middle: what the screen says
 * of each place on the chip, a resident who answers whatever is asked, and the
 * processes behind a terminal. */
#ifndef TESTS_SUPPORT_COUNTER_PINS_H
#define TESTS_SUPPORT_COUNTER_PINS_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "rules/pin.h"
#include "support/counter.h"

/* What the trace of a reader says of the five places. */
struct counter_chip {
	size_t commands; /* all that were sent */
	/* Changes that the card granted, in the order of the writing. */
	size_t changes;
	size_t proved;	   /* of them followed by a proof with the new value */
	size_t last_proof; /* which command it was, from 1 */
	bool hangs;	   /* the last command was not answered */
};
void counter_chip_read(
    const struct counter_office *o, int counter, struct counter_chip *out);
/* Wait until the last command of the trace hangs. */
void counter_chip_wait_hang(const struct counter_office *o, int counter);
/* Whether line n of the trace is a command that changes a PIN. */
bool counter_chip_is_change(
    const struct counter_office *o, int counter, size_t n);

/* The staff's table: the first set places are set, unknown follow that nobody
 * knows, the rest is still to set. */
void counter_expect_places(struct counter *c, int set, int unknown);

/* On the resident's screens: type what each page asks for, until all is chosen
 * and the card can be written. */
void counter_answer_resident(
    struct counter *c, const char *sign, const char *digits);
/* The same where the old ones are asked for first. */
void counter_answer_change(struct counter *c, const char *old_sign,
    const char *old_digits, const char *sign, const char *digits);
/* From the PINs of a case, in whatever state, to the end: ask the card about
 * what is unknown, hand over, choose, write, take back. */
void counter_finish_pins(struct counter *c);

/* A child of the program whose command line has this word; 0: none. */
pid_t counter_child(const struct counter *c, const char *word);

#endif
