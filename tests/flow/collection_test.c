/* A card goes from the queue to its holder on the whole program: real keys on
 * a real pseudo-terminal, in a training office of the test's own. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "rules/lifecycle.h"
#include "support/counter.h"

static struct counter_office office;
static struct counter one, two;

static int
begin_ja(void **state)
{
	(void)state;
	counter_office_begin(&office, LANG_JA);
	return 0;
}

static int
begin_en(void **state)
{
	(void)state;
	counter_office_begin(&office, LANG_EN);
	return 0;
}

static int
end(void **state)
{
	(void)state;
	counter_free(&one);
	counter_free(&two);
	counter_office_end(&office);
	return 0;
}

static void
a_japanese_national_collects_a_card_in_japanese(void **state)
{
	(void)state;
	counter_open(&one, &office, 1);
	counter_expect(&one, "ready, no card");
	counter_expect_screen(&one, "ja_sign_in");
	counter_sign_in(&one, "1001");
	counter_expect_screen(&one, "ja_queue");
	counter_open_case(&one, "N-00102");
	counter_walk(&one, COUNTER_NATIONAL, STEP_WHO, STEP_IDENTITY);
	counter_expect_screen(&one, "ja_identity");
	counter_walk(&one, COUNTER_NATIONAL, STEP_IDENTITY, STEP_RIGHT_CARD);
	counter_expect_screen(&one, "ja_right_card");
	counter_put(&one, "N-00102");
	counter_expect_with(
	    &one, "Done: {step}.", "step", text_in(LANG_JA, "Right card"));
	counter_walk(&one, COUNTER_NATIONAL, STEP_CONFIRM, STEP_PINS);
	counter_expect_screen(&one, "ja_pins");
	counter_hand_over(&one);
	counter_expect_screen(&one, "resident_language");
	counter_choose_pins(&one, LANG_JA, COUNTER_SIGN, COUNTER_PIN);
	counter_expect_screen(&one, "ja_resident_check");
	counter_write_pins(&one);
	counter_expect_screen(&one, "ja_resident_result");
	counter_take_back(&one);
	counter_walk(&one, COUNTER_NATIONAL, STEP_ACTIVATION, STEP_COUNT);
	counter_expect_slip(&one, "青山");
	counter_press(&one, "<Enter>");
	counter_expect(&one, "Reserved today");
	counter_leave(&one);
}

static void
a_foreign_resident_collects_a_card_in_english(void **state)
{
	(void)state;
	counter_begin(&one, &office, 1, "1002", "N-00101");
	counter_walk(&one, COUNTER_FOREIGN, STEP_WHO, STEP_RESIDENCE);
	counter_expect_screen(&one, "en_residence");
	counter_walk(&one, COUNTER_FOREIGN, STEP_RESIDENCE, STEP_RIGHT_CARD);
	counter_put(&one, "N-00101");
	counter_expect_with(&one, "Done: {step}.", "step", "Right card");
	counter_expect_screen(&one, "en_confirm");
	counter_walk(&one, COUNTER_FOREIGN, STEP_CONFIRM, STEP_PINS);
	counter_hand_over(&one);
	counter_choose_pins(&one, LANG_EN, COUNTER_SIGN, COUNTER_PIN);
	counter_expect_screen(&one, "en_resident_check");
	counter_write_pins(&one);
	counter_expect_screen(&one, "en_resident_result");
	counter_take_back(&one);
	counter_walk(&one, COUNTER_FOREIGN, STEP_ACTIVATION, STEP_HAND_OVER);
	counter_expect_screen(&one, "en_hand_over");
	counter_walk(&one, COUNTER_FOREIGN, STEP_HAND_OVER, STEP_COUNT);
	counter_expect_slip(&one, "NGUYEN THI LAN");
	counter_expect_slip(&one, "TRAINING - invented people - not valid");
	/* it is done: found, but only its PINs can be worked on */
	counter_press(&one, "<Enter>");
	counter_expect(&one, "Reserved today");
	counter_press(&one, "N-00101");
	counter_press(&one, "<Enter>");
	counter_expect(&one, card_state_name(CARD_DELIVERED));
	counter_press(&one, "<Enter>");
	counter_expect(&one, "The resident knows the PIN.");
	counter_press(&one, "<Esc>");
	counter_expect(&one, card_state_name(CARD_DELIVERED));
	counter_press(&one, "<Esc>");
	counter_leave(&one);
}

static void
another_card_on_the_reader_stops_the_case(void **state)
{
	(void)state;
	counter_begin(&one, &office, 1, "1001", "N-00103");
	counter_walk(&one, COUNTER_FOREIGN, STEP_WHO, STEP_RIGHT_CARD);
	counter_put(&one, "N-00104");
	counter_expect(
	    &one, "Another card was on the reader: an incident is open.");
	counter_expect(&one, "STOP. This is another person's card.");
	counter_expect_screen(&one, "en_wrong_card");
	/* taking it away and placing the right one is not enough */
	counter_put(&one, NULL);
	counter_expect(&one, "Place the card of this case on the reader.");
	counter_put(&one, "N-00103");
	counter_expect(&one, "This is the card of the case.");
	counter_expect(
	    &one, "Another card was on the reader: an incident is open.");
	counter_press(&one, "<Enter><F8><Enter>");
	pty_settle(one.pty);
	counter_expect(
	    &one, "Another card was on the reader: an incident is open.");
	counter_press(&one, "<F5>");
	counter_expect(&one, "Where was the other card put? The box is counted "
			     "before closing.");
	counter_press(&one, "<Enter>");
	counter_expect(
	    &one, "The incident is closed. Now place the right card.");
	counter_expect(&one, "The photo is right");
}

static void
a_refused_resident_gets_a_slip_in_both_languages(void **state)
{
	(void)state;
	counter_begin(&one, &office, 1, "1001", "N-00106");
	counter_press(&one, "<F2>");
	counter_expect(&one, "For the PIN screens and for slips.");
	counter_press(&one, "<Down><Enter>");
	counter_expect(&one, case_step_name(STEP_RECEIPT_FORM));
	counter_walk(&one, COUNTER_NATIONAL, STEP_WHO, STEP_IDENTITY);
	counter_press(&one, "<F6>");
	counter_expect(&one, "Why can the card not be handed over today? The "
			     "resident gets a slip that says what to do.");
	counter_expect_screen(&one, "ja_refuse");
	counter_press(&one, "<Enter>");
	counter_expect(&one,
	    "Refused. The card goes back to its place. Give the resident the "
	    "slip.");
	counter_expect_slip(&one, "佐々木");
	counter_expect_slip(&one, "Identity papers are not enough");
	counter_expect_slip(
	    &one, text_in(LANG_JA, "Identity papers are not enough"));
	counter_press(&one, "<F5>");
	counter_expect_with(&one, "A copy was asked for. {paper}", "paper",
	    text_in(one.lang, "The slip is in the spool."));
	counter_expect_slip(&one, "COPY");
	/* the card is in its place again and can be collected another day */
	counter_press(&one, "<Enter>");
	counter_expect(&one, "Reserved today");
	counter_open_case(&one, "N-00106");
}

static void
a_case_paused_at_one_counter_goes_on_at_the_other(void **state)
{
	(void)state;
	counter_begin(&one, &office, 1, "1001", "N-00102");
	counter_walk(&one, COUNTER_NATIONAL, STEP_WHO, STEP_FACE);
	counter_press(&one, "<F3>");
	counter_expect(&one, "Pause or stop");
	counter_press(&one, "<Enter>");
	counter_expect(&one, "Paused. Any counter can go on with it.");
	counter_begin(&two, &office, 2, "1002", "N-00102");
	counter_expect(&two, "Compare the holder's face with the photos on the "
			     "card and on the document.");
	/* what was answered at the other counter is here: Back shows it */
	counter_press(&two, "<Esc><Esc>");
	counter_expect(&two, "Driving licence");
	counter_press(&two, "<Tab>");
	counter_expect(&two, "2029-04-09");
	counter_press(&two, "<Enter>");
	counter_expect(&two, "Compare the holder's face with the photos on the "
			     "card and on the document.");
	counter_walk(&two, COUNTER_NATIONAL, STEP_FACE, STEP_RIGHT_CARD);
	counter_put(&two, "N-00102");
	counter_expect_with(&two, "Done: {step}.", "step", "Right card");
	/* the first counter is told who has it now */
	counter_press(&one, "N-00102");
	counter_press(&one, "<Enter>");
	counter_expect_with(&one, "open at counter {n}", "n", "2");
	counter_press(&one, "<Enter>");
	counter_expect(&one, "鈴木 一郎");
	counter_expect(
	    &one, "Choose the next visitor, or ask a supervisor to take over.");
}

/* Which of the two got the case after both pressed Enter. */
static struct counter *
winner(void)
{
	const char *won = text_in(one.lang, case_step_name(STEP_RECEIPT_FORM));
	const char *lost = text_in(one.lang,
	    "Choose the next visitor, or ask a supervisor to take over.");
	bool first = pty_shows_words(one.pty, won, 0);
	struct counter *other = NULL;

	for (int ms = 0; !first && !pty_shows_words(one.pty, lost, 0); ms++) {
		if (ms > 200)
			fail_msg("neither opened nor refused");
		first = pty_shows_words(one.pty, won, 100);
	}
	other = first ? &two : &one;
	pty_expect_words(other->pty, lost);
	pty_expect_words(first ? one.pty : two.pty, won);
	return first ? &one : &two;
}

static void
two_terminals_race_for_a_card_and_one_gets_it(void **state)
{
	static const char *const notices[] = {
	    "N-00101", "N-00103", "N-00104", "N-00108"};
	static const char *const names[] = {"佐藤 花子", "鈴木 一郎"};
	struct counter *won, *lost;

	(void)state;
	counter_begin(&one, &office, 1, "1001", NULL);
	counter_begin(&two, &office, 2, "1002", NULL);
	for (size_t i = 0; i < sizeof(notices) / sizeof(notices[0]); i++) {
		counter_press(&one, notices[i]);
		counter_press(&one, "<Enter>");
		counter_press(&two, notices[i]);
		counter_press(&two, "<Enter>");
		counter_expect_with(&one, "Found: {n}", "n", "1");
		counter_expect_with(&two, "Found: {n}", "n", "1");
		pty_send(i % 2 == 0 ? one.pty : two.pty, "\r", 1);
		pty_send(i % 2 == 0 ? two.pty : one.pty, "\r", 1);
		won = winner();
		lost = won == &one ? &two : &one;
		counter_expect(lost, names[won == &one ? 0 : 1]);
		/* stopped: the card goes back, both are at the queue again */
		counter_press(won, "<F3><End><Enter>");
		counter_expect(
		    won, "Stopped. The card goes back to its place.");
		counter_press(lost, "<Esc>");
		counter_expect(lost, "Reserved today");
	}
}

static void
a_fee_that_is_due_blocks_the_hand_over(void **state)
{
	(void)state;
	counter_begin(&one, &office, 1, "1001", "N-00111");
	counter_walk(&one, COUNTER_NATIONAL, STEP_WHO, STEP_RIGHT_CARD);
	counter_put(&one, "N-00111");
	counter_expect(&one, "To be paid before the hand-over.");
	counter_expect_screen(&one, "en_fee");
	counter_press(&one, "<Enter><F9><Enter>");
	pty_settle(one.pty);
	counter_expect(&one, "To be paid before the hand-over.");
	counter_expect_screen(&one, "en_fee");
}

static void
back_shows_what_was_answered_and_a_change_asks_again(void **state)
{
	(void)state;
	counter_begin(&one, &office, 1, "1001", "N-00102");
	counter_walk(&one, COUNTER_NATIONAL, STEP_WHO, STEP_FACE);
	counter_press(&one, "<Esc><Esc>");
	counter_expect(&one, "Driving licence");
	/* another end of the licence: the later steps are asked again */
	counter_press(&one, "<Tab>");
	for (int i = 0; i < 10; i++)
		counter_press(&one, "<Backspace>");
	counter_press(&one, "2026-11-23<Enter>");
	counter_expect(&one, "the identity document has expired");
	counter_press(&one, "<Home>");
	for (int i = 0; i < 10; i++)
		counter_press(&one, "<Delete>");
	counter_press(&one, "2026-11-24<Enter>");
	counter_expect(&one, "Ask for the notification card and keep it. If it "
			     "is lost, have the declaration of loss signed and "
			     "go on.");
	/* Back from the first question asks whether to pause or to stop */
	counter_press(&one, "<Esc><Esc><Esc>");
	counter_expect(&one, "Ask who came and for the notice (postcard).");
	counter_press(&one, "<Esc>");
	counter_expect(&one, "Pause or stop");
	counter_press(&one, "<Esc>");
	counter_expect(&one, "Ask who came and for the notice (postcard).");
}

#define STORY(name, language) \
	cmocka_unit_test_setup_teardown(name, begin_##language, end)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    STORY(a_japanese_national_collects_a_card_in_japanese, ja),
	    STORY(a_foreign_resident_collects_a_card_in_english, en),
	    STORY(another_card_on_the_reader_stops_the_case, en),
	    STORY(a_refused_resident_gets_a_slip_in_both_languages, ja),
	    STORY(a_case_paused_at_one_counter_goes_on_at_the_other, en),
	    STORY(two_terminals_race_for_a_card_and_one_gets_it, en),
	    STORY(a_fee_that_is_due_blocks_the_hand_over, en),
	    STORY(back_shows_what_was_answered_and_a_change_asks_again, en),
	};
	int failed;

	counter_init();
	failed = cmocka_run_group_tests_name("collection", tests, NULL, NULL);
	counter_office_forget();
	return failed;
}
