/* Activation, receipt form, hand-over. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "../support/judged.h"

static const struct case_facts self = {.age = 32,
    .who = WHO_SELF,
    .today = {2026, 11, 24},
    .card_expiry = {2036, 5, 17},
    .pins_needed = true};

static void
a_recorded_activation_tells_when_it_was_seen(void **state)
{
	static const char *const bad[] = {
	    "24:00", "10:60", "1:05", "10.45", "10:4x", "105:4", "10:455"};
	char written[64];

	(void)state;
	assert_string_equal(
	    judged(STEP_ACTIVATION, &self, "activation=recorded seen_at=10:45"),
	    "ok");
	assert_string_equal(
	    judged(STEP_ACTIVATION, &self, "activation=recorded seen_at=23:59"),
	    "ok");
	assert_string_equal(
	    judged(STEP_ACTIVATION, &self, "activation=recorded"),
	    "missing: Time on the official terminal");
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		strcpy(written, "activation=recorded seen_at=");
		strcat(written, bad[i]);
		assert_string_equal(judged(STEP_ACTIVATION, &self, written),
		    "refused: the time is not written like 10:45");
	}
}

static void
what_is_not_activated_or_unknown_goes_no_further(void **state)
{
	(void)state;
	assert_string_equal(
	    judged(STEP_ACTIVATION, &self, "activation=not_done"),
	    "refused: the card is not activated");
	assert_string_equal(
	    judged(STEP_ACTIVATION, &self, "activation=unknown"),
	    "refused: nobody knows whether the card is activated: ask the "
	    "official terminal first");
	assert_string_equal(
	    judged(STEP_ACTIVATION, &self, ""), "missing: Activation");
}

static void
only_a_training_office_activates_here(void **state)
{
	struct case_facts training = self;

	(void)state;
	assert_string_equal(
	    judged(STEP_ACTIVATION, &self, "activation=done_here"),
	    "missing: Activation");
	training.training = true;
	assert_string_equal(
	    judged(STEP_ACTIVATION, &training, "activation=done_here"), "ok");
	assert_string_equal(
	    judged(STEP_ACTIVATION, &training, "activation=unknown"),
	    "refused: nobody knows whether the card is activated: ask the "
	    "official terminal first");
}

static void
the_receipt_form_is_signed_by_who_is_there(void **state)
{
	struct case_facts facts = self;

	(void)state;
	assert_string_equal(
	    judged(STEP_RECEIPT_FORM, &facts, "signed_by=holder reply=signed"),
	    "ok");
	assert_string_equal(judged(STEP_RECEIPT_FORM, &facts,
				"signed_by=representative reply=signed"),
	    "refused: no representative came with the holder");
	assert_string_equal(judged(STEP_RECEIPT_FORM, &facts,
				"signed_by=other_hand reply=signed"),
	    "missing: Name of the witness");
	assert_string_equal(judged(STEP_RECEIPT_FORM, &facts,
				"signed_by=other_hand witness=A+B "
				"reply=no_notice"),
	    "ok");
	facts.who = WHO_GUARDIAN;
	assert_string_equal(judged(STEP_RECEIPT_FORM, &facts,
				"signed_by=representative reply=signed"),
	    "ok");
}

static void
a_proxy_signs_and_has_the_notice(void **state)
{
	struct case_facts facts = self;

	(void)state;
	facts.who = WHO_PROXY;
	assert_string_equal(judged(STEP_RECEIPT_FORM, &facts,
				"signed_by=representative reply=signed"),
	    "ok");
	assert_string_equal(
	    judged(STEP_RECEIPT_FORM, &facts, "signed_by=holder reply=signed"),
	    "refused: the holder is not here: the proxy signs");
	assert_string_equal(judged(STEP_RECEIPT_FORM, &facts,
				"signed_by=other_hand witness=A reply=signed"),
	    "refused: the holder is not here: the proxy signs");
	assert_string_equal(judged(STEP_RECEIPT_FORM, &facts,
				"signed_by=representative reply=no_notice"),
	    "refused: a proxy must bring the notice");
}

static void
nobody_leaves_with_two_valid_cards(void **state)
{
	(void)state;
	assert_string_equal(
	    judged(STEP_HAND_OVER, &self, "old_cards=kept handed=yes memo=yes"),
	    "refused: the old card must be given back or abolished first");
	assert_string_equal(judged(STEP_HAND_OVER, &self,
				"old_cards=my_number handed=yes memo=yes"),
	    "ok");
	assert_string_equal(
	    judged(STEP_HAND_OVER, &self, "handed=yes memo=yes"),
	    "missing: Old cards");
}

static void
the_memo_sheet_belongs_to_cards_with_pins(void **state)
{
	struct case_facts none = self;

	(void)state;
	assert_string_equal(
	    judged(STEP_HAND_OVER, &self, "old_cards=none handed=yes"),
	    "missing: PIN memo sheet handed over");
	assert_string_equal(
	    judged(STEP_HAND_OVER, &self, "old_cards=none memo=yes"),
	    "missing: Card handed over");
	none.pins_needed = false;
	assert_string_equal(
	    judged(STEP_HAND_OVER, &none, "old_cards=none handed=yes"), "ok");
}

/* The case was paused overnight, and the card ended at midnight. */
static void
a_card_that_expired_meanwhile_is_not_handed_over(void **state)
{
	struct case_facts late = self;

	(void)state;
	late.today = (struct date){2036, 5, 18};
	assert_string_equal(
	    judged(STEP_ACTIVATION, &late, "activation=recorded seen_at=10:45"),
	    "expired: 2036-05-17");
	assert_string_equal(
	    judged(STEP_HAND_OVER, &late, "old_cards=none handed=yes memo=yes"),
	    "expired: 2036-05-17");
	late.today = (struct date){2036, 5, 17};
	assert_string_equal(
	    judged(STEP_HAND_OVER, &late, "old_cards=none handed=yes memo=yes"),
	    "ok");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_recorded_activation_tells_when_it_was_seen),
	    cmocka_unit_test(what_is_not_activated_or_unknown_goes_no_further),
	    cmocka_unit_test(only_a_training_office_activates_here),
	    cmocka_unit_test(the_receipt_form_is_signed_by_who_is_there),
	    cmocka_unit_test(a_proxy_signs_and_has_the_notice),
	    cmocka_unit_test(nobody_leaves_with_two_valid_cards),
	    cmocka_unit_test(the_memo_sheet_belongs_to_cards_with_pins),
	    cmocka_unit_test(a_card_that_expired_meanwhile_is_not_handed_over),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
