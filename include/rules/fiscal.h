/* fiscal.h -- the fiscal year, 1 April to 31 March, called by the year it
 * begins in (counter-procedures 5.2). A counter fee belongs to the year of the
 * business day on which it was received (5.10). */
#ifndef KIOSK_RULES_FISCAL_H
#define KIOSK_RULES_FISCAL_H

#include "base/date.h"

/* 2027-03-31 is of 2026. 0 for an unset date. */
int fiscal_year(struct date day);
struct date fiscal_first_day(int year); /* 1 April */
struct date fiscal_last_day(int year);	/* 31 March of the next */

#endif
