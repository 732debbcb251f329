/* counter.h -- opening the staff terminal of one counter, and leaving it
 * cleanly. */
#ifndef KIOSK_ROOT_COUNTER_H
#define KIOSK_ROOT_COUNTER_H

#include "base/error.h"

struct options;

/* Runs until staff leave or the terminal goes away. Everything is given back
 * when it returns, also after an error. Errors: of everything it opens. */
enum kerr counter_run(const struct options *o, struct failure *f);

#endif
