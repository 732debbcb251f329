/* individual_face.c -- see card/individual_face.h. */
#include "card/individual_face.h"

#include <string.h>

#include "base/secret.h"
#include "card/card_file.h"
#include "card/individual_session.h"

#define EF_FACE	  0x0002
#define EF_SIGNER 0x0004
/* Serial, application, number; then at most so many reads. */
#define TRIES_STEPS (SERIAL_STEPS + 5)
#define READ_STEPS  (SERIAL_STEPS + 6 + 2 * CARD_FILE_READS_MOST)

/* individual-number-card 4, 7. */
static const struct {
	uint16_t ef;
	size_t len;
} places[FACE_KEY_COUNT] = {
    [FACE_KEY_B] = {0x0012, 14},
    [FACE_KEY_A] = {0x0013, 12},
};

/* The right card, and its visual application. */
static enum kerr
enter(struct individual *c, const char *chip_serial)
{
	enum kerr e;

	if ((e = individual_read_serial(c)) != KERR_OK)
		return e;
	if (strcmp(c->serial, chip_serial) != 0)
		return ERR_CARD_OTHER;
	return card_select_ap(c->card, CARD_AP_VISUAL);
}

static enum kerr
select_key(struct individual *c, enum face_key key, int *tries_left)
{
	enum kerr e = card_select_ef(c->card, places[key].ef);

	return e == KERR_OK ? card_query_tries(c->card, tries_left) : e;
}

enum kerr
individual_face_tries(struct individual *c, const char *chip_serial,
    int tries_left[FACE_KEY_COUNT])
{
	enum kerr e;
	int key;

	for (key = 0; key < FACE_KEY_COUNT; key++)
		tries_left[key] = CARD_TRIES_UNKNOWN;
	card_begin(c->card, TRIES_STEPS, c->step, c->step_arg);
	e = enter(c, chip_serial);
	for (key = 0; key < FACE_KEY_COUNT && e == KERR_OK; key++)
		e = select_key(c, (enum face_key)key, &tries_left[key]);
	return e;
}

/* Digits of the right count: the length is checked before sending, since
 * nobody knows whether 6700 costs a try (4.2). */
static bool
has_shape(enum face_key key, const struct secret *number)
{
	size_t i;

	if (secret_len(number) != places[key].len)
		return false;
	for (i = 0; i < places[key].len; i++)
		if (secret_bytes(number)[i] < '0' ||
		    secret_bytes(number)[i] > '9')
			return false;
	return true;
}

static enum kerr
open_face(struct individual *c, const struct face_opening *how,
    const struct secret *number, int *tries_left)
{
	int left = CARD_TRIES_UNKNOWN;
	enum kerr e;

	if ((e = select_key(c, how->key, tries_left)) != KERR_OK)
		return e;
	/* No count, as if it were open already, in a session that has opened
	 * nothing (4.1): it may be the last try. */
	if (card_sw(c->card) == SW_DONE)
		return ERR_CARD_REPLY;
	if (*tries_left == CARD_TRIES_BLOCKED)
		return ERR_PIN_BLOCKED;
	if (*tries_left == 1 && !how->may_spend_last)
		return ERR_PIN_LAST_TRY;
	e = card_verify(c->card, number, &left);
	if (left != CARD_TRIES_UNKNOWN || e == ERR_PIN_WRONG)
		*tries_left = left;
	/* its shape was right, and it was sent */
	return e == ERR_PIN_FORMAT ? ERR_CARD_REPLY : e;
}

static enum kerr
read_files(struct individual *c, struct face_files *out)
{
	enum kerr e = card_select_ef(c->card, EF_FACE);

	if (e == KERR_OK)
		e = card_file_read(
		    c->card, out->face, sizeof(out->face), &out->face_len);
	if (e != KERR_OK)
		return e;
	e = card_select_ef(c->card, EF_SIGNER);
	if (e == KERR_OK)
		e = card_file_read(c->card, out->signer, sizeof(out->signer),
		    &out->signer_len);
	if (e == KERR_OK)
		return e;
	/* Without it the signature is unchecked, and that is said. */
	out->signer_len = 0;
	return card_is_lost(c->card) || e == ERR_AGENT_LOST ? e : KERR_OK;
}

enum kerr
individual_face_read(struct individual *c, const char *chip_serial,
    const struct face_opening *how, const struct secret *number,
    struct face_files *out, int *tries_left)
{
	enum kerr e;

	*tries_left = CARD_TRIES_UNKNOWN;
	out->face_len = 0;
	out->signer_len = 0;
	if (!has_shape(how->key, number))
		return ERR_PIN_FORMAT;
	card_begin(c->card, READ_STEPS, c->step, c->step_arg);
	if ((e = enter(c, chip_serial)) != KERR_OK)
		return e;
	if ((e = open_face(c, how, number, tries_left)) != KERR_OK)
		return e;
	return read_files(c, out);
}
