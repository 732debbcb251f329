/* credentials.h -- a staff number and a secret to type, or a secret alone:
 * what sign-in, lock, second person and take-back have in common. */
#ifndef KIOSK_SCREENS_CREDENTIALS_H
#define KIOSK_SCREENS_CREDENTIALS_H

#include <stdbool.h>

#include "screens/app.h"
#include "screens/secret_field.h"
#include "screens/text_line.h"

struct credentials {
	bool with_number; /* the staff number is asked too */
	bool on_secret;	  /* where the focus is */
	struct text_line number;
	struct secret_field field;
	struct secret *secret; /* owned */
};

/* What may be typed as the secret. */
enum credentials_kind { CREDENTIALS_PASSWORD, CREDENTIALS_CODE };

/* Errors: ERR_MEMORY. */
enum kerr credentials_open(
    struct credentials *c, bool with_number, enum credentials_kind kind);
void credentials_close(struct credentials *c); /* wipes */
/* Empty the secret, and the number when all is true; focus on the first. */
void credentials_clear(struct credentials *c, bool all);
void credentials_type(struct credentials *c, uint32_t code_point);
bool credentials_move(struct credentials *c, enum ui_key key);
/* True when Enter means "go": the focus is on a secret that is not empty.
 * Else it moved on to the secret. */
bool credentials_enter(struct credentials *c);
/* Hand the secret over; a new empty one takes its place. NULL: no memory. */
struct secret *credentials_take(struct credentials *c);
/* label: catalogue id of the secret. Returns the row after. */
int credentials_draw(const struct credentials *c, const struct app *app,
    const struct area *a, int row, const char *label);

#endif
