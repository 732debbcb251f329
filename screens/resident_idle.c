/* resident_idle.c -- nobody types: the last seconds are counted down, then what
 * was typed is wiped and the terminal waits for the clerk's code. */
#include "base/clock.h"
#include "desk/desk.h"
#include "screens/resident_inside.h"
#include "screens/staff.h"

#define WARNING_MS 30000

/* Since the last key, or since the program itself changed the page: what the
 * writing took is not the resident's time. */
static int64_t
idle_left_ms(const struct app *app, const struct resident *r)
{
	int64_t all =
	    desk_settings(staff_desk(app))->resident_idle_seconds * 1000;
	int64_t idle = app_idle_ms(app);
	int64_t page = clock_ms(app_clock(app)) - r->phase_at_ms;

	return all - (page < idle ? page : idle);
}

static int64_t
warning_ms(const struct app *app)
{
	int64_t half =
	    desk_settings(staff_desk(app))->resident_idle_seconds * 500;

	return half < WARNING_MS ? half : WARNING_MS;
}

/* Where the resident has nothing left to do, a countdown only worries. */
static bool
is_calm(const struct pin_setting_view *v)
{
	return v->phase == PIN_PHASE_HELP || v->phase == PIN_PHASE_NONE ||
	       (v->phase == PIN_PHASE_RESULT && v->all_set);
}

struct request
resident_idle_close(struct app *app, struct resident *r)
{
	const struct pin_setting_view *v = resident_view(app);
	struct failure f = {0};
	struct request next = request_replace(&staff_take_back_screen, &r->how);

	r->how = PIN_END_WALKED_AWAY;
	if (v->phase == PIN_PHASE_RESULT && v->all_set)
		r->how = PIN_END_DONE;
	else if (v->phase == PIN_PHASE_HELP)
		r->how = PIN_END_BACK;
	resident_entry_wipe(r);
	if (pin_setting_end(staff_desk(app), r->how, &f) != KERR_OK)
		app_say_failure(app, &f);
	else
		app_say(app, MARK_PROBLEM, R_("The session was closed"), NULL);
	next.drop_typed = true;
	return next;
}

struct request
resident_idle(struct app *app, struct resident *r)
{
	const struct pin_setting_view *v = resident_view(app);
	int64_t left = idle_left_ms(app, r);
	struct request warn;

	if (v->phase == PIN_PHASE_WRITING)
		return request_stay();
	if (left <= 0)
		return resident_idle_close(app, r);
	if (left > warning_ms(app) || is_calm(v))
		return request_stay();
	warn = request_push(&resident_idle_screen, r);
	warn.drop_typed = true;
	return warn;
}

/* -- the countdown, over the page -- */

static enum kerr
idle_open(struct app *app, void *arg, void **state, struct failure *f)
{
	(void)app;
	(void)f;
	*state = arg; /* borrowed: the screen below outlives this one */
	return KERR_OK;
}

static void
idle_draw(struct app *app, const void *state, const struct area *a)
{
	struct area body = resident_body(a);
	int64_t left = idle_left_ms(app, state);
	struct failure n = {0};
	char text[128];

	failure_number(&n, "n", left > 0 ? (left + 999) / 1000 : 0);
	draw_text(&body, 5, 0, STYLE_TITLE,
	    app_fill(app, text, sizeof(text),
		R_("No input. Closing in {n} seconds"), &n));
	draw_text(&body, 8, 0, STYLE_NORMAL,
	    app_text(app, R_("Press any key to continue")));
	draw_cursor(&body, 8, 0);
}

static struct request
idle_go_on(void)
{
	struct request r = request_pop();

	r.drop_typed = true;
	return r;
}

static struct request
idle_key(struct app *app, void *state)
{
	(void)app;
	(void)state;
	return idle_go_on();
}

static struct request
idle_moved(struct app *app, void *state, enum ui_key key)
{
	(void)app;
	(void)state;
	(void)key;
	return idle_go_on();
}

static struct request
idle_typed(struct app *app, void *state, uint32_t code_point)
{
	(void)app;
	(void)state;
	(void)code_point;
	return idle_go_on();
}

static struct request
idle_pasted(struct app *app, void *state, const char *text)
{
	(void)app;
	(void)state;
	(void)text;
	return idle_go_on();
}

/* The card came while it counted: now it must not close any more. */
static struct request
idle_event(struct app *app, void *state, const void *event)
{
	(void)state;
	(void)event;
	return resident_view(app)->phase == PIN_PHASE_WRITING ? idle_go_on()
							      : request_stay();
}

static struct request
idle_is_over(struct app *app, void *state, int answer)
{
	(void)answer;
	return resident_idle_close(app, state);
}

static struct request
idle_tick(struct app *app, void *state)
{
	int64_t left = idle_left_ms(app, state);

	if (resident_view(app)->phase == PIN_PHASE_WRITING ||
	    left > warning_ms(app))
		return idle_go_on();
	return left > 0 ? request_stay() : request_answer(idle_is_over, 0);
}

#define GO_ON(pressed) \
	{ \
		.key = (pressed), .handler = idle_key \
	}
static const struct key_binding idle_keys[] = {GO_ON(UI_KEY_F1),
    GO_ON(UI_KEY_F2), GO_ON(UI_KEY_F3), GO_ON(UI_KEY_F4), GO_ON(UI_KEY_F5),
    GO_ON(UI_KEY_F6), GO_ON(UI_KEY_F7), GO_ON(UI_KEY_F8), GO_ON(UI_KEY_F9),
    GO_ON(UI_KEY_F12), GO_ON(UI_KEY_ENTER), GO_ON(UI_KEY_ESC),
    {.key = UI_KEY_NONE}};

const struct screen resident_idle_screen = {
    .name = "resident_idle",
    .keys = idle_keys,
    .flags = SCREEN_BARE | SCREEN_NO_HELP | SCREEN_NO_SCANS,
    .open = idle_open,
    .draw = idle_draw,
    .moved = idle_moved,
    .typed = idle_typed,
    .pasted = idle_pasted,
    .event = idle_event,
    .tick = idle_tick,
};
