/* fee_rules.c -- see desk/fee_rules.h. */
#include "desk/fee_rules.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "desk/desk_private.h"
#include "desk/fee_profile.h"
#include "store/rules_in_force.h"
#include "store/staff.h"
#include "store/store.h"

#define YEN_DIGITS 9

enum kerr
desk_rules_by(
    struct desk *d, bool approves, struct rules_by *out, struct failure *f)
{
	out->st = d->store;
	out->now = desk_now(d);
	out->staff = d->session.staff;
	return desk_need(
	    d, approves ? ACTION_RULE_APPROVE : ACTION_RULE_PROPOSE, f);
}

/* -- looking -- */

static const char *
label_of(const struct rule *r)
{
	enum fee_item item;
	enum fee_reason reason;

	if (r->kind == RULE_FEE && fee_item_from_code(r->code, &item))
		return fee_item_name(item);
	if (r->kind == RULE_FEE_REASON &&
	    fee_reason_from_code(r->code, &reason))
		return fee_reason_name(reason);
	for (int l = 0; r->kind == RULE_LIMIT && l < CASH_LIMIT_COUNT; l++)
		if (strcmp(cash_limit_code((enum cash_limit)l), r->code) == 0)
			return cash_limit_name((enum cash_limit)l);
	return "";
}

static void
name_of(struct store *st, int64_t staff, char *out, size_t out_size)
{
	struct staff_record s;

	out[0] = '\0';
	if (staff != 0 && staff_get(st, staff, &s) == KERR_OK)
		text_copy(out, out_size, s.name);
}

static void
view_rule(const struct rules_by *by, const struct rule_row *row,
    struct fee_rule_view *v)
{
	memset(v, 0, sizeof(*v));
	v->id = row->id;
	v->rule = row->rule;
	v->kind = rule_kind_name(row->rule.kind);
	v->label = label_of(&row->rule);
	v->outcome = row->rule.kind == RULE_FEE_REASON
			 ? fee_outcome_name((enum fee_outcome)row->rule.value)
			 : "";
	v->evidence = fee_evidence_name(row->rule.evidence);
	text_copy(v->profile, sizeof(v->profile), row->profile);
	v->state = (enum fee_rule_state)row->state;
	v->state_said = rule_state_name(row->state);
	v->is_of_program = row->proposed_by == 0;
	v->is_own = row->proposed_by != 0 && row->proposed_by == by->staff;
	name_of(
	    by->st, row->proposed_by, v->proposed_by, sizeof(v->proposed_by));
	name_of(by->st, row->decided_by, v->decided_by, sizeof(v->decided_by));
	v->proposed_at = row->proposed_at;
	v->decided_at = row->decided_at;
}

enum kerr
fee_rules_list(const struct rules_by *by, enum fee_rule_state state,
    struct fee_rule_view *rows, size_t most, size_t *count, struct failure *f)
{
	struct rule_row *page = calloc(most, sizeof(*page));
	enum kerr e;

	*count = 0;
	if (page == NULL)
		return failure_set(f, ERR_MEMORY);
	e = rules_list(by->st, (enum rule_state)state, 0, page, most, count);
	for (size_t i = 0; e == KERR_OK && i < *count; i++)
		view_rule(by, &page[i], &rows[i]);
	free(page);
	return store_explain(by->st, e, f);
}

/* -- one step a call -- */

static enum kerr
rules_begin(const struct rules_by *by, struct failure *f)
{
	return store_explain(
	    by->st, store_begin(by->st, by->staff, by->now), f);
}

static enum kerr
rules_end(const struct rules_by *by, enum kerr e, struct failure *f)
{
	return store_explain(by->st, store_end(by->st, e), f);
}

enum kerr
fee_rules_propose(const struct rules_by *by, const struct rule *rule,
    int64_t *id, struct failure *f)
{
	struct failure why = {.code = KERR_OK};
	enum kerr e;

	if ((e = rules_begin(by, f)) != KERR_OK)
		return e;
	e = rules_end(by, rules_propose(by->st, rule, "", id, &why), f);
	if (e != KERR_OK && why.code == e)
		*f = why;
	return e;
}

static enum kerr
decide_row(struct store *st, int64_t id, enum fee_rule_act act)
{
	static enum kerr (*const acts[])(struct store *, int64_t) = {
	    [FEE_RULE_ADOPT] = rules_adopt,
	    [FEE_RULE_APPROVE] = rules_approve,
	    [FEE_RULE_REJECT] = rules_reject,
	};

	return acts[act](st, id);
}

enum kerr
fee_rules_decide(const struct rules_by *by, int64_t id, enum fee_rule_act act,
    struct failure *f)
{
	enum kerr e = rules_begin(by, f);

	if (e != KERR_OK)
		return e;
	return rules_end(by, decide_row(by->st, id, act), f);
}

enum kerr
fee_rules_decide_profile(const struct rules_by *by, const char *profile,
    enum fee_rule_act act, int64_t *count, struct failure *f)
{
	static enum kerr (*const acts[])(
	    struct store *, const char *, int64_t *) = {
	    [FEE_RULE_ADOPT] = rules_adopt_profile,
	    [FEE_RULE_APPROVE] = rules_approve_profile,
	    [FEE_RULE_REJECT] = rules_reject_profile,
	};
	enum kerr e;

	*count = 0;
	if ((e = rules_begin(by, f)) != KERR_OK)
		return e;
	return rules_end(by, acts[act](by->st, profile, count), f);
}

enum kerr
fee_rules_propose_profile(const struct rules_by *by, const char *name_or_path,
    int64_t *count, struct failure *f)
{
	struct fee_profile *p = NULL;
	struct failure why = {.code = KERR_OK};
	enum kerr e;

	*count = 0;
	if ((e = fee_profile_read(name_or_path, &p, f)) != KERR_OK)
		return e;
	if ((e = rules_begin(by, f)) == KERR_OK) {
		e = rules_end(by,
		    rules_propose_profile(
			by->st, p->rule, p->count, p->name, &why),
		    f);
		if (e != KERR_OK && why.code == e)
			*f = why;
	}
	if (e == KERR_OK)
		*count = (int64_t)p->count;
	fee_profile_free(&p);
	return e;
}

bool
fee_rules_value(enum rule_kind kind, const char *typed, int64_t *out)
{
	enum fee_outcome outcome;
	size_t digits = strspn(typed, "0123456789");

	if (kind == RULE_FEE_REASON) {
		if (!fee_outcome_from_code(typed, &outcome))
			return false;
		*out = outcome;
		return true;
	}
	if (digits == 0 || digits > YEN_DIGITS || typed[digits] != '\0')
		return false;
	*out = strtoll(typed, NULL, 10);
	return true;
}
