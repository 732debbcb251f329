/* Bytes and times in, keys and texts out: no terminal is needed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "screens/input.h"

#define LOG_SIZE 8192

/* One input and the clock that its bytes arrive by. */
struct desk {
	struct input *in;
	int64_t now;
	char log[LOG_SIZE];
};

static struct input_settings
usual_settings(void)
{
	struct input_settings set = INPUT_SETTINGS_DEFAULT;

	return set;
}

static void
desk_open(struct desk *d, struct input_settings set)
{
	*d = (struct desk){.now = 1000};
	assert_int_equal(input_new(&set, &d->in), KERR_OK);
}

static void
arrive(struct desk *d, const char *bytes)
{
	input_feed(d->in, (const uint8_t *)bytes, strlen(bytes), d->now);
}

static void
pass(struct desk *d, int64_t ms)
{
	d->now += ms;
	input_settle(d->in, d->now);
}

static void
add(struct desk *d, const char *word, const char *text, size_t len)
{
	size_t at = strlen(d->log);

	snprintf(d->log + at, sizeof(d->log) - at, "%s%s%.*s",
	    at == 0 ? "" : " ", word, (int)len, text == NULL ? "" : text);
}

/* Everything that came out, as words: "a F8 scan:123 paste:x Enter". */
static const char *
taken(struct desk *d)
{
	struct ui_event e;
	char one[TEXT_POINT_SIZE];

	d->log[0] = '\0';
	while (input_take(d->in, &e)) {
		if (e.key == UI_KEY_SCAN)
			add(d, "scan:", e.text, e.len);
		else if (e.key == UI_KEY_PASTE)
			add(d, "paste:", e.text, e.len);
		else if (e.key == UI_KEY_TEXT)
			add(d, "", one, text_encode(e.code_point, one));
		else
			add(d, ui_key_name(e.key), NULL, 0);
	}
	return d->log;
}

static const char *
after_quiet(struct desk *d)
{
	pass(d, 2000);
	return taken(d);
}

/* -- keys -- */

struct sequence_row {
	const char *bytes;
	const char *key;
};

/* Every way in which the terminals of Debian say a key. */
static void
each_terminals_sequences_are_keys(void **state)
{
	static const struct sequence_row rows[] = {
	    {"\033OP", "F1"},
	    {"\033[11~", "F1"},
	    {"\033[[A", "F1"},
	    {"\033[P", "F1"},
	    {"\033OS", "F4"},
	    {"\033[14~", "F4"},
	    {"\033[[E", "F5"},
	    {"\033[15~", "F5"},
	    {"\033[17~", "F6"},
	    {"\033[18~", "F7"},
	    {"\033[19~", "F8"},
	    {"\033[20~", "F9"},
	    {"\033[24~", "F12"},
	    {"\033[A", "Up"},
	    {"\033OB", "Down"},
	    {"\033[1;5C", "Right"},
	    {"\033[1;2D", "Left"},
	    {"\033\033[D", "Left"},
	    {"\033[5~", "PgUp"},
	    {"\033[6~", "PgDn"},
	    {"\033[1~", "Home"},
	    {"\033[7~", "Home"},
	    {"\033[H", "Home"},
	    {"\033OF", "End"},
	    {"\033[4~", "End"},
	    {"\033[8~", "End"},
	    {"\033[3~", "Delete"},
	    {"\033[Z", "Shift-Tab"},
	    {"\033OM", "Enter"},
	    {"\t", "Tab"},
	    {"\177", "Backspace"},
	    {"\b", "Backspace"},
	    {"\r", "Enter"},
	    {"\n", "Enter"},
	    {"\f", "Ctrl-L"},
	    {"\0331", "F1"},
	    {"\0339", "F9"},
	    {"\0330", "F12"},
	};
	struct desk d;

	(void)state;
	desk_open(&d, usual_settings());
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		arrive(&d, rows[i].bytes);
		assert_string_equal(taken(&d), rows[i].key);
		assert_string_equal(after_quiet(&d), "");
	}
	input_free(&d.in);
}

static void
what_is_no_key_of_ours_is_swallowed_whole(void **state)
{
	static const char *const rows[] = {
	    "\033[21~",			       /* F10 */
	    "\033[23~",			       /* F11 */
	    "\033[19;2~",		       /* Shift-F8 */
	    "\033[1;5P",		       /* Ctrl-F1 */
	    "\033\033[19~",		       /* Alt-F8 in rxvt */
	    "\033x",			       /* Alt-x */
	    "\033[?62;1;6c",		       /* a terminal tells its kind */
	    "\033[12;40R",		       /* or its cursor */
	    "\033]11;rgb:0/0/0\007",	       /* or its colour */
	    "\033P1+r544e\033\\", "\033[M !!", /* a mouse, old style */
	    "\033[<0;10;10M",		       /* a mouse, new style */
	    "\033[201~",		       /* the end of no paste */
	    "\033[2",			       /* the half of something */
	    "\033[[", "\033O",
	    "\001\002\003\032\034\037",	    /* Ctrl-A, Ctrl-C, Ctrl-Z, ... */
	    "\200\377\300\257\355\240\200", /* not UTF-8 */
	    "\342\200\213\357\273\277\342\200\256", /* invisible */
	};
	struct desk d;

	(void)state;
	desk_open(&d, usual_settings());
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		arrive(&d, rows[i]);
		assert_string_equal(after_quiet(&d), "");
	}
	input_free(&d.in);
}

static void
a_lone_escape_is_a_key_after_a_moment(void **state)
{
	struct desk d;

	(void)state;
	desk_open(&d, usual_settings());
	arrive(&d, "\033");
	assert_string_equal(taken(&d), "");
	assert_int_equal(input_wait_ms(d.in, d.now), 50);
	pass(&d, 49);
	assert_string_equal(taken(&d), "");
	pass(&d, 1);
	assert_string_equal(taken(&d), "Esc");
	assert_int_equal(input_wait_ms(d.in, d.now), -1);
	input_free(&d.in);
}

static void
a_sequence_may_come_in_pieces(void **state)
{
	struct desk d;

	(void)state;
	desk_open(&d, usual_settings());
	arrive(&d, "\033");
	pass(&d, 20);
	arrive(&d, "[1");
	pass(&d, 20);
	arrive(&d, "9~");
	assert_string_equal(taken(&d), "F8");
	arrive(&d, "\346\235");
	arrive(&d, "\216");
	assert_string_equal(after_quiet(&d), "李");
	input_free(&d.in);
}

static void
escape_and_a_digit_typed_ahead_are_no_function_key(void **state)
{
	struct desk d;

	(void)state;
	desk_open(&d, usual_settings());
	arrive(&d, "a\0338");
	assert_string_equal(after_quiet(&d), "a");
	arrive(&d, "\0338x");
	assert_string_equal(after_quiet(&d), "x");
	arrive(&d, "\033");
	pass(&d, 60);
	arrive(&d, "8");
	assert_string_equal(after_quiet(&d), "Esc 8");
	input_free(&d.in);
}

static void
a_terminals_own_sequence_is_learned(void **state)
{
	struct desk d;

	(void)state;
	desk_open(&d, usual_settings());
	input_learn(d.in, "\033[224z", UI_KEY_F1);
	input_learn(d.in, "x", UI_KEY_F8); /* never a plain letter */
	arrive(&d, "\033[224z");
	arrive(&d, "x");
	assert_string_equal(after_quiet(&d), "F1 x");
	input_free(&d.in);
}

static void
the_numeric_pad_types_digits(void **state)
{
	struct desk d;

	(void)state;
	desk_open(&d, usual_settings());
	arrive(&d, "\033Op\033Oy\033Ok");
	assert_string_equal(after_quiet(&d), "0 9 +");
	input_free(&d.in);
}

/* -- typing, scanning, pasting -- */

static void
letters_come_out_when_no_scan_follows(void **state)
{
	struct desk d;

	(void)state;
	desk_open(&d, usual_settings());
	arrive(&d, "a");
	assert_string_equal(taken(&d), "");
	assert_int_equal(input_wait_ms(d.in, d.now), 31);
	pass(&d, 31);
	assert_string_equal(taken(&d), "a");
	arrive(&d, "b");
	arrive(&d, "\033[19~"); /* a key lets them out first, in order */
	assert_string_equal(taken(&d), "b F8");
	input_free(&d.in);
}

static void
a_fast_burst_that_ends_in_enter_is_a_scan(void **state)
{
	struct desk d;

	(void)state;
	desk_open(&d, usual_settings());
	for (const char *s = "N-00123"; *s != '\0'; s++) {
		char one[2] = {*s, '\0'};

		arrive(&d, one);
		pass(&d, 20);
	}
	arrive(&d, "\r\n");
	assert_string_equal(taken(&d), "");
	pass(&d, 31);
	assert_string_equal(taken(&d), "scan:N-00123");
	input_free(&d.in);
}

static void
a_hand_is_never_taken_for_a_scanner(void **state)
{
	struct desk d;

	(void)state;
	desk_open(&d, usual_settings());
	for (const char *s = "N-00123\r"; *s != '\0'; s++) {
		char one[2] = {*s, '\0'};

		arrive(&d, one);
		pass(&d, 31);
	}
	assert_string_equal(taken(&d), "N - 0 0 1 2 3 Enter");
	/* Short, however fast: it may have been typed ahead. */
	arrive(&d, "12345\r");
	assert_string_equal(after_quiet(&d), "1 2 3 4 5 Enter");
	input_free(&d.in);
}

static void
a_prefix_makes_a_scan_of_slow_and_short_ones(void **state)
{
	struct input_settings set = usual_settings();
	struct desk d;

	(void)state;
	strcpy(set.scan_prefix, "~");
	desk_open(&d, set);
	arrive(&d, "~4");
	pass(&d, 200);
	arrive(&d, "1\r");
	assert_string_equal(after_quiet(&d), "scan:41");
	arrive(&d, "~4");
	assert_string_equal(after_quiet(&d), "~ 4");
	input_free(&d.in);
}

static void
several_lines_at_once_are_a_paste_and_press_nothing(void **state)
{
	struct desk d;

	(void)state;
	desk_open(&d, usual_settings());
	arrive(&d, "ab\rcd\033[19~\0338\r");
	assert_string_equal(after_quiet(&d), "paste:ab\ncd\n");
	arrive(&d, "\rx");
	assert_string_equal(after_quiet(&d), "paste:\nx");
	arrive(&d, "abcdef\r\033[19~");
	assert_string_equal(after_quiet(&d), "paste:abcdef\n");
	input_free(&d.in);
}

static void
more_than_anybody_types_is_a_paste(void **state)
{
	struct desk d;
	char many[200];
	struct ui_event e;

	(void)state;
	desk_open(&d, usual_settings());
	memset(many, '8', sizeof(many) - 1);
	many[sizeof(many) - 1] = '\0';
	arrive(&d, many);
	pass(&d, 251);
	assert_true(input_take(d.in, &e));
	assert_int_equal(e.key, UI_KEY_PASTE);
	assert_int_equal(e.len, sizeof(many) - 1);
	assert_false(input_take(d.in, &e));
	input_free(&d.in);
}

static void
a_bracketed_paste_is_whole_bounded_and_clean(void **state)
{
	struct desk d;
	struct ui_event e;

	(void)state;
	desk_open(&d, usual_settings());
	arrive(&d, "\033[200~a\rb\033[19~\342\200\256\377c\033[201~d");
	assert_string_equal(after_quiet(&d), "paste:a\nb19~c d");
	arrive(&d, "\033[200~");
	for (int i = 0; i < 3000; i++)
		arrive(&d, "李");
	arrive(&d, "\033[201~");
	assert_true(input_take(d.in, &e));
	assert_int_equal(e.len, INPUT_PASTE_MOST / 3 * 3);
	input_free(&d.in);
}

static void
a_paste_that_never_ends_gives_the_keys_back(void **state)
{
	struct desk d;

	(void)state;
	desk_open(&d, usual_settings());
	arrive(&d, "\033[200~abc");
	pass(&d, 1001);
	arrive(&d, "\033[19~");
	assert_string_equal(taken(&d), "paste:abc F8");
	input_free(&d.in);
}

static void
a_secret_is_handed_out_at_once_and_enter_with_it(void **state)
{
	struct desk d;

	(void)state;
	desk_open(&d, usual_settings());
	input_set_scans(d.in, false);
	arrive(&d, "1234567\r");
	assert_string_equal(taken(&d), "1 2 3 4 5 6 7 Enter");
	assert_int_equal(input_wait_ms(d.in, d.now), -1);
	input_free(&d.in);
}

static void
what_was_typed_ahead_can_be_forgotten(void **state)
{
	struct desk d;

	(void)state;
	desk_open(&d, usual_settings());
	arrive(&d, "\033[19~abc\033[1");
	input_flush(d.in);
	assert_string_equal(after_quiet(&d), "");
	/* But a paste under way stays one: its rest is not typed. */
	arrive(&d, "\033[200~abc");
	input_flush(d.in);
	arrive(&d, "8\rx\033[201~");
	assert_string_equal(after_quiet(&d), "paste:8\nx");
	input_free(&d.in);
}

static void
a_flood_that_nobody_takes_is_bounded(void **state)
{
	struct desk d;
	int count = 0;
	struct ui_event e;

	(void)state;
	desk_open(&d, usual_settings());
	for (int i = 0; i < 5000; i++)
		arrive(&d, "\033[B");
	while (input_take(d.in, &e))
		count++;
	assert_int_equal(count, 512);
	input_free(&d.in);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(each_terminals_sequences_are_keys),
	    cmocka_unit_test(what_is_no_key_of_ours_is_swallowed_whole),
	    cmocka_unit_test(a_lone_escape_is_a_key_after_a_moment),
	    cmocka_unit_test(a_sequence_may_come_in_pieces),
	    cmocka_unit_test(
		escape_and_a_digit_typed_ahead_are_no_function_key),
	    cmocka_unit_test(a_terminals_own_sequence_is_learned),
	    cmocka_unit_test(the_numeric_pad_types_digits),
	    cmocka_unit_test(letters_come_out_when_no_scan_follows),
	    cmocka_unit_test(a_fast_burst_that_ends_in_enter_is_a_scan),
	    cmocka_unit_test(a_hand_is_never_taken_for_a_scanner),
	    cmocka_unit_test(a_prefix_makes_a_scan_of_slow_and_short_ones),
	    cmocka_unit_test(
		several_lines_at_once_are_a_paste_and_press_nothing),
	    cmocka_unit_test(more_than_anybody_types_is_a_paste),
	    cmocka_unit_test(a_bracketed_paste_is_whole_bounded_and_clean),
	    cmocka_unit_test(a_paste_that_never_ends_gives_the_keys_back),
	    cmocka_unit_test(a_secret_is_handed_out_at_once_and_enter_with_it),
	    cmocka_unit_test(what_was_typed_ahead_can_be_forgotten),
	    cmocka_unit_test(a_flood_that_nobody_takes_is_bounded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
