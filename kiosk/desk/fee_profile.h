/* fee_profile.h -- a list of rules to be proposed: the built-in one, or a file
 * (config/fees). A list changes no price: it is proposed, and two people put
 * it in force. */
#ifndef KIOSK_DESK_FEE_PROFILE_H
#define KIOSK_DESK_FEE_PROFILE_H

#include <stddef.h>

#include "base/error.h"
#include "rules/fee.h"

struct fee_profile {
	char name[32];
	struct rule rule[FEE_PROFILE_MOST];
	size_t count;
};

/* Owned by the caller. Errors: ERR_IO, ERR_CSV (line, column, reason),
 * ERR_CSV_ENCODING, ERR_MEMORY. */
enum kerr fee_profile_read(
    const char *name_or_path, struct fee_profile **out, struct failure *f);
void fee_profile_free(struct fee_profile **p);

#endif
