/* canonical.h -- the pieces of which the canonical forms of audit and ledger
 * are made: each a 4-byte big-endian length and its bytes, numbers as 8 bytes
 * big-endian, so that no two contents give the same bytes. For the store room
 * only. */
#ifndef KIOSK_STORE_CANONICAL_H
#define KIOSK_STORE_CANONICAL_H

#include <stddef.h>
#include <stdint.h>

struct seal_hash;

void canonical_bytes(struct seal_hash *h, const void *bytes, size_t len);
void canonical_text(struct seal_hash *h, const char *text);
void canonical_number(struct seal_hash *h, int64_t number);

#endif
