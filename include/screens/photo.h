/* photo.h -- a picture as cells of the terminal: in 256, 16, 8 or no colours,
 * with braille dots or ASCII. Never an escape sequence of its own. */
#ifndef KIOSK_SCREENS_PHOTO_H
#define KIOSK_SCREENS_PHOTO_H

#include <stdbool.h>
#include <stdint.h>

#include "screens/draw.h"

enum photo_kind {
	PHOTO_PORTRAIT, /* shades; the whole picture, in its proportions */
	PHOTO_WRITING	/* dark on light: only the part with ink is shown */
};

/* Plain pixels, 8 bits, rows from the top; borrowed. */
struct photo_source {
	const uint8_t *pixels;
	int width, height;
	int channels; /* 1: grey, 3: RGB */
};

/*
 * Draw it as large as the area allows, from its top left corner.
 * false: there was no memory, or nothing is in the picture.
 */
bool photo_draw(const struct area *a, const struct photo_source *source,
    enum photo_kind kind);

#endif
