#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "screens/form.h"
#include "screens/form_inside.h"

#define LABEL_COLUMN	   4
#define LABEL_COLUMNS_MOST 26 /* longer ones have a row of their own */
#define LABEL_GAP	   2
#define BOX_COLUMNS	   4  /* "[x] ", "(*) " */
#define DATE_COLUMNS	   16 /* "R8.11.24" to "2026-11-24" and some */
#define TEXT_COLUMNS_LEAST 8
#define SAID_COLUMN	   (LABEL_COLUMN + 2)
#define SAID_COLUMNS_LEAST 32 /* narrower, sentences begin further left */
#define OPEN_ROWS_MOST	   3  /* more, and choices take the whole width */
#define SAID_SIZE	   512
#define ERA_SIZE	   48

/* Where things go; row grows downwards and may begin above the window. */
struct place {
	const struct form *form;
	struct area area;
	enum lang lang;
	int value_column;
	int value_columns;
	int row;
	int focus_row;	/* found while measuring: of the cursor */
	bool measuring; /* only count rows */
};

static int
value_column(const struct form *f, enum lang lang)
{
	int wide = 0;

	for (size_t i = 0; f->fields[i].id != NULL; i++) {
		int n = (int)text_columns(text_in(lang, f->fields[i].label));

		if (form_field_is_shown(f, i) && n > wide &&
		    f->fields[i].type != FIELD_CHECK)
			wide = n;
	}
	if (wide > LABEL_COLUMNS_MOST)
		wide = LABEL_COLUMNS_MOST;
	return LABEL_COLUMN + wide + LABEL_GAP;
}

static void
put(const struct place *p, int column, enum style style, const char *text)
{
	if (!p->measuring)
		draw_text_within(&p->area, p->row, column,
		    p->value_column + p->value_columns - column, style, text);
}

/* -- one function per type of field -- */

static const char *
choice_label(const struct place *p, const struct field *field)
{
	const char *code = answers_get(&p->form->answers, field->id);

	for (const struct choice *c = field->choices; c->code != NULL; c++)
		if (strcmp(c->code, code) == 0)
			return text_in(p->lang, c->label);
	return "-";
}

/* Text over as many rows as it takes; the row after it. */
static int
put_lines(const struct place *p, int row, int column, enum style style,
    const char *text)
{
	int wide = p->value_column + p->value_columns - column;

	if (p->measuring)
		return row + draw_paragraph_rows(text, wide);
	return draw_paragraph(&p->area, row, column, wide, style, text);
}

/* A label longer than the row goes on below it: p->row is its last one. */
static void
draw_one_choice(struct place *p, int at, const char *label, bool chosen)
{
	int after;

	if (!p->measuring)
		draw_text(&p->area, p->row, at,
		    chosen ? STYLE_STRONG : STYLE_NORMAL,
		    chosen ? "(*)" : "( )");
	after = put_lines(p, p->row, at + BOX_COLUMNS,
	    chosen ? STYLE_REVERSE : STYLE_NORMAL, label);
	if (after > p->row + 1)
		p->row = after - 1;
}

/* The cursor stands on what is chosen, or on the first of what can be. */
static bool
focus_here(bool chosen, const char *code, bool first)
{
	return chosen || (first && code[0] == '\0');
}

/* All choices side by side from a column, over as many rows as they take. */
static void
walk_choices(struct place *p, const struct field *field, int column)
{
	const char *code = answers_get(&p->form->answers, field->id);
	int end = p->value_column + p->value_columns;
	int at = column;

	for (const struct choice *c = field->choices; c->code != NULL; c++) {
		const char *label = text_in(p->lang, c->label);
		bool chosen = strcmp(c->code, code) == 0;
		int wide = BOX_COLUMNS + (int)text_columns(label);

		if (at > column && at + wide > end) {
			at = column;
			p->row++;
		}
		if (focus_here(chosen, code, c == field->choices)) {
			p->focus_row = p->row;
			if (!p->measuring)
				draw_cursor(&p->area, p->row, at + 1);
		}
		draw_one_choice(p, at, label, chosen);
		at += wide + 2;
	}
	p->row++;
}

/* Beside the label, or below it where that would be too long a column. */
static void
draw_open_choice(struct place *p, const struct field *field)
{
	struct place beside = *p;

	beside.measuring = true;
	walk_choices(&beside, field, p->value_column);
	if (beside.row - p->row <= OPEN_ROWS_MOST) {
		walk_choices(p, field, p->value_column);
		return;
	}
	p->row++;
	walk_choices(p, field, SAID_COLUMN);
}

static void
draw_choice(struct place *p, const struct field *field, bool focused)
{
	if (focused) {
		draw_open_choice(p, field);
		return;
	}
	p->row = put_lines(
	    p, p->row, p->value_column, STYLE_NORMAL, choice_label(p, field));
}

/* What is ticked is a sentence: the box stands before it, and it takes the
 * whole width. */
static void
draw_check(struct place *p, const struct field *field, bool focused)
{
	bool on = answers_get(&p->form->answers, field->id)[0] != '\0';
	enum style style = focused ? STYLE_STRONG : STYLE_NORMAL;

	if (!p->measuring)
		draw_text(
		    &p->area, p->row, LABEL_COLUMN, style, on ? "[x]" : "[ ]");
	if (focused && !p->measuring)
		draw_cursor(&p->area, p->row, LABEL_COLUMN + 1);
	p->row = put_lines(p, p->row, LABEL_COLUMN + BOX_COLUMNS, style,
	    text_in(p->lang, field->label));
}

/* "(Heisei 6)" beside a date; "" before Meiji and for what is no date. */
static void
era_of(const char *text, enum lang lang, char out[ERA_SIZE])
{
	struct date date;
	struct era era;

	out[0] = '\0';
	if (!date_parse(text, &date) || !date_era(date, &era))
		return;
	if (lang != LANG_JA)
		snprintf(out, ERA_SIZE, "(%s %d)", era.english, era.year);
	else if (era.year == 1)
		snprintf(out, ERA_SIZE, "(%s元年)", era.kanji);
	else
		snprintf(out, ERA_SIZE, "(%s%d年)", era.kanji, era.year);
}

static int
box_columns(const struct place *p, const struct field *field)
{
	int wide = (int)field->max_columns + 1;

	if (field->type == FIELD_DATE)
		wide = DATE_COLUMNS;
	else if (field->max_columns == 0 || wide > p->value_columns - 2)
		wide = p->value_columns - 2;
	return wide < TEXT_COLUMNS_LEAST ? TEXT_COLUMNS_LEAST : wide;
}

/* Beside the box, or below it where that would cut it. */
static void
put_era(struct place *p, int at, int beside, const char *era)
{
	bool fits = beside + (int)text_columns(era) <= p->value_columns;

	if (era[0] == '\0')
		return;
	if (!fits)
		p->row++;
	put(p, fits ? at + beside : at, STYLE_NORMAL, era);
}

static void
draw_text_field(struct place *p, const struct field *field, bool focused)
{
	const struct form *f = p->form;
	int wide = box_columns(p, field);
	const char *text = answers_get(&f->drafts, field->id);
	char narrow[TEXT_LINE_SIZE];
	char era[ERA_SIZE];
	int at = p->value_column;

	if (text[0] == '\0')
		text = answers_get(&f->answers, field->id);
	if (focused)
		text = f->line.text;
	put(p, at, focused ? STYLE_STRONG : STYLE_NORMAL, "[");
	put(p, at + 1, STYLE_NORMAL, focused ? "" : text);
	if (focused && !p->measuring)
		text_line_draw(&f->line, &p->area, p->row, at + 1, wide);
	put(p, at + 1 + wide, focused ? STYLE_STRONG : STYLE_NORMAL, "]");
	if (field->type == FIELD_DATE) {
		era_of(text_narrow(narrow, sizeof(narrow), text), p->lang, era);
		put_era(p, at, wide + 3, era);
	}
	p->row++;
}

static void
draw_value(struct place *p, const struct field *field, bool focused)
{
	static void (*const draw[])(
	    struct place *, const struct field *, bool) = {
	    [FIELD_CHOICE] = draw_choice,
	    [FIELD_CHECK] = draw_check,
	    [FIELD_TEXT] = draw_text_field,
	    [FIELD_DATE] = draw_text_field,
	};

	draw[field->type](p, field, focused);
}

/* -- what is said below a field -- */

static void
say_problem(struct place *p, int column, const char *text)
{
	if (!p->measuring)
		draw_mark(&p->area, p->row, column - 2, MARK_PROBLEM);
	p->row = put_lines(p, p->row, column, STYLE_PROBLEM, text);
}

static int
said_column(const struct place *p, const struct field *field)
{
	if (field->type == FIELD_CHECK)
		return LABEL_COLUMN + BOX_COLUMNS;
	return p->value_columns < SAID_COLUMNS_LEAST ? SAID_COLUMN
						     : p->value_column;
}

static void
draw_said(struct place *p, size_t index, bool focused)
{
	const struct form *f = p->form;
	const struct field *field = &f->fields[index];
	int column = said_column(p, field);
	char said[SAID_SIZE];

	if (focused && field->hint != NULL)
		p->row = put_lines(p, p->row, column, STYLE_DIM,
		    text_in(p->lang, field->hint));
	if (!focused && answers_get(&f->drafts, field->id)[0] != '\0')
		say_problem(p, column,
		    text_in(p->lang,
			N_("This is not a date. Example: 2026-11-24, or "
			   "R8.11.24")));
	if (f->failure.code != KERR_OK && f->failed == index)
		say_problem(p, column,
		    failure_said(said, sizeof(said), p->lang, &f->failure));
}

static void
draw_label(struct place *p, const char *label, enum style style)
{
	int room = p->value_column - LABEL_COLUMN - LABEL_GAP;

	if ((int)text_columns(label) > room)
		p->row = put_lines(p, p->row, LABEL_COLUMN, style, label);
	else if (!p->measuring)
		draw_text(&p->area, p->row, LABEL_COLUMN, style, label);
}

static void
draw_field(struct place *p, size_t index)
{
	const struct field *field = &p->form->fields[index];
	bool focused = index == p->form->focus;

	if (focused)
		p->focus_row = p->row;
	if (focused && !p->measuring)
		draw_mark(&p->area, p->row, LABEL_COLUMN - 3, MARK_NOW);
	if (field->type != FIELD_CHECK)
		draw_label(p, text_in(p->lang, field->label),
		    focused ? STYLE_STRONG : STYLE_NORMAL);
	draw_value(p, field, focused);
	draw_said(p, index, focused);
}

/* Rows down to the end of the focused field. */
static int
focus_end(struct place *p)
{
	p->measuring = true;
	p->row = 0;
	for (size_t i = 0; p->form->fields[i].id != NULL; i++) {
		if (form_field_is_shown(p->form, i))
			draw_field(p, i);
		if (i == p->form->focus)
			break;
	}
	p->measuring = false;
	return p->row;
}

/* Where the first field begins, so that the focused one is seen to its end,
 * and, where it is longer than the window, its cursor. */
static int
first_row(struct place *p)
{
	int end = focus_end(p);
	int first = end > p->area.rows ? p->area.rows - end : 0;

	/* with the row above it: the label, or what was just passed */
	return p->focus_row + first < 1 && p->focus_row > 0 ? 1 - p->focus_row
							    : first;
}

void
form_draw(const struct form *f, const struct area *a, enum lang lang)
{
	struct place p = {.form = f, .area = *a, .lang = lang};

	p.value_column = value_column(f, lang);
	p.value_columns = a->columns - p.value_column - 1;
	p.row = first_row(&p);
	for (size_t i = 0; f->fields[i].id != NULL && p.row < a->rows; i++)
		if (form_field_is_shown(f, i))
			draw_field(&p, i);
}
