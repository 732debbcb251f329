/* staff_sign_in.c -- who works here: the root of the staff terminal. */
#include <stdlib.h>
#include <string.h>

#include "base/secret.h"
#include "base/text.h"
#include "desk/desk.h"
#include "desk/pin_setting.h"
#include "desk/session.h"
#include "screens/credentials.h"
#include "screens/staff.h"

#define LOGINS_MOST 12

struct sign_in {
	struct credentials typed;
	struct session_login login[LOGINS_MOST];
	size_t login_count;
};

/* Nobody at the keys: lock, unless a resident is at it (their screens have
 * their own clock) or it is locked. */
static void
sign_in_idle(void *arg)
{
	struct app *app = arg;
	struct desk *d = staff_desk(app);

	if (session_get(d)->state != SESSION_IN ||
	    pin_setting_get(d)->phase != PIN_PHASE_NONE)
		return;
	session_lock(d);
	app_do(app, request_push(&staff_lock_screen, NULL));
}

static enum kerr
sign_in_open(struct app *app, void *arg, void **state, struct failure *f)
{
	struct desk *d = staff_desk(app);
	struct sign_in *s = calloc(1, sizeof(*s));
	enum kerr e;

	(void)arg;
	if (s == NULL)
		return failure_set(f, ERR_MEMORY);
	*state = s;
	if ((e = credentials_open(&s->typed, true, CREDENTIALS_PASSWORD)) !=
	    KERR_OK)
		return failure_set(f, e);
	s->login_count = session_training_logins(d, s->login, LOGINS_MOST);
	app_on_idle(
	    app, desk_settings(d)->idle_lock_seconds * 1000, sign_in_idle, app);
	return KERR_OK;
}

static void
draw_logins(
    const struct app *app, const struct sign_in *s, const struct area *a)
{
	draw_text(a, 0, 4, STYLE_DIM,
	    app_text(app, N_("Invented staff of this training office")));
	for (size_t i = 0; i < s->login_count; i++) {
		const struct session_login *l = &s->login[i];
		int row = (int)i + 1;

		draw_text_within(a, row, 4, 8, STYLE_STRONG, l->staff_no);
		draw_text_within(a, row, 13, 20, STYLE_NORMAL, l->name);
		draw_text_within(a, row, 34, 16, STYLE_NORMAL,
		    app_text(app, role_name(l->role)));
		draw_text_within(a, row, 51, 28, STYLE_NORMAL, l->password);
	}
}

static void
sign_in_draw(struct app *app, const void *state, const struct area *a)
{
	const struct sign_in *s = state;
	struct area body = staff_head(app, a, NULL);
	struct area below;
	int row;

	draw_text(&body, 1, 4, STYLE_TITLE, app_text(app, N_("Sign in")));
	below = area_below(&body, 8);
	if (s->login_count > 0)
		draw_logins(app, s, &below);
	row = credentials_draw(&s->typed, app, &body, 3, N_("Password"));
	if (session_get(staff_desk(app))->state == SESSION_CHECKING)
		draw_text(&body, row, 4, STYLE_NORMAL,
		    app_text(app, N_("Checking the password...")));
}

static struct request
sign_in_typed(struct app *app, void *state, uint32_t code_point)
{
	struct sign_in *s = state;

	(void)app;
	credentials_type(&s->typed, code_point);
	return request_stay();
}

static struct request
sign_in_moved(struct app *app, void *state, enum ui_key key)
{
	struct sign_in *s = state;

	(void)app;
	(void)credentials_move(&s->typed, key);
	return request_stay();
}

static struct request
sign_in_enter(struct app *app, void *state)
{
	struct sign_in *s = state;
	struct desk *d = staff_desk(app);
	struct secret *password = NULL;
	struct failure f = {0};

	if (session_get(d)->state != SESSION_OUT ||
	    !credentials_enter(&s->typed))
		return request_stay();
	app_say_nothing(app);
	password = credentials_take(&s->typed);
	if (session_sign_in(d, s->typed.number.text, &password, &f) != KERR_OK)
		app_say_failure(app, &f);
	secret_free(&password);
	return request_stay();
}

static struct request
sign_in_event(struct app *app, void *state, const void *event)
{
	struct sign_in *s = state;
	const struct session_view *v = session_get(staff_desk(app));

	(void)event;
	if (app_top(app) != &staff_sign_in_screen)
		return request_stay();
	if (v->state == SESSION_IN) {
		credentials_clear(&s->typed, true);
		app_say_nothing(app);
		return request_push(&staff_code_screen, NULL);
	}
	if (v->state == SESSION_OUT && v->failed.code != KERR_OK)
		app_say_failure(app, &v->failed);
	return request_stay();
}

static struct request
sign_in_resumed(struct app *app, void *state)
{
	struct sign_in *s = state;

	(void)app;
	credentials_clear(&s->typed, true);
	return request_stay();
}

static void
sign_in_close(struct app *app, void *state)
{
	struct sign_in *s = state;

	app_on_idle(app, 0, sign_in_idle, app);
	if (s != NULL)
		credentials_close(&s->typed);
	free(s);
}

static enum lang
sign_in_other_lang(const struct app *app)
{
	return app_lang(app) == LANG_JA ? LANG_EN : LANG_JA;
}

/* In its own words: who needs it cannot read the other language. */
static void
sign_in_says_language(
    struct app *app, const void *state, char *out, size_t out_size)
{
	(void)state;
	text_copy(out, out_size, lang_self(sign_in_other_lang(app)));
}

static struct request
sign_in_language(struct app *app, void *state)
{
	(void)state;
	app_set_lang(app, sign_in_other_lang(app));
	return request_stay();
}

static struct request
quit_answered(struct app *app, void *state, int answer)
{
	(void)app;
	(void)state;
	return answer == 1 ? request_quit() : request_stay();
}

static struct request
sign_in_quit(struct app *app, void *state)
{
	static const struct confirm ask = {
	    .title = N_("Close the counter program"),
	    .question = N_("The program ends. Cases that are open stay open "
			   "and are shown at the next start."),
	    .yes = N_("Close"),
	    .answered = quit_answered,
	};

	(void)app;
	(void)state;
	return request_push(&confirm_screen, (void *)(uintptr_t)&ask);
}

static const struct key_binding sign_in_keys[] = {
    {.key = UI_KEY_ENTER, .handler = sign_in_enter, .label = N_("Sign in")},
    {.key = UI_KEY_F2,
	.handler = sign_in_language,
	.says = sign_in_says_language},
    {.key = UI_KEY_ESC, .handler = sign_in_quit, .label = N_("Close")},
    {.key = UI_KEY_NONE},
};

const struct screen staff_sign_in_screen = {
    .name = "sign_in",
    .title = N_("Sign in"),
    .help = N_("Type your staff number and your password. After several "
	       "wrong passwords you have to wait a little."),
    .moving = N_("Tab goes to the next field."),
    .keys = sign_in_keys,
    .flags = SCREEN_NO_SCANS,
    .open = sign_in_open,
    .draw = sign_in_draw,
    .moved = sign_in_moved,
    .typed = sign_in_typed,
    .event = sign_in_event,
    .resumed = sign_in_resumed,
    .close = sign_in_close,
};
