/* individual_face.h -- reading the face of an Individual Number Card.
 *
 * Rules: individual-number-card 4 (照合番号A and B), 4.1, 7, traces T12 and
 * T13. Costs 11 commands and one for each 256 bytes of the two files. */
#ifndef KIOSK_CARD_INDIVIDUAL_FACE_H
#define KIOSK_CARD_INDIVIDUAL_FACE_H

#include <stdbool.h>

#include "card/face.h"
#include "card/individual_card.h"

/* How many tries both numbers have; none is spent. tries_left is
 * CARD_TRIES_UNKNOWN where the card does not say. Errors: the transport's,
 * ERR_CARD_NO_FILE (no such application), ERR_CARD_OTHER (another serial). */
enum kerr individual_face_tries(struct individual *c, const char *chip_serial,
    int tries_left[FACE_KEY_COUNT]);

/* The two files, as they came. One allocation for each reading; it is a
 * person's data and is wiped by whoever frees it. */
struct face_files {
	uint8_t face[FACE_FILE_MOST];
	uint8_t signer[FACE_FILE_SIGNER];
	size_t face_len, signer_len;
};

struct face_opening {
	enum face_key key;
	bool may_spend_last; /* somebody confirmed the last try */
};
/*
 * One VERIFY with number, when the serial is chip_serial and a try is left
 * (the last one only when it may be spent: ERR_PIN_LAST_TRY); then both files.
 * A certificate that cannot be read leaves signer_len 0. *tries_left is as
 * last seen. Errors: ERR_PIN_FORMAT (nothing was sent), ERR_PIN_WRONG,
 * ERR_PIN_BLOCKED, ERR_CARD_OTHER, the transport's, ERR_CARD_NO_FILE,
 * ERR_CARD_REPLY.
 */
enum kerr individual_face_read(struct individual *c, const char *chip_serial,
    const struct face_opening *how, const struct secret *number,
    struct face_files *out, int *tries_left);

#endif
