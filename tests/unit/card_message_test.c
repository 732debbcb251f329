/* card_message_test.c -- what crosses between terminal and agent: sound
 * messages of one size, and nothing else is believed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/secret.h"
#include "card/agent_message.h"

static int ends[2];

static int
open_pair(void **state)
{
	(void)state;
	return socketpair(AF_UNIX, SOCK_SEQPACKET, 0, ends);
}

static int
close_pair(void **state)
{
	(void)state;
	close(ends[0]);
	close(ends[1]);
	return 0;
}

static void
an_order_arrives_with_its_values(void **state)
{
	struct secret *first = secret_from_bytes("1234", 4);
	struct secret *second = secret_from_bytes("0123456789ABCDEF", 16);
	struct agent_order head, got;

	(void)state;
	agent_order_begin(&head, AGENT_ORDER_PIN_SET);
	head.ref = PIN_REF_INPUT;
	strcpy(head.chip_serial, "400000000000001");
	assert_int_equal(
	    agent_order_send(ends[0], &head, first, second), KERR_OK);
	assert_int_equal(agent_order_receive(ends[1], &got), KERR_OK);
	assert_int_equal(got.kind, AGENT_ORDER_PIN_SET);
	assert_int_equal(got.ref, PIN_REF_INPUT);
	assert_string_equal(got.chip_serial, "400000000000001");
	assert_int_equal(got.first_len, 4);
	assert_memory_equal(got.first, "1234\0\0\0\0\0\0\0\0\0\0\0\0", 16);
	assert_int_equal(got.second_len, 16);
	assert_memory_equal(got.second, "0123456789ABCDEF", 16);
	/* What the sender keeps holds no value. */
	assert_int_equal(head.first[0], 0);
	secret_free(&first);
	secret_free(&second);
}

static void
a_value_that_is_too_long_is_not_sent(void **state)
{
	struct secret *value = secret_from_bytes("0123456789ABCDEFG", 17);
	struct agent_order head;
	char byte;

	(void)state;
	agent_order_begin(&head, AGENT_ORDER_PIN_PROVE);
	assert_int_equal(
	    agent_order_send(ends[0], &head, value, NULL), ERR_PIN_FORMAT);
	assert_int_equal(recv(ends[1], &byte, 1, MSG_DONTWAIT), -1);
	secret_free(&value);
}

/* Send len bytes of an order that was spoiled, expect that it is refused. */
static void
expect_order_refused(const struct agent_order *o, size_t len)
{
	struct agent_order got;

	memset(&got, 0x55, sizeof(got));
	assert_int_equal(send(ends[0], o, len, 0), len);
	assert_int_equal(agent_order_receive(ends[1], &got), ERR_INTERNAL);
	assert_int_equal(got.first[0], 0); /* wiped */
}

static void
orders_that_are_not_sound_are_refused(void **state)
{
	struct agent_order good, bad;
	uint8_t longer[sizeof(good) + 1] = {0};

	(void)state;
	agent_order_begin(&good, AGENT_ORDER_LEAVE);
	expect_order_refused(&good, sizeof(good) - 1);
	memcpy(longer, &good, sizeof(good));
	assert_int_equal(
	    send(ends[0], longer, sizeof(longer), 0), sizeof(longer));
	assert_int_equal(agent_order_receive(ends[1], &bad), ERR_INTERNAL);
#define SPOILED(field, value) \
	do { \
		bad = good; \
		bad.field = value; \
		expect_order_refused(&bad, sizeof(bad)); \
	} while (0)
	SPOILED(magic, 0);
	SPOILED(version, (uint16_t)(good.version + 1));
	SPOILED(spend_last, 2);
	SPOILED(kind, AGENT_ORDER_NONE);
	SPOILED(kind, AGENT_ORDER_COUNT);
	SPOILED(ref, PIN_REF_COUNT);
	SPOILED(first_len, AGENT_PIN_MOST + 1);
	SPOILED(second_len, 255);
#undef SPOILED
	bad = good;
	memset(bad.chip_serial, '1', sizeof(bad.chip_serial));
	expect_order_refused(&bad, sizeof(bad));
}

static void
the_end_of_the_channel_is_told(void **state)
{
	struct agent_order o;
	struct agent_report r;

	(void)state;
	assert_int_equal(agent_report_receive(ends[0], &r), ERR_DEADLINE);
	assert_int_equal(shutdown(ends[0], SHUT_RDWR), 0);
	assert_int_equal(agent_order_receive(ends[1], &o), ERR_AGENT_LOST);
	assert_int_equal(agent_report_receive(ends[0], &r), ERR_AGENT_LOST);
	agent_report_begin(&r);
	assert_false(agent_report_send(ends[1], &r));
}

static void
expect_report_refused(const struct agent_report *r)
{
	struct agent_report got;

	assert_true(agent_report_send(ends[1], r));
	assert_int_equal(agent_report_receive(ends[0], &got), ERR_INTERNAL);
}

static void
reports_that_are_not_sound_are_refused(void **state)
{
	struct agent_report good, bad, got;

	(void)state;
	agent_report_begin(&good);
	good.event.kind = AGENT_PIN;
	assert_true(agent_report_send(ends[1], &good));
	assert_int_equal(agent_report_receive(ends[0], &got), KERR_OK);
	assert_int_equal(got.event.kind, AGENT_PIN);
#define SPOILED(field, value) \
	do { \
		int wrong = value; \
		bad = good; \
		memcpy(&bad.field, &wrong, sizeof(wrong)); \
		expect_report_refused(&bad); \
	} while (0)
	SPOILED(magic, 7);
	SPOILED(event.kind, AGENT_GONE + 1);
	SPOILED(event.reader, READER_STATE_COUNT);
	SPOILED(event.ref, PIN_REF_COUNT);
	SPOILED(event.outcome, PIN_OUTCOME_UNKNOWN + 1);
	SPOILED(event.error, KERR_COUNT);
	SPOILED(event.identity.kind, CARD_KIND_OTHER + 1);
	SPOILED(event.inspection.record_error, KERR_COUNT);
	SPOILED(event.inspection.pin_error[PIN_REF_INPUT], KERR_COUNT);
	SPOILED(event.inspection.certificate[1].state, CERTIFICATE_STATE_COUNT);
	SPOILED(event.inspection.certificate[0].chain, CHAIN_COUNT);
#undef SPOILED
	bad = good;
	memset(bad.event.reader_name, 'x', sizeof(bad.event.reader_name));
	expect_report_refused(&bad);
	bad = good;
	memset(
	    bad.event.identity.expiry, '1', sizeof(bad.event.identity.expiry));
	expect_report_refused(&bad);
	bad = good;
	memset(bad.event.inspection.certificate[1].holder, 'x',
	    CERTIFICATE_TEXT_SIZE);
	expect_report_refused(&bad);
}

static int
begin(void **state)
{
	(void)state;
	return secret_init() == KERR_OK ? 0 : -1;
}

#define STORY(f) cmocka_unit_test_setup_teardown(f, open_pair, close_pair)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    STORY(an_order_arrives_with_its_values),
	    STORY(a_value_that_is_too_long_is_not_sent),
	    STORY(orders_that_are_not_sound_are_refused),
	    STORY(the_end_of_the_channel_is_told),
	    STORY(reports_that_are_not_sound_are_refused),
	};

	return cmocka_run_group_tests(tests, begin, NULL);
}
