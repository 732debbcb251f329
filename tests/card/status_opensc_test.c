/* status_opensc_test.c -- our status of a card and OpenSC's, over the same
 * pcscd and the same virtual card: both tell the same tries and the same
 * certificates, and neither spends a try by asking. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "base/clock.h"
#include "card/agent.h"
#include "support/agent_driver.h"
#include "support/opensc.h"
#include "support/pcscd.h"
#include "support/program.h"
#include "support/training_reader.h"
#include "support/virtual_office.h"

#define NOW	  1795500000LL /* 2026-11-24 */
#define SAID_SIZE 65536
#define JPKI	  "00A4040C0AD392F000260100000001"

static struct pcscd pcscd;
static struct training_reader slot;
static char authorities[TRAINING_PATH_SIZE];
static pid_t plug;
static struct clock system_clock;
static char reason[200], said[SAID_SIZE];
static bool has_pcscd;

/* Run a client that is not ours; what it said is in said. */
static void
run(const char *const argv[])
{
	int status = program_run(argv, NULL, said, sizeof(said));

	if (status != 0)
		print_message("%s: %s\n", argv[0], said);
	assert_int_equal(status, 0);
}

#define RUNS(...) run((const char *const[]){__VA_ARGS__, NULL})

static void
put(const char *card)
{
	training_put(&slot, NULL, NULL);
	pcscd_wait_card(&pcscd, 0, false);
	training_put(&slot, card, NULL);
	pcscd_wait_card(&pcscd, 0, true);
}

/* Our status, with the card left clean for the next client. */
static struct agent_event
ours(void)
{
	struct agent_config config = {.transport = AGENT_PCSC};
	struct agent *a = NULL;
	struct agent_event e;
	struct failure f;

	strcpy(config.ca_directory, authorities);
	assert_int_equal(agent_start(&config, &system_clock, &a, &f), KERR_OK);
	do {
		agent_driver_reader(a, READER_CARD);
		assert_int_equal(agent_inspect(a, NOW), KERR_OK);
		e = agent_driver_end(a, NULL);
	} while (e.kind == AGENT_FAILED && e.error == ERR_READER_BUSY);
	assert_int_equal(e.kind, AGENT_INSPECTED);
	assert_int_equal(agent_leave(a), KERR_OK);
	assert_int_equal(agent_driver_end(a, NULL).kind, AGENT_LEFT);
	agent_stop(&a);
	return e;
}

static void
expect_same_tries(int auth, int sign)
{
	struct agent_event e = ours();

	assert_int_equal(e.identity.tries_left[PIN_REF_AUTH], auth);
	assert_int_equal(e.identity.tries_left[PIN_REF_SIGN], sign);
	assert_int_equal(opensc_tries(pcscd.reader[0], OPENSC_AUTH), auth);
	assert_int_equal(opensc_tries(pcscd.reader[0], OPENSC_SIGN), sign);
	/* and asking has spent none */
	e = ours();
	assert_int_equal(e.identity.tries_left[PIN_REF_AUTH], auth);
	assert_int_equal(e.identity.tries_left[PIN_REF_SIGN], sign);
}

static void
both_tell_the_same_tries_however_they_were_spent(void **state)
{
	(void)state;
	if (!has_pcscd)
		skip();
	put("plastic");
	expect_same_tries(3, 5);
	/* OpenSC spends one of each */
	opensc_refuses(pcscd.reader[0], OPENSC_AUTH, "9999");
	opensc_refuses(pcscd.reader[0], OPENSC_SIGN, "WRONG99");
	expect_same_tries(2, 4);
	/* raw commands block one */
	RUNS("opensc-tool", "-r", pcscd.reader[0], "-s", JPKI, "-s",
	    "002000980439393939", "-s", "002000980439393939");
	expect_same_tries(0, 4);
}

/* The part of text between two marks, "" when there is none. */
static void
between(const char *text, const char *from, const char *to, char *out,
    size_t out_size)
{
	const char *at = strstr(text, from), *end;

	out[0] = '\0';
	if (at == NULL || (end = strstr(at += strlen(from), to)) == NULL)
		return;
	snprintf(out, out_size, "%.*s", (int)(end - at), at);
}

static void
both_read_the_same_certificate(void **state)
{
	const struct card_certificate *auth;
	char pem[TRAINING_PATH_SIZE + 16], subject[256], end_date[40];
	char ca[TRAINING_PATH_SIZE + 16];
	struct agent_event e;
	char when[32];

	(void)state;
	if (!has_pcscd)
		skip();
	put("plastic");
	e = ours();
	auth = &e.inspection.certificate[CERTIFICATE_AUTH];
	assert_int_equal(auth->state, CERTIFICATE_PRESENT);
	assert_int_equal(auth->chain, CHAIN_VALID);
	RUNS("pkcs15-tool", "-r", pcscd.reader[0], "--dump");
	assert_non_null(strstr(said, "[User Authentication Certificate]"));
	snprintf(pem, sizeof(pem), "%s/leaf.pem", slot.dir);
	snprintf(ca, sizeof(ca), "%s/ca-auth.pem", authorities);
	RUNS("pkcs15-tool", "-r", pcscd.reader[0], "--read-certificate", "01",
	    "--output", pem);
	RUNS("openssl", "x509", "-in", pem, "-noout", "-subject", "-dates",
	    "-dateopt", "iso_8601", "-nameopt", "RFC2253,utf8");
	between(said, "subject=", "\n", subject, sizeof(subject));
	between(said, "notAfter=", "\n", end_date, sizeof(end_date));
	/* the same name; only the spaces behind commas are ours */
	assert_int_equal(strncmp(subject, "CN=", 3), 0);
	assert_int_equal(
	    strncmp(subject + 3, auth->holder, strlen(auth->holder)), 0);
	assert_int_equal(subject[3 + strlen(auth->holder)], ',');
	strftime(when, sizeof(when), "%Y-%m-%d %H:%M:%SZ",
	    gmtime(&(time_t){(time_t)auth->not_after}));
	assert_string_equal(end_date, when);
	/* openssl, asked the same question at the same hour, agrees */
	RUNS("openssl", "verify", "-attime", "1795500000", "-CAfile", ca, pem);
	/* without the password both are told no for the other one */
	assert_int_equal(e.inspection.certificate[CERTIFICATE_SIGN].state,
	    CERTIFICATE_PROTECTED);
	assert_int_not_equal(
	    program_run((const char *const[]){"pkcs15-tool", "-r",
			    pcscd.reader[0], "--read-certificate", "02", NULL},
		NULL, said, sizeof(said)),
	    0);
}

static void
after_our_look_another_client_gets_the_card_at_once(void **state)
{
	(void)state;
	if (!has_pcscd)
		skip();
	put("plastic");
	(void)ours();
	/* nothing verified: the key refuses to sign (6982), 5 */
	RUNS("opensc-tool", "-r", pcscd.reader[0], "-s", JPKI, "-s",
	    "802A00970330010000");
	assert_non_null(strstr(said, "(SW1=0x69, SW2=0x82)"));
}

static int
begin(void **state)
{
	char cards[TRAINING_PATH_SIZE + 10], *text;

	(void)state;
	system_clock = clock_system();
	has_pcscd = pcscd_begin(&pcscd, reason, sizeof(reason));
	if (!has_pcscd) {
		print_message("skipped: %s\n", reason);
		return 0;
	}
	training_begin(&slot);
	training_publish(&slot, authorities);
	text = office_describe(OFFICE_PLASTIC);
	training_make_described(&slot, "plastic", text);
	free(text);
	training_put(&slot, NULL, NULL);
	snprintf(cards, sizeof(cards), "%s/cards", slot.dir);
	plug = pcscd_plug(&pcscd, 0, slot.control, cards);
	assert_true(plug > 0);
	return 0;
}

static int
end(void **state)
{
	(void)state;
	if (!has_pcscd)
		return 0;
	program_stop(&plug);
	pcscd_end(&pcscd);
	training_end(&slot);
	return 0;
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(both_read_the_same_certificate),
	    cmocka_unit_test(
		after_our_look_another_client_gets_the_card_at_once),
	    cmocka_unit_test(both_tell_the_same_tries_however_they_were_spent),
	};

	agent_driver_main(argc, argv);
	return cmocka_run_group_tests(tests, begin, end);
}
