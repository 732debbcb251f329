/* collection_card.c -- the right card in hand: the chip's serial equals the
 * case's, or the case stops and an incident is opened (counter-procedures 10:
 * another child's card was handed over from a box of cards). */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "desk/case_again.h"
#include "desk/case_bundle.h"
#include "desk/collection.h"
#include "desk/desk_private.h"
#include "store/audit.h"
#include "store/evidence.h"
#include "store/incidents.h"
#include "store/store.h"

#define INCIDENTS_SCANNED 100

void
collection_watch(struct desk *d, int64_t case_id)
{
	if (d->here.watched == case_id)
		return;
	d->here.watched = case_id;
	d->here.check = CHECK_NO_CARD;
	d->here.failed.code = KERR_OK;
	if (!d->pins.running)
		d->pins.asking =
		    false; /* it waited for the other case's card */
	if (case_id == 0) {
		reader_leave(d);
		return;
	}
	if (d->reader.identified)
		collection_card_seen(d);
	else
		reader_identify(d);
}

int64_t
collection_watched(const struct desk *d)
{
	return d->here.watched;
}

enum kerr
collection_check_card(struct desk *d, int64_t case_id, struct failure *f)
{
	enum kerr e;

	if ((e = desk_need(d, ACTION_CASE_WORK, f)) != KERR_OK)
		return e;
	d->here.watched = case_id;
	if (d->reader.identified) {
		collection_card_seen(d);
		return KERR_OK;
	}
	reader_identify(d);
	if (!d->reader.identifying)
		return failure_set(f, d->here.failed.code != KERR_OK
					  ? d->here.failed.code
					  : ERR_CARD_ABSENT);
	return KERR_OK;
}

void
collection_card_gone(
    struct desk *d, enum kerr why, const struct agent_event *event)
{
	d->here.check = CHECK_NO_CARD;
	d->here.failed.code = KERR_OK;
	/* A lost reply with the card still there: not "no card", or nobody
	 * would think of lifting it. */
	if (why == ERR_CARD_REMOVED &&
	    (event == NULL || event->reader != READER_CARD))
		return;
	d->here.check = CHECK_FAILED;
	reader_explain(&d->here.failed, why, event);
}

/* The open incident of a case; id 0: none. */
static enum kerr
incident_of_case(struct desk *d, int64_t case_id, struct incident *out)
{
	struct incident *rows = NULL;
	size_t count = 0;
	enum kerr e;

	memset(out, 0, sizeof(*out));
	if ((rows = calloc(INCIDENTS_SCANNED, sizeof(*rows))) == NULL)
		return ERR_MEMORY;
	e = incidents_list(d->store, 0, rows, INCIDENTS_SCANNED, &count);
	for (size_t i = 0; e == KERR_OK && i < count; i++)
		if (rows[i].case_id == case_id)
			*out = rows[i];
	free(rows);
	return e;
}

/* A card that was handed over and still lies there belongs to nobody's box:
 * no incident, but it must go before this case's card can come. */
static bool
card_is_delivered(struct desk *d)
{
	struct card_record card;
	int64_t id = 0;

	if (cards_find(d->store, CARD_BY_CHIP_SERIAL,
		d->reader.identity.chip_serial, &id) != KERR_OK ||
	    cards_get(d->store, id, &card) != KERR_OK ||
	    card.state != CARD_DELIVERED)
		return false;
	failure_set(&d->here.failed, ERR_CARD_DELIVERED);
	failure_text(&d->here.failed, "notice", card.notice_no);
	return true;
}

/* Another card lies there: once per serial, not once per look. The case stops
 * there, also when its own card was proven before: the two may be mixed up. */
static void
card_is_wrong(struct desk *d, struct case_bundle *b)
{
	struct audit_note note;
	struct incident known;
	struct failure f;
	int64_t id = 0;
	bool stray;
	enum kerr e = KERR_OK;

	d->here.check = CHECK_WRONG;
	failure_set(&d->here.failed, ERR_CARD_OTHER);
	stray = !card_is_delivered(d);
	if (incident_of_case(d, b->c.id, &known) != KERR_OK || known.id != 0)
		return;
	if (!stray && (b->c.done & STEP_BIT(STEP_RIGHT_CARD)) == 0)
		return; /* nothing was proven yet that it could shake */
	if (desk_begin(d, &f) != KERR_OK)
		return;
	case_note(&note, stray ? "incident.open" : "case.again", b);
	if (stray) {
		audit_note_code(&note, "kind", INCIDENT_WRONG_CARD);
		e = incidents_add(d->store, INCIDENT_WRONG_CARD, b->c.id,
		    d->reader.identity.chip_serial, &id);
	}
	if (e == KERR_OK)
		e = case_again(d, b, true);
	if (desk_end(d, e, &note, &f) != KERR_OK)
		d->here.failed = f;
}

/* The case's own card: proof for the step that asks for it. */
static void
card_is_right(struct desk *d, struct case_bundle *b)
{
	struct answers proof;
	struct audit_note note;
	struct incident open;
	struct failure f;
	enum kerr e;

	d->here.check = CHECK_RIGHT;
	d->here.failed.code = KERR_OK;
	if (b->c.step != STEP_RIGHT_CARD)
		return;
	if (incident_of_case(d, b->c.id, &open) != KERR_OK || open.id != 0)
		return; /* first the other card is put away */
	memset(&proof, 0, sizeof(proof));
	if (answers_set(&proof, "chip_serial", "equal") != KERR_OK ||
	    desk_begin(d, &f) != KERR_OK)
		return;
	case_note(&note, "case.right_card", b);
	e = evidence_put(d->store, b->c.id, STEP_RIGHT_CARD, &proof);
	if (e == KERR_OK)
		e = case_step_finish(d, b, STEP_RIGHT_CARD);
	if (desk_end(d, e, &note, &f) != KERR_OK)
		d->here.failed = f;
}

enum kerr
card_kind_unusable(enum card_kind kind)
{
	static const enum kerr why[] = {
	    [CARD_KIND_UNKNOWN] = ERR_CARD_NOT_OURS,
	    [CARD_KIND_PLASTIC] = KERR_OK,
	    [CARD_KIND_PHONE] = ERR_CARD_PHONE,
	    [CARD_KIND_COMBINED] = KERR_OK,
	    [CARD_KIND_OTHER] = ERR_CARD_NOT_OURS,
	};

	return why[kind];
}

void
collection_card_seen(struct desk *d)
{
	struct case_bundle b;
	struct failure f;
	enum kerr why;

	if (d->here.watched == 0 || !d->reader.identified)
		return;
	if (case_bundle_own(d, d->here.watched, &b, &f) != KERR_OK ||
	    !case_kind_has_step(b.facts.kind, STEP_RIGHT_CARD) ||
	    b.c.step < STEP_FACE)
		return; /* none is asked for yet */
	if ((why = card_kind_unusable(d->reader.identity.kind)) != KERR_OK) {
		d->here.check = CHECK_FAILED;
		failure_set(&d->here.failed, why);
	} else if (b.card.chip_serial[0] == '\0') {
		/* written down by hand: nothing says yet whose chip it is */
		d->here.check = CHECK_FAILED;
		failure_set(&d->here.failed, ERR_CHIP_UNBOUND);
	} else if (strcmp(b.card.chip_serial, d->reader.identity.chip_serial) ==
		   0) {
		card_is_right(d, &b);
	} else {
		card_is_wrong(d, &b);
	}
}

enum kerr
collection_incident(struct desk *d, int64_t case_id, struct incident_view *out,
    struct failure *f)
{
	struct incident open;
	struct card_record card;
	enum kerr e;

	memset(out, 0, sizeof(*out));
	if ((e = desk_need(d, ACTION_CASE_WORK, f)) != KERR_OK)
		return e;
	if ((e = incident_of_case(d, case_id, &open)) != KERR_OK)
		return store_explain(d->store, e, f);
	if (open.id == 0)
		return failure_set(f, ERR_NOT_FOUND);
	out->id = open.id;
	out->at = open.at;
	text_copy(
	    out->found_serial, sizeof(out->found_serial), open.found_serial);
	if (open.found_card != 0 &&
	    cards_get(d->store, open.found_card, &card) == KERR_OK) {
		text_copy(out->notice, sizeof(out->notice), card.notice_no);
		text_copy(out->place, sizeof(out->place), card.place);
	}
	return KERR_OK;
}

enum kerr
collection_incident_close(
    struct desk *d, int64_t case_id, const char *note, struct failure *f)
{
	struct case_bundle b;
	struct incident open;
	struct audit_note said;
	enum kerr e;

	if ((e = case_bundle_own(d, case_id, &b, f)) != KERR_OK)
		return e;
	if ((e = incident_of_case(d, case_id, &open)) != KERR_OK)
		return store_explain(d->store, e, f);
	if (open.id == 0)
		return failure_set(f, ERR_NOT_FOUND);
	if (d->here.watched == case_id && d->here.check == CHECK_WRONG)
		return failure_set(f, ERR_CARD_OTHER); /* it still lies there */
	if ((e = desk_begin(d, f)) != KERR_OK)
		return e;
	audit_note(&said, "incident.close", "incident", open.id);
	audit_note_number(&said, "case", case_id);
	e = incidents_close(d->store, open.id, note);
	if ((e = desk_end(d, e, &said, f)) == KERR_OK)
		collection_card_seen(d);
	return e;
}
