/* queue.h -- the home screen of staff: what waits, what is paused, what needs
 * attention; and finding a card by anything written on it. */
#ifndef KIOSK_DESK_QUEUE_H
#define KIOSK_DESK_QUEUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "rules/case_flow.h"
#include "rules/lifecycle.h"

struct desk;

#define QUEUE_ROWS_MOST 300

enum queue_mark {
	QUEUE_WAITS,
	QUEUE_HERE,	 /* open case of this counter: go on */
	QUEUE_ELSEWHERE, /* another counter works on it */
	QUEUE_PAUSED,
	QUEUE_ATTENTION, /* a PIN or the activation is unknown, or its counter
	                    went silent */
	QUEUE_PROBLEM,	 /* PINs set in part, not activated, a wrong card */
	QUEUE_OTHER	 /* found by search, but not waiting */
};

struct queue_line {
	int64_t card_id;
	int64_t case_id; /* 0: none */
	enum queue_mark mark;
	enum card_type type;
	enum card_state state;
	int owner_counter;
	char time[6]; /* "10:40", reserved; "" */
	char ticket[12];
	char notice[24];
	char name[160];	     /* Roman, else kanji */
	char name_other[96]; /* kanji beside a Roman name */
	int born_year;
	char expiry[11];
	char place[24];
	const char *note; /* catalogue id, or NULL: "under 15: with..." */
	bool is_warned;	  /* note is a warning: marked whatever mark says */
};

struct queue_view {
	int reserved_today;
	int waiting;
	int paused;
	int attention;
	struct queue_line row[QUEUE_ROWS_MOST];
	size_t row_count;
	bool more; /* more rows than fit */
};

/* What waits today: attention, cases of this counter, paused, reserved by
 * time, then the rest. Errors: ERR_RIGHTS, those of the store. */
enum kerr queue_load(struct desk *d, struct queue_view *out, struct failure *f);
/*
 * Find by notice number, application ID, either serial, or any name form
 * (beginning of any word, kana or romaji). Audited as a look-up. Rows of any
 * state; row_count 0 when nothing fits.
 */
enum kerr queue_search(struct desk *d, const char *typed,
    struct queue_view *out, struct failure *f);

#endif
