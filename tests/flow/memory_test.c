/* memory_test.c -- what a resident typed is in no memory of the whole program
 * and of its card agent once the session is over, in no core file, and never
 * in memory that could be swapped out (design, decision 1). */
#include <setjmp.h>
#include <signal.h>
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

#include "support/counter.h"
#include "support/memory_scan.h"

#define NOTICE	      "N-00102"
#define PASSWORD_SIZE 17
#define ROUNDS	      20
#define ROUNDS_LONG   200
#define TWINS	      3
/* The change of the signature password, in a session of its own: serial 2,
 * application 3, file 4, count 5, VERIFY 6. */
#define REFUSED "sw=6581 7"
#define SLOW	"delay=3000 7"
#define TRIES	400

static struct counter_office office;
static struct counter one;
static struct rlimit cores;

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

static bool
needs_root(void)
{
	if (memory_scan_is_possible())
		return true;
	print_message("memory of others cannot be read here\n");
	return false;
}

/* -- passwords that nobody has seen before -- */

static uint64_t
next_number(uint64_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	*seed ^= *seed << 17;
	return *seed;
}

/* 12 to 16 letters and digits, at least one of each. */
static const char *
make_password(uint64_t *seed, char out[PASSWORD_SIZE])
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
	size_t len = 12 + next_number(seed) % 5;

	for (size_t i = 0; i < len; i++)
		out[i] = letters[(next_number(seed) >> 20) % 36];
	out[0] = (char)('A' + (next_number(seed) >> 20) % 26);
	out[len - 1] = (char)('0' + (next_number(seed) >> 20) % 10);
	out[len] = '\0';
	return out;
}

static int
round_count(void)
{
	return getenv("KIOSK_LONG") != NULL ? ROUNDS_LONG : ROUNDS;
}

/* -- at the counter -- */

static void
up_to_pins(void)
{
	counter_open(&one, &office, 1);
	counter_sign_in(&one, "1001");
	counter_open_case(&one, NOTICE);
	counter_walk(&one, COUNTER_NATIONAL, STEP_WHO, STEP_RIGHT_CARD);
	counter_put(&one, NOTICE);
	counter_expect_with(&one, "Done: {step}.", "step", "Right card");
	counter_walk(&one, COUNTER_NATIONAL, STEP_CONFIRM, STEP_PINS);
}

static void
choose(const char *sign, const char *digits)
{
	counter_hand_over(&one);
	counter_choose_pins(&one, LANG_EN, sign, digits);
}

/* The clerk has the terminal back, and the PINs are still to be set. */
static void
take_back_unset(void)
{
	counter_press(&one, "<F7>");
	counter_expect(&one, "Counter code");
	counter_press(&one, COUNTER_CODE "<Enter>");
	counter_expect(&one, "The resident sets the PINs on this screen. Turn "
			     "the keyboard to the resident and press F8. With "
			     "your counter code you take the terminal back.");
}

static pid_t
kiosk(void)
{
	return pty_pid(one.pty);
}

static pid_t
agent(void)
{
	return memory_scan_agent_of(kiosk());
}

static void
expect_nowhere(const char *secret)
{
	size_t here = memory_scan_count(kiosk(), secret);
	size_t there = memory_scan_count(agent(), secret);

	if (here != 0 || there != 0)
		fail_msg("found %zu times in the program, %zu in the agent",
		    here, there);
}

/* The scan finds what is there: while the resident has not written yet, the
 * value lies in locked memory. */
static void
expect_held(const char *secret)
{
	assert_true(memory_scan_count(kiosk(), secret) > 0);
	assert_true(memory_scan_status(kiosk(), "VmLck") > 0);
	assert_int_equal(memory_scan_count(agent(), secret), 0);
}

/* The agent has it for as long as the card works on it, locked as well. */
static void
expect_at_the_card(const char *secret)
{
	for (int i = 0; memory_scan_count(agent(), secret) == 0; i++)
		assert_true(i < TRIES);
	assert_true(memory_scan_status(agent(), "VmLck") > 0);
}

/* -- stories -- */

static void
no_password_is_left_in_either_process(void **state)
{
	uint64_t seed = 0x9e3779b97f4a7c15U;
	char password[PASSWORD_SIZE];

	(void)state;
	if (!needs_root())
		skip();
	up_to_pins();
	for (int i = 0; i < round_count(); i++) {
		choose(make_password(&seed, password), COUNTER_PIN);
		expect_held(password);
		counter_office_control(&office, 1, NOTICE, REFUSED);
		counter_press(&one, "<F8>");
		counter_expect(&one, "Not all PINs are set");
		counter_office_control(&office, 1, NOTICE, NULL);
		take_back_unset();
		expect_nowhere(password);
	}
	choose(make_password(&seed, password), COUNTER_PIN);
	counter_office_control(&office, 1, NOTICE, SLOW);
	counter_press(&one, "<F8>");
	expect_at_the_card(password);
	counter_expect(&one, "All PINs have been set");
	expect_nowhere(password);
	counter_take_back(&one);
	expect_nowhere(password);
}

struct found {
	size_t first, second;
};

/* A whole session with these digits; how often both PINs are found. */
static struct found
run_with(const char *digits, const char *first, const char *second)
{
	struct found f;

	(void)begin(NULL);
	up_to_pins();
	choose(COUNTER_SIGN, digits);
	assert_true(memory_scan_count(kiosk(), digits) > 0);
	counter_write_pins(&one);
	counter_take_back(&one);
	f.first = memory_scan_count(kiosk(), first) +
		  memory_scan_count(agent(), first);
	f.second = memory_scan_count(kiosk(), second) +
		   memory_scan_count(agent(), second);
	expect_nowhere(COUNTER_SIGN);
	(void)end(NULL);
	return f;
}

/* Four digits stand in any memory somewhere: in one that never saw them as
 * often as in one that did. Where tokens and hashes, which differ each time,
 * held them by chance, another pair of PINs decides: a leak would show in
 * every pair. */
static void
no_pin_is_found_more_often_than_where_it_was_never_typed(void **state)
{
	static const char *const pin[TWINS][2] = {
	    {"8305", "2947"}, {"7062", "3918"}, {"9174", "6403"}};
	struct found typed, twin;
	bool leaked = true;

	(void)state;
	if (!needs_root())
		skip();
	for (int i = 0; i < TWINS && leaked; i++) {
		typed = run_with(pin[i][0], pin[i][0], pin[i][1]);
		twin = run_with(pin[i][1], pin[i][0], pin[i][1]);
		leaked = typed.first > twin.first || twin.second > typed.second;
		if (leaked)
			print_message("%s: %zu, twin %zu; %s: %zu, twin %zu\n",
			    pin[i][0], typed.first, twin.first, pin[i][1],
			    twin.second, typed.second);
	}
	assert_false(leaked);
}

/* -- cores -- */

/* Whether a process of this machine leaves a core at all. */
static bool
others_leave_cores(void)
{
	char folder[] = "/tmp/kiosk-core.XXXXXX", clear[80];
	int status = 0;
	pid_t pid;

	assert_non_null(mkdtemp(folder));
	if ((pid = fork()) == 0) {
		if (chdir(folder) != 0)
			_exit(1);
		(void)signal(SIGABRT, SIG_DFL);
		abort();
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	snprintf(clear, sizeof(clear), "rm -rf %s", folder);
	assert_int_equal(system(clear), 0);
	return WIFSIGNALED(status) && WCOREDUMP(status);
}

static void
a_crash_leaves_no_core_file(void **state)
{
	struct rlimit all;
	int status;

	(void)state;
	assert_int_equal(getrlimit(RLIMIT_CORE, &cores), 0);
	all = (struct rlimit){cores.rlim_max, cores.rlim_max};
	assert_int_equal(setrlimit(RLIMIT_CORE, &all), 0);
	if (!others_leave_cores()) {
		assert_int_equal(setrlimit(RLIMIT_CORE, &cores), 0);
		print_message("no process leaves a core here\n");
		skip();
	}
	up_to_pins();
	assert_int_equal(setrlimit(RLIMIT_CORE, &cores), 0);
	choose(COUNTER_SIGN, COUNTER_PIN);
	pty_kill(one.pty, SIGABRT);
	status = pty_wait(one.pty);
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
	assert_false(WCOREDUMP(status));
}

/* -- memory that cannot be locked -- */

/* The program without the right and without the room to lock memory. */
static void
open_without_locks(void)
{
	char ini[COUNTER_PATH_SIZE];
	const char *const argv[] = {"/usr/bin/setpriv",
	    "--bounding-set=-ipc_lock", "/usr/bin/prlimit", "--memlock=0:0",
	    COUNTER_PROGRAM, "--config", ini, "--counter", "1", NULL};
	const struct pty_how how = {.argv = argv};

	counter_office_path(&office, "kiosk.ini", ini, sizeof(ini));
	one = (struct counter){
	    .office = &office, .number = 1, .lang = office.lang};
	one.pty = pty_start(&how);
}

static void
without_locked_memory_pins_are_off_and_it_is_said(void **state)
{
	int status;

	(void)state;
	if (!needs_root())
		skip();
	open_without_locks();
	/* Passwords and counter codes need such memory too, so the counter
	 * does not open at all, and nothing was asked before it said so. */
	counter_expect(
	    &one, "Memory for secrets cannot be locked, so PINs are off.");
	counter_expect(&one,
	    "Raise the limit of locked memory (ulimit -l) and start again.");
	status = pty_wait(one.pty);
	assert_true(WIFEXITED(status) && WEXITSTATUS(status) != 0);
	assert_int_equal(pty_count_bytes(one.pty, "Staff number"), 0);
}

#define STORY(name) cmocka_unit_test_setup_teardown(name, begin, end)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    STORY(no_password_is_left_in_either_process),
	    cmocka_unit_test(
		no_pin_is_found_more_often_than_where_it_was_never_typed),
	    STORY(without_locked_memory_pins_are_off_and_it_is_said),
	    STORY(a_crash_leaves_no_core_file),
	};
	int failed;

	counter_init();
	failed = cmocka_run_group_tests_name("memory", tests, NULL, NULL);
	counter_office_forget();
	return failed;
}
