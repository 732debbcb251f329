/* staff_destroying.c -- two people at one counter: each card's printed serial is
 * scanned, or compared by eye, and only then is that card destroyed. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "desk/desk.h"
#include "desk/destruction.h"
#include "screens/list.h"
#include "screens/staff.h"
#include "screens/text_line.h"

#define TEXT_SIZE    640
#define FIND_COLUMNS 24
#define PATH_SIZE    512
#define HEAD_ROWS    7

struct destroying {
	struct destruction_view view;
	struct list list;
	struct text_line typed;
	bool over;  /* it has ended, the sheet was made or failed */
	bool wrong; /* a wrong card stopped it */
	char sheet[PATH_SIZE];
	const struct app *app;
};

static const struct list_column columns[] = {
    {N_("Printed on it"), 18, false},
    {N_("Name"), 0, false},
    {N_("Place"), 8, false},
    {N_("Confirmed"), 12, false},
    {NULL, 0, false},
};

static const char *const how_words[DESTRUCTION_HOW_COUNT] = {
    [DESTRUCTION_NOT_YET] = N_("not yet"),
    [DESTRUCTION_BY_SCAN] = N_("scanned"),
    [DESTRUCTION_BY_EYE] = N_("by eye"),
};

static void
card_cell(
    const void *arg, size_t row, size_t column, char *out, size_t out_size)
{
	const struct destroying *s = arg;
	const struct destruction_line *l = &s->view.row[row];
	const char *texts[] = {l->printed[0] != '\0' ? l->printed : l->notice,
	    l->name, l->place, app_text(s->app, how_words[l->how])};

	text_copy(out, out_size, texts[column]);
}

static enum mark
card_mark(const void *arg, size_t row)
{
	const struct destroying *s = arg;

	return s->view.row[row].how != DESTRUCTION_NOT_YET ? MARK_DONE
							   : MARK_NONE;
}

static const struct list_rows rows = {.cell = card_cell, .mark = card_mark};

/* The first one that is still to come is the chosen one. */
static void
destroying_load(struct app *app, struct destroying *s)
{
	struct failure f = {0};

	if (destruction_load(staff_desk(app), s->view.id, &s->view, &f) !=
	    KERR_OK)
		app_say_failure(app, &f);
	list_set_count(&s->list, s->view.count);
	for (size_t i = s->view.count; i-- > 0;)
		if (s->view.row[i].how == DESTRUCTION_NOT_YET)
			list_select(&s->list, i);
}

static enum kerr
destroying_open(struct app *app, void *arg, void **state, struct failure *f)
{
	struct destroying *s = calloc(1, sizeof(*s));

	if (s == NULL)
		return failure_set(f, ERR_MEMORY);
	*state = s;
	s->app = app;
	s->view.id = *(const int64_t *)arg;
	list_init(&s->list, columns, &rows);
	text_line_set(&s->typed, "", TEXT_LINE_SIZE, 0);
	destroying_load(app, s);
	return KERR_OK;
}

/* The end of it: whoever leaves ends it, and the sheet says what was done. */
static void
destroying_end(struct app *app, struct destroying *s)
{
	struct failure f = {0};

	if (s->over)
		return;
	s->over = true;
	if (destruction_end(staff_desk(app), s->view.id, s->sheet,
		sizeof(s->sheet), &f) != KERR_OK)
		app_say_failure(app, &f);
	destroying_load(app, s);
}

static void
destroying_close(struct app *app, void *state)
{
	if (state != NULL)
		destroying_end(app, state);
	free(state);
}

static void
draw_what_to_do(
    struct app *app, const struct destroying *s, const struct area *a)
{
	struct failure n = {0};
	char text[TEXT_SIZE];
	const char *id =
	    N_("Take the next card. Scan its printed serial or type it and "
	       "press Enter; or both compare it by eye and press F8 on its "
	       "line. Then destroy that card.");

	failure_set(&n, ERR_INTERNAL);
	failure_number(&n, "n", (int64_t)s->view.destroyed);
	failure_number(&n, "all", (int64_t)s->view.count);
	if (s->wrong)
		id = N_("STOPPED: a card was scanned that is not one of these. "
			"{n} of {all} are destroyed; the others stay at the "
			"office.");
	else if (s->over)
		id = N_("{n} of {all} are destroyed. Both sign the sheet that "
			"is printed (F8 on the queue: Papers).");
	draw_mark(a, 2, 1,
	    s->wrong  ? MARK_PROBLEM
	    : s->over ? MARK_DONE
		      : MARK_NOW);
	(void)draw_paragraph(a, 2, 4, a->columns - 6, STYLE_NORMAL,
	    app_fill(app, text, sizeof(text), id, &n));
}

static void
destroying_draw(struct app *app, const void *state, const struct area *area)
{
	const struct destroying *s = state;
	struct area body = staff_head(
	    app, area, app_text(app, N_("Destroy cards: two people")));
	struct failure who = {0};
	struct area list;
	char text[TEXT_SIZE];
	int at;

	failure_set(&who, ERR_INTERNAL);
	failure_text(&who, "first", s->view.first);
	failure_text(&who, "second", s->view.second);
	draw_text_within(&body, 0, 1, body.columns - 2, STYLE_STRONG,
	    app_fill(app, text, sizeof(text),
		N_("First person: {first}   Second person: {second}"), &who));
	draw_what_to_do(app, s, &body);
	list = area_below(&body, HEAD_ROWS);
	list_draw(&s->list, &list, app_lang(app), s, s->over);
	if (s->over)
		return;
	at = draw_text(&body, HEAD_ROWS - 2, 4, STYLE_NORMAL,
	    app_text(app, N_("Printed serial")));
	draw_text(&body, HEAD_ROWS - 2, at + 1, STYLE_DIM, "[");
	draw_text(&body, HEAD_ROWS - 2, at + 3 + FIND_COLUMNS, STYLE_DIM, "]");
	text_line_draw(
	    &s->typed, &body, HEAD_ROWS - 2, at + 2, FIND_COLUMNS + 1);
}

static void
say_destroyed(struct app *app, struct destroying *s)
{
	struct failure n = {0};

	destroying_load(app, s);
	failure_set(&n, ERR_INTERNAL);
	failure_number(&n, "n", (int64_t)s->view.destroyed);
	failure_number(&n, "all", (int64_t)s->view.count);
	app_say(app, MARK_DONE,
	    N_("Confirmed: destroy this card now. {n} of {all}."), &n);
	if (s->view.destroyed == s->view.count)
		destroying_end(app, s);
}

static struct request
destroying_scan(struct app *app, struct destroying *s, const char *text)
{
	struct failure f = {0};
	int64_t card = 0;

	if (s->over || text[0] == '\0')
		return request_stay();
	if (destruction_scan(staff_desk(app), s->view.id, text, &card, &f) ==
	    KERR_OK) {
		say_destroyed(app, s);
	} else {
		s->wrong = f.code == ERR_DESTROY_WRONG;
		if (s->wrong)
			destroying_end(app, s);
		app_say_failure(app, &f);
	}
	text_line_set(&s->typed, "", TEXT_LINE_SIZE, 0);
	return request_stay();
}

static struct request
destroying_scanned(struct app *app, void *state, const char *text)
{
	return destroying_scan(app, state, text);
}

static struct request
destroying_enter(struct app *app, void *state)
{
	struct destroying *s = state;
	char text[TEXT_LINE_SIZE];

	text_copy(text, sizeof(text), s->typed.text);
	return destroying_scan(app, s, text);
}

static bool
is_open(const struct app *app, const void *state)
{
	const struct destroying *s = state;

	(void)app;
	return !s->over;
}

static struct request
eye_answered(struct app *app, void *state, int answer)
{
	struct destroying *s = state;
	struct failure f = {0};

	if (answer != 1 || s->over || s->list.count == 0)
		return request_stay();
	if (destruction_by_eye(staff_desk(app), s->view.id,
		s->view.row[s->list.selected].card_id, &f) != KERR_OK)
		app_say_failure(app, &f);
	else
		say_destroyed(app, s);
	return request_stay();
}

static struct request
destroying_by_eye(struct app *app, void *state)
{
	const struct destroying *s = state;
	const struct destruction_line *l = &s->view.row[s->list.selected];
	struct confirm ask = {
	    .title = N_("Compared by eye"),
	    .question =
		N_("On the card in your hand stands {printed}, and both "
		   "of you read it. It is destroyed, and that cannot "
		   "be undone."),
	    .yes = N_("Both read it: destroy"),
	    .warning = true,
	    .answered = eye_answered,
	};

	if (l->how != DESTRUCTION_NOT_YET)
		return request_stay();
	failure_set(&ask.detail, ERR_INTERNAL);
	failure_text(&ask.detail, "printed",
	    l->printed[0] != '\0' ? l->printed
				  : app_text(app, N_("no number")));
	return request_push_copy(&confirm_screen, &ask, sizeof(ask));
}

static struct request
destroying_typed(struct app *app, void *state, uint32_t code_point)
{
	struct destroying *s = state;

	(void)app;
	if (!s->over)
		(void)text_line_type(&s->typed, code_point);
	return request_stay();
}

static struct request
destroying_moved(struct app *app, void *state, enum ui_key key)
{
	struct destroying *s = state;

	(void)app;
	if (!list_move(&s->list, key))
		(void)text_line_move(&s->typed, key);
	return request_stay();
}

static struct request
leave_answered(struct app *app, void *state, int answer)
{
	if (answer == 1)
		destroying_end(app, state);
	return request_stay();
}

static struct request
destroying_back(struct app *app, void *state)
{
	static const struct confirm ask = {
	    .title = N_("Stop the destruction"),
	    .question =
		N_("What was not confirmed stays at the office. What is "
		   "destroyed stays destroyed. The sheet is made now."),
	    .yes = N_("Stop here"),
	    .warning = true,
	    .answered = leave_answered,
	};
	struct destroying *s = state;

	if (!s->over)
		return request_push(&confirm_screen, (void *)(uintptr_t)&ask);
	app_say_nothing(app);
	return request_pop();
}

static const struct key_binding destroying_keys[] = {
    {.key = UI_KEY_ENTER,
	.handler = destroying_enter,
	.label = N_("This serial"),
	.when = is_open},
    {.key = UI_KEY_F8,
	.handler = destroying_by_eye,
	.label = N_("By eye"),
	.when = is_open},
    {.key = UI_KEY_ESC, .handler = destroying_back, .label = N_("Back")},
    {.key = UI_KEY_NONE},
};

const struct screen staff_destroying_screen = {
    .name = "destroying",
    .title = N_("Destroy cards: two people"),
    .help = N_("Both stay here. A card is destroyed only after its own printed "
	       "serial was scanned, typed or compared by eye. A card that is "
	       "not in the list stops everything. At the end a sheet with both "
	       "names is made."),
    .moving = N_("Up and Down choose a line."),
    .keys = destroying_keys,
    .open = destroying_open,
    .draw = destroying_draw,
    .typed = destroying_typed,
    .moved = destroying_moved,
    .scanned = destroying_scanned,
    .close = destroying_close,
};
