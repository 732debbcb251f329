/* card_type.h -- what lies in the office's box: Individual Number Cards, and
 * notification cards (until 2020-05-25, counter-procedures 0 "dated changes"),
 * which have a life of their own. */
#ifndef KIOSK_RULES_CARD_TYPE_H
#define KIOSK_RULES_CARD_TYPE_H

#include <stdbool.h>

/* X(enum, code in the store, catalogue id) */
#define CARD_TYPES(X) \
	X(CARD_TYPE_INDIVIDUAL, "individual", N_("Individual Number Card")) \
	X(CARD_TYPE_NOTIFICATION, "notification", N_("Notification card"))

enum card_type {
#define X(type, code, name) type,
	CARD_TYPES(X)
#undef X
	    CARD_TYPE_COUNT
};

const char *card_type_code(enum card_type type);
const char *card_type_name(enum card_type type); /* catalogue id */
bool card_type_from_code(const char *code, enum card_type *out);

#endif
