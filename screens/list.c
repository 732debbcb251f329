#include "screens/list.h"

#include <stdint.h>

#include "base/text.h"

#define CELL_SIZE   512
#define MARK_COLUMN 1
#define CELL_COLUMN 4 /* after ">", a mark and a blank */
#define PAGE_ROWS   10

void
list_init(struct list *l, const struct list_column *columns,
    const struct list_rows *rows)
{
	*l = (struct list){.columns = columns, .rows = rows, .page = PAGE_ROWS};
}

void
list_set_count(struct list *l, size_t count)
{
	l->count = count;
	list_select(l, l->selected);
}

void
list_select(struct list *l, size_t row)
{
	if (row >= l->count)
		row = l->count == 0 ? 0 : l->count - 1;
	l->selected = row;
}

bool
list_move(struct list *l, enum ui_key key)
{
	size_t at = l->selected;

	switch (key) {
	case UI_KEY_UP:
		list_select(l, at == 0 ? 0 : at - 1);
		return true;
	case UI_KEY_DOWN:
		list_select(l, at + 1);
		return true;
	case UI_KEY_PAGE_UP:
		list_select(l, at < l->page ? 0 : at - l->page);
		return true;
	case UI_KEY_PAGE_DOWN:
		list_select(l, at + l->page);
		return true;
	case UI_KEY_HOME:
		list_select(l, 0);
		return true;
	case UI_KEY_END:
		list_select(l, SIZE_MAX);
		return true;
	default:
		return false;
	}
}

int
list_flexible_columns(const struct list *l, const struct area *a)
{
	int left = a->columns - CELL_COLUMN - 1;

	for (const struct list_column *c = l->columns; c->heading; c++)
		left -= c->columns + (c == l->columns ? 0 : 2);
	return left < 1 ? 1 : left;
}

static bool
has_headings(const struct list *l)
{
	for (const struct list_column *c = l->columns; c->heading; c++)
		if (c->heading[0] != '\0')
			return true;
	return false;
}

static void
draw_cell(const struct area *a, int row, int column, int wide, bool right,
    enum style style, const char *text)
{
	if (right)
		draw_text_right(a, row, column, wide, style, text);
	else
		draw_text_within(a, row, column, wide, style, text);
}

static void
draw_headings(const struct list *l, const struct area *a, enum lang lang)
{
	int column = CELL_COLUMN;

	for (const struct list_column *c = l->columns; c->heading; c++) {
		int wide =
		    c->columns > 0 ? c->columns : list_flexible_columns(l, a);

		draw_cell(a, 0, column, wide, c->right, STYLE_DIM,
		    c->heading[0] == '\0' ? "" : text_in(lang, c->heading));
		column += wide + 2;
	}
}

static void
note_of(const struct list *l, const void *arg, size_t row, char *out,
    size_t out_size)
{
	out[0] = '\0';
	if (l->rows->note != NULL)
		l->rows->note(arg, row, out, out_size);
}

/* Rows of the window that a row of the list takes. */
static int
height_of(const struct list *l, const void *arg, size_t row, int columns)
{
	char note[CELL_SIZE];

	note_of(l, arg, row, note, sizeof(note));
	return 1 + draw_paragraph_rows(note, columns - CELL_COLUMN - 3);
}

/*
 * The first row to draw: pages are counted from the start of the list, so
 * that the same selection always stands in the same place and nothing needs
 * to be remembered between two drawings.
 */
static size_t
first_row(const struct list *l, const void *arg, const struct area *a)
{
	size_t first = 0;
	int used = 0;

	/* Long lists whose rows cannot have notes: plain division. */
	if (l->rows->note == NULL)
		return a->rows < 1
			   ? l->selected
			   : l->selected - l->selected % (size_t)a->rows;
	for (size_t row = 0; row <= l->selected; row++) {
		used += height_of(l, arg, row, a->columns);
		if (used > a->rows && row > first) {
			first = row;
			used = height_of(l, arg, row, a->columns);
		}
	}
	return first;
}

static int
draw_row(const struct list *l, const struct area *a, const void *arg,
    size_t row, int at, bool focused)
{
	bool selected = row == l->selected && focused;
	bool dim = l->rows->is_dim != NULL && l->rows->is_dim(arg, row);
	enum style style = selected ? STYLE_REVERSE
			   : dim    ? STYLE_DIM
				    : STYLE_NORMAL;
	enum mark mark = MARK_NONE;
	char text[CELL_SIZE];
	int column = CELL_COLUMN;
	size_t index = 0;

	if (l->rows->mark != NULL)
		mark = l->rows->mark(arg, row);
	draw_mark(a, at, MARK_COLUMN, mark);
	if (row == l->selected)
		draw_text(a, at, 0, mark_style(MARK_NOW), mark_text(MARK_NOW));
	if (selected) {
		draw_text_within(a, at, CELL_COLUMN,
		    a->columns - CELL_COLUMN - 1, style, "");
		draw_cursor(a, at, CELL_COLUMN);
	}
	for (const struct list_column *c = l->columns; c->heading; c++) {
		int wide =
		    c->columns > 0 ? c->columns : list_flexible_columns(l, a);

		text[0] = '\0';
		l->rows->cell(arg, row, index++, text, sizeof(text));
		draw_cell(a, at, column, wide, c->right, style, text);
		column += wide + 2;
	}
	note_of(l, arg, row, text, sizeof(text));
	return draw_paragraph(a, at + 1, CELL_COLUMN + 2,
	    a->columns - CELL_COLUMN - 3, STYLE_DIM, text);
}

void
list_draw(const struct list *l, const struct area *a, enum lang lang,
    const void *arg, bool focused)
{
	struct area body = *a;
	int at = 0;

	if (has_headings(l)) {
		draw_headings(l, a, lang);
		body = area_below(a, 1);
	}
	if (l->count == 0) {
		if (l->rows->empty != NULL)
			draw_text(&body, 0, CELL_COLUMN, STYLE_DIM,
			    text_in(lang, l->rows->empty));
		return;
	}
	for (size_t row = first_row(l, arg, &body);
	     row < l->count && at < body.rows; row++)
		at = draw_row(l, &body, arg, row, at, focused);
}
