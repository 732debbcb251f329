/* bulk_test.c -- a large delivery list in one step, and finding one card in
 * it. The time is printed; the bound only catches work that grows wrongly. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/clock.h"
#include "store/summary.h"
#include "store/waiting.h"
#include "support/store_office.h"

#define CARDS	      100000
#define IMPORT_MS     60000
#define SEARCHES      200
#define SEARCH_MS     2000
#define FIRST_PAGE_MS 100

static struct store_office office;
static struct waiting_row rows[100];

static int64_t
elapsed(const struct clock *clock, int64_t since)
{
	return clock_ms(clock) - since;
}

static void
import_all(void)
{
	struct card_record c;
	struct person p;
	int64_t id = 0;

	store_office_begin(&office, office.st);
	for (int n = 0; n < CARDS; n++) {
		store_office_person(&p, n);
		store_office_card(&c, n);
		assert_int_equal(people_add(office.st, &p, &c.person), 0);
		assert_int_equal(cards_add(office.st, &c, &p, &id), 0);
	}
	store_office_commit(office.st);
}

static void
search_often(void)
{
	char typed[32];
	size_t count = 0;
	bool more = false;

	for (int i = 0; i < SEARCHES; i++) {
		(void)snprintf(
		    typed, sizeof(typed), "number%06d", i * 499 % CARDS);
		assert_int_equal(
		    waiting_search(office.st, typed, rows, 100, &count, &more),
		    KERR_OK);
		assert_int_equal(count, 1);
	}
	assert_int_equal(
	    waiting_search(office.st, "tanaka", rows, 100, &count, &more),
	    KERR_OK);
	assert_int_equal(count, 100);
	assert_true(more);
}

/* Every card has the first two words, in the other order; one has the third. */
static void
search_by_words(void)
{
	size_t count = 0;
	bool more = true;

	assert_int_equal(waiting_search(office.st, "hanako ta number000499",
			     rows, 100, &count, &more),
	    KERR_OK);
	assert_false(more);
	assert_int_equal(count, 1);
	assert_string_equal(rows[0].notice_no, "N-000499");
	assert_int_equal(
	    waiting_search(office.st, "hanako ta", rows, 100, &count, &more),
	    KERR_OK);
	assert_int_equal(count, 100);
	assert_true(more);
}

static void
a_hundred_thousand_cards_are_listed_and_found(void **state)
{
	struct clock clock = clock_system();
	struct summary s;
	int64_t start = clock_ms(&clock), took;
	size_t count = 0;

	(void)state;
	import_all();
	took = elapsed(&clock, start);
	print_message("listed %d cards: %lld ms\n", CARDS, (long long)took);
	assert_true(took < IMPORT_MS);
	start = clock_ms(&clock);
	search_often();
	search_by_words();
	took = elapsed(&clock, start);
	print_message("%d searches: %lld ms\n", SEARCHES, (long long)took);
	assert_true(took < SEARCH_MS);
	start = clock_ms(&clock);
	assert_int_equal(waiting_list(office.st, 0, rows, 100, &count), 0);
	took = elapsed(&clock, start);
	assert_int_equal(count, 100);
	assert_true(took < FIRST_PAGE_MS);
	start = clock_ms(&clock);
	assert_int_equal(
	    summary_make(office.st, office.day, 0, office.day, OFFICE_NOW, &s),
	    KERR_OK);
	assert_int_equal(s.waiting, CARDS);
	print_message(
	    "the day in numbers: %lld ms\n", (long long)elapsed(&clock, start));
	start = clock_ms(&clock);
	store_idle(office.st);
	print_message(
	    "checkpoint: %lld ms\n", (long long)elapsed(&clock, start));
}

#define TEST(name) \
	cmocka_unit_test_prestate_setup_teardown( \
	    name, store_office_setup, store_office_teardown, &office)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(a_hundred_thousand_cards_are_listed_and_found),
	};

	return cmocka_run_group_tests_name("store_bulk", tests, NULL, NULL);
}
