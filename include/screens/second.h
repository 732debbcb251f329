/* second.h -- a second person signs in beside the one at the counter, who
 * stays signed in (four eyes; the rule itself is in the desk). What was agreed
 * to is done as soon as the password is right. */
#ifndef KIOSK_SCREENS_SECOND_H
#define KIOSK_SCREENS_SECOND_H

#include "rules/rights.h"
#include "screens/app.h"

struct second_ask {
	const char *title; /* catalogue id */
	const char
	    *question; /* catalogue id, with {names}: what is agreed to */
	struct failure detail; /* arguments of question */
	enum action action;    /* that the second person must be allowed */
	/* Called while the second person counts (session_second()); what it
	 * returns happens next (request_pop() to leave). On an error it says it
	 * and returns request_stay(): another person may try. owner is the
	 * asker's state, which lives below. */
	void *owner;
	struct request (*granted)(struct app *app, void *owner);
};
extern const struct screen second_screen; /* arg: struct second_ask, copied */
_Static_assert(sizeof(struct second_ask) <= REQUEST_COPY_SIZE,
    "a question is handed over whole");

#endif
