/* tlv.h -- reading BER objects as the cards write them.
 *
 * Rules: ISO/IEC 7816-4 5.2 (BER-TLV and SIMPLE-TLV), bent to what real cards
 * hold (individual-number-card 3): lengths longer than needed, filler 00 or
 * FF after the objects. Nothing recurses; nesting is a reader on a value. */
#ifndef KIOSK_CARD_TLV_H
#define KIOSK_CARD_TLV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct tlv_reader {
	const uint8_t *at;
	const uint8_t *end;
};

/* One object; all pointers are borrowed from the bytes read. */
struct tlv {
	uint32_t tag;	      /* its bytes, big-endian: 0xDF22 */
	const uint8_t *start; /* of the tag, for digests over whole objects */
	const uint8_t *value;
	size_t len; /* of the value */
};

enum tlv_found { TLV_OBJECT, TLV_END, TLV_BROKEN };

void tlv_begin(struct tlv_reader *r, const uint8_t *bytes, size_t len);
/*
 * The next object. TLV_END at the end or at filler: a tag byte 00, or FF
 * followed by FF or by nothing (a real outer tag is FF 10..FF 50).
 * TLV_BROKEN: cut off, length over the end, indefinite or over four bytes,
 * tag over three bytes; the reader then stays where it is.
 */
enum tlv_found tlv_next(struct tlv_reader *r, struct tlv *out);
/* The first object of that tag among bytes; false: none before the end. */
bool tlv_find(const uint8_t *bytes, size_t len, uint32_t tag, struct tlv *out);
/*
 * Length of the whole first object, header included, from the first bytes of
 * a file; 0 when the header is not complete or not sound.
 */
size_t tlv_file_len(const uint8_t *bytes, size_t len);
/* SIMPLE-TLV: tag one byte, length one byte or FF and two bytes. */
enum tlv_found tlv_next_simple(struct tlv_reader *r, struct tlv *out);

#endif
