/* agent_change_test.c -- changing and resetting a PIN through the real agent,
 * over the built-in reader with virtual cards: tries, last tries, locked
 * references, cards that know no reset, and cards pulled at any command. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/clock.h"
#include "base/secret.h"
#include "card/agent.h"
#include "support/agent_driver.h"
#include "support/training_reader.h"

#define NEW_PIN "5678"
/* One reference from power-on: serial 2, application, file, count, VERIFY,
 * change, proof; a reset goes without the VERIFY before. */
#define CHANGE_COMMANDS 8
#define RESET_COMMANDS	7
#define RESET_HEADER	"F77E5480"

static struct training_reader reader;
static struct clock system_clock;
static struct secret *old_value, *new_value, *wrong_value;

static struct agent *
start_with(const char *issuer)
{
	struct agent_config config = {.transport = AGENT_TRAINING};
	struct agent *a = NULL;
	struct failure f;

	strcpy(config.reader, reader.socket);
	strcpy(config.issuer, issuer);
	assert_int_equal(agent_start(&config, &system_clock, &a, &f), KERR_OK);
	return a;
}

static void
put(struct agent *a, const char *card, const char *fault)
{
	training_put(&reader, NULL, NULL);
	agent_driver_reader(a, READER_EMPTY);
	training_put(&reader, card, fault);
	agent_driver_reader(a, READER_CARD);
}

static struct agent_event
change(struct agent *a, const struct secret *old, bool spend_last)
{
	assert_int_equal(agent_pin_change(a, TRAINING_SERIAL, PIN_REF_AUTH, old,
			     new_value, spend_last),
	    KERR_OK);
	return agent_driver_end(a, NULL);
}

static struct agent_event
reset(struct agent *a)
{
	assert_int_equal(
	    agent_pin_reset(a, TRAINING_SERIAL, PIN_REF_AUTH, new_value),
	    KERR_OK);
	return agent_driver_end(a, NULL);
}

static enum kerr
prove(struct agent *a, const struct secret *value)
{
	assert_int_equal(
	    agent_pin_prove(a, TRAINING_SERIAL, PIN_REF_AUTH, value), KERR_OK);
	return agent_driver_end(a, NULL).error;
}

static void
leave(struct agent *a)
{
	assert_int_equal(agent_leave(a), KERR_OK);
	assert_int_equal(agent_driver_end(a, NULL).kind, AGENT_LEFT);
}

static void
the_residents_old_pin_changes_it_and_a_wrong_one_costs_a_try(void **state)
{
	struct agent *a = start_with("");
	struct agent_event e;

	(void)state;
	training_copy(&reader, "first", "work");
	training_put(&reader, "work", NULL);
	agent_driver_reader(a, READER_CARD);
	e = change(a, wrong_value, false);
	assert_int_equal(e.error, ERR_PIN_WRONG);
	assert_int_equal(e.outcome, PIN_OUTCOME_UNCHANGED);
	assert_int_equal(e.tries_left, 2);
	e = change(a, old_value, false);
	assert_int_equal(e.error, KERR_OK);
	assert_int_equal(e.outcome, PIN_OUTCOME_WRITTEN);
	assert_int_equal(prove(a, new_value), KERR_OK);
	leave(a);
	agent_stop(&a);
}

static void
the_last_try_needs_a_word_of_its_own(void **state)
{
	struct agent *a = start_with("");

	(void)state;
	training_copy(&reader, "last", "work");
	training_put(&reader, "work", NULL);
	agent_driver_reader(a, READER_CARD);
	assert_int_equal(change(a, old_value, false).error, ERR_PIN_LAST_TRY);
	assert_int_equal(training_count_of(&reader, "0020", 1), 0);
	assert_int_equal(
	    change(a, old_value, true).outcome, PIN_OUTCOME_WRITTEN);
	leave(a);
	agent_stop(&a);
}

static void
a_locked_pin_is_reset_on_a_training_card(void **state)
{
	struct agent *a = start_with(ISSUER_TRAINING);
	struct agent_event e;

	(void)state;
	training_copy(&reader, "blocked", "work");
	training_put(&reader, "work", NULL);
	agent_driver_reader(a, READER_CARD);
	assert_int_equal(change(a, old_value, true).error, ERR_PIN_BLOCKED);
	e = reset(a);
	assert_int_equal(e.error, KERR_OK);
	assert_int_equal(e.outcome, PIN_OUTCOME_WRITTEN);
	assert_int_equal(prove(a, new_value), KERR_OK);
	leave(a);
	agent_stop(&a);
}

static void
a_card_that_is_not_for_training_refuses_and_keeps_its_pin(void **state)
{
	struct agent *a = start_with(ISSUER_TRAINING);
	struct agent_event e;

	(void)state;
	training_put(&reader, "real", NULL);
	agent_driver_reader(a, READER_CARD);
	e = reset(a);
	assert_int_not_equal(e.error, KERR_OK);
	assert_int_equal(e.sw, 0x6e00);
	assert_int_equal(e.outcome, PIN_OUTCOME_UNCHANGED);
	assert_int_equal(prove(a, old_value), KERR_OK);
	leave(a);
	agent_stop(&a);
}

static void
the_built_in_issuer_sends_nothing_and_names_the_terminal(void **state)
{
	struct agent *a = start_with("");
	struct agent_event e;

	(void)state;
	training_copy(&reader, "first", "work");
	training_put(&reader, "work", NULL);
	agent_driver_reader(a, READER_CARD);
	e = reset(a);
	assert_int_equal(e.error, ERR_ISSUER_ABSENT);
	assert_int_equal(e.outcome, PIN_OUTCOME_UNCHANGED);
	assert_int_equal(training_count(&reader), 0);
	leave(a);
	agent_stop(&a);
}

static void
an_agent_refuses_the_training_issuer_on_a_real_reader(void **state)
{
	struct agent_config config = {
	    .transport = AGENT_PCSC, .issuer = ISSUER_TRAINING};
	struct agent *a = NULL;
	struct failure f;
	struct agent_event e;

	(void)state;
	assert_int_equal(agent_start(&config, &system_clock, &a, &f), KERR_OK);
	e = agent_driver_next(a);
	assert_int_equal(e.kind, AGENT_GONE);
	assert_int_equal(e.error, ERR_ISSUER_ABSENT);
	agent_stop(&a);
}

/* What was told is what the card holds; a card that was locked and was not
 * written is locked still. */
static void
expect_told(struct agent *a, enum pin_outcome told, bool was_locked)
{
	enum kerr holds_new = prove(a, new_value);
	enum kerr holds_old = prove(a, old_value);

	if (told == PIN_OUTCOME_WRITTEN)
		assert_int_equal(holds_new, KERR_OK);
	if (told == PIN_OUTCOME_UNCHANGED)
		assert_int_equal(
		    holds_old, was_locked ? ERR_PIN_BLOCKED : KERR_OK);
	if (told == PIN_OUTCOME_UNKNOWN && !was_locked)
		assert_true((holds_new == KERR_OK) != (holds_old == KERR_OK));
	if (told == PIN_OUTCOME_UNKNOWN && was_locked)
		assert_true(
		    (holds_new == KERR_OK) != (holds_new == ERR_PIN_BLOCKED));
}

static void
with_fault(struct agent *a, const char *kind, int n, bool locked)
{
	struct agent_event e;
	char fault[40];

	snprintf(fault, sizeof(fault), "%s %d", kind, n);
	training_copy(&reader, locked ? "blocked" : "first", "work");
	put(a, "work", fault);
	e = locked ? reset(a) : change(a, old_value, false);
	assert_int_equal(e.kind, AGENT_PIN);
	assert_true(training_count_of(
			&reader, locked ? RESET_HEADER : "00240180", 1) <= 1);
	(void)agent_leave(a);
	(void)agent_driver_end(a, NULL);
	put(a, "work", NULL);
	expect_told(a, e.outcome, locked);
	leave(a);
}

static void
wherever_the_card_was_pulled_we_say_what_it_holds(void **state)
{
	static const char *const kinds[] = {"pull-before", "pull-during",
	    "pull-after", "empty", "one-byte", "sw=6F00", "sw=6982", "sw=6581"};
	struct agent *a = start_with(ISSUER_TRAINING);

	(void)state;
	training_put(&reader, "other", NULL);
	agent_driver_reader(a, READER_CARD);
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		for (int n = 1; n <= CHANGE_COMMANDS; n++)
			with_fault(a, kinds[i], n, false);
		for (int n = 1; n <= RESET_COMMANDS; n++)
			with_fault(a, kinds[i], n, true);
	}
	agent_stop(&a);
}

static void
another_card_is_neither_asked_nor_reset(void **state)
{
	struct agent *a = start_with(ISSUER_TRAINING);

	(void)state;
	training_put(&reader, "other", NULL);
	agent_driver_reader(a, READER_CARD);
	assert_int_equal(change(a, old_value, true).error, ERR_CARD_OTHER);
	assert_int_equal(reset(a).error, ERR_CARD_OTHER);
	assert_int_equal(training_count_of(&reader, "0020", 1), 0);
	assert_int_equal(training_count_of(&reader, RESET_HEADER, 1), 0);
	leave(a);
	agent_stop(&a);
}

static int
begin(void **state)
{
	(void)state;
	if (secret_init() != KERR_OK)
		return -1;
	system_clock = clock_system();
	old_value = secret_from_bytes(TRAINING_PIN, strlen(TRAINING_PIN));
	new_value = secret_from_bytes(NEW_PIN, strlen(NEW_PIN));
	wrong_value = secret_from_bytes("9999", 4);
	training_begin(&reader);
	training_make(&reader, "first", TRAINING_SERIAL, 3);
	training_make(&reader, "last", TRAINING_SERIAL, 1);
	training_make(&reader, "blocked", TRAINING_SERIAL, 0);
	training_make_real(&reader, "real", TRAINING_SERIAL, 3);
	training_make(&reader, "other", "400000000000002", 3);
	training_serve(&reader);
	return 0;
}

static int
lift(void **state)
{
	(void)state;
	training_put(&reader, NULL, NULL);
	return 0;
}

static int
end(void **state)
{
	(void)state;
	training_end(&reader);
	secret_free(&old_value);
	secret_free(&new_value);
	secret_free(&wrong_value);
	return 0;
}

#define STORY(f) cmocka_unit_test_teardown(f, lift)

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
	    STORY(the_residents_old_pin_changes_it_and_a_wrong_one_costs_a_try),
	    STORY(the_last_try_needs_a_word_of_its_own),
	    STORY(a_locked_pin_is_reset_on_a_training_card),
	    STORY(a_card_that_is_not_for_training_refuses_and_keeps_its_pin),
	    STORY(the_built_in_issuer_sends_nothing_and_names_the_terminal),
	    STORY(an_agent_refuses_the_training_issuer_on_a_real_reader),
	    STORY(another_card_is_neither_asked_nor_reset),
	    STORY(wherever_the_card_was_pulled_we_say_what_it_holds),
	};

	agent_driver_main(argc, argv);
	return cmocka_run_group_tests(tests, begin, end);
}
