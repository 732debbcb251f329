/* card_sandbox_test.c -- what the locked-in agent can and cannot do. Each
 * story runs in a forked child, since there is no way back; the child's exit
 * code says how far it came. */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/secret.h"
#include "card/sandbox.h"

enum { DONE = 0, REFUSED = 10, OTHER = 11, NOT_LOCKED = 12 };

/* How a forked child ended that locked itself in and then did act(). */
static int
status_of(enum sandbox_width width, int (*act)(void))
{
	int status = 0;
	pid_t pid = fork();

	assert_true(pid >= 0);
	if (pid == 0) {
		if (sandbox_enter(width) != KERR_OK)
			_exit(NOT_LOCKED);
		_exit(act());
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return status;
}

static int
code_of(int (*act)(void))
{
	int status = status_of(sandbox_width_of_build(), act);

	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static int
judge(long result)
{
	if (result >= 0)
		return DONE;
	return errno == EPERM ? REFUSED : OTHER;
}

static int
open_for_writing(void)
{
	return judge(open("/dev/null", O_WRONLY));
}

static int
open_for_both(void)
{
	return judge(open("/dev/null", O_RDWR));
}

static int
open_for_reading(void)
{
	return judge(open("/dev/null", O_RDONLY));
}

static int
create_file(void)
{
	return judge(creat("/dev/null", 0600));
}

static int
socket_of_internet(void)
{
	return judge(socket(AF_INET, SOCK_STREAM, 0));
}

static int
socket_of_kernel(void)
{
	return judge(socket(AF_NETLINK, SOCK_RAW, 0));
}

static int
socket_of_machine(void)
{
	struct sockaddr_un a = {
	    .sun_family = AF_UNIX, .sun_path = "/nowhere/at/all"};
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	if (fd < 0)
		return judge(fd);
	/* Refused by the file system, not by us. */
	if (connect(fd, (struct sockaddr *)&a, sizeof(a)) == 0 ||
	    errno == EPERM)
		return OTHER;
	return judge(close(fd));
}

static int
start_program(void)
{
	char *const argv[] = {"true", NULL};

	execv("/bin/true", argv);
	return OTHER;
}

static int
make_process(void)
{
	pid_t pid = fork();

	if (pid == 0)
		_exit(0);
	return judge(pid);
}

static int
make_memory_executable(void)
{
	void *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (page == MAP_FAILED)
		return OTHER;
	return judge(mprotect(page, 4096, PROT_READ | PROT_EXEC));
}

static int
kill_somebody(void)
{
	return judge(kill(getppid(), 0));
}

/* What the agent lives from must go on working. */
static int
use_secrets(void)
{
	struct secret *s = secret_from_bytes("1234", 4);
	void *much = malloc(1 << 20);
	int code = s != NULL && much != NULL ? DONE : OTHER;

	free(much);
	secret_free(&s);
	return code;
}

static void
a_locked_in_agent_opens_no_file_for_writing(void **state)
{
	(void)state;
	assert_int_equal(code_of(open_for_writing), REFUSED);
	assert_int_equal(code_of(open_for_both), REFUSED);
	assert_int_equal(code_of(create_file), REFUSED);
}

static void
it_speaks_to_sockets_of_this_machine_only(void **state)
{
	(void)state;
	assert_int_equal(code_of(socket_of_internet), REFUSED);
	assert_int_equal(code_of(socket_of_kernel), REFUSED);
	assert_int_equal(code_of(socket_of_machine), DONE);
}

static void
it_dies_when_it_tries_to_start_a_program(void **state)
{
	int status = status_of(sandbox_width_of_build(), start_program);

	(void)state;
	assert_true(WIFSIGNALED(status));
	assert_int_equal(WTERMSIG(status), SIGSYS);
}

static void
it_can_still_hold_secrets(void **state)
{
	(void)state;
	assert_int_equal(code_of(use_secrets), DONE);
}

static void
the_strict_filter_refuses_reading_processes_and_new_code(void **state)
{
	static int (*const acts[])(void) = {open_for_reading, make_process,
	    make_memory_executable, kill_somebody};
	size_t i;

	(void)state;
	/* A sanitizer's runtime needs some of these itself. */
	if (sandbox_width_of_build() != SANDBOX_STRICT)
		skip();
	for (i = 0; i < sizeof(acts) / sizeof(acts[0]); i++)
		assert_int_equal(code_of(acts[i]), REFUSED);
}

static void
outside_the_filter_all_of_this_is_allowed(void **state)
{
	(void)state;
	/* Otherwise the refusals above would prove nothing. */
	assert_int_equal(open_for_writing(), DONE);
	assert_int_equal(open_for_reading(), DONE);
	assert_int_equal(socket_of_internet(), DONE);
	assert_int_equal(make_memory_executable(), DONE);
	assert_int_equal(kill_somebody(), DONE);
}

static int
begin(void **state)
{
	(void)state;
	return secret_init() == KERR_OK ? 0 : -1;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_locked_in_agent_opens_no_file_for_writing),
	    cmocka_unit_test(it_speaks_to_sockets_of_this_machine_only),
	    cmocka_unit_test(it_dies_when_it_tries_to_start_a_program),
	    cmocka_unit_test(it_can_still_hold_secrets),
	    cmocka_unit_test(
		the_strict_filter_refuses_reading_processes_and_new_code),
	    cmocka_unit_test(outside_the_filter_all_of_this_is_allowed),
	};

	return cmocka_run_group_tests(tests, begin, NULL);
}
