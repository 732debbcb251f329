/* Days on which the issuer's systems are closed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "rules/calendar.h"

static const struct closed_days rows[] = {
    {.from = {2026, 12, 29}, .to = {2027, 1, 3}, .said = "new year"},
    {.from = {2026, 1, 1},
	.rule = "sunday_after_third_saturday",
	.said = "maintenance"},
    {.from = {2026, 11, 24}, .said = "one day"},
};

static const struct closed_days *
closed(int year, int month, int day)
{
	return calendar_closed(rows, 3, (struct date){year, month, day});
}

static void
a_plain_range_closes_from_its_first_to_its_last_day(void **state)
{
	(void)state;
	assert_null(closed(2026, 12, 28));
	assert_ptr_equal(closed(2026, 12, 29), &rows[0]);
	assert_ptr_equal(closed(2027, 1, 3), &rows[0]);
	assert_null(closed(2027, 1, 4));
}

static void
a_plain_row_without_an_end_is_one_day(void **state)
{
	(void)state;
	assert_null(closed(2026, 11, 23));
	assert_ptr_equal(closed(2026, 11, 24), &rows[2]);
	assert_null(closed(2026, 11, 25));
}

/* November 2026 begins on a Sunday: its third Saturday is the 21st, though
 * the third Sunday is the 15th. August 2026 begins on a Saturday. */
static void
maintenance_is_the_sunday_after_the_third_saturday(void **state)
{
	(void)state;
	assert_null(closed(2026, 11, 15));
	assert_ptr_equal(closed(2026, 11, 22), &rows[1]);
	assert_null(closed(2026, 11, 21));
	assert_ptr_equal(closed(2026, 8, 16), &rows[1]);
	assert_null(closed(2026, 8, 23));
}

static void
every_month_has_exactly_one_maintenance_day(void **state)
{
	(void)state;
	for (int month = 1; month <= 12; month++) {
		int count = 0;

		for (int day = 1; day <= 28; day++)
			count += closed(2028, month, day) == &rows[1];
		assert_int_equal(count, 1);
	}
}

static void
a_rule_holds_only_between_its_dates(void **state)
{
	static const struct closed_days weekends[] = {
	    {.from = {2026, 11, 2}, .to = {2026, 11, 15}, .rule = "saturdays"},
	    {.from = {2026, 11, 2}, .to = {2026, 11, 15}, .rule = "sundays"},
	};
	int count = 0;

	(void)state;
	for (int day = 1; day <= 30; day++)
		count += calendar_closed(
			     weekends, 2, (struct date){2026, 11, day}) != NULL;
	assert_int_equal(count, 4);
	assert_null(calendar_closed(weekends, 2, (struct date){2026, 11, 1}));
	assert_ptr_equal(
	    calendar_closed(weekends, 2, (struct date){2026, 11, 7}),
	    &weekends[0]);
	assert_ptr_equal(
	    calendar_closed(weekends, 2, (struct date){2026, 11, 15}),
	    &weekends[1]);
}

static void
an_unknown_rule_is_told_apart_and_closes_nothing(void **state)
{
	static const struct closed_days row = {
	    .from = {2026, 1, 1}, .rule = "mondays"};

	(void)state;
	assert_true(calendar_rule_is_known(""));
	assert_true(calendar_rule_is_known("sundays"));
	assert_true(calendar_rule_is_known("saturdays"));
	assert_true(calendar_rule_is_known("sunday_after_third_saturday"));
	assert_false(calendar_rule_is_known("mondays"));
	for (int day = 1; day <= 28; day++)
		assert_null(
		    calendar_closed(&row, 1, (struct date){2026, 6, day}));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(
		a_plain_range_closes_from_its_first_to_its_last_day),
	    cmocka_unit_test(a_plain_row_without_an_end_is_one_day),
	    cmocka_unit_test(
		maintenance_is_the_sunday_after_the_third_saturday),
	    cmocka_unit_test(every_month_has_exactly_one_maintenance_day),
	    cmocka_unit_test(a_rule_holds_only_between_its_dates),
	    cmocka_unit_test(an_unknown_rule_is_told_apart_and_closes_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
