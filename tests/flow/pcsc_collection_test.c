/* The same collection on the real card stack: the program, pcscd, the vpcd
 * driver and a virtual card plugged into it. Afterwards OpenSC and openssl, who
 * know nothing of us, find the card as the resident left it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/counter_pins.h"
#include "support/opensc.h"
#include "support/pcscd.h"
#include "support/program.h"

#define CARD	     "N-00101"
#define NEW_SIGN     "HANABI7SAKURA428"
#define NEW_PIN	     "8305"
#define INITIAL_PIN  "2580" /* of the training office */
#define INITIAL_SIGN "KAISHI01"
#define SELECT_JPKI  "00A4040C0AD392F000260100000001"

static struct pcscd pcscd;
static bool there;
static struct counter_office office;
static struct counter one;
static pid_t plugged = -1;

static int
begin(void **state)
{
	char control[COUNTER_PATH_SIZE], cards[COUNTER_PATH_SIZE];
	char reason[200] = "";

	(void)state;
	there = pcscd_begin(&pcscd, reason, sizeof(reason));
	if (!there) {
		print_message("skipped: %s\n", reason);
		return 0; /* each test says so */
	}
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
	pcscd_end(&pcscd);
	counter_office_end(&office);
	counter_office_forget();
	return 0;
}

static void
need_pcscd(void)
{
	if (!there)
		skip();
}

/* Whoever asks now must prove the PINs anew: the tries are told, not "yes"
 * (individual-number-card 4, query). */
static void
nothing_is_verified(void)
{
	OPENSC_RUN(0, "opensc-tool", "-r", pcscd.reader[0], "-s", SELECT_JPKI,
	    "-s", "00A4020C020018", "-s", "00200080");
	opensc_said("(SW1=0x63, SW2=0xC3)");
	OPENSC_RUN(0, "opensc-tool", "-r", pcscd.reader[0], "-s", SELECT_JPKI,
	    "-s", "00A4020C02001B", "-s", "00200080");
	opensc_said("(SW1=0x63, SW2=0xC5)");
}

static void
a_card_is_collected_over_pcscd(void **state)
{
	(void)state;
	need_pcscd();
	counter_open(&one, &office, 1);
	counter_sign_in(&one, "1002");
	counter_open_case(&one, CARD);
	counter_press(&one, "<F2>");
	counter_expect(&one, "For the PIN screens and for slips.");
	counter_press(&one, "<Down><Enter>");
	counter_walk(&one, COUNTER_FOREIGN, STEP_WHO, STEP_RIGHT_CARD);
	/* another card first: it is known by its chip here too */
	counter_office_control(&office, 1, "N-00104", NULL);
	counter_expect(&one, "STOP. This is another person's card.");
	pcscd_wait_free(&pcscd, 0);
	counter_office_control(&office, 1, NULL, NULL);
	counter_expect(&one, "Place the card of this case on the reader.");
	counter_press(&one, "<F5>");
	counter_expect(&one, "Where was the other card put? The box is counted "
			     "before closing.");
	counter_press(&one, "<Enter>");
	counter_expect(
	    &one, "The incident is closed. Now place the right card.");
	counter_office_control(&office, 1, CARD, NULL);
	counter_expect_with(&one, "Done: {step}.", "step", "Right card");
	counter_walk(&one, COUNTER_FOREIGN, STEP_CONFIRM, STEP_PINS);
	counter_hand_over(&one);
	counter_answer_resident(&one, NEW_SIGN, NEW_PIN);
	counter_write_pins(&one);
	counter_take_back(&one);
	/* while the program still has the reader */
	nothing_is_verified();
	counter_walk(&one, COUNTER_FOREIGN, STEP_ACTIVATION, STEP_COUNT);
	counter_press(&one, "<Enter>");
	counter_expect(&one, "Reserved today");
	counter_leave(&one);
	nothing_is_verified();
}

static void
opensc_lists_the_collected_card(void **state)
{
	(void)state;
	need_pcscd();
	OPENSC_RUN(0, "pkcs15-tool", "-r", pcscd.reader[0], "--dump");
	opensc_said("PKCS#15 Card [JPKI]");
	opensc_said("PIN [User Authentication PIN]");
	opensc_said("PIN [Digital Signature PIN]");
	opensc_said("Tries left     : 3");
	opensc_said("Tries left     : 5");
	opensc_said("Private RSA Key [User Authentication Key]");
}

static void
the_chosen_pins_sign_and_openssl_agrees(void **state)
{
	(void)state;
	need_pcscd();
	opensc_signs(pcscd.reader[0], office.dir, OPENSC_AUTH, NEW_PIN);
	opensc_signs(pcscd.reader[0], office.dir, OPENSC_SIGN, NEW_SIGN);
}

static void
the_initial_values_are_refused(void **state)
{
	(void)state;
	need_pcscd();
	OPENSC_RUN(1, "pkcs11-tool", "--slot-index", "0", "--login", "--pin",
	    INITIAL_PIN, "--test");
	opensc_said("CKR_PIN_INCORRECT");
	OPENSC_RUN(1, "pkcs11-tool", "--slot-index", "1", "--login", "--pin",
	    INITIAL_SIGN, "--test");
	opensc_said("CKR_PIN_INCORRECT");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_card_is_collected_over_pcscd),
	    cmocka_unit_test(opensc_lists_the_collected_card),
	    cmocka_unit_test(the_chosen_pins_sign_and_openssl_agrees),
	    cmocka_unit_test(the_initial_values_are_refused),
	};

	counter_init();
	return cmocka_run_group_tests_name(
	    "pcsc_collection", tests, begin, end);
}
