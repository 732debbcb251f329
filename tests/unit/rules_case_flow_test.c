/* Which steps a collection has, in which order, and how Back goes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "rules/case_flow.h"

/* The whole road as codes, taken by doing one step after another. */
static const char *
road(const struct case_facts *facts)
{
	static char out[256];
	uint64_t done = 0;
	enum case_step s;

	out[0] = '\0';
	while ((s = case_step_next(done, facts)) != STEP_COUNT) {
		strcat(out, case_step_code(s));
		strcat(out, " ");
		done |= STEP_BIT(s);
	}
	return out;
}

static void
a_japanese_national_walks_without_the_residence_step(void **state)
{
	const struct case_facts facts = {.who = WHO_SELF,
	    .notification_card_era = true,
	    .pins_needed = true};

	(void)state;
	assert_string_equal(road(&facts),
	    "found who register identity notification face right_card "
	    "confirm pins activation receipt_form hand_over ");
}

static void
a_foreign_resident_shows_the_residence_card_instead_of_papers(void **state)
{
	const struct case_facts facts = {
	    .who = WHO_SELF, .foreign = true, .pins_needed = true};

	(void)state;
	assert_string_equal(road(&facts),
	    "found who register residence face right_card "
	    "confirm pins activation receipt_form hand_over ");
}

static void
a_foreign_child_with_a_parent_needs_both(void **state)
{
	const struct case_facts facts = {
	    .who = WHO_GUARDIAN, .foreign = true, .fee_due_yen = 750};

	(void)state;
	assert_string_equal(road(&facts),
	    "found who register identity residence face right_card fee "
	    "confirm activation receipt_form hand_over ");
}

static void
a_proxy_shows_papers_for_a_foreign_resident_too(void **state)
{
	const struct case_facts facts = {.who = WHO_PROXY, .foreign = true};

	(void)state;
	assert_true(case_step_needed(STEP_IDENTITY, &facts));
	assert_true(case_step_needed(STEP_RESIDENCE, &facts));
}

static void
back_goes_to_the_needed_step_before(void **state)
{
	const struct case_facts facts = {
	    .foreign = true, .who = WHO_SELF, .pins_needed = true};

	(void)state;
	assert_int_equal(
	    case_step_before(STEP_FACE, &facts, false), STEP_RESIDENCE);
	assert_int_equal(
	    case_step_before(STEP_RESIDENCE, &facts, false), STEP_REGISTER);
	assert_int_equal(
	    case_step_before(STEP_PINS, &facts, false), STEP_CONFIRM);
	assert_int_equal(
	    case_step_before(STEP_FOUND, &facts, false), STEP_COUNT);
	assert_int_equal(
	    case_step_before(STEP_COUNT, &facts, false), STEP_HAND_OVER);
}

static void
nothing_before_the_pins_is_reached_once_they_are_written(void **state)
{
	struct case_facts facts = {.who = WHO_SELF, .pins_needed = true};

	(void)state;
	assert_int_equal(
	    case_step_before(STEP_ACTIVATION, &facts, true), STEP_PINS);
	for (enum case_step s = 0; s <= STEP_PINS; s++)
		assert_int_equal(case_step_before(s, &facts, true), STEP_COUNT);
	facts.pins_needed = false;
	assert_int_equal(
	    case_step_before(STEP_ACTIVATION, &facts, true), STEP_COUNT);
	assert_int_equal(
	    case_step_before(STEP_HAND_OVER, &facts, true), STEP_RECEIPT_FORM);
}

static void
a_pin_change_and_a_reset_have_roads_of_their_own(void **state)
{
	struct case_facts facts = {.kind = CASE_KIND_PIN_CHANGE,
	    .who = WHO_SELF,
	    .foreign = true,
	    .fee_due_yen = 750,
	    .notification_card_era = true,
	    .pins_needed = true};

	(void)state;
	assert_string_equal(
	    road(&facts), "found visit right_card pin_choice pins pin_end ");
	facts.kind = CASE_KIND_PIN_RESET;
	assert_string_equal(road(&facts),
	    "found visit right_card pin_choice approval pins pin_end ");
	assert_int_equal(
	    case_step_before(STEP_PINS, &facts, false), STEP_APPROVAL);
	assert_int_equal(
	    case_kind_last_step(CASE_KIND_PIN_RESET), STEP_PIN_END);
	assert_false(case_kind_has_step(CASE_KIND_COLLECTION, STEP_APPROVAL));
	assert_false(case_kind_has_step(CASE_KIND_PIN_CHANGE, STEP_APPROVAL));
}

static void
kinds_of_cases_have_codes_that_come_back(void **state)
{
	(void)state;
	for (enum case_kind k = 0; k < CASE_KIND_COUNT; k++) {
		enum case_kind back = CASE_KIND_COUNT;

		assert_true(case_kind_from_code(case_kind_code(k), &back));
		assert_int_equal(back, k);
		assert_true(case_kind_has_step(k, case_kind_last_step(k)));
		/* a card that is lost cannot be found first */
		assert_int_equal(case_kind_has_step(k, STEP_FOUND),
		    k <= CASE_KIND_PIN_RESET || k == CASE_KIND_NOTIFICATION);
	}
	assert_false(case_kind_from_code("lost", &(enum case_kind){0}));
}

static void
a_step_opened_again_comes_before_what_is_done_behind_it(void **state)
{
	const struct case_facts facts = {.who = WHO_SELF};
	uint64_t done = STEP_BIT(STEP_COUNT) - 1;

	(void)state;
	assert_int_equal(case_step_next(done, &facts), STEP_COUNT);
	assert_int_equal(
	    case_step_next(done & ~STEP_BIT(STEP_REGISTER), &facts),
	    STEP_REGISTER);
	/* not needed, so its bit does not matter */
	assert_int_equal(
	    case_step_next(done & ~STEP_BIT(STEP_RESIDENCE), &facts),
	    STEP_COUNT);
}

static void
codes_come_back_as_what_they_came_from(void **state)
{
	enum case_step step;
	enum case_state cs;

	(void)state;
	for (enum case_step s = 0; s < STEP_COUNT; s++) {
		assert_true(case_step_from_code(case_step_code(s), &step));
		assert_int_equal(step, s);
		assert_true(case_step_name(s)[0] != '\0');
	}
	for (enum case_state s = 0; s < CASE_STATE_COUNT; s++) {
		assert_true(case_state_from_code(case_state_code(s), &cs));
		assert_int_equal(cs, s);
		assert_true(case_state_name(s)[0] != '\0');
	}
	assert_false(case_step_from_code("lunch", &step));
	assert_false(case_state_from_code(NULL, &cs));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(
		a_japanese_national_walks_without_the_residence_step),
	    cmocka_unit_test(
		a_foreign_resident_shows_the_residence_card_instead_of_papers),
	    cmocka_unit_test(a_foreign_child_with_a_parent_needs_both),
	    cmocka_unit_test(a_proxy_shows_papers_for_a_foreign_resident_too),
	    cmocka_unit_test(back_goes_to_the_needed_step_before),
	    cmocka_unit_test(a_pin_change_and_a_reset_have_roads_of_their_own),
	    cmocka_unit_test(kinds_of_cases_have_codes_that_come_back),
	    cmocka_unit_test(
		nothing_before_the_pins_is_reached_once_they_are_written),
	    cmocka_unit_test(
		a_step_opened_again_comes_before_what_is_done_behind_it),
	    cmocka_unit_test(codes_come_back_as_what_they_came_from),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
