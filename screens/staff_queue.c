/* staff_queue.c -- the home screen of staff: what waits, and finding a card by
 * anything that is written on it. Its lines: staff_queue_rows.c; its keys:
 * staff_queue_acts.c. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "screens/cashier.h"
#include "screens/queue_inside.h"
#include "screens/staff.h"

#define FIND_COLUMNS 40
#define REFRESH_MS   10000
#define LIST_ROW     4 /* below find and the counts */

void
queue_reload(struct app *app, struct queue *q)
{
	struct failure f = {0};
	int64_t selected =
	    q->view->row_count > 0 ? q->view->row[q->list.selected].card_id : 0;

	if (q->searched)
		return;
	if (queue_load(staff_desk(app), q->view, &f) != KERR_OK) {
		app_say_failure(app, &f);
		return;
	}
	list_set_count(&q->list, q->view->row_count);
	for (size_t i = 0; i < q->view->row_count; i++)
		if (q->view->row[i].card_id == selected)
			list_select(&q->list, i);
	q->loaded_ms = clock_ms(app_clock(app));
}

static enum kerr
queue_open(struct app *app, void *arg, void **state, struct failure *f)
{
	struct queue *q = calloc(1, sizeof(*q));

	(void)arg;
	if (q == NULL)
		return failure_set(f, ERR_MEMORY);
	*state = q;
	if ((q->view = calloc(1, sizeof(*q->view))) == NULL)
		return failure_set(f, ERR_MEMORY);
	list_init(&q->list, queue_columns, &queue_rows);
	text_line_set(&q->find, "", QUEUE_FIND_SIZE, 0);
	desk_new_key(q->key);
	queue_reload(app, q);
	return KERR_OK;
}

static void
queue_close(struct app *app, void *state)
{
	struct queue *q = state;

	(void)app;
	if (q != NULL)
		free(q->view);
	free(q);
}

static void
draw_counts(struct app *app, const struct queue *q, const struct area *a)
{
	const struct queue_view *v = q->view;
	const struct {
		const char *label;
		int count;
		bool warns;
	} items[] = {
	    {N_("Reserved today"), v->reserved_today, false},
	    {N_("Waiting"), v->waiting, false},
	    {N_("Paused cases"), v->paused, false},
	    {N_("Needs attention"), v->attention, true},
	};
	char number[16];
	int at = 1;

	if (q->searched) {
		struct failure n = {0};
		char text[128];

		failure_set(&n, ERR_INTERNAL);
		failure_number(&n, "n", (int64_t)v->row_count);
		draw_text(a, 2, 1, STYLE_STRONG,
		    app_fill(app, text, sizeof(text),
			v->more ? N_("Found {n} and more: type more of it.")
				: N_("Found: {n}"),
			&n));
		return;
	}
	for (size_t i = 0; i < sizeof(items) / sizeof(items[0]); i++) {
		snprintf(number, sizeof(number), " %d", items[i].count);
		at = draw_text(
		    a, 2, at, STYLE_NORMAL, app_text(app, items[i].label));
		at = draw_text(a, 2, at,
			 items[i].warns && items[i].count > 0 ? STYLE_WARN
							      : STYLE_STRONG,
			 number) +
		     4;
	}
}

static void
queue_draw(struct app *app, const void *state, const struct area *a)
{
	const struct queue *q = state;
	struct queue_drawn lines = {.view = q->view, .app = app};
	struct area body = staff_head(app, a, NULL);
	struct area list;
	int at;

	at = draw_text(&body, 0, 1, STYLE_NORMAL, app_text(app, N_("Find")));
	draw_text(&body, 0, at + 1, STYLE_DIM, "[");
	draw_text(&body, 0, at + 3 + FIND_COLUMNS, STYLE_DIM, "]");
	draw_text(&body, 1, at + 2, STYLE_DIM,
	    app_text(app,
		N_("scan, or type a name, notice number, application ID or "
		   "serial")));
	draw_counts(app, q, &body);
	draw_line(&body, LIST_ROW - 1);
	list = area_below(&body, LIST_ROW);
	lines.name_columns = (size_t)list_flexible_columns(&q->list, &list);
	list_draw(&q->list, &list, app_lang(app), &lines, q->find.len == 0);
	text_line_draw(&q->find, &body, 0, at + 2, FIND_COLUMNS + 1);
}

static struct request
queue_typed(struct app *app, void *state, uint32_t code_point)
{
	struct queue *q = state;

	(void)app;
	if (q->searched && q->find.len == 0)
		q->searched = false;
	(void)text_line_type(&q->find, code_point);
	return request_stay();
}

static struct request
queue_moved(struct app *app, void *state, enum ui_key key)
{
	struct queue *q = state;

	(void)app;
	if (!list_move(&q->list, key))
		(void)text_line_move(&q->find, key);
	return request_stay();
}

static struct request
queue_pasted(struct app *app, void *state, const char *text)
{
	struct queue *q = state;

	(void)app;
	text_line_insert(&q->find, text);
	return request_stay();
}

static struct request
queue_tick(struct app *app, void *state)
{
	struct queue *q = state;

	if (clock_ms(app_clock(app)) - q->loaded_ms >= REFRESH_MS)
		queue_reload(app, q);
	return request_stay();
}

static struct request
queue_resumed(struct app *app, void *state)
{
	queue_reload(app, state);
	return request_stay();
}

static const struct key_binding queue_keys[] = {
    {.key = UI_KEY_ENTER, .handler = queue_enter, .label = N_("Open")},
    {.key = UI_KEY_F2, .handler = queue_menu, .label = N_("Reissue, loss")},
    {.key = UI_KEY_F3,
	.handler = cashier_show,
	.label = N_("Cash"),
	.when = cashier_is_shown},
    {.key = UI_KEY_F4,
	.handler = queue_day,
	.label = N_("Day"),
	.when = queue_may_day},
    {.key = UI_KEY_F5,
	.handler = queue_initial,
	.label = N_("Initial values"),
	.when = queue_needs_initial},
    {.key = UI_KEY_F7,
	.handler = queue_take_over,
	.label = N_("Take over"),
	.when = queue_may_take_over},
    {.key = UI_KEY_F8,
	.handler = staff_open_papers,
	.label = N_("Papers"),
	.when = staff_may_print},
    {.key = UI_KEY_F9, .handler = queue_lock, .label = N_("Lock")},
    {.key = UI_KEY_F12,
	.handler = staff_open_training,
	.label = N_("Training"),
	.when = staff_is_training},
    {.key = UI_KEY_ESC, .handler = queue_back, .label = N_("Back")},
    {.key = UI_KEY_NONE},
};

const struct screen staff_queue_screen = {
    .name = "queue",
    .title = N_("What waits"),
    .help = N_(
	"Scan a notice or a card, or type the beginning of a name "
	"(Roman, kanji, kana), a notice number, an application ID or "
	"a serial, and press Enter. Enter on a line opens the card. F2 shows "
	"all that can be done with it, and what needs no card."),
    .moving = N_("Up and Down choose a line."),
    .keys = queue_keys,
    .open = queue_open,
    .draw = queue_draw,
    .moved = queue_moved,
    .typed = queue_typed,
    .pasted = queue_pasted,
    .scanned = queue_scanned,
    .tick = queue_tick,
    .resumed = queue_resumed,
    .close = queue_close,
};
