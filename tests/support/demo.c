#include "support/demo.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/secret.h"
#include "base/text.h"
#include "screens/app.h"
#include "screens/form.h"
#include "screens/list.h"
#include "screens/secret_field.h"
#include "screens/terminal.h"

#define DEMO_PIN_MOST 8
#define DEMO_ROWS     40
#define DEMO_IDLE_MS  100

/* What the root screen has seen; one struct, shown whole. */
struct demo {
	char typed[256];
	char scanned[256];
	size_t pasted_len;
	int commands;
	int entered;
	int answer;
	char last[32];
	bool told_idle;
	struct confirm ask;
};

/* -- a form -- */

static const struct choice demo_choices[] = {
    {"self", "Self"},
    {"guardian", "Parent or guardian"},
    {"proxy", "Proxy"},
    {NULL, NULL},
};

static bool
demo_is_proxy(const struct case_facts *facts, const struct answers *a)
{
	(void)facts;
	return strcmp(answers_get(a, "who"), "proxy") == 0;
}

static const struct field demo_fields[] = {
    {.id = "who",
	.label = "Who came",
	.type = FIELD_CHOICE,
	.choices = demo_choices},
    {.id = "letter",
	.label = "Letter of proxy",
	.type = FIELD_CHECK,
	.shown = demo_is_proxy},
    {.id = "number",
	.label = "Card number",
	.hint = "12 characters",
	.type = FIELD_TEXT,
	.max_columns = 12},
    {.id = "born", .label = "Birth date", .type = FIELD_DATE},
    {.id = "name", .label = "Name", .type = FIELD_TEXT, .max_columns = 20},
    {.id = NULL},
};

static enum kerr
form_open(struct app *app, void *arg, void **state, struct failure *f)
{
	struct form *form = NULL;
	enum kerr e;

	(void)app;
	(void)arg;
	e = form_new(demo_fields, NULL, NULL, &form);
	*state = form;
	return e == KERR_OK ? e : failure_set(f, e);
}

static void
form_paint(struct app *app, const void *state, const struct area *a)
{
	struct area rest = area_below(a, 2);

	draw_text(a, 0, 1, STYLE_TITLE, "A form");
	form_draw(state, &rest, app_lang(app));
}

static struct request
form_next(struct app *app, void *state)
{
	const struct answers *a = form_answers(state);
	struct failure f;

	if (answers_get(a, "born")[0] == '\0') {
		failure_set(&f, ERR_STEP_INCOMPLETE);
		failure_text(&f, "field", "Birth date");
		form_set_failure(state, &f);
		return request_stay();
	}
	form_set_failure(state, NULL);
	failure_set(&f, KERR_OK);
	failure_text(&f, "who", answers_get(a, "who"));
	failure_text(&f, "number", answers_get(a, "number"));
	failure_text(&f, "born", answers_get(a, "born"));
	failure_text(&f, "name", answers_get(a, "name"));
	app_say(app, MARK_DONE, "kept {who}/{number}/{born}/{name}", &f);
	return request_stay();
}

static struct request
go_back(struct app *app, void *state)
{
	(void)app;
	(void)state;
	return request_pop();
}

static struct request
form_moved(struct app *app, void *state, enum ui_key key)
{
	(void)app;
	(void)form_move(state, key);
	return request_stay();
}

static struct request
form_typed(struct app *app, void *state, uint32_t code_point)
{
	(void)app;
	(void)form_type(state, code_point);
	return request_stay();
}

static struct request
form_pasted(struct app *app, void *state, const char *text)
{
	(void)app;
	(void)form_paste(state, text);
	return request_stay();
}

static struct request
form_scanned(struct app *app, void *state, const char *text)
{
	(void)app;
	(void)form_scan(state, text);
	return request_stay();
}

static void
form_shut(struct app *app, void *state)
{
	struct form *form = state;

	(void)app;
	form_free(&form);
}

static const struct key_binding form_keys[] = {
    {.key = UI_KEY_ENTER, .handler = form_next, .label = "Next"},
    {.key = UI_KEY_ESC, .handler = go_back, .label = "Back"},
    {.key = UI_KEY_NONE},
};

static const struct screen demo_form = {
    .name = "form",
    .title = "A form",
    .help = "Fields of every type.",
    .keys = form_keys,
    .open = form_open,
    .draw = form_paint,
    .moved = form_moved,
    .typed = form_typed,
    .pasted = form_pasted,
    .scanned = form_scanned,
    .close = form_shut,
};

/* -- a list -- */

static void
list_cell(
    const void *arg, size_t row, size_t column, char *out, size_t out_size)
{
	(void)arg;
	if (column == 0)
		snprintf(out, out_size, "row %zu", row);
	else if (column == 1)
		snprintf(out, out_size, "%s", row == 3 ? "李 娜" : "NGUYEN");
	else
		snprintf(out, out_size, "%zu", row * 1000);
}

static void
list_note(const void *arg, size_t row, char *out, size_t out_size)
{
	(void)arg;
	snprintf(out, out_size, "%s",
	    row == 3 ? "under 15: with legal representative" : "");
}

static const struct list_column demo_columns[] = {
    {.heading = "Row", .columns = 8},
    {.heading = "Name", .columns = 0},
    {.heading = "Yen", .columns = 8, .right = true},
    {.heading = NULL},
};

static const struct list_rows demo_rows = {
    .cell = list_cell,
    .note = list_note,
};

static enum kerr
list_open(struct app *app, void *arg, void **state, struct failure *f)
{
	struct list *l = calloc(1, sizeof(*l));

	(void)app;
	(void)arg;
	if (l == NULL)
		return failure_set(f, ERR_MEMORY);
	list_init(l, demo_columns, &demo_rows);
	list_set_count(l, DEMO_ROWS);
	*state = l;
	return KERR_OK;
}

static void
list_paint(struct app *app, const void *state, const struct area *a)
{
	list_draw(state, a, app_lang(app), NULL, true);
}

static struct request
list_moved(struct app *app, void *state, enum ui_key key)
{
	(void)app;
	(void)list_move(state, key);
	return request_stay();
}

static void
free_state(struct app *app, void *state)
{
	(void)app;
	free(state);
}

static const struct key_binding list_keys[] = {
    {.key = UI_KEY_ESC, .handler = go_back, .label = "Back"},
    {.key = UI_KEY_NONE},
};

static const struct screen demo_list = {
    .name = "list",
    .title = "A list",
    .keys = list_keys,
    .open = list_open,
    .draw = list_paint,
    .moved = list_moved,
    .close = free_state,
};

/* -- a secret -- */

struct demo_secret {
	struct secret *secret;
	struct secret_field field;
	bool refused;
};

static void
secret_shut(struct app *app, void *state)
{
	struct demo_secret *s = state;

	(void)app;
	if (s != NULL)
		secret_free(&s->secret);
	free(s);
}

static enum kerr
secret_open(struct app *app, void *arg, void **state, struct failure *f)
{
	struct demo_secret *s = calloc(1, sizeof(*s));

	(void)app;
	(void)arg;
	if (s == NULL)
		return failure_set(f, ERR_MEMORY);
	*state = s;
	if ((s->secret = secret_new(DEMO_PIN_MOST)) == NULL)
		return failure_set(f, ERR_SECRET_MEMORY);
	secret_field_init(&s->field, s->secret, DEMO_PIN_MOST, SECRET_BOXES,
	    secret_accepts_digits);
	return KERR_OK;
}

static void
secret_paint(struct app *app, const void *state, const struct area *a)
{
	const struct demo_secret *s = state;

	(void)app;
	draw_text(a, 1, 4, STYLE_TITLE, "A secret");
	draw_text(a, 2, 4, STYLE_WARN, s->refused ? "only digits" : "");
	secret_field_draw(&s->field, a, 4, 4, true);
}

static struct request
secret_typed(struct app *app, void *state, uint32_t code_point)
{
	struct demo_secret *s = state;

	(void)app;
	s->refused = secret_field_type(&s->field, code_point) == SECRET_REFUSED;
	return request_stay();
}

static struct request
secret_moved(struct app *app, void *state, enum ui_key key)
{
	struct demo_secret *s = state;

	(void)app;
	(void)secret_field_move(&s->field, key);
	return request_stay();
}

static struct request
secret_next(struct app *app, void *state)
{
	const struct demo_secret *s = state;
	struct failure f;

	failure_set(&f, KERR_OK);
	failure_number(&f, "n", (int64_t)secret_len(s->secret));
	app_say(app, MARK_DONE, "{n} characters kept", &f);
	return request_pop();
}

static const struct key_binding secret_keys[] = {
    {.key = UI_KEY_ENTER, .handler = secret_next, .label = "Next"},
    {.key = UI_KEY_ESC, .handler = go_back, .label = "Back"},
    {.key = UI_KEY_NONE},
};

static const struct screen demo_secret = {
    .name = "secret",
    .keys = secret_keys,
    .flags = SCREEN_BARE | SCREEN_NO_HELP | SCREEN_NO_SCANS,
    .open = secret_open,
    .draw = secret_paint,
    .moved = secret_moved,
    .typed = secret_typed,
    .close = secret_shut,
};

/* -- the root -- */

static void
root_paint(struct app *app, const void *state, const struct area *a)
{
	const struct demo *d = state;
	char line[320];

	draw_text(a, 0, 1, STYLE_TITLE, "The demo 交付");
	draw_text(a, 0, 40, STYLE_NORMAL, lang_code(app_lang(app)));
	draw_line(a, 1);
	snprintf(line, sizeof(line), "typed [%s]", d->typed);
	draw_text(a, 3, 2, STYLE_NORMAL, line);
	snprintf(line, sizeof(line), "scanned [%s]", d->scanned);
	draw_text(a, 4, 2, STYLE_NORMAL, line);
	snprintf(line, sizeof(line), "pasted %zu bytes", d->pasted_len);
	draw_text(a, 5, 2, STYLE_NORMAL, line);
	snprintf(line, sizeof(line), "commands %d, last %s, entered %d",
	    d->commands, d->last, d->entered);
	draw_text(a, 6, 2, STYLE_NORMAL, line);
	snprintf(line, sizeof(line), "answer %d", d->answer);
	draw_text(a, 7, 2, STYLE_NORMAL, line);
	draw_text(a, 8, 2, STYLE_OK, "ok coloured");
	draw_number(a, 9, 2, 12, STYLE_NORMAL, -1234567);
	draw_bar(a, 10, 2, 20, STYLE_NORMAL, 5, 10);
	draw_text(a, 11, 2, STYLE_NORMAL, "evil \033[31m text \342\200\256");
	draw_text(a, 12, 70, STYLE_NORMAL, "cut at the right edge, 漢字");
	draw_text(a, 14, 79, STYLE_NORMAL, "漢"); /* half of it fits */
	draw_text(a, a->rows, 0, STYLE_NORMAL, "OUTSIDE");
	draw_text(a, -1, 0, STYLE_NORMAL, "OUTSIDE");
	if (d->told_idle)
		draw_text(a, 13, 2, STYLE_NORMAL, "nobody is here");
	draw_cursor(a, 3, 9 + (int)text_columns(d->typed));
}

static struct request
root_typed(struct app *app, void *state, uint32_t code_point)
{
	struct demo *d = state;
	size_t len = strlen(d->typed);

	(void)app;
	if (len + 5 < sizeof(d->typed))
		(void)text_encode(code_point, d->typed + len);
	return request_stay();
}

static struct request
root_scanned(struct app *app, void *state, const char *text)
{
	struct demo *d = state;

	(void)app;
	text_copy(d->scanned, sizeof(d->scanned), text);
	return request_stay();
}

static struct request
root_pasted(struct app *app, void *state, const char *text)
{
	struct demo *d = state;

	(void)app;
	d->pasted_len = strlen(text);
	return request_stay();
}

static void
count(struct demo *d, const char *key)
{
	d->commands++;
	text_copy(d->last, sizeof(d->last), key);
}

static struct request
root_form(struct app *app, void *state)
{
	(void)app;
	count(state, "F2");
	return request_push(&demo_form, NULL);
}

static struct request
root_list(struct app *app, void *state)
{
	(void)app;
	count(state, "F3");
	return request_push(&demo_list, NULL);
}

static struct request
root_secret(struct app *app, void *state)
{
	(void)app;
	count(state, "F4");
	return request_push(&demo_secret, NULL);
}

static void
on_idle(void *arg)
{
	struct demo *d = arg;

	d->told_idle = true;
}

static struct request
root_fail(struct app *app, void *state)
{
	struct failure f;

	count(state, "F5");
	failure_set(&f, ERR_PIN_WRONG);
	failure_number(&f, "left", 2);
	app_say_failure(app, &f);
	app_on_idle(app, DEMO_IDLE_MS, on_idle, state);
	return request_stay();
}

static struct request
root_answered(struct app *app, void *state, int answer)
{
	struct demo *d = state;

	(void)app;
	d->answer = answer;
	return request_stay();
}

static const char *
reason_label(const void *rows, size_t row)
{
	return ((const struct choice *)rows)[row].label;
}

static const char *
reason_note(const void *rows, size_t row)
{
	(void)rows;
	return row == 1 ? "Come back with the papers." : "";
}

static struct request
root_choose(struct app *app, void *state)
{
	static struct choose ask = {.title = "Refuse",
	    .question = "Why?",
	    .count = 3,
	    .label = reason_label,
	    .note = reason_note,
	    .rows = demo_choices,
	    .answered = root_answered};

	(void)app;
	count(state, "F6");
	return request_push(&choose_screen, &ask);
}

static struct request
root_language(struct app *app, void *state)
{
	count(state, "F7");
	app_set_lang(app, app_lang(app) == LANG_EN ? LANG_JA : LANG_EN);
	return request_stay();
}

static struct request
root_confirm(struct app *app, void *state)
{
	struct demo *d = state;

	(void)app;
	count(d, "F8");
	d->ask = (struct confirm){.title = "Charge",
	    .question = "Take {yen} yen from the visitor?",
	    .yes = "Take {yen}",
	    .warning = true,
	    .answered = root_answered};
	failure_number(&d->ask.detail, "yen", 750);
	return request_push(&confirm_screen, &d->ask);
}

static struct request
root_band(struct app *app, void *state)
{
	count(state, "F9");
	app_set_band(app, "TRAINING - invented people");
	return request_stay();
}

static struct request
root_enter(struct app *app, void *state)
{
	struct demo *d = state;

	(void)app;
	d->entered++;
	return request_stay();
}

static bool
root_was_used(const struct app *app, const void *state)
{
	const struct demo *d = state;

	(void)app;
	return d->commands > 0;
}

static struct request
root_only_later(struct app *app, void *state)
{
	(void)app;
	count(state, "F12");
	return request_stay();
}

static struct request
root_quit(struct app *app, void *state)
{
	(void)app;
	(void)state;
	return request_quit();
}

static void
root_says_count(struct app *app, const void *state, char *out, size_t out_size)
{
	const struct demo *d = state;

	(void)app;
	snprintf(out, out_size, "Language (%d)", d->commands);
}

static enum kerr
root_open(struct app *app, void *arg, void **state, struct failure *f)
{
	(void)app;
	(void)arg;
	if ((*state = calloc(1, sizeof(struct demo))) == NULL)
		return failure_set(f, ERR_MEMORY);
	return KERR_OK;
}

static void
root_shut(struct app *app, void *state)
{
	app_on_idle(app, 0, on_idle, state);
	free(state);
}

static const struct key_binding root_keys[] = {
    {.key = UI_KEY_ENTER, .handler = root_enter},
    {.key = UI_KEY_F2, .handler = root_form, .label = "Form"},
    {.key = UI_KEY_F3, .handler = root_list, .label = "List"},
    {.key = UI_KEY_F4, .handler = root_secret, .label = "Secret"},
    {.key = UI_KEY_F5, .handler = root_fail, .label = "Failure"},
    {.key = UI_KEY_F6, .handler = root_choose, .label = "Refuse"},
    {.key = UI_KEY_F7, .handler = root_language, .says = root_says_count},
    {.key = UI_KEY_F8, .handler = root_confirm, .label = "Charge"},
    {.key = UI_KEY_F9, .handler = root_band, .label = "Band"},
    {.key = UI_KEY_F12,
	.handler = root_only_later,
	.label = "Later",
	.when = root_was_used},
    {.key = UI_KEY_ESC, .handler = root_quit, .label = "Quit"},
    {.key = UI_KEY_NONE},
};

static const struct screen demo_root = {
    .name = "demo",
    .title = "The demo",
    .help = "A screen that shows what it was given.",
    .moving = "Type what you like.",
    .keys = root_keys,
    .open = root_open,
    .draw = root_paint,
    .typed = root_typed,
    .pasted = root_pasted,
    .scanned = root_scanned,
    .close = root_shut,
};

static int
tell(enum lang lang, const struct failure *f)
{
	char said[1024];

	fprintf(stderr, "%s\n", failure_said(said, sizeof(said), lang, f));
	fprintf(
	    stderr, "%s\n", failure_next(said, sizeof(said), lang, f, false));
	return 3;
}

int
demo_main(const char *code)
{
	struct failure f = {.code = KERR_OK};
	struct clock clock = clock_system();
	struct app_settings set = {
	    .lang = LANG_EN, .input = INPUT_SETTINGS_DEFAULT, .clock = &clock};
	struct app *app = NULL;
	int status = 0;

	(void)lang_from_code(code, &set.lang);
	if (lang_init(KIOSK_BUILD "/locale", &f) != KERR_OK ||
	    terminal_start(&set.terminal, &f) != KERR_OK)
		return tell(set.lang, &f);
	if ((f.code = secret_init()) != KERR_OK ||
	    (f.code = loop_new(&clock, &set.loop)) != KERR_OK ||
	    (f.code = app_open(&set, &app)) != KERR_OK ||
	    (f.code = app_run(app, &demo_root, NULL, &f)) != KERR_OK)
		status = 3;
	app_close(&app);
	terminal_end(&set.terminal);
	loop_free(&set.loop);
	return status == 0 ? 0 : tell(set.lang, &f);
}
