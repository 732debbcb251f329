/* base_text_test.c -- UTF-8, cells, cutting, the gate, placeholders, ranges. */
#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include <cmocka.h>

#include "base/text.h"
#include "base/text_normal.h"

#define ROUNDS	  20000
#define NOISE_LEN 60
#define GUARD	  0x5A

/* A small generator, so that a failure comes back with the same bytes. */
static uint32_t
chance(uint32_t *seed)
{
	*seed = *seed * 1664525U + 1013904223U;
	return *seed >> 8;
}

/* Noise of the kinds that hurt: bytes, controls, marks, bidi, kana, kanji. */
static void
make_noise(char out[NOISE_LEN + 8], uint32_t *seed)
{
	static const char *const pieces[] = {"e", "\xCC\x81", "\x1b[2J",
	    "\xE2\x80\xAE", "\xE3\x81\x8B", "\xE3\x82\x99", "山",
	    "\xF0\x9F\x98\x80", "\xE2\x80\x8B", "\xC2\x85", "\xE1\x84\x80",
	    "\xE1\x85\xA1", "\xE1\x86\xA8", ">", "\xCC\xB8", "\xED\xA0\x80",
	    "\xF4\x90\x80\x80", "\xEF\xBE\x8A", "\xEF\xBE\x9E", " ",
	    "\xF3\xA0\x84\x80", "\xCD\x8F", "\xCC\xA3", "\n", "\xE3\x83\xBC",
	    "\xE3\x82\x9E", "-", "\xC4\xB0"};
	size_t len = 0, n, want = chance(seed) % NOISE_LEN;

	while (len < want) {
		if (chance(seed) % 4 == 0) {
			out[len++] = (char)(1 + chance(seed) % 255);
			continue;
		}
		n = chance(seed) % (sizeof(pieces) / sizeof(pieces[0]));
		if (len + strlen(pieces[n]) > NOISE_LEN)
			break;
		memcpy(out + len, pieces[n], strlen(pieces[n]));
		len += strlen(pieces[n]);
	}
	out[len] = '\0';
}

static void
only_well_formed_utf8_counts_as_such(void **state)
{
	static const char *const good[] = {"", "abc", "山田　花子", "\x7f",
	    "\xC2\x80", "\xDF\xBF", "\xE0\xA0\x80", "\xED\x9F\xBF",
	    "\xEE\x80\x80", "\xEF\xBF\xBF", "\xF0\x90\x80\x80",
	    "\xF4\x8F\xBF\xBF"};
	static const char *const bad[] = {"\x80", "\xC0\x80", "\xC1\xBF",
	    "\xC2", "\xE0\x9F\xBF", "\xED\xA0\x80", "\xED\xBF\xBF", "\xE3\x81",
	    "\xF0\x8F\xBF\xBF", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFF",
	    "a\xE3\x81z", "\xE3\x41\x82"};

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		assert_true(text_is_utf8(good[i], strlen(good[i])));
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(text_is_utf8(bad[i], strlen(bad[i])));
	assert_false(text_is_utf8("a\0b", 3));
	/* The length counts, not the NUL: cut inside a character. */
	assert_false(text_is_utf8("山", 2));
}

static void
code_points_come_one_by_one_and_bad_bytes_alone(void **state)
{
	const char *s = "a山\xE3\x81\xF0\x9F\x98\x80";
	const char *start = s;

	(void)state;
	assert_int_equal(text_next(&s), 'a');
	assert_int_equal(text_next(&s), 0x5C71);
	assert_int_equal(text_next(&s), 0xFFFD);
	assert_int_equal(text_next(&s), 0xFFFD);
	assert_int_equal(text_next(&s), 0x1F600);
	assert_int_equal(text_next(&s), 0);
	assert_int_equal(text_next(&s), 0);
	assert_int_equal(s - start, 10);
}

static void
cells_are_counted_as_the_terminal_counts(void **state)
{
	(void)state;
	assert_int_equal(text_columns(""), 0);
	assert_int_equal(text_columns("NGUYEN"), 6);
	assert_int_equal(text_columns("山田　花子"), 10);
	assert_int_equal(text_columns("ﾔﾏﾀﾞ"), 4);
	assert_int_equal(text_columns("e\xCC\x81"), 1);
	assert_int_equal(text_columns("\x1b\xff"), 2);
	assert_int_equal(text_columns("한국어"), 6);
}

static void
a_prefix_ends_at_a_whole_character(void **state)
{
	(void)state;
	assert_int_equal(text_prefix_len("山田", 0), 0);
	assert_int_equal(text_prefix_len("山田", 1), 0);
	assert_int_equal(text_prefix_len("山田", 2), 3);
	assert_int_equal(text_prefix_len("山田", 3), 3);
	assert_int_equal(text_prefix_len("山田", 99), 6);
	assert_int_equal(text_prefix_len("ae\xCC\x81z", 2), 4);
	assert_int_equal(text_prefix_len("e\xCC\x81", 1), 3);
}

static void
a_copy_is_cut_between_characters(void **state)
{
	char out[8];

	(void)state;
	assert_string_equal(text_copy(out, sizeof(out), "山田花"), "山田");
	assert_string_equal(text_copy(out, 7, "山田花"), "山田");
	assert_string_equal(text_copy(out, 6, "山田花"), "山");
	assert_string_equal(text_copy(out, 3, "ae\xCC\x81"), "a");
	assert_string_equal(text_copy(out, 1, "abc"), "");
	out[0] = 'x';
	text_copy(out, 0, "abc");
	assert_int_equal(out[0], 'x');
}

static void
what_was_cut_to_fit_says_so(void **state)
{
	char out[64];

	(void)state;
	assert_string_equal(
	    text_fit(out, sizeof(out), "山田花子", 8), "山田花子");
	assert_string_equal(
	    text_fit(out, sizeof(out), "山田花子", 7), "山田花~");
	assert_string_equal(text_fit(out, sizeof(out), "山田花子", 6), "山田~");
	assert_string_equal(text_fit(out, sizeof(out), "abc", 1), "~");
	assert_string_equal(text_fit(out, sizeof(out), "abc", 0), "");
	assert_string_equal(text_fit(out, sizeof(out), "", 0), "");
	assert_string_equal(text_fit(out, 4, "abcdef", 20), "ab~");
	assert_string_equal(text_fit(out, 1, "abcdef", 20), "");
}

static void
the_gate_shows_what_would_be_obeyed(void **state)
{
	static const struct {
		const char *in, *out;
	} rows[] = {
	    {"山田　花子", "山田　花子"},
	    {"\x1b[31m", "<1B>[31m"},
	    {"a\tb\r\n", "a<09>b<0D><0A>"},
	    {"\x7f", "<7F>"},
	    {"\xC2\x85", "<0085>"},
	    {"\xC2\x9B", "<009B>"},
	    {"\x85", "<85>"},
	    {"\xE2\x80\xAEgnp", "<202E>gnp"},
	    {"\xE2\x80\x8B\xE2\x80\x8F", "<200B><200F>"},
	    {"\xE2\x80\xA8\xE2\x80\xA9", "<2028><2029>"},
	    {"\xE2\x81\xA0\xE2\x81\xA6\xE2\x81\xA9", "<2060><2066><2069>"},
	    {"\xEF\xBB\xBF", "<FEFF>"},
	    {"\xF3\xA0\x80\x81", "<E0001>"},
	    {"\xF3\xA0\x81\xBF", "<E007F>"},
	    {"\xC2\xAD", "<00AD>"},
	    {"\xD8\x9C", "<061C>"},
	    {"\xE3\x85\xA4", "<3164>"},
	    {"\xEF\xBF\xBE", "<FFFE>"},
	    {"e\xCC\x81", "\xC3\xA9"},
	    {"か\xE3\x82\x99", "が"},
	    {"\xCC\x81x", "<0301>x"},
	    {"\x1b\xCC\xB8", "<1B><0338>"},
	    {"\xE1\x84\x80\xE1\x85\xA1\xE1\x86\xA8", "각"},
	    /* A registered form of 葛 keeps its selector. */
	    {"葛\xF3\xA0\x84\x80城", "葛\xF3\xA0\x84\x80城"},
	    {"x\xCD\x8Fy", "x<034F>y"},
	    {"z\xCC\x82\xCC\x83\xCC\x84\xCC\x85\xCC\x86\xCC\x87",
		"\xE1\xBA\x91\xCC\x83\xCC\x84\xCC\x85\xCC\x86<0307>"},
	    {"\xE3\x81z", "<E3><81>z"},
	    {"\xED\xA0\x80", "<ED><A0><80>"},
	};
	char out[128];

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_string_equal(
		    text_gate(out, sizeof(out), rows[i].in), rows[i].out);
	assert_string_equal(text_gate(out, 4, "a\x1b"), "a");
	assert_string_equal(text_gate(out, 6, "a\x1b"), "a<1B>");
}

static bool
is_obeyed(uint32_t c)
{
	return c < 0x20 || (c >= 0x7F && c <= 0x9F) ||
	       (c >= 0x200B && c <= 0x200F) || (c >= 0x2028 && c <= 0x202E) ||
	       (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF ||
	       (c >= 0xE0000 && c <= 0xE007F);
}

static void
nothing_passes_the_gate_that_a_terminal_would_obey(void **state)
{
	char noise[NOISE_LEN + 8], out[512], again[512];
	uint32_t seed = 20261124;
	const char *at;
	size_t size;

	(void)state;
	for (int i = 0; i < ROUNDS; i++) {
		make_noise(noise, &seed);
		size = 1 + chance(&seed) % (sizeof(out) - 1);
		memset(out, GUARD, sizeof(out));
		text_gate(out, size, noise);
		assert_true(strlen(out) < size);
		for (size_t g = size; g < sizeof(out); g++)
			assert_int_equal(out[g], GUARD);
		assert_true(text_is_utf8(out, strlen(out)));
		for (at = out; *at != '\0';)
			assert_false(is_obeyed(text_next(&at)));
		text_gate(again, sizeof(again), out);
		assert_string_equal(again, out);
	}
}

static void
every_single_code_point_passes_the_gate_safely(void **state)
{
	char in[8], out[64], again[64];
	const char *at;

	(void)state;
	for (uint32_t c = 1; c <= 0x10FFFF; c++) {
		if (c >= 0xD800 && c <= 0xDFFF)
			continue;
		in[0] = 'a';
		at = in + 1;
		snprintf(in + 1, sizeof(in) - 1, "%lc", (wint_t)c);
		assert_int_equal(text_next(&at), c);
		text_gate(out, sizeof(out), in);
		assert_true(text_is_utf8(out, strlen(out)));
		for (at = out; *at != '\0';)
			assert_false(is_obeyed(text_next(&at)));
		text_gate(again, sizeof(again), out);
		assert_string_equal(again, out);
	}
}

static void
arguments_are_put_in_by_name_and_gated(void **state)
{
	static const struct text_argument args[] = {
	    {"n", "3"},
	    {"who", "山\x1b[2J"},
	    {"self", "{n}"},
	};
	char out[64];

	(void)state;
	assert_string_equal(
	    text_fill(out, sizeof(out), "{n} of {n}: {who}", args, 3),
	    "3 of 3: 山<1B>[2J");
	assert_string_equal(
	    text_fill(out, sizeof(out), "{self}{no}{", args, 3), "{n}{no}{");
	assert_string_equal(
	    text_fill(out, sizeof(out), "{{n}} {n", args, 3), "{3} {n");
	assert_string_equal(
	    text_fill(out, sizeof(out), "{} {nn}", args, 3), "{} {nn}");
	assert_string_equal(text_fill(out, sizeof(out), "{n}", NULL, 0), "{n}");
	assert_string_equal(text_fill(out, 5, "ab{who}", args, 3), "ab");
	assert_string_equal(text_fill(out, 6, "ab{who}", args, 3), "ab山");
}

static void
full_width_typing_becomes_ascii(void **state)
{
	char out[64];

	(void)state;
	assert_string_equal(
	    text_narrow(out, sizeof(out), "ＡＢ－１２３４　ｚ～！"),
	    "AB-1234 z~!");
	assert_string_equal(
	    text_narrow(out, sizeof(out), "山ﾔ\xff"), "山ﾔ\xff");
	assert_string_equal(text_narrow(out, 3, "１２３"), "12");
	assert_int_equal(text_narrow_point(0xFF01), '!');
	assert_int_equal(text_narrow_point(0xFF5E), '~');
	assert_int_equal(text_narrow_point(0xFF5F), 0xFF5F);
	assert_int_equal(text_narrow_point(0x3000), ' ');
}

static void
what_is_no_character_has_no_bytes(void **state)
{
	static const uint32_t none[] = {0xD800, 0xDFFF, 0x110000, UINT32_MAX};
	char out[TEXT_POINT_SIZE];

	(void)state;
	for (size_t i = 0; i < sizeof(none) / sizeof(none[0]); i++)
		assert_int_equal(text_encode(none[i], out), 0);
	assert_int_equal(text_encode(0x7F, out), 1);
	assert_int_equal(text_encode(0x80, out), 2);
	assert_int_equal(text_encode(0x800, out), 3);
	assert_int_equal(text_encode(0x10FFFF, out), 4);
	assert_string_equal(out, "\xf4\x8f\xbf\xbf");
}

static void
a_range_ends_right_after_its_prefix(void **state)
{
	char out[64];

	(void)state;
	assert_string_equal(text_range_end(out, sizeof(out), "yama"), "yamb");
	assert_string_equal(text_range_end(out, sizeof(out), "やま"), "やみ");
	assert_string_equal(
	    text_range_end(out, sizeof(out), "a\x7f"), "a\xC2\x80");
	assert_string_equal(
	    text_range_end(out, sizeof(out), "a\xED\x9F\xBF"), "a\xEE\x80\x80");
	assert_string_equal(
	    text_range_end(out, sizeof(out), "a\xF4\x8F\xBF\xBF"), "b");
	assert_string_equal(
	    text_range_end(out, sizeof(out), "\xF4\x8F\xBF\xBF"), "");
	assert_string_equal(text_range_end(out, sizeof(out), ""), "");
	assert_string_equal(text_range_end(out, 4, "yama"), "");
}

/* A random well-formed text, its code points near the edges of encodings. */
static void
make_text(char *out, size_t out_size, uint32_t *seed)
{
	static const uint32_t edges[] = {0x7F, 0x80, 0x7FF, 0x800, 0xD7FF,
	    0xE000, 0xFFFF, 0x10000, 0x10FFFF, 'a', 0x3042, 0x5C71};
	size_t len = 0;

	out[0] = '\0';
	for (uint32_t n = chance(seed) % 5; n > 0; n--)
		len += (size_t)snprintf(out + len, out_size - len, "%lc",
		    (wint_t)edges[chance(seed) %
				  (sizeof(edges) / sizeof(edges[0]))]);
}

static void
every_text_with_the_prefix_lies_in_the_range_and_no_other(void **state)
{
	char prefix[32], end[40], rest[32], text[80], other[40];
	uint32_t seed = 7;

	(void)state;
	for (int i = 0; i < ROUNDS; i++) {
		make_text(prefix, sizeof(prefix), &seed);
		make_text(rest, sizeof(rest), &seed);
		make_text(other, sizeof(other), &seed);
		snprintf(text, sizeof(text), "%s%s", prefix, rest);
		text_range_end(end, sizeof(end), prefix);
		assert_true(text_is_utf8(end, strlen(end)));
		assert_true(strcmp(prefix, text) <= 0);
		if (end[0] == '\0')
			continue;
		assert_true(strcmp(text, end) < 0);
		if (strncmp(other, prefix, strlen(prefix)) != 0)
			assert_false(strcmp(other, prefix) >= 0 &&
				     strcmp(other, end) < 0);
	}
}

static int
use_utf8(void **state)
{
	(void)state;
	return setlocale(LC_ALL, "C.UTF-8") == NULL;
}

/* What is normalised by hand agrees with the library, which a kana beside the
 * two makes it ask. */
static void
points_below_the_first_mark_stay_as_the_library_leaves_them(void **state)
{
	uint32_t points[3 * TEXT_EXPANDS_MOST];

	(void)state;
	for (uint32_t a = 1; a < 0x300; a++) {
		for (uint32_t b = 1; b < 0x300; b++) {
			points[0] = a;
			points[1] = b;
			assert_int_equal(
			    text_normalise(points, 2, TEXT_NFC), 2);
			points[2] = 0x3042;
			assert_int_equal(
			    text_normalise(points, 3, TEXT_NFC), 3);
			assert_int_equal(points[0], a);
			assert_int_equal(points[1], b);
		}
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(only_well_formed_utf8_counts_as_such),
	    cmocka_unit_test(code_points_come_one_by_one_and_bad_bytes_alone),
	    cmocka_unit_test(cells_are_counted_as_the_terminal_counts),
	    cmocka_unit_test(a_prefix_ends_at_a_whole_character),
	    cmocka_unit_test(a_copy_is_cut_between_characters),
	    cmocka_unit_test(what_was_cut_to_fit_says_so),
	    cmocka_unit_test(the_gate_shows_what_would_be_obeyed),
	    cmocka_unit_test(
		nothing_passes_the_gate_that_a_terminal_would_obey),
	    cmocka_unit_test(every_single_code_point_passes_the_gate_safely),
	    cmocka_unit_test(
		points_below_the_first_mark_stay_as_the_library_leaves_them),
	    cmocka_unit_test(arguments_are_put_in_by_name_and_gated),
	    cmocka_unit_test(full_width_typing_becomes_ascii),
	    cmocka_unit_test(what_is_no_character_has_no_bytes),
	    cmocka_unit_test(a_range_ends_right_after_its_prefix),
	    cmocka_unit_test(
		every_text_with_the_prefix_lies_in_the_range_and_no_other),
	};

	return cmocka_run_group_tests(tests, use_utf8, NULL);
}
