/* face.c -- see card/face.h. Every byte here comes from a card. */
#include "card/face.h"

#include <string.h>

#include "base/date.h"
#include "card/crypto.h"
#include "card/tlv.h"

#define TAG_FACE	0xff20
#define TAG_CERTIFICATE 0x7f21
#define TAG_BODY	0x5f4e
#define TAG_EXPONENT	0x90
#define TAG_MODULUS	0x91
#define KEY_ID_LEN	16
#define GROUPS		3

/* DF21 (an offset table that we do not need) and on. */
enum object {
	TABLE,
	BIRTH,
	SEX,
	CHIP_KEY,
	NAME,
	ADDRESS,
	PHOTO,
	SIGNATURE,
	EXPIRY,
	CODE,
	OBJECT_COUNT
};
#define TAG_FIRST 0xdf21

/* The objects in their order; what is optional may be left out. */
static enum kerr
find_objects(const struct tlv *face, struct tlv out[OBJECT_COUNT])
{
	struct tlv_reader r;
	struct tlv t;
	enum tlv_found found;
	uint32_t next = TAG_FIRST;

	memset(out, 0, sizeof(*out) * OBJECT_COUNT);
	tlv_begin(&r, face->value, face->len);
	while ((found = tlv_next(&r, &t)) == TLV_OBJECT) {
		if (t.tag < TAG_FIRST || t.tag >= TAG_FIRST + OBJECT_COUNT)
			continue; /* of a later version (11) */
		if (t.tag < next)
			return ERR_CARD_REPLY;
		next = t.tag + 1;
		out[t.tag - TAG_FIRST] = t;
	}
	return found == TLV_BROKEN ? ERR_CARD_REPLY : KERR_OK;
}

static enum kerr
copy_date(char out[FACE_DATE_SIZE], const struct tlv *t)
{
	struct date date;
	size_t i;

	out[0] = '\0';
	if (t->len != FACE_DATE_SIZE - 1)
		return ERR_CARD_REPLY;
	for (i = 0; i < t->len; i++)
		if (t->value[i] < '0' || t->value[i] > '9')
			return ERR_CARD_REPLY;
	memcpy(out, t->value, t->len);
	out[t->len] = '\0';
	return date_parse(out, &date) ? KERR_OK : ERR_CARD_REPLY;
}

static struct face_part
part_of(const struct tlv *t)
{
	return (struct face_part){.bytes = t->value, .len = t->len};
}

/* From one object to another, headers and all. They follow each other, since
 * find_objects() saw them in their order; unknown ones between them would be
 * signed too. */
static struct face_part
span(const struct tlv *from, const struct tlv *to)
{
	struct face_part part = {.bytes = NULL, .len = 0};

	if (from->start == NULL || to->start == NULL)
		return part;
	part.bytes = from->start;
	part.len = (size_t)(to->value + to->len - from->start);
	return part;
}

enum kerr
face_parse(const uint8_t *bytes, size_t len, struct face_parts *out)
{
	struct tlv_reader r;
	struct tlv face, object[OBJECT_COUNT];
	enum kerr e;

	memset(out, 0, sizeof(*out));
	tlv_begin(&r, bytes, len);
	if (tlv_next(&r, &face) != TLV_OBJECT || face.tag != TAG_FACE)
		return ERR_CARD_REPLY;
	if ((e = find_objects(&face, object)) != KERR_OK ||
	    (e = copy_date(out->birth, &object[BIRTH])) != KERR_OK ||
	    (e = copy_date(out->expiry, &object[EXPIRY])) != KERR_OK)
		return e;
	out->picture[FACE_PHOTO] = part_of(&object[PHOTO]);
	out->picture[FACE_NAME] = part_of(&object[NAME]);
	out->picture[FACE_ADDRESS] = part_of(&object[ADDRESS]);
	out->group[0] = span(&object[BIRTH], &object[CHIP_KEY]);
	out->group[1] = span(&object[NAME], &object[ADDRESS]);
	out->group[2] = span(&object[PHOTO], &object[PHOTO]);
	out->signature = part_of(&object[SIGNATURE]);
	return KERR_OK;
}

/* The subject's key in EF 0004: behind two key ids in the body (7). */
static bool
find_signer(const uint8_t *bytes, size_t len, struct crypto_rsa_key *out)
{
	struct tlv_reader r;
	struct tlv certificate, body, exponent, modulus;
	const uint8_t *key;
	size_t key_len;

	tlv_begin(&r, bytes, len);
	if (tlv_next(&r, &certificate) != TLV_OBJECT ||
	    certificate.tag != TAG_CERTIFICATE ||
	    !tlv_find(certificate.value, certificate.len, TAG_BODY, &body) ||
	    body.len < 2 * KEY_ID_LEN)
		return false;
	key = body.value + 2 * KEY_ID_LEN;
	key_len = body.len - 2 * KEY_ID_LEN;
	if (!tlv_find(key, key_len, TAG_EXPONENT, &exponent) ||
	    !tlv_find(key, key_len, TAG_MODULUS, &modulus))
		return false;
	*out = (struct crypto_rsa_key){.modulus = modulus.value,
	    .modulus_len = modulus.len,
	    .exponent = exponent.value,
	    .exponent_len = exponent.len};
	return true;
}

enum face_signature
face_check_signature(
    const struct face_parts *parts, const uint8_t *signer, size_t signer_len)
{
	/* A DigestInfo(SHA-256) whose octet string holds three digests (7). */
	uint8_t info[19 + GROUPS * CRYPTO_SHA256_LEN] = {0x30, 0x71, 0x30, 0x0d,
	    0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01,
	    0x05, 0x00, 0x04, 0x60};
	struct crypto_rsa_key key;
	size_t i;

	if (parts->signature.len == 0 || !find_signer(signer, signer_len, &key))
		return FACE_SIGNATURE_UNCHECKED;
	for (i = 0; i < GROUPS; i++) {
		if (parts->group[i].len == 0)
			return FACE_SIGNATURE_WRONG; /* what was signed is gone */
		if (!crypto_sha256(parts->group[i].bytes, parts->group[i].len,
			info + 19 + i * CRYPTO_SHA256_LEN))
			return FACE_SIGNATURE_UNCHECKED;
	}
	return crypto_rsa_verify(&key, parts->signature.bytes,
		   parts->signature.len, info, sizeof(info))
		   ? FACE_SIGNATURE_HOLDS
		   : FACE_SIGNATURE_WRONG;
}
