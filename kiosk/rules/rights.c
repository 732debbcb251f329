/* rights.c -- see rules/rights.h. */
#include "rules/rights.h"

#include <stddef.h>
#include <string.h>

#include "base/error.h"

static const struct {
	const char *code;
	const char *name;
} roles[ROLE_COUNT] = {
#define X(role, code, name) [role] = {code, name},
    ROLES(X)
#undef X
};

static const char *const actions[ACTION_COUNT] = {
#define X(action, code) [action] = code,
    ACTIONS(X)
#undef X
};

#define CLERK	      (1U << ROLE_CLERK)
#define CASHIER	      (1U << ROLE_CASHIER)
#define SUPERVISOR    (1U << ROLE_SUPERVISOR)
#define ADMINISTRATOR (1U << ROLE_ADMINISTRATOR)
#define AUDITOR	      (1U << ROLE_AUDITOR)
#define RESIDENT      (1U << ROLE_RESIDENT)

/* Who may try what. Named people see named data only (counter-procedures 6):
 * the cashier sees who is due but looks nobody up, the administrator and the
 * auditor see no residents, and the steps of a PIN session belong to the
 * resident alone (counter-procedures 3.7). */
static const unsigned allowed[ACTION_COUNT] = {
    [ACTION_SIGN_IN] = CLERK | CASHIER | SUPERVISOR | ADMINISTRATOR | AUDITOR,
    [ACTION_QUEUE] = CLERK | CASHIER | SUPERVISOR,
    [ACTION_SEARCH] = CLERK | SUPERVISOR,
    [ACTION_CASE_WORK] = CLERK | SUPERVISOR,
    [ACTION_CASE_TAKE_OVER] = SUPERVISOR,
    [ACTION_PIN_SESSION] = RESIDENT,
    [ACTION_INITIAL_VALUES] = CLERK | SUPERVISOR,
    [ACTION_PRINT] = CLERK | CASHIER | SUPERVISOR,
    [ACTION_PIN_RESET] = CLERK | SUPERVISOR,
    [ACTION_REGISTER] = CLERK | SUPERVISOR,
    [ACTION_CANCEL_CARD] = CLERK | SUPERVISOR,
    [ACTION_DESTROY] = CLERK | SUPERVISOR,
    [ACTION_IMPORT] = SUPERVISOR | ADMINISTRATOR,
    [ACTION_SUMMARY] = SUPERVISOR | AUDITOR,
    [ACTION_AUDIT] = SUPERVISOR | ADMINISTRATOR | AUDITOR,
    [ACTION_STAFF_ADMIN] = SUPERVISOR | ADMINISTRATOR,
    [ACTION_STAFF_UNLOCK] = SUPERVISOR | ADMINISTRATOR,
    [ACTION_INCIDENT_CLOSE] = SUPERVISOR,
    [ACTION_CASH_WORK] = CLERK | CASHIER | SUPERVISOR,
    [ACTION_CASH_APPROVE] = SUPERVISOR,
    [ACTION_CASH_COUNT] = CLERK | CASHIER | SUPERVISOR,
    [ACTION_CASH_BOOK] = CASHIER | SUPERVISOR | AUDITOR,
    [ACTION_RULE_PROPOSE] = SUPERVISOR | ADMINISTRATOR,
    [ACTION_RULE_APPROVE] = SUPERVISOR | ADMINISTRATOR,
    [ACTION_CASH_OFFICERS] = SUPERVISOR | ADMINISTRATOR,
};

bool
rights_allow(enum role role, enum action action)
{
	if ((unsigned)role >= ROLE_COUNT || (unsigned)action >= ACTION_COUNT)
		return false;
	return (allowed[action] & (1U << role)) != 0;
}

const char *
role_code(enum role role)
{
	return (unsigned)role < ROLE_COUNT ? roles[role].code : "";
}

const char *
role_name(enum role role)
{
	return (unsigned)role < ROLE_COUNT ? roles[role].name : "";
}

bool
role_from_code(const char *code, enum role *out)
{
	for (int r = 0; code != NULL && r < ROLE_COUNT; r++) {
		if (strcmp(roles[r].code, code) == 0) {
			*out = (enum role)r;
			return true;
		}
	}
	return false;
}

const char *
action_code(enum action action)
{
	return (unsigned)action < ACTION_COUNT ? actions[action] : "";
}
