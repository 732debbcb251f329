/* crypto.h -- the arithmetic behind a card's own signatures.
 * Rules: individual-number-card 7; PKCS #1 v1.5. */
#ifndef KIOSK_CARD_CRYPTO_H
#define KIOSK_CARD_CRYPTO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CRYPTO_SHA256_LEN  32
#define CRYPTO_MODULUS_LEN 512 /* at most; sizes are not assumed (11) */

bool crypto_sha256(
    const uint8_t *bytes, size_t len, uint8_t out[CRYPTO_SHA256_LEN]);

struct crypto_rsa_key {
	const uint8_t *modulus, *exponent; /* big-endian, borrowed */
	size_t modulus_len, exponent_len;
};
/*
 * Whether signature, opened with key, is info in PKCS #1 v1.5 padding of type
 * 1. false also for a key that is none (under 2048 bits, even, too long).
 */
bool crypto_rsa_verify(const struct crypto_rsa_key *key,
    const uint8_t *signature, size_t signature_len, const uint8_t *info,
    size_t info_len);

#endif
