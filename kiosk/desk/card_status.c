/* card_status.c -- the status of the card at a counter: read once for each
 * card that is placed while the screen is open, left at once, audited before
 * it is shown. */
#include "desk/card_status.h"

#include <string.h>

#include "base/text.h"
#include "desk/card_status_private.h"
#include "desk/desk_private.h"
#include "store/audit.h"
#include "store/cards.h"
#include "store/pin_journal.h"
#include "store/store.h"

enum kerr
card_status_begin(struct desk *d, struct failure *f)
{
	enum kerr e = desk_need(d, ACTION_QUEUE, f);

	if (e != KERR_OK)
		return e;
	d->look.wanted = true;
	d->look.halted = false;
	card_status_forget(d);
	card_status_go(d);
	return KERR_OK;
}

void
card_status_end(struct desk *d)
{
	d->look.wanted = false;
	card_status_forget(d);
}

void
card_status_again(struct desk *d)
{
	if (d->look.reading)
		return;
	d->look.halted = false;
	card_status_forget(d);
	card_status_go(d);
}

const struct card_status_view *
card_status_get(const struct desk *d)
{
	return &d->look.view;
}

void
card_status_forget(struct desk *d)
{
	struct card_status_view *v = &d->look.view;

	memset(v, 0, sizeof(*v));
	v->phase = d->look.reading ? CARD_STATUS_READING : CARD_STATUS_WAITS;
	v->reader = d->reader.agent != NULL ? agent_reader(d->reader.agent)
					    : READER_STUCK;
	if (d->look.halted) {
		v->phase = CARD_STATUS_FAILED;
		v->failed = d->look.halted_why;
	}
}

void
card_status_go(struct desk *d)
{
	struct desk_reader *r = &d->reader;

	if (!d->look.wanted || d->look.reading ||
	    d->look.view.phase != CARD_STATUS_WAITS || r->agent == NULL ||
	    agent_reader(r->agent) != READER_CARD || !agent_is_idle(r->agent))
		return;
	if (agent_inspect(r->agent, desk_now(d)) != KERR_OK)
		return;
	d->look.reading = true;
	d->look.view.phase = CARD_STATUS_READING;
	r->open = true;
	reader_posted(d);
}

void
card_status_moved(struct desk *d)
{
	if (agent_reader(d->reader.agent) == READER_EMPTY)
		d->look.halted = false;
	card_status_forget(d);
	if (d->look.reading) /* its end will say that the card was lifted */
		return;
	card_status_go(d);
}

void
card_status_look_up(struct store *st, struct card_status_view *v)
{
	struct card_record card;
	struct pin_card pins;
	int64_t id = 0;

	if (v->serial[0] == '\0' ||
	    cards_find(st, CARD_BY_CHIP_SERIAL, v->serial, &id) != KERR_OK ||
	    cards_get(st, id, &card) != KERR_OK)
		return;
	v->card_id = id;
	text_copy(v->notice, sizeof(v->notice), card.notice_no);
	if (pin_journal_card(st, id, &pins) != KERR_OK)
		return;
	v->pins_split = pins.split;
	v->pins_unknown = pins.unknown;
}

/* The card in the office's list, and the audit entry of this look. */
static enum kerr
look_up(struct desk *d, struct card_status_view *v, struct failure *f)
{
	struct audit_note note;
	enum kerr e = desk_need(d, ACTION_QUEUE, f);

	if (e != KERR_OK)
		return e;
	card_status_look_up(d->store, v);
	if ((e = desk_begin(d, f)) != KERR_OK)
		return e;
	audit_note(&note, "card.status", "card", v->card_id);
	audit_note_code(&note, "kind", card_kind_code(v->kind));
	return desk_end(d, KERR_OK, &note, f);
}

void
card_status_inspected(struct desk *d, const struct agent_event *event)
{
	struct card_status_view *v = &d->look.view;
	struct failure f;

	d->look.reading = false;
	d->reader.open = true;
	reader_leave(d);
	if (!d->look.wanted)
		return; /* the screen was closed meanwhile */
	card_status_fill(v, event, date_of_utc(desk_now(d)));
	if (look_up(d, v, &f) == KERR_OK)
		return;
	/* what is not audited is not shown */
	card_status_forget(d);
	v->phase = CARD_STATUS_FAILED;
	v->failed = f;
}

void
card_status_failed(struct desk *d, const struct agent_event *event)
{
	if (!d->look.reading)
		return;
	d->look.reading = false;
	card_status_fail(&d->look.view, event);
	if (event->kind == AGENT_GONE) {
		d->look.halted = true;
		d->look.halted_why = d->look.view.failed;
		return;
	}
	d->reader.open = true;
	reader_leave(d);
}
