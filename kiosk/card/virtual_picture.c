/* virtual_picture.c -- a 1-bit PNG, written without a library.
 * PNG (ISO/IEC 15948): chunks with CRC-32; zlib (RFC 1950) with one stored
 * block (RFC 1951 3.2.4) and its Adler-32. */
#include "card/virtual_files.h"

#include <string.h>

static uint32_t
crc32_of(const uint8_t *bytes, size_t n)
{
	uint32_t crc = 0xffffffffU;

	for (size_t i = 0; i < n; i++) {
		crc ^= bytes[i];
		for (int bit = 0; bit < 8; bit++)
			crc = (crc >> 1) ^ ((crc & 1) != 0 ? 0xedb88320U : 0);
	}
	return ~crc;
}

static uint32_t
adler32_of(const uint8_t *bytes, size_t n)
{
	uint32_t a = 1, b = 0;

	for (size_t i = 0; i < n; i++) {
		a = (a + bytes[i]) % 65521;
		b = (b + a) % 65521;
	}
	return b << 16 | a;
}

static void
put_chunk(struct vbytes *out, const char *type, const struct vbytes *body)
{
	size_t start = out->len + 4;

	vbytes_put_number(out, (uint32_t)body->len, 4);
	vbytes_put_text(out, type);
	vbytes_put(out, body->data, body->len);
	if (!out->failed)
		vbytes_put_number(
		    out, crc32_of(out->data + start, out->len - start), 4);
}

/* Rows, each behind a filter byte 0. */
static void
put_rows(struct vbytes *out, const struct vbitmap *b)
{
	size_t n = (size_t)b->height * (1 + (b->width + 7) / 8);
	struct vbytes rows = {0};

	for (uint32_t y = 0; y < b->height; y++) {
		vbytes_put_byte(&rows, 0x00);
		vbytes_put(&rows, b->row[y], (b->width + 7) / 8);
	}
	if (rows.failed || n > 0xffff) {
		out->failed = true;
	} else {
		static const uint8_t head[] = {0x78, 0x01, 0x01};

		vbytes_put(out, head, sizeof(head));
		vbytes_put_byte(out, (uint8_t)(n & 0xff));
		vbytes_put_byte(out, (uint8_t)(n >> 8));
		vbytes_put_byte(out, (uint8_t)(~n & 0xff));
		vbytes_put_byte(out, (uint8_t)((~n >> 8) & 0xff));
		vbytes_put(out, rows.data, n);
		vbytes_put_number(out, adler32_of(rows.data, n), 4);
	}
	vbytes_free(&rows);
}

bool
vpicture_put_png(
    struct vbytes *out, const char *text, uint32_t width, uint32_t height)
{
	static const uint8_t magic[] = {
	    0x89, 'P', 'N', 'G', 0x0d, 0x0a, 0x1a, 0x0a};
	static const uint8_t format[] = {1, 0, 0, 0, 0}; /* 1 bit, grey */
	struct vbytes head = {0}, rows = {0}, end = {0};
	struct vbitmap bitmap = {.width = width, .height = height};

	if (width > VBITMAP_WIDTH || height > VBITMAP_HEIGHT)
		return false;
	memset(bitmap.row, 0xff, sizeof(bitmap.row));
	vbitmap_write(&bitmap, text);

	vbytes_put_number(&head, width, 4);
	vbytes_put_number(&head, height, 4);
	vbytes_put(&head, format, sizeof(format));
	put_rows(&rows, &bitmap);
	vbytes_put(out, magic, sizeof(magic));
	put_chunk(out, "IHDR", &head);
	put_chunk(out, "IDAT", &rows);
	put_chunk(out, "IEND", &end);
	out->failed |= head.failed || rows.failed;
	vbytes_free(&head);
	vbytes_free(&rows);
	return !out->failed;
}
