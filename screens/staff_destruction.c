/* staff_destruction.c -- what is due to be destroyed and why; chosen here, then
 * a second person signs in beside the first. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/text.h"
#include "desk/desk.h"
#include "desk/destruction.h"
#include "screens/list.h"
#include "screens/second.h"
#include "screens/staff.h"

#define TEXT_SIZE 512

struct due {
	struct destruction_due *view; /* owned */
	bool chosen[DESTRUCTION_DUE_MOST];
	size_t chosen_count;
	struct list list;
	const struct app *app;
};

static const struct list_column columns[] = {
    {"", 3, false},
    {N_("Place"), 8, false},
    {N_("Printed on it"), 16, false},
    {N_("Name"), 0, false},
    {N_("Born"), 4, true},
    {N_("Due since"), 10, false},
    {NULL, 0, false},
};

static void
due_cell(const void *arg, size_t row, size_t column, char *out, size_t out_size)
{
	const struct due *d = arg;
	const struct destruction_line *l = &d->view->row[row];
	const char *texts[] = {d->chosen[row] ? "[x]" : "[ ]", l->place,
	    l->printed[0] != '\0' ? l->printed : l->notice, l->name};
	char iso[DATE_ISO_SIZE];

	if (column == 4)
		(void)snprintf(out, out_size, "%d", l->born_year);
	else
		text_copy(out, out_size,
		    column == 5 ? date_iso(l->since, iso) : texts[column]);
}

static void
due_note(const void *arg, size_t row, char *out, size_t out_size)
{
	const struct due *d = arg;
	const struct destruction_line *l = &d->view->row[row];

	(void)snprintf(out, out_size, "%s: %s%s%s",
	    app_text(d->app, card_type_name(l->type)),
	    app_text(d->app, destruction_reason_name(l->reason)),
	    l->cancelled[0] != '\0' ? ", " : "",
	    l->cancelled[0] != '\0' ? app_text(d->app, l->cancelled) : "");
}

static const struct list_rows rows = {
    .cell = due_cell,
    .note = due_note,
    .empty = N_("Nothing is due to be destroyed."),
};

static enum kerr
due_load(struct app *app, struct due *d, struct failure *f)
{
	enum kerr e = destruction_load_due(staff_desk(app), d->view, f);

	memset(d->chosen, 0, sizeof(d->chosen));
	d->chosen_count = 0;
	list_set_count(&d->list, e == KERR_OK ? d->view->count : 0);
	return e;
}

static enum kerr
due_open(struct app *app, void *arg, void **state, struct failure *f)
{
	struct due *d = calloc(1, sizeof(*d));

	(void)arg;
	if (d == NULL)
		return failure_set(f, ERR_MEMORY);
	*state = d;
	d->app = app;
	if ((d->view = calloc(1, sizeof(*d->view))) == NULL)
		return failure_set(f, ERR_MEMORY);
	list_init(&d->list, columns, &rows);
	return due_load(app, d, f);
}

static void
due_close(struct app *app, void *state)
{
	struct due *d = state;

	(void)app;
	if (d != NULL)
		free(d->view);
	free(d);
}

static void
due_draw(struct app *app, const void *state, const struct area *area)
{
	const struct due *d = state;
	struct area body = staff_head(
	    app, area, app_text(app, N_("Destroy cards: two people")));
	struct failure n = {0};
	struct area list;
	char text[TEXT_SIZE];

	failure_set(&n, ERR_INTERNAL);
	failure_number(&n, "n", (int64_t)d->view->count);
	failure_number(&n, "chosen", (int64_t)d->chosen_count);
	failure_number(&n, "most", DESTRUCTION_CARDS_MOST);
	draw_text_within(&body, 0, 1, body.columns - 2, STYLE_NORMAL,
	    app_fill(app, text, sizeof(text),
		N_("Due: {n}. Chosen: {chosen}, at most {most} at a time. "
		   "Space chooses."),
		&n));
	draw_line(&body, 1);
	list = area_below(&body, 2);
	list_draw(&d->list, &list, app_lang(app), d, true);
}

static struct request
due_moved(struct app *app, void *state, enum ui_key key)
{
	struct due *d = state;

	(void)app;
	(void)list_move(&d->list, key);
	return request_stay();
}

static struct request
due_typed(struct app *app, void *state, uint32_t code_point)
{
	struct due *d = state;
	bool *chosen = &d->chosen[d->list.selected];

	if (code_point != ' ' || d->list.count == 0)
		return request_stay();
	if (!*chosen && d->chosen_count == DESTRUCTION_CARDS_MOST) {
		app_say(app, MARK_PROBLEM,
		    N_("These are as many as fit on one sheet: destroy them "
		       "first."),
		    NULL);
		return request_stay();
	}
	*chosen = !*chosen;
	d->chosen_count += *chosen ? 1 : (size_t)-1;
	return request_stay();
}

static size_t
chosen_cards(const struct due *d, int64_t cards[DESTRUCTION_CARDS_MOST])
{
	size_t n = 0;

	for (size_t i = 0; i < d->view->count; i++)
		if (d->chosen[i] && n < DESTRUCTION_CARDS_MOST)
			cards[n++] = d->view->row[i].card_id;
	return n;
}

static struct request
due_granted(struct app *app, void *owner)
{
	struct due *d = owner;
	int64_t cards[DESTRUCTION_CARDS_MOST], id = 0;
	struct failure f = {0};
	struct request r;

	if (destruction_begin(staff_desk(app), cards, chosen_cards(d, cards),
		&id, &f) != KERR_OK) {
		app_say_failure(app, &f);
		return request_pop();
	}
	app_say_nothing(app);
	r = request_push_copy(&staff_destroying_screen, &id, sizeof(id));
	r.kind = REQUEST_REPLACE;
	return r;
}

static struct request
due_go(struct app *app, void *state)
{
	struct due *d = state;
	struct second_ask ask = {
	    .title = N_("Second person of a destruction"),
	    .question = N_(
		"{n} cards are destroyed. Each one's printed serial is "
		"confirmed first, one by one. It cannot be undone. You stand "
		"here until the last one is done."),
	    .action = ACTION_DESTROY,
	    .owner = d,
	    .granted = due_granted,
	};

	(void)app;
	failure_set(&ask.detail, ERR_INTERNAL);
	failure_number(&ask.detail, "n", (int64_t)d->chosen_count);
	return request_push_copy(&second_screen, &ask, sizeof(ask));
}

static bool
due_has_chosen(const struct app *app, const void *state)
{
	const struct due *d = state;

	(void)app;
	return d->chosen_count > 0;
}

static struct request
due_resumed(struct app *app, void *state)
{
	struct failure f = {0};

	if (due_load(app, state, &f) != KERR_OK)
		app_say_failure(app, &f);
	return request_stay();
}

static struct request
due_back(struct app *app, void *state)
{
	(void)state;
	app_say_nothing(app);
	return request_pop();
}

static const struct key_binding due_keys[] = {
    {.key = UI_KEY_F8,
	.handler = due_go,
	.label = N_("Second person, then destroy"),
	.when = due_has_chosen},
    {.key = UI_KEY_ESC, .handler = due_back, .label = N_("Back")},
    {.key = UI_KEY_NONE},
};

const struct screen staff_destruction_screen = {
    .name = "destruction",
    .title = N_("Destroy cards: two people"),
    .help = N_("Cards that nobody may hand out any more: cancelled, handed in, "
	       "expired in the box, or not collected in their terms. Space "
	       "chooses a line; F8 calls the second person. A card on hold or "
	       "with a reservation is not in the list."),
    .moving = N_("Up and Down choose a line, Space marks it."),
    .keys = due_keys,
    .open = due_open,
    .draw = due_draw,
    .moved = due_moved,
    .typed = due_typed,
    .resumed = due_resumed,
    .close = due_close,
};
