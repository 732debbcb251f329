/* card_entry.h -- a card that is in no list of this office: handed over before
 * this program was there, or a notification card. Staff write it down
 * (rules/registration.h); twins are found before anything is kept; and the chip
 * is bound once the card lies on the reader and the face was compared. */
#ifndef KIOSK_DESK_CARD_ENTRY_H
#define KIOSK_DESK_CARD_ENTRY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/date.h"
#include "base/error.h"
#include "desk/collection.h"
#include "rules/answers.h"

struct desk;

#define CARD_TWINS_MOST 8

/* Somebody in the store with the same name and date of birth. */
struct card_twin {
	int64_t person;
	char name[160];
	struct date born;
	char address[320];
	int cards; /* of that person in the store */
};
struct card_twins {
	struct card_twin row[CARD_TWINS_MOST];
	size_t count;
};

/*
 * What the form gives, judged: the first thing that is wrong, else who may be
 * the same person. A serial that is in the store is ERR_CARD_KNOWN, and *known
 * is its card. The look-up is audited. Errors: those of registration_judge().
 */
enum kerr card_entry_look(struct desk *d, const struct answers *answers,
    struct card_twins *out, int64_t *known, struct failure *f);

/* person of card_entry_add(): nobody in the store. */
#define CARD_ENTRY_NEW_PERSON 0
/*
 * Keep it: for one of the twins, or for a new person. is_said: staff were shown
 * the twins; without that, twins are ERR_PERSON_KNOWN. key: desk_new_key().
 * Errors: those of card_entry_look(), ERR_CARD_SECOND, ERR_RIGHTS.
 */
enum kerr card_entry_add(struct desk *d, const struct answers *answers,
    bool is_said, int64_t person, const char *key, int64_t *card_id,
    struct failure *f);

/* -- the chip of a card that was written down by hand -- */

struct card_bind_view {
	int64_t card_id;
	char name[160];
	char face_serial[20];
	struct date expiry;
	enum reader_state reader;
	enum card_check check; /* RIGHT: it fits this entry and may be bound */
	struct failure failed; /* WRONG, FAILED: why not */
	char chip_serial[16];
	struct date chip_expiry;
};
/* Begin to look at the reader for this card. Errors: ERR_CARD_STATE, ERR_CARD_
 * KNOWN (its chip is bound), ERR_RIGHTS. */
enum kerr card_bind_begin(struct desk *d, int64_t card_id, struct failure *f);
void card_bind_get(struct desk *d, struct card_bind_view *out);
/* The face was compared and it is the holder's card: keep its chip's serial.
 * Errors: what the view says, ERR_CARD_ABSENT. */
enum kerr card_bind_confirm(struct desk *d, struct failure *f);
void card_bind_end(struct desk *d);

#endif
