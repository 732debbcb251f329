/* base_secret_test.c -- secrets are locked, wiped, and edited one key at a
 * time. What must happen to a process as a whole is asked in forked children. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/secret.h"

/* AddressSanitizer turns mlock() into a call that says yes and does nothing. */
#if defined(__SANITIZE_ADDRESS__)
#define LOCKING_IS_REAL false
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define LOCKING_IS_REAL false
#endif
#endif
#ifndef LOCKING_IS_REAL
#define LOCKING_IS_REAL true
#endif

/* A field of /proc/self/status in kB; -1 when it is not there. */
static long
status_kb(const char *field)
{
	char line[200];
	long kb = -1;
	FILE *f = fopen("/proc/self/status", "r");

	if (f == NULL)
		return -1;
	while (fgets(line, sizeof(line), f) != NULL)
		if (strncmp(line, field, strlen(field)) == 0)
			kb = strtol(line + strlen(field), NULL, 10);
	fclose(f);
	return kb;
}

/* The VmFlags line of the mapping that holds address. */
static void
mapping_flags(const void *address, char out[200])
{
	char line[400];
	unsigned long from, to, at = (unsigned long)address;
	bool inside = false;
	FILE *f = fopen("/proc/self/smaps", "r");

	out[0] = '\0';
	assert_non_null(f);
	while (fgets(line, sizeof(line), f) != NULL) {
		if (sscanf(line, "%lx-%lx ", &from, &to) == 2)
			inside = from <= at && at < to;
		else if (inside && strncmp(line, "VmFlags:", 8) == 0)
			snprintf(out, 200, "%.199s", line);
	}
	fclose(f);
}

/* Run body in a child; what it returns is its exit status. */
static int
in_child(int (*body)(void))
{
	int status = 0;
	pid_t pid = fork();

	if (pid == 0)
		_exit(body());
	assert_true(pid > 0);
	assert_true(waitpid(pid, &status, 0) == pid);
	return WIFEXITED(status) ? WEXITSTATUS(status)
				 : 1000 + WTERMSIG(status);
}

static void
a_secret_grows_one_key_at_a_time_up_to_its_capacity(void **state)
{
	struct secret *s = secret_new(4);

	(void)state;
	assert_non_null(s);
	assert_int_equal(secret_len(s), 0);
	for (uint8_t c = '1'; c <= '4'; c++)
		assert_int_equal(secret_push(s, c), KERR_OK);
	assert_int_equal(secret_push(s, '5'), ERR_TOO_LONG);
	assert_int_equal(secret_len(s), 4);
	assert_memory_equal(secret_bytes(s), "1234", 4);
	secret_free(&s);
	assert_null(s);
	secret_free(&s);
	secret_free(NULL);
}

static void
taking_a_byte_back_wipes_it(void **state)
{
	struct secret *s = secret_from_bytes("1234", 4);

	(void)state;
	secret_pop(s);
	assert_int_equal(secret_len(s), 3);
	assert_memory_equal(secret_bytes(s), "123\0", 4);
	for (int i = 0; i < 5; i++)
		secret_pop(s);
	assert_int_equal(secret_len(s), 0);
	assert_memory_equal(secret_bytes(s), "\0\0\0\0", 4);
	secret_free(&s);
}

static void
clearing_wipes_all_and_leaves_it_usable(void **state)
{
	struct secret *s = secret_from_bytes("hunter2", 7);

	(void)state;
	secret_clear(s);
	assert_int_equal(secret_len(s), 0);
	assert_memory_equal(secret_bytes(s), "\0\0\0\0\0\0\0", 7);
	assert_int_equal(secret_push(s, 'x'), KERR_OK);
	assert_int_equal(secret_len(s), 1);
	secret_free(&s);
}

static void
taking_a_character_back_takes_all_its_bytes(void **state)
{
	struct secret *s = secret_from_bytes("a\xe6\x9c\xad\xc3\xa9", 6);
	struct secret *bad = secret_from_bytes("z\x80\x80\x80\x80\x80", 6);

	(void)state;
	assert_int_equal(secret_characters(s), 3);
	secret_pop_character(s);
	assert_int_equal(secret_len(s), 4);
	secret_pop_character(s);
	assert_int_equal(secret_len(s), 1);
	assert_memory_equal(secret_bytes(s), "a\0\0\0\0\0", 6);
	secret_pop_character(s);
	secret_pop_character(s);
	assert_int_equal(secret_len(s), 0);
	/* Stray bytes go away at most four at a time. */
	secret_pop_character(bad);
	assert_int_equal(secret_len(bad), 2);
	secret_free(&s);
	secret_free(&bad);
}

static void
a_copy_is_equal_and_independent(void **state)
{
	struct secret *a = secret_from_bytes("1234", 4);
	struct secret *b = secret_copy(a);
	struct secret *longer = secret_from_bytes("12345", 5);

	(void)state;
	assert_true(secret_equals(a, b));
	assert_ptr_not_equal(secret_bytes(a), secret_bytes(b));
	secret_clear(a);
	assert_false(secret_equals(a, b));
	assert_memory_equal(secret_bytes(b), "1234", 4);
	assert_false(secret_equals(b, longer));
	assert_false(secret_equals(NULL, b));
	assert_false(secret_equals(NULL, NULL));
	assert_null(secret_copy(NULL));
	secret_free(&a);
	secret_free(&b);
	secret_free(&longer);
}

static void
more_than_the_most_is_refused(void **state)
{
	static const char many[SECRET_CAPACITY_MOST + 1] = "x";
	struct secret *s = secret_from_bytes(many, SECRET_CAPACITY_MOST);

	(void)state;
	assert_non_null(s);
	assert_null(secret_new(SECRET_CAPACITY_MOST + 1));
	assert_null(secret_from_bytes(many, sizeof(many)));
	secret_free(&s);
	s = secret_new(0);
	assert_non_null(s);
	assert_int_equal(secret_push(s, 1), ERR_TOO_LONG);
	assert_int_equal(secret_characters(NULL) + secret_len(NULL), 0);
	secret_free(&s);
}

static void
a_living_secret_is_locked_and_left_out_of_core_files(void **state)
{
	char flags[200];
	long before = status_kb("VmLck:");
	struct secret *s = secret_from_bytes("1234", 4);

	(void)state;
	if (!LOCKING_IS_REAL) {
		secret_free(&s);
		skip();
	}
	assert_true(before >= 0);
	assert_true(status_kb("VmLck:") > before);
	mapping_flags(secret_bytes(s), flags);
	assert_non_null(strstr(flags, " lo"));
	assert_non_null(strstr(flags, " dd"));
	secret_free(&s);
	assert_int_equal(status_kb("VmLck:"), before);
}

static void
a_freed_secret_can_no_longer_be_read(void **state)
{
	char seen[4] = {0};
	struct secret *s = secret_from_bytes("1234", 4);
	struct iovec to = {seen, sizeof(seen)};
	struct iovec from;

	(void)state;
	from.iov_base = (void *)(uintptr_t)secret_bytes(s);
	from.iov_len = sizeof(seen);
	assert_int_equal(
	    process_vm_readv(getpid(), &to, 1, &from, 1, 0), sizeof(seen));
	assert_memory_equal(seen, "1234", 4);
	secret_free(&s);
	memset(seen, 0, sizeof(seen));
	if (process_vm_readv(getpid(), &to, 1, &from, 1, 0) > 0)
		assert_memory_not_equal(seen, "1234", 4);
}

static void
wiping_a_buffer_leaves_zeros(void **state)
{
	char pin[4] = {'1', '2', '3', '4'};

	(void)state;
	secret_wipe(pin, sizeof(pin));
	assert_memory_equal(pin, "\0\0\0\0", 4);
	secret_wipe(NULL, 0);
}

static int
started_process(void)
{
	struct rlimit core = {1, 1};

	if (secret_init() != KERR_OK)
		return 1;
	if (prctl(PR_GET_DUMPABLE, 0, 0, 0, 0) != 0)
		return 2;
	if (getrlimit(RLIMIT_CORE, &core) != 0 || core.rlim_max != 0)
		return 3;
	return 42;
}

static void
a_started_process_leaves_no_core_file(void **state)
{
	(void)state;
	assert_int_equal(in_child(started_process), 42);
}

/* Root may lock without limit, so the child becomes nobody first. */
static int
process_without_lockable_memory(void)
{
	static const struct rlimit none = {0, 0};

	if (setrlimit(RLIMIT_MEMLOCK, &none) != 0)
		return 1;
	if (geteuid() == 0 && setresuid(65534, 65534, 65534) != 0)
		return 2;
	if (secret_init() != ERR_SECRET_MEMORY)
		return 3;
	return secret_new(4) == NULL && !secret_can_lock(1) ? 42 : 4;
}

/* What keeps an office open: it is not locked, says so, and is guarded from
 * core files all the same. A locked copy of it cannot be had. */
static int
second_way_without_lockable_memory(void)
{
	struct secret *s = NULL, *copy = NULL;
	char flags[200];

	if (process_without_lockable_memory() != 42)
		return 1;
	if ((s = secret_from_bytes_even_unlocked("hunter2", 7)) == NULL)
		return 2;
	if (secret_is_locked(s) || secret_len(s) != 7)
		return 3;
	mapping_flags(secret_bytes(s), flags);
	if (strstr(flags, " lo") != NULL || strstr(flags, " dd") == NULL)
		return 4;
	if ((copy = secret_copy(s)) != NULL)
		return 5;
	secret_free(&s);
	return 42;
}

/* Nobody has so much room that the limit cannot end in the middle. */
static int
process_with_room_for_some(void)
{
	static const struct rlimit some = {3 * 4096, 3 * 4096};
	struct secret *three[3];

	if (setrlimit(RLIMIT_MEMLOCK, &some) != 0)
		return 1;
	if (geteuid() == 0 && setresuid(65534, 65534, 65534) != 0)
		return 2;
	if (secret_init() != KERR_OK || !secret_can_lock(3))
		return 3;
	if (secret_can_lock(4))
		return 4;
	for (int i = 0; i < 3; i++)
		if ((three[i] = secret_new(4)) == NULL)
			return 5;
	if (secret_new(4) != NULL || secret_can_lock(1))
		return 6;
	secret_free(&three[0]);
	return secret_can_lock(1) && !secret_can_lock(2) ? 42 : 7;
}

static void
an_office_without_lockable_memory_has_passwords_but_no_pins(void **state)
{
	(void)state;
	if (!LOCKING_IS_REAL)
		skip();
	assert_int_equal(in_child(second_way_without_lockable_memory), 42);
}

static void
where_memory_can_be_locked_the_second_way_locks_it_too(void **state)
{
	struct secret *s = secret_new_even_unlocked(8);

	(void)state;
	assert_non_null(s);
	assert_true(secret_is_locked(s));
	assert_true(secret_is_locked(NULL));
	assert_null(secret_new_even_unlocked(SECRET_CAPACITY_MOST + 1));
	secret_clear(NULL);
	secret_free(&s);
}

static void
an_allowance_is_counted_in_whole_secrets(void **state)
{
	(void)state;
	if (!LOCKING_IS_REAL)
		skip();
	assert_int_equal(in_child(process_with_room_for_some), 42);
}

static void
without_lockable_memory_there_are_no_secrets(void **state)
{
	(void)state;
	if (!LOCKING_IS_REAL)
		skip();
	assert_int_equal(in_child(process_without_lockable_memory), 42);
}

static int
writing_behind_the_end(void)
{
	struct secret *s = secret_new(SECRET_CAPACITY_MOST);
	volatile uint8_t *p;

	signal(SIGSEGV, SIG_DFL); /* a sanitizer would catch and report it */
	if (s == NULL)
		return 1;
	p = (volatile uint8_t *)(uintptr_t)secret_bytes(s);
	p[SECRET_CAPACITY_MOST + 15] = 1;
	return 42;
}

static void
a_write_behind_the_end_hits_a_guard_page(void **state)
{
	(void)state;
	assert_int_equal(in_child(writing_behind_the_end), 1000 + SIGSEGV);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(
		a_secret_grows_one_key_at_a_time_up_to_its_capacity),
	    cmocka_unit_test(taking_a_byte_back_wipes_it),
	    cmocka_unit_test(clearing_wipes_all_and_leaves_it_usable),
	    cmocka_unit_test(taking_a_character_back_takes_all_its_bytes),
	    cmocka_unit_test(a_copy_is_equal_and_independent),
	    cmocka_unit_test(more_than_the_most_is_refused),
	    cmocka_unit_test(
		a_living_secret_is_locked_and_left_out_of_core_files),
	    cmocka_unit_test(a_freed_secret_can_no_longer_be_read),
	    cmocka_unit_test(wiping_a_buffer_leaves_zeros),
	    cmocka_unit_test(a_started_process_leaves_no_core_file),
	    cmocka_unit_test(without_lockable_memory_there_are_no_secrets),
	    cmocka_unit_test(
		an_office_without_lockable_memory_has_passwords_but_no_pins),
	    cmocka_unit_test(
		where_memory_can_be_locked_the_second_way_locks_it_too),
	    cmocka_unit_test(an_allowance_is_counted_in_whole_secrets),
	    cmocka_unit_test(a_write_behind_the_end_hits_a_guard_page),
	};

	if (secret_init() != KERR_OK)
		return 1;
	return cmocka_run_group_tests_name("base_secret", tests, NULL, NULL);
}
