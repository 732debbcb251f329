/* founding.h -- a new office: its folders, keys and store, before the first
 * person can sign in. */
#ifndef KIOSK_DESK_FOUNDING_H
#define KIOSK_DESK_FOUNDING_H

#include <stdint.h>

#include "base/error.h"

struct office_settings;
struct seal_keys;
struct store;

struct founding {
	struct seal_keys *keys;
	struct store *store;
};

/*
 * Make the folders (0700), the key file and the store that settings name, and
 * propose the built-in fee schedule in it (store/rules_in_force.h). now: UTC.
 * A key file that was made here is taken away again when the store cannot
 * be made. Errors: ERR_STORE_EXISTS, ERR_KEY_FILE (there is one already: it
 * may be another office's), ERR_CONFIG (store and keys in one file), those of
 * the store.
 */
enum kerr founding_begin(const struct office_settings *settings, int64_t now,
    struct founding *out, struct failure *f);
void founding_end(struct founding *founding);

/* Make path and what is missing above it, each 0700. Errors: ERR_IO. */
enum kerr founding_make_folder(const char *path, struct failure *f);

#endif
