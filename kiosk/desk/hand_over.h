/* hand_over.h -- the two ends of a case that leave paper: hand-over (of a PIN
 * change or reset: the card back) and refusal. The slip's number is committed with the end of the case; the paper
 * is made after it, and its result committed then (design, decision 3). */
#ifndef KIOSK_DESK_HAND_OVER_H
#define KIOSK_DESK_HAND_OVER_H

#include "base/error.h"

struct answers;
struct case_bundle;
struct desk;
struct refusal;

/* Close the case: evidence, card delivered, slip. A slip that could not be
 * written is ERR_SPOOL while the hand-over stands. */
enum kerr hand_over_commit(struct desk *d, struct case_bundle *b,
    const struct answers *answers, struct failure *f);
enum kerr refusal_commit(struct desk *d, struct case_bundle *b,
    const struct refusal *refusal, const char *remark, struct failure *f);

#endif
