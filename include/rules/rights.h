/* rights.h -- who may do what: action x role, one table (design, decision
 * 14). Four-eyes rules are in desk; this says only who may try. */
#ifndef KIOSK_RULES_RIGHTS_H
#define KIOSK_RULES_RIGHTS_H

#include <stdbool.h>

/* X(enum, code, catalogue id) */
#define ROLES(X) \
	X(ROLE_CLERK, "clerk", N_("clerk")) \
	X(ROLE_CASHIER, "cashier", N_("cashier")) \
	X(ROLE_SUPERVISOR, "supervisor", N_("supervisor")) \
	X(ROLE_ADMINISTRATOR, "administrator", N_("administrator")) \
	X(ROLE_AUDITOR, "auditor", N_("auditor")) \
	X(ROLE_RESIDENT, "resident", N_("resident"))

enum role {
#define X(role, code, name) role,
	ROLES(X)
#undef X
	    ROLE_COUNT
};

/* X(enum, code) */
#define ACTIONS(X) \
	X(ACTION_SIGN_IN, "sign_in") \
	X(ACTION_QUEUE, "queue")	 /* see what waits */ \
	X(ACTION_SEARCH, "search")	 /* look a person up */ \
	X(ACTION_CASE_WORK, "case_work") /* open, answer, refuse... */ \
	X(ACTION_CASE_TAKE_OVER, "case_take_over") /* from another counter */ \
	X(ACTION_PIN_SESSION, "pin_session")	   /* the resident's steps */ \
	X(ACTION_INITIAL_VALUES, "initial_values") \
	X(ACTION_PRINT, "print") /* say what came out, ask for a copy */ \
	X(ACTION_PIN_RESET, "pin_reset") /* be the second person of one */ \
	X(ACTION_REGISTER, "register")	 /* a card that is in no list */ \
	X(ACTION_CANCEL_CARD, "cancel_card") \
	X(ACTION_DESTROY, "destroy") /* be one of the two */ \
	X(ACTION_IMPORT, "import") \
	X(ACTION_SUMMARY, "summary") \
	X(ACTION_AUDIT, "audit") \
	X(ACTION_STAFF_ADMIN, "staff_admin") \
	X(ACTION_STAFF_UNLOCK, "staff_unlock") \
	X(ACTION_INCIDENT_CLOSE, "incident_close") \
	X(ACTION_CASH_WORK, "cash_work")       /* a drawer, when appointed */ \
	X(ACTION_CASH_APPROVE, "cash_approve") /* void, refund, ... */ \
	X(ACTION_CASH_COUNT, "cash_count")     /* be the second counter */ \
	X(ACTION_CASH_BOOK, "cash_book")       /* see totals and reports */ \
	X(ACTION_RULE_PROPOSE, "rule_propose") /* prices, limits */ \
	X(ACTION_RULE_APPROVE, "rule_approve") \
	X(ACTION_CASH_OFFICERS, "cash_officers") /* appoint, grant */

enum action {
#define X(action, code) action,
	ACTIONS(X)
#undef X
	    ACTION_COUNT
};

bool rights_allow(enum role role, enum action action);
const char *role_code(enum role role);
const char *role_name(enum role role); /* catalogue id */
bool role_from_code(const char *code, enum role *out);
const char *action_code(enum action action);

#endif
