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

/* A status word that our virtual card answers before it changes anything; a
 * failed memory (6581) and a lost answer leave it open. */
static bool
was_refused(uint16_t sw)
{
	return sw != 0x6581 && sw != 0x6f00 && sw != 0x9000 && sw != 0;
}

static void
reset(struct individual *c, const struct secret *chosen, struct pin_result *out)
{
	bool sent = false;

	out->error = card_send_secret(c->card, reset_header, chosen, &sent);
	if (!sent)
		return;
	out->sw = card_sw(c->card);
	out->outcome = PIN_OUTCOME_UNKNOWN;
	if (card_is_lost(c->card))
		return;
	if (out->error != KERR_OK) {
		if (was_refused(out->sw))
			out->outcome = PIN_OUTCOME_UNCHANGED;
		return;
	}
	out->error = individual_verify(c, chosen, &out->tries_left);
	out->sw = card_sw(c->card);
	if (out->error == KERR_OK)
		out->outcome = PIN_OUTCOME_WRITTEN;
	else if (out->error == ERR_PIN_WRONG)
		out->error = ERR_PIN_UNKNOWN;
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
		reset(c, chosen, out);
}
