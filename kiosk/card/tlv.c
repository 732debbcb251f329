#include "card/tlv.h"

#define TAG_BYTES_MOST	  3
#define LENGTH_BYTES_MOST 4

void
tlv_begin(struct tlv_reader *r, const uint8_t *bytes, size_t len)
{
	r->at = bytes;
	r->end = len == 0 ? bytes : bytes + len;
}

static bool
is_filler(const uint8_t *at, const uint8_t *end)
{
	if (*at == 0x00)
		return true;
	return *at == 0xff && (end - at == 1 || at[1] == 0xff);
}

/* Bytes of the tag at at; 0 when it is cut off or too long. */
static size_t
read_tag(const uint8_t *at, const uint8_t *end, uint32_t *tag)
{
	size_t n = 1;

	*tag = at[0];
	if ((at[0] & 0x1f) != 0x1f)
		return 1;
	for (; at + n < end && n < TAG_BYTES_MOST; n++) {
		*tag = *tag << 8 | at[n];
		if ((at[n] & 0x80) == 0)
			return n + 1;
	}
	return 0;
}

/* Bytes of the length at at; 0 when it is cut off or not allowed. */
static size_t
read_length(const uint8_t *at, const uint8_t *end, size_t *len)
{
	size_t count, i;

	if (at >= end)
		return 0;
	if (*at < 0x80) {
		*len = *at;
		return 1;
	}
	count = *at & 0x7f;
	if (count == 0 || count > LENGTH_BYTES_MOST ||
	    (size_t)(end - at) <= count)
		return 0;
	*len = 0;
	for (i = 1; i <= count; i++)
		*len = *len << 8 | at[i];
	return 1 + count;
}

/* Tag and length, not the value; 0 when not sound. */
static size_t
read_header(const uint8_t *at, const uint8_t *end, struct tlv *out)
{
	size_t tag_len = read_tag(at, end, &out->tag);
	size_t length_len;

	if (tag_len == 0)
		return 0;
	length_len = read_length(at + tag_len, end, &out->len);
	return length_len == 0 ? 0 : tag_len + length_len;
}

static enum tlv_found
take_value(struct tlv_reader *r, size_t header_len, struct tlv *out)
{
	if (header_len == 0 || out->len > (size_t)(r->end - r->at) - header_len)
		return TLV_BROKEN;
	out->start = r->at;
	out->value = r->at + header_len;
	r->at = out->value + out->len;
	return TLV_OBJECT;
}

enum tlv_found
tlv_next(struct tlv_reader *r, struct tlv *out)
{
	if (r->at == r->end || is_filler(r->at, r->end))
		return TLV_END;
	return take_value(r, read_header(r->at, r->end, out), out);
}

bool
tlv_find(const uint8_t *bytes, size_t len, uint32_t tag, struct tlv *out)
{
	struct tlv_reader r;

	tlv_begin(&r, bytes, len);
	while (tlv_next(&r, out) == TLV_OBJECT)
		if (out->tag == tag)
			return true;
	return false;
}

size_t
tlv_file_len(const uint8_t *bytes, size_t len)
{
	struct tlv t;
	size_t header_len;

	if (len == 0 || is_filler(bytes, bytes + len))
		return 0;
	header_len = read_header(bytes, bytes + len, &t);
	return header_len == 0 ? 0 : header_len + t.len;
}

enum tlv_found
tlv_next_simple(struct tlv_reader *r, struct tlv *out)
{
	size_t left = (size_t)(r->end - r->at);
	size_t header_len = 2;

	if (left == 0 || r->at[0] == 0x00 || r->at[0] == 0xff)
		return TLV_END;
	if (left < 2)
		return TLV_BROKEN;
	out->tag = r->at[0];
	out->len = r->at[1];
	if (out->len == 0xff) {
		if (left < 4)
			return TLV_BROKEN;
		out->len = (size_t)(r->at[2] << 8 | r->at[3]);
		header_len = 4;
	}
	return take_value(r, header_len, out);
}
