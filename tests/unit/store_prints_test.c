/* The journal of papers: of every move one wins, nothing is lost and nothing is
 * printed twice. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/paper.h"
#include "store/print_jobs.h"
#include "support/store_office.h"

static struct store_office office;
static struct store *second;

static int
begin(void **state)
{
	(void)state;
	store_office_make(&office);
	second = store_office_open(&office, 2);
	return 0;
}

static int
end(void **state)
{
	(void)state;
	store_close(&second);
	store_office_remove(&office);
	return 0;
}

/* One call in a transaction of its own. */
#define STEP(st, call) (store_office_begin(&office, st), store_end(st, (call)))

static int64_t
paper_at(struct store *st, int64_t subject)
{
	struct print_paper p = {.subject = subject};
	struct paper content;
	int64_t id = 0;

	strcpy(p.kind, "receipt");
	strcpy(p.label, "2026-1-000001");
	strcpy(p.lang, "en");
	paper_begin(&content);
	paper_add_pair(&content, PAPER_BOLD, "合計", "750円");
	assert_int_equal(
	    STEP(st, print_papers_add(st, &p, &content, &id)), KERR_OK);
	return id;
}

static struct print_job
last(struct store *st, int64_t paper)
{
	struct print_job j;

	assert_int_equal(print_jobs_last(st, paper, &j), KERR_OK);
	return j;
}

static int64_t
sent(struct store *st, int64_t paper)
{
	int64_t id = last(st, paper).id;

	assert_int_equal(STEP(st, print_jobs_intend(st, id, "p1")), KERR_OK);
	assert_int_equal(
	    STEP(st, print_jobs_result(st, id, PRINT_SENT, "")), KERR_OK);
	return id;
}

static int64_t
doubtful(struct store *st, int64_t paper)
{
	int64_t id = last(st, paper).id;

	assert_int_equal(STEP(st, print_jobs_intend(st, id, "p1")), KERR_OK);
	assert_int_equal(STEP(st, print_jobs_result(st, id, PRINT_UNKNOWN,
				      "ERR_PRINTER_CUT")),
	    KERR_OK);
	return id;
}

static void
a_paper_put_twice_is_one(void **state)
{
	int64_t first = paper_at(office.st, 7);

	(void)state;
	assert_int_equal(paper_at(second, 7), first);
	assert_int_equal(
	    store_office_number(&office, "SELECT count(*) FROM print_job"), 1);
	assert_int_not_equal(paper_at(second, 8), first);
}

static void
a_paper_keeps_what_it_says_and_where_it_belongs(void **state)
{
	int64_t id = paper_at(office.st, 7);
	struct print_paper p;
	struct paper content;
	struct print_job j = last(office.st, id);

	(void)state;
	assert_int_equal(print_papers_get(second, id, &p), KERR_OK);
	assert_int_equal(p.counter, 1);
	assert_string_equal(p.label, "2026-1-000001");
	assert_int_equal(p.copies, 0);
	assert_int_equal(print_papers_content(second, id, &content), KERR_OK);
	assert_string_equal(content.text, "b\t合計\t750円\n");
	assert_int_equal(j.state, PRINT_WAITING);
	assert_int_equal(j.copy, 0);
	assert_int_equal(j.tries, 0);
	assert_string_equal(j.kind, "receipt");
	assert_int_equal(
	    print_papers_content(second, id + 1, &content), ERR_NOT_FOUND);
}

static void
a_paper_that_did_not_fit_is_not_taken(void **state)
{
	struct print_paper p = {.subject = 1};
	struct paper content;
	int64_t id = 0;

	(void)state;
	paper_begin(&content);
	content.full = true;
	strcpy(p.kind, "sheet");
	assert_int_equal(
	    STEP(office.st, print_papers_add(office.st, &p, &content, &id)),
	    ERR_TOO_LONG);
}

static void
of_two_terminals_one_may_print(void **state)
{
	int64_t id = last(office.st, paper_at(office.st, 1)).id;
	struct print_job j;

	(void)state;
	assert_int_equal(
	    STEP(office.st, print_jobs_intend(office.st, id, "p1")), KERR_OK);
	assert_int_equal(
	    STEP(second, print_jobs_intend(second, id, "p2")), ERR_PAPER_STATE);
	assert_int_equal(print_jobs_get(second, id, &j), KERR_OK);
	assert_string_equal(j.printer, "p1");
	assert_int_equal(j.tries, 1);
	assert_int_equal(print_jobs_next(office.st, &j), ERR_NOT_FOUND);
}

static void
what_failed_is_tried_again_and_what_is_unknown_never(void **state)
{
	int64_t a = paper_at(office.st, 1), b = paper_at(office.st, 2);
	struct print_job j;

	(void)state;
	assert_int_equal(print_jobs_next(office.st, &j), KERR_OK);
	assert_int_equal(j.paper, a);
	assert_int_equal(
	    STEP(office.st, print_jobs_intend(office.st, j.id, "p1")), KERR_OK);
	assert_int_equal(STEP(office.st, print_jobs_result(office.st, j.id,
					     PRINT_FAILED, "ERR_IO")),
	    KERR_OK);
	assert_int_equal(print_jobs_next(office.st, &j), KERR_OK);
	assert_int_equal(j.paper, a); /* papers keep their order */
	assert_string_equal(j.reason, "ERR_IO");
	(void)doubtful(office.st, a);
	assert_int_equal(print_jobs_next(office.st, &j), KERR_OK);
	assert_int_equal(j.paper, b);
	assert_int_equal(print_jobs_next(second, &j), ERR_NOT_FOUND);
}

static void
what_was_cut_off_is_a_question_at_its_own_counter_only(void **state)
{
	int64_t a = last(office.st, paper_at(office.st, 1)).id;
	int64_t b = last(second, paper_at(second, 2)).id;
	struct print_job j;
	int64_t count = 0;

	(void)state;
	assert_int_equal(
	    STEP(office.st, print_jobs_intend(office.st, a, "p1")), KERR_OK);
	assert_int_equal(
	    STEP(second, print_jobs_intend(second, b, "p2")), KERR_OK);
	assert_int_equal(STEP(office.st, print_jobs_cut_off(
					     office.st, "ERR_PRINTER_STOPPED")),
	    KERR_OK);
	assert_int_equal(print_jobs_get(office.st, a, &j), KERR_OK);
	assert_int_equal(j.state, PRINT_UNKNOWN);
	assert_string_equal(j.reason, "ERR_PRINTER_STOPPED");
	assert_int_equal(print_jobs_get(office.st, b, &j), KERR_OK);
	assert_int_equal(j.state, PRINT_INTENDED);
	assert_int_equal(
	    print_jobs_count(office.st, PRINT_UNKNOWN, &count), KERR_OK);
	assert_int_equal(count, 1);
	/* its late result changes nothing any more */
	assert_int_equal(
	    STEP(office.st, print_jobs_result(office.st, a, PRINT_SENT, "")),
	    ERR_PAPER_STATE);
}

static void
whole_counts_as_printed(void **state)
{
	int64_t paper = paper_at(office.st, 1), id = doubtful(office.st, paper);

	(void)state;
	assert_int_equal(STEP(second, print_jobs_whole(second, id)), KERR_OK);
	assert_int_equal(last(office.st, paper).state, PRINT_SENT);
	assert_int_equal(
	    STEP(office.st, print_jobs_whole(office.st, id)), ERR_PAPER_STATE);
	assert_int_equal(
	    store_office_number(&office,
		"SELECT count(*) FROM print_job WHERE answer = 'whole'"
		" AND answered_by IS NOT NULL AND answered_at IS NOT NULL"),
	    1);
}

static void
nothing_is_printed_again_as_the_same_sheet(void **state)
{
	int64_t paper = paper_at(office.st, 1), id = doubtful(office.st, paper);
	struct print_job j;

	(void)state;
	assert_int_equal(
	    STEP(office.st, print_jobs_nothing(office.st, id)), KERR_OK);
	assert_int_equal(print_jobs_next(office.st, &j), KERR_OK);
	assert_int_equal(j.id, id);
	assert_int_equal(j.copy, 0);
	assert_int_equal(j.replaces, 0);
	assert_int_equal(
	    STEP(second, print_jobs_nothing(second, id)), ERR_PAPER_STATE);
}

static void
torn_is_kept_and_replaced_once_by_no_copy(void **state)
{
	int64_t paper = paper_at(office.st, 1), id = doubtful(office.st, paper);
	int64_t replacement = 0, other = 0;
	struct print_job j;

	(void)state;
	assert_int_equal(
	    STEP(office.st, print_jobs_torn(office.st, id, &replacement)),
	    KERR_OK);
	assert_int_equal(
	    STEP(second, print_jobs_torn(second, id, &other)), ERR_PAPER_STATE);
	assert_int_equal(
	    STEP(second, print_jobs_nothing(second, id)), ERR_PAPER_STATE);
	assert_int_equal(print_jobs_get(office.st, id, &j), KERR_OK);
	assert_int_equal(j.state, PRINT_SPOILED);
	j = last(office.st, paper);
	assert_int_equal(j.id, replacement);
	assert_int_equal(j.state, PRINT_WAITING);
	assert_int_equal(j.copy, 0);
	assert_int_equal(j.replaces, id);
	assert_string_equal(j.label, "2026-1-000001");
	/* the replacement may tear too */
	id = doubtful(office.st, paper);
	assert_int_equal(id, replacement);
	assert_int_equal(
	    STEP(office.st, print_jobs_torn(office.st, id, &replacement)),
	    KERR_OK);
	assert_int_equal(last(office.st, paper).nth, 3);
}

static void
a_jam_that_was_not_told_can_be_said_later(void **state)
{
	int64_t a = paper_at(office.st, 1), b = paper_at(office.st, 2);
	int64_t id = sent(office.st, a), replacement = 0;

	(void)state;
	assert_int_equal(
	    STEP(office.st, print_jobs_torn(office.st, id, &replacement)),
	    KERR_OK);
	assert_int_not_equal(replacement, 0);
	id = sent(office.st, b);
	assert_int_equal(
	    STEP(office.st, print_jobs_nothing(office.st, id)), KERR_OK);
	assert_int_equal(last(office.st, b).state, PRINT_WAITING);
}

static void
copies_are_counted_and_only_of_what_is_printed(void **state)
{
	int64_t paper = paper_at(office.st, 1), id, copy = 0, replacement = 0;
	struct print_job j;

	(void)state;
	assert_int_equal(
	    STEP(office.st, print_jobs_copy(office.st, paper, &copy)),
	    ERR_PAPER_LIVE);
	id = doubtful(office.st, paper);
	assert_int_equal(
	    STEP(office.st, print_jobs_copy(office.st, paper, &copy)),
	    ERR_PAPER_LIVE);
	assert_int_equal(
	    STEP(office.st, print_jobs_whole(office.st, id)), KERR_OK);
	for (int n = 1; n <= 2; n++) {
		assert_int_equal(
		    STEP(second, print_jobs_copy(second, paper, &copy)),
		    KERR_OK);
		/* a second press, or another terminal */
		assert_int_equal(
		    STEP(office.st, print_jobs_copy(office.st, paper, &id)),
		    ERR_PAPER_LIVE);
		assert_int_equal(print_jobs_get(second, copy, &j), KERR_OK);
		assert_int_equal(j.copy, n);
		assert_int_equal(j.counter, 2); /* where it was asked for */
		(void)sent(second, paper);
	}
	/* a torn copy's replacement is the same copy */
	assert_int_equal(
	    STEP(second, print_jobs_torn(second, copy, &replacement)), KERR_OK);
	assert_int_equal(last(office.st, paper).copy, 2);
	assert_int_equal(
	    store_office_number(&office, "SELECT copies FROM print_paper"), 2);
}

static void
once_a_copy_is_out_the_original_is_not_spoken_of_any_more(void **state)
{
	int64_t paper = paper_at(office.st, 1), id, copy = 0, replacement = 0;

	(void)state;
	id = sent(office.st, paper);
	assert_int_equal(
	    STEP(office.st, print_jobs_copy(office.st, paper, &copy)), KERR_OK);
	assert_int_equal(STEP(office.st, print_jobs_nothing(office.st, id)),
	    ERR_PAPER_STATE);
	assert_int_equal(
	    STEP(office.st, print_jobs_torn(office.st, id, &replacement)),
	    ERR_PAPER_STATE);
	(void)sent(office.st, paper);
	assert_int_equal(
	    STEP(office.st, print_jobs_torn(office.st, id, &replacement)),
	    ERR_PAPER_STATE);
}

/* Behind the store's back: the database itself knows one live sheet. */
static void
the_database_refuses_a_second_live_sheet(void **state)
{
	int64_t paper = paper_at(office.st, 1);
	int64_t copy = 0;

	(void)state;
	(void)sent(office.st, paper);
	assert_int_equal(
	    STEP(office.st, print_jobs_copy(office.st, paper, &copy)), KERR_OK);
	store_office_tamper(&office,
	    "UPDATE OR IGNORE print_job SET state = 'waiting' WHERE nth = 1");
	assert_int_equal(
	    store_office_number(&office,
		"SELECT count(*) FROM print_job WHERE state = 'waiting'"),
	    1);
}

static void
lists_have_this_counters_sheets_in_their_order(void **state)
{
	struct print_job rows[8];
	size_t count = 0;
	int64_t a = paper_at(office.st, 1), b = paper_at(office.st, 2);

	(void)state;
	(void)paper_at(second, 3);
	assert_int_equal(
	    print_jobs_in(office.st, PRINT_WAITING, rows, 8, &count), KERR_OK);
	assert_int_equal(count, 2);
	assert_int_equal(rows[0].paper, a);
	(void)sent(office.st, a);
	(void)sent(office.st, b);
	assert_int_equal(print_jobs_done(office.st, rows, 8, &count), KERR_OK);
	assert_int_equal(count, 2);
	assert_int_equal(rows[0].paper, b); /* the newest first */
	assert_int_equal(print_jobs_done(second, rows, 8, &count), KERR_OK);
	assert_int_equal(count, 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(a_paper_put_twice_is_one),
	    TEST(a_paper_keeps_what_it_says_and_where_it_belongs),
	    TEST(a_paper_that_did_not_fit_is_not_taken),
	    TEST(of_two_terminals_one_may_print),
	    TEST(what_failed_is_tried_again_and_what_is_unknown_never),
	    TEST(what_was_cut_off_is_a_question_at_its_own_counter_only),
	    TEST(whole_counts_as_printed),
	    TEST(nothing_is_printed_again_as_the_same_sheet),
	    TEST(torn_is_kept_and_replaced_once_by_no_copy),
	    TEST(a_jam_that_was_not_told_can_be_said_later),
	    TEST(copies_are_counted_and_only_of_what_is_printed),
	    TEST(once_a_copy_is_out_the_original_is_not_spoken_of_any_more),
	    TEST(the_database_refuses_a_second_live_sheet),
	    TEST(lists_have_this_counters_sheets_in_their_order),
	};

	return cmocka_run_group_tests_name("prints", tests, NULL, NULL);
}
