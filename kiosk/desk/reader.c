/* reader.c -- the card agent in the poll loop: deadlines, restarts, and who
 * hears of what. */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/loop.h"
#include "base/text.h"
#include "card/issuer.h"
#include "desk/card_status_private.h"
#include "desk/desk_private.h"

#define RETRY_FIRST_MS 1000
/* One that lived so long is replaced at once: the card it held may still be
 * verified. */
#define LIVED_MS      5000
#define RETRY_MOST_MS 60000

static void reader_events(struct desk *d);

static void
reader_ready(void *arg, int fd, unsigned events)
{
	(void)fd;
	(void)events;
	reader_events(arg);
}

static void
reader_late(void *arg)
{
	struct desk *d = arg;

	d->reader.timer = 0;
	reader_events(d);
}

void
reader_posted(struct desk *d)
{
	int64_t due = agent_due_ms(d->reader.agent);

	loop_cancel(d->loop, &d->reader.timer);
	if (due >= 0)
		(void)loop_after(
		    d->loop, due + 1, reader_late, d, &d->reader.timer);
}

static void
reader_watch(struct desk *d)
{
	int fd = agent_fd(d->reader.agent);

	if (fd >= 0)
		(void)loop_watch(
		    d->loop, fd, LOOP_READ | LOOP_CLOSED, reader_ready, d);
	reader_posted(d);
}

static enum agent_transport
transport_of(const struct desk *d)
{
	return d->settings->transport == READER_TRAINING ? AGENT_TRAINING
							 : AGENT_PCSC;
}

/* What is invented for training meets only the cards of training. */
static const char *
issuer_name(const struct desk *d)
{
	if (d->settings->issuer[0] != '\0')
		return d->settings->issuer;
	return d->settings->training && transport_of(d) == AGENT_TRAINING
		   ? ISSUER_TRAINING
		   : "";
}

/* The office's own module, loaded in the agent only. */
static bool
issuer_is_module(const struct desk *d)
{
	return strchr(issuer_name(d), '/') != NULL;
}

bool
reader_can_reset(const struct desk *d)
{
	const struct issuer *issuer =
	    issuer_get_for(issuer_name(d), transport_of(d));

	if (issuer_is_module(d))
		return d->reader.agent != NULL &&
		       agent_module_resets(d->reader.agent);
	return issuer != NULL && issuer->resets;
}

bool
reader_can_set(const struct desk *d)
{
	const struct issuer *issuer =
	    issuer_get_for(issuer_name(d), transport_of(d));

	return issuer_is_module(d) || (issuer != NULL && issuer->sets);
}

static void
reader_config(const struct desk *d, struct agent_config *config)
{
	card_status_config(d->settings, config);
	config->training = d->settings->training;
	text_copy(config->issuer, sizeof(config->issuer), issuer_name(d));
}

enum kerr
reader_check(const struct desk *d, struct failure *f)
{
	struct agent_config config;

	if (!issuer_is_module(d))
		return KERR_OK;
	reader_config(d, &config);
	return agent_check(&config, d->clock, f);
}

enum kerr
reader_start(struct desk *d)
{
	struct agent_config config;
	struct failure f;
	enum kerr e;

	reader_config(d, &config);
	d->reader.started = clock_ms(d->clock);
	if ((e = agent_start(&config, d->clock, &d->reader.agent, &f)) !=
	    KERR_OK)
		return e;
	reader_watch(d);
	return KERR_OK;
}

void
reader_stop(struct desk *d)
{
	loop_cancel(d->loop, &d->reader.timer);
	loop_cancel(d->loop, &d->reader.retry);
	if (d->reader.agent == NULL)
		return;
	if (agent_fd(d->reader.agent) >= 0)
		loop_unwatch(d->loop, agent_fd(d->reader.agent));
	agent_stop(&d->reader.agent);
}

static void
reader_again(void *arg)
{
	struct desk *d = arg;
	struct failure f;

	d->reader.retry = 0;
	d->reader.started = clock_ms(d->clock);
	if (agent_restart(d->reader.agent, &f) == KERR_OK)
		reader_watch(d);
	desk_tell(d, DESK_READER);
}

/* Back off: a driver that hangs would kill one agent after the other. */
static void
reader_retry(struct desk *d)
{
	int64_t lived = clock_ms(d->clock) - d->reader.started;
	int64_t wait = RETRY_FIRST_MS;

	if (d->reader.restarts == 0 && lived >= LIVED_MS)
		wait = 0;
	for (int i = 0; i < d->reader.restarts && wait < RETRY_MOST_MS; i++)
		wait *= 2;
	d->reader.restarts++;
	loop_cancel(d->loop, &d->reader.retry);
	(void)loop_after(d->loop, wait < RETRY_MOST_MS ? wait : RETRY_MOST_MS,
	    reader_again, d, &d->reader.retry);
}

void
reader_explain(struct failure *f, enum kerr e, const struct agent_event *event)
{
	char sw[8] = "-";

	failure_set(f, e);
	if (e == ERR_CARD_REPLY) {
		if (event != NULL && event->sw != 0)
			snprintf(sw, sizeof(sw), "%04X", event->sw);
		failure_text(f, "sw", sw);
	}
	if (e == ERR_CARD_NO_FILE)
		failure_text(f, "file",
		    event != NULL && event->where[0] != '\0' ? event->where
							     : "-");
}

void
reader_tell_left(struct failure *f, int tries_left)
{
	if (tries_left == CARD_TRIES_UNKNOWN)
		failure_text(f, "left", "?");
	else
		failure_number(f, "left", tries_left);
}

static void
reader_forget_card(
    struct desk *d, enum kerr why, const struct agent_event *event)
{
	d->reader.identified = false;
	d->reader.identifying = false;
	d->reader.open = false;
	memset(&d->reader.identity, 0, sizeof(d->reader.identity));
	collection_card_gone(d, why, event);
	holder_card_gone(d);
}

/* Somebody waits to hear who lies there. */
static void
reader_identify_for_all(struct desk *d)
{
	if (!d->reader.halted &&
	    (d->here.watched != 0 || d->pins.session != 0 || d->pins.asking ||
		d->binding != 0))
		reader_identify(d);
}

static void
reader_changed(struct desk *d, const struct agent_event *event)
{
	/* also for a card: it may have taken the place of another one between
	 * two looks, and what was read of that one says nothing of it */
	reader_forget_card(d, ERR_CARD_REMOVED, NULL);
	card_status_moved(d);
	if (event->reader == READER_EMPTY || event->reader == READER_NONE ||
	    event->reader == READER_NO_SERVICE)
		d->reader.halted = false;
	if (event->reader != READER_CARD)
		return;
	if (d->reader.halted) {
		collection_card_gone(d, ERR_READER_STUCK, NULL);
		return;
	}
	reader_identify_for_all(d);
}

static void
reader_identity(struct desk *d, const struct agent_event *event)
{
	d->reader.identifying = false;
	d->reader.identified = true;
	d->reader.halted = false;
	d->reader.identity = event->identity;
	d->reader.failed.code = KERR_OK;
	collection_card_seen(d);
	pin_writing_card_seen(d);
	/* nothing more is asked of it now: it needs no power meanwhile */
	reader_leave(d);
}

static void
reader_failed(struct desk *d, const struct agent_event *event)
{
	if (holder_is_asking(d)) {
		holder_event(d, event);
		return;
	}
	d->reader.identifying = false;
	if (d->look.reading) {
		card_status_failed(d, event);
		return;
	}
	reader_explain(&d->reader.failed, event->error, event);
	collection_card_gone(d, event->error, event);
	pin_writing_card_failed(d, event->error, event);
	holder_card_failed(d, event);
}

static void
reader_gone(struct desk *d, const struct agent_event *event)
{
	struct failure f;

	failure_set(&f, event->error);
	log_event(d->log, "card agent gone", &f);
	failure_set(&d->reader.failed, event->error);
	d->reader.halted = d->reader.halted || event->error == ERR_READER_STUCK;
	reader_forget_card(d, event->error, NULL);
	card_status_failed(d, event);
	pin_writing_cut_off(d, event->error);
	holder_cut_off(d, event->error);
	reader_retry(d);
}

static void
reader_left(struct desk *d, const struct agent_event *event)
{
	(void)event;		  /* what was learned of the card stays */
	pin_writing_card_seen(d); /* it may have waited for this */
	holder_go(d);
	/* a card that came while its status was read is still to be named */
	reader_identify_for_all(d);
}

static void
reader_progress(struct desk *d, const struct agent_event *event)
{
	pin_writing_event(d, event);
}

/* Indexed by enum agent_event_kind. */
static void (*const heard[])(struct desk *, const struct agent_event *) = {
    [AGENT_READER] = reader_changed,
    [AGENT_PROGRESS] = reader_progress,
    [AGENT_IDENTITY] = reader_identity,
    [AGENT_INSPECTED] = card_status_inspected,
    [AGENT_FACE_TRIES] = holder_event,
    [AGENT_FACE] = holder_event,
    [AGENT_PIN] = pin_writing_event,
    [AGENT_LEFT] = reader_left,
    [AGENT_FAILED] = reader_failed,
    [AGENT_GONE] = reader_gone,
};

/* An agent that finished something is not one that must be held back. */
static bool
is_answer(const struct agent_event *event)
{
	return event->kind != AGENT_READER && event->kind != AGENT_PROGRESS &&
	       event->kind != AGENT_GONE;
}

enum kerr
reader_trouble(const struct desk *d)
{
	enum reader_state state = d->reader.agent != NULL
				      ? agent_reader(d->reader.agent)
				      : READER_STUCK;

	if (d->reader.halted)
		return ERR_READER_STUCK;
	if (state == READER_STARTING || state == READER_EMPTY ||
	    state == READER_CARD)
		return KERR_OK;
	return card_status_why(state);
}

static void
reader_events(struct desk *d)
{
	struct agent_event event;
	int fd = agent_fd(d->reader.agent);

	while (agent_next(d->reader.agent, &event)) {
		if (event.kind == AGENT_GONE && fd >= 0)
			loop_unwatch(d->loop, fd);
		if (is_answer(&event))
			d->reader.restarts = 0;
		heard[event.kind](d, &event);
		desk_tell(
		    d, event.kind == AGENT_PIN || event.kind == AGENT_PROGRESS
			   ? DESK_PINS
			   : DESK_READER);
	}
	card_status_go(d); /* it may have waited for another request */
	reader_posted(d);
}

void
reader_identify(struct desk *d)
{
	struct desk_reader *r = &d->reader;

	if (r->agent == NULL || r->identified || r->identifying)
		return;
	if (agent_reader(r->agent) != READER_CARD || !agent_is_idle(r->agent))
		return;
	if (agent_identify(r->agent) == KERR_OK) {
		r->identifying = true;
		r->open = true;
		r->failed.code = KERR_OK;
		reader_posted(d);
	}
}

void
reader_leave(struct desk *d)
{
	struct desk_reader *r = &d->reader;

	if (r->agent == NULL || !r->open || !agent_is_idle(r->agent))
		return;
	r->open = false;
	if (agent_leave(r->agent) == KERR_OK)
		reader_posted(d);
}
