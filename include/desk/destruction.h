/* destruction.h -- cards that nobody holds are destroyed by two people who
 * stand at one counter (counter-procedures 1): what is due and why, chosen by
 * one, seen by the other, each card's printed serial confirmed before it is
 * destroyed. Nothing here can be undone; a wrong card stops everything. */
#ifndef KIOSK_DESK_DESTRUCTION_H
#define KIOSK_DESK_DESTRUCTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/date.h"
#include "base/error.h"
#include "rules/destruction.h"
#include "rules/lifecycle.h"
#include "store/destructions.h"

struct desk;

#define DESTRUCTION_DUE_MOST 200

struct destruction_line {
	int64_t card_id;
	enum card_type type;
	enum card_state state;
	enum destruction_reason reason;
	struct date since;
	const char *cancelled; /* why it was cancelled: catalogue id, or "" */
	char name[160];
	int born_year;
	/* What is printed on it: the serial, or the mail's number of a
	 * notification card; "" when nobody knows it. */
	char printed[32];
	char notice[24];
	char place[24];
	enum destruction_how how; /* of one that runs */
};

struct destruction_due {
	struct destruction_line row[DESTRUCTION_DUE_MOST];
	size_t count;
	bool more;
};

/* What is due today. Errors: ERR_RIGHTS, those of the store. */
enum kerr destruction_load_due(
    struct desk *d, struct destruction_due *out, struct failure *f);

/*
 * Begin with these cards, at most DESTRUCTION_CARDS_MOST. The second person was
 * checked by session_second_begin() with ACTION_DESTROY; ends that check. What
 * is no longer due refuses the whole. Errors: ERR_SAME_PERSON (nobody else was
 * checked), ERR_CARD_STATE, ERR_RIGHTS.
 */
enum kerr destruction_begin(struct desk *d, const int64_t *cards, size_t count,
    int64_t *id, struct failure *f);

struct destruction_view {
	int64_t id;
	enum destruction_state state;
	char first[96], second[96]; /* names */
	struct destruction_line row[DESTRUCTION_CARDS_MOST];
	size_t count;
	size_t destroyed;
};
enum kerr destruction_load(struct desk *d, int64_t id,
    struct destruction_view *out, struct failure *f);

/*
 * A card was scanned: if its printed serial is one that is still to come it is
 * destroyed, in a transaction of its own; *card is which. Anything else stops
 * the destruction: ERR_DESTROY_WRONG, and what was not confirmed stays. One that
 * was confirmed is only said to be so: ERR_DESTROY_AGAIN.
 */
enum kerr destruction_scan(struct desk *d, int64_t id, const char *scanned,
    int64_t *card, struct failure *f);
/* Both compared the printed serial of this card by eye. Errors:
 * ERR_CASE_STATE when it is over or the card was confirmed before. */
enum kerr destruction_by_eye(
    struct desk *d, int64_t id, int64_t card, struct failure *f);
/* The end, or leaving before it: the sheet for both to sign is spooled; path is
 * where it lies. */
enum kerr destruction_end(struct desk *d, int64_t id, char *path,
    size_t path_size, struct failure *f);

#endif
