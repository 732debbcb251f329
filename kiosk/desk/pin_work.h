/* pin_work.h -- in what the three kinds of PIN work differ: first PINs from
 * the office's initial values, a change from what the resident knows, a reset
 * without knowing. Sessions (pin_setting.c) and the journal's order (pin_
 * writing.c) are the same for all. */
#ifndef KIOSK_DESK_PIN_WORK_H
#define KIOSK_DESK_PIN_WORK_H

#include <stdbool.h>

#include "desk/desk_private.h"
#include "store/pin_journal.h"

/* What the resident is asked for one kind, from its one or two places. */
enum pin_task pin_work_task(enum case_kind work,
    const struct pin_known known[PIN_REF_COUNT], enum pin_kind kind);
/* Whether everything that its task asks for is held. */
bool pin_work_is_ready(const struct desk_pins *p, enum pin_kind kind);

/* What is to be asked of, or written to, a place now. false: nothing. */
bool pin_work_next(const struct desk *d,
    const struct pin_known known[PIN_REF_COUNT], enum pin_ref ref,
    struct pin_op *op);
/* Whose value the last try may be spent on, with the resident's word: of the
 * operation that found only one left. PIN_KIND_COUNT: nobody's, since it is
 * the office's value or is not held any more. */
enum pin_kind pin_work_last_try(const struct desk_pins *p);
/* Send it. The intent is committed. */
enum kerr pin_work_post(struct desk *d, const struct pin_op *op);

/* The place was in doubt, so the answer of the card is news; a proof on a
 * written place is not. Before the view is refreshed. */
bool pin_work_reconciles(const struct desk *d, const struct pin_op *op);
/* The answer says something of what the place holds. */
bool pin_work_is_answer(const struct desk *d, const struct pin_op *op,
    const struct agent_event *event);
/* What it tells the journal. */
enum pin_status pin_work_status(const struct desk *d, const struct pin_op *op,
    const struct agent_event *event);
/* Whether the writing goes on after it, or stops with why. Forgets values
 * that the card denied. Before the view is refreshed. */
enum kerr pin_work_verdict(struct desk *d, const struct agent_event *event);

#endif
