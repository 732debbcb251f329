/* photo.c -- see screens/photo.h. The only file that knows chafa. */
#include "screens/photo.h"

#include <stdlib.h>
#include <string.h>

#include <chafa.h>

#include "base/secret.h"

#define INK_BELOW   128
#define CELL_ASPECT 0.5F /* a cell is half as wide as high */
#define DOT_COLUMNS 2	 /* of braille in a cell */
#define DOT_ROWS    4

/* The part of the source that is shown. */
struct crop {
	int x, y, width, height;
};

static int
brightness(const struct photo_source *s, int x, int y)
{
	const uint8_t *at =
	    s->pixels +
	    ((size_t)y * (size_t)s->width + (size_t)x) * (size_t)s->channels;

	return s->channels == 1 ? at[0] : (at[0] + 2 * at[1] + at[2]) / 4;
}

/* Only where there is ink; false: the paper is empty. */
static bool
find_ink(const struct photo_source *s, struct crop *out)
{
	int left = s->width, right = -1, top = s->height, bottom = -1;

	for (int y = 0; y < s->height; y++)
		for (int x = 0; x < s->width; x++) {
			if (brightness(s, x, y) >= INK_BELOW)
				continue;
			left = x < left ? x : left;
			right = x > right ? x : right;
			top = y < top ? y : top;
			bottom = y;
		}
	if (right < 0)
		return false;
	*out = (struct crop){left, top, right - left + 1, bottom - top + 1};
	return true;
}

/* RGBA of the part (chafa shears rows whose bytes are no multiple of four);
 * writing becomes light on dark, as cells are. The caller wipes and frees it. */
static uint8_t *
take_part(const struct photo_source *s, const struct crop *c, bool inverted)
{
	size_t n = (size_t)c->width * (size_t)c->height;
	uint8_t *rgba = malloc(n * 4), *to = rgba;

	if (rgba == NULL)
		return NULL;
	for (int y = c->y; y < c->y + c->height; y++)
		for (int x = c->x; x < c->x + c->width; x++) {
			const uint8_t *from =
			    s->pixels +
			    ((size_t)y * (size_t)s->width + (size_t)x) *
				(size_t)s->channels;

			for (int i = 0; i < 3; i++) {
				uint8_t v = from[s->channels == 3 ? i : 0];

				*to++ = inverted ? (uint8_t)(255 - v) : v;
			}
			*to++ = 255;
		}
	return rgba;
}

/* Colours that the canvas may use. */
static ChafaCanvasMode
mode_of(int colours, enum photo_kind kind)
{
	if (kind == PHOTO_WRITING || colours < 8)
		return CHAFA_CANVAS_MODE_FGBG;
	if (colours >= 256)
		return CHAFA_CANVAS_MODE_INDEXED_240;
	return colours >= 16 ? CHAFA_CANVAS_MODE_INDEXED_16
			     : CHAFA_CANVAS_MODE_INDEXED_8;
}

static ChafaCanvas *
make_canvas(const struct area *a, enum photo_kind kind, int columns, int rows)
{
	bool dots = terminal_has_dots(a->terminal);
	ChafaCanvasMode mode = mode_of(terminal_colours(a->terminal), kind);
	ChafaSymbolMap *symbols = chafa_symbol_map_new();
	ChafaCanvasConfig *how = chafa_canvas_config_new();
	ChafaCanvas *canvas = NULL;

	chafa_symbol_map_add_by_tags(symbols,
	    CHAFA_SYMBOL_TAG_SPACE |
		(dots ? CHAFA_SYMBOL_TAG_BRAILLE : CHAFA_SYMBOL_TAG_ASCII));
	chafa_canvas_config_set_symbol_map(how, symbols);
	chafa_canvas_config_set_canvas_mode(how, mode);
	chafa_canvas_config_set_geometry(how, columns, rows);
	if (kind == PHOTO_PORTRAIT && mode == CHAFA_CANVAS_MODE_FGBG)
		chafa_canvas_config_set_dither_mode(
		    how, CHAFA_DITHER_MODE_DIFFUSION);
	canvas = chafa_canvas_new(how);
	chafa_symbol_map_unref(symbols);
	chafa_canvas_config_unref(how);
	return canvas;
}

static void
draw_cells(const struct area *a, ChafaCanvas *canvas, bool coloured,
    int columns, int rows)
{
	for (int y = 0; y < rows; y++)
		for (int x = 0; x < columns; x++) {
			int front = -1, back = -1;

			if (coloured)
				chafa_canvas_get_raw_colors_at(
				    canvas, x, y, &front, &back);
			draw_dot(a, y, x,
			    chafa_canvas_get_char_at(canvas, x, y), front,
			    back);
		}
}

bool
photo_draw(const struct area *a, const struct photo_source *source,
    enum photo_kind kind)
{
	struct crop part = {0, 0, source->width, source->height};
	bool coloured = mode_of(terminal_colours(a->terminal), kind) !=
			CHAFA_CANVAS_MODE_FGBG;
	gint columns = a->columns, rows = a->rows;
	ChafaCanvas *canvas = NULL;
	uint8_t *rgba = NULL;

	if (columns < 1 || rows < 1 || source->pixels == NULL ||
	    (kind == PHOTO_WRITING && !find_ink(source, &part)))
		return false;
	if ((rgba = take_part(source, &part, kind == PHOTO_WRITING)) == NULL)
		return false;
	/* Dots larger than pixels would show nothing more. */
	if (kind == PHOTO_WRITING) {
		columns = MIN(columns, part.width / DOT_COLUMNS + 1);
		rows = MIN(rows, part.height / DOT_ROWS + 1);
	}
	chafa_calc_canvas_geometry(
	    part.width, part.height, &columns, &rows, CELL_ASPECT, TRUE, FALSE);
	chafa_set_n_threads(1); /* one process, one thread (design 1) */
	canvas = make_canvas(a, kind, columns, rows);
	chafa_canvas_draw_all_pixels(canvas, CHAFA_PIXEL_RGBA8_UNASSOCIATED,
	    rgba, part.width, part.height, part.width * 4);
	draw_cells(a, canvas, coloured, columns, rows);
	chafa_canvas_unref(canvas);
	secret_wipe(rgba, (size_t)part.width * (size_t)part.height * 4);
	free(rgba);
	return true;
}
