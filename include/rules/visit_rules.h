/* visit_rules.h -- who may come for a procedure of a card that its holder has,
 * and with which papers: dated rows, since municipalities differ (counter-
 * procedures 2.6 to 2.8, 3.9). The built-in rows hold where the office gives no
 * list of its own (config/visits.example.csv). */
#ifndef KIOSK_RULES_VISIT_RULES_H
#define KIOSK_RULES_VISIT_RULES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/date.h"
#include "rules/case_flow.h"

enum visit_admitted {
	VISIT_NO,
	VISIT_YES,
	VISIT_LETTER, /* after an inquiry letter, on a second visit (3.9) */
	VISIT_ADMITTED_COUNT
};

struct visit_rule {
	enum case_kind kind;
	enum who_came who;
	enum visit_admitted admitted;
	bool holder_id;	  /* a document of the holder: one A or two B (2.2) */
	bool comer_id;	  /* and of whoever came for the holder (2.8) */
	bool authority;	  /* proof of being the legal representative (2.6) */
	bool mandate;	  /* filled in by the holder (2.8) */
	bool reason;	  /* why the holder cannot come, with evidence (2.7) */
	struct date from; /* first day; unset: ever */
	struct date to;	  /* last day; unset: for ever */
};

#define VISIT_RULES_MOST 256

struct visit_rules {
	struct visit_rule row[VISIT_RULES_MOST];
	size_t count;
};

/*
 * The row in force on day, of an office's rows (NULL: the built-in ones). A
 * kind without any row of the office's has the built-in ones; a person without
 * a row in it is not admitted. Never NULL.
 */
const struct visit_rule *visit_rule_find(const struct visit_rules *rules,
    enum case_kind kind, enum who_came who, struct date day);
/* That of this case's visitor today. */
const struct visit_rule *visit_rule_of(const struct case_facts *facts);
/* Two rows of one kind and person that hold on one day: index of the second,
 * or count when there are none. */
size_t visit_rules_overlap(const struct visit_rules *rules);

/* Codes of the list. */
const char *who_code(enum who_came who);
bool who_from_code(const char *code, enum who_came *out);
bool visit_admitted_from_code(const char *code, enum visit_admitted *out);

#endif
