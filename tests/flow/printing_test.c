/* printing_test.c -- the whole program and a receipt printer in another
 * process: a jam, a kill in the middle, a printer that is down; and what the
 * clerk answers on the screen. Configuration faults are told with their line. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/clock.h"
#include "base/loop.h"
#include "support/counter.h"
#include "support/pseudo_printer.h"

#define CARD	    "N-00101"
#define PATIENCE_MS 20000

/* What the printer's process and the test both see. */
struct shared {
	volatile size_t closes, stops; /* trouble to come */
	volatile bool off;
	volatile int cuts, resets;
	volatile size_t taken;
	volatile bool sound;
	char address[64];
	char text[16384]; /* all that came out */
};

static struct shared *shared;
static struct counter_office office;
static struct counter one;
static pid_t printer;

/* -- the printer's process -- */

static void
show(const struct pseudo_printer *p)
{
	char *text = escpos_reader_text(&p->reader);

	snprintf(shared->text, sizeof(shared->text), "%s", text);
	free(text);
	shared->cuts = p->reader.cuts;
	shared->resets = p->reader.resets;
	shared->taken = p->taken;
	shared->sound = p->reader.trouble == NULL;
}

static _Noreturn void
be_printer(void)
{
	struct clock clock = clock_system();
	struct loop *loop = NULL;
	struct pseudo_printer p;
	bool off = false;

	if (loop_new(&clock, &loop) != KERR_OK)
		_exit(1);
	pseudo_tcp_begin(&p, loop);
	strcpy(shared->address, p.address);
	for (;;) {
		p.trouble.closes = shared->closes;
		p.trouble.stops = shared->stops;
		if (off != shared->off) {
			off = shared->off;
			off ? pseudo_printer_switch_off(&p)
			    : pseudo_printer_switch_on(&p);
			shared->off = off;
		}
		if (loop_turn(loop, 20) != KERR_OK || getppid() == 1)
			_exit(1);
		show(&p);
	}
}

/* -- the story's side -- */

/* Wait until it holds, looking at the other process. */
#define UNTIL(condition) \
	do { \
		struct clock now_ = clock_system(); \
		int64_t end_ = clock_ms(&now_) + PATIENCE_MS; \
\
		while (!(condition)) { \
			if (clock_ms(&now_) > end_) \
				fail_msg("it never came: " #condition); \
			usleep(5000); \
		} \
	} while (0)

static int
begin(void **state)
{
	char line[160];

	(void)state;
	shared = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	assert_true(shared != MAP_FAILED);
	shared->closes = shared->stops = SIZE_MAX;
	if ((printer = fork()) == 0)
		be_printer();
	UNTIL(shared->address[0] != '\0');
	counter_office_begin(&office, LANG_EN);
	snprintf(line, sizeof(line),
	    "[printer]\nkind = tcp\naddress = %s\n[training]", shared->address);
	counter_office_set(&office, "[training]", line);
	return 0;
}

static int
end(void **state)
{
	(void)state;
	counter_free(&one);
	kill(printer, SIGKILL);
	waitpid(printer, NULL, 0);
	counter_office_end(&office);
	munmap(shared, sizeof(*shared));
	return 0;
}

/* A visit that ends with a slip for the resident. */
static void
refuse_a_visit(void)
{
	counter_begin(&one, &office, 1, "1001", CARD);
	counter_press(&one, "<F6>");
	counter_expect(&one, "Why can the card not be handed over today? The "
			     "resident gets a slip that says what to do.");
	counter_press(&one, "<Enter>");
	counter_expect(&one, "Refused. The card goes back to its place. Give "
			     "the resident the slip.");
}

static void
open_papers(void)
{
	counter_press(&one, "<Enter>");
	counter_expect(&one, "Reserved today");
	counter_press(&one, "<F8>");
	counter_expect(&one, "Papers");
}

static void
a_slip_comes_out_and_the_screen_says_so(void **state)
{
	(void)state;
	refuse_a_visit();
	UNTIL(shared->cuts == 1);
	assert_true(shared->sound);
	assert_non_null(strstr(shared->text, "NGUYEN THI LAN"));
	assert_non_null(strstr(shared->text, "架空の人物"));
	open_papers();
	counter_expect(&one, "printed");
	pty_expect(one.pty, "printer: network");
}

static void
a_jam_is_asked_about_and_torn_is_replaced(void **state)
{
	(void)state;
	shared->closes = 100;
	refuse_a_visit();
	counter_expect_with(&one, "? {n} in doubt", "n", "1");
	assert_int_equal(shared->cuts, 0);
	open_papers();
	counter_expect(&one, "The connection to the printer was cut.");
	shared->closes = SIZE_MAX;
	counter_press(&one, "<Enter>");
	counter_expect(&one, "What came out of the printer?");
	counter_press(&one, "<Down><Enter>");
	counter_expect(
	    &one, "Keep the spoiled paper. Its replacement is printed.");
	UNTIL(shared->cuts == 1);
	counter_expect(&one, "replacement");
	counter_expect(&one, "spoiled, kept");
	assert_non_null(strstr(shared->text, "書損"));
	assert_null(strstr(shared->text, "写し"));
}

static void
a_kill_in_the_middle_prints_nothing_by_itself_at_the_next_start(void **state)
{
	int resets;

	(void)state;
	shared->stops = 100;
	refuse_a_visit();
	UNTIL(shared->taken >= 100);
	counter_free(&one); /* killed */
	shared->stops = SIZE_MAX;
	resets = shared->resets;
	counter_begin(&one, &office, 1, "1001", NULL);
	counter_expect_with(&one, "? {n} in doubt", "n", "1");
	counter_press(&one, "<F8>");
	counter_expect(&one, "The program ended while the paper was printed.");
	assert_int_equal(shared->cuts, 0);
	assert_int_equal(shared->resets, resets);
	counter_press(&one, "<Enter>");
	counter_expect(&one, "What came out of the printer?");
	counter_press(&one, "<Down><Down><Enter>");
	counter_expect(&one, "The paper is printed again.");
	UNTIL(shared->cuts == 1);
	counter_expect(&one, "printed");
	assert_null(strstr(shared->text, "書損"));
}

static void
a_printer_that_is_down_lets_the_case_end_and_prints_later(void **state)
{
	(void)state;
	shared->off = true;
	refuse_a_visit();
	counter_expect_with(&one, "waiting {n}", "n", "1");
	counter_expect(&one, "not reached");
	open_papers();
	counter_expect(&one, "The printer cannot be reached.");
	shared->off = false;
	counter_press(&one, "<F8>");
	UNTIL(shared->cuts == 1);
	pty_expect(one.pty, "printer: network");
	counter_press(&one, "<F5>");
	counter_expect(&one, "Print the copy");
	counter_press(&one, "<F8>");
	UNTIL(shared->cuts == 2);
	assert_non_null(strstr(shared->text, "写し 1"));
}

/* -- settings -- */

static void
a_faulty_printer_setting_is_told_with_its_line(void **state)
{
	static const struct {
		const char *settings, *said;
	} rows[] = {
	    {"kind = fax\n", "line 24: 'kind' cannot be 'fax'"},
	    {"kind = tcp\naddress = printer:9100\n", "line 25: 'address'"},
	    {"kind = command\ncommand = lp 'x\n", "line 25: 'command'"},
	    {"columns = 12\n", "line 24: 'columns' is a number from 32 to 80"},
	    {"font = /etc/hostname\n", "line 24: 'font'"},
	    {"kind = tcp\n", "kind = tcp needs address"},
	    {"columns = 48\ndots = 384\n", "a column is 12 dots wide"},
	};
	static const char *const summary[] = {"summary", NULL};
	char old[400] = "", new[400], said[4000];

	(void)state;
	counter_office_begin(&office, LANG_EN);
	strcpy(old, "[training]");
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		snprintf(new, sizeof(new), "[printer]\n%s[training]",
		    rows[i].settings);
		counter_office_set(&office, old, new);
		strcpy(old, new);
		counter_office_run(&office, summary, 3, said, sizeof(said));
		if (strstr(said, rows[i].said) == NULL)
			fail_msg("not said: %s in: %s", rows[i].said, said);
	}
	counter_office_end(&office);
}

#define STORY(name) cmocka_unit_test_setup_teardown(name, begin, end)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    STORY(a_slip_comes_out_and_the_screen_says_so),
	    STORY(a_jam_is_asked_about_and_torn_is_replaced),
	    STORY(
		a_kill_in_the_middle_prints_nothing_by_itself_at_the_next_start),
	    STORY(a_printer_that_is_down_lets_the_case_end_and_prints_later),
	    cmocka_unit_test(a_faulty_printer_setting_is_told_with_its_line),
	};
	int failed;

	counter_init();
	failed = cmocka_run_group_tests_name("printing", tests, NULL, NULL);
	counter_office_forget();
	return failed;
}
