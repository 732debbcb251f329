/* case_flow.h -- the steps of a procedure, which of them this case needs, and
 * which comes next (counter-procedures 2.12, 3.9; design 5). */
#ifndef KIOSK_RULES_CASE_FLOW_H
#define KIOSK_RULES_CASE_FLOW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/date.h"
#include "rules/lifecycle.h"

/* The procedures. A change (the resident knows the PIN) differs from a reset
 * (forgotten or locked): counter-procedures 3.9.
 * X(enum, code in the store, catalogue id) */
#define CASE_KINDS(X) \
	X(CASE_KIND_COLLECTION, "collection", N_("Collection")) \
	X(CASE_KIND_PIN_CHANGE, "pin_change", N_("PIN change")) \
	X(CASE_KIND_PIN_RESET, "pin_reset", N_("PIN reset")) \
	X(CASE_KIND_LOSS, "loss", N_("Loss or theft report")) \
	X(CASE_KIND_SUSPENSION, "suspension", N_("Temporary suspension")) \
	X(CASE_KIND_LIFTING, "lifting", N_("Card found: lift suspension")) \
	X(CASE_KIND_ABOLITION, "abolition", N_("Abolition of the card")) \
	X(CASE_KIND_RETURN, "return", N_("Return of the card")) \
	X(CASE_KIND_REISSUE, "reissue", N_("Reissue of the card")) \
	X(CASE_KIND_NUMBER_CHANGE, "number_change", N_("Number change")) \
	X(CASE_KIND_RENEWAL, "renewal", N_("Renewal of the card")) \
	X(CASE_KIND_EXTENSION, "extension", N_("Extension of stay")) \
	X(CASE_KIND_NOTIFICATION, "notification", \
	    N_("Notification card in person")) \
	X(CASE_KIND_NOTIFICATION_LOSS, "notification_loss", \
	    N_("Loss of the notification card")) \
	X(CASE_KIND_NOTIFICATION_REISSUE, "notification_reissue", \
	    N_("Reissue of the notification card"))

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
	X(STEP_APPLICANT, "applicant", N_("Who came, papers")) \
	X(STEP_LETTER, "letter", N_("Inquiry letter")) \
	X(STEP_SECOND_VISIT, "second_visit", N_("Second visit")) \
	X(STEP_REGISTER, "register", N_("Resident register")) \
	X(STEP_IDENTITY, "identity", N_("Identity papers")) \
	X(STEP_RESIDENCE, "residence", N_("Residence card")) \
	X(STEP_NOTIFICATION, "notification", N_("Notification card")) \
	X(STEP_FACE, "face", N_("Face")) \
	X(STEP_LOSS, "loss", N_("What happened")) \
	X(STEP_RECOVERED, "recovered", N_("Card found")) \
	X(STEP_ENDING, "ending", N_("Why it ends")) \
	X(STEP_GIVEN_BACK, "given_back", N_("Card given back")) \
	X(STEP_REISSUE, "reissue", N_("Reason")) \
	X(STEP_LEAK, "leak", N_("Leaked number")) \
	X(STEP_RENEWAL, "renewal", N_("Old card")) \
	X(STEP_STAY, "stay", N_("Period of stay")) \
	X(STEP_NOTE_REISSUE, "note_reissue", N_("Reason")) \
	X(STEP_APPLICATION, "application", N_("Application")) \
	X(STEP_RIGHT_CARD, "right_card", N_("Right card")) \
	X(STEP_FEE, "fee", N_("Fee")) \
	X(STEP_CONFIRM, "confirm", N_("Resident confirms")) \
	X(STEP_PIN_CHOICE, "pin_choice", N_("Which PINs")) \
	X(STEP_APPROVAL, "approval", N_("Second person")) \
	X(STEP_PINS, "pins", N_("PINs")) \
	X(STEP_ACTIVATION, "activation", N_("Activation")) \
	X(STEP_RECEIPT_FORM, "receipt_form", N_("Receipt form")) \
	X(STEP_HAND_OVER, "hand_over", N_("Hand-over")) \
	X(STEP_NOTE_HAND_OVER, "note_hand_over", N_("Hand-over")) \
	X(STEP_PIN_END, "pin_end", N_("Card given back")) \
	X(STEP_SUSPEND, "suspend", N_("Suspension")) \
	X(STEP_LIFT, "lift", N_("Suspension lifted")) \
	X(STEP_ABOLISH, "abolish", N_("Abolition")) \
	X(STEP_TAKE_BACK, "take_back", N_("Return entered")) \
	X(STEP_NUMBER, "number", N_("New number")) \
	X(STEP_ORDER, "order", N_("Card ordered")) \
	X(STEP_EXTEND, "extend", N_("New expiry")) \
	X(STEP_PROCEDURE_END, "procedure_end", N_("Slip"))

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
enum who_came {
	WHO_UNKNOWN,
	WHO_SELF,
	WHO_GUARDIAN, /* a legal representative, with the holder */
	WHO_PROXY,
	WHO_REPRESENTATIVE, /* a legal representative, alone */
	WHO_COUNT
};

/* Another card of this person that is still valid (1.9). */
enum old_card {
	OLD_CARD_NONE,
	OLD_CARD_NAMESAKE, /* the same name and birth date in the list */
	OLD_CARD_LINKED	   /* the one that this card replaces */
};

struct visit_rules; /* rules/visit_rules.h */

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
	int64_t fee_due_yen;	    /* still to be paid, 0: nothing */
	bool fee_asked;		    /* one is due, paid or exempt */
	bool fee_is_open;	    /* not settled, whatever its sum */
	bool notification_card_era; /* the person may still hold one */
	bool pins_needed;	    /* at least one PIN is to be set */
	bool two_papers_always;	    /* office setting id_rule, 2.2 */
	bool training;		    /* a training office: nothing is real */
	/* -- of a card that its holder has -- */
	enum card_state card_state;
	bool elsewhere;		/* the card is of another municipality */
	bool abolishes;		/* a loss report that ends the card at once */
	bool express;		/* the new card is ordered express, 4.7 */
	bool taken_back;	/* the old card was handed in, in this case */
	uint64_t spoken;	/* effect steps of which something was said */
	struct date letter_on;	/* when the inquiry letter went out */
	bool special_extended;	/* its special extension was given, 2.11 */
	enum old_card old_card; /* at a hand-over */
	bool by_phone;
	bool special;	      /* the special extension is asked for */
	struct date stay_new; /* the new period of stay, of a normal one */
	int now_minutes; /* of the day in Japan, for times that were seen */
	/* Who may come with which papers; NULL: the built-in rows. */
	const struct visit_rules *visits;
};

/* Whether cases of that kind know the step at all. */
bool case_kind_has_step(enum case_kind kind, enum case_step step);
/* Answering it ends the case. */
enum case_step case_kind_last_step(enum case_kind kind);
const char *case_kind_code(enum case_kind kind);
const char *case_kind_name(enum case_kind kind); /* catalogue id */
bool case_kind_from_code(const char *code, enum case_kind *out);

/* Its card comes out of the office's box and is handed over at the end; of the
 * others the holder has it all the time. */
bool case_kind_hands_over(enum case_kind kind);

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
