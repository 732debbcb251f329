/* staff_papers.c -- the papers of this counter: which wait, which are doubtful,
 * and the question what came out of the printer: whole, torn, nothing? */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/text.h"
#include "desk/desk.h"
#include "desk/printing.h"
#include "desk/session.h"
#include "screens/list.h"
#include "screens/staff.h"

#define PAPERS_MOST 120
#define REFRESH_MS  2000

struct papers {
	struct printing_row *row; /* owned, PAPERS_MOST of them */
	struct list list;
	int64_t loaded_ms;
	int64_t asked; /* the sheet that a question is about */
	const struct app *app;
};

static const struct list_column columns[] = {
    {N_("Paper"), 10, false},
    {N_("Number"), 16, false},
    {N_("Sheet"), 12, false},
    {N_("State"), 0, false},
    {N_("Since"), 16, false},
    {NULL, 0, false},
};

/* Kinds of papers by their codes. */
static const struct {
	const char *code, *name;
} kinds[] = {
    {"receipt", N_("Receipt")},
    {"slip", N_("Slip")},
    {"sheet", N_("Sheet")},
};

static const char *
kind_name(const char *code)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strcmp(kinds[i].code, code) == 0)
			return kinds[i].name;
	return N_("Paper");
}

static void
cell_sheet(const struct papers *s, const struct printing_row *r, char *out,
    size_t out_size)
{
	if (r->copy > 0)
		snprintf(out, out_size, "%s %d", app_text(s->app, N_("COPY")),
		    r->copy);
	else
		text_copy(out, out_size,
		    app_text(
			s->app, r->replaces ? N_("replacement") : N_("first")));
}

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
papers_cell(
    const void *arg, size_t row, size_t column, char *out, size_t out_size)
{
	const struct papers *s = arg;
	const struct printing_row *r = &s->row[row];

	if (column == 0)
		text_copy(out, out_size, app_text(s->app, kind_name(r->kind)));
	else if (column == 1)
		text_copy(out, out_size, r->label);
	else if (column == 2)
		cell_sheet(s, r, out, out_size);
	else if (column == 3)
		text_copy(out, out_size,
		    app_text(s->app, print_state_name(r->state)));
	else
		cell_since(r->at, out, out_size);
}

static enum mark
papers_mark(const void *arg, size_t row)
{
	static const enum mark marks[PRINT_STATE_COUNT] = {
	    [PRINT_WAITING] = MARK_NONE,
	    [PRINT_FAILED] = MARK_PROBLEM,
	    [PRINT_INTENDED] = MARK_NOW,
	    [PRINT_SENT] = MARK_DONE,
	    [PRINT_SPOOLED] = MARK_DONE,
	    [PRINT_UNKNOWN] = MARK_UNKNOWN,
	    [PRINT_SPOILED] = MARK_DONE,
	};
	const struct papers *s = arg;

	return marks[s->row[row].state];
}

static void
papers_note(const void *arg, size_t row, char *out, size_t out_size)
{
	const struct papers *s = arg;
	const struct printing_row *r = &s->row[row];

	out[0] = '\0';
	if (r->reason != KERR_OK && r->state != PRINT_SENT)
		text_copy(
		    out, out_size, app_text(s->app, error_said(r->reason)));
}

static const struct list_rows rows = {
    .cell = papers_cell,
    .mark = papers_mark,
    .note = papers_note,
    .empty = N_("No paper was printed at this counter yet."),
};

/* -- loading -- */

static enum kerr
papers_reload(struct app *app, struct papers *s, struct failure *f)
{
	int64_t selected = s->list.count > 0 ? s->row[s->list.selected].job : 0;
	size_t count = 0;
	enum kerr e =
	    printing_list(staff_desk(app), s->row, PAPERS_MOST, &count, f);

	s->loaded_ms = clock_ms(app_clock(app));
	list_set_count(&s->list, e == KERR_OK ? count : 0);
	for (size_t i = 0; i < s->list.count; i++)
		if (s->row[i].job == selected)
			list_select(&s->list, i);
	return e;
}

static struct request
papers_show(struct app *app, struct papers *s)
{
	struct failure f = {0};

	if (papers_reload(app, s, &f) != KERR_OK)
		app_say_failure(app, &f);
	return request_stay();
}

static enum kerr
papers_open(struct app *app, void *arg, void **state, struct failure *f)
{
	struct papers *s = calloc(1, sizeof(*s));

	(void)arg;
	if (s == NULL)
		return failure_set(f, ERR_MEMORY);
	*state = s;
	s->app = app;
	if ((s->row = calloc(PAPERS_MOST, sizeof(*s->row))) == NULL)
		return failure_set(f, ERR_MEMORY);
	list_init(&s->list, columns, &rows);
	return papers_reload(app, s, f);
}

static void
papers_close(struct app *app, void *state)
{
	struct papers *s = state;

	(void)app;
	if (s != NULL)
		free(s->row);
	free(s);
}

static void
papers_draw(struct app *app, const void *state, const struct area *a)
{
	const struct papers *s = state;
	struct area body = staff_head(app, a, app_text(app, N_("Papers")));

	draw_cursor(&body, 0, 0);
	list_draw(&s->list, &body, app_lang(app), s, true);
}

static struct request
papers_moved(struct app *app, void *state, enum ui_key key)
{
	struct papers *s = state;

	(void)app;
	(void)list_move(&s->list, key);
	return request_stay();
}

/* -- the question -- */

/* By enum printing_answer. */
static const struct {
	const char *label, *note;
} answers[] = {
    [PAPER_WHOLE] = {N_("It is whole"), N_("It counts as printed.")},
    [PAPER_TORN] = {N_("It is torn or cannot be read"),
	N_("Write on it that it is spoiled, and keep it. Its "
	   "replacement is printed now, with the same number, and is no copy.")},
    [PAPER_NOTHING] = {N_("Nothing came out"),
	N_("It is printed again under its number. Look first whether the "
	   "printer still goes on with it.")},
};

static const char *
answer_label(const void *all, size_t row)
{
	(void)all;
	return answers[row].label;
}

static const char *
answer_note(const void *all, size_t row)
{
	(void)all;
	return answers[row].note;
}

/* A sheet that is said to be printed needs nobody to say it is whole. */
static const char *
later_label(const void *all, size_t row)
{
	return answer_label(all, row + PAPER_TORN);
}

static const char *
later_note(const void *all, size_t row)
{
	return answer_note(all, row + PAPER_TORN);
}

static struct request
papers_say(struct app *app, struct papers *s, enum printing_answer answer)
{
	static const char *const said[] = {
	    [PAPER_WHOLE] = N_("The paper counts as printed."),
	    [PAPER_TORN] =
		N_("Keep the spoiled paper. Its replacement is printed."),
	    [PAPER_NOTHING] = N_("The paper is printed again."),
	};
	struct failure f = {0};

	if (printing_say(staff_desk(app), s->asked, answer, &f) != KERR_OK)
		app_say_failure(app, &f);
	else
		app_say(app, MARK_DONE, said[answer], NULL);
	return papers_show(app, s);
}

static struct request
papers_answered(struct app *app, void *state, int answer)
{
	if (answer < 0)
		return request_stay();
	return papers_say(app, state, (enum printing_answer)answer);
}

static struct request
papers_answered_later(struct app *app, void *state, int answer)
{
	if (answer < 0)
		return request_stay();
	return papers_say(
	    app, state, (enum printing_answer)(answer + PAPER_TORN));
}

static bool
is_done(enum print_state state)
{
	return state == PRINT_SENT || state == PRINT_SPOOLED;
}

static struct request
papers_ask(struct app *app, void *state)
{
	static const struct choose doubtful = {
	    .title = N_("What came out of the printer?"),
	    .question = N_("Look for the sheet with this number before you "
			   "answer. Nothing is printed a second time by "
			   "itself."),
	    .count = 3,
	    .label = answer_label,
	    .note = answer_note,
	    .answered = papers_answered,
	};
	static const struct choose done = {
	    .title = N_("What came out of the printer?"),
	    .question = N_("This sheet is said to be printed. Say so only "
			   "when it jammed all the same."),
	    .count = 2,
	    .label = later_label,
	    .note = later_note,
	    .answered = papers_answered_later,
	};
	struct papers *s = state;
	const struct printing_row *r = &s->row[s->list.selected];

	(void)app;
	s->asked = r->job;
	return request_push_copy(&choose_screen,
	    r->state == PRINT_UNKNOWN ? &doubtful : &done, sizeof(done));
}

static bool
when_askable(const struct app *app, const void *state)
{
	const struct papers *s = state;

	(void)app;
	return s->list.count > 0 &&
	       (s->row[s->list.selected].state == PRINT_UNKNOWN ||
		   is_done(s->row[s->list.selected].state));
}

/* -- copies, and trying again -- */

static struct request
copy_answered(struct app *app, void *state, int answer)
{
	struct papers *s = state;
	struct failure f = {0};

	if (answer != 1)
		return request_stay();
	if (printing_copy(staff_desk(app), s->asked, &f) != KERR_OK)
		app_say_failure(app, &f);
	else
		app_say(app, MARK_DONE,
		    N_("A copy was asked for. It is marked and counted."),
		    NULL);
	return papers_show(app, s);
}

static struct request
papers_copy(struct app *app, void *state)
{
	struct papers *s = state;
	struct confirm ask = {
	    .title = N_("Print a copy"),
	    .question = N_("One more sheet of {label} is printed. It is marked "
			   "as a copy, with its count."),
	    .yes = N_("Print the copy"),
	    .answered = copy_answered,
	};

	(void)app;
	s->asked = s->row[s->list.selected].paper;
	failure_set(&ask.detail, ERR_INTERNAL);
	failure_text(&ask.detail, "label", s->row[s->list.selected].label);
	return request_push_copy(&confirm_screen, &ask, sizeof(ask));
}

static bool
when_done(const struct app *app, const void *state)
{
	const struct papers *s = state;

	(void)app;
	return s->list.count > 0 && is_done(s->row[s->list.selected].state);
}

static struct request
papers_retry(struct app *app, void *state)
{
	printing_retry(staff_desk(app));
	app_say(app, MARK_DONE, N_("The printer is tried again."), NULL);
	return papers_show(app, state);
}

static bool
when_waiting(const struct app *app, const void *state)
{
	struct printing_status p;

	(void)state;
	printing_get_status(staff_desk(app), &p);
	return p.waiting > 0 && !p.printing;
}

static struct request
papers_back(struct app *app, void *state)
{
	(void)state;
	app_say_nothing(app);
	return request_pop();
}

static struct request
papers_event(struct app *app, void *state, const void *event)
{
	const enum desk_change *what = event;

	if (what == NULL || *what != DESK_PAPERS)
		return request_stay();
	return papers_show(app, state);
}

static struct request
papers_tick(struct app *app, void *state)
{
	struct papers *s = state;

	if (clock_ms(app_clock(app)) - s->loaded_ms < REFRESH_MS)
		return request_stay();
	return papers_show(app, s);
}

static struct request
papers_resumed(struct app *app, void *state)
{
	return papers_show(app, state);
}

static const struct key_binding papers_keys[] = {
    {.key = UI_KEY_ENTER,
	.handler = papers_ask,
	.label = N_("What came out"),
	.when = when_askable},
    {.key = UI_KEY_F5,
	.handler = papers_copy,
	.label = N_("Copy"),
	.when = when_done},
    {.key = UI_KEY_F8,
	.handler = papers_retry,
	.label = N_("Try the printer now"),
	.when = when_waiting},
    {.key = UI_KEY_ESC, .handler = papers_back, .label = N_("Back")},
    {.key = UI_KEY_NONE},
};

const struct screen staff_papers_screen = {
    .name = "papers",
    .title = N_("Papers"),
    .help = N_("Receipts and slips of this counter. Where nobody knows what "
	       "came out of the printer, look, press Enter and say it: whole, "
	       "torn or nothing. What waits is printed as soon as the printer "
	       "can."),
    .moving = N_("Up and Down choose a line."),
    .keys = papers_keys,
    .open = papers_open,
    .draw = papers_draw,
    .moved = papers_moved,
    .event = papers_event,
    .tick = papers_tick,
    .resumed = papers_resumed,
    .close = papers_close,
};

struct request
staff_open_papers(struct app *app, void *state)
{
	(void)app;
	(void)state;
	return request_push(&staff_papers_screen, NULL);
}

bool
staff_may_print(const struct app *app, const void *state)
{
	(void)state;
	return session_may(staff_desk(app), ACTION_PRINT);
}
