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
	counter_office_forget();
	return 0;
}

static void
up_to_writing(void)
{
	counter_open(&one, &office, 1);
	counter_sign_in(&one, "1001");
	counter_open_case(&one, NOTICE);
	counter_walk(&one, COUNTER_NATIONAL, STEP_WHO, STEP_RIGHT_CARD);
	counter_put(&one, NOTICE);
	counter_expect_with(&one, "Done: {step}.", "step", "Right card");
	counter_walk(&one, COUNTER_NATIONAL, STEP_CONFIRM, STEP_PINS);
	counter_hand_over(&one);
	counter_choose_pins(&one, LANG_EN, COUNTER_SIGN, COUNTER_PIN);
}

static void
the_screen_lives_while_a_card_takes_seconds(void **state)
{
	static const int rows[SIZES] = {30, 24, 40, 26, 24, 32};
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

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(
		the_screen_lives_while_a_card_takes_seconds, begin, end),
	};

	counter_init();
	return cmocka_run_group_tests_name("slow_card", tests, NULL, NULL);
}
