/* training_cases.h -- what a training office remembers of the day before. */
#ifndef KIOSK_DESK_TRAINING_CASES_H
#define KIOSK_DESK_TRAINING_CASES_H

#include <stdint.h>

#include "base/error.h"

struct store;

/* One paused visit, opened at counter 2 a day before now, in one
 * transaction. People, cards and staff must be there. */
enum kerr training_cases_fill(struct store *st, int64_t now, struct failure *f);

#endif
