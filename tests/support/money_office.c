/* money_office.c -- a real store where money can be taken. */
#include "support/money_office.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "rules/fee.h"
#include "rules/fiscal.h"
#include "store/audit.h"
#include "store/cash_officers.h"
#include "store/rules_in_force.h"
#include "store/staff.h"

static int64_t
add_boss(struct store *st, const char *number, const char *name)
{
	struct staff_record s = {.role = ROLE_SUPERVISOR, .active = true};
	int64_t id = 0;

	(void)snprintf(s.number, sizeof(s.number), "%s", number);
	(void)snprintf(s.name, sizeof(s.name), "%s", name);
	(void)snprintf(s.password, sizeof(s.password), "none");
	assert_int_equal(staff_add(st, &s, &id), KERR_OK);
	return id;
}

static void
begin(struct store *st, int64_t staff)
{
	assert_int_equal(store_begin(st, staff, OFFICE_NOW), KERR_OK);
}

static void
take_rules(struct money_office *m)
{
	struct rule rules[FEE_PROFILE_MOST];
	size_t n = fee_profile_builtin(rules, FEE_PROFILE_MOST);
	struct failure f;
	int64_t count = 0;

	begin(m->o.st, m->boss);
	assert_int_equal(
	    rules_propose_profile(m->o.st, rules, n, FEE_PROFILE_BUILTIN, &f),
	    KERR_OK);
	store_office_commit(m->o.st);
	begin(m->o.st, m->second);
	assert_int_equal(
	    rules_approve_profile(m->o.st, FEE_PROFILE_BUILTIN, &count),
	    KERR_OK);
	assert_int_equal(count, n);
	store_office_commit(m->o.st);
}

static void
appoint(struct money_office *m, int64_t staff, int n)
{
	struct cash_officer o = {
	    .staff = staff, .first_day = {2016, 1, 1}, .number = ""};
	struct failure f;
	int64_t officer = 0, grant = 0;

	(void)snprintf(o.number, sizeof(o.number), "R8-%d", n);
	begin(m->o.st, m->boss);
	assert_int_equal(
	    cash_officers_propose(m->o.st, &o, &officer, &f), KERR_OK);
	assert_int_equal(float_grants_propose(m->o.st, staff,
			     fiscal_year(m->o.day), 200000, &grant, &f),
	    KERR_OK);
	store_office_commit(m->o.st);
	begin(m->o.st, m->second);
	assert_int_equal(cash_officers_approve(m->o.st, officer), KERR_OK);
	assert_int_equal(float_grants_approve(m->o.st, grant), KERR_OK);
	store_office_commit(m->o.st);
}

void
money_office_make(struct money_office *m)
{
	memset(m, 0, sizeof(*m));
	store_office_make(&m->o);
	store_office_found(&m->o);
	begin(m->o.st, STORE_STAFF_NONE);
	m->boss = add_boss(m->o.st, "301", "Tanaka");
	m->second = add_boss(m->o.st, "302", "Ito");
	store_office_commit(m->o.st);
	take_rules(m);
	appoint(m, m->o.clerk, 1);
	appoint(m, m->o.other, 2);
}

void
money_office_remove(struct money_office *m)
{
	store_office_remove(&m->o);
}

int
money_office_setup(void **state)
{
	money_office_make(*state);
	return 0;
}

int
money_office_teardown(void **state)
{
	money_office_remove(*state);
	return 0;
}

struct cash
money_office_cash(const int *yen)
{
	struct cash c = {{0}};
	enum denomination d;

	for (; *yen != 0; yen++) {
		assert_true(denomination_from_yen(*yen, &d));
		c.count[d]++;
	}
	return c;
}

struct cash
money_office_float(void)
{
	struct cash c = {{0}};

	c.count[YEN_5000] = 1;
	c.count[YEN_1000] = 9;
	c.count[YEN_500] = 10;
	c.count[YEN_100] = 50;
	c.count[YEN_50] = 20;
	c.count[YEN_10] = 50;
	return c;
}

int64_t
money_office_cards(struct money_office *m, const char *reason, int count)
{
	struct card_record c;
	struct person p;
	int64_t id = 0;

	begin(m->o.st, m->o.clerk);
	for (int i = 0; i < count; i++) {
		store_office_person(&p, m->cards);
		store_office_card(&c, m->cards++);
		c.kind = ISSUE_REISSUE;
		c.wants_sign = c.wants_auth = false;
		(void)snprintf(
		    c.reissue_reason, sizeof(c.reissue_reason), "%s", reason);
		assert_int_equal(people_add(m->o.st, &p, &c.person), KERR_OK);
		assert_int_equal(cards_add(m->o.st, &c, &p, &id), KERR_OK);
	}
	store_office_commit(m->o.st);
	return id - count + 1;
}

int64_t
money_office_card(struct money_office *m, const char *reason)
{
	return money_office_cards(m, reason, 1);
}

const char *
money_office_key(struct money_office *m)
{
	static char keys[8][40];
	char *key = keys[m->keys % 8];

	(void)snprintf(
	    key, sizeof(keys[0]), "key-%d-%d", (int)getpid(), m->keys++);
	return key;
}

static enum kerr
open_with(
    struct money_office *m, struct store *st, int64_t staff, struct cash c)
{
	int64_t id = 0;
	enum kerr e = store_begin(st, staff, OFFICE_NOW);

	if (e != KERR_OK)
		return e;
	return store_end(st, drawer_open(st, money_office_key(m), &c, &id));
}

enum kerr
money_office_open(struct money_office *m, struct store *st, int64_t staff)
{
	return open_with(m, st, staff, money_office_float());
}

enum kerr
money_office_open_empty(struct money_office *m, struct store *st, int64_t staff)
{
	return open_with(m, st, staff, (struct cash){{0}});
}

enum kerr
money_office_charge(struct money_office *m, struct store *st, int64_t staff,
    int64_t card, struct cash tender, struct ledger_done *out)
{
	struct ledger_charge c = {.key = money_office_key(m),
	    .card = card,
	    .item = FEE_INDIVIDUAL,
	    .shown_yen = MONEY_PRICE,
	    .tender = tender};
	enum kerr e = store_begin(st, staff, OFFICE_NOW);

	if (e != KERR_OK)
		return e;
	return store_end(st, ledger_charge(st, &c, out));
}

static enum kerr
undo(struct money_office *m, struct store *st, int64_t staff, int64_t original,
    int64_t approved_by, bool refund, struct ledger_done *out)
{
	struct ledger_undo u = {.key = money_office_key(m),
	    .original = original,
	    .reason = "typed_wrong",
	    .approved_by = approved_by};
	enum kerr e = store_begin(st, staff, OFFICE_NOW);

	if (e != KERR_OK)
		return e;
	return store_end(
	    st, refund ? ledger_refund(st, &u, out) : ledger_void(st, &u, out));
}

enum kerr
money_office_void(struct money_office *m, struct store *st, int64_t staff,
    int64_t original, int64_t approved_by, struct ledger_done *out)
{
	return undo(m, st, staff, original, approved_by, false, out);
}

enum kerr
money_office_refund(struct money_office *m, struct store *st, int64_t staff,
    int64_t original, int64_t approved_by, struct ledger_done *out)
{
	return undo(m, st, staff, original, approved_by, true, out);
}

enum kerr
money_office_enter(struct money_office *m, struct store *st, int64_t staff,
    enum ledger_kind kind, struct cash cash, struct ledger_done *out)
{
	struct ledger_entry x = {.key = money_office_key(m),
	    .kind = kind,
	    .cash = cash,
	    .reason = "change_money"};
	enum kerr e = store_begin(st, staff, OFFICE_NOW);

	if (e != KERR_OK)
		return e;
	return store_end(st, ledger_enter(st, &x, out));
}

enum kerr
money_office_begin_count(
    struct money_office *m, struct store *st, int64_t staff)
{
	enum kerr e = store_begin(st, staff, OFFICE_NOW);

	(void)m;
	return e == KERR_OK ? store_end(st, drawer_begin_count(st)) : e;
}

enum kerr
money_office_count(struct money_office *m, struct store *st, int64_t staff,
    struct cash counted, struct drawer_verdict *out)
{
	enum kerr e = store_begin(st, staff, OFFICE_NOW);

	if (e != KERR_OK)
		return e;
	return store_end(
	    st, drawer_count(st, money_office_key(m), 0, &counted, out));
}

enum kerr
money_office_close(struct money_office *m, struct store *st, int64_t closer,
    struct drawer_session *out)
{
	enum kerr e = store_begin(st, closer, OFFICE_NOW);

	if (e != KERR_OK)
		return e;
	return store_end(
	    st, drawer_close(st, money_office_key(m), 0, "unknown", out));
}

void
money_office_verify(struct money_office *m)
{
	struct ledger_report r;
	struct audit_report a;
	enum kerr e = ledger_verify(m->o.st, AUDIT_ALL, NULL, NULL, &r);

	for (size_t i = 0; i < r.broken_count; i++)
		print_error("%s at counter %lld, %lld\n",
		    ledger_fault_code(r.broken[i].fault),
		    (long long)r.broken[i].counter, (long long)r.broken[i].row);
	assert_int_equal(e, KERR_OK);
	assert_int_equal(
	    audit_verify(m->o.st, AUDIT_ALL, NULL, NULL, &a), KERR_OK);
}

int64_t
money_office_held(struct money_office *m, int counter)
{
	char sql[200];

	(void)snprintf(sql, sizeof(sql),
	    "SELECT coalesce(sum(v.yen), 0) FROM drawer_move v"
	    " JOIN drawer_session s ON s.id = v.session"
	    " WHERE s.counter = %d",
	    counter);
	return store_office_number(&m->o, sql);
}
