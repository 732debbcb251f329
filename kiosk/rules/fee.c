/* fee.c -- see rules/fee.h. counter-procedures 4.5, 4.6, 5.2. */
#include "rules/fee.h"

#include <string.h>

#include "base/text.h"
#include "rules/cash.h"

struct named {
	const char *code;
	const char *name;
};

static const struct named items[FEE_ITEM_COUNT] = {
#define X(item, code, said) [item] = {code, said},
    FEE_ITEMS(X)
#undef X
};

static const struct {
	struct named named;
	enum fee_outcome outcome;
	const char *evidence;
	bool second_person;
} reasons[FEE_REASON_COUNT] = {
#define X(reason, code, said, outcome, evidence, second) \
	[reason] = {{code, said}, outcome, evidence, second != 0},
    FEE_REASONS(X)
#undef X
};

static const struct named outcomes[FEE_OUTCOME_COUNT] = {
    [FEE_FREE] = {"free", N_("free")},
    [FEE_CHARGED] = {"charged", N_("charged")},
    [FEE_DECIDED] = {"decided", N_("the office decides")},
};

static const struct {
	struct named named;
	int64_t value;
} limits[CASH_LIMIT_COUNT] = {
#define X(limit, code, said, value) [limit] = {{code, said}, value},
    CASH_LIMITS(X)
#undef X
};

static const struct named kinds[RULE_KIND_COUNT] = {
    [RULE_FEE] = {"fee", N_("price")},
    [RULE_FEE_REASON] = {"fee_reason", N_("who pays")},
    [RULE_LIMIT] = {"limit", N_("limit")},
};

static const struct named evidences[] = {
    {"disaster_certificate", N_("certificate of a disaster")},
    {"police_number", N_("police number of the theft")},
    {"defect_record", N_("record of the defect")},
    {"office_record", N_("record of the office")},
};

const char *
fee_item_code(enum fee_item item)
{
	return (unsigned)item < FEE_ITEM_COUNT ? items[item].code : "";
}

const char *
fee_item_name(enum fee_item item)
{
	return (unsigned)item < FEE_ITEM_COUNT ? items[item].name : "";
}

bool
fee_item_from_code(const char *code, enum fee_item *out)
{
	for (int i = 0; i < FEE_ITEM_COUNT; i++) {
		if (strcmp(code, items[i].code) == 0) {
			*out = (enum fee_item)i;
			return true;
		}
	}
	return false;
}

const char *
fee_reason_code(enum fee_reason reason)
{
	return (unsigned)reason < FEE_REASON_COUNT ? reasons[reason].named.code
						   : "";
}

const char *
fee_reason_name(enum fee_reason reason)
{
	return (unsigned)reason < FEE_REASON_COUNT ? reasons[reason].named.name
						   : "";
}

bool
fee_reason_from_code(const char *code, enum fee_reason *out)
{
	for (int i = 0; i < FEE_REASON_COUNT; i++) {
		if (strcmp(code, reasons[i].named.code) == 0) {
			*out = (enum fee_reason)i;
			return true;
		}
	}
	return false;
}

const char *
fee_outcome_code(enum fee_outcome outcome)
{
	return (unsigned)outcome < FEE_OUTCOME_COUNT ? outcomes[outcome].code
						     : "";
}

const char *
fee_outcome_name(enum fee_outcome outcome)
{
	return (unsigned)outcome < FEE_OUTCOME_COUNT ? outcomes[outcome].name
						     : "";
}

bool
fee_outcome_from_code(const char *code, enum fee_outcome *out)
{
	for (int i = 0; i < FEE_OUTCOME_COUNT; i++) {
		if (strcmp(code, outcomes[i].code) == 0) {
			*out = (enum fee_outcome)i;
			return true;
		}
	}
	return false;
}

const char *
cash_limit_code(enum cash_limit limit)
{
	return (unsigned)limit < CASH_LIMIT_COUNT ? limits[limit].named.code
						  : "";
}

const char *
cash_limit_name(enum cash_limit limit)
{
	return (unsigned)limit < CASH_LIMIT_COUNT ? limits[limit].named.name
						  : "";
}

int64_t
cash_limit_builtin(enum cash_limit limit)
{
	return (unsigned)limit < CASH_LIMIT_COUNT ? limits[limit].value : 0;
}

const char *
fee_evidence_name(const char *code)
{
	for (size_t i = 0; i < sizeof(evidences) / sizeof(evidences[0]); i++)
		if (strcmp(code, evidences[i].code) == 0)
			return evidences[i].name;
	return "";
}

const char *
rule_kind_code(enum rule_kind kind)
{
	return (unsigned)kind < RULE_KIND_COUNT ? kinds[kind].code : "";
}

const char *
rule_kind_name(enum rule_kind kind)
{
	return (unsigned)kind < RULE_KIND_COUNT ? kinds[kind].name : "";
}

bool
rule_kind_from_code(const char *code, enum rule_kind *out)
{
	for (int i = 0; i < RULE_KIND_COUNT; i++) {
		if (strcmp(code, kinds[i].code) == 0) {
			*out = (enum rule_kind)i;
			return true;
		}
	}
	return false;
}

static bool
is_known(const struct rule *rule)
{
	enum fee_item item;
	enum fee_reason reason;

	switch (rule->kind) {
	case RULE_FEE:
		return fee_item_from_code(rule->code, &item);
	case RULE_FEE_REASON:
		return fee_reason_from_code(rule->code, &reason);
	case RULE_LIMIT:
		for (int i = 0; i < CASH_LIMIT_COUNT; i++)
			if (strcmp(rule->code, limits[i].named.code) == 0)
				return true;
		return false;
	case RULE_KIND_COUNT:
		break;
	}
	return false;
}

/* Why not, or NULL. */
static const char *
fault_of(const struct rule *r)
{
	if (!is_known(r))
		return N_("nothing has this code");
	if (!date_is_valid(r->first_day))
		return N_("the first day is missing or no date");
	if (date_is_set(r->last_day) &&
	    (!date_is_valid(r->last_day) ||
		date_compare(r->last_day, r->first_day) < 0))
		return N_("the last day is before the first, or no date");
	if (r->value < 0 || r->value > CASH_YEN_MOST)
		return N_("the amount is below 0 or too large");
	if (r->kind == RULE_FEE_REASON && r->value >= FEE_OUTCOME_COUNT)
		return N_("it is neither free, charged nor decided");
	if (r->evidence[0] != '\0' &&
	    (r->kind != RULE_FEE_REASON ||
		fee_evidence_name(r->evidence)[0] == '\0'))
		return N_("nothing proves it by this name");
	return NULL;
}

enum kerr
rule_judge(const struct rule *rule, struct failure *f)
{
	const char *fault = fault_of(rule);

	if (fault == NULL)
		return failure_set(f, KERR_OK);
	failure_set(f, ERR_RULE);
	failure_text(f, "reason", fault);
	return ERR_RULE;
}

static void
put(struct rule *r, enum rule_kind kind, const char *code, struct date first,
    struct date last, int64_t value)
{
	memset(r, 0, sizeof(*r));
	r->kind = kind;
	text_copy(r->code, sizeof(r->code), code);
	r->first_day = first;
	r->last_day = last;
	r->value = value;
}

size_t
fee_profile_builtin(struct rule *out, size_t most)
{
	/* counter-procedures 0: numbers start 2015-10-05, cards 2016-01-01, the
	 * notification card ends 2020-05-25 */
	static const struct date numbers = {2015, 10, 5};
	static const struct date cards = {2016, 1, 1};
	static const struct date last_notification = {2020, 5, 24};
	static const struct date none = {0, 0, 0};
	size_t n = 0;

	if (most < 2U + FEE_REASON_COUNT + CASH_LIMIT_COUNT)
		return 0;
	put(&out[n++], RULE_FEE, items[FEE_INDIVIDUAL].code, cards, none, 750);
	put(&out[n++], RULE_FEE, items[FEE_NOTIFICATION].code, numbers,
	    last_notification, 500);
	for (int i = 0; i < FEE_REASON_COUNT; i++, n++) {
		put(&out[n], RULE_FEE_REASON, reasons[i].named.code, numbers,
		    none, reasons[i].outcome);
		text_copy(out[n].evidence, sizeof(out[n].evidence),
		    reasons[i].evidence);
		out[n].second_person = reasons[i].second_person;
	}
	for (int i = 0; i < CASH_LIMIT_COUNT; i++)
		put(&out[n++], RULE_LIMIT, limits[i].named.code, numbers, none,
		    limits[i].value);
	return n;
}
