/* money.h -- what drawers and ledger share: notes and coins as columns, the
 * digest of a request, and the drawer of this counter inside a transaction.
 * For the store room only. */
#ifndef KIOSK_STORE_MONEY_H
#define KIOSK_STORE_MONEY_H

#include <stdbool.h>
#include <stdint.h>

#include "rules/cash.h"
#include "store/drawer.h"
#include "store/ledger.h"

struct db_statement;
struct seal_hash;
struct store;

/* Ten columns named by prefix P, largest first, for a list of columns. */
#define MONEY_COLUMNS(P) \
	P "10000, " P "5000, " P "2000, " P "1000, " P "500, " P "100, " P \
	  "50, " P "10, " P "5, " P "1"
#define MONEY_VALUES MONEY_COLUMNS(":n")

/* Bind the counts to ":n10000" and so on; read them from column on. */
void money_bind(struct db_statement *q, const struct cash *c);
void money_read(struct db_statement *q, int column, struct cash *out);
/* Signed worth of signed counts that are known to be sane. */
int64_t money_worth(const struct cash *c);
/* a without b, count by count, signs allowed. */
struct cash money_minus(const struct cash *a, const struct cash *b);

/* -- idempotency (store_request_get): one request from form to row -- */

#define MONEY_DIGEST_SIZE 72
struct money_request {
	const char *key;
	const char *call;
	struct seal_hash *hash; /* of what was sent; NULL without memory */
	char digest[MONEY_DIGEST_SIZE];
};
/* Start the digest; it is of what is added with canonical_*() to r->hash and
 * money_request_cash(), and ended by money_request_find(). */
void money_request_begin(
    struct money_request *r, const char *key, const char *call);
void money_request_cash(struct money_request *r, const struct cash *c);
/* Whether it was done; its result. Errors: ERR_MEMORY, ERR_REQUEST_REUSED. */
enum kerr money_request_find(
    struct store *st, struct money_request *r, bool *found, int64_t *result);
enum kerr money_request_keep(
    struct store *st, const struct money_request *r, int64_t result);

/* -- the drawer -- */

struct drawer_inside {
	struct drawer_session s;
	struct cash held;
	int64_t moves;	  /* rows of drawer_move */
	int64_t expected; /* the float and every entry, never the change */
	int64_t counted;  /* -1: not counted */
};
/* The session of this counter. Errors: ERR_DRAWER_CLOSED unless state. */
enum kerr drawer_load_here(
    struct store *st, enum drawer_state state, struct drawer_inside *out);
enum kerr drawer_load(struct store *st, int64_t id, struct drawer_inside *out);
/* One movement, signed; d learns what lies there then, and is to be kept with
 * drawer_keep(). Errors: ERR_CASH_SHORT, ERR_CASH_AMOUNT. */
enum kerr drawer_put_move(struct store *st, struct drawer_inside *d,
    enum drawer_move_kind kind, int64_t ledger, const char *reason,
    const struct cash *signed_cash);
/* What lies there and is expected; with drawer_keep_state() also whether it is
 * open, which fewer steps change. Errors: ERR_DRAWER_CLOSED. */
enum kerr drawer_keep(struct store *st, const struct drawer_inside *d);
enum kerr drawer_keep_state(struct store *st, const struct drawer_inside *d);

/* -- the ledger -- */

/*
 * Append row: its counter, sequence, id, year, receipt number, check, person
 * and time are set here. Writes the totals and the audit entry too. Errors: ERR_KEY_FILE, ERR_STORE_*.
 */
enum kerr ledger_append(struct store *st, struct ledger_row *row);
/* Words beside an entry; NULL and "" are none. Errors: ERR_TOO_LONG. */
enum kerr ledger_keep_note(struct store *st, int64_t id, const char *note);
/* The done step that a request found, read again. */
enum kerr ledger_done_again(
    struct store *st, int64_t id, struct ledger_done *out);
/* The entries of a business day at a counter lie in these ids, among few
 * others: part of a WHERE, with :day and :counter. */
#define LEDGER_IDS_OF_DAY \
	" id >= (SELECT min(t.first_id) FROM ledger_total t" \
	"         WHERE t.business_day = :day AND t.counter = :counter)" \
	" AND id <= (SELECT max(t.last_id) FROM ledger_total t" \
	"         WHERE t.business_day = :day AND t.counter = :counter)"
/* ERR_FEE_SETTLED by that entry, remembered with its receipt. */
enum kerr ledger_refuse_settled(struct store *st, const struct ledger_row *row);
/* A fee's item is settled by an entry, and is open again. Errors:
 * ERR_LEDGER_UNDONE. */
enum kerr fees_settle(
    struct store *st, int64_t card, enum fee_item item, int64_t ledger);
enum kerr fees_reopen(
    struct store *st, const struct ledger_row *settled_by, int64_t undone);
/* Copy a code. Errors: ERR_TOO_LONG. */
enum kerr ledger_set_reason(struct ledger_row *row, const char *reason);
/* Errors: ERR_DAY_CLOSED. */
enum kerr ledger_business_day(struct store *st, struct date *out);
/* Signed sum of all entries on business days up to day. */
enum kerr ledger_sum_to(struct store *st, struct date day, int64_t *yen);

#endif
