/* rules_in_force.h -- prices, reasons and limits with their dates: rows that
 * one person entered and another took, and nothing else (design, decision 8).
 * Editing a file changes no price: a profile is only proposed from it.
 *
 * A row goes proposed -> in force | rejected. What is in force is never
 * changed but for its last day, when a later row that replaces it is taken.
 * Two rows in force of one kind and code never share a day.
 *
 * Everything here that writes appends its own audit entry. The person is the
 * one of store_begin(); who may is asked in desk, that they are two is enforced
 * here and by the table itself. */
#ifndef KIOSK_STORE_RULES_IN_FORCE_H
#define KIOSK_STORE_RULES_IN_FORCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/date.h"
#include "base/error.h"
#include "rules/fee.h"

struct store;

#define RULE_PROFILE_SIZE 32

enum rule_state {
	RULE_PROPOSED,
	RULE_IN_FORCE, /* on its days */
	RULE_REJECTED,
	RULE_STATE_COUNT
};
const char *rule_state_code(enum rule_state s);
const char *rule_state_name(enum rule_state s); /* catalogue id */

struct rule_row {
	int64_t id;
	struct rule rule;
	char profile[RULE_PROFILE_SIZE]; /* where it came from, or "" */
	int64_t replaces; /* row that ends the day before, 0: none */
	enum rule_state state;
	int64_t proposed_by; /* staff id; 0: the program, at the founding */
	int64_t proposed_at;
	int64_t decided_by; /* 0: nobody yet */
	int64_t decided_at;
};

/*
 * Propose a rule. profile ("" for none) names the list it stands in. When a
 * row in force of the same kind and code holds on its first day and began
 * before, the new one is to replace it: the old one then ends the day before.
 * Errors: ERR_RULE.
 */
enum kerr rules_propose(struct store *st, const struct rule *rule,
    const char *profile, int64_t *id, struct failure *f);
/* Propose all of a profile at once. */
enum kerr rules_propose_profile(struct store *st, const struct rule *rules,
    size_t count, const char *profile, struct failure *f);
/* Make a proposal of the program itself one's own: a rule needs two people,
 * and the program is none. Errors: ERR_RULE_STATE. */
enum kerr rules_adopt(struct store *st, int64_t id);
/*
 * Take a proposal: from now on it is in force on its days. Errors:
 * ERR_SAME_PERSON (the proposer), ERR_RULE_STATE (decided already, or nobody
 * has made it their own), ERR_RULE_OVERLAP (code, from), ERR_NOT_FOUND.
 */
enum kerr rules_approve(struct store *st, int64_t id);
/* Errors: ERR_RULE_STATE. The proposer may withdraw so. */
enum kerr rules_reject(struct store *st, int64_t id);
/* The same for every open proposal of a profile; *count of those done. */
enum kerr rules_adopt_profile(
    struct store *st, const char *profile, int64_t *count);
enum kerr rules_approve_profile(
    struct store *st, const char *profile, int64_t *count);
enum kerr rules_reject_profile(
    struct store *st, const char *profile, int64_t *count);

/* The rule of that kind and code on day. Errors: ERR_NOT_FOUND. */
enum kerr rules_on(struct store *st, enum rule_kind kind, const char *code,
    struct date day, struct rule_row *out);
/* A limit on day; the built-in one when the office has none. */
enum kerr rules_limit(
    struct store *st, enum cash_limit limit, struct date day, int64_t *value);
enum kerr rules_get(struct store *st, int64_t id, struct rule_row *out);
/* Rows in that state by kind, code and first day. */
enum kerr rules_list(struct store *st, enum rule_state state, size_t offset,
    struct rule_row *rows, size_t most, size_t *count);

#endif
