#include "support/agent_driver.h"

#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/clock.h"
#include "card/agent_message.h"

#define PATIENCE_MS 20000

void
agent_driver_main(int argc, char **argv)
{
	if (argc > 1 && strcmp(argv[1], AGENT_ARGUMENT) == 0)
		agent_child_main(argc, argv);
}

/* The next event within ms; false: none came. */
static bool
next_within(struct agent *a, int ms, struct agent_event *e)
{
	struct clock clock = clock_system();
	int64_t left, end = clock_ms(&clock) + ms;

	while (!agent_next(a, e)) {
		struct pollfd fd = {.fd = agent_fd(a), .events = POLLIN};
		int64_t due = agent_due_ms(a);

		if ((left = end - clock_ms(&clock)) <= 0)
			return false;
		if (due >= 0 && due < left)
			left = due;
		(void)poll(&fd, 1, (int)left);
	}
	return true;
}

struct agent_event
agent_driver_next(struct agent *a)
{
	struct agent_event e;

	if (!next_within(a, PATIENCE_MS, &e))
		fail_msg("no event came");
	return e;
}

struct agent_event
agent_driver_end(struct agent *a, int *steps)
{
	struct agent_event e;

	for (;;) {
		e = agent_driver_next(a);
		if (e.kind == AGENT_PROGRESS && steps != NULL)
			(*steps)++;
		if (e.kind != AGENT_PROGRESS && e.kind != AGENT_READER)
			return e;
	}
}

void
agent_driver_reader(struct agent *a, enum reader_state state)
{
	while (agent_reader(a) != state) {
		struct agent_event e = agent_driver_next(a);

		if (e.kind == AGENT_GONE)
			fail_msg("the agent is gone: %s", error_name(e.error));
	}
}

bool
agent_driver_sees(struct agent *a, enum reader_state state, int ms)
{
	struct agent_event e;

	while (agent_reader(a) != state)
		if (!next_within(a, ms, &e))
			return false;
	return true;
}

struct agent_event
agent_driver_identify(struct agent *a)
{
	struct agent_event e;

	do {
		agent_driver_reader(a, READER_CARD);
		assert_int_equal(agent_identify(a), KERR_OK);
		e = agent_driver_end(a, NULL);
	} while (e.kind == AGENT_FAILED && e.error == ERR_READER_BUSY);
	return e;
}

/* The pid behind the name of a child, when it is an agent. */
static bool
is_agent(int pid)
{
	char path[40], line[200];
	size_t n, i;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%d/cmdline", pid);
	if ((f = fopen(path, "r")) == NULL)
		return false;
	n = fread(line, 1, sizeof(line) - 1, f);
	fclose(f);
	for (i = 0; i < n; i++)
		if (line[i] == '\0')
			line[i] = ' ';
	line[n] = '\0';
	return strstr(line, AGENT_ARGUMENT) != NULL;
}

pid_t
agent_driver_pid(void)
{
	char path[60];
	int pid, found = 0;
	FILE *f;

	snprintf(
	    path, sizeof(path), "/proc/self/task/%d/children", (int)getpid());
	f = fopen(path, "r");
	assert_non_null(f);
	while (fscanf(f, "%d", &pid) == 1)
		if (is_agent(pid))
			found = pid;
	fclose(f);
	return found;
}
