/* card_apdu_test.c -- commands as bytes, replies over several rounds, and
 * what status words mean. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/secret.h"
#include "card/agent.h"
#include "card/apdu.h"
#include "card/transport_replay.h"
#include "support/memory_scan.h"

static struct transport *
connected(const struct wire *script)
{
	struct transport *t = NULL;

	assert_int_equal(transport_replay_open(script, &t), KERR_OK);
	assert_int_equal(transport_connect(t), KERR_OK);
	return t;
}

static void
the_four_cases_are_coded(void **state)
{
	static const uint8_t data[255] = {0x11};
	uint8_t out[APDU_COMMAND_MOST];
	struct apdu a = {.ins = 0x20, .p2 = 0x80};

	(void)state;
	assert_int_equal(apdu_encode(&a, out), 4);
	a.le = 256;
	assert_int_equal(apdu_encode(&a, out), 5);
	assert_int_equal(out[4], 0x00);
	a.le = 0;
	a.data = data;
	a.data_len = 255;
	assert_int_equal(apdu_encode(&a, out), 4 + 1 + 255);
	assert_int_equal(out[4], 255);
	a.le = 7;
	assert_int_equal(apdu_encode(&a, out), APDU_COMMAND_MOST);
	assert_int_equal(out[APDU_COMMAND_MOST - 1], 7);
}

static void
what_does_not_fit_a_short_command_is_refused(void **state)
{
	static const uint8_t data[256];
	uint8_t out[APDU_COMMAND_MOST];
	struct apdu long_data = {.data = data, .data_len = 256};
	struct apdu long_le = {.le = 257};

	(void)state;
	assert_int_equal(apdu_encode(&long_data, out), 0);
	assert_int_equal(apdu_encode(&long_le, out), 0);
}

static void
status_words_mean_what_the_fact_sheet_says(void **state)
{
	static const struct {
		uint16_t sw;
		enum kerr error;
		int tries;
	} rows[] = {
	    {0x9000, KERR_OK, CARD_TRIES_UNKNOWN},
	    {0x63c3, ERR_PIN_WRONG, 3},
	    {0x63cf, ERR_PIN_WRONG, 15},
	    {0x63c0, ERR_PIN_BLOCKED, 0},
	    {0x6983, ERR_PIN_BLOCKED, 0},
	    {0x6984, ERR_PIN_BLOCKED, 0},
	    {0x6300, ERR_PIN_WRONG, CARD_TRIES_UNKNOWN},
	    {0x6700, ERR_PIN_FORMAT, CARD_TRIES_UNKNOWN},
	    {0x6a82, ERR_CARD_NO_FILE, CARD_TRIES_UNKNOWN},
	    {0x6a88, ERR_CARD_NO_FILE, CARD_TRIES_UNKNOWN},
	    {0x6982, ERR_CARD_REPLY, CARD_TRIES_UNKNOWN},
	    {0x6f00, ERR_CARD_REPLY, CARD_TRIES_UNKNOWN},
	    {0x0000, ERR_CARD_REPLY, CARD_TRIES_UNKNOWN},
	    {0x9001, ERR_CARD_REPLY, CARD_TRIES_UNKNOWN},
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		assert_int_equal(apdu_error(rows[i].sw), rows[i].error);
		assert_int_equal(apdu_tries(rows[i].sw), rows[i].tries);
	}
}

static void
a_wrong_length_is_asked_again_and_more_bytes_are_fetched(void **state)
{
	static const struct wire script[] = {
	    {"00 B0 00 00 00", "6C 04", KERR_OK},
	    {"00 B0 00 00 04", "01 02 61 02", KERR_OK},
	    {"00 C0 00 00 02", "03 04 90 00", KERR_OK},
	    {NULL, NULL, KERR_OK},
	};
	struct transport *t = connected(script);
	struct apdu a = {.ins = 0xb0, .le = 256};
	struct apdu_reply reply;

	(void)state;
	assert_int_equal(apdu_exchange(t, &a, &reply), KERR_OK);
	assert_int_equal(reply.sw, SW_DONE);
	assert_int_equal(reply.data_len, 4);
	assert_memory_equal(reply.data, "\1\2\3\4", 4);
	assert_true(transport_replay_finished(t));
	transport_close(&t);
}

static void
endless_rounds_end_after_sixty_four(void **state)
{
	struct wire script[100];
	struct transport *t;
	struct apdu a = {.ins = 0xb0, .le = 1};
	struct apdu_reply reply;
	size_t i;

	(void)state;
	for (i = 0; i < 99; i++)
		script[i] = (struct wire){"00 B0 00 00 01", "6C 01", KERR_OK};
	script[99] = (struct wire){NULL, NULL, KERR_OK};
	t = connected(script);
	assert_int_equal(apdu_exchange(t, &a, &reply), ERR_CARD_REPLY);
	assert_int_equal(transport_replay_count(t), 1 + APDU_ROUNDS_MOST);
	transport_close(&t);
}

static void
a_reply_under_two_bytes_is_lost_and_never_a_status_word(void **state)
{
	static const struct wire empty[] = {
	    {"00 20 00 80", "", KERR_OK},
	    {NULL, NULL, KERR_OK},
	};
	static const struct wire one[] = {
	    {"00 20 00 80", "90", KERR_OK},
	    {NULL, NULL, KERR_OK},
	};
	const struct wire *const scripts[] = {empty, one};
	struct apdu a = {.ins = 0x20, .p2 = 0x80};
	struct apdu_reply reply;
	size_t i;

	(void)state;
	for (i = 0; i < 2; i++) {
		struct transport *t = connected(scripts[i]);

		assert_int_equal(
		    apdu_exchange(t, &a, &reply), ERR_CARD_REMOVED);
		assert_int_equal(reply.sw, 0);
		transport_close(&t);
	}
}

static void
a_secret_goes_out_once_whatever_the_card_says(void **state)
{
	static const uint8_t header[4] = {0x00, 0x20, 0x00, 0x80};
	static const char *const words[] = {"6C04", "6104", "6F00", "6700"};
	struct secret *pin = secret_from_bytes("1234", 4);
	size_t i;

	(void)state;
	assert_non_null(pin);
	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		struct wire script[] = {
		    {"00200080 04 31323334", words[i], KERR_OK},
		    {NULL, NULL, KERR_OK},
		};
		struct transport *t = connected(script);
		uint16_t sw = 0;

		assert_int_equal(
		    apdu_exchange_secret(t, header, pin, &sw), KERR_OK);
		assert_int_equal(sw, strtol(words[i], NULL, 16));
		assert_true(transport_replay_finished(t));
		transport_close(&t);
	}
	secret_free(&pin);
}

static void
an_empty_secret_is_not_sent_as_it_would_be_a_query(void **state)
{
	static const uint8_t header[4] = {0x00, 0x20, 0x00, 0x80};
	static const struct wire nothing[] = {{NULL, NULL, KERR_OK}};
	struct secret *empty = secret_new(4);
	struct transport *t = connected(nothing);
	uint16_t sw;

	(void)state;
	assert_int_equal(
	    apdu_exchange_secret(t, header, empty, &sw), ERR_PIN_FORMAT);
	assert_true(transport_replay_finished(t));
	transport_close(&t);
	secret_free(&empty);
}

/* Root may lock without limit, so the child becomes nobody first. */
static int
sending_from_open_memory(void)
{
	static const uint8_t header[4] = {0x00, 0x20, 0x00, 0x80};
	static const struct wire nothing[] = {{NULL, NULL, KERR_OK}};
	static const struct rlimit none = {0, 0};
	struct secret *command = secret_new(APDU_SECRET_COMMAND_MOST);
	struct transport *t = NULL;
	struct secret *open_one;
	uint16_t sw;

	if (transport_replay_open(nothing, &t) != KERR_OK ||
	    transport_connect(t) != KERR_OK)
		return 1;
	if (setrlimit(RLIMIT_MEMLOCK, &none) != 0 ||
	    (geteuid() == 0 && setresuid(65534, 65534, 65534) != 0))
		return 2;
	open_one = secret_from_bytes_even_unlocked("1234", 4);
	if (open_one == NULL || secret_is_locked(open_one))
		return 3;
	if (apdu_exchange_secret_in(t, command, header, open_one, &sw) !=
	    ERR_SECRET_MEMORY)
		return 4;
	return transport_replay_finished(t) ? 42 : 5;
}

static void
a_value_in_open_memory_is_never_sent(void **state)
{
	int status = 0;
	pid_t pid;

	(void)state;
	if (!memory_scan_is_possible()) {
		print_message("needs root and real locks\n");
		skip();
	}
	if ((pid = fork()) == 0)
		_exit(sending_from_open_memory());
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 42);
}

static int
begin(void **state)
{
	(void)state;
	return secret_init() == KERR_OK ? 0 : -1;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_four_cases_are_coded),
	    cmocka_unit_test(what_does_not_fit_a_short_command_is_refused),
	    cmocka_unit_test(status_words_mean_what_the_fact_sheet_says),
	    cmocka_unit_test(
		a_wrong_length_is_asked_again_and_more_bytes_are_fetched),
	    cmocka_unit_test(endless_rounds_end_after_sixty_four),
	    cmocka_unit_test(
		a_reply_under_two_bytes_is_lost_and_never_a_status_word),
	    cmocka_unit_test(a_secret_goes_out_once_whatever_the_card_says),
	    cmocka_unit_test(
		an_empty_secret_is_not_sent_as_it_would_be_a_query),
	    cmocka_unit_test(a_value_in_open_memory_is_never_sent),
	};

	return cmocka_run_group_tests(tests, begin, NULL);
}
