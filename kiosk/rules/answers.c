/* answers.c -- see rules/answers.h. */
#include "rules/answers.h"

#include <string.h>

static size_t
find(const struct answers *a, const char *field)
{
	size_t i = 0;

	while (i < a->count && strcmp(a->item[i].field, field) != 0)
		i++;
	return i;
}

const char *
answers_get(const struct answers *a, const char *field)
{
	size_t i = find(a, field);

	return i < a->count ? a->item[i].value : "";
}

static void
take_out(struct answers *a, size_t i)
{
	if (i == a->count)
		return;
	a->count--;
	memmove(
	    &a->item[i], &a->item[i + 1], (a->count - i) * sizeof(a->item[0]));
	memset(&a->item[a->count], 0, sizeof(a->item[0]));
}

enum kerr
answers_set(struct answers *a, const char *field, const char *value)
{
	size_t field_len = strlen(field);
	size_t value_len = strlen(value);
	size_t i = find(a, field);

	if (value_len == 0) {
		take_out(a, i);
		return KERR_OK;
	}
	if (field_len >= ANSWER_FIELD_SIZE || value_len >= ANSWER_VALUE_SIZE)
		return ERR_TOO_LONG;
	if (i == a->count) {
		if (a->count == ANSWERS_MOST)
			return ERR_TOO_LONG;
		a->count++;
		memcpy(a->item[i].field, field, field_len + 1);
	}
	memset(a->item[i].value, 0, sizeof(a->item[i].value));
	memcpy(a->item[i].value, value, value_len);
	return KERR_OK;
}
