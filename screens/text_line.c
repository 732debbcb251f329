#include "screens/text_line.h"

#include <stdint.h>
#include <string.h>

#include "base/secret.h"
#include "base/text.h"

void
text_line_set(struct text_line *l, const char *text, size_t size_most,
    size_t columns_most)
{
	secret_wipe(l, sizeof(*l));
	l->size_most = size_most < TEXT_LINE_SIZE ? size_most : TEXT_LINE_SIZE;
	l->columns_most = columns_most;
	text_copy(l->text, l->size_most, text);
	l->len = strlen(l->text);
	l->at = l->len;
}

bool
text_line_type(struct text_line *l, uint32_t code_point)
{
	char bytes[TEXT_POINT_SIZE];
	size_t n = text_encode(code_point, bytes);

	if (n == 0 || code_point < 0x20 || l->len + n >= l->size_most)
		return false;
	if (l->columns_most > 0 &&
	    text_columns(l->text) + text_columns(bytes) > l->columns_most)
		return false;
	memmove(l->text + l->at + n, l->text + l->at, l->len - l->at + 1);
	memcpy(l->text + l->at, bytes, n);
	l->len += n;
	l->at += n;
	return true;
}

void
text_line_insert(struct text_line *l, const char *text)
{
	uint32_t c;

	while ((c = text_next(&text)) != 0)
		if (!text_line_type(l, c == '\n' || c == '\t' ? ' ' : c))
			break;
}

/* -- whole characters, combining marks with their base -- */

static size_t
character_after(const struct text_line *l, size_t at)
{
	size_t columns;

	return at + text_cluster(l->text + at, &columns);
}

static size_t
character_before(const struct text_line *l, size_t at)
{
	size_t before = 0;

	for (size_t i = 0; i < at; i = character_after(l, i))
		before = i;
	return before;
}

static void
cut(struct text_line *l, size_t from, size_t to)
{
	memmove(l->text + from, l->text + to, l->len - to + 1);
	l->len -= to - from;
	l->at = from;
}

bool
text_line_move(struct text_line *l, enum ui_key key)
{
	switch (key) {
	case UI_KEY_LEFT:
		l->at = character_before(l, l->at);
		return true;
	case UI_KEY_RIGHT:
		l->at = character_after(l, l->at);
		return true;
	case UI_KEY_HOME:
		l->at = 0;
		return true;
	case UI_KEY_END:
		l->at = l->len;
		return true;
	case UI_KEY_BACKSPACE:
		cut(l, character_before(l, l->at), l->at);
		return true;
	case UI_KEY_DELETE:
		cut(l, l->at, character_after(l, l->at));
		return true;
	default:
		return false;
	}
}

/* Columns of the text between two bytes. */
static int
columns_between(const struct text_line *l, size_t from, size_t to)
{
	char part[TEXT_LINE_SIZE];

	memcpy(part, l->text + from, to - from);
	part[to - from] = '\0';
	return (int)text_columns(part);
}

void
text_line_draw(const struct text_line *l, const struct area *a, int row,
    int column, int columns)
{
	struct area box = area_part(a, row, column, 1, columns);
	size_t from = 0;

	if (row < 0 || columns < 1)
		return;
	while (from < l->at && columns_between(l, from, l->at) >= columns)
		from = character_after(l, from);
	draw_blank(&box, STYLE_NORMAL);
	draw_text(&box, 0, 0, STYLE_NORMAL, l->text + from);
	draw_cursor(&box, 0, columns_between(l, from, l->at));
}
