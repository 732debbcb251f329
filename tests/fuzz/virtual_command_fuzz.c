/* virtual_command_fuzz.c -- any bytes as commands for the virtual card: it
 * always answers with at least a status word. Input: one byte of length, then
 * that many bytes of command, again and again. */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "card/virtual_individual.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A card without references or usable keys: nothing is made or written, and a
 * value can neither be right nor counted. */
static void
make_card(struct vcard *card)
{
	static char no_key[] = "no key";

	*card = (struct vcard){.kind = VKIND_COMBINED,
	    .has_sign = true,
	    .has_auth = true,
	    .folder = "/nonexistent",
	    .path = "/nonexistent/a.card"};
	for (int i = 0; i < VKEY_COUNT; i++)
		card->key[i] = card->certificate[i] = no_key;
	strcpy(card->name, "A");
	strcpy(card->birth, "19850409");
	strcpy(card->expiry, "20350409");
	strcpy(card->number, "123456789018");
	strcpy(card->chip_serial, "400000000000001");
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct vcard card;
	struct vchip chip;
	struct vbytes answer = {0};

	make_card(&card);
	vchip_power_on(&chip, &card);
	/* As if every reference had been verified. */
	chip.verified = (1U << VREF_COUNT) - 1;
	while (size > 0) {
		size_t n = *data < size - 1 ? *data : size - 1;

		data++;
		size--;
		assert(vchip_exchange(&chip, data, n, &answer));
		assert(answer.len >= 2);
		chip.verified = (1U << VREF_COUNT) - 1;
		vbytes_free(&answer);
		data += n;
		size -= n;
	}
	return 0;
}
