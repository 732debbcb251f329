/* cp932.h -- which characters every Japanese receipt printer has in its own
 * type, and their bytes. */
#ifndef KIOSK_BASE_CP932_H
#define KIOSK_BASE_CP932_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

struct cp932; /* opaque: one conversion */

/* Errors: ERR_MEMORY, also when the C library has no CP932. */
enum kerr cp932_open(struct cp932 **out);
void cp932_close(struct cp932 **c);

/*
 * Bytes of a character (1 or 2), 0 when a printer may lack it: only ASCII,
 * half-width katakana and JIS X 0208 count. What CP932 adds to them (NEC row
 * 13, IBM's names such as U+9AD9) lies outside the first bytes 81-9F and
 * E0-EF that printers document, or in rows that many leave empty.
 *
 * With the Japanese set of ESC R, 5C prints the yen sign: U+00A5 has it, and
 * the backslash and the tilde, which printers differ in, have no byte.
 */
size_t cp932_encode(struct cp932 *c, uint32_t point, uint8_t out[2]);

#endif
