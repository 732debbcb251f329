/* issuer_host.h -- an office's own issuer module (card/issuer_module.h), from
 * the card agent's side. The only file that loads a shared object is
 * issuer_host.c. */
#ifndef KIOSK_CARD_ISSUER_HOST_H
#define KIOSK_CARD_ISSUER_HOST_H

#include <stdbool.h>

#include "base/error.h"
#include "card/individual_card.h"

struct issuer_host; /* opaque: a loaded module */

/* Why one cannot be used. */
enum issuer_fault {
	ISSUER_FAULT_NONE,
	ISSUER_FAULT_OPEN,     /* there is no such file, or it cannot be read */
	ISSUER_FAULT_KIND,     /* no regular file */
	ISSUER_FAULT_OWNER,    /* neither root's nor this account's */
	ISSUER_FAULT_WRITABLE, /* others may change it */
	ISSUER_FAULT_LOAD,     /* no shared object for this machine */
	ISSUER_FAULT_ENTRY,    /* it has no kiosk_issuer_module */
	ISSUER_FAULT_VERSION,
	ISSUER_FAULT_INVENTED, /* for training offices only */
	ISSUER_FAULT_COUNT
};
/* In words, as a catalogue id. */
const char *issuer_fault_said(enum issuer_fault fault);

/*
 * Load path, whose rights are looked at on the very file that is loaded. On
 * success *out is owned by the caller. Errors: ERR_ISSUER_MODULE (*why says
 * what of it), ERR_MEMORY.
 */
enum kerr issuer_host_open(const char *path, bool training,
    struct issuer_host **out, enum issuer_fault *why);
/* Sets *h to NULL. NULL is allowed. */
void issuer_host_close(struct issuer_host **h);

bool issuer_host_resets(const struct issuer_host *h);
bool issuer_host_sets_first(const struct issuer_host *h);
/* As individual_pin_set() and pin_reset of struct issuer (card/issuer.h). */
void issuer_host_first(const struct issuer_host *h, struct individual *c,
    const char *chip_serial, enum pin_ref ref, const struct secret *initial,
    const struct secret *chosen, struct pin_result *out);
void issuer_host_reset(const struct issuer_host *h, struct individual *c,
    const char *chip_serial, enum pin_ref ref, const struct secret *chosen,
    struct pin_result *out);

#endif
