#include "screens/app.h"

#include <signal.h>
#include <stdlib.h>

#include "base/secret.h"
#include "base/text.h"
#include "screens/app_inside.h"
#include "screens/terminal.h"

#define TICK_MS 1000

/* -- drawing: once, however many things changed -- */

static void
on_draw_time(void *arg)
{
	struct app *app = arg;

	app->draw_timer = 0;
	if (!app->is_changed || app->is_over)
		return;
	app->is_changed = false;
	app_paint(app);
}

void
app_changed(struct app *app)
{
	app->is_changed = true;
	if (app->draw_timer == 0)
		(void)loop_after(
		    app->set.loop, 0, on_draw_time, app, &app->draw_timer);
}

/* -- keys -- */

static void on_input_time(void *arg);

/* Ask to be called when what is held back is due. */
static void
watch_input_time(struct app *app)
{
	int64_t wait = input_wait_ms(app->input, clock_ms(app->set.clock));

	loop_cancel(app->set.loop, &app->input_timer);
	if (wait >= 0)
		(void)loop_after(
		    app->set.loop, wait, on_input_time, app, &app->input_timer);
}

static void
dispatch_all(struct app *app)
{
	struct ui_event event;

	while (!app->is_over && input_take(app->input, &event)) {
		app->key_at = clock_ms(app->set.clock);
		app_idle_restart(app);
		app_dispatch(app, &event);
		secret_wipe(&event, sizeof(event));
		app->is_changed = true;
	}
	if (app->is_over)
		return;
	watch_input_time(app);
	if (app->is_changed) { /* at once: a key is answered before all else */
		app->is_changed = false;
		app_paint(app);
	}
}

static void
on_input_time(void *arg)
{
	struct app *app = arg;

	app->input_timer = 0;
	input_settle(app->input, clock_ms(app->set.clock));
	dispatch_all(app);
}

static void
on_terminal(void *arg, int fd, unsigned events)
{
	struct app *app = arg;
	int64_t now = clock_ms(app->set.clock);

	/* The time is asked before the read: the gap between two reads is
	 * never taken for shorter than it was. */
	if ((events & LOOP_READ) != 0 && !input_read(app->input, fd, now))
		events |= LOOP_CLOSED;
	if ((events & LOOP_READ) != 0)
		dispatch_all(app);
	if ((events & LOOP_CLOSED) != 0 && !app->is_over) {
		/* The window was closed: as if the program was asked to end. */
		loop_unwatch(app->set.loop, fd);
		app_do(app, request_quit());
	}
}

static void
on_signal(void *arg, int signal_number)
{
	struct app *app = arg;

	if (signal_number == SIGWINCH) {
		if (terminal_resize(app->set.terminal))
			app_changed(app);
		return;
	}
	if (app->set.on_signal != NULL)
		app->set.on_signal(app->set.signal_arg, signal_number);
	if (signal_number == SIGTERM || signal_number == SIGHUP ||
	    signal_number == SIGINT)
		app_do(app, request_quit());
}

static void
on_tick(void *arg)
{
	struct app *app = arg;
	struct app_level *level = app_level(app);
	struct request r = request_stay();

	app->tick_timer = 0;
	(void)loop_after(
	    app->set.loop, TICK_MS, on_tick, app, &app->tick_timer);
	if (level == NULL || level->screen->tick == NULL || app->busy)
		return;
	app->busy = true;
	r = level->screen->tick(app, level->state);
	app->busy = false;
	app_do(app, r);
	app_changed(app);
}

/* -- begin and end -- */

static enum kerr
register_all(struct app *app)
{
	struct loop *loop = app->set.loop;
	enum kerr e;

	if ((e = loop_watch(loop, terminal_fd(app->set.terminal), LOOP_READ,
		 on_terminal, app)) != KERR_OK)
		return e;
	if ((e = loop_on_signal(loop, on_signal, app)) != KERR_OK)
		return e;
	return loop_after(loop, TICK_MS, on_tick, app, &app->tick_timer);
}

enum kerr
app_open(const struct app_settings *s, struct app **out)
{
	struct app *app = calloc(1, sizeof(*app));
	enum kerr e;

	*out = NULL;
	if (app == NULL)
		return ERR_MEMORY;
	app->set = *s;
	app->key_at = clock_ms(s->clock);
	if ((e = input_new(&s->input, &app->input)) != KERR_OK)
		goto out;
	terminal_teach_keys(s->terminal, app->input);
	e = register_all(app);
out:
	*out = app;
	if (e != KERR_OK)
		app_close(out);
	return e;
}

void
app_close(struct app **out)
{
	struct app *app = *out;

	if (app == NULL)
		return;
	app_close_all(app);
	app_idle_end(app);
	loop_cancel(app->set.loop, &app->input_timer);
	loop_cancel(app->set.loop, &app->draw_timer);
	loop_cancel(app->set.loop, &app->tick_timer);
	loop_unwatch(app->set.loop, terminal_fd(app->set.terminal));
	(void)loop_on_signal(app->set.loop, NULL, NULL);
	input_free(&app->input);
	secret_wipe(app, sizeof(*app));
	free(app);
	*out = NULL;
}

enum kerr
app_run(
    struct app *app, const struct screen *root, void *arg, struct failure *f)
{
	app->is_over = false;
	app_do(app, request_push(root, arg));
	if (app->depth == 0) { /* the first screen could not open */
		if (f != NULL)
			*f = app->message.detail;
		return app->message.detail.code;
	}
	/* The window may have changed before its signal was ours. */
	(void)terminal_resize(app->set.terminal);
	app_changed(app);
	return loop_run(app->set.loop);
}

/* -- what screens ask for -- */

void *
app_context(const struct app *app)
{
	return app->set.context;
}

const struct clock *
app_clock(const struct app *app)
{
	return app->set.clock;
}

enum lang
app_lang(const struct app *app)
{
	return app->set.lang;
}

void
app_set_lang(struct app *app, enum lang lang)
{
	app->set.lang = lang;
	app_changed(app);
}

const char *
app_text(const struct app *app, const char *id)
{
	return text_in(app->set.lang, id);
}

char *
app_fill(const struct app *app, char *out, size_t out_size, const char *id,
    const struct failure *arguments)
{
	return text_fill(out, out_size, app_text(app, id), arguments->argument,
	    arguments->argument_count);
}

void
app_set_band(struct app *app, const char *id)
{
	app->set.band = id;
	app_changed(app);
}

void
app_say(struct app *app, enum mark mark, const char *id,
    const struct failure *detail)
{
	message_set(&app->message, mark, id, detail);
	app_changed(app);
}

void
app_say_failure(struct app *app, const struct failure *f)
{
	message_set_failure(&app->message, f, app->set.for_resident);
	app_changed(app);
}

void
app_say_nothing(struct app *app)
{
	message_clear(&app->message);
	app_changed(app);
}

void
app_drop_typed(struct app *app)
{
	input_flush(app->input);
}
