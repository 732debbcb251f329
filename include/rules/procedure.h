/* procedure.h -- the procedures of a card that its holder has: which of them
 * are possible for a card now, and what each does outside this program
 * (counter-procedures 1 "States and transitions", 2.11, 4; design, decision
 * 12). Pure: dates and facts are arguments. */
#ifndef KIOSK_RULES_PROCEDURE_H
#define KIOSK_RULES_PROCEDURE_H

#include <stdbool.h>

#include "base/date.h"
#include "rules/case_flow.h"
#include "rules/lifecycle.h"

/* What is known of a card when somebody asks what can be done with it. */
struct procedure_card {
	enum card_state state;
	struct date today;
	struct date born;
	struct date expiry; /* unset: not known */
	bool foreign;
	bool permanent;
	bool is_replaced; /* a newer card took its place: it must not be used */
	bool is_ordered;  /* a newer card was applied for */
};

/* A renewal is possible from so many months before the card's end (4.6). */
#define RENEWAL_MONTHS 3
/* The special extension (2.11). */
#define SPECIAL_EXTENSION_MONTHS 2

/* Kinds other than a collection. */
bool procedure_is_kind(enum case_kind kind);
/* And other than a PIN change or reset. */
bool procedure_has_effects(enum case_kind kind);
/* Stops or ends a card, or takes it back: possible also when another card has
 * taken its place. */
bool procedure_ends_card(enum case_kind kind);
/* Works with the card itself, which must not have been replaced meanwhile. */
bool procedure_uses_card(enum case_kind kind);
/* NULL when it is possible, else why not: a catalogue id, a clause. */
const char *procedure_why_not(
    enum case_kind kind, const struct procedure_card *card);
/* A card past its end is expired, whatever the store says of it. */
enum card_state procedure_state(const struct procedure_card *card);
/* The last guard behind desk: a card in this state can be in such a case. */
bool procedure_state_allows(enum case_kind kind, enum card_state state);
/* Whether the end of a card came with a birthday, and not with the end of a
 * stay (1 "Validity", 4.6). */
bool procedure_ended_naturally(struct date expiry, struct date born);

/* A step that is an effect outside. */
struct procedure_effect {
	enum case_step step;
	const char *code; /* of the store's effect, and the answer's field */
	enum card_event event; /* of the case's card; CARD_EVENT_COUNT: none */
	const char *name;      /* catalogue id, for slips */
};
/* NULL: the step is none. Activation belongs to a collection and is none. */
const struct procedure_effect *procedure_effect(enum case_step step);

/*
 * What happens to the case's card when the effect is done or recorded;
 * CARD_EVENT_COUNT: nothing. A number change and a reissue take the old card
 * back when it was handed in; a number change ends it otherwise (4.4).
 */
enum card_event procedure_event(
    enum case_step step, const struct case_facts *facts);

/*
 * Whether a card may no longer be used since another took its place. A reissue
 * and a number change take it at once; a renewal when the new card is handed
 * over, since the old one is valid until then (4.6, 1.9).
 */
bool procedure_replaces(bool renewal, enum card_state newer);

#endif
