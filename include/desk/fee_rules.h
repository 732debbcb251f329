/* fee_rules.h -- the fee schedule, the reasons and the limits of cash: one
 * person proposes, another takes it (design, decision 8). That they are two is
 * enforced by the store and its tables; who may is asked here.
 *
 * A screen passes its desk; a command its store and who was checked
 * (desk/accounts.h) with struct rules_by. */
#ifndef KIOSK_DESK_FEE_RULES_H
#define KIOSK_DESK_FEE_RULES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/date.h"
#include "base/error.h"
#include "rules/fee.h"

struct desk;
struct store;

/* Who works on rules: from desk_rules_by() or a command. */
struct rules_by {
	struct store *st;
	int64_t now;
	int64_t staff;
};

enum fee_rule_state {
	FEE_RULE_PROPOSED,
	FEE_RULE_IN_FORCE,
	FEE_RULE_REJECTED,
	FEE_RULE_STATE_COUNT
};

struct fee_rule_view {
	int64_t id;
	struct rule rule;
	const char *kind;     /* catalogue id */
	const char *label;    /* catalogue id of what it is about */
	const char *outcome;  /* catalogue id; of a reason, else "" */
	const char *evidence; /* catalogue id, "" none */
	char profile[32];
	enum fee_rule_state state;
	const char *state_said; /* catalogue id */
	bool is_of_program;	/* proposed at the founding: adopt it first */
	bool is_own;		/* proposed by the asker: another takes it */
	char proposed_by[128];
	char decided_by[128];
	int64_t proposed_at, decided_at;
};

#define FEE_RULES_MOST 200
/* Errors: those of the store. */
enum kerr fee_rules_list(const struct rules_by *by, enum fee_rule_state state,
    struct fee_rule_view *rows, size_t most, size_t *count, struct failure *f);
/* Errors: ERR_RULE (reason). */
enum kerr fee_rules_propose(const struct rules_by *by, const struct rule *rule,
    int64_t *id, struct failure *f);

enum fee_rule_act {
	FEE_RULE_ADOPT,	  /* a proposal of the program becomes the asker's */
	FEE_RULE_APPROVE, /* it is in force on its days */
	FEE_RULE_REJECT
};
/* One row. Errors: ERR_SAME_PERSON, ERR_RULE_STATE, ERR_RULE_OVERLAP,
 * ERR_NOT_FOUND. */
enum kerr fee_rules_decide(const struct rules_by *by, int64_t id,
    enum fee_rule_act act, struct failure *f);
/* Every open proposal of a profile; *count of them. */
enum kerr fee_rules_decide_profile(const struct rules_by *by,
    const char *profile, enum fee_rule_act act, int64_t *count,
    struct failure *f);
/*
 * Propose a profile: the built-in one by its name (FEE_PROFILE_BUILTIN), or a
 * list in a file (config/fees/NAME.csv: kind,code,from,to,value,evidence,
 * second_person), whose name it gets. Errors: ERR_CSV, ERR_IO, ERR_RULE.
 */
enum kerr fee_rules_propose_profile(const struct rules_by *by,
    const char *name_or_path, int64_t *count, struct failure *f);

/* What one types for the value of a rule: yen, or the outcome's code. false
 * when it is none. */
bool fee_rules_value(enum rule_kind kind, const char *typed, int64_t *out);

/* The signed-in person, when allowed. Errors: ERR_RIGHTS. */
enum kerr desk_rules_by(
    struct desk *d, bool approves, struct rules_by *out, struct failure *f);

#endif
