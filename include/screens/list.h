/* list.h -- rows to choose from: columns, selection, scrolling.
 *
 * The rows belong to the screen; the list asks for cells when it draws. */
#ifndef KIOSK_SCREENS_LIST_H
#define KIOSK_SCREENS_LIST_H

#include <stdbool.h>
#include <stddef.h>

#include "base/lang.h"
#include "screens/draw.h"
#include "screens/input.h"

struct list_column {
	const char *heading; /* catalogue id; NULL ends a table */
	int columns;	     /* 0: takes what is left (one of them) */
	bool right;	     /* numbers people compare */
};

/* How a list asks for its rows. arg is the screen's. */
struct list_rows {
	/* Cell text into out. */
	void (*cell)(const void *arg, size_t row, size_t column, char *out,
	    size_t out_size);
	/* Mark before the row, beside the selection's ">"; NULL: none. */
	enum mark (*mark)(const void *arg, size_t row);
	/* A second line below the row, "" for none; NULL: never. */
	void (*note)(const void *arg, size_t row, char *out, size_t out_size);
	/* Drawn dim: what cannot be taken now. Its words say so too; NULL:
	 * never. */
	bool (*is_dim)(const void *arg, size_t row);
	const char *empty; /* catalogue id, said when there are no rows */
};

/* Plain value; the screen keeps it. */
struct list {
	const struct list_column *columns;
	const struct list_rows *rows;
	size_t count;
	size_t selected; /* below count, or 0 */
	size_t page;	 /* rows that PgUp and PgDn move by */
};

void list_init(struct list *l, const struct list_column *columns,
    const struct list_rows *rows);
/* The rows changed: keeps the selection within them. */
void list_set_count(struct list *l, size_t count);
void list_select(struct list *l, size_t row);
/* What an area leaves for the column without a width of its own. */
int list_flexible_columns(const struct list *l, const struct area *a);
/* True when the key was the list's: arrows, pages, Home, End. */
bool list_move(struct list *l, enum ui_key key);
/* Heading and rows, the selected one in sight with the cursor on it when
 * focused. */
void list_draw(const struct list *l, const struct area *a, enum lang lang,
    const void *arg, bool focused);

#endif
