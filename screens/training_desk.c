/* training_desk.c -- the virtual cards of a training office: which one lies on
 * this counter's reader, and putting another one there. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "desk/collection.h"
#include "desk/desk.h"
#include "desk/training.h"
#include "screens/list.h"
#include "screens/staff.h"
#include "screens/text_line.h"
#include "screens/training.h"

#define CARDS_MOST   400
#define FIND_SIZE    120
#define FIND_COLUMNS 40
#define TEXT_SIZE    512
#define LIST_ROW     5	/* below what lies there and find */
#define PULL_AT	     16 /* about the middle of writing the PINs */

struct training_desk {
	struct training_card *card;   /* owned, card_count of them */
	struct training_card **shown; /* owned, list.count of them */
	size_t card_count;
	size_t all; /* cards of the office; may be more than fit */
	struct list list;
	struct text_line find;
	char notice[24]; /* of the case on the screen below, or "" */
	const struct app *app;
};

static const struct list_column columns[] = {
    {N_("Card"), 20, false},
    {N_("Name"), 0, false},
    {NULL, 0, false},
};

static void
card_cell(
    const void *arg, size_t row, size_t column, char *out, size_t out_size)
{
	const struct training_desk *t = arg;
	const struct training_card *c = t->shown[row];
	/* a card that is in no list is known by its own name */
	const char *card = c->notice[0] != '\0' ? c->notice : c->name;

	text_copy(out, out_size, column == 0 ? card : c->holder);
}

static bool
is_of_case(const struct training_desk *t, const struct training_card *c)
{
	return t->notice[0] != '\0' && strcmp(t->notice, c->notice) == 0;
}

static enum mark
card_mark(const void *arg, size_t row)
{
	const struct training_desk *t = arg;

	return t->shown[row]->placed ? MARK_DONE : MARK_NONE;
}

static void
card_note(const void *arg, size_t row, char *out, size_t out_size)
{
	const struct training_desk *t = arg;
	const struct training_card *c = t->shown[row];
	const char *id = "";

	if (is_of_case(t, c))
		id = c->placed ? N_("the card of this case, on the reader")
			       : N_("the card of this case");
	else if (c->placed)
		id = N_("on the reader");
	text_copy(out, out_size, id[0] == '\0' ? "" : app_text(t->app, id));
}

static const struct list_rows rows = {
    .cell = card_cell,
    .mark = card_mark,
    .note = card_note,
    .empty = N_("No card fits what was typed. Esc shows all cards."),
};

/* -- which cards are shown, in which order -- */

static bool
card_fits(const struct training_card *c, const char *typed)
{
	char whole[TEXT_SIZE], folded[TEXT_SIZE];

	snprintf(
	    whole, sizeof(whole), "%s %s %s", c->notice, c->holder, c->name);
	text_fold(folded, sizeof(folded), whole);
	return typed[0] == '\0' || strstr(folded, typed) != NULL;
}

/* The card of the case first, then as the office lists them; the selection
 * follows its card. */
static void
training_show(struct training_desk *t)
{
	char typed[FIND_SIZE];
	const struct training_card *before =
	    t->list.count > 0 ? t->shown[t->list.selected] : NULL;
	size_t n = 0;

	text_fold(typed, sizeof(typed), t->find.text);
	for (int turn = 0; turn < 2; turn++)
		for (size_t i = 0; i < t->card_count; i++)
			if (is_of_case(t, &t->card[i]) == (turn == 0) &&
			    card_fits(&t->card[i], typed))
				t->shown[n++] = &t->card[i];
	list_set_count(&t->list, n);
	list_select(&t->list, 0);
	for (size_t i = 0; i < n; i++)
		if (t->shown[i] == before)
			list_select(&t->list, i);
}

/* The rows stand in the same places: names do not change while it runs. */
static void
training_reload(struct app *app, struct training_desk *t)
{
	t->card_count =
	    training_cards(staff_desk(app), t->card, CARDS_MOST, &t->all);
	training_show(t);
}

static const struct training_card *
training_placed(const struct training_desk *t)
{
	for (size_t i = 0; i < t->card_count; i++)
		if (t->card[i].placed)
			return &t->card[i];
	return NULL;
}

/* -- open, draw, close -- */

static void
training_find_case(struct app *app, struct training_desk *t)
{
	struct desk *d = staff_desk(app);
	struct collection_view *view = NULL;
	struct failure f = {0};
	int64_t case_id = collection_watched(d);

	if (case_id == 0 || (view = calloc(1, sizeof(*view))) == NULL)
		return;
	if (collection_load(d, case_id, view, &f) == KERR_OK)
		text_copy(t->notice, sizeof(t->notice), view->notice);
	free(view);
}

static enum kerr
training_open(struct app *app, void *arg, void **state, struct failure *f)
{
	struct training_desk *t = calloc(1, sizeof(*t));

	(void)arg;
	if (t == NULL)
		return failure_set(f, ERR_MEMORY);
	*state = t;
	t->app = app;
	t->card = calloc(CARDS_MOST, sizeof(*t->card));
	t->shown = calloc(CARDS_MOST, sizeof(struct training_card *));
	if (t->card == NULL || t->shown == NULL)
		return failure_set(f, ERR_MEMORY);
	list_init(&t->list, columns, &rows);
	text_line_set(&t->find, "", FIND_SIZE, 0);
	training_find_case(app, t);
	training_reload(app, t);
	return KERR_OK;
}

static void
training_close(struct app *app, void *state)
{
	struct training_desk *t = state;

	(void)app;
	if (t != NULL) {
		free(t->card);
		free(t->shown);
	}
	free(t);
}

static void
draw_placed(
    struct app *app, const struct training_desk *t, const struct area *a)
{
	const struct training_card *c = training_placed(t);
	struct failure names = {0};
	char text[TEXT_SIZE];

	if (c == NULL) {
		draw_text(a, 0, 1, STYLE_NORMAL,
		    app_text(app, N_("No card lies on the reader.")));
		return;
	}
	failure_text(
	    &names, "name", c->holder[0] != '\0' ? c->holder : c->name);
	failure_text(&names, "notice", c->notice);
	draw_text_within(a, 0, 1, a->columns - 2, STYLE_STRONG,
	    app_fill(app, text, sizeof(text),
		c->notice[0] != '\0' ? N_("On the reader: {name}, {notice}")
				     : N_("On the reader: {name}"),
		&names));
}

/* What a trainee reads off the paper card: for the holder check. */
static void
draw_printed(
    struct app *app, const struct training_desk *t, const struct area *a)
{
	const struct training_card *c = training_placed(t);
	struct failure digits = {0};
	char text[TEXT_SIZE];

	if (c == NULL || c->face_digits[0] == '\0')
		return;
	failure_text(&digits, "digits", c->face_digits);
	failure_text(&digits, "number", c->number);
	draw_text_within(a, 1, 1, a->columns - 2, STYLE_NORMAL,
	    app_fill(app, text, sizeof(text),
		N_("Printed on it: 14 digits {digits}, number {number}"),
		&digits));
}

static void
training_draw(struct app *app, const void *state, const struct area *a)
{
	const struct training_desk *t = state;
	struct area body = staff_head(
	    app, a, app_text(app, N_("Training desk: invented cards")));
	struct area list;
	int at;

	draw_placed(app, t, &body);
	draw_printed(app, t, &body);
	at = draw_text(&body, 2, 1, STYLE_NORMAL, app_text(app, N_("Find")));
	draw_text(&body, 2, at + 1, STYLE_DIM, "[");
	draw_text(&body, 2, at + 3 + FIND_COLUMNS, STYLE_DIM, "]");
	draw_text(&body, 3, at + 2, STYLE_DIM,
	    app_text(app, N_("type part of a name or a notice number")));
	draw_line(&body, LIST_ROW - 1);
	list = area_below(&body, LIST_ROW);
	list_draw(&t->list, &list, app_lang(app), t, t->find.len == 0);
	text_line_draw(&t->find, &body, 2, at + 2, FIND_COLUMNS + 1);
}

/* -- keys -- */

static struct request
training_typed(struct app *app, void *state, uint32_t code_point)
{
	struct training_desk *t = state;

	(void)app;
	if (text_line_type(&t->find, code_point))
		training_show(t);
	return request_stay();
}

static struct request
training_pasted(struct app *app, void *state, const char *text)
{
	struct training_desk *t = state;

	(void)app;
	text_line_set(&t->find, "", FIND_SIZE, 0);
	text_line_insert(&t->find, text);
	training_show(t);
	return request_stay();
}

static struct request
training_moved(struct app *app, void *state, enum ui_key key)
{
	struct training_desk *t = state;

	(void)app;
	if (!list_move(&t->list, key) && text_line_move(&t->find, key))
		training_show(t);
	return request_stay();
}

static struct request
training_place_selected(struct app *app, void *state)
{
	struct training_desk *t = state;
	struct failure f = {0}, names = {0};
	const struct training_card *c = NULL;

	if (t->list.count == 0)
		return request_stay();
	c = t->shown[t->list.selected];
	failure_text(
	    &names, "name", c->holder[0] != '\0' ? c->holder : c->name);
	if (training_place(staff_desk(app), c->name, &f) != KERR_OK)
		app_say_failure(app, &f);
	else
		app_say(app, MARK_DONE,
		    N_("The card of {name} lies on the reader now."), &names);
	training_reload(app, t);
	return request_stay();
}

static struct request
training_lift(struct app *app, void *state)
{
	struct training_desk *t = state;
	struct failure f = {0};

	if (training_remove(staff_desk(app), &f) != KERR_OK)
		app_say_failure(app, &f);
	else
		app_say(app, MARK_DONE, N_("The reader is empty now."), NULL);
	training_reload(app, t);
	return request_stay();
}

/* To learn what happens when a resident takes the card away too early. */
static struct request
training_pull(struct app *app, void *state)
{
	struct failure f = {0};

	(void)state;
	if (training_pull_at(staff_desk(app), PULL_AT, &f) != KERR_OK)
		app_say_failure(app, &f);
	else
		app_say(app, MARK_DONE,
		    N_("The card will be torn away while the PINs are written. "
		       "Placing a card takes this back."),
		    NULL);
	return request_stay();
}

static struct request
training_back(struct app *app, void *state)
{
	struct training_desk *t = state;

	if (t->find.len == 0)
		return request_pop();
	(void)app;
	text_line_set(&t->find, "", FIND_SIZE, 0);
	training_show(t);
	return request_stay();
}

static struct request
training_event(struct app *app, void *state, const void *event)
{
	(void)event;
	training_reload(app, state);
	return request_stay();
}

static bool
when_any(const struct app *app, const void *state)
{
	const struct training_desk *t = state;

	(void)app;
	return t->list.count > 0;
}

static bool
when_placed(const struct app *app, const void *state)
{
	(void)app;
	return training_placed(state) != NULL;
}

static const struct key_binding training_keys[] = {
    {.key = UI_KEY_ENTER,
	.handler = training_place_selected,
	.label = N_("Put on the reader"),
	.when = when_any},
    {.key = UI_KEY_F8, .handler = training_place_selected, .when = when_any},
    {.key = UI_KEY_F5,
	.handler = training_lift,
	.label = N_("Remove"),
	.when = when_placed},
    {.key = UI_KEY_F9,
	.handler = training_pull,
	.label = N_("Tear away while writing"),
	.when = when_placed},
    {.key = UI_KEY_ESC, .handler = training_back, .label = N_("Back")},
    {.key = UI_KEY_NONE},
};

const struct screen training_desk_screen = {
    .name = "training_desk",
    .title = N_("Training desk"),
    .help = N_("The invented cards of this training office. Enter puts the "
	       "selected card on this counter's reader in place of the one "
	       "that lies there; F5 lifts it. F9 lets it be torn away in the "
	       "middle of writing the PINs, to learn what follows."),
    .moving = N_("Up and Down choose a line; what is typed narrows the list."),
    .keys = training_keys,
    .open = training_open,
    .draw = training_draw,
    .moved = training_moved,
    .typed = training_typed,
    .pasted = training_pasted,
    .event = training_event,
    .close = training_close,
};
