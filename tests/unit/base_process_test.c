/* base_process_test.c -- children of our own binary: this test starts itself
 * again in small roles (the bottom half of this file) and asks them what they
 * inherited. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/pidfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/process.h"
#include "base/secret.h"

#define MESSAGE_SIZE 8000

/* -- helpers of the parent -- */

static struct process
start_role(const char *role, int shared_fd, bool keep_environment)
{
	const char *const argv[] = {"base_process_test", "--role", role, NULL};
	struct process_start how = {
	    .argv = argv,
	    .shared_fd = shared_fd,
	    .keep_environment = keep_environment,
	};
	struct process p;
	struct failure f;

	assert_int_equal(process_start(&how, &p, &f), KERR_OK);
	assert_true(p.pid > 0);
	assert_true(p.fd >= 0);
	return p;
}

static char *
receive(int fd, char out[MESSAGE_SIZE])
{
	ssize_t n = recv(fd, out, MESSAGE_SIZE - 1, 0);

	assert_true(n >= 0);
	out[n] = '\0';
	return out;
}

/* What a role that only reports has to say. */
static void
ask_role(const char *role, int shared_fd, bool keep, char out[MESSAGE_SIZE])
{
	struct process p = start_role(role, shared_fd, keep);

	receive(p.fd, out);
	process_stop(&p, 5000);
}

static int
open_descriptors(void)
{
	DIR *d = opendir("/proc/self/fd");
	int count = 0;

	assert_non_null(d);
	while (readdir(d) != NULL)
		count++;
	closedir(d);
	return count;
}

static bool
has_children(void)
{
	return waitpid(-1, NULL, WNOHANG) != -1 || errno != ECHILD;
}

/* -- the stories -- */

static void
a_child_is_our_own_binary_and_talks_over_the_channel(void **state)
{
	char text[MESSAGE_SIZE];
	struct process p = start_role("echo", -1, false);

	(void)state;
	assert_int_equal(send(p.fd, "hello", 5, 0), 5);
	assert_string_equal(receive(p.fd, text), "hello");
	process_stop(&p, 5000);
	assert_int_equal(p.pid, 0);
	assert_int_equal(p.fd, -1);
	assert_false(has_children());
	ask_role("who", -1, false, text);
	assert_string_equal(text, process_self());
}

static void
messages_keep_their_bounds(void **state)
{
	char text[MESSAGE_SIZE];
	struct process p = start_role("echo", -1, false);

	(void)state;
	assert_int_equal(send(p.fd, "one", 3, 0), 3);
	assert_int_equal(send(p.fd, "two", 3, 0), 3);
	assert_string_equal(receive(p.fd, text), "one");
	assert_string_equal(receive(p.fd, text), "two");
	process_stop(&p, 5000);
}

static void
a_child_inherits_four_descriptors_and_no_more(void **state)
{
	char text[MESSAGE_SIZE];
	int leaked = open("/etc/passwd", O_RDONLY); /* not close-on-exec */
	int high = fcntl(leaked, F_DUPFD, 200);

	(void)state;
	assert_true(leaked >= 0 && high >= 200);
	ask_role("descriptors", -1, false, text);
	assert_string_equal(text, "0:null 1:null 2:other 3:socket ");
	close(leaked);
	close(high);
}

static void
a_shared_area_is_the_fifth(void **state)
{
	char text[MESSAGE_SIZE];
	int shared = memfd_create("area", MFD_CLOEXEC);
	int low;

	(void)state;
	assert_int_equal(write(shared, "shared words", 12), 12);
	ask_role("descriptors", shared, false, text);
	assert_string_equal(text, "0:null 1:null 2:other 3:socket 4:other ");
	ask_role("area", shared, false, text);
	assert_string_equal(text, "shared words");
	/* The numbers that the child uses may be taken in the parent. */
	for (low = PROCESS_CHANNEL_FD; low <= 5; low++) {
		int spare = fcntl(low, F_DUPFD_CLOEXEC, 100);

		if (low != shared)
			assert_int_equal(dup2(shared, low), low);
		ask_role("area", low, false, text);
		assert_string_equal(text, "shared words");
		if (low != shared && spare != -1)
			dup2(spare, low);
		else if (low != shared)
			close(low);
		if (spare != -1)
			close(spare);
	}
	close(shared);
}

static void
a_child_sees_only_the_chosen_environment(void **state)
{
	char text[MESSAGE_SIZE];

	(void)state;
	setenv("KIOSK_TEST_PRIVATE", "secret", 1);
	setenv("PCSCLITE_CSOCK_NAME", "/run/x", 1);
	setenv("LANG", "C.UTF-8", 1);
	ask_role("environment", -1, false, text);
	assert_non_null(strstr(text, "PCSCLITE_CSOCK_NAME=/run/x\n"));
	assert_non_null(strstr(text, "LANG=C.UTF-8\n"));
	assert_non_null(strstr(text, "PATH="));
	assert_null(strstr(text, "KIOSK_TEST_PRIVATE"));
	assert_null(strstr(text, "HOME="));
	ask_role("environment", -1, true, text);
	assert_non_null(strstr(text, "KIOSK_TEST_PRIVATE=secret\n"));
	unsetenv("KIOSK_TEST_PRIVATE");
	unsetenv("PCSCLITE_CSOCK_NAME");
}

/* The ignored signals of /proc/PID/status, without 32 and 33: those are the C
 * library's own, which posix_spawn (make uses it) leaves ignored and sigaction
 * refuses to touch. */
static uint64_t
ignored_signals(const char *status)
{
	const uint64_t of_libc = (UINT64_C(1) << 31) | (UINT64_C(1) << 32);
	const char *line = strstr(status, "SigIgn:");

	assert_non_null(line);
	return strtoull(line + strlen("SigIgn:"), NULL, 16) & ~of_libc;
}

static void
a_child_starts_with_fresh_signals_and_its_own_session(void **state)
{
	char text[MESSAGE_SIZE], session[40];
	sigset_t some, before;

	(void)state;
	sigemptyset(&some);
	sigaddset(&some, SIGUSR1);
	sigaddset(&some, SIGTERM);
	sigprocmask(SIG_BLOCK, &some, &before);
	signal(SIGPIPE, SIG_IGN);
	signal(SIGQUIT, SIG_IGN);
	ask_role("signals", -1, false, text);
	signal(SIGPIPE, SIG_DFL);
	signal(SIGQUIT, SIG_DFL);
	sigprocmask(SIG_SETMASK, &before, NULL);
	assert_non_null(strstr(text, "SigBlk:\t0000000000000000\n"));
	assert_int_equal(ignored_signals(text), 0);
	snprintf(session, sizeof(session), "session:%d\n", (int)getsid(0));
	assert_null(strstr(text, session));
}

static void
our_own_signal_mask_is_as_before(void **state)
{
	sigset_t before, after;
	struct process p;

	(void)state;
	sigprocmask(SIG_SETMASK, NULL, &before);
	p = start_role("echo", -1, false);
	process_stop(&p, 5000);
	sigprocmask(SIG_SETMASK, NULL, &after);
	for (int s = 1; s < NSIG; s++)
		assert_int_equal(
		    sigismember(&before, s), sigismember(&after, s));
}

static void
a_program_that_cannot_start_is_told_with_the_reason(void **state)
{
	const char *const argv[] = {"x", NULL};
	struct process_start how = {.argv = argv, .shared_fd = -1};
	struct process p;
	struct failure f;
	int before = open_descriptors();

	(void)state;
	how.program = "/nowhere/program";
	assert_int_equal(process_start(&how, &p, &f), ERR_PROCESS);
	assert_string_equal(f.argument[0].name, "reason");
	assert_string_equal(f.argument[0].value, "No such file or directory");
	assert_int_equal(p.pid, 0);
	assert_int_equal(p.fd, -1);
	how.program = "/etc/passwd";
	assert_int_equal(process_start(&how, &p, &f), ERR_PROCESS);
	assert_string_equal(f.argument[0].value, "Permission denied");
	how.program = NULL;
	how.shared_fd = 4000; /* no such descriptor */
	assert_int_equal(process_start(&how, &p, &f), ERR_PROCESS);
	assert_string_equal(f.argument[0].value, "Bad file descriptor");
	assert_false(has_children());
	assert_int_equal(open_descriptors(), before);
}

static void
another_program_can_be_started(void **state)
{
	const char *const argv[] = {"sh", "-c", "exit 9", NULL};
	struct process_start how = {
	    .program = "/bin/sh", .argv = argv, .shared_fd = -1};
	struct process p;
	struct pollfd ends;
	int status = 0;

	(void)state;
	assert_int_equal(process_start(&how, &p, NULL), KERR_OK);
	ends = (struct pollfd){p.fd, POLLIN, 0};
	assert_int_equal(poll(&ends, 1, 10000), 1); /* hung up by the exit */
	while (!process_ended(&p, &status))
		;
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 9);
	assert_int_equal(p.pid, 0);
	assert_true(process_ended(&p, &status));
	process_stop(&p, 0);
}

static void
asking_for_the_end_never_waits(void **state)
{
	struct process p = start_role("deaf", -1, false);
	int status = -7;

	(void)state;
	assert_false(process_ended(&p, &status));
	assert_int_equal(status, -7);
	process_stop(&p, 0);
}

static void
a_child_that_does_not_end_is_killed(void **state)
{
	char text[MESSAGE_SIZE];
	struct process p = start_role("deaf", -1, false);
	pid_t pid = p.pid;

	(void)state;
	receive(p.fd, text); /* it has blocked every signal by now */
	process_stop(&p, 50);
	assert_int_equal(kill(pid, 0), -1);
	assert_int_equal(errno, ESRCH);
	assert_false(has_children());
}

static void
a_killed_parent_leaves_no_child(void **state)
{
	char text[MESSAGE_SIZE];
	struct process p = start_role("parent", -1, false);
	pid_t grandchild = (pid_t)atoi(receive(p.fd, text));
	struct pollfd ends = {pidfd_open(grandchild, 0), POLLIN, 0};

	(void)state;
	assert_true(grandchild > 0);
	assert_true(ends.fd >= 0);
	assert_int_equal(poll(&ends, 1, 0), 0); /* it lives */
	process_stop(&p, 0);			/* kills */
	assert_int_equal(poll(&ends, 1, 10000), 1);
	close(ends.fd);
}

static void
a_child_that_still_has_to_leave_is_given_its_seconds_and_no_more(void **state)
{
	char text[MESSAGE_SIZE];
	struct process p = start_role("lasting", -1, false);
	pid_t pid = p.pid;
	int status = 0;

	(void)state;
	receive(p.fd, text);
	process_release(&p, 0);
	assert_int_equal(p.pid, 0);
	assert_int_equal(p.fd, -1);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	/* not by SIGTERM, which it was sent at once */
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGALRM);
}

static void
nothing_stays_open_after_many_children(void **state)
{
	int before = open_descriptors();

	(void)state;
	for (int i = 0; i < 20; i++) {
		struct process p = start_role("echo", -1, false);

		process_stop(&p, 5000);
	}
	assert_int_equal(open_descriptors(), before);
	assert_false(has_children());
}

/* -- the roles of the child -- */

static void
say(const char *text)
{
	(void)!send(PROCESS_CHANNEL_FD, text, strlen(text), 0);
}

static void
role_echo(void)
{
	char text[MESSAGE_SIZE];
	ssize_t n;

	while ((n = recv(PROCESS_CHANNEL_FD, text, sizeof(text), 0)) > 0)
		(void)!send(PROCESS_CHANNEL_FD, text, (size_t)n, 0);
}

static void
role_who(void)
{
	say(process_self());
}

static void
role_descriptors(void)
{
	char text[MESSAGE_SIZE] = "", link[40], target[200];

	for (int fd = 0; fd < 1024; fd++) {
		size_t len = strlen(text);
		ssize_t n;

		snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
		if ((n = readlink(link, target, sizeof(target) - 1)) == -1)
			continue;
		target[n] = '\0';
		snprintf(text + len, sizeof(text) - len, "%d:%s ", fd,
		    fd == 2				 ? "other"
		    : strcmp(target, "/dev/null") == 0	 ? "null"
		    : strncmp(target, "socket:", 7) == 0 ? "socket"
							 : "other");
	}
	say(text);
}

static void
role_area(void)
{
	char text[100] = "";

	if (pread(PROCESS_SHARED_FD, text, sizeof(text) - 1, 0) < 0)
		say("unreadable");
	else
		say(text);
}

static void
role_environment(void)
{
	char text[MESSAGE_SIZE] = "";

	for (size_t i = 0; environ[i] != NULL; i++) {
		size_t len = strlen(text);

		snprintf(text + len, sizeof(text) - len, "%s\n", environ[i]);
	}
	say(text);
}

static void
role_signals(void)
{
	char text[MESSAGE_SIZE] = "", line[200];
	FILE *f = fopen("/proc/self/status", "r");

	snprintf(text, sizeof(text), "session:%d\n", (int)getsid(0));
	while (f != NULL && fgets(line, sizeof(line), f) != NULL)
		if (strncmp(line, "SigBlk", 6) == 0 ||
		    strncmp(line, "SigIgn", 6) == 0)
			strcat(text, line);
	if (f != NULL)
		fclose(f);
	say(text);
}

static void
role_deaf(void)
{
	sigset_t all;

	sigfillset(&all);
	sigprocmask(SIG_SETMASK, &all, NULL);
	say("deaf");
	for (;;)
		pause();
}

static void
role_lasting(void)
{
	process_outlive_parent(1);
	say("lasting");
	for (;;)
		pause();
}

static void
role_parent(void)
{
	const char *const argv[] = {"x", "--role", "deaf", NULL};
	struct process_start how = {.argv = argv, .shared_fd = -1};
	struct process p;
	char text[40];

	if (process_start(&how, &p, NULL) != KERR_OK)
		process_exit(1);
	(void)!recv(p.fd, text, sizeof(text), 0);
	snprintf(text, sizeof(text), "%d", (int)p.pid);
	say(text);
	for (;;)
		pause();
}

static const struct {
	const char *name;
	void (*play)(void);
} roles[] = {
    {"echo", role_echo},
    {"who", role_who},
    {"descriptors", role_descriptors},
    {"area", role_area},
    {"environment", role_environment},
    {"signals", role_signals},
    {"deaf", role_deaf},
    {"lasting", role_lasting},
    {"parent", role_parent},
};

static _Noreturn void
play_role(const char *name)
{
	for (size_t i = 0; i < sizeof(roles) / sizeof(roles[0]); i++)
		if (strcmp(roles[i].name, name) == 0) {
			roles[i].play();
			process_exit(0);
		}
	process_exit(1);
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(
		a_child_is_our_own_binary_and_talks_over_the_channel),
	    cmocka_unit_test(messages_keep_their_bounds),
	    cmocka_unit_test(a_child_inherits_four_descriptors_and_no_more),
	    cmocka_unit_test(a_shared_area_is_the_fifth),
	    cmocka_unit_test(a_child_sees_only_the_chosen_environment),
	    cmocka_unit_test(
		a_child_starts_with_fresh_signals_and_its_own_session),
	    cmocka_unit_test(our_own_signal_mask_is_as_before),
	    cmocka_unit_test(
		a_program_that_cannot_start_is_told_with_the_reason),
	    cmocka_unit_test(another_program_can_be_started),
	    cmocka_unit_test(asking_for_the_end_never_waits),
	    cmocka_unit_test(a_child_that_does_not_end_is_killed),
	    cmocka_unit_test(a_killed_parent_leaves_no_child),
	    cmocka_unit_test(
		a_child_that_still_has_to_leave_is_given_its_seconds_and_no_more),
	    cmocka_unit_test(nothing_stays_open_after_many_children),
	};

	if (argc == 3 && strcmp(argv[1], "--role") == 0)
		play_role(argv[2]);
	/* As in the program: a parent that is not dumpable owns little of
	 * its own /proc, and must be able to start itself all the same. */
	if (secret_init() != KERR_OK)
		return 1;
	return cmocka_run_group_tests_name("base_process", tests, NULL, NULL);
}
