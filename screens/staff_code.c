/* staff_code.c -- the counter code of the day: typed twice after sign-in. With
 * it the clerk takes the terminal back from a resident. */
#include <stdlib.h>

#include "base/secret.h"
#include "desk/session.h"
#include "screens/credentials.h"
#include "screens/staff.h"

struct code {
	struct credentials typed;
	struct secret *first; /* NULL: not typed yet */
};

static enum kerr
code_open(struct app *app, void *arg, void **state, struct failure *f)
{
	struct code *c = calloc(1, sizeof(*c));
	enum kerr e;

	(void)app;
	(void)arg;
	if (c == NULL)
		return failure_set(f, ERR_MEMORY);
	*state = c;
	if ((e = credentials_open(&c->typed, false, CREDENTIALS_CODE)) !=
	    KERR_OK)
		return failure_set(f, e);
	return KERR_OK;
}

static void
code_draw(struct app *app, const void *state, const struct area *a)
{
	const struct code *c = state;
	struct area body = staff_head(app, a, NULL);
	int row;

	draw_text(&body, 1, 4, STYLE_TITLE,
	    app_text(app, N_("Counter code for today")));
	row = draw_paragraph(&body, 3, 4, body.columns - 8, STYLE_NORMAL,
	    app_text(app,
		N_("Choose 4 to 8 digits. With this code you take the "
		   "terminal back from a resident and unlock it. It is yours "
		   "alone and is forgotten when you sign out.")));
	(void)credentials_draw(&c->typed, app, &body, row + 1,
	    c->first == NULL ? N_("Counter code") : N_("The same code again"));
}

static struct request
code_typed(struct app *app, void *state, uint32_t code_point)
{
	struct code *c = state;

	(void)app;
	credentials_type(&c->typed, code_point);
	return request_stay();
}

static struct request
code_moved(struct app *app, void *state, enum ui_key key)
{
	struct code *c = state;

	(void)app;
	(void)credentials_move(&c->typed, key);
	return request_stay();
}

static struct request
code_again(struct app *app, struct code *c)
{
	secret_free(&c->first);
	app_say(app, MARK_PROBLEM,
	    N_("The two codes differ. Type it again from the start."), NULL);
	return request_stay();
}

static struct request
code_enter(struct app *app, void *state)
{
	struct code *c = state;
	struct secret *typed = NULL;
	struct failure f = {0};
	bool same;

	if (!credentials_enter(&c->typed) ||
	    (typed = credentials_take(&c->typed)) == NULL)
		return request_stay();
	if (c->first == NULL) {
		c->first = typed;
		app_say_nothing(app);
		return request_stay();
	}
	same = secret_equals(c->first, typed);
	secret_free(&typed);
	if (!same)
		return code_again(app, c);
	if (session_set_code(staff_desk(app), &c->first, &f) != KERR_OK) {
		app_say_failure(app, &f);
		return request_stay();
	}
	app_say_nothing(app);
	return request_replace(&staff_queue_screen, NULL);
}

static struct request
code_back(struct app *app, void *state)
{
	(void)state;
	session_sign_out(staff_desk(app));
	return request_pop_to_root();
}

static void
code_close(struct app *app, void *state)
{
	struct code *c = state;

	(void)app;
	if (c != NULL) {
		secret_free(&c->first);
		credentials_close(&c->typed);
	}
	free(c);
}

static const struct key_binding code_keys[] = {
    {.key = UI_KEY_ENTER, .handler = code_enter, .label = N_("Next")},
    {.key = UI_KEY_ESC, .handler = code_back, .label = N_("Sign out")},
    {.key = UI_KEY_NONE},
};

const struct screen staff_code_screen = {
    .name = "code",
    .title = N_("Counter code for today"),
    .help = N_("Choose 4 to 8 digits and type them twice."),
    .keys = code_keys,
    .flags = SCREEN_NO_SCANS,
    .open = code_open,
    .draw = code_draw,
    .moved = code_moved,
    .typed = code_typed,
    .close = code_close,
};
