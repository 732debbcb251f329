/* pcsc_clients_test.c -- a card whose PINs were reset and changed at our
 * counter, and OpenSC, which knows nothing of us, over one pcscd: both accept
 * and refuse the same PINs, both count the same tries however they were spent,
 * and both read the same certificate. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/json.h"
#include "support/counter_cases.h"
#include "support/counter_pins.h"
#include "support/opensc.h"
#include "support/pcscd.h"
#include "support/program.h"

#define OUT_SIZE 16384
#define READER	 pcscd.reader[0]

static const struct counter_values held = {
    COUNTER_HELD_SIGN, COUNTER_HELD_DIGITS};
static const struct counter_values reset = {"HANABI7SAKURA428", "8305"};
static const struct counter_values changed = {"TSUBAKI5MOMIJI93", "6172"};

static struct pcscd pcscd;
static bool there;
static struct counter_office office;
static struct counter one;
static pid_t plugged = -1;

static int
begin(void **state)
{
	char reason[200] = "";

	(void)state;
	there = pcscd_begin(&pcscd, reason, sizeof(reason));
	if (!there)
		print_message("skipped: %s\n", reason);
	else
		counter_office_begin(&office, LANG_EN);
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

/* -- our status -- */

static struct json *
our_status(void)
{
	static char out[OUT_SIZE];
	char path[COUNTER_PATH_SIZE];
	struct json *j = NULL;
	struct failure f = {0};
	FILE *to;

	counter_office_run(&office,
	    (const char *const[]){"card", "status", "--json", NULL}, 0, out,
	    sizeof(out));
	to = fopen(
	    counter_office_path(&office, "status.json", path, sizeof(path)),
	    "we");
	assert_non_null(to);
	assert_non_null(strchr(out, '{'));
	assert_true(fputs(strchr(out, '{'), to) >= 0);
	assert_int_equal(fclose(to), 0);
	assert_int_equal(json_read(path, &j, &f), KERR_OK);
	return j;
}

static int
our_tries(const struct json *status, const char *pin)
{
	const struct json *all = json_get(status, "pins");

	for (size_t i = 0; i < json_count(all); i++)
		if (strcmp(json_get_text(json_at(all, i), "pin"), pin) == 0)
			return (int)json_get_number(
			    json_at(all, i), "tries_left", -1);
	return -1;
}

/* Asking spends none: whoever asks first, the other is told the same. */
static void
both_count(int auth, int sign)
{
	for (int i = 0; i < 2; i++) {
		struct json *j = our_status();

		assert_int_equal(our_tries(j, "auth"), auth);
		assert_int_equal(our_tries(j, "sign"), sign);
		json_free(&j);
		assert_int_equal(opensc_tries(READER, OPENSC_AUTH), auth);
		assert_int_equal(opensc_tries(READER, OPENSC_SIGN), sign);
	}
}

static void
both_read_the_same_certificate(void)
{
	char subject[512], until[16], spaced[512];
	struct json *j = our_status();
	const struct json *auth = json_at(json_get(j, "certificates"), 0);
	size_t n = 0;

	opensc_certificate(
	    READER, office.dir, subject, sizeof(subject), until, sizeof(until));
	for (const char *s = subject; *s != '\0' && n + 2 < sizeof(spaced);
	     s++) {
		spaced[n++] = *s;
		if (*s == ',')
			spaced[n++] = ' ';
	}
	spaced[n] = '\0';
	assert_string_equal(json_get_text(auth, "use"), "auth");
	assert_string_equal(json_get_text(auth, "subject"), spaced);
	assert_string_equal(json_get_text(auth, "not_after"), until);
	json_free(&j);
}

/* Whoever holds these opens and signs; the others open nothing, and their try
 * is given back by the right ones. */
static void
opensc_takes_only(struct counter_values right, struct counter_values wrong)
{
	opensc_refuses(READER, OPENSC_AUTH, wrong.digits);
	opensc_refuses(READER, OPENSC_SIGN, wrong.sign);
	both_count(2, 4);
	opensc_signs(READER, office.dir, OPENSC_AUTH, right.digits);
	opensc_signs(READER, office.dir, OPENSC_SIGN, right.sign);
	both_count(3, 5);
}

/* -- the counter -- */

static void
plug_the_card_into_pcscd(void)
{
	char control[COUNTER_PATH_SIZE], cards[COUNTER_PATH_SIZE];

	counter_office_set(&office, "transport = training", "transport = pcsc");
	counter_office_path(
	    &office, "reader-1.control", control, sizeof(control));
	counter_office_path(&office, "cards", cards, sizeof(cards));
	counter_office_control(&office, 1, COUNTER_HOLDER_CARD, NULL);
	plugged = pcscd_plug(&pcscd, 0, control, cards);
	pcscd_wait_card(&pcscd, 0, true);
}

/* A reset is the issuer's: at the training office's own reader, whose card is
 * then taken to pcscd. */
static void
what_we_reset_is_what_opensc_finds(void **state)
{
	(void)state;
	need_pcscd();
	counter_begin(&one, &office, 1, "1001", NULL);
	counter_reset_pins(&one, reset);
	counter_write_and_close(&one, COUNTER_RESET);
	counter_leave(&one);
	plug_the_card_into_pcscd();
	both_count(3, 5);
	both_read_the_same_certificate();
	opensc_takes_only(reset, held);
}

/* Write; the card refuses an old one that was mistyped. */
static void
write_and_be_refused(const char *left, const char *id)
{
	counter_press(&one, "<F8>");
	counter_expect_with(
	    &one, "The PIN is wrong: {left} tries left.", "left", left);
	counter_expect(&one, "Not all PINs are changed");
	assert_int_equal(opensc_tries(READER, id), atoi(left));
	counter_press(&one, "<F8>");
}

/* The resident mistypes each of the old ones; the card tells OpenSC, too. */
static void
what_we_change_is_what_opensc_finds(void **state)
{
	(void)state;
	need_pcscd();
	counter_office_control(&office, 1, NULL, NULL);
	pcscd_wait_card(&pcscd, 0, false);
	counter_begin(&one, &office, 1, "1001", NULL);
	counter_change_pins(&one, held, changed);
	write_and_be_refused("4", OPENSC_SIGN);
	counter_answer_change(
	    &one, reset.sign, held.digits, changed.sign, changed.digits);
	write_and_be_refused("2", OPENSC_AUTH);
	counter_answer_change(
	    &one, reset.sign, reset.digits, changed.sign, changed.digits);
	counter_write_and_close(&one, COUNTER_CHANGED);
	counter_leave(&one);
	counter_office_control(&office, 1, COUNTER_HOLDER_CARD, NULL);
	pcscd_wait_card(&pcscd, 0, true);
	both_count(3, 5);
	both_read_the_same_certificate();
	opensc_takes_only(changed, reset);
}

static void
a_pin_that_opensc_locked_is_locked_for_us(void **state)
{
	struct json *j;

	(void)state;
	need_pcscd();
	for (int i = 0; i < 3; i++)
		opensc_refuses(READER, OPENSC_AUTH, held.digits);
	both_count(0, 5);
	j = our_status();
	assert_string_equal(
	    json_get_text(json_at(json_get(j, "pins"), 1), "state"), "locked");
	json_free(&j);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_we_reset_is_what_opensc_finds),
	    cmocka_unit_test(what_we_change_is_what_opensc_finds),
	    cmocka_unit_test(a_pin_that_opensc_locked_is_locked_for_us),
	};

	counter_init();
	return cmocka_run_group_tests_name("pcsc_clients", tests, begin, end);
}
