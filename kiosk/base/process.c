/* process.c -- fork and exec, for the whole program only here. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/process.h"

#define SELF "/proc/self/exe"
/* In the child, above every descriptor that it keeps. */
#define STATUS_FD   5
#define MOVED_LEAST 16

/* Everything the child needs, made before fork: after it only calls that are
 * safe in a signal handler are allowed. */
struct launch {
	const struct process_start *how;
	char **environment; /* owned array of borrowed strings */
	int channel[2];
	int status[2]; /* tells the parent why exec failed */
	pid_t parent;
};

static const char *const kept_variables[] = {
    "PATH=", "LANG=", "PCSCLITE_", NULL};

static bool
is_kept(const char *variable)
{
	for (size_t i = 0; kept_variables[i] != NULL; i++)
		if (strncmp(variable, kept_variables[i],
			strlen(kept_variables[i])) == 0)
			return true;
	return false;
}

/* The child's environment; NULL when out of memory. */
static char **
choose_environment(bool keep_all)
{
	size_t count = 0, kept = 0;
	char **chosen;

	while (environ != NULL && environ[count] != NULL)
		count++;
	if ((chosen = calloc(count + 1, sizeof(*chosen))) == NULL)
		return NULL;
	for (size_t i = 0; i < count; i++)
		if (keep_all || is_kept(environ[i]))
			chosen[kept++] = environ[i];
	return chosen;
}

/* -- the child, between fork and exec -- */

static void
child_reset_signals(void)
{
	struct sigaction standard = {.sa_handler = SIG_DFL};
	sigset_t none;

	for (int s = 1; s < NSIG; s++)
		sigaction(s, &standard, NULL); /* KILL and STOP refuse */
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

/* Out of the way of the low numbers that are about to be taken. */
static int
child_move_up(int fd)
{
	return fcntl(fd, F_DUPFD_CLOEXEC, MOVED_LEAST);
}

/* What the child reads, or nothing. */
static bool
child_set_input(const struct launch *l, int null)
{
	int input = l->how->input_fd;

	return dup2(input > 0 ? input : null, 0) != -1;
}

/* 0,1: nothing; 2: as it is; 3: channel; 4: shared; 5: status until exec. */
static bool
child_set_descriptors(const struct launch *l, int *status)
{
	int channel = child_move_up(l->channel[1]);
	int shared =
	    l->how->shared_fd != -1 ? child_move_up(l->how->shared_fd) : -1;
	int moved = child_move_up(l->status[1]);
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);

	if (channel == -1 || moved == -1 || null == -1 ||
	    (shared == -1 && l->how->shared_fd != -1))
		return false;
	*status = moved; /* the old one may be overwritten from here on */
	if (!child_set_input(l, null) || dup2(null, 1) == -1)
		return false;
	if (fcntl(2, F_GETFD) == -1 && dup2(null, 2) == -1)
		return false;
	if (l->how->has_no_channel)
		close(PROCESS_CHANNEL_FD);
	else if (dup2(channel, PROCESS_CHANNEL_FD) == -1)
		return false;
	if (shared == -1)
		close(PROCESS_SHARED_FD);
	else if (dup2(shared, PROCESS_SHARED_FD) == -1)
		return false;
	if (dup3(*status, STATUS_FD, O_CLOEXEC) == -1)
		return false;
	*status = STATUS_FD;
	return close_range(STATUS_FD + 1, ~0U, 0) == 0;
}

static _Noreturn void
child_run(const struct launch *l)
{
	const char *program = l->how->program != NULL ? l->how->program : SELF;
	int status = l->status[1], reason;

	child_reset_signals();
	setsid(); /* a hang-up of the terminal is the parent's to handle */
	/* A killed parent leaves no child behind. When it died before this
	 * line, we have another parent by now. */
	if (prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) == 0 &&
	    getppid() == l->parent && child_set_descriptors(l, &status))
		execve(program, (char *const *)(uintptr_t)l->how->argv,
		    l->environment);
	reason = errno;
	while (write(status, &reason, sizeof(reason)) == -1 && errno == EINTR)
		;
	_exit(127);
}

/* -- the parent -- */

static void
close_pair(int pair[2])
{
	for (int i = 0; i < 2; i++) {
		if (pair[i] != -1)
			close(pair[i]);
		pair[i] = -1;
	}
}

static enum kerr
process_failure(struct failure *f, int reason)
{
	const char *words = strerrordesc_np(reason);

	failure_set(f, ERR_PROCESS);
	failure_text(f, "reason", words != NULL ? words : N_("unknown reason"));
	return ERR_PROCESS;
}

static void
reap(pid_t pid)
{
	while (waitpid(pid, NULL, 0) == -1 && errno == EINTR)
		;
}

/* Fork with all signals blocked, so that no handler of ours runs in the child
 * before its handlers are taken away. */
static pid_t
fork_quietly(const struct launch *l)
{
	sigset_t all, before;
	pid_t pid;

	sigfillset(&all);
	sigprocmask(SIG_SETMASK, &all, &before);
	if ((pid = fork()) == 0)
		child_run(l);
	sigprocmask(SIG_SETMASK, &before, NULL);
	return pid;
}

/* Wait for exec: 0 when it took place, else the reason of its failure. */
static int
exec_reason(int fd)
{
	int reason = 0;
	ssize_t n;

	do {
		n = read(fd, &reason, sizeof(reason));
	} while (n == -1 && errno == EINTR);
	if (n == 0)
		return 0;
	return n == (ssize_t)sizeof(reason) && reason != 0 ? reason : EIO;
}

enum kerr
process_start(
    const struct process_start *how, struct process *out, struct failure *f)
{
	struct launch l = {how, NULL, {-1, -1}, {-1, -1}, getpid()};
	enum kerr e = KERR_OK;
	pid_t pid = 0;
	int reason;

	*out = (struct process){0, -1};
	if ((l.environment = choose_environment(how->keep_environment)) ==
	    NULL) {
		e = failure_set(f, ERR_MEMORY);
		goto out;
	}
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, l.channel) !=
		0 ||
	    pipe2(l.status, O_CLOEXEC) != 0 || (pid = fork_quietly(&l)) == -1) {
		e = process_failure(f, errno);
		goto out;
	}
	close(l.status[1]);
	l.status[1] = -1;
	if ((reason = exec_reason(l.status[0])) != 0) {
		reap(pid);
		e = process_failure(f, reason);
		goto out;
	}
	*out = (struct process){pid, -1};
	if (!how->has_no_channel) {
		out->fd = l.channel[0];
		l.channel[0] = -1;
	}
out:
	close_pair(l.channel);
	close_pair(l.status);
	free(l.environment);
	return e;
}

int
process_end_fd(const struct process *p)
{
	return p->pid != 0 ? pidfd_open(p->pid, 0) : -1;
}

bool
process_find(const char *name, char *out, size_t out_size)
{
	const char *path = getenv("PATH"), *end;
	int len;

	if (path == NULL || strchr(name, '/') != NULL) {
		len = snprintf(out, out_size, "%s", name);
		return len < (int)out_size && access(out, X_OK) == 0;
	}
	for (; *path != '\0'; path = *end == ':' ? end + 1 : end) {
		end = path + strcspn(path, ":");
		len = snprintf(
		    out, out_size, "%.*s/%s", (int)(end - path), path, name);
		if (len < (int)out_size && access(out, X_OK) == 0)
			return true;
	}
	return false;
}

bool
process_ended(struct process *p, int *status)
{
	pid_t pid;

	if (p->pid == 0)
		return true;
	pid = waitpid(p->pid, status, WNOHANG);
	if (pid == 0 || (pid == -1 && errno != ECHILD))
		return false;
	if (pid == -1)
		*status = 0; /* reaped by somebody else: nothing is known */
	p->pid = 0;
	return true;
}

/* Wait until the child can be reaped, at most ms. */
static void
wait_for_end(pid_t pid, int ms)
{
	const struct clock clock = clock_system();
	const int64_t until = clock_ms(&clock) + ms;
	struct pollfd p = {.fd = pidfd_open(pid, 0), .events = POLLIN};
	int64_t left = ms;

	if (p.fd == -1)
		return;
	while (left > 0 && poll(&p, 1, (int)left) == -1 && errno == EINTR)
		left = until - clock_ms(&clock);
	close(p.fd);
}

void
process_stop(struct process *p, int grace_ms)
{
	int status;

	if (p->fd != -1)
		close(p->fd);
	p->fd = -1;
	if (process_ended(p, &status))
		return;
	wait_for_end(p->pid, grace_ms);
	if (!process_ended(p, &status)) {
		kill(p->pid, SIGKILL);
		reap(p->pid);
		p->pid = 0;
	}
}

void
process_release(struct process *p, int grace_ms)
{
	int status;

	if (p->fd != -1)
		close(p->fd);
	p->fd = -1;
	if (process_ended(p, &status))
		return;
	wait_for_end(p->pid, grace_ms);
	if (!process_ended(p, &status))
		kill(p->pid, SIGTERM);
	p->pid = 0;
}

/* Seconds that are left when the parent dies; written before the handler can
 * run, and by nobody else. */
static volatile sig_atomic_t grace_left;

static void
on_parent_death(int signal_number)
{
	(void)signal_number;
	(void)alarm((unsigned)grace_left); /* whose signal ends us */
}

void
process_outlive_parent(int grace_s)
{
	struct sigaction act = {
	    .sa_handler = on_parent_death, .sa_flags = SA_RESTART};

	grace_left = grace_s;
	if (sigaction(SIGTERM, &act, NULL) == 0)
		(void)prctl(PR_SET_PDEATHSIG, SIGTERM, 0, 0, 0);
}

const char *
process_self(void)
{
	static char path[PATH_MAX];
	ssize_t n;

	if (path[0] == '\0') {
		n = readlink(SELF, path, sizeof(path) - 1);
		path[n > 0 ? n : 0] = '\0';
	}
	return path;
}

void
process_exit(int status)
{
	_exit(status);
}
