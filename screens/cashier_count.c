/* cashier_count.c -- counting the drawer blind, a second count when it
 * differs, and closing it by somebody else. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "desk/cashier.h"
#include "desk/desk.h"
#include "desk/session.h"
#include "screens/cash_grid.h"
#include "screens/cashier.h"
#include "screens/second.h"
#include "screens/staff.h"

#define TEXT_SIZE    512
#define SIDE	     (CASH_GRID_COLUMNS + 4)
#define LABEL_COLUMN 4
#define SUM_COLUMN   28
#define SUM_COLUMNS  12
#define BAR_COLUMN   44

struct counting {
	struct till_view till;
	struct count_view counted; /* in phase COUNTED */
	struct close_done closed;  /* session 0: not yet */
	struct cash_grid grid;
	const char *reason; /* code, while somebody closes */
	char key[DESK_KEY_SIZE];
};

static void
counting_reload(struct app *app, struct counting *s)
{
	struct failure f = {0};

	memset(&s->counted, 0, sizeof(s->counted));
	if (cashier_load(staff_desk(app), &s->till, &f) != KERR_OK ||
	    (s->till.phase == TILL_COUNTED &&
		cashier_count_load(staff_desk(app), &s->counted, &f) !=
		    KERR_OK))
		app_say_failure(app, &f);
}

static enum kerr
counting_open(struct app *app, void *arg, void **state, struct failure *f)
{
	struct counting *s = calloc(1, sizeof(*s));

	(void)arg;
	if (s == NULL)
		return failure_set(f, ERR_MEMORY);
	*state = s;
	cash_grid_init(&s->grid);
	desk_new_key(s->key);
	counting_reload(app, s);
	return KERR_OK;
}

static void
counting_close(struct app *app, void *state)
{
	(void)app;
	free(state);
}

static bool
asks_count(const struct counting *s)
{
	return s->till.phase == TILL_COUNTING || s->till.phase == TILL_RECOUNT;
}

/* -- what is seen -- */

/* By enum till_phase. */
static const char *const words[] = {
    [TILL_NONE] = N_("No drawer is open at this counter."),
    [TILL_OPEN] = N_("Counting stops the till: no money comes or goes until "
		     "the drawer is closed. F8 begins."),
    [TILL_COUNTING] =
	N_("Count what lies there, piece by piece. What it should be is not "
	   "shown. F9 goes back to work while nothing was counted."),
    [TILL_RECOUNT] =
	N_("The first count differs. Another person counts now, without "
	   "knowing by how much, and signs in here. Both counts are kept. "
	   "Nobody adds or takes money."),
    [TILL_COUNTED] = N_("Every count is there. Somebody who took no money "
			"from this drawer closes it (F8)."),
};

static int
draw_result_row(struct app *app, const struct area *a, int row,
    const char *label, int64_t yen, int64_t most, enum style style)
{
	draw_text(a, row, LABEL_COLUMN, STYLE_NORMAL, app_text(app, label));
	draw_number(a, row, SUM_COLUMN, SUM_COLUMNS, style, yen);
	draw_bar(a, row, BAR_COLUMN, a->columns - BAR_COLUMN - 2, STYLE_DIM,
	    yen < 0 ? -yen : yen, most);
	return row + 1;
}

static int
draw_result(struct app *app, const struct area *a, int row, int64_t expected,
    int64_t counted)
{
	int64_t most = expected > counted ? expected : counted;

	row = draw_result_row(
	    app, a, row, N_("Expected"), expected, most, STYLE_NORMAL);
	row = draw_result_row(
	    app, a, row, N_("Counted"), counted, most, STYLE_NORMAL);
	return draw_result_row(app, a, row,
	    counted > expected	 ? N_("Over")
	    : counted < expected ? N_("Short")
				 : N_("Difference"),
	    counted - expected, most,
	    counted == expected ? STYLE_NORMAL : STYLE_PROBLEM);
}

static void
draw_closed(struct app *app, const struct counting *s, const struct area *a)
{
	int row = draw_paragraph(a, 1, LABEL_COLUMN,
	    a->columns - 2 * LABEL_COLUMN, STYLE_STRONG,
	    app_text(app,
		N_("The drawer is closed. Nothing more comes into it today.")));

	row = draw_result(
	    app, a, row + 1, s->closed.expected_yen, s->closed.counted_yen);
	draw_text(
	    a, row + 1, LABEL_COLUMN, STYLE_DIM, app_text(app, N_("Report")));
	draw_text_within(a, row + 1, SUM_COLUMN, a->columns - SUM_COLUMN - 1,
	    STYLE_NORMAL, s->closed.sheet);
	draw_cursor(a, row + 1, LABEL_COLUMN);
}

static void
counting_draw(struct app *app, const void *state, const struct area *area)
{
	const struct counting *s = state;
	struct area body = staff_head(
	    app, area, app_text(app, N_("Count and close the drawer")));
	struct area side =
	    area_part(&body, 0, SIDE, body.rows, body.columns - SIDE - 1);
	int row;

	if (s->closed.session != 0) {
		draw_closed(app, s, &body);
		return;
	}
	if (asks_count(s)) {
		(void)cash_grid_draw(&s->grid, app, &body, 0, 1, true);
		(void)draw_paragraph(&side, 1, 0, side.columns, STYLE_NORMAL,
		    app_text(app, words[s->till.phase]));
		return;
	}
	row = draw_paragraph(&body, 1, LABEL_COLUMN,
	    body.columns - 2 * LABEL_COLUMN, STYLE_NORMAL,
	    app_text(app, words[s->till.phase]));
	draw_cursor(&body, row, LABEL_COLUMN);
	if (s->till.phase == TILL_COUNTED)
		(void)draw_result(app, &body, row + 1, s->counted.expected_yen,
		    s->counted.counted_yen);
}

/* -- typing -- */

static struct request
counting_typed(struct app *app, void *state, uint32_t code_point)
{
	struct counting *s = state;

	(void)app;
	if (asks_count(s))
		(void)cash_grid_type(&s->grid, code_point);
	return request_stay();
}

static struct request
counting_moved(struct app *app, void *state, enum ui_key key)
{
	struct counting *s = state;

	(void)app;
	if (asks_count(s))
		(void)cash_grid_move(&s->grid, key);
	return request_stay();
}

static struct request
counting_next(struct app *app, void *state)
{
	struct counting *s = state;

	(void)app;
	if (s->closed.session != 0)
		return request_pop();
	(void)cash_grid_move(&s->grid, UI_KEY_DOWN);
	return request_stay();
}

/* -- the steps -- */

static struct request
begin_count(struct app *app, void *state)
{
	struct counting *s = state;
	struct failure f = {0};

	if (cashier_count_begin(staff_desk(app), &f) != KERR_OK)
		app_say_failure(app, &f);
	else
		app_say_nothing(app);
	counting_reload(app, s);
	return request_stay();
}

static struct request
cancel_count(struct app *app, void *state)
{
	struct counting *s = state;
	struct failure f = {0};

	if (cashier_count_cancel(staff_desk(app), &f) != KERR_OK)
		app_say_failure(app, &f);
	else
		app_say(app, MARK_DONE, N_("The drawer is open again."), NULL);
	counting_reload(app, s);
	return request_stay();
}

static void
count_done(struct app *app, struct counting *s)
{
	desk_new_key(s->key);
	cash_grid_init(&s->grid);
	counting_reload(app, s);
	if (s->till.phase == TILL_RECOUNT)
		app_say(app, MARK_PROBLEM,
		    N_("The count differs: another person counts now."), NULL);
	else
		app_say(app, MARK_DONE, N_("The count is kept."), NULL);
}

static struct request
second_counted(struct app *app, void *owner)
{
	struct counting *s = owner;
	struct failure f = {0};

	if (cashier_count_again(staff_desk(app), &s->grid.cash, s->key, &f) !=
	    KERR_OK) {
		app_say_failure(app, &f);
		return request_stay();
	}
	count_done(app, s);
	return request_pop();
}

static struct request
give_count(struct app *app, void *state)
{
	struct counting *s = state;
	struct second_ask ask = {.title = N_("Second count"),
	    .question = N_("You counted the drawer yourself, and this is what "
			   "you counted: {yen} yen."),
	    .action = ACTION_CASH_COUNT,
	    .owner = s,
	    .granted = second_counted};
	struct failure f = {0};
	char yen[24];
	enum kerr e = cashier_count(staff_desk(app), &s->grid.cash, s->key, &f);

	if (e == ERR_SAME_PERSON) {
		failure_set(&ask.detail, ERR_INTERNAL);
		failure_text(&ask.detail, "yen",
		    cash_yen_said(cash_grid_yen(&s->grid), yen, sizeof(yen)));
		app_say_nothing(app);
		return request_push_copy(&second_screen, &ask, sizeof(ask));
	}
	if (e != KERR_OK) {
		app_say_failure(app, &f);
		counting_reload(app, s);
		return request_stay();
	}
	count_done(app, s);
	return request_stay();
}

static enum kerr
close_now(struct app *app, struct counting *s, struct failure *f)
{
	enum kerr e =
	    cashier_close(staff_desk(app), s->reason, s->key, &s->closed, f);

	if (e == KERR_OK)
		app_say(app, MARK_DONE, N_("The drawer is closed."), NULL);
	return e;
}

static struct request
closer_granted(struct app *app, void *owner)
{
	struct failure f = {0};

	if (close_now(app, owner, &f) != KERR_OK) {
		app_say_failure(app, &f);
		return request_stay();
	}
	return request_pop();
}

static struct request
ask_closer(struct app *app, struct counting *s)
{
	struct second_ask ask = {.title = N_("Close the drawer"),
	    .question = N_("Counted {counted} yen, expected {expected} yen. "
			   "You took no money from this drawer and close it."),
	    .action = ACTION_CASH_APPROVE,
	    .owner = s,
	    .granted = closer_granted};
	struct failure f = {0};
	char counted[24], expected[24];

	/* a supervisor who took no money needs nobody else */
	if (session_may(staff_desk(app), ACTION_CASH_APPROVE) &&
	    close_now(app, s, &f) == KERR_OK)
		return request_stay();
	failure_set(&ask.detail, ERR_INTERNAL);
	failure_text(&ask.detail, "counted",
	    cash_yen_said(s->counted.counted_yen, counted, sizeof(counted)));
	failure_text(&ask.detail, "expected",
	    cash_yen_said(s->counted.expected_yen, expected, sizeof(expected)));
	return request_push_copy(&second_screen, &ask, sizeof(ask));
}

static const char *
reason_label(const void *rows, size_t row)
{
	const struct cash_reason *r = rows;

	return r[row].said;
}

static struct request
reason_chosen(struct app *app, void *state, int answer)
{
	struct counting *s = state;

	if (answer < 0)
		return request_stay();
	s->reason = cashier_difference_reasons()[answer].code;
	return ask_closer(app, s);
}

static struct request
close_drawer(struct app *app, void *state)
{
	struct counting *s = state;
	const struct cash_reason *all = cashier_difference_reasons();
	struct choose ask = {.title = N_("Close the drawer"),
	    .question = N_("There is a difference. What is known of it? It is "
			   "entered as over or short, and never topped up."),
	    .label = reason_label,
	    .rows = all,
	    .answered = reason_chosen};

	app_say_nothing(app);
	s->reason = "";
	if (s->counted.difference_yen == 0)
		return ask_closer(app, s);
	while (all[ask.count].code != NULL)
		ask.count++;
	return request_push_copy(&choose_screen, &ask, sizeof(ask));
}

static struct request
counting_back(struct app *app, void *state)
{
	(void)state;
	app_say_nothing(app);
	return request_pop();
}

static struct request
counting_resumed(struct app *app, void *state)
{
	counting_reload(app, state);
	return request_stay();
}

/* -- which keys work when -- */

static bool
when_open(const struct app *app, const void *state)
{
	const struct counting *s = state;

	(void)app;
	return s->till.phase == TILL_OPEN && s->closed.session == 0;
}

static bool
when_counts(const struct app *app, const void *state)
{
	(void)app;
	return asks_count(state);
}

static bool
when_first(const struct app *app, const void *state)
{
	const struct counting *s = state;

	(void)app;
	return s->till.phase == TILL_COUNTING;
}

static bool
when_counted(const struct app *app, const void *state)
{
	const struct counting *s = state;

	(void)app;
	return s->till.phase == TILL_COUNTED && s->closed.session == 0;
}

static bool
when_next(const struct app *app, const void *state)
{
	const struct counting *s = state;

	(void)app;
	return asks_count(s) || s->closed.session != 0;
}

static void
says_count(struct app *app, const void *state, char *out, size_t out_size)
{
	const struct counting *s = state;
	struct failure sum = {0};
	char yen[24];

	failure_set(&sum, ERR_INTERNAL);
	failure_text(&sum, "yen",
	    cash_yen_said(cash_grid_yen(&s->grid), yen, sizeof(yen)));
	app_fill(app, out, out_size, N_("There are {yen}"), &sum);
}

static const struct key_binding counting_keys[] = {
    {.key = UI_KEY_F8,
	.handler = begin_count,
	.label = N_("Begin to count"),
	.when = when_open},
    {.key = UI_KEY_F8,
	.handler = give_count,
	.says = says_count,
	.when = when_counts},
    {.key = UI_KEY_F8,
	.handler = close_drawer,
	.label = N_("Close the drawer"),
	.when = when_counted},
    {.key = UI_KEY_F9,
	.handler = cancel_count,
	.label = N_("Back to work"),
	.when = when_first},
    {.key = UI_KEY_ENTER,
	.handler = counting_next,
	.label = N_("Next"),
	.when = when_next},
    {.key = UI_KEY_ESC, .handler = counting_back, .label = N_("Back")},
    {.key = UI_KEY_NONE},
};

const struct screen cashier_count_screen = {
    .name = "count",
    .title = N_("Count and close the drawer"),
    .help = N_("Type how many pieces of each note and coin lie in the drawer, "
	       "float and all. When it differs from what it should be, "
	       "somebody else counts once more. A difference is entered as "
	       "over or short; it is never topped up."),
    .moving = N_("Up, Down and Tab go from one kind to the next."),
    .keys = counting_keys,
    .open = counting_open,
    .draw = counting_draw,
    .moved = counting_moved,
    .typed = counting_typed,
    .resumed = counting_resumed,
    .close = counting_close,
};
