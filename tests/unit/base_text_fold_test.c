/* base_text_fold_test.c -- search keys of names, romaji, and lines. */
#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <wchar.h>

#include <cmocka.h>

#include "base/text.h"

struct pair {
	const char *in, *out;
};

static void
names_fold_to_what_people_type(void **state)
{
	static const struct pair rows[] = {
	    {"NGUYEN THI LAN", "nguyen thi lan"},
	    {"Nguyễn Thị Lan", "nguyen thi lan"},
	    {"ĐẶNG VĂN ĐỨC", "dang van duc"},
	    {"ＮＧＵＹＥＮ　ＴＨＩ　ＬＡＮ", "nguyen thi lan"},
	    {"JOÃO DA SILVA", "joao da silva"},
	    {"Müller-Straße", "mullerstrasse"},
	    {"O'BRIEN", "obrien"},
	    {"İSTANBUL", "istanbul"},
	    {"ŁUKASZ ØSTERGAARD", "lukasz ostergaard"},
	    {"山田　花子", "山田 花子"},
	    {"  山田 　 花子 ", "山田 花子"},
	    {"ﾔﾏﾀﾞ ﾊﾅｺ", "やまだ はなこ"},
	    {"ヤマダ　ハナコ", "やまだ はなこ"},
	    {"やまた\xE3\x82\x99", "やまだ"},
	    {"シルヴァ", "しるゔぁ"},
	    {"ジョアン・シルヴァ", "じょあん しるゔぁ"},
	    {"ｼﾞｮｱﾝ･ｼﾙｳﾞｧ", "じょあん しるゔぁ"},
	    {"オーノ", "おの"},
	    {"ｵｰﾉ", "おの"},
	    {"みすゞ", "みすず"},
	    {"みすゝ", "みすす"},
	    {"李 娜", "李 娜"},
	    {"HANZI TAILANG_漢字 太郎", "hanzi tailang 漢字 太郎"},
	    {"葛\xF3\xA0\x84\x80城", "葛城"},
	    {"김민수", "김민수"},
	    {"①２３", "123"},
	    {"SMITH, JOHN", "smith john"},
	    {"a\xE2\x80\x8B"
	     "b\x1b",
		"ab"},
	    {"\xff山\xE3", "山"},
	    {"", ""},
	    {"・", ""},
	};
	char out[128];

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_string_equal(
		    text_fold(out, sizeof(out), rows[i].in), rows[i].out);
	assert_string_equal(text_fold(out, 7, "ヤマダ"), "やま");
}

static void
folding_again_changes_nothing(void **state)
{
	char noise[80], out[512], again[512];
	uint32_t seed = 42;

	(void)state;
	for (int i = 0; i < 20000; i++) {
		size_t len = 0;

		while (len < 60) {
			uint32_t c;

			seed = seed * 1664525U + 1013904223U;
			c = (seed >> 8) %
			    ((seed & 0x80000000U) ? 0x3200 : 0x370);
			if (c == 0)
				break;
			len += (size_t)snprintf(
			    noise + len, sizeof(noise) - len, "%lc", (wint_t)c);
		}
		noise[len] = '\0';
		text_fold(out, sizeof(out), noise);
		assert_true(text_is_utf8(out, strlen(out)));
		text_fold(again, sizeof(again), out);
		assert_string_equal(again, out);
	}
}

static void
kana_become_the_romaji_of_passports(void **state)
{
	static const struct pair rows[] = {
	    {"ﾔﾏﾀﾞ ﾊﾅｺ", "yamada hanako"},
	    {"シルヴァ", "shiruva"},
	    {"ジョアン", "joan"},
	    {"さとう", "sato"},
	    {"おおの", "ono"},
	    {"オーノ", "ono"},
	    {"ゆうき", "yuki"},
	    {"いのうえ", "inoue"},
	    {"せのお", "senoo"},
	    {"せのお たろう", "senoo taro"},
	    {"りょうこ", "ryoko"},
	    {"けいこ", "keiko"},
	    {"にいがた", "niigata"},
	    {"ほんま", "honma"},
	    {"なんば", "nanba"},
	    {"しんいち", "shinichi"},
	    {"はっとり", "hattori"},
	    {"ほっち", "hotchi"},
	    {"いっしき", "isshiki"},
	    {"きっか", "kikka"},
	    {"あっ", "a"},
	    {"っ", ""},
	    {"じゅんこ", "junko"},
	    {"ちづ", "chizu"},
	    {"みすゞ", "misuzu"},
	    {"ウィリアム", "wiriamu"},
	    {"ティファニー", "tifani"},
	    {"フェルナンデス", "ferunandesu"},
	    {"グエン ティ ラン", "guen ti ran"},
	    {"チェン", "chen"},
	    {"ドゥック", "dukku"},
	    {"ヴォー", "vo"},
	    {"NGUYEN THI LAN", "nguyen thi lan"},
	    {"李 娜", "李 娜"},
	    {"", ""},
	};
	char out[128];

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_string_equal(
		    text_romaji(out, sizeof(out), rows[i].in), rows[i].out);
}

static void
long_vowels_can_be_spelled_out(void **state)
{
	char out[64];

	(void)state;
	assert_string_equal(
	    text_romaji_spelled(out, sizeof(out), "サトウ　ユウコ"),
	    "satou yuuko");
	assert_string_equal(
	    text_romaji_spelled(out, sizeof(out), "おおの"), "oono");
	assert_string_equal(
	    text_romaji_spelled(out, sizeof(out), "ジョアン"), "joan");
}

static void
every_hiragana_has_romaji(void **state)
{
	char kana[8], out[16];

	(void)state;
	for (uint32_t c = 0x3041; c <= 0x3096; c++) {
		if (c == 0x3063) /* っ alone doubles nothing */
			continue;
		snprintf(kana, sizeof(kana), "%lc", (wint_t)c);
		text_romaji(out, sizeof(out), kana);
		assert_in_range(strlen(out), 1, 3);
		assert_in_range(out[0], 'a', 'z');
	}
}

struct lines {
	char text[512];
	size_t columns;
	bool too_wide;
};

static void
collect(void *arg, const char *start, size_t len)
{
	struct lines *l = arg;
	char line[256];

	snprintf(line, sizeof(line), "%.*s", (int)len, start);
	if (text_columns(line) > l->columns)
		l->too_wide = true;
	snprintf(l->text + strlen(l->text), sizeof(l->text) - strlen(l->text),
	    "%s|", line);
}

static void
check_lines(const char *s, size_t columns, const char *want, size_t count)
{
	struct lines l = {"", columns, false};

	assert_int_equal(text_wrap(s, columns, collect, &l), count);
	assert_string_equal(l.text, want);
	assert_int_equal(text_wrap(s, columns, NULL, NULL), count);
}

static void
lines_break_as_each_script_breaks(void **state)
{
	(void)state;
	check_lines("", 10, "", 0);
	check_lines("one two three", 20, "one two three|", 1);
	check_lines("one two three", 7, "one two|three|", 2);
	check_lines("one two three", 8, "one two|three|", 2);
	check_lines("one   two", 4, "one|two|", 2);
	check_lines("abcdefgh", 3, "abc|def|gh|", 3);
	check_lines("a 2026-11-24", 10, "a|2026-11-24|", 2);
	check_lines("a\n\nb", 10, "a||b|", 3);
	check_lines("a\n", 10, "a|", 1);
	check_lines("暗証番号を", 4, "暗証|番号|を|", 3);
	check_lines("暗証番号を", 5, "暗証|番号|を|", 3);
	check_lines("設定する。次", 8, "設定す|る。次|", 2);
	check_lines("設定「する」", 6, "設定|「す|る」|", 3);
	check_lines("設定（する）次", 8, "設定（す|る）次|", 2);
	check_lines("カード番号1234です", 12, "カード番号|1234です|", 2);
	check_lines("チャット", 6, "チャッ|ト|", 2);
	check_lines("마이넘버 카드", 10, "마이넘버|카드|", 2);
	check_lines("山", 1, "山|", 1);
	check_lines("ae\xCC\x81z", 2, "ae\xCC\x81|z|", 2);
}

static void
no_line_is_wider_than_asked_and_nothing_is_lost(void **state)
{
	static const char *const pieces[] = {"山", "。", "「", "a", "bc", " ",
	    "１", "ッ", "한", "e\xCC\x81", "\xff", "）"};
	char text[256];
	struct lines l;
	uint32_t seed = 5;
	size_t shown, given;

	(void)state;
	for (int i = 0; i < 20000; i++) {
		text[0] = '\0';
		for (int n = 0; n < 30; n++) {
			seed = seed * 1664525U + 1013904223U;
			strcat(text, pieces[(seed >> 16) % 12]);
		}
		memset(&l, 0, sizeof(l));
		l.columns = 2 + seed % 20;
		text_wrap(text, l.columns, collect, &l);
		assert_false(l.too_wide);
		shown = given = 0;
		for (const char *at = text; *at != '\0'; at++)
			given += *at != ' ';
		for (const char *at = l.text; *at != '\0'; at++)
			shown += *at != ' ' && *at != '|';
		assert_int_equal(shown, given);
	}
}

static int
use_utf8(void **state)
{
	(void)state;
	return setlocale(LC_ALL, "C.UTF-8") == NULL;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(names_fold_to_what_people_type),
	    cmocka_unit_test(folding_again_changes_nothing),
	    cmocka_unit_test(kana_become_the_romaji_of_passports),
	    cmocka_unit_test(long_vowels_can_be_spelled_out),
	    cmocka_unit_test(every_hiragana_has_romaji),
	    cmocka_unit_test(lines_break_as_each_script_breaks),
	    cmocka_unit_test(no_line_is_wider_than_asked_and_nothing_is_lost),
	};

	return cmocka_run_group_tests(tests, use_utf8, NULL);
}
