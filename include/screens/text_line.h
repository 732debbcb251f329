/* text_line.h -- one line of text being edited: insert, delete, move.
 * Knows no screen; the form draws it. */
#ifndef KIOSK_SCREENS_TEXT_LINE_H
#define KIOSK_SCREENS_TEXT_LINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "screens/draw.h"
#include "screens/input.h"

#define TEXT_LINE_SIZE 256

/* Plain value. */
struct text_line {
	char text[TEXT_LINE_SIZE];
	size_t len;
	size_t at;	     /* byte before which the cursor stands */
	size_t size_most;    /* with NUL; at most TEXT_LINE_SIZE */
	size_t columns_most; /* 0: no bound but the size */
};

/* Begin with text, the cursor at its end. */
void text_line_set(struct text_line *l, const char *text, size_t size_most,
    size_t columns_most);
/* False when it does not fit; nothing is changed then. */
bool text_line_type(struct text_line *l, uint32_t code_point);
/* Insert as much of text as fits; line feeds and tabs become blanks. */
void text_line_insert(struct text_line *l, const char *text);
/* Left, Right, Home, End, Backspace, Delete. True when it was one of them. */
bool text_line_move(struct text_line *l, enum ui_key key);
/* In so many columns, moved so that the cursor is seen; with the cursor. */
void text_line_draw(const struct text_line *l, const struct area *a, int row,
    int column, int columns);

#endif
