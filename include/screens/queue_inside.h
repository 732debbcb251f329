/* queue_inside.h -- the queue screen's inside, shared by the files that draw its
 * lines (staff_queue_rows.c) and do what its keys ask for (staff_queue_acts.c).
 * No other screen includes it. */
#ifndef KIOSK_SCREENS_QUEUE_INSIDE_H
#define KIOSK_SCREENS_QUEUE_INSIDE_H

#include <stdbool.h>
#include <stdint.h>

#include "desk/desk.h"
#include "desk/queue.h"
#include "screens/app.h"
#include "screens/list.h"
#include "screens/text_line.h"

#define QUEUE_FIND_SIZE 120

struct queue {
	struct queue_view *view; /* owned */
	struct list list;
	struct text_line find;
	bool searched; /* the rows are what was found */
	int64_t loaded_ms;
	char key[DESK_KEY_SIZE]; /* of the next opening */
};

/* -- staff_queue.c -- */
void queue_reload(struct app *app, struct queue *q);

/* -- staff_queue_rows.c -- */
extern const struct list_column queue_columns[];
extern const struct list_rows queue_rows;
/* The list knows no app: ids are translated by the one kept here. */
struct queue_drawn {
	const struct queue_view *view;
	const struct app *app;
	size_t name_columns; /* what the list leaves for names */
};

/* -- staff_queue_acts.c: what the keys do -- */
struct request queue_enter(struct app *app, void *state);
struct request queue_scanned(struct app *app, void *state, const char *text);
struct request queue_menu(struct app *app, void *state);
struct request queue_back(struct app *app, void *state);
struct request queue_day(struct app *app, void *state);
bool queue_may_day(const struct app *app, const void *state);
struct request queue_lock(struct app *app, void *state);
struct request queue_take_over(struct app *app, void *state);
bool queue_may_take_over(const struct app *app, const void *state);
struct request queue_initial(struct app *app, void *state);
bool queue_needs_initial(const struct app *app, const void *state);

#endif
