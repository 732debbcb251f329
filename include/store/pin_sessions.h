/* pin_sessions.h -- handing the terminal (or the one beside it) to the
 * resident. Staff and resident meet in this row only (design 1). */
#ifndef KIOSK_STORE_PIN_SESSIONS_H
#define KIOSK_STORE_PIN_SESSIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "store/cards.h"

struct store;

enum pin_session_state {
	PIN_SESSION_ASKED, /* staff asked the resident */
	PIN_SESSION_TAKEN, /* the resident's screens run */
	PIN_SESSION_DONE,
	PIN_SESSION_NEEDS_HELP,
	PIN_SESSION_WALKED_AWAY,
	PIN_SESSION_STATE_COUNT
};

struct pin_session {
	int64_t id;
	int64_t case_id;
	enum pin_session_state state;
	int64_t counter;
	char chip_serial[CHIP_SERIAL_SIZE]; /* the card that was proven */
	char lang[8];
	int64_t opened_at;
	int64_t taken_at; /* 0: not taken */
	int64_t ended_at; /* 0: runs */
};

/* Staff ask; the case must be open here and have no session that runs.
 * Errors: ERR_CASE_STATE, ERR_CASE_TAKEN. */
enum kerr pin_sessions_ask(struct store *st, int64_t case_id,
    const char *chip_serial, const char *lang, int64_t *id);
/* The resident's side takes it: only once. Errors: ERR_CASE_STATE. */
enum kerr pin_sessions_take(struct store *st, int64_t id);
/* state: DONE, NEEDS_HELP or WALKED_AWAY. Errors: ERR_CASE_STATE. */
enum kerr pin_sessions_end(
    struct store *st, int64_t id, enum pin_session_state state);
enum kerr pin_sessions_get(
    struct store *st, int64_t id, struct pin_session *out);
/* The one that runs (asked, taken) at this counter. Errors: ERR_NOT_FOUND. */
enum kerr pin_sessions_here(struct store *st, struct pin_session *out);

#endif
