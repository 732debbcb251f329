/* cashier_propose.c -- one more row of the schedule, for another person to
 * take. */
#include <string.h>

#include "base/date.h"
#include "base/text.h"
#include "desk/desk.h"
#include "screens/ask_form.h"
#include "screens/fees_inside.h"
#include "screens/staff.h"

static const struct choice kind_choices[] = {
    {"fee", N_("a price")},
    {"fee_reason", N_("who pays for a reason")},
    {"limit", N_("a limit")},
    {NULL, NULL},
};
static const struct choice outcome_choices[] = {
    {"free", N_("free")},
    {"charged", N_("charged")},
    {"decided", N_("the office decides")},
    {NULL, NULL},
};
#define X(item, code, said) {code, said},
static const struct choice item_choices[] = {FEE_ITEMS(X){NULL, NULL}};
#undef X
#define X(reason, code, said, outcome, evidence, second) {code, said},
static const struct choice reason_choices[] = {FEE_REASONS(X){NULL, NULL}};
#undef X
#define X(limit, code, said, value) {code, said},
static const struct choice limit_choices[] = {CASH_LIMITS(X){NULL, NULL}};
#undef X

static bool
kind_is(const struct answers *a, const char *code)
{
	return strcmp(answers_get(a, "kind"), code) == 0;
}

static bool
shows_fee(const struct case_facts *facts, const struct answers *a)
{
	(void)facts;
	return kind_is(a, "fee");
}

static bool
shows_reason(const struct case_facts *facts, const struct answers *a)
{
	(void)facts;
	return kind_is(a, "fee_reason");
}

static bool
shows_limit(const struct case_facts *facts, const struct answers *a)
{
	(void)facts;
	return kind_is(a, "limit");
}

static bool
shows_yen(const struct case_facts *facts, const struct answers *a)
{
	return shows_fee(facts, a) || shows_limit(facts, a);
}

static bool
shows_any(const struct case_facts *facts, const struct answers *a)
{
	(void)facts;
	return answers_get(a, "kind")[0] != '\0';
}

static bool
shows_evidence(const struct case_facts *facts, const struct answers *a)
{
	return shows_reason(facts, a) && answers_get(a, "outcome")[0] != '\0' &&
	       strcmp(answers_get(a, "outcome"), "charged") != 0;
}

static const struct field propose_fields[] = {
    {.id = "kind",
	.label = N_("What kind of row"),
	.type = FIELD_CHOICE,
	.required = true,
	.choices = kind_choices},
    {.id = "code",
	.label = N_("What is charged"),
	.type = FIELD_CHOICE,
	.required = true,
	.choices = item_choices,
	.shown = shows_fee},
    {.id = "code",
	.label = N_("Which reason"),
	.type = FIELD_CHOICE,
	.required = true,
	.choices = reason_choices,
	.shown = shows_reason},
    {.id = "code",
	.label = N_("Which limit"),
	.type = FIELD_CHOICE,
	.required = true,
	.choices = limit_choices,
	.shown = shows_limit},
    {.id = "outcome",
	.label = N_("Who pays"),
	.type = FIELD_CHOICE,
	.required = true,
	.choices = outcome_choices,
	.shown = shows_reason},
    {.id = "evidence",
	.label = N_("Code of the evidence"),
	.hint = N_("for example police_number; empty: none"),
	.type = FIELD_TEXT,
	.max_columns = 24,
	.shown = shows_evidence},
    {.id = "second",
	.label = N_("Needs a second person"),
	.type = FIELD_CHECK,
	.shown = shows_evidence},
    {.id = "yen",
	.label = N_("Yen"),
	.type = FIELD_TEXT,
	.required = true,
	.max_columns = 9,
	.shown = shows_yen},
    {.id = "from",
	.label = N_("First day"),
	.type = FIELD_DATE,
	.required = true,
	.shown = shows_any},
    {.id = "to",
	.label = N_("Last day"),
	.hint = N_("empty: no end"),
	.type = FIELD_DATE,
	.shown = shows_any},
    {.id = NULL},
};

static enum kerr
rule_from(const struct answers *a, struct rule *r, struct failure *f)
{
	const char *value = answers_get(a, "yen");

	memset(r, 0, sizeof(*r));
	(void)rule_kind_from_code(answers_get(a, "kind"), &r->kind);
	text_copy(r->code, sizeof(r->code), answers_get(a, "code"));
	(void)date_parse(answers_get(a, "from"), &r->first_day);
	(void)date_parse(answers_get(a, "to"), &r->last_day);
	text_copy(r->evidence, sizeof(r->evidence), answers_get(a, "evidence"));
	r->second_person = answers_get(a, "second")[0] != '\0';
	if (r->kind == RULE_FEE_REASON)
		value = answers_get(a, "outcome");
	if (fee_rules_value(r->kind, value, &r->value))
		return KERR_OK;
	failure_set(f, ERR_STEP_INCOMPLETE);
	failure_text(f, "field", N_("Yen"));
	return ERR_STEP_INCOMPLETE;
}

static struct request
propose_taken(struct app *app, void *owner, const struct answers *answers,
    struct failure *f)
{
	struct fees *s = owner;
	struct rules_by by;
	struct rule rule;
	int64_t id = 0;

	if (rule_from(answers, &rule, f) != KERR_OK ||
	    desk_rules_by(staff_desk(app), false, &by, f) != KERR_OK ||
	    fee_rules_propose(&by, &rule, &id, f) != KERR_OK)
		return request_stay();
	s->shown = FEE_RULE_PROPOSED;
	app_say(app, MARK_DONE,
	    N_("Proposed. It changes nothing until another person takes it."),
	    NULL);
	return request_pop();
}

struct request
fees_propose(struct app *app, void *state)
{
	struct ask_form ask = {.title = N_("Propose a row"),
	    .question = N_("A row in force that it replaces ends the day "
			   "before. Another person has to take it."),
	    .fields = propose_fields,
	    .does = N_("Propose"),
	    .owner = state,
	    .taken = propose_taken};

	app_say_nothing(app);
	return request_push_copy(&ask_form_screen, &ask, sizeof(ask));
}
