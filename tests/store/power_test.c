/* power_test.c -- the power goes: only what was synced is there afterwards,
 * and every step that was said to be saved is among it (design 7). */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/seal.h"
#include "store/audit.h"
#include "store/transaction.h"
#include "support/failing_disk.h"
#include "support/store_office.h"

#define CUTS  6
#define STEPS 12

static struct store_office office;

/* Say that each step was saved; idle moments checkpoint in between. */
static void
work(int fd, bool careless)
{
	struct seal_keys *keys = NULL;
	struct db_statement *q = NULL;
	struct store *st = NULL;
	struct audit_note n;

	failing_disk_keep_synced();
	if (seal_keys_open(office.keys_path, &keys, NULL) != KERR_OK ||
	    store_open(office.path, keys, 1, &st, NULL) != KERR_OK)
		_exit(1);
	if (careless && (db_prepare(store_db(st), "PRAGMA synchronous = OFF",
			     &q) != KERR_OK ||
			    db_run(q) != KERR_OK))
		_exit(1);
	db_release(q);
	for (int i = 1;; i++) {
		audit_note(&n, "case.step", "case", i);
		if (store_begin(st, office.clerk, OFFICE_NOW) != KERR_OK ||
		    store_end(st, audit_append(st, &n)) != KERR_OK ||
		    write(fd, "s", 1) != 1)
			_exit(1);
		if (!careless && i % 5 == 0)
			store_idle(st);
	}
}

/* The file is as it was at its last sync; one that never was is empty. */
static void
fall_back(const char *suffix)
{
	char path[128], synced[160];
	FILE *out;

	(void)snprintf(path, sizeof(path), "%s%s", office.path, suffix);
	(void)snprintf(synced, sizeof(synced), "%s.synced", path);
	if (access(synced, F_OK) == 0) {
		assert_int_equal(chmod(synced, 0600), 0);
		assert_int_equal(rename(synced, path), 0);
		return;
	}
	if (strcmp(suffix, "-wal") != 0)
		return; /* not touched since it was last closed */
	assert_non_null(out = fopen(path, "w"));
	assert_int_equal(fclose(out), 0);
}

/* Rows in the store after the power went at the saved'th word of a saved
 * step, counted from the steps of this run. */
static int64_t
rows_after_power_cut(int saved, bool careless)
{
	struct audit_report before, after;
	char path[128];
	int fds[2], status;
	char word;
	pid_t pid;

	assert_int_equal(
	    audit_verify(office.st, AUDIT_ALL, NULL, NULL, &before), KERR_OK);
	store_close(&office.st);
	assert_int_equal(pipe(fds), 0);
	assert_true((pid = fork()) >= 0);
	if (pid == 0)
		work(fds[1], careless);
	(void)close(fds[1]);
	for (int i = 0; i < saved; i++)
		assert_int_equal(read(fds[0], &word, 1), 1);
	assert_int_equal(kill(pid, SIGKILL), 0);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	while (read(fds[0], &word, 1) == 1)
		saved++;
	(void)close(fds[0]);
	fall_back("");
	fall_back("-wal");
	(void)snprintf(path, sizeof(path), "%s-shm", office.path);
	(void)unlink(path);
	office.st = store_office_open(&office, 1);
	assert_int_equal(
	    audit_verify(office.st, AUDIT_ALL, NULL, NULL, &after), KERR_OK);
	return after.rows - before.rows - saved;
}

static void
every_saved_step_survives_a_power_cut(void **state)
{
	int64_t more;

	(void)state;
	store_office_found(&office);
	for (int i = 0; i < CUTS; i++) {
		more = rows_after_power_cut(STEPS + 3 * i, false);
		/* One more may be durable whose word was not heard. */
		assert_in_range(more, 0, 1);
	}
}

static void
without_syncs_this_test_would_see_the_loss(void **state)
{
	(void)state;
	store_office_found(&office);
	assert_true(rows_after_power_cut(STEPS, true) < 0);
}

#define TEST(name) \
	cmocka_unit_test_prestate_setup_teardown( \
	    name, store_office_setup, store_office_teardown, &office)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(every_saved_step_survives_a_power_cut),
	    TEST(without_syncs_this_test_would_see_the_loss),
	};

	if (!failing_disk_install())
		return 1;
	return cmocka_run_group_tests_name("store_power", tests, NULL, NULL);
}
