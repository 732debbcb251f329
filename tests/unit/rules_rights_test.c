/* Who may do what: the whole table, written a second time. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "rules/rights.h"

/* One letter a role: clerk, Cashier as h, supervisor, administrator, auditor
 * as u, resident. */
static const char letters[ROLE_COUNT + 1] = "chsaur";

static const struct {
	enum action action;
	const char *who;
} table[] = {
    {ACTION_SIGN_IN, "chsau"},
    {ACTION_QUEUE, "chs"},
    {ACTION_SEARCH, "cs"},
    {ACTION_CASE_WORK, "cs"},
    {ACTION_CASE_TAKE_OVER, "s"},
    {ACTION_PIN_SESSION, "r"},
    {ACTION_INITIAL_VALUES, "cs"},
    {ACTION_PRINT, "chs"},
    {ACTION_PIN_RESET, "cs"},
    {ACTION_REGISTER, "cs"},
    {ACTION_CANCEL_CARD, "cs"},
    {ACTION_DESTROY, "cs"},
    {ACTION_IMPORT, "sa"},
    {ACTION_SUMMARY, "su"},
    {ACTION_AUDIT, "sau"},
    {ACTION_STAFF_ADMIN, "sa"},
    {ACTION_STAFF_UNLOCK, "sa"},
    {ACTION_INCIDENT_CLOSE, "s"},
    {ACTION_CASH_WORK, "chs"},
    {ACTION_CASH_APPROVE, "s"},
    {ACTION_CASH_COUNT, "chs"},
    {ACTION_CASH_BOOK, "hsu"},
    {ACTION_RULE_PROPOSE, "sa"},
    {ACTION_RULE_APPROVE, "sa"},
    {ACTION_CASH_OFFICERS, "sa"},
};

static void
every_role_may_do_what_its_row_says_and_nothing_else(void **state)
{
	(void)state;
	assert_int_equal(sizeof(table) / sizeof(table[0]), ACTION_COUNT);
	for (enum action a = 0; a < ACTION_COUNT; a++) {
		assert_int_equal(table[a].action, a);
		for (enum role r = 0; r < ROLE_COUNT; r++) {
			bool want = strchr(table[a].who, letters[r]) != NULL;

			if (rights_allow(r, a) != want)
				fail_msg(
				    "%s, %s", role_code(r), action_code(a));
		}
	}
}

static void
a_resident_may_only_take_the_steps_of_a_pin_session(void **state)
{
	(void)state;
	for (enum action a = 0; a < ACTION_COUNT; a++)
		assert_int_equal(
		    rights_allow(ROLE_RESIDENT, a), a == ACTION_PIN_SESSION);
}

static void
an_auditor_only_reads(void **state)
{
	static const enum action writes[] = {ACTION_CASE_WORK,
	    ACTION_CASE_TAKE_OVER, ACTION_PIN_SESSION, ACTION_INITIAL_VALUES,
	    ACTION_IMPORT, ACTION_STAFF_ADMIN, ACTION_STAFF_UNLOCK,
	    ACTION_INCIDENT_CLOSE, ACTION_CASH_WORK, ACTION_CASH_APPROVE,
	    ACTION_CASH_COUNT, ACTION_RULE_PROPOSE, ACTION_RULE_APPROVE,
	    ACTION_CASH_OFFICERS};

	(void)state;
	for (size_t i = 0; i < sizeof(writes) / sizeof(writes[0]); i++)
		assert_false(rights_allow(ROLE_AUDITOR, writes[i]));
	assert_true(rights_allow(ROLE_AUDITOR, ACTION_AUDIT));
}

static void
what_is_no_role_or_no_action_is_not_allowed(void **state)
{
	(void)state;
	assert_false(rights_allow(ROLE_COUNT, ACTION_SIGN_IN));
	assert_false(rights_allow(ROLE_SUPERVISOR, ACTION_COUNT));
	assert_false(rights_allow((enum role) - 1, ACTION_SIGN_IN));
}

static void
codes_come_back_as_the_roles_they_came_from(void **state)
{
	enum role back;

	(void)state;
	for (enum role r = 0; r < ROLE_COUNT; r++) {
		assert_true(role_from_code(role_code(r), &back));
		assert_int_equal(back, r);
		assert_true(role_name(r)[0] != '\0');
	}
	assert_false(role_from_code("root", &back));
	assert_false(role_from_code(NULL, &back));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(
		every_role_may_do_what_its_row_says_and_nothing_else),
	    cmocka_unit_test(
		a_resident_may_only_take_the_steps_of_a_pin_session),
	    cmocka_unit_test(an_auditor_only_reads),
	    cmocka_unit_test(what_is_no_role_or_no_action_is_not_allowed),
	    cmocka_unit_test(codes_come_back_as_the_roles_they_came_from),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
