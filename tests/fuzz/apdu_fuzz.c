/* Any command against any replies: what is encoded can be read back by the
 * rules of ISO/IEC 7816-4, rounds end, the reply is never longer than what the
 * card gave, and a command with a secret goes out exactly once. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/secret.h"
#include "card/agent.h"
#include "card/apdu.h"
#include "card/transport.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

#define HEAD 7

struct replies {
	const uint8_t *at, *end;
	size_t given, sent;
};

static void
hold(bool truth)
{
	if (!truth)
		abort();
}

static void
replies_watch(void *self, struct transport_view *out)
{
	(void)self;
	out->state = READER_CARD;
	out->connected = true;
}

static int
replies_fd(void *self)
{
	(void)self;
	return -1;
}

static enum kerr
replies_power(void *self)
{
	(void)self;
	return KERR_OK;
}

static void
replies_close(void *self)
{
	(void)self;
}

/* The next reply: a length, then so many bytes. */
static enum kerr
replies_transmit(void *self, const uint8_t *command, size_t command_len,
    uint8_t *reply, size_t reply_size, size_t *reply_len)
{
	struct replies *r = self;
	size_t len;

	hold(command_len >= 4 && command_len <= APDU_COMMAND_MOST);
	(void)command;
	r->sent++;
	if (r->at == r->end)
		return ERR_CARD_REMOVED;
	len = *r->at++;
	if (len > (size_t)(r->end - r->at))
		len = (size_t)(r->end - r->at);
	hold(len <= reply_size);
	memcpy(reply, r->at, len);
	r->at += len;
	r->given += len;
	*reply_len = len;
	return KERR_OK;
}

static const struct transport_methods replies_methods = {
    .watch = replies_watch,
    .fd = replies_fd,
    .connect = replies_power,
    .transmit = replies_transmit,
    .disconnect = replies_power,
    .close = replies_close,
};

/* Header, [Lc data], [Le]: the length tells which of them are there. */
static void
check_encoding(const struct apdu *a)
{
	uint8_t out[APDU_COMMAND_MOST];
	size_t n = apdu_encode(a, out);
	size_t body = a->data_len > 0 ? 1 + a->data_len : 0;

	hold((n == 0) == (a->data_len > 255 || a->le > 256));
	if (n == 0)
		return;
	hold(n == 4 + body + (a->le > 0 ? 1 : 0));
	hold(out[0] == a->cla && out[1] == a->ins && out[2] == a->p1 &&
	     out[3] == a->p2);
	if (body > 0)
		hold(out[4] == a->data_len &&
		     memcmp(out + 5, a->data, a->data_len) == 0);
	if (a->le > 0)
		hold((out[n - 1] == 0 ? 256U : out[n - 1]) == a->le);
}

static void
check_status_word(uint16_t sw)
{
	int tries = apdu_tries(sw);

	hold((unsigned)apdu_error(sw) < KERR_COUNT);
	hold((apdu_error(sw) == KERR_OK) == (sw == SW_DONE));
	hold(tries >= CARD_TRIES_UNKNOWN && tries <= 15);
	hold((tries == CARD_TRIES_BLOCKED) ==
	     (apdu_error(sw) == ERR_PIN_BLOCKED));
}

static void
check_secret(struct transport *t, struct replies *r, const struct apdu *a)
{
	const uint8_t header[4] = {a->cla, a->ins, a->p1, a->p2};
	size_t len = a->data_len % (APDU_SECRET_MOST + 2), before = r->sent;
	struct secret *body = NULL;
	uint16_t sw = 0;
	enum kerr e;

	if (len > a->data_len || len > SECRET_CAPACITY_MOST)
		return;
	hold((body = secret_from_bytes(a->data, len)) != NULL);
	e = apdu_exchange_secret(t, header, body, &sw);
	secret_free(&body);
	if (len == 0 || len > APDU_SECRET_MOST)
		hold(e == ERR_PIN_FORMAT && r->sent == before);
	else
		hold(r->sent == before + 1);
	if (e == KERR_OK)
		check_status_word(sw);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct replies r = {0};
	struct apdu a = {0};
	struct apdu_reply reply;
	struct transport *t = NULL;

	if (n < HEAD)
		return 0;
	hold(secret_init() == KERR_OK);
	a = (struct apdu){bytes[0], bytes[1], bytes[2], bytes[3], bytes + HEAD,
	    bytes[4], (size_t)bytes[5] | (size_t)(bytes[6] & 1) << 8};
	if (a.data_len > n - HEAD)
		a.data_len = n - HEAD;
	r.at = bytes + HEAD + a.data_len;
	r.end = bytes + n;
	check_encoding(&a);
	hold(transport_new(&replies_methods, &r, &t) == KERR_OK);
	if (apdu_exchange(t, &a, &reply) == KERR_OK)
		check_status_word(reply.sw);
	hold(reply.data_len <= r.given && reply.data_len <= APDU_DATA_MOST);
	hold(r.sent <= APDU_ROUNDS_MOST + 1);
	check_secret(t, &r, &a);
	transport_close(&t);
	return 0;
}
