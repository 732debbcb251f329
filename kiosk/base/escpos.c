/* escpos.c -- see base/escpos.h. */
#include "base/escpos.h"

#include <stdlib.h>
#include <string.h>

#include "base/cp932.h"
#include "base/raster.h"
#include "base/text.h"

#define ESC 0x1B
#define FS  0x1C
#define GS  0x1D
#define DLE 0x10
#define EOT 0x04
#define ENQ 0x05
#define DC4 0x14

/* Blank rows under a line of dots: text lines stand 30 dots apart. */
#define LINE_GAP 6
/* Ways to draw a line of dots, one dot further right each. */
#define SHIFTS 4

static const uint8_t begin[] = {
    ESC, '@',	 /* ESC @: initialise */
    ESC, 'R', 8, /* ESC R 8: international set, Japan (5C is the yen) */
    ESC, 't', 1, /* ESC t 1: code table, katakana */
    FS, 'C', 1,	 /* FS C 1: kanji code system, Shift JIS */
    FS, '&',	 /* FS &: kanji mode on */
};

static const uint8_t end[] = {
    FS, '.',	    /* FS .: kanji mode off */
    GS, 'V', 66, 0, /* GS V 66 0: feed to the cutter and cut */
};

struct rendering {
	struct raster *raster;
	struct cp932 *cp932;
	struct escpos_bytes *out;
	unsigned style; /* as the printer has it */
};

void
escpos_bytes_free(struct escpos_bytes *b)
{
	free(b->bytes);
	memset(b, 0, sizeof(*b));
}

static void
put(struct escpos_bytes *b, const void *bytes, size_t len)
{
	size_t room = b->room > 0 ? b->room : 1024;
	uint8_t *grown;

	while (room - b->len < len)
		room *= 2;
	if (b->error != KERR_OK)
		return;
	if (room > b->room) {
		if ((grown = realloc(b->bytes, room)) == NULL) {
			b->error = ERR_MEMORY;
			return;
		}
		b->bytes = grown;
		b->room = room;
	}
	memcpy(b->bytes + b->len, bytes, len);
	b->len += len;
}

/* -- as text -- */

/* The line in CP932. false when a character is not in the printer's type, or
 * takes other cells there than the line was laid out for. */
static bool
encode(struct cp932 *c, const char *text, uint8_t *out, size_t *len)
{
	const char *s = text, *from;
	size_t cells = 0, n;

	for (*len = 0; *s != '\0'; *len += n) {
		from = s;
		if (text_cluster(from, &cells) == 0)
			return false;
		n = cp932_encode(c, text_next(&s), out + *len);
		if (n == 0 || n != cells ||
		    text_cluster(from, &cells) != (size_t)(s - from))
			return false;
	}
	return true;
}

static void
put_style(struct rendering *r, unsigned style)
{
	/* ESC E n: emphasised; GS ! n: size, 11 is twice as wide and high */
	const uint8_t bold[] = {ESC, 'E', (style & PAPER_BOLD) != 0};
	const uint8_t big[] = {GS, '!', (style & PAPER_BIG) != 0 ? 0x11 : 0};
	const unsigned changed = style ^ r->style;

	if ((changed & PAPER_BOLD) != 0)
		put(r->out, bold, sizeof(bold));
	if ((changed & PAPER_BIG) != 0)
		put(r->out, big, sizeof(big));
	r->style = style;
}

/* -- as dots -- */

/* Where the dots would be read as a real-time command (DLE EOT, DLE ENQ, DLE
 * DC4), which printers obey even inside a picture; NULL: nowhere. */
static uint8_t *
find_command(const struct raster_dots *d)
{
	size_t len = d->row_len * d->rows;

	for (size_t i = 0; i + 1 < len; i++)
		if (d->bits[i] == DLE &&
		    (d->bits[i + 1] == EOT || d->bits[i + 1] == ENQ ||
			d->bits[i + 1] == DC4))
			return &d->bits[i];
	return NULL;
}

/* Drawn a dot further right the bytes are others; where that does not help
 * one dot is left out. */
static enum kerr
draw(struct raster *r, const char *text, unsigned style, struct raster_dots *d)
{
	struct raster_look look = {
	    .bold = (style & PAPER_BOLD) != 0, .big = (style & PAPER_BIG) != 0};
	uint8_t *command = NULL;
	enum kerr e = KERR_OK;

	for (; look.shift < SHIFTS; look.shift++) {
		if ((e = raster_draw(r, text, &look, d)) != KERR_OK)
			return e;
		if ((command = find_command(d)) == NULL)
			return KERR_OK;
		if (look.shift + 1 < SHIFTS)
			free(d->bits);
	}
	for (; command != NULL; command = find_command(d))
		*command = 0;
	return KERR_OK;
}

static void
put_dots(struct rendering *r, unsigned style, const char *text)
{
	static const uint8_t blank[PAPER_COLUMNS_MOST * 4];
	struct raster_dots d = {0};
	size_t rows;
	uint8_t head[8];

	if (draw(r->raster, text, style, &d) != KERR_OK) {
		r->out->error = ERR_MEMORY;
		return;
	}
	rows = d.rows + LINE_GAP;
	/* GS v 0 m xL xH yL yH: raster picture, m 0 as it is */
	memcpy(head,
	    (uint8_t[]){GS, 'v', '0', 0, (uint8_t)(d.row_len & 0xFF),
		(uint8_t)(d.row_len >> 8), (uint8_t)(rows & 0xFF),
		(uint8_t)(rows >> 8)},
	    sizeof(head));
	put(r->out, head, sizeof(head));
	put(r->out, d.bits, d.row_len * d.rows);
	for (int i = 0; i < LINE_GAP; i++)
		put(r->out, blank, d.row_len);
	free(d.bits);
}

static void
render_line(void *arg, unsigned style, const char *text)
{
	struct rendering *r = arg;
	uint8_t bytes[PAPER_LINE_SIZE];
	size_t len = 0;

	if (!encode(r->cp932, text, bytes, &len)) {
		put_dots(r, style, text);
		return;
	}
	put_style(r, style);
	put(r->out, bytes, len);
	put(r->out, "\n", 1); /* LF: print and feed */
}

enum kerr
escpos_render(const struct paper *p, size_t columns, struct raster *raster,
    struct escpos_bytes *out)
{
	struct rendering r = {.raster = raster, .out = out};
	enum kerr e;

	memset(out, 0, sizeof(*out));
	if ((e = cp932_open(&r.cp932)) != KERR_OK)
		return e;
	put(out, begin, sizeof(begin));
	paper_lay(p, columns, render_line, &r);
	put_style(&r, PAPER_PLAIN);
	put(out, end, sizeof(end));
	cp932_close(&r.cp932);
	if ((e = out->error) != KERR_OK)
		escpos_bytes_free(out);
	return e;
}

/* -- status -- */

void
escpos_ask(int n, uint8_t out[ESCPOS_ASK_LEN])
{
	out[0] = DLE;
	out[1] = EOT;
	out[2] = (uint8_t)n;
}

bool
escpos_is_answer(uint8_t byte)
{
	return (byte & 0x93) == 0x12;
}

/* Bits of the answers, the most telling first. Paper running low (n 4, bits 2
 * and 3) stops nothing. */
static const struct {
	int n;
	uint8_t bits;
	enum kerr means;
} meanings[] = {
    {2, 0x04, ERR_PRINTER_COVER}, /* cover open */
    {2, 0x20, ERR_PRINTER_PAPER}, /* stopped at the end of the paper */
    {2, 0x40, ERR_PRINTER_FAULT}, {3, 0x08, ERR_PRINTER_FAULT}, /* cutter */
    {3, 0x20, ERR_PRINTER_FAULT}, /* cannot recover */
    {3, 0x40, ERR_PRINTER_FAULT}, /* head too hot, or cover open */
    {4, 0x60, ERR_PRINTER_PAPER}, /* no paper at the sensor */
};

enum kerr
escpos_judge(int n, uint8_t answer)
{
	for (size_t i = 0; i < sizeof(meanings) / sizeof(meanings[0]); i++)
		if (meanings[i].n == n && (answer & meanings[i].bits) != 0)
			return meanings[i].means;
	return KERR_OK;
}

void
escpos_end(uint8_t out[ESCPOS_END_LEN])
{
	out[0] = GS;
	out[1] = 'r';
	out[2] = 1;
}

bool
escpos_is_end(uint8_t byte)
{
	return (byte & 0x90) == 0;
}

bool
escpos_end_is_paper_out(uint8_t byte)
{
	return (byte & 0x0C) != 0;
}
