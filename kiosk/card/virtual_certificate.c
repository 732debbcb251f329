/* virtual_certificate.c -- X.509 certificates of the training authorities.
 *
 * Key usage and basic constraints are as a client must check them
 * (individual-number-card 5). The holder's name is left out: real cards put it
 * into extensions of their own whose content is not public. */
#include "card/virtual_crypto.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/asn1.h>
#include <openssl/bn.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

struct extension {
	int nid;
	const char *value;
};

static const struct extension extensions[][6] = {
    [VCERT_CA] = {{NID_basic_constraints, "critical,CA:TRUE"},
	{NID_key_usage, "critical,keyCertSign,cRLSign"},
	{NID_subject_key_identifier, "hash"}, {NID_undef, NULL}},
    [VCERT_SIGN] = {{NID_basic_constraints, "critical,CA:FALSE"},
	{NID_key_usage, "critical,digitalSignature,nonRepudiation"},
	{NID_subject_key_identifier, "hash"},
	{NID_authority_key_identifier, "keyid:always"}, {NID_undef, NULL}},
    [VCERT_AUTH] = {{NID_basic_constraints, "critical,CA:FALSE"},
	{NID_key_usage, "critical,digitalSignature"},
	{NID_ext_key_usage, "clientAuth"}, {NID_subject_key_identifier, "hash"},
	{NID_authority_key_identifier, "keyid:always"}, {NID_undef, NULL}},
};

static bool
set_times(X509 *certificate, const struct vcert_wish *wish)
{
	char from[16], to[16];

	/* A day in Japan begins at 15:00 UTC of the day before; whole days
	 * in UTC are near enough for training and need no calendar here. */
	snprintf(from, sizeof(from), "%.8s000000Z", wish->from);
	snprintf(to, sizeof(to), "%.8s235959Z", wish->to);
	return ASN1_TIME_set_string_X509(
		   X509_getm_notBefore(certificate), from) == 1 &&
	       ASN1_TIME_set_string_X509(X509_getm_notAfter(certificate), to) ==
		   1;
}

static bool
set_subject(X509 *certificate, const struct vcert_wish *wish)
{
	X509_NAME *name = X509_get_subject_name(certificate);
	const char *const part[][2] = {{"C", "JP"}, {"O", "TRAINING"},
	    {"OU", wish->unit}, {"CN", wish->subject}};

	for (size_t i = 0; i < sizeof(part) / sizeof(part[0]); i++)
		if (X509_NAME_add_entry_by_txt(name, part[i][0], MBSTRING_UTF8,
			(const unsigned char *)part[i][1], -1, -1, 0) != 1)
			return false;
	return true;
}

static bool
set_serial(X509 *certificate)
{
	BIGNUM *serial = BN_new();
	bool done =
	    serial != NULL &&
	    BN_rand(serial, 63, BN_RAND_TOP_ANY, BN_RAND_BOTTOM_ANY) == 1 &&
	    BN_to_ASN1_INTEGER(serial, X509_get_serialNumber(certificate)) !=
		NULL;

	BN_free(serial);
	return done;
}

static bool
add_extensions(X509 *certificate, X509 *issuer, enum vcert_use use)
{
	X509V3_CTX context;

	X509V3_set_ctx(&context, issuer, certificate, NULL, NULL, 0);
	for (const struct extension *e = extensions[use]; e->value; e++) {
		X509_EXTENSION *extension =
		    X509V3_EXT_conf_nid(NULL, &context, e->nid, e->value);
		bool added = extension != NULL &&
			     X509_add_ext(certificate, extension, -1) == 1;

		X509_EXTENSION_free(extension);
		if (!added)
			return false;
	}
	return true;
}

static X509 *
certificate_from_text(const char *pem)
{
	BIO *in = BIO_new_mem_buf(pem, -1);
	X509 *certificate = NULL;

	if (in != NULL)
		certificate = PEM_read_bio_X509(in, NULL, NULL, NULL);
	BIO_free(in);
	return certificate;
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

static char *
certificate_text(X509 *certificate)
{
	BIO *out = BIO_new(BIO_s_mem());
	char *text = NULL, *held = NULL;
	long n = 0;

	if (out != NULL && PEM_write_bio_X509(out, certificate) == 1 &&
	    (n = BIO_get_mem_data(out, &held)) > 0)
		text = strndup(held, (size_t)n);
	BIO_free(out);
	return text;
}

char *
vcrypto_certificate(const struct vcert_wish *wish)
{
	X509 *made = X509_new(), *issuer = NULL;
	EVP_PKEY *subject_key = key_from_text(wish->subject_key);
	EVP_PKEY *issuer_key = key_from_text(wish->issuer_key);
	char *text = NULL;

	if (made == NULL || subject_key == NULL || issuer_key == NULL)
		goto out;
	if (wish->issuer != NULL &&
	    (issuer = certificate_from_text(wish->issuer)) == NULL)
		goto out;
	if (X509_set_version(made, X509_VERSION_3) != 1 || !set_serial(made) ||
	    !set_subject(made, wish) || !set_times(made, wish) ||
	    X509_set_pubkey(made, subject_key) != 1)
		goto out;
	if (X509_set_issuer_name(made,
		X509_get_subject_name(issuer != NULL ? issuer : made)) != 1)
		goto out;
	if (!add_extensions(made, issuer != NULL ? issuer : made, wish->use))
		goto out;
	if (X509_sign(made, issuer_key, EVP_sha256()) > 0)
		text = certificate_text(made);
out:
	X509_free(issuer);
	X509_free(made);
	EVP_PKEY_free(subject_key);
	EVP_PKEY_free(issuer_key);
	return text;
}

bool
vcrypto_put_der(const char *pem, struct vbytes *out)
{
	X509 *certificate = certificate_from_text(pem);
	uint8_t *der = NULL;
	int n = certificate != NULL ? i2d_X509(certificate, &der) : -1;

	if (n > 0)
		vbytes_put(out, der, (size_t)n);
	OPENSSL_free(der);
	X509_free(certificate);
	return n > 0 && !out->failed;
}
