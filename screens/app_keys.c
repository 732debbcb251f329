#include "base/text.h"
#include "screens/app.h"
#include "screens/app_inside.h"
#include "screens/terminal.h"

bool
app_has_help(const struct screen *screen)
{
	return (screen->flags & SCREEN_NO_HELP) == 0;
}

bool
app_binding_works(const struct app *app, const struct app_level *level,
    const struct key_binding *b)
{
	return b->when == NULL || b->when(app, level->state);
}

void
app_binding_label(struct app *app, const struct app_level *level,
    const struct key_binding *b, char *out, size_t out_size)
{
	out[0] = '\0';
	if (b->says != NULL)
		b->says(app, level->state, out, out_size);
	else if (b->label != NULL)
		text_copy(out, out_size, app_text(app, b->label));
}

/* Keys that move and edit; all others are commands or nothing. */
static bool
is_moving(enum ui_key key)
{
	return key == UI_KEY_TAB || key == UI_KEY_BACKTAB ||
	       (key >= UI_KEY_UP && key <= UI_KEY_DELETE);
}

static struct request
on_key(struct app *app, const struct app_level *level, enum ui_key key)
{
	const struct screen *s = level->screen;

	for (const struct key_binding *b = s->keys;
	     b != NULL && b->key != UI_KEY_NONE; b++)
		if (b->key == key && app_binding_works(app, level, b))
			return b->handler(app, level->state);
	if (key == UI_KEY_F1 && app_has_help(s))
		return request_push(&help_screen, NULL);
	if (is_moving(key) && s->moved != NULL)
		return s->moved(app, level->state, key);
	return request_stay();
}

static struct request
on_event(struct app *app, const struct app_level *level,
    const struct ui_event *event)
{
	const struct screen *s = level->screen;

	if (event->key == UI_KEY_TEXT && s->typed != NULL)
		return s->typed(app, level->state, event->code_point);
	if (event->key == UI_KEY_SCAN && s->scanned != NULL)
		return s->scanned(app, level->state, event->text);
	if ((event->key == UI_KEY_SCAN || event->key == UI_KEY_PASTE) &&
	    s->pasted != NULL)
		return s->pasted(app, level->state, event->text);
	if (event->key < UI_KEY_TEXT)
		return on_key(app, level, event->key);
	return request_stay();
}

void
app_dispatch(struct app *app, const struct ui_event *event)
{
	const struct app_level *level = app_level(app);
	struct request r;

	if (event->key == UI_KEY_REPAINT) {
		terminal_repaint(app->set.terminal);
		return;
	}
	/* Nobody sees what a key would do: it does nothing. */
	if (level == NULL || terminal_is_too_small(app->set.terminal))
		return;
	app->busy = true;
	r = on_event(app, level, event);
	app->busy = false;
	app_do(app, r);
}
