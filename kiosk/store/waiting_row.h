/* waiting_row.h -- one line of the list of what waits. For the store room
 * only. */
#ifndef KIOSK_STORE_WAITING_ROW_H
#define KIOSK_STORE_WAITING_ROW_H

#include "store/waiting.h"

/* Errors: ERR_NOT_FOUND. */
enum kerr waiting_row_load(
    struct store *st, int64_t card, struct waiting_row *out);

#endif
