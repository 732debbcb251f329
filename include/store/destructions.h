/* destructions.h -- cards that two people destroy: one session of theirs is
 * one row with both names, and each card in it is moved in a transaction of its
 * own when its printed serial was confirmed (counter-procedures 1). */
#ifndef KIOSK_STORE_DESTRUCTIONS_H
#define KIOSK_STORE_DESTRUCTIONS_H

#include <stddef.h>
#include <stdint.h>

#include "base/date.h"
#include "base/error.h"
#include "rules/destruction.h"

struct store;

#define DESTRUCTION_CARDS_MOST 15 /* one sheet of paper */

enum destruction_state {
	DESTRUCTION_OPEN,
	DESTRUCTION_DONE,
	DESTRUCTION_STOPPED, /* by a wrong card, or left before the end */
	DESTRUCTION_STATE_COUNT
};
/* How the printed serial was confirmed. */
enum destruction_how {
	DESTRUCTION_NOT_YET,
	DESTRUCTION_BY_SCAN,
	DESTRUCTION_BY_EYE,
	DESTRUCTION_HOW_COUNT
};

struct destruction {
	int64_t id;
	struct date day;
	int64_t counter;
	int64_t first, second; /* staff ids, never the same */
	enum destruction_state state;
	int64_t opened_at;
	int64_t ended_at; /* 0: open */
};

struct destruction_card {
	int64_t card;
	enum destruction_reason reason;
	enum destruction_how how;
	int64_t at; /* 0: not destroyed */
};

const char *destruction_how_code(enum destruction_how how);

/*
 * Cards that may be due, by id, of those after a card id: what was cancelled,
 * handed in or came back, and what waits past its own end or after a second
 * notice. rules/destruction.h judges each.
 */
enum kerr destructions_candidates(struct store *st, struct date today,
    int64_t after, int64_t *cards, size_t most, size_t *count);

/* Begin, as the staff member of the transaction with second at its side.
 * Errors: ERR_SAME_PERSON. */
enum kerr destructions_open(
    struct store *st, struct date day, int64_t second, int64_t *id);
enum kerr destructions_add(
    struct store *st, int64_t id, int64_t card, enum destruction_reason reason);
/*
 * The printed serial was confirmed: a card that waits is cancelled first with
 * its reason, then it is destroyed. Only in an open one, of this counter, and
 * once. Errors: ERR_CASE_STATE, ERR_CARD_STATE.
 */
enum kerr destructions_confirm(
    struct store *st, int64_t id, int64_t card, enum destruction_how how);
/* Errors: ERR_CASE_STATE when it is not open. */
enum kerr destructions_end(
    struct store *st, int64_t id, enum destruction_state state);

/* Errors: ERR_NOT_FOUND. */
enum kerr destructions_get(
    struct store *st, int64_t id, struct destruction *out);
/* Its cards, by place in the choosing. */
enum kerr destructions_cards(struct store *st, int64_t id,
    struct destruction_card *rows, size_t most, size_t *count);

#endif
