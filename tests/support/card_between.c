#include "support/card_between.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static void
between_watch(void *self, struct transport_view *out)
{
	struct between *b = self;

	transport_watch(b->line, out);
}

static int
between_fd(void *self)
{
	(void)self;
	return -1;
}

static enum kerr
between_connect(void *self)
{
	struct between *b = self;

	if (b->strange_line != NULL)
		(void)transport_connect(b->strange_line);
	return transport_connect(b->line);
}

static enum kerr
between_disconnect(void *self)
{
	struct between *b = self;

	if (b->strange_line != NULL)
		(void)transport_disconnect(b->strange_line);
	return transport_disconnect(b->line);
}

/* What the reader brings instead of the chip's answer. */
static void
between_spoil(const struct between *b, const uint8_t *command, uint8_t *reply,
    size_t size, size_t *len)
{
	if (b->record != NULL && command[1] == 0xb2) {
		assert_true(b->record_len + 2 <= size);
		memcpy(reply, b->record, b->record_len);
		memcpy(reply + b->record_len, "\x90\x00", 2);
		*len = b->record_len + 2;
	}
	if (b->endless != 0 && b->count >= b->endless_at) {
		reply[0] = (uint8_t)(b->endless >> 8);
		reply[1] = (uint8_t)(b->endless & 0xff);
		*len = 2;
	}
	if (b->cut_at == b->count && *len > b->cut_len)
		*len = b->cut_len;
}

static enum between_stage
stage_of(const struct between *b, const uint8_t *command, size_t len)
{
	switch (command[1]) {
	case 0xa4:
		return command[2] == 0x04 ? STAGE_AP : STAGE_EF;
	case 0x20:
		if (len == 4)
			return STAGE_COUNT;
		return b->changes > 0 ? STAGE_PROOF : STAGE_VERIFY;
	case 0x24:
	case 0x32:
	case 0x7e:
		return STAGE_CHANGE;
	case 0xb2:
		return STAGE_RECORD;
	case 0xb0:
		return STAGE_READ;
	default:
		return STAGE_OTHER;
	}
}

static void
between_note(struct between *b, enum between_stage stage)
{
	b->changes += stage == STAGE_CHANGE;
	b->verifies += stage == STAGE_VERIFY || stage == STAGE_PROOF;
	if (b->stages < BETWEEN_STAGES)
		b->stage[b->stages++] = stage;
}

static enum kerr
between_transmit(void *self, const uint8_t *command, size_t command_len,
    uint8_t *reply, size_t reply_size, size_t *reply_len)
{
	struct between *b = self;
	struct transport *to = b->line;
	enum kerr e;

	b->count++;
	between_note(b, stage_of(b, command, command_len));
	if (b->swap_at != 0 && b->count >= b->swap_at) {
		if (b->noticed)
			return ERR_CARD_REMOVED;
		to = b->strange_line;
	}
	e = transport_transmit(
	    to, command, command_len, reply, reply_size, reply_len);
	if (e == KERR_OK)
		between_spoil(b, command, reply, reply_size, reply_len);
	return e;
}

static void
between_close(void *self)
{
	struct between *b = self;

	transport_close(&b->line);
	transport_close(&b->strange_line);
}

static const struct transport_methods between_methods = {
    .watch = between_watch,
    .fd = between_fd,
    .connect = between_connect,
    .transmit = between_transmit,
    .disconnect = between_disconnect,
    .close = between_close,
};

struct transport *
card_between_open(struct between *b, struct card_model *chip)
{
	struct transport *t = NULL;

	memset(b, 0, sizeof(*b));
	b->chip = chip;
	b->line = card_model_open(chip);
	assert_int_equal(transport_new(&between_methods, b, &t), KERR_OK);
	return t;
}

void
card_between_stranger(struct between *b, struct card_model *chip)
{
	b->stranger = chip;
	b->strange_line = card_model_open(chip);
}
