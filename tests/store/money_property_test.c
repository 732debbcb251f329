/* money_property_test.c -- random work of many counters on one store, some of
 * them killed in the middle and started again, against what must always be
 * true of money. 10,000 operations; a million with KIOSK_LONG. The seed is
 * printed when something fails; KIOSK_SEED=N runs that one again.
 *
 * What a counter is about to do is written down before (as a form that is
 * open), so after a kill it sends the same request with the same key: each
 * operation is done exactly once, and the model of it is exact. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/seal.h"
#include "store/audit.h"
#include "store/days.h"
#include "support/measure.h"
#include "support/money_office.h"

#define COUNTERS  8
#define DAYS	  5
#define EACH	  250 /* operations of a counter a day: 10,000 in all */
#define EACH_LONG 25000
#define RECENT	  16

enum op_kind {
	OP_CHARGE,
	OP_VOID,
	OP_REFUND,
	OP_EXEMPT,
	OP_PAID_IN,
	OP_PAID_OUT,
	OP_BANK,
	OP_LOOK,
	OP_KIND_COUNT
};

/* A form that is open. */
struct op {
	bool open;
	enum op_kind kind;
	int64_t key;
	int64_t card, original;
	int64_t approver;
	int64_t handler;
	struct cash cash;
	bool twice; /* the key is pressed twice */
};

/* What a counter knows; two of them, one is true (see keep()). */
struct state {
	uint64_t dice;
	int64_t keys;
	int done;	  /* operations of this day */
	int64_t expected; /* yen in the drawer, by the model */
	int64_t entries;  /* of the ledger, by the model */
	int64_t receipts;
	int64_t refused;
	int64_t recent[RECENT]; /* charges, to be undone */
	int recent_count;
	struct op op;
};

struct counter {
	struct state state[2];
	volatile int now; /* which one is true */
};

/* Shared by all processes. */
struct shared {
	struct counter counter[COUNTERS];
	int64_t first_card, cards;
	int each;
};

static struct money_office m;
static struct shared *shared;
static uint64_t seed;

static struct state *
state_of(int n)
{
	struct counter *c = &shared->counter[n];

	return &c->state[c->now];
}

/* Let what was worked out become true in one store of an int. */
static void
keep(int n, const struct state *next)
{
	struct counter *c = &shared->counter[n];
	int other = 1 - c->now;

	c->state[other] = *next;
	__sync_synchronize();
	c->now = other;
}

static uint32_t
roll(struct state *s, uint32_t sides)
{
	s->dice = s->dice * UINT64_C(6364136223846793005) +
		  UINT64_C(1442695040888963407);
	return (uint32_t)(s->dice >> 33) % sides;
}

/* -- which operation -- */

static struct cash
some_tender(struct state *s)
{
	switch (roll(s, 6)) {
	case 0:
		return CASH(500, 100, 100, 50);
	case 1:
		return CASH(5000);
	case 2:
		return CASH(10000);
	case 3:
		return CASH(500, 100); /* too little */
	case 4:
		return CASH(1000, 100, 100, 50);
	default:
		return CASH(1000);
	}
}

static struct cash
some_cash(struct state *s)
{
	struct cash c = {{0}};

	for (int d = YEN_1000; d < DENOMINATION_COUNT; d++)
		c.count[d] = roll(s, 8);
	return c;
}

static enum op_kind
some_kind(struct state *s)
{
	static const struct {
		enum op_kind kind;
		uint32_t weight;
	} kinds[] = {{OP_CHARGE, 50}, {OP_VOID, 14}, {OP_REFUND, 8},
	    {OP_EXEMPT, 6}, {OP_PAID_IN, 10}, {OP_PAID_OUT, 4}, {OP_BANK, 3},
	    {OP_LOOK, 5}};
	uint32_t at = roll(s, 100);
	size_t i = 0;

	for (; at >= kinds[i].weight; i++)
		at -= kinds[i].weight;
	return kinds[i].kind;
}

/* Write down what is to be done next. People are mixed so that now and then
 * somebody would approve their own doing, or is no officer. */
static void
open_form(int n)
{
	const int64_t people[] = {m.o.clerk, m.o.other, m.boss, m.second};
	struct state s = *state_of(n);

	s.op = (struct op){.open = true};
	s.op.kind = some_kind(&s);
	s.op.key = ++s.keys;
	s.op.card = shared->first_card + roll(&s, (uint32_t)shared->cards);
	s.op.handler = people[roll(&s, 20) == 0 ? 2 : roll(&s, 2)];
	s.op.approver = people[roll(&s, 4)];
	s.op.twice = roll(&s, 8) == 0;
	if (s.recent_count > 0)
		s.op.original = s.recent[roll(&s, (uint32_t)s.recent_count)];
	s.op.cash = s.op.kind == OP_CHARGE ? some_tender(&s) : some_cash(&s);
	keep(n, &s);
}

/* -- doing it -- */

static enum kerr
send_undo(struct store *st, const struct op *op, const char *key,
    struct ledger_done *d)
{
	struct ledger_undo u = {.key = key,
	    .original = op->original,
	    .reason = "typed_wrong",
	    .approved_by = op->approver};

	return op->kind == OP_VOID ? ledger_void(st, &u, d)
				   : ledger_refund(st, &u, d);
}

static enum kerr
send_fee(struct store *st, const struct op *op, const char *key,
    struct ledger_done *d)
{
	struct ledger_charge c = {.key = key,
	    .card = op->card,
	    .item = FEE_INDIVIDUAL,
	    .shown_yen = MONEY_PRICE,
	    .tender = op->cash};
	struct ledger_exempt x = {.key = key,
	    .card = op->card,
	    .item = FEE_INDIVIDUAL,
	    .evidence = "police_number",
	    .note = "17",
	    .approved_by = op->approver};

	return op->kind == OP_CHARGE ? ledger_charge(st, &c, d)
				     : ledger_exempt(st, &x, d);
}

static enum kerr
send_entry(struct store *st, const struct op *op, const char *key,
    struct ledger_done *d)
{
	static const enum ledger_kind kinds[OP_KIND_COUNT] = {
	    [OP_PAID_IN] = LEDGER_PAID_IN,
	    [OP_PAID_OUT] = LEDGER_PAID_OUT,
	    [OP_BANK] = LEDGER_BANK,
	};
	struct ledger_entry x = {.key = key,
	    .kind = kinds[op->kind],
	    .cash = op->cash,
	    .reason = "change_money"};

	return ledger_enter(st, &x, d);
}

static enum kerr
send(struct store *st, int n, const struct op *op, struct ledger_done *d)
{
	char key[48];
	enum kerr e = store_begin(st, op->handler, OFFICE_NOW + op->key);

	memset(d, 0, sizeof(*d));
	if (e != KERR_OK)
		return e;
	(void)snprintf(key, sizeof(key), "form-%d-%lld", n, (long long)op->key);
	switch (op->kind) {
	case OP_CHARGE:
	case OP_EXEMPT:
		return store_end(st, send_fee(st, op, key, d));
	case OP_VOID:
	case OP_REFUND:
		return store_end(st, send_undo(st, op, key, d));
	case OP_LOOK:
		return store_end(st, drawer_look(st, "change_for_visitor"));
	case OP_PAID_IN:
	case OP_PAID_OUT:
	case OP_BANK:
	case OP_KIND_COUNT:
		break;
	}
	return store_end(st, send_entry(st, op, key, d));
}

/* What may be refused in good order; anything else is a fault. */
static bool
is_refusal(enum kerr e)
{
	static const enum kerr refusals[] = {ERR_FEE_SETTLED, ERR_FEE_NOT_DUE,
	    ERR_CASH_TENDER, ERR_CASH_NO_CHANGE, ERR_CASH_SHORT,
	    ERR_CASH_AMOUNT, ERR_CASH_OFFICER, ERR_SAME_PERSON, ERR_VOID_LATE,
	    ERR_VOID_ELSEWHERE, ERR_REFUND_EARLY, ERR_LEDGER_UNDONE,
	    ERR_FEE_CHARGED, ERR_NOT_FOUND};

	for (size_t i = 0; i < sizeof(refusals) / sizeof(refusals[0]); i++)
		if (refusals[i] == e)
			return true;
	return false;
}

static void
give_up(int n, const struct op *op, const char *what, enum kerr e)
{
	fprintf(stderr,
	    "seed %llu, counter %d, form %lld of kind %d: %s (%s)\n",
	    (unsigned long long)seed, n, (long long)op->key, (int)op->kind,
	    what, error_name(e));
	_exit(1);
}

/* The model learns what was done. */
static void
learn(struct state *s, const struct ledger_done *d)
{
	const struct ledger_row *r = &d->row;

	s->entries++;
	s->receipts += r->receipt_no != 0;
	if (r->session != 0)
		s->expected += ledger_kind_sign(r->kind) * r->yen;
	if (r->kind == LEDGER_CHARGE || r->kind == LEDGER_EXEMPT) {
		s->recent[s->recent_count < RECENT ? s->recent_count++
						   : (int)roll(s, RECENT)] =
		    r->id;
	}
}

static void
judge_done(int n, const struct op *op, const struct ledger_done *d)
{
	bool paid = op->kind == OP_CHARGE;
	bool undone = op->kind == OP_VOID || op->kind == OP_REFUND;

	if (op->kind == OP_LOOK)
		return;
	if (undone && (op->approver == op->handler || op->approver == 0))
		give_up(n, op, "approved by its own handler", KERR_OK);
	/* an exemption, and undoing one, moves no money */
	if (op->handler == m.boss && d->row.session != 0)
		give_up(n, op, "taken by nobody appointed", KERR_OK);
	if (paid && d->row.tender_yen - d->row.change_yen != MONEY_PRICE)
		give_up(n, op, "change and price are not the tender", KERR_OK);
	if (d->row.yen < 0 || (paid && d->row.yen != MONEY_PRICE))
		give_up(n, op, "another amount", KERR_OK);
}

/* Send the open form, perhaps twice, and close it. */
static void
finish_form(struct store *st, int n)
{
	struct state s = *state_of(n);
	struct ledger_done d, again;
	enum kerr e = send(st, n, &s.op, &d);

	if (e != KERR_OK && !is_refusal(e))
		give_up(n, &s.op, "is no refusal", e);
	if (e == KERR_OK && s.op.kind != OP_LOOK) {
		judge_done(n, &s.op, &d);
		if (s.op.twice &&
		    (send(st, n, &s.op, &again) != KERR_OK || !again.again ||
			again.row.id != d.row.id ||
			!cash_is_equal(&again.change, &d.change)))
			give_up(n, &s.op, "was done twice", KERR_OK);
		learn(&s, &d);
	}
	s.refused += e != KERR_OK;
	s.op.open = false;
	s.done++;
	keep(n, &s);
}

static void
counter_work(int n)
{
	struct seal_keys *keys = NULL;
	struct store *st = NULL;

	if (seal_keys_open(m.o.keys_path, &keys, NULL) != KERR_OK ||
	    store_open(m.o.path, keys, n + 1, &st, NULL) != KERR_OK)
		_exit(1);
	while (state_of(n)->done < shared->each) {
		if (!state_of(n)->op.open)
			open_form(n);
		finish_form(st, n);
		if (state_of(n)->done % 64 == 0)
			store_idle(st);
	}
	store_close(&st);
	seal_keys_free(&keys);
	_exit(0);
}

/* -- a day of all counters -- */

static pid_t
start_counter(int n)
{
	pid_t pid = fork();

	assert_true(pid >= 0);
	if (pid == 0)
		counter_work(n);
	return pid;
}

/* Two counters a day are killed in the middle, and go on. */
static void
kill_some(pid_t pids[COUNTERS], int day)
{
	int status;

	for (int k = 0; k < 2; k++) {
		int n = (day * 3 + k * 5) % COUNTERS;

		while (state_of(n)->done < shared->each / (2 + k) &&
		       waitpid(pids[n], &status, WNOHANG) == 0)
			continue;
		if (state_of(n)->done >= shared->each)
			continue;
		assert_int_equal(kill(pids[n], SIGKILL), 0);
		assert_int_equal(waitpid(pids[n], &status, 0), pids[n]);
		pids[n] = start_counter(n);
	}
}

static void
open_day(int day)
{
	struct date date = date_from_days(date_days(m.o.day) + day);
	struct cash plenty = {{0}};
	struct state s;
	int64_t id;
	char key[40];

	for (int d = YEN_1000; d < DENOMINATION_COUNT; d++)
		plenty.count[d] = 20;
	assert_int_equal(store_begin(m.o.st, m.boss, OFFICE_NOW), KERR_OK);
	assert_int_equal(days_open(m.o.st, date), KERR_OK);
	assert_int_equal(store_end(m.o.st, KERR_OK), KERR_OK);
	shared->cards = (int64_t)shared->each * COUNTERS * 6 / 10;
	shared->first_card =
	    money_office_cards(&m, "lost", (int)shared->cards * 9 / 10);
	(void)money_office_cards(&m, "stolen", (int)shared->cards / 10);
	for (int n = 0; n < COUNTERS; n++) {
		store_set_counter(m.o.st, n + 1);
		(void)snprintf(key, sizeof(key), "open-%d-%d", day, n);
		assert_int_equal(
		    store_begin(
			m.o.st, n % 2 == 0 ? m.o.clerk : m.o.other, OFFICE_NOW),
		    KERR_OK);
		assert_int_equal(
		    store_end(m.o.st, drawer_open(m.o.st, key, &plenty, &id)),
		    KERR_OK);
		s = *state_of(n);
		assert_int_equal(cash_total(&plenty, &s.expected), KERR_OK);
		s.done = 0;
		keep(n, &s);
	}
}

/* Closed by one who handled nothing; what was expected is what the model says,
 * to the yen, whatever change was given. */
static void
close_day(int day)
{
	struct drawer_session here, closed;
	struct drawer_verdict v;
	struct cash c;
	int64_t closer = store_office_number(
	    &m.o, "SELECT id FROM staff WHERE number = '303'");

	for (int n = 0; n < COUNTERS; n++) {
		store_set_counter(m.o.st, n + 1);
		assert_int_equal(drawer_here(m.o.st, &here), KERR_OK);
		assert_int_equal(drawer_holds(m.o.st, here.id, &c), KERR_OK);
		assert_int_equal(
		    money_office_begin_count(&m, m.o.st, m.o.clerk), KERR_OK);
		c.count[YEN_1] += n % 2; /* a coin too many */
		assert_int_equal(
		    money_office_count(&m, m.o.st, m.o.clerk, c, &v), KERR_OK);
		assert_int_equal(v.can_close, n % 2 == 0);
		if (!v.can_close)
			assert_int_equal(
			    money_office_count(&m, m.o.st, m.o.other, c, &v),
			    KERR_OK);
		assert_int_equal(
		    money_office_close(&m, m.o.st, closer, &closed), KERR_OK);
		assert_int_equal(closed.expected_yen, state_of(n)->expected);
		assert_int_equal(
		    closed.counted_yen, closed.expected_yen + n % 2);
	}
	store_set_counter(m.o.st, 1);
	assert_int_equal(store_begin(m.o.st, m.boss, OFFICE_NOW), KERR_OK);
	assert_int_equal(
	    days_close(m.o.st, date_from_days(date_days(m.o.day) + day)),
	    KERR_OK);
	assert_int_equal(store_end(m.o.st, KERR_OK), KERR_OK);
}

static void
run_day(int day)
{
	pid_t pids[COUNTERS];
	int status;

	open_day(day);
	store_close(&m.o.st);
	for (int n = 0; n < COUNTERS; n++)
		pids[n] = start_counter(n);
	kill_some(pids, day);
	for (int n = 0; n < COUNTERS; n++) {
		assert_int_equal(waitpid(pids[n], &status, 0), pids[n]);
		if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
			fail_msg("seed %llu: counter %d ended with %x",
			    (unsigned long long)seed, n, status);
	}
	m.o.st = store_office_open(&m.o, 1);
	close_day(day);
}

/* -- what must be true of all of it -- */

static int64_t
number(const char *sql)
{
	return store_office_number(&m.o, sql);
}

static void
check_all(void)
{
	int64_t entries = 0, receipts = 0;

	for (int n = 0; n < COUNTERS; n++) {
		entries += state_of(n)->entries;
		receipts += state_of(n)->receipts;
	}
	/* chains, receipts without gap, drawers, totals */
	money_office_verify(&m);
	/* exactly what the counters know of, and the differences */
	assert_int_equal(number("SELECT count(*) FROM ledger"
				" WHERE kind NOT IN ('over', 'short')"),
	    entries);
	assert_int_equal(
	    number("SELECT count(receipt_no) FROM ledger"), receipts);
	assert_int_equal(number("SELECT count(*) FROM ledger l"
				" WHERE l.kind = 'over' AND l.yen = 1"),
	    DAYS * COUNTERS / 2);
	/* no card has paid twice */
	assert_int_equal(
	    number("SELECT count(*) FROM (SELECT l.card, sum(CASE WHEN l.kind"
		   " IN ('charge', 'exempt') THEN 1 ELSE -1 END) AS live"
		   " FROM ledger l WHERE l.card IS NOT NULL GROUP BY l.card"
		   " HAVING live NOT IN (0, 1))"),
	    0);
	/* voids balance, by other people, once */
	assert_int_equal(
	    number("SELECT count(*) FROM ledger v JOIN ledger o"
		   " ON o.id = v.points_at WHERE v.kind IN ('void', 'refund')"
		   " AND (v.yen <> o.yen OR v.card <> o.card OR v.item <>"
		   " o.item OR v.approved_by IN (v.by_staff, o.by_staff))"),
	    0);
	/* nothing lies in no drawer, below nothing, or after a closing */
	assert_int_equal(number("SELECT count(*) FROM ledger l"
				" JOIN drawer_session s ON s.id = l.session"
				" WHERE l.yen < 0 OR s.state <> 'closed'"
				"    OR l.business_day <> s.business_day"
				"    OR l.counter <> s.counter"),
	    0);
	assert_int_equal(number("SELECT count(*) FROM drawer_move v"
				" JOIN drawer_session s ON s.id = v.session"
				" WHERE v.ordinal > s.move_count"
				"    OR (v.kind = 'difference' AND v.ordinal <"
				"        s.move_count)"),
	    0);
}

static void
add_closer(void)
{
	store_office_tamper(&m.o,
	    "INSERT INTO staff (number, name, role, password, active,"
	    " created_at) VALUES ('303', 'Kato', 'supervisor', 'none', 1, 1)");
}

static void
money_is_right_whatever_many_counters_do(void **state)
{
	int64_t refused = 0, entries = 0;

	(void)state;
	shared->each = getenv("KIOSK_LONG") != NULL ? EACH_LONG : EACH;
	for (int n = 0; n < COUNTERS; n++)
		shared->counter[n].state[0].dice =
		    seed * 2654435761U + (uint64_t)n;
	add_closer();
	for (int day = 0; day < DAYS; day++)
		run_day(day);
	check_all();
	for (int n = 0; n < COUNTERS; n++) {
		refused += state_of(n)->refused;
		entries += state_of(n)->entries;
	}
	print_message("seed %llu: %lld entries, %lld refused\n",
	    (unsigned long long)seed, (long long)entries, (long long)refused);
	/* it did something, and was refused something */
	assert_true(entries > (int64_t)DAYS * COUNTERS * shared->each / 8);
	assert_true(refused > 100);
}

static int
make(void **state)
{
	const char *given = getenv("KIOSK_SEED");
	struct business_day day;

	(void)state;
	seed =
	    given != NULL ? strtoull(given, NULL, 10) : (uint64_t)measure_now();
	fprintf(stderr, "seed %llu\n", (unsigned long long)seed);
	shared = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (shared == MAP_FAILED)
		return -1;
	memset(shared, 0, sizeof(*shared));
	money_office_make(&m);
	/* each day is opened by the test itself */
	return days_current(m.o.st, &day) == KERR_OK ? 0 : -1;
}

static int
unmake(void **state)
{
	(void)state;
	money_office_remove(&m);
	(void)munmap(shared, sizeof(*shared));
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(money_is_right_whatever_many_counters_do),
	};

	return cmocka_run_group_tests_name(
	    "store_money_property", tests, make, unmake);
}
