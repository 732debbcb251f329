/* card_order.h -- the order of the waiting list and the record of moves. For
 * the store room only. */
#ifndef KIOSK_STORE_CARD_ORDER_H
#define KIOSK_STORE_CARD_ORDER_H

#include <stdint.h>

#include "base/date.h"
#include "base/error.h"
#include "rules/lifecycle.h"

struct store;

/* One column sorts the list: reserved cards by their time, then the others by
 * the day of their notice, then those without. UTC seconds stay far below. */
#define CARD_ORDER_NOTICED   (INT64_C(1) << 40)
#define CARD_ORDER_NO_NOTICE (INT64_C(1) << 41)

int64_t card_order(int64_t reserved_at, struct date noticed_on);

/* Add to the card's life; from NULL: it was listed. */
enum kerr card_move_add(struct store *st, int64_t card,
    const enum card_state *from, enum card_state to, const char *event,
    int64_t case_id);

#endif
