/* clock.h -- the only way to ask for the time; injected everywhere. */
#ifndef KIOSK_BASE_CLOCK_H
#define KIOSK_BASE_CLOCK_H

#include <stdint.h>

struct clock {
	int64_t (*now)(void *arg);	    /* UTC seconds */
	int64_t (*monotonic_ms)(void *arg); /* for deadlines and idle */
	void *arg;
};

/* The machine's clock. */
struct clock clock_system(void);
/*
 * The machine's clock moved so that it begins at start: training and tests
 * (time goes on from there). offset is the caller's memory, used by the clock.
 */
struct clock clock_starting_at(int64_t start_utc, int64_t *offset);
/* A clock that stands at *now and *ms until somebody moves them. */
struct clock_fixed {
	int64_t now;
	int64_t ms;
};
struct clock clock_fixed_at(struct clock_fixed *state);

int64_t clock_now(const struct clock *c);
int64_t clock_ms(const struct clock *c);

#endif
