/* Any bytes as a card's objects: every object lies inside the bytes, each step
 * moves on, and what the reader finds is what it was asked for. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "card/tlv.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

typedef enum tlv_found next_object(struct tlv_reader *r, struct tlv *out);

static void
hold(bool truth)
{
	if (!truth)
		abort();
}

/* Reads all objects of bytes; the number of them. */
static size_t
walk(next_object *next, const uint8_t *bytes, size_t n)
{
	struct tlv_reader r;
	struct tlv t;
	size_t count = 0;

	tlv_begin(&r, bytes, n);
	for (;;) {
		const uint8_t *before = r.at;
		enum tlv_found found = next(&r, &t);

		hold(r.at >= before && r.at <= bytes + n);
		if (found != TLV_OBJECT) {
			hold(found != TLV_BROKEN || r.at == before);
			return count;
		}
		hold(r.at > before);
		hold(t.start >= before && t.value > t.start);
		hold(t.len <= (size_t)(bytes + n - t.value));
		count++;
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct tlv t;
	uint8_t *own = NULL;

	if (n == 0)
		return 0;
	own = malloc(n); /* exact, so that one byte beyond is seen */
	if (own == NULL)
		return 0;
	memcpy(own, bytes, n);
	walk(tlv_next_simple, own, n);
	if (walk(tlv_next, own, n) > 0) {
		struct tlv_reader r;
		struct tlv first;

		tlv_begin(&r, own, n);
		hold(tlv_next(&r, &first) == TLV_OBJECT);
		hold(tlv_find(own, n, first.tag, &t));
		hold(t.start == first.start && t.len == first.len);
		hold(tlv_file_len(own, n) ==
		     (size_t)(first.value - first.start) + first.len);
		walk(tlv_next, first.value, first.len);
	}
	tlv_file_len(own, n);
	free(own);
	return 0;
}
