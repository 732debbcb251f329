/* accounts.h -- staff accounts from outside a counter: the first supervisor,
 * one more colleague, and who says so. Passwords are hashed here, slowly
 * (base/seal.h): for commands, never inside a screen. */
#ifndef KIOSK_DESK_ACCOUNTS_H
#define KIOSK_DESK_ACCOUNTS_H

#include <stdint.h>

#include "base/error.h"
#include "rules/rights.h"

struct secret;
struct store;

/* Judge a new password: PASSWORD_LEAST characters (desk/session.h), not the
 * staff number, not one that everybody tries. Errors: ERR_PASSWORD_WEAK. */
enum kerr accounts_judge_password(
    const struct secret *password, const char *number, struct failure *f);

/* Check that number, with this password, may do action; *id is the person.
 * A wrong password counts as one at the counter and waits likewise. Errors:
 * ERR_SIGN_IN, ERR_SIGN_IN_WAIT, ERR_STAFF_INACTIVE, ERR_RIGHTS. */
enum kerr accounts_check(struct store *st, int64_t now, const char *number,
    const struct secret *password, enum action action, int64_t *id,
    struct failure *f);

struct account {
	const char *number; /* 1 to 15 characters, A-Z a-z 0-9 - */
	const char *name;
	enum role role;
	const struct secret *password;
};
/* What can be judged of it without the store: its form and its password.
 * Errors: ERR_PASSWORD_WEAK, ERR_STAFF_NUMBER. */
enum kerr accounts_judge(const struct account *account, struct failure *f);
/* Add it, by staff by (0: the program itself, at the founding), audited.
 * Errors: those of accounts_judge(), ERR_STAFF_NUMBER also when somebody has
 * the number. */
enum kerr accounts_add(struct store *st, int64_t now, int64_t by,
    const struct account *account, int64_t *id, struct failure *f);

#endif
