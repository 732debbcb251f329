/* training.h -- the training office: an invented register, invented staff,
 * virtual cards that keep their state, and the training desk that places,
 * removes and pulls them. Nothing of it works in a real office. */
#ifndef KIOSK_DESK_TRAINING_H
#define KIOSK_DESK_TRAINING_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

struct desk;

/* Make the office in directory (created 0700): kiosk.ini, store, keys, cards,
 * spool, without asking. progress may be NULL. Errors: ERR_STORE_EXISTS. */
enum kerr training_create(const char *directory,
    void (*progress)(void *arg, int done, int all), void *arg,
    struct failure *f);

struct training_card {
	char name[64]; /* file name without ".card" */
	char holder[160];
	char notice[24]; /* "" when not in the list */
	bool placed;	 /* lies on this counter's reader */
};
/* Cards of this office. Returns how many were filled. */
size_t training_cards(
    struct desk *d, struct training_card *out, size_t most, size_t *all);
enum kerr training_place(struct desk *d, const char *name, struct failure *f);
/* Lift it: at once, even in the middle of a command (a pull). */
enum kerr training_remove(struct desk *d, struct failure *f);

/* The same for scripts: an office directory or its kiosk.ini, and a counter. */
enum kerr training_card_control(const char *directory, int counter,
    const char *verb, const char *name, const char *fault, struct failure *f);

#endif
