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

#include "support/counter_pins.h"
#include "support/memory_scan.h"
#include "support/pcscd.h"
#include "support/program.h"

#define CARD	     "N-00102"
#define INITIAL_SIGN "KAISHI01" /* of the training office */
/* The change of the signature password is the seventh command of its session:
 * serial 2, application, file, count, VERIFY. */
#define SLOW	      "delay=2500 7"
#define REFUSED	      "sw=6581 7"
#define PULLED	      "pull-during 7"
#define BEFORE_CHANGE 6
#define LOOKS	      1000
#define LOOK_MS	      20
#define REPLY_SIZE    258

static struct pcscd pcscd;
static bool there;
static struct counter_office office;
static struct counter one;
static pid_t plugged = -1;
static SCARDCONTEXT context;

/* -- the other program -- */

/* Connect as anybody may; waits for those who are about to leave. */
static SCARDHANDLE
other_connect(void)
{
	SCARDHANDLE card = 0;
	DWORD protocol = 0;
	LONG said = SCARD_E_SHARING_VIOLATION;

	for (int i = 0; i < LOOKS && said != SCARD_S_SUCCESS; i++) {
		said = SCardConnect(context, pcscd.reader[0],
		    SCARD_SHARE_SHARED, SCARD_PROTOCOL_T0 | SCARD_PROTOCOL_T1,
		    &card, &protocol);
		if (said != SCARD_S_SUCCESS)
			(void)poll(NULL, 0, LOOK_MS);
	}
	assert_int_equal(said, SCARD_S_SUCCESS);
	return card;
}

static unsigned
other_says(SCARDHANDLE card, const char *command, size_t len)
{
	uint8_t reply[REPLY_SIZE];
	DWORD n = sizeof(reply);

	assert_int_equal(
	    SCardTransmit(card, SCARD_PCI_T1, (const uint8_t *)command,
		(DWORD)len, NULL, reply, &n),
	    SCARD_S_SUCCESS);
	assert_true(n >= 2);
	return (unsigned)reply[n - 2] << 8 | reply[n - 1];
}

#define SAYS(card, command) other_says(card, command, sizeof(command) - 1)
/* individual-number-card 2, 4, 5. */
#define SELECT_JPKI \
	"\x00\xa4\x04\x0c\x0a\xd3\x92\xf0\x00\x26\x01\x00\x00\x00\x01"
#define SELECT_SIGN	"\x00\xa4\x02\x0c\x02\x00\x1b"
#define ASK_COUNT	"\x00\x20\x00\x80"
#define SELECT_SIGNER	"\x00\xa4\x02\x0c\x02\x00\x01"
#define READ		"\x00\xb0\x00\x00\x04"
#define VERIFY_INITIAL	"\x00\x20\x00\x80\x08" INITIAL_SIGN
#define SW_DONE		0x9000U
#define SW_NOT_VERIFIED 0x6982U
#define SW_TRIES	0x63c5U

/* Whether the signature password counts as given now: its counter does not
 * tell tries, and what it protects can be read. */
static bool
is_verified(void)
{
	SCARDHANDLE card = other_connect();
	unsigned count, file;

	assert_int_equal(SAYS(card, SELECT_JPKI), SW_DONE);
	assert_int_equal(SAYS(card, SELECT_SIGN), SW_DONE);
	count = SAYS(card, ASK_COUNT);
	assert_int_equal(SAYS(card, SELECT_SIGNER), SW_DONE);
	file = SAYS(card, READ);
	assert_int_equal(SCardDisconnect(card, SCARD_LEAVE_CARD), 0);
	assert_true(count == SW_DONE ? file == SW_DONE : count == SW_TRIES);
	if (file != SW_DONE)
		assert_int_equal(file, SW_NOT_VERIFIED);
	return file == SW_DONE;
}

static bool
is_exclusive(void)
{
	SCARDHANDLE card = 0;
	DWORD protocol = 0;

	return SCardConnect(context, pcscd.reader[0], SCARD_SHARE_SHARED,
		   SCARD_PROTOCOL_T0 | SCARD_PROTOCOL_T1, &card,
		   &protocol) == SCARD_E_SHARING_VIOLATION;
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
	assert_int_equal(
	    SCardEstablishContext(SCARD_SCOPE_SYSTEM, NULL, NULL, &context),
	    SCARD_S_SUCCESS);
	return 0;
}

static int
end(void **state)
{
	(void)state;
	if (!there)
		return 0;
	SCardReleaseContext(context);
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
	assert_true(is_exclusive());
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
	card = other_connect();
	assert_int_equal(SAYS(card, SELECT_JPKI), SW_DONE);
	assert_int_equal(SAYS(card, SELECT_SIGN), SW_DONE);
	assert_int_equal(SAYS(card, VERIFY_INITIAL), SW_DONE);
	assert_int_equal(SCardDisconnect(card, SCARD_LEAVE_CARD), 0);
	assert_true(is_verified());
	/* and so does a reset, which is what pcscd does for a killed one */
	card = other_connect();
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
	    STORY(a_pcscd_that_logs_commands_gets_no_pin),
	};

	counter_init();
	return cmocka_run_group_tests_name(
	    "pcsc_exits", tests, begin_all, end_all);
}
