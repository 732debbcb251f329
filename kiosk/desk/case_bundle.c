/* case_bundle.c -- see case_bundle.h. */
#include "desk/case_bundle.h"

#include <string.h>

#include "desk/charge_parts.h"
#include "desk/desk_private.h"
#include "desk/procedure_private.h"
#include "rules/procedure.h"
#include "rules/residence_status.h"
#include "rules/visit_rules.h"
#include "store/audit.h"
#include "store/effects.h"
#include "store/evidence.h"
#include "store/pin_journal.h"
#include "store/staff.h"
#include "store/store.h"

/* Notification cards were sent until the law ended them: whoever was born
 * later never had one (counter-procedures 0, dated changes). */
static const struct date last_notification_card = {2020, 5, 24};

#define AGE_ADULT 18 /* since 2022-04-01 (counter-procedures 0) */

static struct pin_trouble
trouble_of(const struct pin_known known[PIN_REF_COUNT])
{
	enum pin_status status[PIN_REF_COUNT];

	for (int i = 0; i < PIN_REF_COUNT; i++)
		status[i] = known[i].status;
	return pin_trouble_of(status);
}

/* Something is in doubt that the card can still be asked. A locked place tells
 * nothing more, and a reset gives it a new value whatever it holds. */
static bool
can_be_asked(const struct pin_known known[PIN_REF_COUNT])
{
	for (int i = 0; i < PIN_REF_COUNT; i++)
		if (pin_status_is_doubtful(known[i].status) &&
		    known[i].tries_left != CARD_TRIES_BLOCKED)
			return true;
	return false;
}

void
case_bundle_needs(const struct desk *d, const struct case_bundle *b,
    bool needed[PIN_REF_COUNT])
{
	const struct pin_plan_facts facts = {
	    .age = b->facts.age,
	    .adult_ward = b->facts.adult_ward,
	    .sign_wanted = b->card.wants_sign,
	    .auth_wanted = b->card.wants_auth,
	    .auth_when_declined = d->settings->auth_when_declined,
	};
	bool kinds[PIN_KIND_COUNT] = {false};

	if (b->facts.kind == CASE_KIND_COLLECTION)
		pin_plan(&facts, kinds);
	else
		memcpy(kinds, b->chosen, sizeof(kinds));
	for (int i = 0; i < PIN_REF_COUNT; i++)
		needed[i] = kinds[pin_ref_kind((enum pin_ref)i)];
}

/* An adult who comes with a legal representative is a ward (2.6). */
void
case_bundle_hear_who(struct case_bundle *b, const struct answers *who)
{
	struct case_facts *facts = &b->facts;

	if (!who_from_code(answers_get(who, "who"), &facts->who))
		facts->who = WHO_UNKNOWN;
	facts->adult_ward =
	    facts->age >= AGE_ADULT &&
	    (facts->who == WHO_GUARDIAN || facts->who == WHO_REPRESENTATIVE ||
		strcmp(answers_get(who, "reason"), "ward") == 0);
}

void
case_bundle_hear_choice(struct case_bundle *b, const struct answers *choice)
{
	for (int k = 0; k < PIN_KIND_COUNT; k++)
		b->chosen[k] =
		    strcmp(answers_get(choice, pin_kind_code((enum pin_kind)k)),
			"yes") == 0;
}

static void
case_bundle_derive(
    struct desk *d, struct case_bundle *b, const struct answers *who)
{
	struct case_facts *facts = &b->facts;
	bool needed[PIN_REF_COUNT];

	memset(facts, 0, sizeof(*facts));
	if (!case_kind_from_code(b->c.kind, &facts->kind))
		facts->kind = CASE_KIND_COLLECTION;
	facts->training = d->settings->training;
	facts->foreign = b->person.foreign;
	facts->permanent = residence_status_is_permanent(b->person.status);
	/* A business day that nobody has closed makes no card and no paper
	 * last longer. */
	facts->today = date_of_utc(desk_now(d));
	if (date_compare(facts->today, d->business_day) < 0)
		facts->today = d->business_day;
	facts->born = b->person.born;
	facts->age = date_age(b->person.born, facts->today);
	case_bundle_hear_who(b, who);
	facts->card_expiry = b->card.expiry;
	facts->stay_until = b->person.stay_until;
	facts->notification_card_era =
	    date_compare(b->person.born, last_notification_card) <= 0;
	facts->two_papers_always = d->settings->two_papers_always;
	case_bundle_needs(d, b, needed);
	/* what a change or a reset is about is chosen on its way */
	facts->pins_needed = facts->kind == CASE_KIND_PIN_CHANGE ||
			     facts->kind == CASE_KIND_PIN_RESET;
	facts->visits = d->visits;
	facts->card_state = b->card.state;
	facts->elsewhere =
	    b->card.municipality[0] != '\0' &&
	    strcmp(b->card.municipality, d->settings->municipality) != 0;
	for (int i = 0; i < PIN_REF_COUNT; i++)
		facts->pins_needed = facts->pins_needed || needed[i];
}

/* The step whose answers say who came. */
static enum case_step
step_of_who(const struct case_record *c)
{
	enum case_kind kind = CASE_KIND_COLLECTION;

	(void)case_kind_from_code(c->kind, &kind);
	if (case_kind_has_step(kind, STEP_APPLICANT))
		return STEP_APPLICANT;
	return case_kind_has_step(kind, STEP_VISIT) ? STEP_VISIT : STEP_WHO;
}

enum kerr
case_bundle_load(
    struct desk *d, int64_t case_id, struct case_bundle *out, struct failure *f)
{
	struct answers who, choice;
	struct pin_known known[PIN_REF_COUNT];
	struct pin_trouble pins;
	struct effect activation;
	enum kerr e;

	memset(out, 0, sizeof(*out));
	if ((e = cases_get(d->store, case_id, &out->c)) != KERR_OK ||
	    (e = cards_get(d->store, out->c.card, &out->card)) != KERR_OK ||
	    (e = people_get(d->store, out->card.person, &out->person)) !=
		KERR_OK ||
	    (e = evidence_get(d->store, case_id, step_of_who(&out->c), &who)) !=
		KERR_OK ||
	    (e = evidence_get(d->store, case_id, STEP_PIN_CHOICE, &choice)) !=
		KERR_OK ||
	    (e = pin_journal_load(d->store, case_id, known)) != KERR_OK ||
	    (e = effects_get(
		 d->store, case_id, EFFECT_ACTIVATION, &activation)) != KERR_OK)
		return store_explain(d->store, e, f);
	case_bundle_hear_choice(out, &choice);
	case_bundle_derive(d, out, &who);
	if (procedure_is_kind(out->facts.kind) &&
	    ((e = procedure_facts_load(d, out)) != KERR_OK ||
		procedure_has_effects(out->facts.kind)))
		return store_explain(d->store, e, f);
	if (case_kind_has_step(out->facts.kind, STEP_FEE) &&
	    (e = charge_facts(d, out->c.card, &out->facts)) != KERR_OK)
		return store_explain(d->store, e, f);
	pins = trouble_of(known);
	out->pins_unknown = can_be_asked(known);
	/* A changed PIN is its holder's own; but what is unknown, or written
	 * in one of two places only, must not be left lying. */
	if (out->facts.kind != CASE_KIND_COLLECTION) {
		out->frozen = pins.unknown || pins.split;
		return KERR_OK;
	}
	out->activated = activation.state == EFFECT_DONE_HERE ||
			 activation.state == EFFECT_RECORDED ||
			 activation.state == EFFECT_UNKNOWN;
	out->frozen =
	    out->activated || pins.unknown || pins.split || pins.set > 0;
	return store_explain(d->store, procedure_find_old(d, out), f);
}

/* Who has it, for the sentence. */
static enum kerr
case_taken(struct desk *d, const struct case_bundle *b, struct failure *f)
{
	struct staff_record s;

	memset(&s, 0, sizeof(s));
	(void)staff_get(d->store, b->c.owner_staff, &s);
	failure_set(f, ERR_CASE_TAKEN);
	failure_text(f, "who", s.name);
	failure_number(f, "n", b->c.owner_counter);
	return ERR_CASE_TAKEN;
}

enum kerr
case_bundle_own(
    struct desk *d, int64_t case_id, struct case_bundle *out, struct failure *f)
{
	enum kerr e;

	if ((e = desk_need(d, ACTION_CASE_WORK, f)) != KERR_OK ||
	    (e = case_bundle_load(d, case_id, out, f)) != KERR_OK)
		return e;
	if (out->c.state != CASE_OPEN)
		return failure_set(f, ERR_CASE_STATE);
	if (out->c.owner_counter != d->settings->counter)
		return case_taken(d, out, f);
	return KERR_OK;
}

void
case_note(
    struct audit_note *note, const char *verb, const struct case_bundle *b)
{
	audit_note(note, verb, "case", b->c.id);
	audit_note_number(note, "card", b->c.card);
}

enum kerr
case_step_go_on(struct desk *d, struct case_bundle *b)
{
	enum case_step next = case_step_next(b->c.done, &b->facts);

	if (next == STEP_COUNT)
		return KERR_OK;
	b->c.step = next;
	return cases_set_step(d->store, b->c.id, next);
}

enum kerr
case_step_finish(struct desk *d, struct case_bundle *b, enum case_step step)
{
	enum kerr e = cases_step_done(d->store, b->c.id, step);

	if (e != KERR_OK)
		return e;
	b->c.done |= STEP_BIT(step);
	return case_step_go_on(d, b);
}
