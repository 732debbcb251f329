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
#include "rules/case_flow.h"

enum field_type {
	FIELD_CHOICE, /* one of choices; value is the choice's code */
	FIELD_CHECK,  /* "yes" or "" */
	FIELD_TEXT,
	FIELD_DATE /* stored as ISO */
};

struct choice {
	const char *code;  /* stored */
	const char *label; /* catalogue id */
};

#define ANSWER_FIELD_SIZE 24
#define ANSWER_VALUE_SIZE 160
#define ANSWERS_MOST	  24

struct answer {
	char field[ANSWER_FIELD_SIZE];
	char value[ANSWER_VALUE_SIZE];
};

struct answers {
	struct answer item[ANSWERS_MOST];
	size_t count;
};

struct field {
	const char *id;	   /* stored; NULL ends a table */
	const char *label; /* catalogue id */
	const char *hint;  /* catalogue id or NULL */
	enum field_type type;
	bool required;
	size_t max_columns;	      /* TEXT */
	const struct choice *choices; /* CHOICE; code NULL ends */
	/* Asked only when true; NULL: always. */
	bool (*shown)(const struct case_facts *facts, const struct answers *a);
};

/* The fields of a step, ended by id NULL; an empty table for steps that are
 * done by something else than a form (right card, PINs). */
const struct field *step_fields(enum case_step step);
/* One sentence: what the clerk does now. Catalogue id, may depend on facts. */
const char *step_instruction(enum case_step step, const struct case_facts *f);

/* Borrowed value, "" when not answered. */
const char *answers_get(const struct answers *a, const char *field);
/* Set or replace; an empty value removes. Errors: ERR_TOO_LONG. */
enum kerr answers_set(struct answers *a, const char *field, const char *value);

/*
 * Whether these answers let the step be done. Errors: ERR_STEP_INCOMPLETE
 * (argument field: catalogue id of the label), ERR_STEP_REFUSE (reason:
 * catalogue id), ERR_CARD_EXPIRED, ERR_FEE_DUE.
 */
enum kerr step_judge(enum case_step step, const struct case_facts *facts,
    const struct answers *answers, struct failure *f);

/*
 * A reason for which a step may be refused (F6), from the table of
 * counter-procedures 2 "Stop reason": what the resident should do, and
 * whether the card goes back to waiting or is cancelled.
 */
struct refusal {
	const char *code;  /* "GUARDIAN_MISSING"; NULL ends */
	const char *label; /* catalogue id, staff's words */
	const char *said;  /* catalogue id, to the resident */
	bool needs_note;   /* a free note of the clerk is required */
};
/* The reasons of a step, ended by code NULL. */
const struct refusal *step_refusals(enum case_step step);
const struct refusal *refusal_from_code(const char *code); /* or NULL */

/* Reasons for pausing and abandoning, as choices ended by code NULL. */
const struct choice *pause_reasons(void);
const struct choice *abandon_reasons(void);

#endif
