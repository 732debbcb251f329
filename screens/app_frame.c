#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "screens/app.h"
#include "screens/app_inside.h"
#include "screens/terminal.h"

#define LABEL_SIZE    160
#define KEY_ROWS_MOST 2
#define BAND_COLUMN   2

/* -- key bar -- */

struct bar {
	const struct area *area; /* NULL: only measuring */
	int columns;
	int row;
	int column;
};

static void
bar_item(struct bar *bar, const char *key, const char *label)
{
	int wide = (int)(text_columns(key) + 1 + text_columns(label));

	if (bar->column > 1 && bar->column + wide > bar->columns) {
		bar->row++;
		bar->column = 1;
	}
	if (bar->area != NULL) {
		int at = draw_text(
		    bar->area, bar->row, bar->column, STYLE_STRONG, key);

		draw_text(bar->area, bar->row, at + 1, STYLE_NORMAL, label);
	}
	bar->column += wide + 2;
}

static void
bar_walk(struct app *app, struct bar *bar)
{
	const struct app_level *level = app_level(app);
	const struct key_binding *b = level->screen->keys;
	char label[LABEL_SIZE];
	bool own_help = false;

	for (; b != NULL && b->key != UI_KEY_NONE; b++) {
		if (!app_binding_works(app, level, b))
			continue;
		own_help = own_help || b->key == UI_KEY_F1;
		app_binding_label(app, level, b, label, sizeof(label));
		if (label[0] != '\0')
			bar_item(bar, ui_key_name(b->key), label);
	}
	if (!own_help && app_has_help(level->screen))
		bar_item(
		    bar, ui_key_name(UI_KEY_F1), app_text(app, N_("Help")));
}

static int
bar_rows(struct app *app, int columns)
{
	struct bar bar = {.columns = columns, .column = 1};

	bar_walk(app, &bar);
	return bar.row + 1 > KEY_ROWS_MOST ? KEY_ROWS_MOST : bar.row + 1;
}

static void
bar_draw(struct app *app, const struct area *a)
{
	struct bar bar = {.area = a, .columns = a->columns, .column = 1};

	bar_walk(app, &bar);
}

/* -- the whole window -- */

static void
draw_band(struct app *app, const struct area *a, bool with_line)
{
	char text[LABEL_SIZE];

	if (with_line)
		draw_line(a, 0);
	if (app->set.band == NULL)
		return;
	snprintf(text, sizeof(text), " %s ", app_text(app, app->set.band));
	draw_text(a, 0, BAND_COLUMN, STYLE_BAND, text);
}

/* From the bottom: keys, message, the line with the band; the rest is the
 * screen's own. */
static void
paint_screen(struct app *app, const struct area *whole)
{
	const struct app_level *level = app_level(app);
	bool bare = (level->screen->flags & SCREEN_BARE) != 0;
	int keys = bar_rows(app, whole->columns);
	int said = message_rows(&app->message, app->set.lang, whole->columns);
	int line = bare && app->set.band == NULL ? 0 : 1;
	int own = whole->rows - keys - said - line;
	struct area part = area_top(whole, own);

	draw_cursor(whole, own + line, 0);
	if (level->screen->draw != NULL)
		level->screen->draw(app, level->state, &part);
	part = area_part(whole, own, 0, line, whole->columns);
	draw_band(app, &part, !bare);
	part = area_part(whole, own + line, 0, said, whole->columns);
	message_draw(&app->message, app->set.lang, &part);
	part = area_below(whole, own + line + said);
	bar_draw(app, &part);
}

static void
paint_too_small(struct app *app, const struct area *whole)
{
	struct failure size = {.code = KERR_OK};
	char text[LABEL_SIZE];

	failure_number(&size, "columns", whole->columns);
	failure_number(&size, "rows", whole->rows);
	app_fill(app, text, sizeof(text),
	    R_("Window too small: 80x24 needed, now {columns}x{rows}. "
	       "Nothing is lost; make it larger to go on."),
	    &size);
	draw_paragraph(whole, 0, 0, whole->columns, STYLE_NORMAL, text);
	draw_cursor(whole, 0, 0);
}

void
app_paint(struct app *app)
{
	struct area whole = area_whole(app->set.terminal);

	if (app->depth == 0)
		return;
	draw_blank(&whole, STYLE_NORMAL);
	if (terminal_is_too_small(app->set.terminal))
		paint_too_small(app, &whole);
	else
		paint_screen(app, &whole);
	terminal_show(app->set.terminal);
}
