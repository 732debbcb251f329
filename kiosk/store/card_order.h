/* card_order.h -- the order of the waiting list, the record of moves, and how
 * a card's life begins. For the store room only. */
#ifndef KIOSK_STORE_CARD_ORDER_H
#define KIOSK_STORE_CARD_ORDER_H

#include <stdint.h>

#include "base/date.h"
#include "base/error.h"
#include "rules/lifecycle.h"

struct store;
struct card_record;

/* One column sorts the list: reserved cards by their time, then the others by
 * the day of their notice, then those without. UTC seconds stay far below. */
#define CARD_ORDER_NOTICED   (INT64_C(1) << 40)
#define CARD_ORDER_NO_NOTICE (INT64_C(1) << 41)

int64_t card_order(int64_t reserved_at, struct date noticed_on);

/* Add to the card's life; from NULL: it was listed. */
enum kerr card_move_add(struct store *st, int64_t card,
    const enum card_state *from, enum card_state to, const char *event,
    int64_t case_id);
/* The card and its first move; cards_add() without the search keys. */
enum kerr card_row_add(
    struct store *st, const struct card_record *card, int64_t *id);
/* The same with another first event, in a case. */
enum kerr card_row_begin(struct store *st, const struct card_record *card,
    const char *event, int64_t case_id, int64_t *id);

#endif
