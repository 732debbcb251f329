/* supervisor_attention.c -- the cases behind "needs attention": whose, why,
 * since when; Enter goes on with one. */
#include <stdio.h>
#include <stdlib.h>

#include "base/date.h"
#include "base/text.h"
#include "desk/collection.h"
#include "desk/desk.h"
#include "desk/session.h"
#include "screens/day_inside.h"
#include "screens/list.h"
#include "screens/staff.h"

#define CASES_MOST 200
#define REFRESH_MS 5000

struct attention {
	struct day_attention *row; /* owned, CASES_MOST of them */
	struct list list;
	int64_t loaded_ms;
	const struct app *app;
};

static const struct list_column columns[] = {
    {N_("Notice"), 10, false},
    {N_("Name"), 0, false},
    {N_("Since"), 16, false},
    {N_("Counter"), 7, true},
    {NULL, 0, false},
};

static void
cell_since(int64_t utc, char *out, size_t out_size)
{
	char iso[DATE_ISO_SIZE];
	int hour = 0, minute = 0, second = 0;

	time_of_utc(utc, &hour, &minute, &second);
	snprintf(out, out_size, "%s %02d:%02d", date_iso(date_of_utc(utc), iso),
	    hour, minute);
}

static void
attention_cell(
    const void *arg, size_t row, size_t column, char *out, size_t out_size)
{
	const struct attention *s = arg;
	const struct day_attention *a = &s->row[row];

	if (column < 2)
		text_copy(out, out_size, column == 0 ? a->notice : a->name);
	else if (column == 2)
		cell_since(a->since, out, out_size);
	else if (a->counter != 0)
		snprintf(out, out_size, "%d", a->counter);
}

static void
attention_note(const void *arg, size_t row, char *out, size_t out_size)
{
	const struct attention *s = arg;

	text_copy(out, out_size, app_text(s->app, s->row[row].why));
}

static enum mark
attention_mark(const void *arg, size_t row)
{
	const struct attention *s = arg;

	return s->row[row].is_doubt ? MARK_UNKNOWN : MARK_PROBLEM;
}

static const struct list_rows rows = {
    .cell = attention_cell,
    .mark = attention_mark,
    .note = attention_note,
    .empty = N_("No case needs attention."),
};

static enum kerr
attention_reload(struct app *app, struct attention *s, struct failure *f)
{
	int64_t selected =
	    s->list.count > 0 ? s->row[s->list.selected].case_id : 0;
	size_t count = 0;
	enum kerr e =
	    day_attention_load(staff_desk(app), s->row, CASES_MOST, &count, f);

	s->loaded_ms = clock_ms(app_clock(app));
	list_set_count(&s->list, e == KERR_OK ? count : 0);
	for (size_t i = 0; i < s->list.count; i++)
		if (s->row[i].case_id == selected)
			list_select(&s->list, i);
	return e;
}

static struct request
attention_show(struct app *app, struct attention *s)
{
	struct failure f = {0};

	if (attention_reload(app, s, &f) != KERR_OK)
		app_say_failure(app, &f);
	return request_stay();
}

static enum kerr
attention_open(struct app *app, void *arg, void **state, struct failure *f)
{
	struct attention *s = calloc(1, sizeof(*s));

	(void)arg;
	if (s == NULL)
		return failure_set(f, ERR_MEMORY);
	*state = s;
	s->app = app;
	if ((s->row = calloc(CASES_MOST, sizeof(*s->row))) == NULL)
		return failure_set(f, ERR_MEMORY);
	list_init(&s->list, columns, &rows);
	return attention_reload(app, s, f);
}

static void
attention_close(struct app *app, void *state)
{
	struct attention *s = state;

	(void)app;
	if (s != NULL)
		free(s->row);
	free(s);
}

static void
attention_draw(struct app *app, const void *state, const struct area *a)
{
	const struct attention *s = state;
	struct area body =
	    staff_head(app, a, app_text(app, N_("Cases that need attention")));

	draw_cursor(&body, 0, 0);
	list_draw(&s->list, &body, app_lang(app), s, true);
}

static struct request
attention_moved(struct app *app, void *state, enum ui_key key)
{
	struct attention *s = state;

	(void)app;
	(void)list_move(&s->list, key);
	return request_stay();
}

/* Go on with the selected case, in one of the two ways. */
static struct request
attention_enter(struct app *app, struct attention *s,
    enum kerr (*go_on)(struct desk *, int64_t, struct failure *))
{
	struct failure f = {0};
	int64_t case_id = 0;

	if (s->list.count == 0)
		return request_stay();
	case_id = s->row[s->list.selected].case_id;
	if (go_on(staff_desk(app), case_id, &f) != KERR_OK) {
		(void)attention_show(app, s);
		app_say_failure(app, &f);
		return request_stay();
	}
	app_say_nothing(app);
	return request_push_copy(
	    &staff_collection_screen, &case_id, sizeof(case_id));
}

static struct request
attention_open_case(struct app *app, void *state)
{
	const struct attention *s = state;
	struct failure which = {0};

	if (s->list.count > 0 && s->row[s->list.selected].is_over) {
		failure_set(&which, ERR_INTERNAL);
		failure_text(&which, "notice", s->row[s->list.selected].notice);
		app_say(app, MARK_PROBLEM,
		    N_("This case has ended. Find {notice} on the queue and "
		       "open its card there."),
		    &which);
		return request_stay();
	}
	return attention_enter(app, state, collection_resume);
}

static struct request
attention_take_over(struct app *app, void *state)
{
	return attention_enter(app, state, collection_take_over);
}

static bool
when_any(const struct app *app, const void *state)
{
	const struct attention *s = state;

	(void)app;
	return s->list.count > 0;
}

static bool
when_elsewhere(const struct app *app, const void *state)
{
	const struct attention *s = state;
	struct desk *d = staff_desk(app);
	int here = (int)desk_settings(d)->counter;

	return s->list.count > 0 && s->row[s->list.selected].counter != 0 &&
	       s->row[s->list.selected].counter != here &&
	       session_may(d, ACTION_CASE_TAKE_OVER);
}

static struct request
attention_back(struct app *app, void *state)
{
	(void)state;
	app_say_nothing(app);
	return request_pop();
}

static struct request
attention_tick(struct app *app, void *state)
{
	struct attention *s = state;

	if (clock_ms(app_clock(app)) - s->loaded_ms < REFRESH_MS)
		return request_stay();
	return attention_show(app, s);
}

static struct request
attention_resumed(struct app *app, void *state)
{
	return attention_show(app, state);
}

static const struct key_binding attention_keys[] = {
    {.key = UI_KEY_ENTER,
	.handler = attention_open_case,
	.label = N_("Open"),
	.when = when_any},
    {.key = UI_KEY_F7,
	.handler = attention_take_over,
	.label = N_("Take over"),
	.when = when_elsewhere},
    {.key = UI_KEY_ESC, .handler = attention_back, .label = N_("Back")},
    {.key = UI_KEY_NONE},
};

const struct screen supervisor_attention_screen = {
    .name = "attention",
    .title = N_("Cases that need attention"),
    .help = N_("Each line is a case that somebody has to look at; below it "
	       "stands why. Enter opens it at this counter. F7 takes it over "
	       "from a counter that works on it."),
    .moving = N_("Up and Down choose a line."),
    .keys = attention_keys,
    .open = attention_open,
    .draw = attention_draw,
    .moved = attention_moved,
    .tick = attention_tick,
    .resumed = attention_resumed,
    .close = attention_close,
};
