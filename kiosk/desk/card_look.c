/* card_look.c -- the status of one card for a command: an agent of its own, no
 * store, nothing left on the card. */
#include <limits.h>
#include <poll.h>
#include <string.h>

#include "base/clock.h"
#include "desk/card_status_private.h"
#include "desk/office.h"

/* pcscd may be starting, a reader be plugged in: said only after so long. */
#define SETTLE_MS 1000

struct look {
	struct agent *agent;
	const struct clock *clock;
	int64_t began, until;
	bool reading, told, over;
	void (*waits)(void *arg);
	void *arg;
	struct card_status_view *out;
};

/* Only a card that is not there yet, or is in use, is worth the whole wait. */
static bool
is_worth_waiting(enum reader_state state)
{
	return state == READER_EMPTY || state == READER_BUSY ||
	       state == READER_CARD;
}

static void
hear(struct look *l, const struct agent_event *e)
{
	if (e->kind == AGENT_READER || e->kind == AGENT_PROGRESS)
		return;
	if (e->kind == AGENT_INSPECTED) {
		card_status_fill(l->out, e, date_of_utc(clock_now(l->clock)));
		l->over = true;
		return;
	}
	l->reading = false;
	/* Another program has it: that may end. */
	if (e->kind == AGENT_FAILED && e->error == ERR_READER_BUSY)
		return;
	card_status_fail(l->out, e);
	l->over = true;
}

/* What is to be done between two events. */
static void
step(struct look *l)
{
	enum reader_state state = agent_reader(l->agent);
	int64_t now = clock_ms(l->clock);

	if (l->over || l->reading)
		return;
	if (state == READER_CARD && agent_is_idle(l->agent)) {
		l->reading =
		    agent_inspect(l->agent, clock_now(l->clock)) == KERR_OK;
		return;
	}
	if (state == READER_EMPTY && !l->told && l->waits != NULL &&
	    now >= l->began + SETTLE_MS) {
		l->told = true;
		l->waits(l->arg);
	}
	if (now < (is_worth_waiting(state) ? l->until : l->began + SETTLE_MS))
		return;
	l->out->phase = CARD_STATUS_FAILED;
	l->out->reader = state;
	failure_set(&l->out->failed, card_status_why(state));
	l->over = true;
}

static void
wait_for_more(struct look *l)
{
	struct pollfd fd = {.fd = agent_fd(l->agent), .events = POLLIN};
	int64_t due = agent_due_ms(l->agent), now = clock_ms(l->clock);
	int64_t left = l->until > now ? l->until - now : 0;

	if (l->reading)
		left = INT_MAX;
	else if (!is_worth_waiting(agent_reader(l->agent)))
		left =
		    l->began + SETTLE_MS > now ? l->began + SETTLE_MS - now : 0;
	if (due >= 0 && due < left)
		left = due;
	(void)poll(&fd, 1, left < INT_MAX ? (int)left + 1 : -1);
}

static void
run(struct look *l)
{
	struct agent_event e;

	while (!l->over) {
		if (agent_next(l->agent, &e))
			hear(l, &e);
		else
			wait_for_more(l);
		step(l);
	}
}

enum kerr
card_status_read(const struct office_settings *settings,
    const struct clock *clock, int wait_ms, void (*waits)(void *arg), void *arg,
    struct card_status_view *out, struct failure *f)
{
	struct look l = {
	    .clock = clock, .waits = waits, .arg = arg, .out = out};
	struct agent_config config;
	enum kerr e;

	memset(out, 0, sizeof(*out));
	card_status_config(settings, &config);
	if ((e = agent_start(&config, clock, &l.agent, f)) != KERR_OK)
		return e;
	l.began = clock_ms(clock);
	l.until = l.began + wait_ms;
	run(&l);
	/* The agent leaves the card when its channel ends. */
	agent_stop(&l.agent);
	if (out->phase == CARD_STATUS_FAILED)
		*f = out->failed;
	return out->phase == CARD_STATUS_FAILED ? f->code : KERR_OK;
}
