/* The toolkit of the screens on a real pseudo-terminal: what a person sees
 * after pressing keys, in windows of any size, on terminals of any kind. The
 * program under test is this binary itself, started again with an argument. */
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "support/demo.h"
#include "support/pty.h"

#define DEMO	     "demo"
#define PASTE_SIZE   (1024 * 1024)
#define MAPPING_MOST (64 * 1024 * 1024) /* larger ones are the sanitisers' */

static struct pty *
start(const char *lang, const char *const *environment)
{
	const char *argv[] = {pty_self(), DEMO, lang, NULL};
	struct pty_how how = {.argv = argv, .environment = environment};

	return pty_start(&how);
}

static struct pty *
start_demo(void)
{
	struct pty *p = start("en", NULL);

	pty_expect(p, "commands 0");
	return p;
}

static void
quit(struct pty **p)
{
	pty_press(*p, "<Esc>");
	pty_expect_exit(*p, 0);
	pty_free(p);
}

/* -- keys -- */

static void
every_function_key_and_its_alt_twin_do_the_same(void **state)
{
	struct pty *p = start_demo();

	(void)state;
	pty_press(p, "<F5>");
	pty_expect(p, "commands 1, last F5");
	pty_press(p, "<Alt-5>");
	pty_expect(p, "commands 2, last F5");
	pty_press(p, "<Alt-9>");
	pty_expect(p, "commands 3, last F9");
	pty_press(p, "<F12>");
	pty_expect(p, "commands 4, last F12");
	pty_press(p, "<Alt-0>");
	pty_expect(p, "commands 5, last F12");
	quit(&p);
}

static void
a_key_that_is_not_shown_does_nothing(void **state)
{
	struct pty *p = start_demo();

	(void)state;
	pty_press(p, "<F12><F10><F11><Shift-F8><Alt-x><Ctrl-c><Ctrl-z>");
	pty_press(p, "<Ctrl-s><Ctrl-q><Ctrl-\\>still here");
	pty_expect(p, "typed [still here]");
	pty_expect(p, "commands 0");
	pty_expect_gone(p, "F12 Later");
	pty_press(p, "<F9>");
	pty_expect(p, "F12 Later");
	quit(&p);
}

static void
typed_letters_are_text_and_never_commands(void **state)
{
	struct pty *p = start_demo();

	(void)state;
	pty_press(p, "q8 F8 李 娜");
	pty_expect(p, "typed [q8 F8 李 娜]");
	pty_expect(p, "commands 0");
	pty_press(p, "<Enter>");
	pty_expect(p, "entered 1");
	quit(&p);
}

static void
a_scan_comes_whole_and_presses_no_enter(void **state)
{
	struct pty *p = start_demo();

	(void)state;
	pty_scan(p, "1234567890ABCDEF");
	pty_expect(p, "scanned [1234567890ABCDEF]");
	pty_expect(p, "typed []");
	pty_expect(p, "entered 0");
	pty_press(p, "abc<Enter>");
	pty_expect(p, "entered 1");
	pty_expect(p, "typed [abc]");
	quit(&p);
}

static void
a_paste_of_a_megabyte_is_bounded_and_presses_nothing(void **state)
{
	struct pty *p = start_demo();
	char *text = malloc(PASTE_SIZE);

	(void)state;
	assert_non_null(text);
	for (size_t i = 0; i < PASTE_SIZE; i++)
		text[i] = "8\r\0338\033[19~x\t\f"[i % 12];
	pty_paste(p, text, PASTE_SIZE);
	pty_expect_gone(p, "pasted 0 bytes");
	pty_expect(p, "commands 0");
	pty_expect(p, "entered 0");
	pty_press(p, "ok");
	pty_expect(p, "typed [ok]");
	free(text);
	quit(&p);
}

static void
a_megabyte_without_brackets_presses_nothing_either(void **state)
{
	struct pty *p = start_demo();
	char *text = malloc(PASTE_SIZE);

	(void)state;
	assert_non_null(text);
	for (size_t i = 0; i < PASTE_SIZE; i++)
		text[i] = "12345678\r\033[19~\033O"[i % 16];
	pty_send(p, text, PASTE_SIZE);
	pty_expect_gone(p, "pasted 0 bytes");
	pty_settle(p);
	pty_expect(p, "commands 0");
	pty_expect(p, "entered 0");
	free(text);
	quit(&p);
}

static void
no_single_byte_is_a_command_but_enter_and_escape(void **state)
{
	struct pty *p = start_demo();

	(void)state;
	for (int b = 0; b < 256; b++) {
		uint8_t byte = (uint8_t)b;

		if (b == '\r' || b == '\n' || b == 0x1b)
			continue;
		pty_send(p, &byte, 1);
	}
	pty_settle(p);
	pty_expect(p, "commands 0");
	pty_expect(p, "entered 0");
	pty_press(p, "<F9>");
	pty_expect(p, "commands 1, last F9");
	quit(&p);
}

/* A plain generator of the same bytes on every machine. */
static uint8_t
next_byte(uint32_t *seed)
{
	*seed = *seed * 1664525U + 1013904223U;
	return (uint8_t)(*seed >> 24);
}

static void
no_flood_of_broken_sequences_ends_or_hangs_it(void **state)
{
	static const char pieces[] = "\033\033[[O]P;0123456789~AZM<?mR_^\\";
	struct pty *p = start_demo();
	uint32_t seed = 2;
	char burst[64];

	(void)state;
	for (int i = 0; i < 2000; i++) {
		size_t n = 2 + next_byte(&seed) % (sizeof(burst) - 2);

		for (size_t k = 0; k < n; k++)
			burst[k] = (char)(next_byte(&seed) % 4 == 0
					      ? next_byte(&seed)
					      : pieces[next_byte(&seed) %
						       (sizeof(pieces) - 1)]);
		burst[n - 1] = 'x'; /* no lone Esc at the end: it quits */
		pty_send(p, burst, n);
	}
	pty_settle(p);
	pty_hang_up(p);
	pty_expect_exit(p, 0);
	pty_free(&p);
}

/* -- what is drawn -- */

static void
nothing_is_drawn_outside_and_nothing_is_obeyed(void **state)
{
	struct pty *p = start_demo();
	char row[400];

	(void)state;
	pty_expect(p, "evil <1B>[31m text <202E>");
	pty_expect(p, "-1,234,567");
	pty_expect(p, "##########");
	pty_expect_gone(p, "OUTSIDE");
	pty_expect(p, "cut at the");
	pty_expect_gone(p, "漢");
	pty_row(p, 12, row, sizeof(row));
	assert_string_equal(row + 70, "cut at the");
	quit(&p);
}

static void
the_screen_of_the_demo_is_the_one_on_file(void **state)
{
	struct pty *p = start_demo();
	int row;
	int column;

	(void)state;
	pty_press(p, "<F9>李");
	pty_expect_screen(p, "tests/pty/toolkit_root.screen");
	pty_cursor(p, &row, &column);
	assert_int_equal(row, 3);
	assert_int_equal(column, 11);
	quit(&p);
}

static void
the_key_bar_follows_the_language(void **state)
{
	struct pty *p = start_demo();

	(void)state;
	pty_expect(p, "F1 Help");
	pty_press(p, "<F7>");
	pty_expect(p, "Language (1)");
	pty_expect(p, "   ja");
	pty_expect(p, "交付");
	quit(&p);
}

static void
help_tells_every_key_of_the_screen_below(void **state)
{
	struct pty *p = start_demo();

	(void)state;
	pty_press(p, "<F1>");
	pty_expect(p, "A screen that shows what it was given.");
	pty_expect(p, "Refuse");
	pty_expect(p, "Later  (not now)");
	pty_press(p, "<Esc>");
	pty_expect(p, "commands 0");
	quit(&p);
}

static void
a_failure_says_what_happened_and_what_to_do(void **state)
{
	struct pty *p = start_demo();

	(void)state;
	pty_press(p, "<F5>");
	pty_expect(p, "The PIN is wrong: 2 tries left.");
	pty_expect(p, "Check which PIN it is before trying again.");
	pty_expect(p, "nobody is here"); /* the idle timer rang */
	quit(&p);
}

static void
colour_is_off_where_it_is_not_wanted(void **state)
{
	static const char *const no_colour[] = {"NO_COLOR=1", NULL};
	static const char *const mono[] = {"TERM=vt100", NULL};
	struct pty *p = start_demo();

	(void)state;
	pty_expect(p, "ok coloured");
	assert_true(pty_row_has_colour(p, 8));
	quit(&p);
	p = start("en", no_colour);
	pty_expect(p, "commands 0");
	for (int row = 0; row < 24; row++)
		assert_false(pty_row_has_colour(p, row));
	quit(&p);
	p = start("en", mono);
	pty_expect(p, "ok coloured");
	for (int row = 0; row < 24; row++)
		assert_false(pty_row_has_colour(p, row));
	quit(&p);
}

/* -- dialogs -- */

static void
only_f8_says_yes_to_a_question(void **state)
{
	struct pty *p = start_demo();

	(void)state;
	pty_press(p, "<F8>");
	pty_expect(p, "Take 750 yen from the visitor?");
	pty_press(p, "<Enter>y");
	pty_expect(p, "Take 750 yen from the visitor?");
	pty_press(p, "<F8>");
	pty_expect(p, "answer 1");
	pty_press(p, "<F8><Esc>");
	pty_expect(p, "answer 0");
	quit(&p);
}

static void
a_reason_is_chosen_from_a_list(void **state)
{
	struct pty *p = start_demo();

	(void)state;
	pty_press(p, "<F6>");
	pty_expect(p, "Come back with the papers.");
	pty_press(p, "<Down><Down><Enter>");
	pty_expect(p, "answer 2");
	pty_press(p, "<F6><Esc>");
	pty_expect(p, "answer -1");
	quit(&p);
}

/* -- form, list, secret -- */

static void
a_form_is_filled_in_with_every_type_of_field(void **state)
{
	struct pty *p = start_demo();

	(void)state;
	pty_press(p, "<F2>");
	pty_expect(p, "( ) Parent or guardian");
	pty_expect_gone(p, "Letter of proxy");
	pty_press(p, "<Left>");
	pty_expect(p, "(*) Proxy");
	pty_expect(p, "Letter of proxy");
	pty_press(p, "<Tab><Space>");
	pty_expect(p, "[x]");
	pty_press(p, "<Tab>ＡＢ１２34567890CD");
	pty_press(p, "<Tab><Tab><Shift-Tab>");
	pty_expect(p, "[AB1234567890 ");
	pty_press(p, "1994/5/17");
	pty_expect(p, "(Heisei 6)");
	pty_press(p, "<Tab>李 娜x<Backspace><Home>(<Enter>");
	pty_expect(p, "kept proxy/AB1234567890/1994-05-17/(李 娜");
	pty_press(p, "<Esc>");
	quit(&p);
}

static void
what_is_missing_or_wrong_is_said_beside_its_field(void **state)
{
	struct pty *p = start_demo();

	(void)state;
	pty_press(p, "<F2><Down>x<Enter>");
	pty_expect(p, "Birth date is still missing.");
	pty_press(p, "yesterday<Tab>");
	pty_expect(p, "This is not a date.");
	pty_press(p, "<Up><Home><Delete><Delete><Delete><Delete><Delete>");
	pty_press(p, "<Delete><Delete><Delete><Delete>R8.11.24<Enter>");
	pty_expect(p, "kept /x/2026-11-24/");
	pty_press(p, "<Esc>");
	quit(&p);
}

static void
a_scan_and_a_paste_fill_the_focused_text(void **state)
{
	struct pty *p = start_demo();

	(void)state;
	pty_press(p, "<F2><Down>junk");
	pty_scan(p, "AB12345678CD");
	pty_press(p, "<Down>2000-01-02<Down>");
	pty_paste(p, "two\nlines", 9);
	pty_expect(p, "[two lines");
	pty_press(p, "<Enter>");
	pty_expect(p, "kept /AB12345678CD/2000-01-02/two lines");
	pty_press(p, "<Esc>");
	quit(&p);
}

static void
a_list_scrolls_and_keeps_the_cursor_on_its_row(void **state)
{
	struct pty *p = start_demo();
	int row;
	int column;
	char text[400];

	(void)state;
	pty_press(p, "<F3>");
	pty_expect(p, "row 10");
	pty_press(p, "<Down><Down><Down>");
	pty_expect(p, "under 15: with legal representative");
	pty_settle(p);
	pty_cursor(p, &row, &column);
	assert_int_equal(column, 4);
	assert_non_null(strstr(pty_row(p, row, text, sizeof(text)), "李 娜"));
	assert_true(pty_row_has_reverse(p, row));
	pty_press(p, "<End>");
	pty_expect(p, "row 39");
	pty_expect(p, "39000");
	pty_expect_gone(p, "row 0 ");
	pty_press(p, "<Home>");
	pty_expect(p, "row 0 ");
	pty_press(p, "<Esc>");
	quit(&p);
}

/* Everything the program sent while a secret was typed. */
static char *
bytes_of_secret(const char *const *keys, size_t *n)
{
	struct pty *p = start_demo();
	size_t before;
	char *copy;

	pty_press(p, "<F4>");
	pty_expect(p, "A secret");
	pty_settle(p);
	(void)pty_bytes(p, &before);
	for (; *keys != NULL; keys++) {
		pty_press(p, *keys);
		pty_settle(p); /* the same drawings in the same steps */
	}
	*n = 0;
	copy = strdup(pty_bytes(p, n) + before);
	assert_non_null(copy);
	*n -= before;
	pty_press(p, "<Enter>");
	pty_expect(p, "4 characters kept");
	quit(&p);
	return copy;
}

/* Twins: another secret of the same length must give the very same bytes, or
 * the screen tells something about it. */
static void
a_secret_shows_stars_and_nothing_of_itself(void **state)
{
	static const char *const one[] = {
	    "7", "3", "x", "9", "１", "<Backspace>", "8", NULL};
	static const char *const other[] = {
	    "2", "0", "y", "6", "４", "<Backspace>", "5", NULL};
	size_t one_len;
	size_t other_len;
	char *one_bytes = bytes_of_secret(one, &one_len);
	char *other_bytes = bytes_of_secret(other, &other_len);

	(void)state;
	assert_non_null(strchr(one_bytes, '*')); /* it was drawn at all */
	assert_int_equal(one_len, other_len);
	assert_memory_equal(one_bytes, other_bytes, one_len);
	free(one_bytes);
	free(other_bytes);
}

/* -- memory -- */

/* How often a text stands in one mapping of another process. */
static size_t
count_in_mapping(int memory, uint64_t from, uint64_t to, const char *text)
{
	size_t size = (size_t)(to - from);
	size_t len = strlen(text);
	char *copy = malloc(size);
	size_t count = 0;
	ssize_t n;

	assert_non_null(copy);
	n = pread(memory, copy, size, (off_t)from);
	for (char *at = copy; n > 0 && (at = memmem(at, (size_t)(copy + n - at),
					    text, len)) != NULL;
	     at++)
		count++;
	free(copy);
	return count;
}

/* In everything that the process can write; -1 when nobody may look. */
static int
count_in_memory(const struct pty *p, const char *text)
{
	char path[64];
	char line[512];
	char rights[8];
	unsigned long long from;
	unsigned long long to;
	size_t count = 0;
	FILE *maps;
	int memory;

	snprintf(path, sizeof(path), "/proc/%d/mem", (int)pty_pid(p));
	memory = open(path, O_RDONLY | O_CLOEXEC);
	snprintf(path, sizeof(path), "/proc/%d/maps", (int)pty_pid(p));
	maps = fopen(path, "re");
	if (memory < 0 || maps == NULL)
		return -1;
	while (fgets(line, sizeof(line), maps) != NULL)
		if (sscanf(line, "%llx-%llx %7s", &from, &to, rights) == 3 &&
		    rights[1] == 'w' && to - from < MAPPING_MOST)
			count += count_in_mapping(memory, from, to, text);
	fclose(maps);
	close(memory);
	return (int)count;
}

/* The digits arrive in one read, as on a slow line; afterwards nothing of the
 * process holds them. The same number typed as a plain text is found, so the
 * search works. */
static void
a_secret_leaves_nothing_in_memory(void **state)
{
	struct pty *p = start_demo();

	(void)state;
	if (count_in_memory(p, "The demo") < 0) {
		pty_free(&p);
		skip(); /* needs the right to look into a hardened process */
	}
	pty_press(p, "<F4>");
	pty_expect(p, "A secret");
	pty_press(p, "73910264");
	pty_expect(p, "|  *  | |  *  | |  *  |");
	pty_press(p, "<Enter>");
	pty_expect(p, "8 characters kept");
	pty_settle(p);
	assert_int_equal(count_in_memory(p, "73910264"), 0);
	pty_press(p, "73910264");
	pty_expect(p, "typed [73910264]");
	assert_true(count_in_memory(p, "73910264") > 0);
	quit(&p);
}

/* -- the window -- */

static void
a_window_of_any_size_keeps_what_was_typed(void **state)
{
	static const int sizes[][2] = {
	    {5, 20}, {1, 1}, {24, 79}, {2, 500}, {200, 3}, {1, 1}};
	struct pty *p = start_demo();

	(void)state;
	pty_press(p, "<F2><Down>AB12");
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		pty_resize(p, sizes[i][0], sizes[i][1]);
		pty_settle(p);
		pty_press(p, "<Esc><F8><Enter>lost");
	}
	pty_resize(p, 5, 20);
	pty_expect(p, "Window too small:");
	pty_resize(p, 24, 80);
	pty_expect(p, "[AB12 ");
	pty_resize(p, 40, 120);
	pty_expect(p, "[AB12 ");
	pty_press(p, "<Esc>");
	quit(&p);
}

static void
it_starts_in_the_smallest_window(void **state)
{
	const char *argv[] = {pty_self(), DEMO, "en", NULL};
	struct pty_how how = {.argv = argv, .rows = 1, .columns = 1};
	struct pty *p = pty_start(&how);

	(void)state;
	pty_expect(p, "W");
	pty_resize(p, 24, 80);
	pty_expect(p, "commands 0");
	quit(&p);
}

static void
nothing_of_the_screen_stays_behind(void **state)
{
	struct pty *p = start_demo();
	size_t n;
	const char *bytes;

	(void)state;
	pty_press(p, "personal data");
	pty_expect(p, "personal data");
	pty_press(p, "<Esc>");
	pty_expect_exit(p, 0);
	pty_expect_gone(p, "personal data");
	bytes = pty_bytes(p, &n);
	assert_non_null(strstr(bytes, "\033[?1049l")); /* second screen left */
	assert_non_null(strstr(bytes, "\033[?2004l")); /* pastes as before */
	pty_free(&p);
}

static void
a_terminal_with_one_screen_is_wiped(void **state)
{
	static const char *const environment[] = {"TERM=linux", NULL};
	struct pty *p = start("en", environment);

	(void)state;
	pty_expect(p, "commands 0");
	pty_press(p, "personal data<F5>");
	pty_expect(p, "commands 1");
	pty_press(p, "<Esc>");
	pty_expect_exit(p, 0);
	pty_expect_gone(p, "personal data");
	pty_expect_gone(p, "demo");
	assert_int_equal(pty_count_bytes(p, "\033[3J"), 1);
	pty_free(&p);
}

/* -- what it was started on -- */

static void
expect_refused(const char *variable, const char *said, const char *next)
{
	const char *environment[] = {variable, NULL};
	struct pty *p = start("en", environment);

	pty_expect_exit(p, 3);
	pty_expect(p, said);
	pty_expect(p, next);
	pty_free(&p);
}

static void
an_unknown_terminal_is_told_in_a_sentence(void **state)
{
	(void)state;
	expect_refused("TERM", "This terminal type is not usable: TERM=(unset)",
	    "TERM=xterm-256color");
	expect_refused("TERM=", "TERM=(unset)", "TERM=xterm-256color");
	expect_refused("TERM=nonsense", "TERM=nonsense", "TERM=xterm-256color");
	expect_refused("TERM=dumb", "TERM=dumb", "TERM=xterm-256color");
	expect_refused(
	    "TERM=\033[31mred", "TERM=<1B>[31mred", "TERM=xterm-256color");
	expect_refused("LC_ALL=ja_JP.eucJP", "is not UTF-8", "LC_ALL=C.UTF-8");
}

static void
without_a_terminal_it_says_so(void **state)
{
	char command[4200];
	int status;

	(void)state;
	snprintf(command, sizeof(command),
	    "'%s' demo en </dev/null 2>&1 | grep -q 'needs a terminal'",
	    pty_self());
	status = system(command);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
}

static void
a_closed_window_and_a_signal_end_it_calmly(void **state)
{
	struct pty *p = start_demo();

	(void)state;
	pty_press(p, "<F4>1234");
	pty_kill(p, SIGTERM);
	pty_expect_exit(p, 0);
	pty_expect_gone(p, "A secret");
	pty_free(&p);
	p = start_demo();
	pty_press(p, "<F2>");
	pty_hang_up(p);
	pty_expect_exit(p, 0);
	pty_free(&p);
}

int
main(int argc, char **argv)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_function_key_and_its_alt_twin_do_the_same),
	    cmocka_unit_test(a_key_that_is_not_shown_does_nothing),
	    cmocka_unit_test(typed_letters_are_text_and_never_commands),
	    cmocka_unit_test(a_scan_comes_whole_and_presses_no_enter),
	    cmocka_unit_test(
		a_paste_of_a_megabyte_is_bounded_and_presses_nothing),
	    cmocka_unit_test(
		a_megabyte_without_brackets_presses_nothing_either),
	    cmocka_unit_test(no_single_byte_is_a_command_but_enter_and_escape),
	    cmocka_unit_test(no_flood_of_broken_sequences_ends_or_hangs_it),
	    cmocka_unit_test(nothing_is_drawn_outside_and_nothing_is_obeyed),
	    cmocka_unit_test(the_screen_of_the_demo_is_the_one_on_file),
	    cmocka_unit_test(the_key_bar_follows_the_language),
	    cmocka_unit_test(help_tells_every_key_of_the_screen_below),
	    cmocka_unit_test(a_failure_says_what_happened_and_what_to_do),
	    cmocka_unit_test(colour_is_off_where_it_is_not_wanted),
	    cmocka_unit_test(only_f8_says_yes_to_a_question),
	    cmocka_unit_test(a_reason_is_chosen_from_a_list),
	    cmocka_unit_test(a_form_is_filled_in_with_every_type_of_field),
	    cmocka_unit_test(what_is_missing_or_wrong_is_said_beside_its_field),
	    cmocka_unit_test(a_scan_and_a_paste_fill_the_focused_text),
	    cmocka_unit_test(a_list_scrolls_and_keeps_the_cursor_on_its_row),
	    cmocka_unit_test(a_secret_shows_stars_and_nothing_of_itself),
	    cmocka_unit_test(a_secret_leaves_nothing_in_memory),
	    cmocka_unit_test(a_window_of_any_size_keeps_what_was_typed),
	    cmocka_unit_test(it_starts_in_the_smallest_window),
	    cmocka_unit_test(nothing_of_the_screen_stays_behind),
	    cmocka_unit_test(a_terminal_with_one_screen_is_wiped),
	    cmocka_unit_test(an_unknown_terminal_is_told_in_a_sentence),
	    cmocka_unit_test(without_a_terminal_it_says_so),
	    cmocka_unit_test(a_closed_window_and_a_signal_end_it_calmly),
	};

	if (argc == 3 && strcmp(argv[1], DEMO) == 0)
		return demo_main(argv[2]);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
