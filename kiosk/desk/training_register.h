/* training_register.h -- the invented people as rows of the store and as
 * virtual cards. */
#ifndef KIOSK_DESK_TRAINING_REGISTER_H
#define KIOSK_DESK_TRAINING_REGISTER_H

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

#endif
