/* desk_money.h -- a till for the small office of desk_office.h: the built-in
 * schedule in force, both clerks appointed with a float of 100,000 yen, and
 * paying what a case asks for. Every function fails the test on trouble. */
#ifndef TESTS_SUPPORT_DESK_MONEY_H
#define TESTS_SUPPORT_DESK_MONEY_H

#include <stdint.h>

#include "rules/cash.h"
#include "rules/rights.h"
#include "support/desk_office.h"

struct store;

/* Into a store that has the office's staff. */
void desk_money_fill(struct store *st, int64_t now);

/* An amount in the notes and coins that are named: DESK_CASH(1000, 500). */
struct cash desk_money_cash(const int *yen);
#define DESK_CASH(...) desk_money_cash((const int[]){__VA_ARGS__, 0})

/* A float of 10,000 yen: 5 x 1,000, 6 x 500, 16 x 100, 8 x 50. */
struct cash desk_money_float(void);
#define DESK_FLOAT_YEN 10000
/* Open the drawer of counter n with it. */
void desk_money_open(struct desk_office *o, int n);
/* At STEP_FEE of a case at counter n: opens the drawer when it is not open,
 * and pays exactly what is due. */
void desk_money_pay(struct desk_office *o, int n, int64_t case_id);
/* A card that waits, reissued for that reason ("lost": 750 yen are due); the
 * delivery list claims MONEY_CLAIM_YEN. */
#define MONEY_CLAIM_YEN 750
int64_t desk_money_card(
    struct desk_office *o, const char *notice, const char *reason);

/* A colleague signs in beside the one at counter n. */
void desk_money_second(
    struct desk_office *o, int n, const char *staff, enum action action);

#endif
