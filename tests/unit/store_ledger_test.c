/* A ledger that somebody changed behind the program's back: each break is
 * named, and so is where. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "store/audit.h"
#include "support/money_office.h"

#define ENTRIES 5

static struct money_office m;

static int
setup(void **state)
{
	struct ledger_done d;

	(void)state;
	money_office_make(&m);
	assert_int_equal(money_office_open(&m, m.o.st, m.o.clerk), KERR_OK);
	for (int i = 0; i < ENTRIES; i++)
		assert_int_equal(
		    money_office_charge(&m, m.o.st, m.o.clerk,
			money_office_card(&m, "lost"), CASH(1000), &d),
		    KERR_OK);
	return 0;
}

/* An intruder takes the guards away first. */
static void
tamper(const char *sql)
{
	store_office_tamper(&m.o, "DROP TRIGGER ledger_no_update");
	store_office_tamper(&m.o, "DROP TRIGGER ledger_no_delete");
	store_office_tamper(&m.o, "DROP TRIGGER drawer_move_no_update");
	store_office_tamper(&m.o, sql);
}

static bool
names(const struct ledger_report *r, enum ledger_fault fault, int64_t row)
{
	for (size_t i = 0; i < r->broken_count; i++)
		if (r->broken[i].fault == fault && r->broken[i].row == row &&
		    r->broken[i].counter == 1)
			return true;
	return false;
}

static struct ledger_report
verify(enum kerr want)
{
	struct ledger_report r;

	assert_int_equal(
	    ledger_verify(m.o.st, AUDIT_ALL, NULL, NULL, &r), want);
	return r;
}

static void
a_sound_ledger_is_said_to_be_sound(void **state)
{
	struct ledger_report r = verify(KERR_OK);

	(void)state;
	assert_int_equal(r.rows, ENTRIES);
	assert_int_equal(r.counters, 1);
	assert_int_equal(r.broken_count, 0);
}

static void
nobody_changes_or_deletes_an_entry_by_the_way(void **state)
{
	(void)state;
	assert_int_equal(
	    store_office_try(&m.o, "UPDATE ledger SET yen = 0 WHERE sequence"
				   " = 2"),
	    ERR_STORE_CONSTRAINT);
	assert_int_equal(
	    store_office_try(&m.o, "DELETE FROM ledger WHERE sequence = 5"),
	    ERR_STORE_CONSTRAINT);
	assert_int_equal(
	    store_office_try(&m.o, "UPDATE drawer_move SET yen = 1"),
	    ERR_STORE_CONSTRAINT);
	(void)verify(KERR_OK);
}

static void
a_changed_entry_is_named(void **state)
{
	static const char *const changes[] = {
	    "UPDATE ledger SET at = at + 1 WHERE sequence = 3",
	    "UPDATE ledger SET reason = 'defect' WHERE sequence = 3",
	    "UPDATE ledger SET card = card + 1 WHERE sequence = 3",
	    "UPDATE ledger SET by_staff = by_staff + 1 WHERE sequence = 3",
	    "UPDATE ledger SET business_day = '2026-11-25' WHERE sequence = 3",
	    ("UPDATE ledger SET tender_yen = tender_yen + 1,"
	     " change_yen = change_yen + 1 WHERE sequence = 3"),
	    "UPDATE ledger SET receipt_no = 900 WHERE sequence = 3",
	};
	struct ledger_report r;

	for (size_t i = 0; i < sizeof(changes) / sizeof(changes[0]); i++) {
		if (i > 0) {
			(void)money_office_teardown(state);
			(void)setup(state);
		}
		tamper(changes[i]);
		r = verify(ERR_LEDGER_BROKEN);
		assert_true(names(&r, LEDGER_CHANGED, 3));
	}
}

static void
each_break_is_named_and_not_only_the_first(void **state)
{
	struct ledger_report r;

	(void)state;
	tamper("UPDATE ledger SET at = at + 1 WHERE sequence IN (2, 4)");
	r = verify(ERR_LEDGER_BROKEN);
	assert_int_equal(r.broken_count, 2);
	assert_true(names(&r, LEDGER_CHANGED, 2));
	assert_true(names(&r, LEDGER_CHANGED, 4));
}

static void
an_entry_that_was_taken_out_is_missed(void **state)
{
	struct ledger_report r;

	(void)state;
	store_office_tamper(&m.o, "DELETE FROM fee_settled");
	tamper("DELETE FROM ledger WHERE sequence = 3");
	r = verify(ERR_LEDGER_BROKEN);
	assert_true(names(&r, LEDGER_GAP, 4));
	assert_true(names(&r, LEDGER_MISSING, 3));
	assert_true(names(&r, LEDGER_RECEIPT, 3));
}

static void
entries_cut_off_at_the_end_are_missed(void **state)
{
	struct ledger_report r;

	(void)state;
	store_office_tamper(&m.o, "DELETE FROM fee_settled");
	tamper("DELETE FROM ledger WHERE sequence >= 4");
	r = verify(ERR_LEDGER_BROKEN);
	assert_true(names(&r, LEDGER_MISSING, 4));
	assert_true(names(&r, LEDGER_MISSING, 5));
}

static void
a_drawer_that_says_other_money_is_named(void **state)
{
	struct ledger_report r;

	(void)state;
	tamper("UPDATE drawer_session SET expected_yen = expected_yen - 750");
	r = verify(ERR_LEDGER_BROKEN);
	assert_true(names(&r, LEDGER_DRAWER, 1));
	assert_int_equal(r.broken_count, 1);
}

static void
a_movement_of_other_coins_is_named(void **state)
{
	struct ledger_report r;

	(void)state;
	tamper("UPDATE drawer_move SET n100 = n100 + 1 WHERE ordinal = 2");
	r = verify(ERR_LEDGER_BROKEN);
	assert_true(names(&r, LEDGER_DRAWER, 1));
}

static void
kept_totals_that_do_not_fit_are_named(void **state)
{
	struct ledger_report r;

	(void)state;
	tamper("UPDATE ledger_total SET yen = yen + 1");
	r = verify(ERR_LEDGER_BROKEN);
	assert_true(names(&r, LEDGER_TOTAL, 1));
	store_office_tamper(&m.o, "DELETE FROM ledger_total");
	r = verify(ERR_LEDGER_BROKEN);
	assert_true(names(&r, LEDGER_TOTAL, 1));
}

static void
the_totals_are_those_of_the_entries(void **state)
{
	struct ledger_total t[4];
	size_t n = 0;

	(void)state;
	assert_int_equal(
	    ledger_totals(m.o.st, m.o.day, m.o.day, 0, t, 4, &n), KERR_OK);
	assert_int_equal(n, 1);
	assert_int_equal(t[0].kind, LEDGER_CHARGE);
	assert_int_equal(t[0].item, FEE_INDIVIDUAL);
	assert_int_equal(t[0].count, ENTRIES);
	assert_int_equal(t[0].yen, ENTRIES * 750);
}

#define TEST(name) \
	cmocka_unit_test_prestate_setup_teardown( \
	    name, setup, money_office_teardown, &m)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(a_sound_ledger_is_said_to_be_sound),
	    TEST(nobody_changes_or_deletes_an_entry_by_the_way),
	    TEST(a_changed_entry_is_named),
	    TEST(each_break_is_named_and_not_only_the_first),
	    TEST(an_entry_that_was_taken_out_is_missed),
	    TEST(entries_cut_off_at_the_end_are_missed),
	    TEST(a_drawer_that_says_other_money_is_named),
	    TEST(a_movement_of_other_coins_is_named),
	    TEST(kept_totals_that_do_not_fit_are_named),
	    TEST(the_totals_are_those_of_the_entries),
	};

	return cmocka_run_group_tests_name("store_ledger", tests, NULL, NULL);
}
