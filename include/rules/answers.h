/* answers.h -- what was answered in one step: field ids and values, kept as
 * evidence by desk. */
#ifndef KIOSK_RULES_ANSWERS_H
#define KIOSK_RULES_ANSWERS_H

#include <stddef.h>

#include "base/error.h"

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

/* Borrowed value, "" when not answered. */
const char *answers_get(const struct answers *a, const char *field);
/* Set or replace; an empty value removes. Errors: ERR_TOO_LONG. */
enum kerr answers_set(struct answers *a, const char *field, const char *value);

#endif
