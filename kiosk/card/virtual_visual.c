/* virtual_visual.c -- contents of the visual application (individual-number-
 * card 7).
 *
 * Name, address and number are 1-bit PNGs with writing, the photo is a drawn
 * face of nobody; the code's picture stays empty, since the card keeps only
 * hashes of what opens it. Everything is signed as on a real card, by the
 * training office's signer. */
#include "card/virtual_files.h"

#include <string.h>

#define FIELDS 9 /* DF22 to DF2A */

/* Add a signature object over everything that inner holds so far. */
static bool
put_signature(struct vcard *card, struct vbytes *inner, unsigned tag)
{
	uint8_t signature[VSIGNATURE_LEN];

	if (inner->failed ||
	    !vsigner_sign_digest(card, VAP_VISUAL, inner, signature))
		return false;
	vbytes_put_object_wide(inner, tag, signature, sizeof(signature));
	return !inner->failed;
}

static bool
put_public(struct vcard *card, struct vbytes *inner, unsigned tag)
{
	const char *key = vcard_get_key(card, VKEY_VISUAL);
	struct vbytes public = {0};
	bool done = key != NULL && vcrypto_put_public(key, &public);

	if (done)
		vbytes_put_object_wide(inner, tag, public.data, public.len);
	done = done && !public.failed;
	vbytes_free(&public);
	return done;
}

static bool
put_picture(struct vbytes *inner, unsigned tag, const char *text,
    uint32_t width, uint32_t height)
{
	struct vbytes png = {0};
	bool done = vpicture_put_png(&png, text, width, height);

	if (done)
		vbytes_put_object(inner, tag, png.data, png.len);
	vbytes_free(&png);
	return done;
}

static bool
put_photo(const struct vcard *card, struct vbytes *inner)
{
	struct vbytes photo = {0};
	bool done = vphoto_put(card, &photo);

	if (done)
		vbytes_put_object(inner, 0xdf27, photo.data, photo.len);
	vbytes_free(&photo);
	return done;
}

bool
vbuild_face_birth(struct vcard *card, struct vbytes *out)
{
	struct vbytes inner = {0};
	bool done = false;

	vbytes_put_object(&inner, 0xdf11, card->birth, 8);
	if (put_public(card, &inner, 0xdf12) &&
	    put_signature(card, &inner, 0xdf13)) {
		vbytes_put_object_wide(out, 0xff10, inner.data, inner.len);
		done = !out->failed;
	}
	vbytes_free(&inner);
	return done;
}

bool
vbuild_face_number(struct vcard *card, struct vbytes *out)
{
	struct vbytes inner = {0};
	bool done = false;

	if (put_picture(&inner, 0xdf41, card->number, 200, 24) &&
	    put_public(card, &inner, 0xdf42) &&
	    put_signature(card, &inner, 0xdf43)) {
		vbytes_put_object_wide(out, 0xff40, inner.data, inner.len);
		done = !out->failed;
	}
	vbytes_free(&inner);
	return done;
}

/*
 * DF28: a DigestInfo whose octet string holds three digests, of DF22 to DF24,
 * of the two pictures of text, and of the face (which object, with header).
 * at[] says where DF22, DF23 ... begin in objects.
 */
static bool
sign_face(struct vcard *card, const struct vbytes *objects,
    const size_t at[FIELDS + 1], uint8_t out[VSIGNATURE_LEN])
{
	static const struct {
		int from, to;
	} group[3] = {{0, 3}, {3, 5}, {5, 6}};
	uint8_t info[19 + 3 * VHASH_LEN] = {0x30, 0x71, 0x30, 0x0d, 0x06, 0x09,
	    0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00,
	    0x04, 0x60};

	for (int i = 0; i < 3; i++)
		if (!vcrypto_sha256(objects->data + at[group[i].from],
			at[group[i].to] - at[group[i].from],
			info + 19 + i * VHASH_LEN))
			return false;
	return vsigner_sign(card, VAP_VISUAL, info, sizeof(info), out);
}

static bool
put_face(struct vcard *card, struct vbytes *objects, size_t at[FIELDS + 1])
{
	uint8_t signature[VSIGNATURE_LEN];

	at[0] = objects->len;
	vbytes_put_object(objects, 0xdf22, card->birth, 8);
	at[1] = objects->len;
	vbytes_put_object(objects, 0xdf23, card->sex, strlen(card->sex));
	at[2] = objects->len;
	if (!put_public(card, objects, 0xdf24))
		return false;
	at[3] = objects->len;
	if (!put_picture(objects, 0xdf25, card->name, 480, 48))
		return false;
	at[4] = objects->len;
	if (!put_picture(objects, 0xdf26, card->address, 640, 64))
		return false;
	at[5] = objects->len;
	if (!put_photo(card, objects))
		return false;
	at[6] = objects->len;
	if (objects->failed || !sign_face(card, objects, at, signature))
		return false;
	vbytes_put_object_wide(objects, 0xdf28, signature, sizeof(signature));
	at[7] = objects->len;
	vbytes_put_object(objects, 0xdf29, card->expiry, 8);
	at[8] = objects->len;
	return put_picture(objects, 0xdf2a, "", 64, 24) && !objects->failed;
}

bool
vbuild_face(struct vcard *card, struct vbytes *out)
{
	struct vbytes objects = {0}, table = {0}, inner = {0};
	const size_t first = 5 + 3 + 2 * FIELDS; /* FF20 82 hh ll, DF21 12 */
	size_t at[FIELDS + 1] = {0};
	bool done = false;

	if (!put_face(card, &objects, at))
		goto out;
	for (int i = 0; i < FIELDS; i++)
		vbytes_put_number(&table, (uint32_t)(first + at[i]), 2);
	vbytes_put_object(&inner, 0xdf21, table.data, table.len);
	vbytes_put(&inner, objects.data, objects.len);
	if (inner.failed || table.failed)
		goto out;
	vbytes_put_object_wide(out, 0xff20, inner.data, inner.len);
	done = !out->failed;
out:
	vbytes_free(&objects);
	vbytes_free(&table);
	vbytes_free(&inner);
	return done;
}

bool
vbuild_face_info(struct vcard *card, struct vbytes *out)
{
	static const uint8_t version[] = {0x06, 0x03, 0x0e, 0x01};
	struct vbytes inner = {0}, id = {0}, opaque = {0};

	vsigner_put_key_id(&id, "0000024");
	vsigner_put_key_id(&opaque, "0000099");
	vbytes_fill(&opaque, 0x00, 256);
	vbytes_put_object(&inner, 0xdf31, version, sizeof(version));
	vbytes_put_object(&inner, 0xdf32, id.data, id.len);
	vbytes_put_object(&inner, 0xdf33, "\x01", 1);
	vbytes_put_object(
	    &inner, 0xdf34, card->municipality, strlen(card->municipality));
	vbytes_put_object_wide(&inner, 0xdf35, opaque.data, opaque.len);
	vbytes_put_object_wide(out, 0xff30, inner.data, inner.len);
	out->failed |= inner.failed || id.failed || opaque.failed;
	vbytes_free(&id);
	vbytes_free(&opaque);
	vbytes_free(&inner);
	return !out->failed;
}

bool
vbuild_face_signer(struct vcard *card, struct vbytes *out)
{
	return vsigner_put_certificate(card, VAP_VISUAL, out);
}
