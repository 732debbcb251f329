/* training_money.h -- the fee schedule, the cash officers and their floats of
 * a training office: entered by one invented supervisor, taken by the other. */
#ifndef KIOSK_DESK_TRAINING_MONEY_H
#define KIOSK_DESK_TRAINING_MONEY_H

#include <stdint.h>

#include "base/error.h"

struct store;

/* After its staff are there. Everything is in force on the day of now. */
enum kerr training_money_fill(struct store *st, int64_t now, struct failure *f);

#endif
