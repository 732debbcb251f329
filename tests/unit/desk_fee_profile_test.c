/* desk_fee_profile_test.c -- lists of rules to propose: the ones that come
 * with the program, and faults that are told by line and column. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "desk/fee_profile.h"

#define HEAD "kind,code,from,to,value,evidence,second_person\n"

static struct failure f;

static struct fee_profile *
read_good(const char *path)
{
	struct fee_profile *p = NULL;

	if (fee_profile_read(path, &p, &f) != KERR_OK)
		fail_msg("%s: line %s, %s: %s", path, f.argument[1].value,
		    f.argument[2].value, f.argument[3].value);
	return p;
}

/* The price of an item on a day; -1: none. */
static int64_t
price(const struct fee_profile *p, const char *code, struct date day)
{
	for (size_t i = 0; i < p->count; i++) {
		const struct rule *r = &p->rule[i];

		if (r->kind == RULE_FEE && strcmp(r->code, code) == 0 &&
		    date_compare(r->first_day, day) <= 0 &&
		    (!date_is_set(r->last_day) ||
			date_compare(r->last_day, day) >= 0))
			return r->value;
	}
	return -1;
}

static void
the_built_in_schedule_is_the_one_in_the_file(void **state)
{
	struct fee_profile *built = read_good(FEE_PROFILE_BUILTIN);
	struct fee_profile *file = read_good("config/fees/chofu-2016.csv");

	(void)state;
	assert_string_equal(file->name, FEE_PROFILE_BUILTIN);
	assert_int_equal(built->count, file->count);
	for (size_t i = 0; i < built->count; i++) {
		const struct rule *a = &built->rule[i], *b = &file->rule[i];

		assert_int_equal(a->kind, b->kind);
		assert_string_equal(a->code, b->code);
		assert_int_equal(date_compare(a->first_day, b->first_day), 0);
		assert_int_equal(date_compare(a->last_day, b->last_day), 0);
		assert_int_equal(a->value, b->value);
		assert_string_equal(a->evidence, b->evidence);
		assert_int_equal(a->second_person, b->second_person);
	}
	fee_profile_free(&built);
	fee_profile_free(&file);
}

/* counter-procedures 4.5 */
static void
every_profile_says_the_prices_of_its_time(void **state)
{
	static const struct {
		const char *path, *item;
		struct date day;
		int64_t yen;
	} want[] = {
	    {"chofu-2016", "individual_card", {2016, 4, 1}, 750},
	    {"chofu-2016", "notification_card", {2016, 4, 1}, 500},
	    {"chofu-2016", "notification_card", {2020, 5, 25}, -1},
	    {"typical-2016", "individual_card", {2016, 1, 1}, 800},
	    {"typical-2016", "individual_card", {2015, 12, 31}, -1},
	    {"typical-2016", "certificate", {2016, 1, 1}, 200},
	    {"typical-2016", "notification_card", {2020, 5, 24}, 500},
	    {"typical-2016", "express", {2026, 1, 1}, -1},
	    {"typical-2024-12", "individual_card", {2024, 12, 2}, 800},
	    {"typical-2024-12", "express", {2024, 12, 2}, 1800},
	    {"typical-2024-12", "express", {2024, 12, 1}, -1},
	    {"typical-2024-12", "notification_card", {2024, 12, 2}, -1},
	};
	char path[64];

	(void)state;
	for (size_t i = 0; i < sizeof(want) / sizeof(want[0]); i++) {
		struct fee_profile *p = NULL;

		snprintf(
		    path, sizeof(path), "config/fees/%s.csv", want[i].path);
		p = read_good(path);
		assert_int_equal(
		    price(p, want[i].item, want[i].day), want[i].yen);
		for (size_t r = 0; r < p->count; r++)
			assert_int_equal(rule_judge(&p->rule[r], &f), KERR_OK);
		fee_profile_free(&p);
	}
}

static void
expect_fault(const char *text, const char *line, const char *column)
{
	char path[] = "/tmp/fees.XXXXXX";
	struct fee_profile *p = NULL;
	int fd = mkstemp(path);
	enum kerr e;

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	close(fd);
	e = fee_profile_read(path, &p, &f);
	unlink(path);
	assert_int_equal(e, ERR_CSV);
	assert_null(p);
	assert_string_equal(failure_argument(&f, "line"), line);
	assert_string_equal(failure_argument(&f, "column"), column);
}

static void
a_fault_is_told_by_its_line_and_column(void **state)
{
	(void)state;
	expect_fault("code,kind\n", "1", "kind");
	expect_fault(
	    HEAD "price,individual_card,2016-01-01,,750,,no\n", "2", "kind");
	expect_fault(HEAD "fee,individual_card,,,750,,no\n", "2", "from");
	expect_fault(
	    HEAD "fee,individual_card,2016-01-01,soon,750,,no\n", "2", "to");
	expect_fault(
	    HEAD "fee,individual_card,2016-01-01,,-750,,no\n", "2", "value");
	expect_fault(
	    HEAD "fee,individual_card,2016-01-01,,7.5e2,,no\n", "2", "value");
	expect_fault(
	    HEAD "fee_reason,lost,2016-01-01,,750,,no\n", "2", "value");
	expect_fault(HEAD "\nfee,individual_card,2016-01-01,,750,,\n", "3",
	    "second_person");
	expect_fault(HEAD "fee,individual_card,2016-01-01,,750\n", "2", "kind");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_built_in_schedule_is_the_one_in_the_file),
	    cmocka_unit_test(every_profile_says_the_prices_of_its_time),
	    cmocka_unit_test(a_fault_is_told_by_its_line_and_column),
	};

	return cmocka_run_group_tests_name("fee_profile", tests, NULL, NULL);
}
