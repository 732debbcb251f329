/* cash.h -- notes and coins: so many of each denomination, and what they are
 * worth. Money is whole yen (design, decision 5); the denominations are those
 * of counter-procedures 5.8.
 *
 * A struct cash is what lies there or is handed over: no count in it is ever
 * negative. Every sum is checked: what would overflow, or pass CASH_YEN_MOST,
 * is an error and never a wrong number. */
#ifndef KIOSK_RULES_CASH_H
#define KIOSK_RULES_CASH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

/* X(enum, yen), largest first. */
#define DENOMINATIONS(X) \
	X(YEN_10000, 10000) \
	X(YEN_5000, 5000) \
	X(YEN_2000, 2000) \
	X(YEN_1000, 1000) \
	X(YEN_500, 500) \
	X(YEN_100, 100) \
	X(YEN_50, 50) \
	X(YEN_10, 10) \
	X(YEN_5, 5) \
	X(YEN_1, 1)

enum denomination {
#define X(name, yen) name,
	DENOMINATIONS(X)
#undef X
	    DENOMINATION_COUNT
};

/* More than a counter ever holds; sums stay far from the end of an int64. */
#define CASH_YEN_MOST 1000000000

/* More coins of one kind than this in one payment may be refused (5.8, G). */
#define CASH_COINS_MOST 20

struct cash {
	int64_t count[DENOMINATION_COUNT];
};

int64_t denomination_yen(enum denomination d); /* 0 for none */
bool denomination_is_note(enum denomination d);
/* 5000 to YEN_5000; false when there is none of that worth. */
bool denomination_from_yen(int64_t yen, enum denomination *out);

/* Their worth. Errors: ERR_CASH_AMOUNT (a count below 0, over CASH_YEN_MOST). */
enum kerr cash_total(const struct cash *c, int64_t *yen);
int64_t cash_pieces(const struct cash *c); /* notes and coins together */
bool cash_is_empty(const struct cash *c);
bool cash_is_equal(const struct cash *a, const struct cash *b);
/* out may be a or b; it is left alone on an error. Errors: ERR_CASH_AMOUNT. */
enum kerr cash_add(
    const struct cash *a, const struct cash *b, struct cash *out);
/* a without b. Errors: ERR_CASH_SHORT when a lacks a piece of it,
 * ERR_CASH_AMOUNT. */
enum kerr cash_subtract(
    const struct cash *a, const struct cash *b, struct cash *out);

/*
 * Exactly yen out of have, in the fewest pieces: right also where taking the
 * largest first fails (6,000 out of a 5,000 and three 2,000 notes), and when
 * coins are scarce. Among equals the one with fewer 2,000 notes. yen 0 is
 * nothing. Errors: ERR_CASH_NO_CHANGE when have cannot give it,
 * ERR_CASH_AMOUNT.
 */
enum kerr cash_change(const struct cash *have, int64_t yen, struct cash *out);

/* A bit (1U << d) for each denomination of which have holds fewer than least.
 * Short change is warned of before it is needed. */
unsigned cash_running_short(const struct cash *have, const struct cash *least);
/* A bit for each coin of which there are more than CASH_COINS_MOST. */
unsigned cash_too_many_coins(const struct cash *tender);

#endif
