/* pin_setting.h -- the resident sets the PINs; the chip is written; nothing is
 * guessed (design 5 "PIN setting", decision 3).
 *
 * One PIN session at a counter at a time. The intent of each reference is
 * committed before its command goes out, the result after it. What was cut
 * off is `unknown` and is found out by asking the card: first with the
 * office's initial value (it holds: nothing was written), which may cost one
 * try of a PIN that was written, and is therefore asked for
 * (pin_setting_ask_card); then by the resident typing the chosen PIN again,
 * which gives the try back.
 *
 * Secrets: chosen values stay in locked memory between the resident's last key
 * and the card's answer, and are wiped on every way out. */
#ifndef KIOSK_DESK_PIN_SETTING_H
#define KIOSK_DESK_PIN_SETTING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/lang.h"
#include "rules/case_flow.h"
#include "rules/pin.h"
#include "rules/pin_policy.h"

struct desk;
struct secret;

enum pin_phase {
	PIN_PHASE_NONE,	   /* no session: the staff's screens */
	PIN_PHASE_ENTRY,   /* the resident chooses */
	PIN_PHASE_CARD,	   /* waiting for the card on the reader */
	PIN_PHASE_WRITING, /* never interrupted by idle or Back */
	PIN_PHASE_RESULT,
	PIN_PHASE_HELP /* the resident called staff */
};

/* What the resident is asked for one kind. */
enum pin_task {
	PIN_TASK_NONE,	 /* not in this case, or done */
	PIN_TASK_CHOOSE, /* type a new one, twice */
	PIN_TASK_CHANGE, /* type the present one, then a new one twice */
	PIN_TASK_RETYPE, /* type the one chosen before, once: part of it is
	                    written already (split 住民基本台帳用 PIN), or a try is
	                    to be given back */
	PIN_TASK_FINISH	 /* of a change that reached one of two places: type
	                    the one from before it, then the one chosen, once
	                    each */
};

/* Whether the PIN that the card holds now is typed for it. */
bool pin_task_asks_old(enum pin_task task);
/* Whether the one chosen before is typed once, and was judged then. */
bool pin_task_is_repair(enum pin_task task);

struct pin_ref_view {
	enum pin_status status;
	int tries_left; /* as last seen, or CARD_TRIES_UNKNOWN */
	int64_t at;	/* UTC of the last result, 0: none */
};

struct pin_setting_view {
	int64_t case_id;
	enum case_kind kind; /* first PINs, a change or a reset */
	enum pin_phase phase;
	bool needed[PIN_KIND_COUNT];
	enum pin_task task[PIN_KIND_COUNT];
	bool chosen[PIN_KIND_COUNT];	/* a value is held for it now */
	bool old_given[PIN_KIND_COUNT]; /* and the present one, for a change */
	struct pin_ref_view ref[PIN_REF_COUNT];
	struct pin_trouble trouble;
	bool any_unknown;
	bool any_before;   /* an earlier visit for this card set one of them */
	bool all_set;	   /* every needed reference written or recorded */
	bool any_recorded; /* of them seen on the official terminal only */
	enum pin_kind writing; /* PIN_KIND_COUNT: none */
	int step, steps;       /* card commands of the whole writing */
	struct failure failed; /* of the last writing; code KERR_OK */
	/* After ERR_PIN_LAST_TRY: it may be spent on this kind's value, which
	 * is still held (pin_setting_spend_last); else PIN_KIND_COUNT. */
	enum pin_kind last_try;
	enum lang lang;
	char holder[160];     /* whose card: the name to confirm */
	bool needs_terminal;  /* only the issuer's terminal can do it */
	bool initial_missing; /* the office's initial values are not entered */
	bool secrets_off;     /* memory cannot be locked: no PIN is taken */
};

/* The state of a case's PINs, also without a session. */
enum kerr pin_setting_load(struct desk *d, int64_t case_id,
    struct pin_setting_view *out, struct failure *f);

/* Hand the terminal over: the case must be at STEP_PINS with the right card
 * proven. Errors: ERR_CASE_STATE, ERR_INITIAL_MISSING, ERR_SECRET_MEMORY,
 * ERR_PIN_UNKNOWN (ask the card first), ERR_ISSUER_ABSENT (a reset needs the
 * issuer's terminal: do it there and record it). */
enum kerr pin_setting_begin(struct desk *d, int64_t case_id, struct failure *f);
/* The running session; phase NONE when there is none. */
const struct pin_setting_view *pin_setting_get(struct desk *d);
enum kerr pin_setting_set_lang(struct desk *d, enum lang lang);

/* Judge while typing; 0 is good. Weak bits count as refusals only when
 * pin_setting_refuses() says so. */
unsigned pin_setting_judge(
    struct desk *d, enum pin_kind kind, const struct secret *typed);
bool pin_setting_refuses(const struct desk *d, unsigned verdict);
/* Keep a value for a kind; *value is taken over. Replaces. Errors:
 * ERR_PIN_FORMAT when the policy refuses it. */
enum kerr pin_setting_choose(struct desk *d, enum pin_kind kind,
    struct secret **value, struct failure *f);
/*
 * The PIN that the card holds now, as the resident typed it, for a change;
 * taken over. It replaces both values of the kind: the new one is chosen
 * after it. Errors: ERR_PIN_FORMAT (no card can hold it), ERR_CASE_STATE.
 */
enum kerr pin_setting_give_old(struct desk *d, enum pin_kind kind,
    struct secret **value, struct failure *f);
/*
 * From RESULT with last_try: the resident said once more, knowing that a wrong
 * PIN locks it, that the last try of kind shall be spent, once. Also for what
 * is in doubt, where only a try can tell. Goes on as pin_setting_continue().
 */
enum kerr pin_setting_spend_last(
    struct desk *d, enum pin_kind kind, struct failure *f);
/* Use the value of from for to as well ("one number for all three"). */
enum kerr pin_setting_choose_same(
    struct desk *d, enum pin_kind from, enum pin_kind to);
void pin_setting_forget(struct desk *d, enum pin_kind kind);

/* Every task is chosen: write them to the chip. Moves to CARD or WRITING,
 * then RESULT; DESK_PINS at each move. Errors: ERR_CASE_STATE. */
enum kerr pin_setting_write(struct desk *d, struct failure *f);
/* From RESULT with something left to do: back to ENTRY for what remains. */
enum kerr pin_setting_continue(struct desk *d, struct failure *f);
void pin_setting_call_staff(struct desk *d);

enum pin_end { PIN_END_DONE, PIN_END_BACK, PIN_END_WALKED_AWAY };
/* Give the terminal back: wipe, leave the card. When all are set the case's
 * step is done. Refused (ERR_CASE_STATE) while WRITING. */
enum kerr pin_setting_end(struct desk *d, enum pin_end how, struct failure *f);

/* Staff's side, with the resident's consent: find out what `unknown`
 * references hold. Results come as DESK_PINS. Errors: ERR_CASE_STATE,
 * ERR_INITIAL_MISSING. */
enum kerr pin_setting_ask_card(
    struct desk *d, int64_t case_id, struct failure *f);
/* All PINs still to set were set on the official terminal, seen by the
 * signed-in clerk (design, decision 12). */
enum kerr pin_setting_record(
    struct desk *d, int64_t case_id, struct failure *f);

/* Initial values of fresh cards (design, decision 1): in a real office typed
 * by two people at the start of the shift, who must type the same; kept in
 * locked memory until the program ends. Training offices have them. */
struct initial_values_view {
	bool ready;
	bool first_done; /* the second person is to type them */
	char first_name[96];
};
void initial_values_get(const struct desk *d, struct initial_values_view *out);
/* The signed-in person types them; taken over. Then a second person is
 * checked (session_second_begin with ACTION_INITIAL_VALUES) and types them
 * again. Errors: ERR_PIN_FORMAT, ERR_SAME_PERSON, ERR_STEP_REFUSE when they
 * differ (both are forgotten). */
enum kerr initial_values_enter(struct desk *d, struct secret **sign,
    struct secret **digits, struct failure *f);
void initial_values_forget(struct desk *d);

#endif
