/* Any bytes as what a card answers to a look and to a PIN request: the bytes
 * are cut into replies by a length before each. Nothing is read outside them,
 * the request ends, and only a change and a proof that the card granted count
 * as written. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/secret.h"
#include "card/individual_card.h"
#include "card/transport.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

struct answers {
	const uint8_t *at, *end;
	int changes;
	bool granted; /* the last change and every VERIFY since said 9000 */
};

static void
answers_watch(void *self, struct transport_view *out)
{
	(void)self;
	out->state = READER_CARD;
	out->connected = true;
}

static int
answers_fd(void *self)
{
	(void)self;
	return -1;
}

static enum kerr
answers_power(void *self)
{
	(void)self;
	return KERR_OK;
}

static void
answers_close(void *self)
{
	(void)self;
}

static enum kerr
answers_transmit(void *self, const uint8_t *command, size_t command_len,
    uint8_t *reply, size_t reply_size, size_t *reply_len)
{
	struct answers *a = self;
	bool change = command[1] == 0x24 || command[1] == 0x32;
	size_t len;

	(void)command_len;
	if (change && ++a->changes > 1)
		abort();
	if (a->at == a->end)
		return ERR_CARD_REMOVED;
	len = *a->at++;
	if (len > (size_t)(a->end - a->at))
		len = (size_t)(a->end - a->at);
	if (len > reply_size)
		abort();
	memcpy(reply, a->at, len);
	a->at += len;
	*reply_len = len;
	a->granted = (change || a->granted) && len >= 2 &&
		     reply[len - 2] == 0x90 && reply[len - 1] == 0x00;
	return KERR_OK;
}

static const struct transport_methods answers_methods = {
    .watch = answers_watch,
    .fd = answers_fd,
    .connect = answers_power,
    .transmit = answers_transmit,
    .disconnect = answers_power,
    .close = answers_close,
};

static void
set_pin(struct individual *c, struct answers *a, const char *serial)
{
	struct secret *pin = secret_from_bytes("1234", 4);
	struct pin_result r;

	if (pin == NULL)
		abort();
	individual_pin_set(c, serial, PIN_REF_JUKI, pin, pin, &r);
	if ((r.outcome == PIN_OUTCOME_WRITTEN) != (r.error == KERR_OK))
		abort();
	if (r.outcome == PIN_OUTCOME_WRITTEN && !a->granted)
		abort();
	if (r.outcome == PIN_OUTCOME_UNKNOWN && a->changes == 0)
		abort();
	secret_free(&pin);
}

/* A look sends no secret and changes nothing, whatever comes back. */
static void
inspect(struct individual *c, const struct answers *a)
{
	struct card_identity who;
	struct card_inspection seen;

	if (individual_inspect(c, NULL, 1795500000, &who, &seen) == KERR_OK &&
	    strlen(who.chip_serial) >= sizeof(who.chip_serial))
		abort();
	if (a->changes != 0)
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct answers a = {.at = bytes, .end = n == 0 ? bytes : bytes + n};
	struct card_identity who;
	struct transport *t = NULL;
	struct individual *c = NULL;
	bool look = n > 0 && (bytes[0] & 0x80) != 0;
	bool whole = n > 0 && (bytes[0] & 0x40) != 0;

	if (secret_init() != KERR_OK ||
	    transport_new(&answers_methods, &a, &t) != KERR_OK ||
	    individual_open(t, NULL, NULL, &c) != KERR_OK)
		abort();
	if (look && individual_identify(c, &who) == KERR_OK &&
	    strlen(who.chip_serial) >= sizeof(who.chip_serial))
		abort();
	if (whole)
		inspect(c, &a);
	set_pin(c, &a, "400000000000001");
	(void)individual_leave(&c);
	transport_close(&t);
	return 0;
}
