/* canonical.c -- see canonical.h. */
#include "store/canonical.h"

#include <string.h>

#include "base/seal.h"

void
canonical_bytes(struct seal_hash *h, const void *bytes, size_t len)
{
	uint8_t size[4] = {(uint8_t)(len >> 24), (uint8_t)(len >> 16),
	    (uint8_t)(len >> 8), (uint8_t)len};

	seal_hash_bytes(h, size, sizeof(size));
	seal_hash_bytes(h, bytes, len);
}

void
canonical_text(struct seal_hash *h, const char *text)
{
	canonical_bytes(h, text, strlen(text));
}

void
canonical_number(struct seal_hash *h, int64_t number)
{
	uint64_t n = (uint64_t)number;
	uint8_t bytes[8];

	for (int i = 7; i >= 0; i--, n >>= 8)
		bytes[i] = (uint8_t)n;
	canonical_bytes(h, bytes, sizeof(bytes));
}
