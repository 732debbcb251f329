/* card_links.h -- how the cards of one person hang together: which card came
 * after which, which other card the person may still have, the application
 * that a delivery list fills later, and a card's end that is put off
 * (counter-procedures 1.2, 1.9, 2.11, 4). */
#ifndef KIOSK_STORE_CARD_LINKS_H
#define KIOSK_STORE_CARD_LINKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/date.h"
#include "base/error.h"
#include "store/cards.h"

struct store;
struct person;

/* The card that took this one's place, or is applied for to do so; one that
 * was cancelled or destroyed does not count. Errors: ERR_NOT_FOUND. */
enum kerr cards_newer(struct store *st, int64_t card, struct card_record *out);
/*
 * Individual Number Cards, delivered or suspended, of the same person: the same
 * entry, or the same birth date with the same Roman or kanji name. Without the
 * card itself. Oldest first.
 */
enum kerr cards_still_held(struct store *st, int64_t card,
    const struct person *p, struct card_record *rows, size_t most,
    size_t *count);

/* -- an application made here -- */

/*
 * List the card that will come: for the person of the card that it replaces, in
 * state APPLIED. Errors: ERR_APPLICATION_TAKEN (the ID is another card's),
 * ERR_STORE_CONSTRAINT (the old card is replaced already).
 */
enum kerr cards_apply(struct store *st, const struct card_record *card,
    const struct person *p, int64_t case_id, int64_t *id);
/* Other answers while it is only applied for: ID, kind, reason, certificates,
 * express. Errors: ERR_APPLICATION_TAKEN, ERR_CARD_STATE. */
enum kerr cards_apply_again(struct store *st, const struct card_record *card);
/* The application is not made after all; its ID is free again.
 * Errors: ERR_CARD_STATE when the card has come meanwhile. */
enum kerr cards_withdraw(struct store *st, int64_t card, int64_t case_id);
/*
 * The card came with a delivery list: what the list says of it and its person,
 * while kind, reason and the card that it replaces stay the office's own. It
 * moves on to listed->state, event by event. Errors: ERR_CARD_STATE,
 * ERR_STORE_CONSTRAINT.
 */
enum kerr cards_arrive(struct store *st, int64_t card,
    const struct card_record *listed, const struct person *p);

/* -- the end of a card is put off (2.11) -- */
#define EXTENSION_SPECIAL "special"
enum kerr cards_extend(struct store *st, int64_t card, int64_t case_id,
    const char *form, struct date until);
enum kerr cards_was_extended(
    struct store *st, int64_t card, const char *form, bool *out);

#endif
