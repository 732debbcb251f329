/* training_fault.h -- what can be made to go wrong on the built-in reader, as
 * people write it: "KIND:N", N being the command since the card got power,
 * "KIND:N+" that one and each after it. */
#ifndef KIOSK_CARD_TRAINING_FAULT_H
#define KIOSK_CARD_TRAINING_FAULT_H

#include <stdbool.h>
#include <stddef.h>

#define TRAINING_FAULT_SIZE 240 /* a line of the control file, with its NUL */

struct training_fault_kind {
	const char *form; /* "sw=XXXX" */
	const char *said; /* what it does: a catalogue id */
};

/* Borrowed, constant, in the order of the manual; *count of them. */
const struct training_fault_kind *training_fault_kinds(size_t *count);
/*
 * From "KIND", "KIND:N" or "KIND:N+" to "KIND N" or "KIND N+", as the control
 * file has it; N is 1 when it is left out. false: no such kind or number.
 */
bool training_fault_read(const char *text, char line[TRAINING_FAULT_SIZE]);
/* The card that it brings ("swap=NAME"), within text; NULL: none. */
const char *training_fault_card(const char *text);

#endif
