/* transaction.h -- what the modules of the store room share: the database of
 * a store, who writes and when, and how rows become records. Not for desk. */
#ifndef KIOSK_STORE_TRANSACTION_H
#define KIOSK_STORE_TRANSACTION_H

#include <stddef.h>
#include <stdint.h>

#include "base/date.h"
#include "base/error.h"
#include "store/db.h"

struct seal_keys;
struct store;

struct db *store_db(struct store *st);
const struct seal_keys *store_keys(const struct store *st);
int64_t store_staff(const struct store *st); /* of the transaction */
int64_t store_now(const struct store *st);   /* of the transaction */
/* Start the failure that store_explain() will give; the arguments are added
 * to it. Borrowed. */
struct failure *store_remember(struct store *st, enum kerr code);

/* Prepare a statement that reads, or one that writes: outside a transaction
 * that is ERR_INTERNAL. */
enum kerr store_read(
    struct store *st, const char *sql, struct db_statement **q);
enum kerr store_write(
    struct store *st, const char *sql, struct db_statement **q);

typedef void store_row(struct db_statement *q, void *record);
/* Each of these releases q. */
enum kerr store_rows(struct db_statement *q, store_row *read, void *records,
    size_t record_size, size_t most, size_t *count);
/* Errors: ERR_NOT_FOUND. */
enum kerr store_one(struct db_statement *q, store_row *read, void *record);
enum kerr store_number(struct db_statement *q, int64_t *number);
enum kerr store_done(struct db_statement *q);
enum kerr store_done_id(struct db_statement *q, int64_t *id);
/* Errors: none, when no row changed. */
enum kerr store_changed(struct db_statement *q, enum kerr none);

/* ":most" and ":offset", for LIMIT :most OFFSET :offset. */
void store_bind_page(struct db_statement *q, size_t most, size_t offset);
/* NULL when it is not set. */
void store_bind_date(
    struct db_statement *q, const char *name, struct date date);
struct date store_column_date(struct db_statement *q, int column);

/* Whether this counter owns the open case id: KERR_OK, ERR_CASE_TAKEN with
 * who and n, ERR_CASE_STATE, ERR_NOT_FOUND. */
enum kerr store_own_case(struct store *st, int64_t id);
/* Remember ERR_CASE_TAKEN with the counter and the staff member's name. */
enum kerr store_case_taken(struct store *st, int64_t id);

#endif
