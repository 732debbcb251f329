/* note.h -- one line of free text, asked on a screen of its own. */
#ifndef KIOSK_SCREENS_NOTE_H
#define KIOSK_SCREENS_NOTE_H

#include <stdbool.h>

#include "base/date.h"
#include "screens/app.h"

#define NOTE_SIZE 160

struct note_ask {
	const char *title;    /* catalogue id */
	const char *question; /* catalogue id */
	const char *initial;  /* may be NULL */
	size_t columns;
	bool required;
	/* Called with the text when Enter was pressed; what it returns happens
	 * next (request_pop() to leave the note). owner is the asker's state,
	 * which lives below. */
	void *owner;
	struct request (*taken)(struct app *app, void *owner, const char *text);
};
extern const struct screen staff_note_screen; /* arg: struct note_ask, copied */
_Static_assert(sizeof(struct note_ask) <= REQUEST_COPY_SIZE,
    "a question is handed over whole");

/* Ask for another day; taken gets the text, and reads it with note_day(). */
struct request note_ask_day(struct app *app, void *owner,
    struct request (*taken)(struct app *app, void *owner, const char *text));
/* The day that was typed, unset for none; a text that is no date is said on
 * the message line, and false. */
bool note_day(struct app *app, const char *text, struct date *out);

#endif
