/* Any bytes as the face of a card: what is found lies inside the file, and no
 * signature holds. The first byte shares the rest between both files. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "card/face.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

static void
hold(bool truth)
{
	if (!truth)
		abort();
}

static void
hold_inside(const struct face_part *p, const uint8_t *bytes, size_t n)
{
	if (p->len == 0)
		return;
	hold(p->bytes >= bytes && p->bytes < bytes + n);
	hold(p->len <= (size_t)(bytes + n - p->bytes));
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct face_parts parts;
	size_t face_len;

	if (n == 0)
		return 0;
	face_len = (n - 1) * bytes[0] / 255;
	bytes++;
	n--;
	if (face_parse(bytes, face_len, &parts) != KERR_OK)
		return 0;
	hold(strlen(parts.birth) == 8 && strlen(parts.expiry) == 8);
	for (int i = 0; i < FACE_PICTURE_COUNT; i++)
		hold_inside(&parts.picture[i], bytes, face_len);
	for (int i = 0; i < 3; i++)
		hold_inside(&parts.group[i], bytes, face_len);
	hold_inside(&parts.signature, bytes, face_len);
	(void)face_check_signature(&parts, bytes + face_len, n - face_len);
	return 0;
}
