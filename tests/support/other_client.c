/* other_client.c -- see other_client.h. */
#include "support/other_client.h"

#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define LOOKS		1000
#define LOOK_MS		20
#define REPLY_SIZE	258
#define COMMAND_MOST	80
#define SW_DONE		0x9000U
#define SW_NOT_VERIFIED 0x6982U

/* individual-number-card 2. */
#define AP_JPKI	  "00A4040C0AD392F000260100000001"
#define AP_TEXT	  "00A4040C0AD3921000310001010408"
#define AP_VISUAL "00A4040C0AD3921000310001010402"
#define READ_HEAD "00B0000004"
/* A signature over a digest of zeros (5, T10). */
#define SIGN_ZEROS \
	"802A0080333031300D060960864801650304020105000420" \
	"0000000000000000000000000000000000000000000000000000000000000000" \
	"00"

/* What only who has given it may have (4, 5, 6, 7). The resident register PIN
 * opens nothing that a terminal can see. */
static const struct {
	const char *ap, *ef, *wants;
} opened[PIN_REF_COUNT] = {
    [PIN_REF_SIGN] = {AP_JPKI, "00A4020C020001", READ_HEAD},
    [PIN_REF_AUTH] = {AP_JPKI, "00A4020C020017", SIGN_ZEROS},
    [PIN_REF_INPUT] = {AP_TEXT, "00A4020C020001", READ_HEAD},
};

void
other_client_begin(struct other_client *o, const char *reader)
{
	o->reader = reader;
	assert_int_equal(
	    SCardEstablishContext(SCARD_SCOPE_SYSTEM, NULL, NULL, &o->context),
	    SCARD_S_SUCCESS);
}

void
other_client_end(struct other_client *o)
{
	(void)SCardReleaseContext(o->context);
}

static LONG
try_to_connect(const struct other_client *o, SCARDHANDLE *card)
{
	DWORD protocol = 0;

	return SCardConnect(o->context, o->reader, SCARD_SHARE_SHARED,
	    SCARD_PROTOCOL_T0 | SCARD_PROTOCOL_T1, card, &protocol);
}

SCARDHANDLE
other_client_connect(const struct other_client *o)
{
	SCARDHANDLE card = 0;
	LONG said = SCARD_E_SHARING_VIOLATION;

	for (int i = 0; i < LOOKS && said != SCARD_S_SUCCESS; i++) {
		said = try_to_connect(o, &card);
		if (said != SCARD_S_SUCCESS)
			(void)poll(NULL, 0, LOOK_MS);
	}
	assert_int_equal(said, SCARD_S_SUCCESS);
	return card;
}

unsigned
other_client_says(SCARDHANDLE card, const char *hex)
{
	uint8_t command[COMMAND_MOST], reply[REPLY_SIZE];
	DWORD n = sizeof(reply);
	size_t len = 0;
	unsigned byte = 0;

	for (; sscanf(hex + 2 * len, "%2x", &byte) == 1; len++) {
		assert_true(len < sizeof(command));
		command[len] = (uint8_t)byte;
	}
	assert_int_equal(SCardTransmit(card, SCARD_PCI_T1, command, (DWORD)len,
			     NULL, reply, &n),
	    SCARD_S_SUCCESS);
	assert_true(n >= 2);
	return (unsigned)reply[n - 2] << 8 | reply[n - 1];
}

static bool
finds(const struct other_client *o, const char *ap, const char *ef,
    const char *wants)
{
	SCARDHANDLE card = other_client_connect(o);
	unsigned said;

	assert_int_equal(other_client_says(card, ap), SW_DONE);
	assert_int_equal(other_client_says(card, ef), SW_DONE);
	said = other_client_says(card, wants);
	assert_int_equal(SCardDisconnect(card, SCARD_LEAVE_CARD), 0);
	if (said != SW_DONE)
		assert_int_equal(said, SW_NOT_VERIFIED);
	return said == SW_DONE;
}

bool
other_client_finds_verified(const struct other_client *o, enum pin_ref ref)
{
	assert_non_null(opened[ref].ap);
	return finds(o, opened[ref].ap, opened[ref].ef, opened[ref].wants);
}

bool
other_client_finds_face_open(const struct other_client *o)
{
	return finds(o, AP_VISUAL, "00A4020C020002", READ_HEAD);
}

bool
other_client_is_shut_out(const struct other_client *o)
{
	SCARDHANDLE card = 0;

	return try_to_connect(o, &card) == SCARD_E_SHARING_VIOLATION;
}

bool
other_client_sees_card(const struct other_client *o)
{
	SCARD_READERSTATE state = {.szReader = o->reader};

	(void)SCardGetStatusChange(o->context, 0, &state, 1);
	return (state.dwEventState & SCARD_STATE_PRESENT) != 0;
}
