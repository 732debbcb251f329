/* stuck_test.c -- a driver that hangs, on the whole program: after its deadline
 * the clerk and the resident read what helps, nothing is asked again by itself
 * while that card lies there, and all goes on once it was lifted. Each story
 * waits for the deadline of a command, 30 seconds. */
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "support/counter_pins.h"

#define CARD	    "N-00102"
#define DEADLINE_MS 60000
/* The first pauses of an agent that is started again: 0, 2 and 4 seconds. */
#define QUIET_MS 8000

static struct counter_office office;
static struct counter one;

static int
begin(void **state)
{
	(void)state;
	counter_office_begin(&office, LANG_EN);
	counter_open(&one, &office, 1);
	counter_sign_in(&one, "1001");
	counter_open_case(&one, CARD);
	counter_walk(&one, COUNTER_NATIONAL, STEP_WHO, STEP_RIGHT_CARD);
	return 0;
}

static int
end(void **state)
{
	(void)state;
	counter_free(&one);
	counter_office_end(&office);
	return 0;
}

static void
expect_late(const char *id)
{
	if (!pty_shows_words(one.pty, text_in(one.lang, id), DEADLINE_MS))
		counter_expect(&one, id); /* says what is shown */
}

static void
lift_and_place(void)
{
	counter_office_control(&office, 1, NULL, NULL);
	(void)poll(NULL, 0, 600);
	counter_office_control(&office, 1, CARD, NULL);
}

static void
the_clerk_is_told_to_lift_the_card_and_it_goes_on(void **state)
{
	size_t before;

	(void)state;
	counter_office_control(&office, 1, CARD, "hang 3");
	counter_expect(&one, "Reading the card...");
	expect_late("The reader does not answer.");
	counter_expect(&one,
	    "Lift the card and place it again. If that does not help: "
	    "systemctl restart pcscd.");
	counter_expect(&one, "! does not answer");
	/* no agent after the other is spent on it */
	before = counter_office_commands(&office, 1);
	(void)poll(NULL, 0, QUIET_MS);
	assert_int_equal(counter_office_commands(&office, 1), before);
	counter_expect(&one, "The reader does not answer.");
	lift_and_place();
	counter_expect_with(&one, "Done: {step}.", "step", "Right card");
}

static void
the_resident_is_told_to_lift_the_card_and_it_goes_on(void **state)
{
	struct counter_chip chip;

	(void)state;
	counter_office_control(&office, 1, CARD, NULL);
	counter_expect_with(&one, "Done: {step}.", "step", "Right card");
	counter_walk(&one, COUNTER_NATIONAL, STEP_CONFIRM, STEP_PINS);
	counter_hand_over(&one);
	counter_choose_pins(&one, LANG_EN, COUNTER_SIGN, COUNTER_PIN);
	/* before the change of the signature password */
	counter_office_control(&office, 1, CARD, "hang 6");
	counter_press(&one, "<F8>");
	expect_late("Not all PINs are set");
	counter_expect(&one, "The reader does not answer.");
	counter_expect(&one,
	    "Lift your card and place it again. If that does not help, call "
	    "the staff.");
	/* what it says while the card waits */
	counter_press(&one, "<F8>");
	lift_and_place();
	counter_expect(&one, "All PINs have been set");
	counter_chip_read(&office, 1, &chip);
	assert_int_equal(chip.changes, PIN_REF_COUNT);
}

#define STORY(name) cmocka_unit_test_setup_teardown(name, begin, end)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    STORY(the_clerk_is_told_to_lift_the_card_and_it_goes_on),
	    STORY(the_resident_is_told_to_lift_the_card_and_it_goes_on),
	};
	int failed;

	counter_init();
	failed = cmocka_run_group_tests_name("stuck", tests, NULL, NULL);
	counter_office_forget();
	return failed;
}
