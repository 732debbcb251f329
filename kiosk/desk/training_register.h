/* training_register.h -- the invented people as rows of the store and as
 * virtual cards. */
#ifndef KIOSK_DESK_TRAINING_REGISTER_H
#define KIOSK_DESK_TRAINING_REGISTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

struct office_settings;
struct store;

/* How many virtual cards will be made. */
int training_register_cards(void);
/* People, cards and closed days, in one transaction. now: UTC. */
enum kerr training_register_fill(struct store *st,
    const struct office_settings *settings, int64_t now, struct failure *f);
/* The virtual cards; made is told after each. */
enum kerr training_register_make_cards(const struct office_settings *settings,
    int64_t now, void (*made)(void *arg), void *arg, struct failure *f);

#define TRAINING_CODE_SIZE 5
/* The security code that is printed on a card of this office, by the name of
 * its file; the chip keeps none. false: it is none of ours. */
bool training_register_code(const char *card, char out[TRAINING_CODE_SIZE]);

#endif
