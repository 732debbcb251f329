/* message.h -- the line that keeps the last thing that happened until
 * something else does. Kept as a catalogue id with arguments, so that it
 * follows the language. No personal data beyond what a case screen shows. */
#ifndef KIOSK_SCREENS_MESSAGE_H
#define KIOSK_SCREENS_MESSAGE_H

#include "base/error.h"
#include "base/lang.h"
#include "screens/draw.h"

#define MESSAGE_ROWS_MOST 3

struct message {
	enum mark mark;	       /* MARK_NONE: plain */
	const char *id;	       /* catalogue id; NULL: empty or a failure */
	struct failure detail; /* its arguments, or the failure */
	bool for_resident;     /* whose next step a failure tells */
};

void message_clear(struct message *m);
/* A sentence without arguments, or with those of detail (may be NULL). */
void message_set(struct message *m, enum mark mark, const char *id,
    const struct failure *detail);
/* What happened and the next step, in words. */
void message_set_failure(
    struct message *m, const struct failure *f, bool for_resident);
/* The whole text in a language. Returns out. */
char *message_text(
    const struct message *m, enum lang lang, char *out, size_t out_size);
/* Rows it needs, 1 to MESSAGE_ROWS_MOST. */
int message_rows(const struct message *m, enum lang lang, int columns);
void message_draw(
    const struct message *m, enum lang lang, const struct area *a);

#endif
