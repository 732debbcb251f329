/* process.h -- children: fork+exec of our own binary in another role, with
 * one socket pair and nothing else inherited (design 1, "the card agent").
 * The only file that forks. */
#ifndef KIOSK_BASE_PROCESS_H
#define KIOSK_BASE_PROCESS_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "base/error.h"

struct process {
	pid_t pid; /* 0: none */
	int fd;	   /* our end of a SOCK_SEQPACKET pair; -1: none */
};

/* The child finds its end at this descriptor; others are closed, standard
 * input and output are /dev/null, standard error is kept. Its signals are as
 * after login, none blocked; it has a session of its own, so that keys and
 * hang-ups of the terminal do not reach it; it dies with its parent. */
#define PROCESS_CHANNEL_FD 3
#define PROCESS_SHARED_FD  4

struct process_start {
	const char *program;	 /* path; NULL: our own binary */
	const char *const *argv; /* argv[0] first, NULL at the end */
	int shared_fd;		 /* becomes PROCESS_SHARED_FD; -1: none */
	bool keep_environment;	 /* false: PATH, LANG and PCSCLITE_* only */
	int input_fd;		 /* becomes standard input; 0: nothing */
	bool has_no_channel;	 /* a program of others: out->fd is -1 */
};

/* Returns when exec took place. Our own binary is the very file that runs now,
 * also when its path was replaced. Errors: ERR_PROCESS with the reason, also
 * when exec failed; ERR_MEMORY. */
enum kerr process_start(
    const struct process_start *how, struct process *out, struct failure *f);
/* A new descriptor that can be read once the child has ended, for the loop; the
 * caller closes it. -1: none can be had. */
int process_end_fd(const struct process *p);
/* The file that a program's name means: itself when it has a slash, else the
 * first of that name in PATH. false when there is none. */
bool process_find(const char *name, char *out, size_t out_size);
/* Whether it has ended; *status as waitpid gives it (left alone when that was
 * told before). Never waits. */
bool process_ended(struct process *p, int *status);
/* Close our end, then SIGKILL unless it ends within grace_ms; reaps. */
void process_stop(struct process *p, int grace_ms);
/* The same for a child that called process_outlive_parent(): it is told to end
 * after grace_ms, and left to do so when it still has to. */
void process_release(struct process *p, int grace_ms);
/* Path of our own binary (borrowed, static storage of the process room), as it
 * was at the first call: main makes it early. "" when it cannot be known. */
const char *process_self(void);
/* Child side: when the parent dies, or on SIGTERM, go on for at most grace_s
 * seconds instead of dying at once, to put things in order. */
void process_outlive_parent(int grace_s);
/* Child side: exit now without cleaning up the parent's things. */
_Noreturn void process_exit(int status);

#endif
