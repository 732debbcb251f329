/* virtual_individual.h -- the command interpreter of a virtual Individual
 * Number Card: bytes in, bytes out (individual-number-card 2 to 10).
 *
 * Where the fact sheet is silent, the card takes the stricter way and the
 * code says so. Secure messaging and the issuer's own commands are not
 * offered: 6882 and 6D00. */
#ifndef KIOSK_CARD_VIRTUAL_INDIVIDUAL_H
#define KIOSK_CARD_VIRTUAL_INDIVIDUAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "card/virtual_files.h"

/* What the chip remembers while it has power. */
struct vchip {
	struct vcard *card; /* borrowed */
	enum vap ap;
	enum vap verified_ap; /* whose references are verified */
	unsigned verified;    /* bits of enum vref */
	uint16_t ef;	      /* current file; 0: none */
	enum vref proven;     /* verified in this selection of its file */
	bool is_first;	      /* no command since power-on */
};

/* Cold: everything is forgotten. */
void vchip_power_on(struct vchip *chip, struct vcard *card);
/* Warm: the selection goes, what was verified stays (section 10). */
void vchip_reset(struct vchip *chip);
/* Borrowed; *len bytes. */
const uint8_t *vchip_atr(const struct vchip *chip, size_t *len);
/*
 * Carry out one command. The answer, status word last, is added to *answer.
 * What it changed is on the disk when this returns. false: memory ran out.
 */
bool vchip_exchange(struct vchip *chip, const uint8_t *command, size_t len,
    struct vbytes *answer);

#endif
