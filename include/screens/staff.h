/* staff.h -- the screens of staff. The app's context is the struct desk.
 *
 * The stack: sign-in (root), queue, collection, and on top of it one screen
 * of the resident at a time (they replace each other), which only the take-
 * back screen ends. */
#ifndef KIOSK_SCREENS_STAFF_H
#define KIOSK_SCREENS_STAFF_H

#include <stdint.h>

#include "screens/app.h"

struct desk;

/* The root. arg: unused. */
extern const struct screen staff_sign_in_screen;
/* The counter code of the day, twice; then the queue. arg: unused. */
extern const struct screen staff_code_screen;
/* What the chip holds of the case's holder. arg: int64_t *, the case. */
extern const struct screen staff_holder_check_screen;
/* What waits. arg: unused. */
extern const struct screen staff_queue_screen;
/* Everything that can be done with a card, and what needs none. arg: int64_t *,
 * the card; 0: none. */
extern const struct screen staff_card_menu_screen;
/* Write down a card that is in no list. arg: unused. */
extern const struct screen staff_register_screen;
/* Bind the chip of such a card. arg: int64_t *, the card. */
extern const struct screen staff_bind_screen;
/* What is due to be destroyed; then the destruction itself (arg: int64_t *,
 * the destruction). */
extern const struct screen staff_destruction_screen;
extern const struct screen staff_destroying_screen;
/* The status of the card on the reader. arg: unused. */
extern const struct screen staff_card_status_screen;
/* One case, step by step. arg: int64_t *, the case. */
extern const struct screen staff_collection_screen;
/* Idle or by key: the counter code or the password opens. arg: unused. */
extern const struct screen staff_lock_screen;
/* The clerk takes the terminal back from the resident: the counter code, after
 * five wrong ones the password. Ends the PIN session and pops to the case;
 * Esc goes back to the resident's screen while a session runs. It replaces
 * the resident's screen. arg: enum pin_end *, how the session ends. */
extern const struct screen staff_take_back_screen;
/* The office's initial values, typed by two people. arg: unused. */
extern const struct screen staff_initial_screen;

/* What was printed, waits or is doubtful. arg: unused. */
extern const struct screen staff_papers_screen;

/* The second person of a PIN reset. arg: int64_t *, the case. */
extern const struct screen staff_approval_screen;

/* -- what these screens share -- */

/* The head of every screen of staff: office, counter, date and time; who,
 * reader, slips. title (translated) stands in place of the office when not
 * NULL. Returns the area below it. */
struct area staff_head(
    struct app *app, const struct area *a, const char *title);
struct desk *staff_desk(const struct app *app);
/* "2026-11-24 (Tue)", in the app's language. */
char *staff_date(
    const struct app *app, char *out, size_t out_size, int64_t utc);
/* Key handlers that several tables share. */
struct request staff_open_training(struct app *app, void *state);
bool staff_is_training(const struct app *app, const void *state);
struct request staff_open_papers(struct app *app, void *state);
bool staff_may_print(const struct app *app, const void *state);

#endif
