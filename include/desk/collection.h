/* collection.h -- handing out one card, step by step (design 5, counter-
 * procedures 2). Every call is one transaction with its audit entry; the
 * store decides races. The steps themselves are rules/case_flow and
 * rules/step_form. */
#ifndef KIOSK_DESK_COLLECTION_H
#define KIOSK_DESK_COLLECTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/date.h"
#include "base/error.h"
#include "base/lang.h"
#include "card/agent.h"
#include "rules/case_flow.h"
#include "rules/lifecycle.h"
#include "rules/step_form.h"

struct desk;

/* How the card on the reader stands to the case. */
enum card_check {
	CHECK_NO_CARD,
	CHECK_READING,
	CHECK_RIGHT, /* proven in this reader session: chip serial equal */
	CHECK_WRONG, /* another card: incident opened */
	CHECK_FAILED /* see failed */
};

struct collection_view {
	int64_t case_id;
	int64_t card_id;
	enum case_state state;
	enum card_state card_state;
	enum case_step step; /* the one to do now; STEP_COUNT: none */
	enum step_mark mark[STEP_COUNT]; /* the whole road */
	bool mine;			 /* this counter owns it */
	int owner_counter;
	char owner_name[96];
	struct case_facts facts;
	/* the person */
	char name_roman[160];
	char name_kanji[96];
	char name_alias[96];
	char name_kana[160];
	struct date born;
	char address[320];
	char status_code[48]; /* residence status as in the list */
	struct date stay_until;
	/* the card */
	char application_id[24];
	char face_serial[20];
	char notice[24];
	char place[24];
	struct date card_expiry;
	int64_t fee_due_yen;
	int64_t fee_card_id; /* whose fee STEP_FEE is about */
	int64_t new_card_id; /* applied for in this case, 0: none */
	char old_card[40];   /* another card of the person, still valid */
	char ticket[12];
	int64_t called_at, at_counter_at; /* UTC, 0: not yet */
	int64_t opened_at;		  /* UTC */
	char end_reason[32];
	/* right card */
	enum card_check check;
	struct failure check_failed;
	bool card_proven_before; /* in an earlier reader session of this case */
	/* what is still missing, as catalogue ids, most important first */
	const char *missing[STEP_COUNT];
	size_t missing_count;
	enum lang resident_lang;
};

/*
 * Begin a collection of a waiting card at this counter. key: desk_new_key().
 * Errors: ERR_CASE_TAKEN (who, n), ERR_CARD_STATE, ERR_CASE_OPEN_HERE,
 * ERR_RIGHTS.
 */
enum kerr collection_open(struct desk *d, int64_t card_id, const char *key,
    int64_t *case_id, struct failure *f);
/* Go on with a paused case, or with an open one of this counter. Errors:
 * ERR_CASE_TAKEN. */
enum kerr collection_resume(struct desk *d, int64_t case_id, struct failure *f);
/* Take a case from another counter whose lease ran out, or as a supervisor. */
enum kerr collection_take_over(
    struct desk *d, int64_t case_id, struct failure *f);

enum kerr collection_load(struct desk *d, int64_t case_id,
    struct collection_view *out, struct failure *f);
/* The answers of a step as last given (empty when never). */
enum kerr collection_load_answers(struct desk *d, int64_t case_id,
    enum case_step step, struct answers *out, struct failure *f);

/*
 * Answer the step; done and on to the next when rules/step_form allows it.
 * Changed answers of an earlier step open the steps after it again.
 * Answering STEP_HAND_OVER closes the case: card delivered, slip spooled.
 * Errors: those of step_judge(), ERR_CASE_STATE, ERR_CASE_TAKEN.
 */
enum kerr collection_answer(struct desk *d, int64_t case_id,
    enum case_step step, const struct answers *answers, struct failure *f);
/* Keep what was typed so far without judging it (Back, lock, pause). */
enum kerr collection_keep(struct desk *d, int64_t case_id, enum case_step step,
    const struct answers *answers, struct failure *f);
/* To the step before. ERR_CASE_STATE when PINs were written behind it. */
enum kerr collection_back(struct desk *d, int64_t case_id, struct failure *f);

/* End or interrupt; reasons are codes of rules/step_form. A refusal spools a
 * slip for the resident, and is possible until the activation: PINs that were
 * written stay known for the card's next visit. Stopping is possible until the
 * first PIN is written. Both bring the card back to its state before. Errors:
 * ERR_CASE_WRITTEN, ERR_CASE_ACTIVATED. */
enum kerr collection_pause(
    struct desk *d, int64_t case_id, const char *reason, struct failure *f);
enum kerr collection_refuse(struct desk *d, int64_t case_id, const char *reason,
    const char *note, struct failure *f);
enum kerr collection_abandon(
    struct desk *d, int64_t case_id, const char *reason, struct failure *f);

/* The visitor: a ticket number kept with the case ("" removes it), and when
 * they arrived, were called, stood at the counter, left. */
enum visitor_event {
	VISITOR_ARRIVED,
	VISITOR_CALLED,
	VISITOR_AT_COUNTER,
	VISITOR_LEFT
};
enum kerr collection_set_ticket(
    struct desk *d, int64_t case_id, const char *ticket, struct failure *f);
enum kerr collection_visitor(struct desk *d, int64_t case_id,
    enum visitor_event event, struct failure *f);

enum kerr collection_set_lang(
    struct desk *d, int64_t case_id, enum lang lang, struct failure *f);

/*
 * Ask the card on the reader who it is, for this case; the answer comes as
 * DESK_READER and stands in the view. At STEP_RIGHT_CARD the right card makes
 * the step done; another one, from STEP_FACE on, stops the case and opens an
 * incident. The
 * desk asks by itself whenever a card comes while such a case is loaded at
 * this counter.
 */
enum kerr collection_check_card(
    struct desk *d, int64_t case_id, struct failure *f);
/* Tell the desk which case is on the screen (0: none). */
void collection_watch(struct desk *d, int64_t case_id);
/* The case on the screen, 0: none. */
int64_t collection_watched(const struct desk *d);

/* The incident that a wrong card opened: which waiting card it is, where it
 * belongs. Texts are "" when the serial is not in the list. */
struct incident_view {
	int64_t id;
	char found_serial[16]; /* of the chip */
	char notice[24];
	char place[24];
	int64_t at;
};
enum kerr collection_incident(struct desk *d, int64_t case_id,
    struct incident_view *out, struct failure *f);
/* The card was put aside or back into its place; the case goes on.
 * ERR_CARD_OTHER while it still lies on the reader. */
enum kerr collection_incident_close(
    struct desk *d, int64_t case_id, const char *note, struct failure *f);

/* Print the last slip of the case once more, marked as a copy. path: where it
 * lies, "" unless it is in the spool. Errors: ERR_PAPER_LIVE while the first
 * one waits or is doubtful. */
enum kerr collection_slip_again(struct desk *d, int64_t case_id, char *path,
    size_t path_size, struct failure *f);
/* Where the case's last slip lies; "" unless it is in the spool. */
enum kerr collection_slip(struct desk *d, int64_t case_id, char *path,
    size_t path_size, struct failure *f);
/* How it stands, as a sentence (catalogue id); "" when there is none. */
const char *collection_slip_said(struct desk *d, int64_t case_id);

#endif
