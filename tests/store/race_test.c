/* race_test.c -- several processes, one store: one winner, all get their turn,
 * and a process that is killed leaves all of a step or nothing. */
#include <setjmp.h>
#include <signal.h>
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
#include "store/cases.h"
#include "support/store_office.h"

#define TERMINALS  8
#define ROUNDS	   6
#define STEPS_EACH 40
#define KILLS	   40

/* What a child says with its exit status. */
#define SAYS_WON      50
#define SAYS_FAILED   99
#define SAYS_TAKEN_BY 100 /* and the counter */

static struct store_office office;

/* A terminal of its own in a child: nothing of the parent's is used. */
static struct store *
open_in_child(int counter, struct seal_keys **keys)
{
	struct store *st = NULL;

	if (seal_keys_open(office.keys_path, keys, NULL) != KERR_OK ||
	    store_open(office.path, *keys, counter, &st, NULL) != KERR_OK)
		_exit(SAYS_FAILED);
	return st;
}

static void
wait_for_start(int fd)
{
	char byte;

	/* The parent closes its end for everybody at once. */
	while (read(fd, &byte, 1) > 0)
		continue;
}

static int
try_to_open(struct store *st, int64_t card)
{
	struct failure f;
	int64_t id = 0;
	enum kerr e;

	if (store_begin(st, office.clerk, OFFICE_NOW) != KERR_OK)
		return SAYS_FAILED;
	e = store_end(st,
	    cases_open(st, CASE_KIND_COLLECTED, card, office.day, "ja", &id));
	if (e == KERR_OK)
		return SAYS_WON;
	if (store_explain(st, e, &f) != ERR_CASE_TAKEN ||
	    f.argument_count != 2 || strcmp(f.argument[0].value, "Sato") != 0)
		return SAYS_FAILED;
	return SAYS_TAKEN_BY + atoi(f.argument[1].value);
}

static void
start_children(int fds[2], pid_t pids[TERMINALS],
    int (*work)(struct store *st, int64_t argument), int64_t argument)
{
	struct seal_keys *keys = NULL;
	struct store *st;
	int said;

	assert_int_equal(pipe(fds), 0);
	for (int i = 0; i < TERMINALS; i++) {
		pids[i] = fork();
		assert_true(pids[i] >= 0);
		if (pids[i] != 0)
			continue;
		(void)close(fds[1]);
		st = open_in_child(i + 1, &keys);
		wait_for_start(fds[0]);
		said = work(st, argument);
		store_close(&st);
		seal_keys_free(&keys);
		_exit(said);
	}
	(void)close(fds[0]);
	(void)close(fds[1]);
}

static int
said_by(pid_t pid)
{
	int status = 0;

	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static void
one_of_many_terminals_gets_the_card(void **state)
{
	pid_t pids[TERMINALS];
	int fds[2], said[TERMINALS], winner;
	int64_t card;

	(void)state;
	for (int round = 0; round < ROUNDS; round++) {
		card = store_office_add(&office, round);
		store_close(&office.st);
		start_children(fds, pids, try_to_open, card);
		winner = 0;
		for (int i = 0; i < TERMINALS; i++) {
			said[i] = said_by(pids[i]);
			assert_int_not_equal(said[i], SAYS_FAILED);
			if (said[i] != SAYS_WON)
				continue;
			assert_int_equal(winner, 0);
			winner = i + 1;
		}
		assert_int_not_equal(winner, 0);
		for (int i = 0; i < TERMINALS; i++)
			if (said[i] != SAYS_WON)
				assert_int_equal(
				    said[i], SAYS_TAKEN_BY + winner);
		office.st = store_office_open(&office, winner);
		store_office_begin(&office, office.st);
		int64_t id = 0;
		assert_int_equal(cases_here(office.st, &id), KERR_OK);
		assert_int_equal(cases_abandon(office.st, id, "left"), KERR_OK);
		store_office_commit(office.st);
	}
}

static int
take_steps(struct store *st, int64_t steps)
{
	struct audit_note n;
	enum kerr e = KERR_OK;

	for (int64_t i = 0; i < steps && e == KERR_OK; i++) {
		audit_note(&n, "case.step", "case", i + 1);
		if ((e = store_begin(st, office.clerk, OFFICE_NOW)) == KERR_OK)
			e = store_end(st, audit_append(st, &n));
	}
	return e == KERR_OK ? SAYS_WON : SAYS_FAILED;
}

static void
every_terminal_gets_its_turn(void **state)
{
	pid_t pids[TERMINALS];
	struct audit_report r;
	int fds[2];

	(void)state;
	store_close(&office.st);
	start_children(fds, pids, take_steps, STEPS_EACH);
	for (int i = 0; i < TERMINALS; i++)
		assert_int_equal(said_by(pids[i]), SAYS_WON);
	office.st = store_office_open(&office, 1);
	assert_int_equal(
	    audit_verify(office.st, AUDIT_ALL, NULL, NULL, &r), KERR_OK);
	assert_int_equal(r.counters, TERMINALS);
	assert_int_equal(r.rows, TERMINALS * STEPS_EACH);
}

/* Tell the parent how far we are; it kills us at some of these. */
static void
tell(int fd, char what)
{
	if (write(fd, &what, 1) != 1)
		_exit(SAYS_FAILED);
}

/* Steps over several tables, for ever. */
static void
work_until_killed(int fd, int first)
{
	struct seal_keys *keys = NULL;
	struct store *st = open_in_child(1, &keys);
	struct card_record c;
	struct audit_note note;
	struct person p;
	char key[32];
	int64_t id = 0;

	for (int n = first;; n++) {
		store_office_person(&p, n);
		store_office_card(&c, n);
		(void)snprintf(key, sizeof(key), "key-%d", n);
		audit_note(&note, "card.listed", "card", n);
		tell(fd, 'b');
		if (store_begin(st, office.clerk, OFFICE_NOW) != KERR_OK ||
		    people_add(st, &p, &c.person) != KERR_OK)
			_exit(SAYS_FAILED);
		tell(fd, 'p');
		if (cards_add(st, &c, &p, &id) != KERR_OK ||
		    audit_append(st, &note) != KERR_OK)
			_exit(SAYS_FAILED);
		tell(fd, 'c');
		if (store_request_put(st, key, "list", "d", id) != KERR_OK ||
		    store_commit(st) != KERR_OK)
			_exit(SAYS_FAILED);
		tell(fd, 'd');
	}
}

static void
expect_whole_steps(int64_t at_least, int64_t at_most)
{
	static const char *const counts[] = {"SELECT count(*) FROM person",
	    "SELECT count(*) FROM card",
	    "SELECT count(DISTINCT card) FROM search_key",
	    "SELECT count(*) FROM card_move",
	    "SELECT count(*) FROM audit WHERE counter = 1",
	    "SELECT count(*) FROM request"};
	int64_t first = store_office_number(&office, counts[0]);
	struct audit_report r;

	assert_in_range(first, at_least, at_most);
	for (size_t i = 1; i < sizeof(counts) / sizeof(counts[0]); i++)
		assert_int_equal(
		    store_office_number(&office, counts[i]), first);
	assert_int_equal(store_office_number(&office,
			     "SELECT count(*) FROM pragma_integrity_check"
			     " WHERE integrity_check = 'ok'"),
	    1);
	office.st = store_office_open(&office, 1);
	assert_int_equal(
	    audit_verify(office.st, AUDIT_ALL, NULL, NULL, &r), KERR_OK);
	assert_int_equal(r.rows, first + 1); /* and the founding */
	store_close(&office.st);
}

/* Killed after a different mark each time: before, inside, after a step. */
static void
a_killed_terminal_leaves_whole_steps_only(void **state)
{
	int64_t done = 0;
	int fds[2], status;
	char mark;
	pid_t pid;

	(void)state;
	store_office_found(&office);
	store_close(&office.st);
	for (int kill_at = 1; kill_at <= KILLS; kill_at++) {
		assert_int_equal(pipe(fds), 0);
		assert_true((pid = fork()) >= 0);
		if (pid == 0) {
			(void)close(fds[0]);
			work_until_killed(fds[1], kill_at * 1000);
		}
		(void)close(fds[1]);
		for (int i = 0; i < kill_at; i++) {
			assert_int_equal(read(fds[0], &mark, 1), 1);
			done += mark == 'd';
		}
		assert_int_equal(kill(pid, SIGKILL), 0);
		assert_int_equal(waitpid(pid, &status, 0), pid);
		assert_true(WIFSIGNALED(status));
		/* What it said before it died. */
		while (read(fds[0], &mark, 1) == 1)
			done += mark == 'd';
		(void)close(fds[0]);
		/* One step may be durable whose word did not come through. */
		expect_whole_steps(done, done + 1);
		done =
		    store_office_number(&office, "SELECT count(*) FROM person");
	}
	assert_true(done > KILLS);
}

#define TEST(name) \
	cmocka_unit_test_prestate_setup_teardown( \
	    name, store_office_setup, store_office_teardown, &office)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(one_of_many_terminals_gets_the_card),
	    TEST(every_terminal_gets_its_turn),
	    TEST(a_killed_terminal_leaves_whole_steps_only),
	};

	return cmocka_run_group_tests_name("store_race", tests, NULL, NULL);
}
