/* app.h -- the stack of screens, and what every screen shares: keys, key bar,
 * help, message line, band, idle timers, language.
 *
 * A screen is a const table (craft, "A screen is a table"). Key bar, help page
 * and dispatcher read the same key table, so they cannot drift. A handler
 * returns what should happen next instead of opening windows itself. draw
 * shows state and changes none. Only keys of the table are commands: text,
 * scans and pastes never are.
 *
 * Rows of the window: the screen's own area on top, then (unless the screen is
 * bare) a line that carries the band, the message, the key bar. Below 80x24
 * one calm sentence is shown, keys are dropped, and all state stays. */
#ifndef KIOSK_SCREENS_APP_H
#define KIOSK_SCREENS_APP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"
#include "base/error.h"
#include "base/lang.h"
#include "base/loop.h"
#include "screens/draw.h"
#include "screens/input.h"
#include "screens/message.h"

struct app; /* opaque */
struct screen;

/* -- what a handler wants to happen next -- */

/* Called on the screen below a dialog once it has gone: its own state, and
 * what was answered (confirm: 1 or 0; choose: the row, or -1). */
typedef struct request app_answered(struct app *app, void *state, int answer);

enum request_kind {
	REQUEST_STAY,
	REQUEST_PUSH,
	REQUEST_REPLACE,
	REQUEST_POP,
	REQUEST_POP_TO_ROOT,
	REQUEST_ANSWER, /* pop, then tell the screen below */
	REQUEST_QUIT
};

#define REQUEST_COPY_SIZE 1024

struct request {
	enum request_kind kind;
	const struct screen *screen; /* PUSH, REPLACE */
	void *arg;		     /* for its open(); borrowed until then */
	bool is_copied;		     /* open() gets the bytes of copy instead */
	_Alignas(max_align_t) unsigned char copy[REQUEST_COPY_SIZE];
	app_answered *answered; /* ANSWER */
	int answer;
	bool drop_typed; /* forget keys typed ahead */
};

struct request request_stay(void);
/* open() runs after the handler has returned: arg must outlive it, so it
 * lies in a state or is static. */
struct request request_push(const struct screen *screen, void *arg);
/* As above with a copy of size bytes of arg, at most REQUEST_COPY_SIZE: for
 * what lies in the handler. */
struct request request_push_copy(
    const struct screen *screen, const void *arg, size_t size);
struct request request_replace(const struct screen *screen, void *arg);
struct request request_pop(void);
struct request request_pop_to_root(void);
struct request request_answer(app_answered *answered, int answer);
struct request request_quit(void);

/* -- a screen -- */

struct key_binding {
	enum ui_key key; /* UI_KEY_NONE ends a table */
	struct request (*handler)(struct app *app, void *state);
	const char *label; /* catalogue id; NULL: works, help only lists it */
	/* Works and is shown only when true; NULL: always. */
	bool (*when)(const struct app *app, const void *state);
	/* A label that tells values ("Take 1,250"), translated; may be NULL. */
	void (*says)(
	    struct app *app, const void *state, char *out, size_t out_size);
};

#define SCREEN_BARE	1U /* a resident's: no line above the message */
#define SCREEN_NO_HELP	2U /* F1 is not the help page */
#define SCREEN_NO_SCANS 4U /* secrets: characters come at once, never held */

struct screen {
	const char *name;   /* for tests and logs: "queue" */
	const char *title;  /* catalogue id, on the help page */
	const char *help;   /* catalogue id: what one does here */
	const char *moving; /* catalogue id: keys not in the table */
	const struct key_binding *keys; /* ended by UI_KEY_NONE */
	unsigned flags;
	/* Makes *state, owned by the screen until close(). On failure the
	 * stack stays as it was and f is told on the message line. */
	enum kerr (*open)(
	    struct app *app, void *arg, void **state, struct failure *f);
	void (*draw)(
	    struct app *app, const void *state, const struct area *area);
	/* A key without a binding, which is not an F-key: Tab, arrows, ... */
	struct request (*moved)(struct app *app, void *state, enum ui_key key);
	/* One character. */
	struct request (*typed)(
	    struct app *app, void *state, uint32_t code_point);
	/* Whole texts, terminated, well-formed UTF-8. A scan without scanned()
	 * is given to pasted(); without that, nothing happens. */
	struct request (*pasted)(
	    struct app *app, void *state, const char *text);
	struct request (*scanned)(
	    struct app *app, void *state, const char *text);
	/* Something changed outside (desk); only the top one's answer counts. */
	struct request (*event)(
	    struct app *app, void *state, const void *event);
	/* About once a second, on top only: clocks and progress. */
	struct request (*tick)(struct app *app, void *state);
	/* The screen came back to the top. */
	struct request (*resumed)(struct app *app, void *state);
	/* Wipe and free; state may be NULL when open failed half way. */
	void (*close)(struct app *app, void *state);
};

/* -- the application -- */

struct app_settings {
	struct terminal *terminal; /* borrowed */
	struct loop *loop;	   /* borrowed */
	const struct clock *clock; /* borrowed */
	enum lang lang;
	const char *band;  /* catalogue id shown on every screen, or NULL */
	bool for_resident; /* failures tell a resident's next step */
	struct input_settings input;
	void *context; /* the desk session; app_context() gives it back */
	/* Other signals than SIGWINCH, before the app deals with them (HUP,
	 * TERM, INT: it closes every screen and stops the loop). */
	loop_signal *on_signal; /* may be NULL */
	void *signal_arg;
};

/* Registers keys and signals with the loop. The caller ends it with
 * app_close(). Errors: ERR_MEMORY, those of the loop. */
enum kerr app_open(const struct app_settings *s, struct app **out);
/* Close every screen from the top, unregister, wipe, set *app to NULL. */
void app_close(struct app **app);
/* Open the first screen and turn the loop until something quits. */
enum kerr app_run(
    struct app *app, const struct screen *root, void *arg, struct failure *f);

void *app_context(const struct app *app);
const struct clock *app_clock(const struct app *app);
const struct screen *app_top(const struct app *app); /* or NULL */
enum lang app_lang(const struct app *app);
void app_set_lang(struct app *app, enum lang lang);
/* The text of a catalogue id in the app's language. */
const char *app_text(const struct app *app, const char *id);
/* "N_(id)" with arguments, translated and filled in. Returns out. */
char *app_fill(const struct app *app, char *out, size_t out_size,
    const char *id, const struct failure *arguments);
void app_set_band(struct app *app, const char *id);

/* The message line. detail may be NULL. */
void app_say(struct app *app, enum mark mark, const char *id,
    const struct failure *detail);
void app_say_failure(struct app *app, const struct failure *f);
void app_say_nothing(struct app *app);

/* Something outside changed: every screen is told, then it is drawn. */
void app_post(struct app *app, const void *event);
/* Do what a handler would have asked for (from a timer or an event). */
void app_do(struct app *app, struct request r);
/* Draw before the loop waits again. */
void app_changed(struct app *app);
/* Forget keys typed ahead. */
void app_drop_typed(struct app *app);

#define APP_IDLES_MOST 4
/* Call idle(arg) when no key came for ms; again after each further key. ms 0
 * removes it. Same idle and arg: changes the time. */
void app_on_idle(struct app *app, int64_t ms, loop_timer *idle, void *arg);
/* Milliseconds since the last key. */
int64_t app_idle_ms(const struct app *app);

/* -- screens that others reuse -- */

/* "Shall it be done?" -- what it will do, said before it does it. */
struct confirm {
	const char *title;	/* catalogue id */
	const char *question;	/* catalogue id, with {names} */
	struct failure detail;	/* arguments of question */
	const char *yes;	/* catalogue id: what F8 does */
	const char *no;		/* catalogue id: what Esc does; NULL: Back */
	bool warning;		/* marked with "!" */
	app_answered *answered; /* 1 or 0 */
};
extern const struct screen confirm_screen; /* arg: struct confirm, copied */
_Static_assert(sizeof(struct confirm) <= REQUEST_COPY_SIZE,
    "a question is handed over whole");

/* One of a list of reasons. */
struct choose {
	const char *title;    /* catalogue id */
	const char *question; /* catalogue id or NULL */
	size_t count;
	/* Label and, below it, what it leads to ("" for none): ids. */
	const char *(*label)(const void *rows, size_t row);
	const char *(*note)(const void *rows, size_t row); /* may be NULL */
	const void *rows;	/* borrowed; outlives the screen */
	app_answered *answered; /* the row, or -1 */
};
extern const struct screen choose_screen; /* arg: struct choose, copied */
_Static_assert(sizeof(struct choose) <= REQUEST_COPY_SIZE,
    "a choice is handed over whole");

/* The help page of the screen below it. arg: unused. */
extern const struct screen help_screen;

#endif
