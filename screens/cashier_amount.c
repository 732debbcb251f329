/* cashier_amount.c -- money that moves without a fee, note by note and coin by
 * coin: the float, paid in and out, to the bank, found. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "desk/cashier.h"
#include "desk/desk.h"
#include "screens/cash_grid.h"
#include "screens/cashier.h"
#include "screens/note.h"
#include "screens/staff.h"

#define TEXT_SIZE 512
#define SIDE	  (CASH_GRID_COLUMNS + 4)

static const struct kind {
	const char *title;
	const char *words;	/* what it is for */
	const char *does;	/* of F8, with {yen} */
	const char *done;	/* with {yen} */
	enum cashier_move move; /* not of OPEN */
} kinds[CASHIER_AMOUNT_COUNT] = {
    [CASHIER_AMOUNT_OPEN] = {N_("Open the drawer with its float"),
	N_("Count the change money that was handed to you. It is for change "
	   "only and stays apart from what is received."),
	N_("Open with {yen}"),
	N_("The drawer is open with a float of {yen} yen."),
	CASHIER_MOVE_COUNT},
    [CASHIER_AMOUNT_PAID_IN] = {N_("Paid in"),
	N_("Money that comes into the drawer without a fee."),
	N_("Pay in {yen}"), N_("Paid in: {yen} yen."), CASHIER_PAID_IN},
    [CASHIER_AMOUNT_PAID_OUT] = {N_("Paid out"),
	N_("Money that leaves the drawer without a fee."), N_("Pay out {yen}"),
	N_("Paid out: {yen} yen."), CASHIER_PAID_OUT},
    [CASHIER_AMOUNT_BANK] = {N_("To the bank, out of the drawer"),
	N_("Receipts that leave the drawer for the designated bank."),
	N_("Take out {yen}"), N_("To the bank: {yen} yen."), CASHIER_BANK},
    [CASHIER_AMOUNT_FOUND] = {N_("Money that was found"),
	N_("Money found later is a new entry; an entry that was made is "
	   "never altered."),
	N_("Enter {yen}"), N_("Found money was entered: {yen} yen."),
	CASHIER_FOUND},
    [CASHIER_AMOUNT_DEPOSIT] = {N_("Deposit what is in custody"),
	N_("Receipts of closed drawers that the bank has taken."),
	N_("Deposit {yen}"), N_("Deposited: {yen} yen."), CASHIER_DEPOSIT},
};

struct amount {
	enum cashier_amount kind;
	struct till_view till;
	struct cash_grid grid;
	size_t reason;
	bool is_done;
	char key[DESK_KEY_SIZE];
};

static enum kerr
amount_open(struct app *app, void *arg, void **state, struct failure *f)
{
	struct amount *s = calloc(1, sizeof(*s));

	if (s == NULL)
		return failure_set(f, ERR_MEMORY);
	*state = s;
	s->kind = *(const enum cashier_amount *)arg;
	cash_grid_init(&s->grid);
	desk_new_key(s->key);
	return cashier_load(staff_desk(app), &s->till, f);
}

static void
amount_close(struct app *app, void *state)
{
	(void)app;
	free(state);
}

static char *
fill_yen(const struct app *app, const char *id, int64_t sum, char *out,
    size_t out_size)
{
	struct failure yen = {0};
	char text[24];

	failure_set(&yen, ERR_INTERNAL);
	failure_text(&yen, "yen", cash_yen_said(sum, text, sizeof(text)));
	return app_fill(app, out, out_size, id, &yen);
}

static void
amount_draw(struct app *app, const void *state, const struct area *area)
{
	const struct amount *s = state;
	const struct kind *k = &kinds[s->kind];
	struct area body = staff_head(app, area, app_text(app, k->title));
	struct area side =
	    area_part(&body, 0, SIDE, body.rows, body.columns - SIDE - 1);
	char text[TEXT_SIZE];
	int row = draw_paragraph(
	    &side, 1, 0, side.columns, STYLE_NORMAL, app_text(app, k->words));

	if (s->kind == CASHIER_AMOUNT_OPEN)
		(void)draw_paragraph(&side, row + 1, 0, side.columns,
		    STYLE_NORMAL,
		    fill_yen(app, N_("Granted to you: {yen} yen."),
			s->till.grant_yen, text, sizeof(text)));
	(void)cash_grid_draw(&s->grid, app, &body, 0, 1, true);
}

static struct request
amount_typed(struct app *app, void *state, uint32_t code_point)
{
	struct amount *s = state;

	(void)app;
	(void)cash_grid_type(&s->grid, code_point);
	return request_stay();
}

static struct request
amount_moved(struct app *app, void *state, enum ui_key key)
{
	struct amount *s = state;

	(void)app;
	(void)cash_grid_move(&s->grid, key);
	return request_stay();
}

static struct request
amount_next(struct app *app, void *state)
{
	struct amount *s = state;

	(void)app;
	(void)cash_grid_move(&s->grid, UI_KEY_DOWN);
	return request_stay();
}

/* -- doing it -- */

static bool
amount_commit(struct app *app, struct amount *s, const char *note)
{
	struct failure f = {0};
	struct failure said = {0};
	char yen[24];
	int64_t entry = 0;
	const struct kind *k = &kinds[s->kind];
	enum kerr e;

	e = s->kind == CASHIER_AMOUNT_OPEN
		? cashier_open(staff_desk(app), &s->grid.cash, s->key, &f)
		: cashier_move(staff_desk(app), k->move, &s->grid.cash,
		      cashier_reasons(k->move)[s->reason].code, note, s->key,
		      &entry, &f);
	if (e != KERR_OK) {
		app_say_failure(app, &f);
		return false;
	}
	failure_set(&said, ERR_INTERNAL);
	failure_text(&said, "yen",
	    cash_yen_said(cash_grid_yen(&s->grid), yen, sizeof(yen)));
	app_say(app, MARK_DONE, k->done, &said);
	s->is_done = true;
	return true;
}

static struct request
amount_noted(struct app *app, void *owner, const char *text)
{
	(void)amount_commit(app, owner, text);
	return request_pop();
}

static const char *
reason_label(const void *rows, size_t row)
{
	const struct cash_reason *r = rows;

	return r[row].said;
}

static struct request
reason_chosen(struct app *app, void *state, int answer)
{
	struct amount *s = state;
	struct note_ask ask = {.title = N_("Another reason"),
	    .question = N_("What exactly? One line for the office, without "
			   "names."),
	    .columns = 60,
	    .required = true,
	    .owner = s,
	    .taken = amount_noted};

	if (answer < 0)
		return request_stay();
	s->reason = (size_t)answer;
	if (strcmp(cashier_reasons(kinds[s->kind].move)[answer].code,
		"other") == 0)
		return request_push_copy(&staff_note_screen, &ask, sizeof(ask));
	return amount_commit(app, s, "") ? request_pop() : request_stay();
}

static struct request
amount_do(struct app *app, void *state)
{
	struct amount *s = state;
	const struct kind *k = &kinds[s->kind];
	struct choose ask = {.title = k->title,
	    .question = N_("Why?"),
	    .label = reason_label,
	    .answered = reason_chosen};

	if (s->kind == CASHIER_AMOUNT_OPEN)
		return amount_commit(app, s, "") ? request_pop()
						 : request_stay();
	ask.rows = cashier_reasons(k->move);
	while (cashier_reasons(k->move)[ask.count].code != NULL)
		ask.count++;
	if (ask.count == 1)
		return reason_chosen(app, s, 0);
	return request_push_copy(&choose_screen, &ask, sizeof(ask));
}

/* Back from the words of another reason. */
static struct request
amount_resumed(struct app *app, void *state)
{
	const struct amount *s = state;

	(void)app;
	return s->is_done ? request_pop() : request_stay();
}

static struct request
amount_back(struct app *app, void *state)
{
	(void)state;
	app_say_nothing(app);
	return request_pop();
}

static bool
when_any(const struct app *app, const void *state)
{
	const struct amount *s = state;

	(void)app;
	return cash_grid_yen(&s->grid) > 0;
}

static void
says_do(struct app *app, const void *state, char *out, size_t out_size)
{
	const struct amount *s = state;

	(void)fill_yen(
	    app, kinds[s->kind].does, cash_grid_yen(&s->grid), out, out_size);
}

static const struct key_binding amount_keys[] = {
    {.key = UI_KEY_F8, .handler = amount_do, .says = says_do, .when = when_any},
    {.key = UI_KEY_ENTER, .handler = amount_next, .label = N_("Next")},
    {.key = UI_KEY_ESC, .handler = amount_back, .label = N_("Back")},
    {.key = UI_KEY_NONE},
};

const struct screen cashier_amount_screen = {
    .name = "amount",
    .title = N_("Notes and coins"),
    .help = N_("Type how many pieces of each note and coin there are. F8 says "
	       "the sum and does it, once."),
    .moving = N_("Up, Down and Tab go from one kind to the next."),
    .keys = amount_keys,
    .open = amount_open,
    .draw = amount_draw,
    .moved = amount_moved,
    .typed = amount_typed,
    .resumed = amount_resumed,
    .close = amount_close,
};
