/* day_inside.h -- the day screen's inside, shared by the file that acts
 * (supervisor_day.c) and the one that draws (supervisor_day_draw.c). */
#ifndef KIOSK_SCREENS_DAY_INSIDE_H
#define KIOSK_SCREENS_DAY_INSIDE_H

#include <stdint.h>

#include "desk/day.h"
#include "screens/app.h"

struct day_screen {
	struct day_view view;
	struct date day; /* unset: the running business day */
	int counter;	 /* 0: all */
	int64_t loaded_ms;
};

/* -- supervisor_day_draw.c -- */
void day_draw(struct app *app, const void *state, const struct area *area);

/* -- supervisor_attention.c: the cases behind "needs attention". arg: unused */
extern const struct screen supervisor_attention_screen;

/* -- day_hours.c: how the hours of a day share the rows of a chart -- */
struct day_hours {
	int from; /* the first hour */
	int each; /* hours in one row */
	int rows;
};
/*
 * At most most rows (1 or more) for the office's hours and every hour with a
 * hand-over. When there are too few rows, several hours share one, so that
 * nothing is left out.
 */
struct day_hours day_hours_fit(const int64_t per_hour[DAY_HOURS], int most);
/* Hand-overs of a row. */
int64_t day_hours_sum(
    const int64_t per_hour[DAY_HOURS], const struct day_hours *h, int row);

#endif
