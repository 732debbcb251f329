/* sign_in_wait.c -- see sign_in_wait.h. */
#include "desk/sign_in_wait.h"

#define WAIT_FREE_FAILURES 3   /* wrong passwords before a wait begins */
#define WAIT_MOST_SECONDS  900 /* the wait doubles up to this */

int64_t
sign_in_wait_left(int64_t failures, int64_t last_failure_at, int64_t now)
{
	int64_t wait = 1, left;

	if (failures < WAIT_FREE_FAILURES)
		return 0;
	for (int64_t i = WAIT_FREE_FAILURES;
	     i < failures && wait < WAIT_MOST_SECONDS; i++)
		wait *= 2;
	if (wait > WAIT_MOST_SECONDS)
		wait = WAIT_MOST_SECONDS;
	left = last_failure_at + wait - now;
	/* a clock set back must not lock anybody out for longer */
	return left < 0 ? 0 : left > wait ? wait : left;
}
