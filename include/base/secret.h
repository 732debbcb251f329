/* secret.h -- bytes that must not be seen: PINs, passwords, initial values.
 *
 * Locked (never swapped), guarded, wiped memory from libsodium. There is no
 * formatter on purpose: a secret cannot be logged by accident. Nothing else
 * in the program may hold a PIN (design, decision 1). */
#ifndef KIOSK_BASE_SECRET_H
#define KIOSK_BASE_SECRET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

struct secret; /* opaque */

#define SECRET_CAPACITY_MOST 256

/*
 * Once at start, in every process: libsodium, and whether memory can be
 * locked. Also makes the process not dumpable and forbids core files.
 * Errors: ERR_SECRET_MEMORY (PIN functions must stay off, the rest may go
 * on), ERR_INTERNAL (others could read this process: it must end).
 */
enum kerr secret_init(void);
/* Whether count secrets can lie in locked memory at once, beside those that
 * live: an allowance that ends in the middle of a session would be a trap. */
bool secret_can_lock(size_t count);

/* A new empty secret for at most capacity bytes; NULL when out of memory or
 * when memory cannot be locked. The caller ends it with secret_free(). */
struct secret *secret_new(size_t capacity);
/* A copy of n bytes; the source is not wiped. NULL as above. */
struct secret *secret_from_bytes(const void *bytes, size_t n);
/* A copy in its own locked memory. NULL as above, or when s is NULL. */
struct secret *secret_copy(const struct secret *s);

/*
 * The second way in, for what an office needs to stay open when memory cannot
 * be locked: passwords and codes of staff, keys of the audit chain. Locked
 * like the rest where that works; else guarded, in no core file and wiped, but
 * it may be swapped. Never for a PIN, an initial value or a number of a card:
 * whoever takes one of those asks secret_is_locked(). NULL: out of memory.
 */
struct secret *secret_new_even_unlocked(size_t capacity);
struct secret *secret_from_bytes_even_unlocked(const void *bytes, size_t n);
/* true for NULL: nothing lies open. */
bool secret_is_locked(const struct secret *s);

/* Add one byte at the end. Errors: ERR_TOO_LONG (nothing added). */
enum kerr secret_push(struct secret *s, uint8_t byte);
/* Take the last byte (wiped); no effect when empty. */
void secret_pop(struct secret *s);
/* Take the last UTF-8 character (passwords may hold more than ASCII). */
void secret_pop_character(struct secret *s);
/* Wipe the content; the secret stays usable. NULL is allowed. */
void secret_clear(struct secret *s);

size_t secret_len(const struct secret *s);	  /* bytes; 0 for NULL */
size_t secret_characters(const struct secret *s); /* UTF-8 characters */
/* Borrowed bytes, valid until s changes; not terminated. */
const uint8_t *secret_bytes(const struct secret *s);
/* Constant time in the content; different lengths are different. */
bool secret_equals(const struct secret *a, const struct secret *b);

/* Wipe, release, and set *s to NULL. NULL is allowed. */
void secret_free(struct secret **s);

/* Wipe a buffer in a way that no compiler removes. */
void secret_wipe(void *buffer, size_t n);

#endif
