/* screens_day_test.c -- the hours of the supervisor's chart: nothing that was
 * handed over is left out, however few rows there are. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "screens/day_inside.h"

static int64_t
shown(const int64_t per_hour[DAY_HOURS], const struct day_hours *h)
{
	int64_t sum = 0;

	for (int row = 0; row < h->rows; row++)
		sum += day_hours_sum(per_hour, h, row);
	return sum;
}

static void
a_quiet_day_shows_the_hours_of_the_office(void **state)
{
	const int64_t none[DAY_HOURS] = {0};
	struct day_hours h = day_hours_fit(none, 10);

	(void)state;
	assert_int_equal(h.from, 9);
	assert_int_equal(h.each, 1);
	assert_int_equal(h.rows, 8); /* 9 to 16 */
}

static void
an_evening_opening_widens_the_chart(void **state)
{
	int64_t late[DAY_HOURS] = {0};
	struct day_hours h;

	(void)state;
	late[8] = 1;
	late[19] = 4;
	h = day_hours_fit(late, 12);
	assert_int_equal(h.from, 8);
	assert_int_equal(h.rows, 12);
	assert_int_equal(day_hours_sum(late, &h, 0), 1);
	assert_int_equal(day_hours_sum(late, &h, 11), 4);
}

static void
hours_share_a_row_when_rows_are_few(void **state)
{
	int64_t late[DAY_HOURS] = {0};
	struct day_hours h;

	(void)state;
	late[9] = 2;
	late[10] = 3;
	late[18] = 7;
	h = day_hours_fit(late, 6);
	assert_int_equal(h.each, 2);
	assert_int_equal(h.rows, 5);
	assert_int_equal(day_hours_sum(late, &h, 0), 5);
	assert_int_equal(day_hours_sum(late, &h, 4), 7);
}

static void
no_hour_of_the_day_is_ever_left_out(void **state)
{
	int64_t per_hour[DAY_HOURS];

	(void)state;
	for (int hour = 0; hour < DAY_HOURS; hour++)
		per_hour[hour] = hour + 1;
	for (int most = 1; most <= DAY_HOURS; most++) {
		struct day_hours h = day_hours_fit(per_hour, most);

		assert_true(h.rows >= 1 && h.rows <= most);
		assert_int_equal(
		    shown(per_hour, &h), DAY_HOURS * (DAY_HOURS + 1) / 2);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_quiet_day_shows_the_hours_of_the_office),
	    cmocka_unit_test(an_evening_opening_widens_the_chart),
	    cmocka_unit_test(hours_share_a_row_when_rows_are_few),
	    cmocka_unit_test(no_hour_of_the_day_is_ever_left_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
