/* notification.h -- what can be done with a notification card at the counter:
 * collected in person when it came back by post, reported lost, reissued while
 * that was possible (counter-procedures 0 "dated changes", 0.2, 2.5, 4.5). It
 * has no chip and no PINs. */
#ifndef KIOSK_RULES_NOTIFICATION_H
#define KIOSK_RULES_NOTIFICATION_H

#include <stdbool.h>

#include "base/date.h"
#include "rules/case_flow.h"
#include "rules/lifecycle.h"

/* Until when notification cards were reissued: the last working day before
 * they were abolished on 2020-05-25. from unset ends the table. */
struct notification_term {
	struct date from;
	struct date last;
};
extern const struct notification_term notification_reissue_terms[];

/* The kinds of cases of this room. */
bool notification_is_kind(enum case_kind kind);
/* NULL when it is possible for a card in this state on that day, else why not:
 * a catalogue id, a clause. */
const char *notification_why_not(
    enum case_kind kind, enum card_state state, struct date today);
/* Whether notification cards are reissued on that day; *last is the last day on
 * which they were. */
bool notification_is_reissued(struct date today, struct date *last);
/* What happens to the card when the case is closed. */
enum card_event notification_event(enum case_kind kind);

#endif
