/* case_flow.h -- the steps of a procedure, which of them this case needs, and
 * which comes next (counter-procedures 2.12, 3.9; design 5). */
#ifndef KIOSK_RULES_CASE_FLOW_H
#define KIOSK_RULES_CASE_FLOW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/date.h"

/* The procedures. A change (the resident knows the PIN) differs from a reset
 * (forgotten or locked): counter-procedures 3.9.
 * X(enum, code in the store, catalogue id) */
#define CASE_KINDS(X) \
	X(CASE_KIND_COLLECTION, "collection", N_("Collection")) \
	X(CASE_KIND_PIN_CHANGE, "pin_change", N_("PIN change")) \
	X(CASE_KIND_PIN_RESET, "pin_reset", N_("PIN reset"))

enum case_kind {
#define X(kind, code, name) kind,
	CASE_KINDS(X)
#undef X
	    CASE_KIND_COUNT
};

/* Every step of every procedure, each once, in the order of the road.
 * X(enum, code, catalogue id of the rail) */
#define CASE_STEPS(X) \
	X(STEP_FOUND, "found", N_("Card found")) \
	X(STEP_WHO, "who", N_("Who came")) \
	X(STEP_VISIT, "visit", N_("Who came")) \
	X(STEP_REGISTER, "register", N_("Resident register")) \
	X(STEP_IDENTITY, "identity", N_("Identity papers")) \
	X(STEP_RESIDENCE, "residence", N_("Residence card")) \
	X(STEP_NOTIFICATION, "notification", N_("Notification card")) \
	X(STEP_FACE, "face", N_("Face")) \
	X(STEP_RIGHT_CARD, "right_card", N_("Right card")) \
	X(STEP_FEE, "fee", N_("Fee")) \
	X(STEP_CONFIRM, "confirm", N_("Resident confirms")) \
	X(STEP_PIN_CHOICE, "pin_choice", N_("Which PINs")) \
	X(STEP_APPROVAL, "approval", N_("Second person")) \
	X(STEP_PINS, "pins", N_("PINs")) \
	X(STEP_ACTIVATION, "activation", N_("Activation")) \
	X(STEP_RECEIPT_FORM, "receipt_form", N_("Receipt form")) \
	X(STEP_HAND_OVER, "hand_over", N_("Hand-over")) \
	X(STEP_PIN_END, "pin_end", N_("Card given back"))

enum case_step {
#define X(step, code, name) step,
	CASE_STEPS(X)
#undef X
	    STEP_COUNT
};

/* A step's place in a set of steps, as in case_record.done. */
#define STEP_BIT(step) (UINT64_C(1) << (step))

enum step_mark {
	STEP_TO_COME,
	STEP_NOW,
	STEP_DONE,
	STEP_NOT_NEEDED,
	STEP_PROBLEM, /* refused or stopped here */
	STEP_DOUBT,   /* unknown: must be reconciled */
	STEP_FOREIGN  /* of another kind of case: not shown */
};

enum case_state {
	CASE_OPEN,
	CASE_PAUSED,
	CASE_REFUSED,
	CASE_ABANDONED,
	CASE_CLOSED,
	CASE_STATE_COUNT
};

/* Whoever is younger comes with a legal representative (counter-procedures
 * 2.6; the age is counted as in 7.6). */
#define AGE_ALONE 15

/* Who stands at the counter. */
enum who_came { WHO_UNKNOWN, WHO_SELF, WHO_GUARDIAN, WHO_PROXY };

/* What is known of a case that decides its steps. */
struct case_facts {
	enum case_kind kind;
	bool foreign;	/* a residence card is asked for */
	bool permanent; /* permanent or special permanent resident */
	int age;	/* by law, on the business day */
	bool adult_ward;
	enum who_came who;
	struct date today; /* the business day */
	struct date born;
	struct date card_expiry;
	struct date stay_until;	    /* unset: no end */
	int64_t fee_due_yen;	    /* 0: none */
	bool notification_card_era; /* the person may still hold one */
	bool pins_needed;	    /* at least one PIN is to be set */
	bool two_papers_always;	    /* office setting id_rule, 2.2 */
	bool training;		    /* a training office: nothing is real */
};

/* Whether cases of that kind know the step at all. */
bool case_kind_has_step(enum case_kind kind, enum case_step step);
/* Answering it ends the case. */
enum case_step case_kind_last_step(enum case_kind kind);
const char *case_kind_code(enum case_kind kind);
const char *case_kind_name(enum case_kind kind); /* catalogue id */
bool case_kind_from_code(const char *code, enum case_kind *out);

/* Whether the step belongs to this case. */
bool case_step_needed(enum case_step step, const struct case_facts *facts);
/* The first needed step that is not in done (a bit per step); STEP_COUNT when
 * all are done. */
enum case_step case_step_next(uint64_t done, const struct case_facts *facts);
/* The needed step before step, for Back; STEP_COUNT when there is none. A step
 * whose effect is outside (PINs written, activation) is never gone back
 * behind: nothing before STEP_PINS once frozen is true. */
enum case_step case_step_before(
    enum case_step step, const struct case_facts *facts, bool frozen);

const char *case_step_code(enum case_step step);
const char *case_step_name(enum case_step step); /* catalogue id */
bool case_step_from_code(const char *code, enum case_step *out);
const char *case_state_code(enum case_state s);
const char *case_state_name(enum case_state s); /* catalogue id */
bool case_state_from_code(const char *code, enum case_state *out);

#endif
