/* Taking a fee and undoing it, on a real file. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "store/fees.h"
#include "store/receipts.h"
#include "support/money_office.h"

static struct money_office m;

static struct ledger_done
charge(int64_t card)
{
	struct ledger_done d;

	assert_int_equal(
	    money_office_charge(&m, m.o.st, m.o.clerk, card, CASH(1000), &d),
	    KERR_OK);
	return d;
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

static int64_t
number(const char *sql)
{
	return store_office_number(&m.o, sql);
}

static int
setup(void **state)
{
	(void)state;
	money_office_make(&m);
	assert_int_equal(money_office_open(&m, m.o.st, m.o.clerk), KERR_OK);
	return 0;
}

static void
a_charge_takes_the_price_and_gives_the_change(void **state)
{
	int64_t card = money_office_card(&m, "lost");
	struct cash want = CASH(100, 100, 50), had = holds(), has;
	struct ledger_done d = charge(card);

	(void)state;
	assert_int_equal(d.row.yen, 750);
	assert_int_equal(d.row.tender_yen, 1000);
	assert_int_equal(d.row.change_yen, 250);
	assert_true(cash_is_equal(&d.change, &want));
	assert_int_equal(d.row.receipt_no, 1);
	assert_int_equal(d.row.fiscal_year, 2026);
	assert_int_equal(d.row.sequence, 1);
	assert_int_equal(strlen(d.row.check), 4);
	assert_string_equal(d.row.reason, "lost");
	has = holds();
	assert_int_equal(has.count[YEN_1000], had.count[YEN_1000] + 1);
	assert_int_equal(has.count[YEN_100], had.count[YEN_100] - 2);
	assert_int_equal(money_office_held(&m, 1), MONEY_FLOAT_YEN + 750);
	assert_int_equal(fees_settled(m.o.st, card, m.o.day), KERR_OK);
	money_office_verify(&m);
}

static void
the_drawer_expects_the_fee_and_never_the_change(void **state)
{
	struct ledger_done d;

	(void)state;
	assert_int_equal(money_office_charge(&m, m.o.st, m.o.clerk,
			     money_office_card(&m, "lost"), CASH(5000), &d),
	    KERR_OK);
	assert_int_equal(number("SELECT expected_yen FROM drawer_session"),
	    MONEY_FLOAT_YEN + 750);
}

static void
no_card_pays_twice(void **state)
{
	int64_t card = money_office_card(&m, "lost");
	struct ledger_done d = charge(card);
	struct failure f;
	enum kerr e;

	(void)state;
	e = money_office_charge(&m, m.o.st, m.o.other, card, CASH(1000), &d);
	assert_int_equal(e, ERR_FEE_SETTLED);
	(void)store_explain(m.o.st, e, &f);
	assert_string_equal(failure_argument(&f, "receipt"), "2026-1-000001");
	assert_int_equal(number("SELECT count(*) FROM ledger"), 1);
	money_office_verify(&m);
}

/* The reply was lost, or the key was pressed twice. */
static void
the_same_request_again_gives_the_first_result(void **state)
{
	struct ledger_charge c = {.key = "one-form",
	    .card = money_office_card(&m, "lost"),
	    .item = FEE_INDIVIDUAL,
	    .shown_yen = 750,
	    .tender = CASH(1000)};
	struct ledger_done first, again;

	(void)state;
	store_office_begin(&m.o, m.o.st);
	assert_int_equal(ledger_charge(m.o.st, &c, &first), KERR_OK);
	store_office_commit(m.o.st);
	assert_false(first.again);
	store_office_begin(&m.o, m.o.st);
	assert_int_equal(ledger_charge(m.o.st, &c, &again), KERR_OK);
	store_office_commit(m.o.st);
	assert_true(again.again);
	assert_int_equal(again.row.id, first.row.id);
	assert_string_equal(again.row.check, first.row.check);
	assert_true(cash_is_equal(&again.change, &first.change));
	assert_int_equal(number("SELECT count(*) FROM ledger"), 1);
	c.tender = CASH(5000);
	store_office_begin(&m.o, m.o.st);
	assert_int_equal(ledger_charge(m.o.st, &c, &again), ERR_REQUEST_REUSED);
	store_rollback(m.o.st);
}

static void
the_price_is_not_taken_from_the_screen(void **state)
{
	struct ledger_charge c = {.key = "shown",
	    .card = money_office_card(&m, "lost"),
	    .item = FEE_INDIVIDUAL,
	    .shown_yen = 1,
	    .tender = CASH(1)};
	struct ledger_done d;
	struct failure f;
	enum kerr e;

	(void)state;
	store_office_begin(&m.o, m.o.st);
	e = ledger_charge(m.o.st, &c, &d);
	(void)store_explain(m.o.st, store_end(m.o.st, e), &f);
	assert_int_equal(e, ERR_FEE_CHANGED);
	assert_string_equal(failure_argument(&f, "yen"), "750");
	assert_int_equal(number("SELECT count(*) FROM ledger"), 0);
}

static void
too_little_money_and_wrong_change_are_refused(void **state)
{
	struct ledger_charge c = {.key = "k",
	    .card = money_office_card(&m, "lost"),
	    .item = FEE_INDIVIDUAL,
	    .shown_yen = 750,
	    .change_given = true};
	struct ledger_done d;

	(void)state;
	assert_int_equal(money_office_charge(&m, m.o.st, m.o.clerk, c.card,
			     CASH(500, 100, 100), &d),
	    ERR_CASH_TENDER);
	c.tender = CASH(1000);
	c.change = CASH(100, 100);
	store_office_begin(&m.o, m.o.st);
	assert_int_equal(ledger_charge(m.o.st, &c, &d), ERR_CASH_CHANGE);
	store_rollback(m.o.st);
	/* right in yen, but no such piece lies in the drawer */
	c.change = CASH(100, 100, 10, 10, 10, 10, 5, 5);
	store_office_begin(&m.o, m.o.st);
	assert_int_equal(ledger_charge(m.o.st, &c, &d), ERR_CASH_SHORT);
	store_rollback(m.o.st);
	c.change = CASH(100, 100, 10, 10, 10, 10, 10);
	store_office_begin(&m.o, m.o.st);
	assert_int_equal(ledger_charge(m.o.st, &c, &d), KERR_OK);
	store_office_commit(m.o.st);
	assert_int_equal(d.change.count[YEN_10], 5);
	money_office_verify(&m);
}

static void
a_drawer_without_coins_says_so_before_money_is_taken(void **state)
{
	struct cash all = holds();
	struct ledger_done d;
	struct failure f;
	enum kerr e;

	(void)state;
	assert_int_equal(
	    money_office_enter(&m, m.o.st, m.o.clerk, LEDGER_BANK, all, &d),
	    KERR_OK);
	e = money_office_charge(&m, m.o.st, m.o.clerk,
	    money_office_card(&m, "lost"), CASH(10000), &d);
	assert_int_equal(e, ERR_CASH_NO_CHANGE);
	(void)store_explain(m.o.st, e, &f);
	assert_string_equal(failure_argument(&f, "yen"), "9250");
	/* exact money always works */
	assert_int_equal(
	    money_office_charge(&m, m.o.st, m.o.clerk,
		money_office_card(&m, "lost"), CASH(500, 100, 50), &d),
	    ERR_CASH_TENDER);
	assert_int_equal(
	    money_office_charge(&m, m.o.st, m.o.clerk,
		money_office_card(&m, "lost"), CASH(500, 100, 100, 50), &d),
	    KERR_OK);
	money_office_verify(&m);
}

static void
only_an_appointed_officer_takes_money(void **state)
{
	struct ledger_done d;

	(void)state;
	assert_int_equal(money_office_charge(&m, m.o.st, m.boss,
			     money_office_card(&m, "lost"), CASH(1000), &d),
	    ERR_CASH_OFFICER);
	store_office_begin(&m.o, m.o.st);
	store_office_commit(m.o.st);
	store_office_tamper(
	    &m.o, "UPDATE staff SET active = 0 WHERE number = '101'");
	assert_int_equal(money_office_charge(&m, m.o.st, m.o.clerk,
			     money_office_card(&m, "lost"), CASH(1000), &d),
	    ERR_CASH_OFFICER);
}

static void
a_first_card_and_a_free_reason_take_nothing(void **state)
{
	struct ledger_done d;
	int64_t first = store_office_add(&m.o, 900);

	(void)state;
	assert_int_equal(
	    money_office_charge(&m, m.o.st, m.o.clerk, first, CASH(1000), &d),
	    ERR_FEE_NOT_DUE);
	assert_int_equal(
	    money_office_charge(&m, m.o.st, m.o.clerk,
		money_office_card(&m, "field_full"), CASH(1000), &d),
	    ERR_FEE_NOT_DUE);
	assert_int_equal(
	    money_office_charge(&m, m.o.st, m.o.clerk,
		money_office_card(&m, "no_such_reason"), CASH(1000), &d),
	    ERR_FEE_REASON);
	assert_int_equal(
	    money_office_charge(&m, m.o.st, m.o.clerk, 987654, CASH(1000), &d),
	    ERR_NOT_FOUND);
}

/* -- void and refund -- */

static void
a_void_gives_the_money_back_and_the_fee_is_open_again(void **state)
{
	int64_t card = money_office_card(&m, "lost");
	struct ledger_done d = charge(card), v;
	struct ledger_row row;

	(void)state;
	assert_int_equal(
	    money_office_void(&m, m.o.st, m.o.clerk, d.row.id, m.boss, &v),
	    KERR_OK);
	assert_int_equal(v.row.yen, 750);
	assert_int_equal(v.row.points_at, d.row.id);
	assert_int_equal(v.row.receipt_no, 2);
	assert_int_equal(money_office_held(&m, 1), MONEY_FLOAT_YEN);
	assert_int_equal(fees_settled(m.o.st, card, m.o.day), ERR_FEE_OPEN);
	/* the original is as it was */
	assert_int_equal(ledger_get(m.o.st, d.row.id, &row), KERR_OK);
	assert_int_equal(row.receipt_no, 1);
	assert_string_equal(row.check, d.row.check);
	assert_int_equal(
	    money_office_void(&m, m.o.st, m.o.clerk, d.row.id, m.boss, &v),
	    ERR_LEDGER_UNDONE);
	d = charge(card);
	assert_int_equal(d.row.receipt_no, 3);
	money_office_verify(&m);
}

static void
nobody_approves_a_void_of_ones_own(void **state)
{
	struct ledger_done d = charge(money_office_card(&m, "lost")), v;

	(void)state;
	assert_int_equal(
	    money_office_void(&m, m.o.st, m.o.clerk, d.row.id, 0, &v),
	    ERR_SAME_PERSON);
	assert_int_equal(
	    money_office_void(&m, m.o.st, m.o.clerk, d.row.id, m.o.clerk, &v),
	    ERR_SAME_PERSON);
	/* another handler, approved by the one who took the money */
	assert_int_equal(
	    money_office_void(&m, m.o.st, m.o.other, d.row.id, m.o.clerk, &v),
	    ERR_SAME_PERSON);
	assert_int_equal(number("SELECT count(*) FROM ledger"), 1);
}

static void
a_void_belongs_to_the_drawer_that_took_the_money(void **state)
{
	struct ledger_done d = charge(money_office_card(&m, "lost")), v;
	struct store *two = store_office_open(&m.o, 2);

	(void)state;
	assert_int_equal(money_office_open(&m, two, m.o.other), KERR_OK);
	assert_int_equal(
	    money_office_void(&m, two, m.o.other, d.row.id, m.boss, &v),
	    ERR_VOID_ELSEWHERE);
	assert_int_equal(
	    money_office_refund(&m, two, m.o.other, d.row.id, m.boss, &v),
	    ERR_REFUND_EARLY);
	assert_int_equal(
	    money_office_void(&m, m.o.st, m.o.clerk, v.row.id, m.boss, &v),
	    ERR_NOT_FOUND);
	store_close(&two);
}

/* Count exactly what is expected and close by the second supervisor. */
static void
count_and_close(void)
{
	struct cash c = holds();
	struct drawer_verdict v;
	struct drawer_session s;

	assert_int_equal(
	    money_office_begin_count(&m, m.o.st, m.o.clerk), KERR_OK);
	assert_int_equal(
	    money_office_count(&m, m.o.st, m.o.clerk, c, &v), KERR_OK);
	assert_true(v.can_close);
	assert_int_equal(money_office_close(&m, m.o.st, m.second, &s), KERR_OK);
	assert_int_equal(s.counted_yen, s.expected_yen);
}

static void
after_the_closing_there_is_only_a_refund_with_its_own_number(void **state)
{
	int64_t card = money_office_card(&m, "lost");
	struct ledger_done d = charge(card), v;
	struct store *two = store_office_open(&m.o, 2);

	(void)state;
	count_and_close();
	assert_int_equal(
	    money_office_void(&m, m.o.st, m.o.clerk, d.row.id, m.boss, &v),
	    ERR_DRAWER_CLOSED);
	assert_int_equal(money_office_open(&m, two, m.o.other), KERR_OK);
	assert_int_equal(
	    money_office_void(&m, two, m.o.other, d.row.id, m.boss, &v),
	    ERR_VOID_LATE);
	assert_int_equal(
	    money_office_refund(&m, two, m.o.other, d.row.id, m.boss, &v),
	    KERR_OK);
	assert_int_equal(v.row.kind, LEDGER_REFUND);
	assert_int_equal(v.row.counter, 2);
	assert_int_equal(v.row.receipt_no, 1);
	assert_int_equal(money_office_held(&m, 2), MONEY_FLOAT_YEN - 750);
	assert_int_equal(fees_settled(m.o.st, card, m.o.day), ERR_FEE_OPEN);
	store_close(&two);
	money_office_verify(&m);
}

static void
nothing_comes_after_the_closing(void **state)
{
	int64_t card = money_office_card(&m, "lost");
	struct ledger_done d;

	(void)state;
	count_and_close();
	assert_int_equal(
	    money_office_charge(&m, m.o.st, m.o.clerk, card, CASH(1000), &d),
	    ERR_DRAWER_CLOSED);
	assert_int_equal(money_office_enter(&m, m.o.st, m.o.clerk,
			     LEDGER_PAID_IN, CASH(1000), &d),
	    ERR_DRAWER_CLOSED);
	assert_int_equal(
	    money_office_open(&m, m.o.st, m.o.clerk), ERR_DRAWER_OPEN);
	assert_int_equal(number("SELECT count(*) FROM ledger"), 0);
}

static void
an_exemption_needs_its_evidence_and_moves_no_money(void **state)
{
	struct ledger_exempt x = {.key = "x1",
	    .card = money_office_card(&m, "disaster"),
	    .item = FEE_INDIVIDUAL,
	    .evidence = ""};
	struct ledger_done d;

	(void)state;
	store_office_begin(&m.o, m.o.st);
	assert_int_equal(ledger_exempt(m.o.st, &x, &d), ERR_FEE_EVIDENCE);
	store_rollback(m.o.st);
	x.evidence = "disaster_certificate";
	x.note = "R8-17";
	store_office_begin(&m.o, m.o.st);
	assert_int_equal(ledger_exempt(m.o.st, &x, &d), KERR_OK);
	store_office_commit(m.o.st);
	assert_int_equal(d.row.yen, 0);
	assert_int_equal(d.row.receipt_no, 0);
	assert_int_equal(fees_settled(m.o.st, x.card, m.o.day), KERR_OK);
	assert_int_equal(
	    money_office_charge(&m, m.o.st, m.o.clerk, x.card, CASH(1000), &d),
	    ERR_FEE_SETTLED);
	money_office_verify(&m);
}

static void
what_the_office_decides_needs_a_second_person(void **state)
{
	struct ledger_exempt x = {.key = "x2",
	    .card = money_office_card(&m, "stolen"),
	    .item = FEE_INDIVIDUAL,
	    .evidence = "police_number",
	    .note = "1234"};
	struct ledger_done d;

	(void)state;
	store_office_begin(&m.o, m.o.st);
	assert_int_equal(ledger_exempt(m.o.st, &x, &d), ERR_SAME_PERSON);
	store_rollback(m.o.st);
	x.approved_by = m.o.clerk;
	store_office_begin(&m.o, m.o.st);
	assert_int_equal(ledger_exempt(m.o.st, &x, &d), ERR_SAME_PERSON);
	store_rollback(m.o.st);
	x.approved_by = m.boss;
	store_office_begin(&m.o, m.o.st);
	assert_int_equal(ledger_exempt(m.o.st, &x, &d), KERR_OK);
	store_office_commit(m.o.st);
	/* charged reasons have no exemption; a void opens it again */
	x.card = money_office_card(&m, "lost");
	x.key = "x3";
	store_office_begin(&m.o, m.o.st);
	assert_int_equal(ledger_exempt(m.o.st, &x, &d), ERR_FEE_CHARGED);
	store_rollback(m.o.st);
}

static void
an_exemption_is_voided_without_a_drawer(void **state)
{
	struct ledger_exempt x = {.key = "x4",
	    .card = money_office_card(&m, "disaster"),
	    .item = FEE_INDIVIDUAL,
	    .evidence = "disaster_certificate",
	    .note = "R8-18"};
	struct store *two = store_office_open(&m.o, 2);
	struct ledger_done d, v;

	(void)state;
	store_office_begin(&m.o, m.o.st);
	assert_int_equal(ledger_exempt(m.o.st, &x, &d), KERR_OK);
	store_office_commit(m.o.st);
	assert_int_equal(
	    money_office_void(&m, two, m.o.other, d.row.id, m.boss, &v),
	    KERR_OK);
	assert_int_equal(v.row.receipt_no, 0);
	assert_int_equal(fees_settled(m.o.st, x.card, m.o.day), ERR_FEE_OPEN);
	store_close(&two);
	money_office_verify(&m);
}

static void
receipts_are_found_by_their_number(void **state)
{
	struct ledger_done d = charge(money_office_card(&m, "lost"));
	struct ledger_row row;
	int64_t n = 0;
	char text[RECEIPT_TEXT_SIZE];

	(void)state;
	(void)charge(money_office_card(&m, "lost"));
	assert_int_equal(receipts_find(m.o.st, 1, 2026, 1, &row), KERR_OK);
	assert_int_equal(row.id, d.row.id);
	assert_string_equal(receipt_text(&row, text), "2026-1-000001");
	assert_int_equal(
	    receipts_find(m.o.st, 1, 2025, 1, &row), ERR_NOT_FOUND);
	assert_int_equal(receipts_last(m.o.st, 1, 2026, &n), KERR_OK);
	assert_int_equal(n, 2);
	assert_int_equal(receipts_count(m.o.st, 1, 2026, &n), KERR_OK);
	assert_int_equal(n, 2);
}

#define TEST(name) \
	cmocka_unit_test_prestate_setup_teardown( \
	    name, setup, money_office_teardown, &m)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(a_charge_takes_the_price_and_gives_the_change),
	    TEST(the_drawer_expects_the_fee_and_never_the_change),
	    TEST(no_card_pays_twice),
	    TEST(the_same_request_again_gives_the_first_result),
	    TEST(the_price_is_not_taken_from_the_screen),
	    TEST(too_little_money_and_wrong_change_are_refused),
	    TEST(a_drawer_without_coins_says_so_before_money_is_taken),
	    TEST(only_an_appointed_officer_takes_money),
	    TEST(a_first_card_and_a_free_reason_take_nothing),
	    TEST(a_void_gives_the_money_back_and_the_fee_is_open_again),
	    TEST(nobody_approves_a_void_of_ones_own),
	    TEST(a_void_belongs_to_the_drawer_that_took_the_money),
	    TEST(after_the_closing_there_is_only_a_refund_with_its_own_number),
	    TEST(nothing_comes_after_the_closing),
	    TEST(an_exemption_needs_its_evidence_and_moves_no_money),
	    TEST(what_the_office_decides_needs_a_second_person),
	    TEST(an_exemption_is_voided_without_a_drawer),
	    TEST(receipts_are_found_by_their_number),
	};

	return cmocka_run_group_tests_name("store_charge", tests, NULL, NULL);
}
