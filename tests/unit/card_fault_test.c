/* card_fault_test.c -- something goes wrong at every single command of a look
 * and of a PIN request: the outcome that is told is never more than what the
 * chip holds, no change goes out twice, no try is wasted. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/secret.h"
#include "card/individual_card.h"
#include "card/issuer.h"
#include "support/card_model.h"

#define SET_COMMANDS   8 /* serial 2, application, file, count, 3 */
#define CHANGE_COMMAND 7
#define LOOK_COMMANDS  18
#define SUITE_COUNT    (sizeof(faults) / sizeof(faults[0]))

struct fault {
	enum model_fault kind;
	uint16_t sw;
	enum kerr error;
};

static const struct fault faults[] = {
    {MODEL_GONE_BEFORE, 0, ERR_CARD_REMOVED},
    {MODEL_GONE_BEFORE, 0, ERR_PCSC_ABSENT},
    {MODEL_GONE_DURING, 0, ERR_CARD_REMOVED},
    {MODEL_GONE_DURING, 0, ERR_READER_LOST},
    {MODEL_GONE_AFTER, 0, ERR_CARD_REMOVED},
    {MODEL_EMPTY, 0, KERR_OK},
    {MODEL_ONE_BYTE, 0, KERR_OK},
    {MODEL_SW, 0x6f00, KERR_OK},
    {MODEL_SW, 0x6982, KERR_OK},
    {MODEL_SW, 0x6700, KERR_OK},
    {MODEL_SW, 0x6a80, KERR_OK},
    {MODEL_SW, 0x6a82, KERR_OK},
    {MODEL_SW, 0x6a86, KERR_OK},
    {MODEL_SW, 0x6a88, KERR_OK},
    {MODEL_SW, 0x6581, KERR_OK},
    {MODEL_SW, 0x6d00, KERR_OK},
    {MODEL_SW, 0x6e00, KERR_OK},
    {MODEL_SW, 0x6984, KERR_OK},
    {MODEL_SW, 0x6983, KERR_OK},
    {MODEL_SW, 0x63c0, KERR_OK},
    {MODEL_SW, 0x63c1, KERR_OK},
    {MODEL_SW, 0x63c2, KERR_OK},
    {MODEL_SW, 0x6300, KERR_OK},
    {MODEL_SW, 0x6c04, KERR_OK},
    {MODEL_SW, 0x6104, KERR_OK},
    {MODEL_SW, 0x0000, KERR_OK},
    {MODEL_SW_DONE_BUT, 0x6581, KERR_OK},
    {MODEL_SW_DONE_BUT, 0x6f00, KERR_OK},
};

static struct secret *old_value[PIN_REF_COUNT], *new_value[PIN_REF_COUNT];

static bool
is_lost_reply(const struct fault *f)
{
	return f->kind == MODEL_GONE_BEFORE || f->kind == MODEL_GONE_DURING ||
	       f->kind == MODEL_EMPTY || f->kind == MODEL_ONE_BYTE;
}

static void
model_with(struct card_model *m, const struct fault *f, size_t at)
{
	card_model_reset(m);
	m->fault = f->kind;
	m->fault_at = at;
	m->sw = f->sw;
	m->error = f->error;
}

static struct pin_result
set_on(struct card_model *m, enum pin_ref ref)
{
	struct transport *t = card_model_open(m);
	struct individual *c = NULL;
	struct pin_result r;

	assert_int_equal(individual_open(t, NULL, NULL, &c), KERR_OK);
	issuer_builtin()->pin_first(
	    c, MODEL_SERIAL, ref, old_value[ref], new_value[ref], &r);
	individual_close(&c);
	assert_false(m->powered);
	transport_close(&t);
	return r;
}

static bool
holds(const struct card_model *m, enum pin_ref ref, const struct secret *v)
{
	const char *value = m->pin[ref].value;

	return strlen(value) == secret_len(v) &&
	       memcmp(value, secret_bytes(v), secret_len(v)) == 0;
}

/* The promise of enum pin_outcome, whatever happened. */
static void
expect_truth(
    const struct card_model *m, enum pin_ref ref, const struct pin_result *r)
{
	if (r->outcome == PIN_OUTCOME_WRITTEN) {
		assert_int_equal(r->error, KERR_OK);
		assert_true(holds(m, ref, new_value[ref]));
	}
	if (r->outcome == PIN_OUTCOME_UNCHANGED)
		assert_true(holds(m, ref, old_value[ref]));
	if (r->outcome != PIN_OUTCOME_WRITTEN)
		assert_int_not_equal(r->error, KERR_OK);
	assert_true(m->pin[ref].change_count <= 1);
	assert_false(m->broke_order);
}

static void
no_fault_at_any_command_makes_a_set_say_what_is_not_so(void **state)
{
	struct card_model m;
	struct pin_result r;
	size_t i, at;
	int ref;

	(void)state;
	for (ref = 0; ref < PIN_REF_COUNT; ref++)
		for (i = 0; i < SUITE_COUNT; i++)
			for (at = 1; at <= SET_COMMANDS; at++) {
				model_with(&m, &faults[i], at);
				r = set_on(&m, (enum pin_ref)ref);
				expect_truth(&m, (enum pin_ref)ref, &r);
			}
}

static void
after_a_lost_reply_nothing_more_is_sent(void **state)
{
	struct card_model m;
	struct pin_result r;
	size_t i, at;

	(void)state;
	for (i = 0; i < SUITE_COUNT; i++) {
		if (!is_lost_reply(&faults[i]))
			continue;
		for (at = 1; at <= SET_COMMANDS; at++) {
			model_with(&m, &faults[i], at);
			r = set_on(&m, PIN_REF_AUTH);
			assert_int_equal(m.count, at);
			assert_int_equal(r.outcome, at < CHANGE_COMMAND
							? PIN_OUTCOME_UNCHANGED
							: PIN_OUTCOME_UNKNOWN);
		}
	}
}

static void
a_refused_change_is_looked_after_and_told_as_unchanged(void **state)
{
	static const uint16_t refusals[] = {
	    0x6982, 0x6700, 0x6a80, 0x6a86, 0x6d00, 0x6e00, 0x6581, 0x6f00};
	struct card_model m;
	struct pin_result r;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(refusals) / sizeof(refusals[0]); i++) {
		struct fault f = {MODEL_SW, refusals[i], KERR_OK};

		model_with(&m, &f, CHANGE_COMMAND);
		r = set_on(&m, PIN_REF_JUKI);
		assert_int_equal(r.outcome, PIN_OUTCOME_UNCHANGED);
		assert_int_equal(r.sw, refusals[i]);
		assert_int_equal(m.pin[PIN_REF_JUKI].tries, 3);
		/* count and VERIFY of the old value, then silence */
		assert_int_equal(m.count, CHANGE_COMMAND + 2);
	}
}

static void
a_change_that_was_done_but_refused_is_unknown(void **state)
{
	struct fault f = {MODEL_SW_DONE_BUT, 0x6581, KERR_OK};
	struct card_model m;
	struct pin_result r;

	(void)state;
	model_with(&m, &f, CHANGE_COMMAND);
	r = set_on(&m, PIN_REF_AUTH);
	assert_int_equal(r.outcome, PIN_OUTCOME_UNKNOWN);
	assert_true(holds(&m, PIN_REF_AUTH, new_value[PIN_REF_AUTH]));
}

static void
a_proof_that_fails_after_the_change_is_unknown(void **state)
{
	struct fault f = {MODEL_SW, 0x63c2, KERR_OK};
	struct card_model m;
	struct pin_result r;

	(void)state;
	model_with(&m, &f, SET_COMMANDS);
	r = set_on(&m, PIN_REF_AUTH);
	assert_int_equal(r.outcome, PIN_OUTCOME_UNKNOWN);
	assert_int_equal(r.error, ERR_PIN_UNKNOWN);
	assert_int_equal(r.sw, 0x63c2);
}

static void
a_first_answer_of_6f00_after_power_on_is_forgiven_once(void **state)
{
	struct fault f = {MODEL_SW, 0x6f00, KERR_OK};
	struct card_model m;
	struct pin_result r;

	(void)state;
	model_with(&m, &f, 1);
	r = set_on(&m, PIN_REF_SIGN);
	assert_int_equal(r.outcome, PIN_OUTCOME_WRITTEN);
	assert_int_equal(m.count, SET_COMMANDS + 1);
}

static void
a_card_with_another_serial_gets_no_verify(void **state)
{
	struct card_model m;
	struct transport *t;
	struct individual *c = NULL;
	struct pin_result r;
	int ref;

	(void)state;
	for (ref = 0; ref < PIN_REF_COUNT; ref++) {
		card_model_reset(&m);
		t = card_model_open(&m);
		assert_int_equal(individual_open(t, NULL, NULL, &c), KERR_OK);
		individual_pin_set(c, "400000000000002", (enum pin_ref)ref,
		    old_value[ref], new_value[ref], &r);
		assert_int_equal(r.error, ERR_CARD_OTHER);
		individual_pin_prove(
		    c, "", (enum pin_ref)ref, old_value[ref], false, &r);
		assert_int_equal(r.error, ERR_CARD_OTHER);
		assert_int_equal(r.outcome, PIN_OUTCOME_UNCHANGED);
		assert_int_equal(m.pin[ref].verify_count, 0);
		individual_close(&c);
		transport_close(&t);
	}
}

static void
no_fault_while_looking_spends_a_try_or_invents_a_serial(void **state)
{
	struct card_model m;
	struct transport *t;
	struct individual *c = NULL;
	struct card_identity who;
	enum kerr e;
	size_t i, at;
	int ref;

	(void)state;
	for (i = 0; i < SUITE_COUNT; i++)
		for (at = 1; at <= LOOK_COMMANDS; at++) {
			model_with(&m, &faults[i], at);
			t = card_model_open(&m);
			assert_int_equal(
			    individual_open(t, NULL, NULL, &c), KERR_OK);
			e = individual_identify(c, &who);
			if (is_lost_reply(&faults[i])) {
				assert_int_not_equal(e, KERR_OK);
				assert_int_equal(m.count, at);
			}
			for (ref = 0; ref < PIN_REF_COUNT; ref++)
				assert_int_equal(m.pin[ref].verify_count, 0);
			if (e == KERR_OK && who.kind == CARD_KIND_PLASTIC)
				assert_string_equal(
				    who.chip_serial, MODEL_SERIAL);
			individual_close(&c);
			transport_close(&t);
		}
}

static void
a_combined_card_and_a_childs_card_are_known(void **state)
{
	struct card_model m;
	struct transport *t;
	struct individual *c = NULL;
	struct card_identity who;

	(void)state;
	card_model_reset(&m);
	m.is_stay = true;
	m.no_sign = true;
	t = card_model_open(&m);
	assert_int_equal(individual_open(t, NULL, NULL, &c), KERR_OK);
	assert_int_equal(individual_identify(c, &who), KERR_OK);
	assert_int_equal(who.kind, CARD_KIND_COMBINED);
	assert_false(who.pin_present[PIN_REF_SIGN]);
	assert_true(who.pin_present[PIN_REF_INPUT]);
	assert_int_equal(individual_leave(&c), KERR_OK);
	assert_false(m.powered);
	transport_close(&t);
}

static bool
stop_before_change(void *arg, int step, int steps)
{
	(void)arg;
	assert_true(step <= steps);
	return step < CHANGE_COMMAND;
}

static void
when_the_terminal_is_gone_the_change_is_not_sent(void **state)
{
	struct card_model m;
	struct transport *t;
	struct individual *c = NULL;
	struct pin_result r;

	(void)state;
	card_model_reset(&m);
	t = card_model_open(&m);
	assert_int_equal(
	    individual_open(t, stop_before_change, NULL, &c), KERR_OK);
	individual_pin_set(c, MODEL_SERIAL, PIN_REF_AUTH,
	    old_value[PIN_REF_AUTH], new_value[PIN_REF_AUTH], &r);
	assert_int_equal(r.error, ERR_AGENT_LOST);
	assert_int_equal(r.outcome, PIN_OUTCOME_UNCHANGED);
	assert_int_equal(m.pin[PIN_REF_AUTH].change_count, 0);
	individual_close(&c);
	transport_close(&t);
}

static void
a_reset_is_not_possible_without_the_issuer(void **state)
{
	struct card_model m;
	struct transport *t;
	struct individual *c = NULL;
	struct pin_result r;

	(void)state;
	card_model_reset(&m);
	t = card_model_open(&m);
	assert_int_equal(individual_open(t, NULL, NULL, &c), KERR_OK);
	assert_ptr_equal(issuer_get("builtin"), issuer_builtin());
	assert_null(issuer_get("elsewhere"));
	issuer_builtin()->pin_reset(
	    c, MODEL_SERIAL, PIN_REF_AUTH, new_value[PIN_REF_AUTH], &r);
	assert_int_equal(r.error, ERR_ISSUER_ABSENT);
	assert_int_equal(r.outcome, PIN_OUTCOME_UNCHANGED);
	assert_int_equal(m.count, 0);
	individual_close(&c);
	transport_close(&t);
}

static void
the_training_issuer_serves_the_built_in_reader_only(void **state)
{
	(void)state;
	assert_ptr_equal(issuer_get_for("", AGENT_PCSC), issuer_builtin());
	assert_ptr_equal(issuer_get_for("", AGENT_TRAINING), issuer_builtin());
	assert_null(issuer_get_for(ISSUER_TRAINING, AGENT_PCSC));
	assert_null(issuer_get_for("elsewhere", AGENT_TRAINING));
	assert_true(issuer_get_for(ISSUER_TRAINING, AGENT_TRAINING)->resets);
	assert_false(issuer_builtin()->resets);
}

static struct pin_result
change_on(struct card_model *m, enum pin_ref ref, const struct secret *old,
    bool spend_last)
{
	struct transport *t = card_model_open(m);
	struct individual *c = NULL;
	struct pin_result r;

	assert_int_equal(individual_open(t, NULL, NULL, &c), KERR_OK);
	individual_pin_change(
	    c, MODEL_SERIAL, ref, old, new_value[ref], spend_last, &r);
	individual_close(&c);
	transport_close(&t);
	return r;
}

static void
a_wrong_old_pin_costs_one_try_and_changes_nothing(void **state)
{
	struct card_model m;
	struct pin_result r;

	(void)state;
	card_model_reset(&m);
	r = change_on(&m, PIN_REF_AUTH, new_value[PIN_REF_AUTH], false);
	assert_int_equal(r.error, ERR_PIN_WRONG);
	assert_int_equal(r.outcome, PIN_OUTCOME_UNCHANGED);
	assert_int_equal(r.tries_left, 2);
	assert_int_equal(m.pin[PIN_REF_AUTH].verify_count, 1);
	assert_int_equal(m.pin[PIN_REF_AUTH].change_count, 0);
}

static void
the_last_try_goes_only_when_it_is_confirmed(void **state)
{
	struct card_model m;
	struct pin_result r;

	(void)state;
	card_model_reset(&m);
	m.pin[PIN_REF_AUTH].tries = 1;
	r = change_on(&m, PIN_REF_AUTH, new_value[PIN_REF_AUTH], false);
	assert_int_equal(r.error, ERR_PIN_LAST_TRY);
	assert_int_equal(m.pin[PIN_REF_AUTH].verify_count, 0);
	r = change_on(&m, PIN_REF_AUTH, new_value[PIN_REF_AUTH], true);
	assert_int_equal(r.error, ERR_PIN_BLOCKED);
	assert_int_equal(r.outcome, PIN_OUTCOME_UNCHANGED);
	assert_int_equal(m.pin[PIN_REF_AUTH].tries, 0);
	/* locked: confirmed or not, nothing is sent */
	r = change_on(&m, PIN_REF_AUTH, old_value[PIN_REF_AUTH], true);
	assert_int_equal(r.error, ERR_PIN_BLOCKED);
	assert_int_equal(m.pin[PIN_REF_AUTH].verify_count, 1);
}

static int
begin(void **state)
{
	int ref;

	(void)state;
	if (secret_init() != KERR_OK)
		return -1;
	for (ref = 0; ref < PIN_REF_COUNT; ref++) {
		bool sign = ref == PIN_REF_SIGN;

		old_value[ref] = secret_from_bytes(
		    sign ? "PASSWORD1234" : "1234", sign ? 12 : 4);
		new_value[ref] = secret_from_bytes(
		    sign ? "NEWPASS2026" : "5678", sign ? 11 : 4);
	}
	return 0;
}

static int
end(void **state)
{
	int ref;

	(void)state;
	for (ref = 0; ref < PIN_REF_COUNT; ref++) {
		secret_free(&old_value[ref]);
		secret_free(&new_value[ref]);
	}
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(
		no_fault_at_any_command_makes_a_set_say_what_is_not_so),
	    cmocka_unit_test(after_a_lost_reply_nothing_more_is_sent),
	    cmocka_unit_test(
		a_refused_change_is_looked_after_and_told_as_unchanged),
	    cmocka_unit_test(a_change_that_was_done_but_refused_is_unknown),
	    cmocka_unit_test(a_proof_that_fails_after_the_change_is_unknown),
	    cmocka_unit_test(
		a_first_answer_of_6f00_after_power_on_is_forgiven_once),
	    cmocka_unit_test(a_card_with_another_serial_gets_no_verify),
	    cmocka_unit_test(
		no_fault_while_looking_spends_a_try_or_invents_a_serial),
	    cmocka_unit_test(a_combined_card_and_a_childs_card_are_known),
	    cmocka_unit_test(when_the_terminal_is_gone_the_change_is_not_sent),
	    cmocka_unit_test(a_reset_is_not_possible_without_the_issuer),
	    cmocka_unit_test(
		the_training_issuer_serves_the_built_in_reader_only),
	    cmocka_unit_test(a_wrong_old_pin_costs_one_try_and_changes_nothing),
	    cmocka_unit_test(the_last_try_goes_only_when_it_is_confirmed),
	};

	return cmocka_run_group_tests(tests, begin, end);
}
