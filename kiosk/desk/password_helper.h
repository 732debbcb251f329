/* password_helper.h -- one password check in a child of its own: Argon2id at
 * 64 MiB takes longer than a screen may wait (design 1). The password crosses
 * once over a socket pair and both ends wipe it. */
#ifndef KIOSK_DESK_PASSWORD_HELPER_H
#define KIOSK_DESK_PASSWORD_HELPER_H

#include <stdbool.h>

#include "base/error.h"
#include "base/process.h"
#include "base/seal.h"

struct secret;

/* One check that runs; fd is for the poll loop. */
struct password_check {
	struct process child; /* pid 0: none runs */
};

/*
 * Begin to compare password with hash; an empty hash (unknown staff number)
 * costs the same time and fails. Errors: ERR_PROCESS.
 */
enum kerr password_check_start(struct password_check *c,
    const struct secret *password, const char *hash, struct failure *f);
/* After fd became readable: whether it matched. Ends the child. Errors:
 * ERR_PROCESS when the child died without an answer. */
enum kerr password_check_finish(struct password_check *c, bool *matched);
/* End it without an answer. */
void password_check_cancel(struct password_check *c);

#endif
