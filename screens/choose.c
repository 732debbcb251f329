#include <stdlib.h>

#include "base/text.h"
#include "screens/app.h"
#include "screens/list.h"

#define QUESTION_ROW 3

struct choosing {
	struct choose ask;
	struct list list;
	struct app *app; /* for the language of the rows */
};

static void
choosing_cell(
    const void *arg, size_t row, size_t column, char *out, size_t out_size)
{
	const struct choosing *c = arg;

	(void)column;
	text_copy(
	    out, out_size, app_text(c->app, c->ask.label(c->ask.rows, row)));
}

static void
choosing_note(const void *arg, size_t row, char *out, size_t out_size)
{
	const struct choosing *c = arg;
	const char *id = "";

	if (c->ask.note != NULL)
		id = c->ask.note(c->ask.rows, row);
	text_copy(out, out_size, id[0] == '\0' ? "" : app_text(c->app, id));
}

static const struct list_column choosing_columns[] = {
    {.heading = "", .columns = 0},
    {.heading = NULL},
};

static const struct list_rows choosing_rows = {
    .cell = choosing_cell,
    .note = choosing_note,
};

static enum kerr
choosing_open(struct app *app, void *arg, void **state, struct failure *f)
{
	struct choosing *c = calloc(1, sizeof(*c));

	if (c == NULL)
		return failure_set(f, ERR_MEMORY), ERR_MEMORY;
	c->ask = *(const struct choose *)arg;
	c->app = app;
	list_init(&c->list, choosing_columns, &choosing_rows);
	list_set_count(&c->list, c->ask.count);
	*state = c;
	return KERR_OK;
}

static void
choosing_draw(struct app *app, const void *state, const struct area *a)
{
	const struct choosing *c = state;
	struct area rest;
	int row = 2;

	draw_text(a, 0, 1, STYLE_TITLE, app_text(app, c->ask.title));
	draw_line(a, 1);
	if (c->ask.question != NULL)
		row = 1 + draw_paragraph(a, QUESTION_ROW, 1, a->columns - 2,
			      STYLE_NORMAL, app_text(app, c->ask.question));
	rest = area_below(a, row);
	list_draw(&c->list, &rest, app_lang(app), c, true);
}

static struct request
choosing_moved(struct app *app, void *state, enum ui_key key)
{
	struct choosing *c = state;

	(void)app;
	(void)list_move(&c->list, key);
	return request_stay();
}

static struct request
choosing_take(struct app *app, void *state)
{
	const struct choosing *c = state;

	(void)app;
	return request_answer(c->ask.answered, (int)c->list.selected);
}

static struct request
choosing_back(struct app *app, void *state)
{
	const struct choosing *c = state;

	(void)app;
	return request_answer(c->ask.answered, -1);
}

static bool
choosing_has_rows(const struct app *app, const void *state)
{
	const struct choosing *c = state;

	(void)app;
	return c->list.count > 0;
}

static void
choosing_close(struct app *app, void *state)
{
	(void)app;
	free(state);
}

static const struct key_binding choosing_keys[] = {
    {.key = UI_KEY_ENTER,
	.handler = choosing_take,
	.label = N_("Take this one"),
	.when = choosing_has_rows},
    {.key = UI_KEY_ESC, .handler = choosing_back, .label = N_("Back")},
    {.key = UI_KEY_NONE},
};

const struct screen choose_screen = {
    .name = "choose",
    .title = N_("Choose one"),
    .help = N_("Move to the row that fits and take it with Enter."),
    .moving = N_("Arrows, PgUp, PgDn, Home and End move."),
    .keys = choosing_keys,
    .open = choosing_open,
    .draw = choosing_draw,
    .moved = choosing_moved,
    .close = choosing_close,
};
