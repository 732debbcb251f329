#include "screens/draw.h"

#include <curses.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "base/text.h"
#include "screens/terminal_cursor.h"

#define LINE_SIZE     4096 /* bytes of one line after the gate */
#define CLUSTER_MOST  5	   /* a base and its combining marks, in curses */
#define NUMBER_SIZE   32
#define RUN_MOST      128
#define NOT_PRINTABLE '?'

struct mark_row {
	const char *text;
	enum style style;
};

static const struct mark_row mark_rows[MARK_COUNT] = {
    [MARK_NONE] = {"", STYLE_NORMAL},
    [MARK_DONE] = {"ok", STYLE_OK},
    [MARK_NOW] = {">", STYLE_STRONG},
    [MARK_PROBLEM] = {"!", STYLE_PROBLEM},
    [MARK_UNKNOWN] = {"?", STYLE_WARN},
};

static int
least_of(int a, int b)
{
	return a < b ? a : b;
}

static int
not_negative(int n)
{
	return n < 0 ? 0 : n;
}

/* -- areas -- */

struct area
area_whole(struct terminal *t)
{
	return (struct area){.terminal = t,
	    .rows = terminal_rows(t),
	    .columns = terminal_columns(t)};
}

struct area
area_part(const struct area *a, int row, int column, int rows, int columns)
{
	struct area part = *a;
	int skip_rows = least_of(not_negative(row), a->rows);
	int skip_columns = least_of(not_negative(column), a->columns);

	part.row += skip_rows;
	part.column += skip_columns;
	part.rows = least_of(not_negative(rows), a->rows - skip_rows);
	part.columns =
	    least_of(not_negative(columns), a->columns - skip_columns);
	return part;
}

struct area
area_top(const struct area *a, int rows)
{
	return area_part(a, 0, 0, rows, a->columns);
}

struct area
area_below(const struct area *a, int rows)
{
	return area_part(a, rows, 0, a->rows, a->columns);
}

/* -- cells -- */

struct cluster {
	wchar_t character[CLUSTER_MOST + 1];
	size_t count;
	int columns;
};

static bool
make_cell(const struct area *a, enum style style, const struct cluster *c,
    cchar_t *cell)
{
	attr_t bits = (attr_t)terminal_style_bits(a->terminal, style);

	return setcchar(cell, c->character, bits & ~(attr_t)A_COLOR,
		   (short)PAIR_NUMBER(bits), NULL) == OK;
}

/* Characters side by side, brought to the window at once. One by one they
 * took half of the time of a repaint. */
struct run {
	const struct area *area;
	int row, column; /* where the first one stands, within the area */
	cchar_t cell[RUN_MOST];
	int count, columns;
};

/* Curses stops at the window's edge and mends what is left of a wide character
 * at either end. */
static void
run_put(struct run *r)
{
	if (r->count > 0)
		(void)mvadd_wchnstr(r->area->row + r->row,
		    r->area->column + r->column, r->cell, r->count);
	r->column += r->columns;
	r->count = r->columns = 0;
}

static void
run_add(struct run *r, enum style style, const struct cluster *c)
{
	if (r->count == RUN_MOST)
		run_put(r);
	if (!make_cell(r->area, style, c, &r->cell[r->count])) {
		run_put(r);
		r->column += c->columns;
		return;
	}
	r->count++;
	r->columns += c->columns;
}

void
draw_dot(const struct area *a, int row, int column, uint32_t glyph, int front,
    int back)
{
	wchar_t text[2] = {L' ', L'\0'};
	int pair;
	cchar_t cell;

	if (row < 0 || column < 0 || row >= a->rows || column >= a->columns)
		return;
	if ((glyph >= ' ' && glyph <= '~') ||
	    (glyph >= 0x2800 && glyph <= 0x28ff))
		text[0] = (wchar_t)glyph;
	/* no pair needs to be made of the terminal's own two colours */
	pair = front == -1 && back == -1
		   ? 0
		   : terminal_pair(a->terminal, front, back);
	if (setcchar(&cell, text, A_NORMAL, 0, &pair) == OK)
		(void)mvadd_wch(a->row + row, a->column + column, &cell);
}

/* As wcwidth(), which is slow, and most of a screen is ASCII. */
static int
columns_of(uint32_t code_point)
{
	return code_point >= ' ' && code_point <= '~'
		   ? 1
		   : wcwidth((wchar_t)code_point);
}

/* The next character and the marks that combine with it; false at the end. */
static bool
next_cluster(const char **s, struct cluster *c)
{
	const char *after;
	uint32_t code_point;

	*c = (struct cluster){.columns = 1};
	if ((*s)[0] >= ' ' && (*s)[0] <= '~' && (unsigned char)(*s)[1] < 0x80) {
		/* As below, sooner: no ASCII combines with ASCII. */
		c->character[c->count++] = (wchar_t) * (*s)++;
		return true;
	}
	if ((code_point = text_next(s)) == 0)
		return false;
	c->columns = columns_of(code_point);
	c->character[c->count++] = (wchar_t)code_point;
	if (c->columns < 1) { /* a mark alone, or nothing printable */
		c->character[0] = NOT_PRINTABLE;
		c->columns = 1;
	}
	for (after = *s; (code_point = text_next(&after)) != 0; *s = after) {
		if (columns_of(code_point) != 0)
			break;
		if (c->count < CLUSTER_MOST)
			c->character[c->count++] = (wchar_t)code_point;
	}
	return true;
}

/* Draw gated text from column up to, and never into, end. */
static int
put_text(const struct area *a, int row, int column, int end, enum style style,
    const char *s)
{
	struct run r = {.area = a, .row = row, .column = column};
	struct cluster c;

	end = least_of(end, a->columns);
	if (row < 0 || row >= a->rows)
		return column;
	while (next_cluster(&s, &c)) {
		if (column + c.columns > end)
			break;
		if (column >= 0)
			run_add(&r, style, &c);
		else
			r.column += c.columns;
		column += c.columns;
	}
	run_put(&r);
	return column;
}

/* Repeat one narrow character from column up to, and never into, end. The
 * first and the last mend what they leave of a wide one; all between go to the
 * window as they are. */
static void
put_repeated(const struct area *a, int row, int column, int end,
    enum style style, wchar_t sign)
{
	const struct cluster c = {{sign}, 1, 1};
	cchar_t cell;

	end = least_of(end, a->columns);
	column = not_negative(column);
	if (row < 0 || row >= a->rows || column >= end ||
	    !make_cell(a, style, &c, &cell))
		return;
	row += a->row;
	column += a->column;
	end += a->column;
	(void)mvadd_wchnstr(row, column, &cell, 1);
	(void)mvadd_wchnstr(row, end - 1, &cell, 1);
	if (end - column > 2)
		(void)mvhline_set(row, column + 1, &cell, end - column - 2);
}

static void
put_blanks(const struct area *a, int row, int column, int end, enum style style)
{
	put_repeated(a, row, column, end, style, L' ');
}

void
draw_blank(const struct area *a, enum style style)
{
	for (int row = 0; row < a->rows; row++)
		put_blanks(a, row, 0, a->columns, style);
}

int
draw_text(const struct area *a, int row, int column, enum style style,
    const char *text)
{
	char line[LINE_SIZE];

	return put_text(a, row, column, a->columns, style,
	    text_gate(line, sizeof(line), text));
}

int
draw_text_within(const struct area *a, int row, int column, int columns,
    enum style style, const char *text)
{
	char whole[LINE_SIZE];
	char line[LINE_SIZE];
	int after;

	if (columns <= 0)
		return column;
	text_gate(whole, sizeof(whole), text);
	text_fit(line, sizeof(line), whole, (size_t)columns);
	after = put_text(a, row, column, column + columns, style, line);
	put_blanks(a, row, after, column + columns, style);
	return column + columns;
}

static void
draw_shifted(const struct area *a, int row, int column, int columns,
    enum style style, const char *text, int parts)
{
	char line[LINE_SIZE];
	int wide;

	wide = (int)text_columns(text_gate(line, sizeof(line), text));
	if (wide < columns) {
		int shift = (columns - wide) / parts;

		put_blanks(a, row, column, column + shift, style);
		column += shift;
		columns -= shift;
	}
	draw_text_within(a, row, column, columns, style, text);
}

void
draw_text_right(const struct area *a, int row, int column, int columns,
    enum style style, const char *text)
{
	draw_shifted(a, row, column, columns, style, text, 1);
}

void
draw_text_centred(const struct area *a, int row, int column, int columns,
    enum style style, const char *text)
{
	draw_shifted(a, row, column, columns, style, text, 2);
}

/* -- numbers -- */

void
draw_number(const struct area *a, int row, int column, int columns,
    enum style style, int64_t number)
{
	char digits[NUMBER_SIZE];
	char apart[NUMBER_SIZE * 2];
	size_t to = 0;
	size_t n;

	n = (size_t)snprintf(digits, sizeof(digits), "%" PRId64, number);
	for (size_t i = 0; i < n; i++) {
		if (i > 0 && digits[i - 1] != '-' && (n - i) % 3 == 0)
			apart[to++] = ',';
		apart[to++] = digits[i];
	}
	apart[to] = '\0';
	draw_text_right(a, row, column, columns, style, apart);
}

static int
part_of(int columns, int64_t value, int64_t most)
{
	double part;

	if (columns <= 0 || value <= 0 || most <= 0)
		return 0;
	if (value >= most)
		return columns;
	part = (double)value / (double)most * columns;
	return part < 1 ? 1 : (int)part; /* something is never nothing */
}

void
draw_bar(const struct area *a, int row, int column, int columns,
    enum style style, int64_t value, int64_t most)
{
	int end = column + part_of(columns, value, most);

	if (row >= 0 && row < a->rows)
		put_repeated(a, row, column, end, style, L'#');
}

void
draw_progress(const struct area *a, int row, int column, int columns,
    int64_t done, int64_t all)
{
	int end = column + part_of(columns, done, all);

	if (row < 0 || row >= a->rows)
		return;
	put_repeated(a, row, column, end, STYLE_NORMAL, L'#');
	put_repeated(a, row, end, column + columns, STYLE_DIM, L'.');
}

/* -- lines, marks, cursor -- */

void
draw_line(const struct area *a, int row)
{
	if (row >= 0 && row < a->rows)
		put_repeated(a, row, 0, a->columns, STYLE_DIM, L'-');
}

void
draw_upright(const struct area *a, int row, int column, int rows)
{
	for (int i = 0; i < rows; i++)
		put_text(a, row + i, column, a->columns, STYLE_DIM, "|");
}

const char *
mark_text(enum mark mark)
{
	return mark < MARK_COUNT ? mark_rows[mark].text : "";
}

enum style
mark_style(enum mark mark)
{
	return mark < MARK_COUNT ? mark_rows[mark].style : STYLE_NORMAL;
}

void
draw_mark(const struct area *a, int row, int column, enum mark mark)
{
	draw_text_within(
	    a, row, column, MARK_COLUMNS, mark_style(mark), mark_text(mark));
}

void
draw_cursor(const struct area *a, int row, int column)
{
	if (a->rows == 0 || a->columns == 0)
		return;
	row = least_of(not_negative(row), a->rows - 1);
	column = least_of(not_negative(column), a->columns - 1);
	terminal_place_cursor(a->terminal, a->row + row, a->column + column);
}

/* -- paragraphs -- */

struct paragraph {
	const struct area *area; /* NULL: only counting */
	int row;
	int column;
	int end;
	enum style style;
};

static void
paragraph_line(void *arg, const char *start, size_t len)
{
	struct paragraph *p = arg;
	char line[LINE_SIZE];

	if (p->area != NULL && len < sizeof(line)) {
		memcpy(line, start, len);
		line[len] = '\0';
		put_text(p->area, p->row, p->column, p->end, p->style, line);
	}
	p->row++;
}

/* The gate would show a line feed instead of obeying it: split before. */
static void
paragraph_walk(struct paragraph *p, int columns, const char *text)
{
	char piece[LINE_SIZE];
	char gated[LINE_SIZE];

	while (columns > 0) {
		size_t len = strcspn(text, "\n");

		if (len == 0) {
			p->row++;
		} else {
			snprintf(piece, sizeof(piece), "%.*s", (int)len, text);
			text_gate(gated, sizeof(gated), piece);
			text_wrap(gated, (size_t)columns, paragraph_line, p);
		}
		if (text[len] == '\0' || text[len + 1] == '\0')
			break;
		text += len + 1;
	}
}

int
draw_paragraph(const struct area *a, int row, int column, int columns,
    enum style style, const char *text)
{
	struct paragraph p = {.area = a,
	    .row = row,
	    .column = column,
	    .end = column + columns,
	    .style = style};

	if (text[0] != '\0')
		paragraph_walk(&p, columns, text);
	return least_of(p.row, a->rows);
}

int
draw_paragraph_rows(const char *text, int columns)
{
	struct paragraph p = {.area = NULL};

	if (text[0] != '\0')
		paragraph_walk(&p, columns, text);
	return p.row;
}
