#include "card/transport_replay.h"

#include <stdlib.h>
#include <string.h>

struct replay {
	const struct wire *script;
	size_t used;
	bool strayed; /* something was sent that the script does not have */
	bool connected;
};

static int
hex_value(char c)
{
	static const char digits[] = "0123456789ABCDEF";
	const char *at = c == '\0' ? NULL : strchr(digits, c);

	return at == NULL ? -1 : (int)(at - digits);
}

/* Bytes of a hex text, blanks skipped; at most size. */
static size_t
hex_bytes(const char *hex, uint8_t *out, size_t size)
{
	size_t n = 0;
	int high = -1;

	for (; *hex != '\0'; hex++) {
		int v = hex_value(*hex);

		if (v < 0)
			continue;
		if (high < 0) {
			high = v;
			continue;
		}
		if (n < size)
			out[n++] = (uint8_t)(high << 4 | v);
		high = -1;
	}
	return n;
}

static void
replay_watch(void *self, struct transport_view *out)
{
	const struct replay *r = self;

	out->state = READER_CARD;
	out->connected = r->connected;
}

static int
replay_fd(void *self)
{
	(void)self;
	return -1;
}

static enum kerr
replay_connect(void *self)
{
	struct replay *r = self;

	r->connected = true;
	return KERR_OK;
}

static enum kerr
replay_transmit(void *self, const uint8_t *command, size_t command_len,
    uint8_t *reply, size_t reply_size, size_t *reply_len)
{
	struct replay *r = self;
	const struct wire *w = &r->script[r->used];
	uint8_t expected[300];
	size_t n;

	if (w->command == NULL || !r->connected) {
		r->strayed = true;
		return ERR_INTERNAL;
	}
	n = hex_bytes(w->command, expected, sizeof(expected));
	if (n != command_len || memcmp(expected, command, n) != 0) {
		r->strayed = true;
		return ERR_INTERNAL;
	}
	r->used++;
	if (w->error != KERR_OK)
		return w->error;
	*reply_len = hex_bytes(w->reply, reply, reply_size);
	return KERR_OK;
}

static enum kerr
replay_disconnect(void *self)
{
	struct replay *r = self;

	r->connected = false;
	return KERR_OK;
}

static void
replay_close(void *self)
{
	free(self);
}

static const struct transport_methods replay_methods = {
    .watch = replay_watch,
    .fd = replay_fd,
    .connect = replay_connect,
    .transmit = replay_transmit,
    .disconnect = replay_disconnect,
    .close = replay_close,
};

enum kerr
transport_replay_open(const struct wire *script, struct transport **out)
{
	struct replay *r = calloc(1, sizeof(*r));

	*out = NULL;
	if (r == NULL)
		return ERR_MEMORY;
	r->script = script;
	return transport_new(&replay_methods, r, out);
}

bool
transport_replay_finished(const struct transport *t)
{
	const struct replay *r = t->self;

	return !r->strayed && r->script[r->used].command == NULL;
}

size_t
transport_replay_count(const struct transport *t)
{
	const struct replay *r = t->self;

	return r->used;
}

bool
transport_replay_is_off(const struct transport *t)
{
	const struct replay *r = t->self;

	return !r->connected;
}
