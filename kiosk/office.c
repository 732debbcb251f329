/* office.c -- see root/office.h. */
#include "root/office.h"

#include <string.h>

#include "base/seal.h"
#include "desk/training.h"
#include "store/store.h"

enum kerr
office_begin(
    const struct options *o, struct office_open *out, struct failure *f)
{
	enum kerr e;

	memset(out, 0, sizeof(*out));
	if (o->config == NULL) {
		failure_set(f, ERR_USAGE);
		failure_text(f, "reason", N_("--config FILE is missing"));
		return ERR_USAGE;
	}
	if ((e = office_read(o->config, 0, &out->settings, f)) != KERR_OK)
		return e;
	return training_clock(
	    &out->settings, &out->clock, &out->clock_offset, f);
}

enum kerr
office_open_store(struct office_open *office, struct failure *f)
{
	enum kerr e = seal_keys_open(office->settings.keys, &office->keys, f);

	if (e == KERR_OK)
		e = store_open(office->settings.store, office->keys,
		    STORE_COUNTER_NONE, &office->store, f);
	return e;
}

void
office_end(struct office_open *office)
{
	store_close(&office->store);
	seal_keys_free(&office->keys);
}
