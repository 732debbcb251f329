#include "screens/form.h"

#include <stdlib.h>
#include <string.h>

#include "base/secret.h"
#include "base/text.h"
#include "screens/form_inside.h"

enum kerr
form_new(const struct field *fields, const struct case_facts *facts,
    const struct answers *initial, struct form **out)
{
	struct form *f = calloc(1, sizeof(*f));

	*out = f;
	if (f == NULL)
		return ERR_MEMORY;
	f->fields = fields;
	f->facts = facts;
	if (initial != NULL)
		f->answers = *initial;
	f->initial = f->answers;
	form_settle_focus(f);
	return KERR_OK;
}

void
form_free(struct form **f)
{
	if (*f == NULL)
		return;
	secret_wipe(*f, sizeof(**f));
	free(*f);
	*f = NULL;
}

/* -- which fields there are -- */

bool
form_field_is_shown(const struct form *f, size_t field)
{
	const struct field *row = &f->fields[field];

	return row->shown == NULL || row->shown(f->facts, &f->answers);
}

bool
form_field_is_text(const struct field *field)
{
	return field->type == FIELD_TEXT || field->type == FIELD_DATE;
}

static bool
has_focus(const struct form *f)
{
	return f->fields[f->focus].id != NULL;
}

/* The next shown field from `from` in a direction; `from` when none. */
static size_t
neighbour(const struct form *f, size_t from, bool forward)
{
	size_t i = from;

	for (;;) {
		if (forward ? f->fields[i].id == NULL : i == 0)
			return from;
		i = forward ? i + 1 : i - 1;
		if (f->fields[i].id == NULL)
			return from;
		if (form_field_is_shown(f, i))
			return i;
	}
}

/* -- the text of the focused field -- */

static void
load_line(struct form *f)
{
	const struct field *field = &f->fields[f->focus];
	const char *text;

	if (!has_focus(f) || !form_field_is_text(field))
		return;
	text = answers_get(&f->drafts, field->id);
	if (text[0] == '\0')
		text = answers_get(&f->answers, field->id);
	text_line_set(&f->line, text, ANSWER_VALUE_SIZE, field->max_columns);
}

/* Blanks around a text mean nothing and would make two of one answer. */
static void
trim(char *s)
{
	size_t from = strspn(s, " ");
	size_t len = strlen(s + from);

	memmove(s, s + from, len + 1);
	while (len > 0 && s[len - 1] == ' ')
		s[--len] = '\0';
}

/* Take the line in: folded, a date as ISO. What is no date stays a draft, so
 * that it can be corrected, and is no answer. */
static void
keep_line(struct form *f)
{
	const struct field *field = &f->fields[f->focus];
	char text[TEXT_LINE_SIZE];
	char iso[DATE_ISO_SIZE];
	struct date date;

	if (!has_focus(f) || !form_field_is_text(field))
		return;
	trim(text_narrow(text, sizeof(text), f->line.text));
	(void)answers_set(&f->drafts, field->id, "");
	if (field->type == FIELD_DATE && text[0] != '\0') {
		if (date_parse(text, &date)) {
			text_copy(text, sizeof(text), date_iso(date, iso));
		} else {
			(void)answers_set(&f->drafts, field->id, text);
			text[0] = '\0';
		}
	}
	(void)answers_set(&f->answers, field->id, text);
	secret_wipe(text, sizeof(text));
}

static void
move_focus(struct form *f, size_t to)
{
	keep_line(f);
	f->focus = to;
	form_settle_focus(f);
}

void
form_settle_focus(struct form *f)
{
	if (!has_focus(f) || !form_field_is_shown(f, f->focus))
		f->focus = neighbour(f, f->focus, true);
	if (!has_focus(f) || !form_field_is_shown(f, f->focus))
		f->focus = neighbour(f, f->focus, false);
	load_line(f);
}

void
form_focus(struct form *f, const char *field)
{
	for (size_t i = 0; f->fields[i].id != NULL; i++)
		if (strcmp(f->fields[i].id, field) == 0 &&
		    form_field_is_shown(f, i))
			move_focus(f, i);
}

/* Two fields of a table may share an id when never both are shown. */
static bool
id_is_shown(const struct form *f, const char *id)
{
	for (size_t i = 0; f->fields[i].id != NULL; i++)
		if (strcmp(f->fields[i].id, id) == 0 &&
		    form_field_is_shown(f, i))
			return true;
	return false;
}

const struct answers *
form_answers(struct form *f)
{
	keep_line(f);
	/* What was answered in a field that is no longer asked is no
	 * evidence. */
	for (size_t i = 0; f->fields[i].id != NULL; i++)
		if (!id_is_shown(f, f->fields[i].id))
			(void)answers_set(&f->answers, f->fields[i].id, "");
	return &f->answers;
}

bool
form_is_changed(const struct form *f)
{
	const struct field *field = &f->fields[f->focus];

	if (has_focus(f) && form_field_is_text(field) &&
	    strcmp(f->line.text, answers_get(&f->initial, field->id)) != 0)
		return true;
	for (size_t i = 0; f->fields[i].id != NULL; i++)
		if (strcmp(answers_get(&f->answers, f->fields[i].id),
			answers_get(&f->initial, f->fields[i].id)) != 0)
			return true;
	return f->drafts.count > 0;
}

void
form_set_failure(struct form *f, const struct failure *failure)
{
	const char *label;

	f->failure = (struct failure){.code = KERR_OK};
	if (failure == NULL || failure->code == KERR_OK)
		return;
	keep_line(f);
	f->failure = *failure;
	label = failure_argument(failure, "field");
	for (size_t i = 0; label != NULL && f->fields[i].id != NULL; i++)
		if (strcmp(f->fields[i].label, label) == 0)
			form_focus(f, f->fields[i].id);
	f->failed = f->focus;
}

/* -- keys -- */

static size_t
choice_index(const struct field *field, const char *code)
{
	size_t i = 0;

	while (field->choices[i].code != NULL &&
	       strcmp(field->choices[i].code, code) != 0)
		i++;
	return i;
}

static void
choose(struct form *f, bool forward)
{
	const struct field *field = &f->fields[f->focus];
	const char *code = answers_get(&f->answers, field->id);
	size_t count = choice_index(field, "");
	size_t at = choice_index(field, code);

	if (count == 0)
		return;
	if (at == count) /* nothing chosen yet */
		at = forward ? 0 : count - 1;
	else
		at = (at + (forward ? 1 : count - 1)) % count;
	(void)answers_set(&f->answers, field->id, field->choices[at].code);
	form_settle_focus(f);
}

static void
tick(struct form *f)
{
	const char *id = f->fields[f->focus].id;
	bool on = answers_get(&f->answers, id)[0] != '\0';

	(void)answers_set(&f->answers, id, on ? "" : "yes");
	form_settle_focus(f);
}

bool
form_move(struct form *f, enum ui_key key)
{
	if (!has_focus(f))
		return false;
	if (key == UI_KEY_TAB || key == UI_KEY_DOWN) {
		move_focus(f, neighbour(f, f->focus, true));
		return true;
	}
	if (key == UI_KEY_BACKTAB || key == UI_KEY_UP) {
		move_focus(f, neighbour(f, f->focus, false));
		return true;
	}
	if (form_field_is_text(&f->fields[f->focus]))
		return text_line_move(&f->line, key);
	if (f->fields[f->focus].type == FIELD_CHOICE &&
	    (key == UI_KEY_LEFT || key == UI_KEY_RIGHT)) {
		choose(f, key == UI_KEY_RIGHT);
		return true;
	}
	return false;
}

bool
form_type(struct form *f, uint32_t code_point)
{
	code_point = text_narrow_point(code_point);
	if (!has_focus(f))
		return false;
	if (form_field_is_text(&f->fields[f->focus]))
		return text_line_type(&f->line, code_point);
	if (code_point != ' ')
		return false;
	if (f->fields[f->focus].type == FIELD_CHECK)
		tick(f);
	else
		choose(f, true);
	return true;
}

/* Put a whole text at the cursor, letters and digits narrow. */
static bool
insert(struct form *f, const char *text)
{
	char folded[TEXT_LINE_SIZE];

	text_line_insert(&f->line, text_narrow(folded, sizeof(folded), text));
	secret_wipe(folded, sizeof(folded));
	return true;
}

bool
form_scan(struct form *f, const char *text)
{
	const struct field *field = &f->fields[f->focus];

	if (!has_focus(f) || !form_field_is_text(field))
		return false;
	text_line_set(&f->line, "", ANSWER_VALUE_SIZE, field->max_columns);
	return insert(f, text);
}

bool
form_paste(struct form *f, const char *text)
{
	if (!has_focus(f) || !form_field_is_text(&f->fields[f->focus]))
		return false;
	return insert(f, text);
}
