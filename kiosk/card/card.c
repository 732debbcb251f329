#include "card/card.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/secret.h"
#include "card/transport.h"

#define AID_MOST 16

struct card {
	const struct transport *transport;
	enum card_ap ap;
	enum card_ap asked_ap; /* tried last; CARD_AP_COUNT: none */
	uint16_t asked_ef;     /* in it; 0: none */
	bool fresh;	       /* nothing was sent since power-on */
	bool lost;
	uint16_t sw;
	int step_count, steps;
	card_step *step;
	void *step_arg;
	/* Made when needed, unless somebody lent one; empty in between. */
	struct secret *command;
	bool lent;
};

/* individual-number-card 2. */
static const struct {
	uint8_t aid[AID_MOST];
	size_t aid_len;
	const char *name;
} applications[CARD_AP_COUNT] = {
    [CARD_AP_JPKI] = {{0xd3, 0x92, 0xf0, 0x00, 0x26, 0x01, 0x00, 0x00, 0x00,
			  0x01},
	10, "jpki"},
    [CARD_AP_TEXT] = {{0xd3, 0x92, 0x10, 0x00, 0x31, 0x00, 0x01, 0x01, 0x04,
			  0x08},
	10, "text"},
    [CARD_AP_JUKI] = {{0xd3, 0x92, 0x10, 0x00, 0x31, 0x00, 0x01, 0x01, 0x04,
			  0x01},
	10, "juki"},
    [CARD_AP_COMMON] = {{0xd3, 0x92, 0x10, 0x00, 0x31, 0x00, 0x01, 0x01, 0x01,
			    0x00},
	10, "common"},
    [CARD_AP_VISUAL] = {{0xd3, 0x92, 0x10, 0x00, 0x31, 0x00, 0x01, 0x01, 0x04,
			    0x02},
	10, "visual"},
    [CARD_AP_STAY] = {{0xd3, 0x92, 0xf0, 0x00, 0x4f, 0x01}, 16, "stay"},
};

enum kerr
card_open(const struct transport *t, struct card **out)
{
	struct card *card = calloc(1, sizeof(*card));
	enum kerr e;

	*out = NULL;
	if (card == NULL)
		return ERR_MEMORY;
	card->transport = t;
	card->ap = CARD_AP_COUNT;
	card->asked_ap = CARD_AP_COUNT;
	card->fresh = true;
	if ((e = transport_connect(t)) != KERR_OK) {
		free(card);
		return e;
	}
	*out = card;
	return KERR_OK;
}

enum kerr
card_close(struct card **card)
{
	enum kerr e;

	if (card == NULL || *card == NULL)
		return KERR_OK;
	e = transport_disconnect((*card)->transport);
	if (!(*card)->lent)
		secret_free(&(*card)->command);
	free(*card);
	*card = NULL;
	return e;
}

void
card_lend(struct card *card, struct secret *command)
{
	if (card->command == NULL) {
		card->command = command;
		card->lent = true;
	}
}

void
card_begin(struct card *card, int steps, card_step *step, void *arg)
{
	card->step_count = 0;
	card->steps = steps;
	card->step = step;
	card->step_arg = arg;
	card->sw = 0;
}

bool
card_is_lost(const struct card *card)
{
	return card->lost;
}

uint16_t
card_sw(const struct card *card)
{
	return card->sw;
}

enum card_ap
card_ap(const struct card *card)
{
	return card->ap;
}

void
card_where(const struct card *card, char out[CARD_WHERE_SIZE])
{
	out[0] = '\0';
	if (card->asked_ap == CARD_AP_COUNT)
		return;
	if (card->asked_ef == 0)
		snprintf(out, CARD_WHERE_SIZE, "%s",
		    applications[card->asked_ap].name);
	else
		snprintf(out, CARD_WHERE_SIZE, "%s %04X",
		    applications[card->asked_ap].name, card->asked_ef);
}

/* Whether the next command may go out. */
static enum kerr
card_step_on(struct card *card)
{
	if (card->lost)
		return ERR_CARD_REMOVED;
	card->step_count++;
	if (card->step != NULL &&
	    !card->step(card->step_arg, card->step_count, card->steps))
		return ERR_AGENT_LOST;
	return KERR_OK;
}

/* What an exchange left behind. */
static enum kerr
card_took(struct card *card, enum kerr e, uint16_t sw)
{
	card->fresh = false;
	if (e != KERR_OK) {
		card->lost = true;
		return e;
	}
	card->sw = sw;
	return KERR_OK;
}

/* A command without a secret. */
static enum kerr
card_send(struct card *card, const struct apdu *a, struct apdu_reply *reply)
{
	enum kerr e = card_step_on(card);

	if (e != KERR_OK)
		return e;
	e = apdu_exchange(card->transport, a, reply);
	e = card_took(card, e, reply->sw);
	return e == KERR_OK ? apdu_plain_error(reply->sw) : e;
}

enum kerr
card_select_ap(struct card *card, enum card_ap ap)
{
	struct apdu a = {.ins = 0xa4,
	    .p1 = 0x04,
	    .p2 = 0x0c,
	    .data = applications[ap].aid,
	    .data_len = applications[ap].aid_len};
	bool fresh = card->fresh;
	struct apdu_reply reply;
	enum kerr e;

	card->asked_ap = ap;
	card->asked_ef = 0;
	if (card->ap == ap)
		return KERR_OK;
	card->ap = CARD_AP_COUNT;
	e = card_send(card, &a, &reply);
	if (fresh && !card->lost && card->sw == SW_FIRST_AFTER_POWER) {
		e = apdu_exchange(card->transport, &a, &reply);
		e = card_took(card, e, reply.sw);
		if (e == KERR_OK)
			e = apdu_plain_error(reply.sw);
	}
	if (e == KERR_OK)
		card->ap = ap;
	return e;
}

enum kerr
card_select_ef(struct card *card, uint16_t ef)
{
	uint8_t id[2] = {(uint8_t)(ef >> 8), (uint8_t)(ef & 0xff)};
	struct apdu a = {.ins = 0xa4,
	    .p1 = 0x02,
	    .p2 = 0x0c,
	    .data = id,
	    .data_len = sizeof(id)};
	struct apdu_reply reply;
	enum kerr e;

	card->asked_ef = ef;
	e = card_send(card, &a, &reply);
	if (e != KERR_OK)
		card->ap = CARD_AP_COUNT; /* nothing is certain any more */
	return e;
}

enum kerr
card_read_binary(
    struct card *card, uint16_t offset, size_t le, struct apdu_reply *reply)
{
	struct apdu a = {.ins = 0xb0,
	    .p1 = (uint8_t)(offset >> 8 & 0x7f),
	    .p2 = (uint8_t)(offset & 0xff),
	    .le = le};

	return card_send(card, &a, reply);
}

enum kerr
card_read_record(struct card *card, uint8_t sfi, uint8_t record, size_t le,
    struct apdu_reply *reply)
{
	struct apdu a = {.ins = 0xb2,
	    .p1 = record,
	    .p2 = (uint8_t)(sfi << 3 | 0x04),
	    .le = le};

	card->asked_ef = sfi;
	return card_send(card, &a, reply);
}

enum kerr
card_query_tries(struct card *card, int *tries_left)
{
	struct apdu a = {.ins = 0x20, .p2 = 0x80};
	struct apdu_reply reply;
	enum kerr e;

	*tries_left = CARD_TRIES_UNKNOWN;
	e = card_send(card, &a, &reply);
	if (e != ERR_CARD_REPLY || card->lost)
		return e;
	/* "Wrong" and "blocked" are how the counter is told (4.1). */
	if (apdu_error(card->sw) != ERR_PIN_WRONG &&
	    apdu_error(card->sw) != ERR_PIN_BLOCKED)
		return e;
	*tries_left = apdu_tries(card->sw);
	return KERR_OK;
}

enum kerr
card_send_secret(struct card *card, const uint8_t header[4],
    const struct secret *value, bool *sent)
{
	uint16_t sw = 0;
	enum kerr e = card_step_on(card);

	*sent = false;
	if (e != KERR_OK)
		return e;
	if (card->command == NULL)
		card->command = secret_new(APDU_SECRET_COMMAND_MOST);
	if (card->command == NULL)
		return ERR_SECRET_MEMORY;
	e = apdu_exchange_secret_in(
	    card->transport, card->command, header, value, &sw);
	if (e == ERR_PIN_FORMAT || e == ERR_SECRET_MEMORY)
		return e;
	*sent = true;
	e = card_took(card, e, sw);
	return e == KERR_OK ? apdu_error(sw) : e;
}

enum kerr
card_send_raw(struct card *card, const uint8_t *command, size_t command_len,
    uint8_t *reply, size_t reply_size, size_t *reply_len, bool *sent)
{
	enum kerr e;

	*sent = false;
	*reply_len = 0;
	if (command_len < 4 || reply_size < 2)
		return ERR_INTERNAL;
	if (command_len > APDU_COMMAND_MOST)
		return ERR_TOO_LONG;
	if ((e = card_step_on(card)) != KERR_OK)
		return e;
	card->ap = CARD_AP_COUNT;
	*sent = true;
	e = transport_transmit(card->transport, command, command_len, reply,
	    reply_size, reply_len);
	/* shorter than a status word: a lost reply (pcsc-behaviour) */
	if (e == KERR_OK && (*reply_len < 2 || *reply_len > reply_size))
		e = ERR_CARD_REMOVED;
	if (e != KERR_OK)
		*reply_len = 0;
	return card_took(card, e,
	    e != KERR_OK ? 0
			 : (uint16_t)(reply[*reply_len - 2] << 8 |
				      reply[*reply_len - 1]));
}

enum kerr
card_verify(struct card *card, const struct secret *value, int *tries_left)
{
	static const uint8_t header[4] = {0x00, 0x20, 0x00, 0x80};
	bool sent;
	enum kerr e = card_send_secret(card, header, value, &sent);

	*tries_left = CARD_TRIES_UNKNOWN;
	if (sent && !card->lost)
		*tries_left = apdu_tries(card->sw);
	return e;
}

enum kerr
card_change(
    struct card *card, bool jicsap, const struct secret *value, bool *sent)
{
	/* 4.3: P1 01 and the new value only; P1 00 with old and new is used
	 * by nobody and must not be sent. */
	static const uint8_t iso[4] = {0x00, 0x24, 0x01, 0x80};
	static const uint8_t change_key[4] = {0x80, 0x32, 0x00, 0x80};

	return card_send_secret(card, jicsap ? change_key : iso, value, sent);
}
