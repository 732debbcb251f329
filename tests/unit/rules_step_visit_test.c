/* Who may have a PIN changed or reset, with which papers, and which PINs. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "rules/refusal.h"
#include "rules/step_form.h"

static const struct case_facts adult = {.kind = CASE_KIND_PIN_RESET,
    .age = 41,
    .today = {2026, 11, 25},
    .born = {1985, 4, 9},
    .card_expiry = {2028, 2, 28},
    .pins_needed = true};

static struct answers given;
static struct failure f;

static void
set(const char *field, const char *value)
{
	assert_int_equal(answers_set(&given, field, value), KERR_OK);
}

static int
fresh(void **state)
{
	(void)state;
	memset(&given, 0, sizeof(given));
	memset(&f, 0, sizeof(f));
	return 0;
}

static enum kerr
judge(const struct case_facts *facts)
{
	return step_judge(STEP_VISIT, facts, &given, &f);
}

static void
a_reset_needs_the_card_and_one_other_document(void **state)
{
	(void)state;
	set("who", "self");
	set("face", "same");
	assert_int_equal(judge(&adult), ERR_STEP_INCOMPLETE);
	set("other_paper", "my_number_card");
	assert_int_equal(judge(&adult), ERR_STEP_REFUSE);
	set("other_paper", "driving_licence");
	set("other_until", "2026-11-24");
	assert_int_equal(judge(&adult), ERR_STEP_REFUSE);
	set("other_until", "2026-11-25");
	assert_int_equal(judge(&adult), KERR_OK);
}

static void
who_knows_the_pin_changes_it_with_the_card_alone(void **state)
{
	struct case_facts change = adult;

	(void)state;
	change.kind = CASE_KIND_PIN_CHANGE;
	set("who", "self");
	set("face", "same");
	assert_int_equal(judge(&change), KERR_OK);
	set("face", "differs");
	assert_int_equal(judge(&change), ERR_STEP_REFUSE);
}

static void
a_proxy_comes_for_a_reset_only_and_after_a_letter(void **state)
{
	struct case_facts proxy = adult;

	(void)state;
	proxy.kind = CASE_KIND_PIN_CHANGE;
	set("who", "proxy");
	assert_int_equal(judge(&proxy), ERR_STEP_REFUSE);
	proxy.kind = CASE_KIND_PIN_RESET;
	proxy.who = WHO_PROXY;
	set("other_paper", "driving_licence");
	set("other_until", "2028-01-01");
	set("representative", "SUZUKI");
	assert_int_equal(judge(&proxy), ERR_STEP_INCOMPLETE);
	set("rep_paper", "passport");
	set("rep_until", "2028-01-01");
	assert_int_equal(judge(&proxy), KERR_OK);
	assert_true(case_step_needed(STEP_LETTER, &proxy));
	assert_true(case_step_needed(STEP_SECOND_VISIT, &proxy));
	proxy.who = WHO_GUARDIAN;
	assert_false(case_step_needed(STEP_LETTER, &proxy));
}

static void
a_child_comes_with_a_representative_who_can_prove_it(void **state)
{
	struct case_facts child = adult;

	(void)state;
	child.age = 12;
	set("who", "self");
	assert_int_equal(judge(&child), ERR_STEP_REFUSE);
	set("who", "guardian");
	set("face", "same");
	set("other_paper", "driving_licence");
	set("other_until", "2028-01-01");
	set("representative", "LI WEI");
	set("authority", "none");
	assert_int_equal(judge(&child), ERR_STEP_REFUSE);
	set("authority", "family_register");
	assert_int_equal(judge(&child), ERR_STEP_INCOMPLETE);
	set("rep_paper", "driving_licence");
	set("rep_until", "2028-01-01");
	assert_int_equal(judge(&child), KERR_OK);
}

static void
an_expired_card_gets_neither(void **state)
{
	struct case_facts late = adult;

	(void)state;
	late.card_expiry = (struct date){2026, 11, 24};
	set("who", "self");
	assert_int_equal(judge(&late), ERR_CARD_EXPIRED);
}

static void
at_least_one_pin_is_chosen_and_no_signature_under_fifteen(void **state)
{
	struct case_facts child = adult;

	(void)state;
	assert_int_equal(
	    step_judge(STEP_PIN_CHOICE, &adult, &given, &f), ERR_STEP_REFUSE);
	set("sign", "yes");
	assert_int_equal(
	    step_judge(STEP_PIN_CHOICE, &adult, &given, &f), KERR_OK);
	child.age = 14;
	assert_int_equal(
	    step_judge(STEP_PIN_CHOICE, &child, &given, &f), ERR_STEP_REFUSE);
}

static void
no_answer_stands_for_the_second_person(void **state)
{
	(void)state;
	set("by", "1002");
	assert_int_equal(
	    step_judge(STEP_APPROVAL, &adult, &given, &f), ERR_STEP_INCOMPLETE);
}

/* "Your card stays here" must not be said to who takes it home. */
static void
refusals_of_a_pin_case_are_its_own(void **state)
{
	(void)state;
	for (enum case_step s = 0; s < STEP_COUNT; s++) {
		const struct refusal *r = NULL;

		if (!case_kind_has_step(CASE_KIND_PIN_RESET, s))
			continue;
		r = case_refusals(CASE_KIND_PIN_RESET, s);
		assert_non_null(r[0].code);
		for (; r->code != NULL; r++) {
			assert_ptr_equal(strstr(r->said, "stays here"), NULL);
			assert_non_null(refusal_from_code(r->code));
		}
	}
	assert_ptr_equal(case_refusals(CASE_KIND_COLLECTION, STEP_PINS),
	    step_refusals(STEP_PINS));
}

#define STORY(name) cmocka_unit_test_setup(name, fresh)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    STORY(a_reset_needs_the_card_and_one_other_document),
	    STORY(who_knows_the_pin_changes_it_with_the_card_alone),
	    STORY(a_proxy_comes_for_a_reset_only_and_after_a_letter),
	    STORY(a_child_comes_with_a_representative_who_can_prove_it),
	    STORY(an_expired_card_gets_neither),
	    STORY(at_least_one_pin_is_chosen_and_no_signature_under_fifteen),
	    STORY(no_answer_stands_for_the_second_person),
	    STORY(refusals_of_a_pin_case_are_its_own),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
