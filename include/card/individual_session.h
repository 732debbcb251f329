/* individual_session.h -- what individual_card.c and individual_pin.c share
 * about one power session. */
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

#endif
