/* cashier_book.c -- the daily cash book (counter-procedures 5.5): what was
 * there, what came, what the bank has, what is carried on. */
#include <stdio.h>
#include <stdlib.h>

#include "base/date.h"
#include "desk/cash_book.h"
#include "desk/desk.h"
#include "screens/cash_grid.h"
#include "screens/cashier.h"
#include "screens/note.h"
#include "screens/staff.h"

#define TEXT_SIZE   512
#define LABEL	    2
#define SUM	    22
#define SUM_COLUMNS 12
#define BAR	    36
#define SIDE	    34

struct book {
	struct cash_book_view view;
	struct date day; /* unset: the running one */
};

static enum kerr
book_reload(struct app *app, struct book *s, struct failure *f)
{
	return cash_book_load(staff_desk(app), s->day, &s->view, f);
}

static struct request
book_show(struct app *app, struct book *s)
{
	struct failure f = {0};

	if (book_reload(app, s, &f) != KERR_OK)
		app_say_failure(app, &f);
	return request_stay();
}

static enum kerr
book_open(struct app *app, void *arg, void **state, struct failure *f)
{
	struct book *s = calloc(1, sizeof(*s));

	(void)arg;
	if (s == NULL)
		return failure_set(f, ERR_MEMORY);
	*state = s;
	return book_reload(app, s, f);
}

static void
book_close(struct app *app, void *state)
{
	(void)app;
	free(state);
}

/* -- what is seen -- */

static int
book_row(struct app *app, const struct area *a, int row, const char *label,
    int64_t yen, int64_t most, enum style style)
{
	draw_text_within(
	    a, row, LABEL, SUM - LABEL - 1, STYLE_NORMAL, app_text(app, label));
	draw_number(a, row, SUM, SUM_COLUMNS, style, yen);
	draw_bar(a, row, BAR, a->columns - BAR - 1, STYLE_DIM,
	    yen < 0 ? -yen : yen, most);
	return row + 1;
}

static int64_t
largest(const struct cash_book_view *v)
{
	const int64_t all[] = {v->brought_forward, v->received, v->paid_in,
	    v->paid_out, v->banked, v->carried_forward, v->custody};
	int64_t most = 1;

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (all[i] > most)
			most = all[i];
	return most;
}

static void
draw_sums(struct app *app, const struct cash_book_view *v, const struct area *a)
{
	const struct {
		const char *label;
		int64_t yen;
		enum style style;
		bool always;
	} all[] = {
	    {N_("Brought forward"), v->brought_forward, STYLE_NORMAL, true},
	    {N_("Received today"), v->received, STYLE_NORMAL, true},
	    {N_("Given back"), -v->given_back, STYLE_NORMAL, false},
	    {N_("Paid in"), v->paid_in, STYLE_NORMAL, false},
	    {N_("Paid out"), -v->paid_out, STYLE_NORMAL, false},
	    {N_("Over"), v->over, STYLE_WARN, false},
	    {N_("Short"), -v->short_, STYLE_WARN, false},
	    {N_("Banked today"), -v->banked, STYLE_NORMAL, true},
	    {N_("Carried forward"), v->carried_forward, STYLE_STRONG, true},
	    {N_("Float"), v->float_yen, STYLE_NORMAL, true},
	    {N_("Cash in custody"), v->custody, STYLE_STRONG, true},
	};
	int64_t most = largest(v);
	int row = 0;

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (all[i].always || all[i].yen != 0)
			row = book_row(app, a, row, all[i].label, all[i].yen,
			    most, all[i].style);
}

static int
draw_counts(struct app *app, const struct cash_book_view *v,
    const struct cash_book_item *items, size_t count, const char *title,
    const struct area *a, int row)
{
	draw_text(a, row, 0, STYLE_DIM, app_text(app, title));
	draw_text_right(
	    a, row, a->columns - 16, 5, STYLE_DIM, app_text(app, N_("count")));
	if (v->is_whole)
		draw_text_right(a, row, a->columns - 10, 10, STYLE_DIM,
		    app_text(app, N_("yen")));
	row++;
	for (size_t i = 0; i < count; i++, row++) {
		draw_text_within(a, row, 1, a->columns - 18, STYLE_NORMAL,
		    app_text(app, items[i].label));
		draw_number(
		    a, row, a->columns - 16, 5, STYLE_NORMAL, items[i].count);
		if (v->is_whole)
			draw_number(a, row, a->columns - 10, 10, STYLE_NORMAL,
			    items[i].yen);
	}
	return row + 1;
}

static void
book_draw(struct app *app, const void *state, const struct area *area)
{
	const struct book *s = state;
	const struct cash_book_view *v = &s->view;
	char title[TEXT_SIZE], iso[DATE_ISO_SIZE];
	struct area body, left, right;
	int row = 0;

	snprintf(title, sizeof(title), "%s  %s",
	    app_text(app, N_("Daily cash book")), date_iso(v->day, iso));
	body = staff_head(app, area, title);
	left = area_part(&body, 0, 0, body.rows, body.columns - SIDE - 2);
	right = area_part(&body, 0, body.columns - SIDE - 1, body.rows, SIDE);
	draw_upright(&body, 0, body.columns - SIDE - 3, body.rows);
	if (v->is_whole)
		draw_sums(app, v, &left);
	else
		(void)draw_paragraph(&left, 1, LABEL, left.columns - 4,
		    STYLE_NORMAL,
		    app_text(app,
			N_("A drawer of this day is open. Sums are shown when "
			   "every drawer is counted and closed: the count is "
			   "blind.")));
	row = draw_counts(
	    app, v, v->item, v->item_count, N_("Fees"), &right, row);
	(void)draw_counts(
	    app, v, v->kind, v->kind_count, N_("Entries"), &right, row);
	draw_cursor(&body, 0, 0);
}

/* -- keys -- */

static struct request
book_print(struct app *app, struct book *s, enum cash_book_paper what)
{
	struct failure f = {0}, said = {0};
	char path[TEXT_SIZE];

	if (cash_book_print(staff_desk(app), s->view.day, what, path,
		sizeof(path), &f) != KERR_OK) {
		app_say_failure(app, &f);
		return request_stay();
	}
	failure_set(&said, ERR_INTERNAL);
	failure_text(&said, "file", path);
	app_say(app, MARK_DONE,
	    path[0] != '\0' ? N_("Printed: {file}")
			    : N_("It went to the printer: see Papers."),
	    &said);
	return request_stay();
}

static struct request
print_book(struct app *app, void *state)
{
	return book_print(app, state, CASH_BOOK_PAPER_BOOK);
}

static struct request
print_deposit(struct app *app, void *state)
{
	return book_print(app, state, CASH_BOOK_PAPER_DEPOSIT);
}

static struct request
move_day(struct app *app, struct book *s, int days)
{
	s->day = date_from_days(date_days(s->view.day) + days);
	app_say_nothing(app);
	return book_show(app, s);
}

static struct request
day_before(struct app *app, void *state)
{
	return move_day(app, state, -1);
}

static struct request
day_after(struct app *app, void *state)
{
	return move_day(app, state, 1);
}

static struct request
date_taken(struct app *app, void *owner, const char *text)
{
	struct book *s = owner;

	if (!note_day(app, text, &s->day))
		return request_stay();
	return request_pop();
}

static struct request
ask_date(struct app *app, void *state)
{
	return note_ask_day(app, state, date_taken);
}

static struct request
book_back(struct app *app, void *state)
{
	(void)state;
	app_say_nothing(app);
	return request_pop();
}

static struct request
book_resumed(struct app *app, void *state)
{
	return book_show(app, state);
}

static bool
when_whole(const struct app *app, const void *state)
{
	const struct book *s = state;

	(void)app;
	return s->view.is_whole;
}

static const struct key_binding book_keys[] = {
    {.key = UI_KEY_F2, .handler = ask_date, .label = N_("Date")},
    {.key = UI_KEY_F5,
	.handler = print_book,
	.label = N_("Print the book"),
	.when = when_whole},
    {.key = UI_KEY_F6,
	.handler = print_deposit,
	.label = N_("Deposit slip"),
	.when = when_whole},
    {.key = UI_KEY_PAGE_UP, .handler = day_before, .label = N_("Day before")},
    {.key = UI_KEY_PAGE_DOWN, .handler = day_after, .label = N_("Day after")},
    {.key = UI_KEY_ESC, .handler = book_back, .label = N_("Back")},
    {.key = UI_KEY_NONE},
};

const struct screen cashier_book_screen = {
    .name = "cash-book",
    .title = N_("Daily cash book"),
    .help = N_("Receipts are brought forward until the bank has them; the "
	       "float stays apart and is never part of them. Sums are shown "
	       "when every drawer of the day is closed."),
    .keys = book_keys,
    .open = book_open,
    .draw = book_draw,
    .resumed = book_resumed,
    .close = book_close,
};
