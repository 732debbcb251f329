/* pin_journal.h -- what is known of each PIN reference of a case, never the
 * PIN. The intent is committed before the command goes to the card, the result
 * after it (design, decision 3). Rows are only added; the newest one per
 * reference is what is known. */
#ifndef KIOSK_STORE_PIN_JOURNAL_H
#define KIOSK_STORE_PIN_JOURNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "rules/pin.h"

struct store;

#define PIN_HOW_SIZE	   24
#define PIN_HOW_PLANNED	   "planned"	/* needed in this case */
#define PIN_HOW_SENDING	   "sending"	/* the intent */
#define PIN_HOW_ANSWERED   "answered"	/* the card answered the command */
#define PIN_HOW_ASKED	   "asked_card" /* found out by asking the card */
#define PIN_HOW_BEFORE	   "before"  /* an earlier visit for the card set it */
#define PIN_HOW_CUT_OFF	   "cut_off" /* the program was gone in between */
#define PIN_HOW_STAFF	   "staff"   /* seen on the official terminal */
#define PIN_TRIES_NOT_TOLD (-1)

struct pin_known {
	enum pin_status status; /* PIN_STATUS_NONE: not in this case */
	int64_t session;	/* 0: none yet */
	int tries_left;		/* or PIN_TRIES_NOT_TOLD */
	int64_t intended_at;	/* 0: never */
	int64_t result_at;	/* 0: none */
	char how[PIN_HOW_SIZE];
};

/* Which references this case sets: the ones still NONE or TO_SET follow
 * needed, and a REFUSED one that is not needed is left out; the others stay as
 * they are. In a collection, a place that an earlier visit for the same card
 * wrote (and was then refused, say) begins UNKNOWN: the resident types the
 * chosen PIN again. The case must be open here. */
enum kerr pin_journal_plan(
    struct store *st, int64_t case_id, const bool needed[PIN_REF_COUNT]);
/*
 * Commit to sending. Allowed from TO_SET and REFUSED only.
 * Errors: ERR_PIN_UNKNOWN when the last one's result is not known (ask the
 * card first), ERR_CASE_STATE otherwise, also for a session that has ended.
 */
enum kerr pin_journal_intend(
    struct store *st, int64_t session, enum pin_ref ref);
/* The same for a place that this case has WRITTEN: a reset writes both places
 * of a PIN anew when only one of them was reached. */
enum kerr pin_journal_intend_again(
    struct store *st, int64_t session, enum pin_ref ref);
/* WRITTEN, REFUSED or UNKNOWN after an intent; how: PIN_HOW_ANSWERED.
 * Errors: ERR_CASE_STATE. */
enum kerr pin_journal_result(struct store *st, int64_t session,
    enum pin_ref ref, enum pin_status status, int tries_left);
/* The card was asked: an INTENDED or UNKNOWN one is WRITTEN or TO_SET (or
 * stays UNKNOWN). session 0 is allowed: staff asked. */
enum kerr pin_journal_reconcile(struct store *st, int64_t case_id,
    int64_t session, enum pin_ref ref, enum pin_status status, int tries_left);
/* The card told how many tries a place has; how the place stands is known
 * already and stays. */
enum kerr pin_journal_tries(
    struct store *st, int64_t case_id, enum pin_ref ref, int tries_left);
/* Staff saw it set on the official terminal: RECORDED. */
enum kerr pin_journal_record(
    struct store *st, int64_t case_id, enum pin_ref ref);
/* Every INTENDED one of the case becomes UNKNOWN; *count of them. Called when
 * a case comes back after a program or a card went away. */
enum kerr pin_journal_cut_off(
    struct store *st, int64_t case_id, int64_t *count);
/* What is known of every reference. */
enum kerr pin_journal_load(
    struct store *st, int64_t case_id, struct pin_known out[PIN_REF_COUNT]);

/* What all cases of a card together say of it. */
struct pin_card {
	bool split;	 /* the newest case that set one place of the resident
	                 register PIN did not set the other */
	bool unknown;	 /* of a place only the card can tell */
	int64_t case_id; /* whose: the newest; 0: none */
};
enum kerr pin_journal_card(
    struct store *st, int64_t card, struct pin_card *out);

struct pin_doubt {
	int64_t case_id;
	enum pin_ref ref;
	enum pin_status status; /* INTENDED or UNKNOWN */
	int64_t intended_at;
};
/* Everything of the office that must be reconciled, oldest case first. */
enum kerr pin_journal_doubts(
    struct store *st, struct pin_doubt *rows, size_t most, size_t *count);

#endif
