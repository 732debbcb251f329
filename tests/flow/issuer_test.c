/* issuer_test.c -- a real card service and an office's own issuer module on the
 * whole program: with it a forgotten PIN is reset here; without it the clerk is
 * told that it needs the issuer's terminal, and what to do; a module that is
 * not to be trusted keeps the counter closed. */
#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "support/counter.h"
#include "support/pcscd.h"
#include "support/program.h"

#define MODULE	   KIOSK_BUILD "/tests/issuer_module_example.so"
#define HOLDER	   "kamiya"
#define CARD	   "N-00137"
#define EXIT_WRONG 3

static struct pcscd pcscd;
static bool there;
static struct counter_office office;
static struct counter one;
static pid_t plugged = -1;

static int
begin(void **state)
{
	char control[COUNTER_PATH_SIZE], cards[COUNTER_PATH_SIZE];

	(void)state;
	if (!there)
		return 0;
	counter_office_begin(&office, LANG_EN);
	counter_office_set(&office, "transport = training", "transport = pcsc");
	counter_office_path(
	    &office, "reader-1.control", control, sizeof(control));
	counter_office_path(&office, "cards", cards, sizeof(cards));
	plugged = pcscd_plug(&pcscd, 0, control, cards);
	return 0;
}

static int
end(void **state)
{
	(void)state;
	if (!there)
		return 0;
	counter_free(&one);
	program_stop(&plugged);
	counter_office_end(&office);
	return 0;
}

static void
with_issuer(const char *issuer)
{
	char section[PATH_MAX + 40];

	snprintf(section, sizeof(section), "[card]\nissuer = %s\n\n[reader]",
	    issuer);
	counter_office_set(&office, "[reader]", section);
}

static void
reset_up_to_pins(void)
{
	counter_open(&one, &office, 1);
	counter_sign_in(&one, "1001");
	counter_press(&one, HOLDER "<Enter>");
	counter_expect_with(&one, "Found: {n}", "n", "1");
	counter_press(&one, "<Enter>");
	counter_expect(&one, "The resident knows the PIN.");
	counter_press(&one, "<Down><Enter>");
	counter_expect(&one, "A proxy, the holder did not come");
	counter_press(
	    &one, "<Right><Tab><Right><Tab><Right><Tab>2029-04-09<Enter>");
	counter_expect_with(&one, "Done: {step}.", "step", "Who came");
	counter_office_control(&office, 1, CARD, NULL);
	counter_expect_with(&one, "Done: {step}.", "step", "Right card");
	counter_press(&one, "<Tab><Space><Enter>");
	counter_expect_with(&one, "Done: {step}.", "step", "Which PINs");
	counter_press(&one, "<F8>");
	counter_expect(&one, "Second person of a PIN reset");
	counter_press(&one, "1002<Tab>ichiro-no-kaban<Enter>");
	counter_expect_with(&one, "Done: {step}.", "step", "Second person");
}

static void
a_forgotten_pin_is_reset_by_the_offices_own_module(void **state)
{
	char path[PATH_MAX];

	(void)state;
	if (!there)
		skip();
	assert_non_null(realpath(MODULE, path));
	with_issuer(path);
	reset_up_to_pins();
	counter_press(&one, "<F8>");
	counter_expect(&one, "Choose your language");
	counter_press(&one, "<Down><Enter>");
	counter_expect(&one, "Whose card is this?");
	counter_press(&one, "<Enter>");
	counter_expect(&one, "You will set new PINs now");
	counter_press(&one, "<Enter>");
	counter_expect(&one, "Enter a new 4-digit PIN");
	counter_press(&one, COUNTER_PIN "<Enter>");
	counter_expect(&one, "Enter it again");
	counter_press(&one, COUNTER_PIN "<Enter>");
	counter_expect(&one, "These PINs will be written to the card");
	counter_press(&one, "<F8>");
	counter_expect(&one, "Your new PINs have been set");
}

static void
needs_the_terminal(void)
{
	size_t before;

	reset_up_to_pins();
	counter_expect(&one,
	    "This office cannot reset a PIN on the chip: it needs the issuer's "
	    "terminal. Reset it there, see that it is done, and record it here "
	    "with F9.");
	before = counter_office_commands(&office, 1);
	counter_press(&one, "<F8>"); /* is no key here */
	counter_press(&one, "<F9>");
	counter_expect(&one, "PINs set on the official terminal");
	counter_press(&one, "<F8>");
	counter_expect(&one, "Recorded: PINs set on the official terminal.");
	assert_int_equal(counter_office_commands(&office, 1), before);
}

static void
without_a_module_the_clerk_is_sent_to_the_issuers_terminal(void **state)
{
	(void)state;
	if (!there)
		skip();
	needs_the_terminal();
}

static void
an_office_may_leave_first_pins_to_that_terminal_too(void **state)
{
	(void)state;
	if (!there)
		skip();
	with_issuer("none");
	counter_open(&one, &office, 1);
	counter_sign_in(&one, "1001");
	counter_open_case(&one, "N-00102");
	counter_walk(&one, COUNTER_NATIONAL, STEP_WHO, STEP_RIGHT_CARD);
	counter_office_control(&office, 1, "N-00102", NULL);
	counter_expect_with(&one, "Done: {step}.", "step", "Right card");
	counter_walk(&one, COUNTER_NATIONAL, STEP_CONFIRM, STEP_PINS);
	counter_expect(&one,
	    "This office does not set first PINs on the chip: they need the "
	    "issuer's terminal. Set them there, see that it is done, and "
	    "record it here with F9.");
}

static void
expect_closed(const char *said)
{
	counter_start(&one, &office, 1, NULL);
	pty_expect(one.pty, said);
	pty_expect_exit(one.pty, EXIT_WRONG);
	counter_free(&one);
}

static void
a_module_that_is_not_to_be_trusted_keeps_the_counter_closed(void **state)
{
	char path[COUNTER_PATH_SIZE], command[COUNTER_PATH_SIZE * 2 + 100];

	(void)state;
	if (!there)
		skip();
	counter_office_path(&office, "module.so", path, sizeof(path));
	with_issuer(path);
	expect_closed("s not there or cannot be read");
	snprintf(command, sizeof(command), "cp '%s' '%s'", MODULE, path);
	assert_int_equal(system(command), 0);
	assert_int_equal(chmod(path, 0722), 0);
	expect_closed("han its owner may change it");
	/* a name that is none is told with the file of the settings */
	counter_office_set(&office, path, "somewhere");
	expect_closed("builtin, none");
	/* the invented one is kept from what may be a real card */
	counter_office_set(&office, "somewhere", "training");
	expect_closed("issuer = training");
}

static int
begin_all(void **state)
{
	char reason[200] = "";

	(void)state;
	there = pcscd_begin(&pcscd, reason, sizeof(reason));
	if (!there)
		print_message("skipped: %s\n", reason);
	return 0;
}

static int
end_all(void **state)
{
	(void)state;
	if (there)
		pcscd_end(&pcscd);
	counter_office_forget();
	return 0;
}

#define STORY(name) cmocka_unit_test_setup_teardown(name, begin, end)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    STORY(a_forgotten_pin_is_reset_by_the_offices_own_module),
	    STORY(without_a_module_the_clerk_is_sent_to_the_issuers_terminal),
	    STORY(an_office_may_leave_first_pins_to_that_terminal_too),
	    STORY(a_module_that_is_not_to_be_trusted_keeps_the_counter_closed),
	};

	counter_init();
	return cmocka_run_group_tests_name("issuer", tests, begin_all, end_all);
}
