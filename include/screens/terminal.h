/* terminal.h -- the terminal we were started on, held from start to end.
 *
 * Raw mode (no ^C, ^Z, ^\, no flow stop), alternate screen, bracketed paste;
 * all of it is taken back at the end, and nothing of ours stays on the screen
 * or in its scroll-back. Works without colour; NO_COLOR is obeyed. Reading
 * and writing are borrowed descriptors 0 and 1. One per process. */
#ifndef KIOSK_SCREENS_TERMINAL_H
#define KIOSK_SCREENS_TERMINAL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"

struct terminal; /* opaque */
struct input;

/* The smallest window that every screen is made for. */
#define SCREEN_ROWS_LEAST    24
#define SCREEN_COLUMNS_LEAST 80

/* How a text looks. Colour only repeats what a word or mark says. */
enum style {
	STYLE_NORMAL,
	STYLE_STRONG,
	STYLE_DIM,
	STYLE_REVERSE, /* the focused item, key names */
	STYLE_TITLE,
	STYLE_OK,
	STYLE_WARN,
	STYLE_PROBLEM,
	STYLE_BAND, /* TRAINING */
	STYLE_COUNT
};

/*
 * Take the terminal. lang_init() must have set the locale. On success *out is
 * owned by the caller, who ends it with terminal_end(). Never exits the
 * process. Errors: ERR_TERMINAL_NONE, ERR_TERMINAL_TYPE (argument term),
 * ERR_MEMORY.
 */
enum kerr terminal_start(struct terminal **out, struct failure *f);
/* Wipe the screen, restore everything, release, set *t to NULL. NULL is
 * allowed. */
void terminal_end(struct terminal **t);

/* The descriptor that keys come from (borrowed), for base/loop. */
int terminal_fd(const struct terminal *t);
int terminal_rows(const struct terminal *t);
int terminal_columns(const struct terminal *t);
/* Ask the system for the window's size and follow it. True when changed. */
bool terminal_resize(struct terminal *t);
/* Window below SCREEN_COLUMNS_LEAST x SCREEN_ROWS_LEAST. */
bool terminal_is_too_small(const struct terminal *t);
/* Bring what was drawn to the glass: only what changed, in one write. */
void terminal_show(struct terminal *t);
/* Forget what is on the glass: the next show paints everything. */
void terminal_repaint(struct terminal *t);
/* Attributes of a style, in the terminal library's bits; for draw.c. */
uint32_t terminal_style_bits(const struct terminal *t, enum style style);
/* How many colours cells may have: 0 (none, or NO_COLOR), 8, 16 or 256. */
int terminal_colours(const struct terminal *t);
/* Whether it shows braille dots: the system's own console has no such font. */
bool terminal_has_dots(const struct terminal *t);
/* The pair of two of those colours (-1: the terminal's own), in the terminal
 * library's number; 0 when there is none; for draw.c. */
int terminal_pair(const struct terminal *t, int front, int back);
/* Teach in the key sequences this terminal is known to send. */
void terminal_teach_keys(const struct terminal *t, struct input *in);

#endif
