/* virtual_store.c -- the memory of a virtual card as a JSON file. */
#include "card/virtual_store.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#define STORE_VERSION 1

static const char *const kind_codes[VKIND_COUNT] = {
    [VKIND_PLASTIC] = "plastic",
    [VKIND_PHONE] = "phone",
    [VKIND_COMBINED] = "combined",
    [VKIND_OTHER] = "other",
};

static const struct {
	const char *code;
	int tries; /* the fact sheet says 10 for A and B, with a question mark */
} refs[VREF_COUNT] = {
    [VREF_SIGN] = {"sign", 5},
    [VREF_AUTH] = {"auth", 3},
    [VREF_INPUT] = {"input", 3},
    [VREF_JUKI] = {"juki", 3},
    [VREF_COMMON] = {"common", 3},
    [VREF_TEXT_BLOCKED] = {"text-12", 10},
    [VREF_TEXT_A] = {"text-a", 10},
    [VREF_TEXT_B] = {"text-b", 10},
    [VREF_VISUAL_BIRTH] = {"visual-birth", 10},
    [VREF_VISUAL_B] = {"visual-b", 10},
    [VREF_VISUAL_A] = {"visual-a", 10},
};

static const char *const key_codes[VKEY_COUNT] = {
    [VKEY_SIGN] = "sign",
    [VKEY_AUTH] = "auth",
    [VKEY_TEXT] = "text",
    [VKEY_SESSION] = "session",
    [VKEY_VISUAL] = "visual",
};

static const struct {
	const char *code;
	unsigned bit;
} quirks[] = {
    {"first-6f00", VQUIRK_FIRST_6F00},
    {"query-9000", VQUIRK_QUERY_9000},
    {"blocked-query-6984", VQUIRK_BLOCKED_6984},
    {"only-6f00", VQUIRK_ONLY_6F00},
    {"short-only", VQUIRK_SHORT_ONLY},
    {"le-255", VQUIRK_LE_255},
};

#define TEXT(member) \
	{ \
#member, offsetof(struct vcard, member), \
		    sizeof(((struct vcard *)NULL)->member) \
	}
static const struct {
	const char *name;
	size_t offset, size;
} texts[] = {TEXT(name), TEXT(address), TEXT(birth), TEXT(sex), TEXT(issued),
    TEXT(expiry), TEXT(chip_serial), TEXT(municipality), TEXT(number),
    TEXT(missing)};
#define TEXT_COUNT (sizeof(texts) / sizeof(texts[0]))

static const struct {
	const char *name;
	size_t offset;
} flags[] = {{"contact", offsetof(struct vcard, contact)},
    {"wide_lengths", offsetof(struct vcard, wide_lengths)},
    {"training", offsetof(struct vcard, training)},
    {"has_sign", offsetof(struct vcard, has_sign)},
    {"has_auth", offsetof(struct vcard, has_auth)}};
#define FLAG_COUNT (sizeof(flags) / sizeof(flags[0]))

const char *
vref_code(enum vref ref)
{
	return refs[ref].code;
}

int
vref_tries(enum vref ref)
{
	return refs[ref].tries;
}

bool
vkind_from_code(const char *code, enum vkind *out)
{
	for (int i = 0; i < VKIND_COUNT; i++) {
		if (strcmp(code, kind_codes[i]) == 0) {
			*out = (enum vkind)i;
			return true;
		}
	}
	return false;
}

bool
vquirk_from_code(const char *code, unsigned *out)
{
	for (size_t i = 0; i < sizeof(quirks) / sizeof(quirks[0]); i++) {
		if (strcmp(code, quirks[i].code) == 0) {
			*out |= quirks[i].bit;
			return true;
		}
	}
	return false;
}

bool
vpin_set(struct vpin *pin, const uint8_t *value, size_t len, int tries_most)
{
	struct vpin fresh = {
	    .present = true, .tries = tries_most, .tries_most = tries_most};

	if (!vcrypto_random(fresh.salt, sizeof(fresh.salt)) ||
	    !vcrypto_pin_hash(value, len, fresh.salt, fresh.hash))
		return false;
	*pin = fresh;
	return true;
}

bool
vpin_matches(const struct vpin *pin, const uint8_t *value, size_t len)
{
	uint8_t hash[VHASH_LEN];

	return vcrypto_pin_hash(value, len, pin->salt, hash) &&
	       vcrypto_same(hash, pin->hash, sizeof(hash));
}

static bool
pin_from_json(const json_t *json, struct vpin *pin)
{
	const char *salt = json_string_value(json_object_get(json, "salt"));
	const char *hash = json_string_value(json_object_get(json, "hash"));

	if (json == NULL)
		return true; /* not on this card */
	pin->present = true;
	pin->tries = (int)json_integer_value(json_object_get(json, "tries"));
	pin->tries_most =
	    (int)json_integer_value(json_object_get(json, "tries_most"));
	return salt != NULL && hash != NULL && pin->tries >= 0 &&
	       pin->tries_most > 0 && pin->tries_most <= 15 &&
	       pin->tries <= pin->tries_most &&
	       vbytes_unhex(salt, pin->salt, sizeof(pin->salt)) &&
	       vbytes_unhex(hash, pin->hash, sizeof(pin->hash));
}

static json_t *
pin_to_json(const struct vpin *pin)
{
	char salt[2 * VSALT_LEN + 1], hash[2 * VHASH_LEN + 1];

	vbytes_hex(pin->salt, sizeof(pin->salt), salt);
	vbytes_hex(pin->hash, sizeof(pin->hash), hash);
	return json_pack("{s:s, s:s, s:i, s:i}", "salt", salt, "hash", hash,
	    "tries", pin->tries, "tries_most", pin->tries_most);
}

static bool
texts_from_json(const json_t *json, struct vcard *card)
{
	for (size_t i = 0; i < TEXT_COUNT; i++) {
		const char *s =
		    json_string_value(json_object_get(json, texts[i].name));

		/* cards made before there was such a text lack nothing */
		if (s == NULL &&
		    texts[i].offset == offsetof(struct vcard, missing))
			continue;
		if (s == NULL || strlen(s) >= texts[i].size)
			return false;
		strcpy((char *)card + texts[i].offset, s);
	}
	for (size_t i = 0; i < FLAG_COUNT; i++) {
		bool *flag = (bool *)(void *)((char *)card + flags[i].offset);

		*flag = json_is_true(json_object_get(json, flags[i].name));
	}
	return true;
}

static bool
keys_from_json(const json_t *json, struct vcard *card)
{
	const json_t *keys = json_object_get(json, "keys");
	const json_t *certificates = json_object_get(json, "certificates");

	for (int i = 0; i < VKEY_COUNT; i++) {
		const char *key =
		    json_string_value(json_object_get(keys, key_codes[i]));
		const char *certificate = json_string_value(
		    json_object_get(certificates, key_codes[i]));

		if (key != NULL && (card->key[i] = strdup(key)) == NULL)
			return false;
		if (certificate != NULL &&
		    (card->certificate[i] = strdup(certificate)) == NULL)
			return false;
	}
	return true;
}

static bool
card_from_json(const json_t *json, struct vcard *card)
{
	const char *kind = json_string_value(json_object_get(json, "kind"));
	const json_t *pins = json_object_get(json, "pins");

	if (json_integer_value(json_object_get(json, "version")) !=
		STORE_VERSION ||
	    kind == NULL || !vkind_from_code(kind, &card->kind))
		return false;
	card->quirks =
	    (unsigned)json_integer_value(json_object_get(json, "quirks"));
	card->filler = (int)json_integer_value(json_object_get(json, "filler"));
	if (!texts_from_json(json, card) || !keys_from_json(json, card))
		return false;
	for (int i = 0; i < VREF_COUNT; i++)
		if (!pin_from_json(
			json_object_get(pins, refs[i].code), &card->pin[i]))
			return false;
	return card->filler >= 0 && card->filler <= 4096;
}

enum vresult
vcard_load(const char *path, struct vcard **out)
{
	struct vcard *card = calloc(1, sizeof(*card));
	char *text = vfile_read(path);
	json_t *json = NULL;
	json_error_t why;
	enum vresult result = V_OUTSIDE;

	*out = NULL;
	if (card == NULL || text == NULL) {
		vsay(result, "%s: the card file cannot be read", path);
		goto out;
	}
	if ((result = vcard_name(card, path)) != V_OK)
		goto out;
	json = json_loads(text, 0, &why);
	if (json == NULL || !card_from_json(json, card)) {
		result = vsay(V_OUTSIDE, "%s: not a card file", path);
		goto out;
	}
	*out = card;
	card = NULL;
	result = V_OK;
out:
	json_decref(json);
	if (text != NULL)
		explicit_bzero(text, strlen(text));
	free(text);
	vcard_free(&card);
	return result;
}

enum vresult
vcard_name(struct vcard *card, const char *path)
{
	char *slash = NULL;

	if (strlen(path) >= sizeof(card->path))
		return vsay(V_USAGE, "the path is too long");
	strcpy(card->path, path);
	strcpy(card->folder, path);
	if ((slash = strrchr(card->folder, '/')) == NULL)
		strcpy(card->folder, ".");
	else if (slash == card->folder)
		slash[1] = '\0';
	else
		*slash = '\0';
	return V_OK;
}

static json_t *
card_to_json(const struct vcard *card)
{
	json_t *json = json_pack("{s:i, s:s, s:i, s:i, s:{}, s:{}, s:{}}",
	    "version", STORE_VERSION, "kind", kind_codes[card->kind], "quirks",
	    (int)card->quirks, "filler", card->filler, "pins", "keys",
	    "certificates");
	json_t *pins = json_object_get(json, "pins");
	bool failed = json == NULL;

	for (size_t i = 0; i < TEXT_COUNT; i++)
		failed |=
		    json_object_set_new(json, texts[i].name,
			json_string((const char *)card + texts[i].offset)) != 0;
	for (size_t i = 0; i < FLAG_COUNT; i++) {
		const bool *flag =
		    (const bool *)(const void *)((const char *)card +
						 flags[i].offset);

		failed |= json_object_set_new(
			      json, flags[i].name, json_boolean(*flag)) != 0;
	}
	for (int i = 0; i < VREF_COUNT; i++)
		if (card->pin[i].present)
			failed |= json_object_set_new(pins, refs[i].code,
				      pin_to_json(&card->pin[i])) != 0;
	for (int i = 0; i < VKEY_COUNT; i++) {
		if (card->key[i] != NULL)
			failed |=
			    json_object_set_new(json_object_get(json, "keys"),
				key_codes[i], json_string(card->key[i])) != 0;
		if (card->certificate[i] != NULL)
			failed |= json_object_set_new(
				      json_object_get(json, "certificates"),
				      key_codes[i],
				      json_string(card->certificate[i])) != 0;
	}
	if (failed) {
		json_decref(json);
		json = NULL;
	}
	return json;
}

enum vresult
vcard_save(const struct vcard *card, bool must_be_new)
{
	json_t *json = card_to_json(card);
	char *text = json != NULL ? json_dumps(json, JSON_INDENT(1)) : NULL;
	enum vresult result = V_OUTSIDE;

	if (text == NULL)
		vsay(result, "%s: no memory", card->path);
	else
		result =
		    vfile_write(card->path, text, strlen(text), must_be_new);
	if (text != NULL)
		explicit_bzero(text, strlen(text));
	free(text);
	json_decref(json);
	return result;
}

void
vcard_free(struct vcard **card)
{
	if (*card == NULL)
		return;
	for (int i = 0; i < VKEY_COUNT; i++) {
		if ((*card)->key[i] != NULL)
			explicit_bzero(
			    (*card)->key[i], strlen((*card)->key[i]));
		free((*card)->key[i]);
		free((*card)->certificate[i]);
	}
	explicit_bzero(*card, sizeof(**card));
	free(*card);
	*card = NULL;
}
