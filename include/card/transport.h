/* transport.h -- how bytes reach a card: a struct of functions, so that the
 * same card code runs over PC/SC, the built-in reader of a training office,
 * and recorded bytes in tests (craft, "Talking to the card").
 *
 * One transport serves one reader. None of these calls retries: a repeated
 * command may cost the holder of the card a try. */
#ifndef KIOSK_CARD_TRANSPORT_H
#define KIOSK_CARD_TRANSPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "card/agent.h"

/* What lies on the reader now, without touching the card. */
struct transport_view {
	enum reader_state state;
	char reader[READER_NAME_SIZE]; /* "" when none is meant */
	bool connected;		       /* the connection of connect() holds */
	/* Another number: another card may lie there, even though nobody saw
	 * the reader empty in between. */
	uint32_t placing;
};

struct transport_methods {
	/* Look now, never wait. Reconnects to its service when it was lost. */
	void (*watch)(void *self, struct transport_view *out);
	/* Readable when watch() would see something new; -1: ask often. */
	int (*fd)(void *self);
	/* Exclusive, with power. Errors: ERR_PCSC_ABSENT, ERR_READER_ABSENT,
	 * ERR_READER_MANY, ERR_READER_BUSY, ERR_READER_LOST,
	 * ERR_CARD_ABSENT, ERR_CARD_MUTE, ERR_CARD_REMOVED. */
	enum kerr (*connect)(void *self);
	/* One command, one reply, once; may wait for ever (the parent's
	 * deadline ends it). It is answered by the card of connect() or by
	 * none: another one has no power yet, which only connect() gives
	 * (tests/card/swap_test.c). Any error means: no reply was understood, and
	 * the card may or may not have done what it was told. */
	enum kerr (*transmit)(void *self, const uint8_t *command,
	    size_t command_len, uint8_t *reply, size_t reply_size,
	    size_t *reply_len);
	/* Power off, so that nothing verified stays (pcsc-behaviour,
	 * "Removal": never LEAVE_CARD). Allowed when not connected. */
	enum kerr (*disconnect)(void *self);
	void (*close)(void *self); /* frees self */
};

struct transport {
	const struct transport_methods *methods;
	void *self;
};

/* reader as in struct agent_config. On success *out is owned by the caller,
 * who ends it with transport_close(). Errors: ERR_MEMORY, ERR_TOO_LONG. */
enum kerr transport_open(
    enum agent_transport kind, const char *reader, struct transport **out);
/* Wrap self; takes it, also on failure. Errors: ERR_MEMORY. */
enum kerr transport_new(const struct transport_methods *methods, void *self,
    struct transport **out);
/* Disconnects, closes, frees and sets *t to NULL. NULL is allowed. */
void transport_close(struct transport **t);

/* The makers behind transport_open(), one for each agent_transport. */
enum kerr transport_pcsc_open(const char *reader, struct transport **out);
enum kerr transport_training_open(const char *reader, struct transport **out);

void transport_watch(const struct transport *t, struct transport_view *out);
int transport_fd(const struct transport *t);
enum kerr transport_connect(const struct transport *t);
enum kerr transport_transmit(const struct transport *t, const uint8_t *command,
    size_t command_len, uint8_t *reply, size_t reply_size, size_t *reply_len);
enum kerr transport_disconnect(const struct transport *t);

#endif
