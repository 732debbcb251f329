/* The drawer: opened once a day, counted blind, closed by somebody else. And
 * the days that are not like others. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/date.h"
#include "rules/fiscal.h"
#include "store/cash_officers.h"
#include "store/days.h"
#include "store/fees.h"
#include "store/receipts.h"
#include "store/rules_in_force.h"
#include "support/money_office.h"

static struct money_office m;

static int
setup(void **state)
{
	(void)state;
	money_office_make(&m);
	assert_int_equal(money_office_open(&m, m.o.st, m.o.clerk), KERR_OK);
	return 0;
}

static struct cash
holds(void)
{
	struct drawer_session s;
	struct cash c;

	assert_int_equal(drawer_here(m.o.st, &s), KERR_OK);
	assert_int_equal(drawer_holds(m.o.st, s.id, &c), KERR_OK);
	return c;
}

static void
start_count(void)
{
	assert_int_equal(
	    money_office_begin_count(&m, m.o.st, m.o.clerk), KERR_OK);
}

static enum kerr
count(int64_t who, struct cash c, struct drawer_verdict *v)
{
	return money_office_count(&m, m.o.st, who, c, v);
}

static void
a_drawer_is_opened_once_a_business_day(void **state)
{
	struct drawer_session s;
	struct cash want = money_office_float();

	(void)state;
	assert_int_equal(
	    money_office_open(&m, m.o.st, m.o.clerk), ERR_DRAWER_OPEN);
	assert_int_equal(drawer_here(m.o.st, &s), KERR_OK);
	assert_int_equal(s.float_yen, MONEY_FLOAT_YEN);
	assert_true(cash_is_equal(&s.float_cash, &want));
	assert_int_equal(s.expected_yen, -1);
	assert_int_equal(date_compare(s.business_day, m.o.day), 0);
}

static void
the_float_is_not_more_than_was_granted(void **state)
{
	struct store *two = store_office_open(&m.o, 2);
	struct cash much = {{0}};
	struct failure f;
	int64_t id = 0;
	enum kerr e;

	(void)state;
	much.count[YEN_10000] = 18; /* 180,000, and 25,500 are out */
	assert_int_equal(store_begin(two, m.o.clerk, OFFICE_NOW), KERR_OK);
	e = drawer_open(two, "much", &much, &id);
	(void)store_explain(two, store_end(two, e), &f);
	assert_int_equal(e, ERR_FLOAT);
	assert_string_equal(failure_argument(&f, "yen"), "174500");
	/* nobody is granted anything by being a supervisor */
	assert_int_equal(money_office_open(&m, two, m.boss), ERR_CASH_OFFICER);
	store_close(&two);
}

static void
an_exact_count_needs_one_person_and_another_to_close(void **state)
{
	struct drawer_verdict v;
	struct drawer_session s;

	(void)state;
	start_count();
	assert_int_equal(count(m.o.clerk, holds(), &v), KERR_OK);
	assert_true(v.can_close);
	assert_int_equal(v.difference_yen, 0);
	/* the opener does not close */
	assert_int_equal(
	    money_office_close(&m, m.o.st, m.o.clerk, &s), ERR_DRAWER_CLOSER);
	assert_int_equal(money_office_close(&m, m.o.st, m.second, &s), KERR_OK);
	assert_int_equal(s.state, DRAWER_CLOSED);
	assert_int_equal(s.counted_yen, MONEY_FLOAT_YEN);
	assert_int_equal(s.closed_by, m.second);
	money_office_verify(&m);
}

static void
who_handled_or_approved_money_does_not_close(void **state)
{
	struct ledger_done d, x;
	struct drawer_verdict v;
	struct drawer_session s;

	(void)state;
	assert_int_equal(money_office_charge(&m, m.o.st, m.o.other,
			     money_office_card(&m, "lost"), CASH(1000), &d),
	    KERR_OK);
	assert_int_equal(
	    money_office_void(&m, m.o.st, m.o.clerk, d.row.id, m.boss, &x),
	    KERR_OK);
	start_count();
	assert_int_equal(count(m.o.clerk, holds(), &v), KERR_OK);
	assert_int_equal(
	    money_office_close(&m, m.o.st, m.o.other, &s), ERR_DRAWER_CLOSER);
	assert_int_equal(
	    money_office_close(&m, m.o.st, m.boss, &s), ERR_DRAWER_CLOSER);
	assert_int_equal(money_office_close(&m, m.o.st, m.second, &s), KERR_OK);
}

static void
a_difference_is_blind_until_a_second_person_found_the_same(void **state)
{
	struct cash less;
	struct drawer_verdict v;
	struct drawer_session s;
	struct drawer_counted rows[4];
	struct ledger_row row;
	size_t n = 0;

	(void)state;
	start_count();
	less = holds();
	less.count[YEN_100]--;
	assert_int_equal(count(m.o.clerk, less, &v), KERR_OK);
	assert_false(v.can_close);
	assert_true(v.needs_other);
	assert_int_equal(v.expected_yen, -1);
	assert_int_equal(v.counted_yen, -1);
	assert_int_equal(v.difference_yen, 0);
	assert_int_equal(
	    drawer_counts(m.o.st, 1, rows, 4, &n), ERR_DRAWER_BLIND);
	assert_int_equal(
	    money_office_close(&m, m.o.st, m.second, &s), ERR_DRAWER_UNCOUNTED);
	assert_int_equal(count(m.o.clerk, less, &v), ERR_SAME_PERSON);
	assert_int_equal(count(m.o.other, less, &v), KERR_OK);
	assert_true(v.can_close);
	assert_int_equal(v.difference_yen, -100);
	assert_int_equal(money_office_close(&m, m.o.st, m.second, &s), KERR_OK);
	/* both counts stay, the difference is an entry */
	assert_int_equal(drawer_counts(m.o.st, s.id, rows, 4, &n), KERR_OK);
	assert_int_equal(n, 2);
	assert_int_equal(rows[0].by, m.o.clerk);
	assert_int_equal(rows[1].by, m.o.other);
	assert_int_equal(
	    ledger_of_session(m.o.st, s.id, 0, &row, 1, &n), KERR_OK);
	assert_int_equal(row.kind, LEDGER_SHORT);
	assert_int_equal(row.yen, 100);
	assert_int_equal(s.expected_yen - s.counted_yen, 100);
	money_office_verify(&m);
}

static void
two_counts_that_differ_ask_for_a_third(void **state)
{
	struct cash less, lesser;
	struct drawer_verdict v;

	(void)state;
	start_count();
	less = lesser = holds();
	less.count[YEN_100]--;
	lesser.count[YEN_100] -= 2;
	assert_int_equal(count(m.o.clerk, less, &v), KERR_OK);
	assert_int_equal(count(m.o.other, lesser, &v), KERR_OK);
	assert_false(v.can_close);
	assert_int_equal(v.counts, 2);
	assert_int_equal(count(m.second, less, &v), KERR_OK);
	assert_true(v.can_close);
	assert_int_equal(v.difference_yen, -100);
	assert_int_equal(count(m.boss, less, &v), ERR_DRAWER_COUNTED);
}

static void
no_money_moves_while_it_is_counted(void **state)
{
	int64_t card = money_office_card(&m, "lost");
	struct ledger_done d;
	struct drawer_verdict v;
	struct cash had = holds();

	(void)state;
	start_count();
	assert_int_equal(
	    money_office_charge(&m, m.o.st, m.o.clerk, card, CASH(1000), &d),
	    ERR_DRAWER_CLOSED);
	/* begun by mistake: back, while nobody has counted */
	store_office_begin(&m.o, m.o.st);
	assert_int_equal(drawer_end_count(m.o.st), KERR_OK);
	store_office_commit(m.o.st);
	assert_int_equal(
	    money_office_charge(&m, m.o.st, m.o.clerk, card, CASH(1000), &d),
	    KERR_OK);
	start_count();
	assert_int_equal(count(m.o.clerk, had, &v), KERR_OK);
	store_office_begin(&m.o, m.o.st);
	assert_int_equal(drawer_end_count(m.o.st), ERR_DRAWER_COUNTED);
	store_rollback(m.o.st);
}

static void
money_found_later_is_a_new_entry_that_points_at_what_was_short(void **state)
{
	struct ledger_entry x = {.key = "found",
	    .kind = LEDGER_FOUND,
	    .cash = CASH(100),
	    .reason = "under_the_desk"};
	struct store *two = store_office_open(&m.o, 2);
	struct cash less;
	struct drawer_verdict v;
	struct drawer_session s;
	struct ledger_row row;
	struct ledger_done d;
	size_t n = 0;

	(void)state;
	start_count();
	less = holds();
	less.count[YEN_100]--;
	assert_int_equal(count(m.o.clerk, less, &v), KERR_OK);
	assert_int_equal(count(m.o.other, less, &v), KERR_OK);
	assert_int_equal(money_office_close(&m, m.o.st, m.second, &s), KERR_OK);
	assert_int_equal(
	    ledger_of_session(m.o.st, s.id, 0, &row, 1, &n), KERR_OK);
	assert_int_equal(money_office_open(&m, two, m.o.other), KERR_OK);
	x.points_at = row.id;
	assert_int_equal(store_begin(two, m.o.other, OFFICE_NOW), KERR_OK);
	assert_int_equal(ledger_enter(two, &x, &d), KERR_OK);
	assert_int_equal(store_end(two, KERR_OK), KERR_OK);
	assert_int_equal(d.row.points_at, row.id);
	assert_int_equal(money_office_held(&m, 1), MONEY_FLOAT_YEN - 100);
	assert_int_equal(money_office_held(&m, 2), MONEY_FLOAT_YEN + 100);
	store_close(&two);
	money_office_verify(&m);
}

static void
every_opening_of_the_drawer_is_a_row(void **state)
{
	(void)state;
	store_office_begin(&m.o, m.o.st);
	assert_int_equal(drawer_look(m.o.st, "change_for_visitor"), KERR_OK);
	store_office_commit(m.o.st);
	assert_int_equal(
	    store_office_number(&m.o, "SELECT count(*) FROM drawer_move"
				      " WHERE kind = 'opened' AND yen = 0"),
	    1);
	assert_int_equal(
	    store_office_number(&m.o, "SELECT count(*) FROM audit"
				      " WHERE verb = 'drawer.look'"),
	    1);
	money_office_verify(&m);
}

static void
money_in_and_out_keeps_what_the_drawer_expects(void **state)
{
	struct ledger_done d;

	(void)state;
	assert_int_equal(money_office_enter(&m, m.o.st, m.o.clerk,
			     LEDGER_PAID_IN, CASH(100, 100), &d),
	    KERR_OK);
	assert_int_equal(money_office_enter(&m, m.o.st, m.o.clerk,
			     LEDGER_PAID_OUT, CASH(1000), &d),
	    KERR_OK);
	assert_int_equal(money_office_enter(&m, m.o.st, m.o.clerk, LEDGER_BANK,
			     CASH(10000), &d),
	    ERR_CASH_SHORT);
	assert_int_equal(money_office_enter(&m, m.o.st, m.o.clerk, LEDGER_BANK,
			     CASH(5000), &d),
	    KERR_OK);
	assert_int_equal(money_office_enter(&m, m.o.st, m.o.clerk,
			     LEDGER_CHARGE, CASH(5000), &d),
	    ERR_LEDGER_KIND);
	assert_int_equal(money_office_held(&m, 1), MONEY_FLOAT_YEN - 5800);
	money_office_verify(&m);
}

static void
the_cash_book_carries_forward_what_is_not_banked(void **state)
{
	struct cash_book b;
	struct ledger_done d;
	struct drawer_verdict v;
	struct drawer_session s;

	(void)state;
	assert_int_equal(money_office_charge(&m, m.o.st, m.o.clerk,
			     money_office_card(&m, "lost"), CASH(1000), &d),
	    KERR_OK);
	assert_int_equal(ledger_book(m.o.st, m.o.day, &b), ERR_DRAWER_BLIND);
	start_count();
	assert_int_equal(count(m.o.clerk, holds(), &v), KERR_OK);
	assert_int_equal(money_office_close(&m, m.o.st, m.second, &s), KERR_OK);
	assert_int_equal(money_office_enter(&m, m.o.st, m.o.clerk,
			     LEDGER_DEPOSIT, CASH(1000), &d),
	    ERR_CUSTODY);
	assert_int_equal(money_office_enter(&m, m.o.st, m.o.clerk,
			     LEDGER_DEPOSIT, CASH(500), &d),
	    KERR_OK);
	assert_int_equal(ledger_book(m.o.st, m.o.day, &b), KERR_OK);
	assert_int_equal(b.received, 750);
	assert_int_equal(b.banked, 500);
	assert_int_equal(b.carried_forward, 250);
	assert_int_equal(b.custody, 250 + MONEY_FLOAT_YEN);
	assert_int_equal(
	    ledger_book(m.o.st, (struct date){2026, 11, 25}, &b), KERR_OK);
	assert_int_equal(b.brought_forward, 250);
	money_office_verify(&m);
}

/* -- days that are not like others -- */

/* Close what is open and open the business day and the drawer of another. */
static void
go_to(struct date day, int64_t now)
{
	struct drawer_verdict v;
	struct drawer_session s;
	int64_t id = 0, grant = 0;
	struct cash c = money_office_float();
	struct failure f;
	struct business_day open;
	char key[40], iso[DATE_ISO_SIZE];

	if (drawer_here(m.o.st, &s) == KERR_OK) {
		start_count();
		assert_int_equal(count(m.o.clerk, holds(), &v), KERR_OK);
		assert_int_equal(
		    money_office_close(&m, m.o.st, m.second, &s), KERR_OK);
	}
	assert_int_equal(days_current(m.o.st, &open), KERR_OK);
	assert_int_equal(store_begin(m.o.st, m.boss, now), KERR_OK);
	assert_int_equal(days_close(m.o.st, open.day), KERR_OK);
	assert_int_equal(days_open(m.o.st, day), KERR_OK);
	assert_int_equal(float_grants_propose(m.o.st, m.o.clerk,
			     fiscal_year(day), 100000, &grant, &f),
	    KERR_OK);
	assert_int_equal(store_end(m.o.st, KERR_OK), KERR_OK);
	assert_int_equal(store_begin(m.o.st, m.second, now), KERR_OK);
	assert_int_equal(float_grants_approve(m.o.st, grant), KERR_OK);
	assert_int_equal(store_end(m.o.st, KERR_OK), KERR_OK);
	(void)snprintf(key, sizeof(key), "open-%s", date_iso(day, iso));
	assert_int_equal(store_begin(m.o.st, m.o.clerk, now), KERR_OK);
	assert_int_equal(drawer_open(m.o.st, key, &c, &id), KERR_OK);
	assert_int_equal(store_end(m.o.st, KERR_OK), KERR_OK);
}

static struct ledger_row
charge_at(int64_t now)
{
	struct ledger_charge c = {.key = money_office_key(&m),
	    .card = money_office_card(&m, "lost"),
	    .item = FEE_INDIVIDUAL,
	    .shown_yen = 750,
	    .tender = CASH(1000)};
	struct ledger_done d;

	assert_int_equal(store_begin(m.o.st, m.o.clerk, now), KERR_OK);
	assert_int_equal(ledger_charge(m.o.st, &c, &d), KERR_OK);
	assert_int_equal(store_end(m.o.st, KERR_OK), KERR_OK);
	return d.row;
}

static void
midnight_does_not_move_the_business_day(void **state)
{
	int64_t midnight = utc_of_date((struct date){2026, 11, 25});
	struct ledger_row before = charge_at(midnight - 1);
	struct ledger_row after = charge_at(midnight + 1);

	(void)state;
	assert_int_equal(
	    date_compare(before.business_day, after.business_day), 0);
	assert_int_equal(after.receipt_no, before.receipt_no + 1);
	money_office_verify(&m);
}

static void
receipts_begin_again_with_the_fiscal_year(void **state)
{
	struct date last = {2027, 3, 31}, first = {2027, 4, 1};
	int64_t midnight = utc_of_date(first);
	struct ledger_row row;

	(void)state;
	(void)charge_at(OFFICE_NOW);
	go_to(last, midnight - 7200);
	row = charge_at(midnight - 60);
	assert_int_equal(row.fiscal_year, 2026);
	assert_int_equal(row.receipt_no, 2);
	/* past midnight, the drawer of 31 March still open */
	row = charge_at(midnight + 60);
	assert_int_equal(row.fiscal_year, 2026);
	assert_int_equal(row.receipt_no, 3);
	go_to(first, midnight + 8 * 3600);
	row = charge_at(midnight + 9 * 3600);
	assert_int_equal(row.fiscal_year, 2027);
	assert_int_equal(row.receipt_no, 1);
	assert_int_equal(row.sequence, 4);
	money_office_verify(&m);
}

static void
the_29th_of_february_is_a_day_like_any_other(void **state)
{
	struct date day = {2028, 2, 29};
	struct ledger_row row, found;

	(void)state;
	go_to(day, utc_of_date(day) + 36000);
	row = charge_at(utc_of_date(day) + 36060);
	assert_int_equal(row.fiscal_year, 2027);
	assert_int_equal(
	    receipts_find(m.o.st, 1, 2027, row.receipt_no, &found), KERR_OK);
	assert_int_equal(date_compare(found.business_day, day), 0);
	money_office_verify(&m);
}

static void
an_era_change_changes_no_number(void **state)
{
	struct date heisei = {2019, 4, 30}, reiwa = {2019, 5, 1};
	struct ledger_row row;
	struct era era;

	(void)state;
	go_to(heisei, utc_of_date(heisei) + 36000);
	row = charge_at(utc_of_date(heisei) + 36060);
	assert_true(date_era(row.business_day, &era));
	assert_int_equal(era.year, 31);
	go_to(reiwa, utc_of_date(reiwa) + 36000);
	row = charge_at(utc_of_date(reiwa) + 36060);
	assert_true(date_era(row.business_day, &era));
	assert_int_equal(era.year, 1);
	assert_int_equal(row.fiscal_year, 2019);
	assert_int_equal(row.receipt_no, 2);
	money_office_verify(&m);
}

static void
a_clock_that_was_set_back_keeps_the_order(void **state)
{
	struct ledger_row first = charge_at(OFFICE_NOW);
	struct ledger_row second = charge_at(OFFICE_NOW - 86400 * 365);
	struct ledger_row rows[2];
	size_t n = 0;

	(void)state;
	assert_int_equal(second.sequence, first.sequence + 1);
	assert_int_equal(second.receipt_no, first.receipt_no + 1);
	assert_int_equal(
	    date_compare(second.business_day, first.business_day), 0);
	assert_int_equal(
	    ledger_of_day(m.o.st, m.o.day, 1, 0, rows, 2, &n), KERR_OK);
	assert_int_equal(rows[0].id, second.id);
	money_office_verify(&m);
}

static void
a_price_changes_with_the_business_day(void **state)
{
	struct date last = {2026, 11, 30}, first = {2026, 12, 1};
	int64_t card = money_office_card(&m, "lost"), id = 0;
	struct rule r = {.kind = RULE_FEE,
	    .code = "individual_card",
	    .first_day = {2026, 12, 1},
	    .value = 800};
	struct fee_due due;
	struct failure f;
	size_t n = 0;

	(void)state;
	assert_int_equal(store_begin(m.o.st, m.boss, OFFICE_NOW), KERR_OK);
	assert_int_equal(rules_propose(m.o.st, &r, "", &id, &f), KERR_OK);
	assert_int_equal(store_end(m.o.st, KERR_OK), KERR_OK);
	/* proposed is not in force */
	assert_int_equal(fees_due(m.o.st, card, first, &due, 1, &n), KERR_OK);
	assert_int_equal(due.yen, 750);
	assert_int_equal(store_begin(m.o.st, m.boss, OFFICE_NOW), KERR_OK);
	assert_int_equal(rules_approve(m.o.st, id), ERR_SAME_PERSON);
	store_rollback(m.o.st);
	assert_int_equal(store_begin(m.o.st, m.second, OFFICE_NOW), KERR_OK);
	assert_int_equal(rules_approve(m.o.st, id), KERR_OK);
	assert_int_equal(store_end(m.o.st, KERR_OK), KERR_OK);
	assert_int_equal(fees_due(m.o.st, card, last, &due, 1, &n), KERR_OK);
	assert_int_equal(due.yen, 750);
	assert_int_equal(fees_due(m.o.st, card, first, &due, 1, &n), KERR_OK);
	assert_int_equal(due.yen, 800);
}

#define TEST(name) \
	cmocka_unit_test_prestate_setup_teardown( \
	    name, setup, money_office_teardown, &m)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(a_drawer_is_opened_once_a_business_day),
	    TEST(the_float_is_not_more_than_was_granted),
	    TEST(an_exact_count_needs_one_person_and_another_to_close),
	    TEST(who_handled_or_approved_money_does_not_close),
	    TEST(a_difference_is_blind_until_a_second_person_found_the_same),
	    TEST(two_counts_that_differ_ask_for_a_third),
	    TEST(no_money_moves_while_it_is_counted),
	    TEST(
		money_found_later_is_a_new_entry_that_points_at_what_was_short),
	    TEST(every_opening_of_the_drawer_is_a_row),
	    TEST(money_in_and_out_keeps_what_the_drawer_expects),
	    TEST(the_cash_book_carries_forward_what_is_not_banked),
	    TEST(midnight_does_not_move_the_business_day),
	    TEST(receipts_begin_again_with_the_fiscal_year),
	    TEST(the_29th_of_february_is_a_day_like_any_other),
	    TEST(an_era_change_changes_no_number),
	    TEST(a_clock_that_was_set_back_keeps_the_order),
	    TEST(a_price_changes_with_the_business_day),
	};

	return cmocka_run_group_tests_name("store_drawer", tests, NULL, NULL);
}
