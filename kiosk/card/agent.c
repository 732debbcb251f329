#include "card/agent.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/process.h"
#include "base/secret.h"
#include "card/agent_inside.h"
#include "card/issuer_host.h"
#include "card/pcscd_log.h"

/* design 1: command 30 s, connect 5 s, start 2 s. */
#define COMMAND_MS 30000
#define CONNECT_MS 5000
#define START_MS   2000
#define STOP_MS	   500
#define PICTURE_MS 5000 /* of all decoding, after the card was left */
#define NO_DUE	   (-1)
/* A session of several PINs asks once: the daemon does not change its
 * arguments while it runs, and its restart is seen as a reader that left. */
#define LOG_SEEN_MS 2000

static int64_t
command_ms(const struct agent *a)
{
	return a->config.command_ms > 0 ? a->config.command_ms : COMMAND_MS;
}

static int64_t
connect_ms(const struct agent *a)
{
	return command_ms(a) < CONNECT_MS ? command_ms(a) : CONNECT_MS;
}

static int64_t
picture_ms(const struct agent *a)
{
	return command_ms(a) < PICTURE_MS ? command_ms(a) : PICTURE_MS;
}

/* An order that must connect first says when it did, and its time begins
 * anew; one in the open session is at its first command at once. */
static int64_t
first_ms(const struct agent *a, enum agent_order_kind kind)
{
	return a->held && agent_order_goes_on(kind) ? command_ms(a)
						    : connect_ms(a);
}

static enum kerr
start_child(struct agent *a, struct failure *f)
{
	const char *const argv[] = {"kiosk", AGENT_ARGUMENT,
	    a->config.transport == AGENT_TRAINING ? "training" : "pcsc",
	    a->config.reader, a->config.ca_directory, a->config.issuer,
	    a->config.training ? "training" : "office", NULL};
	const struct process_start how = {
	    .argv = argv, .shared_fd = a->area.fd};
	enum kerr e;

	shared_area_wipe(&a->area);
	a->ready = false;
	a->secrets_off = false;
	a->held = false;
	a->picturing = false;
	a->gone = false;
	a->reader = READER_STARTING;
	a->running = AGENT_ORDER_NONE;
	a->due = NO_DUE;
	if ((e = process_start(&how, &a->process, f)) != KERR_OK) {
		a->process = (struct process){.pid = 0, .fd = -1};
		return e;
	}
	a->due = clock_ms(a->clock) + START_MS;
	return KERR_OK;
}

enum kerr
agent_start(const struct agent_config *config, const struct clock *clock,
    struct agent **out, struct failure *f)
{
	struct agent *a = calloc(1, sizeof(*a));
	enum kerr e;

	*out = NULL;
	if (a == NULL)
		return failure_set(f, ERR_MEMORY);
	a->config = *config;
	a->config.reader[sizeof(a->config.reader) - 1] = '\0';
	a->config.ca_directory[sizeof(a->config.ca_directory) - 1] = '\0';
	a->clock = clock;
	a->process.fd = -1;
	if ((e = shared_area_new(&a->area)) != KERR_OK)
		e = failure_set(f, e);
	else
		e = start_child(a, f);
	if (e != KERR_OK) {
		shared_area_free(&a->area);
		free(a);
		return e;
	}
	*out = a;
	return KERR_OK;
}

bool
agent_module_resets(const struct agent *a)
{
	return a->ready && a->module_resets;
}

enum kerr
agent_check(const struct agent_config *config, const struct clock *clock,
    struct failure *f)
{
	struct agent *a = NULL;
	struct agent_event event;
	enum kerr e = agent_start(config, clock, &a, f);

	if (e != KERR_OK)
		return e;
	while (e == KERR_OK && !a->ready) {
		struct pollfd fd = {.fd = agent_fd(a), .events = POLLIN};

		(void)poll(&fd, 1, (int)agent_due_ms(a) + 1);
		if (agent_next(a, &event) && event.kind == AGENT_GONE)
			e = failure_set(f, event.error);
	}
	if (e == ERR_ISSUER_MODULE)
		failure_file(f, e, config->issuer,
		    issuer_fault_said((enum issuer_fault)a->module_fault));
	agent_stop(&a);
	return e;
}

int
agent_fd(const struct agent *a)
{
	return a->process.fd;
}

int64_t
agent_due_ms(const struct agent *a)
{
	int64_t left;

	if (a->gone)
		return 0;
	if (a->due == NO_DUE)
		return -1;
	left = a->due - clock_ms(a->clock);
	return left > 0 ? left : 0;
}

bool
agent_is_idle(const struct agent *a)
{
	return a->process.fd >= 0 && a->ready && a->running == AGENT_ORDER_NONE;
}

enum reader_state
agent_reader(const struct agent *a)
{
	return a->reader;
}

/* The child is over: end it and keep why until it is told. */
static void
end_child(struct agent *a, enum kerr why)
{
	if (why == ERR_READER_STUCK)
		a->stuck = true;
	process_stop(&a->process, 0);
	a->process.fd = -1;
	a->due = NO_DUE;
	a->gone = true;
	a->gone_why = why;
	shared_area_wipe(&a->area);
	a->reader = a->stuck ? READER_STUCK : READER_STARTING;
}

static void
tell_gone(struct agent *a, struct agent_event *out)
{

	memset(out, 0, sizeof(*out));
	out->kind = AGENT_GONE;
	out->error = a->gone_why;
	out->reader = a->reader;
	out->ref = a->ref;
	out->outcome = agent_order_writes(a->running) ? PIN_OUTCOME_UNKNOWN
						      : PIN_OUTCOME_UNCHANGED;
	out->tries_left = CARD_TRIES_UNKNOWN;
	a->gone = false;
	a->running = AGENT_ORDER_NONE;
}

/* While a driver hangs, pcscd keeps the dead child's handle and calls the
 * card taken: that is our own stuck reader, not another program (design 1). */
static void
note_reader(struct agent *a, struct agent_event *e)
{
	a->log_seen = 0;
	if (a->stuck && e->reader == READER_BUSY)
		e->reader = READER_STUCK;
	else
		a->stuck = false;
	a->reader = e->reader;
}

/* Does this event end the running request? */
static bool
ends_request(const struct agent *a, enum agent_event_kind kind)
{
	return agent_order_is_pin(a->running)
		   ? kind == AGENT_PIN
		   : kind == AGENT_IDENTITY || kind == AGENT_INSPECTED ||
			 kind == AGENT_FACE || kind == AGENT_FACE_TRIES ||
			 kind == AGENT_LEFT || kind == AGENT_FAILED;
}

/* Whether the event is one for the owner. */
static bool
take_event(struct agent *a, struct agent_event *e)
{
	if (e->kind == AGENT_READER) {
		note_reader(a, e);
		return true;
	}
	e->reader = a->reader;
	if (a->running == AGENT_ORDER_NONE)
		return false; /* nobody asked */
	if (e->kind == AGENT_PROGRESS && e->picturing) {
		a->picturing = true;
		a->due = clock_ms(a->clock) + picture_ms(a);
		return false;
	}
	if (e->kind == AGENT_PROGRESS) {
		a->due = clock_ms(a->clock) + (e->step == AGENT_STEP_AGAIN
						      ? connect_ms(a)
						      : command_ms(a));
		return e->step > 0; /* 0: connected, no command yet */
	}
	if (!ends_request(a, e->kind))
		return false;
	a->running = AGENT_ORDER_NONE;
	a->picturing = false;
	a->due = NO_DUE;
	return true;
}

static bool
take_report(struct agent *a, struct agent_report *r, struct agent_event *out)
{
	if (r->ready == 0) {
		a->held = r->held == 1;
		*out = r->event;
		return take_event(a, out);
	}
	a->ready = true;
	a->due = NO_DUE;
	a->module_resets = r->module_resets == 1;
	a->secrets_off = r->secrets_off == 1;
	a->module_fault = r->module_fault;
	if (r->event.error != KERR_OK)
		end_child(a, r->event.error);
	return false;
}

/* What a child did not do in time. A decoder that does not end is no reader
 * that hangs: the card was left before. */
static enum kerr
late_means(const struct agent *a)
{
	if (!a->ready)
		return ERR_DEADLINE;
	return a->picturing ? ERR_CARD_PICTURE : ERR_READER_STUCK;
}

bool
agent_next(struct agent *a, struct agent_event *out)
{
	struct agent_report r;
	enum kerr e = ERR_DEADLINE;

	while (a->process.fd >= 0) {
		e = agent_report_receive(a->process.fd, &r);
		if (e != KERR_OK)
			break;
		if (take_report(a, &r, out))
			return true;
	}
	if (a->process.fd >= 0 && e != ERR_DEADLINE)
		end_child(a, ERR_AGENT_LOST);
	if (a->process.fd >= 0 && a->due != NO_DUE &&
	    clock_ms(a->clock) >= a->due)
		end_child(a, late_means(a));
	if (!a->gone)
		return false;
	tell_gone(a, out);
	return true;
}

bool
agent_has_secrets(const struct agent *a)
{
	return !a->secrets_off;
}

enum kerr
agent_may_take_pins(struct agent *a)
{
	int64_t now = clock_ms(a->clock);

	if (a->secrets_off)
		return ERR_SECRET_MEMORY;
	if (a->config.transport != AGENT_PCSC ||
	    (a->log_seen != 0 && now - a->log_seen < LOG_SEEN_MS))
		return KERR_OK;
	if (pcscd_log_is_on())
		return ERR_PCSC_LOGGED;
	a->log_seen = now;
	return KERR_OK;
}

enum kerr
agent_post(struct agent *a, struct agent_order *head,
    const struct secret *first, const struct secret *second)
{
	enum kerr e;

	if (a->process.fd < 0)
		return ERR_AGENT_LOST;
	if (!agent_is_idle(a))
		return ERR_DEADLINE;
	if (!secret_is_locked(first) || !secret_is_locked(second))
		return ERR_SECRET_MEMORY;
	if ((first != NULL || second != NULL) &&
	    (e = agent_may_take_pins(a)) != KERR_OK)
		return e;
	e = agent_order_send(a->process.fd, head, first, second);
	if (e != KERR_OK)
		return e;
	a->running = (enum agent_order_kind)head->kind;
	a->ref = (enum pin_ref)head->ref;
	a->due = clock_ms(a->clock) + first_ms(a, a->running);
	return KERR_OK;
}

/* One PIN request; the values are borrowed, either may be NULL. */
struct pin_request {
	enum agent_order_kind kind;
	enum pin_ref ref;
	bool spend_last;
	const struct secret *first, *second;
};

static enum kerr
post_pin(
    struct agent *a, const char *chip_serial, const struct pin_request *asked)
{
	struct agent_order head;

	agent_order_begin(&head, asked->kind);
	if ((unsigned)asked->ref >= PIN_REF_COUNT ||
	    strlen(chip_serial) >= sizeof(head.chip_serial))
		return ERR_INTERNAL;
	strcpy(head.chip_serial, chip_serial);
	head.ref = (uint32_t)asked->ref;
	head.spend_last = asked->spend_last;
	return agent_post(a, &head, asked->first, asked->second);
}

static enum kerr
post_plain(struct agent *a, enum agent_order_kind kind)
{
	struct agent_order head;

	agent_order_begin(&head, kind);
	return agent_post(a, &head, NULL, NULL);
}

enum kerr
agent_identify(struct agent *a)
{
	return post_plain(a, AGENT_ORDER_IDENTIFY);
}

enum kerr
agent_inspect(struct agent *a, int64_t now)
{
	struct agent_order head;

	agent_order_begin(&head, AGENT_ORDER_INSPECT);
	head.now = now;
	return agent_post(a, &head, NULL, NULL);
}

enum kerr
agent_pin_set(struct agent *a, const char *chip_serial, enum pin_ref ref,
    const struct secret *initial, const struct secret *chosen)
{
	const struct pin_request asked = {.kind = AGENT_ORDER_PIN_SET,
	    .ref = ref,
	    .first = initial,
	    .second = chosen};

	return post_pin(a, chip_serial, &asked);
}

enum kerr
agent_pin_change(struct agent *a, const char *chip_serial, enum pin_ref ref,
    const struct secret *old, const struct secret *chosen, bool spend_last)
{
	const struct pin_request asked = {.kind = AGENT_ORDER_PIN_CHANGE,
	    .ref = ref,
	    .spend_last = spend_last,
	    .first = old,
	    .second = chosen};

	return post_pin(a, chip_serial, &asked);
}

enum kerr
agent_pin_reset(struct agent *a, const char *chip_serial, enum pin_ref ref,
    const struct secret *chosen)
{
	const struct pin_request asked = {
	    .kind = AGENT_ORDER_PIN_RESET, .ref = ref, .second = chosen};

	return post_pin(a, chip_serial, &asked);
}

enum kerr
agent_pin_prove(struct agent *a, const char *chip_serial, enum pin_ref ref,
    const struct secret *value)
{
	const struct pin_request asked = {
	    .kind = AGENT_ORDER_PIN_PROVE, .ref = ref, .first = value};

	return post_pin(a, chip_serial, &asked);
}

enum kerr
agent_pin_prove_with_last(struct agent *a, const char *chip_serial,
    enum pin_ref ref, const struct secret *value)
{
	const struct pin_request asked = {.kind = AGENT_ORDER_PIN_PROVE,
	    .ref = ref,
	    .spend_last = true,
	    .first = value};

	return post_pin(a, chip_serial, &asked);
}

enum kerr
agent_leave(struct agent *a)
{
	return post_plain(a, AGENT_ORDER_LEAVE);
}

enum kerr
agent_restart(struct agent *a, struct failure *f)
{
	if (a->process.fd >= 0)
		process_stop(&a->process, 0);
	return start_child(a, f);
}

void
agent_stop(struct agent **a)
{
	if (a == NULL || *a == NULL)
		return;
	if ((*a)->process.fd >= 0)
		process_release(&(*a)->process, STOP_MS);
	shared_area_free(&(*a)->area);
	free(*a);
	*a = NULL;
}
