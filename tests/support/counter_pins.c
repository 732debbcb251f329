/* counter_pins.c -- see support/counter_pins.h. */
#include "support/counter_pins.h"

#include <ctype.h>
#include <dirent.h>
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define ROW_SIZE   8192
#define PAGES_MOST 30
#define WAIT_MS	   20000
#define LOOK_MS	   5

/* -- the chip -- */

/* individual-number-card 4.3: CHANGE REFERENCE DATA, and the JICSAP one. */
static bool
is_change(const char *line)
{
	const char *header = strchr(line, ' ');

	return header != NULL && (strncmp(header, " 00 24 ", 7) == 0 ||
				     strncmp(header, " 80 32 ", 7) == 0);
}

/* VERIFY with a value: it has a length. */
static bool
is_proof(const char *line)
{
	const char *header = strchr(line, ' ');
	unsigned lc = 0;

	return header != NULL && strncmp(header, " 00 20 ", 7) == 0 &&
	       sscanf(header, " %*s %*s %*s %*s %u", &lc) == 1 && lc > 0;
}

static bool
is_granted(const char *line)
{
	size_t n = strlen(line);

	return n > 4 && strcmp(line + n - 4, "9000") == 0;
}

void
counter_chip_read(
    const struct counter_office *o, int counter, struct counter_chip *out)
{
	char name[32];
	size_t len = 0;
	char *trace, *save = NULL;
	bool changed = false;

	memset(out, 0, sizeof(*out));
	snprintf(name, sizeof(name), "reader-%d.trace", counter);
	trace = counter_office_read(o, name, &len);
	for (char *line = trace == NULL ? NULL : strtok_r(trace, "\n", &save);
	     line != NULL; line = strtok_r(NULL, "\n", &save)) {
		out->commands++;
		out->hangs = strstr(line, "----") != NULL;
		if (changed && is_proof(line) && is_granted(line)) {
			out->proved++;
			out->last_proof = out->commands;
		}
		if (is_change(line) || is_proof(line))
			changed = is_change(line) && is_granted(line);
		out->changes += is_change(line) && is_granted(line);
	}
	free(trace);
}

void
counter_chip_wait_hang(const struct counter_office *o, int counter)
{
	struct counter_chip chip;

	for (int ms = 0;; ms += LOOK_MS) {
		counter_chip_read(o, counter, &chip);
		if (chip.hangs)
			return;
		if (ms > WAIT_MS)
			fail_msg("no command hangs after %zu", chip.commands);
		(void)poll(NULL, 0, LOOK_MS);
	}
}

bool
counter_chip_is_change(const struct counter_office *o, int counter, size_t n)
{
	char line[COUNTER_LINE_SIZE];

	return is_change(counter_office_command(o, counter, n, line));
}

/* -- what the screen says -- */

static bool
row_says(struct counter *c, const char *name, const char *word)
{
	char row[ROW_SIZE];

	for (int r = 0; r < 24; r++) {
		pty_row(c->pty, r, row, sizeof(row));
		if (strstr(row, name) != NULL && strstr(row, word) != NULL)
			return true;
	}
	return false;
}

static void
expect_place(struct counter *c, enum pin_ref ref, const char *word)
{
	char name[256];
	char *screen;

	snprintf(name, sizeof(name), "%s%s",
	    text_in(c->lang, pin_kind_name(pin_ref_kind(ref))),
	    ref == PIN_REF_COMMON ? text_in(c->lang, " (2nd place)") : "");
	word = text_in(c->lang, word);
	for (int ms = 0; ms < WAIT_MS; ms += 100) {
		if (row_says(c, name, word))
			return;
		(void)pty_shows(c->pty, "\001", 100);
	}
	screen = pty_screen(c->pty);
	fprintf(
	    stderr, "%s is not \"%s\". The screen:\n%s", name, word, screen);
	free(screen);
	fail();
}

void
counter_expect_places(struct counter *c, int set, int unknown)
{
	for (int r = 0; r < PIN_REF_COUNT; r++)
		expect_place(c, (enum pin_ref)r,
		    r < set		? "set"
		    : r < set + unknown ? "unknown"
					: "still to set");
}

/* -- a resident -- */

enum page { PAGE_ENTER, PAGE_TYPE, PAGE_OLD, PAGE_TWICE, PAGE_YES, PAGE_DONE };

static const struct {
	const char *says;
	enum page page;
	bool sign;
} pages[] = {
    {"Choose your language", PAGE_ENTER, false},
    {"Whose card is this?", PAGE_ENTER, false},
    {"You will set your PINs now", PAGE_ENTER, false},
    {"You will change your PINs now", PAGE_ENTER, false},
    {"You will set new PINs now", PAGE_ENTER, false},
    {"Enter a new signature password", PAGE_TWICE, true},
    {"Enter a new 4-digit PIN", PAGE_TWICE, false},
    {"Type the PIN that you chose before", PAGE_TYPE, false},
    {"Type the PIN that the card holds now", PAGE_OLD, false},
    {"Use the same 4-digit PIN for all three?", PAGE_YES, false},
    {"Use the same 4-digit PIN for both?", PAGE_YES, false},
    {"These PINs will be written to the card", PAGE_DONE, false},
};
#define PAGES (sizeof(pages) / sizeof(pages[0]))

static size_t
page_shown(struct counter *c)
{
	for (int ms = 0; ms < WAIT_MS; ms += 50)
		for (size_t i = 0; i < PAGES; i++)
			if (pty_shows_words(c->pty,
				text_in(c->lang, pages[i].says),
				i == 0 ? 50 : 0))
				return i;
	counter_expect(c, pages[PAGES - 1].says); /* says what is shown */
	return 0;
}

static void
answer(struct counter *c, enum page page, const char *value)
{
	if (page == PAGE_ENTER)
		counter_press(c, "<Enter>");
	else if (page == PAGE_YES)
		counter_press(c, "<F8>");
	if (page == PAGE_TYPE || page == PAGE_OLD || page == PAGE_TWICE) {
		counter_press(c, value);
		counter_press(c, "<Enter>");
	}
	if (page == PAGE_TWICE) {
		counter_expect(c, "Enter it again");
		counter_press(c, value);
		counter_press(c, "<Enter>");
	}
	pty_settle(c->pty);
}

void
counter_answer_change(struct counter *c, const char *old_sign,
    const char *old_digits, const char *sign, const char *digits)
{
	const char *name = text_in(c->lang, pin_kind_name(PIN_SIGN));

	for (int n = 0; n < PAGES_MOST; n++) {
		size_t i = page_shown(c);
		enum page page = pages[i].page;
		bool typed = page == PAGE_TYPE || page == PAGE_OLD;
		bool is_sign =
		    pages[i].sign || (typed && pty_shows(c->pty, name, 0));

		if (page == PAGE_DONE)
			return;
		if (page == PAGE_OLD)
			answer(c, page, is_sign ? old_sign : old_digits);
		else
			answer(c, page, is_sign ? sign : digits);
	}
	fail_msg("the resident is asked without end");
}

void
counter_answer_resident(struct counter *c, const char *sign, const char *digits)
{
	counter_answer_change(c, "", "", sign, digits);
}

void
counter_finish_pins(struct counter *c)
{
	counter_expect(c, "This is the card of the case.");
	if (pty_shows_words(c->pty,
		text_in(c->lang,
		    "It is not known whether these PINs were written."),
		0)) {
		counter_press(c, "<F8>");
		counter_expect(c, "The resident agrees: ask");
		counter_press(c, "<F8>");
		counter_expect(c, "The card has answered. Go on with F8.");
	}
	counter_hand_over(c);
	counter_answer_resident(c, COUNTER_SIGN, COUNTER_PIN);
	counter_write_pins(c);
	counter_take_back(c);
	counter_expect(c, "Training: activate the card here.");
}

/* -- processes -- */

static bool
is_child(pid_t pid, pid_t parent, const char *word)
{
	char path[64], text[4096];
	const char *state;
	size_t n = 0;
	int above = 0;
	FILE *from;

	snprintf(path, sizeof(path), "/proc/%d/stat", (int)pid);
	if ((from = fopen(path, "re")) == NULL)
		return false;
	n = fread(text, 1, sizeof(text) - 1, from);
	fclose(from);
	text[n] = '\0';
	if ((state = strrchr(text, ')')) == NULL ||
	    sscanf(state, ") %*c %d", &above) != 1 || above != (int)parent)
		return false;
	snprintf(path, sizeof(path), "/proc/%d/cmdline", (int)pid);
	if ((from = fopen(path, "re")) == NULL)
		return false;
	n = fread(text, 1, sizeof(text), from);
	fclose(from);
	return memmem(text, n, word, strlen(word)) != NULL;
}

pid_t
counter_child(const struct counter *c, const char *word)
{
	pid_t parent = pty_pid(c->pty), found = 0;
	struct dirent *entry;
	DIR *all = opendir("/proc");

	assert_non_null(all);
	while (found == 0 && (entry = readdir(all)) != NULL)
		if (isdigit((unsigned char)entry->d_name[0]) &&
		    is_child((pid_t)atoi(entry->d_name), parent, word))
			found = (pid_t)atoi(entry->d_name);
	closedir(all);
	return found;
}
