/* cash_grid.h -- so many pieces of each note and coin, to be typed: one row a
 * denomination, its amount beside it, the sum below. Plain value; the screen
 * keeps it. */
#ifndef KIOSK_SCREENS_CASH_GRID_H
#define KIOSK_SCREENS_CASH_GRID_H

#include <stdbool.h>
#include <stdint.h>

#include "rules/cash.h"
#include "screens/app.h"
#include "screens/draw.h"
#include "screens/input.h"

/* Nobody has more of one kind in a drawer. */
#define CASH_GRID_MOST 99999

struct cash_grid {
	struct cash cash;
	int focus;  /* row */
	bool fresh; /* the next digit begins the number anew */
};

void cash_grid_init(struct cash_grid *g);
/* A digit, also a full-width one; true when it was taken. */
bool cash_grid_type(struct cash_grid *g, uint32_t code_point);
/* Up, Down, Tab, Home, End move; Backspace and Delete take digits away. */
bool cash_grid_move(struct cash_grid *g, enum ui_key key);
/* The sum; amounts of a grid always fit. */
int64_t cash_grid_yen(const struct cash_grid *g);

#define CASH_GRID_ROWS	  (DENOMINATION_COUNT + 3)
#define CASH_GRID_COLUMNS 40
/* Heading, rows and sum; the cursor on the focused number when focused.
 * Returns the row after. */
int cash_grid_draw(const struct cash_grid *g, const struct app *app,
    const struct area *a, int row, int column, bool focused);

/* "1 x 500, 2 x 100" in the reader's language; "-" for nothing. Returns out. */
char *cash_said(
    const struct app *app, const struct cash *cash, char *out, size_t out_size);
/* "1,250". Returns out. */
char *cash_yen_said(int64_t yen, char *out, size_t out_size);

#endif
