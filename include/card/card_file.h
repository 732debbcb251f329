/* card_file.h -- a whole transparent file of a card, in pieces.
 *
 * Rules: individual-number-card 3, traces T08 and T09. */
#ifndef KIOSK_CARD_CARD_FILE_H
#define KIOSK_CARD_CARD_FILE_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

struct card;

#define CARD_FILE_READS_MOST 260 /* all that 15-bit offsets reach, in 128s */

/*
 * Read the object that the selected EF begins with: its length is in its
 * header, filler behind it is left alone. Never an extended length, which not
 * every reader passes. *len is what was read, also on failure.
 * Errors: those of card_read_binary() (ERR_PIN_WRONG never: nothing is
 * verified); ERR_CARD_REPLY when no object stands there, when it does not fit
 * size, or when the file ends before it does.
 */
enum kerr card_file_read(
    struct card *card, uint8_t *bytes, size_t size, size_t *len);

#endif
