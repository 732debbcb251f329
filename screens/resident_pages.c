/* resident_pages.c -- the questions of the entry, and the table of all pages.
 * Texts: phrases (ui, pin). */
#include "base/text.h"
#include "desk/desk.h"
#include "screens/resident_inside.h"
#include "screens/staff.h"

#define TEXT_SIZE 256

/* -- whose card -- */

static const char *const holder_choices[] = {
    R_("Yes"), R_("No, call the staff"), NULL};

static void
holder_draw(struct app *app, const struct resident *r, const struct area *body)
{
	int row = resident_draw_title(app, body, R_("Whose card is this?"));

	draw_text_within(body, row + 1, 4, body->columns - 4, STYLE_STRONG,
	    resident_view(app)->holder);
	row += 4;
	if (r->guardian)
		row = resident_draw_words(app, body, row,
		    R_("The legal representative sets the PINs."),
		    STYLE_NORMAL);
	row = resident_draw_words(
	    app, body, row, R_("Is this name right?"), STYLE_NORMAL);
	(void)resident_draw_choices(app, body, row, holder_choices, r->row);
}

static struct request
holder_enter(struct app *app, struct resident *r)
{
	return r->row == 0 ? resident_go(app, r, 1)
			   : resident_call_staff(app, r);
}

/* -- how many, what for -- */

static void
plan_draw(struct app *app, const struct resident *r, const struct area *body)
{
	const struct pin_setting_view *v = resident_view(app);
	struct failure n = {0};
	char text[TEXT_SIZE];
	int row, place, all;

	(void)r;
	resident_place(v, PIN_SIGN, &place, &all);
	failure_number(&n, "n", all);
	row = resident_draw_title(app, body, resident_plan_title(v));
	if (resident_repair_said(v) != NULL)
		row = resident_draw_words(
		    app, body, row, resident_repair_said(v), STYLE_STRONG);
	draw_text(body, row, 0, STYLE_NORMAL,
	    app_fill(app, text, sizeof(text),
		all == 1 ? R_("There is one PIN:") : R_("There are {n} PINs:"),
		&n));
	row += 2;
	for (int k = 0; k < PIN_KIND_COUNT; k++) {
		if (v->task[k] == PIN_TASK_NONE)
			continue;
		draw_text(body, row, 2, STYLE_STRONG,
		    app_text(app, pin_kind_name((enum pin_kind)k)));
		draw_text(body, row + 1, 4, STYLE_NORMAL,
		    app_text(app, pin_kind_use((enum pin_kind)k)));
		row += 3;
	}
	(void)resident_draw_words(app, body, row,
	    R_("Only you know them. Please choose numbers that you remember."),
	    STYLE_NORMAL);
}

static struct request
page_next(struct app *app, struct resident *r)
{
	return resident_go(app, r, 1);
}

/* -- one number for all -- */

static const char *const same_choices[] = {
    R_("Yes, the same number"), R_("No, different numbers"), NULL};

static void
same_draw(struct app *app, const struct resident *r, const struct area *body)
{
	const struct pin_setting_view *v = resident_view(app);
	enum pin_kind first = resident_same_first(v);
	int row = resident_draw_title(app, body,
	    resident_same_count(v) == 3
		? R_("Use the same 4-digit PIN for all three?")
		: R_("Use the same 4-digit PIN for both?"));

	for (int k = PIN_SIGN + 1; k < PIN_KIND_COUNT; k++) {
		if (v->task[k] != PIN_TASK_CHOOSE)
			continue;
		draw_mark(
		    body, row, 2, k == (int)first ? MARK_DONE : MARK_NONE);
		draw_text(body, row++, 6, STYLE_NORMAL,
		    app_text(app, pin_kind_name((enum pin_kind)k)));
	}
	row = resident_draw_words(app, body, row + 1,
	    R_("One number is easier to remember. Different numbers are "
	       "safer."),
	    STYLE_NORMAL);
	(void)resident_draw_choices(app, body, row, same_choices, r->row);
}

static struct request
same_take(struct app *app, struct resident *r, bool same)
{
	struct desk *d = staff_desk(app);
	const struct pin_setting_view *v = resident_view(app);
	enum pin_kind first = resident_same_first(v);
	bool was = r->same;
	struct failure f = {0};
	enum kerr e = KERR_OK;

	for (int k = PIN_SIGN + 1; k < PIN_KIND_COUNT && e == KERR_OK; k++) {
		if (k == (int)first || v->task[k] != PIN_TASK_CHOOSE)
			continue;
		if (same)
			e = pin_setting_choose_same(d, first, (enum pin_kind)k);
		else if (was) /* the copies go, own values stay */
			pin_setting_forget(d, (enum pin_kind)k);
	}
	if (e != KERR_OK) { /* then each is asked for */
		for (int k = (int)first + 1; k < PIN_KIND_COUNT; k++)
			if (v->task[k] == PIN_TASK_CHOOSE)
				pin_setting_forget(d, (enum pin_kind)k);
		failure_set(&f, e);
		resident_say_failure(r, &f);
		return resident_turn();
	}
	r->same = same;
	return resident_go(app, r, 1);
}

static struct request
same_enter(struct app *app, struct resident *r)
{
	return same_take(app, r, r->row == 0);
}

static struct request
same_yes(struct app *app, struct resident *r)
{
	return same_take(app, r, true);
}

static struct request
same_no(struct app *app, struct resident *r)
{
	return same_take(app, r, false);
}

/* -- before the card is written -- */

static void
check_draw(struct app *app, const struct resident *r, const struct area *body)
{
	const struct pin_setting_view *v = resident_view(app);
	int row = resident_draw_title(
	    app, body, R_("These PINs will be written to the card"));

	(void)r;
	for (int k = 0; k < PIN_KIND_COUNT; k++) {
		if (v->task[k] == PIN_TASK_NONE)
			continue;
		draw_mark(
		    body, row, 2, v->chosen[k] ? MARK_DONE : MARK_PROBLEM);
		draw_text(body, row, 6, STYLE_NORMAL,
		    app_text(app, pin_kind_name((enum pin_kind)k)));
		row += 2;
	}
	row = resident_draw_words(app, body, row + 1,
	    R_("The card must lie on the reader. Please do not move the card "
	       "until everything is written."),
	    STYLE_NORMAL);
	draw_text(body, row, 0, STYLE_STRONG,
	    app_text(app, R_("Press F8 to write.")));
	draw_cursor(body, row, 0);
}

/* A key pressed once too often must not write. */
static struct request
check_enter(struct app *app, struct resident *r)
{
	(void)app;
	resident_say(
	    r, MARK_NOW, R_("Press F8 to write, or Esc to go back."), NULL, "");
	return resident_turn();
}

static struct request
check_write(struct app *app, struct resident *r)
{
	struct failure f = {0};

	if (pin_setting_write(staff_desk(app), &f) != KERR_OK)
		resident_say_failure(r, &f);
	resident_follow(app, r);
	return resident_turn();
}

const struct resident_page_row resident_pages[RESIDENT_PAGE_COUNT] = {
    [RESIDENT_LANGUAGE] = {.draw = resident_language_draw,
	.enter = resident_language_enter,
	.enter_label = R_("Next")},
    [RESIDENT_HOLDER] = {.draw = holder_draw,
	.choices = holder_choices,
	.enter = holder_enter,
	.enter_label = R_("Next")},
    [RESIDENT_PLAN] = {.draw = plan_draw,
	.enter = page_next,
	.enter_label = R_("Next")},
    [RESIDENT_PIN] = {.draw = resident_entry_draw,
	.enter = resident_entry_enter,
	.enter_label = R_("Next")},
    [RESIDENT_SAME] = {.draw = same_draw,
	.choices = same_choices,
	.enter = same_enter,
	.enter_label = R_("Next"),
	.act = same_yes,
	.act_label = R_("Yes"),
	.other = same_no,
	.other_label = R_("No")},
    [RESIDENT_CHECK] = {.draw = check_draw,
	.enter = check_enter,
	.enter_label = NULL,
	.act = check_write,
	.act_label = R_("Write to the card")},
    [RESIDENT_CARD] = {.draw = resident_card_draw},
    [RESIDENT_WRITING] = {.draw = resident_writing_draw},
    [RESIDENT_RESULT] = {.draw = resident_result_draw,
	.act = resident_again,
	.act_label = R_("Try again")},
    [RESIDENT_HELP] = {.draw = resident_help_draw},
};
