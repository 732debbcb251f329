/* clock.c -- the only file that asks the machine for the time. */
#include <stddef.h>
#include <time.h>

#include "base/clock.h"

static int64_t
system_now(void *arg)
{
	struct timespec t = {0};

	(void)arg;
	clock_gettime(CLOCK_REALTIME, &t);
	return (int64_t)t.tv_sec;
}

/* Boot time goes on while the machine sleeps: a session left open over a
 * suspended night is idle for that night. */
static int64_t
system_ms(void *arg)
{
	struct timespec t = {0};

	(void)arg;
	clock_gettime(CLOCK_BOOTTIME, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static int64_t
moved_now(void *arg)
{
	const int64_t *offset = arg;

	return system_now(NULL) + *offset;
}

static int64_t
fixed_now(void *arg)
{
	const struct clock_fixed *state = arg;

	return state->now;
}

static int64_t
fixed_ms(void *arg)
{
	const struct clock_fixed *state = arg;

	return state->ms;
}

struct clock
clock_system(void)
{
	return (struct clock){system_now, system_ms, NULL};
}

struct clock
clock_starting_at(int64_t start_utc, int64_t *offset)
{
	*offset = start_utc - system_now(NULL);
	return (struct clock){moved_now, system_ms, offset};
}

struct clock
clock_fixed_at(struct clock_fixed *state)
{
	return (struct clock){fixed_now, fixed_ms, state};
}

int64_t
clock_now(const struct clock *c)
{
	return c->now(c->arg);
}

int64_t
clock_ms(const struct clock *c)
{
	return c->monotonic_ms(c->arg);
}
