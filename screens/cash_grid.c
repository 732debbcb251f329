/* cash_grid.c -- see screens/cash_grid.h. */
#include "screens/cash_grid.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"

#define VALUE_COLUMNS  6 /* "10,000" */
#define COUNT_COLUMNS  7
#define AMOUNT_COLUMNS 13
#define PIECE_SIZE     48

void
cash_grid_init(struct cash_grid *g)
{
	memset(g, 0, sizeof(*g));
	g->fresh = true;
}

static void
grid_go(struct cash_grid *g, int to)
{
	g->focus = (to + DENOMINATION_COUNT) % DENOMINATION_COUNT;
	g->fresh = true;
}

bool
cash_grid_type(struct cash_grid *g, uint32_t code_point)
{
	int64_t *count = &g->cash.count[g->focus];
	uint32_t c = text_narrow_point(code_point);
	int64_t next;

	if (c < '0' || c > '9')
		return false;
	next = (g->fresh ? 0 : *count * 10) + (int64_t)(c - '0');
	if (next > CASH_GRID_MOST)
		return false;
	*count = next;
	g->fresh = false;
	return true;
}

bool
cash_grid_move(struct cash_grid *g, enum ui_key key)
{
	int64_t *count = &g->cash.count[g->focus];

	if (key == UI_KEY_DOWN || key == UI_KEY_TAB)
		grid_go(g, g->focus + 1);
	else if (key == UI_KEY_UP || key == UI_KEY_BACKTAB)
		grid_go(g, g->focus - 1);
	else if (key == UI_KEY_HOME)
		grid_go(g, 0);
	else if (key == UI_KEY_END)
		grid_go(g, DENOMINATION_COUNT - 1);
	else if (key == UI_KEY_BACKSPACE)
		*count /= 10;
	else if (key == UI_KEY_DELETE)
		*count = 0;
	else
		return false;
	if (key == UI_KEY_BACKSPACE || key == UI_KEY_DELETE)
		g->fresh = false;
	return true;
}

int64_t
cash_grid_yen(const struct cash_grid *g)
{
	int64_t yen = 0;

	return cash_total(&g->cash, &yen) == KERR_OK ? yen : 0;
}

char *
cash_yen_said(int64_t yen, char *out, size_t out_size)
{
	char digits[32];
	size_t n, to = 0;

	n = (size_t)snprintf(digits, sizeof(digits), "%" PRId64, yen);
	for (size_t i = 0; i < n && to + 2 < out_size; i++) {
		if (i > 0 && digits[i - 1] != '-' && (n - i) % 3 == 0)
			out[to++] = ',';
		out[to++] = digits[i];
	}
	out[to] = '\0';
	return out;
}

char *
cash_said(
    const struct app *app, const struct cash *cash, char *out, size_t out_size)
{
	struct failure piece;
	char one[PIECE_SIZE], yen[24];
	size_t len = 0;

	out[0] = '\0';
	for (int i = 0; i < DENOMINATION_COUNT; i++) {
		if (cash->count[i] == 0)
			continue;
		failure_set(&piece, ERR_INTERNAL);
		failure_number(&piece, "n", cash->count[i]);
		failure_text(&piece, "yen",
		    cash_yen_said(denomination_yen((enum denomination)i), yen,
			sizeof(yen)));
		app_fill(app, one, sizeof(one), N_("{n} x {yen}"), &piece);
		if (len > 0)
			text_copy(out + len, out_size - len, ", ");
		len = strlen(out);
		text_copy(out + len, out_size - len, one);
		len = strlen(out);
	}
	if (len == 0)
		text_copy(out, out_size, "-");
	return out;
}

static void
grid_row(
    const struct cash_grid *g, const struct area *a, int row, int column, int i)
{
	int64_t value = denomination_yen((enum denomination)i);
	int count = column + VALUE_COLUMNS + 3;

	draw_number(a, row, column, VALUE_COLUMNS, STYLE_NORMAL, value);
	draw_text(a, row, column + VALUE_COLUMNS + 1, STYLE_DIM, "x");
	draw_text(a, row, count - 1, STYLE_DIM, "[");
	draw_text(a, row, count + COUNT_COLUMNS, STYLE_DIM, "]");
	if (g->cash.count[i] != 0 || i == g->focus)
		draw_number(a, row, count, COUNT_COLUMNS,
		    i == g->focus ? STYLE_STRONG : STYLE_NORMAL,
		    g->cash.count[i]);
	if (g->cash.count[i] != 0)
		draw_number(a, row, count + COUNT_COLUMNS + 1, AMOUNT_COLUMNS,
		    STYLE_NORMAL, g->cash.count[i] * value);
}

int
cash_grid_draw(const struct cash_grid *g, const struct app *app,
    const struct area *a, int row, int column, bool focused)
{
	int count = column + VALUE_COLUMNS + 3;
	int amount = count + COUNT_COLUMNS + 1;

	draw_text_right(a, row, count, COUNT_COLUMNS, STYLE_DIM,
	    app_text(app, N_("pieces")));
	draw_text_right(a, row, amount, AMOUNT_COLUMNS, STYLE_DIM,
	    app_text(app, N_("yen")));
	row++;
	for (int i = 0; i < DENOMINATION_COUNT; i++)
		grid_row(g, a, row + i, column, i);
	if (focused)
		draw_cursor(a, row + g->focus, count + COUNT_COLUMNS - 1);
	row += DENOMINATION_COUNT;
	draw_text(a, row, column, STYLE_NORMAL, app_text(app, N_("Together")));
	draw_number(
	    a, row, amount, AMOUNT_COLUMNS, STYLE_STRONG, cash_grid_yen(g));
	return row + 2;
}
