/* office.h -- an office as commands open it: settings, clock, keys, store. */
#ifndef KIOSK_ROOT_OFFICE_H
#define KIOSK_ROOT_OFFICE_H

#include <stdint.h>

#include "base/clock.h"
#include "desk/office.h"
#include "root/options.h"

struct seal_keys;
struct store;

struct office_open {
	struct office_settings settings;
	int64_t clock_offset;
	struct clock clock;
	struct seal_keys *keys;
	struct store *store;
};

/* The settings and the clock of o->config; no store yet. Errors: ERR_USAGE
 * when there is none, those of office_read(). */
enum kerr office_begin(
    const struct options *o, struct office_open *out, struct failure *f);
/* And keys and store, as commands (counter 0). */
enum kerr office_open_store(struct office_open *office, struct failure *f);
/* NULL members are allowed. */
void office_end(struct office_open *office);

#endif
