/* desk_money.c -- see support/desk_money.h. */
#include "support/desk_money.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/seal.h"
#include "base/secret.h"
#include "desk/cashier.h"
#include "desk/charge.h"
#include "desk/session.h"
#include "rules/fee.h"
#include "rules/fiscal.h"
#include "store/cards.h"
#include "store/cash_officers.h"
#include "store/people.h"
#include "store/rules_in_force.h"
#include "store/staff.h"
#include "store/store.h"

#define FLOAT_YEN 100000

static int64_t
staff_id(struct store *st, const char *number)
{
	struct staff_record s;

	assert_int_equal(staff_find(st, number, &s), KERR_OK);
	return s.id;
}

/* One person enters both, another takes them. */
static void
appoint(struct store *st, int64_t now, const char *who, int64_t by)
{
	struct date day = date_of_utc(now);
	struct cash_officer o = {
	    .first_day = fiscal_first_day(fiscal_year(day))};
	struct failure f = {0};
	int64_t officer = 0, grant = 0;

	o.staff = staff_id(st, who);
	snprintf(o.number, sizeof(o.number), "2026-%s", who);
	assert_int_equal(store_begin(st, by, now), KERR_OK);
	assert_int_equal(cash_officers_propose(st, &o, &officer, &f), KERR_OK);
	assert_int_equal(float_grants_propose(st, o.staff, fiscal_year(day),
			     FLOAT_YEN, &grant, &f),
	    KERR_OK);
	assert_int_equal(store_commit(st), KERR_OK);
	assert_int_equal(store_begin(st, staff_id(st, "2001"), now), KERR_OK);
	assert_int_equal(cash_officers_approve(st, officer), KERR_OK);
	assert_int_equal(float_grants_approve(st, grant), KERR_OK);
	assert_int_equal(store_commit(st), KERR_OK);
}

void
desk_money_fill(struct store *st, int64_t now)
{
	struct rule rules[FEE_PROFILE_MOST];
	size_t count = fee_profile_builtin(rules, FEE_PROFILE_MOST);
	struct failure f = {0};
	int64_t one = staff_id(st, "1001"), other = staff_id(st, "1002");
	int64_t taken = 0;

	assert_int_equal(store_begin(st, one, now), KERR_OK);
	assert_int_equal(
	    rules_propose_profile(st, rules, count, FEE_PROFILE_BUILTIN, &f),
	    KERR_OK);
	assert_int_equal(store_commit(st), KERR_OK);
	assert_int_equal(store_begin(st, staff_id(st, "2001"), now), KERR_OK);
	assert_int_equal(
	    rules_approve_profile(st, FEE_PROFILE_BUILTIN, &taken), KERR_OK);
	assert_int_equal(store_commit(st), KERR_OK);
	assert_true(taken > 0);
	appoint(st, now, "1001", other);
	appoint(st, now, "1002", one);
}

struct cash
desk_money_cash(const int *yen)
{
	struct cash c = {.count = {0}};

	for (; *yen != 0; yen++) {
		enum denomination d = DENOMINATION_COUNT;

		assert_true(denomination_from_yen(*yen, &d));
		c.count[d]++;
	}
	return c;
}

struct cash
desk_money_float(void)
{
	return (struct cash){
	    .count = {
		[YEN_1000] = 5, [YEN_500] = 6, [YEN_100] = 16, [YEN_50] = 8}};
}

void
desk_money_open(struct desk_office *o, int n)
{
	struct cash money = desk_money_float();
	struct failure f = {0};
	char key[DESK_KEY_SIZE];

	desk_new_key(key);
	if (cashier_open(o->desk[n], &money, key, &f) != KERR_OK)
		fail_msg("the drawer does not open: %s", error_name(f.code));
}

/* The fewest pieces of a sum. */
static struct cash
exactly(int64_t yen)
{
	struct cash c = {.count = {0}};

	for (int i = 0; i < DENOMINATION_COUNT; i++) {
		c.count[i] = yen / denomination_yen((enum denomination)i);
		yen %= denomination_yen((enum denomination)i);
	}
	return c;
}

void
desk_money_pay(struct desk_office *o, int n, int64_t case_id)
{
	struct collection_view v = desk_office_view(o, n, case_id);
	struct till_view till;
	struct charge_view fee;
	struct charge_done done;
	struct cash tender;
	struct failure f = {0};
	char key[DESK_KEY_SIZE];

	assert_int_equal(v.step, STEP_FEE);
	assert_int_equal(cashier_load(o->desk[n], &till, &f), KERR_OK);
	if (till.phase == TILL_NONE)
		desk_money_open(o, n);
	assert_int_equal(
	    charge_load(o->desk[n], v.fee_card_id, &fee, &f), KERR_OK);
	tender = exactly(fee.due_yen);
	desk_new_key(key);
	if (charge_take(o->desk[n], v.fee_card_id, fee.due_yen, &tender, key,
		&done, &f) != KERR_OK)
		fail_msg("the fee is not taken: %s", error_name(f.code));
}

int64_t
desk_money_card(struct desk_office *o, const char *notice, const char *reason)
{
	struct seal_keys *keys = NULL;
	struct store *st = NULL;
	struct failure f = {0};
	struct person p;
	struct card_record c;
	int64_t id = 0;

	memset(&p, 0, sizeof(p));
	memset(&c, 0, sizeof(c));
	p.born = (struct date){1985, 4, 9};
	strcpy(p.kanji, "山田 次郎");
	strcpy(p.kana, "やまだ じろう");
	strcpy(p.address, "東京都調布市小島町２－３５－１");
	c.kind = ISSUE_REISSUE;
	strcpy(c.reissue_reason, reason);
	c.fee_due_yen = MONEY_CLAIM_YEN;
	snprintf(c.notice_no, sizeof(c.notice_no), "%s", notice);
	c.noticed_on = (struct date){2026, 11, 2};
	c.expiry = (struct date){2036, 4, 9};
	strcpy(c.place, "A-40");
	c.state = CARD_NOTICED;
	assert_int_equal(
	    seal_keys_open(o->settings[1].keys, &keys, &f), KERR_OK);
	assert_int_equal(
	    store_open(o->settings[1].store, keys, STORE_COUNTER_NONE, &st, &f),
	    KERR_OK);
	assert_int_equal(
	    store_begin(st, STORE_STAFF_NONE, OFFICE_NOW), KERR_OK);
	assert_int_equal(people_add(st, &p, &p.id), KERR_OK);
	c.person = p.id;
	assert_int_equal(cards_add(st, &c, &p, &id), KERR_OK);
	assert_int_equal(store_commit(st), KERR_OK);
	store_close(&st);
	seal_keys_free(&keys);
	return id;
}

static bool
second_is_checked(void *arg)
{
	return !session_second(arg)->checking;
}

void
desk_money_second(
    struct desk_office *o, int n, const char *staff, enum action action)
{
	struct secret *password =
	    secret_from_bytes(OFFICE_PASSWORD, strlen(OFFICE_PASSWORD));
	struct failure f = {0};

	assert_int_equal(
	    session_second_begin(o->desk[n], staff, &password, action, &f),
	    KERR_OK);
	desk_office_until(o, second_is_checked, o->desk[n]);
	assert_true(session_second(o->desk[n])->granted);
}
