/* screens_form_test.c -- what a form gives to the desk, without a screen. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "screens/form.h"

static struct form *
form_of(enum case_step step, const struct case_facts *facts)
{
	struct form *f = NULL;

	assert_int_equal(form_new(step_fields(step), facts, NULL, &f), KERR_OK);
	return f;
}

static void
a_field_keeps_its_answer_though_its_hidden_twin_has_the_same_id(void **state)
{
	const struct case_facts facts = {.training = true};
	struct form *f = form_of(STEP_ACTIVATION, &facts);

	(void)state;
	assert_true(form_move(f, UI_KEY_RIGHT));
	assert_string_equal(
	    answers_get(form_answers(f), "activation"), "done_here");
	form_free(&f);
}

static void
an_answer_whose_field_is_hidden_now_does_not_count(void **state)
{
	const struct case_facts facts = {.age = 40};
	struct form *f = form_of(STEP_WHO, &facts);

	(void)state;
	(void)form_move(f, UI_KEY_RIGHT);
	(void)form_move(f, UI_KEY_RIGHT);
	(void)form_move(f, UI_KEY_RIGHT); /* a proxy, who gives a name */
	assert_string_equal(answers_get(form_answers(f), "who"), "proxy");
	form_focus(f, "representative");
	assert_true(form_type(f, 'A'));
	assert_string_equal(
	    answers_get(form_answers(f), "representative"), "A");
	form_focus(f, "who");
	(void)form_move(f, UI_KEY_LEFT);
	(void)form_move(f, UI_KEY_LEFT);
	assert_string_equal(answers_get(form_answers(f), "who"), "self");
	assert_string_equal(answers_get(form_answers(f), "representative"), "");
	form_free(&f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(
		a_field_keeps_its_answer_though_its_hidden_twin_has_the_same_id),
	    cmocka_unit_test(
		an_answer_whose_field_is_hidden_now_does_not_count),
	};

	return cmocka_run_group_tests_name("screens_form", tests, NULL, NULL);
}
