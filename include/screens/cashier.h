/* cashier.h -- the screens of the till. The app's context is the struct desk. */
#ifndef KIOSK_SCREENS_CASHIER_H
#define KIOSK_SCREENS_CASHIER_H

#include <stdbool.h>
#include <stdint.h>

#include "screens/app.h"

/* The drawer of this counter, and the way to everything about cash. arg:
 * unused. */
extern const struct screen cashier_screen;
/* What one card costs: money in, change out. arg: int64_t *, the card. */
extern const struct screen cashier_charge_screen;
/* Visitors who stand before their fee. arg: unused. */
extern const struct screen cashier_waiting_screen;
/* Money that moves without a fee. arg: enum cashier_amount *. */
extern const struct screen cashier_amount_screen;
/* Counting and closing. arg: unused. */
extern const struct screen cashier_count_screen;
/* The ledger of the day: void, refund. arg: unused. */
extern const struct screen cashier_entries_screen;
/* The daily cash book. arg: unused. */
extern const struct screen cashier_book_screen;
/* The fee schedule, proposed and taken by two people. arg: unused. */
extern const struct screen cashier_fees_screen;
/* Cash officers and their floats, likewise. arg: unused. */
extern const struct screen cashier_officers_screen;

/* Whether the signed-in person has anything to do with cash. */
bool cashier_is_shown(const struct app *app, const void *state);
/* F3 of the queue. */
struct request cashier_show(struct app *app, void *state);

/* The amount screen's ways. */
enum cashier_amount {
	CASHIER_AMOUNT_OPEN, /* the float */
	CASHIER_AMOUNT_PAID_IN,
	CASHIER_AMOUNT_PAID_OUT,
	CASHIER_AMOUNT_BANK,
	CASHIER_AMOUNT_FOUND,
	CASHIER_AMOUNT_DEPOSIT,
	CASHIER_AMOUNT_COUNT
};

#endif
