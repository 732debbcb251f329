/* virtual_signer.c -- who signs a card's text and face: a signer whose key is
 * certified on the card by an issuer whose key is not
 * (individual-number-card 6, 7). Both are the training office's. */
#include "card/virtual_files.h"

#include <stdlib.h>
#include <string.h>

static const struct {
	const char *issuer_file;
	const char *issuer_id;
	const char *signer_file;
	const char *signer_id;
} signers[VAP_COUNT] = {
    [VAP_TEXT] = {"issuer-text.pem", "0000033", "signer-text.pem", "0000034"},
    [VAP_VISUAL] = {"issuer-visual.pem", "0000023", "signer-visual.pem",
	"0000024"},
};

void
vsigner_put_key_id(struct vbytes *out, const char *seven)
{
	static const uint8_t rest[] = {
	    0x08, 0x05, '0', '0', '1', 0x00, 0x00, 0x00, 0x00};

	vbytes_put_padded(out, seven, 7);
	vbytes_put(out, rest, sizeof(rest));
}

static void
forget(char *key)
{
	if (key != NULL)
		explicit_bzero(key, strlen(key));
	free(key);
}

bool
vsigner_sign(struct vcard *card, enum vap ap, const uint8_t *info, size_t n,
    uint8_t out[VSIGNATURE_LEN])
{
	char *key =
	    vauthority_open(card->folder, signers[ap].signer_file, NULL);
	bool done = key != NULL && vcrypto_sign(key, info, n, out);

	forget(key);
	return done;
}

bool
vsigner_sign_digest(struct vcard *card, enum vap ap,
    const struct vbytes *objects, uint8_t out[VSIGNATURE_LEN])
{
	char *key =
	    vauthority_open(card->folder, signers[ap].signer_file, NULL);
	bool done = key != NULL &&
		    vcrypto_sign_digest(key, objects->data, objects->len, out);

	forget(key);
	return done;
}

bool
vsigner_put_certificate(struct vcard *card, enum vap ap, struct vbytes *out)
{
	char *issuer =
	    vauthority_open(card->folder, signers[ap].issuer_file, NULL);
	char *signer =
	    vauthority_open(card->folder, signers[ap].signer_file, NULL);
	struct vbytes body = {0}, both = {0};
	uint8_t signature[VSIGNATURE_LEN];
	bool done = false;

	if (issuer == NULL || signer == NULL)
		goto out;
	vsigner_put_key_id(&body, signers[ap].issuer_id);
	vsigner_put_key_id(&body, signers[ap].signer_id);
	if (!vcrypto_put_public(signer, &body) || body.failed ||
	    !vcrypto_sign_digest(issuer, body.data, body.len, signature))
		goto out;
	vbytes_put_object_wide(&both, 0x5f4e, body.data, body.len);
	vbytes_put_object_wide(&both, 0x5f37, signature, sizeof(signature));
	vbytes_put_object_wide(out, 0x7f21, both.data, both.len);
	done = !both.failed && !out->failed;
out:
	vbytes_free(&body);
	vbytes_free(&both);
	forget(issuer);
	forget(signer);
	return done;
}
