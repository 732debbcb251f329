/* staff_note.c -- one line of text, asked on a screen of its own: a ticket
 * number, the remark of a refusal, where a stray card was put. */
#include <stdlib.h>

#include "base/secret.h"
#include "base/text.h"
#include "screens/note.h"
#include "screens/staff.h"
#include "screens/text_line.h"

struct note {
	struct note_ask ask;
	struct text_line line;
};

static enum kerr
note_open(struct app *app, void *arg, void **state, struct failure *f)
{
	struct note *n = calloc(1, sizeof(*n));

	(void)app;
	if (n == NULL)
		return failure_set(f, ERR_MEMORY);
	n->ask = *(const struct note_ask *)arg;
	text_line_set(&n->line, n->ask.initial != NULL ? n->ask.initial : "",
	    NOTE_SIZE, n->ask.columns);
	*state = n;
	return KERR_OK;
}

static void
note_draw(struct app *app, const void *state, const struct area *a)
{
	const struct note *n = state;
	struct area body = staff_head(app, a, NULL);
	int wide = body.columns - 10, row;

	if ((int)n->ask.columns + 2 < wide)
		wide = (int)n->ask.columns + 2;
	draw_text(&body, 1, 4, STYLE_TITLE, app_text(app, n->ask.title));
	row = draw_paragraph(&body, 3, 4, body.columns - 8, STYLE_NORMAL,
	    app_text(app, n->ask.question));
	draw_text(&body, row + 1, 4, STYLE_DIM, "[");
	draw_text(&body, row + 1, 6 + wide, STYLE_DIM, "]");
	text_line_draw(&n->line, &body, row + 1, 5, wide + 1);
}

static struct request
note_typed(struct app *app, void *state, uint32_t code_point)
{
	struct note *n = state;

	(void)app;
	(void)text_line_type(&n->line, code_point);
	return request_stay();
}

static struct request
note_moved(struct app *app, void *state, enum ui_key key)
{
	struct note *n = state;

	(void)app;
	(void)text_line_move(&n->line, key);
	return request_stay();
}

static struct request
note_pasted(struct app *app, void *state, const char *text)
{
	struct note *n = state;

	(void)app;
	text_line_insert(&n->line, text);
	return request_stay();
}

static struct request
note_enter(struct app *app, void *state)
{
	struct note *n = state;

	if (n->ask.required && n->line.len == 0) {
		app_say(app, MARK_PROBLEM,
		    N_("Write something first, or Esc to go back."), NULL);
		return request_stay();
	}
	return n->ask.taken(app, n->ask.owner, n->line.text);
}

static struct request
note_back(struct app *app, void *state)
{
	(void)app;
	(void)state;
	return request_pop();
}

static void
note_close(struct app *app, void *state)
{
	(void)app;
	if (state != NULL)
		secret_wipe(state, sizeof(struct note));
	free(state);
}

static const struct key_binding note_keys[] = {
    {.key = UI_KEY_ENTER, .handler = note_enter, .label = N_("Next")},
    {.key = UI_KEY_ESC, .handler = note_back, .label = N_("Back")},
    {.key = UI_KEY_NONE},
};

const struct screen staff_note_screen = {
    .name = "note",
    .title = N_("Note"),
    .keys = note_keys,
    .open = note_open,
    .draw = note_draw,
    .moved = note_moved,
    .typed = note_typed,
    .pasted = note_pasted,
    .scanned = note_pasted,
    .close = note_close,
};

struct request
note_ask_day(struct app *app, void *owner,
    struct request (*taken)(struct app *app, void *owner, const char *text))
{
	struct note_ask ask = {.title = N_("Another day"),
	    .question = N_("Which day? For example 2026-11-24, 20261124 or "
			   "R8.11.24. Empty: the running business day."),
	    .columns = 20,
	    .owner = owner,
	    .taken = taken};

	app_say_nothing(app);
	return request_push_copy(&staff_note_screen, &ask, sizeof(ask));
}

bool
note_day(struct app *app, const char *text, struct date *out)
{
	char narrow[NOTE_SIZE];
	struct date day = {0};

	text_narrow(narrow, sizeof(narrow), text);
	if (narrow[0] != '\0' && !date_parse(narrow, &day)) {
		app_say(app, MARK_PROBLEM,
		    N_("This is no date. For example 2026-11-24, 20261124 or "
		       "R8.11.24; empty for today."),
		    NULL);
		return false;
	}
	*out = day;
	app_say_nothing(app);
	return true;
}
