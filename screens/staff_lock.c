/* staff_lock.c -- the terminal is locked, or comes back from a resident: the
 * counter code opens it, after five wrong ones the password. */
#include <stdlib.h>

#include "base/secret.h"
#include "desk/desk.h"
#include "desk/pin_setting.h"
#include "desk/session.h"
#include "screens/credentials.h"
#include "screens/resident.h"
#include "screens/staff.h"

struct lock {
	struct credentials code;
	struct credentials password;
	bool ask_password;
	bool from_resident;
	enum pin_end how;
};

static bool
lock_needs_password(const struct app *app, const struct lock *l)
{
	const struct session_view *v = session_get(staff_desk(app));

	return l->ask_password || !v->has_code || v->code_tries_left == 0;
}

static enum kerr
lock_open(struct app *app, void *arg, void **state, struct failure *f)
{
	struct lock *l = calloc(1, sizeof(*l));

	(void)app;
	(void)arg;
	if (l == NULL)
		return failure_set(f, ERR_MEMORY);
	*state = l;
	if (credentials_open(&l->code, false, CREDENTIALS_CODE) != KERR_OK ||
	    credentials_open(&l->password, false, CREDENTIALS_PASSWORD) !=
		KERR_OK)
		return failure_set(f, ERR_SECRET_MEMORY);
	return KERR_OK;
}

static enum kerr
take_back_open(struct app *app, void *arg, void **state, struct failure *f)
{
	enum kerr e = lock_open(app, NULL, state, f);
	struct lock *l = *state;

	if (e == KERR_OK) {
		l->from_resident = true;
		l->how = *(const enum pin_end *)arg;
	}
	return e;
}

static struct credentials *
lock_field(struct app *app, struct lock *l)
{
	return lock_needs_password(app, l) ? &l->password : &l->code;
}

static void
lock_draw(struct app *app, const void *state, const struct area *a)
{
	const struct lock *l = state;
	const struct session_view *v = session_get(staff_desk(app));
	bool password = lock_needs_password(app, l);
	struct failure who = {0};
	char text[256];

	failure_set(&who, ERR_INTERNAL);
	failure_text(&who, "who", v->name);
	draw_text(a, 3, 4, STYLE_TITLE,
	    app_text(app, l->from_resident ? N_("For the staff")
					   : N_("This terminal is locked")));
	draw_text(a, 5, 4, STYLE_NORMAL,
	    app_fill(app, text, sizeof(text), N_("Signed in: {who}"), &who));
	(void)credentials_draw(password ? &l->password : &l->code, app, a, 7,
	    password ? N_("Password") : N_("Counter code"));
}

static struct request
lock_typed(struct app *app, void *state, uint32_t code_point)
{
	credentials_type(lock_field(app, state), code_point);
	return request_stay();
}

static struct request
lock_moved(struct app *app, void *state, enum ui_key key)
{
	(void)credentials_move(lock_field(app, state), key);
	return request_stay();
}

/* It is the clerk: back to the work, with the resident's session ended. */
static struct request
lock_opened(struct app *app, struct lock *l)
{
	struct failure f = {0};
	struct request r = request_pop();

	app_say_nothing(app);
	if (l->from_resident &&
	    pin_setting_end(staff_desk(app), l->how, &f) != KERR_OK) {
		app_say_failure(app, &f);
		return request_stay();
	}
	r.drop_typed = true;
	return r;
}

static struct request
lock_enter(struct app *app, void *state)
{
	struct lock *l = state;
	struct desk *d = staff_desk(app);
	struct credentials *c = lock_field(app, l);
	struct secret *typed = NULL;
	struct failure f = {0};
	bool password = lock_needs_password(app, l);
	enum kerr e;

	if (!credentials_enter(c) || (typed = credentials_take(c)) == NULL)
		return request_stay();
	e = password ? session_unlock(d, &typed, &f)
		     : session_check_code(d, typed, &f);
	secret_free(&typed);
	if (e != KERR_OK)
		app_say_failure(app, &f);
	else if (password)
		app_say(app, MARK_NONE, N_("Checking the password..."), NULL);
	return e == KERR_OK && !password ? lock_opened(app, l) : request_stay();
}

/* A password was checked: the only thing that DESK_SESSION can mean here. */
static struct request
lock_event(struct app *app, void *state, const void *event)
{
	const struct session_view *v = session_get(staff_desk(app));
	const enum desk_change *what = event;

	if (what == NULL || *what != DESK_SESSION)
		return request_stay();
	if (v->failed.code != KERR_OK) {
		app_say_failure(app, &v->failed);
		return request_stay();
	}
	return v->state == SESSION_IN ? lock_opened(app, state)
				      : request_stay();
}

static struct request
lock_use_password(struct app *app, void *state)
{
	struct lock *l = state;

	(void)app;
	l->ask_password = !l->ask_password;
	return request_stay();
}

static struct request
lock_sign_out(struct app *app, void *state)
{
	(void)state;
	session_sign_out(staff_desk(app));
	return request_pop_to_root();
}

static struct request
take_back_no(struct app *app, void *state)
{
	(void)app;
	(void)state;
	return request_replace(&resident_start_screen, NULL);
}

static bool
take_back_runs(const struct app *app, const void *state)
{
	(void)state;
	return pin_setting_get(staff_desk(app))->phase != PIN_PHASE_NONE;
}

static void
lock_close(struct app *app, void *state)
{
	struct lock *l = state;

	(void)app;
	if (l != NULL) {
		credentials_close(&l->code);
		credentials_close(&l->password);
	}
	free(l);
}

static const struct key_binding lock_keys[] = {
    {.key = UI_KEY_ENTER, .handler = lock_enter, .label = N_("Open")},
    {.key = UI_KEY_F2,
	.handler = lock_use_password,
	.label = N_("Password or code")},
    {.key = UI_KEY_F9,
	.handler = lock_sign_out,
	.label = N_("Sign out, another person")},
    {.key = UI_KEY_NONE},
};

static const struct key_binding take_back_keys[] = {
    {.key = UI_KEY_ENTER, .handler = lock_enter, .label = N_("Open")},
    {.key = UI_KEY_F2,
	.handler = lock_use_password,
	.label = N_("Password or code")},
    {.key = UI_KEY_ESC,
	.handler = take_back_no,
	.label = N_("Back to the resident"),
	.when = take_back_runs},
    {.key = UI_KEY_NONE},
};

const struct screen staff_lock_screen = {
    .name = "lock",
    .title = N_("This terminal is locked"),
    .help = N_("Type your counter code, or F2 and your password."),
    .keys = lock_keys,
    .flags = SCREEN_NO_SCANS,
    .open = lock_open,
    .draw = lock_draw,
    .moved = lock_moved,
    .typed = lock_typed,
    .event = lock_event,
    .close = lock_close,
};

const struct screen staff_take_back_screen = {
    .name = "take_back",
    .title = N_("For the staff"),
    .keys = take_back_keys,
    .flags = SCREEN_BARE | SCREEN_NO_HELP | SCREEN_NO_SCANS,
    .open = take_back_open,
    .draw = lock_draw,
    .moved = lock_moved,
    .typed = lock_typed,
    .event = lock_event,
    .close = lock_close,
};
