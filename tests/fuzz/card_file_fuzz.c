/* Any bytes as a file of a card, in pieces of any size and with any end
 * (individual-number-card 3): what is read is the first object of the file,
 * whole, or nothing; the reading ends and stays within its room. The first
 * three bytes choose the room, the largest piece and what the end says. */
#include <stdint.h>

#include "card/card.h"
#include "card/card_file.h"
#include "card/tlv.h"
#include "served.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

#define HEAD 3

struct file {
	const uint8_t *bytes;
	size_t n;
	size_t piece;	 /* a read gives no more */
	size_t le_most;	 /* a read of more is refused */
	uint16_t end_sw; /* of a read that passes the end */
};

static uint16_t
answer(void *arg, const uint8_t *command, size_t n, uint8_t *reply, size_t *len)
{
	const struct file *f = arg;
	size_t offset, le;

	if (command[1] == 0xa4)
		return 0x9000;
	hold(command[1] == 0xb0 && n == 5);
	offset = (size_t)(command[2] << 8 | command[3]);
	le = command[4] == 0 ? 256 : command[4];
	if (le > f->le_most)
		return 0x6700;
	if (offset >= f->n)
		return 0x6b00;
	*len = le < f->n - offset ? le : f->n - offset;
	if (*len > f->piece)
		*len = f->piece;
	memcpy(reply, f->bytes + offset, *len);
	return offset + *len == f->n && *len < le ? f->end_sw : 0x9000;
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct file f;
	struct served s = {.answer = answer, .arg = &f};
	struct transport *t = NULL;
	struct card *card = NULL;
	uint8_t *room = NULL;
	size_t size, len = 0;
	enum kerr e;

	if (n < HEAD)
		return 0;
	size = (size_t)bytes[0] * 16 + 1;
	f = (struct file){.bytes = bytes + HEAD,
	    .n = n - HEAD,
	    .piece = (size_t)(bytes[1] & 0x7f) + 1,
	    .le_most = (bytes[1] & 0x80) != 0 ? 255 : 256,
	    .end_sw = (bytes[2] & 1) != 0 ? 0x6282 : 0x9000};
	t = served_open(&s);
	hold((room = malloc(size)) != NULL); /* exact, to see a byte beyond */
	hold(card_open(t, &card) == KERR_OK);
	hold(card_select_ap(card, CARD_AP_VISUAL) == KERR_OK);
	hold(card_select_ef(card, 0x0002) == KERR_OK);
	e = card_file_read(card, room, size, &len);
	hold(len <= size && s.commands <= 2 + CARD_FILE_READS_MOST);
	if (e == KERR_OK) {
		hold(len > 0 && len <= f.n);
		hold(memcmp(room, f.bytes, len) == 0);
		hold(tlv_file_len(room, len) == len);
	}
	(void)card_close(&card);
	free(room);
	transport_close(&t);
	return 0;
}
