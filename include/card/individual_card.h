/* individual_card.h -- an Individual Number Card: who it is, and its PINs.
 *
 * Rules: individual-number-card 2 to 5, 8, 10, traces T01 to T07 and T15.
 *
 * A PIN session of five references costs 32 commands when it opens with the
 * first change (a card that was identified before and left meanwhile):
 *   serial    SELECT common, READ RECORD                              2
 *   SIGN      SELECT jpki, SELECT EF, count, VERIFY, change, VERIFY    6
 *   AUTH      SELECT EF, count, VERIFY, change, VERIFY                 5
 *   JUKI      SELECT juki, SELECT EF, count, VERIFY, change, VERIFY    6
 *   COMMON    SELECT common, SELECT EF, count, VERIFY, change, VERIFY  6
 *   INPUT     SELECT text, SELECT EF, count, VERIFY, change, VERIFY    6
 *   leave     SELECT another application, power off                    1
 * Identifying costs 18: the full look with all counters, before anything is
 * verified. Inspecting costs 25 and one for each 256 bytes of certificate. */
#ifndef KIOSK_CARD_INDIVIDUAL_CARD_H
#define KIOSK_CARD_INDIVIDUAL_CARD_H

#include <stdint.h>

#include "base/error.h"
#include "card/agent.h"
#include "card/card.h"
#include "rules/pin.h"

struct certificate_authorities;
struct individual; /* opaque: one power session with one card */
struct secret;
struct transport;

/* Where a reference lives and how it is changed (4, 4.3). */
struct pin_place {
	enum card_ap ap;
	uint16_t ef;
	bool jicsap;	    /* changed with CHANGE KEY */
	size_t least, most; /* bytes the card may be sent */
};
/* Borrowed, constant; NULL when ref is none of ours. */
const struct pin_place *pin_place_get(enum pin_ref ref);

/* How a set or prove request ended. */
struct pin_result {
	enum pin_outcome outcome;
	enum kerr error;
	uint16_t sw;	/* last status word, 0 when none */
	int tries_left; /* as last seen, or CARD_TRIES_UNKNOWN */
};

/* Connect and power on; nothing is sent yet. t is borrowed. step (may be
 * NULL) is called before every command. Errors: card_open()'s. */
enum kerr individual_open(const struct transport *t, card_step *step, void *arg,
    struct individual **out);
/* Power off without a word. NULL is allowed. */
enum kerr individual_close(struct individual **c);
/* Nothing more may be sent; close it. */
bool individual_is_lost(const struct individual *c);
uint16_t individual_sw(const struct individual *c);
/* As card_where(). */
void individual_where(const struct individual *c, char out[CARD_WHERE_SIZE]);
/* For the issuer's operations: the conversation below (borrowed). */
struct card *individual_card(struct individual *c);

/*
 * Who the card is, no try spent. A phone and a card that is none of ours are
 * answers (kind), not errors. Errors: the transport's, ERR_CARD_NO_FILE,
 * ERR_CARD_REPLY.
 */
enum kerr individual_identify(struct individual *c, struct card_identity *out);
/*
 * Everything that can be read without a secret, no try spent, piece by piece:
 * what one part of the card refuses does not hide the others. certificates
 * are judged by authorities as of now (UTC seconds). Errors: the transport's;
 * ERR_CARD_REPLY when not even the kind can be told.
 */
enum kerr individual_inspect(struct individual *c,
    const struct certificate_authorities *authorities, int64_t now,
    struct card_identity *identity, struct card_inspection *out);
/*
 * Verify initial, change to chosen, verify chosen; sends no VERIFY unless the
 * serial is chip_serial and more than one try is left. The change goes out at
 * most once. Errors: the transport's, and of a card that still answers:
 * ERR_PIN_INITIAL, ERR_PIN_BLOCKED, ERR_PIN_LAST_TRY, ERR_PIN_FORMAT (the
 * chosen value, which no card or not this one takes), ERR_CARD_OTHER,
 * ERR_CARD_NO_FILE, ERR_CARD_REPLY; ERR_PIN_UNKNOWN goes with the outcome
 * UNKNOWN and no other.
 */
void individual_pin_set(struct individual *c, const char *chip_serial,
    enum pin_ref ref, const struct secret *initial, const struct secret *chosen,
    struct pin_result *out);
/*
 * The same with old as the resident typed it: a wrong one is ERR_PIN_WRONG.
 * spend_last: also when it is the last try.
 */
void individual_pin_change(struct individual *c, const char *chip_serial,
    enum pin_ref ref, const struct secret *old, const struct secret *chosen,
    bool spend_last, struct pin_result *out);
/* One VERIFY with value, under the same conditions. */
void individual_pin_prove(struct individual *c, const char *chip_serial,
    enum pin_ref ref, const struct secret *value, bool spend_last,
    struct pin_result *out);
/*
 * Select another application, power off, free: nothing verified remains
 * (10). Sets *c to NULL. Errors: the power could not be taken away.
 */
enum kerr individual_leave(struct individual **c);

#endif
