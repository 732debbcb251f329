#include "card/apdu.h"

#include <string.h>

#include "base/secret.h"
#include "card/agent.h"
#include "card/transport.h"

struct sw_row {
	uint16_t mask, sw;
	enum kerr error;
};

/* First match wins. individual-number-card 9 and 4.2: 63C0, 6983 and 6984
 * are all "blocked". */
static const struct sw_row sw_rows[] = {
    {0xffff, 0x9000, KERR_OK},
    {0xffff, 0x63c0, ERR_PIN_BLOCKED},
    {0xfff0, 0x63c0, ERR_PIN_WRONG},
    {0xffff, 0x6300, ERR_PIN_WRONG},
    {0xffff, 0x6983, ERR_PIN_BLOCKED},
    {0xffff, 0x6984, ERR_PIN_BLOCKED},
    {0xffff, 0x6700, ERR_PIN_FORMAT},
    {0xffff, 0x6a80, ERR_PIN_FORMAT},
    {0xffff, 0x6a82, ERR_CARD_NO_FILE},
    {0xffff, 0x6a83, ERR_CARD_NO_FILE},
    {0xffff, 0x6a88, ERR_CARD_NO_FILE},
    {0x0000, 0x0000, ERR_CARD_REPLY},
};

enum kerr
apdu_error(uint16_t sw)
{
	const struct sw_row *row = sw_rows;

	while ((sw & row->mask) != row->sw)
		row++;
	return row->error;
}

enum kerr
apdu_plain_error(uint16_t sw)
{
	enum kerr e = apdu_error(sw);

	return e == KERR_OK || e == ERR_CARD_NO_FILE ? e : ERR_CARD_REPLY;
}

int
apdu_tries(uint16_t sw)
{
	if ((sw & 0xfff0) == 0x63c0)
		return sw & 0x0f;
	if (apdu_error(sw) == ERR_PIN_BLOCKED)
		return CARD_TRIES_BLOCKED;
	return CARD_TRIES_UNKNOWN;
}

size_t
apdu_encode(const struct apdu *a, uint8_t out[APDU_COMMAND_MOST])
{
	size_t n = 4;

	if (a->data_len > 255 || a->le > 256)
		return 0;
	out[0] = a->cla;
	out[1] = a->ins;
	out[2] = a->p1;
	out[3] = a->p2;
	if (a->data_len > 0) {
		out[n++] = (uint8_t)a->data_len;
		memcpy(out + n, a->data, a->data_len);
		n += a->data_len;
	}
	if (a->le > 0)
		out[n++] = (uint8_t)(a->le & 0xff); /* 256 is coded 00 */
	return n;
}

/* One command, one reply with a status word; the data part goes to data. */
static enum kerr
exchange_bytes(const struct transport *t, const uint8_t *command,
    size_t command_len, uint8_t reply[APDU_REPLY_MOST], size_t *data_len,
    uint16_t *sw)
{
	size_t n = 0;
	enum kerr e;

	*sw = 0;
	*data_len = 0;
	e = transport_transmit(
	    t, command, command_len, reply, APDU_REPLY_MOST, &n);
	if (e != KERR_OK)
		return e;
	if (n < 2)
		return ERR_CARD_REMOVED;
	*data_len = n - 2;
	*sw = (uint16_t)(reply[n - 2] << 8 | reply[n - 1]);
	return KERR_OK;
}

/* The command of the next round after sw; false: sw is the answer. */
static bool
next_round(uint16_t sw, struct apdu *a)
{
	size_t le = (sw & 0xff) == 0 ? 256 : sw & 0xff;

	if ((sw & 0xff00) == 0x6c00 && a->le > 0) {
		a->le = le;
		return true;
	}
	if ((sw & 0xff00) == 0x6100) {
		*a = (struct apdu){.ins = 0xc0, .le = le}; /* GET RESPONSE */
		return true;
	}
	return false;
}

enum kerr
apdu_exchange(
    const struct transport *t, const struct apdu *a, struct apdu_reply *reply)
{
	uint8_t command[APDU_COMMAND_MOST], bytes[APDU_REPLY_MOST];
	struct apdu now = *a;
	size_t n, data_len;
	int rounds = 0;
	enum kerr e;

	reply->data_len = 0;
	reply->sw = 0;
	do {
		if ((n = apdu_encode(&now, command)) == 0)
			return ERR_INTERNAL;
		if (rounds++ > APDU_ROUNDS_MOST)
			return ERR_CARD_REPLY;
		e = exchange_bytes(t, command, n, bytes, &data_len, &reply->sw);
		if (e != KERR_OK)
			return e;
		if (data_len > APDU_DATA_MOST - reply->data_len)
			return ERR_CARD_REPLY;
		memcpy(reply->data + reply->data_len, bytes, data_len);
		reply->data_len += data_len;
	} while (next_round(reply->sw, &now));
	return KERR_OK;
}

/* Header, length and body, in the order they go out. */
static enum kerr
put_command(
    struct secret *command, const uint8_t header[4], const struct secret *body)
{
	size_t i, len = secret_len(body);
	enum kerr e = KERR_OK;

	secret_clear(command);
	for (i = 0; i < 4 && e == KERR_OK; i++)
		e = secret_push(command, header[i]);
	if (e == KERR_OK)
		e = secret_push(command, (uint8_t)len);
	for (i = 0; i < len && e == KERR_OK; i++)
		e = secret_push(command, secret_bytes(body)[i]);
	return e == KERR_OK ? KERR_OK : ERR_SECRET_MEMORY;
}

enum kerr
apdu_exchange_secret_in(const struct transport *t, struct secret *command,
    const uint8_t header[4], const struct secret *body, uint16_t *sw)
{
	uint8_t reply[APDU_REPLY_MOST];
	size_t data_len, len = secret_len(body);
	enum kerr e;

	*sw = 0;
	if (len == 0 || len > APDU_SECRET_MOST)
		return ERR_PIN_FORMAT;
	if (!secret_is_locked(body) || !secret_is_locked(command))
		return ERR_SECRET_MEMORY;
	e = put_command(command, header, body);
	if (e == KERR_OK)
		e = exchange_bytes(t, secret_bytes(command),
		    secret_len(command), reply, &data_len, sw);
	secret_clear(command);
	return e;
}

enum kerr
apdu_exchange_secret(const struct transport *t, const uint8_t header[4],
    const struct secret *body, uint16_t *sw)
{
	struct secret *command = secret_new(APDU_SECRET_COMMAND_MOST);
	enum kerr e = ERR_SECRET_MEMORY;

	*sw = 0;
	if (command != NULL)
		e = apdu_exchange_secret_in(t, command, header, body, sw);
	secret_free(&command);
	return e;
}
