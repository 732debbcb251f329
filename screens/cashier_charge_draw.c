/* cashier_charge_draw.c -- the charge as it is seen: what is to be paid on the
 * left, every note and coin on the right. */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "screens/charge_inside.h"
#include "screens/staff.h"

#define TEXT_SIZE     512
#define YEN_COLUMNS   12
#define TABLE_COLUMNS 36
#define PIECE_COLUMNS 7
#define CELL_COLUMNS  9

/* By enum due_state. */
static const struct {
	enum mark mark;
	const char *said;
} states[] = {
    [DUE_NOTHING] = {MARK_DONE, N_("free")},
    [DUE_TO_PAY] = {MARK_NOW, N_("to pay")},
    [DUE_TO_PROVE] = {MARK_NOW, N_("free with its evidence")},
    [DUE_TO_DECIDE] = {MARK_NOW, N_("the office decides")},
    [DUE_NO_PRICE] = {MARK_PROBLEM, N_("no price is in force")},
    [DUE_NO_REASON] = {MARK_PROBLEM, N_("the reason is not known")},
    [DUE_PAID] = {MARK_DONE, N_("paid")},
    [DUE_EXEMPT] = {MARK_DONE, N_("exempt")},
};

static void
yen_right(struct app *app, const struct area *a, int row, enum style style,
    int64_t yen)
{
	int unit = a->columns - (int)text_columns(app_text(app, N_("JPY")));

	draw_number(a, row, unit - 1 - YEN_COLUMNS, YEN_COLUMNS, style, yen);
	draw_text(a, row, unit, STYLE_NORMAL, app_text(app, N_("JPY")));
}

static int
draw_item(struct app *app, const struct charge_item *item, const struct area *a,
    int row)
{
	char said[TEXT_SIZE];
	draw_mark(a, row, 0, states[item->state].mark);
	row = draw_paragraph(a, row, 3, a->columns - 3, STYLE_NORMAL,
	    app_text(app, fee_item_name(item->item)));
	snprintf(said, sizeof(said), "%s%s%s",
	    app_text(app, states[item->state].said),
	    item->receipt[0] != '\0' ? "  " : "", item->receipt);
	draw_text_within(
	    a, row, 3, a->columns - YEN_COLUMNS - 4, STYLE_DIM, said);
	if (item->state != DUE_NOTHING && item->state != DUE_NO_PRICE)
		yen_right(app, a, row, STYLE_NORMAL, item->yen);
	return row + 1;
}

static int
draw_items(struct app *app, const struct charge_screen *c, const struct area *a)
{
	struct failure claim = {0};
	char text[TEXT_SIZE], yen[24];
	int row = 0;

	draw_text_within(a, row++, 0, a->columns, STYLE_STRONG, c->view.name);
	snprintf(text, sizeof(text), "%s%s%s", c->view.notice,
	    c->view.reason[0] != '\0' ? "  " : "",
	    c->view.reason[0] != '\0' ? app_text(app, c->view.reason) : "");
	row = draw_paragraph(a, row, 0, a->columns, STYLE_NORMAL, text);
	for (size_t i = 0; i < c->view.item_count; i++)
		row = draw_item(app, &c->view.item[i], a, row);
	if (!c->view.claim_differs)
		return row;
	failure_set(&claim, ERR_INTERNAL);
	failure_text(
	    &claim, "yen", cash_yen_said(c->view.claim_yen, yen, sizeof(yen)));
	draw_mark(a, row, 0, MARK_PROBLEM);
	return draw_paragraph(a, row, 3, a->columns - 3, STYLE_WARN,
	    app_fill(app, text, sizeof(text),
		N_("The delivery list says {yen} yen. The schedule counts."),
		&claim));
}

static int
draw_sum(struct app *app, const struct area *a, int row, const char *label,
    enum style style, int64_t yen)
{
	draw_text(a, row, 0, STYLE_NORMAL, app_text(app, label));
	yen_right(app, a, row, style, yen);
	return row + 1;
}

/* What was typed stands where the sum stands. */
static int
draw_received(struct app *app, const struct charge_screen *c,
    const struct area *a, int row)
{
	int unit = a->columns - (int)text_columns(app_text(app, N_("JPY")));
	char yen[24];

	cash_yen_said(cash_grid_yen(&c->tender), yen, sizeof(yen));
	draw_text(a, row, 0, STYLE_NORMAL, app_text(app, N_("Received")));
	draw_text(a, row, unit - 3 - YEN_COLUMNS, STYLE_DIM, "[");
	draw_text_right(
	    a, row, unit - 2 - YEN_COLUMNS, YEN_COLUMNS - 1, STYLE_STRONG, yen);
	draw_text(a, row, unit - 3, STYLE_DIM, "]");
	draw_text(a, row, unit, STYLE_NORMAL, app_text(app, N_("JPY")));
	if (!c->by_pieces)
		draw_cursor(a, row, unit - 4);
	return row + 1;
}

static int
draw_change(struct app *app, const struct charge_screen *c,
    const struct area *a, int row)
{
	struct failure pieces = {0};
	char text[TEXT_SIZE], all[FAILURE_VALUE_SIZE];
	int64_t change = c->plan.change_yen;

	if (cash_grid_yen(&c->tender) == 0)
		return row;
	if (change < 0)
		return draw_sum(
		    app, a, row, N_("Still missing"), STYLE_PROBLEM, -change);
	row = draw_sum(app, a, row, N_("Change"), STYLE_STRONG, change);
	if (!c->plan.is_possible) {
		draw_mark(a, row, 0, MARK_PROBLEM);
		return draw_paragraph(a, row, 3, a->columns - 3, STYLE_PROBLEM,
		    app_text(
			app, N_("The drawer cannot give this change. Ask for "
				"smaller money.")));
	}
	if (change == 0)
		return row;
	failure_set(&pieces, ERR_INTERNAL);
	failure_text(&pieces, "pieces",
	    cash_said(app, &c->plan.change, all, sizeof(all)));
	return draw_paragraph(a, row, 2, a->columns - 2, STYLE_STRONG,
	    app_fill(app, text, sizeof(text), N_("give {pieces}"), &pieces));
}

/* Whether the drawer can give the change of so much. */
static bool
can_change(const struct charge_screen *c, int64_t yen)
{
	struct cash change;

	return cash_change(&c->drawer.has, yen - c->view.due_yen, &change) ==
	       KERR_OK;
}

/* Usual sums; those that the drawer has no change for are marked. */
static int
draw_tenders(const struct charge_screen *c, const struct area *a, int row)
{
	int64_t all[TENDERS_MOST];
	size_t n = tender_list(c->view.due_yen, all);
	char yen[24];
	int at = draw_text(a, row, 0, STYLE_DIM, "Tab:");

	for (size_t i = 0; i < n; i++) {
		bool good = can_change(c, all[i]);

		at = draw_text(a, row, at + 2, good ? STYLE_DIM : STYLE_WARN,
		    cash_yen_said(all[i], yen, sizeof(yen)));
		if (!good)
			at = draw_text(a, row, at, STYLE_WARN, "!");
	}
	return row + 1;
}

/* Warned before it is needed (counter-procedures 5). */
static int
draw_short(struct app *app, const struct charge_screen *c, const struct area *a,
    int row)
{
	struct failure few = {0};
	char text[TEXT_SIZE], all[FAILURE_VALUE_SIZE] = "", yen[24];

	for (int i = 0; i < DENOMINATION_COUNT; i++) {
		size_t len = strlen(all);

		if (!c->drawer.is_short[i])
			continue;
		snprintf(all + len, sizeof(all) - len, "%s%s",
		    len > 0 ? ", " : "",
		    cash_yen_said(denomination_yen((enum denomination)i), yen,
			sizeof(yen)));
	}
	if (all[0] == '\0')
		return row;
	failure_set(&few, ERR_INTERNAL);
	failure_text(&few, "pieces", all);
	draw_mark(a, row, 0, MARK_PROBLEM);
	return draw_paragraph(a, row, 3, a->columns - 3, STYLE_WARN,
	    app_fill(app, text, sizeof(text),
		N_("Change runs short: {pieces}."), &few));
}

static void
draw_coins_warning(struct app *app, const struct charge_screen *c,
    const struct area *a, int row)
{
	if (cash_too_many_coins(&c->tender.cash) == 0)
		return;
	draw_mark(a, row, 0, MARK_PROBLEM);
	(void)draw_paragraph(a, row, 3, a->columns - 3, STYLE_WARN,
	    app_text(
		app, N_("More than 20 coins of one kind may be refused.")));
}

static void
draw_open(struct app *app, const struct charge_screen *c, const struct area *a,
    int row)
{
	row =
	    draw_sum(app, a, row, N_("To pay"), STYLE_STRONG, c->view.due_yen);
	row = draw_received(app, c, a, row);
	row = draw_change(app, c, a, row) + 1;
	row = draw_tenders(c, a, row);
	row = draw_short(app, c, a, row);
	draw_coins_warning(app, c, a, row);
}

static void
draw_done(struct app *app, const struct charge_screen *c, const struct area *a,
    int row)
{
	struct failure pieces = {0};
	char text[TEXT_SIZE], all[FAILURE_VALUE_SIZE];

	row = draw_sum(
	    app, a, row, N_("Taken"), STYLE_NORMAL, c->done.tendered_yen);
	row = draw_sum(
	    app, a, row, N_("Give back"), STYLE_STRONG, c->done.change_yen);
	if (c->done.change_yen > 0 && !cash_is_empty(&c->done.change)) {
		failure_set(&pieces, ERR_INTERNAL);
		failure_text(&pieces, "pieces",
		    cash_said(app, &c->done.change, all, sizeof(all)));
		row = draw_paragraph(a, row, 2, a->columns - 2, STYLE_STRONG,
		    app_fill(
			app, text, sizeof(text), N_("give {pieces}"), &pieces));
	}
	draw_text(a, row + 1, 0, STYLE_DIM, app_text(app, N_("Receipt")));
	draw_text_right(
	    a, row + 1, 10, a->columns - 10, STYLE_STRONG, c->done.receipt);
	draw_cursor(a, row + 1, 0);
}

/* Nothing can be taken here: why, and what is shown all the same. */
static void
draw_barred(struct app *app, const struct charge_screen *c,
    const struct area *a, int row)
{
	char text[TEXT_SIZE];

	draw_mark(a, row, 0, MARK_PROBLEM);
	row = draw_paragraph(a, row, 3, a->columns - 3, STYLE_STRONG,
	    failure_said(text, sizeof(text), app_lang(app), &c->barred));
	(void)draw_paragraph(a, row, 3, a->columns - 3, STYLE_NORMAL,
	    failure_next(text, sizeof(text), app_lang(app), &c->barred, false));
	draw_cursor(a, row, 0);
}

static void
draw_left(struct app *app, const struct charge_screen *c, const struct area *a)
{
	int row = draw_items(app, c, a);

	draw_line(a, row++);
	if (c->is_done)
		draw_done(app, c, a, row);
	else if (c->view.due_yen == 0)
		draw_cursor(a, row, 0);
	else if (c->barred.code != KERR_OK)
		draw_barred(app, c, a, row);
	else
		draw_open(app, c, a, row);
}

/* -- notes and coins -- */

static void
table_cell(
    const struct area *a, int row, int column, enum style style, int64_t pieces)
{
	if (pieces != 0)
		draw_number(a, row, column, CELL_COLUMNS, style, pieces);
}

static void
table_row(const struct charge_screen *c, const struct area *a, int row, int i)
{
	const struct cash *given =
	    c->is_done ? &c->done.change : &c->plan.change;
	bool few = c->drawer.is_short[i];
	int at = PIECE_COLUMNS;
	bool focused = c->by_pieces && c->tender.focus == i;

	draw_number(a, row, 0, PIECE_COLUMNS - 1, STYLE_NORMAL,
	    denomination_yen((enum denomination)i));
	table_cell(a, row, at, focused ? STYLE_STRONG : STYLE_NORMAL,
	    c->tender.cash.count[i]);
	if (focused) {
		draw_text(a, row, at, STYLE_NORMAL, ">");
		draw_cursor(a, row, at + CELL_COLUMNS - 1);
	}
	table_cell(a, row, at + CELL_COLUMNS, STYLE_STRONG, given->count[i]);
	table_cell(a, row, at + 2 * CELL_COLUMNS, few ? STYLE_WARN : STYLE_DIM,
	    c->drawer.has.count[i]);
	if (few)
		draw_text(a, row, at + 3 * CELL_COLUMNS + 1, STYLE_WARN, "!");
}

static void
draw_table(struct app *app, const struct charge_screen *c, const struct area *a)
{
	static const char *const heads[] = {
	    N_("received"), N_("to give"), N_("drawer")};

	for (int i = 0; i < 3; i++)
		draw_text_right(a, 0, PIECE_COLUMNS + i * CELL_COLUMNS,
		    CELL_COLUMNS, STYLE_DIM, app_text(app, heads[i]));
	for (int i = 0; i < DENOMINATION_COUNT; i++)
		table_row(c, a, 1 + i, i);
}

void
charge_draw(struct app *app, const void *state, const struct area *area)
{
	const struct charge_screen *c = state;
	char title[TEXT_SIZE];
	struct area body, left, right;

	snprintf(title, sizeof(title), "%s  %s  %s",
	    app_text(app, N_("Charge")), c->view.notice, c->view.name);
	body = staff_head(app, area, title);
	left =
	    area_part(&body, 0, 1, body.rows, body.columns - TABLE_COLUMNS - 5);
	right = area_part(&body, 0, body.columns - TABLE_COLUMNS - 1, body.rows,
	    TABLE_COLUMNS);
	draw_left(app, c, &left);
	draw_upright(&body, 0, body.columns - TABLE_COLUMNS - 3, body.rows);
	if (c->barred.code == KERR_OK)
		draw_table(app, c, &right);
}
