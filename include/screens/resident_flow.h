/* resident_flow.h -- the road through the resident's pages and what they say
 * of a PIN, worked out from the PIN session alone: no screen, no secret.
 *
 * Order and rules: counter-procedures 3; design 5 "PIN setting". */
#ifndef KIOSK_SCREENS_RESIDENT_FLOW_H
#define KIOSK_SCREENS_RESIDENT_FLOW_H

#include <stdbool.h>
#include <stddef.h>

#include "desk/pin_setting.h"
#include "screens/draw.h"

enum resident_page {
	/* questions of the entry, in the order of the road */
	RESIDENT_LANGUAGE,
	RESIDENT_HOLDER,
	RESIDENT_PLAN,
	RESIDENT_PIN,
	RESIDENT_SAME,
	RESIDENT_CHECK,
	/* one for each phase after it */
	RESIDENT_CARD,
	RESIDENT_WRITING,
	RESIDENT_RESULT,
	RESIDENT_HELP,
	RESIDENT_PAGE_COUNT
};

/* One question of the road; kind is meant at PIN only. */
struct resident_stop {
	enum resident_page page;
	enum pin_kind kind;
};

#define RESIDENT_ROAD_MOST (RESIDENT_CARD + PIN_KIND_COUNT)

/* Every question of this session in order; same: one number was taken for all
 * 4-digit PINs, so only the first of them is asked. Returns the count. */
size_t resident_road(const struct pin_setting_view *v, bool same,
    struct resident_stop out[RESIDENT_ROAD_MOST]);
/* The question after or (steps -1) before at; at itself at either end. */
struct resident_stop resident_step(const struct pin_setting_view *v, bool same,
    struct resident_stop at, int steps);
/* Where a session that was begun before goes on: the first PIN without a
 * value; the first question when none has one. */
struct resident_stop resident_resume(const struct pin_setting_view *v);
/* The page of a phase; LANGUAGE for the entry. */
enum resident_page resident_page_of(enum pin_phase phase);

/* The 4-digit PINs that are chosen anew: how many, and the first (PIN_KIND_
 * COUNT: none). More than one: "the same for all" is offered. */
int resident_same_count(const struct pin_setting_view *v);
enum pin_kind resident_same_first(const struct pin_setting_view *v);
/* Which of how many PINs the resident is at: 2 of 4. */
void resident_place(
    const struct pin_setting_view *v, enum pin_kind kind, int *place, int *all);

/* One line under the boxes. */
struct resident_tick {
	enum mark mark;	  /* NONE: open, DONE, PROBLEM */
	const char *said; /* catalogue id; may name {n} */
	int n;
	bool is_length; /* the one that is shown while it is repeated, too */
};
#define RESIDENT_TICKS_MOST 5

/* What is right and what is still missing in a PIN of so many characters with
 * that verdict. Returns the count. */
size_t resident_ticks(enum pin_kind kind, size_t typed, unsigned verdict,
    struct resident_tick out[RESIDENT_TICKS_MOST]);
/* The reason of the first bit of a verdict, as a catalogue id; "" for 0. */
const char *resident_reason(unsigned verdict);

enum resident_outcome {
	RESIDENT_SET,
	RESIDENT_NOTED, /* at least a part only recorded: seen by the staff */
	RESIDENT_NOT_SET,
	RESIDENT_HALF_SET, /* one of two places (individual-number-card 4.3) */
	RESIDENT_NOT_KNOWN
};
enum resident_outcome resident_outcome(
    const struct pin_setting_view *v, enum pin_kind kind);
/* In words to a resident, as a catalogue id; and its mark. */
const char *resident_outcome_said(enum resident_outcome outcome);
enum mark resident_outcome_mark(enum resident_outcome outcome);
/* The fewest tries that a place of this kind was seen with, or
 * CARD_TRIES_UNKNOWN. */
int resident_tries_left(const struct pin_setting_view *v, enum pin_kind kind);
/* The same of the places that what is typed now is tried on: old, the PIN
 * from before, or the one that was chosen. */
int resident_tries_of_entry(
    const struct pin_setting_view *v, enum pin_kind kind, bool old);
/* What to do about a PIN of which one of two places is written, as a
 * catalogue id; NULL: there is none. */
const char *resident_repair_said(const struct pin_setting_view *v);
/* What is done here, in the resident's words: catalogue ids by the kind of
 * case. */
const char *resident_plan_title(const struct pin_setting_view *v);
const char *resident_result_title(const struct pin_setting_view *v);
/* The PIN whose last try waits for a second word; PIN_KIND_COUNT: none. */
enum pin_kind resident_last_try(const struct pin_setting_view *v);
/* The resident may try again alone: what stopped the writing passes, and
 * another attempt cannot lock the card. */
bool resident_may_try_again(const struct pin_setting_view *v);

#endif
