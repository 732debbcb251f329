/* issuer_module_example.c -- an issuer module as an office would bring one:
 * nothing but card/issuer_module.h. It resets virtual cards of training
 * offices with their invented command (kiosk/card/issuer_training.c); no real
 * card knows it, and so says its flag. */
#include <string.h>

#include "card/issuer_module.h"

#define HEAD	 4
#define PIN_MOST 16

/* The commands hold a PIN. */
static void
wipe(void *bytes, size_t len)
{
	volatile unsigned char *at = bytes;

	while (len-- > 0)
		*at++ = 0;
}

static int
reset(const struct kiosk_issuer_card *card, int place,
    const struct kiosk_issuer_value *chosen)
{
	uint8_t command[HEAD + 1 + PIN_MOST] = {0xf7, 0x7e, 'T', 0x80};
	uint8_t reply[258];
	size_t reply_len = 0;
	int lost;

	(void)place; /* its file is selected already */
	if (card->version != KIOSK_ISSUER_VERSION || chosen->len == 0 ||
	    chosen->len > PIN_MOST)
		return KIOSK_ISSUER_UNCHANGED;
	command[HEAD] = (uint8_t)chosen->len;
	memcpy(command + HEAD + 1, chosen->bytes, chosen->len);
	lost = card->transmit(card->host, command, HEAD + 1 + chosen->len,
	    reply, sizeof(reply), &reply_len);
	wipe(command, sizeof(command));
	if (lost || reply_len < 2)
		return KIOSK_ISSUER_UNKNOWN;
	if (reply[reply_len - 2] == 0x90 && reply[reply_len - 1] == 0x00)
		return KIOSK_ISSUER_WRITTEN;
	/* a failed memory may have changed it (individual-number-card 9) */
	return reply[reply_len - 2] == 0x65 ? KIOSK_ISSUER_UNKNOWN
					    : KIOSK_ISSUER_UNCHANGED;
}

static const struct kiosk_issuer_module module = {
    .version = KIOSK_ISSUER_VERSION,
    .flags = KIOSK_ISSUER_INVENTED,
    .name = "example",
    .reset = reset,
};

/* The only symbol that anybody looks for. */
const struct kiosk_issuer_module *kiosk_issuer_module(uint32_t host_version);

const struct kiosk_issuer_module *
kiosk_issuer_module(uint32_t host_version)
{
	return host_version == KIOSK_ISSUER_VERSION ? &module : NULL;
}
