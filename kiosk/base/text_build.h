/* text_build.h -- filling a fixed buffer with text that is never cut inside a
 * character. Used by the text_*.c files; everyone else calls text.h. */
#ifndef KIOSK_BASE_TEXT_BUILD_H
#define KIOSK_BASE_TEXT_BUILD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"

struct text_build {
	char *out; /* borrowed */
	size_t out_size;
	size_t len;
	bool full; /* something did not fit: nothing more is added */
};

/* Begin in out, which holds "" at once (unless out_size is 0). */
struct text_build text_build_in(char *out, size_t out_size);
/* Add all of it or, when it does not fit, nothing from here on. */
bool text_build_add(struct text_build *b, const char *s, size_t len);
bool text_build_point(struct text_build *b, uint32_t point);

/* As text_next(), and *malformed tells U+FFFD from a bad byte. */
uint32_t text_decode(const char **s, bool *malformed);
#endif
