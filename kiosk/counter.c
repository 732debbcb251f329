/* counter.c -- see root/counter.h. The parts of the program are put together
 * here and nowhere else. */
#include "root/counter.h"

#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/lang.h"
#include "base/log.h"
#include "base/loop.h"
#include "base/text.h"
#include "card/training_reader.h"
#include "desk/desk.h"
#include "desk/office.h"
#include "desk/training.h"
#include "root/options.h"
#include "screens/app.h"
#include "screens/staff.h"
#include "screens/terminal.h"

#define IDLE_MS	  20000 /* leases are renewed well before they run out */
#define READER_MS 1000	/* how often a lost built-in reader is looked for */

struct counter {
	struct office_settings settings;
	int64_t clock_offset;
	struct clock clock;
	struct log *log;
	struct loop *loop;
	struct training_reader *reader; /* training only */
	struct desk *desk;
	struct terminal *terminal;
	struct app *app;
	uint64_t idle_timer;
	uint64_t reader_timer;
	int errors; /* standard error, put aside; -1: not */
};

/* -- what runs while the counter is open -- */

static void
counter_changed(void *arg, enum desk_change what)
{
	struct counter *c = arg;

	if (c->app != NULL)
		app_post(c->app, &what);
}

static void
counter_idle(void *arg)
{
	struct counter *c = arg;

	desk_idle(c->desk);
	(void)loop_after(c->loop, IDLE_MS, counter_idle, c, &c->idle_timer);
}

/* The built-in reader of this counter is ours: nobody else holds the counter.
 * One that still ends (of a program that was killed) is waited for. */
static void
counter_keep_reader(void *arg)
{
	struct counter *c = arg;
	struct failure f;

	if (!training_reader_is_running(c->reader) &&
	    training_reader_start(c->reader, &f) != KERR_OK)
		log_event(c->log, "built-in reader not started", &f);
	(void)loop_after(
	    c->loop, READER_MS, counter_keep_reader, c, &c->reader_timer);
}

/* -- opening -- */

/* Another reader of this counter that is busy is either ending (we shall get
 * it) or another terminal's: then opening the desk says so. */
static enum kerr
counter_start_reader(struct counter *c, struct failure *f)
{
	enum kerr e;

	if (c->settings.transport != READER_TRAINING)
		return KERR_OK;
	if ((e = training_socket(&c->settings, c->settings.reader,
		 sizeof(c->settings.reader), f)) != KERR_OK ||
	    (e = training_open_reader(&c->settings, &c->reader, f)) != KERR_OK)
		return e;
	e = training_reader_start(c->reader, f);
	return e == ERR_READER_BUSY ? failure_set(f, KERR_OK) : e;
}

static enum kerr
counter_need_terminal(struct failure *f)
{
	return isatty(STDIN_FILENO) && isatty(STDOUT_FILENO)
		   ? KERR_OK
		   : failure_set(f, ERR_TERMINAL_NONE);
}

/* What a helper process has to say belongs into no screen. */
static void
counter_put_errors_aside(struct counter *c)
{
	int null;

	if (!isatty(STDERR_FILENO) ||
	    (null = open("/dev/null", O_WRONLY | O_CLOEXEC)) == -1)
		return;
	c->errors = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
	if (c->errors != -1)
		(void)dup2(null, STDERR_FILENO);
	close(null);
}

static enum kerr
counter_open_app(struct counter *c, struct failure *f)
{
	struct app_settings s = {.terminal = c->terminal,
	    .loop = c->loop,
	    .clock = &c->clock,
	    .lang = (enum lang)c->settings.language,
	    .input = INPUT_SETTINGS_DEFAULT,
	    .context = c->desk};
	enum kerr e;

	if (c->settings.training)
		s.band = R_("TRAINING - invented people");
	text_copy(s.input.scan_prefix, sizeof(s.input.scan_prefix),
	    c->settings.scan_prefix);
	if ((e = app_open(&s, &c->app)) != KERR_OK)
		failure_set(f, e);
	return e;
}

static enum kerr
counter_open(struct counter *c, struct failure *f)
{
	enum kerr e;

	if ((e = training_clock(
		 &c->settings, &c->clock, &c->clock_offset, f)) != KERR_OK ||
	    (e = counter_need_terminal(f)) != KERR_OK ||
	    (e = log_open(c->settings.log, &c->clock, &c->log, f)) != KERR_OK)
		return e;
	if ((e = loop_new(&c->clock, &c->loop)) != KERR_OK)
		return failure_set(f, e);
	counter_put_errors_aside(c);
	if ((e = counter_start_reader(c, f)) != KERR_OK ||
	    (e = desk_open(&c->settings, c->loop, &c->clock, c->log, &c->desk,
		 f)) != KERR_OK ||
	    (e = terminal_start(&c->terminal, f)) != KERR_OK)
		return e;
	return counter_open_app(c, f);
}

static enum kerr
counter_work(struct counter *c, struct failure *f)
{
	enum kerr e;

	desk_on_change(c->desk, counter_changed, c);
	if ((e = loop_after(
		 c->loop, IDLE_MS, counter_idle, c, &c->idle_timer)) != KERR_OK)
		return failure_set(f, e);
	if (c->reader != NULL)
		counter_keep_reader(c);
	log_number(c->log, "counter opened", "n", c->settings.counter);
	failure_set(f, KERR_OK);
	e = app_run(c->app, &staff_sign_in_screen, NULL, f);
	if (e != KERR_OK && f->code == KERR_OK)
		failure_set(f, e);
	return e;
}

/* Screens first: they wipe what was typed and still know the desk. */
static void
counter_close(struct counter *c)
{
	if (c->desk != NULL)
		desk_on_change(c->desk, NULL, NULL);
	app_close(&c->app);
	terminal_end(&c->terminal);
	if (c->loop != NULL) {
		loop_cancel(c->loop, &c->idle_timer);
		loop_cancel(c->loop, &c->reader_timer);
	}
	desk_close(&c->desk);
	training_reader_close(&c->reader);
	loop_free(&c->loop);
	log_close(&c->log);
	if (c->errors != -1) {
		(void)dup2(c->errors, STDERR_FILENO);
		close(c->errors);
	}
}

enum kerr
counter_run(const struct options *o, struct failure *f)
{
	struct counter *c = calloc(1, sizeof(*c));
	enum kerr e;

	if (c == NULL)
		return failure_set(f, ERR_MEMORY);
	c->errors = -1;
	if ((e = office_read(o->config, o->counter, &c->settings, f)) ==
		KERR_OK &&
	    (e = counter_open(c, f)) == KERR_OK)
		e = counter_work(c, f);
	if (e != KERR_OK)
		log_event(c->log, "counter ended", f);
	counter_close(c);
	free(c);
	return e;
}
