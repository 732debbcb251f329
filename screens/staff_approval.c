/* staff_approval.c -- the second person of a PIN reset signs in beside the
 * clerk, who stays signed in (four eyes; the rule itself is in the desk). */
#include <stdlib.h>

#include "base/secret.h"
#include "desk/desk.h"
#include "desk/pin_case.h"
#include "desk/session.h"
#include "screens/credentials.h"
#include "screens/staff.h"

#define LABEL_COLUMN 4

struct approval {
	int64_t case_id;
	struct credentials second;
};

static enum kerr
approval_open(struct app *app, void *arg, void **state, struct failure *f)
{
	struct approval *a = calloc(1, sizeof(*a));

	(void)app;
	if (a == NULL)
		return failure_set(f, ERR_MEMORY);
	*state = a;
	a->case_id = *(const int64_t *)arg;
	return failure_set(
	    f, credentials_open(&a->second, true, CREDENTIALS_PASSWORD));
}

static void
approval_close(struct app *app, void *state)
{
	struct approval *a = state;

	session_second_end(staff_desk(app));
	if (a != NULL)
		credentials_close(&a->second);
	free(a);
}

static void
approval_draw(struct app *app, const void *state, const struct area *area)
{
	const struct approval *a = state;
	struct area body = staff_head(app, area, NULL);
	int row;

	draw_text(&body, 1, LABEL_COLUMN, STYLE_TITLE,
	    app_text(app, N_("Second person of a PIN reset")));
	row = draw_paragraph(&body, 3, LABEL_COLUMN, body.columns - 8,
	    STYLE_NORMAL,
	    app_text(app,
		N_("You looked at the card, the papers and the resident. "
		   "With your staff number and password you agree that the "
		   "PINs are reset. The clerk stays signed in.")));
	row = credentials_draw(&a->second, app, &body, row + 1, N_("Password"));
	if (session_second(staff_desk(app))->checking)
		draw_text(&body, row, LABEL_COLUMN, STYLE_NORMAL,
		    app_text(app, N_("Checking the password...")));
}

static struct request
approval_typed(struct app *app, void *state, uint32_t code_point)
{
	struct approval *a = state;

	(void)app;
	credentials_type(&a->second, code_point);
	return request_stay();
}

static struct request
approval_moved(struct app *app, void *state, enum ui_key key)
{
	struct approval *a = state;

	(void)app;
	(void)credentials_move(&a->second, key);
	return request_stay();
}

static void
approval_say(struct app *app, struct approval *a, const struct failure *f)
{
	credentials_clear(
	    &a->second, f->code == ERR_SAME_PERSON || f->code == ERR_RIGHTS);
	app_say_failure(app, f);
}

static struct request
approval_enter(struct app *app, void *state)
{
	struct approval *a = state;
	struct desk *d = staff_desk(app);
	struct secret *password = NULL;
	struct failure f = {0};

	if (session_second(d)->checking || !credentials_enter(&a->second) ||
	    (password = credentials_take(&a->second)) == NULL)
		return request_stay();
	app_say_nothing(app);
	if (session_second_begin(d, a->second.number.text, &password,
		ACTION_PIN_RESET, &f) != KERR_OK)
		approval_say(app, a, &f);
	secret_free(&password);
	return request_stay();
}

static struct request
approval_event(struct app *app, void *state, const void *event)
{
	struct approval *a = state;
	const struct session_second *second = session_second(staff_desk(app));
	const enum desk_change *what = event;
	struct failure f = {0};

	if (what == NULL || *what != DESK_SESSION || second->checking)
		return request_stay();
	if (!second->granted) {
		if (second->failed.code != KERR_OK)
			approval_say(app, a, &second->failed);
		return request_stay();
	}
	/* what was done is told by the case, which hears of it too */
	if (pin_case_approve(staff_desk(app), a->case_id, &f) != KERR_OK)
		app_say_failure(app, &f);
	return request_pop();
}

static struct request
approval_back(struct app *app, void *state)
{
	(void)app;
	(void)state;
	return request_pop();
}

static const struct key_binding approval_keys[] = {
    {.key = UI_KEY_ENTER, .handler = approval_enter, .label = N_("Next")},
    {.key = UI_KEY_ESC, .handler = approval_back, .label = N_("Back")},
    {.key = UI_KEY_NONE},
};

const struct screen staff_approval_screen = {
    .name = "approval",
    .title = N_("Second person of a PIN reset"),
    .help = N_("A colleague who may do this gives staff number and password. "
	       "Without a second person no PIN is reset."),
    .moving = N_("Tab goes to the next field."),
    .keys = approval_keys,
    .flags = SCREEN_NO_SCANS,
    .open = approval_open,
    .draw = approval_draw,
    .typed = approval_typed,
    .moved = approval_moved,
    .event = approval_event,
    .close = approval_close,
};
