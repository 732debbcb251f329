/* money_office.h -- a real store where money can be taken: the built-in fee
 * schedule in force, appointed officers with float grants, and reissued cards
 * that owe 750 yen. */
#ifndef KIOSK_TESTS_MONEY_OFFICE_H
#define KIOSK_TESTS_MONEY_OFFICE_H

#include "rules/cash.h"
#include "store/drawer.h"
#include "store/ledger.h"
#include "support/store_office.h"

#define MONEY_PRICE 750

struct money_office {
	struct store_office o; /* clerk and other are appointed officers */
	int64_t boss;	       /* "Tanaka", supervisor, approves */
	int64_t second;	       /* "Ito", supervisor, closes */
	int cards;	       /* made so far */
	int keys;	       /* of requests, made so far */
};

void money_office_make(struct money_office *m);
void money_office_remove(struct money_office *m);
int money_office_setup(void **state);
int money_office_teardown(void **state);

/* An amount in the notes and coins that are named: {10000, 500, 500, 0}. */
struct cash money_office_cash(const int *yen);
#define CASH(...) money_office_cash((const int[]){__VA_ARGS__, 0})
/* 5,000 + 9 x 1,000 + 10 x 500 + 50 x 100 + 20 x 50 + 50 x 10 = 25,500. */
struct cash money_office_float(void);
#define MONEY_FLOAT_YEN 25500

/* A card that is reissued for that reason ("lost" owes 750 yen). */
int64_t money_office_card(struct money_office *m, const char *reason);
/* Many of them in one transaction; the first id, the others follow. */
int64_t money_office_cards(
    struct money_office *m, const char *reason, int count);
/* A fresh idempotency key; a few live at a time. */
const char *money_office_key(struct money_office *m);

/* Each is one transaction by staff at st, the outcome as it is. */
enum kerr money_office_open(
    struct money_office *m, struct store *st, int64_t staff);
/* Without a float. */
enum kerr money_office_open_empty(
    struct money_office *m, struct store *st, int64_t staff);
enum kerr money_office_charge(struct money_office *m, struct store *st,
    int64_t staff, int64_t card, struct cash tender, struct ledger_done *out);
enum kerr money_office_void(struct money_office *m, struct store *st,
    int64_t staff, int64_t original, int64_t approved_by,
    struct ledger_done *out);
enum kerr money_office_refund(struct money_office *m, struct store *st,
    int64_t staff, int64_t original, int64_t approved_by,
    struct ledger_done *out);
enum kerr money_office_enter(struct money_office *m, struct store *st,
    int64_t staff, enum ledger_kind kind, struct cash cash,
    struct ledger_done *out);
enum kerr money_office_begin_count(
    struct money_office *m, struct store *st, int64_t staff);
enum kerr money_office_count(struct money_office *m, struct store *st,
    int64_t staff, struct cash counted, struct drawer_verdict *out);
enum kerr money_office_close(struct money_office *m, struct store *st,
    int64_t closer, struct drawer_session *out);

/* Fails the test when the ledger is not sound. */
void money_office_verify(struct money_office *m);
/* Yen that must lie in the drawer of st now, by the sum of its moves. */
int64_t money_office_held(struct money_office *m, int counter);

#endif
