/* cases.h -- a resident's visit: which card, which step, whose counter, what
 * was answered, how it ended. The owner is a counter with a lease; every
 * change asks for it in its WHERE. */
#ifndef KIOSK_STORE_CASES_H
#define KIOSK_STORE_CASES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/date.h"
#include "base/error.h"
#include "rules/case_flow.h"
#include "rules/lifecycle.h"

struct store;
struct answers;

#define CASE_LEASE_SECONDS	 120 /* renewed while the terminal lives */
#define CASE_KIND_SIZE		 24
#define CASE_REASON_SIZE	 40
#define CASE_TICKET_SIZE	 16
#define CASE_KIND_COLLECTED	 "collection"
#define CASE_KIND_NOTE_COLLECTED "notification"

struct case_record {
	int64_t id;
	char kind[CASE_KIND_SIZE];
	int64_t card;
	int64_t person;
	enum case_state state;
	enum case_step step;
	uint64_t done;	       /* STEP_BIT() of each, from step_done */
	int64_t opener;	       /* staff id */
	int64_t owner_counter; /* where it is, was, or ended */
	int64_t owner_staff;   /* 0: nobody */
	int64_t lease_until;   /* UTC; past: the terminal is gone */
	struct date business_day;
	int64_t opened_at;
	int64_t ended_at;	       /* 0: not ended */
	char reason[CASE_REASON_SIZE]; /* of the pause, refusal, abandoning */
	char ticket[CASE_TICKET_SIZE];
	int64_t arrived_at, called_at, at_counter_at, left_at; /* 0: not */
	char lang[8];					       /* resident's */
};

/*
 * Take the card to this counter and open a case on it, for the staff member
 * of the transaction. The card of another kind of case than a collection is in
 * a state of rules/procedure.h, and stays so. Errors: those of cards_take(); ERR_CASE_OPEN_HERE.
 */
enum kerr cases_open(struct store *st, const char *kind, int64_t card,
    struct date business_day, const char *lang, int64_t *id);
/* Errors: ERR_NOT_FOUND. */
enum kerr cases_get(struct store *st, int64_t id, struct case_record *out);
/* The open case of this store's counter. Errors: ERR_NOT_FOUND. */
enum kerr cases_here(struct store *st, int64_t *id);
/* The open or paused case of a card. Errors: ERR_NOT_FOUND. */
enum kerr cases_of_card(struct store *st, int64_t card, int64_t *id);

enum case_filter {
	CASES_OPEN,
	CASES_PAUSED,
	/* What somebody must look at: a PIN or an activation that is unknown
	 * or not done, PINs of which only some are set, an open incident, a
	 * counter that went silent. */
	CASES_ATTENTION,
	/* Of these: some of the PINs are set and others are not, and nobody is
	 * at it now; or it ended so with one PIN in one of its two places. */
	CASES_IN_PART,
	CASE_FILTER_COUNT
};
/* Oldest first. now tells leases that have run out. */
enum kerr cases_list(struct store *st, enum case_filter filter, int64_t now,
    size_t offset, struct case_record *rows, size_t most, size_t *count);
enum kerr cases_count(
    struct store *st, enum case_filter filter, int64_t now, int64_t *count);

/* Why a case stands under CASES_ATTENTION; a bit each. */
enum case_why {
	CASE_WHY_PIN = 1U << 0,	       /* a PIN intended or unknown */
	CASE_WHY_ACTIVATION = 1U << 1, /* unknown or not done */
	CASE_WHY_INCIDENT = 1U << 2,   /* one is open */
	CASE_WHY_SILENT = 1U << 3,     /* its counter stopped answering */
	CASE_WHY_PARTIAL = 1U << 4,    /* some PINs are set, others not */
	CASE_WHY_SPLIT = 1U << 5,      /* ended with a PIN in one place only */
	CASE_WHY_EFFECT = 1U << 6      /* another effect, unknown or not done */
};
enum kerr cases_why(struct store *st, int64_t id, int64_t now, unsigned *why);

/*
 * All of these change an open case that this counter owns.
 * Errors: ERR_CASE_TAKEN (n, who) when another counter has it,
 * ERR_CASE_STATE when it is not open.
 */
enum kerr cases_renew(struct store *st, int64_t id);
enum kerr cases_set_step(struct store *st, int64_t id, enum case_step step);
enum kerr cases_set_lang(struct store *st, int64_t id, const char *lang);
enum kerr cases_step_done(struct store *st, int64_t id, enum case_step step);
/* Back: the step is to be done again; its answers stay. */
enum kerr cases_step_undo(struct store *st, int64_t id, enum case_step step);
/* The same, when it was done before that time. */
enum kerr cases_step_undo_before(struct store *st, int64_t id,
    enum case_step step, int64_t before, bool *undone);
enum kerr cases_pause(struct store *st, int64_t id, const char *reason);
/* back is CARD_EV_ABORTED (waits again) or CARD_EV_CANCEL. A cancelled card
 * is first given back, then cancelled: both moves are kept. */
enum kerr cases_refuse(
    struct store *st, int64_t id, const char *reason, enum card_event back);
enum kerr cases_abandon(struct store *st, int64_t id, const char *reason);
/*
 * Hand over and close. A collection is refused with ERR_CASE_STATE unless the
 * activation is done or recorded (decision 12), and any case with
 * ERR_PIN_UNKNOWN while a PIN is unknown, or ERR_CASE_STATE while another effect
 * is unknown or not done: a last guard behind desk.
 */
enum kerr cases_close(struct store *st, int64_t id);

/* A paused case comes to this counter. Errors: ERR_CASE_STATE when it is not
 * paused (another counter was first), ERR_CASE_OPEN_HERE. */
enum kerr cases_resume(struct store *st, int64_t id);
/*
 * An open case of another counter comes here. Without forced only when its
 * lease has run out or the counter is our own; desk asks for the right.
 * Errors: ERR_CASE_TAKEN (n, who), ERR_CASE_STATE, ERR_CASE_OPEN_HERE.
 */
enum kerr cases_take_over(struct store *st, int64_t id, bool forced);

/* The ticket: called by number, never by name. */
enum kerr cases_set_ticket(
    struct store *st, int64_t id, const char *ticket, int64_t arrived_at);
enum case_time { CASE_CALLED, CASE_AT_COUNTER, CASE_LEFT, CASE_TIME_COUNT };
/* now of the transaction; also after the case has ended (left). */
enum kerr cases_set_time(struct store *st, int64_t id, enum case_time which);

#endif
