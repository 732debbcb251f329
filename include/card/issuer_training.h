/* issuer_training.h -- the operation of the issuer module "training", for the
 * table in issuer.c. Invented: no real card knows its command. */
#ifndef KIOSK_CARD_ISSUER_TRAINING_H
#define KIOSK_CARD_ISSUER_TRAINING_H

#include "card/individual_card.h"

/* As pin_reset of struct issuer; a card that is not a training card refuses. */
void issuer_training_reset(struct individual *c, const char *chip_serial,
    enum pin_ref ref, const struct secret *chosen, struct pin_result *out);

#endif
