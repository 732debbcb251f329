/* card_list.h -- many new cards in one transaction.
 *
 * As cards_add() for each of them; but their search keys, ten a card and spread
 * over the whole index, are kept until they are many and then written in the
 * order of the index. */
#ifndef KIOSK_STORE_CARD_LIST_H
#define KIOSK_STORE_CARD_LIST_H

#include "store/cards.h"

struct card_list; /* opaque */

/* Inside a transaction of st, which is borrowed. Owned by the caller, who ends
 * it with card_list_free(); NULL without memory. */
struct card_list *card_list_new(struct store *st);
/* List a card, as cards_add(). It can be searched for after card_list_end().
 * Errors: as cards_add(). */
enum kerr card_list_add(struct card_list *list, const struct card_record *card,
    const struct person *p, int64_t *id);
/* Write what is kept; to be called before the transaction is committed. */
enum kerr card_list_end(struct card_list *list);
/* Release, and set *list to NULL; what was not written is dropped, for a
 * transaction that is rolled back. NULL is allowed. */
void card_list_free(struct card_list **list);

#endif
