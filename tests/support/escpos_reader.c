#include "support/escpos_reader.h"

#include <iconv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void
escpos_reader_begin(struct escpos_reader *r)
{
	memset(r, 0, sizeof(*r));
}

void
escpos_reader_end(struct escpos_reader *r)
{
	for (size_t i = 0; i < r->line_count; i++)
		free(r->line[i].dots);
	free(r->picture);
	memset(r, 0, sizeof(*r));
}

void
escpos_reader_forget(struct escpos_reader *r)
{
	free(r->picture);
	r->picture = NULL;
	r->picture_len = r->picture_got = 0;
	r->command_len = r->held_len = r->realtime_len = 0;
}

static void
trouble(struct escpos_reader *r, const char *what)
{
	if (r->trouble == NULL)
		r->trouble = what;
}

static struct reader_line *
new_line(struct escpos_reader *r)
{
	if (r->line_count == READER_LINES_MOST) {
		trouble(r, "more lines than a test reads");
		r->line_count--;
		free(r->line[r->line_count].dots);
	}
	memset(&r->line[r->line_count], 0, sizeof(r->line[0]));
	return &r->line[r->line_count++];
}

/* What a Japanese printer prints for the bytes of its buffer: kanji only in
 * kanji mode with Shift JIS, katakana of code table 1, the yen of country 8. */
static void
print_held(struct escpos_reader *r)
{
	struct reader_line *l = new_line(r);
	char *in = (char *)r->held, *out = l->text;
	size_t in_left = r->held_len, out_left = sizeof(l->text) - 1;
	iconv_t cd = iconv_open("UTF-8", "CP932");

	for (size_t i = 0; i < r->held_len; i++) {
		uint8_t b = r->held[i];

		if ((b >= 0x81 && b <= 0x9F) || (b >= 0xE0 && b <= 0xEF)) {
			if (!r->kanji || r->kanji_code != 1)
				trouble(r, "kanji outside of kanji mode");
			i++;
		} else if (b >= 0xA1 && b <= 0xDF) {
			if (r->code_table != 1)
				trouble(r, "katakana without its code table");
		} else if (b == 0x5C) {
			if (r->country != 8)
				trouble(r, "a yen sign without Japan's set");
		} else if (b < 0x20 || b > 0x7E) {
			trouble(r, "a byte that prints nothing");
		}
	}
	if (iconv(cd, &in, &in_left, &out, &out_left) == (size_t)-1)
		trouble(r, "text that is not CP932");
	iconv_close(cd);
	l->bold = r->bold;
	l->big = r->big;
	r->held_len = 0;
}

static void
picture_done(struct escpos_reader *r)
{
	struct reader_line *l;

	if (r->held_len != 0)
		trouble(r, "a picture while text waits in the buffer");
	l = new_line(r);
	l->dots = r->picture;
	l->row_len = r->row_len;
	l->rows = r->rows;
	r->picture = NULL;
	r->picture_len = 0;
}

static void
picture_begin(struct escpos_reader *r, const uint8_t *c)
{
	if (c[3] != 0)
		trouble(r, "a picture in another size than its own");
	r->row_len = (size_t)c[4] + (size_t)c[5] * 256;
	r->rows = (size_t)c[6] + (size_t)c[7] * 256;
	r->picture_len = r->row_len * r->rows;
	r->picture_got = 0;
	if (r->picture_len == 0 || r->rows > 2303)
		trouble(r, "a picture of no size or too high");
	r->picture = malloc(r->picture_len + 1);
	if (r->picture == NULL)
		abort();
	if (r->picture_len == 0)
		picture_done(r);
}

static void
cut(struct escpos_reader *r)
{
	if (r->held_len != 0)
		trouble(r, "a cut in the middle of a line");
	r->cuts++;
}

static void
do_command(struct escpos_reader *r, const uint8_t *c)
{
	if (c[0] == 0x1B && c[1] == '@') {
		r->resets++;
		r->bold = r->big = r->kanji = false;
		r->kanji_code = r->code_table = r->country = 0;
	} else if (c[0] == 0x1B && c[1] == 'R') {
		r->country = c[2];
	} else if (c[0] == 0x1B && c[1] == 't') {
		r->code_table = c[2];
	} else if (c[0] == 0x1B && c[1] == 'E') {
		r->bold = (c[2] & 1) != 0;
	} else if (c[0] == 0x1C && c[1] == '&') {
		r->kanji = true;
	} else if (c[0] == 0x1C && c[1] == '.') {
		r->kanji = false;
	} else if (c[0] == 0x1C && c[1] == 'C') {
		r->kanji_code = c[2];
	} else if (c[0] == 0x1D && c[1] == '!') {
		r->big = c[2] == 0x11;
	} else if (c[0] == 0x1D && c[1] == 'V') {
		cut(r);
	} else if (c[0] == 0x1D && c[1] == 'v') {
		picture_begin(r, c);
	} else if (c[0] == 0x1D && c[1] == 'r') {
		if (r->ended != NULL)
			r->ended(r->arg);
	}
}

/* Bytes of a command once its first ones are known; 0: not yet known. */
static size_t
command_size(struct escpos_reader *r, const uint8_t *c, size_t len)
{
	static const struct {
		uint8_t lead, name;
		size_t len;
	} sizes[] = {
	    {0x1B, '@', 2},
	    {0x1B, 'R', 3},
	    {0x1B, 't', 3},
	    {0x1B, 'E', 3},
	    {0x1C, '&', 2},
	    {0x1C, '.', 2},
	    {0x1C, 'C', 3},
	    {0x1D, '!', 3},
	    {0x1D, 'V', 4},
	    {0x1D, 'v', 8},
	    {0x1D, 'r', 3},
	};

	if (len < 2)
		return 0;
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++)
		if (sizes[i].lead == c[0] && sizes[i].name == c[1])
			return sizes[i].len;
	trouble(r, "a command that no reference has");
	return len;
}

static void
take_command(struct escpos_reader *r, uint8_t byte)
{
	size_t size;

	r->command[r->command_len++] = byte;
	size = command_size(r, r->command, r->command_len);
	if (size == 0 || r->command_len < size)
		return;
	r->command_len = 0;
	do_command(r, r->command);
}

static void
take_byte(struct escpos_reader *r, uint8_t byte)
{
	if (r->picture_len > 0) {
		r->picture[r->picture_got++] = byte;
		if (r->picture_got == r->picture_len)
			picture_done(r);
	} else if (r->command_len > 0 || byte == 0x1B || byte == 0x1C ||
		   byte == 0x1D) {
		take_command(r, byte);
	} else if (byte == '\n') {
		print_held(r);
	} else if (r->held_len < sizeof(r->held)) {
		r->held[r->held_len++] = byte;
	} else {
		trouble(r, "a line longer than any paper");
	}
}

/* DLE EOT, DLE ENQ and DLE DC4 are obeyed wherever they stand, also inside a
 * picture. Only questions are ever meant. true: the byte belongs to one. */
static bool
take_realtime(struct escpos_reader *r, uint8_t byte)
{
	size_t n = r->realtime_len;

	if (n == 0 && byte == 0x10) {
		r->realtime[r->realtime_len++] = byte;
		return true;
	}
	if (n == 1 && byte == 0x04) {
		r->realtime[r->realtime_len++] = byte;
		return true;
	}
	if (n == 1 && (byte == 0x05 || byte == 0x14))
		trouble(r, "a real-time command that nobody wanted");
	r->realtime_len = 0;
	if (n == 2) {
		if (r->picture_len > 0)
			trouble(r, "a question inside a picture");
		if (r->asked != NULL)
			r->asked(r->arg, byte);
		return true;
	}
	if (n == 1)
		take_byte(r, 0x10);
	return false;
}

void
escpos_reader_take(struct escpos_reader *r, const uint8_t *bytes, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (!take_realtime(r, bytes[i]))
			take_byte(r, bytes[i]);
}

char *
escpos_reader_text(const struct escpos_reader *r)
{
	char *out = NULL;
	size_t len = 0;
	FILE *to = open_memstream(&out, &len);

	if (to == NULL)
		abort();
	for (size_t i = 0; i < r->line_count; i++)
		fprintf(to, "%s\n",
		    r->line[i].dots != NULL ? "[dots]" : r->line[i].text);
	fclose(to);
	return out;
}

const struct reader_line *
escpos_reader_dots(const struct escpos_reader *r, size_t n)
{
	for (size_t i = 0; i < r->line_count; i++)
		if (r->line[i].dots != NULL && n-- == 0)
			return &r->line[i];
	return NULL;
}

bool
escpos_reader_has(const struct escpos_reader *r, const char *text)
{
	for (size_t i = 0; i < r->line_count; i++)
		if (strstr(r->line[i].text, text) != NULL)
			return true;
	return false;
}
