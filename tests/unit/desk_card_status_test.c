/* desk_card_status_test.c -- what the card agent learned, as people and
 * scripts are told: no state without a word, no count that was not told. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "desk/card_status.h"
#include "desk/card_status_private.h"

static const struct date today = {2026, 11, 24};

/* A plastic card with every PIN at three tries. */
static struct agent_event
plastic(void)
{
	struct agent_event e;

	memset(&e, 0, sizeof(e));
	e.kind = AGENT_INSPECTED;
	e.reader = READER_CARD;
	e.identity.kind = CARD_KIND_PLASTIC;
	strcpy(e.identity.chip_serial, "400000000000001");
	strcpy(e.identity.municipality, "13101");
	strcpy(e.identity.expiry, "20261124");
	for (int i = 0; i < PIN_REF_COUNT; i++) {
		e.identity.pin_present[i] = true;
		e.identity.tries_left[i] = 3;
	}
	return e;
}

static struct card_status_view
seen(const struct agent_event *e)
{
	struct card_status_view v;

	card_status_fill(&v, e, today);
	assert_int_equal(v.phase, CARD_STATUS_READ);
	return v;
}

static void
each_pin_is_told_as_the_card_told_it(void **state)
{
	struct agent_event e = plastic();
	struct card_status_view v;

	(void)state;
	e.identity.tries_left[PIN_REF_SIGN] = CARD_TRIES_BLOCKED;
	e.identity.tries_left[PIN_REF_AUTH] = 1;
	e.identity.tries_left[PIN_REF_JUKI] = CARD_TRIES_UNKNOWN;
	e.identity.pin_present[PIN_REF_COMMON] = false;
	e.inspection.pin_error[PIN_REF_INPUT] = ERR_CARD_REPLY;
	v = seen(&e);
	assert_int_equal(v.pin[PIN_REF_SIGN].state, CARD_PIN_LOCKED);
	assert_int_equal(v.pin[PIN_REF_SIGN].tries, 0);
	assert_int_equal(v.pin[PIN_REF_AUTH].state, CARD_PIN_TRIES);
	assert_int_equal(v.pin[PIN_REF_AUTH].tries, 1);
	assert_int_equal(v.pin[PIN_REF_JUKI].state, CARD_PIN_UNTOLD);
	assert_int_equal(v.pin[PIN_REF_COMMON].state, CARD_PIN_ABSENT);
	assert_int_equal(v.pin[PIN_REF_INPUT].state, CARD_PIN_UNREADABLE);
}

static void
a_card_is_good_on_its_last_day_and_not_after(void **state)
{
	struct agent_event e = plastic();
	struct card_status_view v = seen(&e);

	(void)state;
	assert_int_equal(date_compare(v.expiry, today), 0);
	assert_false(v.expired);
	strcpy(e.identity.expiry, "20261123");
	assert_true(seen(&e).expired);
	strcpy(e.identity.expiry, "20261399"); /* no calendar knows it */
	v = seen(&e);
	assert_false(date_is_set(v.expiry));
	assert_false(v.expired);
}

static void
only_cards_and_phones_are_ours(void **state)
{
	static const bool ours[] = {[CARD_KIND_UNKNOWN] = false,
	    [CARD_KIND_PLASTIC] = true,
	    [CARD_KIND_PHONE] = true,
	    [CARD_KIND_COMBINED] = true,
	    [CARD_KIND_OTHER] = false};
	struct agent_event e = plastic();

	(void)state;
	for (int k = CARD_KIND_UNKNOWN; k <= CARD_KIND_OTHER; k++) {
		struct card_status_view v;

		e.identity.kind = (enum card_kind)k;
		v = seen(&e);
		assert_int_equal(card_status_is_ours(&v), ours[k]);
		v.phase = CARD_STATUS_FAILED;
		assert_false(card_status_is_ours(&v));
	}
}

static void
a_failure_says_which_answer_it_was(void **state)
{
	struct agent_event e = plastic();
	struct card_status_view v;

	(void)state;
	e.kind = AGENT_FAILED;
	e.error = ERR_CARD_REPLY;
	e.sw = 0x6f00;
	card_status_fail(&v, &e);
	assert_int_equal(v.phase, CARD_STATUS_FAILED);
	assert_int_equal(v.failed.code, ERR_CARD_REPLY);
	assert_string_equal(v.failed.argument[0].name, "sw");
	assert_string_equal(v.failed.argument[0].value, "6F00");
	assert_string_equal(v.serial, ""); /* nothing of a half-read card */
}

/* Every value has a word and a code; no two codes of one enum are the same. */
static void
expect_words(const char *(*said)(int), const char *(*code)(int), int count)
{
	for (int i = 0; i < count; i++) {
		assert_true(strlen(said(i)) > 0);
		assert_true(strlen(code(i)) > 0);
		for (int j = 0; j < i; j++)
			assert_string_not_equal(code(i), code(j));
	}
	assert_string_equal(said(count), "");
	assert_string_equal(code(count), "");
}

#define BY_NUMBER(function, type) \
	static const char *function##_of(int n) \
	{ \
		return function((type)n); \
	}

BY_NUMBER(card_kind_said, enum card_kind)
BY_NUMBER(card_kind_code, enum card_kind)
BY_NUMBER(card_pin_said, enum card_pin_state)
BY_NUMBER(card_pin_code, enum card_pin_state)
BY_NUMBER(certificate_use_said, enum certificate_use)
BY_NUMBER(certificate_use_code, enum certificate_use)
BY_NUMBER(certificate_state_said, enum certificate_state)
BY_NUMBER(certificate_state_code, enum certificate_state)
BY_NUMBER(certificate_chain_said, enum certificate_chain)
BY_NUMBER(certificate_chain_code, enum certificate_chain)

static void
every_state_has_a_word_and_a_code(void **state)
{
	(void)state;
	expect_words(card_kind_said_of, card_kind_code_of, CARD_KIND_OTHER + 1);
	expect_words(card_pin_said_of, card_pin_code_of, CARD_PIN_STATE_COUNT);
	expect_words(certificate_use_said_of, certificate_use_code_of,
	    CERTIFICATE_USE_COUNT);
	expect_words(certificate_state_said_of, certificate_state_code_of,
	    CERTIFICATE_STATE_COUNT);
	expect_words(
	    certificate_chain_said_of, certificate_chain_code_of, CHAIN_COUNT);
}

static void
each_state_of_the_reader_has_its_sentence(void **state)
{
	(void)state;
	for (int i = 0; i < READER_STATE_COUNT; i++)
		assert_int_not_equal(
		    card_status_why((enum reader_state)i), KERR_OK);
	assert_int_equal(card_status_why(READER_EMPTY), ERR_CARD_ABSENT);
	assert_int_equal(card_status_why(READER_STUCK), ERR_READER_STUCK);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(each_pin_is_told_as_the_card_told_it),
	    cmocka_unit_test(a_card_is_good_on_its_last_day_and_not_after),
	    cmocka_unit_test(only_cards_and_phones_are_ours),
	    cmocka_unit_test(a_failure_says_which_answer_it_was),
	    cmocka_unit_test(every_state_has_a_word_and_a_code),
	    cmocka_unit_test(each_state_of_the_reader_has_its_sentence),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
