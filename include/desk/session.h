/* session.h -- who works at this counter: sign-in, lock, counter code.
 *
 * Passwords are checked in a helper process (Argon2id takes longer than a
 * screen may wait), so sign-in and unlock start here and end with
 * DESK_SESSION. Failures are kept in the store: the growing wait survives a
 * restart. */
#ifndef KIOSK_DESK_SESSION_H
#define KIOSK_DESK_SESSION_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "rules/rights.h"

struct desk;
struct secret;

#define COUNTER_CODE_LEAST 4
#define COUNTER_CODE_MOST  8
#define COUNTER_CODE_TRIES 5
#define PASSWORD_LEAST	   10 /* characters */

enum session_state {
	SESSION_OUT,
	SESSION_CHECKING, /* the helper is at it */
	SESSION_IN,
	SESSION_LOCKED /* idle or by key: password or counter code */
};

struct session_view {
	enum session_state state;
	char staff_no[16];
	char name[96];
	enum role role;
	bool has_code;	       /* the counter code of the day is set */
	int code_tries_left;   /* 0: only the password opens */
	struct failure failed; /* of the last sign-in or unlock; code KERR_OK */
};
const struct session_view *session_get(const struct desk *d);

/* A login that the sign-in screen of a training office may show. */
struct session_login {
	char staff_no[16];
	char name[96];
	enum role role;
	char password[32]; /* training only: invented */
};
/* Fills at most most rows; returns how many; 0 in a real office. */
size_t session_training_logins(
    struct desk *d, struct session_login *out, size_t most);

/*
 * Begin to check; *password is taken over and NULL afterwards. The result
 * comes as DESK_SESSION: state IN, or OUT with failed set (ERR_SIGN_IN,
 * ERR_SIGN_IN_WAIT with seconds, ERR_STAFF_INACTIVE). An unknown number costs
 * the same time as a wrong password.
 * The first sign-in of a day opens the business day.
 */
enum kerr session_sign_in(struct desk *d, const char *staff_no,
    struct secret **password, struct failure *f);
void session_sign_out(struct desk *d);

/* The short code with which this clerk takes the terminal back from a
 * resident; kept in locked memory for the session only. Taken over.
 * Errors: ERR_CODE_SHAPE. */
enum kerr session_set_code(
    struct desk *d, struct secret **code, struct failure *f);
/* Compare. Errors: ERR_CODE_WRONG (left), ERR_CODE_LOCKED: then only
 * session_unlock(). A right code unlocks a locked session too. */
enum kerr session_check_code(
    struct desk *d, const struct secret *code, struct failure *f);

void session_lock(struct desk *d);
/* The signed-in person's password, checked like sign-in; gives the code its
 * tries back. Taken over. */
enum kerr session_unlock(
    struct desk *d, struct secret **password, struct failure *f);

/*
 * Check a second person (four eyes) without signing the first one out. The
 * result comes as DESK_SESSION in session_second(); not the signed-in person
 * (ERR_SAME_PERSON), and the role must allow action.
 */
enum kerr session_second_begin(struct desk *d, const char *staff_no,
    struct secret **password, enum action action, struct failure *f);
struct session_second {
	bool checking;
	bool granted; /* until session_second_end() */
	char staff_no[16];
	char name[96];
	struct failure failed;
};
const struct session_second *session_second(const struct desk *d);
void session_second_end(struct desk *d);

/* Whether the signed-in person may; false when nobody is or it is locked. */
bool session_may(const struct desk *d, enum action action);

/* Child side of the password helper. Never returns. */
_Noreturn void session_helper_main(int argc, char **argv);

#endif
