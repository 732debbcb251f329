/* loop_signals.c -- the only signal handler of the program, and its pipe. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/loop_signals.h"

static const int heard[] = {SIGHUP, SIGTERM, SIGINT, SIGWINCH, SIGCHLD};
static const int ignored[] = {SIGPIPE, SIGTSTP, SIGQUIT, SIGTTIN, SIGTTOU};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define TAKEN_COUNT  (COUNT(heard) + COUNT(ignored))

struct loop_signals {
	int pipe[2];
	loop_signal *signal;
	void *arg;
	struct sigaction before[TAKEN_COUNT];
};

/* A signal handler reaches nothing but what is global. The flags say which
 * signals came, the pipe only wakes: a full pipe loses nothing. */
static volatile sig_atomic_t came[COUNT(heard)];
static volatile sig_atomic_t wake_fd = -1;

static void
note_signal(int number)
{
	const int kept = errno;

	for (size_t i = 0; i < COUNT(heard); i++)
		if (heard[i] == number)
			came[i] = 1;
	if (wake_fd != -1)
		(void)!write((int)wake_fd, "", 1);
	errno = kept;
}

static int
taken_at(size_t i)
{
	return i < COUNT(heard) ? heard[i] : ignored[i - COUNT(heard)];
}

enum kerr
loop_signals_hear(struct loop_signals **s, loop_signal *signal, void *arg)
{
	struct sigaction action = {.sa_flags = SA_RESTART | SA_NOCLDSTOP};
	struct loop_signals *made = NULL;

	if (*s == NULL) {
		if ((made = calloc(1, sizeof(*made))) == NULL)
			return ERR_MEMORY;
		if (pipe2(made->pipe, O_CLOEXEC | O_NONBLOCK) != 0) {
			free(made);
			return ERR_IO;
		}
		*s = made;
	}
	(*s)->signal = signal;
	(*s)->arg = arg;
	if (made == NULL)
		return KERR_OK;
	for (size_t i = 0; i < COUNT(heard); i++)
		came[i] = 0; /* left over from a loop before this one */
	wake_fd = made->pipe[1];
	sigfillset(&action.sa_mask);
	for (size_t i = 0; i < TAKEN_COUNT; i++) {
		action.sa_handler = i < COUNT(heard) ? note_signal : SIG_IGN;
		sigaction(taken_at(i), &action, &made->before[i]);
	}
	return KERR_OK;
}

int
loop_signals_fd(const struct loop_signals *s)
{
	return s != NULL ? s->pipe[0] : -1;
}

void
loop_signals_deliver(struct loop_signals *s)
{
	char drained[64];

	/* Empty the pipe before looking at the flags: a signal in between
	 * wakes the next turn. */
	while (read(s->pipe[0], drained, sizeof(drained)) > 0)
		;
	for (size_t i = 0; i < COUNT(heard); i++)
		if (came[i] != 0) {
			came[i] = 0;
			s->signal(s->arg, heard[i]);
		}
}

void
loop_signals_free(struct loop_signals **s)
{
	if (s == NULL || *s == NULL)
		return;
	for (size_t i = 0; i < TAKEN_COUNT; i++)
		sigaction(taken_at(i), &(*s)->before[i], NULL);
	wake_fd = -1;
	close((*s)->pipe[0]);
	close((*s)->pipe[1]);
	free(*s);
	*s = NULL;
}
