/* charge_reason.c -- why a card was made decides who pays (counter-procedures
 * 4.6): choosing the reason, and being exempt by it with its evidence. */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "desk/case_bundle.h"
#include "desk/charge.h"
#include "desk/charge_parts.h"
#include "desk/desk_private.h"
#include "desk/till.h"
#include "store/audit.h"
#include "store/rules_in_force.h"
#include "store/store.h"

#define KEY_SIZE     (DESK_KEY_SIZE + 24)
#define NUMBER_FIELD N_("Number of the paper")

/* The fee of a card that a reason is chosen for. */
struct choosing {
	struct fee_due due[FEE_ITEM_COUNT];
	size_t count;
	struct rule_row rule; /* of the chosen reason, in force */
	enum fee_reason reason;
	bool is_other; /* than the card's reason so far */
	bool is_free;  /* nobody pays for it, or nobody must */
};

/* Whether money is asked for as it stands. */
static bool
is_asked(const struct fee_due *due)
{
	return due->state == FEE_TO_PAY || due->state == FEE_TO_DECIDE ||
	       due->state == FEE_TO_PROVE || due->state == FEE_WITHOUT_PRICE;
}

/* Four eyes by the rows in force; and whenever what was to be paid becomes
 * free by another reason than the one the list gave. */
static bool
needs_second(const struct fee_due *due, size_t count, const struct rule *rule)
{
	enum fee_outcome outcome = (enum fee_outcome)rule->value;

	if (outcome == FEE_CHARGED)
		return false;
	if (rule->second_person)
		return true;
	return count > 0 && is_asked(&due[0]) &&
	       strcmp(due[0].reason, rule->code) != 0;
}

static enum kerr
load_reason(struct desk *d, enum fee_reason reason, const struct fee_due *due,
    size_t count, struct charge_reason *out)
{
	struct rule_row row;
	enum kerr e = rules_on(d->store, RULE_FEE_REASON,
	    fee_reason_code(reason), till_day(d), &row);

	if (e != KERR_OK)
		return e;
	memset(out, 0, sizeof(*out));
	text_copy(out->code, sizeof(out->code), row.rule.code);
	out->label = fee_reason_name(reason);
	out->outcome = (enum fee_outcome)row.rule.value;
	out->evidence = fee_evidence_name(row.rule.evidence);
	out->needs_second = needs_second(due, count, &row.rule);
	out->is_present =
	    count > 0 && strcmp(due[0].reason, row.rule.code) == 0;
	return KERR_OK;
}

/* The card's own reason stands first. */
static void
bring_to_front(struct charge_reason *rows, struct charge_reason *row)
{
	struct charge_reason first = *row;

	memmove(rows + 1, rows, (size_t)(row - rows) * sizeof(*rows));
	rows[0] = first;
}

enum kerr
charge_reasons(struct desk *d, int64_t card_id, struct charge_reason *rows,
    size_t most, size_t *count, struct failure *f)
{
	struct fee_due due[FEE_ITEM_COUNT];
	size_t fees = 0;
	enum kerr e;

	*count = 0;
	if ((e = desk_need(d, ACTION_CASH_WORK, f)) != KERR_OK)
		return e;
	e = charge_fees(d, card_id, due, &fees);
	for (int r = 0; e == KERR_OK && r < FEE_REASON_COUNT && *count < most;
	     r++) {
		struct charge_reason *row = &rows[*count];

		/* a card that is asked about is no first one */
		if (r == FEE_REASON_FIRST)
			continue;
		e = load_reason(d, (enum fee_reason)r, due, fees, row);
		if (e == KERR_OK) {
			++*count;
			if (row->is_present)
				bring_to_front(rows, row);
		} else if (e == ERR_NOT_FOUND) {
			e = KERR_OK; /* this office has no row for it */
		}
	}
	return store_explain(d->store, e, f);
}

static enum kerr
look_up(struct desk *d, int64_t card_id, const char *reason, struct choosing *c)
{
	enum kerr e;

	memset(c, 0, sizeof(*c));
	if (!fee_reason_from_code(reason, &c->reason))
		return ERR_FEE_REASON;
	if ((e = charge_fees(d, card_id, c->due, &c->count)) != KERR_OK)
		return e;
	e = rules_on(d->store, RULE_FEE_REASON, reason, till_day(d), &c->rule);
	if (e != KERR_OK)
		return e == ERR_NOT_FOUND ? ERR_FEE_REASON : e;
	c->is_free = (enum fee_outcome)c->rule.rule.value != FEE_CHARGED;
	c->is_other = c->count == 0 || strcmp(c->due[0].reason, reason) != 0;
	return KERR_OK;
}

/* What is free only with its evidence, or by decision, is kept as exempt. */
static enum kerr
exempt_all(struct desk *d, int64_t card_id, int64_t case_id,
    const struct choosing *c, const char *number, const char *key,
    int64_t second)
{
	enum kerr e = KERR_OK;

	for (size_t i = 0; i < c->count && e == KERR_OK; i++) {
		char own[KEY_SIZE];
		struct ledger_exempt what = {.key = own,
		    .card = card_id,
		    .case_id = case_id,
		    .item = c->due[i].item,
		    .evidence = c->rule.rule.evidence,
		    .note = number,
		    .approved_by = second};
		struct ledger_done done;

		if (c->due[i].state != FEE_TO_PROVE &&
		    c->due[i].state != FEE_TO_DECIDE)
			continue;
		snprintf(own, sizeof(own), "%s-%zu", key, i);
		e = ledger_exempt(d->store, &what, &done);
	}
	return e;
}

static enum kerr
note_reason(
    struct desk *d, int64_t card_id, const struct choosing *c, int64_t second)
{
	struct audit_note note;

	audit_note(&note, "fee.reason", "card", card_id);
	audit_note_code(&note, "reason", c->rule.rule.code);
	if (second != 0)
		audit_note_number(&note, "second", second);
	return audit_append(d->store, &note);
}

/* Inside the transaction. */
static enum kerr
set_reason(struct desk *d, int64_t card_id, struct choosing *c,
    const char *number, const char *key, int64_t second, struct failure *f)
{
	enum fee_item item = c->count > 0 ? c->due[0].item : FEE_INDIVIDUAL;
	int64_t case_id = 0;
	bool is_own = false;
	enum kerr e;

	if ((e = charge_case_of(d, card_id, &case_id, &is_own)) != KERR_OK)
		return e;
	if (c->is_other &&
	    ((e = fees_order(d->store, card_id, item, c->reason)) != KERR_OK ||
		(e = note_reason(d, card_id, c, second)) != KERR_OK ||
		(e = charge_fees(d, card_id, c->due, &c->count)) != KERR_OK))
		return e;
	if (c->is_free && (e = exempt_all(d, card_id, is_own ? case_id : 0, c,
			       number, key, second)) != KERR_OK)
		return e;
	return charge_let_case_go_on(d, case_id, f);
}

enum kerr
charge_set_reason(struct desk *d, int64_t card_id, const char *reason,
    const char *number, const char *key, struct failure *f)
{
	struct choosing c;
	int64_t second = 0;
	enum kerr e;

	if ((e = desk_need(d, ACTION_CASH_WORK, f)) != KERR_OK)
		return e;
	if ((e = look_up(d, card_id, reason, &c)) != KERR_OK)
		return store_explain(d->store, e, f);
	if (c.is_free && c.rule.rule.evidence[0] != '\0' && number[0] == '\0') {
		failure_set(f, ERR_STEP_INCOMPLETE);
		failure_text(f, "field", NUMBER_FIELD);
		return ERR_STEP_INCOMPLETE;
	}
	if (needs_second(c.due, c.count, &c.rule.rule) &&
	    (e = till_second(d, ACTION_CASH_APPROVE, &second, f)) != KERR_OK)
		return e;
	if ((e = desk_begin(d, f)) != KERR_OK)
		return e;
	e = set_reason(d, card_id, &c, number, key, second, f);
	if ((e = desk_end(d, e, NULL, f)) == KERR_OK && second != 0)
		session_second_end(d);
	return e;
}
