/* issuer_training.c -- a reset as practised on the cards of a training office.
 *
 * Everything here is invented. How a municipality resets a PIN is not public
 * (individual-number-card 4.4), so this command resembles none that a real
 * card knows: its class F7 is used by no card of the fact sheet (which has 00,
 * 08 and 80), P1 is a letter, and kiosk/card/virtual_reference.c carries it
 * out only on a card whose file says "training". It is sent by this module
 * alone, and the module serves only the built-in reader (issuer_get_for()). */
#include "card/issuer_training.h"
#include "card/individual_session.h"
#include "card/issuer.h"

#define RESET_STEPS 4 /* SELECT EF, count, reset, VERIFY */

/* 'T', then the selected file as every PIN command names it. */
static const uint8_t reset_header[4] = {0xf7, 0x7e, 'T', 0x80};

/* Words that say "not done" (individual-number-card 9). Any other leaves it
 * open: a failed memory, a warning, a word that nobody knows. */
static bool
was_refused(uint16_t sw)
{
	static const uint16_t words[] = {0x6700, 0x6881, 0x6882, 0x6981, 0x6982,
	    0x6983, 0x6984, 0x6985, 0x6986, 0x6a80, 0x6a81, 0x6a82, 0x6a83,
	    0x6a86, 0x6a88, 0x6d00, 0x6e00};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (words[i] == sw)
			return true;
	return false;
}

/* A reset gives every try back: a count that moved tells that it was done,
 * whatever the card said. *tries is the count before it. */
static enum pin_outcome
see_count(struct individual *c, int *tries)
{
	int before = *tries;
	uint16_t said = card_sw(c->card);

	if (card_query_tries(c->card, tries) != KERR_OK || *tries != before)
		return PIN_OUTCOME_UNKNOWN;
	return was_refused(said) ? PIN_OUTCOME_UNCHANGED : PIN_OUTCOME_UNKNOWN;
}

static void
reset(struct individual *c, enum pin_ref ref, const struct secret *chosen,
    struct pin_result *out)
{
	bool sent = false;
	enum kerr e = card_send_secret(c->card, reset_header, chosen, &sent);

	out->error = e;
	if (!sent)
		return;
	out->sw = card_sw(c->card);
	out->outcome = PIN_OUTCOME_UNKNOWN;
	if (card_is_lost(c->card))
		return;
	if (e != KERR_OK) {
		out->outcome = see_count(c, &out->tries_left);
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

void
issuer_training_reset(struct individual *c, const char *chip_serial,
    enum pin_ref ref, const struct secret *chosen, struct pin_result *out)
{
	const struct pin_place *place = pin_place_get(ref);

	pin_result_begin(out);
	if (place == NULL || !pin_place_fits(place, chosen)) {
		out->error = ERR_PIN_FORMAT;
		return;
	}
	card_begin(c->card, individual_count_steps(c, place, RESET_STEPS),
	    c->step, c->step_arg);
	out->error =
	    individual_select_pin(c, chip_serial, place, &out->tries_left);
	out->sw = card_sw(c->card);
	if (out->error == KERR_OK)
		reset(c, ref, chosen, out);
}
