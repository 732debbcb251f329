/* log.h -- the technical log: codes and numbers, never personal data. One
 * line a time: UTC, process, what, arguments. Goes to a 0600 file. */
#ifndef KIOSK_BASE_LOG_H
#define KIOSK_BASE_LOG_H

#include <stdint.h>

#include "base/error.h"

struct clock;
struct log; /* opaque; NULL logs nothing */

/* Append to path (made 0600). Errors: ERR_IO, ERR_PERMISSIONS. */
enum kerr log_open(const char *path, const struct clock *clock,
    struct log **out, struct failure *f);
/* what: a short fixed text ("agent lost"); f: NULL, or what went wrong. */
void log_event(struct log *l, const char *what, const struct failure *f);
void log_number(struct log *l, const char *what, const char *name, int64_t n);
void log_close(struct log **l);

#endif
