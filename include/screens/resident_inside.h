/* resident_inside.h -- the resident's one screen from inside: a table of
 * pages, shared by the files that draw them. No other screen includes it.
 *
 * One screen, so that what was typed has one owner, who wipes it. */
#ifndef KIOSK_SCREENS_RESIDENT_INSIDE_H
#define KIOSK_SCREENS_RESIDENT_INSIDE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/lang.h"
#include "screens/app.h"
#include "screens/message.h"
#include "screens/resident_flow.h"
#include "screens/secret_field.h"

struct secret;

struct resident {
	struct resident_stop at; /* page shown, unless asks_language */
	enum pin_phase phase;	 /* that the page belongs to */
	int64_t phase_at_ms;	 /* when it began: idle is counted from here */
	bool asks_language;	 /* F2: over the page, which stays as it is */
	size_t language_row;
	size_t row;    /* focused choice of the page */
	bool guardian; /* a legal representative sets the PINs */
	bool same;     /* one number for all 4-digit PINs */
	/* PIN: what is typed now, and the first entry while it is repeated */
	struct secret *typed;
	struct secret *first; /* NULL: not entered yet */
	struct secret_field field;
	unsigned verdict; /* of typed, judged once per key */
	int mismatches;
	enum pin_end how; /* told to the take-back screen */
	/* what happened last, kept as ids so that it follows the language */
	struct message said;
	const char *why; /* second line, catalogue id; "" for none */
};

/* A page: how it looks, what its keys do. A page without a handler has not
 * got the key. */
struct resident_page_row {
	void (*draw)(
	    struct app *app, const struct resident *r, const struct area *body);
	const char *const *choices; /* NULL-ended ids, or NULL */
	const char *enter_label;    /* catalogue ids */
	const char *act_label;	    /* F8 */
	const char *other_label;    /* F5 */
	struct request (*enter)(struct app *app, struct resident *r);
	struct request (*act)(struct app *app, struct resident *r);
	struct request (*other)(struct app *app, struct resident *r);
};

/* -- resident.c -- */
/* A step on the road, forward or (steps -1) back. */
struct request resident_go(struct app *app, struct resident *r, int steps);
/* The desk moved on: follow its phase. */
void resident_follow(struct app *app, struct resident *r);
/* Calm page; the staff come. */
struct request resident_call_staff(struct app *app, struct resident *r);
/* Stay on the page; what was typed ahead is forgotten. */
struct request resident_turn(void);
const struct pin_setting_view *resident_view(const struct app *app);
/* Say id with arguments (may be NULL), and a second line ("" for none). */
void resident_say(struct resident *r, enum mark mark, const char *id,
    const struct failure *arguments, const char *why);
void resident_say_nothing(struct resident *r);
/* Why it failed, with a resident's next step. */
void resident_say_failure(struct resident *r, const struct failure *f);

/* -- resident_draw.c: what the pages share -- */
/* The calm part in the middle of the window. */
struct area resident_body(const struct area *a);
/* Title, the cursor on it; returns the row for what follows. */
int resident_draw_title(
    const struct app *app, const struct area *a, const char *id);
/* A paragraph; returns the row after it and one blank row. */
int resident_draw_words(const struct app *app, const struct area *a, int row,
    const char *id, enum style style);
/* Rows to choose from, the cursor on the focused one. */
int resident_draw_choices(const struct app *app, const struct area *a, int row,
    const char *const *choices, size_t focused);
/* What was said last, on the lowest rows of the page. */
void resident_draw_said(
    const struct app *app, const struct resident *r, const struct area *a);

/* -- the pages -- */
extern const struct resident_page_row resident_pages[RESIDENT_PAGE_COUNT];

/* -- resident_entry.c: typing one PIN -- */
void resident_entry_begin(struct resident *r);
/* Wipe what was typed; the field stays. */
void resident_entry_wipe(struct resident *r);
/* Esc: from the second entry back to the first. False: to the page before. */
bool resident_entry_back(struct app *app, struct resident *r);
struct request resident_entry_typed(
    struct app *app, struct resident *r, uint32_t code_point);
struct request resident_entry_moved(
    struct app *app, struct resident *r, enum ui_key key);
/* The present PIN of a change is asked now, not yet the new one. */
bool resident_entry_asks_old(const struct app *app, const struct resident *r);
struct request resident_entry_enter(struct app *app, struct resident *r);
/* -- resident_entry_draw.c -- */
void resident_entry_draw(
    struct app *app, const struct resident *r, const struct area *body);

/* -- resident_language.c -- */
/* The row of a language, and the language of a row. */
size_t resident_language_row(enum lang lang);
size_t resident_language_count(void);
void resident_language_draw(
    struct app *app, const struct resident *r, const struct area *body);
struct request resident_language_enter(struct app *app, struct resident *r);

/* -- resident_result.c: after the entry -- */
void resident_card_draw(
    struct app *app, const struct resident *r, const struct area *body);
void resident_writing_draw(
    struct app *app, const struct resident *r, const struct area *body);
void resident_result_draw(
    struct app *app, const struct resident *r, const struct area *body);
void resident_help_draw(
    struct app *app, const struct resident *r, const struct area *body);
struct request resident_again(struct app *app, struct resident *r);

/* -- resident_idle.c -- */
/* Once a second: nothing for the resident's time (office setting) closes the
 * session; the last seconds are told. Never while writing. */
struct request resident_idle(struct app *app, struct resident *r);
/* Close at once; what was typed is gone. */
struct request resident_idle_close(struct app *app, struct resident *r);
/* The countdown. arg: struct resident *, the screen below. */
extern const struct screen resident_idle_screen;

#endif
