/* holder_check_test.c -- a clerk opens the chip's pictures on the whole
 * program: real keys, a real terminal, a training office. The digits that
 * were typed are neither on the glass nor in a file. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "rules/case_flow.h"
#include "rules/individual_number.h"
#include "support/counter.h"

/* NGUYEN THI LAN, the first of training_people.c. */
#define PERSON_INDEX  0U
#define PERSON_NOTICE "N-00101"

static struct counter_office office;
static struct counter one;

static int
begin_en(void **state)
{
	(void)state;
	counter_office_begin(&office, LANG_EN);
	return 0;
}

static int
begin_ja(void **state)
{
	(void)state;
	counter_office_begin(&office, LANG_JA);
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

/* At the face step, the card on the reader and its tries shown. */
static void
begin_at_face(const char *notice, enum counter_person who)
{
	counter_begin(&one, &office, 1, "1001", notice);
	counter_walk(&one, who, STEP_WHO, STEP_FACE);
	counter_put(&one, notice);
	counter_press(&one, "<F9>");
	counter_expect_with(&one, "Tries left: {left}", "left", "10");
}

/* The Individual Number of a training card, as training_register.c makes it
 * from the place in the list; nobody's. */
static void
number_of(unsigned index, char out[INDIVIDUAL_NUMBER_LEN + 1])
{
	snprintf(out, INDIVIDUAL_NUMBER_LEN + 1, "%011u",
	    700000000U + index * 7654321U);
	out[11] = (char)('0' + individual_number_check_digit(out, 11));
	out[12] = '\0';
}

/* Whether a file of the office outside the cards holds this text. */
static bool
is_in_the_office(const char *text)
{
	char command[256];

	snprintf(command, sizeof(command),
	    "grep -rqaF --exclude='*.card' -e '%s' '%s'", text, office.dir);
	return system(command) == 0;
}

/* Cells with at least one braille dot. */
static int
count_dots(void)
{
	char *screen = pty_screen(one.pty);
	int count = 0;

	for (const char *at = screen; (at = strstr(at, "\xe2")) != NULL; at++)
		if ((at[1] == '\xa0' && at[2] != '\x80') ||
		    (at[1] >= '\xa1' && at[1] <= '\xa3'))
			count++;
	free(screen);
	return count;
}

static void
the_chips_pictures_stand_beside_the_case(void **state)
{
	char number[INDIVIDUAL_NUMBER_LEN + 1];

	(void)state;
	number_of(PERSON_INDEX, number);
	begin_at_face(PERSON_NOTICE, COUNTER_FOREIGN);
	counter_expect_screen(&one, "en_holder_entry");
	counter_press(&one, "<F9>");
	counter_press(&one, number);
	counter_expect_screen(&one, "en_holder_typed");
	counter_press(&one, "<Enter>");
	counter_expect(&one, "The pictures help; the printed photo decides.");
	counter_expect(&one,
	    "The signature fits the key on the card. Who issued that "
	    "key cannot be checked here. It does not cover the expiry.");
	assert_true(count_dots() > 100); /* a face, a name, an address */
	counter_press(&one, "<F3>");
	pty_expect_gone(one.pty, "1994-05-17");
	assert_true(count_dots() > 60); /* a name, as wide as the window */
	counter_press(&one, "<F2>");
	pty_settle(one.pty);
	assert_true(count_dots() > 100);
	counter_press(&one, "<Esc>");
	counter_expect(&one, "The pictures help; the printed photo decides.");
	counter_press(&one, "<Esc>");
	counter_expect(&one, "Refuse");
	assert_int_equal(count_dots(), 0);
	assert_int_equal(pty_count_bytes(one.pty, number), 0);
	assert_false(is_in_the_office(number));
	assert_true(is_in_the_office("face.open"));
}

static void
a_number_with_a_wrong_check_digit_is_not_sent(void **state)
{
	char number[INDIVIDUAL_NUMBER_LEN + 1];

	(void)state;
	number_of(PERSON_INDEX, number);
	number[11] = number[11] == '9' ? '0' : (char)(number[11] + 1);
	begin_at_face(PERSON_NOTICE, COUNTER_FOREIGN);
	counter_press(&one, "<F9>");
	counter_press(&one, number);
	counter_press(&one, "<Enter>");
	counter_expect(&one,
	    "This number has the wrong length, or its check digit does not "
	    "fit.");
	counter_expect_with(&one, "Tries left: {left}", "left", "10");
}

/* Down to one try: the number goes only when F8 says so. */
static void
the_last_try_is_asked_about_in_japanese_too(void **state)
{
	static const char wrong[] = "123456789018"; /* well formed, not its */
	char left[4];

	(void)state;
	begin_at_face(PERSON_NOTICE, COUNTER_FOREIGN);
	counter_press(&one, "<F9>");
	for (int n = 9; n >= 1; n--) {
		counter_press(&one, wrong);
		counter_press(&one, "<Enter>");
		snprintf(left, sizeof(left), "%d", n);
		if (n > 1)
			counter_expect_with(
			    &one, "Tries left: {left}", "left", left);
	}
	counter_expect(&one, "Only one try is left.");
	counter_expect_screen(&one, "ja_holder_last");
	counter_press(&one, wrong);
	counter_press(&one, "<Enter>");
	counter_expect(&one, "Spend the last try");
	counter_expect_screen(&one, "ja_holder_confirm");
	counter_press(&one, "<Esc>");
	counter_expect(&one, "Nothing was sent to the card.");
	counter_expect(&one, "Only one try is left.");
}

/* -- terminals with fewer colours, or glyphs -- */

static const struct {
	const char *name, *environment[3];
	bool has_braille; /* a console of the kernel has none */
} terminals[] = {
    {"8 colours", {"TERM=xterm", NULL}, true},
    {"no colours wanted", {"TERM=xterm-256color", "NO_COLOR=1", NULL}, true},
    {"no colours at all", {"TERM=vt220", NULL}, true},
    {"the console", {"TERM=linux", NULL}, false},
};

/* Cells in which the photo is drawn with what every terminal has. */
static int
count_drawn(void)
{
	char *screen = pty_screen(one.pty);
	int count = 0;

	for (const char *at = screen; *at != '\0'; at++)
		count += strchr("_`~=$^", *at) != NULL;
	free(screen);
	return count;
}

static void
the_pictures_are_seen_on_every_terminal(void **state)
{
	char number[INDIVIDUAL_NUMBER_LEN + 1];

	(void)state;
	number_of(PERSON_INDEX, number);
	for (size_t i = 0; i < sizeof(terminals) / sizeof(terminals[0]); i++) {
		counter_start(&one, &office, 1, terminals[i].environment);
		counter_sign_in(&one, "1001");
		if (i == 0) {
			counter_open_case(&one, PERSON_NOTICE);
			counter_walk(
			    &one, COUNTER_FOREIGN, STEP_WHO, STEP_FACE);
			counter_put(&one, PERSON_NOTICE);
		} else {
			counter_open_case(&one, PERSON_NOTICE);
		}
		counter_press(&one, "<F9>");
		counter_expect_with(&one, "Tries left: {left}", "left", "10");
		counter_press(&one, "<F9>");
		counter_press(&one, number);
		counter_press(&one, "<Enter>");
		counter_expect(
		    &one, "The pictures help; the printed photo decides.");
		pty_settle(one.pty);
		if ((terminals[i].has_braille ? count_dots() : count_drawn()) <
		    60)
			fail_msg("%s: nothing is drawn:\n%s", terminals[i].name,
			    pty_screen(one.pty));
		if (!terminals[i].has_braille)
			assert_int_equal(count_dots(), 0);
		counter_press(&one, "<Esc>");
		counter_expect(&one, "Refuse");
		counter_free(&one);
	}
}

#define STORY(name, lang) \
	cmocka_unit_test_setup_teardown(name, begin_##lang, end)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    STORY(the_chips_pictures_stand_beside_the_case, en),
	    STORY(a_number_with_a_wrong_check_digit_is_not_sent, en),
	    STORY(the_last_try_is_asked_about_in_japanese_too, ja),
	    STORY(the_pictures_are_seen_on_every_terminal, en),
	};
	int failed;

	counter_init();
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	counter_office_forget();
	return failed;
}
