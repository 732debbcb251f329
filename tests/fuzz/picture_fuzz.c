/* Any bytes as a picture, for both decoders: ready within its limits, or
 * nothing. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "card/picture.h"

#define MOST 16384
#define ROOM (3 * MOST)

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

static void
hold(bool truth)
{
	if (!truth)
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	static uint8_t pixels[ROOM];
	static const enum picture_kind kinds[] = {
	    PICTURE_JPEG2000, PICTURE_PNG};

	for (size_t i = 0; i < 2; i++) {
		struct picture p;

		picture_decode(kinds[i], bytes, n, MOST, pixels, ROOM, &p);
		hold(p.state < PICTURE_STATE_COUNT);
		if (p.state != PICTURE_READY) {
			hold(p.width == 0 && p.height == 0 && p.channels == 0);
			continue;
		}
		hold(p.width > 0 && p.height > 0);
		hold((size_t)p.width * (size_t)p.height <= MOST);
		hold(p.channels == 1 || p.channels == 3);
	}
	return 0;
}
