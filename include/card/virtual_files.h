/* virtual_files.h -- the applications and elementary files of an Individual
 * Number Card, as tables (individual-number-card 2, 5 to 8). */
#ifndef KIOSK_CARD_VIRTUAL_FILES_H
#define KIOSK_CARD_VIRTUAL_FILES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "card/virtual_store.h"

enum vap {
	VAP_NONE, /* after power-on */
	VAP_JPKI,
	VAP_TEXT,
	VAP_VISUAL,
	VAP_JUKI,
	VAP_COMMON,
	VAP_RESIDENCE, /* can be selected, holds nothing yet */
	VAP_ISSUER,    /* the GlobalPlatform issuer domain */
	VAP_COUNT
};

enum vtype {
	VTYPE_BINARY,
	VTYPE_RECORD, /* one record, number 1 */
	VTYPE_PIN,
	VTYPE_KEY
};

#define VOPEN_NEVER (~0U) /* no secret known to us opens it */

struct vfile {
	enum vap ap;
	uint16_t id;
	enum vtype type;
	/* BINARY, RECORD: any of these references opens it, 0: free.
	 * KEY: any of these lets it sign, 0: free. */
	unsigned opened_by;
	enum vref ref; /* PIN */
	enum vkey key; /* KEY */
	bool (*build)(struct vcard *card, struct vbytes *out);
};

/* Whether "juki" or "text:0011" names an application, or a file in one. */
bool vfiles_is_name(const char *name);
/* The application whose AID begins with these bytes, the first in the order
 * above; VAP_NONE when this card has none. */
enum vap vfiles_find_ap(
    const struct vcard *card, const uint8_t *aid, size_t len);
/* The file, with this card's own access rules. false: not on this card. */
bool vfiles_find(
    const struct vcard *card, enum vap ap, uint16_t id, struct vfile *out);

/* Contents; each returns false when a key or memory could not be had. */
bool vbuild_sign_certificate(struct vcard *card, struct vbytes *out);
bool vbuild_sign_authority(struct vcard *card, struct vbytes *out);
bool vbuild_auth_certificate(struct vcard *card, struct vbytes *out);
bool vbuild_auth_authority(struct vcard *card, struct vbytes *out);
bool vbuild_token(struct vcard *card, struct vbytes *out);
bool vbuild_presence(struct vcard *card, struct vbytes *out);
bool vbuild_number(struct vcard *card, struct vbytes *out);
bool vbuild_attributes(struct vcard *card, struct vbytes *out);
bool vbuild_text_digests(struct vcard *card, struct vbytes *out);
bool vbuild_text_signer(struct vcard *card, struct vbytes *out);
bool vbuild_text_info(struct vcard *card, struct vbytes *out);
bool vbuild_session_key(struct vcard *card, struct vbytes *out);
bool vbuild_text_key(struct vcard *card, struct vbytes *out);
bool vbuild_sixteen(struct vcard *card, struct vbytes *out);
bool vbuild_face_birth(struct vcard *card, struct vbytes *out);
bool vbuild_face(struct vcard *card, struct vbytes *out);
bool vbuild_face_info(struct vcard *card, struct vbytes *out);
bool vbuild_face_signer(struct vcard *card, struct vbytes *out);
bool vbuild_face_number(struct vcard *card, struct vbytes *out);
bool vbuild_chip_record(struct vcard *card, struct vbytes *out);
bool vbuild_chip_key_id(struct vcard *card, struct vbytes *out);

#define VBITMAP_WIDTH  640
#define VBITMAP_HEIGHT 64

/* White where a bit is set, the first pixel in the highest bit. */
struct vbitmap {
	uint32_t width, height; /* not more than the above */
	uint8_t row[VBITMAP_HEIGHT][VBITMAP_WIDTH / 8];
};
/* Write UTF-8 text in black, in as many lines as there is room for. */
void vbitmap_write(struct vbitmap *b, const char *text);
/* A 1-bit PNG with text on it, width x height. */
bool vpicture_put_png(
    struct vbytes *out, const char *text, uint32_t width, uint32_t height);
/* The photo as JPEG 2000. */
bool vphoto_put(const struct vcard *card, struct vbytes *out);

/* The signature of the text or visual application's signer: over a ready
 * DigestInfo, or over the SHA-256 of some objects. */
bool vsigner_sign(struct vcard *card, enum vap ap, const uint8_t *info,
    size_t n, uint8_t out[VSIGNATURE_LEN]);
bool vsigner_sign_digest(struct vcard *card, enum vap ap,
    const struct vbytes *objects, uint8_t out[VSIGNATURE_LEN]);
/* EF 0004: the signer's card-verifiable certificate. */
bool vsigner_put_certificate(
    struct vcard *card, enum vap ap, struct vbytes *out);
/* A 16-byte key id: 7 digits, 08 05, 3 digits, 4 zero bytes. */
void vsigner_put_key_id(struct vbytes *out, const char *seven);

#endif
