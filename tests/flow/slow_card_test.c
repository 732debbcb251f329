/* slow_card_test.c -- while a card takes its time the program goes on: the
 * screen is drawn anew when the terminal changes, keys lead nowhere, and what
 * the card did in the end is told as it is. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/counter.h"

#define NOTICE "N-00102"
/* The change of the first PIN; serial 2, application, file, count, VERIFY come
 * before it. */
#define SLOW	      "delay=10000 7"
#define BEFORE_CHANGE 6
#define SIZES	      6
/* A look at a card on the status screen: its second command. */
#define SLOW_LOOK   "delay=10000 2"
#define BEFORE_LOOK 1

static struct counter_office office;
static struct counter one;

static int
begin(void **state)
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
	counter_office_end(&office);
	return 0;
}

static void
up_to_writing(void)
{
	counter_begin(&one, &office, 1, "1001", NOTICE);
	counter_up_to_pins(&one, COUNTER_NATIONAL, NOTICE);
	counter_hand_over(&one);
	counter_choose_pins(&one, LANG_EN, COUNTER_SIGN, COUNTER_PIN);
}

static const int rows[SIZES] = {30, 24, 40, 26, 24, 32};

static void
the_screen_lives_while_a_card_takes_seconds(void **state)
{
	size_t before;

	(void)state;
	up_to_writing();
	counter_office_control(&office, 1, NOTICE, SLOW);
	before = counter_office_commands(&office, 1);
	counter_press(&one, "<F8>");
	counter_office_wait_commands(&office, 1, before + BEFORE_CHANGE);
	for (int i = 0; i < SIZES; i++) {
		pty_resize(one.pty, rows[i], 80 + 10 * (i % 2));
		counter_expect(&one, "Please do not move the card.");
		counter_press(&one, "<Esc><F7>x");
		pty_settle(one.pty);
		counter_expect(&one, "Please do not move the card.");
	}
	/* and all of that while the card was at its one command */
	assert_int_equal(
	    counter_office_commands(&office, 1), before + BEFORE_CHANGE);
	counter_expect(&one, "All PINs have been set");
}

static void
open_the_cards_page(void)
{
	counter_press(&one, "<F2>");
	counter_expect(&one, "Card on the reader");
	counter_press(&one, "<Down><Enter>");
	counter_expect(&one, "Status of a card");
}

/* Staff are not kept: they leave the card's page, and come back to it. */
static void
staff_go_on_while_a_card_takes_seconds(void **state)
{
	(void)state;
	counter_begin(&one, &office, 1, "1001", NULL);
	counter_office_control(&office, 1, NOTICE, SLOW_LOOK);
	open_the_cards_page();
	counter_office_wait_commands(&office, 1, BEFORE_LOOK);
	for (int i = 0; i < SIZES; i++) {
		pty_resize(one.pty, rows[i], 80 + 10 * (i % 2));
		counter_expect(&one, "Status of a card");
		counter_press(&one, "<Esc>");
		counter_expect(&one, "Register a card");
		counter_press(&one, "<Enter>");
		counter_expect(
		    &one, "Reading the card: leave it on the reader ...");
	}
	assert_int_equal(counter_office_commands(&office, 1), BEFORE_LOOK);
	counter_expect(&one, "valid; revocation not checked");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(
		the_screen_lives_while_a_card_takes_seconds, begin, end),
	    cmocka_unit_test_setup_teardown(
		staff_go_on_while_a_card_takes_seconds, begin, end),
	};

	int failed;

	counter_init();
	failed = cmocka_run_group_tests_name("slow_card", tests, NULL, NULL);
	counter_office_forget();
	return failed;
}
