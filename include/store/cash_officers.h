/* cash_officers.h -- who may take money, and with how much change they were
 * trusted. Only appointed staff take money (counter-procedures 5.1); the float
 * is granted for one fiscal year (5.2). Both are entered by one person and
 * taken by another; both append their own audit entries. */
#ifndef KIOSK_STORE_CASH_OFFICERS_H
#define KIOSK_STORE_CASH_OFFICERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/date.h"
#include "base/error.h"

struct store;

#define OFFICER_NUMBER_SIZE 24

/* Of an appointment and of a grant. */
enum grant_state { GRANT_PROPOSED, GRANT_IN_FORCE, GRANT_REJECTED };

struct cash_officer {
	int64_t id;
	int64_t staff;
	char number[OFFICER_NUMBER_SIZE]; /* of the appointment; unique */
	struct date first_day;
	struct date last_day; /* unset: no end */
	enum grant_state state;
	int64_t proposed_by, proposed_at;
	int64_t decided_by, decided_at; /* 0: not yet */
};

/* state, by and at are set by the store. Errors: ERR_OFFICER (reason),
 * ERR_STORE_CONSTRAINT when the number is in use. */
enum kerr cash_officers_propose(struct store *st, const struct cash_officer *o,
    int64_t *id, struct failure *f);
/* Not by the proposer, nor by the one appointed. Errors: ERR_SAME_PERSON,
 * ERR_RULE_STATE, ERR_NOT_FOUND. */
enum kerr cash_officers_approve(struct store *st, int64_t id);
enum kerr cash_officers_reject(struct store *st, int64_t id);
/* The appointment ends with last_day (it can only get shorter): one person is
 * enough to take a right away. Errors: ERR_RULE_STATE. */
enum kerr cash_officers_end(struct store *st, int64_t id, struct date last_day);
/* Whether staff may take money on day. Errors: ERR_CASH_OFFICER. */
enum kerr cash_officers_check(struct store *st, int64_t staff, struct date day);
enum kerr cash_officers_get(
    struct store *st, int64_t id, struct cash_officer *out);
/* Newest first. */
enum kerr cash_officers_list(struct store *st, size_t offset,
    struct cash_officer *rows, size_t most, size_t *count);

struct float_grant {
	int64_t id;
	int64_t staff;
	int fiscal_year;
	int64_t yen;
	enum grant_state state;
	int64_t proposed_by, proposed_at;
	int64_t decided_by, decided_at;
};
/* Errors: ERR_OFFICER (reason: over the limit "float" of that year's first
 * day, not positive). */
enum kerr float_grants_propose(struct store *st, int64_t staff, int fiscal_year,
    int64_t yen, int64_t *id, struct failure *f);
/* Replaces the one in force of that person and year. Errors: ERR_SAME_PERSON,
 * ERR_RULE_STATE, ERR_NOT_FOUND. */
enum kerr float_grants_approve(struct store *st, int64_t id);
enum kerr float_grants_reject(struct store *st, int64_t id);
/* What staff was granted for that year; 0 for nothing. */
enum kerr float_grants_yen(
    struct store *st, int64_t staff, int fiscal_year, int64_t *yen);
/* Newest first. */
enum kerr float_grants_list(struct store *st, size_t offset,
    struct float_grant *rows, size_t most, size_t *count);

#endif
