/* seal.h -- password hashes, keyed hashes, digests, random keys (libsodium).
 *
 * Passwords: Argon2id, 64 MiB, 3 passes (issue "the counter opens"). It takes
 * far more than 100 ms, so callers use it in a helper process. Audit chain:
 * keyed BLAKE2b-256 (design, decision 7). */
#ifndef KIOSK_BASE_SEAL_H
#define KIOSK_BASE_SEAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

struct secret;

#define SEAL_PASSWORD_SIZE 128 /* an encoded hash with its NUL */
#define SEAL_KEY_SIZE	   32
#define SEAL_HASH_SIZE	   32

/* Hash a password for keeping. Slow. Errors: ERR_MEMORY. */
enum kerr seal_password_hash(
    const struct secret *password, char out[SEAL_PASSWORD_SIZE]);
/* Compare; slow. false also for a malformed hash. */
bool seal_password_verify(const struct secret *password, const char *hash);

/* A running keyed hash; key NULL makes it an unkeyed digest. */
struct seal_hash;
struct seal_hash *seal_hash_new(const uint8_t key[SEAL_KEY_SIZE]);
void seal_hash_bytes(struct seal_hash *h, const void *bytes, size_t n);
/* The hash of what was given; h is wiped, released and set to NULL. */
void seal_hash_end(struct seal_hash **h, uint8_t out[SEAL_HASH_SIZE]);

void seal_random(void *out, size_t n);
/* 32 lower-case hex characters and a NUL: idempotency keys, ids. */
void seal_token(char out[33]);
/* Lower-case hex of n bytes; out has 2n+1 bytes. */
void seal_hex(const uint8_t *bytes, size_t n, char *out);
/* Constant-time comparison of two hashes. */
bool seal_equal(const uint8_t *a, const uint8_t *b, size_t n);

/*
 * The key file: one JSON document {"keys":[{"id":1,"algorithm":
 * "blake2b-256","created_at":UTC,"key":"<64 hex>"}]}, mode 0600, outside the
 * store (design, decision 7). The newest key signs; older ones verify.
 */
struct seal_keys; /* opaque; key bytes in locked memory */
/* Make a new file with one key. Errors: ERR_IO, ERR_STORE_EXISTS. */
enum kerr seal_keys_create(const char *path, int64_t now, struct failure *f);
/* Errors: ERR_KEY_FILE, ERR_PERMISSIONS, ERR_MEMORY. */
enum kerr seal_keys_open(
    const char *path, struct seal_keys **out, struct failure *f);
int64_t seal_keys_current(const struct seal_keys *k);
/* Borrowed, or NULL when there is no key of that id. */
const uint8_t *seal_keys_get(const struct seal_keys *k, int64_t id);
void seal_keys_free(struct seal_keys **k);

#endif
