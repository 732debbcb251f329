/* program.h -- programs that are not ours, run by tests. */
#ifndef TESTS_SUPPORT_PROGRAM_H
#define TESTS_SUPPORT_PROGRAM_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* Run argv[0] (found in PATH) with input as its standard input (NULL: none);
 * what it says on both outputs goes to out, cut at out_size. Its exit status;
 * 127 when it cannot be started, 128 + signal when it was killed, -1 when it
 * did not end within 60 seconds. */
int program_run(
    const char *const argv[], const char *input, char *out, size_t out_size);

/* A program in the background; it is killed when the test ends. log is a file
 * for both outputs. Its process id, or -1. */
pid_t program_start(const char *const argv[], const char *log);
/* SIGTERM, then SIGKILL after two seconds; reaps. */
void program_stop(pid_t *pid);

#endif
