/* virtual_files.c -- which applications and files a virtual card has. */
#include "card/virtual_files.h"

#include <stdio.h>
#include <string.h>

#define KIND(kind)  (1U << (kind))
#define ON_PLASTIC  (KIND(VKIND_PLASTIC) | KIND(VKIND_COMBINED))
#define OPEN(ref)   (1U << (ref))
#define OPEN_TEXT_A (OPEN(VREF_INPUT) | OPEN(VREF_TEXT_A))
#define OPEN_TEXT_B (OPEN(VREF_INPUT) | OPEN(VREF_TEXT_B))
#define OPEN_TEXT   (OPEN_TEXT_A | OPEN_TEXT_B)
#define OPEN_FACE   (OPEN(VREF_VISUAL_A) | OPEN(VREF_VISUAL_B))

/* individual-number-card 2; residence-card 9; phones answer the JPKI AID only
 * (individual-number-card 11). */
/* As a description names what a card lacks. */
static const char *const ap_names[VAP_COUNT] = {
    [VAP_JPKI] = "jpki",
    [VAP_TEXT] = "text",
    [VAP_VISUAL] = "visual",
    [VAP_JUKI] = "juki",
    [VAP_COMMON] = "common",
};

static const struct {
	enum vap ap;
	unsigned kinds;
	size_t len;
	uint8_t aid[16];
} applications[] = {
    {VAP_JPKI, ON_PLASTIC | KIND(VKIND_PHONE), 10,
	{0xd3, 0x92, 0xf0, 0x00, 0x26, 0x01, 0x00, 0x00, 0x00, 0x01}},
    {VAP_TEXT, ON_PLASTIC, 10,
	{0xd3, 0x92, 0x10, 0x00, 0x31, 0x00, 0x01, 0x01, 0x04, 0x08}},
    {VAP_VISUAL, ON_PLASTIC, 10,
	{0xd3, 0x92, 0x10, 0x00, 0x31, 0x00, 0x01, 0x01, 0x04, 0x02}},
    {VAP_JUKI, ON_PLASTIC, 10,
	{0xd3, 0x92, 0x10, 0x00, 0x31, 0x00, 0x01, 0x01, 0x04, 0x01}},
    {VAP_COMMON, ON_PLASTIC, 10,
	{0xd3, 0x92, 0x10, 0x00, 0x31, 0x00, 0x01, 0x01, 0x01, 0x00}},
    {VAP_RESIDENCE, KIND(VKIND_COMBINED), 16,
	{0xd3, 0x92, 0xf0, 0x00, 0x4f, 0x01}},
    {VAP_ISSUER, ON_PLASTIC | KIND(VKIND_OTHER), 7,
	{0xa0, 0x00, 0x00, 0x01, 0x51, 0x00, 0x00}},
};

#define BINARY(ap, id, opened_by, build) \
	{ \
		ap, id, VTYPE_BINARY, opened_by, VREF_COUNT, VKEY_COUNT, build \
	}
#define RECORD(ap, id, build) \
	{ \
		ap, id, VTYPE_RECORD, 0, VREF_COUNT, VKEY_COUNT, build \
	}
#define PIN(ap, id, ref) \
	{ \
		ap, id, VTYPE_PIN, 0, ref, VKEY_COUNT, NULL \
	}
#define KEY(ap, id, opened_by, key) \
	{ \
		ap, id, VTYPE_KEY, opened_by, VREF_COUNT, key, NULL \
	}

static const struct vfile files[] = {
    /* individual-number-card 5 */
    BINARY(VAP_JPKI, 0x0001, OPEN(VREF_SIGN), vbuild_sign_certificate),
    BINARY(VAP_JPKI, 0x0002, 0, vbuild_sign_authority),
    BINARY(VAP_JPKI, 0x0006, 0, vbuild_token),
    BINARY(VAP_JPKI, 0x0008, 0, vbuild_presence),
    BINARY(VAP_JPKI, 0x0009, VOPEN_NEVER, NULL),
    BINARY(VAP_JPKI, 0x000a, 0, vbuild_auth_certificate),
    BINARY(VAP_JPKI, 0x000b, 0, vbuild_auth_authority),
    KEY(VAP_JPKI, 0x0016, VOPEN_NEVER, VKEY_COUNT),
    KEY(VAP_JPKI, 0x0017, OPEN(VREF_AUTH), VKEY_AUTH),
    PIN(VAP_JPKI, 0x0018, VREF_AUTH),
    KEY(VAP_JPKI, 0x001a, OPEN(VREF_SIGN), VKEY_SIGN),
    PIN(VAP_JPKI, 0x001b, VREF_SIGN),
    /* individual-number-card 6 */
    BINARY(VAP_TEXT, 0x0001, OPEN_TEXT_A, vbuild_number),
    BINARY(VAP_TEXT, 0x0002, OPEN_TEXT_B, vbuild_attributes),
    BINARY(VAP_TEXT, 0x0003, OPEN_TEXT, vbuild_text_digests),
    BINARY(VAP_TEXT, 0x0004, 0, vbuild_text_signer),
    BINARY(VAP_TEXT, 0x0005, 0, vbuild_text_info),
    BINARY(VAP_TEXT, 0x0006, OPEN_TEXT, vbuild_session_key),
    BINARY(VAP_TEXT, 0x0007, OPEN_TEXT, vbuild_text_key),
    BINARY(VAP_TEXT, 0x0008, 0, vbuild_sixteen),
    PIN(VAP_TEXT, 0x0011, VREF_INPUT),
    PIN(VAP_TEXT, 0x0012, VREF_TEXT_BLOCKED),
    KEY(VAP_TEXT, 0x0013, 0, VKEY_TEXT),
    PIN(VAP_TEXT, 0x0014, VREF_TEXT_A),
    PIN(VAP_TEXT, 0x0015, VREF_TEXT_B),
    /* individual-number-card 7 */
    BINARY(VAP_VISUAL, 0x0001, OPEN(VREF_VISUAL_BIRTH), vbuild_face_birth),
    BINARY(VAP_VISUAL, 0x0002, OPEN_FACE, vbuild_face),
    BINARY(VAP_VISUAL, 0x0003, 0, vbuild_face_info),
    BINARY(VAP_VISUAL, 0x0004, 0, vbuild_face_signer),
    BINARY(VAP_VISUAL, 0x0005, OPEN(VREF_VISUAL_A), vbuild_face_number),
    BINARY(VAP_VISUAL, 0x0006, OPEN_FACE, vbuild_sixteen),
    PIN(VAP_VISUAL, 0x0011, VREF_VISUAL_BIRTH),
    PIN(VAP_VISUAL, 0x0012, VREF_VISUAL_B),
    PIN(VAP_VISUAL, 0x0013, VREF_VISUAL_A),
    KEY(VAP_VISUAL, 0x001a, VOPEN_NEVER, VKEY_VISUAL),
    /* individual-number-card 8 */
    BINARY(VAP_JUKI, 0x0002, 0, vbuild_chip_key_id),
    PIN(VAP_JUKI, 0x001c, VREF_JUKI),
    RECORD(VAP_COMMON, 0x0001, vbuild_chip_record),
    BINARY(VAP_COMMON, 0x0002, 0, vbuild_chip_key_id),
    KEY(VAP_COMMON, 0x0019, VOPEN_NEVER, VKEY_COUNT),
    PIN(VAP_COMMON, 0x001c, VREF_COMMON),
};

#define NAME_SIZE 16

static void
name_file(const struct vfile *file, char out[NAME_SIZE])
{
	snprintf(out, NAME_SIZE, "%s:%04X", ap_names[file->ap], file->id);
}

bool
vfiles_is_name(const char *name)
{
	char file[NAME_SIZE];

	for (int i = 0; i < VAP_COUNT; i++)
		if (ap_names[i] != NULL && strcmp(ap_names[i], name) == 0)
			return true;
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		name_file(&files[i], file);
		if (strcmp(file, name) == 0)
			return true;
	}
	return false;
}

static bool
lacks(const struct vcard *card, const char *name)
{
	size_t n = strlen(name);

	for (const char *at = card->missing; *at != '\0';) {
		size_t len = strcspn(at, " ");

		if (len == n && memcmp(at, name, n) == 0)
			return true;
		at += len + (at[len] == ' ');
	}
	return false;
}

enum vap
vfiles_find_ap(const struct vcard *card, const uint8_t *aid, size_t len)
{
	for (size_t i = 0; i < sizeof(applications) / sizeof(applications[0]);
	     i++) {
		if ((applications[i].kinds & KIND(card->kind)) != 0 &&
		    len <= applications[i].len &&
		    memcmp(applications[i].aid, aid, len) == 0 &&
		    (ap_names[applications[i].ap] == NULL ||
			!lacks(card, ap_names[applications[i].ap])))
			return applications[i].ap;
	}
	return VAP_NONE;
}

/* Files that hang on the certificates this resident has: children have no
 * signing ones (individual-number-card 5). */
static bool
is_on_card(const struct vcard *card, const struct vfile *file)
{
	char name[NAME_SIZE];

	name_file(file, name);
	if (lacks(card, name))
		return false;
	if (file->ap != VAP_JPKI)
		return true;
	if (!card->has_sign &&
	    (file->id == 0x0001 || file->id == 0x001a || file->id == 0x001b))
		return false;
	return card->has_auth || file->id != 0x000a;
}

bool
vfiles_find(
    const struct vcard *card, enum vap ap, uint16_t id, struct vfile *out)
{
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		if (files[i].ap != ap || files[i].id != id)
			continue;
		*out = files[i];
		/* individual-number-card 5: on phones it needs the PIN. */
		if (card->kind == VKIND_PHONE && ap == VAP_JPKI && id == 0x000a)
			out->opened_by = OPEN(VREF_AUTH);
		return is_on_card(card, out);
	}
	return false;
}
