/* Notes and coins, against a slow search that tries everything. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "rules/cash.h"
#include "rules/fiscal.h"

static struct cash
of(int64_t n10000, int64_t n5000, int64_t n2000, int64_t n1000, int64_t n500,
    int64_t n100, int64_t n50, int64_t n10, int64_t n5, int64_t n1)
{
	return (struct cash){
	    {n10000, n5000, n2000, n1000, n500, n100, n50, n10, n5, n1}};
}

static int64_t
total(const struct cash *c)
{
	int64_t yen = -1;

	assert_int_equal(cash_total(c, &yen), KERR_OK);
	return yen;
}

static void
cash_is_worth_the_sum_of_its_pieces(void **state)
{
	struct cash one_each = of(1, 1, 1, 1, 1, 1, 1, 1, 1, 1);
	enum denomination d = YEN_1;

	(void)state;
	assert_int_equal(total(&one_each), 18666);
	assert_int_equal(cash_pieces(&one_each), 10);
	assert_true(denomination_from_yen(2000, &d));
	assert_int_equal(d, YEN_2000);
	assert_false(denomination_from_yen(200, &d));
	assert_true(denomination_is_note(YEN_1000));
	assert_false(denomination_is_note(YEN_500));
}

static void
no_count_is_negative_and_no_sum_overflows(void **state)
{
	struct cash c = of(0, 0, 0, 0, 0, 0, 0, 0, 0, -1);
	struct cash one = of(0, 0, 0, 0, 0, 0, 0, 0, 0, 1);
	struct cash before = one;
	int64_t yen = 7;

	(void)state;
	assert_int_equal(cash_total(&c, &yen), ERR_CASH_AMOUNT);
	c.count[YEN_1] = INT64_MAX;
	assert_int_equal(cash_total(&c, &yen), ERR_CASH_AMOUNT);
	c = of(INT64_MAX / 10000, 0, 0, 0, 0, 0, 0, 0, 0, INT64_MAX);
	assert_int_equal(cash_total(&c, &yen), ERR_CASH_AMOUNT);
	c = of(CASH_YEN_MOST / 10000, 0, 0, 0, 0, 0, 0, 0, 0, 0);
	assert_int_equal(total(&c), CASH_YEN_MOST);
	assert_int_equal(cash_add(&c, &one, &one), ERR_CASH_AMOUNT);
	assert_true(cash_is_equal(&one, &before));
	assert_int_equal(yen, 7);
}

static void
nothing_is_taken_that_is_not_there(void **state)
{
	struct cash a = of(0, 0, 0, 1, 1, 0, 0, 0, 0, 0);
	struct cash b = of(0, 0, 0, 0, 0, 5, 0, 0, 0, 0);
	struct cash out = {{0}};

	(void)state;
	assert_int_equal(cash_subtract(&a, &b, &out), ERR_CASH_SHORT);
	assert_true(cash_is_empty(&out));
	assert_int_equal(cash_add(&a, &b, &out), KERR_OK);
	assert_int_equal(cash_subtract(&out, &b, &out), KERR_OK);
	assert_true(cash_is_equal(&out, &a));
}

static void
change_is_right_where_the_largest_first_fails(void **state)
{
	struct cash have = of(0, 1, 3, 0, 0, 0, 0, 0, 0, 0), out;
	struct cash wide = of(0, 1, 3, 1, 0, 0, 0, 0, 0, 0);

	(void)state;
	assert_int_equal(cash_change(&have, 6000, &out), KERR_OK);
	assert_int_equal(out.count[YEN_2000], 3);
	assert_int_equal(cash_pieces(&out), 3);
	assert_int_equal(cash_change(&wide, 6000, &out), KERR_OK);
	assert_int_equal(cash_pieces(&out), 2);
	assert_int_equal(cash_change(&have, 8000, &out), ERR_CASH_NO_CHANGE);
	assert_int_equal(cash_change(&have, 3000, &out), ERR_CASH_NO_CHANGE);
	assert_int_equal(cash_change(&have, 0, &out), KERR_OK);
	assert_true(cash_is_empty(&out));
	assert_int_equal(cash_change(&have, -1, &out), ERR_CASH_AMOUNT);
	assert_int_equal(cash_change(&have, INT64_MAX, &out), ERR_CASH_AMOUNT);
	assert_int_equal(
	    cash_change(&have, CASH_YEN_MOST, &out), ERR_CASH_NO_CHANGE);
}

/* Fewest pieces for every sum up to most, one piece after the other; -1 where
 * there is no way. */
#define SUMS 20000
static void
search_all(const struct cash *have, int fewest[SUMS + 1])
{
	for (int s = 1; s <= SUMS; s++)
		fewest[s] = -1;
	fewest[0] = 0;
	for (int d = 0; d < DENOMINATION_COUNT; d++) {
		int yen = (int)denomination_yen((enum denomination)d);

		for (int64_t n = 0; n < have->count[d]; n++)
			for (int s = SUMS; s >= yen; s--)
				if (fewest[s - yen] >= 0 &&
				    (fewest[s] < 0 ||
					fewest[s - yen] + 1 < fewest[s]))
					fewest[s] = fewest[s - yen] + 1;
	}
}

/* What remains of a scarce drawer: a few pieces of each, from a fixed seed. */
static void
change_is_what_a_search_of_everything_finds(void **state)
{
	static int fewest[SUMS + 1];
	uint32_t seed = 20260401;
	struct cash have, out;
	int found = 0, none = 0;

	(void)state;
	for (int round = 0; round < 60; round++) {
		for (int d = 0; d < DENOMINATION_COUNT; d++) {
			seed = seed * 1664525U + 1013904223U;
			have.count[d] = (seed >> 16) % 5;
		}
		search_all(&have, fewest);
		for (int s = 0; s <= SUMS; s += 1 + s % 7) {
			enum kerr e = cash_change(&have, s, &out);

			if (fewest[s] < 0) {
				assert_int_equal(e, ERR_CASH_NO_CHANGE);
				none++;
				continue;
			}
			assert_int_equal(e, KERR_OK);
			assert_int_equal(total(&out), s);
			assert_int_equal(cash_pieces(&out), fewest[s]);
			assert_int_equal(
			    cash_subtract(&have, &out, &out), KERR_OK);
			found++;
		}
	}
	assert_true(found > 10000);
	assert_true(none > 10000);
}

static void
short_denominations_and_heaps_of_coins_are_named(void **state)
{
	struct cash have = of(0, 0, 0, 3, 0, 9, 0, 0, 0, 0);
	struct cash least = of(0, 0, 0, 5, 0, 9, 0, 0, 0, 0);

	(void)state;
	assert_int_equal(cash_running_short(&have, &least), 1U << YEN_1000);
	have.count[YEN_100] = 21;
	have.count[YEN_10000] = 100;
	assert_int_equal(cash_too_many_coins(&have), 1U << YEN_100);
}

static void
the_fiscal_year_begins_in_april(void **state)
{
	static const struct {
		struct date day;
		int year;
	} days[] = {
	    {{2026, 3, 31}, 2025},
	    {{2026, 4, 1}, 2026},
	    {{2026, 12, 31}, 2026},
	    {{2027, 1, 1}, 2026},
	    {{2028, 2, 29}, 2027},
	    {{2028, 3, 31}, 2027},
	    {{2019, 4, 30}, 2019},
	    {{2019, 5, 1}, 2019},
	    {{0, 0, 0}, 0},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(days) / sizeof(days[0]); i++)
		assert_int_equal(fiscal_year(days[i].day), days[i].year);
	for (int y = 2015; y < 2040; y++) {
		struct date last = fiscal_last_day(y);

		assert_int_equal(fiscal_year(fiscal_first_day(y)), y);
		assert_int_equal(fiscal_year(last), y);
		assert_int_equal(
		    date_days(fiscal_first_day(y + 1)), date_days(last) + 1);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(cash_is_worth_the_sum_of_its_pieces),
	    cmocka_unit_test(no_count_is_negative_and_no_sum_overflows),
	    cmocka_unit_test(nothing_is_taken_that_is_not_there),
	    cmocka_unit_test(change_is_right_where_the_largest_first_fails),
	    cmocka_unit_test(change_is_what_a_search_of_everything_finds),
	    cmocka_unit_test(short_denominations_and_heaps_of_coins_are_named),
	    cmocka_unit_test(the_fiscal_year_begins_in_april),
	};

	return cmocka_run_group_tests_name("rules_cash", tests, NULL, NULL);
}
