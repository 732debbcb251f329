/* pcsc_exits_test.c -- however a PIN session over pcscd ends, another program
 * that connects afterwards finds nothing verified, and while something is, it
 * cannot connect at all (pcsc-behaviour, "Removal": LEAVE_CARD keeps what was
 * verified for the next client). The other program is a bare one: it selects
 * no application but the one it asks about. */
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include <cmocka.h>
#include <winscard.h>

#include "rules/individual_number.h"
#include "support/counter_pins.h"
#include "support/memory_scan.h"
#include "support/other_client.h"
#include "support/pcscd.h"
#include "support/program.h"

#define CARD "N-00102"
/* The change of the signature password is the seventh command of its session:
 * serial 2, application, file, count, VERIFY. */
#define SLOW	      "delay=2500 7"
#define REFUSED	      "sw=6581 7"
#define PULLED	      "pull-during 7"
#define BEFORE_CHANGE 6
#define LOOK_MS	      20

static struct pcscd pcscd;
static bool there;
static struct counter_office office;
static struct counter one;
static pid_t plugged = -1;
static SCARDCONTEXT context;
static struct other_client other;

/* -- the other program -- */

/* individual-number-card 2, 4, 5. */
#define SELECT_JPKI	"00A4040C0AD392F000260100000001"
#define SELECT_SIGN	"00A4020C02001B"
#define ASK_COUNT	"00200080"
#define SELECT_SIGNER	"00A4020C020001"
#define READ		"00B0000004"
#define VERIFY_INITIAL	"00200080084B41495348493031"
#define SW_DONE		0x9000U
#define SW_NOT_VERIFIED 0x6982U
#define SW_TRIES	0x63c5U

/* Whether the signature password counts as given now: its counter does not
 * tell tries, and what it protects can be read. */
static bool
is_verified(void)
{
	SCARDHANDLE card = other_client_connect(&other);
	unsigned count, file;

	assert_int_equal(other_client_says(card, SELECT_JPKI), SW_DONE);
	assert_int_equal(other_client_says(card, SELECT_SIGN), SW_DONE);
	count = other_client_says(card, ASK_COUNT);
	assert_int_equal(other_client_says(card, SELECT_SIGNER), SW_DONE);
	file = other_client_says(card, READ);
	assert_int_equal(SCardDisconnect(card, SCARD_LEAVE_CARD), 0);
	assert_true(count == SW_DONE ? file == SW_DONE : count == SW_TRIES);
	if (file != SW_DONE)
		assert_int_equal(file, SW_NOT_VERIFIED);
	return file == SW_DONE;
}

/* -- the counter -- */

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
	other_client_begin(&other, pcscd.reader[0]);
	context = other.context;
	return 0;
}

static int
end(void **state)
{
	(void)state;
	if (!there)
		return 0;
	other_client_end(&other);
	counter_free(&one);
	program_stop(&plugged);
	counter_office_end(&office);
	return 0;
}

/* Up to the question whether to write, with a fault on the way. */
static void
up_to_writing(const char *fault)
{
	if (!there)
		skip();
	counter_open(&one, &office, 1);
	counter_sign_in(&one, "1001");
	counter_open_case(&one, CARD);
	counter_walk(&one, COUNTER_NATIONAL, STEP_WHO, STEP_RIGHT_CARD);
	counter_office_control(&office, 1, CARD, NULL);
	counter_expect_with(&one, "Done: {step}.", "step", "Right card");
	counter_walk(&one, COUNTER_NATIONAL, STEP_CONFIRM, STEP_PINS);
	counter_hand_over(&one);
	counter_choose_pins(&one, LANG_EN, COUNTER_SIGN, COUNTER_PIN);
	counter_office_control(&office, 1, CARD, fault);
	assert_false(is_verified());
}

/* Write, and stop while the card works on the change: verified, alone. */
static void
write_until_the_change(void)
{
	size_t before = counter_office_commands(&office, 1);

	counter_press(&one, "<F8>");
	counter_office_wait_commands(&office, 1, before + BEFORE_CHANGE);
	assert_true(other_client_is_shut_out(&other));
}

/* -- stories -- */

static void
a_careless_program_leaves_the_card_open_and_we_see_it(void **state)
{
	SCARDHANDLE card;

	(void)state;
	if (!there)
		skip();
	counter_office_control(&office, 1, CARD, NULL);
	pcscd_wait_card(&pcscd, 0, true);
	card = other_client_connect(&other);
	assert_int_equal(other_client_says(card, SELECT_JPKI), SW_DONE);
	assert_int_equal(other_client_says(card, SELECT_SIGN), SW_DONE);
	assert_int_equal(other_client_says(card, VERIFY_INITIAL), SW_DONE);
	assert_int_equal(SCardDisconnect(card, SCARD_LEAVE_CARD), 0);
	assert_true(is_verified());
	/* and so does a reset, which is what pcscd does for a killed one */
	card = other_client_connect(&other);
	assert_int_equal(SCardDisconnect(card, SCARD_RESET_CARD), 0);
	assert_true(is_verified());
	/* the counter's program takes the power away when it starts */
	counter_open(&one, &office, 1);
	counter_sign_in(&one, "1001");
	counter_expect(&one, "card");
	assert_false(is_verified());
}

static void
after_all_is_written_nothing_is_verified(void **state)
{
	(void)state;
	up_to_writing(NULL);
	counter_write_pins(&one);
	assert_false(is_verified()); /* the resident still sits there */
	counter_take_back(&one);
	assert_false(is_verified());
}

static void
after_a_refused_change_nothing_is_verified(void **state)
{
	(void)state;
	up_to_writing(REFUSED);
	counter_press(&one, "<F8>");
	counter_expect(&one, "Not all PINs are set");
	assert_false(is_verified());
}

/* pcscd often misses a card that comes back soon after it was torn away: it is
 * lifted and placed again (pcsc-behaviour, "Removal"). */
static void
bring_back(void)
{
	SCARD_READERSTATE state = {.szReader = pcscd.reader[0]};

	for (int i = 0; i < 20; i++) {
		counter_office_control(&office, 1, CARD, NULL);
		for (int ms = 0; ms < 1500; ms += LOOK_MS) {
			(void)SCardGetStatusChange(context, 0, &state, 1);
			if ((state.dwEventState & SCARD_STATE_PRESENT) != 0)
				return;
			(void)poll(NULL, 0, LOOK_MS);
		}
		counter_office_control(&office, 1, NULL, NULL);
		(void)poll(NULL, 0, 600);
	}
	fail_msg("the card is not seen any more");
}

static void
after_a_pulled_card_came_back_nothing_is_verified(void **state)
{
	(void)state;
	up_to_writing(PULLED);
	counter_press(&one, "<F8>");
	counter_expect(&one, "Not all PINs are set");
	bring_back();
	assert_false(is_verified());
}

static void
a_program_told_to_end_leaves_nothing_verified(void **state)
{
	(void)state;
	up_to_writing(SLOW);
	write_until_the_change();
	pty_kill(one.pty, SIGTERM);
	(void)pty_wait(one.pty);
	assert_false(is_verified());
}

static void
a_killed_program_leaves_nothing_verified(void **state)
{
	(void)state;
	up_to_writing(SLOW);
	write_until_the_change();
	pty_kill(one.pty, SIGKILL);
	(void)pty_wait(one.pty);
	assert_false(is_verified());
}

static void
a_killed_agent_is_followed_by_one_that_ends_what_it_left(void **state)
{
	(void)state;
	up_to_writing(SLOW);
	write_until_the_change();
	assert_int_equal(
	    kill(memory_scan_agent_of(pty_pid(one.pty)), SIGKILL), 0);
	counter_expect(&one, "Not all PINs are set");
	counter_press(&one, "<F7>");
	counter_expect(&one, "Counter code");
	counter_press(&one, COUNTER_CODE "<Enter>");
	counter_expect(&one, "card read"); /* by the new one */
	assert_false(is_verified());
}

static void
a_hung_up_program_leaves_nothing_verified(void **state)
{
	(void)state;
	up_to_writing(SLOW);
	write_until_the_change();
	pty_hang_up(one.pty);
	(void)pty_wait(one.pty);
	assert_false(is_verified());
}

static void
a_crashed_program_leaves_nothing_verified(void **state)
{
	(void)state;
	up_to_writing(SLOW);
	write_until_the_change();
	pty_kill(one.pty, SIGSEGV);
	(void)pty_wait(one.pty);
	assert_false(is_verified());
}

/* A change that the card refused left the signature password given a moment
 * before; then the clerk goes on as clerks do. */
static void
back_with_the_clerk(void)
{
	up_to_writing(REFUSED);
	counter_press(&one, "<F8>");
	counter_expect(&one, "Not all PINs are set");
	counter_office_control(&office, 1, CARD, NULL);
	counter_press(&one, "<F7>");
	counter_expect(&one, "Counter code");
	counter_press(&one, COUNTER_CODE "<Enter>");
	counter_expect(&one, "This is the card of the case.");
}

static void
back_pause_lock_and_signing_out_leave_nothing_verified(void **state)
{
	(void)state;
	back_with_the_clerk();
	assert_false(is_verified());
	counter_press(&one, "<Esc>");
	pty_expect_gone(one.pty, "tries left");
	assert_false(is_verified());
	counter_press(&one, "<F3>");
	counter_expect(&one, "Pause or stop");
	counter_press(&one, "<Enter>");
	counter_expect(&one, "Needs attention");
	assert_false(is_verified());
	counter_press(&one, "<F9>");
	counter_expect(&one, "This terminal is locked");
	assert_false(is_verified());
	counter_press(&one, COUNTER_CODE "<Enter>");
	counter_expect(&one, "Needs attention");
	counter_leave(&one);
	assert_false(is_verified());
}

/* The resident walks away from the result. */
static void
a_resident_who_walks_away_leaves_nothing_verified(void **state)
{
	const char *words;

	(void)state;
	if (!there)
		skip();
	counter_office_set(&office, "[reader]",
	    "[rules]\nresident_idle_seconds = 20\n[reader]");
	up_to_writing(REFUSED);
	counter_press(&one, "<F8>");
	counter_expect(&one, "Not all PINs are set");
	words = text_in(LANG_EN, "Counter code");
	if (!pty_shows_words(one.pty, words, 60000))
		counter_expect(&one, "Counter code");
	assert_false(is_verified());
}

/* The terminal locks by itself. */
static void
an_idle_terminal_that_locks_leaves_nothing_verified(void **state)
{
	const char *words;

	(void)state;
	if (!there)
		skip();
	counter_office_set(
	    &office, "number = 1", "number = 1\nidle_lock_seconds = 30");
	back_with_the_clerk();
	words = text_in(LANG_EN, "This terminal is locked");
	if (!pty_shows_words(one.pty, words, 60000))
		counter_expect(&one, "This terminal is locked");
	assert_false(is_verified());
}

/* -- the holder check -- */

/* The Individual Number of the second training card, nobody's, as training_
 * register.c makes it from the place in the list. */
static void
number_of_card(char out[INDIVIDUAL_NUMBER_LEN + 1])
{
	snprintf(
	    out, INDIVIDUAL_NUMBER_LEN + 1, "%011u", 700000000U + 7654321U);
	out[11] = (char)('0' + individual_number_check_digit(out, 11));
	out[12] = '\0';
}

static void
open_face(const char *fault)
{
	char number[INDIVIDUAL_NUMBER_LEN + 1];

	if (!there)
		skip();
	number_of_card(number);
	counter_open(&one, &office, 1);
	counter_sign_in(&one, "1001");
	counter_open_case(&one, CARD);
	counter_walk(&one, COUNTER_NATIONAL, STEP_WHO, STEP_FACE);
	counter_office_control(&office, 1, CARD, NULL);
	counter_press(&one, "<F9>");
	counter_expect_with(&one, "Tries left: {left}", "left", "10");
	counter_press(&one, "<F9>");
	counter_office_control(&office, 1, CARD, fault);
	counter_press(&one, number);
}

static void
a_holder_check_leaves_nothing_open(void **state)
{
	(void)state;
	open_face(NULL);
	counter_press(&one, "<Enter>");
	counter_expect(&one, "The pictures help; the printed photo decides.");
	assert_false(other_client_finds_face_open(&other)); /* still shown */
	counter_press(&one, "<Esc>");
	counter_expect(&one, "Refuse");
	assert_false(other_client_finds_face_open(&other));
}

/* serial 2, application, file, count, VERIFY 6, and the first file 7 */
static void
a_holder_check_that_is_left_while_the_card_reads_leaves_nothing_open(
    void **state)
{
	size_t before;

	(void)state;
	open_face("delay=2500 8");
	before = counter_office_commands(&office, 1);
	counter_press(&one, "<Enter>");
	counter_office_wait_commands(&office, 1, before + 7);
	counter_press(&one, "<Esc>");
	assert_true(other_client_is_shut_out(&other));
	assert_false(other_client_finds_face_open(&other));
	counter_expect(&one, "Refuse");
}

/* -- a change of a PIN that is known -- */

#define HOLDER	    "kamiya"
#define HELD	    "N-00137"
#define PRESENT_PIN "4649" /* what handed-over training cards hold */
/* serial 2, application, file, count, VERIFY 6, change 7, VERIFY 8 */
#define SLOW_PROOF "delay=2500 8"

static void
change_up_to_writing(const char *fault)
{
	if (!there)
		skip();
	counter_open(&one, &office, 1);
	counter_sign_in(&one, "1001");
	counter_press(&one, HOLDER "<Enter>");
	counter_expect_with(&one, "Found: {n}", "n", "1");
	counter_press(&one, "<Enter>");
	counter_expect(&one, "The resident knows the PIN.");
	counter_press(&one, "<Enter>");
	counter_expect(&one, "A proxy, the holder did not come");
	counter_press(&one, "<Right><Tab><Right><Enter>");
	counter_expect_with(&one, "Done: {step}.", "step", "Who came");
	counter_office_control(&office, 1, HELD, NULL);
	counter_expect_with(&one, "Done: {step}.", "step", "Right card");
	counter_press(&one, "<Tab><Space><Enter>");
	counter_expect_with(&one, "Done: {step}.", "step", "Which PINs");
	counter_press(&one, "<F8>");
	counter_expect(&one, "Choose your language");
	counter_press(&one, "<Down><Enter>");
	counter_expect(&one, "Whose card is this?");
	counter_press(&one, "<Enter>");
	counter_expect(&one, "You will change your PINs now");
	counter_press(&one, "<Enter>");
	counter_expect(&one, "Type the PIN that the card holds now");
	counter_press(&one, PRESENT_PIN "<Enter>");
	counter_expect(&one, "Enter a new 4-digit PIN");
	counter_press(&one, COUNTER_PIN "<Enter>");
	counter_expect(&one, "Enter it again");
	counter_press(&one, COUNTER_PIN "<Enter>");
	counter_expect(&one, "These PINs will be written to the card");
	counter_office_control(&office, 1, HELD, fault);
}

static void
a_change_that_is_done_leaves_nothing_verified(void **state)
{
	(void)state;
	change_up_to_writing(NULL);
	counter_press(&one, "<F8>");
	counter_expect(&one, "Your PINs have been changed");
	assert_false(other_client_finds_verified(&other, PIN_REF_AUTH));
	counter_press(&one, "<F7>");
	counter_expect(&one, "Counter code");
	counter_press(&one, COUNTER_CODE "<Enter>");
	counter_expect(&one, "The card is back with its holder");
	assert_false(other_client_finds_verified(&other, PIN_REF_AUTH));
}

static void
a_change_whose_program_ends_leaves_nothing_verified(void **state)
{
	size_t before;

	(void)state;
	change_up_to_writing(SLOW_PROOF);
	before = counter_office_commands(&office, 1);
	counter_press(&one, "<F8>");
	counter_office_wait_commands(&office, 1, before + 7);
	assert_true(other_client_is_shut_out(&other));
	pty_kill(one.pty, SIGTERM);
	(void)pty_wait(one.pty);
	assert_false(other_client_finds_verified(&other, PIN_REF_AUTH));
}

/* A log of what cards are told would hold the PINs. */
static void
a_pcscd_that_logs_commands_gets_no_pin(void **state)
{
	(void)state;
	if (!there)
		skip();
	program_stop(&plugged);
	pcscd_stop(&pcscd);
	pcscd_start_with(&pcscd, "--apdu");
	(void)end(NULL);
	(void)begin(NULL);
	counter_open(&one, &office, 1);
	counter_sign_in(&one, "1001");
	counter_open_case(&one, CARD);
	counter_walk(&one, COUNTER_NATIONAL, STEP_WHO, STEP_RIGHT_CARD);
	counter_office_control(&office, 1, CARD, NULL);
	counter_expect_with(&one, "Done: {step}.", "step", "Right card");
	counter_walk(&one, COUNTER_NATIONAL, STEP_CONFIRM, STEP_PINS);
	counter_press(&one, "<F8>");
	counter_expect(&one, "The card service (pcscd) writes down what cards "
			     "are told, so PINs are off.");
	assert_true(pcscd_log_has(&pcscd, "00 A4 04 0C"));
	assert_false(pcscd_log_has(&pcscd, "00 20 00 80 0"));
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
	    STORY(a_careless_program_leaves_the_card_open_and_we_see_it),
	    STORY(after_all_is_written_nothing_is_verified),
	    STORY(after_a_refused_change_nothing_is_verified),
	    STORY(after_a_pulled_card_came_back_nothing_is_verified),
	    STORY(a_program_told_to_end_leaves_nothing_verified),
	    STORY(a_killed_program_leaves_nothing_verified),
	    STORY(a_killed_agent_is_followed_by_one_that_ends_what_it_left),
	    STORY(a_hung_up_program_leaves_nothing_verified),
	    STORY(a_crashed_program_leaves_nothing_verified),
	    STORY(back_pause_lock_and_signing_out_leave_nothing_verified),
	    STORY(a_resident_who_walks_away_leaves_nothing_verified),
	    STORY(an_idle_terminal_that_locks_leaves_nothing_verified),
	    STORY(a_holder_check_leaves_nothing_open),
	    STORY(
		a_holder_check_that_is_left_while_the_card_reads_leaves_nothing_open),
	    STORY(a_change_that_is_done_leaves_nothing_verified),
	    STORY(a_change_whose_program_ends_leaves_nothing_verified),
	    STORY(a_pcscd_that_logs_commands_gets_no_pin),
	};

	counter_init();
	return cmocka_run_group_tests_name(
	    "pcsc_exits", tests, begin_all, end_all);
}
