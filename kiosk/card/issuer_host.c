/* issuer_host.c -- see issuer_host.h. A module is trusted as the program is:
 * it sees PINs. So it must be as hard to change as the program. */
#include "card/issuer_host.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/secret.h"
#include "card/individual_session.h"
#include "card/issuer_module.h"

#define MODULE_STEPS 16 /* for the progress: what a module may need */
#define PROOF_STEPS  4	/* SELECT, SELECT EF, count, VERIFY */
#define PATH_SIZE    40

struct issuer_host {
	void *object;
	const struct kiosk_issuer_module *module;
};

/* One call of a module. */
struct call {
	struct individual *c;
	bool sent;
	enum kerr error; /* of the last command */
};

const char *
issuer_fault_said(enum issuer_fault fault)
{
	static const char *const said[ISSUER_FAULT_COUNT] = {
	    [ISSUER_FAULT_NONE] = "",
	    [ISSUER_FAULT_OPEN] = N_("it is not there or cannot be read"),
	    [ISSUER_FAULT_KIND] = N_("it is no regular file"),
	    [ISSUER_FAULT_OWNER] =
		N_("it belongs neither to root nor to this account"),
	    [ISSUER_FAULT_WRITABLE] = N_("others than its owner may change it"),
	    [ISSUER_FAULT_LOAD] =
		N_("it is no shared object that this machine can load"),
	    [ISSUER_FAULT_ENTRY] = N_("it is no issuer module"),
	    [ISSUER_FAULT_VERSION] =
		N_("it was made for another version of this program"),
	    [ISSUER_FAULT_INVENTED] =
		N_("its commands are invented: for training offices only"),
	};

	return (unsigned)fault < ISSUER_FAULT_COUNT ? said[fault] : "";
}

/* -- loading -- */

static enum issuer_fault
judge_file(int fd)
{
	struct stat st;

	if (fstat(fd, &st) != 0)
		return ISSUER_FAULT_OPEN;
	if (!S_ISREG(st.st_mode))
		return ISSUER_FAULT_KIND;
	if (st.st_uid != 0 && st.st_uid != geteuid())
		return ISSUER_FAULT_OWNER;
	if ((st.st_mode & (S_IWGRP | S_IWOTH)) != 0)
		return ISSUER_FAULT_WRITABLE;
	return ISSUER_FAULT_NONE;
}

static enum issuer_fault
judge_module(const struct kiosk_issuer_module *m, bool training)
{
	if (m == NULL || m->version != KIOSK_ISSUER_VERSION)
		return ISSUER_FAULT_VERSION;
	if (!training && (m->flags & KIOSK_ISSUER_INVENTED) != 0)
		return ISSUER_FAULT_INVENTED;
	return ISSUER_FAULT_NONE;
}

/* POSIX lets a pointer to an object become one to a function; C does not say
 * how, so the bytes are copied. */
static kiosk_issuer_entry *
find_entry(void *object)
{
	void *found = dlsym(object, KIOSK_ISSUER_ENTRY);
	union {
		void *object;
		kiosk_issuer_entry *entry;
	} as = {.object = found};

	return as.entry;
}

static enum issuer_fault
load(struct issuer_host *h, int fd, bool training)
{
	kiosk_issuer_entry *entry;
	char path[PATH_SIZE];

	/* the very file that was judged, whatever its name leads to now */
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	if ((h->object = dlopen(path, RTLD_NOW | RTLD_LOCAL)) == NULL)
		return ISSUER_FAULT_LOAD;
	if ((entry = find_entry(h->object)) == NULL)
		return ISSUER_FAULT_ENTRY;
	h->module = entry(KIOSK_ISSUER_VERSION);
	return judge_module(h->module, training);
}

enum kerr
issuer_host_open(const char *path, bool training, struct issuer_host **out,
    enum issuer_fault *why)
{
	struct issuer_host *h = calloc(1, sizeof(*h));
	int fd = -1;

	*out = NULL;
	*why = ISSUER_FAULT_NONE;
	if (h == NULL)
		return ERR_MEMORY;
	/* a pipe must not keep us waiting */
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	*why = fd < 0 ? ISSUER_FAULT_OPEN : judge_file(fd);
	if (*why == ISSUER_FAULT_NONE)
		*why = load(h, fd, training);
	if (fd >= 0)
		close(fd);
	if (*why != ISSUER_FAULT_NONE) {
		issuer_host_close(&h);
		return ERR_ISSUER_MODULE;
	}
	*out = h;
	return KERR_OK;
}

void
issuer_host_close(struct issuer_host **h)
{
	if (*h == NULL)
		return;
	if ((*h)->object != NULL)
		(void)dlclose((*h)->object);
	free(*h);
	*h = NULL;
}

bool
issuer_host_resets(const struct issuer_host *h)
{
	return h->module->reset != NULL;
}

bool
issuer_host_sets_first(const struct issuer_host *h)
{
	return h->module->set_first != NULL;
}

/* -- one call -- */

static int
transmit(void *host, const uint8_t *command, size_t command_len, uint8_t *reply,
    size_t reply_size, size_t *reply_len)
{
	struct call *call = host;
	bool sent = false;

	call->error = card_send_raw(call->c->card, command, command_len, reply,
	    reply_size, reply_len, &sent);
	call->sent = call->sent || sent;
	return call->error == KERR_OK ? 0 : 1;
}

static enum kerr
prepare(struct individual *c, const char *chip_serial, enum pin_ref ref,
    const struct secret *chosen, struct pin_result *out)
{
	const struct pin_place *place = pin_place_get(ref);
	enum kerr e;

	pin_result_begin(out);
	if (place == NULL || !pin_place_fits(place, chosen))
		return ERR_PIN_FORMAT;
	card_begin(c->card,
	    individual_count_steps(c, place, MODULE_STEPS + PROOF_STEPS),
	    c->step, c->step_arg);
	e = individual_select_pin(c, chip_serial, place, &out->tries_left);
	out->sw = card_sw(c->card);
	return e;
}

/* The module says that it is written: the card must say so too. */
static void
prove(struct individual *c, const char *chip_serial, enum pin_ref ref,
    const struct secret *chosen, struct pin_result *out)
{
	enum kerr e = individual_select_pin(
	    c, chip_serial, pin_place_get(ref), &out->tries_left);

	out->outcome = PIN_OUTCOME_UNKNOWN;
	if (e == KERR_OK)
		e = individual_verify(c, ref, chosen, &out->tries_left);
	out->sw = card_sw(c->card);
	if (e == KERR_OK)
		out->outcome = PIN_OUTCOME_WRITTEN;
	out->error = e == KERR_OK ? KERR_OK : pin_result_error(out->outcome, e);
}

static void
conclude(struct call *call, const char *chip_serial, enum pin_ref ref, int said,
    const struct secret *chosen, struct pin_result *out)
{
	struct individual *c = call->c;

	out->sw = card_sw(c->card);
	if (said == KIOSK_ISSUER_WRITTEN && !card_is_lost(c->card)) {
		prove(c, chip_serial, ref, chosen, out);
	} else if (!call->sent || said == KIOSK_ISSUER_TERMINAL) {
		out->error = said == KIOSK_ISSUER_TERMINAL ? ERR_ISSUER_ABSENT
							   : ERR_ISSUER_REFUSED;
	} else if (said == KIOSK_ISSUER_UNCHANGED && !card_is_lost(c->card)) {
		out->error = ERR_CARD_REPLY;
	} else {
		out->outcome = PIN_OUTCOME_UNKNOWN;
		out->error =
		    call->error != KERR_OK ? call->error : ERR_PIN_UNKNOWN;
	}
}

static struct kiosk_issuer_value
value_of(const struct secret *s)
{
	return (struct kiosk_issuer_value){
	    .bytes = secret_bytes(s), .len = secret_len(s)};
}

static struct kiosk_issuer_card
card_of(struct call *call, const char *chip_serial)
{
	return (struct kiosk_issuer_card){.version = KIOSK_ISSUER_VERSION,
	    .host = call,
	    .chip_serial = chip_serial,
	    .transmit = transmit};
}

void
issuer_host_first(const struct issuer_host *h, struct individual *c,
    const char *chip_serial, enum pin_ref ref, const struct secret *initial,
    const struct secret *chosen, struct pin_result *out)
{
	struct call call = {.c = c};
	struct kiosk_issuer_card card = card_of(&call, chip_serial);
	struct kiosk_issuer_value old = value_of(initial),
				  new = value_of(chosen);

	out->error = prepare(c, chip_serial, ref, chosen, out);
	/* it may try the initial value: never with the last try */
	if (out->error == KERR_OK && out->tries_left == 1)
		out->error = ERR_PIN_LAST_TRY;
	if (out->error == KERR_OK)
		conclude(&call, chip_serial, ref,
		    h->module->set_first(&card, (int)ref, &old, &new), chosen,
		    out);
}

void
issuer_host_reset(const struct issuer_host *h, struct individual *c,
    const char *chip_serial, enum pin_ref ref, const struct secret *chosen,
    struct pin_result *out)
{
	struct call call = {.c = c};
	struct kiosk_issuer_card card = card_of(&call, chip_serial);
	struct kiosk_issuer_value new = value_of(chosen);

	out->error = prepare(c, chip_serial, ref, chosen, out);
	if (out->error == KERR_OK)
		conclude(&call, chip_serial, ref,
		    h->module->reset(&card, (int)ref, &new), chosen, out);
}
