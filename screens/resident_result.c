/* resident_result.c -- the card, the writing, what became of each PIN, and the
 * calm page until the staff come. */
#include "base/text.h"
#include "desk/desk.h"
#include "screens/resident_inside.h"
#include "screens/staff.h"

#define NAME_COLUMN 3
#define SIDE_COLUMN 42
#define BAR_COLUMNS 26
#define TEXT_SIZE   512

/* -- waiting for the card -- */

void
resident_card_draw(
    struct app *app, const struct resident *r, const struct area *body)
{
	struct failure f = resident_view(app)->failed;
	struct desk_status s;
	char text[TEXT_SIZE];
	int row =
	    resident_draw_title(app, body, R_("Place your card on the reader"));

	(void)r;
	row = resident_draw_words(app, body, row,
	    R_("Then please do not move the card. Writing begins by itself."),
	    STYLE_NORMAL);
	desk_get_status(staff_desk(app), &s);
	if (s.reader_trouble != KERR_OK)
		failure_set(&f, s.reader_trouble);
	if (f.code == KERR_OK)
		return;
	draw_mark(body, row, 0, MARK_PROBLEM);
	row = draw_paragraph(body, row, 4, body->columns - 4, STYLE_PROBLEM,
	    failure_said(text, sizeof(text), app_lang(app), &f));
	(void)draw_paragraph(body, row, 4, body->columns - 4, STYLE_NORMAL,
	    failure_next(text, sizeof(text), app_lang(app), &f, true));
}

/* -- writing -- */

static void
draw_writing_row(
    const struct app *app, const struct area *body, int row, enum pin_kind kind)
{
	const struct pin_setting_view *v = resident_view(app);
	bool now = v->writing == kind;
	enum mark mark = MARK_NONE;

	if (now)
		mark = MARK_NOW;
	else if (resident_outcome(v, kind) == RESIDENT_SET)
		mark = MARK_DONE;
	draw_mark(body, row, 0, mark);
	draw_text_within(body, row, NAME_COLUMN, SIDE_COLUMN - NAME_COLUMN - 1,
	    now ? STYLE_STRONG : STYLE_NORMAL,
	    app_text(app, pin_kind_name(kind)));
	if (!now)
		return;
	draw_progress(body, row, SIDE_COLUMN, BAR_COLUMNS, v->step,
	    v->steps > 0 ? v->steps : 1);
	draw_cursor(body, row, NAME_COLUMN);
}

void
resident_writing_draw(
    struct app *app, const struct resident *r, const struct area *body)
{
	const struct pin_setting_view *v = resident_view(app);
	int row =
	    resident_draw_title(app, body, R_("Please do not move the card."));

	(void)r;
	for (int k = 0; k < PIN_KIND_COUNT; k++) {
		if (!v->needed[k])
			continue;
		draw_writing_row(app, body, row, (enum pin_kind)k);
		row += 2;
	}
	(void)resident_draw_words(
	    app, body, row + 1, R_("Please wait"), STYLE_NORMAL);
}

/* -- result -- */

static int
draw_outcomes(const struct app *app, const struct area *body, int row)
{
	const struct pin_setting_view *v = resident_view(app);

	for (int k = 0; k < PIN_KIND_COUNT; k++) {
		enum resident_outcome o = resident_outcome(v, (enum pin_kind)k);

		if (!v->needed[k])
			continue;
		draw_mark(body, row, 0, resident_outcome_mark(o));
		draw_text_within(body, row, NAME_COLUMN,
		    SIDE_COLUMN - NAME_COLUMN - 1, STYLE_NORMAL,
		    app_text(app, pin_kind_name((enum pin_kind)k)));
		draw_text(body, row, SIDE_COLUMN,
		    mark_style(resident_outcome_mark(o)),
		    app_text(app, resident_outcome_said(o)));
		row++;
	}
	return row + 1;
}

static int
draw_all_set(const struct app *app, const struct area *body, int row)
{
	row = resident_draw_words(app, body, row,
	    R_("Please give the terminal back to the staff."), STYLE_STRONG);
	draw_line(body, row - 1);
	row = resident_draw_words(app, body, row + 1,
	    R_("We cannot look up your PIN. Do not forget it"), STYLE_NORMAL);
	row = resident_draw_words(app, body, row,
	    R_("Write it on the memo sheet and keep it safe"), STYLE_NORMAL);
	return resident_draw_words(
	    app, body, row, R_("Do not keep it with the card"), STYLE_NORMAL);
}

/* What happened is told where the resident can do something about it; all
 * else is for the staff. */
static int
draw_not_set(const struct app *app, const struct area *body, int row)
{
	const struct pin_setting_view *v = resident_view(app);
	bool again = resident_may_try_again(v);
	char text[TEXT_SIZE];

	if (v->failed.code != KERR_OK && again)
		row = draw_paragraph(body, row, 0, body->columns, STYLE_PROBLEM,
		    failure_said(
			text, sizeof(text), app_lang(app), &v->failed));
	if (v->failed.code != KERR_OK)
		row = draw_paragraph(body, row, 0, body->columns, STYLE_NORMAL,
			  failure_next(text, sizeof(text), app_lang(app),
			      &v->failed, true)) +
		      1;
	if (resident_repair_said(v) != NULL)
		row = resident_draw_words(
		    app, body, row, resident_repair_said(v), STYLE_PROBLEM);
	if (resident_last_try(v) != PIN_KIND_COUNT)
		row = resident_draw_words(app, body, row,
		    R_("F8 spends the last try. If the PIN is wrong, it is "
		       "locked then."),
		    STYLE_PROBLEM);
	else if (again)
		row = resident_draw_words(app, body, row,
		    R_("Nothing is lost. F8 tries again: the card is asked "
		       "first what it holds."),
		    STYLE_NORMAL);
	return resident_draw_words(app, body, row,
	    again ? R_("Or call the staff with F9.")
		  : R_("Please give the terminal back to the staff."),
	    STYLE_STRONG);
}

void
resident_result_draw(
    struct app *app, const struct resident *r, const struct area *body)
{
	bool all = resident_view(app)->all_set;
	int row = resident_draw_title(
	    app, body, resident_result_title(resident_view(app)));

	(void)r;
	row = draw_outcomes(app, body, row);
	(void)(all ? draw_all_set(app, body, row)
		   : draw_not_set(app, body, row));
}

struct request
resident_again(struct app *app, struct resident *r)
{
	struct failure f = {0};

	enum pin_kind last = resident_last_try(resident_view(app));
	enum kerr e = last != PIN_KIND_COUNT
			  ? pin_setting_spend_last(staff_desk(app), last, &f)
			  : pin_setting_continue(staff_desk(app), &f);

	if (e != KERR_OK)
		resident_say_failure(r, &f);
	resident_follow(app, r);
	return resident_turn();
}

/* -- the staff come -- */

void
resident_help_draw(
    struct app *app, const struct resident *r, const struct area *body)
{
	int row =
	    resident_draw_title(app, body, R_("A staff member will help you"));

	(void)r;
	(void)resident_draw_words(
	    app, body, row, R_("Please wait"), STYLE_NORMAL);
}
