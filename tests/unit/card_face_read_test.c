/* card_face_read_test.c -- the commands that open a face, byte for byte
 * (individual-number-card 13, T12 and T13), and every reply of them lost or
 * refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/secret.h"
#include "card/individual_face.h"
#include "card/transport.h"
#include "card/transport_replay.h"

#define SERIAL	    "400000000000001"
#define NUMBER_B    "60040920351234"
#define NUMBER_A    "123456789018"
#define RECORD	    "011C34303030303030303030303030303131333130313230333530343039"
#define FACE_LEN    300
#define SIGNER_LEN  12
#define STEPS	    11
#define VERIFY_STEP 5

static char face_first[2 * 256 + 8], face_rest[2 * (FACE_LEN - 256) + 8];

/* The whole of T12, with the serial before it and EF 0004 behind it. */
static const struct wire opening_b[STEPS + 1] = {
    {"00A4040C0AD3921000310001010100", "9000", KERR_OK},
    {"00B2010C00", RECORD "9000", KERR_OK},
    {"00A4040C0AD3921000310001010402", "9000", KERR_OK},
    {"00A4020C020012", "9000", KERR_OK},
    {"00200080", "63CA", KERR_OK},
    {"002000800E3630303430393230333531323334", "9000", KERR_OK},
    {"00A4020C020002", "9000", KERR_OK},
    {"00B0000000", face_first, KERR_OK},
    {"00B001002C", face_rest, KERR_OK},
    {"00A4020C020004", "9000", KERR_OK},
    {"00B0000000",
	"7F2109000102030405060708"
	"9000",
	KERR_OK},
    {NULL, NULL, KERR_OK},
};

struct run {
	struct face_files files;
	enum kerr error;
	int tries;
	size_t sent;
	bool finished;
};

static void
play(const struct wire *script, enum face_key key, const char *digits,
    bool last, struct run *out)
{
	struct face_opening how = {.key = key, .may_spend_last = last};
	struct secret *number = secret_from_bytes(digits, strlen(digits));
	struct transport *t = NULL;
	struct individual *c = NULL;

	memset(out, 0, sizeof(*out));
	assert_non_null(number);
	assert_int_equal(transport_replay_open(script, &t), KERR_OK);
	assert_int_equal(individual_open(t, NULL, NULL, &c), KERR_OK);
	out->error = individual_face_read(
	    c, SERIAL, &how, number, &out->files, &out->tries);
	out->sent = transport_replay_count(t);
	out->finished = transport_replay_finished(t);
	(void)individual_close(&c);
	transport_close(&t);
	secret_free(&number);
}

static void
number_b_opens_the_face_as_the_trace_says(void **state)
{
	static struct run run;

	(void)state;
	play(opening_b, FACE_KEY_B, NUMBER_B, false, &run);
	assert_int_equal(run.error, KERR_OK);
	assert_true(run.finished);
	assert_int_equal(run.files.face_len, FACE_LEN);
	assert_int_equal(run.files.face[0], 0xff);
	assert_int_equal(run.files.face[FACE_LEN - 1], 0xab);
	assert_int_equal(run.files.signer_len, SIGNER_LEN);
	assert_int_equal(run.tries, 10);
}

static void
number_a_opens_it_by_its_own_reference(void **state)
{
	static struct run run;
	struct wire script[STEPS + 1];

	(void)state;
	memcpy(script, opening_b, sizeof(script));
	script[3].command = "00A4020C020013";
	script[5].command = "002000800C313233343536373839303138";
	play(script, FACE_KEY_A, NUMBER_A, false, &run);
	assert_int_equal(run.error, KERR_OK);
	assert_true(run.finished);
}

/* The script up to at, and then what the story says. */
static void
cut(struct wire out[STEPS + 1], size_t at, const char *reply, enum kerr error)
{
	memset(out, 0, (STEPS + 1) * sizeof(*out));
	memcpy(out, opening_b, at * sizeof(*out));
	out[at] = (struct wire){opening_b[at].command, reply, error};
}

static void
the_last_try_is_spent_only_with_leave(void **state)
{
	static struct run run;
	struct wire script[STEPS + 1];

	(void)state;
	cut(script, 4, "63C1", KERR_OK);
	play(script, FACE_KEY_B, NUMBER_B, false, &run);
	assert_int_equal(run.error, ERR_PIN_LAST_TRY);
	assert_int_equal(run.sent, 5);
	memcpy(script, opening_b, sizeof(script));
	script[4].reply = "63C1";
	play(script, FACE_KEY_B, NUMBER_B, true, &run);
	assert_int_equal(run.error, KERR_OK);
	assert_true(run.finished);
}

static void
a_locked_number_is_told_in_any_spelling(void **state)
{
	static const char *const locked[] = {"63C0", "6983", "6984"};
	static struct run run;
	struct wire script[STEPS + 1];

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		cut(script, 4, locked[i], KERR_OK);
		play(script, FACE_KEY_B, NUMBER_B, true, &run);
		assert_int_equal(run.error, ERR_PIN_BLOCKED);
		assert_int_equal(run.tries, CARD_TRIES_BLOCKED);
		assert_int_equal(run.sent, 5);
	}
}

static void
a_wrong_number_tells_what_is_left(void **state)
{
	static struct run run;
	struct wire script[STEPS + 1];

	(void)state;
	cut(script, VERIFY_STEP, "63C9", KERR_OK);
	play(script, FACE_KEY_B, NUMBER_B, false, &run);
	assert_int_equal(run.error, ERR_PIN_WRONG);
	assert_int_equal(run.tries, 9);
	assert_int_equal(run.sent, VERIFY_STEP + 1);
}

static void
what_is_no_number_never_reaches_the_card(void **state)
{
	static const char *const digits[] = {"", "1", "6004092035123",
	    "600409203512345", "6004092035123x", "123456789018"};
	static const struct wire nothing[] = {{NULL, NULL, KERR_OK}};
	static struct run run;

	(void)state;
	for (size_t i = 0; i < sizeof(digits) / sizeof(digits[0]); i++) {
		play(nothing, FACE_KEY_B, digits[i], true, &run);
		assert_int_equal(run.error, ERR_PIN_FORMAT);
		assert_int_equal(run.sent, 0);
	}
	play(nothing, FACE_KEY_A, NUMBER_B, true, &run);
	assert_int_equal(run.error, ERR_PIN_FORMAT);
}

static void
another_cards_number_is_never_tried(void **state)
{
	static struct run run;
	struct wire script[STEPS + 1];

	(void)state;
	cut(script, 1,
	    "011C34303030303030303030303030303231333130313230333530343039"
	    "9000",
	    KERR_OK);
	play(script, FACE_KEY_B, NUMBER_B, true, &run);
	assert_int_equal(run.error, ERR_CARD_OTHER);
	assert_int_equal(run.sent, 2);
}

/* Lost, cut short or refused at any command: an error, one VERIFY at most,
 * and never a face that is not whole. Only the certificate may be missing. */
static void
nothing_but_whole_files_passes_for_a_face(void **state)
{
	static const struct {
		const char *reply;
		enum kerr error;
	} faults[] = {{"", KERR_OK}, {"90", KERR_OK}, {NULL, ERR_CARD_REMOVED},
	    {NULL, ERR_READER_LOST}, {"6A82", KERR_OK}, {"6982", KERR_OK},
	    {"6F00", KERR_OK}, {"6B00", KERR_OK}};
	static struct run run;
	struct wire script[STEPS + 1];

	(void)state;
	for (size_t at = 0; at < STEPS; at++)
		for (size_t i = 0; i < sizeof(faults) / sizeof(faults[0]);
		     i++) {
			bool lost = faults[i].error != KERR_OK || i < 2;

			if (at == 0 && i == 6)
				continue; /* the first command after power-on
				             goes out again (10) */
			cut(script, at, faults[i].reply, faults[i].error);
			play(script, FACE_KEY_B, NUMBER_B, false, &run);
			if (at < STEPS - 2 || lost)
				assert_int_not_equal(run.error, KERR_OK);
			else
				assert_int_equal(run.files.signer_len, 0);
			if (run.error == KERR_OK)
				assert_int_equal(run.files.face_len, FACE_LEN);
			assert_int_equal(run.sent, at + 1);
		}
}

static void
asking_for_both_counts_sends_no_number(void **state)
{
	static const struct wire script[] = {
	    {"00A4040C0AD3921000310001010100", "9000", KERR_OK},
	    {"00B2010C00", RECORD "9000", KERR_OK},
	    {"00A4040C0AD3921000310001010402", "9000", KERR_OK},
	    {"00A4020C020012", "9000", KERR_OK},
	    {"00200080", "63CA", KERR_OK},
	    {"00A4020C020013", "9000", KERR_OK},
	    {"00200080", "6984", KERR_OK},
	    {NULL, NULL, KERR_OK},
	};
	struct transport *t = NULL;
	struct individual *c = NULL;
	int tries[FACE_KEY_COUNT];

	(void)state;
	assert_int_equal(transport_replay_open(script, &t), KERR_OK);
	assert_int_equal(individual_open(t, NULL, NULL, &c), KERR_OK);
	assert_int_equal(individual_face_tries(c, SERIAL, tries), KERR_OK);
	assert_int_equal(tries[FACE_KEY_B], 10);
	assert_int_equal(tries[FACE_KEY_A], CARD_TRIES_BLOCKED);
	assert_true(transport_replay_finished(t));
	(void)individual_close(&c);
	transport_close(&t);
}

/* FF20 of FACE_LEN bytes, filled with AB. */
static int
make_face(void **state)
{
	char hex[2 * FACE_LEN + 1];

	(void)state;
	assert_int_equal(secret_init(), KERR_OK);
	snprintf(hex, sizeof(hex), "FF2082%04X", FACE_LEN - 5U);
	for (size_t i = 5; i < FACE_LEN; i++)
		memcpy(hex + 2 * i, "AB", 3);
	snprintf(face_first, sizeof(face_first), "%.512s9000", hex);
	snprintf(face_rest, sizeof(face_rest), "%s9000", hex + 512);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(number_b_opens_the_face_as_the_trace_says),
	    cmocka_unit_test(number_a_opens_it_by_its_own_reference),
	    cmocka_unit_test(the_last_try_is_spent_only_with_leave),
	    cmocka_unit_test(a_locked_number_is_told_in_any_spelling),
	    cmocka_unit_test(a_wrong_number_tells_what_is_left),
	    cmocka_unit_test(what_is_no_number_never_reaches_the_card),
	    cmocka_unit_test(another_cards_number_is_never_tried),
	    cmocka_unit_test(nothing_but_whole_files_passes_for_a_face),
	    cmocka_unit_test(asking_for_both_counts_sends_no_number),
	};

	return cmocka_run_group_tests(tests, make_face, NULL);
}
