/* card_menu_test.c -- cards that do not simply wait, on the whole program: from
 * the menu on the queue a card is registered and its chip bound, a notification
 * card collected in person, and cards are destroyed by two people. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "rules/case_flow.h"
#include "rules/lifecycle.h"
#include "support/counter.h"

#define NUMBER	 "123456789018" /* counter-procedures 7.1: a valid one */
#define SERIAL	 "WXYZ1234WXYZ5678"
#define STRANGER "stranger" /* a card that no list of the office has */
/* Due in every training office: expired in the box, handed in, cancelled. */
#define EXPIRED	  "TR31442K1182X126"
#define HANDED_IN "TR31663K1273X139"
#define CANCELLED "TR31697K1287X141"

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

/* From the queue, on whose first line a paused case stands. */
static void
open_menu(void)
{
	counter_press(&one, "<F2>");
	counter_expect(&one, "Go on with its case");
}

static void
open_registration(void)
{
	open_menu();
	counter_press(&one, "<Down><Down><Enter>");
	counter_expect(&one, "Which card");
}

/* The form of a card that ends when the stranger's does, up to the address. */
static void
fill_in(const char *serial, const char *name)
{
	counter_press(&one, "<Right><Tab>");
	counter_press(&one, serial);
	counter_press(&one, "<Tab>2032-11-24<Tab><Right><Right><Tab>");
	counter_press(&one, name);
	counter_press(&one, "<Tab><Tab><Tab><Tab>1980-05-05<Tab>");
}

static void
end_form(void)
{
	counter_press(&one, "CHOFU 1-2-3<Tab>STUDENT<Tab>2032-11-24<Tab>"
			    "<Space><Tab><Space><F8>");
}

static void
register_stranger(void)
{
	open_registration();
	fill_in(SERIAL, "SMITH ANNA");
	end_form();
	counter_expect(
	    &one, "Registered. Everything can be done with the card now.");
}

static void
a_card_in_no_list_is_registered_and_its_chip_bound(void **state)
{
	(void)state;
	register_stranger();
	pty_expect(one.pty, "SMITH ANNA");
	pty_expect(one.pty, SERIAL);
	/* the first thing that can be done with it is a loss report; PINs wait
	 * for the chip */
	counter_expect_with(&one, "not now: {reason}", "reason",
	    text_in(one.lang, "first bind its chip"));
	counter_press(&one, "<Down><Down><Down><Down><Down><Down><Down>");
	counter_expect(&one, "Bind the chip");
	counter_press(&one, "<Enter>");
	counter_expect(&one, "Place the holder's card on the reader.");
	counter_put(&one, "N-00101");
	counter_expect(&one, "its chip belongs to another entry");
	counter_put(&one, NULL);
	counter_expect(&one, "Place the holder's card on the reader.");
	counter_put(&one, STRANGER);
	counter_expect(&one,
	    "The card can be bound. Compare the person in front of you with "
	    "the photo, and the print with the entry above. Then press F8.");
	counter_press(&one, "<F8>");
	counter_expect(&one, "The chip is bound to this entry.");
	counter_expect(&one, "The resident knows the PIN.");
	counter_press(&one, "<Home><Enter>");
	counter_expect(&one, "A proxy, the holder did not come");
}

static void
twelve_digits_are_refused_and_the_same_person_is_asked_for(void **state)
{
	(void)state;
	open_registration();
	fill_in(SERIAL, "SMITH ANNA");
	counter_press(&one, NUMBER "<F8>");
	counter_expect(&one, "This holds a 12-digit Individual Number: it is "
			     "never kept here.");
	counter_press(&one, "<Esc><Esc>");
	counter_expect(&one, "Reserved today");
	register_stranger();
	counter_press(&one, "<Esc><Esc>");
	counter_expect(&one, "Reserved today");
	open_registration();
	fill_in("WXYZ1234WXYZ9999", "SMITH ANNA");
	end_form();
	counter_expect(&one, "The same person?");
	counter_press(&one, "<Enter>");
	counter_expect(
	    &one, "This person has a card that is valid, and cannot hold two.");
	counter_press(&one, "<F8>");
	counter_expect(&one, "The same person?");
	counter_press(&one, "<Down><Enter>");
	counter_expect(
	    &one, "Registered. Everything can be done with the card now.");
	/* the first serial leads to its own card */
	counter_press(&one, "<Esc><Esc>");
	counter_expect(&one, "Reserved today");
	open_registration();
	fill_in(SERIAL, "JONES ANNA");
	end_form();
	counter_expect(&one, "This card is in the store already: here it is.");
	pty_expect(one.pty, "SMITH ANNA");
}

/* -- destruction -- */

static void
choose_two(void)
{
	open_menu();
	counter_press(&one, "<Down><Down><Down><Enter>");
	counter_expect(&one, "expired before it was collected");
	pty_expect(one.pty, EXPIRED);
	counter_press(&one, "<Space><Down><Space><F8>");
	counter_expect(&one, "Second person of a destruction");
	counter_press(&one, "1001<Tab>hanako-no-asagao<Enter>");
	counter_expect(&one, "This needs a second person.");
	counter_press(&one, "1002<Tab>ichiro-no-kaban<Enter>");
	counter_expect(&one, "Printed serial");
}

static void
sheet_says(const char *text)
{
	char *slip = counter_office_slip(&office);

	if (slip == NULL || strstr(slip, text) == NULL)
		fail_msg("no sheet says \"%s\": %s", text,
		    slip != NULL ? slip : "(none)");
	free(slip);
}

static void
two_people_destroy_what_is_due(void **state)
{
	(void)state;
	choose_two();
	counter_press(&one, EXPIRED "<Enter>");
	counter_expect(&one, "scanned");
	counter_press(&one, "<F8>");
	counter_expect(&one, "Compared by eye");
	counter_press(&one, "<F8>");
	counter_expect(&one, "by eye");
	sheet_says(EXPIRED);
	sheet_says(HANDED_IN);
	sheet_says("2 / 2");
	counter_press(&one, "<Esc>");
	counter_expect(&one, "Due since");
	pty_expect(one.pty, CANCELLED);
	pty_expect_gone(one.pty, EXPIRED);
}

static void
a_wrong_scan_stops_the_destruction(void **state)
{
	(void)state;
	choose_two();
	counter_press(&one, HANDED_IN "<Enter>");
	counter_expect(&one, "scanned");
	counter_press(&one, SERIAL "<Enter>");
	counter_expect(&one,
	    "This card is not one of those to be destroyed: all stopped.");
	/* nothing works any more but going back */
	counter_press(&one, EXPIRED "<Enter><F8>");
	pty_settle(one.pty);
	sheet_says("1 / 2");
	counter_press(&one, "<Esc>");
	counter_expect(&one, "Due since");
	pty_expect(one.pty, EXPIRED);
	pty_expect_gone(one.pty, HANDED_IN);
}

/* -- a notification card -- */

static void
a_notification_card_that_came_back_is_handed_over(void **state)
{
	(void)state;
	open_registration();
	counter_press(&one,
	    "<Right><Right><Tab><Right><Tab>YAMADA TARO<Tab><Tab>"
	    "<Tab>1970-03-03<Tab>CHOFU 4-5-6<Tab><Right><Right>"
	    "<Tab>R-4711<Tab>P-9<F8>");
	counter_expect(
	    &one, "Registered. Everything can be done with the card now.");
	counter_expect(&one, "It came back by post: handed over here.");
	counter_press(&one, "<Esc><Esc>");
	counter_expect(&one, "Reserved today");
	counter_press(&one, "R-4711<Enter>");
	counter_expect_with(&one, "Found: {n}", "n", "1");
	counter_press(&one, "<Enter>");
	counter_expect(&one, "Ask who came, and for the papers.");
	counter_press(&one, "<Right><Tab><Right><Tab>2030-01-01<Tab><Right>"
			    "<Enter>");
	counter_expect_with(&one, "Done: {step}.", "step",
	    text_in(one.lang, case_step_name(STEP_APPLICANT)));
	counter_press(
	    &one, "<Space><Tab><Space><Tab><Space><Tab><Space><Enter>");
	counter_expect(&one, "What is printed on it was compared");
	counter_press(
	    &one, "<Space><Tab><Space><Tab><Right><Tab><Space><Enter>");
	counter_expect(&one, "Handed over. The slip is in the spool.");
	sheet_says("R-4711");
}

#define STORY(name, begin) cmocka_unit_test_setup_teardown(name, begin, end)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    STORY(a_card_in_no_list_is_registered_and_its_chip_bound, begin_en),
	    STORY(twelve_digits_are_refused_and_the_same_person_is_asked_for,
		begin_en),
	    STORY(two_people_destroy_what_is_due, begin_en),
	    STORY(a_wrong_scan_stops_the_destruction, begin_ja),
	    STORY(a_notification_card_that_came_back_is_handed_over, begin_en),
	};
	int failed;

	counter_init();
	failed = cmocka_run_group_tests_name("card menu", tests, NULL, NULL);
	counter_office_forget();
	return failed;
}
