/* face_show.c -- see card/face_show.h. */
#include "card/face_show.h"

#include <string.h>

#include "card/picture.h"

static const struct {
	enum picture_kind kind;
	size_t pixels_most;
} expected[FACE_PICTURE_COUNT] = {
    [FACE_PHOTO] = {PICTURE_JPEG2000, FACE_PHOTO_PIXELS},
    [FACE_NAME] = {PICTURE_PNG, FACE_TEXT_PIXELS},
    [FACE_ADDRESS] = {PICTURE_PNG, FACE_TEXT_PIXELS},
};

enum kerr
face_show(const struct face_files *files, const struct shared_area *area,
    void (*picturing)(void *arg), void *arg, struct card_face *out)
{
	struct face_parts parts;
	enum kerr e = face_parse(files->face, files->face_len, &parts);

	if (e != KERR_OK)
		return e;
	memcpy(out->birth, parts.birth, sizeof(out->birth));
	memcpy(out->expiry, parts.expiry, sizeof(out->expiry));
	out->signature =
	    face_check_signature(&parts, files->signer, files->signer_len);
	picturing(arg);
	for (int i = 0; i < FACE_PICTURE_COUNT; i++) {
		size_t size = 0;
		uint8_t *slot =
		    shared_area_slot(area, (enum face_picture)i, &size);

		picture_decode(expected[i].kind, parts.picture[i].bytes,
		    parts.picture[i].len, expected[i].pixels_most, slot, size,
		    &out->picture[i]);
	}
	return KERR_OK;
}
