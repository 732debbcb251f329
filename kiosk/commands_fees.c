/* commands_fees.c -- the fee schedule: listed, proposed, taken by another. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/text.h"
#include "desk/fee_rules.h"
#include "root/by.h"
#include "root/commands.h"

#define PAD_SIZE 256

/* -- list -- */

static const struct {
	const char *code;
	enum fee_rule_state state;
} states[] = {
    {"proposed", FEE_RULE_PROPOSED},
    {"in_force", FEE_RULE_IN_FORCE},
    {"rejected", FEE_RULE_REJECTED},
};

static bool
state_from(const char *code, enum fee_rule_state *out)
{
	if (code == NULL)
		code = "in_force";
	for (size_t i = 0; i < sizeof(states) / sizeof(states[0]); i++) {
		if (strcmp(states[i].code, code) == 0) {
			*out = states[i].state;
			return true;
		}
	}
	return false;
}

static void
rule_as_json(struct json *all, const struct fee_rule_view *r)
{
	char iso[DATE_ISO_SIZE];
	struct json *j = json_new_object();

	json_set_number(j, "id", r->id);
	json_set_text(j, "kind", rule_kind_code(r->rule.kind));
	json_set_text(j, "code", r->rule.code);
	json_set_text(j, "from", date_iso(r->rule.first_day, iso));
	json_set_text(j, "to", date_iso(r->rule.last_day, iso));
	if (r->rule.kind == RULE_FEE_REASON)
		json_set_text(j, "outcome",
		    fee_outcome_code((enum fee_outcome)r->rule.value));
	else
		json_set_number(j, "yen", r->rule.value);
	json_set_text(j, "evidence", r->rule.evidence);
	json_set_flag(j, "second_person", r->rule.second_person);
	json_set_text(j, "profile", r->profile);
	json_set_text(j, "state", states[r->state].code);
	json_set_text(j, "proposed_by", r->proposed_by);
	json_set_text(j, "decided_by", r->decided_by);
	json_add(all, j);
}

static void
rule_as_text(const struct fee_rule_view *r)
{
	char from[DATE_ISO_SIZE], to[DATE_ISO_SIZE];

	printf("%4lld  %-10s  %-22s  %-10s  %-10s  ", (long long)r->id,
	    rule_kind_code(r->rule.kind), r->rule.code,
	    date_iso(r->rule.first_day, from), date_iso(r->rule.last_day, to));
	if (r->rule.kind == RULE_FEE_REASON)
		printf("%-9s  %s%s",
		    fee_outcome_code((enum fee_outcome)r->rule.value),
		    r->rule.evidence, r->rule.second_person ? " +2" : "");
	else
		printf("%9lld", (long long)r->rule.value);
	printf("  %s\n", r->profile);
}

static enum say_exit
say_rules(const struct fee_rule_view *rows, size_t count, bool as_json)
{
	struct json *all = as_json ? json_new_array() : NULL;
	enum kerr e = KERR_OK;

	for (size_t i = 0; i < count; i++) {
		if (as_json)
			rule_as_json(all, &rows[i]);
		else
			rule_as_text(&rows[i]);
	}
	if (as_json)
		e = json_write(all, stdout);
	json_free(&all);
	return say_exit_of(e);
}

enum say_exit
command_fees_list(struct options *o)
{
	struct office_open office;
	struct fee_rule_view *rows = NULL;
	struct rules_by by = {.staff = 0};
	struct failure f;
	enum fee_rule_state state = FEE_RULE_IN_FORCE;
	enum say_exit status;
	size_t count = 0;
	enum kerr e;

	if (!state_from(o->state, &state))
		return say_usage(
		    N_("--state is proposed, in_force or rejected"), o->json);
	if ((rows = calloc(FEE_RULES_MOST, sizeof(*rows))) == NULL) {
		failure_set(&f, ERR_MEMORY);
		return say_failed(&f, o->json);
	}
	if ((e = office_begin(o, &office, &f)) == KERR_OK &&
	    (e = office_open_store(&office, &f)) == KERR_OK) {
		by.st = office.store;
		e = fee_rules_list(
		    &by, state, rows, FEE_RULES_MOST, &count, &f);
	}
	status = e == KERR_OK ? say_rules(rows, count, o->json)
			      : say_failed(&f, o->json);
	office_end(&office);
	free(rows);
	return status;
}

/* -- propose -- */

/* The rule that the options describe; NULL, or the reason why it is none. */
static const char *
describe(const struct options *o, struct rule *r)
{
	memset(r, 0, sizeof(*r));
	if (o->kind == NULL || !rule_kind_from_code(o->kind, &r->kind))
		return N_("--kind is fee, fee_reason or limit");
	if (o->code == NULL || strlen(o->code) >= sizeof(r->code))
		return N_("--code names an item, a reason or a limit");
	if (o->from == NULL || !date_parse(o->from, &r->first_day))
		return N_("--from is a date: 2026-11-24");
	if (o->to != NULL && !date_parse(o->to, &r->last_day))
		return N_("--to is a date: 2026-11-24");
	if (o->value == NULL || !fee_rules_value(r->kind, o->value, &r->value))
		return N_("--value is yen, or free, charged or decided for a "
			  "reason");
	if (o->evidence != NULL && strlen(o->evidence) >= sizeof(r->evidence))
		return N_("--evidence is a code");
	text_copy(r->code, sizeof(r->code), o->code);
	text_copy(r->evidence, sizeof(r->evidence),
	    o->evidence != NULL ? o->evidence : "");
	r->second_person = o->second_person;
	return NULL;
}

/* How many rows were touched, or the number of the one row. */
static enum say_exit
say_number(const char *name, int64_t number, bool as_json)
{
	struct json *j;
	enum kerr e;

	if (!as_json) {
		printf("%lld\n", (long long)number);
		return SAY_YES;
	}
	j = json_new_object();
	json_set_number(j, name, number);
	e = json_write(j, stdout);
	json_free(&j);
	return say_exit_of(e);
}

enum say_exit
command_fees_propose(struct options *o)
{
	struct office_open office;
	struct rules_by by;
	struct rule rule;
	struct failure f;
	int64_t number = 0;
	const char *reason = o->profile != NULL ? NULL : describe(o, &rule);
	enum kerr e;

	if (o->by == NULL)
		reason = N_("--by names who answers for it");
	if (reason != NULL)
		return say_usage(reason, o->json);
	if ((e = office_begin(o, &office, &f)) == KERR_OK &&
	    (e = by_begin(o, &office, ACTION_RULE_PROPOSE, &by, &f)) == KERR_OK)
		e = o->profile != NULL
			? fee_rules_propose_profile(
			      &by, o->profile, &number, &f)
			: fee_rules_propose(&by, &rule, &number, &f);
	office_end(&office);
	if (e != KERR_OK)
		return say_failed(&f, o->json);
	return say_number(o->profile != NULL ? "rows" : "id", number, o->json);
}

/* -- decide -- */

static enum say_exit
decide(struct options *o, enum fee_rule_act act)
{
	struct office_open office;
	struct rules_by by;
	struct failure f;
	long long row = 0;
	int64_t count = 1;
	enum kerr e;

	if (o->word_count != 1 || o->by == NULL)
		return say_usage(
		    N_("it needs the number of a row or the name of a "
		       "profile, and --by"),
		    o->json);
	row = by_row(o->word[0]);
	if ((e = office_begin(o, &office, &f)) == KERR_OK &&
	    (e = by_begin(o, &office,
		 act == FEE_RULE_APPROVE ? ACTION_RULE_APPROVE
					 : ACTION_RULE_PROPOSE,
		 &by, &f)) == KERR_OK)
		e = row != 0 ? fee_rules_decide(&by, row, act, &f)
			     : fee_rules_decide_profile(
				   &by, o->word[0], act, &count, &f);
	office_end(&office);
	if (e != KERR_OK)
		return say_failed(&f, o->json);
	return say_number("rows", count, o->json);
}

enum say_exit
command_fees_adopt(struct options *o)
{
	return decide(o, FEE_RULE_ADOPT);
}

enum say_exit
command_fees_approve(struct options *o)
{
	return decide(o, FEE_RULE_APPROVE);
}

enum say_exit
command_fees_reject(struct options *o)
{
	return decide(o, FEE_RULE_REJECT);
}
