/* form.h -- a table of fields (rules/step_form) as something to fill in.
 *
 * Tab, Up and Down go from field to field; Left and Right choose or move in
 * the text; Space ticks. The choices of the focused field stand open below
 * it. Full-width letters and digits become ASCII as they are typed; dates
 * are shown with their era and kept as ISO. What is wrong is said under its
 * field. The form owns its answers and wipes them. */
#ifndef KIOSK_SCREENS_FORM_H
#define KIOSK_SCREENS_FORM_H

#include "base/lang.h"
#include "rules/step_form.h"
#include "screens/draw.h"
#include "screens/input.h"

struct form; /* opaque */

/* fields and facts are borrowed and outlive the form; initial is copied and
 * may be NULL, facts too. Errors: ERR_MEMORY. */
enum kerr form_new(const struct field *fields, const struct case_facts *facts,
    const struct answers *initial, struct form **out);
void form_free(struct form **f); /* wipes */

/* What is filled in now; the text being typed is taken in first. Borrowed. */
const struct answers *form_answers(struct form *f);
/* Put the focus on a field that is shown. */
void form_focus(struct form *f, const char *field);
/* Say a failure under the field whose label it names (argument "field"), else
 * under the focused one; focuses it. NULL clears. */
void form_set_failure(struct form *f, const struct failure *failure);
bool form_is_changed(const struct form *f);

/* True when the key was the form's. */
bool form_move(struct form *f, enum ui_key key);
bool form_type(struct form *f, uint32_t code_point);
/* Replace the focused text by what was scanned / put a paste into it. */
bool form_scan(struct form *f, const char *text);
bool form_paste(struct form *f, const char *text);
/* Draws, scrolled so that the focused field is seen; places the cursor. */
void form_draw(const struct form *f, const struct area *a, enum lang lang);

#endif
