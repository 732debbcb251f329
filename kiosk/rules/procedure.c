/* procedure.c -- see rules/procedure.h. */
#include "rules/procedure.h"

#include <stddef.h>

#include "base/error.h"
#include "rules/notification.h"

#define BIT(state) (1U << (state))
#define HELD	   (BIT(CARD_DELIVERED) | BIT(CARD_SUSPENDED))
#define ENDED	   (BIT(CARD_REVOKED) | BIT(CARD_RETURNED) | BIT(CARD_EXPIRED))

#define NOT_HELD N_("no resident holds this card")
#define IS_ABOLISHED \
	N_("it is abolished and never becomes valid again: reissue it")
#define IS_EXPIRED N_("it has expired: reissue it")

/* The states of each kind (counter-procedures 1, "States and transitions"). */
static const unsigned states[CASE_KIND_COUNT] = {
    [CASE_KIND_COLLECTION] = BIT(CARD_NOTICED) | BIT(CARD_NOTICE_RETURNED) |
			     BIT(CARD_RENOTICED) | BIT(CARD_HOLD) |
			     BIT(CARD_RESERVED),
    [CASE_KIND_PIN_CHANGE] = BIT(CARD_DELIVERED),
    [CASE_KIND_PIN_RESET] = BIT(CARD_DELIVERED),
    [CASE_KIND_LOSS] = HELD,
    [CASE_KIND_SUSPENSION] = BIT(CARD_DELIVERED),
    [CASE_KIND_LIFTING] = BIT(CARD_SUSPENDED),
    [CASE_KIND_ABOLITION] = HELD,
    [CASE_KIND_RETURN] = HELD | BIT(CARD_REVOKED) | BIT(CARD_EXPIRED),
    [CASE_KIND_REISSUE] = HELD | ENDED,
    [CASE_KIND_NUMBER_CHANGE] = HELD | ENDED,
    [CASE_KIND_RENEWAL] = BIT(CARD_DELIVERED) | BIT(CARD_EXPIRED),
    [CASE_KIND_EXTENSION] = BIT(CARD_DELIVERED),
    [CASE_KIND_NOTIFICATION] = BIT(CARD_POST_RETURNED) | BIT(CARD_HELD),
    [CASE_KIND_NOTIFICATION_LOSS] = BIT(CARD_POSTED) | BIT(CARD_COLLECTED),
    [CASE_KIND_NOTIFICATION_REISSUE] =
	BIT(CARD_POSTED) | BIT(CARD_COLLECTED) | BIT(CARD_LOST),
};

static const struct procedure_effect effects[] = {
    {STEP_SUSPEND, "suspension", CARD_EV_SUSPEND, N_("Suspension")},
    {STEP_LIFT, "lifting", CARD_EV_FOUND, N_("Suspension lifted")},
    {STEP_ABOLISH, "abolition", CARD_EV_ABOLISH, N_("Abolition")},
    {STEP_TAKE_BACK, "return", CARD_EV_RETURN, N_("Return")},
    {STEP_NUMBER, "number_change", CARD_EVENT_COUNT, N_("Number change")},
    {STEP_ORDER, "order", CARD_EVENT_COUNT, N_("Order of the new card")},
    {STEP_EXTEND, "extension", CARD_EVENT_COUNT, N_("New expiry on the card")},
};
#define EFFECTS (sizeof(effects) / sizeof(effects[0]))

bool
procedure_is_kind(enum case_kind kind)
{
	return kind != CASE_KIND_COLLECTION && (unsigned)kind < CASE_KIND_COUNT;
}

bool
procedure_has_effects(enum case_kind kind)
{
	return procedure_is_kind(kind) && kind != CASE_KIND_PIN_CHANGE &&
	       kind != CASE_KIND_PIN_RESET && kind != CASE_KIND_NOTIFICATION;
}

bool
procedure_ends_card(enum case_kind kind)
{
	return kind == CASE_KIND_LOSS || kind == CASE_KIND_SUSPENSION ||
	       kind == CASE_KIND_ABOLITION || kind == CASE_KIND_RETURN;
}

bool
procedure_uses_card(enum case_kind kind)
{
	return kind == CASE_KIND_COLLECTION || kind == CASE_KIND_NOTIFICATION ||
	       kind == CASE_KIND_PIN_CHANGE || kind == CASE_KIND_PIN_RESET ||
	       kind == CASE_KIND_LIFTING || kind == CASE_KIND_EXTENSION;
}

bool
procedure_state_allows(enum case_kind kind, enum card_state state)
{
	return (unsigned)kind < CASE_KIND_COUNT &&
	       (unsigned)state < CARD_STATE_COUNT &&
	       (states[kind] & BIT(state)) != 0;
}

static bool
is_past(const struct procedure_card *card)
{
	return date_is_set(card->expiry) &&
	       date_compare(card->today, card->expiry) > 0;
}

enum card_state
procedure_state(const struct procedure_card *card)
{
	if ((HELD & BIT(card->state)) != 0 && is_past(card))
		return CARD_EXPIRED;
	return card->state;
}

bool
procedure_ended_naturally(struct date expiry, struct date born)
{
	struct date birthday = born;

	if (!date_is_set(expiry) || !date_is_set(born))
		return false;
	/* 29 February as everywhere: base/date.h */
	birthday = date_add_years(born, expiry.year - born.year);
	return date_compare(birthday, expiry) == 0;
}

/* Why this state does not allow it, in words. */
static const char *
wrong_state(enum case_kind kind, enum card_state state)
{
	if (state == CARD_REVOKED)
		return IS_ABOLISHED;
	if (state == CARD_EXPIRED)
		return IS_EXPIRED;
	if (state == CARD_RETURNED)
		return N_("it was given back");
	if (state == CARD_SUSPENDED)
		return N_("it is suspended: first lift that, or abolish it");
	if (state == CARD_DELIVERED && kind == CASE_KIND_LIFTING)
		return N_("it is not suspended");
	return NOT_HELD;
}

static const char *
why_not_renewal(const struct procedure_card *c, enum card_state state)
{
	if (state == CARD_EXPIRED)
		return procedure_ended_naturally(c->expiry, c->born)
			   ? NULL
			   : N_("it expired with the stay: that is a reissue");
	if (date_is_set(c->expiry) &&
	    date_compare(
		c->today, date_add_months(c->expiry, -RENEWAL_MONTHS)) < 0)
		return N_("it is too early: from three months before its end");
	return NULL;
}

static const char *
why_not_extension(const struct procedure_card *c)
{
	if (!c->foreign)
		return N_("the holder is a Japanese national");
	if (c->permanent)
		return N_("the holder's stay has no end");
	return NULL;
}

const char *
procedure_why_not(enum case_kind kind, const struct procedure_card *card)
{
	enum card_state state = procedure_state(card);

	if (notification_is_kind(kind))
		return notification_why_not(kind, state, card->today);
	if (!procedure_state_allows(kind, state))
		return wrong_state(kind, state);
	if (card->is_replaced && !procedure_ends_card(kind))
		return N_("another card has taken its place");
	if (card->is_ordered &&
	    (kind == CASE_KIND_REISSUE || kind == CASE_KIND_NUMBER_CHANGE ||
		kind == CASE_KIND_RENEWAL))
		return N_("a new card is applied for already");
	if (kind == CASE_KIND_RENEWAL)
		return why_not_renewal(card, state);
	if (kind == CASE_KIND_EXTENSION)
		return why_not_extension(card);
	return NULL;
}

const struct procedure_effect *
procedure_effect(enum case_step step)
{
	for (size_t i = 0; i < EFFECTS; i++)
		if (effects[i].step == step)
			return &effects[i];
	return NULL;
}

static bool
is_one_of(enum card_state state, unsigned of)
{
	return (unsigned)state < CARD_STATE_COUNT && (of & BIT(state)) != 0;
}

enum card_event
procedure_event(enum case_step step, const struct case_facts *facts)
{
	const struct procedure_effect *e = procedure_effect(step);

	if (e == NULL)
		return CARD_EVENT_COUNT;
	if ((step == STEP_NUMBER || step == STEP_ORDER) && facts->taken_back &&
	    is_one_of(facts->card_state,
		HELD | BIT(CARD_REVOKED) | BIT(CARD_EXPIRED)))
		return CARD_EV_RETURN;
	if (step == STEP_NUMBER && is_one_of(facts->card_state, HELD))
		return CARD_EV_ABOLISH;
	return e->event;
}

bool
procedure_replaces(bool renewal, enum card_state newer)
{
	if (newer == CARD_CANCELLED || newer == CARD_DESTROYED)
		return false;
	return !renewal || newer == CARD_DELIVERED || newer == CARD_SUSPENDED ||
	       newer == CARD_REVOKED || newer == CARD_RETURNED ||
	       newer == CARD_EXPIRED;
}
