/* counter.h -- people at a counter: the program on a pseudo-terminal, and what
 * a clerk and a resident type there. Texts are looked up in the catalogue by
 * their English ids, so a story reads the same in every language. Every
 * function waits for what the screen must show next, or fails the test. */
#ifndef TESTS_SUPPORT_COUNTER_H
#define TESTS_SUPPORT_COUNTER_H

#include <stdbool.h>

#include "base/lang.h"
#include "rules/case_flow.h"
#include "support/counter_office.h"
#include "support/pty.h"

#define COUNTER_CODE "59260417"
#define COUNTER_SIGN "SAKURA7HANABI42"
#define COUNTER_PIN  "8305"

struct counter {
	const struct counter_office *office;
	int number;
	enum lang lang;	  /* in which the terminal speaks now */
	const char *code; /* the clerk's; NULL: COUNTER_CODE */
	struct pty *pty;
};

/* In main of a test: the catalogues. */
void counter_init(void);

/* Open the program; the sign-in screen is shown. */
void counter_open(
    struct counter *c, const struct counter_office *o, int number);
/* With other environment than usual (pty.h); waits for nothing. */
void counter_start(struct counter *c, const struct counter_office *o,
    int number, const char *const *environment);
/* Kill it if it runs, and forget it. */
void counter_free(struct counter *c);
/* Sign out and close it, as a clerk goes home. */
void counter_leave(struct counter *c);

/* Keys as in pty_press(). */
void counter_press(struct counter *c, const char *keys);
/* Wait until a catalogue text is shown, in the terminal's language. */
void counter_expect(struct counter *c, const char *id);
/* The same with one {name} filled in. */
void counter_expect_with(
    struct counter *c, const char *id, const char *name, const char *value);

/* The whole screen is the one in tests/flow/screens/NAME.screen. */
void counter_expect_screen(struct counter *c, const char *name);
/* The newest slip in the office's spool holds this text. */
void counter_expect_slip(const struct counter *c, const char *text);

/* Sign in and set the counter code; the queue is shown. Staff of the training
 * office: "1001", "1002", "3001" (supervisor). */
void counter_sign_in(struct counter *c, const char *staff_no);
/* Open the program, sign in and, unless notice is NULL, open its case. */
void counter_begin(struct counter *c, const struct counter_office *o,
    int number, const char *staff_no, const char *notice);
/* From the queue: find a notice and open its case, or go on with it. */
void counter_open_case(struct counter *c, const char *notice);

/* Put a card on this counter's reader; NULL: lift it. */
void counter_put(struct counter *c, const char *card);

enum counter_person { COUNTER_FOREIGN, COUNTER_NATIONAL, COUNTER_PERMANENT };
/* The keys that answer a step without trouble; NULL: not answered by a form. */
const char *counter_keys(enum counter_person who, enum case_step step);
/* Answer the steps from first up to (not including) last. */
void counter_walk(struct counter *c, enum counter_person who,
    enum case_step first, enum case_step last);

/* The same from the beginning of a case up to its PINs, the card of this
 * notice put on the reader on the way. */
void counter_up_to_pins(
    struct counter *c, enum counter_person who, const char *notice);

/* At the PINs: hand the terminal over in a language, and choose on the
 * resident's screens up to the question whether to write. */
void counter_hand_over(struct counter *c);
/* The resident's first page: take this language. */
void counter_choose_language(struct counter *c, enum lang lang);
void counter_choose_pins(
    struct counter *c, enum lang lang, const char *sign, const char *digits);
/* Write, and wait until all are set. */
void counter_write_pins(struct counter *c);
/* The clerk's code at the end of it. */
void counter_take_back(struct counter *c);

#endif
