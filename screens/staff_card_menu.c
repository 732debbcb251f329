/* staff_card_menu.c -- one card and everything that can be done with it, and
 * what needs no card at all. What cannot be done now stands below, with why. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "desk/card_acts.h"
#include "desk/card_menu.h"
#include "desk/collection.h"
#include "desk/desk.h"
#include "desk/procedure.h"
#include "desk/session.h"
#include "rules/destruction.h"
#include "screens/ask_form.h"
#include "screens/card_menu_inside.h"
#include "screens/list.h"
#include "screens/note.h"
#include "screens/staff.h"

#define PLACE_COLUMNS 20

static enum kerr
menu_open(struct app *app, void *arg, void **state, struct failure *f)
{
	struct card_menu *m = calloc(1, sizeof(*m));
	int64_t card_id = *(const int64_t *)arg;

	if (m == NULL)
		return failure_set(f, ERR_MEMORY);
	*state = m;
	desk_new_key(m->key);
	card_menu_list_init(m);
	if (card_id != 0 &&
	    card_menu_open(staff_desk(app), card_id, &m->view, f) != KERR_OK)
		return f->code;
	card_menu_collect(app, m);
	return KERR_OK;
}

static void
menu_close(struct app *app, void *state)
{
	(void)app;
	free(state);
}

static void
menu_reload(struct app *app, struct card_menu *m)
{
	struct failure f = {0};

	if (m->view.card_id != 0 &&
	    card_menu_load(staff_desk(app), m->view.card_id, &m->view, &f) !=
		KERR_OK)
		app_say_failure(app, &f);
	card_menu_collect(app, m);
}

/* -- what a row does -- */

static struct request
menu_enter_case(struct app *app, struct card_menu *m, int64_t case_id)
{
	desk_new_key(m->key);
	app_say_nothing(app);
	return request_push_copy(
	    &staff_collection_screen, &case_id, sizeof(case_id));
}

static struct request
menu_go_on(struct app *app, struct card_menu *m)
{
	struct failure f = {0};

	if (collection_resume(staff_desk(app), m->view.case_id, &f) !=
	    KERR_OK) {
		app_say_failure(app, &f);
		return request_stay();
	}
	return menu_enter_case(app, m, m->view.case_id);
}

static struct request
menu_begin(struct app *app, struct card_menu *m, enum case_kind kind)
{
	struct desk *d = staff_desk(app);
	struct failure f = {0};
	int64_t case_id = 0;
	enum kerr e;

	e = kind == CASE_KIND_COLLECTION
		? collection_open(d, m->view.card_id, m->key, &case_id, &f)
		: procedure_open(
		      d, kind, m->view.card_id, m->key, &case_id, &f);
	if (e != KERR_OK) {
		menu_reload(app, m);
		app_say_failure(app, &f);
		return request_stay();
	}
	return menu_enter_case(app, m, case_id);
}

static void
say_entered(struct app *app, const struct card_menu *m)
{
	struct failure said = {0};

	failure_set(&said, ERR_INTERNAL);
	failure_text(
	    &said, "state", app_text(app, card_state_name(m->view.state)));
	app_say(app, MARK_DONE, N_("Kept: the card is now {state}."), &said);
}

static enum kerr
enter_event(struct app *app, struct card_menu *m, const char *place)
{
	struct failure f = {0};
	enum kerr e = card_enter_event(
	    staff_desk(app), m->view.card_id, m->event, place, &f);

	if (e != KERR_OK) {
		app_say_failure(app, &f);
		return e;
	}
	menu_reload(app, m);
	say_entered(app, m);
	return KERR_OK;
}

static struct request
place_taken(struct app *app, void *owner, const char *text)
{
	return enter_event(app, owner, text) == KERR_OK ? request_pop()
							: request_stay();
}

static struct request
event_answered(struct app *app, void *state, int answer)
{
	if (answer == 1)
		(void)enter_event(app, state, "");
	return request_stay();
}

static struct request
menu_event(
    struct app *app, struct card_menu *m, const struct card_menu_item *item)
{
	struct note_ask ask = {
	    .title = item->name,
	    .question = N_("Where does the card lie from now on?"),
	    .initial = m->view.place,
	    .columns = PLACE_COLUMNS,
	    .required = true,
	    .owner = m,
	    .taken = place_taken,
	};
	struct confirm sure = {
	    .title = item->name,
	    .question = item->words,
	    .yes = N_("Keep it so"),
	    .answered = event_answered,
	};

	(void)app;
	m->event = item->event;
	if (card_event_has_place(item->event))
		return request_push_copy(&staff_note_screen, &ask, sizeof(ask));
	return request_push_copy(&confirm_screen, &sure, sizeof(sure));
}

static struct request
cancel_taken(struct app *app, void *owner, const struct answers *answers,
    struct failure *f)
{
	struct card_menu *m = owner;

	if (card_cancel(staff_desk(app), m->view.card_id, answers, f) !=
	    KERR_OK)
		return request_stay();
	menu_reload(app, m);
	say_entered(app, m);
	return request_pop();
}

static struct request
menu_cancel(struct card_menu *m)
{
	struct ask_form ask = {
	    .title = N_("Cancel the waiting card"),
	    .question = cancel_instruction(),
	    .fields = cancel_fields(),
	    .does = N_("Cancel the card"),
	    .owner = m,
	    .taken = cancel_taken,
	};

	return request_push_copy(&ask_form_screen, &ask, sizeof(ask));
}

static struct request
menu_refuse(struct app *app, const struct card_menu_item *item)
{
	struct failure f = {0};

	failure_set(&f, ERR_PROCEDURE);
	failure_text(&f, "reason", item->why_not);
	app_say_failure(app, &f);
	return request_stay();
}

static struct request
menu_item(
    struct app *app, struct card_menu *m, const struct card_menu_item *item)
{
	if (item->why_not != NULL)
		return menu_refuse(app, item);
	switch (item->act) {
	case CARD_ACT_GO_ON:
		return menu_go_on(app, m);
	case CARD_ACT_CASE:
		return menu_begin(app, m, item->kind);
	case CARD_ACT_BIND:
		app_say_nothing(app);
		return request_push_copy(&staff_bind_screen, &m->view.card_id,
		    sizeof(m->view.card_id));
	case CARD_ACT_EVENT:
		return menu_event(app, m, item);
	case CARD_ACT_CANCEL:
		return menu_cancel(m);
	case CARD_ACT_COUNT:
		break;
	}
	return request_stay();
}

static struct request
menu_enter(struct app *app, void *state)
{
	struct card_menu *m = state;
	const struct card_menu_row *row;

	if (m->list.count == 0)
		return request_stay();
	row = &m->row[m->list.selected];
	if (row->item != NULL)
		return menu_item(app, m, row->item);
	app_say_nothing(app);
	return request_push(row->screen, NULL);
}

static struct request
menu_moved(struct app *app, void *state, enum ui_key key)
{
	struct card_menu *m = state;

	(void)app;
	(void)list_move(&m->list, key);
	return request_stay();
}

static struct request
menu_back(struct app *app, void *state)
{
	(void)state;
	app_say_nothing(app);
	return request_pop();
}

static struct request
menu_resumed(struct app *app, void *state)
{
	menu_reload(app, state);
	return request_stay();
}

static const struct key_binding menu_keys[] = {
    {.key = UI_KEY_ENTER, .handler = menu_enter, .label = N_("Take this one")},
    {.key = UI_KEY_ESC, .handler = menu_back, .label = N_("Back")},
    {.key = UI_KEY_NONE},
};

const struct screen staff_card_menu_screen = {
    .name = "card-menu",
    .title = N_("Reissue, loss ..."),
    .help = N_("All that can be done with this card stands first; what cannot "
	       "be done now stands below, with the reason. Enter takes the "
	       "line. Above the list: the card, which one it replaced or is "
	       "replaced by, and the cases that it was in."),
    .moving = N_("Up and Down choose a line."),
    .keys = menu_keys,
    .open = menu_open,
    .draw = card_menu_draw,
    .moved = menu_moved,
    .resumed = menu_resumed,
    .close = menu_close,
};
