/* Any bytes as record 1 of the common application (individual-number-card 8,
 * T15): serial, municipality and expiry are digits of the record, or none of
 * them is told. */
#include <stdint.h>

#include "card/individual_card.h"
#include "served.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

#define LABEL "JPKIAPICCTOKEN2                 "

struct file {
	const uint8_t *bytes;
	size_t n;
};

static uint16_t
answer(void *arg, const uint8_t *command, size_t n, uint8_t *reply, size_t *len)
{
	const struct file *f = arg;

	hold(command[1] != 0x20 || n == 4);
	switch (command[1]) {
	case 0xa4:
		return 0x9000;
	case 0xb0:
		memcpy(reply, LABEL, *len = 32);
		return 0x9000;
	case 0xb2:
		*len = f->n < 256 ? f->n : 256;
		memcpy(reply, f->bytes, *len);
		return 0x9000;
	case 0x20:
		return 0x63c3;
	default:
		return 0x6d00;
	}
}

static bool
are_digits(const char *text, size_t n)
{
	return strlen(text) == n && strspn(text, "0123456789") == n;
}

/* Where the text lies in the record; the three follow one another. */
static void
hold_in_record(const struct file *f, const struct card_identity *who)
{
	char all[40];
	size_t len;

	hold(are_digits(who->chip_serial, 15));
	hold(are_digits(who->municipality, 5));
	hold(are_digits(who->expiry, 8));
	strcpy(all, who->chip_serial);
	strcat(all, who->municipality);
	strcat(all, who->expiry);
	len = strlen(all);
	/* tag 01, then one length byte or FF and two */
	hold(f->n >= 2 + len && f->bytes[0] == 0x01);
	hold(memcmp(f->bytes + (f->bytes[1] == 0xff ? 4 : 2), all, len) == 0);
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

	if (n == 0) {
		transport_close(&t);
		return 0;
	}
	hold(individual_open(t, NULL, NULL, &c) == KERR_OK);
	if (individual_identify(c, &who) == KERR_OK)
		hold_in_record(&f, &who);
	else
		hold(who.chip_serial[0] == '\0');
	(void)individual_close(&c);
	hold(individual_open(t, NULL, NULL, &c) == KERR_OK);
	if (individual_inspect(c, NULL, 1795500000, &who, &seen) == KERR_OK &&
	    seen.record_error == KERR_OK)
		hold_in_record(&f, &who);
	(void)individual_leave(&c);
	transport_close(&t);
	return 0;
}
