/* case_again.h -- what must be looked at again, because it was seen on another
 * day, at another counter, or before another card lay on the reader. */
#ifndef KIOSK_DESK_CASE_AGAIN_H
#define KIOSK_DESK_CASE_AGAIN_H

#include <stdbool.h>

#include "base/error.h"

struct case_bundle;
struct desk;

/*
 * Take back, inside a transaction, what was seen of register, papers and face
 * on another day, and with card the proof of the card; the case goes back to
 * the first step that is open now. Register and face lose their answers, the
 * papers keep theirs as a proposal. b follows.
 */
enum kerr case_again(struct desk *d, struct case_bundle *b, bool card);

/*
 * The guard before effects that cannot be taken back, a transaction of its
 * own. ERR_STEP_REFUSE: something is asked again.
 */
enum kerr case_again_guard(
    struct desk *d, struct case_bundle *b, struct failure *f);

#endif
