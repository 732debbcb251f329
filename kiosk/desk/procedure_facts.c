/* procedure_facts.c -- what a procedure's answers and effects say. */
#include <string.h>

#include "base/date.h"
#include "desk/case_bundle.h"
#include "desk/charge_parts.h"
#include "desk/desk_private.h"
#include "desk/procedure_private.h"
#include "rules/procedure.h"
#include "store/card_links.h"
#include "store/effects.h"
#include "store/evidence.h"
#include "store/store.h"

#define MINUTES_PER_HOUR 60

static bool
is(const struct answers *a, const char *field, const char *value)
{
	return strcmp(answers_get(a, field), value) == 0;
}

static struct date
day_of(const struct answers *a, const char *field)
{
	struct date d = {0, 0, 0};

	if (!date_parse(answers_get(a, field), &d))
		d = (struct date){0, 0, 0};
	return d;
}

void
procedure_hear(
    struct case_bundle *b, enum case_step step, const struct answers *a)
{
	struct case_facts *facts = &b->facts;

	if (step == STEP_APPLICANT)
		facts->by_phone = is(a, "channel", "phone");
	if (step == STEP_LETTER)
		facts->letter_on = day_of(a, "sent_on");
	if (step == STEP_LOSS)
		facts->abolishes = is(a, "wish", "abolish");
	if (step == STEP_REISSUE || step == STEP_LEAK || step == STEP_RENEWAL)
		facts->taken_back = is(a, "old_card", "taken");
	if (step == STEP_APPLICATION)
		facts->express = is(a, "express", "yes");
	if (step == STEP_STAY) {
		facts->special = is(a, "form", "special");
		facts->stay_new = day_of(a, "stay_new");
	}
}

/* Answers that decide which steps there are, or what later ones allow. */
static enum kerr
load_answers(struct desk *d, struct case_bundle *b)
{
	static const enum case_step heard[] = {STEP_APPLICANT, STEP_LETTER,
	    STEP_LOSS, STEP_REISSUE, STEP_LEAK, STEP_RENEWAL, STEP_STAY,
	    STEP_APPLICATION};
	struct answers a;
	enum kerr e = KERR_OK;

	for (size_t i = 0; i < sizeof(heard) / sizeof(heard[0]); i++) {
		if (!case_kind_has_step(b->facts.kind, heard[i]))
			continue;
		e = evidence_get(d->store, b->c.id, heard[i], &a);
		if (e != KERR_OK)
			return e;
		procedure_hear(b, heard[i], &a);
	}
	return e;
}

static enum kerr
load_effects(struct desk *d, struct case_bundle *b)
{
	struct effect said;
	enum kerr e;

	for (int s = 0; s < STEP_COUNT; s++) {
		const struct procedure_effect *x =
		    procedure_effect((enum case_step)s);

		if (x == NULL || !case_kind_has_step(b->facts.kind, x->step))
			continue;
		e = effects_get(d->store, b->c.id, x->code, &said);
		if (e != KERR_OK)
			return e;
		if (said.state != EFFECT_NONE)
			b->facts.spoken |= STEP_BIT(s);
		if (said.state == EFFECT_DONE_HERE ||
		    said.state == EFFECT_RECORDED ||
		    said.state == EFFECT_UNKNOWN)
			b->frozen = true;
	}
	return KERR_OK;
}

/* The card that this case applied for; 0 in new_card: none. */
static enum kerr
load_new_card(struct desk *d, struct case_bundle *b)
{
	struct card_record newer;
	enum kerr e;

	if (!case_kind_has_step(b->facts.kind, STEP_APPLICATION))
		return KERR_OK;
	e = cards_newer(d->store, b->card.id, &newer);
	if (e == ERR_NOT_FOUND)
		return KERR_OK;
	if (e == KERR_OK) {
		b->new_card = newer.id;
		e = charge_facts(d, newer.id, &b->facts);
	}
	return e;
}

enum kerr
procedure_facts_load(struct desk *d, struct case_bundle *b)
{
	int hour = 0, minute = 0, second = 0;
	enum kerr e;

	time_of_utc(desk_now(d), &hour, &minute, &second);
	b->facts.now_minutes = hour * MINUTES_PER_HOUR + minute;
	if (procedure_has_effects(b->facts.kind))
		b->facts.fee_due_yen =
		    0; /* the card's own was settled long ago */
	if ((e = load_answers(d, b)) != KERR_OK ||
	    (e = load_effects(d, b)) != KERR_OK ||
	    (e = load_new_card(d, b)) != KERR_OK)
		return e;
	if (b->facts.kind != CASE_KIND_EXTENSION)
		return KERR_OK;
	return cards_was_extended(d->store, b->card.id, EXTENSION_SPECIAL,
	    &b->facts.special_extended);
}
