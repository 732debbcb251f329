#include "screens/app.h"
#include "screens/app_inside.h"

/* A timer per idle call, set once and looked at when it rings: moving it at
 * each key would cost more than asking then how long ago the last one was. */

static void watch(struct app_idle *slot, int64_t after_ms);

static void
on_idle_time(void *arg)
{
	struct app_idle *slot = arg;
	int64_t left;

	slot->timer = 0;
	left = slot->ms - app_idle_ms(slot->app);
	if (left > 0) {
		watch(slot, left);
		return;
	}
	slot->done = true;
	app_changed(slot->app);
	slot->idle(slot->arg);
}

static void
watch(struct app_idle *slot, int64_t after_ms)
{
	(void)loop_after(
	    slot->app->set.loop, after_ms, on_idle_time, slot, &slot->timer);
}

static struct app_idle *
find(struct app *app, loop_timer *idle, const void *arg)
{
	struct app_idle *free_slot = NULL;

	for (size_t i = 0; i < APP_IDLES_MOST; i++) {
		struct app_idle *slot = &app->idle[i];

		if (slot->ms != 0 && slot->idle == idle && slot->arg == arg)
			return slot;
		if (slot->ms == 0 && free_slot == NULL)
			free_slot = slot;
	}
	return free_slot;
}

void
app_on_idle(struct app *app, int64_t ms, loop_timer *idle, void *arg)
{
	struct app_idle *slot = find(app, idle, arg);

	if (slot == NULL)
		return; /* APP_IDLES_MOST is more than the program has */
	loop_cancel(app->set.loop, &slot->timer);
	*slot = (struct app_idle){.app = app};
	if (ms <= 0)
		return;
	slot->ms = ms;
	slot->idle = idle;
	slot->arg = arg;
	watch(slot, ms > app_idle_ms(app) ? ms - app_idle_ms(app) : 0);
}

int64_t
app_idle_ms(const struct app *app)
{
	return clock_ms(app->set.clock) - app->key_at;
}

void
app_idle_restart(struct app *app)
{
	for (size_t i = 0; i < APP_IDLES_MOST; i++) {
		struct app_idle *slot = &app->idle[i];

		if (slot->ms == 0 || !slot->done)
			continue;
		slot->done = false;
		watch(slot, slot->ms);
	}
}

void
app_idle_end(struct app *app)
{
	for (size_t i = 0; i < APP_IDLES_MOST; i++)
		loop_cancel(app->set.loop, &app->idle[i].timer);
}
