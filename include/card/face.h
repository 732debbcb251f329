/* face.h -- the face of a card as its chip keeps it: birth date, expiry,
 * pictures of name and address, a photo, and a signature over them.
 *
 * Rules: individual-number-card 7 (structure, three digests), 3 (filler,
 * lengths). The key of the signature is that of the certificate in EF 0004,
 * never DF24: that one is the chip's own key and signs nothing of the face.
 * The issuer of that certificate is not on the card, so that no more can be
 * said than FACE_SIGNATURE_HOLDS does. */
#ifndef KIOSK_CARD_FACE_H
#define KIOSK_CARD_FACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

/* Files of the visual application are not longer than this; a longer one is
 * refused. */
#define FACE_FILE_MOST	  32768
#define FACE_FILE_SIGNER  1024
#define FACE_DATE_SIZE	  9 /* YYYYMMDD */
#define FACE_PHOTO_PIXELS (1024 * 1024)
#define FACE_TEXT_PIXELS  (1024 * 1024)

/* Which number opens the face (4). */
enum face_key {
	FACE_KEY_B, /* 14 digits from the printed face: EF 0012 */
	FACE_KEY_A, /* the 12-digit Individual Number: EF 0013 */
	FACE_KEY_COUNT
};

enum face_picture { FACE_PHOTO, FACE_NAME, FACE_ADDRESS, FACE_PICTURE_COUNT };

enum face_signature {
	FACE_SIGNATURE_UNCHECKED, /* no usable key or signature was there */
	FACE_SIGNATURE_WRONG,	  /* what is in the chip was changed */
	/* It fits the key that the card itself brings along. Who issued that
	 * key cannot be checked here. */
	FACE_SIGNATURE_HOLDS,
	FACE_SIGNATURE_COUNT
};

enum picture_state {
	PICTURE_ABSENT, /* the object is missing or empty */
	PICTURE_READY,
	PICTURE_BROKEN, /* not of the expected kind, or too large */
	PICTURE_STATE_COUNT
};

/* Plain pixels, rows from the top, 8 bits: 1 channel is grey, 3 is RGB. */
struct picture {
	enum picture_state state;
	int width, height, channels; /* 0 unless ready */
};

/* What crosses in a message; the pixels lie in the shared area. */
struct card_face {
	int tries_left[FACE_KEY_COUNT];
	char birth[FACE_DATE_SIZE];
	char expiry[FACE_DATE_SIZE]; /* DF29: not covered by the signature */
	enum face_signature signature;
	struct picture picture[FACE_PICTURE_COUNT];
};

/* A piece of the file; borrowed. len 0: absent. */
struct face_part {
	const uint8_t *bytes;
	size_t len;
};

struct face_parts {
	char birth[FACE_DATE_SIZE], expiry[FACE_DATE_SIZE];
	struct face_part picture[FACE_PICTURE_COUNT];
	struct face_part group[3]; /* signed, objects with their headers */
	struct face_part signature;
};

/*
 * Take EF 0002 apart; everything in out points into bytes. Errors:
 * ERR_CARD_REPLY when it is no face, when an object stands twice or not in
 * its place, or when a date is none.
 */
enum kerr face_parse(const uint8_t *bytes, size_t len, struct face_parts *out);
/* signer is EF 0004. */
enum face_signature face_check_signature(
    const struct face_parts *parts, const uint8_t *signer, size_t signer_len);

#endif
