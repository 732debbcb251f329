/* What holds for every form: ids, widths, choices, sentences, answers, and
 * the reasons for refusing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "../support/judged.h"
#include "base/text.h"

#define LABEL_COLUMNS 60
/* Two or three lines of a form. */
#define SENTENCE_COLUMNS 180

/* Facts of every sort that decides what is asked. */
static struct case_facts
facts_number(unsigned n)
{
	return (struct case_facts){.foreign = n & 1,
	    .permanent = n & 2,
	    .adult_ward = n & 4,
	    .two_papers_always = n & 8,
	    .pins_needed = n & 16,
	    .training = n & 32,
	    .who = (enum who_came)((n >> 6) & 3),
	    .fee_due_yen = n & 256 ? 750 : 0,
	    .age = n & 512 ? 9 : 32,
	    .today = {2026, 11, 24}};
}
#define FACTS_COUNT 1024

static void
assert_fits(const char *text, size_t columns)
{
	if (text == NULL || text[0] == '\0' || text_columns(text) > columns)
		fail_msg("too long or empty: %s", text ? text : "NULL");
}

static void
every_label_fits_and_every_field_can_be_stored(void **state)
{
	int fields = 0;

	(void)state;
	for (int s = 0; s < STEP_COUNT; s++)
		for (const struct field *f = step_fields((enum case_step)s);
		     f->id != NULL; f++) {
			fields++;
			assert_in_range(
			    strlen(f->id), 1, ANSWER_FIELD_SIZE - 1);
			assert_fits(f->label, LABEL_COLUMNS);
			if (f->hint != NULL)
				assert_fits(f->hint, LABEL_COLUMNS);
			assert_int_equal(
			    f->choices != NULL, f->type == FIELD_CHOICE);
			assert_int_equal(
			    f->max_columns > 0, f->type == FIELD_TEXT);
			/* four bytes a cell at most */
			assert_true(f->max_columns * 4 < ANSWER_VALUE_SIZE);
		}
	assert_true(fields > 50);
}

static void
every_choice_fits_and_is_offered_once(void **state)
{
	(void)state;
	for (int s = 0; s < STEP_COUNT; s++)
		for (const struct field *f = step_fields((enum case_step)s);
		     f->id != NULL; f++) {
			const struct choice *c = f->choices;

			for (; c != NULL && c->code != NULL; c++) {
				assert_fits(c->label, LABEL_COLUMNS);
				assert_true(
				    strlen(c->code) < ANSWER_VALUE_SIZE);
				for (const struct choice *d = c + 1;
				     d->code != NULL; d++)
					assert_string_not_equal(
					    c->code, d->code);
			}
		}
}

static void
no_form_ever_asks_the_same_field_twice(void **state)
{
	const struct answers none = {.count = 0};

	(void)state;
	for (unsigned n = 0; n < FACTS_COUNT; n++) {
		struct case_facts facts = facts_number(n);

		for (int s = 0; s < STEP_COUNT; s++) {
			const struct field *f = step_fields((enum case_step)s);

			for (; f->id != NULL; f++)
				for (const struct field *g = f + 1;
				     g->id != NULL; g++)
					if (strcmp(f->id, g->id) == 0 &&
					    field_is_shown(f, &facts, &none) &&
					    field_is_shown(g, &facts, &none))
						fail_msg("%s", f->id);
		}
	}
}

static void
no_form_has_more_fields_than_answers_can_hold(void **state)
{
	(void)state;
	for (int s = 0; s < STEP_COUNT; s++) {
		const struct field *f = step_fields((enum case_step)s);
		int count = 0;

		while (f[count].id != NULL)
			count++;
		assert_in_range(count, 0, ANSWERS_MOST);
	}
}

static void
every_step_says_what_to_do_whoever_came(void **state)
{
	(void)state;
	for (unsigned n = 0; n < FACTS_COUNT; n++) {
		struct case_facts facts = facts_number(n);

		for (int s = 0; s < STEP_COUNT; s++)
			assert_fits(step_instruction((enum case_step)s, &facts),
			    SENTENCE_COLUMNS);
	}
}

static void
an_empty_form_is_never_done(void **state)
{
	(void)state;
	for (unsigned n = 0; n < FACTS_COUNT; n++) {
		struct case_facts facts = facts_number(n);

		for (int s = 0; s < STEP_COUNT; s++) {
			bool free_fee = s == STEP_FEE && !facts.fee_due_yen;
			bool ok;

			if (!case_step_needed((enum case_step)s, &facts))
				continue;
			ok = strcmp(judged((enum case_step)s, &facts, ""),
				 "ok") == 0;
			if (ok != (s == STEP_FOUND || free_fee))
				fail_msg(
				    "%s", case_step_code((enum case_step)s));
		}
	}
}

static void
every_step_can_be_refused_in_words(void **state)
{
	(void)state;
	for (int s = 0; s < STEP_COUNT; s++) {
		const struct refusal *r = step_refusals((enum case_step)s);

		assert_non_null(r->code);
		for (; r->code != NULL; r++) {
			assert_fits(r->label, LABEL_COLUMNS);
			assert_fits(r->said, SENTENCE_COLUMNS);
			assert_in_range(strlen(r->code), 1, 31);
			assert_string_equal(
			    refusal_from_code(r->code)->label, r->label);
		}
	}
}

static void
every_stop_reason_of_the_procedures_can_be_chosen(void **state)
{
	static const char *const codes[] = {"ID_INSUFFICIENT", "ID_EXPIRED",
	    "FACE_DOUBT", "NAME_MISMATCH", "ADDR_MISMATCH", "CARD_EXPIRED",
	    "MOVED_AWAY", "STATUS_LOST", "STAY_EXPIRED_NO_APPLICATION",
	    "GUARDIAN_MISSING", "PROXY_REASON_REFUSED", "OLD_CARD_NOT_RETURNED",
	    "SYSTEM_DOWN"};

	(void)state;
	for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++)
		assert_non_null(refusal_from_code(codes[i]));
	assert_null(refusal_from_code("BAD_MOOD"));
	assert_null(refusal_from_code(NULL));
}

/* Whoever stands at the counter may be the one to be protected from. */
static void
the_resident_is_not_told_of_a_protection_measure(void **state)
{
	const struct refusal *r = refusal_from_code("PROTECTION");

	(void)state;
	assert_string_equal(
	    r->said, "Please wait. A supervisor will speak with you.");
	assert_string_equal(r->said, refusal_from_code("FACE_DOUBT")->said);
	assert_true(r->needs_note);
}

static void
pausing_and_abandoning_have_reasons_that_fit(void **state)
{
	int count = 0;

	(void)state;
	for (const struct choice *c = pause_reasons(); c->code; c++, count++)
		assert_fits(c->label, LABEL_COLUMNS);
	assert_true(count > 1);
	count = 0;
	for (const struct choice *c = abandon_reasons(); c->code; c++, count++)
		assert_fits(c->label, LABEL_COLUMNS);
	assert_true(count > 1);
}

static void
answers_are_replaced_and_taken_out(void **state)
{
	struct answers a = {.count = 0};

	(void)state;
	assert_string_equal(answers_get(&a, "who"), "");
	assert_int_equal(answers_set(&a, "who", "self"), KERR_OK);
	assert_int_equal(answers_set(&a, "notice", "brought"), KERR_OK);
	assert_int_equal(answers_set(&a, "who", "proxy"), KERR_OK);
	assert_string_equal(answers_get(&a, "who"), "proxy");
	assert_int_equal(a.count, 2);
	assert_int_equal(answers_set(&a, "who", ""), KERR_OK);
	assert_int_equal(answers_set(&a, "never", ""), KERR_OK);
	assert_int_equal(a.count, 1);
	assert_string_equal(answers_get(&a, "who"), "");
	assert_string_equal(answers_get(&a, "notice"), "brought");
}

static void
a_shorter_answer_leaves_nothing_of_the_longer_one(void **state)
{
	struct answers a = {.count = 0};

	(void)state;
	assert_int_equal(answers_set(&a, "witness", "TANAKA HANAKO"), KERR_OK);
	assert_int_equal(answers_set(&a, "witness", "A"), KERR_OK);
	for (size_t i = 1; i < ANSWER_VALUE_SIZE; i++)
		assert_int_equal(a.item[0].value[i], 0);
	assert_int_equal(answers_set(&a, "witness", ""), KERR_OK);
	assert_int_equal(a.item[0].field[0], 0);
	assert_int_equal(a.item[0].value[0], 0);
}

static void
an_answer_too_many_or_too_long_is_refused_and_changes_nothing(void **state)
{
	struct answers a = {.count = 0};
	char text[ANSWER_VALUE_SIZE + 1];
	char id[] = "a";

	(void)state;
	memset(text, 'x', sizeof(text) - 1);
	text[ANSWER_VALUE_SIZE] = '\0';
	assert_int_equal(answers_set(&a, "long", text), ERR_TOO_LONG);
	text[ANSWER_VALUE_SIZE - 1] = '\0';
	assert_int_equal(answers_set(&a, "long", text), KERR_OK);
	assert_int_equal(
	    answers_set(&a, "an_id_of_twenty_four_bytes", "x"), ERR_TOO_LONG);
	for (; a.count < ANSWERS_MOST; id[0]++)
		assert_int_equal(answers_set(&a, id, "x"), KERR_OK);
	assert_int_equal(answers_set(&a, "more", "x"), ERR_TOO_LONG);
	assert_int_equal(a.count, ANSWERS_MOST);
	assert_int_equal(answers_set(&a, "a", "y"), KERR_OK);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_label_fits_and_every_field_can_be_stored),
	    cmocka_unit_test(every_choice_fits_and_is_offered_once),
	    cmocka_unit_test(no_form_ever_asks_the_same_field_twice),
	    cmocka_unit_test(no_form_has_more_fields_than_answers_can_hold),
	    cmocka_unit_test(every_step_says_what_to_do_whoever_came),
	    cmocka_unit_test(an_empty_form_is_never_done),
	    cmocka_unit_test(every_step_can_be_refused_in_words),
	    cmocka_unit_test(every_stop_reason_of_the_procedures_can_be_chosen),
	    cmocka_unit_test(the_resident_is_not_told_of_a_protection_measure),
	    cmocka_unit_test(pausing_and_abandoning_have_reasons_that_fit),
	    cmocka_unit_test(answers_are_replaced_and_taken_out),
	    cmocka_unit_test(a_shorter_answer_leaves_nothing_of_the_longer_one),
	    cmocka_unit_test(
		an_answer_too_many_or_too_long_is_refused_and_changes_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
