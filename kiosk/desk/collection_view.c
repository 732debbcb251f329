/* collection_view.c -- a case as the screens see it. */
#include <string.h>

#include "base/text.h"
#include "desk/case_bundle.h"
#include "desk/charge_parts.h"
#include "desk/collection.h"
#include "desk/desk_private.h"
#include "store/evidence.h"
#include "store/incidents.h"
#include "store/pin_journal.h"
#include "store/staff.h"
#include "store/store.h"

static void
view_person(struct collection_view *v, const struct person *p)
{
	text_copy(v->name_roman, sizeof(v->name_roman), p->roman);
	text_copy(v->name_kanji, sizeof(v->name_kanji), p->kanji);
	text_copy(v->name_alias, sizeof(v->name_alias), p->alias);
	text_copy(v->name_kana, sizeof(v->name_kana), p->kana);
	text_copy(v->address, sizeof(v->address), p->address);
	text_copy(v->status_code, sizeof(v->status_code), p->status);
	v->born = p->born;
	v->stay_until = p->stay_until;
}

static void
view_card(struct collection_view *v, const struct card_record *card)
{
	v->card_id = card->id;
	v->card_state = card->state;
	v->card_expiry = card->expiry;
	v->fee_due_yen = card->fee_due_yen;
	text_copy(
	    v->application_id, sizeof(v->application_id), card->application_id);
	text_copy(v->face_serial, sizeof(v->face_serial), card->face_serial);
	text_copy(v->notice, sizeof(v->notice), card->notice_no);
	text_copy(v->place, sizeof(v->place), card->place);
}

static void
view_owner(
    struct desk *d, struct collection_view *v, const struct case_record *c)
{
	struct staff_record s;

	v->owner_counter = (int)c->owner_counter;
	v->mine =
	    c->state == CASE_OPEN && c->owner_counter == d->settings->counter;
	memset(&s, 0, sizeof(s));
	if (c->owner_staff != 0)
		(void)staff_get(d->store, c->owner_staff, &s);
	text_copy(v->owner_name, sizeof(v->owner_name), s.name);
}

/* Whether a needed step is in doubt or stopped. */
static enum step_mark
view_trouble(struct desk *d, const struct case_bundle *b, enum case_step step)
{
	struct pin_known known[PIN_REF_COUNT];
	enum pin_status status[PIN_REF_COUNT];
	struct pin_trouble pins;
	int64_t incidents = 0;

	if (step == STEP_ACTIVATION && b->card.state == CARD_UNKNOWN)
		return STEP_DOUBT;
	if (step == STEP_RIGHT_CARD &&
	    incidents_of_case(d->store, b->c.id, &incidents) == KERR_OK &&
	    incidents != 0)
		return STEP_PROBLEM;
	if (step != STEP_PINS ||
	    pin_journal_load(d->store, b->c.id, known) != KERR_OK)
		return STEP_NOW;
	for (int i = 0; i < PIN_REF_COUNT; i++)
		status[i] = known[i].status;
	pins = pin_trouble_of(status);
	if (pins.unknown)
		return STEP_DOUBT;
	return pins.some ? STEP_PROBLEM : STEP_NOW;
}

static void
view_road(
    struct desk *d, struct collection_view *v, const struct case_bundle *b)
{
	bool over = b->c.state == CASE_CLOSED;

	for (int s = 0; s < STEP_COUNT; s++) {
		enum case_step step = (enum case_step)s;
		bool done = (b->c.done & STEP_BIT(s)) != 0;

		if (!case_kind_has_step(b->facts.kind, step))
			v->mark[s] = STEP_FOREIGN;
		else if (!case_step_needed(step, &b->facts))
			v->mark[s] = STEP_NOT_NEEDED;
		else if (step == b->c.step && !over)
			v->mark[s] = view_trouble(d, b, step);
		else
			v->mark[s] = done ? STEP_DONE : STEP_TO_COME;
		if (case_step_needed(step, &b->facts) && !done)
			v->missing[v->missing_count++] = case_step_name(step);
	}
	if (b->c.state == CASE_REFUSED)
		v->mark[b->c.step] = STEP_PROBLEM;
}

enum kerr
collection_load(struct desk *d, int64_t case_id, struct collection_view *out,
    struct failure *f)
{
	struct case_bundle b;
	enum kerr e;

	memset(out, 0, sizeof(*out));
	if ((e = desk_need(d, ACTION_CASE_WORK, f)) != KERR_OK ||
	    (e = case_bundle_load(d, case_id, &b, f)) != KERR_OK)
		return e;
	out->case_id = case_id;
	out->state = b.c.state;
	out->step = b.c.state == CASE_CLOSED ? STEP_COUNT : b.c.step;
	out->facts = b.facts;
	out->opened_at = b.c.opened_at;
	out->called_at = b.c.called_at;
	out->at_counter_at = b.c.at_counter_at;
	text_copy(out->ticket, sizeof(out->ticket), b.c.ticket);
	text_copy(out->end_reason, sizeof(out->end_reason), b.c.reason);
	if (!lang_from_code(b.c.lang, &out->resident_lang))
		out->resident_lang = LANG_JA;
	out->fee_card_id = charge_card_of(&b);
	view_person(out, &b.person);
	view_card(out, &b.card);
	out->new_card_id = b.new_card;
	text_copy(out->old_card, sizeof(out->old_card), b.old_name);
	view_owner(d, out, &b.c);
	view_road(d, out, &b);
	if (d->here.watched == case_id) {
		out->check =
		    d->reader.identifying ? CHECK_READING : d->here.check;
		out->check_failed = d->here.failed;
	}
	out->card_proven_before = (b.c.done & STEP_BIT(STEP_RIGHT_CARD)) != 0;
	return KERR_OK;
}

enum kerr
collection_load_answers(struct desk *d, int64_t case_id, enum case_step step,
    struct answers *out, struct failure *f)
{
	enum kerr e;

	memset(out, 0, sizeof(*out));
	if ((e = desk_need(d, ACTION_CASE_WORK, f)) != KERR_OK)
		return e;
	return store_explain(
	    d->store, evidence_get(d->store, case_id, step, out), f);
}
