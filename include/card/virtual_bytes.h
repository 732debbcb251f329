/* virtual_bytes.h -- growing byte strings of the virtual card, and its
 * messages. The virtual cards share no code with the reader side, so that a
 * mistake in a parser cannot hide behind the same mistake in a writer. */
#ifndef KIOSK_CARD_VIRTUAL_BYTES_H
#define KIOSK_CARD_VIRTUAL_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* How the program ends; also what its longer functions answer. */
enum vresult {
	V_OK = 0,
	V_NO = 1,    /* the answer is no: the file exists, the socket is used */
	V_USAGE = 2, /* wrong options or a wrong description */
	V_OUTSIDE = 3 /* something outside failed: disk, network */
};

/* Starts as all zero. Once memory ran out, failed stays set. */
struct vbytes {
	uint8_t *data;
	size_t len;
	size_t capacity;
	bool failed;
};

void vbytes_put(struct vbytes *b, const void *bytes, size_t n);
void vbytes_put_byte(struct vbytes *b, uint8_t byte);
void vbytes_put_text(struct vbytes *b, const char *text);
/* Add text, cut or filled with spaces to exactly n bytes. */
void vbytes_put_padded(struct vbytes *b, const char *text, size_t n);
void vbytes_put_number(struct vbytes *b, uint32_t value, size_t n);
void vbytes_fill(struct vbytes *b, uint8_t byte, size_t n);
/* Add a BER object: a tag of one or two bytes, its shortest length, value. */
void vbytes_put_object(
    struct vbytes *b, unsigned tag, const void *value, size_t n);
/* The same with the length always in two bytes (82 hh ll), as many real
 * cards write their outer objects (individual-number-card 3). */
void vbytes_put_object_wide(
    struct vbytes *b, unsigned tag, const void *value, size_t n);
/* Wipe and release; b is empty and usable again. */
void vbytes_free(struct vbytes *b);

/* 2n+1 characters of upper-case hex. */
void vbytes_hex(const uint8_t *bytes, size_t n, char *out);
/* Exactly n bytes from 2n hex characters. */
bool vbytes_unhex(const char *hex, uint8_t *out, size_t n);
/* Exactly n decimal digits and nothing else. */
bool vbytes_is_digits(const char *text, size_t n);

/* One line on standard error, "virtual-card: ...". Returns result. */
__attribute__((format(printf, 2, 3))) enum vresult vsay(
    enum vresult result, const char *format, ...);

#endif
