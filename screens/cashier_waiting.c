/* cashier_waiting.c -- visitors of all counters who stand before their fee. */
#include <stdio.h>
#include <stdlib.h>

#include "base/text.h"
#include "desk/charge.h"
#include "desk/desk.h"
#include "screens/cash_grid.h"
#include "screens/cashier.h"
#include "screens/list.h"
#include "screens/staff.h"

#define ROWS_MOST  64
#define REFRESH_MS 3000

struct waiting {
	struct charge_waiting row[ROWS_MOST];
	struct list list;
	int64_t loaded_ms;
};

static const struct list_column columns[] = {
    {N_("Ticket"), 6, false},
    {N_("Notice"), 8, false},
    {N_("Name"), 0, false},
    {N_("Counter"), 7, true},
    {N_("To pay"), 10, true},
    {NULL, 0, false},
};

static void
waiting_cell(
    const void *arg, size_t row, size_t column, char *out, size_t out_size)
{
	const struct waiting *w = arg;
	const struct charge_waiting *r = &w->row[row];
	const char *texts[] = {r->ticket, r->notice, r->name};

	if (column == 3)
		snprintf(out, out_size, "%d", r->counter);
	else if (column == 4)
		cash_yen_said(r->due_yen, out, out_size);
	else
		text_copy(out, out_size, texts[column]);
}

static const struct list_rows rows = {
    .cell = waiting_cell,
    .empty = N_("Nobody stands before a fee."),
};

static void
waiting_reload(struct app *app, struct waiting *w)
{
	struct failure f = {0};
	size_t count = 0;

	w->loaded_ms = clock_ms(app_clock(app));
	if (charge_waiting_load(
		staff_desk(app), w->row, ROWS_MOST, &count, &f) != KERR_OK)
		app_say_failure(app, &f);
	list_set_count(&w->list, count);
}

static enum kerr
waiting_open(struct app *app, void *arg, void **state, struct failure *f)
{
	struct waiting *w = calloc(1, sizeof(*w));

	(void)arg;
	if (w == NULL)
		return failure_set(f, ERR_MEMORY);
	*state = w;
	list_init(&w->list, columns, &rows);
	waiting_reload(app, w);
	return KERR_OK;
}

static void
waiting_close(struct app *app, void *state)
{
	(void)app;
	free(state);
}

static void
waiting_draw(struct app *app, const void *state, const struct area *area)
{
	const struct waiting *w = state;
	struct area body = staff_head(
	    app, area, app_text(app, N_("Fees that wait to be paid")));

	list_draw(&w->list, &body, app_lang(app), w, true);
}

static struct request
waiting_moved(struct app *app, void *state, enum ui_key key)
{
	struct waiting *w = state;

	(void)app;
	(void)list_move(&w->list, key);
	return request_stay();
}

static struct request
waiting_enter(struct app *app, void *state)
{
	const struct waiting *w = state;
	int64_t card;

	if (w->list.count == 0)
		return request_stay();
	card = w->row[w->list.selected].card_id;
	app_say_nothing(app);
	return request_push_copy(&cashier_charge_screen, &card, sizeof(card));
}

static struct request
waiting_back(struct app *app, void *state)
{
	(void)app;
	(void)state;
	return request_pop();
}

static struct request
waiting_tick(struct app *app, void *state)
{
	struct waiting *w = state;

	if (clock_ms(app_clock(app)) - w->loaded_ms >= REFRESH_MS)
		waiting_reload(app, w);
	return request_stay();
}

static struct request
waiting_resumed(struct app *app, void *state)
{
	waiting_reload(app, state);
	return request_stay();
}

static bool
when_any(const struct app *app, const void *state)
{
	const struct waiting *w = state;

	(void)app;
	return w->list.count > 0;
}

static const struct key_binding waiting_keys[] = {
    {.key = UI_KEY_ENTER,
	.handler = waiting_enter,
	.label = N_("Charge"),
	.when = when_any},
    {.key = UI_KEY_ESC, .handler = waiting_back, .label = N_("Back")},
    {.key = UI_KEY_NONE},
};

const struct screen cashier_waiting_screen = {
    .name = "waiting-fees",
    .title = N_("Fees that wait to be paid"),
    .help = N_("Cases of all counters that stand before their fee. When it is "
	       "paid here, the case goes on at its own counter."),
    .moving = N_("Up and Down choose a line."),
    .keys = waiting_keys,
    .open = waiting_open,
    .draw = waiting_draw,
    .moved = waiting_moved,
    .tick = waiting_tick,
    .resumed = waiting_resumed,
    .close = waiting_close,
};
