/* cashier_charge.c -- what one card costs: the sum that is due, what was
 * handed over, what to give back. First said on the key, then done, then
 * shown. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "screens/cashier.h"
#include "screens/charge_inside.h"
#include "screens/staff.h"

#define AMOUNT_SIZE 8 /* six digits and the NUL */

static void
charge_replan(struct app *app, struct charge_screen *c)
{
	struct failure f = {0};

	memset(&c->plan, 0, sizeof(c->plan));
	if (c->barred.code != KERR_OK || c->view.due_yen == 0)
		return;
	if (charge_plan(staff_desk(app), c->card, &c->tender.cash, &c->plan,
		&f) != KERR_OK)
		app_say_failure(app, &f);
}

void
charge_reload(struct app *app, struct charge_screen *c)
{
	struct desk *d = staff_desk(app);
	struct failure f = {0};

	if (charge_load(d, c->card, &c->view, &f) != KERR_OK ||
	    cashier_load(d, &c->drawer, &f) != KERR_OK) {
		app_say_failure(app, &f);
		return;
	}
	charge_replan(app, c);
}

static void
charge_set_amount(struct app *app, struct charge_screen *c, int64_t yen)
{
	char digits[32];

	snprintf(digits, sizeof(digits), "%lld", (long long)yen);
	text_line_set(&c->amount, yen > 0 ? digits : "", AMOUNT_SIZE, 0);
	tender_pieces(yen, &c->tender.cash);
	charge_replan(app, c);
}

static enum kerr
charge_open(struct app *app, void *arg, void **state, struct failure *f)
{
	struct charge_screen *c = calloc(1, sizeof(*c));
	enum kerr e;

	if (c == NULL)
		return failure_set(f, ERR_MEMORY);
	*state = c;
	c->card = *(const int64_t *)arg;
	cash_grid_init(&c->tender);
	text_line_set(&c->amount, "", AMOUNT_SIZE, 0);
	desk_new_key(c->key);
	if ((e = charge_load(staff_desk(app), c->card, &c->view, f)) !=
		KERR_OK ||
	    (e = cashier_load(staff_desk(app), &c->drawer, f)) != KERR_OK)
		return e;
	/* what bars this counter is told, and the fee is shown all the same */
	(void)charge_prepare(staff_desk(app), &c->barred);
	return KERR_OK;
}

static void
charge_close(struct app *app, void *state)
{
	(void)app;
	free(state);
}

bool
charge_can_take(const struct charge_screen *c)
{
	return !c->is_done && c->barred.code == KERR_OK && c->view.due_yen > 0;
}

static struct request
charge_typed(struct app *app, void *state, uint32_t code_point)
{
	struct charge_screen *c = state;
	uint32_t digit = text_narrow_point(code_point);

	if (!charge_can_take(c) || digit < '0' || digit > '9')
		return request_stay();
	if (c->by_pieces) {
		(void)cash_grid_type(&c->tender, digit);
		charge_replan(app, c);
		return request_stay();
	}
	if (text_line_type(&c->amount, digit))
		charge_set_amount(app, c, strtoll(c->amount.text, NULL, 10));
	return request_stay();
}

/* The pieces were typed: the amount follows them. */
static struct request
charge_moved_pieces(struct app *app, struct charge_screen *c, enum ui_key key)
{
	if (cash_grid_move(&c->tender, key))
		charge_replan(app, c);
	return request_stay();
}

static struct request
charge_moved(struct app *app, void *state, enum ui_key key)
{
	struct charge_screen *c = state;

	if (!charge_can_take(c))
		return request_stay();
	if (c->by_pieces)
		return charge_moved_pieces(app, c, key);
	if (key == UI_KEY_TAB || key == UI_KEY_BACKTAB || key == UI_KEY_DOWN ||
	    key == UI_KEY_UP)
		charge_set_amount(app, c,
		    tender_next(c->view.due_yen, cash_grid_yen(&c->tender),
			key == UI_KEY_TAB || key == UI_KEY_DOWN));
	else if (text_line_move(&c->amount, key))
		charge_set_amount(app, c, strtoll(c->amount.text, NULL, 10));
	return request_stay();
}

static struct request
charge_pieces(struct app *app, void *state)
{
	struct charge_screen *c = state;
	char digits[32];

	(void)app;
	c->by_pieces = !c->by_pieces;
	c->tender.fresh = true;
	snprintf(digits, sizeof(digits), "%lld",
	    (long long)cash_grid_yen(&c->tender));
	text_line_set(&c->amount, digits, AMOUNT_SIZE, 0);
	return request_stay();
}

static void
charge_say_taken(struct app *app, const struct charge_screen *c)
{
	struct failure done = {0};
	char yen[24], back[24];

	failure_set(&done, ERR_INTERNAL);
	failure_text(&done, "yen",
	    cash_yen_said(c->done.tendered_yen, yen, sizeof(yen)));
	failure_text(&done, "back",
	    cash_yen_said(c->done.change_yen, back, sizeof(back)));
	failure_text(&done, "receipt", c->done.receipt);
	app_say(app, MARK_DONE,
	    c->done.change_yen > 0
		? N_("Taken: {yen}. Give back {back}. Receipt {receipt}.")
		: N_("Taken: {yen}. Nothing to give back. Receipt {receipt}."),
	    &done);
}

static struct request
charge_do(struct app *app, void *state)
{
	struct charge_screen *c = state;
	struct failure f = {0};
	struct request r = request_stay();
	enum kerr e = charge_take(staff_desk(app), c->card, c->view.due_yen,
	    &c->tender.cash, c->key, &c->done, &f);

	r.drop_typed = true;
	if (e != KERR_OK) {
		app_say_failure(app, &f);
		charge_reload(app, c);
		return r;
	}
	c->is_done = true;
	charge_say_taken(app, c);
	(void)charge_load(staff_desk(app), c->card, &c->view, &f);
	return r;
}

static struct request
charge_back(struct app *app, void *state)
{
	const struct charge_screen *c = state;

	if (!c->is_done)
		app_say_nothing(app);
	return request_pop();
}

static struct request
charge_resumed(struct app *app, void *state)
{
	struct charge_screen *c = state;

	charge_reload(app, c);
	return request_stay();
}

/* -- which keys work when -- */

static bool
when_possible(const struct app *app, const void *state)
{
	const struct charge_screen *c = state;

	(void)app;
	return charge_can_take(c) && c->plan.is_possible;
}

static bool
when_typing(const struct app *app, const void *state)
{
	(void)app;
	return charge_can_take(state);
}

static bool
when_due(const struct app *app, const void *state)
{
	const struct charge_screen *c = state;

	(void)app;
	return !c->is_done && !c->view.is_settled;
}

static bool
when_over(const struct app *app, const void *state)
{
	const struct charge_screen *c = state;

	(void)app;
	return c->is_done || c->view.is_settled;
}

static void
says_take(struct app *app, const void *state, char *out, size_t out_size)
{
	const struct charge_screen *c = state;
	struct failure sums = {0};
	char yen[24], back[24];

	failure_set(&sums, ERR_INTERNAL);
	failure_text(&sums, "yen",
	    cash_yen_said(c->plan.tendered_yen, yen, sizeof(yen)));
	failure_text(&sums, "back",
	    cash_yen_said(c->plan.change_yen, back, sizeof(back)));
	app_fill(app, out, out_size,
	    c->plan.change_yen > 0 ? N_("Take {yen}, give {back}")
				   : N_("Take {yen}"),
	    &sums);
}

static void
says_pieces(struct app *app, const void *state, char *out, size_t out_size)
{
	const struct charge_screen *c = state;

	snprintf(out, out_size, "%s",
	    app_text(app,
		c->by_pieces ? N_("Type the sum") : N_("Type the pieces")));
}

static const struct key_binding charge_keys[] = {
    {.key = UI_KEY_F8,
	.handler = charge_do,
	.says = says_take,
	.when = when_possible},
    {.key = UI_KEY_ENTER,
	.handler = charge_back,
	.label = N_("Go on"),
	.when = when_over},
    {.key = UI_KEY_F2,
	.handler = charge_pieces,
	.says = says_pieces,
	.when = when_typing},
    {.key = UI_KEY_F9,
	.handler = charge_ask_reason,
	.label = N_("Reason, exempt"),
	.when = when_due},
    {.key = UI_KEY_ESC, .handler = charge_back, .label = N_("Back")},
    {.key = UI_KEY_NONE},
};

const struct screen cashier_charge_screen = {
    .name = "charge",
    .title = N_("Charge"),
    .help = N_("Type what the visitor hands over, or step through usual sums "
	       "with Tab. The right side shows the pieces of it, the change to "
	       "give, and what the drawer holds. F2 types the pieces one by "
	       "one. F8 says what it will take and give; it is done once, "
	       "however often it is pressed."),
    .moving = N_("Tab steps through usual sums."),
    .keys = charge_keys,
    .open = charge_open,
    .draw = charge_draw,
    .moved = charge_moved,
    .typed = charge_typed,
    .resumed = charge_resumed,
    .close = charge_close,
};
