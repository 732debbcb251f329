/* resident_entry_draw.c -- one PIN: what it is, where to type it, what is still
 * missing. Never a character of it. */
#include "base/secret.h"
#include "base/text.h"
#include "desk/desk.h"
#include "screens/resident_inside.h"

#define TEXT_SIZE    256
#define PROMPT_ROW   5
#define FIELD_ROW    8
#define TICKS_ROW    12
#define PRIVATE_ROW  17
#define FIELD_COLUMN 6
#define PLACE_WIDE   20

static void
draw_name(const struct app *app, const struct resident *r, const struct area *a)
{
	struct failure n = {0};
	char text[TEXT_SIZE];
	int place, all;

	resident_place(resident_view(app), r->at.kind, &place, &all);
	failure_number(&n, "n", place);
	failure_number(&n, "all", all);
	draw_text_right(a, 0, a->columns - PLACE_WIDE, PLACE_WIDE, STYLE_NORMAL,
	    app_fill(app, text, sizeof(text), R_("{n} of {all}"), &n));
	draw_text(
	    a, 1, 0, STYLE_TITLE, app_text(app, pin_kind_name(r->at.kind)));
	draw_text(a, 2, 0, STYLE_DIM, pin_kind_official(r->at.kind));
	draw_text(
	    a, 3, 0, STYLE_NORMAL, app_text(app, pin_kind_use(r->at.kind)));
}

static const char *
prompt_of(const struct app *app, const struct resident *r)
{
	enum pin_task task = resident_view(app)->task[r->at.kind];

	if (resident_entry_asks_old(app, r))
		return task == PIN_TASK_FINISH
			   ? R_("Type the PIN from before the change")
			   : R_("Type the PIN that the card holds now");
	if (r->first != NULL)
		return R_("Enter it again");
	if (pin_task_is_repair(task))
		return R_("Type the PIN that you chose before");
	return r->at.kind == PIN_SIGN ? R_("Enter a new signature password")
				      : R_("Enter a new 4-digit PIN");
}

/* What one should know before typing, in the two rows under the prompt. */
static void
draw_hint(const struct app *app, const struct resident *r, const struct area *a)
{
	const struct pin_setting_view *v = resident_view(app);
	const char *hint = R_("Choose a number that only you know.");

	if (r->first != NULL)
		hint = R_("To be sure that it is what you meant.");
	else if (v->trouble.half[r->at.kind])
		hint = R_("It is only half written. Choose the same number "
			  "again, or another one.");
	else if (v->chosen[r->at.kind])
		hint = R_("It is chosen already. Enter keeps it; or type "
			  "another one.");
	else if (r->at.kind == PIN_SIGN)
		hint = R_("6 to 16 characters: letters and digits. Small "
			  "letters count as capital letters (A-Z).");
	(void)draw_paragraph(a, PROMPT_ROW + 1, 0, a->columns, STYLE_NORMAL,
	    app_text(app, hint));
}

/* The card checks what was chosen before: tries count here. Returns whether
 * there is something to type. */
static bool
draw_tries(
    const struct app *app, const struct resident *r, const struct area *a)
{
	const struct pin_setting_view *v = resident_view(app);
	int left = resident_tries_of_entry(v, r->at.kind, false);
	bool over = left != CARD_TRIES_UNKNOWN && left <= 1;
	struct failure n = {0};
	char text[TEXT_SIZE];

	(void)draw_paragraph(a, PROMPT_ROW + 1, 0, a->columns, STYLE_NORMAL,
	    app_text(
		app, over ? R_("Too few tries are left to ask the card here. "
			       "Please call the staff.")
			  : R_("Part of it is on the card already. The card "
			       "checks what you type.")));
	if (left == CARD_TRIES_UNKNOWN)
		return true;
	failure_number(&n, "n", left);
	draw_text(a, PROMPT_ROW + 2, 0, over ? STYLE_PROBLEM : STYLE_STRONG,
	    app_fill(app, text, sizeof(text), R_("Tries left: {n}"), &n));
	return !over;
}

/* The present PIN is tried on the card. Returns whether there is something to
 * type. */
static bool
draw_old(const struct app *app, const struct resident *r, const struct area *a)
{
	int left =
	    resident_tries_of_entry(resident_view(app), r->at.kind, true);
	bool locked = left == CARD_TRIES_BLOCKED;
	const char *said = R_("The card checks it when all is written.");
	struct failure n = {0};
	char text[TEXT_SIZE];

	if (locked)
		said = R_("This PIN is locked. Please call the staff.");
	else if (left == 1)
		said = R_("A wrong PIN now locks it. If you are not sure, call "
			  "the staff.");
	(void)draw_paragraph(a, PROMPT_ROW + 1, 0, a->columns, STYLE_NORMAL,
	    app_text(app, said));
	if (left == CARD_TRIES_UNKNOWN)
		return true;
	failure_number(&n, "n", left);
	draw_text(a, PROMPT_ROW + 2, 0,
	    left <= 1 ? STYLE_PROBLEM : STYLE_STRONG,
	    app_fill(app, text, sizeof(text), R_("Tries left: {n}"), &n));
	return !locked;
}

static void
draw_tick(const struct app *app, const struct area *a, int row,
    const struct resident_tick *tick)
{
	struct failure n = {0};
	char text[TEXT_SIZE];

	failure_number(&n, "n", tick->n);
	draw_mark(a, row, FIELD_COLUMN, tick->mark);
	draw_text(a, row, FIELD_COLUMN + MARK_COLUMNS + 2,
	    mark_style(tick->mark),
	    app_fill(app, text, sizeof(text), tick->said, &n));
}

static void
draw_ticks(
    const struct app *app, const struct resident *r, const struct area *a)
{
	struct resident_tick ticks[RESIDENT_TICKS_MOST];
	size_t count = resident_ticks(
	    r->at.kind, secret_characters(r->typed), r->verdict, ticks);
	bool short_list =
	    r->first != NULL || resident_entry_asks_old(app, r) ||
	    pin_task_is_repair(resident_view(app)->task[r->at.kind]);
	int row = TICKS_ROW;

	for (size_t i = 0; i < count; i++)
		if (!short_list || ticks[i].is_length)
			draw_tick(app, a, row++, &ticks[i]);
}

void
resident_entry_draw(
    struct app *app, const struct resident *r, const struct area *body)
{
	bool old = resident_entry_asks_old(app, r);
	bool retype =
	    !old && pin_task_is_repair(resident_view(app)->task[r->at.kind]);

	draw_name(app, r, body);
	draw_text(body, PROMPT_ROW, 0, STYLE_STRONG,
	    app_text(app, prompt_of(app, r)));
	draw_cursor(body, PROMPT_ROW, 0);
	if (retype && !draw_tries(app, r, body))
		return;
	if (old && !draw_old(app, r, body))
		return;
	if (!retype && !old)
		draw_hint(app, r, body);
	secret_field_draw(&r->field, body, FIELD_ROW, FIELD_COLUMN, true);
	draw_ticks(app, r, body);
	draw_text(body, PRIVATE_ROW, 0, STYLE_DIM,
	    app_text(app, R_("Do not let others see the screen")));
}
