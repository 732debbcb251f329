/* charge_bench.c -- taking a fee, from the call until it is safe on disk:
 * price, change, ledger, receipt number, drawer, totals, audit and request in
 * one commit, against a write of 4 KiB and fdatasync in the same folder. Then
 * many counters at once on one store, each at a steady pace. Checkpoints happen
 * when nobody types and are timed apart. */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/seal.h"
#include "store/cash_officers.h"
#include "support/measure.h"
#include "support/money_office.h"

#define PAGE	    4096
#define PAGES	    1024
#define WARM	    200
#define ROUNDS	    1000
#define IDLE_EVERY  50
#define GOAL	    1.8
#define COUNTERS    64
#define PER_SECOND  15
#define SECONDS	    10
#define WARM_EACH   3 /* until a counter has its statements */
#define CHARGES	    (PER_SECOND * SECONDS)
#define CARDS_EACH  (WARM_EACH + CHARGES)
#define GOAL_MANY   40.0
#define SECOND_NANO INT64_C(1000000000)

struct till {
	struct money_office m;
	int bare;
	int bare_page;
	int round;
	int64_t first_card;
	struct measure idle;
};

static struct till till;

static int64_t
bare_write(void *arg)
{
	static const uint8_t page[PAGE] = {1};
	struct till *t = arg;
	int64_t start = measure_now();

	t->bare_page = (t->bare_page + 1) % PAGES;
	assert_int_equal(
	    pwrite(t->bare, page, PAGE, (off_t)t->bare_page * PAGE), PAGE);
	assert_int_equal(fdatasync(t->bare), 0);
	return measure_now() - start;
}

static enum kerr
take(struct money_office *m, struct store *st, int64_t card)
{
	struct ledger_done d;
	int64_t coins = card % 3;

	return money_office_charge(m, st, m->o.clerk, card,
	    coins == 0	 ? CASH(1000)
	    : coins == 1 ? CASH(500, 100, 100, 50)
			 : CASH(5000),
	    &d);
}

static int64_t
charge(void *arg)
{
	struct till *t = arg;
	int64_t card = t->first_card + t->round++;
	int64_t start;

	if (t->round % IDLE_EVERY == 0) {
		start = measure_now();
		store_idle(t->m.o.st);
		measure_add(&t->idle, measure_now() - start);
	}
	start = measure_now();
	assert_int_equal(take(&t->m, t->m.o.st, card), KERR_OK);
	return measure_now() - start;
}

static void
open_bare(struct till *t)
{
	char path[160];

	(void)snprintf(path, sizeof(path), "%s/bare", t->m.o.directory);
	t->bare = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	assert_true(t->bare >= 0);
	for (int i = 0; i < PAGES; i++)
		(void)bare_write(t);
}

/* Cards that owe, and a drawer with plenty of change. */
static void
fill(struct till *t, int cards, int counters)
{
	struct cash plenty = {{0}};
	struct ledger_done d;
	struct store *st;

	t->first_card = money_office_cards(&t->m, "lost", cards);
	for (int d10 = 0; d10 < DENOMINATION_COUNT; d10++)
		plenty.count[d10] = d10 == 0 ? 0 : 3000;
	for (int c = 1; c <= counters; c++) {
		st = c == 1 ? t->m.o.st : store_office_open(&t->m.o, c);
		assert_int_equal(
		    money_office_open_empty(&t->m, st, t->m.o.clerk), KERR_OK);
		assert_int_equal(money_office_enter(&t->m, st, t->m.o.clerk,
				     LEDGER_PAID_IN, plenty, &d),
		    KERR_OK);
		if (c != 1)
			store_close(&st);
	}
}

static void
one_counter(struct till *t)
{
	struct measure bare = {.name = "write of 4 KiB and fdatasync"};
	struct measure step = {.name = "fee taken, receipt numbered"};

	fill(t, WARM + ROUNDS, 1);
	open_bare(t);
	measure_in_turn(&bare, bare_write, &step, charge, t, WARM, ROUNDS);
	measure_print_floor(&bare);
	measure_print(&step, &bare, GOAL);
	t->idle.name = "idle moment: checkpoint";
	measure_print_alone(&t->idle);
	measure_free(&bare);
	measure_free(&step);
}

/* -- many counters -- */

/* Between the processes; the times of each charge, and what went wrong. */
struct shared {
	int64_t begin;
	int64_t took[COUNTERS][CHARGES];
	int64_t ended[COUNTERS];
	int failed[COUNTERS];
};

static void
sleep_until(int64_t when)
{
	struct timespec at = {when / SECOND_NANO, when % SECOND_NANO};

	while (
	    clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &at, NULL) == EINTR)
		continue;
}

/* A charge is due at its time whether or not the one before was slow: what
 * waits, waits at this counter, and counts. Idle moments are those in which
 * nothing is due, as at a desk. */
static void
counter_work(struct till *t, int n, struct shared *s)
{
	struct seal_keys *keys = NULL;
	struct store *st = NULL;
	int64_t due, pace = SECOND_NANO / PER_SECOND;
	int64_t card = t->first_card + (int64_t)n * CARDS_EACH;

	if (seal_keys_open(t->m.o.keys_path, &keys, NULL) != KERR_OK ||
	    store_open(t->m.o.path, keys, n + 1, &st, NULL) != KERR_OK)
		_exit(1);
	for (int i = 0; i < WARM_EACH; i++)
		s->failed[n] += take(&t->m, st, card++) != KERR_OK;
	/* counters are not in step */
	due = s->begin + pace * n / COUNTERS;
	for (int i = 0; i < CHARGES; i++, due += pace) {
		if (measure_now() < due) {
			/* now and then a checkpoint, as desk_idle() does */
			if (i % PER_SECOND == n % PER_SECOND)
				store_idle(st);
			sleep_until(due);
		}
		s->failed[n] += take(&t->m, st, card++) != KERR_OK;
		s->took[n][i] = measure_now() - due;
	}
	s->ended[n] = measure_now();
	store_close(&st);
	seal_keys_free(&keys);
	_exit(0);
}

static void
start_counters(struct till *t, struct shared *s, pid_t pids[COUNTERS])
{
	store_close(&t->m.o.st);
	s->begin = measure_now() + 4 * SECOND_NANO;
	for (int n = 0; n < COUNTERS; n++) {
		assert_true((pids[n] = fork()) >= 0);
		if (pids[n] == 0)
			counter_work(t, n, s);
	}
}

static void
end_counters(struct till *t, pid_t pids[COUNTERS])
{
	int status;

	for (int n = 0; n < COUNTERS; n++) {
		assert_int_equal(waitpid(pids[n], &status, 0), pids[n]);
		assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
	}
	t->m.o.st = store_office_open(&t->m.o, 1);
}

/* Charges a second of the slowest counter against the fastest. */
static double
fairness(const struct shared *s)
{
	int64_t fast = INT64_MAX, slow = 0, took;

	for (int n = 0; n < COUNTERS; n++) {
		took = s->ended[n] - s->begin;
		fast = took < fast ? took : fast;
		slow = took > slow ? took : slow;
	}
	return (double)fast / (double)slow;
}

static void
report(struct till *t, struct shared *s)
{
	struct measure bare = {.name = "write of 4 KiB and fdatasync, alone"};
	struct measure each = {.name = "64 counters, 15 fees a second each"};
	int failed = 0;

	for (int i = 0; i < ROUNDS; i++)
		measure_add(&bare, bare_write(t));
	for (int n = 0; n < COUNTERS; n++) {
		failed += s->failed[n];
		for (int i = 0; i < CHARGES; i++)
			measure_add(&each, s->took[n][i]);
	}
	measure_print_floor(&bare);
	measure_print(&each, &bare, 0);
	printf("  p99 is %.1f times the bare median (goal %.0f), the slowest "
	       "counter %.2f of the fastest (goal 0.50), %d refused (goal 0)\n",
	    (double)measure_quantile(&each, 99) /
		(double)measure_quantile(&bare, 50),
	    GOAL_MANY, fairness(s), failed);
	measure_free(&bare);
	measure_free(&each);
}

static void
many_counters(struct till *t)
{
	pid_t pids[COUNTERS];
	struct shared *s = mmap(NULL, sizeof(*s), PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	assert_true(s != MAP_FAILED);
	fill(t, COUNTERS * CARDS_EACH, COUNTERS);
	open_bare(t);
	start_counters(t, s, pids);
	end_counters(t, pids);
	money_office_verify(&t->m);
	report(t, s);
	(void)munmap(s, sizeof(*s));
}

int
main(void)
{
	measure_table("money");
	money_office_make(&till.m);
	one_counter(&till);
	close(till.bare);
	measure_free(&till.idle);
	money_office_remove(&till.m);
	memset(&till, 0, sizeof(till));
	money_office_make(&till.m);
	many_counters(&till);
	close(till.bare);
	money_office_remove(&till.m);
	return 0;
}
