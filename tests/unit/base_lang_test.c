/* base_lang_test.c -- texts in the reader's language, whatever the environment
 * says; needs the catalogues of this build. */
#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/lang.h"
#include "base/system_reasons.h"
#include "base/text.h"

#define LOCALES KIOSK_BUILD "/locale"

static const char *const names[] = {
    "LC_ALL", "LC_CTYPE", "LC_MESSAGES", "LANG", "LANGUAGE"};
#define NAME_COUNT (sizeof(names) / sizeof(names[0]))

/* Start over with only the given settings, "NAME=value" up to three. */
static enum kerr
start_with(const char *const settings[3], struct failure *f)
{
	char copy[64];
	char *sign;

	for (size_t i = 0; i < NAME_COUNT; i++)
		unsetenv(names[i]);
	setlocale(LC_ALL, "C");
	for (size_t i = 0; i < 3 && settings[i] != NULL; i++) {
		text_copy(copy, sizeof(copy), settings[i]);
		sign = strchr(copy, '=');
		assert_non_null(sign);
		*sign = '\0';
		setenv(copy, sign + 1, 1);
	}
	return lang_init(LOCALES, f);
}

static int
start_plainly(void **state)
{
	static const char *const none[3] = {NULL};
	struct failure f = {0};

	(void)state;
	return start_with(none, &f) == KERR_OK ? 0 : -1;
}

static void
japanese_and_english_speak_in_one_process(void **state)
{
	const char *id = "Please ask the staff.";

	(void)state;
	assert_string_equal(text_in(LANG_JA, id), "職員にお声がけください。");
	assert_string_equal(text_in(LANG_EN, id), id);
	assert_string_equal(text_in(LANG_JA, id), "職員にお声がけください。");
}

static void
what_has_no_translation_is_said_in_english(void **state)
{
	(void)state;
	assert_string_equal(text_in(LANG_JA, "no such id"), "no such id");
	assert_string_equal(text_in(LANG_JA, ""), "");
	assert_string_equal(text_in(LANG_EN, ""), "");
	assert_string_equal(text_in(LANG_JA, NULL), "");
}

static void
no_environment_changes_the_language(void **state)
{
	static const struct {
		const char *set[3];
		enum kerr result;
	} rows[] = {
	    {{NULL}, KERR_OK},
	    {{"LANG=", "LC_ALL=", NULL}, KERR_OK},
	    {{"LANG=C.UTF-8", NULL}, KERR_OK},
	    {{"LANG=C.utf8", "LANGUAGE=de:fr", NULL}, KERR_OK},
	    {{"LANGUAGE=ja", NULL}, KERR_OK},
	    {{"LANGUAGE=C", "LANG=C.UTF-8", NULL}, KERR_OK},
	    {{"LC_ALL=ja_JP.UTF-8", NULL}, KERR_OK},
	    {{"LC_ALL=xx_YY", NULL}, KERR_OK},
	    {{"LC_MESSAGES=C", "LANG=C.UTF-8", NULL}, KERR_OK},
	    {{"LC_CTYPE=C.UTF-8", "LANG=C", NULL}, KERR_OK},
	    {{"LC_ALL=C", "LANGUAGE=ja", NULL}, ERR_TERMINAL_LOCALE},
	    {{"LC_ALL=POSIX", NULL}, ERR_TERMINAL_LOCALE},
	    {{"LANG=C", NULL}, ERR_TERMINAL_LOCALE},
	    {{"LC_ALL=ja_JP.eucJP", NULL}, ERR_TERMINAL_LOCALE},
	    {{"LANG=ja_JP.SJIS", NULL}, ERR_TERMINAL_LOCALE},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct failure f = {0};

		assert_int_equal(start_with(rows[i].set, &f), rows[i].result);
		assert_int_equal(f.code, rows[i].result);
		assert_string_equal(
		    text_in(LANG_JA, "Go on."), "次へ進んでください。");
		assert_string_equal(text_in(LANG_EN, "Go on."), "Go on.");
		/* Widths are right even where the locale was refused. */
		assert_int_equal(text_columns("山田"), 4);
	}
}

static void
a_refused_locale_is_named(void **state)
{
	static const char *const set[3] = {"LC_ALL=ja_JP.eucJP", NULL};
	struct failure f = {0};
	char out[256];

	(void)state;
	assert_int_equal(start_with(set, &f), ERR_TERMINAL_LOCALE);
	assert_string_equal(failure_said(out, sizeof(out), LANG_EN, &f),
	    "The locale ja_JP.eucJP is not UTF-8.");
	assert_string_equal(failure_said(out, sizeof(out), LANG_JA, &f),
	    "ロケール ja_JP.eucJP は UTF-8 ではありません。");
}

static void
a_failure_becomes_a_sentence_with_its_arguments(void **state)
{
	struct failure f = {0};
	char out[256];

	(void)state;
	failure_set(&f, ERR_CASE_TAKEN);
	failure_text(&f, "who", "佐藤\x1b[2J");
	failure_number(&f, "n", 3);
	assert_string_equal(failure_said(out, sizeof(out), LANG_EN, &f),
	    "佐藤<1B>[2J is serving this card at counter 3.");
	assert_string_equal(failure_said(out, sizeof(out), LANG_JA, &f),
	    "窓口 3 の 佐藤<1B>[2J がこのカードに対応中です。");
	assert_string_equal(failure_next(out, sizeof(out), LANG_EN, &f, false),
	    "Choose the next visitor, or ask a supervisor to take over.");
	assert_string_equal(failure_next(out, sizeof(out), LANG_JA, &f, true),
	    "職員にお声がけください。");
	assert_string_equal(failure_said(out, 4, LANG_JA, &f), "窓");
}

static void
an_argument_that_is_itself_a_text_is_translated(void **state)
{
	struct failure f = {0};
	char out[256];

	(void)state;
	failure_set(&f, ERR_STEP_INCOMPLETE);
	failure_text(&f, "field", "Residence card");
	assert_string_equal(failure_said(out, sizeof(out), LANG_JA, &f),
	    "「在留カード」が未入力です。");
	assert_string_equal(failure_said(out, sizeof(out), LANG_EN, &f),
	    "Residence card is still missing.");
	failure_set(&f, ERR_IO);
	failure_text(&f, "file", "a.csv");
	failure_text(&f, "reason", strerror(ENOENT));
	assert_string_equal(failure_said(out, sizeof(out), LANG_JA, &f),
	    "a.csv を読み書きできません：ファイルまたはフォルダーがありません。");
}

static void
every_failure_speaks_japanese(void **state)
{
	(void)state;
	for (int code = 0; code < KERR_COUNT; code++) {
		const char *ids[] = {error_said((enum kerr)code),
		    error_next_staff((enum kerr)code),
		    error_next_resident((enum kerr)code)};

		for (size_t i = 0; i < 3; i++)
			assert_string_not_equal(
			    text_in(LANG_JA, ids[i]), ids[i]);
	}
}

static void
reasons_of_the_machine_are_the_c_librarys_own_words(void **state)
{
	static const struct {
		int number;
		const char *words;
	} rows[] = {
#define X(number, words) {number, words},
	    SYSTEM_REASONS(X)
#undef X
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		assert_string_equal(strerror(rows[i].number), rows[i].words);
		assert_string_not_equal(
		    text_in(LANG_JA, rows[i].words), rows[i].words);
	}
}

static void
languages_are_known_by_code_and_by_their_own_name(void **state)
{
	enum lang lang = LANG_EN;

	(void)state;
	for (int i = 0; i < LANG_COUNT; i++) {
		assert_true(lang_from_code(lang_code((enum lang)i), &lang));
		assert_int_equal(lang, i);
		assert_true(text_columns(lang_self((enum lang)i)) > 0);
	}
	assert_string_equal(lang_self(LANG_JA), "日本語");
	assert_false(lang_from_code("de", &lang));
	assert_false(lang_from_code("", &lang));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(japanese_and_english_speak_in_one_process),
	    cmocka_unit_test(what_has_no_translation_is_said_in_english),
	    cmocka_unit_test(a_failure_becomes_a_sentence_with_its_arguments),
	    cmocka_unit_test(an_argument_that_is_itself_a_text_is_translated),
	    cmocka_unit_test(every_failure_speaks_japanese),
	    cmocka_unit_test(
		reasons_of_the_machine_are_the_c_librarys_own_words),
	    cmocka_unit_test(languages_are_known_by_code_and_by_their_own_name),
	    cmocka_unit_test(no_environment_changes_the_language),
	    cmocka_unit_test(a_refused_locale_is_named),
	};

	return cmocka_run_group_tests(tests, start_plainly, NULL);
}
