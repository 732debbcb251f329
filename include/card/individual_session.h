/* individual_session.h -- what individual_card.c, individual_pin.c, individual_
 * status.c and the issuers share about one power session. */
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
	/* Bits of enum pin_ref: the last VERIFY of it here was right. */
	unsigned proven;
};

#define SERIAL_STEPS 2

/* A fresh result: nothing was sent, nothing is known. */
void pin_result_begin(struct pin_result *out);
/* The words for a change or reset that was sent and did not end well; refusal
 * is what its status word, or that of the proof after it, means. */
enum kerr pin_result_error(enum pin_outcome outcome, enum kerr refusal);
bool pin_place_fits(const struct pin_place *place, const struct secret *value);
/* The commands a request will need at most, own of them behind the selection
 * of the application. */
int individual_count_steps(
    const struct individual *c, const struct pin_place *place, int own);
/* The right card and the right file; its counter is asked, nothing spent. */
enum kerr individual_select_pin(struct individual *c, const char *chip_serial,
    const struct pin_place *place, int *tries_left);
/* VERIFY; *tries_left as last told, CARD_TRIES_UNKNOWN when one was spent and
 * the card did not say how many are left. */
enum kerr individual_verify(struct individual *c, enum pin_ref ref,
    const struct secret *value, int *tries_left);

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
