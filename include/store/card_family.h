/* card_family.h -- what belongs together: the cards of one person, the cases
 * that a card was in, and people who may be the same one. The card that took
 * another's place: card_links.h. */
#ifndef KIOSK_STORE_CARD_FAMILY_H
#define KIOSK_STORE_CARD_FAMILY_H

#include <stddef.h>
#include <stdint.h>

#include "base/date.h"
#include "base/error.h"

struct store;

/* Every card of a person, newest first. */
enum kerr card_family_of_person(struct store *st, int64_t person,
    int64_t *cards, size_t most, size_t *count);
/* The cases that a card was in, newest first. */
enum kerr card_family_cases(
    struct store *st, int64_t card, int64_t *cases, size_t most, size_t *count);
/* Everybody who was born on that day. */
enum kerr card_family_born(struct store *st, struct date born, int64_t *people,
    size_t most, size_t *count);

#endif
