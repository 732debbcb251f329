/* staff_register.c -- write down a card that is in no list. Before anything is
 * kept, people with the same name and birth date are shown. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/secret.h"
#include "desk/card_entry.h"
#include "desk/desk.h"
#include "rules/registration.h"
#include "screens/form.h"
#include "screens/staff.h"

#define MARGIN	  4
#define TWIN_SIZE 512

struct registering {
	struct form *form; /* owned */
	char key[DESK_KEY_SIZE];
	struct card_twins twins;
	/* what the choice shows: the twins, then somebody else */
	char twin_text[CARD_TWINS_MOST][TWIN_SIZE];
	const char *twin_line[CARD_TWINS_MOST + 1];
};

static enum kerr
register_open(struct app *app, void *arg, void **state, struct failure *f)
{
	struct registering *r = calloc(1, sizeof(*r));

	(void)app;
	(void)arg;
	if (r == NULL)
		return failure_set(f, ERR_MEMORY);
	*state = r;
	desk_new_key(r->key);
	return failure_set(
	    f, form_new(registration_fields(), NULL, NULL, &r->form));
}

static void
register_close(struct app *app, void *state)
{
	struct registering *r = state;

	(void)app;
	if (r == NULL)
		return;
	form_free(&r->form);
	secret_wipe(r, sizeof(*r));
	free(r);
}

static void
register_draw(struct app *app, const void *state, const struct area *area)
{
	const struct registering *r = state;
	struct area body =
	    staff_head(app, area, app_text(app, N_("Register a card")));
	struct area rest;
	int row =
	    1 + draw_paragraph(&body, 0, MARGIN, body.columns - 2 * MARGIN,
		    STYLE_NORMAL, app_text(app, registration_instruction()));

	rest = area_part(
	    &body, row, 1, body.rows - row, body.columns - 1 - MARGIN);
	form_draw(r->form, &rest, app_lang(app));
}

static struct request
register_typed(struct app *app, void *state, uint32_t code_point)
{
	struct registering *r = state;

	(void)app;
	(void)form_type(r->form, code_point);
	return request_stay();
}

static struct request
register_moved(struct app *app, void *state, enum ui_key key)
{
	struct registering *r = state;

	(void)app;
	(void)form_move(r->form, key);
	return request_stay();
}

static struct request
register_pasted(struct app *app, void *state, const char *text)
{
	struct registering *r = state;

	(void)app;
	(void)form_paste(r->form, text);
	return request_stay();
}

static struct request
register_scanned(struct app *app, void *state, const char *text)
{
	struct registering *r = state;

	(void)app;
	(void)form_scan(r->form, text);
	return request_stay();
}

/* What can be done with the card, in place of this form. */
static struct request
to_menu(int64_t card_id)
{
	struct request r = request_push_copy(
	    &staff_card_menu_screen, &card_id, sizeof(card_id));

	r.kind = REQUEST_REPLACE;
	return r;
}

static struct request
register_fail(struct app *app, struct registering *r, const struct failure *f)
{
	form_set_failure(r->form, f);
	app_say_failure(app, f);
	return request_stay();
}

static struct request
register_add(
    struct app *app, struct registering *r, bool is_said, int64_t person)
{
	struct failure f = {0};
	int64_t card_id = 0;

	if (card_entry_add(staff_desk(app), form_answers(r->form), is_said,
		person, r->key, &card_id, &f) != KERR_OK)
		return register_fail(app, r, &f);
	app_say(app, MARK_DONE,
	    N_("Registered. Everything can be done with the card now."), NULL);
	return to_menu(card_id);
}

/* -- the same person? -- */

static const char *
twin_label(const void *lines, size_t row)
{
	return ((const char *const *)lines)[row];
}

static struct request
twin_chosen(struct app *app, void *state, int answer)
{
	struct registering *r = state;

	if (answer < 0)
		return request_stay();
	/* another choice is another thing to keep */
	desk_new_key(r->key);
	if ((size_t)answer == r->twins.count)
		return register_add(app, r, true, CARD_ENTRY_NEW_PERSON);
	return register_add(app, r, true, r->twins.row[answer].person);
}

static struct request
ask_twins(struct registering *r)
{
	struct choose ask = {
	    .title = N_("The same person?"),
	    .question = N_("Somebody with this name and date of birth is in "
			   "the store. Compare the address. A card of the same "
			   "person belongs to that entry."),
	    .count = r->twins.count + 1,
	    .label = twin_label,
	    .rows = r->twin_line,
	    .answered = twin_chosen,
	};
	char iso[DATE_ISO_SIZE];

	for (size_t i = 0; i < r->twins.count; i++) {
		const struct card_twin *t = &r->twins.row[i];

		(void)snprintf(r->twin_text[i], TWIN_SIZE, "%s  %s  %s",
		    t->name, date_iso(t->born, iso), t->address);
		r->twin_line[i] = r->twin_text[i];
	}
	r->twin_line[r->twins.count] = N_("Another person");
	return request_push_copy(&choose_screen, &ask, sizeof(ask));
}

static struct request
register_done(struct app *app, void *state)
{
	struct registering *r = state;
	struct failure f = {0};
	int64_t known = 0;
	enum kerr e;

	app_say_nothing(app);
	e = card_entry_look(
	    staff_desk(app), form_answers(r->form), &r->twins, &known, &f);
	if (e == ERR_CARD_KNOWN) {
		app_say(app, MARK_PROBLEM,
		    N_("This card is in the store already: here it is."), NULL);
		return to_menu(known);
	}
	if (e != KERR_OK)
		return register_fail(app, r, &f);
	if (r->twins.count > 0)
		return ask_twins(r);
	return register_add(app, r, false, CARD_ENTRY_NEW_PERSON);
}

static struct request
register_next(struct app *app, void *state)
{
	struct registering *r = state;

	(void)app;
	(void)form_move(r->form, UI_KEY_TAB);
	return request_stay();
}

static struct request
register_back(struct app *app, void *state)
{
	(void)state;
	app_say_nothing(app);
	return request_pop();
}

static const struct key_binding register_keys[] = {
    {.key = UI_KEY_F8, .handler = register_done, .label = N_("Register it")},
    {.key = UI_KEY_ENTER, .handler = register_next, .label = N_("Next field")},
    {.key = UI_KEY_ESC, .handler = register_back, .label = N_("Back")},
    {.key = UI_KEY_NONE},
};

const struct screen staff_register_screen = {
    .name = "register",
    .title = N_("Register a card"),
    .help = N_("For a card that was handed over before this program was "
	       "there, or came from elsewhere, and for notification cards. "
	       "Write what is printed on it, then press F8. Twelve digits in "
	       "any field are refused and never kept."),
    .moving = N_("Tab and arrows move between the fields, Space ticks."),
    .keys = register_keys,
    .open = register_open,
    .draw = register_draw,
    .typed = register_typed,
    .moved = register_moved,
    .pasted = register_pasted,
    .scanned = register_scanned,
    .close = register_close,
};
