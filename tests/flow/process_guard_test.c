/* process_guard_test.c -- while PINs are held, nobody gets at the memory of
 * the program and of its card agent: a crash leaves no core, another process of
 * the same user may neither trace nor read them, and another user sees no more
 * than what anybody may. Each is tried on a process that is open, too, so that
 * a machine which forbids all of it cannot pass for us. */
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <limits.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "support/counter.h"
#include "support/memory_scan.h"

#define NOTICE	"N-00102"
#define TRIES	1000
#define SOMEONE 65534 /* who the program runs as */
#define ANOTHER 65533

static struct counter_office office;
static struct counter one;
static char folder[] = "/tmp/kiosk-guard.XXXXXX";
static char program[PATH_MAX];

static int
begin(void **state)
{
	(void)state;
	strcpy(folder + strlen(folder) - 6, "XXXXXX");
	assert_non_null(mkdtemp(folder));
	counter_office_begin(&office, LANG_EN);
	return 0;
}

static void
clear_folder(const char *path)
{
	char command[128];

	snprintf(command, sizeof(command), "rm -rf '%s'", path);
	assert_int_equal(system(command), 0);
}

static int
end(void **state)
{
	(void)state;
	counter_free(&one);
	clear_folder(folder);
	counter_office_end(&office);
	return 0;
}

/* The program in a folder of its own, where a core would fall; argv begins
 * with what it is started by. */
static void
open_by(const char *const *by)
{
	char ini[COUNTER_PATH_SIZE];
	const char *argv[16] = {"/usr/bin/env", "-C", folder};
	const struct pty_how how = {.argv = argv};
	size_t n = 3;

	while (*by != NULL)
		argv[n++] = *by++;
	argv[n++] = program;
	argv[n++] = "--config";
	argv[n++] = counter_office_path(&office, "kiosk.ini", ini, sizeof(ini));
	argv[n++] = "--counter";
	argv[n] = "1";
	one = (struct counter){
	    .office = &office, .number = 1, .lang = office.lang};
	one.pty = pty_start(&how);
}

static void
give_office_to(uid_t who)
{
	char command[160];

	snprintf(command, sizeof(command), "chown -R %d:%d '%s' '%s'", (int)who,
	    (int)who, office.dir, folder);
	assert_int_equal(system(command), 0);
}

/* PINs lie in its memory. What is put on the reader must be its user's. */
static void
hold_pins(uid_t user)
{
	counter_expect(&one, "Staff number");
	counter_sign_in(&one, "1001");
	counter_open_case(&one, NOTICE);
	counter_walk(&one, COUNTER_NATIONAL, STEP_WHO, STEP_RIGHT_CARD);
	counter_put(&one, NOTICE);
	give_office_to(user);
	counter_expect_with(&one, "Done: {step}.", "step", "Right card");
	counter_walk(&one, COUNTER_NATIONAL, STEP_CONFIRM, STEP_PINS);
	counter_hand_over(&one);
	counter_choose_pins(&one, LANG_EN, COUNTER_SIGN, COUNTER_PIN);
	assert_true(memory_scan_count(pty_pid(one.pty), COUNTER_SIGN) > 0);
}

/* -- cores -- */

static int
files_in_folder(void)
{
	char command[128], said[16] = "";
	FILE *from;

	snprintf(command, sizeof(command), "ls -A '%s' | wc -l", folder);
	from = popen(command, "r");
	assert_non_null(from);
	assert_non_null(fgets(said, sizeof(said), from));
	assert_int_equal(pclose(from), 0);
	return atoi(said);
}

/* A process that is not ours crashes there: does it leave a core, and is it a
 * file in that folder? */
static bool
others_leave_cores(bool *as_file)
{
	int status = 0;
	pid_t pid;

	if ((pid = fork()) == 0) {
		if (chdir(folder) != 0)
			_exit(1);
		(void)signal(SIGABRT, SIG_DFL);
		abort();
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	*as_file = files_in_folder() > 0;
	clear_folder(folder);
	assert_int_equal(mkdir(folder, 0700), 0);
	return WIFSIGNALED(status) && WCOREDUMP(status);
}

/* As large as the machine allows; what it was before. */
static struct rlimit
allow_cores(void)
{
	struct rlimit before, all;

	assert_int_equal(getrlimit(RLIMIT_CORE, &before), 0);
	all = before;
	all.rlim_cur = all.rlim_max;
	assert_int_equal(setrlimit(RLIMIT_CORE, &all), 0);
	return before;
}

static void
expect_no_core_limit(pid_t pid)
{
	char path[64], line[128] = "", soft[32], hard[32];
	FILE *from;

	snprintf(path, sizeof(path), "/proc/%d/limits", (int)pid);
	from = fopen(path, "re");
	assert_non_null(from);
	while (strncmp(line, "Max core file size", 18) != 0)
		assert_non_null(fgets(line, sizeof(line), from));
	fclose(from);
	assert_int_equal(
	    sscanf(line, "Max core file size %31s %31s", soft, hard), 2);
	assert_string_equal(soft, "0");
	assert_string_equal(hard, "0");
}

/* Whoever has the right lifts the limit again: it alone is not what keeps a
 * core from being written. */
static void
lift_limit(pid_t pid)
{
	const struct rlimit all = {RLIM_INFINITY, RLIM_INFINITY};

	expect_no_core_limit(pid);
	if (prlimit(pid, RLIMIT_CORE, &all, NULL) != 0)
		print_message("limits cannot be lifted here\n");
}

static void
a_crash_of_either_process_leaves_no_core(void **state)
{
	static const char *const by[] = {NULL};
	struct rlimit before = allow_cores();
	bool as_file = false;
	pid_t agent;
	int status;

	(void)state;
	if (!memory_scan_is_possible() || !others_leave_cores(&as_file)) {
		assert_int_equal(setrlimit(RLIMIT_CORE, &before), 0);
		print_message("no process leaves a core here\n");
		skip();
	}
	open_by(by);
	assert_int_equal(setrlimit(RLIMIT_CORE, &before), 0);
	hold_pins(geteuid());
	agent = memory_scan_agent_of(pty_pid(one.pty));
	lift_limit(agent);
	assert_int_equal(kill(agent, SIGSEGV), 0);
	for (int i = 0; kill(agent, 0) == 0; i++) {
		assert_true(i < TRIES);
		(void)poll(NULL, 0, 10);
	}
	assert_int_equal(files_in_folder(), 0);
	lift_limit(pty_pid(one.pty));
	pty_kill(one.pty, SIGABRT);
	status = pty_wait(one.pty);
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
	assert_false(WCOREDUMP(status));
	assert_int_equal(files_in_folder(), 0);
	if (!as_file)
		print_message("cores are no files here: only told by wait\n");
}

/* -- other processes -- */

enum way { WAY_TRACE, WAY_MEM, WAY_READ, WAY_ENVIRON, WAY_MAPS, WAYS };

/* Some machines forbid to trace any process but one's own children. */
#define WAYS_ALWAYS (1U << WAY_ENVIRON | 1U << WAY_MAPS)

static bool
can_trace(pid_t pid)
{
	if (ptrace(PTRACE_SEIZE, pid, NULL, NULL) != 0)
		return false;
	(void)ptrace(PTRACE_DETACH, pid, NULL, NULL);
	return true;
}

static bool
can_open(pid_t pid, const char *name)
{
	char path[64], byte;
	int fd;
	bool can;

	snprintf(path, sizeof(path), "/proc/%d/%s", (int)pid, name);
	if ((fd = open(path, O_RDONLY | O_CLOEXEC)) < 0)
		return false;
	/* the first page of memory is nobody's, the others begin at once */
	can = strcmp(name, "mem") == 0 || read(fd, &byte, 1) == 1;
	close(fd);
	return can;
}

/* Memory of ours at this address is memory of a process that we forked, and of
 * no other: any answer but "not permitted" is one too many. */
static bool
can_read(pid_t pid)
{
	char byte = 0;
	const struct iovec here = {.iov_base = &byte, .iov_len = 1};
	const struct iovec there = {.iov_base = program, .iov_len = 1};

	return process_vm_readv(pid, &here, 1, &there, 1, 0) == 1 ||
	       errno != EPERM;
}

static unsigned
try_all(pid_t pid)
{
	return (unsigned)can_trace(pid) << WAY_TRACE |
	       (unsigned)can_open(pid, "mem") << WAY_MEM |
	       (unsigned)can_read(pid) << WAY_READ |
	       (unsigned)can_open(pid, "environ") << WAY_ENVIRON |
	       (unsigned)can_open(pid, "maps") << WAY_MAPS;
}

static void
become(uid_t who)
{
	if (setgroups(0, NULL) != 0 || setresgid(who, who, who) != 0 ||
	    setresuid(who, who, who) != 0)
		_exit(255);
}

/* The ways, as bits, that a process of this user gets at pid. */
static unsigned
ways_into(pid_t pid, uid_t who)
{
	int status = 0;
	pid_t child;

	if ((child = fork()) == 0) {
		become(who);
		_exit((int)try_all(pid));
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status) && WEXITSTATUS(status) != 255);
	return (unsigned)WEXITSTATUS(status);
}

/* A program of the same user that does nothing against it. */
static pid_t
start_open_one(void)
{
	char path[64], name[32] = "";
	pid_t pid;

	if ((pid = fork()) == 0) {
		become(SOMEONE);
		execl("/bin/sleep", "sleep", "600", NULL);
		_exit(255);
	}
	snprintf(path, sizeof(path), "/proc/%d/comm", (int)pid);
	while (strcmp(name, "sleep\n") != 0) {
		FILE *from = fopen(path, "re");

		assert_non_null(from);
		(void)!fgets(name, sizeof(name), from);
		fclose(from);
	}
	return pid;
}

static void
nobody_gets_at_what_they_hold(void **state)
{
	static const char *const by[] = {"/usr/bin/setpriv", "--reuid=65534",
	    "--regid=65534", "--clear-groups", "--inh-caps=-all", NULL};
	pid_t agent, open_one;
	unsigned open_ways;

	(void)state;
	if (!memory_scan_is_possible()) {
		print_message("needs root, to be others\n");
		skip();
	}
	open_one = start_open_one();
	open_ways = ways_into(open_one, SOMEONE);
	assert_int_equal(open_ways & WAYS_ALWAYS, WAYS_ALWAYS);
	if (open_ways != (1U << WAYS) - 1)
		print_message("this machine lets nobody trace: not tried\n");
	assert_int_equal(ways_into(open_one, ANOTHER), 0);
	kill(open_one, SIGKILL);
	assert_int_equal(waitpid(open_one, NULL, 0), open_one);
	give_office_to(SOMEONE);
	open_by(by);
	hold_pins(SOMEONE);
	agent = memory_scan_agent_of(pty_pid(one.pty));
	assert_int_equal(ways_into(pty_pid(one.pty), SOMEONE), 0);
	assert_int_equal(ways_into(agent, SOMEONE), 0);
	assert_int_equal(ways_into(pty_pid(one.pty), ANOTHER), 0);
	assert_int_equal(ways_into(agent, ANOTHER), 0);
	expect_no_core_limit(pty_pid(one.pty));
	expect_no_core_limit(agent);
}

#define STORY(name) cmocka_unit_test_setup_teardown(name, begin, end)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    STORY(a_crash_of_either_process_leaves_no_core),
	    STORY(nobody_gets_at_what_they_hold),
	};
	int failed;

	assert_non_null(realpath(COUNTER_PROGRAM, program));
	counter_init();
	failed =
	    cmocka_run_group_tests_name("process_guard", tests, NULL, NULL);
	counter_office_forget();
	return failed;
}
