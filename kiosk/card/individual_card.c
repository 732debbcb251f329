#include "card/individual_card.h"

#include <stdlib.h>
#include <string.h>

#include "card/individual_session.h"
#include "card/tlv.h"
#include "card/transport.h"

#define EF_TOKEN	 0x0006
#define TOKEN_LABEL_LEN	 32
#define COMMON_SFI	 0x01
#define COMMON_TAG	 0x01
#define SERIAL_LEN	 15
#define MUNICIPALITY_LEN 5
#define EXPIRY_LEN	 8
#define RECORD_LE	 256
#define RECORD_LEN	 (2 + SERIAL_LEN + MUNICIPALITY_LEN + EXPIRY_LEN)
#define SW_WRONG_LE	 0x6700
#define IDENTIFY_STEPS	 18

enum kerr
individual_open(const struct transport *t, card_step *step, void *arg,
    struct individual **out)
{
	struct individual *c = calloc(1, sizeof(*c));
	enum kerr e;

	*out = NULL;
	if (c == NULL)
		return ERR_MEMORY;
	c->step = step;
	c->step_arg = arg;
	if ((e = card_open(t, &c->card)) != KERR_OK) {
		free(c);
		return e;
	}
	*out = c;
	return KERR_OK;
}

enum kerr
individual_close(struct individual **c)
{
	enum kerr e;

	if (c == NULL || *c == NULL)
		return KERR_OK;
	e = card_close(&(*c)->card);
	free(*c);
	*c = NULL;
	return e;
}

bool
individual_is_lost(const struct individual *c)
{
	return card_is_lost(c->card);
}

uint16_t
individual_sw(const struct individual *c)
{
	return card_sw(c->card);
}

struct card *
individual_card(struct individual *c)
{
	return c->card;
}

void
individual_where(const struct individual *c, char out[CARD_WHERE_SIZE])
{
	card_where(c->card, out);
}

/* Copy len digits to out with a NUL; false when one is no digit. */
static bool
copy_digits(char *out, const uint8_t *from, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++) {
		if (from[i] < '0' || from[i] > '9')
			return false;
		out[i] = (char)from[i];
	}
	out[len] = '\0';
	return true;
}

/* Serial, municipality and expiry out of a common record (8). */
static enum kerr
parse_record(struct individual *c, const struct apdu_reply *reply)
{
	struct tlv_reader r;
	struct tlv t;
	const uint8_t *at;

	tlv_begin(&r, reply->data, reply->data_len);
	if (tlv_next_simple(&r, &t) != TLV_OBJECT || t.tag != COMMON_TAG ||
	    t.len < SERIAL_LEN + MUNICIPALITY_LEN + EXPIRY_LEN)
		return ERR_CARD_REPLY;
	at = t.value;
	if (!copy_digits(c->municipality, at + SERIAL_LEN, MUNICIPALITY_LEN) ||
	    !copy_digits(
		c->expiry, at + SERIAL_LEN + MUNICIPALITY_LEN, EXPIRY_LEN) ||
	    !copy_digits(c->serial, at, SERIAL_LEN)) {
		c->serial[0] = '\0';
		return ERR_CARD_REPLY;
	}
	return KERR_OK;
}

enum kerr
individual_read_serial(struct individual *c)
{
	struct apdu_reply reply;
	enum kerr e;

	if (c->serial[0] != '\0')
		return KERR_OK;
	if ((e = card_select_ap(c->card, CARD_AP_COMMON)) != KERR_OK)
		return e;
	e = card_read_record(c->card, COMMON_SFI, 1, RECORD_LE, &reply);
	/* readers that dislike 256 (3): as much as the record has (8) */
	if (e == ERR_CARD_REPLY && !card_is_lost(c->card) &&
	    card_sw(c->card) == SW_WRONG_LE)
		e = card_read_record(
		    c->card, COMMON_SFI, 1, RECORD_LEN, &reply);
	return e == KERR_OK ? parse_record(c, &reply) : e;
}

/* The token's label tells plastic from a phone (5, 11). */
static enum card_kind
kind_of_label(const struct apdu_reply *reply)
{
	static const struct {
		const char *prefix;
		enum card_kind kind;
	} labels[] = {
	    {"JPKIAPICCTOKEN", CARD_KIND_PLASTIC},
	    {"JPKIAPGPSETOKEN", CARD_KIND_PHONE},
	    {"JPKIAPIOSTOKEN", CARD_KIND_PHONE},
	};
	size_t i, len;

	for (i = 0; i < sizeof(labels) / sizeof(labels[0]); i++) {
		len = strlen(labels[i].prefix);
		if (reply->data_len >= len &&
		    memcmp(reply->data, labels[i].prefix, len) == 0)
			return labels[i].kind;
	}
	return CARD_KIND_UNKNOWN;
}

enum kerr
individual_read_kind(struct individual *c, enum card_kind *kind)
{
	struct apdu_reply reply;
	enum kerr e;

	e = card_select_ap(c->card, CARD_AP_JPKI);
	if (e == ERR_CARD_NO_FILE) {
		*kind = CARD_KIND_OTHER; /* T01b */
		return KERR_OK;
	}
	if (e == KERR_OK)
		e = card_select_ef(c->card, EF_TOKEN);
	if (e == KERR_OK)
		e = card_read_binary(c->card, 0, TOKEN_LABEL_LEN, &reply);
	if (e == KERR_OK)
		*kind = kind_of_label(&reply);
	return e;
}

enum kerr
individual_read_counter(
    struct individual *c, enum pin_ref ref, struct card_identity *out)
{
	const struct pin_place *place = pin_place_get(ref);
	enum kerr e;

	e = card_select_ap(c->card, place->ap);
	if (e == KERR_OK)
		e = card_select_ef(c->card, place->ef);
	if (e == KERR_OK)
		e = card_query_tries(c->card, &out->tries_left[ref]);
	if (e == KERR_OK)
		out->pin_present[ref] = true;
	return e == ERR_CARD_NO_FILE ? KERR_OK : e;
}

static enum kerr
read_counters(struct individual *c, struct card_identity *out)
{
	/* Applications in the order of T02, common last: its record is next. */
	static const enum pin_ref order[PIN_REF_COUNT] = {PIN_REF_AUTH,
	    PIN_REF_SIGN, PIN_REF_INPUT, PIN_REF_JUKI, PIN_REF_COMMON};
	enum kerr e = KERR_OK;
	size_t i;

	for (i = 0; i < PIN_REF_COUNT && e == KERR_OK; i++)
		e = individual_read_counter(c, order[i], out);
	return e;
}

/* residence-card, "It is a My Number card": 6A82 means a plain one. */
enum kerr
individual_probe_stay(struct individual *c, enum card_kind *kind)
{
	enum kerr e = card_select_ap(c->card, CARD_AP_STAY);

	if (e == KERR_OK)
		*kind = CARD_KIND_COMBINED;
	return e == ERR_CARD_NO_FILE ? KERR_OK : e;
}

void
individual_identity_clear(struct card_identity *out)
{
	size_t i;

	memset(out, 0, sizeof(*out));
	out->kind = CARD_KIND_UNKNOWN;
	for (i = 0; i < PIN_REF_COUNT; i++)
		out->tries_left[i] = CARD_TRIES_UNKNOWN;
}

void
individual_copy_record(const struct individual *c, struct card_identity *out)
{
	memcpy(out->chip_serial, c->serial, sizeof(out->chip_serial));
	memcpy(out->municipality, c->municipality, sizeof(out->municipality));
	memcpy(out->expiry, c->expiry, sizeof(out->expiry));
}

enum kerr
individual_identify(struct individual *c, struct card_identity *out)
{
	enum kerr e;

	individual_identity_clear(out);
	card_begin(c->card, IDENTIFY_STEPS, c->step, c->step_arg);
	e = individual_read_kind(c, &out->kind);
	if (e != KERR_OK || out->kind != CARD_KIND_PLASTIC)
		return e;
	if ((e = read_counters(c, out)) != KERR_OK)
		return e;
	if ((e = individual_read_serial(c)) != KERR_OK)
		return e;
	individual_copy_record(c, out);
	return individual_probe_stay(c, &out->kind);
}

enum kerr
individual_leave(struct individual **c)
{
	enum card_ap other;

	if (c == NULL || *c == NULL)
		return KERR_OK;
	/* Only a different application clears what was verified (10). What
	 * this SELECT answers does not matter: the power goes next. */
	other =
	    card_ap((*c)->card) == CARD_AP_JPKI ? CARD_AP_COMMON : CARD_AP_JPKI;
	card_begin((*c)->card, 1, (*c)->step, (*c)->step_arg);
	(void)card_select_ap((*c)->card, other);
	return individual_close(c);
}
