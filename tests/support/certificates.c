#include "support/certificates.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

static void
add_extension(X509 *to, int nid, const char *value)
{
	X509V3_CTX context;
	X509_EXTENSION *extension;

	if (value == NULL)
		return;
	X509V3_set_ctx(&context, to, to, NULL, NULL, 0);
	extension = X509V3_EXT_conf_nid(NULL, &context, nid, value);
	assert_non_null(extension);
	assert_int_equal(X509_add_ext(to, extension, -1), 1);
	X509_EXTENSION_free(extension);
}

/* A comment of so many bytes: nobody judges it. */
static void
add_padding(X509 *to, size_t n)
{
	char *value = malloc(n + 1);

	assert_non_null(value);
	memset(value, 'x', n);
	value[n] = '\0';
	add_extension(to, NID_netscape_comment, value);
	free(value);
}

static EVP_PKEY *
key_for(const struct made_wish *w)
{
	EVP_PKEY *key = w->key_of != NULL ? w->key_of->key : NULL;

	if (key != NULL)
		EVP_PKEY_up_ref(key);
	else if (w->rsa_bits != 0)
		key = EVP_RSA_gen(w->rsa_bits);
	else
		key = EVP_EC_gen("P-256");
	assert_non_null(key);
	return key;
}

static void
name_it(X509 *x, const char *name)
{
	X509_NAME *subject = X509_get_subject_name(x);

	assert_int_equal(X509_NAME_add_entry_by_txt(subject, "C", MBSTRING_ASC,
			     (const unsigned char *)"JP", -1, -1, 0),
	    1);
	if (name != NULL)
		assert_int_equal(
		    X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8,
			(const unsigned char *)name, -1, -1, 0),
		    1);
}

void
made_make(const struct made_wish *w, struct made *out)
{
	EVP_PKEY *key = key_for(w);
	X509 *x = X509_new();
	uint8_t *to = out->der;
	int n;

	assert_non_null(x);
	X509_set_version(x, X509_VERSION_3);
	ASN1_INTEGER_set(X509_get_serialNumber(x), 7);
	assert_non_null(ASN1_TIME_set(X509_getm_notBefore(x), w->from));
	assert_non_null(ASN1_TIME_set(X509_getm_notAfter(x), w->to));
	X509_set_pubkey(x, key);
	name_it(x, w->name);
	X509_set_issuer_name(
	    x, X509_get_subject_name(w->issuer != NULL ? w->issuer->x509 : x));
	add_extension(x, NID_key_usage, w->usage);
	add_extension(x, NID_basic_constraints, w->constraints);
	if (w->padding > 0)
		add_padding(x, w->padding);
	assert_true(X509_sign(x, w->issuer != NULL ? w->issuer->key : key,
			EVP_sha256()) > 0);
	n = i2d_X509(x, NULL);
	assert_true(n > 0 && n <= MADE_SIZE);
	out->len = (size_t)i2d_X509(x, &to);
	out->key = key;
	out->x509 = x;
}

void
made_free(struct made *m)
{
	EVP_PKEY_free(m->key);
	X509_free(m->x509);
	m->key = m->x509 = NULL;
}

void
made_write_der(const struct made *m, const char *path)
{
	FILE *f = fopen(path, "we");

	assert_non_null(f);
	assert_int_equal(fwrite(m->der, 1, m->len, f), m->len);
	fclose(f);
}

void
made_write_pem(const struct made *m, const char *path, int with_key)
{
	FILE *f = fopen(path, "we");

	assert_non_null(f);
	if (with_key)
		assert_int_equal(
		    PEM_write_PrivateKey(f, m->key, NULL, NULL, 0, NULL, NULL),
		    1);
	assert_int_equal(PEM_write_X509(f, m->x509), 1);
	fclose(f);
}
