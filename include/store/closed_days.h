/* closed_days.h -- the office's rows of days without the issuer's systems,
 * as rules/calendar.h reads them. */
#ifndef KIOSK_STORE_CLOSED_DAYS_H
#define KIOSK_STORE_CLOSED_DAYS_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "rules/calendar.h"

struct store;

enum kerr closed_days_add(
    struct store *st, const struct closed_days *row, int64_t *id);
/* Errors: ERR_NOT_FOUND. */
enum kerr closed_days_remove(struct store *st, int64_t id);
/* By first day; ids may be NULL. */
enum kerr closed_days_list(struct store *st, struct closed_days *rows,
    int64_t *ids, size_t most, size_t *count);

#endif
