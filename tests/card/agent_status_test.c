/* agent_status_test.c -- the status of a card through the real agent, locked
 * in, over the built-in reader: virtual cards of every kind, authorities that
 * the office installed, faults; counters before and after are the same. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/clock.h"
#include "card/agent.h"
#include "support/agent_driver.h"
#include "support/certificates.h"
#include "support/training_reader.h"
#include "support/virtual_office.h"

#define NOW 1795500000LL /* 2026-11-24 */
#define PINS_SPENT \
	"\"kind\": \"plastic\", \"filler\": 300, \"pins\": {" \
	"\"sign\": {\"value\": \"PASSWORD1234\", \"tries\": 0}," \
	"\"auth\": {\"value\": \"1234\", \"tries\": 1}," \
	"\"input\": \"1234\", \"juki\": {\"value\": \"1234\", \"tries\": 2}," \
	"\"common\": {\"value\": \"1234\", \"tries\": 0}}," \
	"\"quirks\": [\"blocked-query-6984\", \"first-6f00\"],"

static struct training_reader reader;
static char authorities[TRAINING_PATH_SIZE];
static struct clock system_clock;

static struct agent *
start(const char *ca_directory, int command_ms)
{
	struct agent_config config = {
	    .transport = AGENT_TRAINING, .command_ms = command_ms};
	struct agent *a = NULL;
	struct failure f;

	strcpy(config.reader, reader.socket);
	strcpy(config.ca_directory, ca_directory);
	assert_int_equal(agent_start(&config, &system_clock, &a, &f), KERR_OK);
	return a;
}

static struct agent_event
inspect(struct agent *a)
{
	agent_driver_reader(a, READER_CARD);
	assert_int_equal(agent_inspect(a, NOW), KERR_OK);
	return agent_driver_end(a, NULL);
}

static void
leave(struct agent *a)
{
	assert_int_equal(agent_leave(a), KERR_OK);
	assert_int_equal(agent_driver_end(a, NULL).kind, AGENT_LEFT);
}

/* Place a card and look at it with the office's authorities. */
static struct agent_event
status_of(const char *card)
{
	struct agent *a = start(authorities, 0);
	struct agent_event e;

	training_put(&reader, card, NULL);
	e = inspect(a);
	assert_int_equal(e.kind, AGENT_INSPECTED);
	assert_int_equal(e.error, KERR_OK);
	leave(a);
	agent_stop(&a);
	/* no VERIFY with a body, no change of anything */
	assert_int_equal(training_count_of(&reader, "0020", 1), 0);
	assert_int_equal(training_count_of(&reader, "0024", 0), 0);
	assert_int_equal(training_count_of(&reader, "8032", 0), 0);
	return e;
}

static enum certificate_state
state_of(const struct agent_event *e, enum certificate_use use)
{
	return e->inspection.certificate[use].state;
}

static void
a_plastic_card_and_its_chain_are_told(void **state)
{
	struct agent_event e = status_of("plastic");
	const struct card_certificate *auth =
	    &e.inspection.certificate[CERTIFICATE_AUTH];

	(void)state;
	assert_int_equal(e.identity.kind, CARD_KIND_PLASTIC);
	assert_string_equal(e.identity.chip_serial, TRAINING_SERIAL);
	assert_string_equal(e.identity.municipality, "13101");
	assert_string_equal(e.identity.expiry, "20350409");
	assert_int_equal(e.identity.tries_left[PIN_REF_AUTH], 3);
	assert_int_equal(e.identity.tries_left[PIN_REF_SIGN], 5);
	assert_int_equal(e.inspection.ca_count, 2);
	assert_int_equal(e.inspection.ca_bad, 0);
	assert_int_equal(auth->state, CERTIFICATE_PRESENT);
	assert_int_equal(auth->chain, CHAIN_VALID);
	assert_int_equal(strncmp(auth->holder, "TRAINING ", 9), 0);
	assert_non_null(strstr(auth->issuer, "TRAINING CA for user auth"));
	assert_int_equal(state_of(&e, CERTIFICATE_SIGN), CERTIFICATE_PROTECTED);
}

static void
an_unknown_authority_is_a_result_not_an_error(void **state)
{
	const struct made_wish wish = {
	    .name = "TRAINING CA for user authentication", /* the same name */
	    .from = NOW - 86400,
	    .to = NOW + 86400,
	    .usage = "critical,keyCertSign",
	    .constraints = "critical,CA:TRUE"};
	const struct card_certificate *auth;
	char path[TRAINING_PATH_SIZE + 8];
	struct agent_event e;
	struct agent *a;
	struct made ca;

	(void)state;
	made_make(&wish, &ca);
	snprintf(path, sizeof(path), "%s/ca.crt", reader.dir);
	made_write_pem(&ca, path, 0);
	training_put(&reader, "plastic", NULL);
	a = start(reader.dir, 0);
	e = inspect(a);
	auth = &e.inspection.certificate[CERTIFICATE_AUTH];
	assert_int_equal(auth->state, CERTIFICATE_PRESENT);
	assert_int_equal(auth->chain, CHAIN_CA_UNKNOWN);
	agent_stop(&a);
	a = start("", 0);
	e = inspect(a);
	assert_int_equal(auth->chain, CHAIN_NO_CA);
	agent_stop(&a);
	made_free(&ca);
}

static void
locked_pins_are_told_and_stay_as_they_are(void **state)
{
	(void)state;
	for (int i = 0; i < 2; i++) {
		struct agent_event e = status_of("spent");

		assert_int_equal(e.identity.tries_left[PIN_REF_SIGN], 0);
		assert_int_equal(e.identity.tries_left[PIN_REF_AUTH], 1);
		assert_int_equal(e.identity.tries_left[PIN_REF_INPUT], 3);
		assert_int_equal(e.identity.tries_left[PIN_REF_JUKI], 2);
		assert_int_equal(e.identity.tries_left[PIN_REF_COMMON], 0);
		training_put(&reader, NULL, NULL);
	}
}

static void
phones_residence_cards_and_strangers_are_told_apart(void **state)
{
	struct agent_event e;

	(void)state;
	e = status_of("phone");
	assert_int_equal(e.identity.kind, CARD_KIND_PHONE);
	assert_int_equal(state_of(&e, CERTIFICATE_AUTH), CERTIFICATE_PROTECTED);
	assert_int_equal(e.identity.tries_left[PIN_REF_AUTH], 3);
	training_put(&reader, NULL, NULL);
	e = status_of("combined");
	assert_int_equal(e.identity.kind, CARD_KIND_COMBINED);
	assert_int_equal(
	    e.inspection.certificate[CERTIFICATE_AUTH].chain, CHAIN_VALID);
	training_put(&reader, NULL, NULL);
	e = status_of("other");
	assert_int_equal(e.identity.kind, CARD_KIND_OTHER);
	assert_int_equal(state_of(&e, CERTIFICATE_AUTH), CERTIFICATE_UNASKED);
}

static void
a_childs_card_has_no_signature(void **state)
{
	struct agent_event e = status_of("child");

	(void)state;
	assert_int_equal(state_of(&e, CERTIFICATE_SIGN), CERTIFICATE_ABSENT);
	assert_false(e.identity.pin_present[PIN_REF_SIGN]);
	assert_int_equal(
	    e.inspection.certificate[CERTIFICATE_AUTH].chain, CHAIN_VALID);
}

static void
pulled_at_any_command_it_says_so_and_the_next_look_is_whole(void **state)
{
	struct agent *a = start(authorities, 0);
	struct agent_event e;
	char fault[32];
	size_t all, at;

	(void)state;
	training_put(&reader, "plastic", NULL);
	e = inspect(a);
	assert_int_equal(e.kind, AGENT_INSPECTED);
	all = training_count(&reader);
	assert_true(all > 25 && all < 45);
	leave(a);
	for (at = 1; at <= all; at++) {
		training_put(&reader, NULL, NULL);
		snprintf(fault, sizeof(fault), "pull-%s %zu",
		    at % 2 == 0 ? "during" : "before", at);
		training_put(&reader, "plastic", fault);
		e = inspect(a);
		assert_int_equal(e.kind, AGENT_FAILED);
		assert_int_equal(e.error, ERR_CARD_REMOVED);
	}
	training_put(&reader, NULL, NULL);
	training_put(&reader, "plastic", NULL);
	e = inspect(a);
	assert_int_equal(e.kind, AGENT_INSPECTED);
	assert_int_equal(e.identity.tries_left[PIN_REF_AUTH], 3);
	agent_stop(&a);
}

static void
a_card_that_hangs_ends_as_a_stuck_reader(void **state)
{
	struct agent *a = start(authorities, 300);
	struct agent_event e;

	(void)state;
	training_put(&reader, "plastic", "hang 9");
	e = inspect(a);
	assert_int_equal(e.kind, AGENT_GONE);
	assert_int_equal(e.error, ERR_READER_STUCK);
	agent_stop(&a);
}

static void
make(const char *name, const char *members)
{
	char *text = office_describe(members);

	training_make_described(&reader, name, text);
	free(text);
}

static int
begin(void **state)
{
	(void)state;
	system_clock = clock_system();
	training_begin(&reader);
	training_publish(&reader, authorities);
	make("plastic", OFFICE_PLASTIC);
	make("combined", "\"kind\": \"combined\"," OFFICE_PINS);
	make("phone", "\"kind\": \"phone\"," OFFICE_PINS);
	make("child", "\"sign\": false," OFFICE_PLASTIC);
	make("spent", PINS_SPENT);
	make("other", "\"kind\": \"other\",");
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
	return 0;
}

#define STORY(f) cmocka_unit_test_teardown(f, lift)

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
	    STORY(a_plastic_card_and_its_chain_are_told),
	    STORY(an_unknown_authority_is_a_result_not_an_error),
	    STORY(locked_pins_are_told_and_stay_as_they_are),
	    STORY(phones_residence_cards_and_strangers_are_told_apart),
	    STORY(a_childs_card_has_no_signature),
	    STORY(pulled_at_any_command_it_says_so_and_the_next_look_is_whole),
	    STORY(a_card_that_hangs_ends_as_a_stuck_reader),
	};

	agent_driver_main(argc, argv);
	return cmocka_run_group_tests(tests, begin, end);
}
