/* slips.h -- numbered papers. The number is taken and committed before the
 * paper is made; the result after it (design, decision 3). */
#ifndef KIOSK_STORE_SLIPS_H
#define KIOSK_STORE_SLIPS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

struct store;

enum slip_state {
	SLIP_INTENDED, /* no result: may or may not lie in the spool */
	SLIP_SPOOLED,
	SLIP_FAILED,
	SLIP_STATE_COUNT
};

struct slip {
	int64_t id;
	int64_t counter;
	int64_t number; /* 1, 2, ... at this counter, no gaps */
	int64_t case_id;
	char kind[24];
	char lang[8];
	enum slip_state state;
	char file[200]; /* name in the spool, no directory */
	int64_t at;
};

/* Take this counter's next number. */
enum kerr slips_intend(struct store *st, int64_t case_id, const char *kind,
    const char *lang, int64_t *id, int64_t *number);
/* SPOOLED (with file) or FAILED; a failed one may be spooled later.
 * Errors: ERR_CASE_STATE when it is spooled already. */
enum kerr slips_result(
    struct store *st, int64_t id, enum slip_state state, const char *file);
enum kerr slips_get(struct store *st, int64_t id, struct slip *out);
enum kerr slips_of_case(struct store *st, int64_t case_id, struct slip *rows,
    size_t most, size_t *count);
/* Intended or failed ones of this counter. */
enum kerr slips_unprinted(
    struct store *st, struct slip *rows, size_t most, size_t *count);

#endif
