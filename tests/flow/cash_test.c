/* cash_test.c -- the till on the whole program: the float, a fee with change, a
 * kill in the middle of it, a void, a count that differs. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "support/counter.h"

#define LOST	   "N-00111" /* a reissue: 750 yen */
#define SUPERVISOR "3001<Tab>masako-no-megane<Enter>"
#define COLLEAGUE  "1002<Tab>ichiro-no-kaban<Enter>"
#define SELF	   "1001<Tab>hanako-no-asagao<Enter>"

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
begin_en(void **state)
{
	(void)state;
	return begin_in(LANG_EN);
}

static int
begin_ja(void **state)
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

/* -- the parts of the stories -- */

/* 5 x 1,000, 6 x 500, 16 x 100, 8 x 50: 10,000 yen. */
static void
open_the_drawer(void)
{
	counter_press(&one, "<F3>");
	counter_expect(&one, "The drawer of this counter is not open.");
	counter_press(&one, "<Enter>");
	counter_expect(&one, "Together");
	counter_press(&one, "<Down><Down><Down>5<Tab>6<Tab>16<Tab>8");
	counter_expect_with(&one, "Open with {yen}", "yen", "10,000");
	counter_press(&one, "<F8>");
	counter_expect_with(&one,
	    "The drawer is open with a float of {yen} yen.", "yen", "10,000");
	counter_press(&one, "<Esc>");
	counter_expect(&one, "Reserved today");
}

static void
walk_to_the_fee(void)
{
	counter_open_case(&one, LOST);
	counter_walk(&one, COUNTER_NATIONAL, STEP_WHO, STEP_RIGHT_CARD);
	counter_put(&one, LOST);
	counter_expect(&one, "To be paid before the hand-over.");
}

static void
open_the_charge(void)
{
	counter_press(&one, "<F8>");
	counter_expect(&one, "To pay");
}

/* F8 says both sums before it does anything. */
static void
expect_take(const char *yen, const char *back)
{
	struct failure sums = {0};
	char words[128];

	failure_set(&sums, ERR_INTERNAL);
	failure_text(&sums, "yen", yen);
	failure_text(&sums, "back", back);
	text_fill(words, sizeof(words),
	    text_in(one.lang, "Take {yen}, give {back}"), sums.argument,
	    sums.argument_count);
	pty_expect_words(one.pty, words);
}

static void
expect_receipt(const char *number)
{
	counter_expect_with(&one, "Paid, receipt {receipt}. Not asked again.",
	    "receipt", number);
}

/* How often the office was paid for a card today; the drawer is open, so that
 * no sum is told (1: "the answer is no"). */
static int
cards_paid(void)
{
	const char *const arguments[] = {"cash", "book", "--json", NULL};
	char out[4096];
	const char *at = NULL;

	counter_office_run(&office, arguments, 1, out, sizeof(out));
	assert_null(strstr(out, "yen"));
	if ((at = strstr(out, "individual_card")) == NULL)
		return 0;
	at = strstr(at, "\"count\": ");
	assert_non_null(at);
	return atoi(at + strlen("\"count\": "));
}

static void
audit_is_sound(void)
{
	const char *const arguments[] = {"audit", "verify", NULL};

	counter_office_run(&office, arguments, 0, NULL, 0);
}

/* -- a whole collection with its fee -- */

static void
a_lost_card_is_paid_with_change_and_handed_over(void **state)
{
	(void)state;
	open_the_drawer();
	walk_to_the_fee();
	/* no hand-over before it: Enter does nothing here */
	counter_press(&one, "<Enter>");
	counter_expect(&one, "To be paid before the hand-over.");
	open_the_charge();
	counter_press(&one, "abc");  /* no digits */
	counter_press(&one, "<F8>"); /* nothing received yet */
	counter_press(&one, "500");  /* too little */
	counter_expect(&one, "Still missing");
	counter_press(&one, "<F8>");
	counter_expect(&one, "Still missing");
	counter_press(&one, "<Backspace><Backspace><Backspace><Tab>");
	pty_expect(one.pty, "[        750]");
	counter_press(&one, "<Tab><Tab><Tab>"); /* 1,000 5,000 10,000 */
	expect_take("10,000", "9,250");
	pty_resize(one.pty, 40, 120);
	expect_take("10,000", "9,250");
	pty_resize(one.pty, 20, 60); /* too small: calm, nothing lost */
	pty_resize(one.pty, 24, 80);
	expect_take("10,000", "9,250");
	counter_press(&one,
	    "<Backspace><Backspace><Backspace><Backspace><Backspace>1250");
	expect_take("1,250", "500");
	counter_expect_with(&one, "give {pieces}", "pieces", "1 x 500");
	counter_press(&one, "<F8><F8>"); /* a double key press */
	counter_expect(&one, "Taken: 1,250. Give back 500. Receipt "
			     "2026-1-000001.");
	counter_press(&one, "<Enter>");
	counter_expect(&one, "The photo is right");
	assert_int_equal(cards_paid(), 1);
	counter_walk(&one, COUNTER_NATIONAL, STEP_CONFIRM, STEP_PINS);
	counter_hand_over(&one);
	counter_choose_pins(&one, LANG_EN, COUNTER_SIGN, COUNTER_PIN);
	counter_write_pins(&one);
	counter_take_back(&one);
	counter_walk(&one, COUNTER_NATIONAL, STEP_ACTIVATION, STEP_PIN_END);
	audit_is_sound();
}

static void
a_fee_is_taken_in_japanese_in_a_large_window(void **state)
{
	(void)state;
	pty_resize(one.pty, 40, 120);
	open_the_drawer();
	walk_to_the_fee();
	open_the_charge();
	counter_press(&one, "<Tab><Tab>");
	expect_take("1,000", "250");
	counter_press(&one, "<F2>");		   /* piece by piece */
	counter_press(&one, "<End><Up><Up><Up>2"); /* and 2 x 50 */
	expect_take("1,100", "350");
	counter_press(&one, "<F8>");
	counter_expect(&one, "Give back");
	pty_expect(one.pty, "2026-1-000001");
	counter_press(&one, "<Enter>");
	counter_expect(&one, "The photo is right");
}

/* -- the power goes while the key is pressed -- */

static void
start_again(void)
{
	counter_free(&one);
	counter_open(&one, &office, 1);
	counter_sign_in(&one, "1001");
	counter_press(&one, LOST "<Enter>");
	counter_expect_with(&one, "Found: {n}", "n", "1");
	counter_press(&one, "<Enter>");
	counter_expect(&one, case_step_name(STEP_RECEIPT_FORM));
}

static void
a_kill_in_the_middle_of_a_charge_charges_once(void **state)
{
	static const int rounds = 4;
	int tries = 0;

	(void)state;
	open_the_drawer();
	walk_to_the_fee();
	/* killed at once, and a little later: taken, or nothing happened */
	while (tries++ < rounds &&
	       !pty_shows_words(
		   one.pty, text_in(one.lang, "The photo is right"), 100)) {
		open_the_charge();
		counter_press(&one, "1000");
		expect_take("1,000", "250");
		pty_send(one.pty, "\033[19~", 5); /* F8 */
		if (tries > 2)
			(void)pty_shows(one.pty, "2026-1-", 5 * tries);
		pty_kill(one.pty, SIGKILL);
		(void)pty_wait(one.pty);
		start_again();
	}
	if (!pty_shows_words(
		one.pty, text_in(one.lang, "The photo is right"), 500)) {
		open_the_charge();
		counter_press(&one, "1000");
		expect_take("1,000", "250");
		counter_press(&one, "<F8>");
		counter_expect(&one, "Give back");
		counter_press(&one, "<Enter>");
		counter_expect(&one, "The photo is right");
	}
	/* the step before says what was paid: once, with the first number */
	counter_press(&one, "<Esc>");
	expect_receipt("2026-1-000001");
	assert_int_equal(cards_paid(), 1);
	audit_is_sound();
}

/* -- undoing and counting -- */

static void
a_charge_is_made_void_by_a_second_person_only(void **state)
{
	(void)state;
	open_the_drawer();
	walk_to_the_fee();
	open_the_charge();
	counter_press(&one, "<Tab><F8>");
	counter_expect(&one, "Taken: 750. Nothing to give back. Receipt "
			     "2026-1-000001.");
	counter_press(&one, "<Enter>");
	counter_expect(&one, "The photo is right");
	/* the step before, and out of the case, which stays open here */
	counter_press(&one, "<F3><Enter>");
	counter_expect(&one, "Reserved today");
	counter_press(&one, "<F3>");
	counter_expect(&one, "The drawer is open.");
	counter_press(&one, "<Down><Enter>");
	counter_expect(&one, "can be made void here");
	counter_press(&one, "<F8><Enter>");
	counter_expect(&one, "Entry 1 of 750 yen is made void and its money "
			     "given back. The original stays.");
	counter_press(&one, SELF);
	counter_expect(&one, "This needs a second person.");
	counter_press(&one, COLLEAGUE);
	counter_expect(&one, "Your role may not do this.");
	counter_press(&one, SUPERVISOR);
	counter_expect(&one, "Give back 750 yen");
	pty_expect(one.pty, "2026-1-000002");
	/* the fee is due again */
	counter_press(&one, "<Esc><Esc>");
	counter_expect(&one, "Reserved today");
	audit_is_sound();
}

static void
go_to_the_count(void)
{
	counter_press(&one, "<F3>");
	counter_expect(&one, "The drawer is open.");
	counter_press(&one, "<Down><Down><Down><Down><Down><Down><Down>");
	counter_press(&one, "<Enter><F8>");
	counter_expect(&one, "Together");
}

static void
a_count_that_differs_is_counted_by_another_and_reported(void **state)
{
	(void)state;
	open_the_drawer();
	go_to_the_count();
	/* 50 yen are missing */
	counter_press(&one, "<Down><Down><Down>5<Tab>6<Tab>16<Tab>7");
	counter_expect_with(&one, "There are {yen}", "yen", "9,950");
	counter_press(&one, "<F8>");
	counter_expect(&one, "The count differs: another person counts now.");
	pty_expect_gone(one.pty, "-50"); /* nobody is told by how much */
	counter_press(&one, "<Down><Down><Down>5<Tab>6<Tab>16<Tab>7<F8>");
	counter_expect(&one, "Second count");
	counter_press(&one, SELF);
	counter_expect(&one, "This needs a second person.");
	counter_press(&one, COLLEAGUE);
	counter_expect(&one, "The count is kept.");
	counter_expect(&one, "Expected");
	pty_expect(one.pty, "-50");
	counter_press(&one, "<F8>");
	counter_expect(&one, "Nobody knows why");
	counter_press(&one, "<Enter>");
	counter_expect(&one, "Close the drawer");
	counter_press(&one, COLLEAGUE); /* counted it: no supervisor either */
	counter_expect(&one, "Your role may not do this.");
	counter_press(&one, SUPERVISOR);
	counter_expect(
	    &one, "The drawer is closed. Nothing more comes into it today.");
	counter_press(&one, "<Enter>");
	counter_expect(&one, "The drawer of this counter is closed for today.");
	audit_is_sound();
}

#define STORY(name, begin) cmocka_unit_test_setup_teardown(name, begin, end)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    STORY(a_lost_card_is_paid_with_change_and_handed_over, begin_en),
	    STORY(a_fee_is_taken_in_japanese_in_a_large_window, begin_ja),
	    STORY(a_kill_in_the_middle_of_a_charge_charges_once, begin_en),
	    STORY(a_charge_is_made_void_by_a_second_person_only, begin_en),
	    STORY(a_count_that_differs_is_counted_by_another_and_reported,
		begin_ja),
	};
	int failed;

	counter_init();
	failed = cmocka_run_group_tests_name("cash", tests, NULL, NULL);
	counter_office_forget();
	return failed;
}
