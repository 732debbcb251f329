/* virtual_opensc_test.c -- the virtual card in a pcscd of the test's own, seen
 * by programs that are not ours: OpenSC lists it, signs with it and counts its
 * tries; openssl agrees with the signatures. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "base/json.h"
#include "card/training_reader.h"
#include "support/opensc.h"
#include "support/pcscd.h"
#include "support/program.h"
#include "support/virtual_office.h"

#define SAID_SIZE  65536
#define STEPS_MOST 40
#define JPKI	   "00A4040C0AD392F000260100000001"

/* One pcscd, one reader and one folder of cards for all tests. */
struct scene {
	struct pcscd pcscd;
	char folder[64], control[80];
	struct training_reader *reader;
	pid_t card; /* the program that plugs the card in */
	char said[SAID_SIZE];
};

static int
scene_open(void **state)
{
	struct scene *s = calloc(1, sizeof(*s));
	char reason[200] = "";

	assert_non_null(s);
	if (!pcscd_begin(&s->pcscd, reason, sizeof(reason))) {
		print_message("skipped: %s\n", reason);
		free(s);
		*state = NULL; /* each test says that it is skipped */
		return 0;
	}
	office_begin(s->folder);
	snprintf(s->control, sizeof(s->control), "%s/control", s->folder);
	const struct training_reader_config config = {.socket = "unused",
	    .control = s->control,
	    .cards = s->folder,
	    .program = KIOSK_BUILD "/virtual-card"};
	assert_int_equal(
	    training_reader_open(&config, &s->reader, NULL), KERR_OK);
	s->card = pcscd_plug(&s->pcscd, 0, s->control, s->folder);
	*state = s;
	return 0;
}

static int
scene_close(void **state)
{
	struct scene *s = *state;

	if (s == NULL)
		return 0;
	program_stop(&s->card);
	pcscd_end(&s->pcscd);
	training_reader_close(&s->reader);
	office_end(s->folder);
	free(s);
	return 0;
}

static struct scene *
scene_get(void **state)
{
	if (*state == NULL)
		skip();
	return *state;
}

/* A fresh card in the reader, the one before taken away. */
static void
place_fresh(struct scene *s, const char *name, const char *members)
{
	char *text = office_describe(members);

	assert_int_equal(
	    training_reader_make(s->reader, name, text, NULL), KERR_OK);
	free(text);
	assert_int_equal(training_reader_remove(s->reader, NULL), KERR_OK);
	pcscd_wait_card(&s->pcscd, 0, false);
	assert_int_equal(training_reader_place(s->reader, name, NULL), KERR_OK);
	pcscd_wait_card(&s->pcscd, 0, true);
}

/* Run a program to its end; what it said is in s->said. */
static void
run(struct scene *s, int status, const char *const argv[])
{
	int got = program_run(argv, NULL, s->said, SAID_SIZE);

	if (got != status)
		print_message("%s ended with %d: %s\n", argv[0], got, s->said);
	assert_int_equal(got, status);
}

#define RUNS(s, status, ...) \
	run(s, status, (const char *const[]){__VA_ARGS__, NULL})

#define SAYS(s, text) assert_non_null(strstr((s)->said, text))
#define READER_OF(s)  (s)->pcscd.reader[0]
#define PATH_OF(s, name, out) \
	snprintf(out, sizeof(out), "%s/%s", (s)->folder, name)

static void
opensc_lists_the_card_with_its_pins_keys_and_certificates(void **state)
{
	struct scene *s = scene_get(state);

	place_fresh(s, "list", OFFICE_PLASTIC);
	RUNS(s, 0, "pkcs15-tool", "-r", READER_OF(s), "--dump");
	SAYS(s, "PKCS#15 Card [JPKI]");
	SAYS(s, "PIN [User Authentication PIN]");
	SAYS(s, "PIN [Digital Signature PIN]");
	SAYS(s, "Tries left     : 3");
	SAYS(s, "Tries left     : 5");
	SAYS(s, "Private RSA Key [User Authentication Key]");
	SAYS(s, "X.509 Certificate [User Authentication Certificate]");
	SAYS(s, "X.509 Certificate [Digital Signature Certificate CA]");
}

static void
the_certificate_is_good_to_openssl(void **state)
{
	struct scene *s = scene_get(state);
	char leaf[96], ca[96];

	place_fresh(s, "chain", OFFICE_PLASTIC);
	PATH_OF(s, "leaf.pem", leaf);
	PATH_OF(s, "root.pem", ca);
	RUNS(s, 0, "pkcs15-tool", "-r", READER_OF(s), "--read-certificate",
	    "01", "--output", leaf);
	RUNS(s, 0, "pkcs15-tool", "-r", READER_OF(s), "--read-certificate",
	    "03", "--output", ca);
	/* On 2026-01-01, within the card's years. */
	RUNS(s, 0, "openssl", "verify", "-x509_strict", "-purpose", "sslclient",
	    "-attime", "1767225600", "-CAfile", ca, leaf);
	RUNS(s, 0, "openssl", "x509", "-in", leaf, "-noout", "-subject", "-ext",
	    "keyUsage,basicConstraints");
	SAYS(s, "TRAINING");
	SAYS(s, "Digital Signature");
	SAYS(s, "CA:FALSE");
}

static void
the_right_pin_signs_and_openssl_agrees(void **state)
{
	struct scene *s = scene_get(state);

	place_fresh(s, "sign", OFFICE_PLASTIC);
	opensc_signs(READER_OF(s), s->folder, OPENSC_AUTH, "1234");
	opensc_signs(READER_OF(s), s->folder, OPENSC_SIGN, "PASSWORD1234");
}

static void
wrong_pins_are_refused_and_both_sides_count_the_same(void **state)
{
	struct scene *s = scene_get(state);

	place_fresh(s, "count", OFFICE_PLASTIC);
	/* OpenSC spends one; the raw query sees it. */
	RUNS(s, 1, "pkcs11-tool", "--login", "--pin", "9999", "--test");
	SAYS(s, "CKR_PIN_INCORRECT");
	RUNS(s, 0, "opensc-tool", "-r", READER_OF(s), "-s", JPKI, "-s",
	    "00200098");
	SAYS(s, "(SW1=0x63, SW2=0xC2)");
	/* A raw VERIFY spends one; OpenSC sees it. */
	RUNS(s, 0, "opensc-tool", "-r", READER_OF(s), "-s", JPKI, "-s",
	    "002000980439393939");
	SAYS(s, "(SW1=0x63, SW2=0xC1)");
	RUNS(s, 0, "pkcs15-tool", "-r", READER_OF(s), "--dump");
	SAYS(s, "Tries left     : 1");
	/* The right one gives all back, to both. */
	RUNS(s, 0, "pkcs15-tool", "-r", READER_OF(s), "--verify-pin",
	    "--auth-id", "01", "--pin", "1234");
	RUNS(s, 0, "pkcs15-tool", "-r", READER_OF(s), "--dump");
	SAYS(s, "Tries left     : 3");
}

static void
a_changed_pin_is_the_only_one_that_opensc_can_use(void **state)
{
	struct scene *s = scene_get(state);

	place_fresh(s, "change", OFFICE_PLASTIC);
	RUNS(s, 0, "opensc-tool", "-r", READER_OF(s), "-s", JPKI, "-s",
	    "00A4020C020018", "-s", "002000800431323334", "-s",
	    "002401800435363738");
	opensc_signs(READER_OF(s), s->folder, OPENSC_AUTH, "5678");
	RUNS(s, 1, "pkcs11-tool", "--login", "--pin", "1234", "--test");
	SAYS(s, "CKR_PIN_INCORRECT");
}

/* -- raw traces of the fact sheet -- */

/* The status words that opensc-tool reported, in order. */
static size_t
status_words(const char *said, unsigned sw[STEPS_MOST])
{
	static const char mark[] = "Received (SW1=";
	unsigned high = 0, low = 0;
	size_t n = 0;

	while ((said = strstr(said, mark)) != NULL) {
		said += sizeof(mark) - 1;
		assert_int_equal(
		    sscanf(said, "0x%2X, SW2=0x%2X", &high, &low), 2);
		assert_true(n < STEPS_MOST);
		sw[n++] = high << 8 | low;
	}
	return n;
}

/* Length of the certificate whose first four bytes were received last. */
static unsigned
certificate_len(const char *said)
{
	const char *header = strstr(said, "\n30 82 ");
	unsigned high = 0, low = 0;

	assert_non_null(header);
	assert_int_equal(sscanf(header, " 30 82 %2X %2X", &high, &low), 2);
	return (high << 8 | low) + 4;
}

/* The command with its placeholder filled in. */
static void
fill_command(struct scene *s, const char *c, char *out, size_t out_size)
{
	const char *hash = strstr(c, "<32-byte hash>");

	if (hash != NULL) {
		snprintf(out, out_size, "%.*s%064d%s", (int)(hash - c), c, 0,
		    hash + strlen("<32-byte hash>"));
	} else if (strstr(c, "HHLLrr") != NULL) {
		unsigned len = 0;

		RUNS(s, 0, "opensc-tool", "-r", READER_OF(s), "-s", JPKI, "-s",
		    "00B08A0004");
		len = certificate_len(s->said);
		snprintf(
		    out, out_size, "00B0%04X%02X", len / 256 * 256, len % 256);
	} else {
		snprintf(out, out_size, "%s", c);
	}
}

static unsigned
expected_word(const char *r)
{
	return strstr(r, "9000") != NULL ? 0x9000U
					 : (unsigned)strtoul(r, NULL, 16);
}

static void
walk_trace(struct scene *s, const struct json *trace)
{
	const struct json *steps = json_get(trace, "steps");
	char command[STEPS_MOST][200];
	const char *argv[3 + 2 * STEPS_MOST + 1] = {
	    "opensc-tool", "-r", READER_OF(s)};
	unsigned sw[STEPS_MOST];
	size_t n = json_count(steps), k = 3;

	assert_true(n > 0 && n <= STEPS_MOST);
	for (size_t i = 0; i < n; i++) {
		fill_command(s, json_get_text(json_at(steps, i), "c"),
		    command[i], sizeof(command[i]));
		argv[k++] = "-s";
		argv[k++] = command[i];
	}
	argv[k] = NULL;
	assert_int_equal(program_run(argv, NULL, s->said, SAID_SIZE), 0);
	assert_int_equal(status_words(s->said, sw), n);
	for (size_t i = 0; i < n; i++)
		assert_int_equal(sw[i],
		    expected_word(json_get_text(json_at(steps, i), "r")));
}

/* Traces in an order that needs few cards: placing one takes the service up
 * to a second. A fresh card follows where one was blocked or changed. */
static const struct {
	const char *id;
	bool fresh;
} walk[] = {{"T01", true}, {"T02", false}, {"T03", false}, {"T03c", false},
    {"T08", false}, {"T15", false}, {"T10", false}, {"T03b", false},
    {"T04", true}, {"T05", false}, {"T06", false}, {"T07", false},
    {"T09", true}};

static const struct json *
find_trace(const struct json *traces, const char *id)
{
	for (size_t i = 0; i < json_count(traces); i++)
		if (strcmp(json_get_text(json_at(traces, i), "id"), id) == 0)
			return json_at(traces, i);
	return NULL;
}

static void
raw_commands_get_the_documented_answers(void **state)
{
	struct scene *s = scene_get(state);
	struct json *all = NULL;
	const struct json *trace = NULL;

	assert_int_equal(
	    json_read("tests/vectors/individual-apdu-traces.json", &all, NULL),
	    KERR_OK);
	for (size_t i = 0; i < sizeof(walk) / sizeof(walk[0]); i++) {
		trace = find_trace(json_get(all, "traces"), walk[i].id);
		assert_non_null(trace);
		if (walk[i].fresh)
			place_fresh(s, walk[i].id, OFFICE_PLASTIC);
		walk_trace(s, trace);
	}
	json_free(&all);
}

static void
a_card_torn_out_is_seen_by_the_service(void **state)
{
	struct scene *s = scene_get(state);

	place_fresh(s, "torn", OFFICE_PLASTIC);
	/* OpenSC's driver selects first: the query is the second command. */
	assert_int_equal(
	    training_reader_fault(s->reader, "pull-during", 3, NULL), KERR_OK);
	assert_int_not_equal(
	    program_run((const char *const[]){"opensc-tool", "-r", READER_OF(s),
			    "-s", JPKI, "-s", "00200098", "-s", "00200098",
			    "-s", "00200098", NULL},
		NULL, s->said, SAID_SIZE),
	    0);
	pcscd_wait_card(&s->pcscd, 0, false);
	assert_int_equal(
	    training_reader_place(s->reader, "torn", NULL), KERR_OK);
	pcscd_wait_card(&s->pcscd, 0, true);
	RUNS(s, 0, "opensc-tool", "-r", READER_OF(s), "-s", JPKI, "-s",
	    "00200098");
	SAYS(s, "(SW1=0x63, SW2=0xC3)");
}

static void
a_card_survives_a_restart_of_the_service(void **state)
{
	struct scene *s = scene_get(state);

	place_fresh(s, "stays", OFFICE_PLASTIC);
	RUNS(s, 0, "opensc-tool", "-r", READER_OF(s), "-s", JPKI, "-s",
	    "002000980439393939");
	pcscd_stop(&s->pcscd);
	pcscd_start(&s->pcscd);
	pcscd_wait_card(&s->pcscd, 0, true);
	RUNS(s, 0, "opensc-tool", "-r", READER_OF(s), "-s", JPKI, "-s",
	    "00200098");
	SAYS(s, "(SW1=0x63, SW2=0xC2)");
}

static void
a_named_card_lies_in_the_second_reader_and_is_traced(void **state)
{
	struct scene *s = scene_get(state);
	char card[96], trace[96], where[32], log[96], line[80] = "";
	const char *const argv[] = {KIOSK_BUILD "/virtual-card", "--vpcd",
	    where, "--card", card, "--trace", trace, NULL};
	pid_t pid = -1;
	FILE *in = NULL;

	place_fresh(s, "first", OFFICE_PLASTIC);
	place_fresh(s, "other", "\"kind\": \"other\",");
	PATH_OF(s, "first.card", card);
	PATH_OF(s, "first.trace", trace);
	PATH_OF(s, "first.log", log);
	snprintf(where, sizeof(where), "127.0.0.1:%d", s->pcscd.port + 1);
	pid = program_start(argv, log);
	assert_true(pid > 0);
	pcscd_wait_card(&s->pcscd, 1, true);
	RUNS(s, 0, "opensc-tool", "-r", s->pcscd.reader[1], "-s", JPKI);
	SAYS(s, "(SW1=0x90, SW2=0x00)");
	RUNS(s, 0, "opensc-tool", "-r", s->pcscd.reader[0], "-s", JPKI);
	SAYS(s, "(SW1=0x6A, SW2=0x82)"); /* the other one is not ours */
	program_stop(&pid);
	pcscd_wait_card(&s->pcscd, 1, false);
	in = fopen(trace, "re");
	assert_non_null(in);
	assert_non_null(fgets(line, sizeof(line), in));
	fclose(in);
	assert_int_equal(strncmp(line, "1 00 A4 04", 10), 0);
}

#define MANY 100

static void
commands_do_not_wait_for_late_acknowledgements(void **state)
{
	struct scene *s = scene_get(state);
	const char *argv[3 + 2 * MANY + 1] = {
	    "opensc-tool", "-r", READER_OF(s)};
	struct timespec before, after;
	double ms = 0;

	place_fresh(s, "quick", OFFICE_PLASTIC);
	for (size_t i = 0; i < MANY; i++) {
		argv[3 + 2 * i] = "-s";
		argv[4 + 2 * i] = JPKI;
	}
	argv[3 + 2 * MANY] = NULL;
	clock_gettime(CLOCK_MONOTONIC, &before);
	run(s, 0, argv);
	clock_gettime(CLOCK_MONOTONIC, &after);
	ms = (double)(after.tv_sec - before.tv_sec) * 1e3 +
	     (double)(after.tv_nsec - before.tv_nsec) / 1e6;
	print_message(
	    "%.2f ms for each command, the tool included\n", ms / MANY);
	/* A late acknowledgement is 40 ms (pcsc-behaviour "Starting"). */
	assert_true(ms / MANY < 20);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(
		opensc_lists_the_card_with_its_pins_keys_and_certificates),
	    cmocka_unit_test(the_certificate_is_good_to_openssl),
	    cmocka_unit_test(the_right_pin_signs_and_openssl_agrees),
	    cmocka_unit_test(
		wrong_pins_are_refused_and_both_sides_count_the_same),
	    cmocka_unit_test(a_changed_pin_is_the_only_one_that_opensc_can_use),
	    cmocka_unit_test(raw_commands_get_the_documented_answers),
	    cmocka_unit_test(a_card_torn_out_is_seen_by_the_service),
	    cmocka_unit_test(a_card_survives_a_restart_of_the_service),
	    cmocka_unit_test(
		a_named_card_lies_in_the_second_reader_and_is_traced),
	    cmocka_unit_test(commands_do_not_wait_for_late_acknowledgements),
	};

	return cmocka_run_group_tests(tests, scene_open, scene_close);
}
