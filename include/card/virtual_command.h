/* virtual_command.h -- one command of the virtual card taken apart, and the
 * handlers that its table of instructions names. */
#ifndef KIOSK_CARD_VIRTUAL_COMMAND_H
#define KIOSK_CARD_VIRTUAL_COMMAND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "card/virtual_individual.h"

/* Status words, individual-number-card 9. */
enum {
	VSW_DONE = 0x9000,
	VSW_WRONG = 0x63c0, /* and the tries left */
	VSW_MEMORY = 0x6581,
	VSW_LENGTH = 0x6700,
	VSW_CHANNEL = 0x6881,
	VSW_MESSAGING = 0x6882,
	VSW_FILE_TYPE = 0x6981,
	VSW_NOT_VERIFIED = 0x6982,
	VSW_BLOCKED = 0x6984,
	VSW_CONDITIONS = 0x6985,
	VSW_NO_CURRENT = 0x6986,
	VSW_DATA = 0x6a80,
	VSW_NO_FILE = 0x6a82,
	VSW_NO_RECORD = 0x6a83,
	VSW_P1P2 = 0x6a86,
	VSW_NO_REFERENCE = 0x6a88,
	VSW_PAST_END = 0x6b00,
	VSW_LE_IS_256 = 0x6c00,
	VSW_INS = 0x6d00,
	VSW_CLA = 0x6e00,
	VSW_INTERNAL = 0x6f00
};

/* The class of the training issuer: no card of the fact sheet uses it (00, 08,
 * 80). A card that is not for training answers 6E00, as a real one. */
#define VCLA_TRAINING 0xf7

struct vcommand {
	uint8_t cla, ins, p1, p2;
	const uint8_t *data;
	size_t lc; /* 0: no data */
	size_t le; /* 0: none expected; 256 and 65536 stand for 00 and 0000 */
};

/* ISO/IEC 7816-3, cases 1 to 4, short and extended. */
bool vcommand_parse(const uint8_t *bytes, size_t n, struct vcommand *out);

/* Each answers a status word and adds its data to *out. */
typedef uint16_t vhandler(
    struct vchip *chip, const struct vcommand *c, struct vbytes *out);

vhandler vchip_select, vchip_read_binary, vchip_read_record, vchip_get_data;
vhandler vchip_verify, vchip_change_reference, vchip_change_key;
vhandler vchip_sign;

/* A command that exists on no real card, class F7: see virtual_reference.c. */
vhandler vchip_training_reset;

/*
 * The file that P2 (or P1) names: 80 the current one, 80|EF by short id, which
 * also selects it (individual-number-card 3). VSW_DONE or why not.
 */
uint16_t vchip_take_file(
    struct vchip *chip, uint8_t short_id, struct vfile *out);
/* Whether one of the references in the mask is verified; 0 is free. */
bool vchip_is_open(const struct vchip *chip, unsigned opened_by);

#endif
