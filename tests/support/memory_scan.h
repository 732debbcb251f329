/* memory_scan.h -- looks for a text in all memory of another process, as
 * somebody with every right on the machine could. Needs root. */
#ifndef TESTS_SUPPORT_MEMORY_SCAN_H
#define TESTS_SUPPORT_MEMORY_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* Whether this process may read the memory of others here, and that memory is
 * the program's own: a sanitiser's shadow is neither. */
bool memory_scan_is_possible(void);
/*
 * How often text stands in the memory, arguments and environment of pid, in
 * ASCII, UTF-16 and UTF-32 of both byte orders together. Fails the test when
 * the process cannot be read.
 */
size_t memory_scan_count(pid_t pid, const char *text);
/* Kilobytes of /proc/PID/status, such as "VmLck"; fails the test when the
 * field is not there. */
long memory_scan_status(pid_t pid, const char *field);
/* The newest card agent among the children of pid; fails the test when there
 * is none. */
pid_t memory_scan_agent_of(pid_t pid);

#endif
