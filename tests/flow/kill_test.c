/* The program is killed, the card pulled, a process behind it ended, at any
 * command of a PIN session: the next look says what is set, what is not and
 * what nobody knows, and all is set in the end (issue 2, "Nothing is lost or
 * guessed").
 *
 * Every try is a program of its own, so that several run side by side: this
 * binary, started again with what to try. */
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include <cmocka.h>

#include "support/counter_pins.h"
#include "support/program.h"

#define CARD	 "N-00101"
#define AT_ONCE	 8
#define COMMANDS 200
#define LOG_SIZE 65536
#define HOLD_MS	 1500
#define LOOK_MS	 5

static struct counter_office office;
static struct counter one;

/* -- one try, in a process of its own -- */

/* The case of the pattern office again, its card on the reader. */
static void
open_case(void)
{
	counter_open(&one, &office, 1);
	counter_sign_in(&one, "1002");
	counter_open_case(&one, CARD);
	counter_office_control(&office, 1, CARD, NULL);
	counter_expect(&one, "This is the card of the case.");
}

/* The writing has the power of its own: what goes wrong at its n-th command is
 * counted from there. Returns how many commands there were before. */
static size_t
write_with(const char *fault, const char *n)
{
	char line[32];
	size_t before;

	open_case();
	counter_hand_over(&one);
	counter_answer_resident(&one, COUNTER_SIGN, COUNTER_PIN);
	snprintf(line, sizeof(line), "%s %s", fault, n);
	counter_office_control(&office, 1, CARD, line);
	before = counter_office_commands(&office, 1);
	counter_press(&one, "<F8>");
	return before;
}

/* Five places, each changed once and never again. */
static void
finish_and_judge(void)
{
	struct counter_chip chip;

	counter_finish_pins(&one);
	counter_chip_read(&office, 1, &chip);
	assert_int_equal(chip.changes, PIN_REF_COUNT);
}

/* After a stop in the middle: start again and look. */
static void
start_again(void)
{
	struct counter_chip before;

	counter_chip_read(&office, 1, &before);
	counter_free(&one);
	counter_office_control(&office, 1, CARD, NULL);
	open_case();
	counter_expect_places(&one, (int)before.proved, 1);
	finish_and_judge();
}

static void
try_kill_before(const char *n)
{
	(void)write_with("hang", n);
	counter_chip_wait_hang(&office, 1);
	pty_kill(one.pty, SIGKILL);
	(void)pty_wait(one.pty);
	start_again();
}

static void
signal_both(pid_t agent, int what)
{
	assert_int_equal(kill(agent, what), 0);
	pty_kill(one.pty, what);
}

/* Put agent and program to sleep while the card takes its time over command
 * number count: its answer finds nobody awake. */
static void
sleep_over(size_t count)
{
	pid_t agent = counter_child(&one, "--card-agent");

	for (int tried = 0; tried < 20; tried++) {
		signal_both(agent, SIGSTOP);
		for (int ms = 0; ms < 2 * HOLD_MS; ms += LOOK_MS) {
			if (counter_office_commands(&office, 1) >= count)
				return;
			(void)poll(NULL, 0, LOOK_MS);
		}
		/* too early: it was not sent yet */
		signal_both(agent, SIGCONT);
		(void)poll(NULL, 0, LOOK_MS);
	}
	fail_msg("command %zu is never sent", count);
}

/* The card has done it, and nobody hears the answer any more. */
static void
try_kill_after(const char *n)
{
	size_t count = (size_t)strtoul(n, NULL, 10);
	char delay[32];
	pid_t agent;

	snprintf(delay, sizeof(delay), "delay=%d", HOLD_MS);
	count += write_with(delay, n);
	counter_office_wait_commands(&office, 1, count - 1);
	sleep_over(count);
	assert_int_equal(counter_office_commands(&office, 1), count);
	agent = counter_child(&one, "--card-agent");
	pty_kill(one.pty, SIGKILL);
	(void)pty_wait(one.pty);
	(void)kill(agent, SIGCONT); /* else it sleeps for ever */
	start_again();
}

static void
pulled(const char *kind, const char *n)
{
	(void)write_with(kind, n);
	counter_expect(&one, "Not all PINs are set");
	/* back it goes; the resident tries again with the same values */
	counter_office_control(&office, 1, CARD, NULL);
	counter_press(&one, "<F8>");
	counter_expect(&one, "All PINs have been set");
	counter_take_back(&one);
	counter_expect(&one, "Training: activate the card here.");
}

static void
try_pull_before(const char *n)
{
	pulled("pull-before", n);
}

static void
try_pull_during(const char *n)
{
	pulled("pull-during", n);
}

static void
try_pull_after(const char *n)
{
	pulled("pull-after", n);
}

/* All is written, and the clerk never came back to the terminal: the case goes
 * on with what is known. */
static void
try_kill_at_end(const char *n)
{
	struct counter_chip chip;

	(void)n;
	(void)write_with("sw=6F00", "999");
	counter_expect(&one, "All PINs have been set");
	pty_kill(one.pty, SIGKILL);
	(void)pty_wait(one.pty);
	counter_free(&one);
	counter_open(&one, &office, 1);
	counter_sign_in(&one, "1002");
	counter_open_case(&one, CARD);
	counter_expect(&one, "Every PIN of this case is set. Enter goes on.");
	counter_expect_places(&one, PIN_REF_COUNT, 0);
	counter_press(&one, "<Enter>");
	counter_expect(&one, "Training: activate the card here.");
	counter_chip_read(&office, 1, &chip);
	assert_int_equal(chip.changes, PIN_REF_COUNT);
}

/* Closed in the middle of a change: the terminal's window, or a signal. */
static void
hold_at(const char *n)
{
	(void)write_with("hang", n);
	counter_chip_wait_hang(&office, 1);
}

static void
try_hang_up(const char *n)
{
	hold_at(n);
	pty_hang_up(one.pty);
	(void)pty_wait(one.pty);
	start_again();
}

static void
try_terminate(const char *n)
{
	hold_at(n);
	pty_kill(one.pty, SIGTERM);
	pty_expect_exit(one.pty, 0);
	start_again();
}

/* What stands behind the terminal ends: the resident is told, and it goes on
 * as soon as it is there again; trying too early costs nothing. */
static void
goes_on(void)
{
	const char *all = text_in(LANG_EN, "All PINs have been set");
	struct counter_chip chip;

	counter_expect(&one, "Not all PINs are set");
	counter_office_control(&office, 1, CARD, NULL);
	for (int tried = 0; tried < 40; tried++) {
		if (pty_shows_words(one.pty, all, 500))
			break;
		if (pty_shows(one.pty, text_in(LANG_EN, "Try again"), 0))
			counter_press(&one, "<F8>");
	}
	counter_expect(&one, "All PINs have been set");
	counter_take_back(&one);
	counter_chip_read(&office, 1, &chip);
	assert_int_equal(chip.changes, PIN_REF_COUNT);
}

static void
try_agent_killed(const char *n)
{
	hold_at(n);
	assert_int_equal(kill(counter_child(&one, "--card-agent"), SIGKILL), 0);
	goes_on();
}

static void
try_reader_killed(const char *n)
{
	pid_t reader;

	hold_at(n);
	reader = counter_child(&one, "--serve");
	assert_true(reader > 0);
	assert_int_equal(kill(reader, SIGKILL), 0);
	goes_on();
}

static const struct {
	const char *name;
	void (*run)(const char *n);
} tries[] = {
    {"kill-before", try_kill_before},
    {"kill-after", try_kill_after},
    {"kill-at-end", try_kill_at_end},
    {"pull-before", try_pull_before},
    {"pull-during", try_pull_during},
    {"pull-after", try_pull_after},
    {"hang-up", try_hang_up},
    {"terminate", try_terminate},
    {"agent-killed", try_agent_killed},
    {"reader-killed", try_reader_killed},
};
#define TRIES (sizeof(tries) / sizeof(tries[0]))

static char **asked; /* name, number, pattern office */

static void
one_try(void **state)
{
	(void)state;
	for (size_t i = 0; i < TRIES; i++)
		if (strcmp(tries[i].name, asked[0]) == 0) {
			tries[i].run(asked[1]);
			return;
		}
	fail_msg("nothing is called %s", asked[0]);
}

static int
try_begin(void **state)
{
	(void)state;
	office.lang = LANG_EN;
	counter_office_copy(&office, asked[2]);
	return 0;
}

static int
try_end(void **state)
{
	(void)state;
	counter_free(&one);
	counter_office_end(&office);
	return 0;
}

static int
run_try(char **words)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(one_try, try_begin, try_end),
	};

	asked = words;
	return cmocka_run_group_tests_name(words[0], tests, NULL, NULL);
}

/* -- all of them, some at once -- */

struct job {
	char name[16], number[16];
	char log[128];
	pid_t pid;
};

static struct {
	struct counter_office office; /* a case that is at its PINs */
	size_t last;		      /* commands of the writing */
	bool change[COMMANDS];
} pattern;

static struct job jobs[COMMANDS + 1];
static size_t job_count;

static void
add_job(const char *name, size_t n)
{
	struct job *j = &jobs[job_count++];

	assert_true(job_count < COMMANDS);
	snprintf(j->name, sizeof(j->name), "%s", name);
	snprintf(j->number, sizeof(j->number), "%zu", n);
	snprintf(j->log, sizeof(j->log), "%s/try-%s-%zu.log",
	    pattern.office.dir, name, n);
	j->pid = 0;
}

static void
start_job(struct job *j)
{
	const char *const argv[] = {
	    pty_self(), j->name, j->number, pattern.office.dir, NULL};

	j->pid = program_start(argv, j->log);
	assert_true(j->pid > 0);
}

static void
tell_log(const struct job *j)
{
	char line[4096];
	FILE *from = fopen(j->log, "re");

	fprintf(stderr, "-- %s %s:\n", j->name, j->number);
	while (from != NULL && fgets(line, sizeof(line), from) != NULL)
		fputs(line, stderr);
	if (from != NULL)
		fclose(from);
}

/* Returns how many failed. */
static int
run_jobs(void)
{
	size_t next = 0, running = 0;
	int failed = 0, status = 0;

	while (next < job_count || running > 0) {
		pid_t pid = 0;

		for (; next < job_count && running < AT_ONCE; running++)
			start_job(&jobs[next++]);
		if ((pid = waitpid(-1, &status, 0)) <= 0)
			break;
		for (size_t i = 0; i < next; i++) {
			if (jobs[i].pid != pid)
				continue;
			running--;
			jobs[i].pid = 0;
			if (status == 0)
				continue;
			failed++;
			tell_log(&jobs[i]);
		}
	}
	job_count = 0;
	return failed;
}

static void
the_program_is_killed_at_each_command(void **state)
{
	(void)state;
	for (size_t n = 1; n <= pattern.last; n++)
		add_job("kill-before", n);
	assert_int_equal(run_jobs(), 0);
}

static void
the_program_is_killed_when_the_card_has_done_it(void **state)
{
	(void)state;
	for (size_t n = 1; n <= pattern.last; n++)
		if (pattern.change[n])
			add_job("kill-after", n);
	assert_int_equal(job_count, PIN_REF_COUNT);
	assert_int_equal(run_jobs(), 0);
}

/* The desk's own test sweeps all of them (desk_collection_test). */
static void
a_pulled_card_is_put_back_and_finished(void **state)
{
	static const char *const kinds[] = {
	    "pull-before", "pull-during", "pull-after"};

	(void)state;
	for (size_t n = 1; n < pattern.last; n++)
		if (pattern.change[n] || n % 4 == 0)
			add_job(kinds[n % 3], n);
	assert_int_equal(run_jobs(), 0);
}

static size_t
some_change(int which)
{
	size_t n = 1;

	while (!pattern.change[n] || which-- > 0)
		n++;
	return n;
}

static void
whatever_else_ends_in_the_middle_loses_nothing(void **state)
{
	(void)state;
	add_job("kill-at-end", 1);
	add_job("hang-up", some_change(1));
	add_job("terminate", some_change(2));
	add_job("agent-killed", some_change(0));
	add_job("agent-killed", some_change(3));
	add_job("reader-killed", some_change(1));
	add_job("reader-killed", some_change(4));
	assert_int_equal(run_jobs(), 0);
}

/* A case at its PINs, left by a program that was killed; and which commands a
 * whole session has, seen once. */
static int
make_pattern(void **state)
{
	struct counter_chip chip;
	size_t before;

	(void)state;
	counter_office_begin(&pattern.office, LANG_EN);
	counter_open(&one, &pattern.office, 1);
	counter_sign_in(&one, "1002");
	counter_open_case(&one, CARD);
	counter_press(&one, "<F2>");
	counter_expect(&one, "For the PIN screens and for slips.");
	counter_press(&one, "<Down><Enter>");
	counter_walk(&one, COUNTER_FOREIGN, STEP_WHO, STEP_RIGHT_CARD);
	counter_office_control(&pattern.office, 1, CARD, NULL);
	counter_expect_with(&one, "Done: {step}.", "step", "Right card");
	counter_walk(&one, COUNTER_FOREIGN, STEP_CONFIRM, STEP_PINS);
	counter_free(&one);

	counter_office_copy(&office, pattern.office.dir);
	office.lang = LANG_EN;
	open_case();
	counter_hand_over(&one);
	counter_answer_resident(&one, COUNTER_SIGN, COUNTER_PIN);
	before = counter_office_commands(&office, 1);
	counter_write_pins(&one);
	counter_chip_read(&office, 1, &chip);
	assert_int_equal(chip.changes, PIN_REF_COUNT);
	assert_int_equal(chip.proved, PIN_REF_COUNT);
	pattern.last = chip.last_proof - before;
	assert_true(pattern.last < COMMANDS);
	for (size_t n = 1; n <= pattern.last; n++)
		pattern.change[n] =
		    counter_chip_is_change(&office, 1, before + n);
	counter_free(&one);
	counter_office_end(&office);
	return 0;
}

static int
forget_pattern(void **state)
{
	(void)state;
	counter_free(&one);
	counter_office_end(&office);
	counter_office_end(&pattern.office);
	counter_office_forget();
	return 0;
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_program_is_killed_at_each_command),
	    cmocka_unit_test(the_program_is_killed_when_the_card_has_done_it),
	    cmocka_unit_test(a_pulled_card_is_put_back_and_finished),
	    cmocka_unit_test(whatever_else_ends_in_the_middle_loses_nothing),
	};

	counter_init();
	if (argc == 4)
		return run_try(argv + 1);
	return cmocka_run_group_tests_name(
	    "kill", tests, make_pattern, forget_pattern);
}
