/* virtual_jpki.c -- contents of the JPKI, juki and common applications
 * (individual-number-card 5, 8). */
#include "card/virtual_files.h"

#include <stdlib.h>
#include <string.h>

static const char *const labels[VKIND_COUNT] = {
    [VKIND_PLASTIC] = "JPKIAPICCTOKEN2",
    [VKIND_PHONE] = "JPKIAPGPSETOKEN",
    [VKIND_COMBINED] = "JPKIAPICCTOKEN2",
    [VKIND_OTHER] = "",
};

static bool
put_certificate(struct vcard *card, enum vkey key, struct vbytes *out)
{
	const char *certificate = vcard_get_certificate(card, key);

	return certificate != NULL && vcrypto_put_der(certificate, out);
}

static bool
put_authority(struct vcard *card, const char *file, const char *subject,
    struct vbytes *out)
{
	char *text = vauthority_open(card->folder, file, subject);
	bool done = text != NULL && vcrypto_put_der(text, out);

	if (text != NULL)
		explicit_bzero(text, strlen(text));
	free(text);
	return done;
}

bool
vbuild_sign_certificate(struct vcard *card, struct vbytes *out)
{
	return put_certificate(card, VKEY_SIGN, out);
}

bool
vbuild_auth_certificate(struct vcard *card, struct vbytes *out)
{
	return put_certificate(card, VKEY_AUTH, out);
}

bool
vbuild_sign_authority(struct vcard *card, struct vbytes *out)
{
	return put_authority(
	    card, "ca-sign.pem", "TRAINING CA for digital signature", out);
}

bool
vbuild_auth_authority(struct vcard *card, struct vbytes *out)
{
	return put_authority(
	    card, "ca-auth.pem", "TRAINING CA for user authentication", out);
}

/* PKCS#11 CK_TOKEN_INFO, 160 bytes, 32-bit big-endian. */
bool
vbuild_token(struct vcard *card, struct vbytes *out)
{
	static const uint32_t before[] = {
	    0x0000040d,	       /* flags */
	    1, 0, 1, 0,	       /* sessions */
	    16, 6,	       /* longest and shortest PIN */
	    ~0U, ~0U, ~0U, ~0U /* memory: not told */
	};

	vbytes_put_padded(out, labels[card->kind], 32);
	vbytes_put_padded(out, "TRAINING", 32);
	vbytes_put_padded(out, "VIRTUAL", 16);
	vbytes_put_padded(out, card->chip_serial, 16);
	for (size_t i = 0; i < sizeof(before) / sizeof(before[0]); i++)
		vbytes_put_number(out, before[i], 4);
	vbytes_put_text(out, "0000"); /* versions of hard- and firmware */
	vbytes_put_padded(out, card->issued, 8);
	vbytes_put_text(out, "00000000");
	return !out->failed;
}

bool
vbuild_presence(struct vcard *card, struct vbytes *out)
{
	vbytes_put_byte(out, card->has_sign ? 0x8f : 0x00);
	vbytes_put_byte(out, card->has_auth ? 0x8f : 0x00);
	vbytes_put_byte(out, 0x00);
	return !out->failed;
}

/* Simple TLV, individual-number-card 8. */
bool
vbuild_chip_record(struct vcard *card, struct vbytes *out)
{
	vbytes_put_byte(out, 0x01);
	vbytes_put_byte(out, 0x1c);
	vbytes_put_text(out, card->chip_serial);
	vbytes_put_text(out, card->municipality);
	vbytes_put_text(out, card->expiry);
	return !out->failed;
}

bool
vbuild_chip_key_id(struct vcard *card, struct vbytes *out)
{
	(void)card;
	vsigner_put_key_id(out, "0000011");
	return !out->failed;
}

bool
vbuild_sixteen(struct vcard *card, struct vbytes *out)
{
	(void)card;
	vbytes_fill(out, 0xff, 16);
	return !out->failed;
}
