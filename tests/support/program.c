/* program.c -- programs that are not ours, run by tests. */
#include "support/program.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define RUN_MS	60000
#define STOP_MS 2000

/* In the child: descriptors in place, then the program. */
static void
become(const char *const argv[], int in, int out)
{
	if (prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 && dup2(in, 0) >= 0 &&
	    dup2(out, 1) >= 0 && dup2(out, 2) >= 0 &&
	    close_range(3, ~0U, 0) == 0)
		execvp(argv[0], (char *const *)(uintptr_t)argv);
	_exit(127);
}

/* true when it ended within ms; *status as waitpid gives it. */
static bool
wait_for(pid_t pid, int ms, int *status)
{
	struct pollfd end = {.fd = pidfd_open(pid, 0), .events = POLLIN};
	int ready = 0;

	do
		ready = poll(&end, 1, ms);
	while (ready < 0 && errno == EINTR);
	if (end.fd >= 0)
		close(end.fd);
	return ready == 1 && waitpid(pid, status, 0) == pid;
}

int
program_run(
    const char *const argv[], const char *input, char *out, size_t out_size)
{
	int in = memfd_create("in", MFD_CLOEXEC);
	int said = memfd_create("said", MFD_CLOEXEC);
	int status = 0, result = -1;
	ssize_t n = 0;
	pid_t pid = -1;

	out[0] = '\0';
	if (in < 0 || said < 0)
		goto out;
	if (input != NULL && write(in, input, strlen(input)) < 0)
		goto out;
	if (lseek(in, 0, SEEK_SET) != 0 || (pid = fork()) < 0)
		goto out;
	if (pid == 0)
		become(argv, in, said);
	if (!wait_for(pid, RUN_MS, &status)) {
		kill(pid, SIGKILL);
		waitpid(pid, &status, 0);
		goto out;
	}
	result =
	    WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
	if ((n = pread(said, out, out_size - 1, 0)) >= 0)
		out[n] = '\0';
out:
	if (in >= 0)
		close(in);
	if (said >= 0)
		close(said);
	return result;
}

pid_t
program_start(const char *const argv[], const char *log)
{
	int in = open("/dev/null", O_RDONLY | O_CLOEXEC);
	int out = open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	pid_t pid = in >= 0 && out >= 0 ? fork() : -1;

	if (pid == 0)
		become(argv, in, out);
	if (in >= 0)
		close(in);
	if (out >= 0)
		close(out);
	return pid;
}

void
program_stop(pid_t *pid)
{
	int status = 0;

	if (*pid <= 0)
		return;
	kill(*pid, SIGTERM);
	if (!wait_for(*pid, STOP_MS, &status)) {
		kill(*pid, SIGKILL);
		waitpid(*pid, &status, 0);
	}
	*pid = -1;
}
