/* training_cards.h -- the folder of virtual cards: which are there and whose
 * they are. */
#ifndef KIOSK_CARD_TRAINING_CARDS_H
#define KIOSK_CARD_TRAINING_CARDS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

struct reader_card; /* card/training_reader.h */

/* Whether folder/NAME.card is there; false for names with a slash. */
bool training_cards_has(const char *folder, const char *name);
/* As training_reader_list(), without saying which one is placed. */
enum kerr training_cards_list(const char *folder, struct reader_card **out,
    size_t *count, struct failure *f);

#endif
