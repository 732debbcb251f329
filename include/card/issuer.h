/* issuer.h -- what only the issuer can define: a fresh card's first PIN, and
 * a reset after blocking (design 5, "PIN setting"; individual-number-card
 * 4.3, 4.4).
 *
 * How a municipality does either with its own terminal is not public. The
 * built-in operations verify the value the card was delivered with and change
 * it with the public commands; a reset they cannot do. The module "training"
 * resets virtual cards on the built-in reader, with a command of its own
 * invention (kiosk/card/issuer_training.c). "none" leaves both to the issuer's
 * terminal. An office's own module is no row of this table: it is a shared
 * object (card/issuer_module.h), for what it can do in place of the built-in
 * operations. */
#ifndef KIOSK_CARD_ISSUER_H
#define KIOSK_CARD_ISSUER_H

#include <stdbool.h>

#include "base/error.h"
#include "card/agent.h"
#include "card/individual_card.h"

struct issuer {
	const char *name; /* as in the configuration */
	bool sets;	  /* pin_first can do more than refuse */
	bool resets;	  /* and pin_reset */
	bool invented;	  /* for virtual cards on the built-in reader only */
	/* The first PIN: as individual_pin_set(). */
	void (*pin_first)(struct individual *c, const char *chip_serial,
	    enum pin_ref ref, const struct secret *initial,
	    const struct secret *chosen, struct pin_result *out);
	/* A new value without knowing the old one. */
	void (*pin_reset)(struct individual *c, const char *chip_serial,
	    enum pin_ref ref, const struct secret *chosen,
	    struct pin_result *out);
};

/* Borrowed, constant. The reset answers ERR_ISSUER_ABSENT. */
const struct issuer *issuer_builtin(void);
/* By the name in the configuration; NULL when there is none of that name. */
const struct issuer *issuer_get(const char *name);
/* As issuer_get(), "" is the built-in one; NULL also for a module that must
 * never meet the cards of this transport. */
const struct issuer *issuer_get_for(
    const char *name, enum agent_transport transport);

#endif
