/* card_status.h -- the status of a card: all that it tells without a secret.
 * No try is spent by asking. individual-number-card 3 to 5, 8.
 *
 * On a counter the screen begins it, desk_changed() tells that something is
 * new (DESK_READER), and each card that is placed is read once. A command
 * reads one card and needs no store. */
#ifndef KIOSK_DESK_CARD_STATUS_H
#define KIOSK_DESK_CARD_STATUS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/date.h"
#include "base/error.h"
#include "card/agent.h"
#include "rules/pin.h"

struct clock;
struct desk;
struct office_settings;
struct store;

enum card_status_phase {
	CARD_STATUS_WAITS, /* no card that could be read: see reader */
	CARD_STATUS_READING,
	CARD_STATUS_READ,
	CARD_STATUS_FAILED /* see failed */
};

enum card_pin_state {
	CARD_PIN_TRIES,
	CARD_PIN_LOCKED,
	CARD_PIN_ABSENT,
	CARD_PIN_UNTOLD, /* there, but the card tells no count */
	CARD_PIN_UNREADABLE,
	CARD_PIN_STATE_COUNT
};

struct card_status_pin {
	enum card_pin_state state;
	int tries; /* with TRIES, and 0 with LOCKED */
};

struct card_status_view {
	enum card_status_phase phase;
	enum reader_state reader;
	struct failure failed;
	enum card_kind kind;
	/* "" and unset when the card did not tell them */
	char serial[CHIP_SERIAL_SIZE];
	char municipality[8];
	struct date expiry;
	bool expired; /* on the office's day */
	struct card_status_pin pin[PIN_REF_COUNT];
	/* texts are the certificate's own: a sink gates them */
	struct card_certificate certificate[CERTIFICATE_USE_COUNT];
	int ca_count; /* authorities that the office installed */
	int ca_bad;   /* files that could not be read */
	/* of the card in the office's list, 0 and "": not there, or not asked */
	int64_t card_id;
	char notice[32];
	/* What the cases of this office left (store/pin_journal.h). */
	bool pins_split;   /* the resident register PIN is in one place only */
	bool pins_unknown; /* of one only the card can tell */
};

/* Fill in what the office's store knows of the card that was read. */
void card_status_look_up(struct store *st, struct card_status_view *v);
/* What is to be said of the PINs beside the card's own word, as a catalogue
 * id; NULL: nothing. */
const char *card_status_warning(const struct card_status_view *v);
/* Whether it is a card (or phone) whose status can be told. */
bool card_status_is_ours(const struct card_status_view *v);

/* Why no card can be read while the reader is in this state. */
enum kerr card_status_why(enum reader_state reader);

/* -- at a counter -- */

/* The screen opened: read what lies there and what comes. Each reading is
 * audited (card.status) before it is shown. Errors: ERR_RIGHTS. */
enum kerr card_status_begin(struct desk *d, struct failure *f);
/* The screen closed: forget what was read. */
void card_status_end(struct desk *d);
/* Read the card on the reader once more. */
void card_status_again(struct desk *d);
/* Borrowed until the next event. */
const struct card_status_view *card_status_get(const struct desk *d);

/* -- from a script -- */

/*
 * Wait at most wait_ms for a card, read it, leave it without power. waits
 * (NULL is allowed) is called once when there is no card yet. settings name
 * the reader; no store is opened. Errors: ERR_CARD_ABSENT, those of readers
 * and cards.
 */
enum kerr card_status_read(const struct office_settings *settings,
    const struct clock *clock, int wait_ms, void (*waits)(void *arg), void *arg,
    struct card_status_view *out, struct failure *f);

/* -- words: catalogue ids -- and codes for scripts -- */

const char *card_kind_said(enum card_kind kind);
const char *card_kind_code(enum card_kind kind);
const char *card_pin_said(enum card_pin_state state); /* {n}: tries */
const char *card_pin_code(enum card_pin_state state);
const char *certificate_use_said(enum certificate_use use);
const char *certificate_use_code(enum certificate_use use);
const char *certificate_state_said(enum certificate_state state);
const char *certificate_state_code(enum certificate_state state);
const char *certificate_chain_said(enum certificate_chain chain);
const char *certificate_chain_code(enum certificate_chain chain);

#endif
