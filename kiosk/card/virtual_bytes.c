/* virtual_bytes.c -- growing byte strings of the virtual card. */
#include "card/virtual_bytes.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool
make_room(struct vbytes *b, size_t n)
{
	size_t wanted = b->capacity != 0 ? b->capacity : 256;
	uint8_t *grown = NULL;

	if (b->failed || n > SIZE_MAX / 4 - b->len) {
		b->failed = true;
		return false;
	}
	if (b->len + n <= b->capacity)
		return true;
	while (wanted < b->len + n)
		wanted *= 2;
	/* Not realloc: the old place may hold personal data. */
	if ((grown = malloc(wanted)) == NULL) {
		b->failed = true;
		return false;
	}
	if (b->data != NULL) {
		memcpy(grown, b->data, b->len);
		explicit_bzero(b->data, b->capacity);
		free(b->data);
	}
	b->data = grown;
	b->capacity = wanted;
	return true;
}

void
vbytes_put(struct vbytes *b, const void *bytes, size_t n)
{
	if (n == 0 || !make_room(b, n))
		return;
	memcpy(b->data + b->len, bytes, n);
	b->len += n;
}

void
vbytes_put_byte(struct vbytes *b, uint8_t byte)
{
	vbytes_put(b, &byte, 1);
}

void
vbytes_put_text(struct vbytes *b, const char *text)
{
	vbytes_put(b, text, strlen(text));
}

void
vbytes_put_padded(struct vbytes *b, const char *text, size_t n)
{
	size_t len = strnlen(text, n);

	vbytes_put(b, text, len);
	vbytes_fill(b, ' ', n - len);
}

void
vbytes_put_number(struct vbytes *b, uint32_t value, size_t n)
{
	while (n-- > 0)
		vbytes_put_byte(
		    b, n > 3 ? 0 : (uint8_t)((value >> (8 * n)) & 0xff));
}

void
vbytes_fill(struct vbytes *b, uint8_t byte, size_t n)
{
	if (n == 0 || !make_room(b, n))
		return;
	memset(b->data + b->len, byte, n);
	b->len += n;
}

static void
put_tag(struct vbytes *b, unsigned tag)
{
	vbytes_put_number(b, tag, tag > 0xff ? 2 : 1);
}

void
vbytes_put_object(struct vbytes *b, unsigned tag, const void *value, size_t n)
{
	if (n > 0xff) {
		vbytes_put_object_wide(b, tag, value, n);
		return;
	}
	put_tag(b, tag);
	if (n > 0x7f)
		vbytes_put_byte(b, 0x81);
	vbytes_put_byte(b, (uint8_t)n);
	vbytes_put(b, value, n);
}

void
vbytes_put_object_wide(
    struct vbytes *b, unsigned tag, const void *value, size_t n)
{
	if (n > 0xffff) {
		b->failed = true;
		return;
	}
	put_tag(b, tag);
	vbytes_put_byte(b, 0x82);
	vbytes_put_number(b, (uint32_t)n, 2);
	vbytes_put(b, value, n);
}

void
vbytes_free(struct vbytes *b)
{
	if (b->data != NULL)
		explicit_bzero(b->data, b->capacity);
	free(b->data);
	*b = (struct vbytes){0};
}

void
vbytes_hex(const uint8_t *bytes, size_t n, char *out)
{
	static const char digit[] = "0123456789ABCDEF";

	for (size_t i = 0; i < n; i++) {
		*out++ = digit[bytes[i] >> 4];
		*out++ = digit[bytes[i] & 15];
	}
	*out = '\0';
}

static int
hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return -1;
}

bool
vbytes_unhex(const char *hex, uint8_t *out, size_t n)
{
	if (strlen(hex) != 2 * n)
		return false;
	for (size_t i = 0; i < n; i++) {
		int high = hex_value(hex[2 * i]);
		int low = hex_value(hex[2 * i + 1]);

		if (high < 0 || low < 0)
			return false;
		out[i] = (uint8_t)(high << 4 | low);
	}
	return true;
}

bool
vbytes_is_digits(const char *text, size_t n)
{
	return strlen(text) == n && strspn(text, "0123456789") == n;
}

enum vresult
vsay(enum vresult result, const char *format, ...)
{
	va_list arguments;

	fputs("virtual-card: ", stderr);
	va_start(arguments, format);
	vfprintf(stderr, format, arguments);
	va_end(arguments);
	fputc('\n', stderr);
	return result;
}
