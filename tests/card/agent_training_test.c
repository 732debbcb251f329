/* agent_training_test.c -- the real agent in its own locked-in process, over
 * the built-in reader with virtual cards: what we say of a PIN is what the
 * card holds, wherever the card was pulled. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/clock.h"
#include "base/secret.h"
#include "card/agent.h"
#include "support/agent_driver.h"
#include "support/agent_pins.h"
#include "support/training_reader.h"

#define SESSION_COMMANDS 32
/* 5 s, and what a busy machine adds; a command has 30. */
#define CONNECT_MOST_MS 15000

static struct training_reader reader;
static struct agent_pins pins;

/* A fresh copy of the card on the reader, with a fault or none. */
static void
put_fresh(const char *fault)
{
	training_copy(&reader, "first", "work");
	training_put(&reader, "work", fault);
}

static void
a_whole_session_writes_five_references_in_thirty_two_commands(void **state)
{
	struct agent *a =
	    agent_pins_start(&pins, AGENT_TRAINING, reader.socket, 0);
	struct agent_event e;
	int ref;

	(void)state;
	put_fresh(NULL);
	e = agent_driver_identify(a);
	assert_int_equal(e.kind, AGENT_IDENTITY);
	assert_int_equal(e.identity.kind, CARD_KIND_PLASTIC);
	assert_string_equal(e.identity.chip_serial, TRAINING_SERIAL);
	assert_int_equal(e.identity.tries_left[PIN_REF_AUTH], 3);
	assert_int_equal(e.identity.tries_left[PIN_REF_SIGN], 5);
	assert_int_equal(agent_pins_leave(a).kind, AGENT_LEFT);
	put_fresh(NULL);
	agent_driver_reader(a, READER_CARD);
	for (ref = 0; ref < PIN_REF_COUNT; ref++) {
		e = agent_pins_set(&pins, a, (enum pin_ref)ref);
		assert_int_equal(e.kind, AGENT_PIN);
		assert_int_equal(e.ref, ref);
		assert_int_equal(e.error, KERR_OK);
		assert_int_equal(e.outcome, PIN_OUTCOME_WRITTEN);
	}
	assert_int_equal(agent_pins_leave(a).kind, AGENT_LEFT);
	assert_int_equal(training_count(&reader), SESSION_COMMANDS);
	for (ref = 0; ref < PIN_REF_COUNT; ref++)
		assert_int_equal(
		    agent_pins_prove(a, (enum pin_ref)ref, pins.new[ref]).error,
		    KERR_OK);
	e = agent_pins_prove(a, PIN_REF_AUTH, pins.old[PIN_REF_AUTH]);
	assert_int_equal(e.error, ERR_PIN_WRONG);
	assert_int_equal(e.tries_left, 2);
	agent_stop(&a);
}

/* The card says what it holds; fails unless that is what we were told. */
static void
expect_told(struct agent *a, enum pin_ref ref, enum pin_outcome told)
{
	enum kerr new_holds = agent_pins_prove(a, ref, pins.new[ref]).error;
	enum kerr old_holds = agent_pins_prove(a, ref, pins.old[ref]).error;

	/* Exactly one of the two holds, always. */
	assert_true((new_holds == KERR_OK) != (old_holds == KERR_OK));
	if (told == PIN_OUTCOME_WRITTEN)
		assert_int_equal(new_holds, KERR_OK);
	if (told == PIN_OUTCOME_UNCHANGED)
		assert_int_equal(old_holds, KERR_OK);
}

/* A session until something goes wrong; then the card comes back and must
 * hold what we said. */
static void
session_with_fault(struct agent *a, const char *kind, int n)
{
	enum pin_outcome told[PIN_REF_COUNT] = {PIN_OUTCOME_UNCHANGED,
	    PIN_OUTCOME_UNCHANGED, PIN_OUTCOME_UNCHANGED, PIN_OUTCOME_UNCHANGED,
	    PIN_OUTCOME_UNCHANGED};
	struct agent_event e = {.error = KERR_OK};
	char fault[40];
	size_t changes;
	int ref;

	snprintf(fault, sizeof(fault), "%s %d", kind, n);
	put_fresh(fault);
	agent_driver_reader(a, READER_CARD);
	for (ref = 0; ref < PIN_REF_COUNT && e.error == KERR_OK; ref++) {
		e = agent_pins_set(&pins, a, (enum pin_ref)ref);
		assert_int_equal(e.kind, AGENT_PIN);
		told[ref] = e.outcome;
	}
	changes = training_count_of(&reader, "00240180", 1) +
		  training_count_of(&reader, "80320080", 1);
	assert_true(changes <= (size_t)ref); /* never twice */
	(void)agent_pins_leave(a);
	training_put(&reader, NULL, NULL);
	agent_driver_reader(a, READER_EMPTY);
	training_put(&reader, "work", NULL);
	agent_driver_reader(a, READER_CARD);
	for (ref = 0; ref < PIN_REF_COUNT; ref++)
		expect_told(a, (enum pin_ref)ref, told[ref]);
	assert_int_equal(agent_pins_leave(a).kind, AGENT_LEFT);
	training_put(&reader, NULL, NULL);
	agent_driver_reader(a, READER_EMPTY);
}

static void
pulled_while_any_command_runs_we_never_say_what_is_not_so(void **state)
{
	struct agent *a =
	    agent_pins_start(&pins, AGENT_TRAINING, reader.socket, 0);
	int n;

	(void)state;
	for (n = 1; n <= SESSION_COMMANDS; n++)
		session_with_fault(a, "pull-during", n);
	agent_stop(&a);
}

/* Another card comes while the session is open, and its power on is never
 * answered: the request waits as long as a connection may take, not as long as
 * a command. */
static void
a_card_exchanged_in_a_session_is_waited_for_like_any_connection(void **state)
{
	struct agent *a =
	    agent_pins_start(&pins, AGENT_TRAINING, reader.socket, 0);
	struct clock clock = clock_system();
	struct agent_event e;
	int64_t posted;
	pid_t agent;

	(void)state;
	put_fresh(NULL);
	assert_int_equal(agent_driver_identify(a).kind, AGENT_IDENTITY);
	agent = agent_driver_pid();
	assert_int_equal(kill(agent, SIGSTOP), 0);
	training_put(&reader, NULL, NULL);
	put_fresh(NULL);
	assert_int_equal(kill(reader.server.pid, SIGSTOP), 0);
	posted = clock_ms(&clock);
	assert_int_equal(agent_pin_set(a, TRAINING_SERIAL, PIN_REF_AUTH,
			     pins.old[PIN_REF_AUTH], pins.new[PIN_REF_AUTH]),
	    KERR_OK);
	assert_true(agent_due_ms(a) > CONNECT_MOST_MS);
	assert_int_equal(kill(agent, SIGCONT), 0);
	e = agent_driver_end(a, NULL);
	assert_int_equal(e.kind, AGENT_GONE);
	assert_int_equal(e.error, ERR_READER_STUCK);
	assert_true(clock_ms(&clock) - posted < CONNECT_MOST_MS);
	assert_int_equal(kill(reader.server.pid, SIGCONT), 0);
	agent_stop(&a);
}

static void
pulled_between_commands_or_answered_with_nothing_neither(void **state)
{
	static const char *const kinds[] = {"pull-before", "pull-after",
	    "empty", "one-byte", "sw=6F00", "sw=6982", "sw=6581"};
	struct agent *a =
	    agent_pins_start(&pins, AGENT_TRAINING, reader.socket, 0);
	size_t i;
	int n;

	(void)state;
	/* One reference of each command: application 3, file 4, count 5,
	 * VERIFY 6, change 7, proof 8. */
	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		for (n = 3; n <= 8; n++)
			session_with_fault(a, kinds[i], n);
	agent_stop(&a);
}

static void
a_hanging_card_costs_the_agent_and_the_pin_is_unknown(void **state)
{
	struct agent *a =
	    agent_pins_start(&pins, AGENT_TRAINING, reader.socket, 400);
	struct agent_event e;
	struct failure f;

	(void)state;
	put_fresh("hang 7"); /* the change of SIGN */
	agent_driver_reader(a, READER_CARD);
	e = agent_pins_set(&pins, a, PIN_REF_SIGN);
	assert_int_equal(e.kind, AGENT_GONE);
	assert_int_equal(e.error, ERR_READER_STUCK);
	assert_int_equal(e.ref, PIN_REF_SIGN);
	assert_int_equal(e.outcome, PIN_OUTCOME_UNKNOWN);
	assert_int_equal(agent_reader(a), READER_STUCK);
	assert_int_equal(agent_fd(a), -1);
	assert_int_equal(agent_identify(a), ERR_AGENT_LOST);
	training_put(&reader, NULL, NULL);
	training_put(&reader, "work", NULL);
	assert_int_equal(agent_restart(a, &f), KERR_OK);
	agent_driver_reader(a, READER_CARD);
	expect_told(a, PIN_REF_SIGN, PIN_OUTCOME_UNKNOWN);
	agent_stop(&a);
}

static void
a_killed_agent_is_reported_and_started_again(void **state)
{
	struct agent *a =
	    agent_pins_start(&pins, AGENT_TRAINING, reader.socket, 0);
	struct agent_event e;
	struct failure f;

	(void)state;
	put_fresh(NULL);
	assert_int_equal(agent_driver_identify(a).kind, AGENT_IDENTITY);
	assert_int_equal(kill(agent_driver_pid(), SIGKILL), 0);
	e = agent_driver_end(a, NULL);
	assert_int_equal(e.kind, AGENT_GONE);
	assert_int_equal(e.error, ERR_AGENT_LOST);
	assert_int_equal(agent_restart(a, &f), KERR_OK);
	assert_int_equal(agent_driver_identify(a).kind, AGENT_IDENTITY);
	agent_stop(&a);
}

/* A terminal that dies in the middle of a session. */
static void
hold_card_until_killed(int told)
{
	struct agent *a =
	    agent_pins_start(&pins, AGENT_TRAINING, reader.socket, 0);

	if (agent_driver_identify(a).kind == AGENT_IDENTITY &&
	    write(told, "x", 1) == 1)
		for (;;)
			(void)pause();
	_exit(1);
}

static void
a_killed_terminal_leaves_no_power_on_the_card(void **state)
{
	int told[2], status;
	struct agent *a;
	pid_t pid;
	char x;

	(void)state;
	put_fresh(NULL);
	assert_int_equal(pipe(told), 0);
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0)
		hold_card_until_killed(told[1]);
	close(told[1]);
	assert_int_equal(read(told[0], &x, 1), 1);
	close(told[0]);
	a = agent_pins_start(&pins, AGENT_TRAINING, reader.socket, 0);
	agent_driver_reader(a, READER_CARD);
	assert_int_equal(agent_identify(a), KERR_OK);
	assert_int_equal(agent_driver_end(a, NULL).error, ERR_READER_BUSY);
	assert_int_equal(kill(pid, SIGKILL), 0);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(agent_driver_identify(a).kind, AGENT_IDENTITY);
	agent_stop(&a);
}

static void
another_card_gets_no_verify_at_all(void **state)
{
	struct agent *a =
	    agent_pins_start(&pins, AGENT_TRAINING, reader.socket, 0);
	struct agent_event e;

	(void)state;
	training_put(&reader, "other", NULL);
	agent_driver_reader(a, READER_CARD);
	e = agent_pins_set(&pins, a, PIN_REF_AUTH);
	assert_int_equal(e.error, ERR_CARD_OTHER);
	assert_int_equal(e.outcome, PIN_OUTCOME_UNCHANGED);
	e = agent_pins_prove(a, PIN_REF_AUTH, pins.old[PIN_REF_AUTH]);
	assert_int_equal(e.error, ERR_CARD_OTHER);
	assert_int_equal(training_count_of(&reader, "0020", 1), 0);
	agent_stop(&a);
}

static void
the_last_try_is_never_spent(void **state)
{
	struct agent *a =
	    agent_pins_start(&pins, AGENT_TRAINING, reader.socket, 0);
	struct agent_event e;

	(void)state;
	training_put(&reader, "last", NULL);
	agent_driver_reader(a, READER_CARD);
	e = agent_pins_set(&pins, a, PIN_REF_AUTH);
	assert_int_equal(e.error, ERR_PIN_LAST_TRY);
	assert_int_equal(e.tries_left, 1);
	assert_int_equal(
	    agent_pins_prove(a, PIN_REF_AUTH, pins.old[PIN_REF_AUTH]).error,
	    ERR_PIN_LAST_TRY);
	training_put(&reader, NULL, NULL);
	agent_driver_reader(a, READER_EMPTY);
	training_put(&reader, "blocked", NULL);
	agent_driver_reader(a, READER_CARD);
	e = agent_pins_set(&pins, a, PIN_REF_AUTH);
	assert_int_equal(e.error, ERR_PIN_BLOCKED);
	assert_int_equal(e.tries_left, CARD_TRIES_BLOCKED);
	assert_int_equal(training_count_of(&reader, "0020", 1), 0);
	agent_stop(&a);
}

static void
a_wrong_initial_value_costs_exactly_one_try(void **state)
{
	struct agent *a =
	    agent_pins_start(&pins, AGENT_TRAINING, reader.socket, 0);
	struct agent_event e;

	(void)state;
	put_fresh(NULL);
	agent_driver_reader(a, READER_CARD);
	assert_int_equal(agent_pin_set(a, TRAINING_SERIAL, PIN_REF_AUTH,
			     pins.new[PIN_REF_AUTH], pins.old[PIN_REF_AUTH]),
	    KERR_OK);
	e = agent_driver_end(a, NULL);
	assert_int_equal(e.error, ERR_PIN_INITIAL);
	assert_int_equal(e.outcome, PIN_OUTCOME_UNCHANGED);
	assert_int_equal(e.tries_left, 2);
	assert_int_equal(training_count_of(&reader, "00240180", 1), 0);
	agent_stop(&a);
}

static void
one_request_at_a_time_with_values_of_the_right_size(void **state)
{
	struct agent *a =
	    agent_pins_start(&pins, AGENT_TRAINING, reader.socket, 0);
	struct secret *long_pin = secret_from_bytes("12345678901234567", 17);
	struct secret *short_pin = secret_from_bytes("123", 3);

	(void)state;
	put_fresh(NULL);
	agent_driver_reader(a, READER_CARD);
	assert_true(agent_is_idle(a));
	assert_int_equal(
	    agent_pin_prove(a, TRAINING_SERIAL, PIN_REF_SIGN, long_pin),
	    ERR_PIN_FORMAT);
	assert_int_equal(
	    agent_pins_prove(a, PIN_REF_AUTH, short_pin).error, ERR_PIN_FORMAT);
	assert_int_equal(agent_identify(a), KERR_OK);
	assert_false(agent_is_idle(a));
	assert_int_equal(agent_identify(a), ERR_DEADLINE);
	assert_int_equal(agent_driver_end(a, NULL).kind, AGENT_IDENTITY);
	agent_stop(&a);
	secret_free(&long_pin);
	secret_free(&short_pin);
}

static void
a_reader_that_comes_late_or_goes_is_seen(void **state)
{
	struct agent *a;

	(void)state;
	training_stop(&reader);
	a = agent_pins_start(&pins, AGENT_TRAINING, reader.socket, 0);
	agent_driver_reader(a, READER_NO_SERVICE);
	training_put(&reader, NULL, NULL);
	training_serve(&reader);
	agent_driver_reader(a, READER_EMPTY);
	put_fresh(NULL);
	agent_driver_reader(a, READER_CARD);
	training_stop(&reader);
	agent_driver_reader(a, READER_NO_SERVICE);
	training_serve(&reader);
	assert_int_equal(agent_driver_identify(a).kind, AGENT_IDENTITY);
	agent_stop(&a);
}

static int
begin(void **state)
{
	(void)state;
	agent_pins_begin(&pins);
	training_begin(&reader);
	training_make(&reader, "first", TRAINING_SERIAL, 3);
	training_make(&reader, "other", "400000000000002", 3);
	training_make(&reader, "last", TRAINING_SERIAL, 1);
	training_make(&reader, "blocked", TRAINING_SERIAL, 0);
	training_serve(&reader);
	return 0;
}

static int
lift(void **state)
{
	(void)state;
	training_put(&reader, NULL, NULL);
	return 0;
}

static int
end(void **state)
{
	(void)state;
	training_end(&reader);
	agent_pins_end(&pins);
	return 0;
}

#define STORY(f) cmocka_unit_test_teardown(f, lift)

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
	    STORY(
		a_whole_session_writes_five_references_in_thirty_two_commands),
	    STORY(a_hanging_card_costs_the_agent_and_the_pin_is_unknown),
	    STORY(a_killed_agent_is_reported_and_started_again),
	    STORY(a_killed_terminal_leaves_no_power_on_the_card),
	    STORY(another_card_gets_no_verify_at_all),
	    STORY(
		a_card_exchanged_in_a_session_is_waited_for_like_any_connection),
	    STORY(the_last_try_is_never_spent),
	    STORY(a_wrong_initial_value_costs_exactly_one_try),
	    STORY(one_request_at_a_time_with_values_of_the_right_size),
	    STORY(a_reader_that_comes_late_or_goes_is_seen),
	    STORY(pulled_while_any_command_runs_we_never_say_what_is_not_so),
	    STORY(pulled_between_commands_or_answered_with_nothing_neither),
	};

	agent_driver_main(argc, argv);
	return cmocka_run_group_tests(tests, begin, end);
}
