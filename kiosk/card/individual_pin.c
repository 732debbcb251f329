#include <string.h>

#include "base/secret.h"
#include "card/individual_card.h"
#include "card/individual_session.h"

#define SET_STEPS   5 /* SELECT EF, count, VERIFY, change, VERIFY */
#define PROVE_STEPS 3 /* SELECT EF, count, VERIFY */

/* individual-number-card 4 and 4.3. The initial values of fresh cards are the
 * office's, so only lengths are judged here; what a resident may choose is
 * judged by rules/pin_policy before. */
static const struct pin_place places[PIN_REF_COUNT] = {
    [PIN_REF_SIGN] = {CARD_AP_JPKI, 0x001b, false, 6, 16},
    [PIN_REF_AUTH] = {CARD_AP_JPKI, 0x0018, false, 4, 4},
    [PIN_REF_JUKI] = {CARD_AP_JUKI, 0x001c, true, 4, 4},
    [PIN_REF_COMMON] = {CARD_AP_COMMON, 0x001c, true, 4, 4},
    [PIN_REF_INPUT] = {CARD_AP_TEXT, 0x0011, false, 4, 4},
};

const struct pin_place *
pin_place_get(enum pin_ref ref)
{
	return (size_t)ref < PIN_REF_COUNT ? &places[ref] : NULL;
}

bool
pin_place_fits(const struct pin_place *place, const struct secret *value)
{
	size_t len = secret_len(value);

	return len >= place->least && len <= place->most;
}

int
individual_count_steps(
    const struct individual *c, const struct pin_place *place, int own)
{
	if (c->serial[0] == '\0')
		own += SERIAL_STEPS;
	else if (card_ap(c->card) == place->ap)
		return own;
	return own + 1;
}

enum kerr
individual_select_pin(struct individual *c, const char *chip_serial,
    const struct pin_place *place, int *tries_left)
{
	enum kerr e;

	if ((e = individual_read_serial(c)) != KERR_OK)
		return e;
	if (strcmp(c->serial, chip_serial) != 0)
		return ERR_CARD_OTHER;
	if ((e = card_select_ap(c->card, place->ap)) != KERR_OK)
		return e;
	if ((e = card_select_ef(c->card, place->ef)) != KERR_OK) {
		/* Lifted and back within 50 ms goes unnoticed (pcsc-behaviour,
		 * "Removal") and may be another card: ask its serial anew. */
		c->serial[0] = '\0';
		return e;
	}
	return card_query_tries(c->card, tries_left);
}

/*
 * The right card, the right file, and a try to spare; nothing is spent.
 * After KERR_OK the next command may be VERIFY.
 */
static enum kerr
prepare(struct individual *c, const char *chip_serial, enum pin_ref ref,
    bool spend_last, int *tries_left)
{
	enum kerr e = individual_select_pin(
	    c, chip_serial, pin_place_get(ref), tries_left);

	if (e != KERR_OK)
		return e;
	/* No count, as if it were verified (4.1), which it was not by us: it
	 * may be the last try. Without power the card will tell. */
	if (card_sw(c->card) == SW_DONE && (c->proven & 1U << ref) == 0)
		return ERR_CARD_REPLY;
	if (*tries_left == CARD_TRIES_BLOCKED)
		return ERR_PIN_BLOCKED;
	return *tries_left == 1 && !spend_last ? ERR_PIN_LAST_TRY : KERR_OK;
}

enum kerr
individual_verify(struct individual *c, enum pin_ref ref,
    const struct secret *value, int *tries_left)
{
	int left = CARD_TRIES_UNKNOWN;
	enum kerr e;

	c->proven &= ~(1U << ref);
	e = card_verify(c->card, value, &left);
	if (e == KERR_OK)
		c->proven |= 1U << ref;
	else if (left != CARD_TRIES_UNKNOWN || e == ERR_PIN_WRONG)
		*tries_left = left;
	return e;
}

void
pin_result_begin(struct pin_result *out)
{
	out->outcome = PIN_OUTCOME_UNCHANGED;
	out->error = KERR_OK;
	out->sw = 0;
	out->tries_left = CARD_TRIES_UNKNOWN;
}

/*
 * The card said no to the change: by 4.3 the old value holds, but only the
 * card knows. Read the counter again and ask for the old value, unless that
 * would be the last try.
 */
static enum pin_outcome
see_old_value(struct individual *c, enum pin_ref ref,
    const struct secret *initial, int *tries)
{
	int left = CARD_TRIES_UNKNOWN;

	if (card_query_tries(c->card, &left) != KERR_OK)
		return PIN_OUTCOME_UNKNOWN;
	*tries = left;
	if (left == CARD_TRIES_BLOCKED || left == 1)
		return PIN_OUTCOME_UNKNOWN;
	return individual_verify(c, ref, initial, tries) == KERR_OK
		   ? PIN_OUTCOME_UNCHANGED
		   : PIN_OUTCOME_UNKNOWN;
}

enum kerr
pin_result_error(enum pin_outcome outcome, enum kerr refusal)
{
	static const enum kerr answers[] = {ERR_PIN_WRONG, ERR_PIN_BLOCKED,
	    ERR_PIN_FORMAT, ERR_CARD_NO_FILE, ERR_CARD_REPLY};
	bool answered = false;

	for (size_t i = 0; i < sizeof(answers) / sizeof(answers[0]); i++)
		answered = answered || answers[i] == refusal;
	if (!answered)
		return refusal; /* the reader's own words: it was taken away */
	if (outcome == PIN_OUTCOME_UNKNOWN)
		return ERR_PIN_UNKNOWN;
	/* The old value was seen to hold, so nothing is locked or wrong. */
	return refusal == ERR_PIN_FORMAT ? refusal : ERR_CARD_REPLY;
}

/* From the change on: nothing here may run twice. */
static void
change(struct individual *c, enum pin_ref ref, const struct secret *initial,
    const struct secret *chosen, struct pin_result *out)
{
	bool sent = false;
	enum kerr e =
	    card_change(c->card, pin_place_get(ref)->jicsap, chosen, &sent);

	out->error = e;
	if (!sent)
		return;
	out->outcome = PIN_OUTCOME_UNKNOWN;
	out->sw = card_sw(c->card);
	if (card_is_lost(c->card))
		return;
	if (e != KERR_OK) {
		out->outcome = see_old_value(c, ref, initial, &out->tries_left);
	} else {
		e = individual_verify(c, ref, chosen, &out->tries_left);
		out->sw = card_sw(c->card);
		if (e == KERR_OK)
			out->outcome = PIN_OUTCOME_WRITTEN;
	}
	out->error = out->outcome == PIN_OUTCOME_WRITTEN
			 ? KERR_OK
			 : pin_result_error(out->outcome, e);
}

/* Up to a right VERIFY; what the card says of the old value is *verdict. */
static enum kerr
open_old(struct individual *c, const char *chip_serial, enum pin_ref ref,
    const struct secret *old, bool spend_last, struct pin_result *out)
{
	enum kerr e =
	    prepare(c, chip_serial, ref, spend_last, &out->tries_left);

	if (e == KERR_OK) {
		e = individual_verify(c, ref, old, &out->tries_left);
		/* its length was right: this says nothing of its value */
		if (e == ERR_PIN_FORMAT)
			e = ERR_CARD_REPLY;
	}
	out->sw = card_sw(c->card);
	return e;
}

void
individual_pin_change(struct individual *c, const char *chip_serial,
    enum pin_ref ref, const struct secret *old, const struct secret *chosen,
    bool spend_last, struct pin_result *out)
{
	const struct pin_place *place = pin_place_get(ref);

	pin_result_begin(out);
	if (place == NULL || !pin_place_fits(place, chosen) ||
	    !pin_place_fits(place, old)) {
		out->error = ERR_PIN_FORMAT;
		return;
	}
	card_begin(c->card, individual_count_steps(c, place, SET_STEPS),
	    c->step, c->step_arg);
	out->error = open_old(c, chip_serial, ref, old, spend_last, out);
	if (out->error == KERR_OK)
		change(c, ref, old, chosen, out);
}

void
individual_pin_set(struct individual *c, const char *chip_serial,
    enum pin_ref ref, const struct secret *initial, const struct secret *chosen,
    struct pin_result *out)
{
	individual_pin_change(c, chip_serial, ref, initial, chosen, false, out);
	/* nobody mistyped it: it is not what the card was delivered with */
	if (out->error == ERR_PIN_WRONG &&
	    out->outcome == PIN_OUTCOME_UNCHANGED)
		out->error = ERR_PIN_INITIAL;
}

void
individual_pin_prove(struct individual *c, const char *chip_serial,
    enum pin_ref ref, const struct secret *value, bool spend_last,
    struct pin_result *out)
{
	const struct pin_place *place = pin_place_get(ref);

	pin_result_begin(out);
	if (place == NULL || !pin_place_fits(place, value)) {
		out->error = ERR_PIN_FORMAT;
		return;
	}
	card_begin(c->card, individual_count_steps(c, place, PROVE_STEPS),
	    c->step, c->step_arg);
	out->error = open_old(c, chip_serial, ref, value, spend_last, out);
}
