/* notification.c -- see rules/notification.h. Its forms: step_notification.c. */
#include "rules/notification.h"

#include <stddef.h>

#include "base/error.h"
#include "rules/procedure.h"

/* counter-procedures 0, dated changes, and 4.5. */
const struct notification_term notification_reissue_terms[] = {
    {{2015, 10, 5}, {2020, 5, 22}},
    {{0, 0, 0}, {0, 0, 0}},
};

bool
notification_is_kind(enum case_kind kind)
{
	return kind == CASE_KIND_NOTIFICATION ||
	       kind == CASE_KIND_NOTIFICATION_LOSS ||
	       kind == CASE_KIND_NOTIFICATION_REISSUE;
}

bool
notification_is_reissued(struct date today, struct date *last)
{
	const struct notification_term *t = notification_reissue_terms;

	*last = t->last;
	for (; date_is_set(t->from); t++) {
		*last = t->last;
		if (date_compare(t->from, today) <= 0 &&
		    date_compare(today, t->last) <= 0)
			return true;
	}
	return false;
}

static const char *
wrong_state(enum case_kind kind, enum card_state state)
{
	if (state == CARD_DESTROYED)
		return N_("it is destroyed");
	if (state == CARD_REISSUED)
		return N_("another card has taken its place");
	if (kind == CASE_KIND_NOTIFICATION)
		return N_("it does not lie at the office");
	return state == CARD_LOST ? N_("it is reported lost already")
				  : N_("it is not with its holder");
}

const char *
notification_why_not(
    enum case_kind kind, enum card_state state, struct date today)
{
	struct date last;

	if (kind == CASE_KIND_NOTIFICATION_REISSUE &&
	    !notification_is_reissued(today, &last))
		return N_(
		    "reissued until 2020-05-22 only: advise an Individual "
		    "Number Card, or a certificate with the number");
	return procedure_state_allows(kind, state) ? NULL
						   : wrong_state(kind, state);
}

enum card_event
notification_event(enum case_kind kind)
{
	if (kind == CASE_KIND_NOTIFICATION)
		return CARD_EV_HANDED_OVER;
	if (kind == CASE_KIND_NOTIFICATION_LOSS)
		return CARD_EV_LOST;
	return kind == CASE_KIND_NOTIFICATION_REISSUE ? CARD_EV_REISSUED
						      : CARD_EVENT_COUNT;
}
