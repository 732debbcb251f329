/* staff_initial.c -- the office's initial values for fresh cards, typed by two
 * people at the start of the shift (design, decision 1). What each one typed
 * is wiped on every way out; only two equal entries stay, in the desk. */
#include <stdlib.h>
#include <string.h>

#include "base/secret.h"
#include "desk/desk.h"
#include "desk/pin_setting.h"
#include "desk/session.h"
#include "screens/credentials.h"
#include "screens/secret_field.h"
#include "screens/staff.h"

#define LABEL_COLUMN 4
#define VALUE_COLUMN 32
#define SIGN_MOST    16 /* individual-number-card 4.1: 6 to 16 characters */
#define DIGITS_MOST  4
#define TEXT_SIZE    512

/* What one person types; the order on the screen. */
enum value { VALUE_SIGN, VALUE_DIGITS, VALUE_COUNT };

/* The road; each is a line on the screen. */
enum initial_step {
	INITIAL_FIRST,
	INITIAL_COLLEAGUE,
	INITIAL_AGAIN,
	INITIAL_STEPS
};

struct initial {
	enum initial_step step;
	struct secret *typed[VALUE_COUNT]; /* owned */
	struct secret_field field[VALUE_COUNT];
	enum value focus;
	struct credentials second;
};

static const char *const value_labels[VALUE_COUNT] = {
    [VALUE_SIGN] = N_("Signature password"),
    [VALUE_DIGITS] = N_("4-digit PINs"),
};

static const char *const road[INITIAL_STEPS] = {
    [INITIAL_FIRST] = N_("{first} types both values"),
    [INITIAL_COLLEAGUE] = N_("A second person signs in here"),
    [INITIAL_AGAIN] = N_("{second} types both values again"),
};

static const char *const asks[INITIAL_STEPS] = {
    [INITIAL_FIRST] = N_(
	"Fresh cards hold initial values that the office was given. Type them "
	"from your sheet so that nobody else sees it. They are not written "
	"to the disk and are forgotten when the program ends."),
    [INITIAL_COLLEAGUE] = N_(
	"Now a colleague who may do this gives staff number and password. You "
	"stay signed in."),
    [INITIAL_AGAIN] = N_(
	"Now the second person types both values from the sheet. They must be "
	"the same as before."),
};

/* -- the two values -- */

static enum kerr
values_open(struct initial *i)
{
	static const size_t most[VALUE_COUNT] = {SIGN_MOST, DIGITS_MOST};
	static bool (*const accepts[VALUE_COUNT])(uint32_t) = {
	    secret_accepts_capitals, secret_accepts_digits};

	for (int v = 0; v < VALUE_COUNT; v++) {
		secret_free(&i->typed[v]);
		if ((i->typed[v] = secret_new(SIGN_MOST)) == NULL)
			return ERR_SECRET_MEMORY;
		secret_field_init(&i->field[v], i->typed[v], most[v],
		    SECRET_LINE, accepts[v]);
	}
	i->focus = VALUE_SIGN;
	return KERR_OK;
}

static void
values_close(struct initial *i)
{
	for (int v = 0; v < VALUE_COUNT; v++)
		secret_free(&i->typed[v]);
}

/* -- open and close -- */

static enum kerr
initial_open(struct app *app, void *arg, void **state, struct failure *f)
{
	struct initial *i = calloc(1, sizeof(*i));
	struct desk_status status;
	enum kerr e;

	(void)arg;
	if (i == NULL)
		return failure_set(f, ERR_MEMORY);
	*state = i;
	desk_get_status(staff_desk(app), &status);
	if (!status.secrets_ok)
		return failure_set(f, ERR_SECRET_MEMORY);
	e = credentials_open(&i->second, true, CREDENTIALS_PASSWORD);
	return failure_set(f, e == KERR_OK ? values_open(i) : e);
}

static bool
initial_ready(const struct app *app)
{
	struct initial_values_view v;

	initial_values_get(staff_desk(app), &v);
	return v.ready;
}

/* Half an entry is never kept. */
static void
initial_close(struct app *app, void *state)
{
	struct initial *i = state;

	session_second_end(staff_desk(app));
	if (!initial_ready(app))
		initial_values_forget(staff_desk(app));
	if (i != NULL) {
		values_close(i);
		credentials_close(&i->second);
	}
	free(i);
}

/* -- drawing -- */

static void
draw_road(struct app *app, const struct initial *i, const struct area *a)
{
	struct failure who = {0};
	const struct session_second *second = session_second(staff_desk(app));
	char text[TEXT_SIZE];

	failure_text(&who, "first", session_get(staff_desk(app))->name);
	failure_text(&who, "second",
	    second->granted ? second->name
			    : app_text(app, N_("The second person")));
	for (int s = 0; s < INITIAL_STEPS; s++) {
		enum mark mark = (int)i->step > s    ? MARK_DONE
				 : (int)i->step == s ? MARK_NOW
						     : MARK_NONE;

		draw_mark(a, s, LABEL_COLUMN, mark);
		draw_text(a, s, LABEL_COLUMN + MARK_COLUMNS + 1,
		    mark == MARK_NOW ? STYLE_STRONG : STYLE_NORMAL,
		    app_fill(app, text, sizeof(text), road[s], &who));
	}
}

static void
draw_values(
    struct app *app, const struct initial *i, const struct area *a, int row)
{
	static const char *const shapes[VALUE_COUNT] = {
	    N_("6 to 16 capital letters and digits"), N_("4 digits")};

	for (int v = 0; v < VALUE_COUNT; v++)
		draw_text(a, row + 2 * v, LABEL_COLUMN, STYLE_NORMAL,
		    app_text(app, value_labels[v]));
	for (int v = 0; v < VALUE_COUNT; v++) {
		draw_text(a, row + 2 * v + 1, VALUE_COLUMN, STYLE_DIM,
		    app_text(app, shapes[v]));
		secret_field_draw(&i->field[v], a, row + 2 * v, VALUE_COLUMN,
		    (int)i->focus == v);
	}
}

static void
initial_draw(struct app *app, const void *state, const struct area *a)
{
	const struct initial *i = state;
	struct area body = staff_head(app, a, NULL);
	struct area part;
	int row;

	draw_text(&body, 1, LABEL_COLUMN, STYLE_TITLE,
	    app_text(app, N_("Initial values of fresh cards")));
	part = area_below(&body, 3);
	draw_road(app, i, &part);
	row = draw_paragraph(&body, 7, LABEL_COLUMN, body.columns - 8,
	    STYLE_NORMAL, app_text(app, asks[i->step]));
	if (i->step != INITIAL_COLLEAGUE) {
		draw_values(app, i, &body, row + 1);
		return;
	}
	row = credentials_draw(&i->second, app, &body, row + 1, N_("Password"));
	if (session_second(staff_desk(app))->checking)
		draw_text(&body, row, LABEL_COLUMN, STYLE_NORMAL,
		    app_text(app, N_("Checking the password...")));
}

/* -- keys -- */

static struct request
initial_typed(struct app *app, void *state, uint32_t code_point)
{
	struct initial *i = state;

	(void)app;
	if (i->step == INITIAL_COLLEAGUE)
		credentials_type(&i->second, code_point);
	else
		(void)secret_field_type(&i->field[i->focus], code_point);
	return request_stay();
}

static struct request
initial_moved(struct app *app, void *state, enum ui_key key)
{
	struct initial *i = state;
	bool turn = key == UI_KEY_TAB || key == UI_KEY_BACKTAB ||
		    key == UI_KEY_UP || key == UI_KEY_DOWN;

	(void)app;
	if (i->step == INITIAL_COLLEAGUE)
		(void)credentials_move(&i->second, key);
	else if (turn)
		i->focus = i->focus == VALUE_SIGN ? VALUE_DIGITS : VALUE_SIGN;
	else
		(void)secret_field_move(&i->field[i->focus], key);
	return request_stay();
}

/* The two entries differ: everything begins again. */
static void
initial_restart(struct app *app, struct initial *i)
{
	session_second_end(staff_desk(app));
	credentials_clear(&i->second, true);
	i->step = INITIAL_FIRST;
	app_say(app, MARK_PROBLEM,
	    N_("The two entries differ, so both were forgotten. Begin again "
	       "with the first person."),
	    NULL);
}

static struct request
initial_finish(struct app *app)
{
	struct request r = request_pop();

	app_say(app, MARK_DONE,
	    N_("The initial values are ready: PINs can be set here."), NULL);
	r.drop_typed = true;
	return r;
}

static struct request
initial_give(struct app *app, struct initial *i)
{
	struct failure f = {0};
	enum kerr e = initial_values_enter(staff_desk(app),
	    &i->typed[VALUE_SIGN], &i->typed[VALUE_DIGITS], &f);
	enum kerr again = values_open(i);

	if (e == KERR_OK && i->step == INITIAL_AGAIN)
		return initial_finish(app);
	if (e == KERR_OK) {
		i->step = INITIAL_COLLEAGUE;
		app_say_nothing(app);
	} else if (e == ERR_STEP_REFUSE) {
		initial_restart(app, i);
	} else {
		app_say_failure(app, &f);
	}
	if (again != KERR_OK) { /* nowhere to type: leave */
		failure_set(&f, again);
		app_say_failure(app, &f);
		return request_pop();
	}
	return request_stay();
}

/* Where it was the wrong person, not a wrong key, the number is asked anew. */
static void
initial_say_second(struct app *app, struct initial *i, const struct failure *f)
{
	credentials_clear(
	    &i->second, f->code == ERR_SAME_PERSON || f->code == ERR_RIGHTS);
	app_say_failure(app, f);
}

static struct request
initial_check_second(struct app *app, struct initial *i)
{
	struct desk *d = staff_desk(app);
	struct secret *password = NULL;
	struct failure f = {0};

	if (session_second(d)->checking || !credentials_enter(&i->second) ||
	    (password = credentials_take(&i->second)) == NULL)
		return request_stay();
	app_say_nothing(app);
	if (session_second_begin(d, i->second.number.text, &password,
		ACTION_INITIAL_VALUES, &f) != KERR_OK)
		initial_say_second(app, i, &f);
	secret_free(&password);
	return request_stay();
}

static struct request
initial_enter(struct app *app, void *state)
{
	struct initial *i = state;

	if (i->step == INITIAL_COLLEAGUE)
		return initial_check_second(app, i);
	for (int v = 0; v < VALUE_COUNT; v++)
		if (secret_len(i->typed[v]) == 0 ||
		    (v == VALUE_DIGITS && i->focus == VALUE_SIGN)) {
			i->focus = (enum value)v;
			return request_stay();
		}
	return initial_give(app, i);
}

static struct request
initial_event(struct app *app, void *state, const void *event)
{
	struct initial *i = state;
	const struct session_second *second = session_second(staff_desk(app));
	const enum desk_change *what = event;

	if (what == NULL || *what != DESK_SESSION ||
	    i->step != INITIAL_COLLEAGUE || second->checking)
		return request_stay();
	if (second->granted) {
		i->step = INITIAL_AGAIN;
		app_say_nothing(app);
	} else if (second->failed.code != KERR_OK) {
		initial_say_second(app, i, &second->failed);
	}
	return request_stay();
}

static struct request
initial_back(struct app *app, void *state)
{
	(void)state;
	app_say(app, MARK_NONE,
	    N_("Initial values: nothing was kept of what was typed."), NULL);
	return request_pop();
}

static const struct key_binding initial_keys[] = {
    {.key = UI_KEY_ENTER, .handler = initial_enter, .label = N_("Next")},
    {.key = UI_KEY_ESC, .handler = initial_back, .label = N_("Back")},
    {.key = UI_KEY_NONE},
};

const struct screen staff_initial_screen = {
    .name = "initial_values",
    .title = N_("Initial values of fresh cards"),
    .help = N_("Two people type the values that fresh cards came with: the "
	       "signature password and the number of the 4-digit PINs. Only "
	       "when both typed the same, PINs can be set here. Esc forgets "
	       "everything."),
    .moving = N_("Tab goes to the next field."),
    .keys = initial_keys,
    .flags = SCREEN_NO_SCANS,
    .open = initial_open,
    .draw = initial_draw,
    .moved = initial_moved,
    .typed = initial_typed,
    .event = initial_event,
    .close = initial_close,
};
