/* virtual_crypto.c -- hashes, RSA keys and signatures of the virtual card. */
#include "card/virtual_crypto.h"

#include <stdlib.h>
#include <string.h>

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/rsa.h>

#define PIN_ROUNDS 1000 /* a counter waits for this; the file is private */
#define RSA_BITS   2048

bool
vcrypto_random(void *out, size_t n)
{
	return RAND_bytes(out, (int)n) == 1;
}

bool
vcrypto_same(const uint8_t *a, const uint8_t *b, size_t n)
{
	return CRYPTO_memcmp(a, b, n) == 0;
}

bool
vcrypto_sha256(const void *bytes, size_t n, uint8_t out[VHASH_LEN])
{
	return EVP_Digest(bytes, n, out, NULL, EVP_sha256(), NULL) == 1;
}

bool
vcrypto_pin_hash(const uint8_t *pin, size_t len, const uint8_t salt[VSALT_LEN],
    uint8_t out[VHASH_LEN])
{
	return PKCS5_PBKDF2_HMAC((const char *)pin, (int)len, salt, VSALT_LEN,
		   PIN_ROUNDS, EVP_sha256(), VHASH_LEN, out) == 1;
}

static EVP_PKEY *
key_from_text(const char *pem)
{
	BIO *in = BIO_new_mem_buf(pem, -1);
	EVP_PKEY *key = NULL;

	if (in != NULL)
		key = PEM_read_bio_PrivateKey(in, NULL, NULL, NULL);
	BIO_free(in);
	return key;
}

char *
vcrypto_key_new(void)
{
	EVP_PKEY *key = EVP_RSA_gen(RSA_BITS);
	BIO *out = BIO_new(BIO_s_secmem());
	char *text = NULL, *held = NULL;
	long n = 0;

	if (key == NULL || out == NULL)
		goto out;
	if (PEM_write_bio_PKCS8PrivateKey(
		out, key, NULL, NULL, 0, NULL, NULL) != 1)
		goto out;
	if ((n = BIO_get_mem_data(out, &held)) > 0)
		text = strndup(held, (size_t)n);
out:
	BIO_free(out);
	EVP_PKEY_free(key);
	return text;
}

/* What differs between the two paddings is the context's setting. */
static bool
sign_with(const char *pem, bool pss, const uint8_t *data, size_t n,
    uint8_t out[VSIGNATURE_LEN])
{
	EVP_PKEY *key = key_from_text(pem);
	EVP_PKEY_CTX *context = NULL;
	size_t len = VSIGNATURE_LEN;
	bool done = false;

	if (key == NULL || (context = EVP_PKEY_CTX_new(key, NULL)) == NULL)
		goto out;
	if (EVP_PKEY_sign_init(context) != 1)
		goto out;
	if (EVP_PKEY_CTX_set_rsa_padding(
		context, pss ? RSA_PKCS1_PSS_PADDING : RSA_PKCS1_PADDING) != 1)
		goto out;
	if (pss && (EVP_PKEY_CTX_set_signature_md(context, EVP_sha256()) != 1 ||
		       EVP_PKEY_CTX_set_rsa_pss_saltlen(
			   context, RSA_PSS_SALTLEN_DIGEST) != 1))
		goto out;
	done = EVP_PKEY_sign(context, out, &len, data, n) == 1 &&
	       len == VSIGNATURE_LEN;
out:
	EVP_PKEY_CTX_free(context);
	EVP_PKEY_free(key);
	return done;
}

bool
vcrypto_sign(
    const char *key, const uint8_t *data, size_t n, uint8_t out[VSIGNATURE_LEN])
{
	return sign_with(key, false, data, n, out);
}

bool
vcrypto_sign_pss(
    const char *key, const uint8_t hash[VHASH_LEN], uint8_t out[VSIGNATURE_LEN])
{
	return sign_with(key, true, hash, VHASH_LEN, out);
}

bool
vcrypto_sign_digest(
    const char *key, const uint8_t *data, size_t n, uint8_t out[VSIGNATURE_LEN])
{
	/* DigestInfo of SHA-256, individual-number-card 5. */
	uint8_t info[19 + VHASH_LEN] = {0x30, 0x31, 0x30, 0x0d, 0x06, 0x09,
	    0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00,
	    0x04, 0x20};

	return vcrypto_sha256(data, n, info + 19) &&
	       vcrypto_sign(key, info, sizeof(info), out);
}

bool
vcrypto_put_public(const char *pem, struct vbytes *out)
{
	EVP_PKEY *key = key_from_text(pem);
	BIGNUM *modulus = NULL, *exponent = NULL;
	uint8_t n[VSIGNATURE_LEN], e[3];
	bool done = false;

	if (key == NULL ||
	    EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_RSA_N, &modulus) != 1 ||
	    EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_RSA_E, &exponent) != 1)
		goto out;
	if (BN_bn2binpad(modulus, n, sizeof(n)) < 0 ||
	    BN_bn2binpad(exponent, e, sizeof(e)) < 0)
		goto out;
	vbytes_put_object(out, 0x90, e, sizeof(e));
	vbytes_put_object_wide(out, 0x91, n, sizeof(n));
	done = true;
out:
	BN_free(modulus);
	BN_free(exponent);
	EVP_PKEY_free(key);
	return done;
}
