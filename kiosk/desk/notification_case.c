/* notification_case.c -- see notification_case.h. */
#include "desk/notification_case.h"

#include <string.h>

#include "base/date.h"
#include "base/text.h"
#include "desk/case_bundle.h"
#include "desk/desk_private.h"
#include "desk/hand_over.h"
#include "desk/slip.h"
#include "rules/notification.h"
#include "store/card_links.h"
#include "store/evidence.h"
#include "store/store.h"

static struct date
business_day(const struct desk *d)
{
	struct date today = date_of_utc(desk_now(d));

	return date_compare(today, d->business_day) < 0 ? d->business_day
							: today;
}

enum kerr
notification_gate(struct desk *d, enum case_kind kind,
    const struct card_record *card, struct failure *f)
{
	struct date today = business_day(d), last;
	const char *why_not;
	char iso[DATE_ISO_SIZE];

	if (kind == CASE_KIND_NOTIFICATION_REISSUE &&
	    !notification_is_reissued(today, &last)) {
		failure_set(f, ERR_NOTIFICATION_ENDED);
		failure_text(f, "date", date_iso(last, iso));
		return ERR_NOTIFICATION_ENDED;
	}
	if (card->state == CARD_IN_COLLECTION)
		return KERR_OK; /* the store tells who has it */
	why_not = notification_why_not(kind, card->state, today);
	if (why_not == NULL)
		return KERR_OK;
	failure_set(f, ERR_PROCEDURE);
	failure_text(f, "reason", why_not);
	return ERR_PROCEDURE;
}

/* The new card: it comes to the office, since its fee is taken there (4.3). */
static enum kerr
list_new(struct desk *d, const struct case_bundle *b)
{
	struct card_record c;
	struct answers a;
	int64_t id = 0;
	enum kerr e = evidence_get(d->store, b->c.id, STEP_NOTE_REISSUE, &a);

	if (e != KERR_OK)
		return e;
	memset(&c, 0, sizeof(c));
	c.type = CARD_TYPE_NOTIFICATION;
	c.kind = ISSUE_REISSUE;
	c.person = b->card.person;
	c.replaces = b->card.id;
	c.applied_on = b->facts.today;
	text_copy(c.reissue_reason, sizeof(c.reissue_reason),
	    answers_get(&a, "reason"));
	return cards_apply(d->store, &c, &b->person, b->c.id, &id);
}

enum kerr
notification_finish(struct desk *d, const struct case_bundle *b)
{
	enum case_kind kind = b->facts.kind;
	enum kerr e;

	if (!notification_is_kind(kind) || kind == CASE_KIND_NOTIFICATION)
		return KERR_OK;
	e = cards_move(d->store, b->c.card, notification_event(kind), b->c.id);
	if (e == KERR_OK && kind == CASE_KIND_NOTIFICATION_REISSUE)
		e = list_new(d, b);
	return e;
}

void
notification_slip(struct desk *d, struct slip_paper *s,
    const struct case_bundle *b, const struct slip_job *job)
{
	case_slip_head(d, s, b, job);
	s->title = N_("Notification card handed over");
	slip_add_note(s, N_("Keep it in a safe place. Show its number only "
			    "where the law asks for it"));
	slip_add_note(s, N_("It is no proof of identity, and it is not made "
			    "again when it is lost"));
}
