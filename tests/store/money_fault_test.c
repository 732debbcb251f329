/* money_fault_test.c -- the power goes, the process is killed, the disk is full
 * or no longer confirms, at each write and each sync of a charge, a void and a
 * closing: what was acknowledged is there, nothing is there in half, no number
 * is missing (design 7). A few hundred points here, thousands with
 * KIOSK_LONG. */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/seal.h"
#include "store/audit.h"
#include "support/failing_disk.h"
#include "support/money_office.h"

#define POINTS	    240
#define POINTS_LONG 5000
#define STEPS_MOST  16
#define CHILD_BAD   41 /* something was not as it must be */
#define BLOCK	    65536

static struct money_office m;
static int64_t card_a, card_b, card_c;

/* What a child says of each step that was acknowledged to it. */
struct said {
	int step;
	int64_t ledger; /* 0: no entry */
	char check[LEDGER_CHECK_SIZE];
};

struct session {
	struct store *st;
	int fd; /* where the child speaks */
	struct ledger_done last;
};

/* -- the steps of a counter's day -- */

static enum kerr
probe(struct session *s)
{
	return store_can_charge(s->st);
}

static enum kerr
charge_a(struct session *s)
{
	return money_office_charge(
	    &m, s->st, m.o.clerk, card_a, CASH(1000), &s->last);
}

static enum kerr
charge_b(struct session *s)
{
	return money_office_charge(
	    &m, s->st, m.o.clerk, card_b, CASH(5000), &s->last);
}

static enum kerr
void_b(struct session *s)
{
	int64_t b = s->last.row.id;

	return money_office_void(&m, s->st, m.o.clerk, b, m.boss, &s->last);
}

static enum kerr
rest(struct session *s)
{
	store_idle(s->st); /* a checkpoint: other writes, other syncs */
	return KERR_OK;
}

static enum kerr
charge_c(struct session *s)
{
	return money_office_charge(
	    &m, s->st, m.o.clerk, card_c, CASH(500, 100, 100, 50), &s->last);
}

static enum kerr
begin_count(struct session *s)
{
	return money_office_begin_count(&m, s->st, m.o.clerk);
}

/* One coin is missing, and two people find so. */
static enum kerr
count_by(struct session *s, int64_t who)
{
	struct drawer_session here;
	struct drawer_verdict v;
	struct cash c;
	enum kerr e;

	if ((e = drawer_here(s->st, &here)) != KERR_OK ||
	    (e = drawer_holds(s->st, here.id, &c)) != KERR_OK)
		return e;
	c.count[YEN_10]--;
	return money_office_count(&m, s->st, who, c, &v);
}

static enum kerr
count_first(struct session *s)
{
	return count_by(s, m.o.clerk);
}

static enum kerr
count_second(struct session *s)
{
	return count_by(s, m.o.other);
}

static enum kerr
close_drawer(struct session *s)
{
	struct drawer_session closed;
	enum kerr e = money_office_close(&m, s->st, m.second, &closed);
	size_t n = 0;

	if (e == KERR_OK)
		e = ledger_of_session(s->st, closed.id, 0, &s->last.row, 1, &n);
	return e;
}

static const struct {
	enum kerr (*take)(struct session *s);
	bool entry; /* it makes an entry of the ledger */
} steps[] = {
    {probe, false},
    {charge_a, true},
    {charge_b, true},
    {void_b, true},
    {rest, false},
    {charge_c, true},
    {begin_count, false},
    {count_first, false},
    {count_second, false},
    {close_drawer, true},
};
#define STEPS ((int)(sizeof(steps) / sizeof(steps[0])))

/* -- a child that works until the fault -- */

static void
say(struct session *s, int step)
{
	struct said said = {.step = step};

	if (steps[step].entry) {
		said.ledger = s->last.row.id;
		memcpy(said.check, s->last.row.check, sizeof(said.check));
	}
	if (write(s->fd, &said, sizeof(said)) != (ssize_t)sizeof(said))
		_exit(CHILD_BAD);
}

/* After a full disk there is room again and the step goes through; after a
 * sync that failed the store stays closed. */
static enum kerr
meet(struct session *s, enum disk_fault fault, int step, enum kerr e)
{
	enum kerr again;

	if (fault == DISK_SYNC && e == ERR_STORE_SYNC) {
		again = steps[step].take(s);
		_exit(again == ERR_STORE_SYNC ? DISK_ENDED : CHILD_BAD);
	}
	if (fault == DISK_FULL && e == ERR_STORE_FULL) {
		failing_disk_full(false);
		return steps[step].take(s);
	}
	return e;
}

static void
work(int fd, enum disk_fault fault, int at, uint32_t variant)
{
	struct session s = {.fd = fd};
	struct seal_keys *keys = NULL;
	enum kerr e;

	failing_disk_plan(fault, at, variant);
	if (seal_keys_open(m.o.keys_path, &keys, NULL) != KERR_OK)
		_exit(CHILD_BAD);
	e = store_open(m.o.path, keys, 1, &s.st, NULL);
	if (e != KERR_OK)
		_exit(e == ERR_STORE_SYNC || e == ERR_STORE_FULL ? DISK_ENDED
								 : CHILD_BAD);
	for (int i = 0; i < STEPS; i++) {
		e = steps[i].take(&s);
		if (e != KERR_OK)
			e = meet(&s, fault, i, e);
		if (e != KERR_OK) {
			fprintf(stderr, "step %d: %s\n", i, error_name(e));
			_exit(CHILD_BAD);
		}
		say(&s, i);
	}
	/* how many operations a whole day has */
	if (fault == DISK_SOUND) {
		struct said all = {.step = failing_disk_operations()};

		(void)!write(fd, &all, sizeof(all));
	}
	store_close(&s.st);
	seal_keys_free(&keys);
	_exit(DISK_ENDED);
}

/* -- the same beginning for each point -- */

static void
copy_file(const char *suffix_from, const char *suffix_to)
{
	static char block[BLOCK];
	char from[128], to[128];
	int in, out;
	ssize_t len;

	(void)snprintf(from, sizeof(from), "%s%s", m.o.path, suffix_from);
	(void)snprintf(to, sizeof(to), "%s%s", m.o.path, suffix_to);
	(void)unlink(to);
	if ((in = open(from, O_RDONLY | O_CLOEXEC)) < 0)
		return;
	out = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	assert_true(out >= 0);
	while ((len = read(in, block, sizeof(block))) > 0)
		assert_int_equal(write(out, block, (size_t)len), len);
	assert_int_equal(len, 0);
	(void)close(in);
	(void)close(out);
}

static void
unlink_file(const char *suffix)
{
	char path[128];

	(void)snprintf(path, sizeof(path), "%s%s", m.o.path, suffix);
	assert_true(unlink(path) == 0 || errno == ENOENT);
}

static int
make(void **state)
{
	(void)state;
	money_office_make(&m);
	assert_int_equal(money_office_open(&m, m.o.st, m.o.clerk), KERR_OK);
	card_a = money_office_card(&m, "lost");
	card_b = money_office_card(&m, "lost");
	card_c = money_office_card(&m, "lost");
	store_close(&m.o.st);
	copy_file("", ".base");
	copy_file("-wal", ".base-wal");
	return 0;
}

static int
unmake(void **state)
{
	(void)state;
	money_office_remove(&m);
	return 0;
}

static void
start_again(void)
{
	unlink_file("-shm");
	copy_file(".base", "");
	copy_file(".base-wal", "-wal");
}

/* -- what must be there afterwards -- */

static int
run_child(enum disk_fault fault, int at, uint32_t variant, struct said *said)
{
	int fds[2], status, count = 0;
	pid_t pid;

	start_again();
	assert_int_equal(pipe(fds), 0);
	assert_true((pid = fork()) >= 0);
	if (pid == 0) {
		(void)close(fds[0]);
		work(fds[1], fault, at, variant);
	}
	(void)close(fds[1]);
	while (
	    count < STEPS_MOST &&
	    read(fds[0], &said[count], sizeof(*said)) == (ssize_t)sizeof(*said))
		count++;
	(void)close(fds[0]);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	if (!WIFEXITED(status) || WEXITSTATUS(status) != DISK_ENDED)
		fail_msg("%s at operation %d (variant %u): the child ended "
			 "with %x after %d steps",
		    disk_fault_name(fault), at, variant, status, count);
	return count;
}

/* Entries that were acknowledged, of those steps. */
static int64_t
entries(const struct said *said, int count)
{
	int64_t n = 0;

	for (int i = 0; i < count; i++)
		n += said[i].ledger != 0;
	return n;
}

static void
check_point(enum disk_fault fault, int at, uint32_t variant)
{
	struct said said[STEPS_MOST];
	int count = run_child(fault, at, variant, said);
	struct ledger_report r;
	struct audit_report a;
	struct ledger_row row;
	bool sound;

	if (fault != DISK_KILL)
		unlink_file("-shm"); /* memory is gone with the power */
	m.o.st = store_office_open(&m.o, 1);
	sound = ledger_verify(m.o.st, AUDIT_ALL, NULL, NULL, &r) == KERR_OK &&
		audit_verify(m.o.st, AUDIT_ALL, NULL, NULL, &a) == KERR_OK &&
		r.rows >= entries(said, count) &&
		r.rows <= entries(said, count) + 1;
	for (int i = 0; i < count && sound; i++)
		sound = said[i].ledger == 0 ||
			(ledger_get(m.o.st, said[i].ledger, &row) == KERR_OK &&
			    strcmp(row.check, said[i].check) == 0);
	if (!sound)
		fail_msg("%s at operation %d (variant %u): %lld entries, %lld "
			 "acknowledged, %s",
		    disk_fault_name(fault), at, variant, (long long)r.rows,
		    (long long)entries(said, count),
		    r.broken_count > 0 ? ledger_fault_code(r.broken[0].fault)
				       : "lost or changed");
	/* whatever happened, work goes on from there */
	assert_int_equal(store_can_charge(m.o.st), KERR_OK);
	store_close(&m.o.st);
}

static int
operations_of_a_day(void)
{
	struct said said[STEPS_MOST];
	int count = run_child(DISK_SOUND, 0, 0, said);

	assert_int_equal(count, STEPS + 1);
	return said[STEPS].step;
}

static void
no_fault_of_the_disk_loses_or_halves_an_entry(void **state)
{
	static const enum disk_fault faults[] = {
	    DISK_DROP, DISK_TEAR, DISK_KILL, DISK_SYNC, DISK_SOME, DISK_FULL};
	int kinds = (int)(sizeof(faults) / sizeof(faults[0]));
	int points = getenv("KIOSK_LONG") != NULL ? POINTS_LONG : POINTS;
	int all = operations_of_a_day();

	(void)state;
	assert_true(all > 100);
	/* spread over the whole day and every fault, each with its variants */
	for (int i = 0; i < points; i++)
		check_point(faults[i % kinds],
		    1 + (int)((int64_t)i * 7919 % (all * kinds) / kinds),
		    (uint32_t)i * 613U + 512U * (uint32_t)(i % 9));
	print_message("%d points over %d operations\n", points, all);
}

static void
a_full_disk_is_found_before_cash_is_taken(void **state)
{
	struct ledger_done d;

	(void)state;
	start_again();
	m.o.st = store_office_open(&m.o, 1);
	failing_disk_full(true);
	assert_int_equal(store_can_charge(m.o.st), ERR_STORE_FULL);
	failing_disk_full(false);
	assert_int_equal(store_can_charge(m.o.st), KERR_OK);
	/* full from now on, but the room for this charge is taken */
	failing_disk_full(true);
	assert_int_equal(
	    money_office_charge(&m, m.o.st, m.o.clerk, card_a, CASH(1000), &d),
	    KERR_OK);
	failing_disk_full(false);
	money_office_verify(&m);
	store_close(&m.o.st);
}

static void
a_disk_that_does_not_confirm_is_found_before_cash_is_taken(void **state)
{
	struct ledger_done d;

	(void)state;
	start_again();
	m.o.st = store_office_open(&m.o, 1);
	failing_disk_fail(true);
	assert_int_equal(store_can_charge(m.o.st), ERR_STORE_SYNC);
	failing_disk_fail(false);
	assert_int_equal(
	    money_office_charge(&m, m.o.st, m.o.clerk, card_a, CASH(1000), &d),
	    ERR_STORE_SYNC);
	store_close(&m.o.st);
}

/* A disk that keeps nothing is noticed by what looks for losses here. */
static void
without_syncs_the_loss_would_be_seen(void **state)
{
	struct said said[STEPS_MOST];
	struct ledger_row row;
	int all = operations_of_a_day(), count;

	(void)state;
	count = run_child(DISK_SOUND, 0, 0, said);
	assert_true(count > 2 && all > 0);
	/* the whole log is lost, as if none of it had been synced */
	start_again();
	m.o.st = store_office_open(&m.o, 1);
	assert_int_equal(
	    ledger_get(m.o.st, said[1].ledger, &row), ERR_NOT_FOUND);
	store_close(&m.o.st);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(no_fault_of_the_disk_loses_or_halves_an_entry),
	    cmocka_unit_test(a_full_disk_is_found_before_cash_is_taken),
	    cmocka_unit_test(
		a_disk_that_does_not_confirm_is_found_before_cash_is_taken),
	    cmocka_unit_test(without_syncs_the_loss_would_be_seen),
	};

	if (!failing_disk_install())
		return 1;
	return cmocka_run_group_tests_name(
	    "store_money_fault", tests, make, unmake);
}
