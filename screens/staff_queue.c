/* staff_queue.c -- the home screen of staff: what waits, and finding a card by
 * anything that is written on it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "desk/collection.h"
#include "desk/desk.h"
#include "desk/pin_case.h"
#include "desk/pin_setting.h"
#include "desk/queue.h"
#include "desk/session.h"
#include "screens/list.h"
#include "screens/staff.h"
#include "screens/supervisor.h"
#include "screens/text_line.h"

#define FIND_SIZE    120
#define FIND_COLUMNS 40
#define REFRESH_MS   10000
#define CELL_SIZE    320
#define LIST_ROW     4 /* below find and the counts */

struct queue {
	struct queue_view *view; /* owned */
	struct list list;
	struct text_line find;
	bool searched; /* the rows are what was found */
	int64_t loaded_ms;
	char key[DESK_KEY_SIZE]; /* of the next opening */
	int64_t card_id;	 /* whose PIN case is chosen */
};

static const struct list_column columns[] = {
    {N_("Time"), 5, false},
    {N_("Ticket"), 6, false},
    {N_("Notice"), 8, false},
    {N_("Name"), 0, false},
    {N_("Born"), 4, true},
    {N_("Card until"), 10, false},
    {N_("Place"), 6, false},
    {NULL, 0, false},
};

/* The other name only where it fits whole: half of one helps nobody. */
static void
row_name(
    const struct queue_line *l, size_t columns_most, char *out, size_t out_size)
{
	snprintf(out, out_size, "%s  %s", l->name, l->name_other);
	if (l->name_other[0] == '\0' || text_columns(out) > columns_most)
		text_copy(out, out_size, l->name);
}

/* The list knows no app: ids are translated by the language kept here. */
struct rows_in_lang {
	const struct queue_view *view;
	const struct app *app;
	size_t name_columns; /* what the list leaves for names */
};

static void
lang_cell(
    const void *arg, size_t row, size_t column, char *out, size_t out_size)
{
	const struct rows_in_lang *r = arg;
	const struct queue_line *l = &r->view->row[row];
	const char *texts[] = {
	    l->time, l->ticket, l->notice, NULL, NULL, l->expiry, l->place};

	if (column == 3)
		row_name(l, r->name_columns, out, out_size);
	else if (column == 4)
		snprintf(out, out_size, "%d", l->born_year);
	else
		text_copy(out, out_size, texts[column]);
}

/* Indexed by enum queue_mark. */
static const enum mark marks[] = {
    [QUEUE_WAITS] = MARK_NONE,
    [QUEUE_HERE] = MARK_NOW,
    [QUEUE_ELSEWHERE] = MARK_NONE,
    [QUEUE_PAUSED] = MARK_NONE,
    [QUEUE_ATTENTION] = MARK_UNKNOWN,
    [QUEUE_PROBLEM] = MARK_PROBLEM,
    [QUEUE_OTHER] = MARK_NONE,
};

static enum mark
lang_mark(const void *arg, size_t row)
{
	const struct rows_in_lang *r = arg;
	const struct queue_line *l = &r->view->row[row];

	return l->is_warned ? MARK_PROBLEM : marks[l->mark];
}

static const char *
line_state(const struct queue_line *l)
{
	static const char *const words[] = {
	    [QUEUE_WAITS] = NULL,
	    [QUEUE_HERE] = N_("open at this counter"),
	    [QUEUE_ELSEWHERE] = N_("open at counter {n}"),
	    [QUEUE_PAUSED] = N_("paused"),
	    [QUEUE_ATTENTION] = NULL,
	    [QUEUE_PROBLEM] = NULL,
	    [QUEUE_OTHER] = NULL,
	};

	return l->mark == QUEUE_OTHER ? card_state_name(l->state)
				      : words[l->mark];
}

static void
lang_note(const void *arg, size_t row, char *out, size_t out_size)
{
	const struct rows_in_lang *r = arg;
	const struct queue_line *l = &r->view->row[row];
	const char *state = line_state(l);
	struct failure n = {0};
	char text[CELL_SIZE];

	out[0] = '\0';
	failure_set(&n, ERR_INTERNAL);
	failure_number(&n, "n", l->owner_counter);
	if (state != NULL)
		text_copy(out, out_size,
		    app_fill(r->app, text, sizeof(text), state, &n));
	if (l->note == NULL)
		return;
	if (out[0] != '\0')
		text_copy(out + strlen(out), out_size - strlen(out), "; ");
	text_copy(out + strlen(out), out_size - strlen(out),
	    app_text(r->app, l->note));
}

static const struct list_rows rows = {
    .cell = lang_cell,
    .mark = lang_mark,
    .note = lang_note,
    .empty = N_("Nothing found. Check what was typed; Esc shows the queue."),
};

static void
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
	list_init(&q->list, columns, &rows);
	text_line_set(&q->find, "", FIND_SIZE, 0);
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
	struct rows_in_lang lines = {.view = q->view, .app = app};
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
queue_enter_case(struct app *app, int64_t case_id)
{
	app_say_nothing(app);
	return request_push_copy(
	    &staff_collection_screen, &case_id, sizeof(case_id));
}

/* -- a card that its holder has: a PIN change or a reset -- */

static const struct {
	enum case_kind kind;
	const char *note;
} pin_cases[] = {
    {CASE_KIND_PIN_CHANGE, N_("The resident knows the PIN.")},
    {CASE_KIND_PIN_RESET,
	N_("The PIN is forgotten or locked. Needs one other document and a "
	   "second person.")},
};

static const char *
pin_case_label(const void *all, size_t row)
{
	(void)all;
	return case_kind_name(pin_cases[row].kind);
}

static const char *
pin_case_note(const void *all, size_t row)
{
	(void)all;
	return pin_cases[row].note;
}

static struct request
pin_case_chosen(struct app *app, void *state, int answer)
{
	struct queue *q = state;
	struct failure f = {0};
	int64_t case_id = 0;

	if (answer < 0)
		return request_stay();
	if (pin_case_open(staff_desk(app), pin_cases[answer].kind, q->card_id,
		q->key, &case_id, &f) != KERR_OK) {
		app_say_failure(app, &f);
		return request_stay();
	}
	desk_new_key(q->key);
	q->searched = false;
	return queue_enter_case(app, case_id);
}

static struct request
queue_choose_pin_case(struct queue *q, int64_t card_id)
{
	struct choose ask = {
	    .title = N_("Card with its holder"),
	    .question = N_("What shall be done with its PINs?"),
	    .count = sizeof(pin_cases) / sizeof(pin_cases[0]),
	    .label = pin_case_label,
	    .note = pin_case_note,
	    .answered = pin_case_chosen,
	};

	q->card_id = card_id;
	return request_push_copy(&choose_screen, &ask, sizeof(ask));
}

/* What Enter does with a line, by its mark. */
static struct request
queue_open_line(struct app *app, struct queue *q, const struct queue_line *l)
{
	struct desk *d = staff_desk(app);
	struct failure f = {0};
	int64_t case_id = l->case_id;
	enum kerr e;

	if (l->case_id == 0 && l->state == CARD_DELIVERED)
		return queue_choose_pin_case(q, l->card_id);
	if (l->case_id != 0)
		e = collection_resume(d, l->case_id, &f);
	else
		e = collection_open(d, l->card_id, q->key, &case_id, &f);
	if (e != KERR_OK) {
		app_say_failure(app, &f);
		queue_reload(app, q);
		return request_stay();
	}
	desk_new_key(q->key);
	q->searched = false;
	text_line_set(&q->find, "", FIND_SIZE, 0);
	return queue_enter_case(app, case_id);
}

static struct request
queue_find(struct app *app, struct queue *q, const char *typed)
{
	struct failure f = {0};

	app_say_nothing(app);
	if (queue_search(staff_desk(app), typed, q->view, &f) != KERR_OK) {
		app_say_failure(app, &f);
		return request_stay();
	}
	q->searched = true;
	list_set_count(&q->list, q->view->row_count);
	list_select(&q->list, 0);
	text_line_set(&q->find, "", FIND_SIZE, 0);
	return request_stay();
}

static struct request
queue_enter(struct app *app, void *state)
{
	struct queue *q = state;
	char typed[FIND_SIZE];

	if (q->find.len > 0) {
		text_copy(typed, sizeof(typed), q->find.text);
		return queue_find(app, q, typed);
	}
	if (q->list.count == 0)
		return request_stay();
	return queue_open_line(app, q, &q->view->row[q->list.selected]);
}

/* A scanner found exactly one card: open it, wherever it is in the list. */
static struct request
queue_scanned(struct app *app, void *state, const char *text)
{
	struct queue *q = state;

	(void)queue_find(app, q, text);
	if (!q->searched || q->view->row_count != 1)
		return request_stay();
	return queue_open_line(app, q, &q->view->row[0]);
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
sign_out_answered(struct app *app, void *state, int answer)
{
	(void)state;
	if (answer != 1)
		return request_stay();
	session_sign_out(staff_desk(app));
	return request_pop_to_root();
}

static struct request
queue_back(struct app *app, void *state)
{
	static const struct confirm ask = {
	    .title = N_("Sign out"),
	    .question = N_("You sign out of this counter. Cases that are open "
			   "stay open here."),
	    .yes = N_("Sign out"),
	    .answered = sign_out_answered,
	};
	struct queue *q = state;

	if (q->searched || q->find.len > 0) {
		q->searched = false;
		text_line_set(&q->find, "", FIND_SIZE, 0);
		app_say_nothing(app);
		queue_reload(app, q);
		return request_stay();
	}
	return request_push(&confirm_screen, (void *)(uintptr_t)&ask);
}

static struct request
queue_day(struct app *app, void *state)
{
	(void)app;
	(void)state;
	return request_push(&supervisor_day_screen, NULL);
}

static bool
queue_may_day(const struct app *app, const void *state)
{
	(void)state;
	return session_may(staff_desk(app), ACTION_SUMMARY);
}

static struct request
queue_lock(struct app *app, void *state)
{
	(void)state;
	session_lock(staff_desk(app));
	return request_push(&staff_lock_screen, NULL);
}

static struct request
queue_card(struct app *app, void *state)
{
	(void)app;
	(void)state;
	return request_push(&staff_card_status_screen, NULL);
}

static struct request
take_over_answered(struct app *app, void *state, int answer)
{
	struct queue *q = state;
	const struct queue_line *l = &q->view->row[q->list.selected];
	struct failure f = {0};

	if (answer != 1 || q->list.count == 0)
		return request_stay();
	if (collection_take_over(staff_desk(app), l->case_id, &f) != KERR_OK) {
		app_say_failure(app, &f);
		return request_stay();
	}
	return queue_enter_case(app, l->case_id);
}

static struct request
queue_take_over(struct app *app, void *state)
{
	const struct queue *q = state;
	const struct queue_line *l = &q->view->row[q->list.selected];
	struct confirm ask = {
	    .title = N_("Take over"),
	    .question = N_("The case of {name} comes from counter {n} to this "
			   "one. Whoever works on it there is stopped; ask "
			   "them first."),
	    .yes = N_("Take over"),
	    .warning = true,
	    .answered = take_over_answered,
	};

	(void)app;
	failure_set(&ask.detail, ERR_INTERNAL);
	failure_text(&ask.detail, "name", l->name);
	failure_number(&ask.detail, "n", l->owner_counter);
	return request_push_copy(&confirm_screen, &ask, sizeof(ask));
}

static bool
queue_may_take_over(const struct app *app, const void *state)
{
	const struct queue *q = state;

	return q->list.count > 0 &&
	       q->view->row[q->list.selected].mark == QUEUE_ELSEWHERE &&
	       session_may(staff_desk(app), ACTION_CASE_TAKE_OVER);
}

static struct request
queue_initial(struct app *app, void *state)
{
	(void)app;
	(void)state;
	return request_push(&staff_initial_screen, NULL);
}

static bool
queue_needs_initial(const struct app *app, const void *state)
{
	struct initial_values_view v;

	(void)state;
	initial_values_get(staff_desk(app), &v);
	return !v.ready && session_may(staff_desk(app), ACTION_INITIAL_VALUES);
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
    {.key = UI_KEY_F2, .handler = queue_card, .label = N_("Card")},
    {.key = UI_KEY_F3, .handler = queue_lock, .label = N_("Lock")},
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
    .help = N_("Scan a notice or a card, or type the beginning of a name "
	       "(Roman, kanji, kana), a notice number, an application ID or "
	       "a serial, and press Enter. Enter on a line opens the card."),
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
