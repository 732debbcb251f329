/* counter_cases.c -- see support/counter_cases.h. */
#include "support/counter_cases.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/counter_pins.h"

/* From the queue to what can be done with the card: a PIN change, a reset. */
static void
find_holder(struct counter *c)
{
	counter_press(c, COUNTER_HOLDER "<Enter>");
	counter_expect_with(c, "Found: {n}", "n", "1");
	counter_press(c, "<Enter>");
	counter_expect(c, "The resident knows the PIN.");
}

/* The right card, then both that the JPKI application asks for. */
static void
place_and_choose(struct counter *c)
{
	counter_office_control(c->office, c->number, COUNTER_HOLDER_CARD, NULL);
	counter_expect_with(c, "Done: {step}.", "step", "Right card");
	counter_press(c, "<Space><Tab><Space><Enter>");
	counter_expect_with(c, "Done: {step}.", "step", "Which PINs");
}

void
counter_change_pins(
    struct counter *c, struct counter_values old, struct counter_values chosen)
{
	find_holder(c);
	counter_press(c, "<Enter>");
	counter_expect(c, "A proxy, the holder did not come");
	counter_press(c, "<Right><Tab><Right><Enter>");
	counter_expect_with(c, "Done: {step}.", "step", "Who came");
	place_and_choose(c);
	counter_press(c, "<F8>");
	counter_choose_language(c, LANG_EN);
	counter_answer_change(
	    c, old.sign, old.digits, chosen.sign, chosen.digits);
}

void
counter_reset_pins(struct counter *c, struct counter_values chosen)
{
	find_holder(c);
	counter_press(c, "<Down><Enter>");
	counter_expect(c, "A proxy, the holder did not come");
	counter_press(
	    c, "<Right><Tab><Right><Tab><Right><Tab>2029-04-09<Enter>");
	counter_expect_with(c, "Done: {step}.", "step", "Who came");
	place_and_choose(c);
	counter_press(c, "<F8>");
	counter_expect(c, "Second person of a PIN reset");
	counter_press(c, "1002<Tab>ichiro-no-kaban<Enter>");
	counter_expect_with(c, "Done: {step}.", "step", "Second person");
	counter_press(c, "<F8>");
	counter_choose_language(c, LANG_EN);
	counter_answer_resident(c, chosen.sign, chosen.digits);
}

void
counter_write_and_close(struct counter *c, const char *title)
{
	counter_press(c, "<F8>");
	counter_expect(c, title);
	counter_press(c, "<F7>");
	counter_expect(c, "Counter code");
	counter_press(c, c->code != NULL ? c->code : COUNTER_CODE);
	counter_press(c, "<Enter>");
	counter_expect(c, "The card is back with its holder");
	counter_office_control(c->office, c->number, NULL, NULL);
	counter_press(c, "<Space><Enter>");
	counter_expect_with(c, "Closed. {paper}", "paper",
	    text_in(c->lang, "The slip is in the spool."));
	counter_press(c, "<Enter>");
	counter_expect(c, "Register a card");
	counter_press(c, "<Esc>");
	counter_expect_with(c, "Found: {n}", "n", "1");
	counter_press(c, "<Esc>");
	counter_expect(c, "Reserved today");
}
