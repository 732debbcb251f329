/* Any bytes as the token info of a card (EF 0006, individual-number-card 5):
 * the kind of card follows from the label alone, as it is compared here, and
 * a card that tells nothing else has no serial and loses no try. */
#include <stdint.h>

#include "card/individual_card.h"
#include "served.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

#define LABEL_LEN 32

struct file {
	const uint8_t *bytes;
	size_t n;
	bool jpki;
};

static uint16_t
answer(void *arg, const uint8_t *command, size_t n, uint8_t *reply, size_t *len)
{
	static const uint8_t aid[] = {
	    0xd3, 0x92, 0xf0, 0x00, 0x26, 0x01, 0x00, 0x00, 0x00, 0x01};
	struct file *f = arg;
	size_t offset, le;

	/* nobody is asked for a secret, nothing is changed */
	hold(command[1] != 0x24 && command[1] != 0x32);
	hold(command[1] != 0x20 || n == 4);
	if (command[1] == 0xa4 && command[2] == 0x04) {
		f->jpki = memcmp(command + 5, aid, sizeof(aid)) == 0;
		return f->jpki ? 0x9000 : 0x6a82;
	}
	if (command[1] == 0xa4)
		return f->jpki && command[6] == 0x06 ? 0x9000 : 0x6a82;
	if (command[1] != 0xb0 || !f->jpki)
		return 0x6d00;
	offset = (size_t)(command[2] << 8 | command[3]);
	le = command[4] == 0 ? 256 : command[4];
	if (offset >= f->n)
		return 0x6b00;
	*len = le < f->n - offset ? le : f->n - offset;
	memcpy(reply, f->bytes + offset, *len);
	return 0x9000;
}

static bool
begins(const uint8_t *bytes, size_t n, const char *label)
{
	return n >= strlen(label) && memcmp(bytes, label, strlen(label)) == 0;
}

static enum card_kind
kind_of(const uint8_t *bytes, size_t n)
{
	if (n > LABEL_LEN)
		n = LABEL_LEN;
	if (begins(bytes, n, "JPKIAPICCTOKEN"))
		return CARD_KIND_PLASTIC;
	if (begins(bytes, n, "JPKIAPGPSETOKEN") ||
	    begins(bytes, n, "JPKIAPIOSTOKEN"))
		return CARD_KIND_PHONE;
	return CARD_KIND_UNKNOWN;
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct file f = {.bytes = bytes, .n = n};
	struct served s = {.answer = answer, .arg = &f};
	struct card_identity who;
	struct card_inspection seen;
	struct transport *t = served_open(&s);
	struct individual *c = NULL;
	enum kerr e;

	hold(individual_open(t, NULL, NULL, &c) == KERR_OK);
	e = individual_identify(c, &who);
	hold(who.chip_serial[0] == '\0');
	/* a plastic card has a record, and this one has none */
	if (n == 0 || kind_of(bytes, n) == CARD_KIND_PLASTIC)
		hold(e == ERR_CARD_NO_FILE || e == ERR_CARD_REPLY);
	else
		hold(e == KERR_OK && who.kind == kind_of(bytes, n));
	(void)individual_close(&c);
	hold(individual_open(t, NULL, NULL, &c) == KERR_OK);
	e = individual_inspect(c, NULL, 1795500000, &who, &seen);
	hold(n == 0 ? e == ERR_CARD_REPLY
		    : e == KERR_OK && who.kind == kind_of(bytes, n));
	for (int i = 0; i < PIN_REF_COUNT; i++)
		hold(!who.pin_present[i]);
	(void)individual_leave(&c);
	hold(s.commands < 200);
	transport_close(&t);
	return 0;
}
