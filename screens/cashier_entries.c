/* cashier_entries.c -- the ledger of this counter's day, and undoing an entry:
 * void on the same day, refund later, with a second person at this terminal.
 * The original stays as it is. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/text.h"
#include "desk/cash_entries.h"
#include "desk/desk.h"
#include "desk/session.h"
#include "screens/cash_grid.h"
#include "screens/cashier.h"
#include "screens/list.h"
#include "screens/note.h"
#include "screens/second.h"
#include "screens/staff.h"

#define ROWS_MOST   300
#define TEXT_SIZE   512
#define DETAIL_ROWS 4

struct entries {
	struct cash_entry row[ROWS_MOST];
	struct list list;
	struct date day; /* unset: the running one */
	bool found;	 /* the one row is what was looked for */
	size_t reason;
	char note[NOTE_SIZE];
	char key[DESK_KEY_SIZE];
};

static const struct list_column columns[] = {
    {N_("At"), 5, false},
    {N_("No."), 4, true},
    {N_("Entry"), 0, false},
    {N_("Notice"), 8, false},
    {N_("Receipt"), 14, false},
    {N_("Yen"), 9, true},
    {NULL, 0, false},
};

struct entries_in_lang {
	const struct entries *s;
	const struct app *app;
};

static void
cell_time(const struct cash_entry *r, char *out, size_t out_size)
{
	int hour = 0, minute = 0, second = 0;

	time_of_utc(r->at, &hour, &minute, &second);
	snprintf(out, out_size, "%02d:%02d", hour, minute);
}

static void
cell_entry(const struct app *app, const struct cash_entry *r, char *out,
    size_t out_size)
{
	snprintf(out, out_size, "%s%s%s", app_text(app, r->kind),
	    r->item[0] != '\0' ? ": " : "",
	    r->item[0] != '\0' ? app_text(app, r->item) : "");
}

static void
entries_cell(
    const void *arg, size_t row, size_t column, char *out, size_t out_size)
{
	const struct entries_in_lang *in = arg;
	const struct cash_entry *r = &in->s->row[row];

	switch (column) {
	case 0:
		cell_time(r, out, out_size);
		break;
	case 1:
		snprintf(out, out_size, "%lld", (long long)r->sequence);
		break;
	case 2:
		cell_entry(in->app, r, out, out_size);
		break;
	case 5:
		cash_yen_said(r->yen, out, out_size);
		break;
	default:
		text_copy(out, out_size, column == 3 ? r->notice : r->receipt);
	}
}

static enum mark
entries_mark(const void *arg, size_t row)
{
	const struct entries_in_lang *in = arg;

	return in->s->row[row].is_undone ? MARK_PROBLEM : MARK_NONE;
}

static const struct list_rows rows = {
    .cell = entries_cell,
    .mark = entries_mark,
    .empty = N_("No entry on this day at this counter."),
};

static void
entries_reload(struct app *app, struct entries *s)
{
	struct desk *d = staff_desk(app);
	struct failure f = {0};
	size_t count = 0;

	if (s->found)
		return;
	if (cash_entries_load(d, s->day, (int)desk_settings(d)->counter, s->row,
		ROWS_MOST, &count, &f) != KERR_OK)
		app_say_failure(app, &f);
	list_set_count(&s->list, count);
}

static enum kerr
entries_open(struct app *app, void *arg, void **state, struct failure *f)
{
	struct entries *s = calloc(1, sizeof(*s));

	(void)arg;
	if (s == NULL)
		return failure_set(f, ERR_MEMORY);
	*state = s;
	list_init(&s->list, columns, &rows);
	desk_new_key(s->key);
	entries_reload(app, s);
	return KERR_OK;
}

static void
entries_close(struct app *app, void *state)
{
	(void)app;
	free(state);
}

static const struct cash_entry *
selected(const struct entries *s)
{
	return s->list.count > 0 ? &s->row[s->list.selected] : NULL;
}

/* -- what is seen -- */

/* By enum cash_undo. */
static const char *const undo_words[] = {
    [CASH_UNDO_NONE] = "",
    [CASH_UNDO_VOID] = N_("can be made void here"),
    [CASH_UNDO_REFUND] = N_("its drawer is closed: only a refund"),
    [CASH_UNDO_ELSEWHERE] = N_("made void at its own counter only"),
};

static void
draw_detail(struct app *app, const struct cash_entry *r, const struct area *a)
{
	struct failure what = {0};
	char text[TEXT_SIZE], tender[24], change[24];

	failure_set(&what, ERR_INTERNAL);
	failure_text(&what, "who", r->by);
	failure_text(&what, "second", r->approved_by);
	failure_text(&what, "check", r->check);
	failure_text(&what, "reason",
	    r->reason_said[0] != '\0' ? app_text(app, r->reason_said)
				      : r->reason);
	draw_line(a, 0);
	draw_text_within(a, 1, 1, a->columns - 2, STYLE_NORMAL,
	    app_fill(app, text, sizeof(text),
		r->approved_by[0] != '\0'
		    ? N_("{reason}. By {who}, agreed by {second}. Check "
			 "characters {check}.")
		    : N_("{reason}. By {who}. Check characters {check}."),
		&what));
	failure_set(&what, ERR_INTERNAL);
	failure_text(&what, "tender",
	    cash_yen_said(r->tendered_yen, tender, sizeof(tender)));
	failure_text(&what, "change",
	    cash_yen_said(r->change_yen, change, sizeof(change)));
	failure_text(&what, "receipt", r->undone_receipt);
	if (r->tendered_yen != 0)
		draw_text_within(a, 2, 1, a->columns - 2, STYLE_NORMAL,
		    app_fill(app, text, sizeof(text),
			N_("Received {tender}, change {change}."), &what));
	if (r->is_undone)
		draw_text_within(a, 3, 1, a->columns - 2, STYLE_WARN,
		    app_fill(app, text, sizeof(text),
			N_("! It was undone: {receipt}"), &what));
	else if (undo_words[r->undo][0] != '\0')
		draw_text_within(a, 3, 1, a->columns - 2, STYLE_DIM,
		    app_text(app, undo_words[r->undo]));
}

static void
entries_draw(struct app *app, const void *state, const struct area *area)
{
	const struct entries *s = state;
	const struct entries_in_lang in = {.s = s, .app = app};
	struct area body, list, detail;
	char title[TEXT_SIZE], iso[DATE_ISO_SIZE];

	snprintf(title, sizeof(title), "%s  %s",
	    app_text(app, N_("Entries of this counter")),
	    date_iso(s->day, iso));
	body = staff_head(app, area, title);
	list = area_part(&body, 0, 0, body.rows - DETAIL_ROWS, body.columns);
	detail = area_below(&body, body.rows - DETAIL_ROWS);
	list_draw(&s->list, &list, app_lang(app), &in, true);
	if (selected(s) != NULL)
		draw_detail(app, selected(s), &detail);
}

static struct request
entries_moved(struct app *app, void *state, enum ui_key key)
{
	struct entries *s = state;

	(void)app;
	(void)list_move(&s->list, key);
	return request_stay();
}

/* -- undoing -- */

static struct request
undo_granted(struct app *app, void *owner)
{
	struct entries *s = owner;
	struct undo_done done;
	struct failure f = {0}, said = {0};
	char yen[24], pieces[FAILURE_VALUE_SIZE];

	if (cash_entries_undo(staff_desk(app), selected(s)->id,
		cash_undo_reasons()[s->reason].code, s->note, s->key, &done,
		&f) != KERR_OK) {
		app_say_failure(app, &f);
		return request_stay();
	}
	desk_new_key(s->key);
	failure_set(&said, ERR_INTERNAL);
	failure_text(&said, "yen", cash_yen_said(done.yen, yen, sizeof(yen)));
	failure_text(&said, "pieces",
	    cash_said(app, &done.cash, pieces, sizeof(pieces)));
	failure_text(&said, "receipt", done.receipt);
	app_say(app, MARK_DONE,
	    done.yen > 0
		? N_("Give back {yen} yen: {pieces}. Receipt {receipt}.")
		: N_("It is undone."),
	    &said);
	return request_pop();
}

static struct request
ask_second(struct entries *s, bool replaces)
{
	const struct cash_entry *r = selected(s);
	struct second_ask ask = {.title = N_("Second person"),
	    .question =
		r->undo == CASH_UNDO_VOID
		    ? N_("Entry {n} of {yen} yen is made void and its money "
			 "given back. The original stays.")
		    : N_("Entry {n} of {yen} yen is refunded out of this "
			 "drawer. The original stays."),
	    .action = ACTION_CASH_APPROVE,
	    .owner = s,
	    .granted = undo_granted};
	struct request q;
	char yen[24];

	failure_set(&ask.detail, ERR_INTERNAL);
	failure_number(&ask.detail, "n", r->sequence);
	failure_text(
	    &ask.detail, "yen", cash_yen_said(r->yen, yen, sizeof(yen)));
	q = request_push_copy(&second_screen, &ask, sizeof(ask));
	if (replaces)
		q.kind = REQUEST_REPLACE;
	return q;
}

static struct request
note_taken(struct app *app, void *owner, const char *text)
{
	struct entries *s = owner;

	(void)app;
	text_copy(s->note, sizeof(s->note), text);
	return ask_second(s, true);
}

static const char *
reason_label(const void *all, size_t row)
{
	const struct cash_reason *r = all;

	return r[row].said;
}

static struct request
reason_chosen(struct app *app, void *state, int answer)
{
	struct entries *s = state;
	struct note_ask ask = {.title = N_("Another reason"),
	    .question = N_("What exactly? One line for the office, without "
			   "names."),
	    .columns = 60,
	    .required = true,
	    .owner = s,
	    .taken = note_taken};

	(void)app;
	if (answer < 0 || selected(s) == NULL)
		return request_stay();
	s->reason = (size_t)answer;
	s->note[0] = '\0';
	if (strcmp(cash_undo_reasons()[answer].code, "other") == 0)
		return request_push_copy(&staff_note_screen, &ask, sizeof(ask));
	return ask_second(s, false);
}

static struct request
entries_undo(struct app *app, void *state)
{
	const struct cash_reason *all = cash_undo_reasons();
	struct choose ask = {.title = N_("Undo an entry"),
	    .question = N_("Why? The entry stays; a new one takes it back."),
	    .label = reason_label,
	    .rows = all,
	    .answered = reason_chosen};

	(void)state;
	app_say_nothing(app);
	while (all[ask.count].code != NULL)
		ask.count++;
	return request_push_copy(&choose_screen, &ask, sizeof(ask));
}

/* -- another day, another receipt -- */

static struct request
date_taken(struct app *app, void *owner, const char *text)
{
	struct entries *s = owner;

	if (!note_day(app, text, &s->day))
		return request_stay();
	s->found = false;
	return request_pop();
}

static struct request
entries_date(struct app *app, void *state)
{
	return note_ask_day(app, state, date_taken);
}

static struct request
find_receipt(struct app *app, struct entries *s, const char *text)
{
	struct failure f = {0};

	if (cash_entries_find(staff_desk(app), text, &s->row[0], &f) !=
	    KERR_OK) {
		app_say_failure(app, &f);
		return request_stay();
	}
	s->found = true;
	list_set_count(&s->list, 1);
	app_say_nothing(app);
	return request_pop();
}

static struct request
receipt_taken(struct app *app, void *owner, const char *text)
{
	return find_receipt(app, owner, text);
}

static struct request
entries_find(struct app *app, void *state)
{
	struct note_ask ask = {.title = N_("Find a receipt"),
	    .question = N_("Its number, for example 2026-3-000123."),
	    .columns = 20,
	    .required = true,
	    .owner = state,
	    .taken = receipt_taken};

	app_say_nothing(app);
	return request_push_copy(&staff_note_screen, &ask, sizeof(ask));
}

static struct request
entries_scanned(struct app *app, void *state, const char *text)
{
	(void)find_receipt(app, state, text);
	return request_stay();
}

static struct request
entries_print(struct app *app, void *state)
{
	struct entries *s = state;
	struct failure f = {0};
	char path[TEXT_SIZE];

	if (cash_entries_print(staff_desk(app), selected(s)->id, path,
		sizeof(path), &f) != KERR_OK)
		app_say_failure(app, &f);
	else
		app_say(app, MARK_DONE,
		    path[0] != '\0'
			? N_("The copy of the receipt is in the spool.")
			: N_("A copy was asked for. It is marked and counted."),
		    NULL);
	return request_stay();
}

static struct request
entries_back(struct app *app, void *state)
{
	struct entries *s = state;

	app_say_nothing(app);
	if (!s->found)
		return request_pop();
	s->found = false;
	entries_reload(app, s);
	return request_stay();
}

static struct request
entries_resumed(struct app *app, void *state)
{
	struct entries *s = state;
	struct failure f = {0};

	if (s->found && s->row[0].receipt[0] != '\0')
		(void)cash_entries_find(
		    staff_desk(app), s->row[0].receipt, &s->row[0], &f);
	entries_reload(app, s);
	return request_stay();
}

static bool
when_void(const struct app *app, const void *state)
{
	const struct cash_entry *r = selected(state);

	return r != NULL && r->undo == CASH_UNDO_VOID &&
	       session_may(staff_desk(app), ACTION_CASH_WORK);
}

static bool
when_refund(const struct app *app, const void *state)
{
	const struct cash_entry *r = selected(state);

	return r != NULL && r->undo == CASH_UNDO_REFUND &&
	       session_may(staff_desk(app), ACTION_CASH_WORK);
}

static bool
when_receipt(const struct app *app, const void *state)
{
	const struct cash_entry *r = selected(state);

	(void)app;
	return r != NULL && r->receipt[0] != '\0';
}

static const struct key_binding entries_keys[] = {
    {.key = UI_KEY_F8,
	.handler = entries_undo,
	.label = N_("Void"),
	.when = when_void},
    {.key = UI_KEY_F8,
	.handler = entries_undo,
	.label = N_("Refund"),
	.when = when_refund},
    {.key = UI_KEY_F2, .handler = entries_date, .label = N_("Date")},
    {.key = UI_KEY_F4, .handler = entries_find, .label = N_("Receipt")},
    {.key = UI_KEY_F5,
	.handler = entries_print,
	.label = N_("Print again"),
	.when = when_receipt},
    {.key = UI_KEY_ESC, .handler = entries_back, .label = N_("Back")},
    {.key = UI_KEY_NONE},
};

const struct screen cashier_entries_screen = {
    .name = "entries",
    .title = N_("Entries of this counter"),
    .help = N_("The newest entry is on top. An entry is never altered: F8 "
	       "makes a new one that takes it back, on the same day as void, "
	       "after the closing of its drawer as refund, always with a "
	       "second person. F4 finds a receipt of any day."),
    .moving = N_("Up and Down choose a line."),
    .keys = entries_keys,
    .open = entries_open,
    .draw = entries_draw,
    .moved = entries_moved,
    .scanned = entries_scanned,
    .resumed = entries_resumed,
    .close = entries_close,
};
