/* virtual_files_test.c -- the files of a virtual card hold together: offsets
 * point at what they say, digests and signatures are right
 * (individual-number-card 5 to 7), checked here with libcrypto alone. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include "card/virtual_files.h"
#include "support/virtual_office.h"

struct scene {
	char folder[64];
	struct vcard *card;
};

static void
scene_begin(struct scene *s, const char *members)
{
	char path[96], *text = office_describe(members);
	FILE *in = fmemopen(text, strlen(text), "r");

	*s = (struct scene){.card = NULL};
	office_begin(s->folder);
	snprintf(path, sizeof(path), "%s/a.card", s->folder);
	assert_int_equal(vcard_make(in, path), V_OK);
	fclose(in);
	free(text);
	assert_int_equal(vcard_load(path, &s->card), V_OK);
}

static void
scene_end(struct scene *s)
{
	vcard_free(&s->card);
	office_end(s->folder);
}

/* -- a reader of objects written for this test -- */

struct object {
	const uint8_t *start; /* of the header */
	const uint8_t *value;
	size_t len;
	const uint8_t *end;
};

static struct object
take_object(const uint8_t *at, const uint8_t *end, unsigned tag)
{
	struct object o = {.start = at};
	size_t tag_len = tag > 0xff ? 2 : 1;
	unsigned seen = 0;

	assert_true((size_t)(end - at) > tag_len);
	for (size_t i = 0; i < tag_len; i++)
		seen = seen << 8 | *at++;
	assert_int_equal(seen, tag);
	o.len = *at++;
	if (o.len == 0x81) {
		o.len = *at++;
	} else if (o.len == 0x82) {
		o.len = (size_t)at[0] << 8 | at[1];
		at += 2;
	}
	o.value = at;
	o.end = at + o.len;
	assert_true(o.end <= end);
	return o;
}

static void
digest(const uint8_t *from, const uint8_t *to, uint8_t out[32])
{
	assert_int_equal(EVP_Digest(from, (size_t)(to - from), out, NULL,
			     EVP_sha256(), NULL),
	    1);
}

/* 90 exponent, 91 modulus. */
static EVP_PKEY *
public_key(const uint8_t *at, const uint8_t *end)
{
	struct object e = take_object(at, end, 0x90);
	struct object n = take_object(e.end, end, 0x91);
	BIGNUM *exponent = BN_bin2bn(e.value, (int)e.len, NULL);
	BIGNUM *modulus = BN_bin2bn(n.value, (int)n.len, NULL);
	OSSL_PARAM_BLD *build = OSSL_PARAM_BLD_new();
	EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, "RSA", NULL);
	EVP_PKEY *key = NULL;
	OSSL_PARAM *all = NULL;

	assert_int_equal(n.len, 256);
	OSSL_PARAM_BLD_push_BN(build, OSSL_PKEY_PARAM_RSA_E, exponent);
	OSSL_PARAM_BLD_push_BN(build, OSSL_PKEY_PARAM_RSA_N, modulus);
	all = OSSL_PARAM_BLD_to_param(build);
	EVP_PKEY_fromdata_init(context);
	assert_int_equal(
	    EVP_PKEY_fromdata(context, &key, EVP_PKEY_PUBLIC_KEY, all), 1);
	OSSL_PARAM_free(all);
	OSSL_PARAM_BLD_free(build);
	EVP_PKEY_CTX_free(context);
	BN_free(exponent);
	BN_free(modulus);
	return key;
}

/* What the signature was made over; the padding must be right. */
static size_t
recover(EVP_PKEY *key, const struct object *signature, uint8_t out[256])
{
	EVP_PKEY_CTX *context = EVP_PKEY_CTX_new(key, NULL);
	size_t len = 256;

	EVP_PKEY_verify_recover_init(context);
	EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PADDING);
	assert_int_equal(EVP_PKEY_verify_recover(context, out, &len,
			     signature->value, signature->len),
	    1);
	EVP_PKEY_CTX_free(context);
	return len;
}

/* The signature holds a DigestInfo of SHA-256 with this many digests. */
static void
assert_signed(EVP_PKEY *key, const struct object *signature,
    const uint8_t *digests, size_t n)
{
	uint8_t info[256];
	size_t len = recover(key, signature, info);

	assert_int_equal(len, 19 + n);
	assert_int_equal(info[1], 0x11 + n);
	assert_int_equal(info[18], n);
	assert_memory_equal(info + 19, digests, n);
}

/* The key that EF 0004 certifies. */
static EVP_PKEY *
signer_of(
    struct scene *s, bool (*build)(struct vcard *card, struct vbytes *out))
{
	struct vbytes file = {0};
	struct object outer, body;
	EVP_PKEY *key = NULL;

	assert_true(build(s->card, &file));
	outer = take_object(file.data, file.data + file.len, 0x7f21);
	body = take_object(outer.value, outer.end, 0x5f4e);
	assert_int_equal(body.len, 297);
	key = public_key(body.value + 32, body.end);
	vbytes_free(&file);
	return key;
}

/* -- tests -- */

static const char *
sample_hex(json_t *all, const char *id)
{
	json_t *sample;
	size_t i;

	json_array_foreach(json_object_get(all, "samples"), i, sample)
	{
		if (strcmp(json_string_value(json_object_get(sample, "id")),
			id) == 0)
			return json_string_value(
			    json_object_get(sample, "hex"));
	}
	fail_msg("no sample %s", id);
	return NULL;
}

static void
assert_file_is(struct scene *s,
    bool (*build)(struct vcard *card, struct vbytes *out), json_t *all,
    const char *id)
{
	struct vbytes file = {0};
	uint8_t expected[400];
	size_t n =
	    office_unhex(sample_hex(all, id), expected, sizeof(expected));

	assert_true(build(s->card, &file));
	assert_int_equal(file.len, n);
	assert_memory_equal(file.data, expected, n);
	vbytes_free(&file);
}

static void
text_files_are_byte_for_byte_the_fact_sheets_samples(void **state)
{
	json_t *all = json_load_file("tests/vectors/tlv-samples.json", 0, NULL);
	struct scene s;

	(void)state;
	scene_begin(&s, OFFICE_PLASTIC);
	assert_file_is(&s, vbuild_number, all, "text-0001");
	assert_file_is(&s, vbuild_attributes, all, "text-0002-short");
	assert_file_is(&s, vbuild_presence, all, "jpki-0008");
	assert_file_is(&s, vbuild_chip_record, all, "common-rec1");
	scene_end(&s);
	scene_begin(&s, OFFICE_PLASTIC "\"wide_lengths\": true, \"filler\": 8,"
				       "\"sign\": false,");
	assert_file_is(&s, vbuild_attributes, all, "text-0002-nonminimal");
	assert_file_is(&s, vbuild_presence, all, "jpki-0008-nosign");
	scene_end(&s);
	json_decref(all);
}

static void
the_texts_digests_are_signed_by_the_certified_key(void **state)
{
	struct vbytes digests = {0}, number = {0}, attributes = {0};
	struct object outer, one, two, signature, text, table;
	uint8_t hash[32];
	EVP_PKEY *key = NULL;
	struct scene s;

	(void)state;
	scene_begin(&s, OFFICE_PLASTIC "\"filler\": 5,");
	assert_true(vbuild_text_digests(s.card, &digests));
	assert_true(vbuild_number(s.card, &number));
	assert_true(vbuild_attributes(s.card, &attributes));
	outer = take_object(digests.data, digests.data + digests.len, 0xff30);
	one = take_object(outer.value, outer.end, 0xdf31);
	two = take_object(one.end, outer.end, 0xdf32);
	signature = take_object(two.end, outer.end, 0xdf33);
	digest(number.data, number.data + number.len, hash);
	assert_memory_equal(one.value, hash, 32);
	text = take_object(
	    attributes.data, attributes.data + attributes.len, 0xff20);
	table = take_object(text.value, text.end, 0xdf21);
	digest(table.end, text.end, hash);
	assert_memory_equal(two.value, hash, 32);
	digest(one.start, two.end, hash);
	key = signer_of(&s, vbuild_text_signer);
	assert_signed(key, &signature, hash, 32);
	EVP_PKEY_free(key);
	vbytes_free(&digests);
	vbytes_free(&number);
	vbytes_free(&attributes);
	scene_end(&s);
}

static void
the_face_is_signed_over_three_digests_and_its_table_is_right(void **state)
{
	static const unsigned tags[] = {0xdf22, 0xdf23, 0xdf24, 0xdf25, 0xdf26,
	    0xdf27, 0xdf28, 0xdf29, 0xdf2a};
	struct object outer, table, field[9];
	struct vbytes face = {0};
	uint8_t hash[96];
	EVP_PKEY *key = NULL;
	struct scene s;

	(void)state;
	scene_begin(&s, OFFICE_PLASTIC);
	assert_true(vbuild_face(s.card, &face));
	outer = take_object(face.data, face.data + face.len, 0xff20);
	table = take_object(outer.value, outer.end, 0xdf21);
	assert_int_equal(table.len, 18);
	for (size_t i = 0; i < 9; i++) {
		size_t at =
		    (size_t)table.value[2 * i] << 8 | table.value[2 * i + 1];

		assert_true(at < face.len);
		field[i] = take_object(face.data + at, outer.end, tags[i]);
	}
	digest(field[0].start, field[2].end, hash);
	digest(field[3].start, field[4].end, hash + 32);
	digest(field[5].start, field[5].end, hash + 64);
	key = signer_of(&s, vbuild_face_signer);
	assert_signed(key, &field[6], hash, 96);
	EVP_PKEY_free(key);
	vbytes_free(&face);
	scene_end(&s);
}

static void
birth_and_number_are_signed_over_what_stands_before(void **state)
{
	static const struct {
		bool (*build)(struct vcard *card, struct vbytes *out);
		unsigned outer, first;
	} files[] = {{vbuild_face_birth, 0xff10, 0xdf11},
	    {vbuild_face_number, 0xff40, 0xdf41}};
	EVP_PKEY *key = NULL;
	uint8_t hash[32];
	struct scene s;

	(void)state;
	scene_begin(&s, OFFICE_PLASTIC);
	key = signer_of(&s, vbuild_face_signer);
	for (size_t i = 0; i < 2; i++) {
		struct vbytes file = {0};
		struct object outer, first, second, signature;
		unsigned tag = files[i].first;

		assert_true(files[i].build(s.card, &file));
		outer = take_object(
		    file.data, file.data + file.len, files[i].outer);
		first = take_object(outer.value, outer.end, tag);
		second = take_object(first.end, outer.end, tag + 1);
		signature = take_object(second.end, outer.end, tag + 2);
		assert_ptr_equal(signature.end, outer.end);
		digest(first.start, second.end, hash);
		assert_signed(key, &signature, hash, 32);
		vbytes_free(&file);
	}
	EVP_PKEY_free(key);
	scene_end(&s);
}

static X509 *
certificate_of(
    struct scene *s, bool (*build)(struct vcard *card, struct vbytes *out))
{
	struct vbytes der = {0};
	const uint8_t *at = NULL;
	X509 *certificate = NULL;

	assert_true(build(s->card, &der));
	assert_int_equal(der.data[0], 0x30);
	assert_int_equal(der.data[1], 0x82); /* OpenSC reads hh ll from here */
	at = der.data;
	certificate = d2i_X509(NULL, &at, (long)der.len);
	assert_non_null(certificate);
	vbytes_free(&der);
	return certificate;
}

static void
certificates_are_what_a_client_must_check(void **state)
{
	static const struct {
		bool (*leaf)(struct vcard *card, struct vbytes *out);
		bool (*authority)(struct vcard *card, struct vbytes *out);
		uint32_t usage;
	} pairs[] = {{vbuild_auth_certificate, vbuild_auth_authority,
			 KU_DIGITAL_SIGNATURE},
	    {vbuild_sign_certificate, vbuild_sign_authority,
		KU_DIGITAL_SIGNATURE | KU_NON_REPUDIATION}};
	struct scene s;

	(void)state;
	scene_begin(&s, OFFICE_PLASTIC "\"issued\": \"20320101\",");
	for (size_t i = 0; i < 2; i++) {
		X509 *leaf = certificate_of(&s, pairs[i].leaf);
		X509 *ca = certificate_of(&s, pairs[i].authority);
		X509 *other = certificate_of(&s, pairs[1 - i].authority);
		EVP_PKEY *key = X509_get0_pubkey(ca);
		struct tm end = {0};

		assert_int_equal(X509_verify(leaf, key), 1);
		assert_int_equal(X509_verify(ca, key), 1);
		assert_int_not_equal(
		    X509_verify(leaf, X509_get0_pubkey(other)), 1);
		assert_int_equal(X509_get_key_usage(leaf), pairs[i].usage);
		assert_int_equal(X509_check_ca(leaf), 0);
		assert_int_equal(X509_check_ca(ca), 1);
		/* Five years would pass the card's own expiry. */
		ASN1_TIME_to_tm(X509_get0_notAfter(leaf), &end);
		assert_int_equal(end.tm_year + 1900, 2035);
		assert_int_equal(end.tm_mon, 3);
		assert_int_equal(end.tm_mday, 9);
		X509_free(leaf);
		X509_free(ca);
		X509_free(other);
	}
	scene_end(&s);
}

static void
keys_and_certificates_stay_the_same_between_starts(void **state)
{
	struct vbytes first = {0}, second = {0};
	char path[96];
	struct scene s;

	(void)state;
	scene_begin(&s, OFFICE_PLASTIC);
	assert_true(vbuild_auth_certificate(s.card, &first));
	vcard_free(&s.card);
	snprintf(path, sizeof(path), "%s/a.card", s.folder);
	assert_int_equal(vcard_load(path, &s.card), V_OK);
	assert_true(vbuild_auth_certificate(s.card, &second));
	assert_int_equal(first.len, second.len);
	assert_memory_equal(first.data, second.data, first.len);
	vbytes_free(&first);
	vbytes_free(&second);
	scene_end(&s);
}

static void
the_token_says_what_the_fact_sheet_says(void **state)
{
	struct vbytes token = {0};
	struct scene s;

	(void)state;
	scene_begin(&s, OFFICE_PLASTIC);
	assert_true(vbuild_token(s.card, &token));
	assert_int_equal(token.len, 160);
	assert_memory_equal(token.data, "JPKIAPICCTOKEN2                 ", 32);
	assert_int_equal(token.data[119], 16); /* longest PIN */
	assert_int_equal(token.data[123], 6);  /* shortest */
	vbytes_free(&token);
	scene_end(&s);
}

static void
descriptions_that_make_no_card_are_refused(void **state)
{
	static const char *const wrong[] = {"\"kind\": \"wooden\"," OFFICE_PINS,
	    "\"kind\": \"plastic\",", /* no PINs */
	    "\"kind\": \"plastic\", \"kind\": \"phone\"," OFFICE_PINS,
	    OFFICE_PLASTIC "\"quirks\": [\"sulks\"],",
	    OFFICE_PLASTIC "\"filler\": -1,",
	    OFFICE_PLASTIC "\"birth_printed\": \"85-04\",",
	    OFFICE_PLASTIC "\"issued\": \"yesterday\",",
	    OFFICE_PLASTIC "\"issued\": \"20250229\","};
	char folder[64], path[96];

	(void)state;
	office_begin(folder);
	snprintf(path, sizeof(path), "%s/a.card", folder);
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		char *text = office_describe(wrong[i]);
		FILE *in = fmemopen(text, strlen(text), "r");

		assert_int_equal(vcard_make(in, path), V_USAGE);
		fclose(in);
		free(text);
	}
	office_end(folder); /* nothing was left behind */
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(
		text_files_are_byte_for_byte_the_fact_sheets_samples),
	    cmocka_unit_test(the_texts_digests_are_signed_by_the_certified_key),
	    cmocka_unit_test(
		the_face_is_signed_over_three_digests_and_its_table_is_right),
	    cmocka_unit_test(
		birth_and_number_are_signed_over_what_stands_before),
	    cmocka_unit_test(certificates_are_what_a_client_must_check),
	    cmocka_unit_test(
		keys_and_certificates_stay_the_same_between_starts),
	    cmocka_unit_test(the_token_says_what_the_fact_sheet_says),
	    cmocka_unit_test(descriptions_that_make_no_card_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
