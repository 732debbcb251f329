/* cashier.c -- the till of this counter: how the drawer stands, and the way to
 * everything about cash. What lies in it is not shown as a sum: the count is
 * blind. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/text.h"
#include "desk/cashier.h"
#include "desk/desk.h"
#include "desk/session.h"
#include "screens/cash_grid.h"
#include "screens/cashier.h"
#include "screens/list.h"
#include "screens/staff.h"

#define TEXT_SIZE  512
#define WAYS_MOST  16
#define REFRESH_MS 5000

struct cashier {
	struct till_view till;
	struct list list;
	size_t shown[WAYS_MOST]; /* indices of ways */
	int64_t loaded_ms;
};

/* -- what one can do -- */

static bool
may_open(const struct app *app, const struct till_view *t)
{
	(void)app;
	return t->phase == TILL_NONE && t->may_take && !t->was_closed;
}

static bool
is_open(const struct app *app, const struct till_view *t)
{
	(void)app;
	return t->phase == TILL_OPEN && t->may_take && !t->is_old;
}

static bool
may_count(const struct app *app, const struct till_view *t)
{
	return t->phase != TILL_NONE &&
	       session_may(staff_desk(app), ACTION_CASH_COUNT);
}

static bool
may_take(const struct app *app, const struct till_view *t)
{
	return t->may_take && session_may(staff_desk(app), ACTION_CASH_WORK);
}

static bool
may_work(const struct app *app, const struct till_view *t)
{
	(void)t;
	return session_may(staff_desk(app), ACTION_CASH_WORK);
}

static bool
may_see_entries(const struct app *app, const struct till_view *t)
{
	(void)t;
	return session_may(staff_desk(app), ACTION_CASH_BOOK) ||
	       session_may(staff_desk(app), ACTION_CASH_WORK);
}

static bool
may_book(const struct app *app, const struct till_view *t)
{
	(void)t;
	return session_may(staff_desk(app), ACTION_CASH_BOOK);
}

static bool
may_rule(const struct app *app, const struct till_view *t)
{
	(void)t;
	return session_may(staff_desk(app), ACTION_RULE_PROPOSE) ||
	       session_may(staff_desk(app), ACTION_RULE_APPROVE);
}

static bool
may_appoint(const struct app *app, const struct till_view *t)
{
	(void)t;
	return session_may(staff_desk(app), ACTION_CASH_OFFICERS);
}

static struct request cashier_look_ask(struct app *app, struct cashier *c);

#define NO_AMOUNT CASHIER_AMOUNT_COUNT
static const struct way {
	const char *label;
	bool (*shown)(const struct app *app, const struct till_view *t);
	const struct screen *screen; /* or a function of its own */
	enum cashier_amount amount;
	struct request (*run)(struct app *app, struct cashier *c);
} ways[] = {
    {N_("Open the drawer with its float"), may_open, &cashier_amount_screen,
	CASHIER_AMOUNT_OPEN, NULL},
    {N_("Fees that wait to be paid"), may_work, &cashier_waiting_screen,
	NO_AMOUNT, NULL},
    {N_("Entries of the day: void, refund"), may_see_entries,
	&cashier_entries_screen, NO_AMOUNT, NULL},
    {N_("Paid in"), is_open, &cashier_amount_screen, CASHIER_AMOUNT_PAID_IN,
	NULL},
    {N_("Paid out"), is_open, &cashier_amount_screen, CASHIER_AMOUNT_PAID_OUT,
	NULL},
    {N_("To the bank, out of the drawer"), is_open, &cashier_amount_screen,
	CASHIER_AMOUNT_BANK, NULL},
    {N_("Money that was found"), is_open, &cashier_amount_screen,
	CASHIER_AMOUNT_FOUND, NULL},
    {N_("Open the drawer, no money moves"), is_open, NULL, NO_AMOUNT,
	cashier_look_ask},
    {N_("Count and close the drawer"), may_count, &cashier_count_screen,
	NO_AMOUNT, NULL},
    {N_("Deposit what is in custody"), may_take, &cashier_amount_screen,
	CASHIER_AMOUNT_DEPOSIT, NULL},
    {N_("Daily cash book"), may_book, &cashier_book_screen, NO_AMOUNT, NULL},
    {N_("Fee schedule"), may_rule, &cashier_fees_screen, NO_AMOUNT, NULL},
    {N_("Cash officers and floats"), may_appoint, &cashier_officers_screen,
	NO_AMOUNT, NULL},
};
#define WAYS (sizeof(ways) / sizeof(ways[0]))
_Static_assert(WAYS <= WAYS_MOST, "every way has a line");

bool
cashier_is_shown(const struct app *app, const void *state)
{
	(void)state;
	return may_see_entries(app, NULL) || may_rule(app, NULL) ||
	       may_appoint(app, NULL);
}

struct request
cashier_show(struct app *app, void *state)
{
	(void)state;
	app_say_nothing(app);
	return request_push(&cashier_screen, NULL);
}

/* -- the list of ways -- */

struct ways_in_lang {
	const struct cashier *c;
	const struct app *app;
};

static void
ways_cell(
    const void *arg, size_t row, size_t column, char *out, size_t out_size)
{
	const struct ways_in_lang *w = arg;
	const struct way *way = &ways[w->c->shown[row]];

	(void)column;
	if (way->screen == &cashier_waiting_screen && w->c->till.waiting > 0)
		snprintf(out, out_size, "%s (%d)", app_text(w->app, way->label),
		    w->c->till.waiting);
	else
		text_copy(out, out_size, app_text(w->app, way->label));
}

static const struct list_column ways_columns[] = {
    {.heading = "", .columns = 0},
    {.heading = NULL},
};
static const struct list_rows ways_rows = {
    .cell = ways_cell,
    .empty = N_("Your role has nothing to do with cash."),
};

static void
cashier_reload(struct app *app, struct cashier *c)
{
	struct failure f = {0};
	size_t n = 0;

	c->loaded_ms = clock_ms(app_clock(app));
	if (cashier_load(staff_desk(app), &c->till, &f) != KERR_OK) {
		app_say_failure(app, &f);
		return;
	}
	for (size_t i = 0; i < WAYS; i++)
		if (ways[i].shown(app, &c->till))
			c->shown[n++] = i;
	list_set_count(&c->list, n);
}

static enum kerr
cashier_screen_open(struct app *app, void *arg, void **state, struct failure *f)
{
	struct cashier *c = calloc(1, sizeof(*c));

	(void)arg;
	if (c == NULL)
		return failure_set(f, ERR_MEMORY);
	*state = c;
	list_init(&c->list, ways_columns, &ways_rows);
	cashier_reload(app, c);
	return KERR_OK;
}

static void
cashier_close_screen(struct app *app, void *state)
{
	(void)app;
	free(state);
}

/* -- what is seen -- */

/* By enum till_phase. */
static const char *const phases[] = {
    [TILL_NONE] = N_("The drawer of this counter is not open."),
    [TILL_OPEN] = N_("The drawer is open."),
    [TILL_COUNTING] = N_("The drawer is being counted: no money moves."),
    [TILL_RECOUNT] = N_("The count differs: another person counts the drawer."),
    [TILL_COUNTED] = N_("The drawer is counted: somebody else closes it."),
};

static const char *
phase_said(const struct till_view *t)
{
	if (t->phase == TILL_NONE && t->was_closed)
		return N_("The drawer of this counter is closed for today.");
	return phases[t->phase];
}

static int
draw_drawer(struct app *app, const struct till_view *t, const struct area *a)
{
	struct failure who = {0};
	char text[TEXT_SIZE], yen[24], iso[DATE_ISO_SIZE];
	int hour = 0, minute = 0, second = 0;
	int row = draw_paragraph(a, 0, 1, a->columns - 2, STYLE_STRONG,
	    app_text(app, phase_said(t)));

	if (t->phase == TILL_NONE)
		return row;
	time_of_utc(t->opened_at, &hour, &minute, &second);
	failure_set(&who, ERR_INTERNAL);
	snprintf(text, sizeof(text), "%s %02d:%02d",
	    date_iso(t->business_day, iso), hour, minute);
	failure_text(&who, "when", text);
	failure_text(&who, "who", t->opened_by);
	failure_text(
	    &who, "yen", cash_yen_said(t->float_yen, yen, sizeof(yen)));
	return draw_paragraph(a, row, 1, a->columns - 2, STYLE_NORMAL,
	    app_fill(app, text, sizeof(text),
		N_("Opened {when} by {who} with a float of {yen} yen."), &who));
}

static int
draw_person(
    struct app *app, const struct till_view *t, const struct area *a, int row)
{
	struct failure who = {0};
	char text[TEXT_SIZE], yen[24];

	if (!session_may(staff_desk(app), ACTION_CASH_WORK))
		return row;
	failure_set(&who, ERR_INTERNAL);
	failure_text(&who, "number", t->appointment);
	failure_text(
	    &who, "yen", cash_yen_said(t->grant_yen, yen, sizeof(yen)));
	if (!t->may_take)
		draw_mark(a, row, 1, MARK_PROBLEM);
	return draw_paragraph(a, row, t->may_take ? 1 : 4, a->columns - 5,
	    t->may_take ? STYLE_NORMAL : STYLE_WARN,
	    app_fill(app, text, sizeof(text),
		t->may_take
		    ? N_("You are cash officer {number}; your float this "
			 "fiscal year: {yen} yen.")
		    : N_("You are not appointed to take money."),
		&who));
}

static int
draw_warnings(
    struct app *app, const struct till_view *t, const struct area *a, int row)
{
	struct failure few = {0};
	char text[TEXT_SIZE], all[FAILURE_VALUE_SIZE] = "", yen[24];

	if (t->is_old && t->phase != TILL_NONE) {
		draw_mark(a, row, 1, MARK_PROBLEM);
		row = draw_paragraph(a, row, 4, a->columns - 5, STYLE_PROBLEM,
		    app_text(
			app, N_("It is of an earlier business day: count and "
				"close it.")));
	}
	for (int i = 0; i < DENOMINATION_COUNT; i++) {
		size_t len = strlen(all);

		if (t->phase == TILL_OPEN && t->is_short[i])
			snprintf(all + len, sizeof(all) - len, "%s%s",
			    len > 0 ? ", " : "",
			    cash_yen_said(
				denomination_yen((enum denomination)i), yen,
				sizeof(yen)));
	}
	if (all[0] == '\0')
		return row;
	failure_set(&few, ERR_INTERNAL);
	failure_text(&few, "pieces", all);
	draw_mark(a, row, 1, MARK_PROBLEM);
	return draw_paragraph(a, row, 4, a->columns - 5, STYLE_WARN,
	    app_fill(app, text, sizeof(text),
		N_("Change runs short: {pieces}."), &few));
}

static void
cashier_draw(struct app *app, const void *state, const struct area *a)
{
	const struct cashier *c = state;
	const struct ways_in_lang in = {.c = c, .app = app};
	struct area body = staff_head(app, a, app_text(app, N_("Cash")));
	struct area list;
	int row = draw_drawer(app, &c->till, &body);

	row = draw_person(app, &c->till, &body, row);
	row = draw_warnings(app, &c->till, &body, row);
	draw_line(&body, row);
	list = area_below(&body, row + 1);
	list_draw(&c->list, &list, app_lang(app), &in, true);
}

/* -- keys -- */

static struct request
cashier_moved(struct app *app, void *state, enum ui_key key)
{
	struct cashier *c = state;

	(void)app;
	(void)list_move(&c->list, key);
	return request_stay();
}

static struct request
cashier_enter(struct app *app, void *state)
{
	struct cashier *c = state;
	const struct way *way = NULL;

	if (c->list.count == 0)
		return request_stay();
	way = &ways[c->shown[c->list.selected]];
	app_say_nothing(app);
	if (way->run != NULL)
		return way->run(app, c);
	return request_push_copy(
	    way->screen, &way->amount, sizeof(way->amount));
}

static const char *
look_label(const void *rows, size_t row)
{
	const struct cash_reason *r = rows;

	return r[row].said;
}

static struct request
look_chosen(struct app *app, void *state, int answer)
{
	struct cashier *c = state;
	struct failure f = {0};

	if (answer < 0)
		return request_stay();
	if (cashier_look(staff_desk(app), cashier_look_reasons()[answer].code,
		&f) != KERR_OK)
		app_say_failure(app, &f);
	else
		app_say(app, MARK_DONE,
		    N_("Written down: the drawer was opened, no money moved."),
		    NULL);
	cashier_reload(app, c);
	return request_stay();
}

static struct request
cashier_look_ask(struct app *app, struct cashier *c)
{
	const struct cash_reason *all = cashier_look_reasons();
	struct choose ask = {.title = N_("Open the drawer, no money moves"),
	    .question = N_("Why is it opened? Each opening is written down."),
	    .label = look_label,
	    .rows = all,
	    .answered = look_chosen};

	(void)app;
	(void)c;
	while (all[ask.count].code != NULL)
		ask.count++;
	return request_push_copy(&choose_screen, &ask, sizeof(ask));
}

static struct request
cashier_back(struct app *app, void *state)
{
	(void)state;
	app_say_nothing(app);
	return request_pop();
}

static struct request
cashier_tick(struct app *app, void *state)
{
	struct cashier *c = state;

	if (clock_ms(app_clock(app)) - c->loaded_ms >= REFRESH_MS)
		cashier_reload(app, c);
	return request_stay();
}

static struct request
cashier_resumed(struct app *app, void *state)
{
	cashier_reload(app, state);
	return request_stay();
}

static const struct key_binding cashier_keys[] = {
    {.key = UI_KEY_ENTER, .handler = cashier_enter, .label = N_("Open")},
    {.key = UI_KEY_F8,
	.handler = staff_open_papers,
	.label = N_("Papers"),
	.when = staff_may_print},
    {.key = UI_KEY_F12,
	.handler = staff_open_training,
	.label = N_("Training"),
	.when = staff_is_training},
    {.key = UI_KEY_ESC, .handler = cashier_back, .label = N_("Back")},
    {.key = UI_KEY_NONE},
};

const struct screen cashier_screen = {
    .name = "cashier",
    .title = N_("Cash"),
    .help = N_("The drawer is opened once a business day with a float, by an "
	       "appointed cash officer, and counted and closed in the evening "
	       "by somebody else too. Every opening of it is written down. "
	       "What it should hold is told only after the count."),
    .moving = N_("Up and Down choose a line."),
    .keys = cashier_keys,
    .open = cashier_screen_open,
    .draw = cashier_draw,
    .moved = cashier_moved,
    .tick = cashier_tick,
    .resumed = cashier_resumed,
    .close = cashier_close_screen,
};
