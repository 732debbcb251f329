/* seal.c -- libsodium behind include/base/seal.h: hashes, digests, random. The
 * key file is in seal_keys.c. */
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "base/seal.h"
#include "base/secret.h"

#define PASSWORD_PASSES 3
#define PASSWORD_MEMORY (64U * 1024 * 1024)

_Static_assert(crypto_pwhash_STRBYTES <= SEAL_PASSWORD_SIZE, "hash fits");
_Static_assert(crypto_generichash_BYTES == SEAL_HASH_SIZE, "BLAKE2b-256");
_Static_assert(crypto_generichash_KEYBYTES == SEAL_KEY_SIZE, "256-bit keys");

struct seal_hash {
	crypto_generichash_state state; /* holds the key until the end */
};

enum kerr
seal_password_hash(const struct secret *password, char out[SEAL_PASSWORD_SIZE])
{
	memset(out, 0, SEAL_PASSWORD_SIZE);
	if (crypto_pwhash_str_alg(out, (const char *)secret_bytes(password),
		secret_len(password), PASSWORD_PASSES, PASSWORD_MEMORY,
		crypto_pwhash_ALG_ARGON2ID13) != 0)
		return ERR_MEMORY;
	return KERR_OK;
}

bool
seal_password_verify(const struct secret *password, const char *hash)
{
	char own[crypto_pwhash_STRBYTES] = {0};

	/* Weaker or costlier parameters than ours were not written by us. */
	if (password == NULL || hash == NULL || strlen(hash) >= sizeof(own))
		return false;
	memcpy(own, hash, strlen(hash));
	if (crypto_pwhash_str_needs_rehash(
		own, PASSWORD_PASSES, PASSWORD_MEMORY) != 0)
		return false;
	return crypto_pwhash_str_verify(own,
		   (const char *)secret_bytes(password),
		   secret_len(password)) == 0;
}

struct seal_hash *
seal_hash_new(const uint8_t key[SEAL_KEY_SIZE])
{
	struct seal_hash *h =
	    aligned_alloc(_Alignof(struct seal_hash), sizeof(*h));

	if (h == NULL)
		return NULL;
	if (crypto_generichash_init(&h->state, key,
		key != NULL ? SEAL_KEY_SIZE : 0, SEAL_HASH_SIZE) != 0) {
		free(h);
		return NULL;
	}
	return h;
}

void
seal_hash_bytes(struct seal_hash *h, const void *bytes, size_t n)
{
	if (n > 0)
		crypto_generichash_update(&h->state, bytes, n);
}

void
seal_hash_end(struct seal_hash **h, uint8_t out[SEAL_HASH_SIZE])
{
	crypto_generichash_final(&(*h)->state, out, SEAL_HASH_SIZE);
	sodium_memzero(*h, sizeof(**h));
	free(*h);
	*h = NULL;
}

void
seal_random(void *out, size_t n)
{
	randombytes_buf(out, n);
}

void
seal_token(char out[33])
{
	uint8_t bytes[16];

	seal_random(bytes, sizeof(bytes));
	seal_hex(bytes, sizeof(bytes), out);
	sodium_memzero(bytes, sizeof(bytes));
}

void
seal_hex(const uint8_t *bytes, size_t n, char *out)
{
	sodium_bin2hex(out, 2 * n + 1, bytes, n);
}

bool
seal_equal(const uint8_t *a, const uint8_t *b, size_t n)
{
	return sodium_memcmp(a, b, n) == 0;
}
