/* destruction_sheet.h -- the paper of a destruction, for both to sign. */
#ifndef KIOSK_DESK_DESTRUCTION_SHEET_H
#define KIOSK_DESK_DESTRUCTION_SHEET_H

#include <stddef.h>

#include "base/error.h"

struct desk;
struct destruction_view;

/* Take a number and spool it; path is where it lies. Errors: ERR_SPOOL, those
 * of the store. */
enum kerr destruction_sheet(struct desk *d, const struct destruction_view *v,
    char *path, size_t path_size, struct failure *f);

#endif
