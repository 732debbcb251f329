/* resident.c -- the terminal in the resident's hands: one screen, one page at a
 * time, and no key that leads anywhere else (design 5 "PIN setting"). */
#include "screens/resident.h"

#include <stdlib.h>

#include "base/clock.h"
#include "base/secret.h"
#include "base/text.h"
#include "desk/collection.h"
#include "desk/desk.h"
#include "screens/resident_inside.h"
#include "screens/staff.h"

const struct pin_setting_view *
resident_view(const struct app *app)
{
	return pin_setting_get(staff_desk(app));
}

struct request
resident_turn(void)
{
	struct request r = request_stay();

	r.drop_typed = true;
	return r;
}

/* -- what is said -- */

void
resident_say(struct resident *r, enum mark mark, const char *id,
    const struct failure *arguments, const char *why)
{
	message_set(&r->said, mark, id, arguments);
	r->why = why;
}

void
resident_say_nothing(struct resident *r)
{
	message_clear(&r->said);
	r->why = "";
}

void
resident_say_failure(struct resident *r, const struct failure *f)
{
	message_set_failure(&r->said, f, true);
	r->why = "";
}

/* -- from page to page -- */

static const struct resident_page_row *
page_of(const struct resident *r)
{
	return &resident_pages[r->asks_language ? RESIDENT_LANGUAGE
						: r->at.page];
}

static struct request
show(struct app *app, struct resident *r, struct resident_stop at)
{
	(void)app;
	resident_entry_wipe(r);
	r->at = at;
	r->row = 0;
	r->mismatches = 0;
	resident_say_nothing(r);
	if (at.page == RESIDENT_PIN)
		resident_entry_begin(r);
	if (at.page == RESIDENT_LANGUAGE)
		r->language_row = resident_language_row(app_lang(app));
	return resident_turn();
}

struct request
resident_go(struct app *app, struct resident *r, int steps)
{
	return show(
	    app, r, resident_step(resident_view(app), r->same, r->at, steps));
}

void
resident_follow(struct app *app, struct resident *r)
{
	const struct pin_setting_view *v = resident_view(app);
	struct resident_stop at = {resident_page_of(v->phase), PIN_KIND_COUNT};

	if (v->phase == r->phase)
		return;
	r->phase = v->phase;
	r->phase_at_ms = clock_ms(app_clock(app));
	r->asks_language = false;
	if (v->phase == PIN_PHASE_ENTRY) {
		r->same = false;
		at = resident_resume(v);
	}
	(void)show(app, r, at);
	app_drop_typed(app);
}

struct request
resident_call_staff(struct app *app, struct resident *r)
{
	pin_setting_call_staff(staff_desk(app));
	resident_follow(app, r);
	return resident_turn();
}

/* -- keys -- */

static struct request
key_enter(struct app *app, void *state)
{
	struct resident *r = state;

	return page_of(r)->enter(app, r);
}

static struct request
key_act(struct app *app, void *state)
{
	struct resident *r = state;

	return page_of(r)->act(app, r);
}

static struct request
key_other(struct app *app, void *state)
{
	struct resident *r = state;

	return page_of(r)->other(app, r);
}

static struct request
key_back(struct app *app, void *state)
{
	struct resident *r = state;

	if (r->asks_language) {
		r->asks_language = false;
		return resident_turn();
	}
	if (r->at.page == RESIDENT_PIN && resident_entry_back(app, r))
		return resident_turn();
	return resident_go(app, r, -1);
}

static struct request
key_language(struct app *app, void *state)
{
	struct resident *r = state;

	r->asks_language = true;
	r->language_row = resident_language_row(app_lang(app));
	return resident_turn();
}

static struct request
key_call_staff(struct app *app, void *state)
{
	return resident_call_staff(app, state);
}

/* How the session ends is told now; it ends when the clerk's code is right. */
static struct request
key_staff(struct app *app, void *state)
{
	struct resident *r = state;
	const struct pin_setting_view *v = resident_view(app);
	bool is_done = v->phase == PIN_PHASE_RESULT && v->all_set;
	struct request next = request_replace(&staff_take_back_screen, &r->how);

	r->how = is_done ? PIN_END_DONE : PIN_END_BACK;
	next.drop_typed = true;
	return next;
}

static bool
when_enter(const struct app *app, const void *state)
{
	(void)app;
	return page_of(state)->enter != NULL;
}

static bool
when_act(const struct app *app, const void *state)
{
	const struct resident *r = state;

	if (page_of(r)->act == NULL)
		return false;
	return r->asks_language || r->at.page != RESIDENT_RESULT ||
	       resident_may_try_again(resident_view(app));
}

static bool
when_other(const struct app *app, const void *state)
{
	(void)app;
	return page_of(state)->other != NULL;
}

static bool
when_back(const struct app *app, const void *state)
{
	const struct resident *r = state;

	(void)app;
	return r->asks_language ||
	       (r->phase == PIN_PHASE_ENTRY && r->at.page != RESIDENT_LANGUAGE);
}

static bool
when_not_writing(const struct app *app, const void *state)
{
	(void)app;
	return ((const struct resident *)state)->phase != PIN_PHASE_WRITING;
}

static bool
when_language(const struct app *app, const void *state)
{
	const struct resident *r = state;

	return when_not_writing(app, r) && !r->asks_language &&
	       r->at.page != RESIDENT_LANGUAGE;
}

static bool
when_call(const struct app *app, const void *state)
{
	const struct resident *r = state;

	return when_not_writing(app, r) && r->phase != PIN_PHASE_HELP &&
	       r->phase != PIN_PHASE_NONE;
}

static void
says(const struct app *app, const char *id, char *out, size_t out_size)
{
	text_copy(out, out_size, id == NULL ? "" : app_text(app, id));
}

static void
says_enter(struct app *app, const void *state, char *out, size_t out_size)
{
	says(app, page_of(state)->enter_label, out, out_size);
}

static void
says_act(struct app *app, const void *state, char *out, size_t out_size)
{
	says(app, page_of(state)->act_label, out, out_size);
}

static void
says_other(struct app *app, const void *state, char *out, size_t out_size)
{
	says(app, page_of(state)->other_label, out, out_size);
}

static const struct key_binding resident_keys[] = {
    {.key = UI_KEY_ENTER,
	.handler = key_enter,
	.says = says_enter,
	.when = when_enter},
    {.key = UI_KEY_F8, .handler = key_act, .says = says_act, .when = when_act},
    {.key = UI_KEY_F5,
	.handler = key_other,
	.says = says_other,
	.when = when_other},
    {.key = UI_KEY_ESC,
	.handler = key_back,
	.label = R_("Back"),
	.when = when_back},
    {.key = UI_KEY_F2,
	.handler = key_language,
	.label = R_("Language"),
	.when = when_language},
    {.key = UI_KEY_F9,
	.handler = key_call_staff,
	.label = R_("Call staff"),
	.when = when_call},
    {.key = UI_KEY_F7,
	.handler = key_staff,
	.label = R_("For the staff"),
	.when = when_not_writing},
    {.key = UI_KEY_NONE},
};

/* -- what is typed -- */

/* The arrows move in rows that do not scroll: from the last to the first. */
static void
move_row(size_t *row, size_t count, enum ui_key key)
{
	if (key == UI_KEY_UP || key == UI_KEY_LEFT || key == UI_KEY_BACKTAB)
		*row = (*row + count - 1) % count;
	else if (key == UI_KEY_DOWN || key == UI_KEY_RIGHT || key == UI_KEY_TAB)
		*row = (*row + 1) % count;
}

static struct request
resident_moved(struct app *app, void *state, enum ui_key key)
{
	struct resident *r = state;
	const char *const *choices = page_of(r)->choices;
	size_t count = 0;

	if (r->asks_language || r->at.page == RESIDENT_LANGUAGE) {
		move_row(&r->language_row, resident_language_count(), key);
	} else if (choices != NULL) {
		while (choices[count] != NULL)
			count++;
		move_row(&r->row, count, key);
	} else if (r->at.page == RESIDENT_PIN) {
		return resident_entry_moved(app, r, key);
	}
	return request_stay();
}

static struct request
resident_typed(struct app *app, void *state, uint32_t code_point)
{
	struct resident *r = state;

	if (!r->asks_language && r->at.page == RESIDENT_PIN)
		return resident_entry_typed(app, r, code_point);
	return request_stay();
}

static struct request
resident_event(struct app *app, void *state, const void *event)
{
	(void)event;
	resident_follow(app, state);
	return request_stay();
}

static struct request
resident_tick(struct app *app, void *state)
{
	return resident_idle(app, state);
}

static void
resident_draw(struct app *app, const void *state, const struct area *a)
{
	const struct resident *r = state;
	struct area body = resident_body(a);

	page_of(r)->draw(app, r, &body);
	if (!r->asks_language)
		resident_draw_said(app, r, &body);
}

/* -- from hand-over to take-back -- */

static bool
is_guardian_here(struct app *app)
{
	struct collection_view *c = calloc(1, sizeof(*c));
	struct failure f = {0};
	bool guardian = false;

	if (c == NULL)
		return false;
	if (collection_load(
		staff_desk(app), resident_view(app)->case_id, c, &f) == KERR_OK)
		guardian = c->facts.who == WHO_GUARDIAN;
	secret_wipe(c, sizeof(*c));
	free(c);
	return guardian;
}

static enum kerr
resident_open(struct app *app, void *arg, void **state, struct failure *f)
{
	struct resident *r = calloc(1, sizeof(*r));

	(void)arg;
	if (r == NULL)
		return failure_set(f, ERR_MEMORY);
	*state = r;
	r->why = "";
	if ((r->typed = secret_new(PIN_SIGN_MOST)) == NULL) {
		/* nobody could go on with a session that has no screen */
		(void)pin_setting_end(staff_desk(app), PIN_END_BACK, f);
		return failure_set(f, ERR_SECRET_MEMORY);
	}
	r->guardian = is_guardian_here(app);
	app_set_lang(app, resident_view(app)->lang);
	app_say_nothing(app);
	resident_follow(app, r);
	return KERR_OK;
}

static void
resident_close(struct app *app, void *state)
{
	struct resident *r = state;

	app_set_lang(app, (enum lang)desk_settings(staff_desk(app))->language);
	if (r != NULL) {
		secret_free(&r->typed);
		secret_free(&r->first);
		secret_wipe(r, sizeof(*r));
	}
	free(r);
}

const struct screen resident_start_screen = {
    .name = "resident",
    .keys = resident_keys,
    .flags = SCREEN_BARE | SCREEN_NO_HELP | SCREEN_NO_SCANS,
    .open = resident_open,
    .draw = resident_draw,
    .moved = resident_moved,
    .typed = resident_typed,
    .event = resident_event,
    .tick = resident_tick,
    .close = resident_close,
};
