/* card_type.c -- see rules/card_type.h. */
#include "rules/card_type.h"

#include <stddef.h>
#include <string.h>

#include "base/error.h"

static const struct {
	const char *code;
	const char *name;
} types[CARD_TYPE_COUNT] = {
#define X(type, code, name) [type] = {code, name},
    CARD_TYPES(X)
#undef X
};

const char *
card_type_code(enum card_type type)
{
	return (unsigned)type < CARD_TYPE_COUNT ? types[type].code : "";
}

const char *
card_type_name(enum card_type type)
{
	return (unsigned)type < CARD_TYPE_COUNT ? types[type].name : "";
}

bool
card_type_from_code(const char *code, enum card_type *out)
{
	for (int t = 0; code != NULL && t < CARD_TYPE_COUNT; t++) {
		if (strcmp(types[t].code, code) == 0) {
			*out = (enum card_type)t;
			return true;
		}
	}
	return false;
}
