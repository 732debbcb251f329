/* desk_cash_test.c -- the till at the desk: fees, change, four eyes, the blind
 * count. On a real store with the built-in schedule in force. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/secret.h"
#include "desk/cash_book.h"
#include "desk/cash_entries.h"
#include "desk/cash_people.h"
#include "desk/cashier.h"
#include "desk/charge.h"
#include "desk/session.h"
#include "support/desk_money.h"

#define PRICE 750

static struct desk_office office;
static struct failure f;
static struct desk *d;
static int64_t card;

static int
begin(void **state)
{
	(void)state;
	memset(&f, 0, sizeof(f));
	desk_office_begin(&office);
	card = desk_money_card(&office, "N-00777", "lost");
	d = desk_office_open(&office, 1, "1001");
	return 0;
}

static int
end(void **state)
{
	(void)state;
	desk_office_end(&office);
	return 0;
}

static enum kerr
take(int64_t which, struct cash tender, const char *key,
    struct charge_done *done)
{
	return charge_take(d, which, PRICE, &tender, key, done, &f);
}

static struct charge_done
taken(int64_t which, struct cash tender)
{
	struct charge_done done;
	char key[DESK_KEY_SIZE];

	desk_new_key(key);
	assert_int_equal(take(which, tender, key, &done), KERR_OK);
	return done;
}

static struct till_view
till(void)
{
	struct till_view v;

	assert_int_equal(cashier_load(d, &v, &f), KERR_OK);
	return v;
}

static struct charge_view
fee_of(int64_t which)
{
	struct charge_view v;

	assert_int_equal(charge_load(d, which, &v, &f), KERR_OK);
	return v;
}

static int64_t
yen_of(struct cash c)
{
	int64_t yen = 0;

	assert_int_equal(cash_total(&c, &yen), KERR_OK);
	return yen;
}

/* -- the drawer -- */

static void
only_an_appointed_officer_opens_a_drawer(void **state)
{
	struct cash money = desk_money_float();
	char key[DESK_KEY_SIZE];

	(void)state;
	desk_new_key(key);
	(void)desk_office_open(&office, 2, "2001"); /* the supervisor */
	assert_int_equal(
	    cashier_open(office.desk[2], &money, key, &f), ERR_CASH_OFFICER);
	assert_int_equal(cashier_open(d, &money, key, &f), KERR_OK);
	assert_int_equal(till().phase, TILL_OPEN);
	assert_string_equal(till().appointment, "2026-1001");
}

static void
a_float_over_what_was_granted_is_refused(void **state)
{
	struct cash money = {.count = {[YEN_10000] = 11}};
	char key[DESK_KEY_SIZE];

	(void)state;
	desk_new_key(key);
	assert_int_equal(cashier_open(d, &money, key, &f), ERR_FLOAT);
	assert_string_equal(failure_argument(&f, "yen"), "100000");
	assert_int_equal(till().phase, TILL_NONE);
}

static void
a_drawer_opened_by_a_double_key_press_is_one(void **state)
{
	struct cash money = desk_money_float();
	char key[DESK_KEY_SIZE];

	(void)state;
	desk_new_key(key);
	assert_int_equal(cashier_open(d, &money, key, &f), KERR_OK);
	assert_int_equal(cashier_open(d, &money, key, &f), KERR_OK);
	assert_int_equal(yen_of(till().has), DESK_FLOAT_YEN);
}

/* -- charging -- */

static void
a_reissue_costs_the_price_of_the_schedule(void **state)
{
	struct charge_view v = fee_of(card);

	(void)state;
	assert_int_equal(v.item_count, 1);
	assert_int_equal(v.item[0].state, DUE_TO_PAY);
	assert_int_equal(v.due_yen, PRICE);
	assert_false(v.claim_differs);
	assert_false(v.is_settled);
	assert_true(fee_of(office.card[OFFICE_TANAKA]).is_settled);
}

static void
change_comes_out_of_the_drawer_by_pieces(void **state)
{
	struct charge_done done;
	struct cash want = DESK_CASH(500);

	(void)state;
	desk_money_open(&office, 1);
	done = taken(card, DESK_CASH(1000, 100, 100, 50));
	assert_int_equal(done.change_yen, 500);
	assert_true(cash_is_equal(&done.change, &want));
	assert_string_equal(done.receipt, "2026-1-000001");
	assert_int_equal(yen_of(till().has), DESK_FLOAT_YEN + PRICE);
	assert_int_equal(fee_of(card).item[0].state, DUE_PAID);
}

static void
the_same_form_sent_twice_is_charged_once(void **state)
{
	struct charge_done first, again;
	char key[DESK_KEY_SIZE];

	(void)state;
	desk_money_open(&office, 1);
	desk_new_key(key);
	assert_int_equal(take(card, DESK_CASH(1000), key, &first), KERR_OK);
	assert_false(first.again);
	assert_int_equal(take(card, DESK_CASH(1000), key, &again), KERR_OK);
	assert_true(again.again);
	assert_string_equal(again.receipt, first.receipt);
	assert_int_equal(again.change_yen, 250);
	assert_int_equal(yen_of(till().has), DESK_FLOAT_YEN + PRICE);
	/* the same form with other money was mixed up */
	assert_int_equal(
	    take(card, DESK_CASH(5000), key, &again), ERR_REQUEST_REUSED);
}

static void
a_paid_card_is_not_asked_again_with_another_form(void **state)
{
	struct charge_done done;
	char key[DESK_KEY_SIZE];

	(void)state;
	desk_money_open(&office, 1);
	(void)taken(card, DESK_CASH(500, 100, 100, 50));
	desk_new_key(key);
	assert_int_equal(
	    take(card, DESK_CASH(1000), key, &done), ERR_FEE_NOT_DUE);
	assert_int_equal(yen_of(till().has), DESK_FLOAT_YEN + PRICE);
}

static void
too_little_and_what_cannot_be_changed_take_nothing(void **state)
{
	struct charge_done done;
	struct charge_plan plan;
	struct cash large = DESK_CASH(10000);
	char key[DESK_KEY_SIZE];

	(void)state;
	desk_money_open(&office, 1);
	desk_new_key(key);
	assert_int_equal(
	    take(card, DESK_CASH(500), key, &done), ERR_CASH_TENDER);
	assert_string_equal(failure_argument(&f, "yen"), "250");
	/* 10,000: the drawer holds 5 x 1,000 and coins of 5,000 in all */
	assert_int_equal(charge_plan(d, card, &large, &plan, &f), KERR_OK);
	assert_int_equal(plan.change_yen, 9250);
	assert_true(plan.is_possible);
	(void)taken(card, large);
	assert_true(till().is_short[YEN_1000]);
	card = desk_money_card(&office, "N-00778", "lost");
	assert_int_equal(charge_plan(d, card, &large, &plan, &f), KERR_OK);
	assert_false(plan.is_possible);
	assert_int_equal(take(card, large, key, &done), ERR_CASH_NO_CHANGE);
	assert_int_equal(yen_of(till().has), DESK_FLOAT_YEN + PRICE);
}

static void
a_price_that_changed_meanwhile_takes_nothing(void **state)
{
	struct cash tender = DESK_CASH(1000);
	struct charge_done done;
	char key[DESK_KEY_SIZE];

	(void)state;
	desk_money_open(&office, 1);
	desk_new_key(key);
	assert_int_equal(charge_take(d, card, 800, &tender, key, &done, &f),
	    ERR_FEE_CHANGED);
	assert_string_equal(failure_argument(&f, "yen"), "750");
	assert_int_equal(yen_of(till().has), DESK_FLOAT_YEN);
}

static void
no_money_is_taken_without_a_drawer(void **state)
{
	struct charge_done done;
	char key[DESK_KEY_SIZE];

	(void)state;
	desk_new_key(key);
	assert_int_equal(charge_prepare(d, &f), ERR_DRAWER_CLOSED);
	assert_int_equal(
	    take(card, DESK_CASH(1000), key, &done), ERR_DRAWER_CLOSED);
}

static void
a_drawer_of_yesterday_takes_no_money(void **state)
{
	(void)state;
	desk_money_open(&office, 1);
	desk_office_close(&office, 1);
	office.clock_offset += 24 * 3600;
	d = desk_office_open(&office, 1, "1001");
	assert_true(till().is_old);
	assert_int_equal(charge_prepare(d, &f), ERR_DRAWER_OLD);
	assert_string_equal(failure_argument(&f, "day"), "2026-11-26");
}

/* -- the step of a case -- */

static int64_t
case_before_its_fee(void)
{
	char key[DESK_KEY_SIZE];
	int64_t case_id = 0;
	struct collection_view v;

	desk_new_key(key);
	assert_int_equal(collection_open(d, card, key, &case_id, &f), KERR_OK);
	v = desk_office_view(&office, 1, case_id);
	assert_int_equal(v.mark[STEP_FEE], STEP_TO_COME);
	return case_id;
}

static void
a_stopped_visit_and_a_later_one_pay_once(void **state)
{
	int64_t first = case_before_its_fee(), second;

	(void)state;
	desk_money_open(&office, 1);
	(void)taken(card, DESK_CASH(1000));
	assert_int_equal(
	    collection_abandon(d, first, abandon_reasons()[0].code, &f),
	    KERR_OK);
	second = case_before_its_fee();
	assert_true(second != first);
	assert_false(desk_office_view(&office, 1, second).facts.fee_is_open);
	assert_int_equal(fee_of(card).due_yen, 0);
}

static void
another_counters_till_lists_who_waits_and_takes_it(void **state)
{
	struct charge_waiting rows[4];
	struct charge_done done;
	struct cash tender = DESK_CASH(1000);
	size_t count = 0;
	char key[DESK_KEY_SIZE];
	int64_t case_id = case_before_its_fee();

	(void)state;
	(void)desk_office_open(&office, 2, "1002");
	desk_money_open(&office, 2);
	assert_int_equal(
	    charge_waiting_load(office.desk[2], rows, 4, &count, &f), KERR_OK);
	assert_int_equal(count, 0); /* not there yet */
	desk_new_key(key);
	assert_int_equal(
	    charge_take(office.desk[2], card, PRICE, &tender, key, &done, &f),
	    KERR_OK);
	assert_string_equal(done.receipt, "2026-2-000001");
	assert_false(desk_office_view(&office, 1, case_id).facts.fee_is_open);
}

/* -- exempt -- */

static enum kerr
set_reason(const char *reason, const char *number)
{
	char key[DESK_KEY_SIZE];

	desk_new_key(key);
	return charge_set_reason(d, card, reason, number, key, &f);
}

static void
an_exemption_needs_its_paper_and_a_second_person(void **state)
{
	(void)state;
	assert_int_equal(set_reason("disaster", ""), ERR_STEP_INCOMPLETE);
	/* what was to be paid becomes free: four eyes, whatever the rule */
	assert_int_equal(set_reason("disaster", "R8-123"), ERR_SAME_PERSON);
	desk_money_second(&office, 1, "2001", ACTION_CASH_APPROVE);
	assert_int_equal(set_reason("disaster", "R8-123"), KERR_OK);
	assert_int_equal(fee_of(card).item[0].state, DUE_EXEMPT);
	assert_true(fee_of(card).is_settled);
	assert_false(session_second(d)->granted); /* used up */
}

static void
a_clerk_is_no_second_person_of_an_exemption(void **state)
{
	struct secret *password =
	    secret_from_bytes(OFFICE_PASSWORD, strlen(OFFICE_PASSWORD));

	(void)state;
	assert_int_equal(
	    session_second_begin(d, "1002", &password, ACTION_CASH_APPROVE, &f),
	    KERR_OK);
	while (session_second(d)->checking)
		assert_int_equal(loop_turn(office.loop, 200), KERR_OK);
	assert_false(session_second(d)->granted);
	assert_int_equal(session_second(d)->failed.code, ERR_RIGHTS);
	assert_int_equal(set_reason("disaster", "R8-123"), ERR_SAME_PERSON);
}

static void
a_reason_corrected_to_a_charged_one_is_charged(void **state)
{
	(void)state;
	card = desk_money_card(&office, "N-00779", "defect");
	assert_int_equal(fee_of(card).item[0].state, DUE_TO_PROVE);
	assert_int_equal(set_reason("damaged", ""), KERR_OK);
	assert_int_equal(fee_of(card).item[0].state, DUE_TO_PAY);
	assert_int_equal(fee_of(card).due_yen, PRICE);
}

static void
a_listed_free_reason_needs_its_paper_only(void **state)
{
	(void)state;
	card = desk_money_card(&office, "N-00779", "defect");
	assert_int_equal(set_reason("defect", "B-77"), KERR_OK);
	assert_int_equal(fee_of(card).item[0].state, DUE_EXEMPT);
}

/* -- undoing -- */

static enum kerr
undo(int64_t entry, struct undo_done *done)
{
	char key[DESK_KEY_SIZE];

	desk_new_key(key);
	return cash_entries_undo(d, entry, "wrong_card", "", key, done, &f);
}

static void
a_void_needs_another_person_and_gives_the_money_back(void **state)
{
	struct charge_done done;
	struct undo_done undone;
	struct cash_entry rows[8];
	size_t count = 0;

	(void)state;
	desk_money_open(&office, 1);
	done = taken(card, DESK_CASH(1000));
	assert_int_equal(undo(done.entry[0], &undone), ERR_SAME_PERSON);
	desk_money_second(&office, 1, "2001", ACTION_CASH_APPROVE);
	assert_int_equal(undo(done.entry[0], &undone), KERR_OK);
	assert_int_equal(undone.yen, PRICE);
	assert_int_equal(yen_of(undone.cash), PRICE);
	assert_string_equal(undone.receipt, "2026-1-000002");
	assert_int_equal(yen_of(till().has), DESK_FLOAT_YEN);
	assert_int_equal(fee_of(card).item[0].state, DUE_TO_PAY);
	/* the original stays, and is not undone twice */
	assert_int_equal(
	    cash_entries_load(d, (struct date){0}, 1, rows, 8, &count, &f),
	    KERR_OK);
	assert_int_equal(count, 2);
	assert_int_equal(rows[1].yen, PRICE);
	assert_true(rows[1].is_undone);
	desk_money_second(&office, 1, "2001", ACTION_CASH_APPROVE);
	assert_int_equal(undo(done.entry[0], &undone), ERR_LEDGER_UNDONE);
}

static void
a_void_reopens_the_fee_of_the_case_before_the_hand_over(void **state)
{
	int64_t case_id = case_before_its_fee();
	struct charge_done done;
	struct undo_done undone;

	(void)state;
	desk_money_open(&office, 1);
	done = taken(card, DESK_CASH(1000));
	desk_money_second(&office, 1, "2001", ACTION_CASH_APPROVE);
	assert_int_equal(undo(done.entry[0], &undone), KERR_OK);
	assert_true(desk_office_view(&office, 1, case_id).facts.fee_is_open);
}

static enum kerr
counted(struct cash money)
{
	char key[DESK_KEY_SIZE];

	desk_new_key(key);
	return cashier_count(d, &money, key, &f);
}

static enum kerr
close_drawer(const char *reason, struct close_done *done)
{
	char key[DESK_KEY_SIZE];

	desk_new_key(key);
	return cashier_close(d, reason, key, done, &f);
}

static void
after_the_closing_only_a_refund_is_left(void **state)
{
	struct charge_done done;
	struct undo_done undone;
	struct close_done closed;
	struct cash_entry entry;

	(void)state;
	desk_money_open(&office, 1);
	done = taken(card, DESK_CASH(500, 100, 100, 50));
	assert_int_equal(cashier_count_begin(d, &f), KERR_OK);
	assert_int_equal(charge_prepare(d, &f), ERR_DRAWER_COUNTED);
	assert_int_equal(counted((struct cash){.count = {[YEN_1000] = 5,
						   [YEN_500] = 7,
						   [YEN_100] = 18,
						   [YEN_50] = 9}}),
	    KERR_OK);
	desk_money_second(&office, 1, "2001", ACTION_CASH_APPROVE);
	assert_int_equal(close_drawer("", &closed), KERR_OK);
	assert_int_equal(closed.difference_yen, 0);
	desk_money_second(&office, 1, "2001", ACTION_CASH_APPROVE);
	/* its drawer is closed, and there is no open one to refund from */
	assert_int_equal(undo(done.entry[0], &undone), ERR_DRAWER_CLOSED);
	/* the next day */
	desk_office_close(&office, 1);
	office.clock_offset += 24 * 3600;
	d = desk_office_open(&office, 1, "1002");
	desk_money_open(&office, 1);
	assert_int_equal(
	    cash_entries_find(d, done.receipt, &entry, &f), KERR_OK);
	assert_int_equal(entry.undo, CASH_UNDO_REFUND);
	desk_money_second(&office, 1, "2001", ACTION_CASH_APPROVE);
	assert_int_equal(undo(done.entry[0], &undone), KERR_OK);
	assert_string_equal(undone.receipt, "2026-1-000002");
	assert_int_equal(yen_of(till().has), DESK_FLOAT_YEN - PRICE);
}

/* -- the count -- */

static void
a_count_that_differs_is_counted_again_blind_by_another(void **state)
{
	struct cash short_by_50 = desk_money_float();
	struct count_view v;
	struct close_done closed;
	struct cash_book_view book;
	char key[DESK_KEY_SIZE];

	(void)state;
	desk_money_open(&office, 1);
	assert_int_equal(cashier_count_begin(d, &f), KERR_OK);
	short_by_50.count[YEN_50]--;
	assert_int_equal(counted(short_by_50), KERR_OK);
	assert_int_equal(till().phase, TILL_RECOUNT);
	assert_int_equal(cashier_count_load(d, &v, &f), KERR_OK);
	assert_false(v.is_known);
	assert_int_equal(v.expected_yen, 0);
	assert_int_equal(yen_of(till().has), 0);
	/* not the one who counted, nor nobody */
	assert_int_equal(counted(short_by_50), ERR_SAME_PERSON);
	desk_new_key(key);
	assert_int_equal(
	    cashier_count_again(d, &short_by_50, key, &f), ERR_SAME_PERSON);
	desk_money_second(&office, 1, "1002", ACTION_CASH_COUNT);
	assert_int_equal(
	    cashier_count_again(d, &short_by_50, key, &f), KERR_OK);
	assert_int_equal(till().phase, TILL_COUNTED);
	assert_int_equal(cashier_count_load(d, &v, &f), KERR_OK);
	assert_true(v.is_known);
	assert_int_equal(v.difference_yen, -50);
	assert_int_equal(cash_book_load(d, (struct date){0}, &book, &f),
	    ERR_RIGHTS); /* a clerk does not see the book */
	/* the opener does not close; a difference has a reason */
	assert_int_equal(close_drawer("unknown", &closed), ERR_SAME_PERSON);
	desk_money_second(&office, 1, "2001", ACTION_CASH_APPROVE);
	assert_int_equal(close_drawer("", &closed), ERR_STEP_INCOMPLETE);
	assert_int_equal(close_drawer("unknown", &closed), KERR_OK);
	assert_int_equal(closed.difference_yen, -50);
	assert_int_equal(closed.expected_yen, DESK_FLOAT_YEN);
	assert_true(till().was_closed);
}

static void
nothing_comes_into_a_closed_drawer(void **state)
{
	struct close_done closed;
	struct cash money = DESK_CASH(100);
	struct charge_done done;
	int64_t entry = 0;
	char key[DESK_KEY_SIZE];

	(void)state;
	desk_money_open(&office, 1);
	assert_int_equal(cashier_count_begin(d, &f), KERR_OK);
	assert_int_equal(counted(desk_money_float()), KERR_OK);
	desk_money_second(&office, 1, "2001", ACTION_CASH_APPROVE);
	assert_int_equal(close_drawer("", &closed), KERR_OK);
	desk_new_key(key);
	assert_int_equal(cashier_move(d, CASHIER_FOUND, &money, "found_later",
			     "", key, &entry, &f),
	    ERR_DRAWER_CLOSED);
	assert_int_equal(
	    take(card, DESK_CASH(1000), key, &done), ERR_DRAWER_CLOSED);
	money = desk_money_float();
	assert_int_equal(cashier_open(d, &money, key, &f), ERR_DRAWER_OPEN);
}

static void
money_without_a_fee_has_a_reason_and_its_pieces(void **state)
{
	struct cash in = DESK_CASH(5000), out = DESK_CASH(10000);
	int64_t entry = 0;
	char key[DESK_KEY_SIZE];

	(void)state;
	desk_money_open(&office, 1);
	desk_new_key(key);
	assert_int_equal(cashier_move(d, CASHIER_PAID_IN, &in, "more_change",
			     "", key, &entry, &f),
	    KERR_OK);
	assert_int_equal(cashier_move(d, CASHIER_PAID_IN, &in, "more_change",
			     "", key, &entry, &f),
	    KERR_OK); /* the same form: once */
	assert_int_equal(yen_of(till().has), DESK_FLOAT_YEN + 5000);
	desk_new_key(key);
	assert_int_equal(cashier_move(d, CASHIER_PAID_OUT, &out, "exchange", "",
			     key, &entry, &f),
	    ERR_CASH_SHORT);
	assert_int_equal(cashier_look(d, "exchange", &f), KERR_OK);
	assert_int_equal(yen_of(till().has), DESK_FLOAT_YEN + 5000);
}

/* -- officers -- */

static void
nobody_takes_what_they_proposed_or_what_is_about_them(void **state)
{
	struct rules_by boss, clerk;
	struct cash_person rows[CASH_PEOPLE_MOST];
	size_t count = 0;
	struct date today = {2026, 11, 25};

	(void)state;
	assert_int_equal(desk_people_by(d, &clerk, &f), ERR_RIGHTS);
	(void)desk_office_open(&office, 2, "2001");
	assert_int_equal(desk_people_by(office.desk[2], &boss, &f), KERR_OK);
	assert_int_equal(cash_people_appoint(&boss, "2001", "2026-99", today,
			     (struct date){0}, &f),
	    KERR_OK);
	assert_int_equal(
	    cash_people_list(&boss, today, rows, CASH_PEOPLE_MOST, &count, &f),
	    KERR_OK);
	assert_int_equal(rows[0].state, CASH_PERSON_PROPOSED);
	assert_int_equal(cash_people_decide(
			     &boss, CASH_PERSON_OFFICER, rows[0].id, true, &f),
	    ERR_SAME_PERSON);
	assert_int_equal(cash_people_appoint(&boss, "9999", "2026-98", today,
			     (struct date){0}, &f),
	    ERR_NOT_FOUND);
}

#define STORY(name) cmocka_unit_test_setup_teardown(name, begin, end)

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
	    STORY(only_an_appointed_officer_opens_a_drawer),
	    STORY(a_float_over_what_was_granted_is_refused),
	    STORY(a_drawer_opened_by_a_double_key_press_is_one),
	    STORY(a_reissue_costs_the_price_of_the_schedule),
	    STORY(change_comes_out_of_the_drawer_by_pieces),
	    STORY(the_same_form_sent_twice_is_charged_once),
	    STORY(a_paid_card_is_not_asked_again_with_another_form),
	    STORY(too_little_and_what_cannot_be_changed_take_nothing),
	    STORY(a_price_that_changed_meanwhile_takes_nothing),
	    STORY(no_money_is_taken_without_a_drawer),
	    STORY(a_drawer_of_yesterday_takes_no_money),
	    STORY(a_stopped_visit_and_a_later_one_pay_once),
	    STORY(another_counters_till_lists_who_waits_and_takes_it),
	    STORY(an_exemption_needs_its_paper_and_a_second_person),
	    STORY(a_clerk_is_no_second_person_of_an_exemption),
	    STORY(a_reason_corrected_to_a_charged_one_is_charged),
	    STORY(a_listed_free_reason_needs_its_paper_only),
	    STORY(a_void_needs_another_person_and_gives_the_money_back),
	    STORY(a_void_reopens_the_fee_of_the_case_before_the_hand_over),
	    STORY(after_the_closing_only_a_refund_is_left),
	    STORY(a_count_that_differs_is_counted_again_blind_by_another),
	    STORY(nothing_comes_into_a_closed_drawer),
	    STORY(money_without_a_fee_has_a_reason_and_its_pieces),
	    STORY(nobody_takes_what_they_proposed_or_what_is_about_them),
	};

	desk_office_main(argc, argv);
	return cmocka_run_group_tests_name("desk_cash", tests, NULL, NULL);
}
