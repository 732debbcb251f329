/* counter.c -- see support/counter.h. */
#include "support/counter.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"

#define WORDS_SIZE 1024

/* The invented staff (desk/training_logins.c). */
static const struct {
	const char *number, *password;
} logins[] = {
    {"1001", "hanako-no-asagao"},
    {"1002", "ichiro-no-kaban"},
    {"3001", "masako-no-megane"},
};

void
counter_init(void)
{
	struct failure f = {0};

	assert_int_equal(lang_init(KIOSK_BUILD "/locale", &f), KERR_OK);
}

void
counter_start(struct counter *c, const struct counter_office *o, int number,
    const char *const *environment)
{
	char ini[COUNTER_PATH_SIZE], counter[8];
	const char *const argv[] = {
	    COUNTER_PROGRAM, "--config", ini, "--counter", counter, NULL};
	const struct pty_how how = {.argv = argv, .environment = environment};

	counter_office_path(o, "kiosk.ini", ini, sizeof(ini));
	snprintf(counter, sizeof(counter), "%d", number);
	c->office = o;
	c->number = number;
	c->lang = o->lang;
	c->pty = pty_start(&how);
}

void
counter_open(struct counter *c, const struct counter_office *o, int number)
{
	counter_start(c, o, number, NULL);
	counter_expect(c, "Staff number");
}

void
counter_free(struct counter *c)
{
	pty_free(&c->pty);
}

void
counter_leave(struct counter *c)
{
	counter_press(c, "<Esc>");
	counter_expect(c, "You sign out of this counter. Cases that are open "
			  "stay open here.");
	counter_press(c, "<F8>");
	counter_expect(c, "Staff number");
	counter_press(c, "<Esc>");
	counter_expect(c, "The program ends. Cases that are open stay open "
			  "and are shown at the next start.");
	counter_press(c, "<F8>");
	pty_expect_exit(c->pty, 0);
	counter_free(c);
}

void
counter_press(struct counter *c, const char *keys)
{
	pty_press(c->pty, keys);
}

void
counter_expect(struct counter *c, const char *id)
{
	pty_expect_words(c->pty, text_in(c->lang, id));
}

void
counter_expect_with(
    struct counter *c, const char *id, const char *name, const char *value)
{
	struct failure with = {0};
	char words[WORDS_SIZE];

	failure_set(&with, ERR_INTERNAL);
	failure_text(&with, name, value);
	text_fill(words, sizeof(words), text_in(c->lang, id), with.argument,
	    with.argument_count);
	pty_expect_words(c->pty, words);
}

void
counter_expect_screen(struct counter *c, const char *name)
{
	char path[COUNTER_PATH_SIZE];

	snprintf(path, sizeof(path), "tests/flow/screens/%s.screen", name);
	pty_expect_screen(c->pty, path);
}

void
counter_expect_slip(const struct counter *c, const char *text)
{
	char *slip = counter_office_slip(c->office);

	if (slip == NULL || strstr(slip, text) == NULL)
		fail_msg("no slip says \"%s\": %s", text,
		    slip != NULL ? slip : "(none)");
	free(slip);
}

static void
type_code(struct counter *c)
{
	counter_press(c, c->code != NULL ? c->code : COUNTER_CODE);
	counter_press(c, "<Enter>");
}

void
counter_sign_in(struct counter *c, const char *staff_no)
{
	size_t i = 0;

	while (strcmp(logins[i].number, staff_no) != 0)
		i++;
	counter_press(c, staff_no);
	counter_press(c, "<Tab>");
	counter_press(c, logins[i].password);
	counter_press(c, "<Enter>");
	counter_expect(c, "Counter code for today");
	type_code(c);
	counter_expect(c, "The same code again");
	type_code(c);
	counter_expect(c, "Reserved today");
}

void
counter_open_case(struct counter *c, const char *notice)
{
	counter_press(c, notice);
	counter_press(c, "<Enter>");
	counter_expect_with(c, "Found: {n}", "n", "1");
	counter_press(c, "<Enter>");
	counter_expect(c, case_step_name(STEP_RECEIPT_FORM));
}

void
counter_begin(struct counter *c, const struct counter_office *o, int number,
    const char *staff_no, const char *notice)
{
	counter_open(c, o, number);
	counter_sign_in(c, staff_no);
	if (notice != NULL)
		counter_open_case(c, notice);
}

void
counter_put(struct counter *c, const char *card)
{
	counter_office_put(c->office, c->number, card);
}

/* -- the steps -- */

#define TICK_4 "<Space><Tab><Space><Tab><Space><Tab><Space><Enter>"

/* Right chooses the first of a choice that has none yet. Finding the card is
 * done by opening the case. */
static const char *const keys[][STEP_COUNT] = {
    [COUNTER_FOREIGN] =
	{
	    [STEP_WHO] = "<Right><Tab><Right><Enter>",
	    [STEP_REGISTER] = TICK_4,
	    [STEP_RESIDENCE] = "<Right><Tab>ab12345678cd<Tab><Right><Tab>"
			       "2028-03-18<Tab><Right><Tab><Right><Tab><Right>"
			       "<Tab><Right><Tab><Right><Enter>",
	    [STEP_NOTIFICATION] = "<Right><Enter>",
	    [STEP_FACE] = "<Right><Tab><Right><Tab><Right><Enter>",
	    [STEP_CONFIRM] = TICK_4,
	    [STEP_ACTIVATION] = "<Right><Enter>",
	    [STEP_RECEIPT_FORM] = "<Right><Tab><Right><Enter>",
	    [STEP_HAND_OVER] = "<Right><Tab><Space><Tab><Space><F8>",
	},
    [COUNTER_NATIONAL] =
	{
	    [STEP_IDENTITY] = "<Right><Tab>2029-04-09<Tab><Right><Enter>",
	},
    [COUNTER_PERMANENT] =
	{
	    [STEP_RESIDENCE] = "<Right><Tab>cd98765432ab<Tab><Right><Tab>"
			       "2029-06-30<Tab><Right><Tab><Right><Tab><Right>"
			       "<Tab><Right><Enter>",
	},
};

const char *
counter_keys(enum counter_person who, enum case_step step)
{
	bool skipped = step == STEP_RESIDENCE && who == COUNTER_NATIONAL;

	if (keys[who][step] != NULL || skipped)
		return keys[who][step];
	return keys[COUNTER_FOREIGN][step];
}

static void
close_case(struct counter *c)
{
	counter_expect(c, "Hand over and close");
	counter_press(c, "<F8>");
	counter_expect_with(c, "Handed over. {paper}", "paper",
	    text_in(c->lang, "The slip is in the spool."));
}

void
counter_walk(struct counter *c, enum counter_person who, enum case_step first,
    enum case_step last)
{
	for (int s = (int)first; s < (int)last; s++) {
		const char *typed = counter_keys(who, (enum case_step)s);

		if (typed == NULL)
			continue;
		counter_press(c, typed);
		if (s == STEP_HAND_OVER)
			close_case(c);
		else
			counter_expect_with(c, "Done: {step}.", "step",
			    text_in(
				c->lang, case_step_name((enum case_step)s)));
	}
}

void
counter_up_to_pins(
    struct counter *c, enum counter_person who, const char *notice)
{
	counter_walk(c, who, STEP_WHO, STEP_RIGHT_CARD);
	counter_put(c, notice);
	counter_expect_with(c, "Done: {step}.", "step",
	    text_in(c->lang, case_step_name(STEP_RIGHT_CARD)));
	counter_walk(c, who, STEP_CONFIRM, STEP_PINS);
}

/* -- the resident -- */

void
counter_hand_over(struct counter *c)
{
	counter_press(c, "<F8>");
	pty_expect_words(c->pty, text_in(LANG_EN, "Choose your language"));
}

/* The case's language is proposed. */
static bool
is_proposed(struct counter *c, enum lang lang)
{
	char row[WORDS_SIZE];

	for (int r = 0; r < 24; r++) {
		pty_row(c->pty, r, row, sizeof(row));
		if (strstr(row, lang_self(lang)) != NULL)
			return strchr(row, '>') != NULL;
	}
	fail_msg("%s is not offered", lang_self(lang));
	return false;
}

static void
choose_one(struct counter *c, const char *value)
{
	counter_press(c, value);
	counter_press(c, "<Enter>");
	counter_expect(c, "Enter it again");
	counter_press(c, value);
	counter_press(c, "<Enter>");
}

void
counter_choose_language(struct counter *c, enum lang lang)
{
	pty_expect_words(c->pty, text_in(LANG_EN, "Choose your language"));
	for (int moved = 0; !is_proposed(c, lang); moved++) {
		if (moved == LANG_COUNT)
			fail_msg("%s cannot be chosen", lang_self(lang));
		counter_press(c, "<Down>");
		pty_settle(c->pty);
	}
	counter_press(c, "<Enter>");
	c->lang = lang;
	counter_expect(c, "Whose card is this?");
}

void
counter_choose_pins(
    struct counter *c, enum lang lang, const char *sign, const char *digits)
{
	counter_choose_language(c, lang);
	counter_press(c, "<Enter>");
	counter_expect(c, "You will set your PINs now");
	counter_press(c, "<Enter>");
	counter_expect(c, "Enter a new signature password");
	choose_one(c, sign);
	counter_expect(c, "Enter a new 4-digit PIN");
	choose_one(c, digits);
	counter_expect(c, "Use the same 4-digit PIN for all three?");
	counter_press(c, "<F8>");
	counter_expect(c, "These PINs will be written to the card");
}

void
counter_write_pins(struct counter *c)
{
	counter_press(c, "<F8>");
	counter_expect(c, "All PINs have been set");
}

void
counter_take_back(struct counter *c)
{
	counter_press(c, "<F7>");
	counter_expect(c, "Counter code");
	type_code(c);
	c->lang = c->office->lang;
	counter_expect(c, case_step_name(STEP_RECEIPT_FORM));
}
