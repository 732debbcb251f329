/* cashier.h -- the till of this counter: its drawer, and what comes in and goes
 * out of it beside fees (counter-procedures 5; design 5, "Cash").
 *
 * Only an appointed cash officer (5.1) takes money, at the counter where the
 * drawer lies. Each call is one transaction: ledger, drawer, receipt number,
 * audit and request key are committed together or not at all. A call that
 * moves money takes the key that was made when its form opened
 * (desk_new_key()): sent twice, it is done once and answers the same.
 *
 * Four eyes: where a second person is needed, the caller has
 * session_second_begin() check one at this very terminal, who is asked for
 * here again: ERR_SAME_PERSON when nobody was checked for the action, or it is
 * the handler. The call ends the second person's part.
 *
 * Nobody is told what a counted drawer should hold before every count that is
 * needed was given (blind count). */
#ifndef KIOSK_DESK_CASHIER_H
#define KIOSK_DESK_CASHIER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/date.h"
#include "base/error.h"
#include "rules/cash.h"

struct desk;

#define CASH_REASON_SIZE 120 /* what staff write; no personal data */
#define CASH_NAME_SIZE	 128

enum till_phase {
	TILL_NONE,     /* no drawer is open at this counter */
	TILL_OPEN,     /* money may come and go */
	TILL_COUNTING, /* the first count is asked for */
	TILL_RECOUNT,  /* it differs: somebody else counts */
	TILL_COUNTED   /* every count is there: to be closed */
};

struct till_view {
	enum till_phase phase;
	int64_t session;	  /* 0: none */
	struct date business_day; /* fixed when it opened */
	bool is_old;		  /* of another day: count and close it */
	bool was_closed;	  /* NONE: today's is closed already */
	int64_t opened_at;	  /* UTC */
	char opened_by[CASH_NAME_SIZE];
	int64_t float_yen;
	/* What lies in it; only while OPEN, else zero. */
	struct cash has;
	bool is_short[DENOMINATION_COUNT]; /* few pieces left for change */
	/* Of the signed-in person, today. */
	bool may_take;	      /* appointed cash officer */
	char appointment[32]; /* its number */
	int64_t grant_yen;    /* the float granted for this fiscal year */
	/* Cases of all counters that wait for their fee. */
	int waiting;
};
/* Errors: ERR_RIGHTS, those of the store. */
enum kerr cashier_load(
    struct desk *d, struct till_view *out, struct failure *f);

/* Open the drawer with its float. Errors: ERR_CASH_OFFICER (not appointed),
 * ERR_FLOAT (yen: what is granted), ERR_DRAWER_OPEN, ERR_DAY_CLOSED,
 * ERR_CASH_AMOUNT. */
enum kerr cashier_open(struct desk *d, const struct cash *money,
    const char *key, struct failure *f);

/* What moves money without a fee. */
enum cashier_move {
	CASHIER_PAID_IN,
	CASHIER_PAID_OUT,
	CASHIER_BANK,	 /* out of the drawer, for the designated bank */
	CASHIER_FOUND,	 /* found after a count: a new entry */
	CASHIER_DEPOSIT, /* out of what is in custody after the closings */
	CASHIER_MOVE_COUNT
};
/* Codes and catalogue ids of why, ended by code NULL. */
struct cash_reason {
	const char *code;
	const char *said;
};
const struct cash_reason *cashier_reasons(enum cashier_move move);
/* note: more words, or "". Errors: ERR_CASH_SHORT (the drawer does not hold
 * these pieces), ERR_CASH_AMOUNT (nothing, too much), ERR_CUSTODY (yen),
 * ERR_DRAWER_CLOSED, ERR_CASH_OFFICER. *entry: the ledger's row. */
enum kerr cashier_move(struct desk *d, enum cashier_move move,
    const struct cash *money, const char *reason, const char *note,
    const char *key, int64_t *entry, struct failure *f);

/* The drawer is opened without money moving: it is written down why. */
const struct cash_reason *cashier_look_reasons(void);
enum kerr cashier_look(struct desk *d, const char *reason, struct failure *f);

/* -- counting and closing -- */

/* No money moves from here on. Errors: ERR_DRAWER_CLOSED. */
enum kerr cashier_count_begin(struct desk *d, struct failure *f);
/* Back to work; only while no count was given. */
enum kerr cashier_count_cancel(struct desk *d, struct failure *f);
/* What the signed-in person counted. A difference asks for another person's
 * count; how large it is is not told. Errors: ERR_SAME_PERSON (counted last),
 * ERR_DRAWER_COUNTED. */
enum kerr cashier_count(struct desk *d, const struct cash *counted,
    const char *key, struct failure *f);
/* What another person counted here: the second person, granted for
 * ACTION_CASH_COUNT. Errors: ERR_SAME_PERSON, ERR_DRAWER_COUNTED. */
enum kerr cashier_count_again(struct desk *d, const struct cash *counted,
    const char *key, struct failure *f);

/* What the counts say together; sums only once every needed count is there. */
struct count_view {
	int counts;
	bool is_known;
	int64_t expected_yen, counted_yen, difference_yen;
};
enum kerr cashier_count_load(
    struct desk *d, struct count_view *out, struct failure *f);
/*
 * Close it: a difference becomes an entry over or short, never topped up, and
 * the report sheet is written. It is closed by the second person (granted for
 * ACTION_CASH_APPROVE), else by the signed-in one who may approve: never by
 * who opened it or moved money of it.
 * reason: a code, "" without a difference. Errors: ERR_SAME_PERSON,
 * ERR_DRAWER_CLOSER, ERR_DRAWER_UNCOUNTED, ERR_STEP_INCOMPLETE (reason).
 */
const struct cash_reason *cashier_difference_reasons(void);
struct close_done {
	int64_t session;
	int64_t expected_yen, counted_yen, difference_yen;
	char sheet[512]; /* where the report lies; "": it waits */
};
enum kerr cashier_close(struct desk *d, const char *reason, const char *key,
    struct close_done *out, struct failure *f);

#endif
