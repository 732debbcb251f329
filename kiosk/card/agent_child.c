#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "base/clock.h"
#include "base/process.h"
#include "base/secret.h"
#include "card/agent_message.h"
#include "card/certificate.h"
#include "card/face_show.h"
#include "card/individual_card.h"
#include "card/individual_face.h"
#include "card/issuer.h"
#include "card/issuer_host.h"
#include "card/sandbox.h"
#include "card/shared_area.h"
#include "card/transport.h"

/* pcscd itself looks every 400 ms (pcsc-behaviour); asking it costs 0.1 ms. */
#define LOOK_MS 150
/* How often a request tells how far it is: each report wakes the parent and
 * draws a screen, which costs more than a quick command. */
#define TELL_MS 100
/* A slow card may still finish its command when the terminal has ended. */
#define LEAVE_S 5

struct child {
	int channel;
	struct transport *transport;
	const struct issuer *issuer;
	struct issuer_host *module; /* the office's own; NULL: none */
	enum issuer_fault module_fault;
	struct certificate_authorities *authorities;
	int bad_files; /* of the authorities */
	struct shared_area area;
	struct individual *card; /* the power session; NULL: none */
	struct transport_view view;
	bool told;  /* the parent knows view */
	bool swept; /* what an agent before us left verified is gone */
	bool alone; /* the parent is gone */
	/* what was asked for last; the card may be closed already */
	char where[CARD_WHERE_SIZE];
	struct clock clock;
	/* clock_ms when the parent last heard of this request, from where its
	 * deadline counts; 0: the next step is told at once. */
	int64_t step_told;
	struct agent_order order;
	/* The values of the order; made once, as locked memory is costly, and
	 * empty between two orders. */
	struct secret *first, *second, *command; /* NULL: no locked memory */
};

static void
report(struct child *c, struct agent_report *r)
{
	r->held = c->card != NULL;
	if (!c->alone && !agent_report_send(c->channel, r))
		c->alone = true;
}

/* A fresh report of one kind, with the reader as last seen. */
static void
report_begin(
    const struct child *c, struct agent_report *r, enum agent_event_kind kind)
{
	agent_report_begin(r);
	r->event.kind = kind;
	r->event.reader = c->view.state;
	memcpy(
	    r->event.reader_name, c->view.reader, sizeof(r->event.reader_name));
	memcpy(r->event.where, c->where, sizeof(r->event.where));
	r->event.ref = (enum pin_ref)c->order.ref;
	r->event.tries_left = CARD_TRIES_UNKNOWN;
}

/* A channel that the parent closed tells so without being asked. */
static bool
is_alone(struct child *c)
{
	struct pollfd channel = {.fd = c->channel};

	if (poll(&channel, 1, 0) > 0)
		c->alone = true;
	return c->alone;
}

/* Before each command. The first one of a session tells that the card is
 * connected, and the parent's deadline begins anew with every report. */
static bool
report_step(void *arg, int step, int steps)
{
	struct child *c = arg;
	int64_t now = clock_ms(&c->clock);
	struct agent_report r;

	if (c->step_told != 0 && now - c->step_told < TELL_MS)
		return !is_alone(c);
	c->step_told = now;
	report_begin(c, &r, AGENT_PROGRESS);
	r.event.step = step;
	r.event.steps = steps;
	report(c, &r);
	return !c->alone;
}

/*
 * An agent that was killed left its card verified: pcscd resets it, and a
 * reset clears nothing (individual-number-card 10). So whoever comes after it
 * takes the power away first; a card that another program uses is not ours.
 */
static void
sweep(struct child *c, const struct transport_view *now)
{
	if (now->state == READER_CARD && c->card == NULL &&
	    transport_connect(c->transport) == KERR_OK)
		c->swept = transport_disconnect(c->transport) == KERR_OK;
	if (now->state == READER_EMPTY || now->state == READER_NONE)
		c->swept = true;
}

/* A request that goes on in the open session must connect again: from now on
 * the parent waits only as long as that may take. */
static void
report_again(struct child *c)
{
	struct agent_report r;

	report_begin(c, &r, AGENT_PROGRESS);
	r.event.step = AGENT_STEP_AGAIN;
	report(c, &r);
}

/* Look at the reader; tell the parent what changed; drop a session whose
 * card is gone. */
static void
look(struct child *c)
{
	struct transport_view now;
	struct agent_report r;

	transport_watch(c->transport, &now);
	if (!c->swept) {
		sweep(c, &now);
		transport_watch(c->transport, &now);
	}
	if (c->card != NULL && !now.connected) {
		report_again(c);
		(void)individual_close(&c->card);
		transport_watch(c->transport, &now);
	}
	if (c->told && now.state == c->view.state &&
	    now.placing == c->view.placing &&
	    strcmp(now.reader, c->view.reader) == 0)
		return;
	c->view = now;
	c->told = true;
	report_begin(c, &r, AGENT_READER);
	report(c, &r);
}

/* A session to work in: the open one, or a new one. */
static enum kerr
need_card(struct child *c)
{
	enum kerr e = KERR_OK;

	look(c);
	if (c->card == NULL) {
		c->step_told = 0;
		e = individual_open(c->transport, report_step, c, &c->card);
		if (e == KERR_OK)
			card_lend(individual_card(c->card), c->command);
	}
	return e;
}

/* After a lost reply nothing is known: power off, begin anew. */
static void
drop_lost(struct child *c)
{
	if (c->card != NULL && individual_is_lost(c->card))
		(void)individual_close(&c->card);
}

/* For whoever is told why it went wrong. */
static void
note_where(struct child *c)
{
	c->where[0] = '\0';
	if (c->card != NULL)
		individual_where(c->card, c->where);
}

/* How a look ended: its report is made, or says why there is none. */
static void
end_look(struct child *c, struct agent_report *r, enum kerr e)
{
	note_where(c);
	if (e != KERR_OK) {
		report_begin(c, r, AGENT_FAILED);
		r->event.sw = c->card != NULL ? individual_sw(c->card) : 0;
	}
	r->event.error = e;
	drop_lost(c);
	report(c, r);
}

static void
do_identify(struct child *c)
{
	struct agent_report r;
	enum kerr e;

	/* A full look begins with nothing verified (4.1). */
	(void)individual_close(&c->card);
	e = need_card(c);
	if (e == KERR_OK) {
		report_begin(c, &r, AGENT_IDENTITY);
		e = individual_identify(c->card, &r.event.identity);
		r.event.sw = individual_sw(c->card);
	}
	end_look(c, &r, e);
}

static void
do_inspect(struct child *c)
{
	struct agent_report r;
	enum kerr e;

	(void)individual_close(&c->card);
	e = need_card(c);
	if (e == KERR_OK) {
		report_begin(c, &r, AGENT_INSPECTED);
		e = individual_inspect(c->card, c->authorities, c->order.now,
		    &r.event.identity, &r.event.inspection);
		r.event.inspection.ca_count =
		    (int)certificate_authorities_count(c->authorities);
		r.event.inspection.ca_bad = c->bad_files;
		r.event.sw = individual_sw(c->card);
	}
	end_look(c, &r, e);
}

/* Move one value out of the order, which is wiped in any case. */
static enum kerr
take_value(struct secret *out, uint8_t *from, size_t len)
{
	enum kerr e = out != NULL ? KERR_OK : ERR_SECRET_MEMORY;

	secret_clear(out);
	for (size_t i = 0; i < len && e == KERR_OK; i++)
		e = secret_push(out, from[i]);
	secret_wipe(from, AGENT_PIN_MOST);
	return e;
}

static void
pin_first(struct child *c, struct pin_result *out)
{
	if (c->module != NULL && issuer_host_sets_first(c->module))
		issuer_host_first(c->module, c->card, c->order.chip_serial,
		    (enum pin_ref)c->order.ref, c->first, c->second, out);
	else
		c->issuer->pin_first(c->card, c->order.chip_serial,
		    (enum pin_ref)c->order.ref, c->first, c->second, out);
}

static void
pin_prove(struct child *c, struct pin_result *out)
{
	individual_pin_prove(c->card, c->order.chip_serial,
	    (enum pin_ref)c->order.ref, c->first, c->order.spend_last == 1,
	    out);
}

static void
pin_change(struct child *c, struct pin_result *out)
{
	individual_pin_change(c->card, c->order.chip_serial,
	    (enum pin_ref)c->order.ref, c->first, c->second,
	    c->order.spend_last == 1, out);
}

static void
pin_reset(struct child *c, struct pin_result *out)
{
	if (c->module != NULL && issuer_host_resets(c->module))
		issuer_host_reset(c->module, c->card, c->order.chip_serial,
		    (enum pin_ref)c->order.ref, c->second, out);
	else
		c->issuer->pin_reset(c->card, c->order.chip_serial,
		    (enum pin_ref)c->order.ref, c->second, out);
}

static void (*const pin_orders[AGENT_ORDER_COUNT])(
    struct child *, struct pin_result *) = {
    [AGENT_ORDER_PIN_SET] = pin_first,
    [AGENT_ORDER_PIN_PROVE] = pin_prove,
    [AGENT_ORDER_PIN_CHANGE] = pin_change,
    [AGENT_ORDER_PIN_RESET] = pin_reset,
};

static void
do_pin(struct child *c)
{
	struct pin_result result = {
	    .outcome = PIN_OUTCOME_UNCHANGED, .tries_left = CARD_TRIES_UNKNOWN};
	enum kerr e = take_value(c->first, c->order.first, c->order.first_len);
	struct agent_report r;

	result.error =
	    take_value(c->second, c->order.second, c->order.second_len);
	if (e != KERR_OK || result.error != KERR_OK)
		result.error = ERR_SECRET_MEMORY;
	else if ((result.error = need_card(c)) == KERR_OK)
		pin_orders[c->order.kind](c, &result);
	secret_clear(c->first);
	secret_clear(c->second);
	note_where(c);
	drop_lost(c);
	report_begin(c, &r, AGENT_PIN);
	r.event.outcome = result.outcome;
	r.event.error = result.error;
	r.event.sw = result.sw;
	r.event.tries_left = result.tries_left;
	report(c, &r);
}

static void
do_face_tries(struct child *c)
{
	struct agent_report r;
	enum kerr e;

	(void)individual_close(&c->card);
	e = need_card(c);
	if (e == KERR_OK) {
		report_begin(c, &r, AGENT_FACE_TRIES);
		e = individual_face_tries(
		    c->card, c->order.chip_serial, r.event.face.tries_left);
		r.event.sw = individual_sw(c->card);
	}
	if (e == KERR_OK) /* nothing more is asked of it now */
		e = individual_leave(&c->card);
	end_look(c, &r, e);
	(void)individual_leave(&c->card);
}

static void
report_picturing(void *arg)
{
	struct child *c = arg;
	struct agent_report r;

	report_begin(c, &r, AGENT_PROGRESS);
	r.event.picturing = true;
	report(c, &r);
}

/* Read, and leave the card in any case: nothing stays verified while bytes of
 * a card are decoded. */
static enum kerr
read_face(struct child *c, struct face_files *files, struct card_face *out,
    uint16_t *sw)
{
	struct face_opening how = {.key = (enum face_key)c->order.face_key,
	    .may_spend_last = c->order.spend_last == 1};
	enum kerr left,
	    e = take_value(c->first, c->order.first, c->order.first_len);

	(void)individual_close(&c->card);
	if (e == KERR_OK)
		e = need_card(c);
	if (e == KERR_OK) {
		e = individual_face_read(c->card, c->order.chip_serial, &how,
		    c->first, files, &out->tries_left[how.key]);
		*sw = individual_sw(c->card);
	}
	secret_clear(c->first);
	note_where(c);
	drop_lost(c);
	left = individual_leave(&c->card);
	return e != KERR_OK ? e : left;
}

static void
do_face(struct child *c)
{
	struct face_files *files = calloc(1, sizeof(*files));
	struct card_face face = {0};
	struct agent_report r;
	uint16_t sw = 0;
	enum kerr e = ERR_MEMORY;
	int key;

	for (key = 0; key < FACE_KEY_COUNT; key++)
		face.tries_left[key] = CARD_TRIES_UNKNOWN;
	if (files != NULL) {
		e = read_face(c, files, &face, &sw);
		if (e == KERR_OK)
			e = face_show(
			    files, &c->area, report_picturing, c, &face);
		secret_wipe(files, sizeof(*files));
		free(files);
	}
	report_begin(c, &r, AGENT_FACE);
	r.event.face = face;
	r.event.tries_left = face.tries_left[c->order.face_key];
	r.event.sw = sw;
	r.event.error = e;
	report(c, &r);
	secret_wipe(&face, sizeof(face));
	secret_wipe(&r, sizeof(r));
}

static void
do_leave(struct child *c)
{
	struct agent_report r;
	enum kerr e = individual_leave(&c->card);

	report_begin(c, &r, e == KERR_OK ? AGENT_LEFT : AGENT_FAILED);
	r.event.error = e;
	report(c, &r);
}

static void (*const orders[AGENT_ORDER_COUNT])(struct child *) = {
    [AGENT_ORDER_IDENTIFY] = do_identify,
    [AGENT_ORDER_INSPECT] = do_inspect,
    [AGENT_ORDER_FACE_TRIES] = do_face_tries,
    [AGENT_ORDER_FACE] = do_face,
    [AGENT_ORDER_PIN_SET] = do_pin,
    [AGENT_ORDER_PIN_PROVE] = do_pin,
    [AGENT_ORDER_PIN_CHANGE] = do_pin,
    [AGENT_ORDER_PIN_RESET] = do_pin,
    [AGENT_ORDER_LEAVE] = do_leave,
};

/* One turn: wait, look, obey. false: the end. */
static bool
turn(struct child *c)
{
	struct pollfd fds[2] = {{.fd = c->channel, .events = POLLIN},
	    {.fd = transport_fd(c->transport), .events = POLLIN}};

	(void)poll(fds, 2, LOOK_MS);
	if (fds[0].revents != 0) {
		if (agent_order_receive(c->channel, &c->order) != KERR_OK)
			return false;
		c->step_told = clock_ms(&c->clock);
		c->where[0] = '\0';
		orders[c->order.kind](c);
		secret_wipe(&c->order, sizeof(c->order));
	} else {
		look(c); /* an order that needs the card looks itself */
	}
	return !c->alone;
}

/* Files can be read for the last time. */
static enum kerr
child_load(struct child *c, const char *ca_directory)
{
	enum kerr e = certificate_init();

	return e != KERR_OK ? e
			    : certificate_authorities_load(
				  ca_directory, &c->authorities, &c->bad_files);
}

/* By its name, or the office's own by its path, which may do less than all. */
static enum kerr
child_load_issuer(
    struct child *c, enum agent_transport kind, const char *name, bool training)
{
	bool is_path = strchr(name, '/') != NULL;

	c->issuer = issuer_get_for(is_path ? "" : name, kind);
	if (c->issuer == NULL)
		return ERR_ISSUER_ABSENT;
	return is_path ? issuer_host_open(
			     name, training, &c->module, &c->module_fault)
		       : KERR_OK;
}

/* Orders carry PINs for a moment, so the child itself is not swapped either.
 * All of it or nothing: without, cards are read and no value is taken. */
static bool
child_lock(struct child *c)
{
	if (mlock(c, sizeof(*c)) == 0 &&
	    (c->first = secret_new(AGENT_PIN_MOST)) != NULL &&
	    (c->second = secret_new(AGENT_PIN_MOST)) != NULL &&
	    (c->command = secret_new(APDU_SECRET_COMMAND_MOST)) != NULL)
		return true;
	secret_free(&c->first);
	secret_free(&c->second);
	(void)munlock(c, sizeof(*c));
	return false;
}

static enum kerr
child_open(struct child *c, int argc, char **argv)
{
	enum agent_transport kind;
	enum kerr e;

	if (argc < 7)
		return ERR_INTERNAL;
	kind = strcmp(argv[2], "training") == 0 ? AGENT_TRAINING : AGENT_PCSC;
	e = child_load_issuer(
	    c, kind, argv[5], strcmp(argv[6], "training") == 0);
	if (e != KERR_OK)
		return e;
	if (secret_init() == ERR_INTERNAL)
		return ERR_INTERNAL;
	if ((e = shared_area_take(PROCESS_SHARED_FD, &c->area)) != KERR_OK)
		return e;
	/* When the terminal is killed, the card is left before we end; the
	 * channel tells. */
	process_outlive_parent(LEAVE_S);
	(void)child_lock(c);
	e = transport_open(kind, argv[3], &c->transport);
	if (e == KERR_OK)
		e = child_load(c, argv[4]);
	if (e != KERR_OK)
		return e;
	return sandbox_enter(sandbox_width_of_build());
}

_Noreturn void
agent_child_main(int argc, char **argv)
{
	struct child *c = calloc(1, sizeof(*c));
	struct agent_report ready;
	enum kerr e = ERR_MEMORY;

	if (c == NULL)
		process_exit(1);
	c->channel = PROCESS_CHANNEL_FD;
	c->clock = clock_system();
	e = child_open(c, argc, argv);
	agent_report_begin(&ready);
	ready.ready = 1;
	ready.module_resets =
	    c->module != NULL && issuer_host_resets(c->module);
	ready.module_fault = (uint16_t)c->module_fault;
	ready.secrets_off = c->command == NULL;
	ready.event.error = e;
	report(c, &ready);
	while (e == KERR_OK && turn(c))
		continue;
	/* The parent went away: what was verified must not stay. */
	(void)individual_leave(&c->card);
	transport_close(&c->transport);
	certificate_authorities_free(&c->authorities);
	issuer_host_close(&c->module);
	secret_free(&c->first);
	secret_free(&c->second);
	secret_free(&c->command);
	secret_wipe(c, sizeof(*c));
	free(c);
	process_exit(e == KERR_OK ? 0 : 1);
}
