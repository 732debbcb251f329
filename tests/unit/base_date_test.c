/* base_date_test.c -- the calendar, the eras, legal age, and reading dates. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/date.h"

#define CHECK_DATE(got, y, m, d) \
	do { \
		struct date got_ = (got); \
		assert_int_equal(got_.year, y); \
		assert_int_equal(got_.month, m); \
		assert_int_equal(got_.day, d); \
	} while (0)

static struct date
on(int year, int month, int day)
{
	struct date d = {year, month, day};

	return d;
}

static void
every_day_from_1868_to_2200_comes_back(void **state)
{
	struct date d, before = on(1867, 12, 31);
	int64_t first = date_days(on(1868, 1, 1));
	int64_t last = date_days(on(2200, 12, 31));
	char iso[DATE_ISO_SIZE];
	struct date parsed;

	(void)state;
	assert_int_equal(last - first + 1, 121626); /* 333 years, 81 leap */
	for (int64_t day = first; day <= last; day++) {
		d = date_from_days(day);
		assert_true(date_is_valid(d));
		assert_int_equal(date_days(d), day);
		assert_true(date_compare(before, d) < 0);
		assert_true(date_parse(date_iso(d, iso), &parsed));
		assert_int_equal(date_compare(parsed, d), 0);
		before = d;
	}
}

static void
known_days_have_their_number_and_weekday(void **state)
{
	(void)state;
	assert_int_equal(date_days(on(1970, 1, 1)), 0);
	assert_int_equal(date_days(on(1969, 12, 31)), -1);
	assert_int_equal(date_days(on(2000, 3, 1)), 11017);
	assert_int_equal(date_weekday(on(1970, 1, 1)), 4);
	assert_int_equal(date_weekday(on(2026, 11, 24)), 2);
	assert_int_equal(date_weekday(on(1868, 1, 25)), 6);
	assert_int_equal(date_weekday(on(1969, 12, 28)), 0);
	CHECK_DATE(date_from_days(-719162), 1, 1, 1);
	CHECK_DATE(date_from_days(-719163), 0, 0, 0);
	CHECK_DATE(date_from_days(2932896), 9999, 12, 31);
	CHECK_DATE(date_from_days(2932897), 0, 0, 0);
	CHECK_DATE(date_from_days(INT64_MAX), 0, 0, 0);
	CHECK_DATE(date_from_days(INT64_MIN), 0, 0, 0);
}

static void
eras_change_on_their_days(void **state)
{
	static const struct {
		struct date day;
		const char *kanji;
		const char *english;
		char initial;
		int year;
	} rows[] = {
	    {{1868, 1, 25}, "明治", "Meiji", 'M', 1},
	    {{1912, 7, 29}, "明治", "Meiji", 'M', 45},
	    {{1912, 7, 30}, "大正", "Taisho", 'T', 1},
	    {{1926, 12, 24}, "大正", "Taisho", 'T', 15},
	    {{1926, 12, 25}, "昭和", "Showa", 'S', 1},
	    {{1980, 2, 17}, "昭和", "Showa", 'S', 55},
	    {{1989, 1, 7}, "昭和", "Showa", 'S', 64},
	    {{1989, 1, 8}, "平成", "Heisei", 'H', 1},
	    {{2019, 4, 30}, "平成", "Heisei", 'H', 31},
	    {{2019, 5, 1}, "令和", "Reiwa", 'R', 1},
	    {{2026, 11, 24}, "令和", "Reiwa", 'R', 8},
	};
	struct era era;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		assert_true(date_era(rows[i].day, &era));
		assert_string_equal(era.kanji, rows[i].kanji);
		assert_string_equal(era.english, rows[i].english);
		assert_int_equal(era.initial, rows[i].initial);
		assert_int_equal(era.year, rows[i].year);
	}
	assert_false(date_era(on(1868, 1, 24), &era));
	assert_false(date_era(on(0, 0, 0), &era));
}

static void
legal_age_is_reached_the_day_before_the_birthday(void **state)
{
	static const struct {
		struct date born, day;
		int age;
	} rows[] = {
	    {{2011, 6, 15}, {2026, 6, 13}, 14},
	    {{2011, 6, 15}, {2026, 6, 14}, 15},
	    {{2011, 6, 15}, {2026, 6, 15}, 15},
	    {{2008, 1, 1}, {2025, 12, 30}, 17},
	    {{2008, 1, 1}, {2025, 12, 31}, 18},
	    {{2008, 3, 1}, {2026, 2, 27}, 17},
	    {{2008, 3, 1}, {2026, 2, 28}, 18},
	    {{2008, 3, 1}, {2028, 2, 28}, 19},
	    {{2008, 3, 1}, {2028, 2, 29}, 20},
	    {{2008, 2, 29}, {2026, 2, 27}, 17},
	    {{2008, 2, 29}, {2026, 2, 28}, 18},
	    {{2008, 2, 29}, {2028, 2, 27}, 19},
	    {{2008, 2, 29}, {2028, 2, 28}, 20},
	    {{2026, 5, 5}, {2026, 5, 5}, 0},
	    {{2025, 5, 6}, {2026, 5, 4}, 0},
	    {{2025, 5, 6}, {2026, 5, 5}, 1},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_int_equal(
		    date_age(rows[i].born, rows[i].day), rows[i].age);
}

static void
years_and_months_end_on_a_day_that_exists(void **state)
{
	(void)state;
	CHECK_DATE(date_add_years(on(2024, 2, 29), 1), 2025, 2, 28);
	CHECK_DATE(date_add_years(on(2024, 2, 29), 4), 2028, 2, 29);
	CHECK_DATE(date_add_years(on(2024, 2, 29), -1), 2023, 2, 28);
	CHECK_DATE(date_add_years(on(2026, 11, 24), 10), 2036, 11, 24);
	CHECK_DATE(date_add_months(on(2026, 1, 31), 1), 2026, 2, 28);
	CHECK_DATE(date_add_months(on(2026, 11, 30), 3), 2027, 2, 28);
	CHECK_DATE(date_add_months(on(2026, 1, 15), -1), 2025, 12, 15);
	CHECK_DATE(date_add_months(on(2026, 3, 31), -13), 2025, 2, 28);
	CHECK_DATE(date_add_months(on(9999, 12, 1), 1), 0, 0, 0);
	CHECK_DATE(date_add_years(on(2026, 1, 1), INT32_MAX), 0, 0, 0);
	CHECK_DATE(date_add_months(on(2026, 1, 1), INT32_MIN), 0, 0, 0);
	CHECK_DATE(date_add_months(on(0, 0, 0), 5), 0, 0, 0);
}

static void
a_date_is_read_in_every_way_people_write_it(void **state)
{
	static const struct {
		const char *written;
		struct date day;
	} rows[] = {
	    {"2026-11-24", {2026, 11, 24}},
	    {"2026/11/24", {2026, 11, 24}},
	    {"2026.11.24", {2026, 11, 24}},
	    {"2026/1/8", {2026, 1, 8}},
	    {"20261124", {2026, 11, 24}},
	    {" 2026-11-24 ", {2026, 11, 24}},
	    {"２０２６／１１／２４", {2026, 11, 24}},
	    {"２０２６年１１月２４日", {2026, 11, 24}},
	    {"　20261124　", {2026, 11, 24}},
	    {"R8.11.24", {2026, 11, 24}},
	    {"r8.11.24", {2026, 11, 24}},
	    {"R08/11/24", {2026, 11, 24}},
	    {"Ｒ８．１１．２４", {2026, 11, 24}},
	    {"令和8年11月24日", {2026, 11, 24}},
	    {"令和８年１１月２４日", {2026, 11, 24}},
	    {"令和元年5月1日", {2019, 5, 1}},
	    {"平成元年1月8日", {1989, 1, 8}},
	    {"平成31年4月30日", {2019, 4, 30}},
	    {"昭和64年1月7日", {1989, 1, 7}},
	    {"S55.2.17", {1980, 2, 17}},
	    {"大正15年12月24日", {1926, 12, 24}},
	    {"明治45年7月29日", {1912, 7, 29}},
	    {"M元.9.8", {1868, 9, 8}},
	    {"2028-02-29", {2028, 2, 29}},
	};
	struct date d;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (!date_parse(rows[i].written, &d))
			fail_msg("not read: %s", rows[i].written);
		CHECK_DATE(
		    d, rows[i].day.year, rows[i].day.month, rows[i].day.day);
	}
}

static void
what_is_no_date_is_refused_and_leaves_the_target_alone(void **state)
{
	static const char too_long[] =
	    "2026-11-24                                                       ";
	static const char *const rows[] = {"", " ", "2026-02-30", "2026-02-29",
	    "2100-02-29", "2026-13-01", "2026-00-10", "2026-01-00", "2026-1-32",
	    "0000-01-01", "26-01-01", "2026-11/24", "2026-11", "2026-11-24x",
	    "x2026-11-24", "2026-11-24 10", "202611240", "2026112",
	    "2026年11月24", "2026年11-24", "R8", "R8.11", "R811.24", "R0.1.1",
	    "R-1.1.1", "R00.1.1", "R100.1.1", "令和元年4月30日",
	    "平成31年5月1日", "昭和64年1月8日", "大正15年12月25日",
	    "明治45年7月30日", "明治元年1月24日", "令和8年2月30日",
	    "令和年1月1日", "元年1月1日", "Q8.11.24", "\xff\xff", "令\xe5",
	    "2026-11-\xef\xbc", too_long};
	struct date d = {1, 2, 3};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (date_parse(rows[i], &d))
			fail_msg("read as a date: %s", rows[i]);
		CHECK_DATE(d, 1, 2, 3);
	}
}

static void
no_date_is_written_as_nothing(void **state)
{
	char iso[DATE_ISO_SIZE];

	(void)state;
	assert_string_equal(date_iso(on(0, 0, 0), iso), "");
	assert_string_equal(date_iso(on(2026, 2, 30), iso), "");
	assert_string_equal(date_iso(on(33, 1, 2), iso), "0033-01-02");
	assert_false(date_is_set(on(0, 0, 0)));
	assert_true(date_is_set(on(2026, 1, 1)));
	assert_false(date_is_valid(on(10000, 1, 1)));
}

static void
the_day_turns_at_midnight_in_japan(void **state)
{
	int h = 0, m = 0, s = 0;
	int64_t midnight = utc_of_date(on(2026, 11, 24));

	(void)state;
	assert_int_equal(midnight, 1795446000); /* 2026-11-23T15:00:00Z */
	CHECK_DATE(date_of_utc(midnight), 2026, 11, 24);
	CHECK_DATE(date_of_utc(midnight - 1), 2026, 11, 23);
	time_of_utc(midnight, &h, &m, &s);
	assert_int_equal(h * 3600 + m * 60 + s, 0);
	time_of_utc(midnight - 1, &h, &m, &s);
	assert_int_equal(h, 23);
	assert_int_equal(m, 59);
	assert_int_equal(s, 59);
	CHECK_DATE(date_of_utc(-JST_SECONDS - 1), 1969, 12, 31);
	CHECK_DATE(date_of_utc(-JST_SECONDS), 1970, 1, 1);
	time_of_utc(-1, &h, &m, &s);
	assert_int_equal(h, 8);
	CHECK_DATE(date_of_utc(INT64_MAX), 0, 0, 0);
	CHECK_DATE(date_of_utc(INT64_MIN), 0, 0, 0);
	time_of_utc(INT64_MAX, &h, &m, &s);
	time_of_utc(INT64_MIN, &h, &m, &s);
	assert_in_range(h, 0, 23);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_day_from_1868_to_2200_comes_back),
	    cmocka_unit_test(known_days_have_their_number_and_weekday),
	    cmocka_unit_test(eras_change_on_their_days),
	    cmocka_unit_test(legal_age_is_reached_the_day_before_the_birthday),
	    cmocka_unit_test(years_and_months_end_on_a_day_that_exists),
	    cmocka_unit_test(a_date_is_read_in_every_way_people_write_it),
	    cmocka_unit_test(
		what_is_no_date_is_refused_and_leaves_the_target_alone),
	    cmocka_unit_test(no_date_is_written_as_nothing),
	    cmocka_unit_test(the_day_turns_at_midnight_in_japan),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
