/* resident_language.c -- the first question, in every language at once. */
#include "desk/desk.h"
#include "screens/resident_inside.h"
#include "screens/staff.h"

#define FIRST_ROW     3
#define NAME_COLUMN   6
#define PROMPT_COLUMN 24

/* In the order in which the office names them (phrases, format). */
static const enum lang languages[] = {
    LANG_JA, LANG_EN, LANG_ZH, LANG_KO, LANG_ES, LANG_PT};
#define LANGUAGES (sizeof(languages) / sizeof(languages[0]))
_Static_assert(LANGUAGES == LANG_COUNT, "every language is offered");

size_t
resident_language_count(void)
{
	return LANGUAGES;
}

size_t
resident_language_row(enum lang lang)
{
	for (size_t i = 0; i < LANGUAGES; i++)
		if (languages[i] == lang)
			return i;
	return 0;
}

void
resident_language_draw(
    struct app *app, const struct resident *r, const struct area *body)
{
	int row = FIRST_ROW;

	(void)app;
	for (size_t i = 0; i < LANGUAGES; i++) {
		bool here = i == r->language_row;

		draw_mark(body, row, 2, here ? MARK_NOW : MARK_NONE);
		draw_text(body, row, NAME_COLUMN,
		    here ? STYLE_REVERSE : STYLE_NORMAL,
		    lang_self(languages[i]));
		draw_text(body, row, PROMPT_COLUMN, STYLE_TITLE,
		    text_in(languages[i], R_("Choose your language")));
		if (here)
			draw_cursor(body, row, NAME_COLUMN);
		row += 2;
	}
}

struct request
resident_language_enter(struct app *app, struct resident *r)
{
	enum lang lang = languages[r->language_row];

	/* The case keeps it for its slips; that the store could not is no
	 * reason to answer in another language now. */
	(void)pin_setting_set_lang(staff_desk(app), lang);
	app_set_lang(app, lang);
	if (!r->asks_language)
		return resident_go(app, r, 1);
	r->asks_language = false;
	return resident_turn();
}
