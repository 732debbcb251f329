/* Register, notification card, face, confirmation, and the steps that no form
 * does. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "../support/judged.h"

static const struct case_facts adult = {.age = 32,
    .who = WHO_SELF,
    .today = {2026, 11, 24},
    .born = {1994, 5, 17},
    .card_expiry = {2036, 5, 17}};

static void
the_register_step_wants_all_four_seen(void **state)
{
	(void)state;
	assert_string_equal(
	    judged(STEP_REGISTER, &adult,
		"alive=yes lives_here=yes unchanged=yes no_protection=yes"),
	    "ok");
	assert_string_equal(judged(STEP_REGISTER, &adult,
				"lives_here=yes unchanged=yes "
				"no_protection=yes"),
	    "missing: The holder is alive");
	assert_string_equal(judged(STEP_REGISTER, &adult,
				"alive=yes unchanged=yes no_protection=yes"),
	    "missing: Registered as living here");
	assert_string_equal(judged(STEP_REGISTER, &adult,
				"alive=yes lives_here=yes no_protection=yes"),
	    "missing: Name, address, status as on the card");
	assert_string_equal(judged(STEP_REGISTER, &adult,
				"alive=yes lives_here=yes unchanged=yes "
				"no_protection=no"),
	    "missing: No protection measure speaks against it");
}

static void
a_lost_notification_card_wants_a_declaration_and_goes_on(void **state)
{
	(void)state;
	assert_string_equal(
	    judged(STEP_NOTIFICATION, &adult, "notification=returned"), "ok");
	assert_string_equal(
	    judged(STEP_NOTIFICATION, &adult, "notification=never_held"), "ok");
	assert_string_equal(
	    judged(STEP_NOTIFICATION, &adult, "notification=lost"),
	    "missing: Declaration of loss filled in and signed");
	assert_string_equal(judged(STEP_NOTIFICATION, &adult,
				"notification=lost lost_form=yes"),
	    "ok");
	assert_string_equal(judged(STEP_NOTIFICATION, &adult, ""),
	    "missing: Notification card");
}

static void
a_face_in_doubt_stops_the_case(void **state)
{
	(void)state;
	assert_string_equal(
	    judged(STEP_FACE, &adult, "face=same compared=card_and_paper"),
	    "ok");
	assert_string_equal(
	    judged(STEP_FACE, &adult, "face=same"), "missing: Compared with");
	assert_string_equal(judged(STEP_FACE, &adult, "face=doubt"),
	    "refused: the face is in doubt");
}

static void
a_doubting_machine_wants_questions_answered(void **state)
{
	(void)state;
	assert_string_equal(
	    judged(STEP_FACE, &adult, "face=same compared=card machine=same"),
	    "ok");
	assert_string_equal(
	    judged(STEP_FACE, &adult, "face=same compared=card machine=doubt"),
	    "missing: Questions asked and answered rightly");
	assert_string_equal(judged(STEP_FACE, &adult,
				"face=same compared=card machine=doubt "
				"questions=yes"),
	    "ok");
}

static void
only_a_card_made_in_the_first_year_may_lack_a_photo(void **state)
{
	struct case_facts baby = adult;

	(void)state;
	assert_string_equal(judged(STEP_FACE, &adult, "face=no_photo"),
	    "refused: this holder's card should bear a photo");
	baby.born = (struct date){2026, 3, 10};
	baby.card_expiry = (struct date){2031, 3, 10};
	assert_string_equal(judged(STEP_FACE, &baby, "face=no_photo"), "ok");
	/* made after the first birthday */
	baby.card_expiry = (struct date){2032, 3, 10};
	assert_string_equal(judged(STEP_FACE, &baby, "face=no_photo"),
	    "refused: this holder's card should bear a photo");
	/* already one year old on 2024-12-02, by law the day before */
	baby.born = (struct date){2023, 12, 3};
	baby.card_expiry = (struct date){2028, 12, 3};
	assert_string_equal(judged(STEP_FACE, &baby, "face=no_photo"),
	    "refused: this holder's card should bear a photo");
	baby.born = (struct date){2023, 12, 4};
	assert_string_equal(judged(STEP_FACE, &baby, "face=no_photo"), "ok");
}

static void
the_resident_confirms_all_four_on_a_card_that_is_still_good(void **state)
{
	struct case_facts late = adult;

	(void)state;
	assert_string_equal(judged(STEP_CONFIRM, &adult,
				"photo=yes name=yes address=yes expiry=yes"),
	    "ok");
	assert_string_equal(
	    judged(STEP_CONFIRM, &adult, "photo=yes name=yes expiry=yes"),
	    "missing: The address is right");
	late.today = (struct date){2036, 5, 18};
	assert_string_equal(judged(STEP_CONFIRM, &late,
				"photo=yes name=yes address=yes expiry=yes"),
	    "expired: 2036-05-17");
}

static void
a_fee_that_is_due_stops_here(void **state)
{
	struct case_facts paid = adult;

	(void)state;
	assert_string_equal(judged(STEP_FEE, &paid, ""), "ok");
	paid.fee_due_yen = 750;
	assert_string_equal(judged(STEP_FEE, &paid, ""), "fee: 750");
}

/* The chip does them: no ticking can. */
static void
no_answer_does_the_right_card_or_the_pins(void **state)
{
	(void)state;
	assert_string_equal(judged(STEP_RIGHT_CARD, &adult, "right_card=yes"),
	    "missing: Right card");
	assert_string_equal(judged(STEP_PINS, &adult, ""), "missing: PINs");
}

static void
finding_an_expired_card_says_so_at_once(void **state)
{
	struct case_facts late = adult;

	(void)state;
	assert_string_equal(judged(STEP_FOUND, &adult, ""), "ok");
	late.today = (struct date){2036, 5, 18};
	assert_string_equal(
	    judged(STEP_FOUND, &late, ""), "expired: 2036-05-17");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_register_step_wants_all_four_seen),
	    cmocka_unit_test(
		a_lost_notification_card_wants_a_declaration_and_goes_on),
	    cmocka_unit_test(a_face_in_doubt_stops_the_case),
	    cmocka_unit_test(a_doubting_machine_wants_questions_answered),
	    cmocka_unit_test(
		only_a_card_made_in_the_first_year_may_lack_a_photo),
	    cmocka_unit_test(
		the_resident_confirms_all_four_on_a_card_that_is_still_good),
	    cmocka_unit_test(a_fee_that_is_due_stops_here),
	    cmocka_unit_test(no_answer_does_the_right_card_or_the_pins),
	    cmocka_unit_test(finding_an_expired_card_says_so_at_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
