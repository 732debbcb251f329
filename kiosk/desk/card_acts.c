/* card_acts.c -- see desk/card_acts.h. */
#include "desk/card_acts.h"

#include <string.h>

#include "desk/desk_private.h"
#include "rules/destruction.h"
#include "rules/individual_number.h"
#include "store/audit.h"
#include "store/cards.h"
#include "store/cases.h"
#include "store/store.h"

#define PLACE_FIELD N_("Where it lies in the office")

/* What staff may enter by hand, for which kind of card. */
static const struct {
	enum card_event event;
	enum card_type type;
	bool has_place;
} entries[] = {
    {CARD_EV_POST_RETURNED, CARD_TYPE_NOTIFICATION, true},
    {CARD_EV_HELD, CARD_TYPE_NOTIFICATION, true},
    {CARD_EV_RECEIVED, CARD_TYPE_NOTIFICATION, true},
    {CARD_EV_POSTED, CARD_TYPE_NOTIFICATION, false},
    {CARD_EV_FOUND, CARD_TYPE_NOTIFICATION, false},
};
#define ENTRIES (sizeof(entries) / sizeof(entries[0]))

/* Somebody is served with it: it is not taken from under their hands. */
static enum kerr
check_no_case(struct desk *d, int64_t card_id)
{
	int64_t live = 0;
	enum kerr e = cases_of_card(d->store, card_id, &live);

	if (e == ERR_NOT_FOUND)
		return KERR_OK;
	return e == KERR_OK ? ERR_CARD_IN_CASE : e;
}

enum kerr
card_cancel(struct desk *d, int64_t card_id, const struct answers *answers,
    struct failure *f)
{
	struct case_facts facts = {.today = date_of_utc(desk_now(d))};
	const char *reason = answers_get(answers, "reason");
	struct card_record c;
	struct audit_note note;
	enum kerr e;

	if ((e = desk_need(d, ACTION_CANCEL_CARD, f)) != KERR_OK)
		return e;
	if ((e = cards_get(d->store, card_id, &c)) != KERR_OK)
		return store_explain(d->store, e, f);
	facts.card_expiry = c.expiry;
	facts.card_state = c.state;
	if ((e = cancel_judge(&facts, answers, f)) != KERR_OK ||
	    (e = desk_begin(d, f)) != KERR_OK)
		return e;
	if (individual_number_is_within(answers_get(answers, "place")))
		e = ERR_NUMBER_KEPT; /* design, decision 2 */
	if (e == KERR_OK)
		e = check_no_case(d, card_id);
	if (e == KERR_OK)
		e = cards_cancel(d->store, card_id, reason,
		    answers_get(answers, "remark"), 0);
	if (e == KERR_OK)
		e = cards_set_place(
		    d->store, card_id, answers_get(answers, "place"));
	audit_note(&note, "card.cancel", "card", card_id);
	audit_note_code(&note, "reason", reason);
	return desk_end(d, e, &note, f);
}

bool
card_event_has_place(enum card_event event)
{
	for (size_t i = 0; i < ENTRIES; i++)
		if (entries[i].event == event)
			return entries[i].has_place;
	return false;
}

static bool
may_be_entered(enum card_event event, enum card_type type)
{
	for (size_t i = 0; i < ENTRIES; i++)
		if (entries[i].event == event && entries[i].type == type)
			return true;
	return false;
}

static enum kerr
enter(struct desk *d, const struct card_record *c, enum card_event event,
    const char *place)
{
	enum kerr e;

	if (!may_be_entered(event, c->type))
		return ERR_INTERNAL;
	if ((e = check_no_case(d, c->id)) != KERR_OK ||
	    (e = cards_move(d->store, c->id, event, 0)) != KERR_OK)
		return e;
	return card_event_has_place(event)
		   ? cards_set_place(d->store, c->id, place)
		   : KERR_OK;
}

enum kerr
card_enter_event(struct desk *d, int64_t card_id, enum card_event event,
    const char *place, struct failure *f)
{
	struct card_record c;
	struct audit_note note;
	enum kerr e;

	if ((e = desk_need(d, ACTION_CANCEL_CARD, f)) != KERR_OK)
		return e;
	if (card_event_has_place(event) && place[0] == '\0') {
		failure_set(f, ERR_STEP_INCOMPLETE);
		failure_text(f, "field", PLACE_FIELD);
		return ERR_STEP_INCOMPLETE;
	}
	if (individual_number_is_within(place))
		return failure_set(f, ERR_NUMBER_KEPT);
	if ((e = cards_get(d->store, card_id, &c)) != KERR_OK)
		return store_explain(d->store, e, f);
	if ((e = desk_begin(d, f)) != KERR_OK)
		return e;
	audit_note(&note, "card.event", "card", card_id);
	audit_note_code(&note, "event", card_event_code(event));
	return desk_end(d, enter(d, &c, event, place), &note, f);
}
