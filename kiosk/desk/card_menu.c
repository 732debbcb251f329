/* card_menu.c -- see desk/card_menu.h. */
#include "desk/card_menu.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "desk/card_acts.h"
#include "desk/case_bundle.h"
#include "desk/desk_private.h"
#include "desk/procedure.h"
#include "rules/destruction.h"
#include "rules/notification.h"
#include "store/audit.h"
#include "store/card_family.h"
#include "store/card_links.h"
#include "store/store.h"

#define SERIAL_LAST 4 /* of a serial, on lists (counter-procedures 6) */

/* What the rows of the menu are judged by. */
struct menu_facts {
	const struct card_record *card;
	const struct person *person;
	struct date today;
	bool in_case;
	struct procedure_choice choice[CASE_KIND_COUNT];
	size_t choice_count;
};

static const char *
why_not_waiting(const struct menu_facts *m)
{
	return card_state_waits(m->card->state)
		   ? NULL
		   : N_("it does not wait to be collected");
}

/* What each procedure is for. */
static const char *const kind_words[CASE_KIND_COUNT] = {
    [CASE_KIND_COLLECTION] = N_("The resident came to collect the card."),
    [CASE_KIND_PIN_CHANGE] = N_("The resident knows the PIN."),
    [CASE_KIND_PIN_RESET] =
	N_("The PIN is forgotten or locked. Needs one other document and a "
	   "second person."),
    [CASE_KIND_LOSS] = N_("The card is lost or was stolen."),
    [CASE_KIND_SUSPENSION] = N_("It is stopped until it is found."),
    [CASE_KIND_LIFTING] = N_("The holder found it and came with it."),
    [CASE_KIND_ABOLITION] = N_("It ends for good."),
    [CASE_KIND_RETURN] = N_("The holder gives it back."),
    [CASE_KIND_REISSUE] = N_("Lost, damaged, full: a new card is ordered."),
    [CASE_KIND_NUMBER_CHANGE] = N_("The number leaked and may be misused."),
    [CASE_KIND_RENEWAL] = N_("It ends soon, or ended with a birthday."),
    [CASE_KIND_EXTENSION] = N_("The stay was extended, or will be."),
    [CASE_KIND_NOTIFICATION] = N_("It came back by post: handed over here."),
    [CASE_KIND_NOTIFICATION_LOSS] = N_("The holder declares it lost."),
    [CASE_KIND_NOTIFICATION_REISSUE] = N_("Until 2020-05-22 only."),
};

static const char *
why_not_bind(const struct menu_facts *m)
{
	if (m->card->type != CARD_TYPE_INDIVIDUAL)
		return N_("a notification card has no chip");
	if (m->card->chip_serial[0] != '\0')
		return N_("its chip is known");
	return m->card->state == CARD_DELIVERED ||
		       m->card->state == CARD_SUSPENDED ||
		       m->card->state == CARD_EXPIRED ||
		       m->card->state == CARD_REVOKED
		   ? NULL
		   : N_("no resident holds this card");
}

static const char *
why_not_cancel(const struct menu_facts *m)
{
	enum card_state to;

	return card_next(m->card->type, m->card->state, CARD_EV_CANCEL,
		   m->card->state, &to)
		   ? NULL
		   : N_("it does not wait to be collected");
}

/* Things that are not cases. Events of the other kind of card are not listed:
 * nobody looks for them there. */
static const struct {
	enum card_act act;
	enum card_event event;
	int type; /* enum card_type, or -1: both */
	const char *name;
	const char *words;
	const char *(*why_not)(const struct menu_facts *m); /* or the table */
} acts[] = {
    {CARD_ACT_BIND, CARD_EVENT_COUNT, CARD_TYPE_INDIVIDUAL, N_("Bind the chip"),
	N_("The card was written down by hand: place it and compare the "
	   "face."),
	why_not_bind},
    {CARD_ACT_EVENT, CARD_EV_POSTED, CARD_TYPE_NOTIFICATION, N_("Sent by post"),
	N_("Registered mail, never forwarded."), NULL},
    {CARD_ACT_EVENT, CARD_EV_RECEIVED, CARD_TYPE_NOTIFICATION,
	N_("Arrived at the office"),
	N_("The reissued card lies here until it is collected."), NULL},
    {CARD_ACT_EVENT, CARD_EV_POST_RETURNED, CARD_TYPE_NOTIFICATION,
	N_("Came back by post"), N_("It lies here now. It is not sent again."),
	NULL},
    {CARD_ACT_EVENT, CARD_EV_HELD, CARD_TYPE_NOTIFICATION,
	N_("Hold it on request"),
	N_("The holder asked that it is kept beyond its term."), NULL},
    {CARD_ACT_EVENT, CARD_EV_FOUND, CARD_TYPE_NOTIFICATION, N_("Found again"),
	N_("The lost card is with its holder again."), NULL},
    {CARD_ACT_CANCEL, CARD_EV_CANCEL, CARD_TYPE_INDIVIDUAL,
	N_("Cancel the waiting card"),
	N_("Moved away, died, withdrawn, expired: it is kept until two people "
	   "destroy it."),
	why_not_cancel},
};

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static const char in_case[] = N_("a case is open with this card");

static void
add_item(struct card_menu_view *v, const struct card_menu_item *item)
{
	if (v->item_count < CARD_MENU_ITEMS)
		v->item[v->item_count++] = *item;
}

static void
add_kind(struct card_menu_view *v, enum case_kind kind, const char *why_not,
    bool want)
{
	struct card_menu_item item = {
	    .act = CARD_ACT_CASE,
	    .kind = kind,
	    .event = CARD_EVENT_COUNT,
	    .name = case_kind_name(kind),
	    .words = kind_words[kind],
	    .why_not = why_not,
	};

	if ((why_not == NULL) == want)
		add_item(v, &item);
}

/* A card that was written down by hand is proven by its chip only when that is
 * bound: before that nothing is done with what is in it. */
static const char *
why_not_kind(const struct menu_facts *m, const struct procedure_choice *c)
{
	if (m->in_case)
		return in_case;
	if (c->why_not == NULL &&
	    case_kind_has_step(c->kind, STEP_RIGHT_CARD) &&
	    m->card->chip_serial[0] == '\0')
		return N_("first bind its chip");
	return c->why_not;
}

/* The collection, then the procedures of a card that its holder has; those of a
 * notification card are others. */
static void
add_kinds(struct card_menu_view *v, const struct menu_facts *m, bool want)
{
	bool note = m->card->type == CARD_TYPE_NOTIFICATION;

	if (!note)
		add_kind(v, CASE_KIND_COLLECTION,
		    m->in_case ? in_case : why_not_waiting(m), want);
	for (size_t i = 0; i < m->choice_count; i++)
		if (notification_is_kind(m->choice[i].kind) == note)
			add_kind(v, m->choice[i].kind,
			    why_not_kind(m, &m->choice[i]), want);
}

static const char *
why_not_event(const struct menu_facts *m, enum card_event event)
{
	const struct card_record *c = m->card;
	enum card_state to;

	return card_next(c->type, c->state, event, c->state, &to)
		   ? NULL
		   : N_("not from the state that it is in");
}

static void
add_act(
    struct card_menu_view *v, const struct menu_facts *m, size_t i, bool want)
{
	struct card_menu_item item = {
	    .act = acts[i].act,
	    .kind = CASE_KIND_COUNT,
	    .event = acts[i].event,
	    .name = acts[i].name,
	    .words = acts[i].words,
	};

	if (acts[i].type != -1 && acts[i].type != (int)m->card->type)
		return;
	/* a case may wait for just that */
	if (m->in_case && acts[i].act != CARD_ACT_BIND)
		item.why_not = in_case;
	else
		item.why_not = acts[i].why_not != NULL
				   ? acts[i].why_not(m)
				   : why_not_event(m, acts[i].event);
	if ((item.why_not == NULL) == want)
		add_item(v, &item);
}

/* What is possible stands first. */
static void
add_items(struct card_menu_view *v, const struct menu_facts *m)
{
	static const struct card_menu_item go_on = {
	    .act = CARD_ACT_GO_ON,
	    .kind = CASE_KIND_COUNT,
	    .event = CARD_EVENT_COUNT,
	    .name = N_("Go on with its case"),
	    .words = N_("It is open or paused."),
	};

	if (m->in_case)
		add_item(v, &go_on);
	for (int want = 1; want >= 0; want--) {
		add_kinds(v, m, want == 1);
		for (size_t i = 0; i < COUNT(acts); i++)
			add_act(v, m, i, want == 1);
		if (want == 1)
			v->possible = v->item_count;
	}
}

/* -- what is shown of the card -- */

static void
view_card(struct card_menu_view *v, const struct card_record *c,
    const struct person *p, struct date today)
{
	v->type = c->type;
	v->state = c->state;
	v->state_on = date_of_utc(c->state_at);
	v->cancelled = cancel_reason_name(c->end_reason);
	v->born = p->born;
	v->expiry = c->expiry;
	v->is_past =
	    date_is_set(c->expiry) && date_compare(c->expiry, today) < 0;
	v->has_chip = c->chip_serial[0] != '\0';
	text_gate(v->name, sizeof(v->name),
	    p->roman[0] != '\0' ? p->roman : p->kanji);
	text_gate(v->name_other, sizeof(v->name_other),
	    p->roman[0] != '\0' ? p->kanji : p->kana);
	text_copy(v->face_serial, sizeof(v->face_serial), c->face_serial);
	text_copy(v->notice, sizeof(v->notice), c->notice_no);
	text_copy(v->place, sizeof(v->place), c->place);
}

static void
link_to(struct card_menu_link *link, const struct card_record *c)
{
	size_t len = strlen(c->face_serial);

	link->card_id = c->id;
	link->state = c->state;
	if (c->notice_no[0] != '\0')
		text_copy(link->number, sizeof(link->number), c->notice_no);
	else if (len > SERIAL_LAST)
		snprintf(link->number, sizeof(link->number), "...%s",
		    c->face_serial + len - SERIAL_LAST);
}

static enum kerr
view_links(
    struct desk *d, struct card_menu_view *v, const struct card_record *c)
{
	struct card_record other;
	enum kerr e = KERR_OK;

	if (c->replaces != 0 &&
	    (e = cards_get(d->store, c->replaces, &other)) == KERR_OK)
		link_to(&v->replaces, &other);
	if (e != KERR_OK)
		return e;
	if ((e = cards_newer(d->store, c->id, &other)) == KERR_OK)
		link_to(&v->replaced_by, &other);
	return e == ERR_NOT_FOUND ? KERR_OK : e;
}

static enum kerr
view_past(struct desk *d, struct card_menu_view *v)
{
	int64_t ids[CARD_MENU_PAST];
	struct case_record c;
	enum kerr e = card_family_cases(
	    d->store, v->card_id, ids, CARD_MENU_PAST, &v->past_count);

	for (size_t i = 0; e == KERR_OK && i < v->past_count; i++) {
		struct card_menu_past *past = &v->past[i];

		if ((e = cases_get(d->store, ids[i], &c)) != KERR_OK)
			return e;
		past->case_id = ids[i];
		past->state = c.state;
		past->day = c.business_day;
		past->kind = CASE_KIND_COUNT;
		(void)case_kind_from_code(c.kind, &past->kind);
	}
	return e;
}

static enum kerr
load(struct desk *d, int64_t card_id, struct card_menu_view *v,
    struct failure *f)
{
	struct card_record c;
	struct person p;
	struct menu_facts m = {
	    .card = &c, .person = &p, .today = date_of_utc(desk_now(d))};
	enum kerr e;

	memset(v, 0, sizeof(*v));
	v->card_id = card_id;
	if ((e = cards_get(d->store, card_id, &c)) != KERR_OK ||
	    (e = people_get(d->store, c.person, &p)) != KERR_OK)
		return e;
	e = cases_of_card(d->store, card_id, &v->case_id);
	if (e != KERR_OK && e != ERR_NOT_FOUND)
		return e;
	m.in_case = e == KERR_OK;
	view_card(v, &c, &p, m.today);
	if ((e = view_links(d, v, &c)) != KERR_OK ||
	    (e = view_past(d, v)) != KERR_OK ||
	    (e = procedure_list(d, card_id, m.choice, CASE_KIND_COUNT,
		 &m.choice_count, f)) != KERR_OK)
		return e;
	add_items(v, &m);
	return KERR_OK;
}

enum kerr
card_menu_load(struct desk *d, int64_t card_id, struct card_menu_view *out,
    struct failure *f)
{
	enum kerr e;

	memset(out, 0, sizeof(*out));
	if ((e = desk_need(d, ACTION_CASE_WORK, f)) != KERR_OK)
		return e;
	return store_explain(d->store, load(d, card_id, out, f), f);
}

enum kerr
card_menu_open(struct desk *d, int64_t card_id, struct card_menu_view *out,
    struct failure *f)
{
	struct audit_note note;
	enum kerr e;

	if ((e = card_menu_load(d, card_id, out, f)) != KERR_OK ||
	    (e = desk_begin(d, f)) != KERR_OK)
		return e;
	audit_note(&note, "card.look", "card", card_id);
	return desk_end(d, KERR_OK, &note, f);
}
