/* supervisor_day.c -- the supervisor's day: which day, which counter, and the
 * way to the cases that need somebody (counter-procedures 8.1). */
#include <stdlib.h>

#include "base/text.h"
#include "desk/desk.h"
#include "screens/day_inside.h"
#include "screens/note.h"
#include "screens/staff.h"
#include "screens/supervisor.h"

#define REFRESH_MS   5000
#define COUNTER_MOST 999

/* The numbers of the last load stay when one fails. */
static enum kerr
day_reload(struct app *app, struct day_screen *s, struct failure *f)
{
	struct day_view *fresh = calloc(1, sizeof(*fresh));
	enum kerr e;

	s->loaded_ms = clock_ms(app_clock(app));
	if (fresh == NULL)
		return failure_set(f, ERR_MEMORY);
	e = day_load(staff_desk(app), s->day, s->counter, fresh, f);
	if (e == KERR_OK)
		s->view = *fresh;
	free(fresh);
	return e;
}

static struct request
day_show(struct app *app, struct day_screen *s)
{
	struct failure f = {0};

	if (day_reload(app, s, &f) != KERR_OK)
		app_say_failure(app, &f);
	return request_stay();
}

static enum kerr
day_open(struct app *app, void *arg, void **state, struct failure *f)
{
	struct day_screen *s = calloc(1, sizeof(*s));

	(void)arg;
	if (s == NULL)
		return failure_set(f, ERR_MEMORY);
	*state = s;
	return day_reload(app, s, f);
}

static void
day_close(struct app *app, void *state)
{
	(void)app;
	free(state);
}

/* -- another day -- */

static struct request
day_move(struct app *app, struct day_screen *s, int days)
{
	s->day = date_from_days(date_days(s->view.day) + days);
	app_say_nothing(app);
	return day_show(app, s);
}

static struct request
day_before(struct app *app, void *state)
{
	return day_move(app, state, -1);
}

static struct request
day_after(struct app *app, void *state)
{
	return day_move(app, state, 1);
}

static struct request
date_taken(struct app *app, void *owner, const char *text)
{
	struct day_screen *s = owner;

	if (!note_day(app, text, &s->day))
		return request_stay();
	return request_pop();
}

static struct request
day_ask_date(struct app *app, void *state)
{
	return note_ask_day(app, state, date_taken);
}

/* -- one counter -- */

static struct request
counter_taken(struct app *app, void *owner, const char *text)
{
	struct day_screen *s = owner;
	char narrow[NOTE_SIZE], *end = NULL;
	long n;

	text_narrow(narrow, sizeof(narrow), text);
	n = strtol(narrow, &end, 10);
	if (*end != '\0' || n < 0 || n > COUNTER_MOST) {
		app_say(app, MARK_PROBLEM,
		    N_("Type the number of a counter; empty for all."), NULL);
		return request_stay();
	}
	s->counter = (int)n;
	app_say_nothing(app);
	return request_pop();
}

static struct request
day_ask_counter(struct app *app, void *state)
{
	struct note_ask ask = {.title = N_("One counter"),
	    .question = N_("Numbers of which counter? Empty: all counters. "
			   "What waits is always the whole office's."),
	    .columns = 3,
	    .owner = state,
	    .taken = counter_taken};

	app_say_nothing(app);
	return request_push_copy(&staff_note_screen, &ask, sizeof(ask));
}

/* -- the rest -- */

static struct request
day_attention(struct app *app, void *state)
{
	(void)state;
	app_say_nothing(app);
	return request_push(&supervisor_attention_screen, NULL);
}

static struct request
day_back(struct app *app, void *state)
{
	(void)state;
	app_say_nothing(app);
	return request_pop();
}

static struct request
day_tick(struct app *app, void *state)
{
	struct day_screen *s = state;

	if (clock_ms(app_clock(app)) - s->loaded_ms < REFRESH_MS)
		return request_stay();
	return day_show(app, s);
}

static struct request
day_resumed(struct app *app, void *state)
{
	return day_show(app, state);
}

static const struct key_binding day_keys[] = {
    {.key = UI_KEY_ENTER,
	.handler = day_attention,
	.label = N_("Needs attention")},
    {.key = UI_KEY_F2, .handler = day_ask_date, .label = N_("Date")},
    {.key = UI_KEY_F3, .handler = day_ask_counter, .label = N_("Counter")},
    {.key = UI_KEY_PAGE_UP, .handler = day_before, .label = N_("Day before")},
    {.key = UI_KEY_PAGE_DOWN, .handler = day_after, .label = N_("Day after")},
    {.key = UI_KEY_ESC, .handler = day_back, .label = N_("Back")},
    {.key = UI_KEY_NONE},
};

const struct screen supervisor_day_screen = {
    .name = "day",
    .title = N_("The day in numbers"),
    .help = N_("What was handed over, refused and set up on a business day. "
	       "\"Here\" was done by this program; \"noted\" was seen on the "
	       "official terminal and written down by staff. The line above "
	       "and the waiting cards are as they stand now, whatever the "
	       "day. The numbers follow by themselves. Enter shows the cases "
	       "that need somebody."),
    .keys = day_keys,
    .open = day_open,
    .draw = day_draw,
    .tick = day_tick,
    .resumed = day_resumed,
    .close = day_close,
};
