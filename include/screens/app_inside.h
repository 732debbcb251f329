/* app_inside.h -- what the files of the app share; for no one else. */
#ifndef KIOSK_SCREENS_APP_INSIDE_H
#define KIOSK_SCREENS_APP_INSIDE_H

#include "screens/app.h"

#define APP_DEPTH_MOST 16

struct app_level {
	const struct screen *screen;
	void *state; /* the screen's */
};

struct app_idle {
	int64_t ms; /* 0: free */
	loop_timer *idle;
	void *arg;
	bool done; /* told; waits for the next key */
	uint64_t timer;
	struct app *app;
};

struct app {
	struct app_settings set;
	struct input *input;
	struct app_level level[APP_DEPTH_MOST];
	size_t depth;
	struct message message;
	bool busy;		/* inside a screen's function */
	bool is_put_off;	/* asked for while busy */
	struct request put_off; /* what */
	bool is_changed;
	bool is_over; /* the loop is stopping */
	int64_t key_at;
	uint64_t input_timer;
	uint64_t draw_timer;
	uint64_t tick_timer;
	struct app_idle idle[APP_IDLES_MOST];
};

/* app_stack.c: the innermost screen, or NULL. */
struct app_level *app_level(const struct app *app);
void app_close_all(struct app *app);
/* app_keys.c: hand one event to the top screen; find what a key does. */
void app_dispatch(struct app *app, const struct ui_event *event);
bool app_binding_works(const struct app *app, const struct app_level *level,
    const struct key_binding *b);
bool app_has_help(const struct screen *screen);
/* The label of a binding, translated; "" when the bar does not show it. */
void app_binding_label(struct app *app, const struct app_level *level,
    const struct key_binding *b, char *out, size_t out_size);
/* app_frame.c: everything onto the glass. */
void app_paint(struct app *app);
/* app_idle.c: a key came; and the end. */
void app_idle_restart(struct app *app);
void app_idle_end(struct app *app);

#endif
