/* ask_form.c -- see screens/ask_form.h. */
#include "screens/ask_form.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/date.h"
#include "screens/form.h"
#include "screens/staff.h"

#define QUESTION_SIZE 1024
#define MARGIN	      4

struct asking {
	struct ask_form ask;
	struct form *form;
};

static enum kerr
asking_open(struct app *app, void *arg, void **state, struct failure *f)
{
	struct asking *s = calloc(1, sizeof(*s));

	(void)app;
	if (s == NULL)
		return failure_set(f, ERR_MEMORY);
	*state = s;
	s->ask = *(const struct ask_form *)arg;
	return failure_set(
	    f, form_new(s->ask.fields, NULL, s->ask.initial, &s->form));
}

static void
asking_close(struct app *app, void *state)
{
	struct asking *s = state;

	(void)app;
	if (s != NULL)
		form_free(&s->form);
	free(s);
}

static void
asking_draw(struct app *app, const void *state, const struct area *area)
{
	const struct asking *s = state;
	struct area body = staff_head(app, area, NULL), rest;
	char text[QUESTION_SIZE];
	int row = 2;

	draw_text(&body, 0, MARGIN, STYLE_TITLE, app_text(app, s->ask.title));
	if (s->ask.question != NULL)
		row = 1 + draw_paragraph(&body, row, MARGIN,
			      body.columns - 2 * MARGIN, STYLE_NORMAL,
			      app_fill(app, text, sizeof(text), s->ask.question,
				  &s->ask.detail));
	rest = area_part(
	    &body, row, 1, body.rows - row, body.columns - 1 - MARGIN);
	form_draw(s->form, &rest, app_lang(app));
}

static struct request
asking_typed(struct app *app, void *state, uint32_t code_point)
{
	struct asking *s = state;

	(void)app;
	(void)form_type(s->form, code_point);
	return request_stay();
}

static struct request
asking_moved(struct app *app, void *state, enum ui_key key)
{
	struct asking *s = state;

	(void)app;
	(void)form_move(s->form, key);
	return request_stay();
}

static struct request
asking_pasted(struct app *app, void *state, const char *text)
{
	struct asking *s = state;

	(void)app;
	(void)form_paste(s->form, text);
	return request_stay();
}

static struct request
asking_scanned(struct app *app, void *state, const char *text)
{
	struct asking *s = state;

	(void)app;
	(void)form_scan(s->form, text);
	return request_stay();
}

/* The first required field that is empty, or a date that is none. */
static const struct field *
first_missing(const struct asking *s, const struct answers *a)
{
	struct date day;

	for (const struct field *d = s->ask.fields; d->id != NULL; d++) {
		const char *value = answers_get(a, d->id);

		if (!field_is_shown(d, NULL, a))
			continue;
		if (value[0] == '\0'
			? d->required
			: d->type == FIELD_DATE && !date_parse(value, &day))
			return d;
	}
	return NULL;
}

static struct request
asking_done(struct app *app, void *state)
{
	struct asking *s = state;
	const struct answers *a = form_answers(s->form);
	const struct field *missing = first_missing(s, a);
	struct failure f = {0};
	struct request next = request_stay();

	if (missing != NULL) {
		failure_set(&f, ERR_STEP_INCOMPLETE);
		failure_text(&f, "field", missing->label);
	} else {
		next = s->ask.taken(app, s->ask.owner, a, &f);
	}
	if (f.code == KERR_OK)
		return next;
	form_set_failure(s->form, &f);
	app_say_failure(app, &f);
	return request_stay();
}

/* Enter goes on to the next field: what decides is F8. */
static struct request
asking_next(struct app *app, void *state)
{
	struct asking *s = state;

	(void)app;
	(void)form_move(s->form, UI_KEY_TAB);
	return request_stay();
}

static struct request
asking_back(struct app *app, void *state)
{
	(void)state;
	app_say_nothing(app);
	return request_pop();
}

static void
says_done(struct app *app, const void *state, char *out, size_t out_size)
{
	const struct asking *s = state;

	snprintf(out, out_size, "%s", app_text(app, s->ask.does));
}

static const struct key_binding asking_keys[] = {
    {.key = UI_KEY_F8, .handler = asking_done, .says = says_done},
    {.key = UI_KEY_ENTER, .handler = asking_next, .label = N_("Next field")},
    {.key = UI_KEY_ESC, .handler = asking_back, .label = N_("Back")},
    {.key = UI_KEY_NONE},
};

const struct screen ask_form_screen = {
    .name = "ask-form",
    .title = N_("Fill in"),
    .help = N_("Fill in what is asked, then press F8. Esc goes back: nothing "
	       "was done."),
    .moving = N_("Tab and arrows move between the fields, Space ticks."),
    .keys = asking_keys,
    .open = asking_open,
    .draw = asking_draw,
    .typed = asking_typed,
    .moved = asking_moved,
    .pasted = asking_pasted,
    .scanned = asking_scanned,
    .close = asking_close,
};
