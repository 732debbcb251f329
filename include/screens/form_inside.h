/* form_inside.h -- what form.c and form_draw.c share; for no one else. */
#ifndef KIOSK_SCREENS_FORM_INSIDE_H
#define KIOSK_SCREENS_FORM_INSIDE_H

#include "base/date.h"
#include "screens/form.h"
#include "screens/text_line.h"

struct form {
	const struct field *fields;	/* borrowed */
	const struct case_facts *facts; /* borrowed, may be NULL */
	struct answers answers;
	struct answers initial;
	struct answers drafts; /* texts that are no date */
	size_t focus;	       /* index of fields */
	struct text_line line; /* of the focused text or date */
	struct failure failure;
	size_t failed; /* index of fields */
};

bool form_field_is_shown(const struct form *f, size_t field);
bool form_field_is_text(const struct field *field);
/* The focus onto a field that is shown, with its text to edit. */
void form_settle_focus(struct form *f);

#endif
