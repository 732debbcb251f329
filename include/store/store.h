/* store.h -- the office's store: opening it, and one transaction a step.
 *
 * Reading needs no transaction. Every function that writes runs inside
 * store_begin() ... store_end(), which name who does it and when; the audit
 * entry goes into the same transaction (design, decisions 4 and 7).
 *
 *	if ((e = store_begin(st, staff, now)) != KERR_OK)
 *		return store_explain(st, e, f);
 *	e = cases_pause(st, id, reason);
 *	if (e == KERR_OK)
 *		e = audit_append(st, &note);
 *	return store_explain(st, store_end(st, e), f);
 */
#ifndef KIOSK_STORE_STORE_H
#define KIOSK_STORE_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

struct store; /* opaque */
struct db;
struct seal_keys;

#define STORE_COUNTER_NONE 0   /* commands; terminals count from 1 */
#define STORE_COUNTER_MOST 199 /* seats in the queue file */
#define STORE_STAFF_NONE   0   /* the program itself */

/* The office that a store belongs to; written once, at creation. */
struct office {
	char name[160];	      /* "Chofu City" */
	char municipality[8]; /* code with check digit */
	bool training;	      /* the band on every screen and paper */
	int64_t created_at;
};

/*
 * Make a new store at path (its last directory too, 0700, when missing) and
 * open it. keys is borrowed and must outlive the store; counter is the one of
 * this terminal, STORE_COUNTER_NONE for commands.
 * Errors: ERR_STORE_EXISTS and those of store_open().
 */
enum kerr store_create(const char *path, const struct seal_keys *keys,
    int counter, const struct office *office, struct store **out,
    struct failure *f);
/*
 * Open; a known older version is brought up to date, each step in its own
 * transaction. Errors: ERR_STORE_MISSING, ERR_STORE_NEWER, ERR_PERMISSIONS,
 * ERR_STORE_NETWORK, ERR_STORE_READONLY, ERR_STORE_OPEN, ERR_STORE_CORRUPT.
 */
enum kerr store_open(const char *path, const struct seal_keys *keys,
    int counter, struct store **out, struct failure *f);
/* Rolls back what is open, and sets *st to NULL. NULL is allowed. */
void store_close(struct store **st);
/* Borrowed, as it is in the store. */
const struct office *store_office(const struct store *st);
int store_counter(const struct store *st);
/* Change the counter (a command works for several). Not in a transaction. */
void store_set_counter(struct store *st, int counter);
/*
 * Be the one staff terminal of this counter until store_close(). The resident
 * terminal beside it does not claim. Errors: ERR_COUNTER_TAKEN.
 */
enum kerr store_claim_counter(struct store *st);
/* Call when nobody types: checkpoints. Never waits for anybody. */
void store_idle(struct store *st);

/* Begin as staff (id or STORE_STAFF_NONE) at UTC now. Waits in the queue at
 * most 5 s. Errors: ERR_STORE_BUSY, ERR_STORE_*. */
enum kerr store_begin(struct store *st, int64_t staff, int64_t now);
enum kerr store_commit(struct store *st);
void store_rollback(struct store *st);
/* Commit when e is KERR_OK, else roll back; the code of what happened. */
enum kerr store_end(struct store *st, enum kerr e);
bool store_is_writing(const struct store *st);

/*
 * Fill f (NULL is allowed) with code and what the store remembers of its last
 * failing call: who has the card, which file, the database's reason. Returns
 * code. KERR_OK clears f.
 */
enum kerr store_explain(
    const struct store *st, enum kerr code, struct failure *f);

/*
 * Idempotency (decision 4). key: the token made when the form opened; call:
 * the desk call; digest: hex of what was sent. *found tells that it was done
 * before and gives its result again. Errors: ERR_REQUEST_REUSED.
 */
enum kerr store_request_get(struct store *st, const char *key, const char *call,
    const char *digest, bool *found, int64_t *result);
enum kerr store_request_put(struct store *st, const char *key, const char *call,
    const char *digest, int64_t result);

#endif
