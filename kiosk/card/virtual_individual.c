/* virtual_individual.c -- the interpreter: parsing, the table of instructions,
 * selection and reading. */
#include "card/virtual_command.h"

#include <string.h>

/* individual-number-card 1: what readers make of this card. */
static const uint8_t atr_contactless[] = {0x3b, 0x88, 0x80, 0x01, 0x00, 0x00,
    0x05, 0xe0, 0xb3, 0x81, 0xa1, 0x00, 0x7f};
static const uint8_t atr_contact[] = {
    0x3b, 0xe0, 0x00, 0xff, 0x81, 0x31, 0xfe, 0x45, 0x14};

static const struct {
	uint8_t cla, ins;
	vhandler *run;
} instructions[] = {
    {0x00, 0xa4, vchip_select},
    {0x00, 0xb0, vchip_read_binary},
    {0x00, 0xb2, vchip_read_record},
    {0x00, 0xca, vchip_get_data},
    {0x00, 0x20, vchip_verify},
    {0x00, 0x24, vchip_change_reference},
    {0x80, 0x32, vchip_change_key},
    {0x80, 0x2a, vchip_sign},
    {VCLA_TRAINING, 0x7e, vchip_training_reset},
};

void
vchip_power_on(struct vchip *chip, struct vcard *card)
{
	*chip = (struct vchip){
	    .card = card, .proven = VREF_COUNT, .is_first = true};
}

void
vchip_reset(struct vchip *chip)
{
	chip->ap = VAP_NONE;
	chip->ef = 0;
	chip->proven = VREF_COUNT;
}

const uint8_t *
vchip_atr(const struct vchip *chip, size_t *len)
{
	*len =
	    chip->card->contact ? sizeof(atr_contact) : sizeof(atr_contactless);
	return chip->card->contact ? atr_contact : atr_contactless;
}

static size_t
two_bytes(const uint8_t *at)
{
	return (size_t)at[0] << 8 | at[1];
}

/* Behind the header: 00 hh ll [data] [hh ll], or 00 hh ll alone as Le. */
static bool
parse_extended(const uint8_t *rest, size_t n, struct vcommand *out)
{
	size_t value = two_bytes(rest + 1);

	if (n == 3) {
		out->le = value != 0 ? value : 65536;
		return true;
	}
	if (value == 0 || (n != 3 + value && n != 5 + value))
		return false;
	out->lc = value;
	out->data = rest + 3;
	if (n == 5 + value) {
		value = two_bytes(rest + 3 + out->lc);
		out->le = value != 0 ? value : 65536;
	}
	return true;
}

bool
vcommand_parse(const uint8_t *bytes, size_t n, struct vcommand *out)
{
	const uint8_t *rest = bytes + 4;

	*out = (struct vcommand){0};
	if (n < 4)
		return false;
	out->cla = bytes[0];
	out->ins = bytes[1];
	out->p1 = bytes[2];
	out->p2 = bytes[3];
	n -= 4;
	if (n == 0)
		return true;
	if (n >= 3 && rest[0] == 0x00)
		return parse_extended(rest, n, out);
	if (n == 1) {
		out->le = rest[0] != 0 ? rest[0] : 256;
		return true;
	}
	out->lc = rest[0];
	out->data = rest + 1;
	if (out->lc == 0 || n < 1 + out->lc || n > 2 + out->lc)
		return false;
	if (n == 2 + out->lc)
		out->le = rest[n - 1] != 0 ? rest[n - 1] : 256;
	return true;
}

/* What this card's quirks refuse before it looks closer; VSW_DONE: nothing. */
static uint16_t
refuse_length(const struct vchip *chip, const struct vcommand *c,
    const uint8_t *bytes, size_t n)
{
	unsigned quirks = chip->card->quirks;
	bool extended = n > 6 && bytes[4] == 0x00;

	if ((quirks & VQUIRK_SHORT_ONLY) != 0 && extended)
		return VSW_LENGTH;
	if ((quirks & VQUIRK_LE_255) != 0 && c->le > 255)
		return VSW_LENGTH;
	return VSW_DONE;
}

static uint16_t
run_command(struct vchip *chip, const struct vcommand *c, struct vbytes *out)
{
	bool ins_known = false;

	if ((c->cla & 0x60) == 0x00 && (c->cla & 0x0c) != 0)
		return VSW_MESSAGING;
	if ((c->cla & 0x60) == 0x00 && (c->cla & 0x03) != 0)
		return VSW_CHANNEL;
	if ((c->cla & 0xc0) == 0x40)
		return VSW_CHANNEL;
	if (c->cla != 0x00 && c->cla != 0x80 &&
	    (c->cla != VCLA_TRAINING || !chip->card->training))
		return VSW_CLA;
	for (size_t i = 0; i < sizeof(instructions) / sizeof(instructions[0]);
	     i++) {
		if (instructions[i].ins != c->ins)
			continue;
		if (instructions[i].cla == c->cla)
			return instructions[i].run(chip, c, out);
		ins_known = true;
	}
	return ins_known ? VSW_CLA : VSW_INS;
}

bool
vchip_exchange(struct vchip *chip, const uint8_t *command, size_t len,
    struct vbytes *answer)
{
	struct vcommand c;
	struct vbytes data = {0};
	bool first = chip->is_first;
	uint16_t sw = VSW_LENGTH;

	chip->is_first = false;
	if ((chip->card->quirks & VQUIRK_ONLY_6F00) != 0 ||
	    (first && (chip->card->quirks & VQUIRK_FIRST_6F00) != 0))
		sw = VSW_INTERNAL; /* section 9: seen on one card */
	else if (vcommand_parse(command, len, &c) &&
		 (sw = refuse_length(chip, &c, command, len)) == VSW_DONE)
		sw = run_command(chip, &c, &data);
	if (data.failed)
		sw = VSW_INTERNAL;
	else if (sw == VSW_DONE)
		vbytes_put(answer, data.data, data.len);
	vbytes_put_number(answer, sw, 2);
	vbytes_free(&data);
	return !answer->failed;
}

static uint16_t
select_application(struct vchip *chip, const struct vcommand *c)
{
	enum vap ap = VAP_NONE;

	if (c->lc == 0 || c->lc > 16)
		return VSW_LENGTH;
	if ((ap = vfiles_find_ap(chip->card, c->data, c->lc)) == VAP_NONE)
		return VSW_NO_FILE;
	/* Section 10: only another application ends what was verified. */
	if (ap != chip->verified_ap)
		chip->verified = 0;
	chip->verified_ap = ap;
	chip->ap = ap;
	chip->ef = 0;
	chip->proven = VREF_COUNT;
	return VSW_DONE;
}

static uint16_t
select_file(struct vchip *chip, const struct vcommand *c)
{
	struct vfile file;

	if (c->lc != 2)
		return VSW_LENGTH;
	if (!vfiles_find(
		chip->card, chip->ap, (uint16_t)two_bytes(c->data), &file))
		return VSW_NO_FILE;
	chip->ef = file.id;
	chip->proven = VREF_COUNT;
	return VSW_DONE;
}

/* The trap of section 2: it says yes and changes nothing. */
static uint16_t
select_master(const struct vchip *chip, const struct vcommand *c)
{
	if (c->lc != 0)
		return VSW_NO_FILE;
	return chip->ap == VAP_NONE ? VSW_P1P2 : VSW_DONE;
}

uint16_t
vchip_select(struct vchip *chip, const struct vcommand *c, struct vbytes *out)
{
	(void)out; /* no FCI is ever given */
	if (c->p1 == 0x00 && (c->p2 == 0x00 || c->p2 == 0x0c))
		return select_master(chip, c);
	if (c->p1 == 0x04 && c->p2 == 0x0c)
		return select_application(chip, c);
	if (c->p1 == 0x02 && c->p2 == 0x0c)
		return select_file(chip, c);
	return VSW_P1P2;
}

uint16_t
vchip_take_file(struct vchip *chip, uint8_t short_id, struct vfile *out)
{
	uint16_t id = short_id != 0 ? short_id : chip->ef;

	if (id == 0)
		return VSW_NO_CURRENT;
	if (!vfiles_find(chip->card, chip->ap, id, out))
		return VSW_NO_FILE;
	if (id != chip->ef)
		chip->proven = VREF_COUNT;
	chip->ef = id;
	return VSW_DONE;
}

bool
vchip_is_open(const struct vchip *chip, unsigned opened_by)
{
	if (opened_by == VOPEN_NEVER)
		return false;
	return opened_by == 0 || (chip->verified_ap == chip->ap &&
				     (chip->verified & opened_by) != 0);
}

/* Add from offset at most le bytes of a file's content. */
static uint16_t
read_content(struct vchip *chip, const struct vfile *file, size_t offset,
    size_t le, struct vbytes *out)
{
	struct vbytes content = {0};
	uint16_t sw = VSW_DONE;

	if (!vchip_is_open(chip, file->opened_by))
		return VSW_NOT_VERIFIED;
	if (!file->build(chip->card, &content))
		sw = VSW_INTERNAL;
	else if (offset >= content.len)
		sw = VSW_PAST_END;
	else
		vbytes_put(out, content.data + offset,
		    content.len - offset < le ? content.len - offset : le);
	vbytes_free(&content);
	return sw;
}

uint16_t
vchip_read_binary(
    struct vchip *chip, const struct vcommand *c, struct vbytes *out)
{
	bool by_short_id = (c->p1 & 0x80) != 0;
	uint8_t short_id = by_short_id ? c->p1 & 0x1f : 0;
	size_t offset = by_short_id ? c->p2 : (size_t)c->p1 << 8 | c->p2;
	struct vfile file;
	uint16_t sw = VSW_DONE;

	if (c->lc != 0 || c->le == 0)
		return VSW_LENGTH;
	if (by_short_id && ((c->p1 & 0x60) != 0 || short_id == 0))
		return VSW_P1P2;
	if ((sw = vchip_take_file(chip, short_id, &file)) != VSW_DONE)
		return sw;
	if (file.type != VTYPE_BINARY)
		return VSW_FILE_TYPE;
	return read_content(chip, &file, offset, c->le, out);
}

uint16_t
vchip_read_record(
    struct vchip *chip, const struct vcommand *c, struct vbytes *out)
{
	struct vfile file;
	uint16_t sw = VSW_DONE;

	if (c->lc != 0 || c->le == 0)
		return VSW_LENGTH;
	if ((c->p2 & 0x07) != 0x04) /* P1 is a record number */
		return VSW_P1P2;
	if ((sw = vchip_take_file(chip, c->p2 >> 3, &file)) != VSW_DONE)
		return sw;
	if (file.type != VTYPE_RECORD)
		return VSW_FILE_TYPE;
	if (c->p1 != 1)
		return VSW_NO_RECORD;
	return read_content(chip, &file, 0, c->le, out);
}

/* Section 8: only without an application. Tag and length before the value as
 * GlobalPlatform does it; the shape on real cards is not documented. */
uint16_t
vchip_get_data(struct vchip *chip, const struct vcommand *c, struct vbytes *out)
{
	const struct {
		unsigned tag;
		const char *value;
	} objects[] = {{0x0045, chip->card->chip_serial},
	    {0x00f0, chip->card->municipality}, {0x00f2, chip->card->expiry}};
	unsigned tag = (unsigned)c->p1 << 8 | c->p2;

	if (c->lc != 0 || c->le == 0)
		return VSW_LENGTH;
	if (chip->ap != VAP_NONE && chip->ap != VAP_ISSUER)
		return VSW_CONDITIONS;
	for (size_t i = 0; i < sizeof(objects) / sizeof(objects[0]); i++) {
		if (objects[i].tag != tag || objects[i].value[0] == '\0')
			continue;
		vbytes_put_object(
		    out, tag, objects[i].value, strlen(objects[i].value));
		return VSW_DONE;
	}
	return VSW_NO_REFERENCE;
}
