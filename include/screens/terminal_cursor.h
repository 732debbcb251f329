/* terminal_cursor.h -- where the cursor will stand; for draw.c alone. */
#ifndef KIOSK_SCREENS_TERMINAL_CURSOR_H
#define KIOSK_SCREENS_TERMINAL_CURSOR_H

struct terminal;

void terminal_place_cursor(struct terminal *t, int row, int column);

#endif
