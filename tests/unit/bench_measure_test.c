/* bench_measure_test.c -- what the numbers of the benchmarks rest on. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/measure.h"

/* 1 to 200, the large ones first. */
static struct measure
countdown(int64_t times)
{
	struct measure m = {.name = "countdown"};

	for (int64_t i = 200; i > 0; i--)
		measure_add(&m, i * times);
	return m;
}

static void
quantiles_are_samples_that_so_many_do_not_exceed(void **state)
{
	struct measure m = countdown(1);

	(void)state;
	assert_int_equal(measure_quantile(&m, 0), 1);
	assert_int_equal(measure_quantile(&m, 50), 100);
	assert_int_equal(measure_quantile(&m, 99), 198);
	assert_int_equal(measure_quantile(&m, 100), 200);
	measure_free(&m);
}

static void
one_sample_is_every_quantile_and_none_is_nought(void **state)
{
	struct measure m = {.name = "few"};

	(void)state;
	assert_int_equal(measure_quantile(&m, 50), 0);
	measure_add(&m, 7);
	assert_int_equal(measure_quantile(&m, 0), 7);
	assert_int_equal(measure_quantile(&m, 50), 7);
	assert_int_equal(measure_quantile(&m, 99), 7);
	measure_free(&m);
}

static void
the_ratio_compares_medians_and_not_outliers(void **state)
{
	struct measure floor = countdown(2), ours = countdown(3), none = {0};

	(void)state;
	measure_add(&ours, INT64_C(1000000000));
	measure_add(&floor, 1);
	assert_float_equal(measure_ratio(&ours, &floor), 1.5, 0.03);
	assert_float_equal(measure_ratio(&ours, &none), 0.0, 0.0);
	measure_free(&floor);
	measure_free(&ours);
}

struct turns {
	int bare, full;
};

static int64_t
bare_turn(void *arg)
{
	struct turns *t = arg;

	assert_int_equal(t->bare, t->full); /* in turn */
	return ++t->bare;
}

static int64_t
full_turn(void *arg)
{
	struct turns *t = arg;

	return ++t->full * 10;
}

static void
warm_rounds_are_run_and_not_counted(void **state)
{
	struct measure floor = {.name = "bare"}, ours = {.name = "full"};
	struct turns t = {0, 0};

	(void)state;
	measure_in_turn(&floor, bare_turn, &ours, full_turn, &t, 3, 10);
	assert_int_equal(t.full, 13);
	assert_int_equal(ours.count, 10);
	assert_int_equal(measure_quantile(&floor, 0), 4);
	assert_int_equal(measure_quantile(&ours, 100), 130);
	measure_free(&floor);
	measure_free(&ours);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(quantiles_are_samples_that_so_many_do_not_exceed),
	    cmocka_unit_test(one_sample_is_every_quantile_and_none_is_nought),
	    cmocka_unit_test(the_ratio_compares_medians_and_not_outliers),
	    cmocka_unit_test(warm_rounds_are_run_and_not_counted),
	};

	return cmocka_run_group_tests_name("bench_measure", tests, NULL, NULL);
}
