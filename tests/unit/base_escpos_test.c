/* A paper becomes bytes that a printer written from the references alone reads
 * back as the same text, and dots that are those of the font. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <ft2build.h>
#include FT_FREETYPE_H

#include "base/escpos.h"
#include "base/lang.h"
#include "base/paper.h"
#include "base/raster.h"
#include "base/text.h"
#include "support/escpos_reader.h"

#define FONT	"/usr/share/fonts/opentype/unifont/unifont_jp.otf"
#define COLUMNS 42

static struct raster *raster;
static struct escpos_reader printed;

static int
begin(void **state)
{
	struct failure f = {0};

	(void)state;
	escpos_reader_begin(&printed);
	return raster_open(FONT, &raster, &f) == KERR_OK ? 0 : -1;
}

static int
end(void **state)
{
	(void)state;
	raster_close(&raster);
	escpos_reader_end(&printed);
	return 0;
}

static void
print(const struct paper *p)
{
	struct escpos_bytes bytes;

	assert_false(p->full);
	assert_int_equal(escpos_render(p, COLUMNS, raster, &bytes), KERR_OK);
	escpos_reader_take(&printed, bytes.bytes, bytes.len);
	escpos_bytes_free(&bytes);
	if (printed.trouble != NULL)
		fail_msg("the printer found %s", printed.trouble);
}

static void
print_line(unsigned style, const char *text)
{
	struct paper p;

	paper_begin(&p);
	paper_add(&p, style, text);
	print(&p);
}

static void
text_is(const char *expected)
{
	char *text = escpos_reader_text(&printed);

	assert_string_equal(text, expected);
	free(text);
}

static void
japanese_is_printed_in_the_printers_own_type(void **state)
{
	(void)state;
	print_line(PAPER_PLAIN, "調布市 手数料 ｶﾀｶﾅ 750円 ¥750 A-12");
	text_is("調布市 手数料 ｶﾀｶﾅ 750円 \\750 A-12\n");
	assert_int_equal(printed.cuts, 1);
	assert_int_equal(printed.resets, 1);
}

static void
a_pair_ends_at_the_right_edge(void **state)
{
	struct paper p;

	(void)state;
	paper_begin(&p);
	paper_add_pair(&p, PAPER_PLAIN, "合計", "1,250円");
	print(&p);
	assert_int_equal(text_columns(printed.line[0].text), COLUMNS);
	text_is("合計                               1,250円\n");
}

static void
big_and_bold_are_told_and_taken_back(void **state)
{
	struct paper p;

	(void)state;
	paper_begin(&p);
	paper_add(&p, PAPER_BIG | PAPER_CENTRE, "領収書");
	paper_add(&p, PAPER_BOLD, "合計");
	paper_add(&p, PAPER_PLAIN, "窓口");
	print(&p);
	assert_true(printed.line[0].big && !printed.line[0].bold);
	assert_true(printed.line[1].bold && !printed.line[1].big);
	assert_true(!printed.line[2].bold && !printed.line[2].big);
	assert_string_equal(printed.line[0].text, "       領収書");
	assert_false(printed.bold || printed.big);
}

/* -- dots -- */

/* The same text drawn by the test alone, glyph by glyph. */
static void
draw_again(const char *text, uint8_t *bits, size_t row_len, size_t rows)
{
	FT_Library library;
	FT_Face face;
	const char *s = text;
	long pen = 0;

	assert_int_equal(FT_Init_FreeType(&library), 0);
	assert_int_equal(FT_New_Face(library, FONT, 0, &face), 0);
	assert_int_equal(FT_Set_Pixel_Sizes(face, 24, 24), 0);
	while (*s != '\0') {
		FT_UInt glyph = FT_Get_Char_Index(face, text_next(&s));
		FT_GlyphSlot g = face->glyph;

		assert_int_not_equal(glyph, 0);
		assert_int_equal(
		    FT_Load_Glyph(face, glyph, FT_LOAD_TARGET_MONO), 0);
		assert_int_equal(FT_Render_Glyph(g, FT_RENDER_MODE_MONO), 0);
		for (long y = 0; y < (long)g->bitmap.rows; y++)
			for (long x = 0; x < (long)g->bitmap.width; x++) {
				long to_x = pen + g->bitmap_left + x;
				long to_y = 21 - g->bitmap_top + y;

				if ((g->bitmap.buffer[y * g->bitmap.pitch +
						      x / 8] >>
					    (7 - x % 8) &
					1) == 0)
					continue;
				assert_in_range(to_y, 0, rows - 1);
				bits[(size_t)to_y * row_len +
				     (size_t)to_x / 8] |=
				    (uint8_t)(0x80 >> to_x % 8);
			}
		pen += g->advance.x >> 6;
	}
	FT_Done_Face(face);
	FT_Done_FreeType(library);
}

static void
dots_are(const char *text)
{
	const struct reader_line *l = escpos_reader_dots(&printed, 0);
	uint8_t *bits;

	assert_non_null(l);
	assert_int_equal(l->row_len, (text_columns(text) * 12 + 7) / 8);
	assert_int_equal(l->rows, 30);
	bits = calloc(l->row_len, l->rows);
	assert_non_null(bits);
	draw_again(text, bits, l->row_len, l->rows);
	assert_memory_equal(l->dots, bits, l->row_len * l->rows);
	free(bits);
}

static void
what_japanese_type_lacks_is_drawn_dot_for_dot(void **state)
{
	/* Korean, simplified Chinese, Spanish, Portuguese, and the kanji of
	 * names that CP932 has only beside JIS X 0208 */
	static const char *const texts[] = {"수수료 750엔", "手续费 收据",
	    "Recibo número 3: ¿está bien? ñ", "Emissão, cartão, português",
	    "髙橋 﨑山", "back\\slash ~", "10 × 5 °C"};

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		print_line(PAPER_PLAIN, texts[i]);
		assert_int_equal(printed.line_count, 1);
		dots_are(texts[i]);
		escpos_reader_end(&printed);
	}
}

static void
only_the_line_that_needs_it_is_drawn(void **state)
{
	struct paper p;

	(void)state;
	paper_begin(&p);
	paper_add(&p, PAPER_PLAIN, "手数料");
	paper_add(&p, PAPER_INDENT, "수수료");
	paper_add(&p, PAPER_PLAIN, "窓口 3");
	print(&p);
	text_is("手数料\n[dots]\n窓口 3\n");
}

static unsigned
black_dots(const struct reader_line *l)
{
	unsigned count = 0;

	for (size_t i = 0; i < l->row_len * l->rows; i++)
		count += (unsigned)__builtin_popcount(l->dots[i]);
	return count;
}

static void
big_dots_are_four_and_bold_ones_wider(void **state)
{
	unsigned plain, big, bold;

	(void)state;
	print_line(PAPER_PLAIN, "한국");
	plain = black_dots(escpos_reader_dots(&printed, 0));
	assert_true(plain > 50);
	escpos_reader_end(&printed);
	print_line(PAPER_BIG, "한국");
	assert_int_equal(printed.line[0].rows, 54);
	big = black_dots(escpos_reader_dots(&printed, 0));
	assert_int_equal(big, 4 * plain);
	escpos_reader_end(&printed);
	print_line(PAPER_BOLD, "한국");
	bold = black_dots(escpos_reader_dots(&printed, 0));
	assert_in_range(bold, plain + 1, 2 * plain);
}

/* Every Hangul syllable, many of them in a row: the bytes 10 04, 10 05 and
 * 10 14 would open a drawer or clear the printer. */
static void
no_picture_holds_a_command_that_a_printer_would_obey(void **state)
{
	char line[256];
	size_t len;

	(void)state;
	for (uint32_t point = 0xAC00; point < 0xD7A4;) {
		struct paper p;

		paper_begin(&p);
		for (int rows = 0; rows < 40 && point < 0xD7A4; rows++) {
			for (len = 0; len < 60 && point < 0xD7A4; point++)
				len += text_encode(point, line + len);
			line[len] = '\0';
			paper_add(&p, PAPER_PLAIN, line);
		}
		print(&p);
		escpos_reader_end(&printed);
	}
}

static void
a_command_in_a_name_is_shown_and_not_obeyed(void **state)
{
	(void)state;
	print_line(PAPER_PLAIN, "X\x1B@\x1DV\x01\x10\x04\x01Y");
	assert_int_equal(printed.cuts, 1);
	assert_int_equal(printed.resets, 1);
	assert_true(
	    escpos_reader_has(&printed, "X<1B>@<1D>V<01><10><04><01>Y"));
}

static void
a_character_that_no_font_has_becomes_a_box_not_nothing(void **state)
{
	(void)state;
	print_line(PAPER_PLAIN, "\U000F1234");
	assert_true(black_dots(escpos_reader_dots(&printed, 0)) > 10);
}

static void
a_font_that_is_none_is_refused_with_its_name(void **state)
{
	struct raster *none = NULL;
	struct failure f = {0};

	(void)state;
	assert_int_equal(raster_open("/dev/null", &none, &f), ERR_FONT);
	assert_null(none);
	assert_string_equal(failure_argument(&f, "file"), "/dev/null");
	assert_int_equal(raster_open("/nonexistent", &none, &f), ERR_FONT);
}

/* -- status: the bytes of the references' tables -- */

static void
each_status_bit_has_its_meaning(void **state)
{
	static const struct {
		int n;
		uint8_t answer;
		enum kerr means;
	} rows[] = {
	    {1, 0x12, KERR_OK},
	    {1, 0x16, KERR_OK}, /* drawer signal: not ours */
	    {1, 0x1A, KERR_OK}, /* offline: the cause is told by n 2 */
	    {2, 0x12, KERR_OK},
	    {2, 0x16, ERR_PRINTER_COVER},
	    {2, 0x1A, KERR_OK}, /* somebody feeds paper */
	    {2, 0x32, ERR_PRINTER_PAPER},
	    {2, 0x52, ERR_PRINTER_FAULT},
	    {2, 0x36, ERR_PRINTER_COVER},
	    {3, 0x12, KERR_OK},
	    {3, 0x1A, ERR_PRINTER_FAULT},
	    {3, 0x32, ERR_PRINTER_FAULT},
	    {3, 0x52, ERR_PRINTER_FAULT},
	    {4, 0x12, KERR_OK},
	    {4, 0x1E, KERR_OK}, /* running low */
	    {4, 0x72, ERR_PRINTER_PAPER},
	    {4, 0x7E, ERR_PRINTER_PAPER},
	};
	uint8_t ask[ESCPOS_ASK_LEN];

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		assert_true(escpos_is_answer(rows[i].answer));
		assert_int_equal(
		    escpos_judge(rows[i].n, rows[i].answer), rows[i].means);
	}
	escpos_ask(4, ask);
	assert_memory_equal(ask, "\x10\x04\x04", 3);
	assert_false(escpos_is_answer(0x00));
	assert_false(escpos_is_answer(0x11)); /* XON */
	assert_true(escpos_is_end(0x00));
	assert_true(escpos_is_end(0x0F));
	assert_false(escpos_is_end(0x12));
	assert_true(escpos_end_is_paper_out(0x0C));
	assert_false(escpos_end_is_paper_out(0x03));
}

/* -- the paper itself -- */

static void
a_kept_paper_says_the_same_again(void **state)
{
	struct paper p, again;

	(void)state;
	paper_begin(&p);
	paper_add(&p, PAPER_BIG | PAPER_CENTRE, "領収書");
	paper_add_pair(&p, PAPER_BOLD, "a\tb\nc", "d");
	paper_add_rule(&p);
	assert_true(paper_set_text(&again, p.text));
	assert_string_equal(again.text, p.text);
	assert_non_null(strstr(p.text, "a<09>b<0A>c"));
	assert_false(paper_set_text(&again, "no tabs\n"));
	assert_false(paper_set_text(&again, "b\tleft\tright"));
	assert_false(paper_set_text(&again, "q\tleft\tright\n"));
}

static void
a_paper_that_is_too_long_is_marked_and_holds_whole_lines(void **state)
{
	struct paper p, again;

	(void)state;
	paper_begin(&p);
	for (int i = 0; i < 2000; i++)
		paper_add(&p, PAPER_PLAIN, "one line of the paper");
	assert_true(p.full);
	assert_true(paper_set_text(&again, p.text));
}

static void
no_line_is_wider_than_the_paper(void **state)
{
	static const size_t widths[] = {32, 42, 48};
	struct paper p;

	(void)state;
	paper_begin(&p);
	paper_add_pair(&p, PAPER_PLAIN,
	    "個人番号カードの再交付手数料と電子証明書の発行手数料",
	    "Individual Number Card, reissue: lost by holder, 12,345,678円");
	paper_add(&p, PAPER_INDENT,
	    "A very long sentence that has to be broken into several lines.");
	paper_add(&p, PAPER_BIG, "写し 123 大きい文字は半分の幅で折り返す");
	for (size_t w = 0; w < sizeof(widths) / sizeof(widths[0]); w++) {
		char *text = NULL, *line, *rest;
		size_t len = 0;
		FILE *out = open_memstream(&text, &len);

		paper_write(&p, widths[w], out);
		fclose(out);
		rest = text;
		while ((line = strsep(&rest, "\n")) != NULL)
			assert_in_range(text_columns(line), 0, widths[w]);
		free(text);
	}
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(japanese_is_printed_in_the_printers_own_type),
	    TEST(a_pair_ends_at_the_right_edge),
	    TEST(big_and_bold_are_told_and_taken_back),
	    TEST(what_japanese_type_lacks_is_drawn_dot_for_dot),
	    TEST(only_the_line_that_needs_it_is_drawn),
	    TEST(big_dots_are_four_and_bold_ones_wider),
	    TEST(no_picture_holds_a_command_that_a_printer_would_obey),
	    TEST(a_command_in_a_name_is_shown_and_not_obeyed),
	    TEST(a_character_that_no_font_has_becomes_a_box_not_nothing),
	    TEST(a_font_that_is_none_is_refused_with_its_name),
	    TEST(each_status_bit_has_its_meaning),
	    TEST(a_kept_paper_says_the_same_again),
	    TEST(a_paper_that_is_too_long_is_marked_and_holds_whole_lines),
	    TEST(no_line_is_wider_than_the_paper),
	};
	struct failure f = {0};

	if (lang_init(KIOSK_BUILD "/locale", &f) != KERR_OK)
		return 1;
	return cmocka_run_group_tests_name("escpos", tests, NULL, NULL);
}
