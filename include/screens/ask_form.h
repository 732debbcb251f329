/* ask_form.h -- a table of fields, asked on a screen of its own. */
#ifndef KIOSK_SCREENS_ASK_FORM_H
#define KIOSK_SCREENS_ASK_FORM_H

#include "rules/step_form.h"
#include "screens/app.h"

struct ask_form {
	const char *title;    /* catalogue id */
	const char *question; /* catalogue id, with {names}; or NULL */
	struct failure detail;
	const struct field *fields;    /* borrowed, outlives the screen */
	const struct answers *initial; /* borrowed until open; may be NULL */
	const char *does;	       /* catalogue id: what F8 does */
	/* Called with the answers once no required field is empty. On an error
	 * it fills f and returns request_stay(): the form shows it. owner is
	 * the asker's state, which lives below. */
	void *owner;
	struct request (*taken)(struct app *app, void *owner,
	    const struct answers *answers, struct failure *f);
};
extern const struct screen ask_form_screen; /* arg: struct ask_form, copied */
_Static_assert(sizeof(struct ask_form) <= REQUEST_COPY_SIZE,
    "a question is handed over whole");

#endif
