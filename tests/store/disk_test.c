/* disk_test.c -- a disk that is full, cannot be written, or does not confirm:
 * a clear code, and nothing that was saved is lost. */
#include <errno.h>
#include <sched.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "store/audit.h"
#include "store/staff.h"
#include "support/failing_disk.h"
#include "support/store_office.h"

#define CANNOT_MOUNT 77 /* no right to a mount space of our own */

static struct store_office office;

/* Run a story in a child with mounts of its own; skipped where the machine
 * does not allow that. A failed assertion there ends it with another code. */
static void
in_own_mounts(int (*story)(void))
{
	int status = 0;
	pid_t pid = fork();

	assert_true(pid >= 0);
	if (pid == 0) {
		if (unshare(CLONE_NEWNS) != 0 ||
		    mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0)
			_exit(CANNOT_MOUNT);
		_exit(story());
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	if (WEXITSTATUS(status) == CANNOT_MOUNT)
		skip();
	assert_int_equal(WEXITSTATUS(status), 0);
}

/* 0, or the line that was not as expected (never 77). */
#define EXPECT(condition) \
	do { \
		if (!(condition)) { \
			fprintf( \
			    stderr, "line %d: %s\n", __LINE__, #condition); \
			return 1; \
		} \
	} while (0)

static int
read_only_story(void)
{
	struct store *st = NULL;
	struct failure f;

	if (mount(office.directory, office.directory, NULL, MS_BIND, NULL) !=
		0 ||
	    mount(NULL, office.directory, NULL,
		MS_BIND | MS_REMOUNT | MS_RDONLY, NULL) != 0)
		return CANNOT_MOUNT;
	EXPECT(store_open(office.path, office.keys, 2, &st, &f) ==
	       ERR_STORE_READONLY);
	EXPECT(st == NULL);
	EXPECT(strcmp(f.argument[0].value, office.directory) == 0);
	return 0;
}

static void
a_store_that_cannot_be_written_is_refused_at_the_start(void **state)
{
	(void)state;
	store_close(&office.st);
	in_own_mounts(read_only_story);
}

/* One step; the audit row makes it span tables. */
static enum kerr
save_one(int n)
{
	struct audit_note note;
	struct card_record c;
	struct person p;
	int64_t id = 0;
	enum kerr e;

	store_office_person(&p, n);
	store_office_card(&c, n);
	audit_note(&note, "card.listed", "card", n);
	if ((e = store_begin(office.st, office.clerk, OFFICE_NOW)) != KERR_OK)
		return e;
	if ((e = people_add(office.st, &p, &c.person)) == KERR_OK &&
	    (e = cards_add(office.st, &c, &p, &id)) == KERR_OK)
		e = audit_append(office.st, &note);
	return store_end(office.st, e);
}

static int
full_disk_story(void)
{
	struct audit_report r;
	int saved = 0;
	enum kerr e;

	/* The store is made anew on a small disk of our own. */
	if (mount("tmpfs", "/tmp", "tmpfs", 0, "size=8m,mode=0700") != 0)
		return CANNOT_MOUNT;
	store_office_make(&office);
	while ((e = save_one(saved)) == KERR_OK && saved < 100000)
		saved++;
	EXPECT(e == ERR_STORE_FULL);
	EXPECT(saved > 50);
	EXPECT(save_one(saved) == ERR_STORE_FULL);
	EXPECT(audit_verify(office.st, 1, NULL, NULL, &r) == KERR_OK);
	EXPECT(r.rows == saved);
	/* Space is made, and the same step goes through. */
	EXPECT(mount(NULL, "/tmp", NULL, MS_REMOUNT, "size=24m") == 0);
	EXPECT(save_one(saved) == KERR_OK);
	EXPECT(audit_verify(office.st, 1, NULL, NULL, &r) == KERR_OK);
	EXPECT(r.rows == saved + 1);
	store_close(&office.st);
	office.st = store_office_open(&office, 1);
	EXPECT(store_office_number(&office, "SELECT count(*) FROM card") ==
	       saved + 1);
	store_office_remove(&office);
	return 0;
}

static void
a_full_disk_saves_nothing_and_loses_nothing(void **state)
{
	(void)state;
	in_own_mounts(full_disk_story);
}

static void
a_step_is_synced_before_it_counts_as_saved(void **state)
{
	int before;

	(void)state;
	before = failing_disk_syncs();
	assert_int_equal(save_one(1), KERR_OK);
	assert_true(failing_disk_syncs() > before);
}

static void
an_unconfirmed_write_closes_the_store_for_good(void **state)
{
	struct staff_record s;
	struct audit_report r;

	(void)state;
	assert_int_equal(save_one(1), KERR_OK);
	failing_disk_fail(true);
	assert_int_equal(save_one(2), ERR_STORE_SYNC);
	failing_disk_fail(false);
	/* The disk works again; what it holds is not known here. */
	assert_int_equal(save_one(3), ERR_STORE_SYNC);
	assert_int_equal(staff_find(office.st, "101", &s), ERR_STORE_SYNC);
	store_idle(office.st);
	store_close(&office.st);
	office.st = store_office_open(&office, 1);
	assert_int_equal(audit_verify(office.st, 1, NULL, NULL, &r), KERR_OK);
	assert_in_range(r.rows, 1, 2);
	assert_int_equal(
	    store_office_number(&office, "SELECT count(*) FROM card"), r.rows);
	assert_int_equal(save_one(4), KERR_OK);
}

static void
others_can_go_on_when_one_store_was_closed(void **state)
{
	struct store *second;

	(void)state;
	failing_disk_fail(true);
	assert_int_equal(save_one(2), ERR_STORE_SYNC);
	failing_disk_fail(false);
	/* The place in the queue was given back. */
	second = store_office_open(&office, 2);
	store_office_begin(&office, second);
	assert_int_equal(
	    staff_set_active(second, office.other, false), KERR_OK);
	store_office_commit(second);
	store_close(&second);
}

static void
a_checkpoint_that_fails_closes_the_store(void **state)
{
	(void)state;
	assert_int_equal(save_one(1), KERR_OK);
	failing_disk_fail(true);
	store_idle(office.st);
	failing_disk_fail(false);
	assert_int_equal(save_one(2), ERR_STORE_SYNC);
	store_close(&office.st);
	office.st = store_office_open(&office, 1);
	assert_int_equal(
	    store_office_number(&office, "SELECT count(*) FROM card"), 1);
}

#define TEST(name) \
	cmocka_unit_test_prestate_setup_teardown( \
	    name, store_office_setup, store_office_teardown, &office)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(a_store_that_cannot_be_written_is_refused_at_the_start),
	    TEST(a_full_disk_saves_nothing_and_loses_nothing),
	    TEST(a_step_is_synced_before_it_counts_as_saved),
	    TEST(an_unconfirmed_write_closes_the_store_for_good),
	    TEST(others_can_go_on_when_one_store_was_closed),
	    TEST(a_checkpoint_that_fails_closes_the_store),
	};

	if (!failing_disk_install())
		return 1;
	return cmocka_run_group_tests_name("store_disk", tests, NULL, NULL);
}
