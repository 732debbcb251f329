/* hand_over.h -- the two ends of a case that leave paper: hand-over (of a
 * procedure: its last step) and refusal. The slip's number is committed with the end of the case; the paper
 * is made after it, and its result committed then (design, decision 3). */
#ifndef KIOSK_DESK_HAND_OVER_H
#define KIOSK_DESK_HAND_OVER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"

struct answers;
struct case_bundle;
struct desk;
struct refusal;
struct slip_paper;

/* A numbered slip on its way: what the two transactions share. */
struct slip_job {
	int64_t id;
	int64_t number;
	const char *kind;
	const char *reason; /* refusal: its code, else "" */
};
/* The lines that every slip of a case begins with; the rest is empty. */
void case_slip_head(struct desk *d, struct slip_paper *s,
    const struct case_bundle *b, const struct slip_job *job);
/* Make the paper of a committed number and commit how that went. */
enum kerr case_slip_make(struct desk *d, const struct case_bundle *b,
    const struct slip_job *job, bool copy, struct failure *f);

/* Close the case: evidence, card delivered, slip. A slip that could not be
 * written is ERR_SPOOL while the hand-over stands. */
enum kerr hand_over_commit(struct desk *d, struct case_bundle *b,
    const struct answers *answers, struct failure *f);
enum kerr refusal_commit(struct desk *d, struct case_bundle *b,
    const struct refusal *refusal, const char *remark, struct failure *f);

#endif
