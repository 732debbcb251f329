/* resident_test.c -- a resident sets the PINs at the handed-over terminal: real
 * screens on a pseudo-terminal, a real store, the card agent, virtual cards.
 * The program under test is this binary itself, started again. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/secret.h"
#include "support/agent_driver.h"
#include "support/desk_office.h"
#include "support/pty.h"
#include "support/resident_program.h"

#define PROGRAM	  "resident"
#define SIGN	  "MARIGOLD2026"
#define SIGN_SEEN "marigold2026" /* as typed: small letters count too */
#define PIN_A	  "7395"
#define PIN_B	  "2580"
#define PIN_C	  "9046"

static struct desk_office office;
static struct failure f;
static struct pty *pty;
static int64_t case_id;

static int
begin(void **state)
{
	(void)state;
	memset(&f, 0, sizeof(f));
	desk_office_begin(&office);
	return 0;
}

static int
end(void **state)
{
	(void)state;
	pty_free(&pty);
	desk_office_end(&office);
	return 0;
}

/* -- how a test begins and ends -- */

static bool
card_is_right(void *arg)
{
	(void)arg;
	return desk_office_view(&office, 1, case_id).check == CHECK_RIGHT;
}

/* A case at its PINs with its card on the reader, on the clerk's screen. */
static void
start_case(enum office_card card, const char *fault)
{
	char settings[200], id[24];
	const char *argv[] = {pty_self(), PROGRAM, settings, id, NULL};
	struct pty_how how = {.argv = argv};

	(void)desk_office_open(&office, 1, "1001");
	case_id = desk_office_take(&office, 1, card);
	desk_office_walk(&office, 1, case_id, STEP_RIGHT_CARD);
	desk_office_put(&office, (int)card, NULL);
	desk_office_until(&office, card_is_right, NULL);
	desk_office_walk(&office, 1, case_id, STEP_PINS);
	desk_office_close(&office, 1);
	if (fault != NULL) { /* it counts from the next power-on */
		desk_office_put(&office, -1, NULL);
		desk_office_put(&office, (int)card, fault);
	}
	snprintf(settings, sizeof(settings), "%s/settings", office.reader.dir);
	resident_program_settings(settings, &office.settings[1]);
	snprintf(id, sizeof(id), "%lld", (long long)case_id);
	pty = pty_start(&how);
	pty_expect(pty, "card read");
	pty_expect(pty, "Set the PINs");
}

static void
hand_over(enum office_card card)
{
	start_case(card, NULL);
	pty_press(pty, "<F8>");
	pty_expect(pty, "言語を選んでください");
	pty_expect(pty, "Choose your language");
}

/* Up to the first PIN, in English. */
static void
up_to_first_pin(void)
{
	pty_press(pty, "<Down><Enter>");
	pty_expect(pty, "Whose card is this?");
	pty_press(pty, "<Enter>");
	pty_expect(pty, "You will set your PINs now");
	pty_press(pty, "<Enter>");
	pty_expect(pty, "1 of");
}

/* Text of a PIN twice. */
static void
twice(const char *pin, const char *again)
{
	char keys[80];

	snprintf(keys, sizeof(keys), "%s<Enter>", pin);
	pty_press(pty, keys);
	pty_expect(pty, again);
	pty_press(pty, keys);
}

/* All four with one number for three, up to the last question. */
static void
choose_all(void)
{
	up_to_first_pin();
	twice(SIGN_SEEN, "Enter it again");
	pty_expect(pty, "User authentication certificate PIN");
	twice(PIN_A, "Enter it again");
	pty_expect(pty, "Use the same 4-digit PIN for all three?");
	pty_press(pty, "<Enter>");
	pty_expect(pty, "These PINs will be written to the card");
}

static void
take_back(const char *staff_word)
{
	pty_press(pty, "<F7>");
	pty_expect(pty, staff_word);
	pty_press(pty, OFFICE_CODE "<Enter>");
}

/* The clerk leaves the program from the case. */
static void
leave(void)
{
	pty_kill(pty, SIGTERM);
	pty_expect_exit(pty, 0);
}

static void
no_secret_was_shown(void)
{
	static const char *const secrets[] = {
	    SIGN, SIGN_SEEN, PIN_A, PIN_B, PIN_C, OFFICE_CODE};

	for (size_t i = 0; i < sizeof(secrets) / sizeof(secrets[0]); i++)
		if (pty_count_bytes(pty, secrets[i]) != 0)
			fail_msg("a secret of %zu characters was shown",
			    strlen(secrets[i]));
	assert_true(pty_count_bytes(pty, "*") > 0); /* its stars were */
}

/* Ask the chip itself. */
static void
card_holds(enum pin_ref ref, const char *value)
{
	struct agent_config config = {.transport = AGENT_TRAINING};
	struct secret *s = secret_from_bytes(value, strlen(value));
	struct agent *a = NULL;
	struct agent_event e;

	snprintf(config.reader, sizeof(config.reader), "%s",
	    office.settings[1].reader);
	assert_int_equal(agent_start(&config, &office.clock, &a, &f), KERR_OK);
	agent_driver_reader(a, READER_CARD);
	e = agent_driver_identify(a);
	assert_int_equal(e.kind, AGENT_IDENTITY);
	assert_int_equal(
	    agent_pin_prove(a, e.identity.chip_serial, ref, s), KERR_OK);
	e = agent_driver_end(a, NULL);
	if (e.kind != AGENT_PIN || e.error != KERR_OK)
		fail_msg("reference %d: %s", (int)ref, error_name(e.error));
	secret_free(&s);
	agent_stop(&a);
}

static void
the_case_is_at(enum case_step step)
{
	(void)desk_office_open(&office, 1, "1001");
	assert_int_equal(desk_office_view(&office, 1, case_id).step, step);
	desk_office_close(&office, 1);
}

/* -- stories -- */

static void
a_resident_sets_every_pin_in_english(void **state)
{
	(void)state;
	hand_over(OFFICE_NGUYEN);
	pty_press(pty, "<Down><Enter>");
	pty_expect(pty, "NGUYEN THI LAN");
	pty_press(pty, "<Enter>");
	pty_expect(pty, "There are 4 PINs:");
	pty_press(pty, "<Enter>");
	pty_expect(pty, "1 of 4");
	pty_expect(pty, "署名用電子証明書 暗証番号");
	twice(SIGN_SEEN, "Enter it again");
	pty_expect(pty, "2 of 4");
	twice(PIN_A, "Enter it again");
	pty_expect(pty, "Use the same 4-digit PIN for all three?");
	pty_press(pty, "<F5>"); /* different numbers */
	pty_expect(pty, "3 of 4");
	twice(PIN_B, "Enter it again");
	pty_expect(pty, "4 of 4");
	twice(PIN_C, "Enter it again");
	pty_expect(pty, "These PINs will be written to the card");
	pty_press(pty, "<Enter>"); /* alone it must not write */
	pty_expect(pty, "Press F8 to write, or Esc to go back.");
	pty_press(pty, "<F8>");
	pty_expect(pty, "All PINs have been set");
	pty_expect(pty, "Please give the terminal back to the staff.");
	take_back("For the staff");
	pty_expect(pty, "Activation");
	leave();
	no_secret_was_shown();
	card_holds(PIN_REF_SIGN, SIGN);
	card_holds(PIN_REF_AUTH, PIN_A);
	card_holds(PIN_REF_JUKI, PIN_B);
	card_holds(PIN_REF_COMMON, PIN_B);
	card_holds(PIN_REF_INPUT, PIN_C);
	the_case_is_at(STEP_ACTIVATION);
}

static void
a_resident_sets_every_pin_in_japanese_with_one_number(void **state)
{
	(void)state;
	hand_over(OFFICE_TANAKA);
	pty_press(pty, "<Enter>");
	pty_expect(pty, "田中 花子");
	pty_press(pty, "<Enter>");
	pty_expect(pty, "これから暗証番号を設定します");
	pty_press(pty, "<Enter>");
	pty_expect(pty, "新しい署名用パスワードを入力してください");
	pty_press(pty, "hanako2026<Enter>"); /* the name, by its reading */
	pty_expect(pty, "推測されやすい番号です");
	twice(SIGN, "もう一度入力してください");
	pty_expect(pty, "2 / 4");
	twice("７３９５", "もう一度入力してください"); /* full width */
	pty_expect(pty, "3つとも同じ4けたの番号にしますか");
	pty_press(pty, "<F8>");
	pty_expect(pty, "次の暗証番号をカードに書き込みます");
	pty_press(pty, "<F8>");
	pty_expect(pty, "すべての暗証番号を設定しました");
	/* the clerk's screens speak the clerk's language again */
	take_back("For the staff");
	pty_expect(pty, "Activation");
	leave();
	no_secret_was_shown();
	card_holds(PIN_REF_SIGN, SIGN);
	card_holds(PIN_REF_AUTH, PIN_A);
	card_holds(PIN_REF_COMMON, PIN_A);
	card_holds(PIN_REF_INPUT, PIN_A);
}

static void
a_weak_pin_is_refused_with_its_reason(void **state)
{
	(void)state;
	hand_over(OFFICE_NGUYEN);
	up_to_first_pin();
	pty_press(pty, "abc<Enter>");
	pty_expect(pty, "Too short");
	pty_press(pty, "<Delete>"
		       "nguyen94<Enter>");
	pty_expect(pty, "This PIN is too easy to guess");
	pty_expect(pty, "Not your name or date of birth");
	pty_press(pty, "!");
	pty_expect(pty, "Only capital letters A-Z and digits");
	twice(SIGN, "Enter it again");
	pty_expect(pty, "2 of 4");
	pty_press(pty, "1");
	pty_expect(pty, "3 more");
	pty_press(pty, "234");
	pty_expect(pty, "Not digits in a row, like 1234 or 4321");
	pty_press(pty, "<Enter>");
	pty_expect(pty, "This PIN is too easy to guess");
	pty_expect(pty, "4 more"); /* it is gone */
	pty_press(pty, "0517<Enter>");
	pty_expect(pty, "Not a date or year of birth");
	pty_press(pty, "1111<Enter>");
	pty_expect(pty, "Not the same digit four times");
	pty_press(pty, "a");
	pty_expect(pty, "Digits only");
	pty_press(pty, "12<Enter>");
	pty_expect(pty, "Enter exactly 4 digits");
}

static void
two_different_entries_cost_no_try_and_are_forgotten(void **state)
{
	(void)state;
	hand_over(OFFICE_NGUYEN);
	up_to_first_pin();
	pty_press(pty, SIGN "<Enter>");
	pty_expect(pty, "Enter it again");
	pty_expect(pty, "6 more"); /* the first one is not shown */
	pty_press(pty, SIGN "X<Enter>");
	pty_expect(pty, "The two entries do not match. This costs no try.");
	pty_expect(pty, "Enter a new signature password");
	twice(SIGN, "Enter it again");
	pty_expect(pty, "2 of 4");
	for (int i = 0; i < 2; i++) {
		pty_press(pty, PIN_A "<Enter>");
		pty_expect(pty, "Enter it again");
		pty_press(pty, PIN_B "<Enter>");
		pty_expect(pty, "The two entries do not match.");
	}
	pty_expect(pty, "Ask the staff for the paper worksheet");
	assert_int_equal(training_count_of(&office.reader, "0020", 1), 0);
}

static void
what_was_entered_is_kept_over_back_and_language(void **state)
{
	(void)state;
	hand_over(OFFICE_NGUYEN);
	up_to_first_pin();
	twice(SIGN, "Enter it again");
	pty_expect(pty, "2 of 4");
	pty_press(pty, "73<F2>");
	pty_expect(pty, "Choose your language");
	pty_press(pty, "<Up><Enter>");
	pty_expect(pty, "あと2文字"); /* two digits stand there still */
	pty_press(pty, "95<Enter>");
	pty_expect(pty, "もう一度入力してください");
	pty_press(pty, PIN_A "<Enter>");
	pty_expect(pty, "3つとも同じ4けたの番号にしますか");
	pty_press(pty, "<Esc>");
	pty_expect(pty, "2 / 4");
	pty_expect(pty, "入力済みです。");
	pty_press(pty, "<Esc>");
	pty_expect(pty, "1 / 4");
	pty_expect(pty, "入力済みです。");
	pty_press(pty, "<Enter>");
	pty_expect(pty, "2 / 4");
	pty_press(pty, "<Enter>");
	pty_expect(pty, "3つとも同じ4けたの番号にしますか");
}

static void
another_number_for_the_first_is_not_written_to_the_others(void **state)
{
	(void)state;
	hand_over(OFFICE_NGUYEN);
	up_to_first_pin();
	twice(SIGN, "Enter it again");
	pty_expect(pty, "2 of 4");
	twice(PIN_A, "Enter it again");
	pty_expect(pty, "for all three?");
	pty_press(pty, "<F8>");
	pty_expect(pty, "These PINs will be written to the card");
	pty_press(pty, "<Esc>");
	pty_expect(pty, "for all three?");
	pty_press(pty, "<Esc>");
	pty_expect(pty, "2 of 4");
	twice(PIN_B, "Enter it again");
	pty_expect(pty, "for all three?");
	pty_press(pty, "<Down><Enter>"); /* not the same: each is asked */
	pty_expect(pty, "3 of 4");
	pty_expect_gone(pty, "It is chosen already.");
	twice(PIN_C, "Enter it again");
	pty_expect(pty, "4 of 4");
	twice(PIN_A, "Enter it again");
	pty_expect(pty, "These PINs will be written to the card");
	pty_press(pty, "<F8>");
	pty_expect(pty, "All PINs have been set");
	take_back("For the staff");
	pty_expect(pty, "Activation");
	leave();
	no_secret_was_shown();
	card_holds(PIN_REF_AUTH, PIN_B);
	card_holds(PIN_REF_JUKI, PIN_C);
	card_holds(PIN_REF_COMMON, PIN_C);
	card_holds(PIN_REF_INPUT, PIN_A);
}

static void
a_pulled_card_is_told_and_finished_by_trying_again(void **state)
{
	(void)state;
	start_case(OFFICE_NGUYEN, "pull-during 30");
	pty_press(pty, "<F8>");
	pty_expect(pty, "Choose your language");
	choose_all();
	pty_press(pty, "<F8>");
	pty_expect(pty, "Not all PINs are set");
	pty_expect(pty, "The card was taken away too early.");
	desk_office_put(&office, -1, NULL);
	pty_press(pty, "<F8>");
	pty_expect(pty, "Place your card on the reader");
	desk_office_put(&office, OFFICE_NGUYEN, NULL);
	pty_expect(pty, "All PINs have been set");
	take_back("For the staff");
	pty_expect(pty, "Activation");
	leave();
	no_secret_was_shown();
	for (int ref = 0; ref < PIN_REF_COUNT; ref++)
		card_holds(
		    (enum pin_ref)ref, ref == PIN_REF_SIGN ? SIGN : PIN_A);
}

/* The place that was written (juki 001C) holds what was chosen, its twin
 * (common 001C) does not yet: individual-number-card 4.3. */
static void
a_half_written_pin_is_typed_again_and_its_tries_are_true(void **state)
{
	(void)state;
	start_case(OFFICE_NGUYEN, "pull-during 22");
	pty_press(pty, "<F8>");
	pty_expect(pty, "Choose your language");
	choose_all();
	pty_press(pty, "<F8>");
	pty_expect(pty, "not finished");
	take_back("For the staff"); /* and with it all values are wiped */
	pty_expect(pty, "2nd place");
	desk_office_put(&office, -1, NULL);
	pty_expect(pty, "ready, no card");
	desk_office_put(&office, OFFICE_NGUYEN, NULL);
	pty_expect(pty, "card read");
	pty_press(pty, "<F8>");
	pty_expect(pty, "Choose your language");
	pty_press(pty, "<Enter>");
	pty_expect(pty, "Whose card is this?");
	pty_press(pty, "<Enter>");
	pty_expect(pty, "There are 2 PINs:");
	pty_press(pty, "<Enter>");
	pty_expect(pty, "Type the PIN that you chose before");
	pty_expect(pty, "Tries left: 3");
	pty_press(pty, PIN_C "<Enter>"); /* once, and it is wrong */
	pty_expect(pty, "2 of 2");
	twice(PIN_B, "Enter it again");
	pty_expect(pty, "These PINs will be written to the card");
	pty_press(pty, "<F8>");
	pty_expect(pty, "The PIN is wrong: 2 tries left.");
	pty_press(pty, "<F8>");
	pty_expect(pty, "Tries left: 2");
	pty_press(pty, PIN_A "<Enter>");
	pty_expect(pty, "It is chosen already.");
	pty_press(pty, "<Enter>");
	pty_expect(pty, "These PINs will be written to the card");
	pty_press(pty, "<F8>");
	pty_expect(pty, "All PINs have been set");
	take_back("For the staff");
	pty_expect(pty, "Activation");
	leave();
	no_secret_was_shown();
	card_holds(PIN_REF_JUKI, PIN_A);
	card_holds(PIN_REF_COMMON, PIN_A);
	card_holds(PIN_REF_INPUT, PIN_B);
}

static void
nobody_types_and_everything_is_wiped(void **state)
{
	(void)state;
	office.settings[1].resident_idle_seconds = 6;
	hand_over(OFFICE_NGUYEN);
	up_to_first_pin();
	twice(SIGN, "Enter it again");
	pty_expect(pty, "2 of 4");
	pty_press(pty, "73");
	pty_expect(pty, "No input. Closing in");
	pty_press(pty, "9"); /* goes on, and is not taken as a digit */
	pty_expect(pty, "2 more");
	pty_expect(pty, "No input. Closing in");
	pty_expect(pty, "The session was closed");
	pty_expect(pty, "For the staff");
	pty_press(pty, "<Esc>"); /* there is nothing to go back to */
	pty_settle(pty);
	pty_expect(pty, "For the staff");
	pty_press(pty, OFFICE_CODE "<Enter>");
	pty_expect(pty, "Set the PINs");
	pty_press(pty, "<F8>"); /* and nothing of before is held */
	pty_expect(pty, "Choose your language");
	pty_press(pty, "<Enter>"); /* it stands on English now */
	pty_expect(pty, "Whose card is this?");
	pty_press(pty, "<Enter>");
	pty_expect(pty, "You will set your PINs now");
	pty_press(pty, "<Enter>");
	pty_expect(pty, "1 of 4");
	pty_expect_gone(pty, "It is chosen already.");
	leave();
	the_case_is_at(STEP_PINS);
	card_holds(PIN_REF_SIGN, TRAINING_SIGN); /* the card is as it was */
}

static void
five_wrong_codes_need_the_password(void **state)
{
	(void)state;
	hand_over(OFFICE_NGUYEN);
	up_to_first_pin();
	twice(SIGN, "Enter it again");
	pty_expect(pty, "2 of 4");
	pty_press(pty, "<F7>");
	pty_expect(pty, "For the staff");
	pty_press(pty, "9999<Enter>");
	pty_expect(pty, "4 more tries");
	pty_press(pty, "<Esc>"); /* the resident goes on where it was */
	pty_expect(pty, "2 of 4");
	pty_expect_gone(pty, "more tries");
	pty_press(pty, "<F9>");
	pty_expect(pty, "A staff member will help you");
	pty_press(pty, "<F7>");
	pty_expect(pty, "For the staff");
	for (int i = 0; i < 4; i++) {
		pty_press(pty, "9999<Enter>");
		pty_settle(pty);
	}
	pty_expect(pty, "Five wrong counter codes.");
	pty_press(pty, OFFICE_CODE "<Enter>"); /* too late for the right one */
	pty_expect(pty, "password is wrong");
	pty_press(pty, OFFICE_PASSWORD "<Enter>");
	pty_expect(pty, "Set the PINs");
	leave();
	assert_int_equal(pty_count_bytes(pty, OFFICE_PASSWORD), 0);
}

/* The pages that keys are tried on, each reached from the one before. */
static const struct {
	const char *keys, *shows;
} ways[] = {
    {"", "Choose your language"},
    {"<Down><Enter>", "Whose card is this?"},
    {"<Enter>", "You will set your PINs now"},
    {"<Enter>", "Enter a new signature password"},
};

/* What a resident may see: their own pages, or a closed door. */
static bool
is_residents_page(void)
{
	static const char *const pages[] = {"Choose your language",
	    "Whose card", "どなたのカード", "You will set", "これから暗証番号",
	    "Enter ", "入力してください", "A staff member will help",
	    "職員がまいります", "For the staff"};
	static const char *const staff[] = {
	    "Reserved", "Queue", "What waits", "Set the PINs", "Refuse"};

	for (size_t i = 0; i < sizeof(staff) / sizeof(staff[0]); i++)
		if (pty_shows(pty, staff[i], 0))
			return false;
	for (size_t i = 0; i < sizeof(pages) / sizeof(pages[0]); i++)
		if (pty_shows(pty, pages[i], 0))
			return true;
	return false;
}

static void
no_key_and_no_byte_leads_out(void **state)
{
	static const char *const keys[] = {"<F1>", "<F3>", "<F4>", "<F5>",
	    "<F6>", "<F8>", "<F12>", "<Esc>", "<Alt-x>", "<Ctrl-c>", "<Ctrl-z>",
	    "<Ctrl-l>", "<PgUp>", "<Home>", "<Tab>", "<Shift-Tab>", "<Alt-0>",
	    "<F9>", "<F7>", "<F2>"};

	(void)state;
	hand_over(OFFICE_NGUYEN);
	for (size_t w = 0; w < sizeof(ways) / sizeof(ways[0]); w++) {
		pty_press(pty, ways[w].keys);
		pty_expect(pty, ways[w].shows);
		for (int b = 0; b < 256; b++) {
			unsigned char byte = (unsigned char)b;

			/* Enter, Esc and Tab move on these very pages */
			if (strchr("\r\n\t\033", b) == NULL || b == 0)
				pty_send(pty, &byte, 1);
		}
		pty_paste(pty, "7395\r7395\r", 10);
		pty_settle(pty);
		pty_expect(pty, ways[w].shows);
		assert_true(is_residents_page());
	}
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		pty_press(pty, keys[i]);
		pty_settle(pty);
		if (!is_residents_page())
			fail_msg("%s: %s", keys[i], pty_screen(pty));
	}
	for (int b = 0; b < 256; b++) {
		unsigned char after_escape[] = {0x1b, (unsigned char)b};

		pty_send(pty, after_escape, 2);
	}
	pty_settle(pty);
	assert_true(is_residents_page());
	leave();
	the_case_is_at(STEP_PINS);
}

#define STORY(name) cmocka_unit_test_setup_teardown(name, begin, end)

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
	    STORY(a_resident_sets_every_pin_in_english),
	    STORY(a_resident_sets_every_pin_in_japanese_with_one_number),
	    STORY(a_weak_pin_is_refused_with_its_reason),
	    STORY(two_different_entries_cost_no_try_and_are_forgotten),
	    STORY(what_was_entered_is_kept_over_back_and_language),
	    STORY(another_number_for_the_first_is_not_written_to_the_others),
	    STORY(a_pulled_card_is_told_and_finished_by_trying_again),
	    STORY(a_half_written_pin_is_typed_again_and_its_tries_are_true),
	    STORY(nobody_types_and_everything_is_wiped),
	    STORY(five_wrong_codes_need_the_password),
	    STORY(no_key_and_no_byte_leads_out),
	};

	desk_office_main(argc, argv);
	if (argc == 4 && strcmp(argv[1], PROGRAM) == 0)
		return resident_program_main(argv[2], argv[3]);
	return cmocka_run_group_tests_name("resident", tests, NULL, NULL);
}
