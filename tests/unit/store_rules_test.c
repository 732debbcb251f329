/* What two people put in force: prices, appointments, floats; and what a card
 * owes by them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "store/audit.h"
#include "store/cash_officers.h"
#include "store/fees.h"
#include "store/rules_in_force.h"
#include "support/money_office.h"

static struct money_office m;

static struct rule
price(const char *code, int64_t yen, struct date first, struct date last)
{
	struct rule r = {.kind = RULE_FEE,
	    .first_day = first,
	    .last_day = last,
	    .value = yen};

	(void)snprintf(r.code, sizeof(r.code), "%s", code);
	return r;
}

static int64_t
propose(int64_t staff, struct rule r)
{
	struct failure f;
	int64_t id = 0;

	assert_int_equal(store_begin(m.o.st, staff, OFFICE_NOW), KERR_OK);
	assert_int_equal(rules_propose(m.o.st, &r, "", &id, &f), KERR_OK);
	store_office_commit(m.o.st);
	return id;
}

static enum kerr
decide(
    int64_t staff, enum kerr (*act)(struct store *st, int64_t id), int64_t id)
{
	assert_int_equal(store_begin(m.o.st, staff, OFFICE_NOW), KERR_OK);
	return store_end(m.o.st, act(m.o.st, id));
}

static int64_t
yen_on(const char *code, struct date day)
{
	struct rule_row row;
	enum kerr e = rules_on(m.o.st, RULE_FEE, code, day, &row);

	assert_true(e == KERR_OK || e == ERR_NOT_FOUND);
	return e == KERR_OK ? row.rule.value : -1;
}

static void
nobody_takes_what_they_proposed(void **state)
{
	struct rule_row row;
	int64_t id = propose(
	    m.boss, price("certificate", 200, m.o.day, (struct date){0, 0, 0}));

	(void)state;
	assert_int_equal(yen_on("certificate", m.o.day), -1);
	assert_int_equal(decide(m.boss, rules_approve, id), ERR_SAME_PERSON);
	assert_int_equal(
	    decide(STORE_STAFF_NONE, rules_approve, id), ERR_SAME_PERSON);
	assert_int_equal(decide(m.second, rules_approve, id), KERR_OK);
	assert_int_equal(yen_on("certificate", m.o.day), 200);
	assert_int_equal(decide(m.second, rules_approve, id), ERR_RULE_STATE);
	assert_int_equal(decide(m.second, rules_reject, id), ERR_RULE_STATE);
	assert_int_equal(rules_get(m.o.st, id, &row), KERR_OK);
	assert_int_equal(row.proposed_by, m.boss);
	assert_int_equal(row.decided_by, m.second);
}

/* The table itself refuses it, whoever writes into it. */
static void
the_table_knows_that_they_are_two(void **state)
{
	int64_t id = propose(
	    m.boss, price("express", 1800, m.o.day, (struct date){0, 0, 0}));
	char sql[200];

	(void)state;
	(void)snprintf(sql, sizeof(sql),
	    "SELECT count(*) FROM rule_row WHERE id = %lld AND"
	    " state = 'proposed'",
	    (long long)id);
	assert_int_equal(store_office_number(&m.o, sql), 1);
	assert_int_equal(
	    store_office_try(&m.o, "UPDATE rule_row SET state = 'in_force',"
				   " decided_by = proposed_by"
				   " WHERE code = 'express'"),
	    ERR_STORE_CONSTRAINT);
	assert_int_equal(
	    store_office_try(&m.o, "UPDATE rule_row SET state = 'in_force'"
				   " WHERE code = 'express'"),
	    ERR_STORE_CONSTRAINT);
}

static void
what_the_program_proposed_needs_two_people_too(void **state)
{
	int64_t id = propose(STORE_STAFF_NONE,
	    price("express", 1800, m.o.day, (struct date){0, 0, 0}));

	(void)state;
	assert_int_equal(decide(m.boss, rules_approve, id), ERR_RULE_STATE);
	assert_int_equal(decide(m.boss, rules_adopt, id), KERR_OK);
	assert_int_equal(decide(m.second, rules_adopt, id), ERR_RULE_STATE);
	assert_int_equal(decide(m.boss, rules_approve, id), ERR_SAME_PERSON);
	assert_int_equal(decide(m.second, rules_approve, id), KERR_OK);
	assert_int_equal(yen_on("express", m.o.day), 1800);
}

static void
two_prices_never_hold_on_one_day(void **state)
{
	static const struct date none = {0, 0, 0};
	struct failure f;
	enum kerr e;
	int64_t first, second, third;

	(void)state;
	first =
	    propose(m.boss, price("express", 1800, (struct date){2027, 1, 1},
				(struct date){2027, 3, 31}));
	assert_int_equal(decide(m.second, rules_approve, first), KERR_OK);
	/* it begins before and reaches into the other */
	second = propose(
	    m.boss, price("express", 1900, (struct date){2026, 12, 1}, none));
	e = decide(m.second, rules_approve, second);
	assert_int_equal(e, ERR_RULE_OVERLAP);
	(void)store_explain(m.o.st, e, &f);
	assert_string_equal(failure_argument(&f, "code"), "express");
	assert_string_equal(failure_argument(&f, "from"), "2027-01-01");
	/* after it there is room */
	third = propose(
	    m.boss, price("express", 2000, (struct date){2027, 4, 1}, none));
	assert_int_equal(decide(m.second, rules_approve, third), KERR_OK);
	assert_int_equal(yen_on("express", (struct date){2027, 3, 31}), 1800);
	assert_int_equal(yen_on("express", (struct date){2027, 4, 1}), 2000);
}

static void
a_new_price_ends_the_one_before_it(void **state)
{
	static const struct date none = {0, 0, 0};
	int64_t id = propose(m.boss,
	    price("individual_card", 800, (struct date){2027, 4, 1}, none));
	int64_t same;

	(void)state;
	assert_int_equal(decide(m.second, rules_approve, id), KERR_OK);
	assert_int_equal(
	    yen_on("individual_card", (struct date){2027, 3, 31}), 750);
	assert_int_equal(
	    yen_on("individual_card", (struct date){2027, 4, 1}), 800);
	same = propose(m.boss,
	    price("individual_card", 900, (struct date){2027, 4, 1}, none));
	assert_int_equal(
	    decide(m.second, rules_approve, same), ERR_RULE_OVERLAP);
}

static void
every_step_is_audited_with_its_dates(void **state)
{
	struct audit_row rows[4];
	size_t n = 0;
	int64_t id = propose(
	    m.boss, price("express", 1800, m.o.day, (struct date){0, 0, 0}));

	(void)state;
	assert_int_equal(decide(m.second, rules_reject, id), KERR_OK);
	assert_int_equal(
	    audit_of_object(m.o.st, "rule", id, rows, 4, &n), KERR_OK);
	assert_int_equal(n, 2);
	assert_string_equal(rows[0].verb, "rule.propose");
	assert_string_equal(rows[1].verb, "rule.reject");
	assert_string_equal(rows[0].field[2].value, "2026-11-24");
	assert_int_equal(rows[1].actor, m.second);
}

static void
an_appointment_holds_on_its_days_and_is_not_ones_own(void **state)
{
	struct cash_officer o = {
	    .staff = m.boss, .number = "R8-9", .first_day = {2026, 12, 1}};
	struct date before = {2026, 11, 30}, after = {2026, 12, 2};
	struct failure f;
	int64_t id = 0;

	(void)state;
	assert_int_equal(store_begin(m.o.st, m.second, OFFICE_NOW), KERR_OK);
	assert_int_equal(cash_officers_propose(m.o.st, &o, &id, &f), KERR_OK);
	store_office_commit(m.o.st);
	assert_int_equal(
	    cash_officers_check(m.o.st, m.boss, after), ERR_CASH_OFFICER);
	/* neither who proposed nor who is appointed */
	assert_int_equal(
	    decide(m.second, cash_officers_approve, id), ERR_SAME_PERSON);
	assert_int_equal(
	    decide(m.boss, cash_officers_approve, id), ERR_SAME_PERSON);
	assert_int_equal(decide(m.o.clerk, cash_officers_approve, id), KERR_OK);
	assert_int_equal(
	    cash_officers_check(m.o.st, m.boss, before), ERR_CASH_OFFICER);
	assert_int_equal(cash_officers_check(m.o.st, m.boss, after), KERR_OK);
	store_office_begin(&m.o, m.o.st);
	assert_int_equal(
	    cash_officers_end(m.o.st, id, (struct date){2026, 12, 1}), KERR_OK);
	assert_int_equal(cash_officers_end(m.o.st, id, after), ERR_RULE_STATE);
	store_office_commit(m.o.st);
	assert_int_equal(
	    cash_officers_check(m.o.st, m.boss, after), ERR_CASH_OFFICER);
}

static void
a_float_is_granted_for_one_fiscal_year_up_to_the_limit(void **state)
{
	struct failure f;
	int64_t id = 0, yen = -1;

	(void)state;
	assert_int_equal(store_begin(m.o.st, m.boss, OFFICE_NOW), KERR_OK);
	assert_int_equal(
	    float_grants_propose(m.o.st, m.o.clerk, 2027, 200001, &id, &f),
	    ERR_OFFICER);
	assert_int_equal(
	    float_grants_propose(m.o.st, m.o.clerk, 2027, 0, &id, &f),
	    ERR_OFFICER);
	assert_int_equal(
	    float_grants_propose(m.o.st, m.o.clerk, 2027, 70000, &id, &f),
	    KERR_OK);
	store_office_commit(m.o.st);
	assert_int_equal(
	    decide(m.boss, float_grants_approve, id), ERR_SAME_PERSON);
	assert_int_equal(
	    decide(m.o.clerk, float_grants_approve, id), ERR_SAME_PERSON);
	assert_int_equal(decide(m.second, float_grants_approve, id), KERR_OK);
	assert_int_equal(
	    float_grants_yen(m.o.st, m.o.clerk, 2027, &yen), KERR_OK);
	assert_int_equal(yen, 70000);
	assert_int_equal(
	    float_grants_yen(m.o.st, m.o.clerk, 2028, &yen), KERR_OK);
	assert_int_equal(yen, 0);
}

/* -- what a card owes -- */

static enum fee_state
state_of(int64_t card, int64_t *yen)
{
	struct fee_due due[FEE_ITEM_COUNT];
	size_t n = 0;

	assert_int_equal(
	    fees_due(m.o.st, card, m.o.day, due, FEE_ITEM_COUNT, &n), KERR_OK);
	assert_int_equal(n, 1);
	*yen = due[0].yen;
	return due[0].state;
}

static void
the_reason_decides_what_a_card_owes(void **state)
{
	static const struct {
		const char *reason;
		enum fee_state state;
		int64_t yen;
	} table[] = {
	    {"lost", FEE_TO_PAY, 750},
	    {"damaged", FEE_TO_PAY, 750},
	    {"stolen", FEE_TO_DECIDE, 750},
	    {"disaster", FEE_TO_PROVE, 750},
	    {"number_change", FEE_NOT_DUE, 0},
	    {"field_full", FEE_NOT_DUE, 0},
	    {"because", FEE_WITHOUT_REASON, 0},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		int64_t yen = -1, card = money_office_card(&m, table[i].reason);

		assert_int_equal(state_of(card, &yen), table[i].state);
		assert_int_equal(yen, table[i].yen);
		assert_int_equal(fees_settled(m.o.st, card, m.o.day),
		    table[i].state == FEE_NOT_DUE ? KERR_OK : ERR_FEE_OPEN);
	}
}

static void
a_reason_can_be_chosen_until_the_fee_is_settled(void **state)
{
	int64_t card = money_office_card(&m, "because"), yen = 0;
	struct ledger_done d;

	(void)state;
	store_office_begin(&m.o, m.o.st);
	assert_int_equal(
	    fees_order(m.o.st, card, FEE_INDIVIDUAL, FEE_REASON_DAMAGED),
	    KERR_OK);
	store_office_commit(m.o.st);
	assert_int_equal(state_of(card, &yen), FEE_TO_PAY);
	assert_int_equal(money_office_open(&m, m.o.st, m.o.clerk), KERR_OK);
	assert_int_equal(
	    money_office_charge(&m, m.o.st, m.o.clerk, card, CASH(1000), &d),
	    KERR_OK);
	assert_string_equal(d.row.reason, "damaged");
	assert_int_equal(state_of(card, &yen), FEE_PAID);
	store_office_begin(&m.o, m.o.st);
	assert_int_equal(
	    fees_order(m.o.st, card, FEE_INDIVIDUAL, FEE_REASON_DISASTER),
	    ERR_FEE_SETTLED);
	store_rollback(m.o.st);
}

static void
without_a_price_nothing_is_silently_free(void **state)
{
	int64_t card = money_office_card(&m, "lost"), yen = 0;
	struct fee_due due;
	size_t n = 0;

	(void)state;
	/* before cards were chargeable, the schedule says nothing */
	assert_int_equal(
	    fees_due(m.o.st, card, (struct date){2015, 11, 1}, &due, 1, &n),
	    KERR_OK);
	assert_int_equal(due.state, FEE_WITHOUT_PRICE);
	assert_int_equal(fees_settled(m.o.st, card, (struct date){2015, 11, 1}),
	    ERR_FEE_OPEN);
	assert_int_equal(state_of(card, &yen), FEE_TO_PAY);
}

#define TEST(name) \
	cmocka_unit_test_prestate_setup_teardown( \
	    name, money_office_setup, money_office_teardown, &m)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(nobody_takes_what_they_proposed),
	    TEST(the_table_knows_that_they_are_two),
	    TEST(what_the_program_proposed_needs_two_people_too),
	    TEST(two_prices_never_hold_on_one_day),
	    TEST(a_new_price_ends_the_one_before_it),
	    TEST(every_step_is_audited_with_its_dates),
	    TEST(an_appointment_holds_on_its_days_and_is_not_ones_own),
	    TEST(a_float_is_granted_for_one_fiscal_year_up_to_the_limit),
	    TEST(the_reason_decides_what_a_card_owes),
	    TEST(a_reason_can_be_chosen_until_the_fee_is_settled),
	    TEST(without_a_price_nothing_is_silently_free),
	};

	return cmocka_run_group_tests_name("store_rules", tests, NULL, NULL);
}
