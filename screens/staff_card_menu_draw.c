/* staff_card_menu_draw.c -- the card above, what can be done with it below. */
#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "base/text.h"
#include "desk/session.h"
#include "screens/card_menu_inside.h"
#include "screens/staff.h"

#define TEXT_SIZE 640
#define PART_SIZE 320

/* What needs no card. */
static const struct {
	const struct screen *screen;
	const char *name;
	const char *words;
	enum action action;
} general[CARD_MENU_GENERAL] = {
    {&staff_card_status_screen, N_("Card on the reader"),
	N_("Kind, PINs, certificates; no try is spent."), ACTION_QUEUE},
    {&staff_register_screen, N_("Register a card"),
	N_("For a card that is in no list of this office."), ACTION_REGISTER},
    {&staff_destruction_screen, N_("Destroy cards"),
	N_("What is due, by two people."), ACTION_DESTROY},
};

static const struct list_column columns[] = {
    {"", 28, false},
    {"", 0, false},
    {NULL, 0, false},
};

struct drawn {
	const struct card_menu *menu;
	const struct app *app;
	size_t columns; /* what the list leaves for the words */
};

/* The words of a row: what it is for, or why not. */
static void
row_words(const struct drawn *d, size_t row, char *out, size_t out_size)
{
	const struct card_menu_row *r = &d->menu->row[row];
	struct failure why = {0};

	if (r->why_not == NULL) {
		text_copy(out, out_size, app_text(d->app, r->words));
		return;
	}
	failure_set(&why, ERR_INTERNAL);
	failure_text(&why, "reason", app_text(d->app, r->why_not));
	(void)app_fill(d->app, out, out_size, N_("not now: {reason}"), &why);
}

static void
menu_cell(
    const void *arg, size_t row, size_t column, char *out, size_t out_size)
{
	const struct drawn *d = arg;

	if (column == 0)
		text_copy(
		    out, out_size, app_text(d->app, d->menu->row[row].name));
	else
		row_words(d, row, out, out_size);
}

/* What does not fit beside the name stands whole below the chosen line. */
static void
menu_note(const void *arg, size_t row, char *out, size_t out_size)
{
	const struct drawn *d = arg;

	out[0] = '\0';
	if (row != d->menu->list.selected)
		return;
	row_words(d, row, out, out_size);
	if (text_columns(out) <= d->columns)
		out[0] = '\0';
}

static bool
menu_is_dim(const void *arg, size_t row)
{
	const struct drawn *d = arg;

	return d->menu->row[row].why_not != NULL;
}

static const struct list_rows rows = {
    .cell = menu_cell,
    .note = menu_note,
    .is_dim = menu_is_dim,
    .empty = N_("Nothing can be done here."),
};

void
card_menu_list_init(struct card_menu *m)
{
	list_init(&m->list, columns, &rows);
}

static void
collect_items(struct card_menu *m, size_t from, size_t to, size_t *n)
{
	for (size_t i = from; i < to; i++)
		m->row[(*n)++] = (struct card_menu_row){&m->view.item[i], NULL,
		    m->view.item[i].name, m->view.item[i].words,
		    m->view.item[i].why_not};
}

void
card_menu_collect(const struct app *app, struct card_menu *m)
{
	size_t n = 0;

	collect_items(m, 0, m->view.possible, &n);
	for (size_t i = 0; i < CARD_MENU_GENERAL; i++)
		if (general[i].screen != NULL &&
		    session_may(staff_desk(app), general[i].action))
			m->row[n++] =
			    (struct card_menu_row){NULL, general[i].screen,
				general[i].name, general[i].words, NULL};
	collect_items(m, m->view.possible, m->view.item_count, &n);
	list_set_count(&m->list, n);
}

/* -- the card -- */

struct page {
	const struct app *app;
	const struct card_menu_view *view;
	struct area area;
	int row;
};

static void
page_line(struct page *p, enum style style, const char *text)
{
	(void)draw_text_within(
	    &p->area, p->row++, 1, p->area.columns - 2, style, text);
}

/* "label: value   " after what is there. */
static void
add_part(struct page *p, char *out, const char *label, const char *value)
{
	size_t len = strlen(out);

	if (value[0] != '\0')
		(void)snprintf(out + len, TEXT_SIZE - len, "%s%s: %s",
		    len > 0 ? "   " : "", app_text(p->app, label), value);
}

static void
draw_name(struct page *p)
{
	const struct card_menu_view *v = p->view;
	char text[TEXT_SIZE], iso[DATE_ISO_SIZE];

	(void)snprintf(text, sizeof(text), "%s%s%s   %s", v->name,
	    v->name_other[0] != '\0' ? "  " : "", v->name_other,
	    date_iso(v->born, iso));
	page_line(p, STYLE_STRONG, text);
}

static void
draw_state(struct page *p)
{
	const struct card_menu_view *v = p->view;
	char text[TEXT_SIZE], iso[DATE_ISO_SIZE];

	(void)snprintf(text, sizeof(text), "%s: %s%s%s (%s)",
	    app_text(p->app, card_type_name(v->type)),
	    app_text(p->app, card_state_name(v->state)),
	    v->cancelled[0] != '\0' ? ", " : "",
	    v->cancelled[0] != '\0' ? app_text(p->app, v->cancelled) : "",
	    date_iso(v->state_on, iso));
	p->row = draw_paragraph(
	    &p->area, p->row, 1, p->area.columns - 2, STYLE_NORMAL, text);
}

static void
draw_numbers(struct page *p)
{
	const struct card_menu_view *v = p->view;
	char text[TEXT_SIZE] = "", until[PART_SIZE], iso[DATE_ISO_SIZE];

	(void)snprintf(until, sizeof(until), "%s%s", date_iso(v->expiry, iso),
	    v->is_past ? app_text(p->app, N_("  ! expired")) : "");
	add_part(p, text, N_("Card until"), until);
	add_part(p, text, N_("Serial"), v->face_serial);
	if (text[0] != '\0')
		page_line(p, v->is_past ? STYLE_WARN : STYLE_NORMAL, text);
	text[0] = '\0';
	add_part(p, text, N_("Notice"), v->notice);
	add_part(p, text, N_("Place"), v->place);
	if (v->type == CARD_TYPE_INDIVIDUAL && !v->has_chip)
		add_part(
		    p, text, N_("Chip"), app_text(p->app, N_("not bound")));
	if (text[0] != '\0')
		page_line(p, STYLE_NORMAL, text);
}

static void
draw_link(struct page *p, const char *id, const struct card_menu_link *link)
{
	struct failure said = {0};
	char text[TEXT_SIZE];

	if (link->card_id == 0)
		return;
	failure_set(&said, ERR_INTERNAL);
	failure_text(&said, "number", link->number);
	failure_text(
	    &said, "state", app_text(p->app, card_state_name(link->state)));
	page_line(
	    p, STYLE_WARN, app_fill(p->app, text, sizeof(text), id, &said));
}

static void
draw_past(struct page *p)
{
	const struct card_menu_view *v = p->view;
	char text[TEXT_SIZE] = "", iso[DATE_ISO_SIZE];
	size_t len;

	for (size_t i = 0; i < v->past_count; i++) {
		len = strlen(text);
		(void)snprintf(text + len, sizeof(text) - len, "%s%s %s, %s",
		    i > 0 ? "; " : "", date_iso(v->past[i].day, iso),
		    app_text(p->app, case_kind_name(v->past[i].kind)),
		    app_text(p->app, case_state_name(v->past[i].state)));
	}
	if (v->past_count > 0)
		p->row = draw_paragraph(
		    &p->area, p->row, 1, p->area.columns - 2, STYLE_DIM, text);
}

static void
draw_card(struct page *p)
{
	draw_name(p);
	draw_state(p);
	draw_numbers(p);
	draw_link(
	    p, N_("Replaces {number}, which is {state}."), &p->view->replaces);
	draw_link(p, N_("! Replaced by {number}, which is {state}."),
	    &p->view->replaced_by);
	draw_past(p);
	draw_line(&p->area, p->row++);
}

void
card_menu_draw(struct app *app, const void *state, const struct area *area)
{
	const struct card_menu *m = state;
	struct page p = {.app = app, .view = &m->view};
	struct drawn d = {.menu = m, .app = app};
	struct area list;

	p.area = staff_head(app, area, app_text(app, N_("Reissue, loss ...")));
	if (m->view.card_id != 0)
		draw_card(&p);
	list = area_below(&p.area, p.row);
	d.columns = (size_t)list_flexible_columns(&m->list, &list);
	list_draw(&m->list, &list, app_lang(app), &d, true);
}
