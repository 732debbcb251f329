/* step_form.h -- what each step asks, as tables, and whether the answers let
 * the case go on. Pure: dates and facts are arguments. Sources of each rule:
 * counter-procedures 2 (papers, order), 2.9 (foreign residents), 3.4, 2.6,
 * 2.7 (representatives, proxies). A form is drawn from this table by screens
 * and stored as evidence by desk. */
#ifndef KIOSK_RULES_STEP_FORM_H
#define KIOSK_RULES_STEP_FORM_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "rules/answers.h"
#include "rules/case_flow.h"
#include "rules/refusal.h"

enum field_type {
	FIELD_CHOICE, /* one of choices; value is the choice's code */
	FIELD_CHECK,  /* "yes" or "" */
	FIELD_TEXT,
	FIELD_DATE /* stored as ISO; any form of date_parse() is judged */
};

struct field {
	const char *id;	   /* stored; NULL ends a table */
	const char *label; /* catalogue id */
	const char *hint;  /* catalogue id or NULL */
	enum field_type type;
	bool required;
	size_t max_columns;	      /* TEXT */
	const struct choice *choices; /* CHOICE; code NULL ends */
	/* Asked only when true; NULL: always. Two fields of a table may share
	 * an id when never both are shown. */
	bool (*shown)(const struct case_facts *facts, const struct answers *a);
};

/* The fields of a step, ended by id NULL; an empty table for steps that are
 * done by something else than a form (right card, fee, PINs). */
const struct field *step_fields(enum case_step step);
/* Whether the field is asked with these answers. */
bool field_is_shown(const struct field *field, const struct case_facts *facts,
    const struct answers *a);
/* What the clerk does now. Catalogue id, may depend on facts. */
const char *step_instruction(enum case_step step, const struct case_facts *f);

/*
 * Whether these answers let the step be done. Answers of fields that are not
 * shown do not count. The form is judged from the top: the first field that is
 * missing or refused is told. Errors: ERR_STEP_INCOMPLETE (argument field:
 * catalogue id of the label), ERR_STEP_REFUSE (reason: catalogue id, a clause),
 * ERR_CARD_EXPIRED (date), ERR_FEE_DUE (yen).
 * No answers can do STEP_RIGHT_CARD, STEP_PINS or STEP_APPROVAL: what the card
 * says, or a second person, does them, and here they are ERR_STEP_INCOMPLETE.
 */
enum kerr step_judge(enum case_step step, const struct case_facts *facts,
    const struct answers *answers, struct failure *f);

#endif
