/* split_test.c -- one of the two places of the resident register PIN is
 * written and the other is not: the card was pulled, the card refused, the
 * program was killed in between. The whole program says so to the clerk, on
 * the queue, on the card's status and to the resident, and repairs it. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "support/counter_pins.h"

#define CARD	 "N-00101"
#define HOLDER	 "kamiya" /* has N-00137 */
#define HELD	 "N-00137"
#define OUT_SIZE 4096

/* In the writing's own count: serial 2, SIGN to 8, AUTH to 13, JUKI to 19;
 * COMMON's application is 20, its file 21, the count 22, VERIFY 23, the change
 * 24. Of a reset of JUKI alone: serial 2, application, file, count, reset,
 * VERIFY to 7; COMMON's application is 8. */
#define PULLED	    "pull-before 22"
#define REFUSED	    "sw=6985 24"
#define HANGS	    "hang 22"
#define HANGS_AT    22
#define RESET_STOPS "pull-before 9"

static struct counter_office office;
static struct counter one;

static int
begin_in(enum lang lang)
{
	counter_office_begin(&office, lang);
	counter_open(&one, &office, 1);
	counter_sign_in(&one, "1001");
	return 0;
}

static int
begin(void **state)
{
	(void)state;
	return begin_in(LANG_EN);
}

static int
begin_japanese(void **state)
{
	(void)state;
	return begin_in(LANG_JA);
}

static int
end(void **state)
{
	(void)state;
	counter_free(&one);
	counter_office_end(&office);
	return 0;
}

/* A collection up to the writing, with what goes wrong on its way. */
static void
write_with(const char *fault)
{
	counter_open_case(&one, CARD);
	counter_walk(&one, COUNTER_FOREIGN, STEP_WHO, STEP_RIGHT_CARD);
	counter_office_control(&office, 1, CARD, NULL);
	counter_expect_with(
	    &one, "Done: {step}.", "step", text_in(one.lang, "Right card"));
	counter_walk(&one, COUNTER_FOREIGN, STEP_CONFIRM, STEP_PINS);
	counter_hand_over(&one);
	counter_choose_pins(&one, office.lang, COUNTER_SIGN, COUNTER_PIN);
	counter_office_control(&office, 1, CARD, fault);
	counter_press(&one, "<F8>");
}

/* A row of the screen has the mark and the words. */
static void
expect_marked(const char *words)
{
	char row[512], marked[300];

	snprintf(marked, sizeof(marked), "%s", words);
	for (int tried = 0; tried < 100; tried++) {
		for (int r = 0; r < 24; r++) {
			const char *at, *mark;

			pty_row(one.pty, r, row, sizeof(row));
			mark = strchr(row, '!');
			at = strstr(row, marked);
			if (mark != NULL && at != NULL && mark < at)
				return;
		}
		(void)pty_shows(one.pty, "\001", 100);
	}
	fail_msg("no row is marked ! and says: %s", words);
}

static void
take_back(void)
{
	counter_press(&one, "<F7>");
	counter_expect(&one, "Counter code");
	counter_press(&one, COUNTER_CODE "<Enter>");
}

/* The clerk's screen: what is so, in words and with the mark. */
static void
clerk_is_told(void)
{
	counter_expect(&one,
	    "The resident register PIN is set in only one of its two places: "
	    "the chip holds two different PINs. Repair it: F8, and the "
	    "resident types the same PIN again. If it is forgotten: reset it "
	    "on the official terminal, then F9.");
	expect_marked(one.lang == LANG_EN ? "The resident register PIN is set"
					  : "住民基本台帳用の暗証番号は2か所");
}

static void
queue_is_told(void)
{
	counter_press(&one, "<F3>");
	counter_expect(&one, "Pause or stop");
	counter_press(&one, "<Enter>");
	counter_expect(&one,
	    "Resident register PIN set in one place only: go on with it.");
	expect_marked(CARD);
}

static void
card_status_is_told(void)
{
	counter_press(&one, "<F2>");
	counter_expect(&one, "Card on the reader");
	counter_press(&one, "<Down><Enter>");
	counter_expect(&one,
	    "The resident register PIN was set in one of its two places only: "
	    "they may differ. Open its case, or a PIN reset.");
	counter_press(&one, "<Esc><Esc>");
	counter_expect(&one,
	    "Resident register PIN set in one place only: go on with it.");
}

/* The resident types the same PIN once, and both places hold it: changed once
 * each, in two sessions. */
static void
resident_repairs(void)
{
	struct counter_chip chip;

	counter_hand_over(&one);
	counter_press(&one, "<Enter>");
	counter_expect(&one, "Whose card is this?");
	counter_press(&one, "<Enter>");
	counter_expect(&one,
	    "One PIN is only half written. Type the same PIN again to finish "
	    "it.");
	counter_press(&one, "<Enter>");
	counter_expect(&one, "Type the PIN that you chose before");
	counter_press(&one, COUNTER_PIN "<Enter>");
	counter_answer_resident(&one, COUNTER_SIGN, COUNTER_PIN);
	counter_write_pins(&one);
	counter_take_back(&one);
	counter_expect(&one, case_step_name(STEP_ACTIVATION));
	counter_chip_read(&office, 1, &chip);
	assert_int_equal(chip.changes, PIN_REF_COUNT);
	assert_int_equal(chip.proved, PIN_REF_COUNT);
}

static void
from_the_queue_on(void)
{
	queue_is_told();
	card_status_is_told();
	counter_office_control(&office, 1, NULL, NULL);
	counter_open_case(&one, CARD);
	counter_office_control(&office, 1, CARD, NULL);
	counter_expect(&one, "This is the card of the case.");
	clerk_is_told();
	resident_repairs();
}

static void
a_pulled_card_leaves_a_split_that_everybody_sees(void **state)
{
	(void)state;
	write_with(PULLED);
	counter_expect(&one, "Not all PINs are set");
	counter_expect(&one,
	    "One PIN is only half written. Type the same PIN again to finish "
	    "it.");
	counter_office_control(&office, 1, CARD, NULL);
	take_back();
	clerk_is_told();
	from_the_queue_on();
}

/* The card refused: the resident sees it, and is not left alone with it. */
static void
a_refused_change_leaves_a_split_that_everybody_sees(void **state)
{
	(void)state;
	write_with(REFUSED);
	counter_expect(&one, "Not all PINs are set");
	counter_expect(&one, "not finished");
	counter_office_control(&office, 1, CARD, NULL);
	take_back();
	counter_expect(&one, "PIN");
	from_the_queue_on();
}

static void
a_killed_program_leaves_a_split_that_everybody_sees(void **state)
{
	size_t before;

	(void)state;
	before = counter_office_commands(&office, 1);
	write_with(HANGS);
	counter_chip_wait_hang(&office, 1);
	assert_true(counter_office_commands(&office, 1) > before);
	pty_kill(one.pty, SIGKILL);
	(void)pty_wait(one.pty);
	counter_free(&one);
	counter_office_control(&office, 1, CARD, NULL);
	counter_open(&one, &office, 1);
	counter_sign_in(&one, "1001");
	counter_open_case(&one, CARD);
	counter_expect(&one, "This is the card of the case.");
	/* the intent of the second place was written down: nobody knows, so
	 * the card is asked; then the clerk is told what is so */
	counter_press(&one, "<F8>");
	counter_expect(&one, "The resident agrees: ask");
	counter_press(&one, "<F8>");
	counter_expect(&one, "The card has answered. Go on with F8.");
	clerk_is_told();
	from_the_queue_on();
}

/* -- a reset, and the PIN is forgotten on the way -- */

static void
reset_up_to_pins(void)
{
	counter_press(&one, HOLDER "<Enter>");
	counter_expect_with(&one, "Found: {n}", "n", "1");
	counter_press(&one, "<Enter>");
	counter_expect(&one, "The resident knows the PIN.");
	counter_press(&one, "<Down><Enter>");
	counter_expect(&one, "A proxy, the holder did not come");
	counter_press(
	    &one, "<Right><Tab><Right><Tab><Right><Tab>2029-04-09<Enter>");
	counter_expect_with(&one, "Done: {step}.", "step", "Who came");
	counter_office_control(&office, 1, HELD, NULL);
	counter_expect_with(&one, "Done: {step}.", "step", "Right card");
	counter_press(&one, "<Tab><Tab><Space><Enter>");
	counter_expect_with(&one, "Done: {step}.", "step", "Which PINs");
	counter_press(&one, "<F8>");
	counter_expect(&one, "Second person of a PIN reset");
	counter_press(&one, "1002<Tab>ichiro-no-kaban<Enter>");
	counter_expect_with(&one, "Done: {step}.", "step", "Second person");
}

static void
resident_chooses(const char *language, const char *pin)
{
	counter_hand_over(&one);
	counter_press(&one, language);
	counter_expect(&one, "Whose card is this?");
	counter_press(&one, "<Enter>");
	counter_expect(&one, "You will set new PINs now");
	counter_press(&one, "<Enter>");
	counter_expect(&one, "Enter a new 4-digit PIN");
	counter_press(&one, pin);
	counter_press(&one, "<Enter>");
	counter_expect(&one, "Enter it again");
	counter_press(&one, pin);
	counter_press(&one, "<Enter>");
	counter_expect(&one, "These PINs will be written to the card");
}

static void
a_half_reset_is_reset_again_when_the_pin_is_forgotten(void **state)
{
	(void)state;
	reset_up_to_pins();
	resident_chooses("<Down><Enter>", "8305");
	counter_office_control(&office, 1, HELD, RESET_STOPS);
	counter_press(&one, "<F8>");
	counter_expect(&one, "Not all new PINs are set");
	counter_expect(
	    &one, "One PIN is only half reset. Choose it again to finish it.");
	counter_office_control(&office, 1, HELD, NULL);
	take_back();
	counter_expect(&one,
	    "The resident register PIN is reset in only one of its two places: "
	    "the chip holds two different PINs. Repair it: F8, and the "
	    "resident chooses it once more, the same or another one. Both "
	    "places get it.");
	expect_marked("The resident register PIN is reset");
	counter_expect(&one, "This is the card of the case.");
	resident_chooses("<Enter>", "6173");
	counter_press(&one, "<F8>");
	counter_expect(&one, "Your new PINs have been set");
	take_back();
	counter_expect(&one, "The card is back with its holder");
}

/* What a script reads. */
static void
the_command_says_it_too(void **state)
{
	const char *const status[] = {"card", "status", "--json", NULL};
	char out[OUT_SIZE];

	(void)state;
	write_with(PULLED);
	counter_expect(&one, "Not all PINs are set");
	counter_office_control(&office, 1, CARD, NULL);
	take_back();
	clerk_is_told();
	counter_press(&one, "<F3>");
	counter_expect(&one, "Pause or stop");
	counter_press(&one, "<Enter>");
	counter_leave(&one);
	counter_office_run(&office, status, 0, out, sizeof(out));
	assert_non_null(strstr(out, "\"pins_split\": true"));
}

#define STORY(name) cmocka_unit_test_setup_teardown(name, begin, end)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    STORY(a_pulled_card_leaves_a_split_that_everybody_sees),
	    cmocka_unit_test_setup_teardown(
		a_refused_change_leaves_a_split_that_everybody_sees,
		begin_japanese, end),
	    STORY(a_killed_program_leaves_a_split_that_everybody_sees),
	    STORY(a_half_reset_is_reset_again_when_the_pin_is_forgotten),
	    STORY(the_command_says_it_too),
	};
	int failed;

	counter_init();
	failed = cmocka_run_group_tests_name("split", tests, NULL, NULL);
	counter_office_forget();
	return failed;
}
