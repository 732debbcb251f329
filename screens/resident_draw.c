/* resident_draw.c -- what the resident's pages share: big, calm, few words. */
#include "base/text.h"
#include "screens/resident_inside.h"

#define BODY_COLUMNS 72
#define BODY_ROWS    22
#define MARK_GAP     (MARK_COLUMNS + 2)
#define SAID_SIZE    512

struct area
resident_body(const struct area *a)
{
	int column = (a->columns - BODY_COLUMNS) / 2;
	int row = (a->rows - BODY_ROWS) / 3;

	return area_part(a, row, column, BODY_ROWS, BODY_COLUMNS);
}

int
resident_draw_title(const struct app *app, const struct area *a, const char *id)
{
	draw_text(a, 1, 0, STYLE_TITLE, app_text(app, id));
	draw_cursor(a, 1, 0); /* until something is focused */
	return 3;
}

int
resident_draw_words(const struct app *app, const struct area *a, int row,
    const char *id, enum style style)
{
	return draw_paragraph(a, row, 0, a->columns, style, app_text(app, id)) +
	       1;
}

int
resident_draw_choices(const struct app *app, const struct area *a, int row,
    const char *const *choices, size_t focused)
{
	for (size_t i = 0; choices[i] != NULL; i++) {
		bool here = i == focused;

		draw_mark(a, row, 2, here ? MARK_NOW : MARK_NONE);
		draw_text(a, row, 2 + MARK_GAP,
		    here ? STYLE_REVERSE : STYLE_NORMAL,
		    app_text(app, choices[i]));
		if (here)
			draw_cursor(a, row, 2 + MARK_GAP);
		row += 2;
	}
	return row;
}

void
resident_draw_said(
    const struct app *app, const struct resident *r, const struct area *a)
{
	/* "" is no id: gettext would answer with the catalogue's header */
	const char *why = r->why[0] == '\0' ? "" : app_text(app, r->why);
	char text[SAID_SIZE];
	int columns = a->columns - MARK_GAP;
	int row;

	message_text(&r->said, app_lang(app), text, sizeof(text));
	if (text[0] == '\0')
		return;
	row = a->rows - draw_paragraph_rows(text, columns) -
	      draw_paragraph_rows(why, columns);
	draw_mark(a, row, 0, r->said.mark);
	row = draw_paragraph(
	    a, row, MARK_GAP, columns, mark_style(r->said.mark), text);
	(void)draw_paragraph(a, row, MARK_GAP, columns, STYLE_NORMAL, why);
}
