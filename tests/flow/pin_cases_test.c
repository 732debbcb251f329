/* pin_cases_test.c -- a PIN change and a PIN reset on the whole program: staff
 * find the card that its holder has, the resident types, a colleague agrees. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/counter.h"

#define HOLDER	    "kamiya"
#define CARD	    "N-00137"
#define PRESENT_PIN "4649" /* what handed-over training cards hold */
#define WRONG_PIN   "2846"

#define CHANGE_TITLE "You will change your PINs now"

static struct counter_office office;
static struct counter one;

static int
begin(void **state)
{
	(void)state;
	counter_office_begin(&office, LANG_EN);
	counter_begin(&one, &office, 1, "1001", NULL);
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

/* From the queue to what can be done with the card: a PIN change, a reset. */
static void
find_holder(void)
{
	counter_press(&one, HOLDER "<Enter>");
	counter_expect_with(&one, "Found: {n}", "n", "1");
	counter_press(&one, "<Enter>");
	counter_expect(&one, "The resident knows the PIN.");
}

/* The right card, then the PIN of the user authentication certificate. */
static void
place_and_choose(void)
{
	counter_put(&one, CARD);
	counter_expect_with(&one, "Done: {step}.", "step", "Right card");
	counter_press(&one, "<Tab><Space><Enter>");
	counter_expect_with(&one, "Done: {step}.", "step", "Which PINs");
}

static void
to_the_pin(const char *title)
{
	counter_press(&one, "<F8>");
	counter_expect(&one, "Choose your language");
	counter_press(&one, "<Down><Enter>");
	counter_expect(&one, "Whose card is this?");
	counter_press(&one, "<Enter>");
	counter_expect(&one, title);
	counter_press(&one, "<Enter>");
}

static void
choose_new(void)
{
	counter_expect(&one, "Enter a new 4-digit PIN");
	counter_press(&one, COUNTER_PIN "<Enter>");
	counter_expect(&one, "Enter it again");
	counter_press(&one, COUNTER_PIN "<Enter>");
	counter_expect(&one, "These PINs will be written to the card");
	counter_press(&one, "<F8>");
}

static void
take_back_and_close(const char *title)
{
	counter_expect(&one, title);
	counter_press(&one, "<F7>");
	counter_expect(&one, "Counter code");
	counter_press(&one, COUNTER_CODE "<Enter>");
	counter_expect(&one, "The card is back with its holder");
	counter_press(&one, "<Space><Enter>");
	counter_expect_with(&one, "Closed. {paper}", "paper",
	    text_in(one.lang, "The slip is in the spool."));
}

static void
a_resident_changes_a_pin_and_mistypes_the_old_one_once(void **state)
{
	(void)state;
	find_holder();
	counter_press(&one, "<Enter>");
	counter_expect(&one, "A proxy, the holder did not come");
	counter_press(&one, "<Right><Tab><Right><Enter>");
	counter_expect_with(&one, "Done: {step}.", "step", "Who came");
	place_and_choose();
	to_the_pin(CHANGE_TITLE);
	counter_expect(&one, "Type the PIN that the card holds now");
	counter_expect_with(&one, "Tries left: {n}", "n", "3");
	counter_press(&one, WRONG_PIN "<Enter>");
	choose_new();
	counter_expect_with(
	    &one, "The PIN is wrong: {left} tries left.", "left", "2");
	counter_press(&one, "<F8>");
	counter_expect(&one, "Choose your language");
	counter_press(&one, "<Enter>");
	counter_expect(&one, "Whose card is this?");
	counter_press(&one, "<Enter>");
	counter_expect(&one, CHANGE_TITLE);
	counter_press(&one, "<Enter>");
	counter_expect_with(&one, "Tries left: {n}", "n", "2");
	counter_press(&one, PRESENT_PIN "<Enter>");
	choose_new();
	take_back_and_close("Your PINs have been changed");
	counter_expect_slip(&one, "PIN change");
}

static void
a_forgotten_pin_is_reset_when_a_colleague_agrees(void **state)
{
	(void)state;
	find_holder();
	counter_press(&one, "<Down><Enter>");
	counter_expect(&one, "A proxy, the holder did not come");
	counter_press(
	    &one, "<Right><Tab><Right><Tab><Right><Tab>2029-04-09<Enter>");
	counter_expect_with(&one, "Done: {step}.", "step", "Who came");
	place_and_choose();
	counter_press(&one, "<F8>");
	counter_expect(&one, "Second person of a PIN reset");
	counter_press(&one, "1001<Tab>hanako-no-asagao<Enter>");
	counter_expect(&one, "This needs a second person.");
	counter_press(&one, "1002<Tab>ichiro-no-kaban<Enter>");
	counter_expect_with(&one, "Done: {step}.", "step", "Second person");
	to_the_pin("You will set new PINs now");
	choose_new();
	take_back_and_close("Your new PINs have been set");
	counter_expect_slip(&one, "PIN reset");
}

#define STORY(name) cmocka_unit_test_setup_teardown(name, begin, end)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    STORY(a_resident_changes_a_pin_and_mistypes_the_old_one_once),
	    STORY(a_forgotten_pin_is_reset_when_a_colleague_agrees),
	};
	int failed;

	counter_init();
	failed = cmocka_run_group_tests_name("pin_cases", tests, NULL, NULL);
	counter_office_forget();
	return failed;
}
