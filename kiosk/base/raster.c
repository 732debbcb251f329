/* raster.c -- see base/raster.h. The only file that knows FreeType. */
#include "base/raster.h"

#include <ft2build.h>
#include <stdlib.h>
#include FT_FREETYPE_H

#include "base/text.h"

struct raster {
	FT_Library library;
	FT_Face face;
	int baseline; /* rows from the top of the cell */
};

static const char *
reason_of(FT_Error error)
{
	if (error == FT_Err_Cannot_Open_Resource)
		return N_("it cannot be opened");
	return N_("it is not a font that can be scaled");
}

/* A size of the face whose ascent and descent fill a cell and no more. */
static bool
fit_cell(struct raster *r)
{
	const FT_Size_Metrics *m;
	int height;

	for (unsigned size = RASTER_CELL_ROWS; size >= 8; size--) {
		if (FT_Set_Pixel_Sizes(r->face, 0, size) != 0)
			return false;
		m = &r->face->size->metrics;
		height = (int)((m->ascender - m->descender + 63) >> 6);
		if (height <= RASTER_CELL_ROWS) {
			r->baseline = (int)((m->ascender + 63) >> 6) +
				      (RASTER_CELL_ROWS - height) / 2;
			return true;
		}
	}
	return false;
}

enum kerr
raster_open(const char *font, struct raster **out, struct failure *f)
{
	struct raster *r = calloc(1, sizeof(*r));
	FT_Error error;

	*out = NULL;
	if (r == NULL || FT_Init_FreeType(&r->library) != 0) {
		free(r);
		return failure_set(f, ERR_MEMORY);
	}
	if ((error = FT_New_Face(r->library, font, 0, &r->face)) != 0 ||
	    !fit_cell(r)) {
		raster_close(&r);
		return failure_file(f, ERR_FONT, font, reason_of(error));
	}
	*out = r;
	return KERR_OK;
}

void
raster_close(struct raster **r)
{
	if (*r == NULL)
		return;
	if ((*r)->face != NULL)
		FT_Done_Face((*r)->face);
	FT_Done_FreeType((*r)->library);
	free(*r);
	*r = NULL;
}

/* What a glyph is drawn into. */
struct canvas {
	struct raster_dots *dots;
	struct raster_look look;
	long width; /* dots */
};

static void
set_dot(const struct canvas *c, long x, long y)
{
	if (x >= 0 && x < c->width && y >= 0 && y < (long)c->dots->rows)
		c->dots->bits[(size_t)y * c->dots->row_len + (size_t)x / 8] |=
		    (uint8_t)(0x80U >> (x % 8));
}

/* One dot of the line as it would be plain. */
static void
ink(const struct canvas *c, long x, long y)
{
	const long scale = c->look.big ? 2 : 1;
	const long wide = scale + (c->look.bold ? 1 : 0);

	for (long dy = 0; dy < scale; dy++)
		for (long dx = 0; dx < wide; dx++)
			set_dot(
			    c, x * scale + dx + c->look.shift, y * scale + dy);
}

/* The glyph in its cells, in their middle when it is narrower than they are
 * or wider. */
static void
draw_point(struct raster *r, const struct canvas *c, uint32_t point, long at,
    long cells)
{
	FT_GlyphSlot g = r->face->glyph;
	const FT_Bitmap *b = &g->bitmap;
	long left, advance;

	if (FT_Load_Char(r->face, point,
		FT_LOAD_RENDER | FT_LOAD_TARGET_MONO | FT_LOAD_MONOCHROME) != 0)
		return;
	advance = g->advance.x >> 6;
	left = at * RASTER_CELL_COLUMNS + g->bitmap_left;
	if (advance > 0)
		left += (cells * RASTER_CELL_COLUMNS - advance) / 2;
	for (unsigned y = 0; y < b->rows; y++) {
		const unsigned char *row = b->buffer + (long)y * b->pitch;

		for (unsigned x = 0; x < b->width; x++)
			if ((row[x / 8] & (0x80U >> (x % 8))) != 0)
				ink(c, left + (long)x,
				    r->baseline - g->bitmap_top + (long)y);
	}
}

static void
draw_text_cells(struct raster *r, const struct canvas *c, const char *text)
{
	const char *s = text, *end;
	size_t cells = 0, n;
	long at = 0;

	for (; *s != '\0'; at += (long)cells) {
		if ((n = text_cluster(s, &cells)) == 0)
			break;
		/* marks stand over the letter that they belong to */
		for (end = s + n; s < end;)
			draw_point(r, c, text_next(&s), at, (long)cells);
	}
}

enum kerr
raster_draw(struct raster *r, const char *text, const struct raster_look *look,
    struct raster_dots *out)
{
	const size_t scale = look->big ? 2 : 1;
	struct canvas c = {.dots = out, .look = *look};
	size_t width = text_columns(text) * RASTER_CELL_COLUMNS * scale;

	out->row_len = (width + 7) / 8;
	out->rows = RASTER_CELL_ROWS * scale;
	out->bits = calloc(out->row_len > 0 ? out->row_len : 1, out->rows);
	if (out->bits == NULL)
		return ERR_MEMORY;
	c.width = (long)out->row_len * 8;
	draw_text_cells(r, &c, text);
	return KERR_OK;
}
