#include "card/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <seccomp.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>

/* For what a decoder of pictures may be talked into taking. */
#define MEMORY_MOST (512UL * 1024 * 1024)

#define ITEMS(a) (sizeof(a) / sizeof((a)[0]))

/* What our loop, libpcsclite's socket, the heap and locked memory need. A
 * call that is refused answers EPERM instead of killing: a library that tries
 * something new must not turn a PIN change into an unknown one. */
static const int allowed[] = {SCMP_SYS(read), SCMP_SYS(write), SCMP_SYS(writev),
    SCMP_SYS(close), SCMP_SYS(shutdown), SCMP_SYS(recvfrom), SCMP_SYS(recvmsg),
    SCMP_SYS(sendto), SCMP_SYS(sendmsg), SCMP_SYS(connect),
    SCMP_SYS(getsockopt), SCMP_SYS(setsockopt), SCMP_SYS(poll), SCMP_SYS(ppoll),
    SCMP_SYS(select), SCMP_SYS(pselect6), SCMP_SYS(fcntl), SCMP_SYS(stat),
    SCMP_SYS(newfstatat), SCMP_SYS(statx), SCMP_SYS(access), SCMP_SYS(fstat),
    SCMP_SYS(futex), SCMP_SYS(brk), SCMP_SYS(munmap), SCMP_SYS(mremap),
    SCMP_SYS(madvise), SCMP_SYS(mlock), SCMP_SYS(mlock2), SCMP_SYS(munlock),
    SCMP_SYS(getrandom), SCMP_SYS(getpid), SCMP_SYS(gettid), SCMP_SYS(getuid),
    SCMP_SYS(geteuid), SCMP_SYS(getgid), SCMP_SYS(getegid),
    SCMP_SYS(clock_gettime), SCMP_SYS(gettimeofday), SCMP_SYS(nanosleep),
    SCMP_SYS(clock_nanosleep), SCMP_SYS(alarm), SCMP_SYS(setitimer),
    SCMP_SYS(rt_sigaction), SCMP_SYS(rt_sigprocmask), SCMP_SYS(rt_sigreturn),
    SCMP_SYS(restart_syscall), SCMP_SYS(exit), SCMP_SYS(exit_group)};

static const int deadly[] = {SCMP_SYS(execve), SCMP_SYS(execveat)};

enum sandbox_width
sandbox_width_of_build(void)
{
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
	return SANDBOX_WIDE;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(memory_sanitizer) || \
    __has_feature(thread_sanitizer) || \
    __has_feature(undefined_behavior_sanitizer)
	return SANDBOX_WIDE;
#else
	return SANDBOX_STRICT;
#endif
#else
	return SANDBOX_STRICT;
#endif
}

static int
add_all(scmp_filter_ctx f, uint32_t action, const int *calls, size_t count)
{
	size_t i;
	int failed = 0;

	for (i = 0; i < count && failed == 0; i++)
		failed = seccomp_rule_add(f, action, calls[i], 0);
	return failed;
}

/* Memory may be made and changed, but never made executable. */
static int
add_memory(scmp_filter_ctx f)
{
	const struct scmp_arg_cmp no_exec =
	    SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0);
	int failed;

	failed =
	    seccomp_rule_add(f, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1, no_exec);
	if (failed == 0)
		failed = seccomp_rule_add(
		    f, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1, no_exec);
	return failed;
}

static int
add_strict(scmp_filter_ctx f)
{
	int failed = add_all(f, SCMP_ACT_ALLOW, allowed, ITEMS(allowed));

	if (failed == 0)
		failed = add_memory(f);
	if (failed == 0)
		failed = seccomp_rule_add(f, SCMP_ACT_ALLOW, SCMP_SYS(socket),
		    1, SCMP_A0(SCMP_CMP_EQ, AF_UNIX, 0));
	return failed;
}

/* Opening for writing, in each of its spellings; flags is argument n. */
static int
add_no_writing(scmp_filter_ctx f)
{
	static const unsigned writing[] = {O_WRONLY, O_RDWR, O_CREAT};
	int failed = 0;
	size_t i;

	for (i = 0; i < ITEMS(writing) && failed == 0; i++) {
		failed =
		    seccomp_rule_add(f, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(open),
			1, SCMP_A1(SCMP_CMP_MASKED_EQ, writing[i], writing[i]));
		if (failed == 0)
			failed = seccomp_rule_add(f, SCMP_ACT_ERRNO(EPERM),
			    SCMP_SYS(openat), 1,
			    SCMP_A2(
				SCMP_CMP_MASKED_EQ, writing[i], writing[i]));
	}
	if (failed == 0)
		failed = seccomp_rule_add(
		    f, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(creat), 0);
	return failed;
}

static int
add_wide(scmp_filter_ctx f)
{
	int failed = add_no_writing(f);

	if (failed == 0)
		failed = seccomp_rule_add(f, SCMP_ACT_ERRNO(EPERM),
		    SCMP_SYS(socket), 1, SCMP_A0(SCMP_CMP_NE, AF_UNIX, 0));
	return failed;
}

enum kerr
sandbox_enter(enum sandbox_width width)
{
	static const struct rlimit memory = {MEMORY_MOST, MEMORY_MOST};
	bool strict = width == SANDBOX_STRICT;
	scmp_filter_ctx f =
	    seccomp_init(strict ? SCMP_ACT_ERRNO(EPERM) : SCMP_ACT_ALLOW);
	int failed;

	if (f == NULL)
		return ERR_PROCESS;
	/* A sanitiser takes terabytes of addresses for itself. */
	if (strict && setrlimit(RLIMIT_AS, &memory) != 0) {
		seccomp_release(f);
		return ERR_PROCESS;
	}
	failed = strict ? add_strict(f) : add_wide(f);
	if (failed == 0)
		failed =
		    add_all(f, SCMP_ACT_KILL_PROCESS, deadly, ITEMS(deadly));
	if (failed == 0)
		failed = seccomp_load(f);
	seccomp_release(f);
	return failed == 0 ? KERR_OK : ERR_PROCESS;
}
