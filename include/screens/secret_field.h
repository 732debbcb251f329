/* secret_field.h -- typing into a struct secret: stars, never characters.
 *
 * Characters go from the event straight into locked memory. Pastes and scans
 * are not taken. Full-width digits and letters (what a Japanese input method
 * leaves behind) count as ASCII. */
#ifndef KIOSK_SCREENS_SECRET_FIELD_H
#define KIOSK_SCREENS_SECRET_FIELD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/secret.h"
#include "screens/draw.h"
#include "screens/input.h"

enum secret_look {
	SECRET_LINE,  /* [****        ] */
	SECRET_BOXES, /* one box per character, three rows high */
	SECRET_HIDDEN /* not even the length: [typed] or [     ] */
};

/* Plain value; the screen keeps it, and frees the secret it points to. */
struct secret_field {
	struct secret *secret; /* borrowed */
	size_t most;	       /* characters */
	enum secret_look look;
	/* Whether a character may be typed; NULL: any printable one. */
	bool (*accepts)(uint32_t code_point);
};

/* What became of a character. */
enum secret_typed { SECRET_TAKEN, SECRET_REFUSED, SECRET_FULL };

void secret_field_init(struct secret_field *f, struct secret *secret,
    size_t most, enum secret_look look, bool (*accepts)(uint32_t code_point));
enum secret_typed secret_field_type(
    struct secret_field *f, uint32_t code_point);
/* Backspace takes one character, Delete all. True when it was ours. */
bool secret_field_move(struct secret_field *f, enum ui_key key);
/* Columns that it takes. */
int secret_field_columns(const struct secret_field *f);
/* Cursor on the next free place when focused. */
void secret_field_draw(const struct secret_field *f, const struct area *a,
    int row, int column, bool focused);

/* For accepts: 0-9; 0-9 A-Z (small letters are raised). */
bool secret_accepts_digits(uint32_t code_point);
bool secret_accepts_capitals(uint32_t code_point);

#endif
