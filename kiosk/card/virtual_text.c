/* virtual_text.c -- contents of the text application (individual-number-card
 * 6). The opaque parts of real cards are zero bytes here. */
#include "card/virtual_files.h"

#include <string.h>

/* Outer objects in this card's manner, individual-number-card 3. */
static void
put_outer(const struct vcard *card, struct vbytes *out, unsigned tag,
    const struct vbytes *value)
{
	if (value->failed)
		out->failed = true;
	else if (card->wide_lengths)
		vbytes_put_object_wide(out, tag, value->data, value->len);
	else
		vbytes_put_object(out, tag, value->data, value->len);
}

/* Always the short form: 17 bytes are stored. */
bool
vbuild_number(struct vcard *card, struct vbytes *out)
{
	vbytes_put_object(out, 0xff10, card->number, strlen(card->number));
	vbytes_fill(out, 0xff, 2);
	return !out->failed;
}

/* The four objects one after another; where each begins goes to at[]. */
static void
put_attributes(const struct vcard *card, struct vbytes *objects, size_t at[4])
{
	const char *const text[4] = {
	    card->name, card->address, card->birth, card->sex};

	for (unsigned i = 0; i < 4; i++) {
		at[i] = objects->len;
		vbytes_put_object(
		    objects, 0xdf22 + i, text[i], strlen(text[i]));
	}
}

static size_t
outer_header_len(const struct vcard *card, size_t n)
{
	if (card->wide_lengths || n > 0xff)
		return 5;
	return n > 0x7f ? 4 : 3;
}

bool
vbuild_attributes(struct vcard *card, struct vbytes *out)
{
	struct vbytes objects = {0}, table = {0}, inner = {0};
	const size_t table_len = 3 + 8; /* DF21 08 and four offsets */
	size_t at[4] = {0}, first = 0;

	put_attributes(card, &objects, at);
	first = outer_header_len(card, table_len + objects.len) + table_len;
	for (int i = 0; i < 4; i++)
		vbytes_put_number(&table, (uint32_t)(first + at[i]), 2);
	vbytes_put_object(&inner, 0xdf21, table.data, table.len);
	vbytes_put(&inner, objects.data, objects.len);
	inner.failed |= objects.failed || table.failed;
	put_outer(card, out, 0xff20, &inner);
	vbytes_fill(out, 0xff, (size_t)card->filler);
	vbytes_free(&objects);
	vbytes_free(&table);
	vbytes_free(&inner);
	return !out->failed;
}

/* DF31 over the 17 stored bytes, DF32 over DF22 to the end of the object. */
bool
vbuild_text_digests(struct vcard *card, struct vbytes *out)
{
	struct vbytes number = {0}, objects = {0}, inner = {0};
	uint8_t hash[VHASH_LEN], signature[VSIGNATURE_LEN];
	size_t at[4];
	bool done = false;

	put_attributes(card, &objects, at);
	if (!vbuild_number(card, &number) || objects.failed ||
	    !vcrypto_sha256(number.data, number.len, hash))
		goto out;
	vbytes_put_object(&inner, 0xdf31, hash, sizeof(hash));
	if (!vcrypto_sha256(objects.data, objects.len, hash))
		goto out;
	vbytes_put_object(&inner, 0xdf32, hash, sizeof(hash));
	if (inner.failed ||
	    !vsigner_sign_digest(card, VAP_TEXT, &inner, signature))
		goto out;
	vbytes_put_object_wide(&inner, 0xdf33, signature, sizeof(signature));
	put_outer(card, out, 0xff30, &inner);
	done = !out->failed;
out:
	vbytes_free(&number);
	vbytes_free(&objects);
	vbytes_free(&inner);
	return done;
}

bool
vbuild_text_signer(struct vcard *card, struct vbytes *out)
{
	return vsigner_put_certificate(card, VAP_TEXT, out);
}

bool
vbuild_text_info(struct vcard *card, struct vbytes *out)
{
	static const uint8_t version[] = {0x01, 0x03, 0x0e, 0x01};
	struct vbytes inner = {0}, id = {0}, opaque = {0};

	vsigner_put_key_id(&id, "0000034");
	vbytes_fill(&opaque, 0x00, 128);
	vbytes_put_object(&inner, 0xdf41, version, sizeof(version));
	vbytes_put_object(&inner, 0xdf42, id.data, id.len);
	vbytes_put_object(&inner, 0xdf43, opaque.data, opaque.len);
	inner.failed |= id.failed || opaque.failed;
	put_outer(card, out, 0xff40, &inner);
	vbytes_free(&id);
	vbytes_free(&opaque);
	vbytes_free(&inner);
	return !out->failed;
}

/* The fact sheet names the tag only; inside we use the same two objects as
 * everywhere else. Secure messaging itself is not offered (6882). */
bool
vbuild_session_key(struct vcard *card, struct vbytes *out)
{
	const char *key = vcard_get_key(card, VKEY_SESSION);
	struct vbytes inner = {0};

	if (key == NULL || !vcrypto_put_public(key, &inner))
		inner.failed = true;
	put_outer(card, out, 0xa1, &inner);
	vbytes_free(&inner);
	return !out->failed;
}

/* DF51 the key of EF 0013, DF52 (our reading) the signer's signature. */
bool
vbuild_text_key(struct vcard *card, struct vbytes *out)
{
	const char *key = vcard_get_key(card, VKEY_TEXT);
	struct vbytes public = {0}, inner = {0};
	uint8_t signature[VSIGNATURE_LEN];
	bool done = false;

	if (key == NULL || !vcrypto_put_public(key, &public))
		goto out;
	vbytes_put_object_wide(&inner, 0xdf51, public.data, public.len);
	if (inner.failed ||
	    !vsigner_sign_digest(card, VAP_TEXT, &inner, signature))
		goto out;
	vbytes_put_object_wide(&inner, 0xdf52, signature, sizeof(signature));
	put_outer(card, out, 0xff50, &inner);
	done = !out->failed;
out:
	vbytes_free(&public);
	vbytes_free(&inner);
	return done;
}
