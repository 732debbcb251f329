/* unlocked_test.c -- a machine that lets nobody lock memory, or only little of
 * it: the office is open all the same, and whatever needs a PIN is off and says
 * so. Tried as root without the capability and as a plain user; what runs out
 * in the middle is taken from the program while it runs. */
#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/error.h"
#include "support/counter.h"
#include "support/counter_cases.h"
#include "support/memory_scan.h"

#define NOTICE	   "N-00102"
#define SOMEONE	   65534
#define PAGE	   4096
#define PAGES_MOST 64
#define BY_MOST	   8
#define PINS_OFF \
	"PINs cannot be typed here: memory for them cannot be locked. Raise " \
	"the limit (ulimit -l) and start again; or set the PINs on the " \
	"official terminal and record it (F9)."

static struct counter_office office;
static struct counter one;
static char program[PATH_MAX];

static const char *const without_capability[] = {"/usr/bin/setpriv",
    "--bounding-set=-ipc_lock", "--inh-caps=-ipc_lock", NULL};
static const char *const plain_user[] = {"/usr/bin/setpriv", "--reuid=65534",
    "--regid=65534", "--clear-groups", "--inh-caps=-all", NULL};

static int
begin(void **state)
{
	(void)state;
	counter_office_begin(&office, LANG_EN);
	return 0;
}

static int
end(void **state)
{
	(void)state;
	counter_free(&one);
	counter_office_end(&office);
	return 0;
}

/* A sanitiser's mlock() says yes and does nothing; who is not root has no
 * capability to drop, and cannot become another. */
static void
need_real_locks(void)
{
	if (memory_scan_is_possible())
		return;
	print_message("needs root and real locks\n");
	skip();
}

static void
give_office_to(const char *const *by)
{
	char command[160];

	if (by != plain_user)
		return;
	snprintf(command, sizeof(command), "chown -R %d:%d '%s'", SOMEONE,
	    SOMEONE, office.dir);
	assert_int_equal(system(command), 0);
}

static const char *
ini_path(void)
{
	static char ini[COUNTER_PATH_SIZE];

	return counter_office_path(&office, "kiosk.ini", ini, sizeof(ini));
}

/* The front of a command line: so many bytes may be locked, and by whom. */
static size_t
limited(const char *const *by, long bytes, const char *argv[])
{
	static char limit[64];
	size_t n = 0;

	if (bytes >= 0)
		snprintf(limit, sizeof(limit), "--memlock=%ld:", bytes);
	else
		snprintf(limit, sizeof(limit), "--memlock=8388608:8388608");
	if (bytes == 0)
		snprintf(limit, sizeof(limit), "--memlock=0:0");
	argv[n++] = "/usr/bin/prlimit";
	argv[n++] = limit;
	while (*by != NULL)
		argv[n++] = *by++;
	argv[n++] = program;
	return n;
}

/* The program at counter 1; bytes below 0: as many as usual. */
static void
open_limited(const char *const *by, long bytes)
{
	const char *argv[BY_MOST + 8];
	const struct pty_how how = {.argv = argv};
	size_t n = limited(by, bytes, argv);

	argv[n++] = "--config";
	argv[n++] = ini_path();
	argv[n++] = "--counter";
	argv[n++] = "1";
	argv[n] = NULL;
	one = (struct counter){
	    .office = &office, .number = 1, .lang = office.lang};
	one.pty = pty_start(&how);
	counter_expect(&one, "Staff number");
	pty_expect(one.pty, "reader: ready");
}

static void
expect_said(enum kerr e)
{
	counter_expect(&one, error_said(e));
	counter_expect(&one, error_next_staff(e));
}

static bool
says_off(void)
{
	return pty_shows_words(
	    one.pty, text_in(one.lang, error_said(ERR_SECRET_MEMORY)), 0);
}

/* From now on nothing more can be locked / as much as usual. */
static void
allow_locks(bool allowed)
{
	const struct rlimit l = {
	    .rlim_cur = allowed ? 8388608 : 0, .rlim_max = 8388608};

	assert_int_equal(
	    prlimit(pty_pid(one.pty), RLIMIT_MEMLOCK, &l, NULL), 0);
}

/* -- no locked memory at all -- */

/* The message of an action that was refused, beside the head that says it all
 * the time: the words stand there twice. */
static void
expect_refused(void)
{
	const char *words = error_said(ERR_SECRET_MEMORY);
	char *screen, *first;

	pty_settle(one.pty);
	screen = pty_screen(one.pty);
	first = strstr(screen, words);
	if (first == NULL || strstr(first + 1, words) == NULL)
		fail_msg("not refused with its words:\n%s", screen);
	free(screen);
}

static void
look_at_the_chip(void)
{
	counter_press(&one, "<F9>");
	expect_refused();
}

static void
expect_status_command(const char *const *by)
{
	const char *argv[BY_MOST + 8];
	char command[1024] = "", line[512], said[4096] = "";
	size_t n = limited(by, 0, argv);
	FILE *from;

	for (size_t i = 0; i < n; i++) {
		strcat(command, argv[i]);
		strcat(command, " ");
	}
	strcat(command, "card status --json --counter 1 --config ");
	strcat(command, ini_path());
	from = popen(command, "r");
	assert_non_null(from);
	while (fgets(line, sizeof(line), from) != NULL)
		strncat(said, line, sizeof(said) - strlen(said) - 1);
	assert_int_equal(pclose(from), 0);
	assert_non_null(strstr(said, "\"plastic\""));
}

/* No command that verifies or writes a PIN reached the card. */
static void
expect_no_pin_on_the_wire(void)
{
	char line[COUNTER_LINE_SIZE], end = 0;
	unsigned number, ins, lc;

	for (size_t i = 1; i <= counter_office_commands(&office, 1); i++) {
		counter_office_command(&office, 1, i, line);
		assert_true(sscanf(line, "%u %*2x%2x %*x %*x %x%c", &number,
				&ins, &lc, &end) >= 2);
		assert_false(ins == 0x24 || ins == 0x32 || ins == 0x2c);
		if (ins == 0x20) /* a counter is asked without a body */
			assert_null(strstr(line, " 04 "));
	}
	assert_true(counter_office_commands(&office, 1) > 0);
}

static void
walk_with_pins_off(const char *const *by)
{
	need_real_locks();
	give_office_to(by);
	open_limited(by, 0);
	expect_said(ERR_SECRET_MEMORY);
	assert_int_equal(memory_scan_status(pty_pid(one.pty), "VmLck"), 0);
	counter_sign_in(&one, "1001");
	expect_said(ERR_SECRET_MEMORY);
	counter_press(&one, "<F5>");
	expect_refused();
	counter_open_case(&one, NOTICE);
	counter_walk(&one, COUNTER_NATIONAL, STEP_WHO, STEP_FACE);
	look_at_the_chip();
	counter_walk(&one, COUNTER_NATIONAL, STEP_FACE, STEP_RIGHT_CARD);
	counter_put(&one, NOTICE);
	give_office_to(by);
	counter_expect_with(&one, "Done: {step}.", "step", "Right card");
	counter_walk(&one, COUNTER_NATIONAL, STEP_CONFIRM, STEP_PINS);
	counter_expect(&one, PINS_OFF);
	counter_press(&one, "<F8>");
	expect_refused();
	expect_no_pin_on_the_wire();
	counter_press(&one, "<F9>");
	counter_press(&one, "<F8>");
	counter_expect(&one, case_step_name(STEP_ACTIVATION));
	counter_walk(
	    &one, COUNTER_NATIONAL, STEP_ACTIVATION, STEP_HAND_OVER + 1);
	counter_free(&one);
	expect_status_command(by);
}

static void
without_the_capability_the_office_is_open_and_pins_are_off(void **state)
{
	(void)state;
	walk_with_pins_off(without_capability);
}

static void
a_plain_user_without_allowance_is_served_the_same(void **state)
{
	(void)state;
	walk_with_pins_off(plain_user);
}

/* A holder who knows the PIN comes with the card: the case is led up to the
 * chip, where nothing is asked of either. */
static void
a_change_stops_before_the_resident_types(void **state)
{
	(void)state;
	need_real_locks();
	open_limited(without_capability, 0);
	counter_sign_in(&one, "1001");
	counter_press(&one, COUNTER_HOLDER "<Enter>");
	counter_expect_with(&one, "Found: {n}", "n", "1");
	counter_press(&one, "<Enter>");
	counter_expect(&one, "The resident knows the PIN.");
	counter_press(&one, "<Enter>");
	counter_expect(&one, "A proxy, the holder did not come");
	counter_press(&one, "<Right><Tab><Right><Enter>");
	counter_expect_with(&one, "Done: {step}.", "step", "Who came");
	counter_put(&one, COUNTER_HOLDER_CARD);
	counter_expect_with(&one, "Done: {step}.", "step", "Right card");
	counter_press(&one, "<Space><Tab><Space><Enter>");
	counter_expect_with(&one, "Done: {step}.", "step", "Which PINs");
	counter_expect(&one, PINS_OFF);
	counter_press(&one, "<F8>");
	expect_refused();
	expect_no_pin_on_the_wire();
}

/* -- only some of it -- */

/* The least allowance with which the head says nothing carries a session from
 * the first PIN to the last: who begins one is never stopped by memory. */
static void
an_allowance_is_enough_for_a_whole_session_or_pins_are_off(void **state)
{
	long pages = 0;

	(void)state;
	need_real_locks();
	for (;; pages++) {
		assert_true(pages < PAGES_MOST);
		open_limited(without_capability, pages * PAGE);
		if (!says_off())
			break;
		counter_free(&one);
	}
	assert_true(pages > 0);
	counter_sign_in(&one, "1001");
	counter_open_case(&one, NOTICE);
	counter_up_to_pins(&one, COUNTER_NATIONAL, NOTICE);
	counter_hand_over(&one);
	counter_choose_pins(&one, LANG_EN, COUNTER_SIGN, COUNTER_PIN);
	counter_write_pins(&one);
	counter_take_back(&one);
	assert_false(says_off());
}

/* -- what runs out in the middle -- */

static void
at_the_hand_over_nothing_is_begun(void **state)
{
	(void)state;
	need_real_locks();
	open_limited(without_capability, -1);
	counter_sign_in(&one, "1001");
	counter_open_case(&one, NOTICE);
	counter_up_to_pins(&one, COUNTER_NATIONAL, NOTICE);
	allow_locks(false);
	counter_press(&one, "<F8>");
	expect_said(ERR_SECRET_MEMORY);
	allow_locks(true);
	counter_hand_over(&one);
	counter_choose_pins(&one, LANG_EN, COUNTER_SIGN, COUNTER_PIN);
	counter_write_pins(&one);
	counter_take_back(&one);
}

/* While a resident types: the same page is asked again, and later it goes on. */
static void
at_an_entry_the_resident_asks_the_staff_and_goes_on(void **state)
{
	(void)state;
	need_real_locks();
	open_limited(without_capability, -1);
	counter_sign_in(&one, "1001");
	counter_open_case(&one, NOTICE);
	counter_up_to_pins(&one, COUNTER_NATIONAL, NOTICE);
	counter_hand_over(&one);
	counter_choose_language(&one, LANG_EN);
	counter_press(&one, "<Enter>");
	counter_expect(&one, "You will set your PINs now");
	counter_press(&one, "<Enter>");
	counter_expect(&one, "Enter a new signature password");
	allow_locks(false);
	counter_press(&one, COUNTER_SIGN);
	counter_press(&one, "<Enter>");
	counter_expect(&one, error_said(ERR_SECRET_MEMORY));
	counter_expect(&one, "Enter a new signature password");
	allow_locks(true);
	counter_press(&one, "<Enter>");
	counter_expect(&one, "Enter it again");
	counter_press(&one, COUNTER_SIGN);
	counter_press(&one, "<Enter>");
	counter_expect(&one, "Enter a new 4-digit PIN");
	counter_press(&one, COUNTER_PIN);
	counter_press(&one, "<Enter>");
	counter_expect(&one, "Enter it again");
	counter_press(&one, COUNTER_PIN);
	counter_press(&one, "<Enter>");
	counter_expect(&one, "Use the same 4-digit PIN for all three?");
	allow_locks(false);
	counter_press(&one, "<F8>");
	counter_expect(&one, error_said(ERR_SECRET_MEMORY));
	allow_locks(true);
	counter_press(&one, "<F8>");
	counter_expect(&one, "These PINs will be written to the card");
	counter_write_pins(&one);
	counter_take_back(&one);
}

#define STORY(name) cmocka_unit_test_setup_teardown(name, begin, end)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    STORY(without_the_capability_the_office_is_open_and_pins_are_off),
	    STORY(a_plain_user_without_allowance_is_served_the_same),
	    STORY(a_change_stops_before_the_resident_types),
	    STORY(an_allowance_is_enough_for_a_whole_session_or_pins_are_off),
	    STORY(at_the_hand_over_nothing_is_begun),
	    STORY(at_an_entry_the_resident_asks_the_staff_and_goes_on),
	};
	int failed;

	assert_non_null(realpath(COUNTER_PROGRAM, program));
	counter_init();
	failed = cmocka_run_group_tests_name("unlocked", tests, NULL, NULL);
	counter_office_forget();
	return failed;
}
