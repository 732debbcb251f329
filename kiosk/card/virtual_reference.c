/* virtual_reference.c -- the card's secrets: verifying, counting, changing;
 * and signing, which needs them (individual-number-card 4, 5). */
#include "card/virtual_command.h"

#include <string.h>

enum alphabet { DIGITS, UPPER_AND_DIGITS };

/* individual-number-card 4: lengths and characters. Whether real cards look
 * at the characters of a new value is unknown; this one does. */
static const struct {
	size_t least, most;
	enum alphabet alphabet;
	uint8_t change_ins; /* 0: cannot be changed */
} rules[VREF_COUNT] = {
    [VREF_SIGN] = {6, 16, UPPER_AND_DIGITS, 0x24},
    [VREF_AUTH] = {4, 4, DIGITS, 0x24},
    [VREF_INPUT] = {4, 4, DIGITS, 0x24},
    [VREF_JUKI] = {4, 4, DIGITS, 0x32},
    [VREF_COMMON] = {4, 4, DIGITS, 0x32},
    [VREF_TEXT_BLOCKED] = {1, 16, DIGITS, 0},
    [VREF_TEXT_A] = {12, 12, DIGITS, 0},
    [VREF_TEXT_B] = {14, 14, DIGITS, 0},
    [VREF_VISUAL_BIRTH] = {6, 6, DIGITS, 0},
    [VREF_VISUAL_B] = {14, 14, DIGITS, 0},
    [VREF_VISUAL_A] = {12, 12, DIGITS, 0},
};

/* The reference that P2 names. */
static uint16_t
take_reference(struct vchip *chip, uint8_t p2, enum vref *out)
{
	struct vfile file;
	uint16_t sw = VSW_DONE;

	if ((p2 & 0x80) == 0 || (p2 & 0x60) != 0)
		return VSW_P1P2;
	if ((sw = vchip_take_file(chip, p2 & 0x1f, &file)) != VSW_DONE)
		return sw;
	if (file.type != VTYPE_PIN)
		return VSW_FILE_TYPE;
	*out = file.ref;
	return chip->card->pin[file.ref].present ? VSW_DONE : VSW_NO_REFERENCE;
}

/* Section 4.1: how many tries are left, without spending one. */
static uint16_t
query(const struct vchip *chip, enum vref ref)
{
	const struct vpin *pin = &chip->card->pin[ref];

	if (pin->tries == 0 && (chip->card->quirks & VQUIRK_BLOCKED_6984) != 0)
		return VSW_BLOCKED;
	if ((chip->verified & 1U << ref) != 0 &&
	    (chip->card->quirks & VQUIRK_QUERY_9000) != 0)
		return VSW_DONE;
	return (uint16_t)(VSW_WRONG | pin->tries);
}

/* The try is on the disk before anything is compared, so that no power cut
 * gives it back. */
static uint16_t
try_value(struct vchip *chip, enum vref ref, const uint8_t *value, size_t len)
{
	struct vpin *pin = &chip->card->pin[ref];
	int left = 0;

	pin->tries--;
	if (vcard_save(chip->card, false) != V_OK) {
		pin->tries++;
		return VSW_MEMORY;
	}
	chip->verified &= ~(1U << ref);
	chip->proven = VREF_COUNT;
	if (!vpin_matches(pin, value, len))
		return (uint16_t)(VSW_WRONG | pin->tries);
	left = pin->tries;
	pin->tries = pin->tries_most;
	if (vcard_save(chip->card, false) != V_OK) {
		pin->tries = left;
		return VSW_MEMORY;
	}
	chip->verified |= 1U << ref;
	chip->verified_ap = chip->ap;
	chip->proven = ref;
	return VSW_DONE;
}

uint16_t
vchip_verify(struct vchip *chip, const struct vcommand *c, struct vbytes *out)
{
	enum vref ref = VREF_COUNT;
	uint16_t sw = VSW_DONE;

	(void)out;
	if (c->p1 != 0x00)
		return VSW_P1P2;
	if (c->le != 0)
		return VSW_LENGTH; /* the query has four bytes, not five */
	if ((sw = take_reference(chip, c->p2, &ref)) != VSW_DONE)
		return sw;
	if (c->lc == 0)
		return query(chip, ref);
	if (chip->card->pin[ref].tries == 0)
		return VSW_BLOCKED;
	/* Whether a wrong length costs a try is unknown: here it does not. */
	if (c->lc < rules[ref].least || c->lc > rules[ref].most)
		return VSW_LENGTH;
	return try_value(chip, ref, c->data, c->lc);
}

static bool
has_only(enum alphabet alphabet, const uint8_t *value, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		bool digit = value[i] >= '0' && value[i] <= '9';
		bool upper = value[i] >= 'A' && value[i] <= 'Z';

		if (!digit && (alphabet == DIGITS || !upper))
			return false;
	}
	return true;
}

static uint16_t
judge_value(enum vref ref, const struct vcommand *c)
{
	if (c->le != 0 || c->lc < rules[ref].least || c->lc > rules[ref].most)
		return VSW_LENGTH;
	return has_only(rules[ref].alphabet, c->data, c->lc) ? VSW_DONE
							     : VSW_DATA;
}

/* The new value with all its tries, on the disk before the answer. */
static uint16_t
store_value(struct vchip *chip, enum vref ref, const struct vcommand *c)
{
	struct vpin before = chip->card->pin[ref];
	uint16_t sw = VSW_MEMORY;

	if (vpin_set(
		&chip->card->pin[ref], c->data, c->lc, before.tries_most) &&
	    vcard_save(chip->card, false) == V_OK)
		sw = VSW_DONE;
	if (sw != VSW_DONE)
		chip->card->pin[ref] = before;
	chip->proven = VREF_COUNT; /* a second change needs a second VERIFY */
	return sw;
}

/* Section 4.3: the new value only, after VERIFY in the same selection. */
static uint16_t
change(struct vchip *chip, const struct vcommand *c)
{
	enum vref ref = VREF_COUNT;
	uint16_t sw = VSW_DONE;

	if ((sw = take_reference(chip, c->p2, &ref)) != VSW_DONE)
		return sw;
	if (rules[ref].change_ins == 0)
		return VSW_CONDITIONS;
	if (rules[ref].change_ins != c->ins)
		return VSW_INS; /* each application knows one of the two */
	if (chip->card->pin[ref].tries == 0)
		return VSW_BLOCKED;
	if (chip->proven != ref)
		return VSW_NOT_VERIFIED;
	if ((sw = judge_value(ref, c)) != VSW_DONE)
		return sw;
	return store_value(chip, ref, c);
}

uint16_t
vchip_change_reference(
    struct vchip *chip, const struct vcommand *c, struct vbytes *out)
{
	(void)out;
	return c->p1 == 0x01 ? change(chip, c) : VSW_P1P2;
}

uint16_t
vchip_change_key(
    struct vchip *chip, const struct vcommand *c, struct vbytes *out)
{
	(void)out;
	return c->p1 == 0x00 ? change(chip, c) : VSW_P1P2;
}

/*
 * Invented for training, on no real card: the issuer's reset is not public
 * (section 4.4). F7 7E 54 80 Lc <new value> gives the selected reference that
 * value and all its tries, without the old one and also when it is blocked.
 * Any PIN that can be changed can be reset.
 */
uint16_t
vchip_training_reset(
    struct vchip *chip, const struct vcommand *c, struct vbytes *out)
{
	enum vref ref = VREF_COUNT;
	uint16_t sw = VSW_DONE;

	(void)out;
	if (c->p1 != 'T')
		return VSW_P1P2;
	if ((sw = take_reference(chip, c->p2, &ref)) != VSW_DONE)
		return sw;
	if (rules[ref].change_ins == 0)
		return VSW_CONDITIONS;
	if ((sw = judge_value(ref, c)) != VSW_DONE)
		return sw;
	/* it was verified with another value */
	chip->verified &= ~(1U << ref);
	return store_value(chip, ref, c);
}

/* Forms of P1, section 5. All end in one RSA operation. */
enum {
	SIGN_RAW,
	SIGN_HASH,
	SIGN_GIVEN,
	SIGN_WRAP,
	SIGN_PSS,
	SIGN_PSS_HASH,
	SIGN_FORMS
};

static const struct {
	size_t least, most; /* bytes of data */
	bool hash_first;    /* the card hashes the data */
	bool wrap;	    /* and puts the hash into a DigestInfo */
	bool pss;
} forms[SIGN_FORMS] = {
    [SIGN_RAW] = {1, 245, false, false, false},
    [SIGN_HASH] = {1, 65535, true, false, false},
    [SIGN_GIVEN] = {VHASH_LEN, VHASH_LEN, false, true, false},
    [SIGN_WRAP] = {1, 65535, true, true, false},
    [SIGN_PSS] = {VHASH_LEN, VHASH_LEN, false, false, true},
    [SIGN_PSS_HASH] = {1, 65535, true, false, true},
};

static bool
sign(const char *key, int form, const struct vcommand *c,
    uint8_t out[VSIGNATURE_LEN])
{
	/* DigestInfo of SHA-256; the hash goes to its end. */
	uint8_t info[19 + VHASH_LEN] = {0x30, 0x31, 0x30, 0x0d, 0x06, 0x09,
	    0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00,
	    0x04, 0x20};
	const uint8_t *data = c->data;
	size_t len = c->lc;

	if (forms[form].hash_first) {
		if (!vcrypto_sha256(c->data, c->lc, info + 19))
			return false;
		data = info + 19;
		len = VHASH_LEN;
	} else if (forms[form].wrap) {
		memcpy(info + 19, c->data, VHASH_LEN);
	}
	if (forms[form].wrap) {
		data = info;
		len = sizeof(info);
	}
	return forms[form].pss ? vcrypto_sign_pss(key, data, out)
			       : vcrypto_sign(key, data, len, out);
}

/* The key: in the text application P2 = 00 with the current rules of section
 * 6 means EF 0013; elsewhere P2 is 80 or 80|EF. */
static uint16_t
take_key(struct vchip *chip, uint8_t p2, struct vfile *out)
{
	uint16_t sw = VSW_DONE;

	if (chip->ap == VAP_TEXT && p2 == 0x00)
		return vfiles_find(chip->card, VAP_TEXT, 0x0013, out)
			   ? VSW_DONE
			   : VSW_NO_FILE;
	if ((p2 & 0x80) == 0 || (p2 & 0x60) != 0)
		return VSW_P1P2;
	if ((sw = vchip_take_file(chip, p2 & 0x1f, out)) != VSW_DONE)
		return sw;
	return out->type == VTYPE_KEY ? VSW_DONE : VSW_FILE_TYPE;
}

uint16_t
vchip_sign(struct vchip *chip, const struct vcommand *c, struct vbytes *out)
{
	uint8_t signature[VSIGNATURE_LEN];
	const char *key = NULL;
	struct vfile file;
	uint16_t sw = VSW_DONE;

	if (c->p1 >= SIGN_FORMS)
		return VSW_P1P2;
	if ((sw = take_key(chip, c->p2, &file)) != VSW_DONE)
		return sw;
	if (!vchip_is_open(chip, file.opened_by))
		return VSW_NOT_VERIFIED;
	if (c->lc < forms[c->p1].least || c->lc > forms[c->p1].most ||
	    c->le == 0)
		return VSW_LENGTH;
	if (c->le < VSIGNATURE_LEN)
		return VSW_LE_IS_256;
	if ((key = vcard_get_key(chip->card, file.key)) == NULL ||
	    !sign(key, c->p1, c, signature))
		return VSW_INTERNAL;
	vbytes_put(out, signature, sizeof(signature));
	return VSW_DONE;
}
