/* desk.c -- opening the office at a counter, and what every step shares. */
#include "desk/desk.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/seal.h"
#include "base/secret.h"
#include "base/text.h"
#include "desk/desk_private.h"
#include "desk/till.h"
#include "desk/visit_list.h"
#include "rules/calendar.h"
#include "store/audit.h"
#include "store/cases.h"
#include "store/closed_days.h"
#include "store/days.h"
#include "store/drawer.h"
#include "store/store.h"

#define CLOSED_ROWS_MOST 64
/* Of one shift and one session: both initial values as two people typed them,
 * a present and a new PIN of each kind, and three fields being typed in. */
#define SECRETS_AT_ONCE (4 + 2 * PIN_KIND_COUNT + 3)

int64_t
desk_now(const struct desk *d)
{
	return clock_now(d->clock);
}

void
desk_tell(struct desk *d, enum desk_change what)
{
	if (d->changed != NULL)
		d->changed(d->changed_arg, what);
}

void
desk_on_change(struct desk *d, desk_changed *changed, void *arg)
{
	d->changed = changed;
	d->changed_arg = arg;
}

const struct office_settings *
desk_settings(const struct desk *d)
{
	return d->settings;
}

void
desk_new_key(char key[DESK_KEY_SIZE])
{
	seal_token(key);
}

enum kerr
desk_need(struct desk *d, enum action action, struct failure *f)
{
	if (!session_may(d, action))
		return failure_set(f, ERR_RIGHTS);
	return KERR_OK;
}

enum kerr
desk_begin(struct desk *d, struct failure *f)
{
	enum kerr e = store_begin(d->store, d->session.staff, desk_now(d));

	return store_explain(d->store, e, f);
}

enum kerr
desk_end(struct desk *d, enum kerr e, const struct audit_note *note,
    struct failure *f)
{
	if (e == KERR_OK && note != NULL)
		e = audit_append(d->store, note);
	e = store_end(d->store, e);
	return store_explain(d->store, e, f);
}

/* Whether today is a day without the issuer's systems. */
static void
desk_read_calendar(struct desk *d)
{
	struct closed_days rows[CLOSED_ROWS_MOST];
	const struct closed_days *hit = NULL;
	size_t count = 0;
	struct date today = date_of_utc(desk_now(d));

	d->closed_said[0] = '\0';
	if (closed_days_list(d->store, rows, NULL, CLOSED_ROWS_MOST, &count) !=
	    KERR_OK)
		return;
	if ((hit = calendar_closed(rows, count, today)) != NULL)
		text_gate(d->closed_said, sizeof(d->closed_said), hit->said);
}

static void
desk_read_day(struct desk *d)
{
	struct business_day day;

	memset(&d->business_day, 0, sizeof(d->business_day));
	if (days_current(d->store, &day) == KERR_OK)
		d->business_day = day.day;
}

static enum kerr
desk_open_store(struct desk *d, struct failure *f)
{
	const struct office_settings *s = d->settings;
	enum kerr e;

	if ((e = seal_keys_open(s->keys, &d->keys, f)) != KERR_OK)
		return e;
	if ((e = store_open(
		 s->store, d->keys, (int)s->counter, &d->store, f)) != KERR_OK)
		return e;
	if (store_office(d->store)->training != s->training) {
		failure_set(f, ERR_CONFIG);
		failure_text(f, "file", s->store);
		failure_text(f, "line", "-");
		failure_text(f, "reason",
		    N_("a training store needs training = yes, a real one no"));
		return ERR_CONFIG;
	}
	if ((e = store_claim_counter(d->store)) != KERR_OK) {
		failure_set(f, e);
		failure_number(f, "n", s->counter);
	}
	return e;
}

/* Who may come with what, where the office has rows of its own. */
static enum kerr
desk_read_visits(struct desk *d, struct failure *f)
{
	const char *path = d->settings->visits;

	return path[0] != '\0' ? visit_list_read(path, &d->visits, f) : KERR_OK;
}

enum kerr
desk_open(const struct office_settings *settings, struct loop *loop,
    const struct clock *clock, struct log *log, struct desk **out,
    struct failure *f)
{
	struct desk *d = NULL;
	enum kerr e;

	*out = NULL;
	if ((d = calloc(1, sizeof(*d))) == NULL)
		return failure_set(f, ERR_MEMORY);
	d->settings = settings;
	d->loop = loop;
	d->clock = clock;
	d->log = log;
	d->pins.view.writing = PIN_KIND_COUNT;
	d->session.check.child.fd = -1;
	d->secrets_ok =
	    secret_init() == KERR_OK && secret_can_lock(SECRETS_AT_ONCE);
	if ((e = desk_read_visits(d, f)) != KERR_OK ||
	    (e = reader_check(d, f)) != KERR_OK ||
	    (e = desk_open_store(d, f)) != KERR_OK) {
		desk_close(&d);
		return e;
	}
	desk_read_day(d);
	desk_read_calendar(d);
	initial_values_open(d);
	if ((e = printing_open(d)) != KERR_OK) {
		(void)store_explain(d->store, e, f);
		desk_close(&d);
		return e;
	}
	cash_paper_settle(d);
	if (reader_start(d) != KERR_OK)
		log_event(log, "card agent not started", NULL);
	*out = d;
	return KERR_OK;
}

void
desk_close(struct desk **d)
{
	if (*d == NULL)
		return;
	(*d)->changed = NULL;
	if ((*d)->store != NULL)
		pin_setting_close(*d);
	holder_check_end(*d);
	printing_close(*d);
	reader_stop(*d);
	session_close(*d);
	initial_values_forget(*d);
	free((*d)->visits);
	store_close(&(*d)->store);
	seal_keys_free(&(*d)->keys);
	free(*d);
	*d = NULL;
}

/* Only what does not tell what the drawer should hold: its count is blind. */
static void
desk_get_drawer(struct desk *d, struct desk_status *out)
{
	struct drawer_session s;

	if (drawer_here(d->store, &s) != KERR_OK)
		return;
	out->drawer = s.state == DRAWER_OPEN ? 1 : 2;
	out->drawer_float_yen = s.float_yen;
}

bool
desk_has_secrets(const struct desk *d)
{
	return d->secrets_ok &&
	       (d->reader.agent == NULL || agent_has_secrets(d->reader.agent));
}

void
desk_get_status(struct desk *d, struct desk_status *out)
{
	memset(out, 0, sizeof(*out));
	out->office = d->settings->name;
	out->office_latin = d->settings->name_latin;
	out->counter = (int)d->settings->counter;
	out->training = d->settings->training;
	out->business_day = d->business_day;
	out->now = desk_now(d);
	out->clerk = d->session.view.name;
	out->reader = d->reader.agent != NULL ? agent_reader(d->reader.agent)
					      : READER_STUCK;
	out->card_read = d->reader.identified;
	out->reader_trouble = reader_trouble(d);
	if (out->reader_trouble == ERR_READER_STUCK)
		out->reader = READER_STUCK; /* also when a card lies there */
	out->closed_said = d->closed_said;
	out->spool_ok = access(d->settings->spool, W_OK | X_OK) == 0;
	out->secrets_ok = desk_has_secrets(d);
	desk_get_drawer(d, out);
}

/* The lease of this counter's open case lives as long as somebody is signed
 * in here, also while the queue is on the screen. */
static void
desk_renew_lease(struct desk *d)
{
	struct failure f;
	int64_t open = 0;

	if (d->session.staff == 0 || cases_here(d->store, &open) != KERR_OK)
		return;
	if (desk_begin(d, &f) == KERR_OK)
		(void)desk_end(d, cases_renew(d->store, open), NULL, &f);
}

void
desk_idle(struct desk *d)
{
	desk_renew_lease(d);
	desk_read_day(d);      /* another counter may have opened the next */
	desk_read_calendar(d); /* midnight may have passed */
	(void)printing_settle(d);
	store_idle(d->store);
}
