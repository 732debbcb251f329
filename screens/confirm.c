#include <stdlib.h>

#include "base/secret.h"
#include "base/text.h"
#include "screens/app.h"

#define QUESTION_SIZE	 1024
#define QUESTION_ROW	 3
#define QUESTION_COLUMN	 4
#define QUESTION_COLUMNS 72

/* Only F8 says yes: Enter, which goes on everywhere, must not pass through a
 * question by being pressed once too often (screens, "Keys"). */

static enum kerr
confirm_open(struct app *app, void *arg, void **state, struct failure *f)
{
	struct confirm *c = malloc(sizeof(*c));

	(void)app;
	if (c == NULL)
		return failure_set(f, ERR_MEMORY), ERR_MEMORY;
	*c = *(const struct confirm *)arg;
	*state = c;
	return KERR_OK;
}

static void
confirm_draw(struct app *app, const void *state, const struct area *a)
{
	const struct confirm *c = state;
	char text[QUESTION_SIZE];

	draw_text(a, 0, 1, STYLE_TITLE, app_text(app, c->title));
	draw_line(a, 1);
	if (c->warning)
		draw_mark(a, QUESTION_ROW, 1, MARK_PROBLEM);
	app_fill(app, text, sizeof(text), c->question, &c->detail);
	draw_paragraph(a, QUESTION_ROW, QUESTION_COLUMN, QUESTION_COLUMNS,
	    c->warning ? STYLE_STRONG : STYLE_NORMAL, text);
	draw_cursor(a, QUESTION_ROW, QUESTION_COLUMN);
}

static struct request
confirm_yes(struct app *app, void *state)
{
	const struct confirm *c = state;

	(void)app;
	return request_answer(c->answered, 1);
}

static struct request
confirm_no(struct app *app, void *state)
{
	const struct confirm *c = state;

	(void)app;
	return request_answer(c->answered, 0);
}

static void
confirm_says_yes(struct app *app, const void *state, char *out, size_t out_size)
{
	const struct confirm *c = state;

	app_fill(app, out, out_size, c->yes, &c->detail);
}

static void
confirm_says_no(struct app *app, const void *state, char *out, size_t out_size)
{
	const struct confirm *c = state;

	text_copy(
	    out, out_size, app_text(app, c->no != NULL ? c->no : N_("Back")));
}

static void
confirm_close(struct app *app, void *state)
{
	(void)app;
	if (state != NULL)
		secret_wipe(state, sizeof(struct confirm));
	free(state);
}

static const struct key_binding confirm_keys[] = {
    {.key = UI_KEY_F8, .handler = confirm_yes, .says = confirm_says_yes},
    {.key = UI_KEY_ESC, .handler = confirm_no, .says = confirm_says_no},
    {.key = UI_KEY_NONE},
};

const struct screen confirm_screen = {
    .name = "confirm",
    .title = N_("A question"),
    .help = N_("The program says what it is about to do. F8 does it; Esc "
	       "goes back and nothing happens."),
    .keys = confirm_keys,
    .open = confirm_open,
    .draw = confirm_draw,
    .close = confirm_close,
};
