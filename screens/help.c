#include <stdlib.h>

#include "base/text.h"
#include "screens/app.h"
#include "screens/app_inside.h"

#define LABEL_SIZE   160
#define KEY_COLUMN   3
#define LABEL_COLUMN 20

/* Only where one looks; what is shown is read from the screen below. */
struct help {
	int top;
};

static enum kerr
help_open(struct app *app, void *arg, void **state, struct failure *f)
{
	(void)app;
	(void)arg;
	if ((*state = calloc(1, sizeof(struct help))) == NULL)
		return failure_set(f, ERR_MEMORY), ERR_MEMORY;
	return KERR_OK;
}

/* The screen that is being explained: the one under the help page. */
static const struct app_level *
explained(const struct app *app)
{
	return app->depth < 2 ? NULL : &app->level[app->depth - 2];
}

static int
draw_binding(struct app *app, const struct app_level *level,
    const struct key_binding *b, const struct area *a, int row)
{
	bool works = app_binding_works(app, level, b);
	enum style style = works ? STYLE_NORMAL : STYLE_DIM;
	char label[LABEL_SIZE];
	int at;

	app_binding_label(app, level, b, label, sizeof(label));
	if (label[0] == '\0')
		return row;
	draw_text(a, row, KEY_COLUMN, works ? STYLE_STRONG : STYLE_DIM,
	    ui_key_name(b->key));
	at = draw_text(a, row, LABEL_COLUMN, style, label);
	if (!works)
		draw_text(
		    a, row, at + 2, STYLE_DIM, app_text(app, N_("(not now)")));
	return row + 1;
}

static void
help_draw(struct app *app, const void *state, const struct area *area)
{
	const struct help *help = state;
	const struct app_level *level = explained(app);
	const struct screen *s = level == NULL ? &help_screen : level->screen;
	struct area a = area_part(area, 2, 0, area->rows, area->columns);
	int row = -help->top;

	draw_text(area, 0, 1, STYLE_TITLE, app_text(app, N_("Help")));
	if (s->title != NULL)
		draw_text(area, 0, LABEL_COLUMN, STYLE_TITLE,
		    app_text(app, s->title));
	draw_line(area, 1);
	draw_cursor(area, 0, 1);
	if (s->help != NULL)
		row = draw_paragraph(&a, row, 1, a.columns - 2, STYLE_NORMAL,
			  app_text(app, s->help)) +
		      1;
	for (const struct key_binding *b = s->keys;
	     level != NULL && b != NULL && b->key != UI_KEY_NONE; b++)
		row = draw_binding(app, level, b, &a, row);
	if (s->moving != NULL)
		row = draw_paragraph(&a, row + 1, 1, a.columns - 2,
		    STYLE_NORMAL, app_text(app, s->moving));
	draw_paragraph(&a, row + 1, 1, a.columns - 2, STYLE_DIM,
	    app_text(
		app, N_("Alt-1 to Alt-9 are F1 to F9. Ctrl-L paints the screen "
			"again.")));
}

static struct request
help_back(struct app *app, void *state)
{
	(void)app;
	(void)state;
	return request_pop();
}

/* Never past the last key. */
static int
last_top(const struct app *app)
{
	const struct app_level *level = explained(app);
	int rows = 0;

	if (level == NULL || level->screen->keys == NULL)
		return 0;
	for (const struct key_binding *b = level->screen->keys;
	     b->key != UI_KEY_NONE; b++)
		rows++;
	return rows;
}

static struct request
help_moved(struct app *app, void *state, enum ui_key key)
{
	struct help *help = state;

	if ((key == UI_KEY_DOWN || key == UI_KEY_PAGE_DOWN) &&
	    help->top < last_top(app))
		help->top++;
	else if ((key == UI_KEY_UP || key == UI_KEY_PAGE_UP) && help->top > 0)
		help->top--;
	else if (key == UI_KEY_HOME)
		help->top = 0;
	return request_stay();
}

static void
help_close(struct app *app, void *state)
{
	(void)app;
	free(state);
}

static const struct key_binding help_keys[] = {
    {.key = UI_KEY_ESC, .handler = help_back, .label = N_("Back")},
    {.key = UI_KEY_F1, .handler = help_back},
    {.key = UI_KEY_ENTER, .handler = help_back},
    {.key = UI_KEY_NONE},
};

const struct screen help_screen = {
    .name = "help",
    .title = N_("Help"),
    .keys = help_keys,
    .flags = SCREEN_NO_HELP,
    .open = help_open,
    .draw = help_draw,
    .moved = help_moved,
    .close = help_close,
};
