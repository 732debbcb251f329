/* card_between.h -- a transport between the card code and one or two chips of
 * card_model.h: what a reader, a hand or a stranger's card can do to a
 * session. It counts what passes. */
#ifndef KIOSK_TESTS_CARD_BETWEEN_H
#define KIOSK_TESTS_CARD_BETWEEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "support/card_model.h"

#define BETWEEN_STAGES 64

/* What a command is for. */
enum between_stage {
	STAGE_AP,
	STAGE_EF,
	STAGE_COUNT, /* VERIFY without a value: how many tries */
	STAGE_VERIFY,
	STAGE_CHANGE,
	STAGE_PROOF, /* VERIFY after a change */
	STAGE_RECORD,
	STAGE_READ,
	STAGE_OTHER
};

struct between {
	struct card_model *chip, *stranger;
	struct transport *line, *strange_line;
	size_t count;	/* commands so far */
	size_t swap_at; /* from here on the stranger answers; 0: never */
	size_t endless_at;
	uint16_t endless; /* says this from there on; 0: no */
	size_t cut_at;	  /* this reply is cut to cut_len bytes; 0: none */
	size_t cut_len;
	const uint8_t *record; /* instead of the chip's; NULL: the chip's */
	size_t record_len;
	bool noticed;	 /* the reader tells of the swap, as all of ours do */
	size_t changes;	 /* commands that change, whoever got them */
	size_t verifies; /* those that may cost a try */
	size_t stages;	 /* of the first BETWEEN_STAGES commands: */
	enum between_stage stage[BETWEEN_STAGES];
};

/* b begins anew; both are borrowed by the transport. */
struct transport *card_between_open(struct between *b, struct card_model *chip);
/* A second chip, for swap_at. */
void card_between_stranger(struct between *b, struct card_model *chip);

#endif
