/* card_menu.h -- one card: what it is, what came before and after it, the cases
 * that it was in, and everything that can be done with it; what cannot be done
 * now is listed too, with the reason in words. */
#ifndef KIOSK_DESK_CARD_MENU_H
#define KIOSK_DESK_CARD_MENU_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/date.h"
#include "base/error.h"
#include "rules/case_flow.h"
#include "rules/lifecycle.h"

struct desk;

#define CARD_MENU_PAST	5
#define CARD_MENU_ITEMS 40

enum card_act {
	CARD_ACT_GO_ON,	 /* the open or paused case of the card */
	CARD_ACT_CASE,	 /* a case of .kind */
	CARD_ACT_BIND,	 /* card_bind_begin() */
	CARD_ACT_EVENT,	 /* card_enter_event() with .event */
	CARD_ACT_CANCEL, /* card_cancel() */
	CARD_ACT_COUNT
};

struct card_menu_item {
	enum card_act act;
	enum case_kind kind;
	enum card_event event;
	const char *name;    /* catalogue id */
	const char *words;   /* catalogue id: what it is for */
	const char *why_not; /* catalogue id, a clause; NULL: it is possible */
};

/* Another card of the same chain. */
struct card_menu_link {
	int64_t card_id; /* 0: none */
	enum card_state state;
	char number[32]; /* notice number, else the last of the serial */
};

struct card_menu_past {
	int64_t case_id;
	enum case_kind kind;
	enum case_state state;
	struct date day;
};

struct card_menu_view {
	int64_t card_id;
	enum card_type type;
	enum card_state state;
	struct date state_on;
	const char *cancelled; /* why: catalogue id, or "" */
	char name[160];
	char name_other[96];
	struct date born;
	struct date expiry;
	bool is_past; /* its expiry has passed */
	char face_serial[20];
	bool has_chip; /* its chip is known */
	char notice[24];
	char place[24];
	int64_t case_id; /* open or paused, 0: none */
	struct card_menu_link replaces;
	struct card_menu_link replaced_by;
	struct card_menu_past past[CARD_MENU_PAST];
	size_t past_count;
	struct card_menu_item item[CARD_MENU_ITEMS]; /* possible ones first */
	size_t item_count;
	size_t possible; /* so many of them */
};

/* Audited as a look-up: for the moment when the menu opens. */
enum kerr card_menu_open(struct desk *d, int64_t card_id,
    struct card_menu_view *out, struct failure *f);
/* The same again. Errors: ERR_NOT_FOUND, ERR_RIGHTS. */
enum kerr card_menu_load(struct desk *d, int64_t card_id,
    struct card_menu_view *out, struct failure *f);

#endif
