/* issuer_module.h -- what an office's own issuer module is: a shared object
 * that sets first PINs and resets forgotten ones on real cards, with the
 * commands that its issuer gave to the office. None of them is public
 * (individual-number-card 4.3, 4.4), so this program has none.
 *
 * This header stands alone: plain C, nothing of the program. A module is named
 * in the configuration ([card] issuer = /path/module.so), belongs to root or
 * to the account of the counters, can be written by nobody else, and is loaded
 * by the card agent before it locks itself in: after that it may open no file,
 * start nothing and make no socket but a local one.
 *
 * The agent selects the right card (its serial is compared), the application
 * and the file of the PIN before it calls; a module may select what it likes.
 * What it was told to write is proven by VERIFY afterwards. */
#ifndef KIOSK_CARD_ISSUER_MODULE_H
#define KIOSK_CARD_ISSUER_MODULE_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Raised when anything below changes its meaning; both sides compare it. */
#define KIOSK_ISSUER_VERSION 1
/* The one symbol that a module exports: a kiosk_issuer_entry. */
#define KIOSK_ISSUER_ENTRY "kiosk_issuer_module"

/* The five places on the chip (individual-number-card 4). */
enum kiosk_issuer_place {
	KIOSK_ISSUER_SIGN = 0,	 /* JPKI 001B */
	KIOSK_ISSUER_AUTH = 1,	 /* JPKI 0018 */
	KIOSK_ISSUER_JUKI = 2,	 /* juki 001C */
	KIOSK_ISSUER_COMMON = 3, /* common 001C */
	KIOSK_ISSUER_INPUT = 4	 /* text 0011 */
};

/* What became of a place. Anything else counts as UNKNOWN. */
enum kiosk_issuer_outcome {
	KIOSK_ISSUER_WRITTEN = 0,   /* the card granted it */
	KIOSK_ISSUER_UNCHANGED = 1, /* it was not sent, or was refused: the
	                               place holds what it held */
	KIOSK_ISSUER_UNKNOWN = 2,   /* sent, and nobody knows */
	KIOSK_ISSUER_TERMINAL = 3   /* not this card, not here: it needs the
	                               issuer's terminal; nothing was sent */
};

/* A PIN; the bytes are wiped after the call and must not be kept. Copies that
 * a module makes (a command) it wipes itself. */
struct kiosk_issuer_value {
	const uint8_t *bytes;
	size_t len;
};

/* The card on the reader, for the time of one call. */
struct kiosk_issuer_card {
	uint32_t version;	 /* KIOSK_ISSUER_VERSION */
	void *host;		 /* for transmit */
	const char *chip_serial; /* 15 digits */
	/*
	 * One command, one reply with its status word, sent once. 0: *reply_len
	 * bytes are in reply. Anything else: no reply was understood, the card
	 * may or may not have done it, and nothing more can be sent.
	 */
	int (*transmit)(void *host, const uint8_t *command, size_t command_len,
	    uint8_t *reply, size_t reply_size, size_t *reply_len);
};

/* Its commands are made up: it is loaded only in offices with training = yes,
 * whose cards are virtual. */
#define KIOSK_ISSUER_INVENTED 1u

struct kiosk_issuer_module {
	uint32_t version; /* KIOSK_ISSUER_VERSION */
	uint32_t flags;
	const char *name; /* for the log: letters and digits */
	/* A fresh card's first PIN. NULL: the public commands do, with the
	 * value that the card was delivered with. */
	int (*set_first)(const struct kiosk_issuer_card *card, int place,
	    const struct kiosk_issuer_value *initial,
	    const struct kiosk_issuer_value *chosen);
	/* A new PIN without the old one, also when it is locked. NULL: it needs
	 * the issuer's terminal. */
	int (*reset)(const struct kiosk_issuer_card *card, int place,
	    const struct kiosk_issuer_value *chosen);
};

/* Returns the module's table, or NULL when it does not know that version. */
typedef const struct kiosk_issuer_module *kiosk_issuer_entry(
    uint32_t host_version);

#ifdef __cplusplus
}
#endif

#endif
