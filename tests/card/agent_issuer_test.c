/* agent_issuer_test.c -- an office's own issuer module: loaded by the real card
 * agent, it resets a PIN over pcscd; a file that others could change, or that
 * is none, is refused with words; and whatever the card does on the way, what
 * is told is what it holds. */
#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/clock.h"
#include "base/secret.h"
#include "card/agent.h"
#include "support/agent_driver.h"
#include "support/pcscd.h"
#include "support/program.h"
#include "support/training_reader.h"

#define MODULE	     KIOSK_BUILD "/tests/issuer_module_example.so"
#define NEW_PIN	     "5678"
#define RESET_HEADER "F77E5480"
/* serial 1 and 2, application, file, count, and the reset */
#define AT_RESET "6"

static struct pcscd pcscd;
static struct training_reader reader; /* control, cards and trace */
static pid_t plug = -1;
static struct clock system_clock;
static struct secret *old_value, *new_value;
static char module[PATH_MAX], reason[200];
static bool there;

static void
configure(struct agent_config *config, const char *path, bool training)
{
	memset(config, 0, sizeof(*config));
	config->transport = AGENT_PCSC;
	config->training = training;
	snprintf(config->issuer, sizeof(config->issuer), "%s", path);
	if (there)
		snprintf(config->reader, sizeof(config->reader), "%s",
		    pcscd.reader[0]);
}

/* -- files that are no module, or not to be trusted -- */

static void
expect_refused(const char *path, bool training, const char *why)
{
	struct agent_config config;
	struct failure f;

	configure(&config, path, training);
	assert_int_equal(
	    agent_check(&config, &system_clock, &f), ERR_ISSUER_MODULE);
	assert_string_equal(failure_argument(&f, "file"), path);
	assert_non_null(failure_argument(&f, "reason"));
	if (strstr(failure_argument(&f, "reason"), why) == NULL)
		fail_msg("%s: %s", path, failure_argument(&f, "reason"));
}

/* A copy of the module, as somebody may have left it. */
static void
copy_module(char out[PATH_MAX], mode_t mode)
{
	char command[PATH_MAX * 3];

	snprintf(out, PATH_MAX, "%s/module.so", reader.dir);
	snprintf(command, sizeof(command), "rm -rf '%s'; cp '%s' '%s'", out,
	    module, out);
	assert_int_equal(system(command), 0);
	assert_int_equal(chmod(out, mode), 0);
}

static void
a_module_that_others_may_change_is_refused(void **state)
{
	char path[PATH_MAX];

	(void)state;
	copy_module(path, 0777);
	expect_refused(path, true, "others than its owner");
	copy_module(path, 0775);
	expect_refused(path, true, "others than its owner");
	if (geteuid() != 0)
		return;
	copy_module(path, 0755);
	assert_int_equal(chown(path, 12345, 12345), 0);
	expect_refused(path, true, "neither to root");
}

static void
what_is_no_module_is_refused(void **state)
{
	char path[PATH_MAX], command[PATH_MAX + 100];

	(void)state;
	expect_refused("/nonexistent/module.so", true, "is not there");
	expect_refused(reader.dir, true, "no regular file");
	snprintf(path, sizeof(path), "%s/pipe", reader.dir);
	assert_int_equal(mkfifo(path, 0700), 0);
	expect_refused(path, true, "no regular file");
	snprintf(path, sizeof(path), "%s/text.so", reader.dir);
	snprintf(command, sizeof(command), "echo no object > '%s'", path);
	assert_int_equal(system(command), 0);
	expect_refused(path, true, "no shared object");
	/* a shared object of somebody else */
	snprintf(command, sizeof(command),
	    "echo 'int x;' | cc -shared -fPIC -x c -o '%s' -", path);
	assert_int_equal(system(command), 0);
	expect_refused(path, true, "no issuer module");
	/* one for a version that we are not */
	snprintf(command, sizeof(command),
	    "echo 'void *kiosk_issuer_module(unsigned v) { return 0; }' |"
	    " cc -shared -fPIC -x c -o '%s' -",
	    path);
	assert_int_equal(system(command), 0);
	expect_refused(path, true, "another version");
}

static void
invented_commands_are_kept_from_real_offices(void **state)
{
	struct agent_config config;
	struct failure f;

	(void)state;
	expect_refused(module, false, "for training offices only");
	configure(&config, module, true);
	assert_int_equal(agent_check(&config, &system_clock, &f), KERR_OK);
}

/* -- at the card -- */

static struct agent *
start(const char *issuer)
{
	struct agent_config config;
	struct agent *a = NULL;
	struct failure f;

	configure(&config, issuer, true);
	assert_int_equal(agent_start(&config, &system_clock, &a, &f), KERR_OK);
	return a;
}

/* The same card again; pcscd often misses one that comes back soon after it
 * was torn away (pcsc-behaviour, "Removal"). */
static void
bring_back(struct agent *a)
{
	for (int i = 0; i < 10; i++) {
		training_put(&reader, "work", NULL);
		if (agent_driver_sees(a, READER_CARD, 1500))
			return;
		training_put(&reader, NULL, NULL);
		(void)agent_driver_sees(a, READER_CARD, 600);
	}
	fail_msg("the card is not seen any more");
}

static void
put(struct agent *a, const char *file, const char *fault)
{
	training_copy(&reader, file, "work");
	bring_back(a);
	training_put(&reader, "work", fault);
}

static void
lift(struct agent **a)
{
	agent_stop(a);
	training_put(&reader, NULL, NULL);
	pcscd_wait_card(&pcscd, 0, false);
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
a_locked_pin_is_reset_over_pcscd_and_proven(void **state)
{
	struct agent *a;
	struct agent_event e;

	(void)state;
	if (!there)
		skip();
	a = start(module);
	put(a, "locked", NULL);
	e = reset(a);
	assert_int_equal(e.error, KERR_OK);
	assert_int_equal(e.outcome, PIN_OUTCOME_WRITTEN);
	assert_true(agent_module_resets(a));
	assert_int_equal(training_count_of(&reader, RESET_HEADER, 4), 1);
	assert_int_equal(prove(a, new_value), KERR_OK);
	/* what it has no operation for, the public commands do */
	assert_int_equal(agent_pin_set(a, TRAINING_SERIAL, PIN_REF_JUKI,
			     old_value, new_value),
	    KERR_OK);
	e = agent_driver_end(a, NULL);
	assert_int_equal(e.outcome, PIN_OUTCOME_WRITTEN);
	assert_int_equal(agent_leave(a), KERR_OK);
	assert_int_equal(agent_driver_end(a, NULL).kind, AGENT_LEFT);
	lift(&a);
}

static void
a_real_card_without_a_module_needs_the_issuers_terminal(void **state)
{
	struct agent *a;
	struct agent_event e;

	(void)state;
	if (!there)
		skip();
	a = start("");
	put(a, "locked", NULL);
	e = reset(a);
	assert_int_equal(e.error, ERR_ISSUER_ABSENT);
	assert_int_equal(e.outcome, PIN_OUTCOME_UNCHANGED);
	assert_int_equal(training_count(&reader), 0);
	lift(&a);
	/* and an office may leave first PINs to that terminal too */
	a = start(ISSUER_NONE);
	put(a, "first", NULL);
	assert_int_equal(agent_pin_set(a, TRAINING_SERIAL, PIN_REF_AUTH,
			     old_value, new_value),
	    KERR_OK);
	assert_int_equal(agent_driver_end(a, NULL).error, ERR_ISSUER_ABSENT);
	assert_int_equal(training_count(&reader), 0);
	lift(&a);
}

static const struct {
	const char *file, *fault;
	enum pin_outcome outcome;
	enum kerr error; /* KERR_COUNT: any */
	bool holds_new;
} badly[] = {
    {"first", "sw=6985 " AT_RESET, PIN_OUTCOME_UNCHANGED, ERR_CARD_REPLY,
	false},
    {"first", "sw=6581 " AT_RESET, PIN_OUTCOME_UNKNOWN, ERR_PIN_UNKNOWN, false},
    /* the card says yes and did nothing: the proof finds out */
    {"first", "sw=9000 " AT_RESET, PIN_OUTCOME_UNKNOWN, ERR_PIN_UNKNOWN, false},
    {"first", "pull-before " AT_RESET, PIN_OUTCOME_UNKNOWN, KERR_COUNT, false},
    {"first", "pull-during " AT_RESET, PIN_OUTCOME_UNKNOWN, KERR_COUNT, true},
    {"first", "pull-before 5", PIN_OUTCOME_UNCHANGED, KERR_COUNT, false},
    /* it does not know the invented command, as no real one does */
    {"real", NULL, PIN_OUTCOME_UNCHANGED, ERR_CARD_REPLY, false},
};

static void
whatever_the_card_does_what_is_told_is_so(void **state)
{
	(void)state;
	if (!there)
		skip();
	for (size_t i = 0; i < sizeof(badly) / sizeof(badly[0]); i++) {
		struct agent *a = start(module);
		struct agent_event e;

		put(a, badly[i].file, badly[i].fault);
		e = reset(a);
		if (e.outcome != badly[i].outcome || e.error == KERR_OK ||
		    (badly[i].error != KERR_COUNT && e.error != badly[i].error))
			fail_msg("%s: outcome %d, %s", badly[i].fault,
			    e.outcome, error_name(e.error));
		lift(&a);
		/* a copy of its memory on the other side of the wire */
		a = start("");
		bring_back(a);
		assert_int_equal(
		    prove(a, badly[i].holds_new ? new_value : old_value),
		    KERR_OK);
		lift(&a);
	}
}

static int
begin(void **state)
{
	char cards[TRAINING_PATH_SIZE + 10];

	(void)state;
	assert_int_equal(secret_init(), KERR_OK);
	system_clock = clock_system();
	old_value = secret_from_bytes(TRAINING_PIN, strlen(TRAINING_PIN));
	new_value = secret_from_bytes(NEW_PIN, strlen(NEW_PIN));
	assert_non_null(realpath(MODULE, module));
	training_begin(&reader);
	training_make(&reader, "first", TRAINING_SERIAL, 3);
	training_make(&reader, "locked", TRAINING_SERIAL, 0);
	training_make_real(&reader, "real", TRAINING_SERIAL, 3);
	there = pcscd_begin(&pcscd, reason, sizeof(reason));
	if (!there) {
		print_message("skipped: %s\n", reason);
		return 0;
	}
	snprintf(cards, sizeof(cards), "%s/cards", reader.dir);
	plug = pcscd_plug(&pcscd, 0, reader.control, cards);
	return plug > 0 ? 0 : -1;
}

static int
end(void **state)
{
	(void)state;
	program_stop(&plug);
	training_end(&reader);
	if (there)
		pcscd_end(&pcscd);
	secret_free(&old_value);
	secret_free(&new_value);
	return 0;
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_module_that_others_may_change_is_refused),
	    cmocka_unit_test(what_is_no_module_is_refused),
	    cmocka_unit_test(invented_commands_are_kept_from_real_offices),
	    cmocka_unit_test(a_locked_pin_is_reset_over_pcscd_and_proven),
	    cmocka_unit_test(
		a_real_card_without_a_module_needs_the_issuers_terminal),
	    cmocka_unit_test(whatever_the_card_does_what_is_told_is_so),
	};

	agent_driver_main(argc, argv);
	return cmocka_run_group_tests(tests, begin, end);
}
