/* drawer.h -- the cash drawer of a counter on one business day: opened with a
 * float, counted blind, closed by somebody else.
 *
 * A session is open -> counting -> closed. One is open at a counter at most,
 * and a counter has one a business day: after its closing nothing more comes
 * into it. Its business day is the office's open one when the drawer opens;
 * midnight does not move it (design, decision 6).
 *
 * Every call that writes is one desk step inside store_begin()..store_end(),
 * appends its own audit entry, and takes an idempotency key where it makes
 * something: the same key with the same content gives the first result again.
 * counter-procedures 5.2, 5.6, 5.7. */
#ifndef KIOSK_STORE_DRAWER_H
#define KIOSK_STORE_DRAWER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/date.h"
#include "base/error.h"
#include "rules/cash.h"

struct store;

enum drawer_state {
	DRAWER_OPEN,
	DRAWER_COUNTING, /* no money moves until it is closed or taken back */
	DRAWER_CLOSED,
	DRAWER_STATE_COUNT
};
const char *drawer_state_code(enum drawer_state s);
const char *drawer_state_name(enum drawer_state s); /* catalogue id */

struct drawer_session {
	int64_t id;
	int counter;
	struct date business_day;
	int fiscal_year;
	enum drawer_state state;
	int64_t opened_by; /* the officer who answers for it */
	int64_t opened_at;
	struct cash float_cash;
	int64_t float_yen;
	int64_t closed_by; /* 0: not closed */
	int64_t closed_at;
	/* Only of a closed one, else -1: the count is blind. */
	int64_t expected_yen;
	int64_t counted_yen;
};

/*
 * Open the drawer of this counter with a float. *id: the session.
 * Errors: ERR_CASH_OFFICER, ERR_FLOAT (yen: what is granted and not in other
 * open drawers), ERR_DRAWER_OPEN (there is one, or there was one today),
 * ERR_DAY_CLOSED (no business day is open), ERR_CASH_AMOUNT,
 * ERR_REQUEST_REUSED.
 */
enum kerr drawer_open(struct store *st, const char *key,
    const struct cash *float_cash, int64_t *id);
/* The session of this counter that is not closed. Errors:
 * ERR_DRAWER_CLOSED. */
enum kerr drawer_here(struct store *st, struct drawer_session *out);
enum kerr drawer_get(struct store *st, int64_t id, struct drawer_session *out);
/* Of a business day, by counter. */
enum kerr drawer_list(struct store *st, struct date day,
    struct drawer_session *rows, size_t most, size_t *count);
/* Sessions that are not closed, in the whole office: the day cannot end. */
enum kerr drawer_count_open(struct store *st, int64_t *count);

/*
 * What lies in the drawer by denomination, to work out change from it and to
 * warn when one runs short. Never shown as a sum: the count is blind.
 */
enum kerr drawer_holds(struct store *st, int64_t id, struct cash *out);

/* Whether more lies there than the limit "drawer": time for the bank. */
enum kerr drawer_is_full(struct store *st, int64_t id, bool *full);

/* The drawer is opened and no money moves; reason: a code. Each such opening
 * is a row. Errors: ERR_DRAWER_CLOSED. */
enum kerr drawer_look(struct store *st, const char *reason);

/* -- counting and closing -- */

/* No money moves from now on. Errors: ERR_DRAWER_CLOSED. */
enum kerr drawer_begin_count(struct store *st);
/* Back to open, while nobody has counted. Errors: ERR_DRAWER_CLOSED,
 * ERR_DRAWER_COUNTED. */
enum kerr drawer_end_count(struct store *st);

/* What the counts say together. */
struct drawer_verdict {
	int counts;
	bool can_close;	  /* all that is needed but the closer */
	bool needs_other; /* another person must count now */
	/* With can_close only, else -1 and 0: nobody who still has to count
	 * may know them. difference is counted less expected. */
	int64_t expected_yen, counted_yen;
	int64_t difference_yen;
};
/*
 * Keep a blind count of the drawer of this counter. counted_by: the second
 * person who counted here by login, or 0 for the person of the transaction.
 * The drawer can close when the last count differs by no more than the limit
 * "count_difference" (0), or says the same yen as an earlier count of another
 * person. All counts are kept. Errors: ERR_DRAWER_CLOSED (not counting),
 * ERR_SAME_PERSON (who counted last), ERR_DRAWER_COUNTED (enough counts),
 * ERR_CASH_AMOUNT.
 */
enum kerr drawer_count(struct store *st, const char *key, int64_t counted_by,
    const struct cash *counted, struct drawer_verdict *out);
enum kerr drawer_verdict(
    struct store *st, int64_t id, struct drawer_verdict *out);

/*
 * Close the drawer of this counter: the difference becomes an entry over or
 * short of the ledger and what was counted is what lies there; never topped
 * up. closed_by: the second person here by login, or 0 for the person of the
 * transaction; neither the opener nor anybody who handled or approved money of
 * this session (5.7). reason: a code for the difference, "" without one.
 * Errors: ERR_DRAWER_CLOSED, ERR_DRAWER_UNCOUNTED (counts are missing),
 * ERR_DRAWER_CLOSER.
 */
enum kerr drawer_close(struct store *st, const char *key, int64_t closed_by,
    const char *reason, struct drawer_session *out);

struct drawer_counted {
	int ordinal; /* 1, 2, ... */
	int64_t by, at;
	struct cash cash;
	int64_t yen;
};
/* The counts of a session, oldest first. Errors: ERR_DRAWER_BLIND until it is
 * closed. */
enum kerr drawer_counts(struct store *st, int64_t id,
    struct drawer_counted *rows, size_t most, size_t *count);

/* -- every movement -- */

/* X(enum, code, catalogue id) */
#define DRAWER_MOVES(X) \
	X(MOVE_FLOAT, "float", N_("float")) \
	X(MOVE_TENDER, "tender", N_("cash taken")) \
	X(MOVE_CHANGE, "change", N_("change given")) \
	X(MOVE_VOID, "void_out", N_("given back: void")) \
	X(MOVE_REFUND, "refund_out", N_("given back: refund")) \
	X(MOVE_PAID_IN, "paid_in", N_("paid in")) \
	X(MOVE_PAID_OUT, "paid_out", N_("paid out")) \
	X(MOVE_BANK, "bank_drop", N_("to the bank")) \
	X(MOVE_FOUND, "found_money", N_("found later")) \
	X(MOVE_DIFFERENCE, "difference", N_("difference of the count")) \
	X(MOVE_LOOK, "opened", N_("opened without money"))

enum drawer_move_kind {
#define X(kind, code, said) kind,
	DRAWER_MOVES(X)
#undef X
	    DRAWER_MOVE_COUNT
};
const char *drawer_move_code(enum drawer_move_kind kind);
const char *drawer_move_name(enum drawer_move_kind kind); /* catalogue id */

struct drawer_move {
	int64_t id;
	int64_t session;
	enum drawer_move_kind kind;
	int64_t ledger; /* the entry it belongs to, 0: none */
	char reason[40];
	struct cash cash; /* signed: out of the drawer is below 0 */
	int64_t yen;	  /* signed likewise */
	int64_t by, at;
};
/* Of a session, oldest first. For reports: not while the count is blind. */
enum kerr drawer_moves(struct store *st, int64_t id, size_t offset,
    struct drawer_move *rows, size_t most, size_t *count);

#endif
