#include "screens/app.h"
#include "screens/app_inside.h"

#include <string.h>

/* A handler may ask for something that asks again (a dialog's answer); what
 * goes on longer than this would go on for ever. */
#define CHAIN_MOST 8

struct request
request_stay(void)
{
	return (struct request){.kind = REQUEST_STAY};
}

struct request
request_push(const struct screen *screen, void *arg)
{
	return (struct request){
	    .kind = REQUEST_PUSH, .screen = screen, .arg = arg};
}

struct request
request_push_copy(const struct screen *screen, const void *arg, size_t size)
{
	struct request r = {
	    .kind = REQUEST_PUSH, .screen = screen, .is_copied = true};

	memcpy(r.copy, arg, size < sizeof(r.copy) ? size : sizeof(r.copy));
	return r;
}

struct request
request_replace(const struct screen *screen, void *arg)
{
	return (struct request){
	    .kind = REQUEST_REPLACE, .screen = screen, .arg = arg};
}

struct request
request_pop(void)
{
	return (struct request){.kind = REQUEST_POP};
}

struct request
request_pop_to_root(void)
{
	return (struct request){.kind = REQUEST_POP_TO_ROOT};
}

struct request
request_answer(app_answered *answered, int answer)
{
	return (struct request){
	    .kind = REQUEST_ANSWER, .answered = answered, .answer = answer};
}

struct request
request_quit(void)
{
	return (struct request){.kind = REQUEST_QUIT};
}

struct app_level *
app_level(const struct app *app)
{
	if (app->depth == 0)
		return NULL;
	return (struct app_level *)&app->level[app->depth - 1];
}

const struct screen *
app_top(const struct app *app)
{
	const struct app_level *level = app_level(app);

	return level == NULL ? NULL : level->screen;
}

/* -- one step each -- */

static void
close_top(struct app *app)
{
	struct app_level level = app->level[--app->depth];

	app->level[app->depth] = (struct app_level){NULL, NULL};
	if (level.screen->close != NULL)
		level.screen->close(app, level.state);
}

void
app_close_all(struct app *app)
{
	while (app->depth > 0)
		close_top(app);
}

static struct request
resume_top(struct app *app)
{
	struct app_level *level = app_level(app);

	if (level == NULL)
		return request_quit();
	if (level->screen->resumed == NULL)
		return request_stay();
	return level->screen->resumed(app, level->state);
}

/* Open a screen beside the stack; false, with a message, when it cannot. */
static bool
open_level(struct app *app, const struct request *r, struct app_level *level)
{
	struct failure f = {.code = KERR_OK};
	void *arg = r->is_copied ? (void *)(uintptr_t)r->copy : r->arg;
	enum kerr e = KERR_OK;

	level->screen = r->screen;
	level->state = NULL;
	if (r->screen->open != NULL)
		e = r->screen->open(app, arg, &level->state, &f);
	if (e == KERR_OK)
		return true;
	if (f.code != e)
		failure_set(&f, e);
	if (level->state != NULL && r->screen->close != NULL)
		r->screen->close(app, level->state);
	app_say_failure(app, &f);
	return false;
}

static struct request
do_stay(struct app *app, const struct request *r)
{
	(void)app;
	(void)r;
	return request_stay();
}

static struct request
do_push(struct app *app, const struct request *r)
{
	struct failure f;
	struct app_level level;

	if (app->depth == APP_DEPTH_MOST) {
		failure_set(&f, ERR_INTERNAL);
		app_say_failure(app, &f);
	} else if (open_level(app, r, &level)) {
		app->level[app->depth++] = level;
	}
	return request_stay();
}

static struct request
do_replace(struct app *app, const struct request *r)
{
	struct app_level level;

	if (!open_level(app, r, &level))
		return request_stay();
	if (app->depth > 0)
		close_top(app);
	app->level[app->depth++] = level;
	return request_stay();
}

static struct request
do_pop(struct app *app, const struct request *r)
{
	(void)r;
	if (app->depth > 0)
		close_top(app);
	return resume_top(app);
}

static struct request
do_pop_to_root(struct app *app, const struct request *r)
{
	(void)r;
	while (app->depth > 1)
		close_top(app);
	return resume_top(app);
}

static struct request
do_answer(struct app *app, const struct request *r)
{
	struct app_level *level;

	if (app->depth > 0)
		close_top(app);
	if ((level = app_level(app)) == NULL)
		return request_quit();
	if (r->answered == NULL)
		return resume_top(app);
	return r->answered(app, level->state, r->answer);
}

static struct request
do_quit(struct app *app, const struct request *r)
{
	(void)r;
	app->is_over = true;
	app_close_all(app);
	loop_stop(app->set.loop);
	return request_stay();
}

static void
do_chain(struct app *app, struct request r)
{
	static struct request (*const step[])(
	    struct app *, const struct request *) = {
	    [REQUEST_STAY] = do_stay,
	    [REQUEST_PUSH] = do_push,
	    [REQUEST_REPLACE] = do_replace,
	    [REQUEST_POP] = do_pop,
	    [REQUEST_POP_TO_ROOT] = do_pop_to_root,
	    [REQUEST_ANSWER] = do_answer,
	    [REQUEST_QUIT] = do_quit,
	};

	for (int i = 0; i < CHAIN_MOST && !app->is_over; i++) {
		if (r.drop_typed)
			input_flush(app->input);
		if (r.kind == REQUEST_STAY)
			break;
		r = step[r.kind](app, &r);
	}
}

static void
apply_flags(struct app *app)
{
	const struct screen *top = app_top(app);

	if (top != NULL)
		input_set_scans(
		    app->input, (top->flags & SCREEN_NO_SCANS) == 0);
}

void
app_do(struct app *app, struct request r)
{
	if (app->busy) { /* the screen that runs now must stay whole */
		if (r.kind != REQUEST_STAY || r.drop_typed) {
			app->put_off = r;
			app->is_put_off = true;
		}
		return;
	}
	app->busy = true;
	do_chain(app, r);
	while (app->is_put_off && !app->is_over) {
		app->is_put_off = false;
		do_chain(app, app->put_off);
	}
	app->busy = false;
	if (app->is_over)
		return;
	apply_flags(app);
	if (r.kind != REQUEST_STAY)
		app_changed(app);
}

void
app_post(struct app *app, const void *event)
{
	struct request first = request_stay();
	bool was_busy = app->busy;

	app->busy = true;
	for (size_t i = app->depth; i > 0; i--) {
		const struct app_level *level = &app->level[i - 1];
		struct request r = request_stay();

		if (level->screen->event != NULL)
			r = level->screen->event(app, level->state, event);
		if (i == app->depth)
			first = r;
	}
	app->busy = was_busy;
	app_do(app, first);
	app_changed(app);
}
