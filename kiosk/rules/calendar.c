/* calendar.c -- see rules/calendar.h. */
#include "rules/calendar.h"

#include <string.h>

enum { SUNDAY = 0, SATURDAY = 6 };

static bool
is_saturday(struct date day)
{
	return date_weekday(day) == SATURDAY;
}

static bool
is_sunday(struct date day)
{
	return date_weekday(day) == SUNDAY;
}

/* The third Saturday is the one on the 15th to the 21st, and the Sunday after
 * it is always in the same month. */
static bool
is_sunday_after_third_saturday(struct date day)
{
	return is_sunday(day) && day.day >= 16 && day.day <= 22;
}

static const struct {
	const char *name;
	bool (*closes)(struct date day);
} rules[] = {
    {"saturdays", is_saturday},
    {"sundays", is_sunday},
    {"sunday_after_third_saturday", is_sunday_after_third_saturday},
};

#define RULE_COUNT (sizeof(rules) / sizeof(rules[0]))

/* A plain range without an end is its first day only. */
static bool
range_closes(const struct closed_days *row, struct date day)
{
	struct date to = date_is_set(row->to) ? row->to : row->from;

	return date_is_set(row->from) && date_compare(day, row->from) >= 0 &&
	       date_compare(day, to) <= 0;
}

static bool
rule_closes(const struct closed_days *row, struct date day)
{
	if (date_is_set(row->from) && date_compare(day, row->from) < 0)
		return false;
	if (date_is_set(row->to) && date_compare(day, row->to) > 0)
		return false;
	for (size_t i = 0; i < RULE_COUNT; i++)
		if (strcmp(rules[i].name, row->rule) == 0)
			return rules[i].closes(day);
	return false;
}

const struct closed_days *
calendar_closed(const struct closed_days *rows, size_t count, struct date day)
{
	for (size_t i = 0; i < count; i++) {
		bool closes = rows[i].rule[0] == '\0'
				  ? range_closes(&rows[i], day)
				  : rule_closes(&rows[i], day);

		if (closes)
			return &rows[i];
	}
	return NULL;
}

bool
calendar_rule_is_known(const char *rule)
{
	if (rule[0] == '\0')
		return true;
	for (size_t i = 0; i < RULE_COUNT; i++)
		if (strcmp(rules[i].name, rule) == 0)
			return true;
	return false;
}
