/* fiscal.c -- see rules/fiscal.h. */
#include "rules/fiscal.h"

#define APRIL 4
#define MARCH 3

int
fiscal_year(struct date day)
{
	if (!date_is_set(day))
		return 0;
	return day.month < APRIL ? day.year - 1 : day.year;
}

struct date
fiscal_first_day(int year)
{
	return (struct date){year, APRIL, 1};
}

struct date
fiscal_last_day(int year)
{
	return (struct date){year + 1, MARCH, 31};
}
