/* day_hours.c -- which hours a chart of the day shows. */
#include "screens/day_inside.h"

/* Shown even when nothing happened: the hours of a counter. */
#define OFFICE_FROM 9
#define OFFICE_LAST 16

struct day_hours
day_hours_fit(const int64_t per_hour[DAY_HOURS], int most)
{
	struct day_hours h = {.from = OFFICE_FROM, .each = 1};
	int last = OFFICE_LAST;

	for (int hour = 0; hour < DAY_HOURS; hour++) {
		if (per_hour[hour] == 0)
			continue;
		if (hour < h.from)
			h.from = hour;
		if (hour > last)
			last = hour;
	}
	while ((last - h.from) / h.each + 1 > most && h.each < DAY_HOURS)
		h.each++;
	h.rows = (last - h.from) / h.each + 1;
	return h;
}

int64_t
day_hours_sum(
    const int64_t per_hour[DAY_HOURS], const struct day_hours *h, int row)
{
	int64_t sum = 0;

	for (int i = 0; i < h->each; i++) {
		int hour = h->from + row * h->each + i;

		if (hour < DAY_HOURS)
			sum += per_hour[hour];
	}
	return sum;
}
