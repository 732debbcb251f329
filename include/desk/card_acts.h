/* card_acts.h -- what happens to a card without a visit of its own: it is
 * cancelled, a notification card comes back by post or is held. Each is one transaction with its audit entry. */
#ifndef KIOSK_DESK_CARD_ACTS_H
#define KIOSK_DESK_CARD_ACTS_H

#include <stdint.h>

#include "base/error.h"
#include "rules/answers.h"
#include "rules/lifecycle.h"

struct desk;

/* With the answers of cancel_fields() (rules/destruction.h). Errors: those of
 * cancel_judge(), ERR_CARD_STATE, ERR_CASE_TAKEN, ERR_RIGHTS. */
enum kerr card_cancel(struct desk *d, int64_t card_id,
    const struct answers *answers, struct failure *f);
/*
 * One of the events of a notification card that staff enter as they see them:
 * CARD_EV_POST_RETURNED, CARD_EV_HELD, CARD_EV_POSTED, CARD_EV_RECEIVED and
 * CARD_EV_FOUND. place: where it lies now, for those that bring it into the
 * office. Errors: ERR_CARD_STATE,
 * ERR_STEP_INCOMPLETE (no place), ERR_NUMBER_KEPT, ERR_RIGHTS.
 */
enum kerr card_enter_event(struct desk *d, int64_t card_id,
    enum card_event event, const char *place, struct failure *f);
/* Whether that event asks for a place. */
bool card_event_has_place(enum card_event event);

#endif
