/* The built-in schedule and what may be proposed at all. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "rules/fee.h"

static struct rule profile[FEE_PROFILE_MOST];
static size_t count;

static const struct rule *
find(enum rule_kind kind, const char *code)
{
	for (size_t i = 0; i < count; i++)
		if (profile[i].kind == kind &&
		    strcmp(profile[i].code, code) == 0)
			return &profile[i];
	fail_msg("no %s %s", rule_kind_code(kind), code);
	return NULL;
}

static int
load(void **state)
{
	(void)state;
	count = fee_profile_builtin(profile, FEE_PROFILE_MOST);
	return count > 0 ? 0 : -1;
}

static void
the_prices_of_chofu_2016_are_built_in(void **state)
{
	(void)state;
	assert_int_equal(find(RULE_FEE, "individual_card")->value, 750);
	assert_int_equal(find(RULE_FEE, "notification_card")->value, 500);
	assert_int_equal(
	    find(RULE_FEE, "notification_card")->last_day.year, 2020);
	/* seed profile: no price for certificates or express (4.5) */
	for (size_t i = 0; i < count; i++)
		assert_true(profile[i].kind != RULE_FEE ||
			    profile[i].value == 750 || profile[i].value == 500);
	assert_int_equal(find(RULE_LIMIT, "count_difference")->value, 0);
}

static void
who_pays_is_as_the_sheet_says(void **state)
{
	static const char *const charged[] = {"lost", "burnt", "damaged",
	    "discarded", "lapsed", "given_back", "stay_expired", "reentered",
	    "renewal_not_returned"};
	static const char *const is_free[] = {"first", "renewal", "field_full",
	    "disaster", "defect", "office_error", "number_change", "adoption",
	    "sex_entry", "face_authentication"};

	(void)state;
	for (size_t i = 0; i < sizeof(charged) / sizeof(charged[0]); i++)
		assert_int_equal(
		    find(RULE_FEE_REASON, charged[i])->value, FEE_CHARGED);
	for (size_t i = 0; i < sizeof(is_free) / sizeof(is_free[0]); i++)
		assert_int_equal(
		    find(RULE_FEE_REASON, is_free[i])->value, FEE_FREE);
	assert_int_equal(find(RULE_FEE_REASON, "stolen")->value, FEE_DECIDED);
	assert_string_equal(find(RULE_FEE_REASON, "disaster")->evidence,
	    "disaster_certificate");
}

static void
everything_built_in_can_be_proposed(void **state)
{
	struct failure f;

	(void)state;
	for (size_t i = 0; i < count; i++)
		assert_int_equal(rule_judge(&profile[i], &f), KERR_OK);
	assert_int_equal(fee_profile_builtin(profile, 3), 0);
	assert_int_equal(load(NULL), 0);
}

static void
what_is_no_rule_is_refused_with_its_reason(void **state)
{
	struct rule r = *find(RULE_FEE, "individual_card");
	struct rule bad;
	struct failure f;

	(void)state;
	bad = r;
	bad.value = -1;
	assert_int_equal(rule_judge(&bad, &f), ERR_RULE);
	assert_non_null(failure_argument(&f, "reason"));
	bad.value = INT64_MAX;
	assert_int_equal(rule_judge(&bad, &f), ERR_RULE);
	bad = r;
	(void)strcpy(bad.code, "lost");
	assert_int_equal(rule_judge(&bad, &f), ERR_RULE);
	bad = r;
	bad.first_day = (struct date){2026, 2, 29};
	assert_int_equal(rule_judge(&bad, &f), ERR_RULE);
	bad = r;
	bad.last_day = (struct date){2015, 12, 31};
	assert_int_equal(rule_judge(&bad, &f), ERR_RULE);
	bad = r;
	(void)strcpy(bad.evidence, "police_number");
	assert_int_equal(rule_judge(&bad, &f), ERR_RULE);
	bad = *find(RULE_FEE_REASON, "lost");
	bad.value = FEE_OUTCOME_COUNT;
	assert_int_equal(rule_judge(&bad, &f), ERR_RULE);
	bad = *find(RULE_FEE_REASON, "lost");
	(void)strcpy(bad.evidence, "a_letter");
	assert_int_equal(rule_judge(&bad, &f), ERR_RULE);
}

static void
codes_come_back_as_what_they_name(void **state)
{
	(void)state;
	for (int i = 0; i < FEE_ITEM_COUNT; i++) {
		enum fee_item item = FEE_ITEM_COUNT;

		assert_true(
		    fee_item_from_code(fee_item_code((enum fee_item)i), &item));
		assert_int_equal(item, i);
		assert_string_not_equal(fee_item_name(item), "");
	}
	for (int i = 0; i < FEE_REASON_COUNT; i++) {
		enum fee_reason reason = FEE_REASON_COUNT;

		assert_true(fee_reason_from_code(
		    fee_reason_code((enum fee_reason)i), &reason));
		assert_int_equal(reason, i);
		assert_string_not_equal(fee_reason_name(reason), "");
	}
	assert_string_equal(fee_item_code(FEE_ITEM_COUNT), "");
	assert_string_equal(fee_evidence_name("police"), "");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_prices_of_chofu_2016_are_built_in),
	    cmocka_unit_test(who_pays_is_as_the_sheet_says),
	    cmocka_unit_test(everything_built_in_can_be_proposed),
	    cmocka_unit_test(what_is_no_rule_is_refused_with_its_reason),
	    cmocka_unit_test(codes_come_back_as_what_they_name),
	};

	return cmocka_run_group_tests_name("rules_fee", tests, load, NULL);
}
