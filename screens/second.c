/* second.c -- see screens/second.h. */
#include "screens/second.h"

#include <stdlib.h>

#include "base/secret.h"
#include "desk/desk.h"
#include "desk/session.h"
#include "screens/credentials.h"
#include "screens/staff.h"

#define LABEL_COLUMN  4
#define QUESTION_SIZE 1024

struct second {
	struct second_ask ask;
	struct credentials who;
};

static enum kerr
second_open(struct app *app, void *arg, void **state, struct failure *f)
{
	struct second *s = calloc(1, sizeof(*s));

	(void)app;
	if (s == NULL)
		return failure_set(f, ERR_MEMORY);
	*state = s;
	s->ask = *(const struct second_ask *)arg;
	return failure_set(
	    f, credentials_open(&s->who, true, CREDENTIALS_PASSWORD));
}

static void
second_close(struct app *app, void *state)
{
	struct second *s = state;

	session_second_end(staff_desk(app));
	if (s != NULL)
		credentials_close(&s->who);
	free(s);
}

static void
second_draw(struct app *app, const void *state, const struct area *area)
{
	const struct second *s = state;
	struct area body = staff_head(app, area, NULL);
	char text[QUESTION_SIZE];
	int row;

	draw_text(
	    &body, 1, LABEL_COLUMN, STYLE_TITLE, app_text(app, s->ask.title));
	row = draw_paragraph(&body, 3, LABEL_COLUMN, body.columns - 8,
	    STYLE_NORMAL,
	    app_fill(app, text, sizeof(text), s->ask.question, &s->ask.detail));
	row = draw_paragraph(&body, row + 1, LABEL_COLUMN, body.columns - 8,
	    STYLE_DIM,
	    app_text(app,
		N_("Another person agrees with staff number and password. The "
		   "one at the counter stays signed in.")));
	row = credentials_draw(&s->who, app, &body, row + 1, N_("Password"));
	if (session_second(staff_desk(app))->checking)
		draw_text(&body, row, LABEL_COLUMN, STYLE_NORMAL,
		    app_text(app, N_("Checking the password...")));
}

static struct request
second_typed(struct app *app, void *state, uint32_t code_point)
{
	struct second *s = state;

	(void)app;
	credentials_type(&s->who, code_point);
	return request_stay();
}

static struct request
second_moved(struct app *app, void *state, enum ui_key key)
{
	struct second *s = state;

	(void)app;
	(void)credentials_move(&s->who, key);
	return request_stay();
}

static void
second_say(struct app *app, struct second *s, const struct failure *f)
{
	/* another person is asked for, not another password */
	credentials_clear(
	    &s->who, f->code == ERR_SAME_PERSON || f->code == ERR_RIGHTS);
	app_say_failure(app, f);
}

static struct request
second_enter(struct app *app, void *state)
{
	struct second *s = state;
	struct desk *d = staff_desk(app);
	struct secret *password = NULL;
	struct failure f = {0};

	if (session_second(d)->checking || !credentials_enter(&s->who) ||
	    (password = credentials_take(&s->who)) == NULL)
		return request_stay();
	app_say_nothing(app);
	if (session_second_begin(
		d, s->who.number.text, &password, s->ask.action, &f) != KERR_OK)
		second_say(app, s, &f);
	secret_free(&password);
	return request_stay();
}

static struct request
second_event(struct app *app, void *state, const void *event)
{
	struct second *s = state;
	const struct session_second *who = session_second(staff_desk(app));
	const enum desk_change *what = event;
	struct request next;

	if (what == NULL || *what != DESK_SESSION || who->checking)
		return request_stay();
	if (!who->granted) {
		if (who->failed.code != KERR_OK)
			second_say(app, s, &who->failed);
		return request_stay();
	}
	next = s->ask.granted(app, s->ask.owner);
	if (next.kind == REQUEST_STAY) { /* refused: somebody else may agree */
		session_second_end(staff_desk(app));
		credentials_clear(&s->who, true);
	}
	return next;
}

static struct request
second_back(struct app *app, void *state)
{
	(void)state;
	app_say_nothing(app);
	return request_pop();
}

static const struct key_binding second_keys[] = {
    {.key = UI_KEY_ENTER, .handler = second_enter, .label = N_("Next")},
    {.key = UI_KEY_ESC, .handler = second_back, .label = N_("Back")},
    {.key = UI_KEY_NONE},
};

const struct screen second_screen = {
    .name = "second",
    .title = N_("Second person"),
    .help = N_("A colleague who may do this gives staff number and password. "
	       "Nobody agrees to what they did themselves. Esc goes back: "
	       "nothing was done."),
    .moving = N_("Tab goes to the next field."),
    .keys = second_keys,
    .flags = SCREEN_NO_SCANS,
    .open = second_open,
    .draw = second_draw,
    .typed = second_typed,
    .moved = second_moved,
    .event = second_event,
    .close = second_close,
};
