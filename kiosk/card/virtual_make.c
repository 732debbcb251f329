/* virtual_make.c -- a new virtual card from its description.
 *
 * One JSON object. Texts: kind (plastic, phone, combined, other), name,
 * address, birth and expiry (YYYYMMDD), issued (YYYYMMDD; left out: ten years
 * before expiry), sex (one character), chip_serial (15 digits), municipality
 * (5), number (12, fictional), security_code (4), birth_printed (YYMMDD as
 * printed on the face; left out: the year of the Japanese era,
 * individual-number-card 4), interface (contactless, contact). Flags: sign,
 * auth (certificates; left out: true; sign false is a child's card),
 * training (left out: false; true lets the invented issuer's command of
 * virtual_reference.c reset its PINs), wide_lengths. Number: filler. Lists:
 * quirks (the codes of virtual_store.c) and missing: applications (jpki, text,
 * visual, juki, common) and files ("juki:001C") that the card lacks.
 *
 * pins: an object with sign, auth, input, juki, common; each a text, null (the
 * reference is not set) or {"value": text, "tries": left} where tries 0 is
 * blocked. A kind needs the references it carries: a phone only sign and auth,
 * another card none. 照合番号A and B and the birth key follow from the rest;
 * they too may be given (text-a, text-b, visual-a, visual-b, visual-birth) to
 * say how many tries are left. */
#include "card/virtual_files.h"

#include <stdlib.h>
#include <string.h>

#include <jansson.h>

struct shape {
	const char *name;
	size_t offset;
	size_t size;
	size_t digits; /* exactly so many, 0: any text */
	const char *fallback;
};

#define SHAPE(member, digits, fallback) \
	{ \
#member, offsetof(struct vcard, member), \
		    sizeof(((struct vcard *)NULL)->member), digits, fallback \
	}

static const struct shape shapes[] = {SHAPE(name, 0, NULL),
    SHAPE(address, 0, NULL), SHAPE(sex, 0, NULL), SHAPE(birth, 8, NULL),
    SHAPE(expiry, 8, NULL), SHAPE(issued, 8, ""), SHAPE(chip_serial, 15, NULL),
    SHAPE(municipality, 5, NULL), SHAPE(number, 12, NULL)};

/* YYYYMMDD that a calendar knows: certificates refuse others. */
static bool
is_date(const char *text)
{
	static const int days[] = {
	    31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	int year = 0, month = 0, day = 0, last = 0;

	if (sscanf(text, "%4d%2d%2d", &year, &month, &day) != 3 || year < 1 ||
	    month < 1 || month > 12)
		return false;
	last = days[month - 1];
	if (month == 2 && year % 4 == 0 && (year % 100 != 0 || year % 400 == 0))
		last++;
	return day >= 1 && day <= last;
}

static enum vresult
take_texts(const json_t *from, struct vcard *card)
{
	for (size_t i = 0; i < sizeof(shapes) / sizeof(shapes[0]); i++) {
		const struct shape *s = &shapes[i];
		const char *value =
		    json_string_value(json_object_get(from, s->name));

		if (value == NULL && s->fallback == NULL)
			return vsay(V_USAGE, "\"%s\" is missing", s->name);
		if (value == NULL)
			continue;
		if (strlen(value) >= s->size)
			return vsay(V_USAGE, "\"%s\" is too long", s->name);
		if (s->digits != 0 && !vbytes_is_digits(value, s->digits))
			return vsay(V_USAGE, "\"%s\" is not %zu digits",
			    s->name, s->digits);
		if (s->digits == 8 && !is_date(value))
			return vsay(V_USAGE, "\"%s\" is no date", s->name);
		strcpy((char *)card + s->offset, value);
	}
	if (card->issued[0] == '\0') {
		int year = (card->expiry[0] - '0') * 1000 +
			   (card->expiry[1] - '0') * 100 +
			   (card->expiry[2] - '0') * 10 +
			   (card->expiry[3] - '0');

		strcpy(card->issued, card->expiry);
		year = year > 10 ? year - 10 : 0;
		for (int i = 3; i >= 0; i--, year /= 10)
			card->issued[i] = (char)('0' + year % 10);
		if (strcmp(card->issued + 4, "0229") == 0)
			strcpy(card->issued + 4, "0228");
	}
	return V_OK;
}

static enum vresult
take_missing(const json_t *from, struct vcard *card)
{
	const json_t *list = json_object_get(from, "missing");

	for (size_t i = 0; i < json_array_size(list); i++) {
		const char *name = json_string_value(json_array_get(list, i));

		if (name == NULL || !vfiles_is_name(name))
			return vsay(
			    V_USAGE, "\"missing\" holds an unknown one");
		if (strlen(card->missing) + strlen(name) + 1 >=
		    sizeof(card->missing))
			return vsay(V_USAGE, "\"missing\" is too long");
		strcat(strcat(card->missing, name), " ");
	}
	return V_OK;
}

static bool
flag_of(const json_t *from, const char *name, bool otherwise)
{
	const json_t *value = json_object_get(from, name);

	return json_is_boolean(value) ? json_is_true(value) : otherwise;
}

static enum vresult
take_style(const json_t *from, struct vcard *card)
{
	const char *kind = json_string_value(json_object_get(from, "kind"));
	const char *interface =
	    json_string_value(json_object_get(from, "interface"));
	const json_t *quirks = json_object_get(from, "quirks");
	json_int_t filler = json_integer_value(json_object_get(from, "filler"));

	if (kind == NULL || !vkind_from_code(kind, &card->kind))
		return vsay(V_USAGE, "\"kind\" is none of ours");
	if (filler < 0 || filler > 4096)
		return vsay(V_USAGE, "\"filler\" is not 0 to 4096");
	card->filler = (int)filler;
	card->contact = interface != NULL && strcmp(interface, "contact") == 0;
	card->training = flag_of(from, "training", false);
	card->wide_lengths = flag_of(from, "wide_lengths", false);
	card->has_sign = flag_of(from, "sign", true);
	card->has_auth = flag_of(from, "auth", true);
	for (size_t i = 0; i < json_array_size(quirks); i++) {
		const char *code = json_string_value(json_array_get(quirks, i));

		if (code == NULL || !vquirk_from_code(code, &card->quirks))
			return vsay(V_USAGE, "\"quirks\" holds an unknown one");
	}
	return take_missing(from, card);
}

/* Eras by their first day, individual-number-card 4; the latest first. */
static const struct {
	const char *from;
	int before; /* the year before its first */
} eras[] = {{"20190501", 2018}, {"19890108", 1988}, {"19261225", 1925},
    {"19120730", 1911}, {"18680908", 1867}};

/* YYMMDD with the year of the era, as on the card's face. */
static bool
printed_birth(const char *birth, char out[7])
{
	int year = 0;

	for (int i = 0; i < 4; i++)
		year = year * 10 + (birth[i] - '0');
	for (size_t i = 0; i < sizeof(eras) / sizeof(eras[0]); i++) {
		if (strcmp(birth, eras[i].from) < 0)
			continue;
		year -= eras[i].before;
		out[0] = (char)('0' + year / 10 % 10);
		out[1] = (char)('0' + year % 10);
		memcpy(out + 2, birth + 4, 5);
		return true;
	}
	return false;
}

static enum vresult
put_pin(
    struct vcard *card, enum vref ref, const json_t *json, const char *derived)
{
	const char *value =
	    json_is_object(json)
		? json_string_value(json_object_get(json, "value"))
		: json_string_value(json);
	const json_t *tries = json_object_get(json, "tries");
	int most = vref_tries(ref);

	if (json_is_null(json))
		return V_OK; /* not set: the card answers 6A88 */
	if (derived != NULL)
		value = derived;
	if (value == NULL)
		return vsay(
		    V_USAGE, "\"pins\": \"%s\" is missing", vref_code(ref));
	if (!vpin_set(
		&card->pin[ref], (const uint8_t *)value, strlen(value), most))
		return vsay(V_OUTSIDE, "no random numbers");
	if (tries != NULL)
		card->pin[ref].tries = (int)json_integer_value(tries);
	if (card->pin[ref].tries < 0 || card->pin[ref].tries > most)
		return vsay(V_USAGE, "\"pins\": \"%s\" has at most %d tries",
		    vref_code(ref), most);
	return V_OK;
}

/* 照合番号A is the number; B is the printed birth date, the year of expiry
 * and the security code; individual-number-card 4. */
static enum vresult
take_check_numbers(const json_t *from, struct vcard *card)
{
	const json_t *pins = json_object_get(from, "pins");
	const char *code =
	    json_string_value(json_object_get(from, "security_code"));
	const char *printed =
	    json_string_value(json_object_get(from, "birth_printed"));
	char birth[7] = "", b[15];
	const struct {
		enum vref ref;
		const char *value;
	} derived[] = {{VREF_TEXT_A, card->number},
	    {VREF_VISUAL_A, card->number}, {VREF_TEXT_B, b}, {VREF_VISUAL_B, b},
	    {VREF_VISUAL_BIRTH, birth}};
	enum vresult result = V_OK;

	if (code == NULL || !vbytes_is_digits(code, 4))
		return vsay(V_USAGE, "\"security_code\" is not 4 digits");
	if (printed != NULL && !vbytes_is_digits(printed, 6))
		return vsay(V_USAGE, "\"birth_printed\" is not 6 digits");
	if (printed != NULL)
		strcpy(birth, printed);
	else if (!printed_birth(card->birth, birth))
		return vsay(V_USAGE, "\"birth\" is before Meiji");
	snprintf(b, sizeof(b), "%s%.4s%s", birth, card->expiry, code);
	for (size_t i = 0; i < 5 && result == V_OK; i++)
		result = put_pin(card, derived[i].ref,
		    json_object_get(pins, vref_code(derived[i].ref)),
		    derived[i].value);
	/* A reference that is blocked from the beginning has some value. */
	if (result == V_OK) {
		result = put_pin(card, VREF_TEXT_BLOCKED, NULL, "");
		card->pin[VREF_TEXT_BLOCKED].tries = 0;
	}
	explicit_bzero(b, sizeof(b));
	return result;
}

static enum vresult
take_pins(const json_t *from, struct vcard *card)
{
	const json_t *pins = json_object_get(from, "pins");
	bool whole = card->kind != VKIND_PHONE;
	const struct {
		enum vref ref;
		bool here;
	} wanted[] = {{VREF_SIGN, card->has_sign}, {VREF_AUTH, true},
	    {VREF_INPUT, whole}, {VREF_JUKI, whole}, {VREF_COMMON, whole}};
	enum vresult result = V_OK;

	for (size_t i = 0; i < 5 && result == V_OK; i++)
		if (wanted[i].here)
			result = put_pin(card, wanted[i].ref,
			    json_object_get(pins, vref_code(wanted[i].ref)),
			    NULL);
	if (result == V_OK && whole)
		result = take_check_numbers(from, card);
	return result;
}

enum vresult
vcard_make(FILE *description, const char *path)
{
	struct vcard *card = calloc(1, sizeof(*card));
	json_error_t why;
	json_t *json = json_loadf(description, JSON_REJECT_DUPLICATES, &why);
	enum vresult result = V_OUTSIDE;

	if (card == NULL)
		goto out;
	result = V_USAGE;
	if (!json_is_object(json)) {
		vsay(result, "the description, line %d: %s",
		    json == NULL ? why.line : 1,
		    json == NULL ? why.text : "not a JSON object");
		goto out;
	}
	if ((result = take_style(json, card)) != V_OK)
		goto out;
	if (card->kind != VKIND_OTHER &&
	    ((result = take_texts(json, card)) != V_OK ||
		(result = take_pins(json, card)) != V_OK))
		goto out;
	if ((result = vcard_name(card, path)) == V_OK)
		result = vcard_save(card, true);
	if (result == V_NO)
		vsay(result, "%s: there is a card already", path);
out:
	json_decref(json);
	vcard_free(&card);
	return result;
}
