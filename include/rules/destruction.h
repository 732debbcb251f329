/* destruction.h -- why a card that nobody holds ends, and when it is due to be
 * destroyed by two people (counter-procedures 1.6, 1.7; design 5). Pure: the
 * terms are a dated table, and dates are arguments. */
#ifndef KIOSK_RULES_DESTRUCTION_H
#define KIOSK_RULES_DESTRUCTION_H

#include <stdbool.h>
#include <stddef.h>

#include "base/date.h"
#include "rules/card_type.h"
#include "rules/lifecycle.h"
#include "rules/refusal.h"
#include "rules/step_form.h"

/* Why a card lies in the list of what is to be destroyed.
 * X(enum, code in the store, catalogue id) */
#define DESTRUCTION_REASONS(X) \
	X(DESTROY_CANCELLED, "cancelled", N_("cancelled")) \
	X(DESTROY_HANDED_IN, "handed_in", N_("handed in")) \
	X(DESTROY_EXPIRED, "card_expired", \
	    N_("expired before it was collected")) \
	X(DESTROY_TERM_OVER, "term_over", N_("not collected in its terms")) \
	X(DESTROY_POST_TERM_OVER, "post_term_over", \
	    N_("came back by post and was not collected"))

enum destruction_reason {
#define X(reason, code, name) reason,
	DESTRUCTION_REASONS(X)
#undef X
	    DESTRUCTION_REASON_COUNT
};

const char *destruction_reason_code(enum destruction_reason r);
const char *destruction_reason_name(enum destruction_reason r); /* id */
bool destruction_reason_from_code(
    const char *code, enum destruction_reason *out);

/* How long the office keeps what nobody collects, by the day of the (first)
 * notice or of the return by post. Months; a table ends with from unset. */
struct keeping_terms {
	struct date from;
	struct date to;	  /* unset: no end */
	int second_term;  /* after the second notice */
	int least_notice; /* after the first notice, at least */
	int least_application;
	int post; /* after a notification card came back by post */
};
/* The built-in profile. */
extern const struct keeping_terms keeping_terms_builtin[];

struct destruction_facts {
	enum card_type type;
	enum card_state state;
	bool never_came;      /* withdrawn before there was a card */
	struct date state_on; /* since when it is in that state */
	struct date applied_on;
	struct date noticed_on;
	struct date second_notice_on;
	struct date reserved_on; /* unset: none */
	struct date expiry;
	struct date today;
};

/*
 * Whether the card is due, why, and since when. A card on hold (a long
 * hospital stay) or with a reservation still to come is not due, unless its
 * own end has passed (1.7); one without a second notice is not due either.
 */
bool destruction_is_due(const struct destruction_facts *f,
    const struct keeping_terms *terms, enum destruction_reason *why,
    struct date *since);

/* -- cancelling a card that waits -- */

/* The form: fields reason, seen, place, remark. */
const struct field *cancel_fields(void);
const char *cancel_instruction(void); /* catalogue id */
/* Of the facts card_state, card_expiry and today count. Errors:
 * ERR_STEP_INCOMPLETE (field), ERR_FORM (field, reason). */
enum kerr cancel_judge(const struct case_facts *facts,
    const struct answers *answers, struct failure *f);
/* Catalogue id of a reason, "" when there is none of that code. */
const char *cancel_reason_name(const char *code);

#endif
