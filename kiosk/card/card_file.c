/* card_file.c -- see card/card_file.h. */
#include "card/card_file.h"

#include <string.h>

#include "card/card.h"
#include "card/tlv.h"

#define PIECE_MOST   256
#define SW_FILE_END  0x6282 /* fewer bytes than asked for */
#define SW_BEHIND    0x6b00 /* the offset is past the end */
#define SW_WRONG_LE  0x6700
#define HEADER_MOST  8	 /* of tag and length: less may be cut off */
#define PIECE_LITTLE 128 /* for readers that dislike 256 (3) */

/* One piece at offset; *n bytes came, 0 at the end of the file. */
static enum kerr
read_piece(struct card *card, size_t offset, size_t le, uint8_t *to,
    size_t room, size_t *n)
{
	struct apdu_reply reply;
	enum kerr e;

	*n = 0;
	e = card_read_binary(card, (uint16_t)offset, le, &reply);
	if (card_is_lost(card))
		return e;
	if (card_sw(card) == SW_BEHIND)
		return KERR_OK;
	if (e != KERR_OK && card_sw(card) != SW_FILE_END)
		return e;
	*n = reply.data_len < room ? reply.data_len : room;
	memcpy(to, reply.data, *n);
	return KERR_OK;
}

/* How much to ask for next; the last piece is asked for exactly (T08). */
static size_t
next_le(size_t piece, size_t want, size_t len)
{
	return want != 0 && want - len < piece ? want - len : piece;
}

enum kerr
card_file_read(struct card *card, uint8_t *bytes, size_t size, size_t *len)
{
	size_t want = 0, n = 0, piece = PIECE_MOST;
	enum kerr e;

	*len = 0;
	for (int i = 0; i < CARD_FILE_READS_MOST; i++) {
		e = read_piece(card, *len, next_le(piece, want, *len),
		    bytes + *len, size - *len, &n);
		if (e != KERR_OK && i == 0 && !card_is_lost(card) &&
		    card_sw(card) == SW_WRONG_LE) {
			piece = PIECE_LITTLE;
			continue;
		}
		if (e != KERR_OK)
			return e;
		*len += n;
		want = tlv_file_len(bytes, *len);
		if (want > size || n == 0 || (want == 0 && *len >= HEADER_MOST))
			return ERR_CARD_REPLY;
		if (want != 0 && *len >= want) {
			*len = want;
			return KERR_OK;
		}
	}
	return ERR_CARD_REPLY;
}
