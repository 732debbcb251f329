/* individual_session.h -- what individual_card.c, individual_pin.c and
 * individual_status.c share about one power session. */
#ifndef KIOSK_CARD_INDIVIDUAL_SESSION_H
#define KIOSK_CARD_INDIVIDUAL_SESSION_H

#include "card/individual_card.h"

struct individual {
	struct card *card;
	card_step *step;
	void *step_arg;
	/* Read once in a power session; serial "" until then. */
	char serial[CHIP_SERIAL_SIZE];
	char municipality[8];
	char expiry[9];
};

#define SERIAL_STEPS 2

/* Read record 1 of the common application unless it was read (8, T15). */
enum kerr individual_read_serial(struct individual *c);
/* What that record said, "" for what was not read. */
void individual_copy_record(
    const struct individual *c, struct card_identity *out);

/* Nothing known, no count told. */
void individual_identity_clear(struct card_identity *out);
/* The label of the token tells the kind; OTHER when the card has no JPKI
 * application (T01b). Leaves it selected. */
enum kerr individual_read_kind(struct individual *c, enum card_kind *kind);
/* One counter into out; a missing application or file is an answer (under 15
 * there is no signature, 5). */
enum kerr individual_read_counter(
    struct individual *c, enum pin_ref ref, struct card_identity *out);
/* COMBINED when it is also a residence card, else *kind stays. */
enum kerr individual_probe_stay(struct individual *c, enum card_kind *kind);

#endif
