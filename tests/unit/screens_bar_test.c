/* screens_bar_test.c -- the keys of every screen of staff fit the two rows of
 * the key bar at 80 columns, in both languages of staff. Where several
 * bindings share a key, only one works at a time: the longest counts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/lang.h"
#include "base/text.h"
#include "screens/day_inside.h"
#include "screens/note.h"
#include "screens/staff.h"
#include "screens/supervisor.h"
#include "screens/training.h"

#define BAR_COLUMNS  80
#define BAR_ROWS     2
#define SAYS_COLUMNS 12 /* room for a label that tells values */

static const struct screen *const screens[] = {
    &staff_sign_in_screen,
    &staff_code_screen,
    &staff_queue_screen,
    &staff_card_status_screen,
    &staff_collection_screen,
    &staff_lock_screen,
    &staff_take_back_screen,
    &staff_initial_screen,
    &staff_note_screen,
    &supervisor_day_screen,
    &supervisor_attention_screen,
    &training_desk_screen,
    &confirm_screen,
    &choose_screen,
};
#define SCREENS (sizeof(screens) / sizeof(screens[0]))

static size_t
label_columns(const struct key_binding *b, enum lang lang)
{
	if (b->says != NULL)
		return SAYS_COLUMNS;
	return b->label == NULL ? 0 : text_columns(text_in(lang, b->label));
}

/* As the bar packs them: a blank, then key and label, two blanks between. */
static int
rows_of(const struct screen *s, enum lang lang)
{
	size_t widest[UI_KEY_COUNT] = {0}, column = 1;
	int rows = 1;

	for (const struct key_binding *b = s->keys; b->key != UI_KEY_NONE; b++)
		if (label_columns(b, lang) > widest[b->key])
			widest[b->key] = label_columns(b, lang);
	/* where F8 acts on a case, Enter does not: the longer one counts */
	if (s == &staff_collection_screen)
		widest[UI_KEY_ENTER] = 0;
	if ((s->flags & SCREEN_NO_HELP) == 0)
		widest[UI_KEY_F1] = text_columns(text_in(lang, "Help"));
	for (int key = 0; key < UI_KEY_COUNT; key++) {
		size_t wide = widest[key] + 1 +
			      text_columns(ui_key_name((enum ui_key)key));

		if (widest[key] == 0)
			continue;
		if (column > 1 && column + wide > BAR_COLUMNS) {
			rows++;
			column = 1;
		}
		column += wide + 2;
	}
	return rows;
}

static void
every_key_of_staff_is_seen_in_both_languages(void **state)
{
	static const enum lang langs[] = {LANG_JA, LANG_EN};

	(void)state;
	for (size_t l = 0; l < 2; l++)
		for (size_t s = 0; s < SCREENS; s++)
			if (rows_of(screens[s], langs[l]) > BAR_ROWS)
				fail_msg("%s needs %d rows of keys in %s",
				    screens[s]->name,
				    rows_of(screens[s], langs[l]),
				    lang_code(langs[l]));
}

/* Else the test above would measure English twice. */
static void
the_japanese_catalogue_was_read(void **state)
{
	(void)state;
	assert_string_not_equal(text_in(LANG_JA, "Help"), "Help");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_japanese_catalogue_was_read),
	    cmocka_unit_test(every_key_of_staff_is_seen_in_both_languages),
	};
	struct failure f = {0};

	if (lang_init(KIOSK_BUILD "/locale", &f) != KERR_OK)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
