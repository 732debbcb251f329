/* raster.h -- text as dots, for what a printer's own type lacks (FreeType).
 *
 * A cell is 12 dots wide and 24 high, as the printers' font A; wide characters
 * take two. The font is a file named by the configuration. */
#ifndef KIOSK_BASE_RASTER_H
#define KIOSK_BASE_RASTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

#define RASTER_CELL_COLUMNS 12
#define RASTER_CELL_ROWS    24

struct raster; /* opaque: one font */

/* Errors: ERR_FONT (file, reason), ERR_MEMORY. */
enum kerr raster_open(const char *font, struct raster **out, struct failure *f);
void raster_close(struct raster **r);

/* Rows of dots from the top, eight to a byte, the first one the highest bit;
 * 1 is black. The caller frees bits. */
struct raster_dots {
	uint8_t *bits;
	size_t row_len; /* bytes */
	size_t rows;
};
struct raster_look {
	bool bold; /* each dot again beside itself */
	bool big;  /* each dot four times */
	int shift; /* dots to the right */
};
/* Draw one line. A character that the font lacks becomes a box. Errors:
 * ERR_MEMORY. */
enum kerr raster_draw(struct raster *r, const char *text,
    const struct raster_look *look, struct raster_dots *out);

#endif
