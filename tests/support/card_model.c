#include "support/card_model.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

enum { JPKI, TEXT, JUKI, COMMON, VISUAL, STAY, AP_COUNT };

static const char *const aids[AP_COUNT] = {
    "\xd3\x92\xf0\x00\x26\x01\x00\x00\x00\x01",
    "\xd3\x92\x10\x00\x31\x00\x01\x01\x04\x08",
    "\xd3\x92\x10\x00\x31\x00\x01\x01\x04\x01",
    "\xd3\x92\x10\x00\x31\x00\x01\x01\x01\x00",
    "\xd3\x92\x10\x00\x31\x00\x01\x01\x04\x02",
    "\xd3\x92\xf0\x00\x4f\x01\x00\x00\x00\x00",
};

static const struct {
	int ap;
	uint8_t ef;
	bool change_key;
	int most;
} homes[PIN_REF_COUNT] = {
    [PIN_REF_SIGN] = {JPKI, 0x1b, false, 5},
    [PIN_REF_AUTH] = {JPKI, 0x18, false, 3},
    [PIN_REF_JUKI] = {JUKI, 0x1c, true, 3},
    [PIN_REF_COMMON] = {COMMON, 0x1c, true, 3},
    [PIN_REF_INPUT] = {TEXT, 0x11, false, 3},
};

static const struct {
	uint8_t ef;
	const char *value;
} numbers[FACE_KEY_COUNT] = {
    [FACE_KEY_B] = {0x12, MODEL_NUMBER_B},
    [FACE_KEY_A] = {0x13, MODEL_NUMBER_A},
};

void
card_model_reset(struct card_model *m)
{
	int i;

	memset(m, 0, sizeof(*m));
	m->ap = -1;
	m->error = ERR_CARD_REMOVED;
	for (i = 0; i < PIN_REF_COUNT; i++) {
		m->pin[i].ref = (enum pin_ref)i;
		m->pin[i].tries = m->pin[i].most = homes[i].most;
		strcpy(m->pin[i].value,
		    i == PIN_REF_SIGN ? "PASSWORD1234" : "1234");
	}
	for (i = 0; i < FACE_KEY_COUNT; i++) {
		m->face[i].ref = PIN_REF_COUNT;
		m->face[i].tries = m->face[i].most = 10;
		strcpy(m->face[i].value, numbers[i].value);
	}
}

static void
forget_verified(struct card_model *m)
{
	int i;

	for (i = 0; i < PIN_REF_COUNT; i++)
		m->pin[i].verified = false;
	for (i = 0; i < FACE_KEY_COUNT; i++)
		m->face[i].verified = false;
}

static uint16_t
select_ap(struct card_model *m, const uint8_t *command)
{
	int i;

	m->selected = NULL;
	m->open = NULL;
	for (i = 0; i < AP_COUNT; i++)
		if (memcmp(aids[i], command + 5, 10) == 0 &&
		    (i != STAY || m->is_stay))
			break;
	if (i == AP_COUNT || m->is_other || (m->is_phone && i != JPKI))
		return 0x6a82;
	if (i != m->ap)
		forget_verified(m);
	m->ap = i;
	return 0x9000;
}

static uint16_t
select_visual(struct card_model *m, uint8_t ef)
{
	for (int i = 0; i < FACE_KEY_COUNT; i++)
		if (numbers[i].ef == ef)
			m->selected = &m->face[i];
	for (int i = 0; i < MODEL_FACES; i++)
		if (m->face_file[i].ef == ef)
			m->open = &m->face_file[i];
	return m->selected != NULL || m->open != NULL ? 0x9000 : 0x6a82;
}

static uint16_t
select_ef(struct card_model *m, const uint8_t *command)
{
	int i;

	m->selected = NULL;
	m->open = NULL;
	if (m->ap == VISUAL)
		return select_visual(m, command[6]);
	if (m->ap == JPKI && command[6] == 0x06)
		return 0x9000;
	for (i = 0; m->ap == JPKI && i < MODEL_FILES; i++) {
		if (m->file[i].ef == 0 || m->file[i].ef != command[6])
			continue;
		m->open = &m->file[i];
		return 0x9000;
	}
	for (i = 0; i < PIN_REF_COUNT; i++) {
		if (homes[i].ap != m->ap || homes[i].ef != command[6] ||
		    (i == PIN_REF_SIGN && m->no_sign))
			continue;
		m->selected = &m->pin[i];
		return 0x9000;
	}
	return 0x6a82;
}

static uint16_t
verify(struct card_model *m, const uint8_t *command, size_t len)
{
	struct model_pin *p = m->selected;

	if (p == NULL) {
		m->broke_order = m->broke_order || len > 4;
		return 0x6986;
	}
	if (len == 4)
		return p->verified ? 0x9000 : (uint16_t)(0x63c0 | p->tries);
	p->verify_count++;
	if (p->tries == 0)
		return 0x6984;
	p->verified = strlen(p->value) == command[4] &&
		      memcmp(p->value, command + 5, command[4]) == 0;
	if (!p->verified)
		return (uint16_t)(0x63c0 | --p->tries);
	p->tries = p->most;
	m->may_change = true;
	return 0x9000;
}

static uint16_t
change(struct card_model *m, const uint8_t *command, bool may_change)
{
	struct model_pin *p = m->selected;

	if (p == NULL || !may_change) {
		m->broke_order = true;
		return 0x6982;
	}
	p->change_count++;
	if (homes[p->ref].change_key != (command[0] == 0x80))
		return 0x6d00;
	memcpy(p->value, command + 5, command[4]);
	p->value[command[4]] = '\0';
	return 0x9000;
}

/* The training issuer's: a new value without the old one. */
static uint16_t
give_new_value(struct card_model *m, const uint8_t *command)
{
	struct model_pin *p = m->selected;

	if (!m->is_training)
		return 0x6e00;
	if (p == NULL || p->ref == PIN_REF_COUNT)
		return 0x6986;
	p->change_count++;
	memcpy(p->value, command + 5, command[4]);
	p->value[command[4]] = '\0';
	p->tries = p->most;
	p->verified = false;
	return 0x9000;
}

/* READ BINARY: of an open file, else the token's label. */
static uint16_t
read_binary(
    struct card_model *m, const uint8_t *command, uint8_t *reply, size_t *n)
{
	size_t offset = (size_t)(command[2] << 8 | command[3]);
	size_t le = command[4] == 0 ? 256 : command[4];
	const struct model_file *f = m->open;

	if (m->ap != JPKI && f == NULL)
		return 0x6986;
	if (f == NULL) {
		*n = 32;
		memcpy(reply,
		    m->is_phone ? "JPKIAPGPSETOKEN                 "
				: "JPKIAPICCTOKEN2                 ",
		    32);
		return 0x9000;
	}
	if (f->is_protected && !m->face[FACE_KEY_A].verified &&
	    !m->face[FACE_KEY_B].verified)
		return 0x6982;
	if (m->le_most != 0 && le > m->le_most)
		return 0x6700;
	if (offset >= f->len)
		return 0x6b00;
	*n = le < f->len - offset ? le : f->len - offset;
	if (m->piece_most != 0 && *n > m->piece_most)
		*n = m->piece_most;
	memcpy(reply, f->bytes + offset, *n);
	return *n < le && m->end_sw != 0 ? m->end_sw : 0x9000;
}

/* What the chip does; data goes to reply, the status word is returned. */
static uint16_t
obey(struct card_model *m, const uint8_t *command, size_t len, uint8_t *reply,
    size_t *n)
{
	bool may_change = m->may_change;

	m->may_change = false;
	switch (command[0] << 8 | command[1]) {
	case 0x00a4:
		return command[2] == 0x04 ? select_ap(m, command)
					  : select_ef(m, command);
	case 0x00b0:
		return read_binary(m, command, reply, n);
	case 0x00b2:
		if (m->ap != COMMON)
			return 0x6986;
		*n = 30;
		memcpy(reply, "\x01\x1c" MODEL_SERIAL "1310120350409", 30);
		if (m->serial != NULL)
			memcpy(reply + 2, m->serial, strlen(MODEL_SERIAL));
		return 0x9000;
	case 0x0020:
		return verify(m, command, len);
	case 0x0024:
	case 0x8032:
		return change(m, command, may_change);
	case 0xf77e:
		return give_new_value(m, command);
	default:
		return 0x6d00;
	}
}

static void
model_watch(void *self, struct transport_view *out)
{
	const struct card_model *m = self;

	out->state = m->gone ? READER_EMPTY : READER_CARD;
	out->connected = m->powered && !m->gone;
}

static int
model_fd(void *self)
{
	(void)self;
	return -1;
}

static enum kerr
model_connect(void *self)
{
	struct card_model *m = self;

	m->powered = true;
	return KERR_OK;
}

/* Whether the command has its effect under the fault. */
static bool
has_effect(enum model_fault fault)
{
	return fault != MODEL_GONE_BEFORE && fault != MODEL_SW;
}

static enum kerr
model_transmit(void *self, const uint8_t *command, size_t command_len,
    uint8_t *reply, size_t reply_size, size_t *reply_len)
{
	struct card_model *m = self;
	enum model_fault fault = MODEL_NONE;
	uint16_t sw = 0;
	size_t n = 0;

	assert_true(m->powered && reply_size >= 258);
	if (++m->count == m->fault_at)
		fault = m->fault;
	if (m->count == m->swap_at) {
		m->ap = -1;
		m->selected = NULL;
		m->open = NULL;
		m->serial = m->swap_serial;
	}
	if (m->gone)
		return m->error;
	if (has_effect(fault))
		sw = obey(m, command, command_len, reply, &n);
	if (fault == MODEL_SW || fault == MODEL_SW_DONE_BUT) {
		sw = m->sw;
		n = 0;
	}
	m->gone = fault == MODEL_GONE_BEFORE || fault == MODEL_GONE_DURING ||
		  fault == MODEL_GONE_AFTER;
	if (m->gone && fault != MODEL_GONE_AFTER)
		return m->error;
	reply[n] = (uint8_t)(sw >> 8);
	reply[n + 1] = (uint8_t)(sw & 0xff);
	if (fault == MODEL_LONG) {
		memset(reply + n, 0xff, 256 - n);
		n = 256;
		reply[n] = (uint8_t)(sw >> 8);
		reply[n + 1] = (uint8_t)(sw & 0xff);
	}
	*reply_len = fault == MODEL_EMPTY      ? 0
		     : fault == MODEL_ONE_BYTE ? 1
					       : n + 2;
	return KERR_OK;
}

static enum kerr
model_disconnect(void *self)
{
	struct card_model *m = self;

	m->powered = false;
	m->ap = -1;
	forget_verified(m);
	return KERR_OK;
}

static void
model_close(void *self)
{
	(void)self;
}

static const struct transport_methods model_methods = {
    .watch = model_watch,
    .fd = model_fd,
    .connect = model_connect,
    .transmit = model_transmit,
    .disconnect = model_disconnect,
    .close = model_close,
};

struct transport *
card_model_open(struct card_model *m)
{
	struct transport *t = NULL;

	assert_int_equal(transport_new(&model_methods, m, &t), KERR_OK);
	return t;
}
