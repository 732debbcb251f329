/* slips.h -- the numbers of slips. A number is taken in the transaction of what
 * the slip tells of; its paper and what became of it are in print_jobs.h. */
#ifndef KIOSK_STORE_SLIPS_H
#define KIOSK_STORE_SLIPS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

struct store;

struct slip {
	int64_t id;
	int64_t counter;
	int64_t number; /* 1, 2, ... at this counter, no gaps */
	int64_t case_id;
	char kind[24];
	char lang[8];
	int64_t at;
};

/* Take this counter's next number. */
enum kerr slips_intend(struct store *st, int64_t case_id, const char *kind,
    const char *lang, int64_t *id, int64_t *number);
enum kerr slips_get(struct store *st, int64_t id, struct slip *out);
enum kerr slips_of_case(struct store *st, int64_t case_id, struct slip *rows,
    size_t most, size_t *count);

#endif
