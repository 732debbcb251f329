/* served.h -- a chip for fuzzers: one function answers every command. */
#ifndef KIOSK_TESTS_FUZZ_SERVED_H
#define KIOSK_TESTS_FUZZ_SERVED_H

#include <stdlib.h>
#include <string.h>

#include "card/transport.h"

struct served {
	/* Data to reply (room for 256 bytes), *len of them; the status word. */
	uint16_t (*answer)(void *arg, const uint8_t *command, size_t n,
	    uint8_t *reply, size_t *len);
	void *arg;
	size_t commands;
};

static inline void
hold(bool truth)
{
	if (!truth)
		abort();
}

static inline void
served_watch(void *self, struct transport_view *out)
{
	(void)self;
	out->state = READER_CARD;
	out->connected = true;
}

static inline int
served_fd(void *self)
{
	(void)self;
	return -1;
}

static inline enum kerr
served_power(void *self)
{
	(void)self;
	return KERR_OK;
}

static inline void
served_close(void *self)
{
	(void)self;
}

static inline enum kerr
served_transmit(void *self, const uint8_t *command, size_t command_len,
    uint8_t *reply, size_t reply_size, size_t *reply_len)
{
	struct served *s = self;
	size_t len = 0;
	uint16_t sw;

	hold(reply_size >= 258);
	s->commands++;
	sw = s->answer(s->arg, command, command_len, reply, &len);
	hold(len <= 256);
	reply[len] = (uint8_t)(sw >> 8);
	reply[len + 1] = (uint8_t)(sw & 0xff);
	*reply_len = len + 2;
	return KERR_OK;
}

static const struct transport_methods served_methods = {
    .watch = served_watch,
    .fd = served_fd,
    .connect = served_power,
    .transmit = served_transmit,
    .disconnect = served_power,
    .close = served_close,
};

/* s is borrowed. */
static inline struct transport *
served_open(struct served *s)
{
	struct transport *t = NULL;

	hold(transport_new(&served_methods, s, &t) == KERR_OK);
	return t;
}

#endif
