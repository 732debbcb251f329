/* screens_cash_test.c -- what people hand over, and typing notes and coins. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "screens/cash_grid.h"
#include "screens/charge_inside.h"

static void
expect_tenders(int64_t due, const int64_t *want, size_t count)
{
	int64_t all[TENDERS_MOST];

	assert_int_equal(tender_list(due, all), count);
	for (size_t i = 0; i < count; i++)
		assert_int_equal(all[i], want[i]);
}

static void
sensible_tenders_are_the_sum_and_the_next_whole_notes(void **state)
{
	static const int64_t of_750[] = {750, 1000, 5000, 10000};
	static const int64_t of_500[] = {500, 1000, 5000, 10000};
	static const int64_t of_1000[] = {1000, 5000, 10000};
	static const int64_t of_2000[] = {2000, 5000, 10000};
	static const int64_t of_12300[] = {12300, 12500, 13000, 15000, 20000};

	(void)state;
	expect_tenders(750, of_750, 4);
	expect_tenders(500, of_500, 4);
	expect_tenders(1000, of_1000, 3);
	expect_tenders(2000, of_2000, 3);
	expect_tenders(12300, of_12300, 5);
	expect_tenders(0, NULL, 0);
}

static void
tab_goes_round_from_any_sum(void **state)
{
	(void)state;
	assert_int_equal(tender_next(750, 0, true), 750);
	assert_int_equal(tender_next(750, 750, true), 1000);
	assert_int_equal(tender_next(750, 1250, true), 5000);
	assert_int_equal(tender_next(750, 10000, true), 750);
	assert_int_equal(tender_next(750, 0, false), 10000);
	assert_int_equal(tender_next(750, 1250, false), 1000);
	assert_int_equal(tender_next(750, 750, false), 10000);
}

static void
the_pieces_of_a_sum_have_its_worth_and_no_2000_note(void **state)
{
	struct cash c;
	int64_t yen = 0;

	(void)state;
	for (int64_t sum = 0; sum <= 30000; sum += 7) {
		tender_pieces(sum, &c);
		assert_int_equal(cash_total(&c, &yen), KERR_OK);
		assert_int_equal(yen, sum);
		assert_int_equal(c.count[YEN_2000], 0);
	}
}

static void
a_grid_takes_digits_and_never_more_than_a_drawer_holds(void **state)
{
	struct cash_grid g;

	(void)state;
	cash_grid_init(&g);
	assert_false(cash_grid_type(&g, 'x'));
	assert_true(cash_grid_type(&g, '3'));
	assert_true(cash_grid_type(&g, 0xff11)); /* a full-width 1 */
	assert_int_equal(cash_grid_yen(&g), 310000);
	assert_true(cash_grid_move(&g, UI_KEY_BACKSPACE));
	assert_int_equal(cash_grid_yen(&g), 30000);
	assert_true(cash_grid_move(&g, UI_KEY_END));
	for (int i = 0; i < 20; i++)
		(void)cash_grid_type(&g, '9');
	assert_int_equal(g.cash.count[YEN_1], CASH_GRID_MOST);
	assert_true(cash_grid_move(&g, UI_KEY_TAB)); /* round again */
	assert_int_equal(g.focus, YEN_10000);
	/* typed anew, not behind what stands there */
	assert_true(cash_grid_type(&g, '5'));
	assert_int_equal(g.cash.count[YEN_10000], 5);
	assert_false(cash_grid_move(&g, UI_KEY_LEFT));
}

static void
sums_are_told_with_their_thousands_apart(void **state)
{
	static const struct {
		int64_t yen;
		const char *said;
	} want[] = {{0, "0"}, {50, "50"}, {750, "750"}, {1250, "1,250"},
	    {-50, "-50"}, {-1250, "-1,250"}, {1000000000, "1,000,000,000"}};
	char out[24];

	(void)state;
	for (size_t i = 0; i < sizeof(want) / sizeof(want[0]); i++)
		assert_string_equal(
		    cash_yen_said(want[i].yen, out, sizeof(out)), want[i].said);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(
		sensible_tenders_are_the_sum_and_the_next_whole_notes),
	    cmocka_unit_test(tab_goes_round_from_any_sum),
	    cmocka_unit_test(
		the_pieces_of_a_sum_have_its_worth_and_no_2000_note),
	    cmocka_unit_test(
		a_grid_takes_digits_and_never_more_than_a_drawer_holds),
	    cmocka_unit_test(sums_are_told_with_their_thousands_apart),
	};

	return cmocka_run_group_tests_name("cash", tests, NULL, NULL);
}
