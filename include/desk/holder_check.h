/* holder_check.h -- the face that a card's chip holds, beside the case
 * (individual-number-card 4, 7; issue "holder check").
 *
 * A number that is typed once opens it: B, 14 digits from the printed face,
 * or A, the 12-digit Individual Number of a notification card, which is never
 * kept (design, decision 2). The pictures help the eye; the printed photo
 * decides, and the answer to the case's own question stays the clerk's. */
#ifndef KIOSK_DESK_HOLDER_CHECK_H
#define KIOSK_DESK_HOLDER_CHECK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/date.h"
#include "base/error.h"

struct desk;
struct secret;

enum holder_number {
	HOLDER_NUMBER_B, /* YYMMDD (era year), YYYY of expiry, 4-digit code */
	HOLDER_NUMBER_A, /* the Individual Number */
	HOLDER_NUMBER_COUNT
};
/* Digits that it has. */
size_t holder_number_len(enum holder_number which);

enum holder_stage {
	HOLDER_NO_CARD, /* the case's card is not on the reader */
	HOLDER_ASKING,	/* the card is asked how many tries are left */
	HOLDER_READY,	/* the tries are known; a number may be typed */
	HOLDER_OPENING, /* a number is at the card */
	HOLDER_SHOWN,	/* what the chip holds is here */
	HOLDER_FAILED	/* see failed; another card or another try goes on */
};

enum holder_match { HOLDER_NOT_KNOWN, HOLDER_SAME, HOLDER_DIFFERENT };

/* Never more than this: who issued the key of the signature cannot be checked
 * (individual-number-card 7). */
enum holder_signature {
	HOLDER_SIGNATURE_UNCHECKED,
	HOLDER_SIGNATURE_WRONG,
	HOLDER_SIGNATURE_HOLDS /* fits the key that the card brings along */
};

enum holder_picture_kind {
	HOLDER_PHOTO,
	HOLDER_NAME,
	HOLDER_ADDRESS,
	HOLDER_PICTURES
};
/* Rows from the top, 8 bits; channels 1 (grey) or 3 (RGB). */
struct holder_picture {
	const uint8_t *pixels; /* borrowed until holder_check_end(); NULL: none
	                          that can be shown */
	int width, height, channels;
	bool is_broken; /* it is there, but is no picture that we can read */
};

#define HOLDER_TRIES_UNKNOWN (-1)

struct holder_view {
	enum holder_stage stage;
	struct failure failed;		     /* of the last attempt */
	int tries_left[HOLDER_NUMBER_COUNT]; /* 0: locked; or UNKNOWN */
	struct date birth, expiry;	     /* in the chip */
	struct date case_birth, case_expiry; /* in the case */
	enum holder_match birth_match, expiry_match;
	enum holder_signature signature;
	struct holder_picture picture[HOLDER_PICTURES];
};

/*
 * Begin for a case at STEP_FACE, STEP_RIGHT_CARD or STEP_CONFIRM of this
 * counter; asks the card for its tries (DESK_READER tells of each change).
 * Errors: ERR_RIGHTS, ERR_CASE_TAKEN, ERR_CASE_STATE.
 */
enum kerr holder_check_begin(
    struct desk *d, int64_t case_id, struct failure *f);
/* Borrowed, until holder_check_end(). */
const struct holder_view *holder_check_get(const struct desk *d);
/*
 * Send *number to the card, once; *number is taken, wiped and NULL afterwards
 * in any case but ERR_PIN_LAST_TRY. The intent is in the audit before. When
 * one try is left, it goes only with last_confirmed: somebody was asked a
 * second time. Errors: ERR_HOLDER_NUMBER (wrong count of digits, or the check
 * digit of A does not fit: nothing was sent), ERR_PIN_LAST_TRY,
 * ERR_HOLDER_LOCKED, ERR_DEADLINE (the card is busy), ERR_CARD_ABSENT.
 */
enum kerr holder_check_open(struct desk *d, enum holder_number which,
    struct secret **number, bool last_confirmed, struct failure *f);
/* Wipe the pictures and forget. Safe when none runs. */
void holder_check_end(struct desk *d);

#endif
