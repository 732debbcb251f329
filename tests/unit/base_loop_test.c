/* base_loop_test.c -- descriptors, timers and signals come in; callbacks may
 * turn everything around while they run. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/clock.h"
#include "base/loop.h"

/* What the callbacks of one story share. */
struct story {
	struct loop *loop;
	struct clock_fixed now;
	int pipe[2][2];
	char told[100]; /* one character a callback */
	int other_fd;
	uint64_t timer[3];
	int turns;
};

static int
begin(void **state)
{
	static struct story s;
	struct clock clock;

	memset(&s, 0, sizeof(s));
	s.now.ms = 1000;
	clock = clock_fixed_at(&s.now);
	if (loop_new(&clock, &s.loop) != KERR_OK)
		return -1;
	for (int i = 0; i < 2; i++)
		if (pipe(s.pipe[i]) != 0)
			return -1;
	*state = &s;
	return 0;
}

static int
end(void **state)
{
	struct story *s = *state;

	loop_free(&s->loop);
	for (int i = 0; i < 2; i++)
		for (int j = 0; j < 2; j++)
			if (s->pipe[i][j] != -1)
				close(s->pipe[i][j]);
	return s->loop == NULL ? 0 : -1;
}

static void
tell(struct story *s, char c)
{
	size_t len = strlen(s->told);

	assert_true(len + 1 < sizeof(s->told));
	s->told[len] = c;
}

static void
tell_a(void *arg)
{
	tell(arg, 'a');
}

static void
tell_b(void *arg)
{
	tell(arg, 'b');
}

static void
tell_c(void *arg)
{
	tell(arg, 'c');
}

static void
tell_events(void *arg, int fd, unsigned events)
{
	struct story *s = arg;
	char c;

	if ((events & LOOP_READ) != 0) {
		assert_int_equal(read(fd, &c, 1), 1);
		tell(s, c);
	}
	if ((events & LOOP_WRITE) != 0)
		tell(s, 'w');
	if ((events & LOOP_CLOSED) != 0)
		tell(s, 'x');
}

/* -- descriptors -- */

static void
a_readable_descriptor_is_told_once_a_turn(void **state)
{
	struct story *s = *state;

	assert_int_equal(
	    loop_watch(s->loop, s->pipe[0][0], LOOP_READ, tell_events, s),
	    KERR_OK);
	assert_int_equal(loop_turn(s->loop, 0), KERR_OK);
	assert_string_equal(s->told, "");
	assert_int_equal(write(s->pipe[0][1], "12", 2), 2);
	loop_turn(s->loop, -1);
	assert_string_equal(s->told, "1");
	loop_turn(s->loop, -1);
	loop_turn(s->loop, 0);
	assert_string_equal(s->told, "12");
}

static void
watching_again_changes_what_is_asked(void **state)
{
	struct story *s = *state;
	int fd = s->pipe[0][1];

	loop_watch(s->loop, fd, LOOP_WRITE, tell_events, s);
	loop_turn(s->loop, -1);
	assert_string_equal(s->told, "w");
	loop_watch(s->loop, fd, 0, tell_events, s);
	loop_turn(s->loop, 0);
	assert_string_equal(s->told, "w");
	close(s->pipe[0][0]);
	s->pipe[0][0] = -1;
	loop_turn(s->loop, -1); /* closing is told without asking */
	assert_string_equal(s->told, "wx");
	loop_unwatch(s->loop, fd);
	loop_unwatch(s->loop, fd);
	loop_turn(s->loop, 0);
	assert_string_equal(s->told, "wx");
}

static void
the_end_of_a_pipe_is_told_after_its_bytes(void **state)
{
	struct story *s = *state;

	loop_watch(s->loop, s->pipe[0][0], LOOP_READ, tell_events, s);
	assert_int_equal(write(s->pipe[0][1], "1", 1), 1);
	close(s->pipe[0][1]);
	s->pipe[0][1] = -1;
	loop_turn(s->loop, -1);
	assert_string_equal(s->told, "1x");
}

static void
a_number_that_is_no_descriptor_is_told_and_dropped(void **state)
{
	struct story *s = *state;

	loop_watch(s->loop, s->pipe[0][0], LOOP_READ, tell_events, s);
	close(s->pipe[0][0]);
	s->pipe[0][0] = -1;
	loop_turn(s->loop, -1);
	assert_string_equal(s->told, "x");
	loop_turn(s->loop, 0);
	assert_string_equal(s->told, "x");
}

static void
read_and_drop_the_other(void *arg, int fd, unsigned events)
{
	struct story *s = arg;

	tell_events(arg, fd, events);
	loop_unwatch(s->loop, s->pipe[0][0]);
	loop_unwatch(s->loop, s->pipe[1][0]);
}

static void
a_callback_can_drop_itself_and_another(void **state)
{
	struct story *s = *state;

	for (int i = 0; i < 2; i++) {
		loop_watch(s->loop, s->pipe[i][0], LOOP_READ,
		    read_and_drop_the_other, s);
		assert_int_equal(write(s->pipe[i][1], "1", 1), 1);
	}
	loop_turn(s->loop, -1);
	loop_turn(s->loop, 0);
	assert_string_equal(s->told, "1"); /* the second was never called */
}

static void
must_not_be_called(void *arg, int fd, unsigned events)
{
	(void)fd;
	(void)events;
	tell(arg, '!');
}

/* Close the other pipe's end and open another file on the same number. */
static void
reuse_the_other_number(void *arg, int fd, unsigned events)
{
	struct story *s = arg;
	int number = s->pipe[1][0];

	(void)events;
	loop_unwatch(s->loop, fd);
	loop_unwatch(s->loop, number);
	close(number);
	assert_int_equal(dup2(s->pipe[0][1], number), number);
	loop_watch(s->loop, number, LOOP_READ, must_not_be_called, s);
	tell(s, 'r');
}

static void
what_was_ready_before_is_not_told_to_a_new_watch(void **state)
{
	struct story *s = *state;

	loop_watch(
	    s->loop, s->pipe[0][0], LOOP_READ, reuse_the_other_number, s);
	loop_watch(s->loop, s->pipe[1][0], LOOP_READ, must_not_be_called, s);
	for (int i = 0; i < 2; i++)
		assert_int_equal(write(s->pipe[i][1], "1", 1), 1);
	loop_turn(s->loop, -1);
	assert_string_equal(s->told, "r");
}

static void
add_many_watches(void *arg, int fd, unsigned events)
{
	struct story *s = arg;

	tell_events(arg, fd, events);
	for (int i = 0; i < 40; i++)
		loop_watch(s->loop, 1000 + i, LOOP_READ, tell_events, s);
	for (int i = 0; i < 40; i++)
		loop_unwatch(s->loop, 1000 + i);
	loop_watch(s->loop, s->pipe[1][1], LOOP_WRITE, tell_events, s);
}

static void
a_callback_can_grow_the_list_under_the_loop(void **state)
{
	struct story *s = *state;

	loop_watch(s->loop, s->pipe[0][0], LOOP_READ, add_many_watches, s);
	assert_int_equal(write(s->pipe[0][1], "1", 1), 1);
	loop_turn(s->loop, -1);
	assert_string_equal(s->told, "1");
	loop_turn(s->loop, -1);
	assert_string_equal(s->told, "1w");
}

/* -- timers -- */

static void
timers_fire_by_their_time_then_by_their_order(void **state)
{
	struct story *s = *state;

	assert_int_equal(
	    loop_after(s->loop, 20, tell_c, s, &s->timer[0]), KERR_OK);
	loop_after(s->loop, 10, tell_a, s, &s->timer[1]);
	loop_after(s->loop, 10, tell_b, s, &s->timer[2]);
	assert_true(s->timer[0] != 0 && s->timer[1] != 0);
	loop_turn(s->loop, 0);
	assert_string_equal(s->told, "");
	s->now.ms += 9;
	loop_turn(s->loop, 0);
	assert_string_equal(s->told, "");
	s->now.ms += 1;
	loop_turn(s->loop, -1); /* does not wait: something is due */
	assert_string_equal(s->told, "ab");
	s->now.ms += 100;
	loop_turn(s->loop, -1);
	assert_string_equal(s->told, "abc");
	loop_turn(s->loop, 0);
	assert_string_equal(s->told, "abc");
}

static void
a_cancelled_timer_never_fires(void **state)
{
	struct story *s = *state;
	uint64_t fired;

	loop_after(s->loop, 0, tell_a, s, &s->timer[0]);
	loop_after(s->loop, 0, tell_b, s, &s->timer[1]);
	loop_after(s->loop, 0, tell_c, s, &s->timer[2]);
	fired = s->timer[0];
	loop_cancel(s->loop, &s->timer[1]);
	assert_true(s->timer[1] == 0);
	loop_cancel(s->loop, &s->timer[1]);
	loop_turn(s->loop, -1);
	assert_string_equal(s->told, "ac");
	loop_cancel(s->loop, &fired);
	assert_true(fired == 0);
}

static void
cancel_the_next_and_ask_again(void *arg)
{
	struct story *s = arg;

	tell(s, '1');
	loop_cancel(s->loop, &s->timer[1]);
	loop_after(s->loop, 0, cancel_the_next_and_ask_again, s, &s->timer[0]);
}

static void
a_timer_can_cancel_others_and_set_itself_again(void **state)
{
	struct story *s = *state;

	loop_after(s->loop, 0, cancel_the_next_and_ask_again, s, &s->timer[0]);
	loop_after(s->loop, 0, tell_b, s, &s->timer[1]);
	loop_after(s->loop, 0, tell_c, s, &s->timer[2]);
	loop_turn(s->loop, -1);
	/* Once only, although it was due again at once. */
	assert_string_equal(s->told, "1c");
	loop_turn(s->loop, -1);
	assert_string_equal(s->told, "1c1");
}

static void
the_machine_clock_wakes_the_loop_for_a_timer(void **state)
{
	struct clock clock = clock_system();
	struct story s = {0};
	int64_t began = clock_ms(&clock);

	(void)state;
	assert_int_equal(loop_new(&clock, &s.loop), KERR_OK);
	loop_after(s.loop, 30, tell_a, &s, &s.timer[0]);
	while (s.told[0] == '\0')
		assert_int_equal(loop_turn(s.loop, -1), KERR_OK);
	assert_true(clock_ms(&clock) - began >= 30);
	loop_free(&s.loop);
}

/* -- signals -- */

static void
tell_signal(void *arg, int number)
{
	tell(arg, number == SIGTERM    ? 'T'
		  : number == SIGHUP   ? 'H'
		  : number == SIGWINCH ? 'W'
		  : number == SIGCHLD  ? 'C'
		  : number == SIGINT   ? 'I'
				       : '?');
}

static void
signals_arrive_in_a_turn_not_in_a_handler(void **state)
{
	struct story *s = *state;

	assert_int_equal(loop_on_signal(s->loop, tell_signal, s), KERR_OK);
	raise(SIGTERM);
	raise(SIGWINCH);
	raise(SIGWINCH);
	assert_string_equal(s->told, "");
	loop_turn(s->loop, -1);
	assert_string_equal(s->told, "TW");
	raise(SIGHUP);
	raise(SIGINT);
	loop_turn(s->loop, -1);
	assert_string_equal(s->told, "TWHI");
}

static void
a_flood_of_one_signal_hides_no_other(void **state)
{
	struct story *s = *state;

	loop_on_signal(s->loop, tell_signal, s);
	for (int i = 0; i < 70000; i++) /* more than a pipe holds */
		raise(SIGWINCH);
	raise(SIGTERM);
	loop_turn(s->loop, -1);
	assert_string_equal(s->told, "TW");
	loop_turn(s->loop, 0);
	assert_string_equal(s->told, "TW");
}

static void
a_signal_from_outside_wakes_a_waiting_turn(void **state)
{
	struct story *s = *state;
	pid_t pid, parent = getpid();

	loop_on_signal(s->loop, tell_signal, s);
	if ((pid = fork()) == 0) {
		kill(parent, SIGHUP);
		_exit(7);
	}
	while (strchr(s->told, 'C') == NULL || strchr(s->told, 'H') == NULL)
		assert_int_equal(loop_turn(s->loop, -1), KERR_OK);
	assert_int_equal(waitpid(pid, NULL, 0), pid);
}

static void
keys_that_would_stop_or_kill_are_ignored(void **state)
{
	struct story *s = *state;

	loop_on_signal(s->loop, tell_signal, s);
	raise(SIGPIPE);
	raise(SIGTSTP);
	raise(SIGQUIT);
	raise(SIGTTIN);
	raise(SIGTTOU);
	loop_turn(s->loop, 0);
	assert_string_equal(s->told, "");
}

static void
the_end_of_the_loop_puts_handlers_back(void **state)
{
	struct story *s = *state;
	struct sigaction now;

	loop_on_signal(s->loop, tell_signal, s);
	sigaction(SIGPIPE, NULL, &now);
	assert_true(now.sa_handler == SIG_IGN);
	loop_free(&s->loop);
	sigaction(SIGPIPE, NULL, &now);
	assert_true(now.sa_handler == SIG_DFL);
	sigaction(SIGTERM, NULL, &now);
	assert_true(now.sa_handler == SIG_DFL);
}

/* -- running -- */

static void
stop_at_the_third(void *arg)
{
	struct story *s = arg;

	if (++s->turns == 3)
		loop_stop(s->loop);
	loop_after(s->loop, 0, stop_at_the_third, s, &s->timer[0]);
}

static void
running_goes_on_until_it_is_stopped(void **state)
{
	struct story *s = *state;

	loop_after(s->loop, 0, stop_at_the_third, s, &s->timer[0]);
	assert_int_equal(loop_run(s->loop), KERR_OK);
	assert_int_equal(s->turns, 3);
	loop_stop(s->loop);
	assert_int_equal(loop_run(s->loop), KERR_OK); /* stopped before */
	assert_int_equal(s->turns, 3);
}

#define STORY(name) cmocka_unit_test_setup_teardown(name, begin, end)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    STORY(a_readable_descriptor_is_told_once_a_turn),
	    STORY(watching_again_changes_what_is_asked),
	    STORY(the_end_of_a_pipe_is_told_after_its_bytes),
	    STORY(a_number_that_is_no_descriptor_is_told_and_dropped),
	    STORY(a_callback_can_drop_itself_and_another),
	    STORY(what_was_ready_before_is_not_told_to_a_new_watch),
	    STORY(a_callback_can_grow_the_list_under_the_loop),
	    STORY(timers_fire_by_their_time_then_by_their_order),
	    STORY(a_cancelled_timer_never_fires),
	    STORY(a_timer_can_cancel_others_and_set_itself_again),
	    cmocka_unit_test(the_machine_clock_wakes_the_loop_for_a_timer),
	    STORY(signals_arrive_in_a_turn_not_in_a_handler),
	    STORY(a_flood_of_one_signal_hides_no_other),
	    STORY(a_signal_from_outside_wakes_a_waiting_turn),
	    STORY(keys_that_would_stop_or_kill_are_ignored),
	    STORY(the_end_of_the_loop_puts_handlers_back),
	    STORY(running_goes_on_until_it_is_stopped),
	};

	return cmocka_run_group_tests_name("base_loop", tests, NULL, NULL);
}
