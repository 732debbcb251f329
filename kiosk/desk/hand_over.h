/* hand_over.h -- the two ends of a case that leave paper: hand-over (of a
 * procedure: its last step) and refusal. The slip's number and its paper are
 * committed with the end of the case, and printed after it (desk/printing.h).
 */
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

/* A numbered slip on its way. */
struct slip_job {
	int64_t id;
	int64_t number;
	const char *kind;
	const char *reason; /* refusal: its code, else "" */
};
/* The lines that every slip of a case begins with; the rest is empty. */
void case_slip_head(struct desk *d, struct slip_paper *s,
    const struct case_bundle *b, const struct slip_job *job);
/* Take the case's next slip number and put its paper into the journal, in the
 * caller's transaction and last in it; printing_go() after the commit. */
enum kerr case_slip_take(
    struct desk *d, const struct case_bundle *b, struct slip_job *job);

/* Close the case: evidence, card delivered, slip. A printer in trouble stops
 * nothing. */
enum kerr hand_over_commit(struct desk *d, struct case_bundle *b,
    const struct answers *answers, struct failure *f);
enum kerr refusal_commit(struct desk *d, struct case_bundle *b,
    const struct refusal *refusal, const char *remark, struct failure *f);

#endif
