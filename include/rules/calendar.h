/* calendar.h -- days on which the issuer's systems are closed, and what that
 * closes (counter-procedures 10: the Sunday after each third Saturday). Rows
 * are data of the office with from and to dates. */
#ifndef KIOSK_RULES_CALENDAR_H
#define KIOSK_RULES_CALENDAR_H

#include <stdbool.h>
#include <stddef.h>

#include "base/date.h"

struct closed_days {
	struct date from;
	struct date to; /* inclusive; unset: open end for a rule */
	char rule[32];	/* "" plain range; "sunday_after_third_saturday",
	                     "saturdays", "sundays" within from..to */
	char said[120]; /* what to show, the office's own words */
};

/* The first row that closes day, or NULL. */
const struct closed_days *calendar_closed(
    const struct closed_days *rows, size_t count, struct date day);
/* Whether the rule's name is known. */
bool calendar_rule_is_known(const char *rule);

#endif
