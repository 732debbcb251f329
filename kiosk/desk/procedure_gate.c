/* procedure_gate.c -- which card can be in which case: states, the card that
 * took its place, and the old card at a hand-over (counter-procedures 1.9). */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "desk/case_bundle.h"
#include "desk/desk_private.h"
#include "desk/notification_case.h"
#include "desk/procedure.h"
#include "desk/procedure_private.h"
#include "rules/notification.h"
#include "rules/procedure.h"
#include "rules/residence_status.h"
#include "store/card_links.h"
#include "store/store.h"

#define OLD_CARDS_MOST 8
#define NAME_SIZE      40

/* How staff know a card: by its notice, else by the end of its application. */
static const char *
card_name(const struct card_record *c, char out[NAME_SIZE])
{
	size_t len = strlen(c->application_id);

	if (c->notice_no[0] != '\0')
		snprintf(out, NAME_SIZE, "%s", c->notice_no);
	else
		snprintf(out, NAME_SIZE, "...%s",
		    len > 4 ? c->application_id + len - 4 : "");
	return out;
}

/* The card that took its place, or is applied for; id 0: none. */
static enum kerr
load_newer(struct desk *d, int64_t card, struct card_record *out)
{
	enum kerr e = cards_newer(d->store, card, out);

	if (e != ERR_NOT_FOUND)
		return e;
	memset(out, 0, sizeof(*out));
	return KERR_OK;
}

static bool
takes_its_place(const struct card_record *newer)
{
	return newer->id != 0 &&
	       procedure_replaces(newer->kind == ISSUE_RENEWAL, newer->state);
}

static enum kerr
refuse_replaced(const struct card_record *newer, struct failure *f)
{
	char name[NAME_SIZE];

	failure_set(f, ERR_CARD_REPLACED);
	failure_text(f, "new", card_name(newer, name));
	return ERR_CARD_REPLACED;
}

static void
gate_facts(const struct desk *d, const struct card_record *card,
    const struct person *p, const struct card_record *newer,
    struct procedure_card *out)
{
	memset(out, 0, sizeof(*out));
	out->state = card->state;
	out->today = date_of_utc(desk_now(d));
	if (date_compare(out->today, d->business_day) < 0)
		out->today = d->business_day;
	out->born = p->born;
	out->expiry = card->expiry;
	out->foreign = p->foreign;
	out->permanent = residence_status_is_permanent(p->status);
	out->is_ordered = newer->id != 0;
	out->is_replaced = takes_its_place(newer);
}

static enum kerr
gate_load(struct desk *d, int64_t card_id, struct card_record *card,
    struct person *p, struct card_record *newer)
{
	enum kerr e;

	if ((e = cards_get(d->store, card_id, card)) != KERR_OK ||
	    (e = people_get(d->store, card->person, p)) != KERR_OK)
		return e;
	return load_newer(d, card_id, newer);
}

/* A card that nobody holds yet keeps the words of the waiting list. */
static bool
was_held(enum card_state state)
{
	return procedure_state_allows(CASE_KIND_REISSUE, state);
}

enum kerr
procedure_gate_open(
    struct desk *d, enum case_kind kind, int64_t card_id, struct failure *f)
{
	struct card_record card, newer;
	struct procedure_card facts;
	struct person p;
	const char *why_not;
	enum kerr e;

	if ((e = gate_load(d, card_id, &card, &p, &newer)) != KERR_OK)
		return e;
	gate_facts(d, &card, &p, &newer, &facts);
	if (facts.is_replaced && !procedure_ends_card(kind))
		return refuse_replaced(&newer, f);
	if (notification_is_kind(kind))
		return notification_gate(d, kind, &card, f);
	if (!procedure_is_kind(kind) || !was_held(card.state))
		return KERR_OK; /* the store tells of it */
	if ((why_not = procedure_why_not(kind, &facts)) != NULL) {
		failure_set(f, ERR_PROCEDURE);
		failure_text(f, "reason", why_not);
		return ERR_PROCEDURE;
	}
	/* what the calendar did to it is written down with the first case */
	if (card.state != CARD_EXPIRED &&
	    procedure_state(&facts) == CARD_EXPIRED)
		return cards_move(d->store, card_id, CARD_EV_EXPIRE, 0);
	return KERR_OK;
}

enum kerr
procedure_gate(struct desk *d, const struct case_bundle *b, struct failure *f)
{
	struct card_record newer;
	enum kerr e;

	if (!procedure_uses_card(b->facts.kind))
		return KERR_OK;
	if ((e = load_newer(d, b->card.id, &newer)) != KERR_OK)
		return store_explain(d->store, e, f);
	return takes_its_place(&newer) ? refuse_replaced(&newer, f) : KERR_OK;
}

enum kerr
procedure_list(struct desk *d, int64_t card_id, struct procedure_choice *rows,
    size_t most, size_t *count, struct failure *f)
{
	struct card_record card, newer;
	struct procedure_card facts;
	struct person p;
	enum kerr e;

	*count = 0;
	if ((e = desk_need(d, ACTION_CASE_WORK, f)) != KERR_OK)
		return e;
	e = gate_load(d, card_id, &card, &p, &newer);
	if (e != KERR_OK)
		return store_explain(d->store, e, f);
	gate_facts(d, &card, &p, &newer, &facts);
	for (int k = 0; k < CASE_KIND_COUNT && *count < most; k++) {
		enum case_kind kind = (enum case_kind)k;

		if (!procedure_is_kind(kind))
			continue;
		rows[*count].kind = kind;
		rows[*count].name = case_kind_name(kind);
		rows[(*count)++].why_not = procedure_why_not(kind, &facts);
	}
	return KERR_OK;
}

/* -- the old card at a hand-over -- */

struct old_cards {
	struct card_record row[OLD_CARDS_MOST];
	size_t count;
	size_t linked; /* the one that this card replaces; count: none */
};

/* Valid by state and by date, and not there already. */
static void
add_valid(struct old_cards *old, const struct card_record *c, struct date today)
{
	if (c->state != CARD_DELIVERED && c->state != CARD_SUSPENDED)
		return;
	if (date_is_set(c->expiry) && date_compare(c->expiry, today) < 0)
		return;
	for (size_t i = 0; i < old->count; i++)
		if (old->row[i].id == c->id)
			return;
	if (old->count < OLD_CARDS_MOST)
		old->row[old->count++] = *c;
}

/* The card that this one replaces first: a changed name may hide it. */
static enum kerr
find_valid(struct desk *d, const struct case_bundle *b, struct old_cards *old)
{
	struct card_record rows[OLD_CARDS_MOST];
	struct card_record linked;
	size_t found = 0;
	enum kerr e = KERR_OK;

	memset(old, 0, sizeof(*old));
	old->linked = OLD_CARDS_MOST;
	if (b->card.replaces != 0) {
		e = cards_get(d->store, b->card.replaces, &linked);
		if (e != KERR_OK)
			return e;
		add_valid(old, &linked, b->facts.today);
		if (old->count == 1)
			old->linked = 0;
	}
	e = cards_still_held(
	    d->store, b->card.id, &b->person, rows, OLD_CARDS_MOST, &found);
	for (size_t i = 0; e == KERR_OK && i < found; i++)
		add_valid(old, &rows[i], b->facts.today);
	return e;
}

enum kerr
procedure_find_old(struct desk *d, struct case_bundle *b)
{
	struct old_cards old;
	char name[NAME_SIZE];
	enum kerr e;

	if (b->facts.kind != CASE_KIND_COLLECTION)
		return KERR_OK;
	if ((e = find_valid(d, b, &old)) != KERR_OK)
		return e;
	b->facts.old_card = old.count == 0	     ? OLD_CARD_NONE
			    : old.linked < old.count ? OLD_CARD_LINKED
						     : OLD_CARD_NAMESAKE;
	if (old.count > 0)
		text_copy(b->old_name, sizeof(b->old_name),
		    card_name(&old.row[0], name));
	return KERR_OK;
}

static enum kerr
refuse_held(const struct card_record *c, struct failure *f)
{
	char name[NAME_SIZE];

	failure_set(f, ERR_OLD_CARD_HELD);
	failure_text(f, "old", card_name(c, name));
	return ERR_OLD_CARD_HELD;
}

/* Which of them lies on the counter is known when it is the linked one, or the
 * only one. Any other must be ended in a case of its own. */
enum kerr
procedure_take_old(struct desk *d, struct case_bundle *b,
    const struct answers *answers, struct failure *f)
{
	const char *said = answers_get(answers, "old_cards");
	bool taken =
	    strcmp(said, "my_number") == 0 || strcmp(said, "both") == 0;
	bool namesake = strcmp(said, "namesake") == 0;
	struct old_cards old;
	enum kerr e;

	if (b->facts.kind != CASE_KIND_COLLECTION)
		return KERR_OK;
	if ((e = find_valid(d, b, &old)) != KERR_OK)
		return store_explain(d->store, e, f);
	for (size_t i = 0; e == KERR_OK && i < old.count; i++) {
		bool known = i == old.linked || old.count == 1;

		if (taken && known)
			e = cards_move(
			    d->store, old.row[i].id, CARD_EV_RETURN, b->c.id);
		else if (!namesake || i == old.linked)
			return refuse_held(&old.row[i], f);
	}
	return e;
}
