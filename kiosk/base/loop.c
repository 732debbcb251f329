/* loop.c -- poll(2) over watched descriptors, timers and signals. */
#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/loop.h"
#include "base/loop_signals.h"

struct watch {
	uint64_t id; /* tells a watch from a later one on the same number */
	int fd;
	unsigned events;
	loop_ready *ready;
	void *arg;
};

struct timer {
	uint64_t id;
	int64_t due_ms;
	loop_timer *timer;
	void *arg;
};

struct loop {
	struct clock clock;
	uint64_t last_id;
	bool stopped;

	struct watch *watch;
	size_t watch_count, watch_room;
	struct timer *timer; /* by due_ms, then in the order of asking */
	size_t timer_count, timer_room;

	/* What poll() works on during a turn: the signal pipe, then a copy of
	 * the watches as they were when the turn began. */
	struct pollfd *polled;
	uint64_t *polled_id;
	size_t polled_room;

	struct loop_signals *signals; /* NULL until they are asked for */
};

/* Room for one more of size bytes; false when out of memory. */
static bool
make_room(void **array, size_t count, size_t *room, size_t size)
{
	size_t more = *room == 0 ? 8 : *room * 2;
	void *grown;

	if (count < *room)
		return true;
	if ((grown = reallocarray(*array, more, size)) == NULL)
		return false;
	*array = grown;
	*room = more;
	return true;
}

enum kerr
loop_new(const struct clock *clock, struct loop **out)
{
	struct loop *l = calloc(1, sizeof(*l));

	*out = NULL;
	if (l == NULL)
		return ERR_MEMORY;
	l->clock = *clock;
	*out = l;
	return KERR_OK;
}

void
loop_free(struct loop **l)
{
	if (l == NULL || *l == NULL)
		return;
	loop_signals_free(&(*l)->signals);
	free((*l)->watch);
	free((*l)->timer);
	free((*l)->polled);
	free((*l)->polled_id);
	free(*l);
	*l = NULL;
}

/* -- descriptors -- */

static struct watch *
watch_of(struct loop *l, int fd)
{
	for (size_t i = 0; i < l->watch_count; i++)
		if (l->watch[i].fd == fd)
			return &l->watch[i];
	return NULL;
}

enum kerr
loop_watch(
    struct loop *l, int fd, unsigned events, loop_ready *ready, void *arg)
{
	struct watch *w = watch_of(l, fd);

	if (w == NULL) {
		if (!make_room((void **)&l->watch, l->watch_count,
			&l->watch_room, sizeof(*w)))
			return ERR_MEMORY;
		w = &l->watch[l->watch_count++];
		w->id = ++l->last_id;
	}
	w->fd = fd;
	w->events = events;
	w->ready = ready;
	w->arg = arg;
	return KERR_OK;
}

void
loop_unwatch(struct loop *l, int fd)
{
	struct watch *w = watch_of(l, fd);

	/* The order of the rest stays, so that no descriptor is favoured. */
	if (w != NULL) {
		size_t after = l->watch_count - (size_t)(w - l->watch) - 1;

		memmove(w, w + 1, after * sizeof(*w));
		l->watch_count--;
	}
}

/* -- timers -- */

enum kerr
loop_after(struct loop *l, int64_t after_ms, loop_timer *timer, void *arg,
    uint64_t *id)
{
	struct timer t = {0, 0, timer, arg};
	size_t at = l->timer_count;

	if (!make_room(
		(void **)&l->timer, l->timer_count, &l->timer_room, sizeof(t)))
		return ERR_MEMORY;
	t.due_ms = clock_ms(&l->clock) + (after_ms > 0 ? after_ms : 0);
	*id = t.id = ++l->last_id;
	while (at > 0 && l->timer[at - 1].due_ms > t.due_ms)
		at--;
	memmove(&l->timer[at + 1], &l->timer[at],
	    (l->timer_count - at) * sizeof(t));
	l->timer[at] = t;
	l->timer_count++;
	return KERR_OK;
}

static void
drop_timer(struct loop *l, size_t at)
{
	memmove(&l->timer[at], &l->timer[at + 1],
	    (l->timer_count - at - 1) * sizeof(l->timer[0]));
	l->timer_count--;
}

void
loop_cancel(struct loop *l, uint64_t *id)
{
	for (size_t i = 0; *id != 0 && i < l->timer_count; i++)
		if (l->timer[i].id == *id) {
			drop_timer(l, i);
			break;
		}
	*id = 0;
}

/* Call what is due. A timer set by a callback waits for the next turn, so
 * that one that always sets itself again cannot keep the loop. */
static void
fire_timers(struct loop *l)
{
	const uint64_t newest = l->last_id;
	const int64_t now = clock_ms(&l->clock);
	size_t i = 0;

	while (i < l->timer_count && l->timer[i].due_ms <= now) {
		struct timer t = l->timer[i];

		if (t.id > newest) {
			i++;
			continue;
		}
		drop_timer(l, i);
		t.timer(t.arg);
		i = 0; /* the callback may have changed the list */
	}
}

enum kerr
loop_on_signal(struct loop *l, loop_signal *signal, void *arg)
{
	return loop_signals_hear(&l->signals, signal, arg);
}

/* -- the turn -- */

static short
poll_events(unsigned events)
{
	return (short)(((events & LOOP_READ) != 0 ? POLLIN : 0) |
		       ((events & LOOP_WRITE) != 0 ? POLLOUT : 0));
}

static unsigned
loop_events(short revents)
{
	return ((revents & POLLIN) != 0 ? LOOP_READ : 0) |
	       ((revents & POLLOUT) != 0 ? LOOP_WRITE : 0) |
	       ((revents & (POLLHUP | POLLERR | POLLNVAL)) != 0 ? LOOP_CLOSED
								: 0);
}

/* Copy the watches, so that callbacks may change the list. */
static bool
prepare_poll(struct loop *l)
{
	size_t room = l->watch_count + 1;

	if (room > l->polled_room) {
		struct pollfd *p = reallocarray(l->polled, room, sizeof(*p));
		uint64_t *id;

		if (p == NULL)
			return false;
		l->polled = p;
		id = reallocarray(l->polled_id, room, sizeof(*id));
		if (id == NULL)
			return false;
		l->polled_id = id;
		l->polled_room = room;
	}
	l->polled[0] = (struct pollfd){loop_signals_fd(l->signals), POLLIN, 0};
	l->polled_id[0] = 0;
	for (size_t i = 0; i < l->watch_count; i++) {
		const struct watch *w = &l->watch[i];

		l->polled[i + 1] =
		    (struct pollfd){w->fd, poll_events(w->events), 0};
		l->polled_id[i + 1] = w->id;
	}
	return true;
}

/* Milliseconds for poll(): until the next timer, at most wait_ms. */
static int
poll_timeout(struct loop *l, int64_t wait_ms)
{
	int64_t wait = wait_ms;

	if (l->timer_count > 0) {
		int64_t left = l->timer[0].due_ms - clock_ms(&l->clock);

		if (left < 0)
			left = 0;
		if (wait < 0 || left < wait)
			wait = left;
	}
	return wait < 0 ? -1 : wait > INT_MAX ? INT_MAX : (int)wait;
}

static void
dispatch(struct loop *l, size_t count)
{
	if (l->polled[0].revents != 0)
		loop_signals_deliver(l->signals);
	for (size_t i = 1; i < count; i++) {
		const struct pollfd p = l->polled[i];
		struct watch *w = watch_of(l, p.fd);
		unsigned events = loop_events(p.revents);
		struct watch called;

		/* Gone, or another one by now, or no longer asked for. */
		if (w == NULL || w->id != l->polled_id[i])
			continue;
		called = *w;
		events &= called.events | LOOP_CLOSED;
		if (events == 0)
			continue;
		/* A number that is no descriptor would wake every turn. */
		if ((p.revents & POLLNVAL) != 0)
			loop_unwatch(l, p.fd);
		called.ready(called.arg, p.fd, events);
	}
}

enum kerr
loop_turn(struct loop *l, int64_t wait_ms)
{
	size_t count;

	if (!prepare_poll(l))
		return ERR_MEMORY;
	count = l->watch_count + 1;
	if (poll(l->polled, count, poll_timeout(l, wait_ms)) == -1) {
		if (errno != EINTR)
			return errno == ENOMEM ? ERR_MEMORY : ERR_IO;
		/* Nothing is known of the descriptors, but a signal came. */
		for (size_t i = 0; i < count; i++)
			l->polled[i].revents = 0;
		l->polled[0].revents = l->signals != NULL ? POLLIN : 0;
	}
	dispatch(l, count);
	fire_timers(l);
	return KERR_OK;
}

enum kerr
loop_run(struct loop *l)
{
	enum kerr e = KERR_OK;

	while (!l->stopped && e == KERR_OK)
		e = loop_turn(l, -1);
	l->stopped = false;
	return e;
}

void
loop_stop(struct loop *l)
{
	l->stopped = true;
}
