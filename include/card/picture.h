/* picture.h -- pictures of a card as plain pixels.
 *
 * Rules: individual-number-card 7 (a JPEG 2000 photo, 1-bit PNGs). Runs in the
 * locked-in agent only, with nothing open on a card: the bytes are a card's,
 * and a decoder is a large program. */
#ifndef KIOSK_CARD_PICTURE_H
#define KIOSK_CARD_PICTURE_H

#include <stddef.h>
#include <stdint.h>

#include "card/face.h"

enum picture_kind {
	PICTURE_JPEG2000, /* grey or RGB come out */
	PICTURE_PNG	  /* grey comes out */
};

/*
 * Fill pixels, of which at most pixels_most are allowed (3 bytes each for
 * RGB; size is the room). Never fails loudly: out says what came of it, and
 * pixels hold nothing unless it is ready.
 */
void picture_decode(enum picture_kind kind, const uint8_t *bytes, size_t len,
    size_t pixels_most, uint8_t *pixels, size_t size, struct picture *out);

#endif
