/* draw.h -- cells: text, lines, numbers and bars within an area.
 *
 * All coordinates are relative to an area and clipped to it; nothing is ever
 * drawn outside. Every text passes the output gate (base/text) and may come
 * from anywhere. Lines are ASCII. Texts are already translated. draw shows;
 * terminal_show() brings it to the glass. */
#ifndef KIOSK_SCREENS_DRAW_H
#define KIOSK_SCREENS_DRAW_H

#include <stdbool.h>
#include <stdint.h>

#include "screens/terminal.h"

/* A rectangle of the window; may be empty. Passed around by value. */
struct area {
	struct terminal *terminal; /* borrowed */
	int row;
	int column;
	int rows;
	int columns;
};

/* Marks in front of a line; the word is the meaning, the colour repeats it. */
enum mark {
	MARK_NONE,    /* blank */
	MARK_DONE,    /* "ok" */
	MARK_NOW,     /* ">" */
	MARK_PROBLEM, /* "!" */
	MARK_UNKNOWN, /* "?" */
	MARK_COUNT
};
#define MARK_COLUMNS 2

/* The whole window. */
struct area area_whole(struct terminal *t);
/* The part of a that begins at row, column, with at most rows x columns. */
struct area area_part(
    const struct area *a, int row, int column, int rows, int columns);
/* The first rows of a, and what is left below. */
struct area area_top(const struct area *a, int rows);
struct area area_below(const struct area *a, int rows);

/* Blank every cell of the area. */
void draw_blank(const struct area *a, enum style style);
/* One cell of a picture: a character of one column from an allow-list (ASCII,
 * braille; others become a blank) in two colours of terminal_colours(), -1 for
 * the terminal's own. */
void draw_dot(const struct area *a, int row, int column, uint32_t glyph,
    int front, int back);
/* One line of text, clipped at the area's edge. Returns the column after. */
int draw_text(const struct area *a, int row, int column, enum style style,
    const char *text);
/* Within so many columns; what is cut ends in "~"; the rest of the columns is
 * blanked in the same style. Returns the column after. */
int draw_text_within(const struct area *a, int row, int column, int columns,
    enum style style, const char *text);
/* As above, at the right or in the middle of the columns. */
void draw_text_right(const struct area *a, int row, int column, int columns,
    enum style style, const char *text);
void draw_text_centred(const struct area *a, int row, int column, int columns,
    enum style style, const char *text);
/* A number at the right of the columns, thousands apart: "1,250". */
void draw_number(const struct area *a, int row, int column, int columns,
    enum style style, int64_t number);
/* Wrapped over as many rows as it takes, at most to the area's end. Returns
 * the row after the last one. */
int draw_paragraph(const struct area *a, int row, int column, int columns,
    enum style style, const char *text);
/* Rows that draw_paragraph would take. */
int draw_paragraph_rows(const char *text, int columns);
/* '-' over the whole width; '|' downwards. */
void draw_line(const struct area *a, int row);
void draw_upright(const struct area *a, int row, int column, int rows);
/* A bar of '#' as long as value is of most. */
void draw_bar(const struct area *a, int row, int column, int columns,
    enum style style, int64_t value, int64_t most);
/* Progress: '#' for what is done, '.' for what is to come. */
void draw_progress(const struct area *a, int row, int column, int columns,
    int64_t done, int64_t all);
/* Mark, in MARK_COLUMNS columns. */
void draw_mark(const struct area *a, int row, int column, enum mark mark);
/* The sign and the style that belong to a mark. */
const char *mark_text(enum mark mark);
enum style mark_style(enum mark mark);
/* Put the cursor on the focused item. */
void draw_cursor(const struct area *a, int row, int column);

#endif
