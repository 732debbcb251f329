/* staff.h -- the accounts of the people who work here. */
#ifndef KIOSK_STORE_STAFF_H
#define KIOSK_STORE_STAFF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/seal.h"
#include "rules/rights.h"

struct store;

#define STAFF_NUMBER_SIZE 24
#define STAFF_NAME_SIZE	  128

struct staff_record {
	int64_t id;
	char number[STAFF_NUMBER_SIZE]; /* what they sign in with */
	char name[STAFF_NAME_SIZE];
	enum role role;
	char password[SEAL_PASSWORD_SIZE]; /* Argon2id, encoded */
	bool active;
	int64_t failures;	 /* wrong passwords in a row */
	int64_t last_failure_at; /* 0: none */
	int64_t created_at;
};

/* id and created_at are set by the store. Errors: ERR_STORE_CONSTRAINT when
 * the number is in use. */
enum kerr staff_add(
    struct store *st, const struct staff_record *staff, int64_t *id);
/* Errors: ERR_NOT_FOUND. */
enum kerr staff_get(struct store *st, int64_t id, struct staff_record *out);
enum kerr staff_find(
    struct store *st, const char *number, struct staff_record *out);
/* In order of number, at most most rows. */
enum kerr staff_list(struct store *st, size_t offset, struct staff_record *rows,
    size_t most, size_t *count);

enum kerr staff_set_active(struct store *st, int64_t id, bool active);
/* One more wrong password; survives a restart. */
enum kerr staff_failed(struct store *st, int64_t id);
/* A right password, or a supervisor's unlocking: failures start at 0. */
enum kerr staff_clear_failures(struct store *st, int64_t id);

#endif
