/* base_clock_test.c -- three clocks: the machine's, a moved one, a still one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/clock.h"

#define YEAR_2024 1704067200

static void
the_machine_clock_goes_on_and_is_not_before_2024(void **state)
{
	struct clock c = clock_system();
	int64_t ms = clock_ms(&c);
	int64_t now = clock_now(&c);

	(void)state;
	assert_true(now > YEAR_2024);
	assert_true(clock_now(&c) >= now);
	assert_true(clock_ms(&c) >= ms);
	while (clock_ms(&c) == ms)
		; /* ends: the clock moves */
	assert_true(clock_ms(&c) > ms);
}

static void
a_moved_clock_begins_where_it_is_told(void **state)
{
	int64_t offset = 0;
	struct clock c = clock_starting_at(1000, &offset);

	(void)state;
	assert_in_range(clock_now(&c), 1000, 1005);
	assert_true(offset < -YEAR_2024 + 1000);
	offset += 3600;
	assert_in_range(clock_now(&c), 4600, 4605);
}

static void
a_still_clock_moves_only_by_hand(void **state)
{
	struct clock_fixed at = {.now = 7, .ms = 70};
	struct clock c = clock_fixed_at(&at);

	(void)state;
	assert_int_equal(clock_now(&c), 7);
	assert_int_equal(clock_ms(&c), 70);
	at.now = -5;
	at.ms += 3;
	assert_true(clock_now(&c) == -5);
	assert_int_equal(clock_ms(&c), 73);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_machine_clock_goes_on_and_is_not_before_2024),
	    cmocka_unit_test(a_moved_clock_begins_where_it_is_told),
	    cmocka_unit_test(a_still_clock_moves_only_by_hand),
	};

	return cmocka_run_group_tests_name("base_clock", tests, NULL, NULL);
}
