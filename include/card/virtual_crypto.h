/* virtual_crypto.h -- what the virtual card computes: hashes of PINs, RSA-2048
 * keys and signatures, certificates of the training authorities. */
#ifndef KIOSK_CARD_VIRTUAL_CRYPTO_H
#define KIOSK_CARD_VIRTUAL_CRYPTO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "card/virtual_bytes.h"

#define VSALT_LEN      16
#define VHASH_LEN      32
#define VSIGNATURE_LEN 256 /* RSA-2048, individual-number-card 5 */

bool vcrypto_random(void *out, size_t n);
bool vcrypto_same(const uint8_t *a, const uint8_t *b, size_t n);
bool vcrypto_sha256(const void *bytes, size_t n, uint8_t out[VHASH_LEN]);
/* What the card file keeps of a PIN. Four digits can be tried out by whoever
 * holds the file; the hash only keeps them from being read at a glance. */
bool vcrypto_pin_hash(const uint8_t *pin, size_t len,
    const uint8_t salt[VSALT_LEN], uint8_t out[VHASH_LEN]);

/* A new RSA-2048 key as PEM text, the caller's to free; NULL on failure. */
char *vcrypto_key_new(void);
/* PKCS#1 v1.5 block type 1 around data as it stands: the card adds only the
 * padding (individual-number-card 5, P1 = 00). */
bool vcrypto_sign(const char *key, const uint8_t *data, size_t n,
    uint8_t out[VSIGNATURE_LEN]);
/* PSS with SHA-256 over a given hash. */
bool vcrypto_sign_pss(const char *key, const uint8_t hash[VHASH_LEN],
    uint8_t out[VSIGNATURE_LEN]);
/* As vcrypto_sign over the DigestInfo of SHA-256(data). */
bool vcrypto_sign_digest(const char *key, const uint8_t *data, size_t n,
    uint8_t out[VSIGNATURE_LEN]);
/* Add the public key as card objects: 90 exponent, 91 modulus
 * (individual-number-card 7). */
bool vcrypto_put_public(const char *key, struct vbytes *out);

enum vcert_use { VCERT_CA, VCERT_SIGN, VCERT_AUTH };

struct vcert_wish {
	enum vcert_use use;
	const char *subject;	 /* common name */
	const char *unit;	 /* organisational unit */
	const char *subject_key; /* PEM */
	const char *issuer;	 /* PEM certificate; NULL: signs itself */
	const char *issuer_key;	 /* PEM */
	char from[9], to[9];	 /* YYYYMMDD, in Japan's time */
};

/* A certificate as PEM text, the caller's to free; NULL on failure. */
char *vcrypto_certificate(const struct vcert_wish *wish);
/* Its DER bytes. */
bool vcrypto_put_der(const char *certificate, struct vbytes *out);

#endif
