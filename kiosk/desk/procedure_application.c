/* procedure_application.c -- the card that a reissue, a renewal or a number
 * change applies for: it is known from the application on, and comes with a
 * delivery list (counter-procedures 1.2, 4.6). */
#include <string.h>

#include "base/text.h"
#include "desk/case_bundle.h"
#include "desk/charge_parts.h"
#include "desk/desk_private.h"
#include "desk/procedure_private.h"
#include "rules/procedure.h"
#include "rules/reissue.h"
#include "rules/serials.h"
#include "store/card_links.h"
#include "store/evidence.h"
#include "store/store.h"

enum kerr
procedure_tidy(
    enum case_step step, const struct answers *in, struct answers *out)
{
	char id[APPLICATION_ID_LEN + 1];

	*out = *in;
	if (step != STEP_APPLICATION ||
	    !application_id_take(answers_get(in, "application_id"), id))
		return KERR_OK;
	return answers_set(out, "application_id", id);
}

static bool
is_yes(const struct answers *a, const char *field)
{
	return strcmp(answers_get(a, field), "yes") == 0;
}

/* Why the new card is made, as the fee schedule calls it. A renewal whose old
 * card is given back has no reason of its own. */
static enum kerr
take_reason(struct desk *d, const struct case_bundle *b, struct card_record *c)
{
	struct answers a;
	enum kerr e = KERR_OK;

	c->kind = ISSUE_REISSUE;
	if (b->facts.kind == CASE_KIND_REISSUE) {
		e = evidence_get(d->store, b->c.id, STEP_REISSUE, &a);
		text_copy(c->reissue_reason, sizeof(c->reissue_reason),
		    answers_get(&a, "reason"));
	} else if (b->facts.kind == CASE_KIND_NUMBER_CHANGE) {
		text_copy(c->reissue_reason, sizeof(c->reissue_reason),
		    REISSUE_NUMBER_CHANGE);
	} else {
		c->kind = ISSUE_RENEWAL;
		e = evidence_get(d->store, b->c.id, STEP_RENEWAL, &a);
		if (strcmp(answers_get(&a, "old_card"), "missing") == 0)
			text_copy(c->reissue_reason, sizeof(c->reissue_reason),
			    REISSUE_OLD_CARD_MISSING);
	}
	return e;
}

enum kerr
procedure_apply(
    struct desk *d, struct case_bundle *b, const struct answers *answers)
{
	struct card_record c;
	enum kerr e;

	memset(&c, 0, sizeof(c));
	c.id = b->new_card;
	c.person = b->card.person;
	c.replaces = b->card.id;
	c.applied_on = b->facts.today;
	c.wants_sign = is_yes(answers, "wants_sign");
	c.wants_auth = is_yes(answers, "wants_auth");
	c.express = is_yes(answers, "express");
	text_copy(c.application_id, sizeof(c.application_id),
	    answers_get(answers, "application_id"));
	if ((e = take_reason(d, b, &c)) != KERR_OK)
		return e;
	e = b->new_card != 0
		? cards_apply_again(d->store, &c)
		: cards_apply(d->store, &c, &b->person, b->c.id, &b->new_card);
	if (e != KERR_OK)
		return e;
	/* the fee step comes by what is asked for now */
	b->facts.fee_due_yen = 0;
	b->facts.fee_asked = b->facts.fee_is_open = false;
	return charge_facts(d, b->new_card, &b->facts);
}

enum kerr
procedure_withdraw(struct desk *d, const struct case_bundle *b)
{
	struct fee_due due[FEE_ITEM_COUNT];
	size_t count = 0;
	enum kerr e;

	if (!procedure_has_effects(b->facts.kind) || b->new_card == 0)
		return KERR_OK;
	/* what was paid for it must not be asked for again with another */
	if ((e = charge_fees(d, b->new_card, due, &count)) != KERR_OK)
		return e;
	for (size_t i = 0; i < count; i++)
		if (due[i].state == FEE_PAID)
			return ERR_CASE_FEE_PAID;
	return cards_withdraw(d->store, b->new_card, b->c.id);
}
