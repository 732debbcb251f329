/* card_face_test.c -- the face's file taken apart and its signature judged,
 * with the sample of tests/vectors/tlv-samples.json (individual-number-card
 * 7). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/json.h"
#include "card/crypto.h"
#include "card/face.h"
#include "card/tlv.h"

#define BYTES_MOST 2048

struct bytes {
	uint8_t at[BYTES_MOST];
	size_t len;
};

static struct json *samples;
static struct bytes face, signer;

static void
put_hex(struct bytes *b, const char *hex)
{
	unsigned v;

	for (; *hex != '\0'; hex += 2) {
		assert_int_equal(sscanf(hex, "%2x", &v), 1);
		assert_true(b->len < BYTES_MOST);
		b->at[b->len++] = (uint8_t)v;
	}
}

static const struct json *
sample(const char *id)
{
	const struct json *list = json_get(samples, "samples");

	for (size_t i = 0; i < json_count(list); i++)
		if (strcmp(json_get_text(json_at(list, i), "id"), id) == 0)
			return json_at(list, i);
	fail_msg("no sample %s", id);
	return NULL;
}

/* EF 0004 with the sample's key: two key ids, the key, some signature. */
static void
make_signer(struct bytes *b, const char *modulus)
{
	static const char *const id = "35303030303233080530303100000000";

	b->len = 0;
	put_hex(b, "7F218202335F4E820129");
	put_hex(b, id);
	put_hex(b, id);
	put_hex(b, "9003010001918201"
		   "00");
	put_hex(b, modulus);
	put_hex(b, "5F37820100");
	for (int i = 0; i < 256; i++)
		b->at[b->len++] = (uint8_t)i;
}

static int
open_samples(void **state)
{
	const struct json *s;
	struct failure f;

	(void)state;
	assert_int_equal(
	    json_read("tests/vectors/tlv-samples.json", &samples, &f), KERR_OK);
	s = sample("visual-0002");
	put_hex(&face, json_get_text(s, "hex"));
	make_signer(
	    &signer, json_get_text(json_get(s, "decoded"), "issuer_modulus"));
	return 0;
}

static int
close_samples(void **state)
{
	(void)state;
	json_free(&samples);
	return 0;
}

static enum face_signature
judge(const struct bytes *b)
{
	struct face_parts parts;

	assert_int_equal(face_parse(b->at, b->len, &parts), KERR_OK);
	return face_check_signature(&parts, signer.at, signer.len);
}

static void
the_sample_tells_its_dates_and_where_its_pictures_lie(void **state)
{
	struct face_parts parts;

	(void)state;
	assert_int_equal(face_parse(face.at, face.len, &parts), KERR_OK);
	assert_string_equal(parts.birth, "19850409");
	assert_string_equal(parts.expiry, "20350409");
	assert_memory_equal(parts.picture[FACE_NAME].bytes, "\x89PNG", 4);
	assert_memory_equal(parts.picture[FACE_ADDRESS].bytes, "\x89PNG", 4);
	assert_memory_equal(parts.picture[FACE_PHOTO].bytes + 4, "jP  ", 4);
}

static void
the_three_digests_are_those_of_the_sample(void **state)
{
	const struct json *decoded = json_get(sample("visual-0002"), "decoded");
	struct face_parts parts;

	(void)state;
	assert_int_equal(face_parse(face.at, face.len, &parts), KERR_OK);
	for (int i = 0; i < 3; i++) {
		struct bytes expected = {.len = 0};
		uint8_t digest[CRYPTO_SHA256_LEN];
		char key[32];

		snprintf(key, sizeof(key), "digest_group_%d", i + 1);
		put_hex(&expected, json_get_text(decoded, key));
		assert_true(crypto_sha256(
		    parts.group[i].bytes, parts.group[i].len, digest));
		assert_memory_equal(digest, expected.at, sizeof(digest));
	}
}

static void
the_signature_holds_by_the_certificates_key(void **state)
{
	(void)state;
	assert_int_equal(judge(&face), FACE_SIGNATURE_HOLDS);
}

/* The plausible mistake: the key beside the signature is the chip's own. */
static void
the_chips_own_key_signs_nothing_of_the_face(void **state)
{
	struct face_parts parts;
	struct bytes own = {.len = 0};
	struct tlv t;

	(void)state;
	assert_true(tlv_find(face.at, face.len, 0xff20, &t));
	assert_true(tlv_find(t.value, t.len, 0xdf24, &t));
	put_hex(&own, "7F218202335F4E820129");
	memset(own.at + own.len, 0x30, 32);
	own.len += 32;
	memcpy(own.at + own.len, t.value, t.len);
	own.len += t.len;
	put_hex(&own, "5F37820100");
	memset(own.at + own.len, 0x30, 256);
	own.len += 256;
	assert_int_equal(face_parse(face.at, face.len, &parts), KERR_OK);
	assert_int_equal(face_check_signature(&parts, own.at, own.len),
	    FACE_SIGNATURE_WRONG);
}

/* Of every byte: which change leaves the file a face, and what the signature
 * says of it then. Only what spec 7 calls unsigned may change unseen. */
static void
a_changed_byte_never_passes_unless_it_was_not_signed(void **state)
{
	struct tlv outer, table, expiry;

	(void)state;
	assert_true(tlv_find(face.at, face.len, 0xff20, &outer));
	assert_true(tlv_find(outer.value, outer.len, 0xdf21, &table));
	assert_true(tlv_find(outer.value, outer.len, 0xdf29, &expiry));
	for (size_t i = 0; i < face.len; i++) {
		struct bytes changed = face;
		struct face_parts parts;
		const uint8_t *at = face.at + i;
		bool is_signed =
		    at >= table.value + table.len && at < expiry.start;

		changed.at[i] ^= 0x01;
		if (face_parse(changed.at, changed.len, &parts) != KERR_OK)
			continue;
		if (is_signed)
			assert_int_not_equal(
			    face_check_signature(&parts, signer.at, signer.len),
			    FACE_SIGNATURE_HOLDS);
	}
}

static void
a_face_that_ends_anywhere_is_refused(void **state)
{
	(void)state;
	for (size_t len = 0; len < face.len; len++) {
		uint8_t *copy = malloc(len + 1); /* exact, for the sanitisers */
		struct face_parts parts;

		assert_non_null(copy);
		memcpy(copy, face.at, len);
		assert_int_equal(face_parse(copy, len, &parts), ERR_CARD_REPLY);
		free(copy);
	}
}

static void
a_certificate_that_ends_anywhere_leaves_the_signature_unchecked(void **state)
{
	struct face_parts parts;

	(void)state;
	assert_int_equal(face_parse(face.at, face.len, &parts), KERR_OK);
	for (size_t len = 0; len < signer.len; len++) {
		uint8_t *copy = malloc(len + 1);

		assert_non_null(copy);
		memcpy(copy, signer.at, len);
		assert_int_equal(face_check_signature(&parts, copy, len),
		    FACE_SIGNATURE_UNCHECKED);
		free(copy);
	}
}

/* Inner objects of a face, wrapped. */
static enum kerr
parse_inner(const char *inner, struct face_parts *parts)
{
	static struct bytes b;
	char head[32];

	b.len = 0;
	snprintf(head, sizeof(head), "FF2082%04zX", strlen(inner) / 2);
	put_hex(&b, head);
	put_hex(&b, inner);
	return face_parse(b.at, b.len, parts);
}

#define BIRTH  "DF22083139383530343039"
#define EXPIRY "DF29083230333530343039"

static void
a_face_without_pictures_is_read_and_one_out_of_order_is_not(void **state)
{
	struct face_parts parts;

	(void)state;
	assert_int_equal(parse_inner(BIRTH EXPIRY, &parts), KERR_OK);
	for (int i = 0; i < FACE_PICTURE_COUNT; i++)
		assert_int_equal(parts.picture[i].len, 0);
	assert_int_equal(face_check_signature(&parts, signer.at, signer.len),
	    FACE_SIGNATURE_UNCHECKED);
	assert_int_equal(parse_inner(EXPIRY BIRTH, &parts), ERR_CARD_REPLY);
	assert_int_equal(
	    parse_inner(BIRTH BIRTH EXPIRY, &parts), ERR_CARD_REPLY);
	assert_int_equal(parse_inner(BIRTH, &parts), ERR_CARD_REPLY);
	/* a newer card may say more (11) */
	assert_int_equal(
	    parse_inner(BIRTH EXPIRY "DF4A020102", &parts), KERR_OK);
}

static void
a_date_that_no_calendar_has_is_refused(void **state)
{
	struct face_parts parts;

	(void)state;
	assert_int_equal(parse_inner("DF22083139383530323330" EXPIRY, &parts),
	    ERR_CARD_REPLY); /* 30 February */
	assert_int_equal(
	    parse_inner("DF220831393835303430" EXPIRY, &parts), ERR_CARD_REPLY);
	assert_int_equal(parse_inner("DF2208313938352D30342D" EXPIRY, &parts),
	    ERR_CARD_REPLY);
}

static void
a_signed_object_that_is_missing_breaks_the_signature(void **state)
{
	struct face_parts parts;

	(void)state;
	assert_int_equal(face_parse(face.at, face.len, &parts), KERR_OK);
	parts.group[2].len = 0;
	assert_int_equal(face_check_signature(&parts, signer.at, signer.len),
	    FACE_SIGNATURE_WRONG);
}

static void
keys_that_are_none_open_nothing(void **state)
{
	static uint8_t modulus[CRYPTO_MODULUS_LEN + 1], signature[256];
	static const uint8_t three[] = {0x03}, one[] = {0x01}, even[] = {0x02};
	struct crypto_rsa_key key = {
	    .modulus = modulus, .exponent = three, .exponent_len = 1};
	static const size_t lengths[] = {0, 1, 255, 513};

	(void)state;
	memset(modulus, 0xff, sizeof(modulus));
	for (size_t i = 0; i < 4; i++) {
		key.modulus_len = lengths[i];
		assert_false(crypto_rsa_verify(
		    &key, signature, sizeof(signature), signature, 1));
	}
	key.modulus_len = 256;
	key.exponent = one;
	assert_false(crypto_rsa_verify(
	    &key, signature, sizeof(signature), signature, 1));
	key.exponent = even;
	assert_false(crypto_rsa_verify(
	    &key, signature, sizeof(signature), signature, 1));
	key.exponent = three;
	modulus[255] = 0xfe;
	assert_false(crypto_rsa_verify(
	    &key, signature, sizeof(signature), signature, 1));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(
		the_sample_tells_its_dates_and_where_its_pictures_lie),
	    cmocka_unit_test(the_three_digests_are_those_of_the_sample),
	    cmocka_unit_test(the_signature_holds_by_the_certificates_key),
	    cmocka_unit_test(the_chips_own_key_signs_nothing_of_the_face),
	    cmocka_unit_test(
		a_changed_byte_never_passes_unless_it_was_not_signed),
	    cmocka_unit_test(a_face_that_ends_anywhere_is_refused),
	    cmocka_unit_test(
		a_certificate_that_ends_anywhere_leaves_the_signature_unchecked),
	    cmocka_unit_test(
		a_face_without_pictures_is_read_and_one_out_of_order_is_not),
	    cmocka_unit_test(a_date_that_no_calendar_has_is_refused),
	    cmocka_unit_test(
		a_signed_object_that_is_missing_breaks_the_signature),
	    cmocka_unit_test(keys_that_are_none_open_nothing),
	};

	return cmocka_run_group_tests(tests, open_samples, close_samples);
}
