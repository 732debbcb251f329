/* crypto.c -- see card/crypto.h. */
#include "card/crypto.h"

#include <string.h>

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/rsa.h>

#define MODULUS_LEAST 256
#define EXPONENT_MOST 8

bool
crypto_sha256(const uint8_t *bytes, size_t len, uint8_t out[CRYPTO_SHA256_LEN])
{
	size_t n = 0;

	return EVP_Q_digest(NULL, "SHA256", NULL, bytes, len, out, &n) == 1 &&
	       n == CRYPTO_SHA256_LEN;
}

static EVP_PKEY *
make_key(const BIGNUM *n, const BIGNUM *e)
{
	OSSL_PARAM_BLD *build = OSSL_PARAM_BLD_new();
	OSSL_PARAM *params = NULL;
	EVP_PKEY_CTX *context = NULL;
	EVP_PKEY *key = NULL;

	if (build == NULL ||
	    OSSL_PARAM_BLD_push_BN(build, OSSL_PKEY_PARAM_RSA_N, n) != 1 ||
	    OSSL_PARAM_BLD_push_BN(build, OSSL_PKEY_PARAM_RSA_E, e) != 1)
		goto out;
	params = OSSL_PARAM_BLD_to_param(build);
	context = EVP_PKEY_CTX_new_from_name(NULL, "RSA", NULL);
	if (params == NULL || context == NULL ||
	    EVP_PKEY_fromdata_init(context) != 1)
		goto out;
	(void)EVP_PKEY_fromdata(context, &key, EVP_PKEY_PUBLIC_KEY, params);
out:
	EVP_PKEY_CTX_free(context);
	OSSL_PARAM_free(params);
	OSSL_PARAM_BLD_free(build);
	return key;
}

static EVP_PKEY *
open_key(const struct crypto_rsa_key *from)
{
	BIGNUM *n = NULL, *e = NULL;
	EVP_PKEY *key = NULL;

	if (from->modulus_len < MODULUS_LEAST ||
	    from->modulus_len > CRYPTO_MODULUS_LEN || from->exponent_len == 0 ||
	    from->exponent_len > EXPONENT_MOST)
		return NULL;
	n = BN_bin2bn(from->modulus, (int)from->modulus_len, NULL);
	e = BN_bin2bn(from->exponent, (int)from->exponent_len, NULL);
	if (n != NULL && e != NULL && BN_is_odd(n) && BN_is_odd(e) &&
	    !BN_is_one(e) && BN_num_bits(n) >= MODULUS_LEAST * 8)
		key = make_key(n, e);
	BN_free(n);
	BN_free(e);
	return key;
}

bool
crypto_rsa_verify(const struct crypto_rsa_key *from, const uint8_t *signature,
    size_t signature_len, const uint8_t *info, size_t info_len)
{
	uint8_t opened[CRYPTO_MODULUS_LEN];
	size_t opened_len = sizeof(opened);
	EVP_PKEY *key = open_key(from);
	EVP_PKEY_CTX *context = NULL;
	bool same = false;

	if (key == NULL || (context = EVP_PKEY_CTX_new(key, NULL)) == NULL)
		goto out;
	if (EVP_PKEY_verify_recover_init(context) != 1 ||
	    EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PADDING) != 1)
		goto out;
	same = EVP_PKEY_verify_recover(context, opened, &opened_len, signature,
		   signature_len) == 1 &&
	       opened_len == info_len &&
	       CRYPTO_memcmp(opened, info, info_len) == 0;
out:
	EVP_PKEY_CTX_free(context);
	EVP_PKEY_free(key);
	ERR_clear_error();
	return same;
}
