/* card_trace_test.c -- the published traces, byte for byte: every step that
 * this program takes on a card, from tests/vectors/individual-apdu-traces.json
 * (T08, T10 and T12 to T14 read certificates, sign, or use the visual
 * application and short identifiers, which nothing here does yet). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/json.h"
#include "base/secret.h"
#include "card/card.h"
#include "card/individual_card.h"
#include "card/individual_session.h"
#include "card/transport_replay.h"

#define MOVES_MOST 24

enum move_kind {
	END,
	AP,	/* select application, arg card_ap */
	EF,	/* select file */
	QUERY,	/* ask the counter; expect arg tries */
	VERIFY, /* with text; expect arg error */
	CHANGE,
	CHANGE_KEY,
	READ,	 /* from offset arg, le bytes */
	RECORD_1 /* of the common application */
};

struct move {
	enum move_kind kind;
	int arg;
	const char *text;
	int expect; /* enum kerr, or tries */
	size_t le;
	const char *reply; /* where the trace's own is not literal */
};

struct played {
	const char *id;
	struct move moves[MOVES_MOST];
};

#define LABEL  "4A504B494150494343544F4B454E322020202020202020202020202020202020"
#define RECORD "011C34303030303030303030303030303131333130313230333530343039"

static const struct played traces[] = {
    {"T01",
	{{AP, CARD_AP_JPKI, NULL, 0, 0, NULL}, {EF, 0x0006, NULL, 0, 0, NULL},
	    {READ, 0, NULL, 0, 32, LABEL "9000"},
	    {AP, CARD_AP_TEXT, NULL, 0, 0, NULL}}},
    {"T01b", {{AP, CARD_AP_JPKI, NULL, ERR_CARD_NO_FILE, 0, NULL}}},
    {"T02",
	{{AP, CARD_AP_JPKI, NULL, 0, 0, NULL}, {EF, 0x0018, NULL, 0, 0, NULL},
	    {QUERY, 0, NULL, 3, 0, NULL}, {EF, 0x001b, NULL, 0, 0, NULL},
	    {QUERY, 0, NULL, 5, 0, NULL}, {AP, CARD_AP_TEXT, NULL, 0, 0, NULL},
	    {EF, 0x0011, NULL, 0, 0, NULL}, {QUERY, 0, NULL, 3, 0, NULL},
	    {AP, CARD_AP_JUKI, NULL, 0, 0, NULL},
	    {EF, 0x001c, NULL, 0, 0, NULL}, {QUERY, 0, NULL, 3, 0, NULL},
	    {AP, CARD_AP_COMMON, NULL, 0, 0, NULL},
	    {EF, 0x001c, NULL, 0, 0, NULL}, {QUERY, 0, NULL, 3, 0, NULL}}},
    {"T03",
	{{AP, CARD_AP_JPKI, NULL, 0, 0, NULL}, {EF, 0x0018, NULL, 0, 0, NULL},
	    {VERIFY, 2, "9999", ERR_PIN_WRONG, 0, NULL},
	    {VERIFY, -1, "1234", 0, 0, NULL}}},
    {"T03b",
	{{AP, CARD_AP_JPKI, NULL, 0, 0, NULL}, {EF, 0x0018, NULL, 0, 0, NULL},
	    {VERIFY, 2, "9999", ERR_PIN_WRONG, 0, NULL},
	    {VERIFY, 1, "9999", ERR_PIN_WRONG, 0, NULL},
	    {VERIFY, 0, "9999", ERR_PIN_BLOCKED, 0, NULL},
	    {VERIFY, 0, "1234", ERR_PIN_BLOCKED, 0, NULL},
	    {QUERY, 0, NULL, 0, 0, NULL}}},
    {"T03c",
	{{AP, CARD_AP_JPKI, NULL, 0, 0, NULL}, {EF, 0x001b, NULL, 0, 0, NULL},
	    {VERIFY, -1, "PASSWORD1234", 0, 0, NULL}}},
    {"T04",
	{{AP, CARD_AP_JPKI, NULL, 0, 0, NULL}, {EF, 0x0018, NULL, 0, 0, NULL},
	    {VERIFY, -1, "1234", 0, 0, NULL}, {CHANGE, 0, "5678", 0, 0, NULL},
	    {VERIFY, -1, "5678", 0, 0, NULL}}},
    {"T05",
	{{AP, CARD_AP_JPKI, NULL, 0, 0, NULL}, {EF, 0x001b, NULL, 0, 0, NULL},
	    {VERIFY, -1, "PASSWORD1234", 0, 0, NULL},
	    {CHANGE, 0, "NEWPASS2026", 0, 0, NULL},
	    {VERIFY, -1, "NEWPASS2026", 0, 0, NULL}}},
    {"T06",
	{{AP, CARD_AP_TEXT, NULL, 0, 0, NULL}, {EF, 0x0011, NULL, 0, 0, NULL},
	    {VERIFY, -1, "1234", 0, 0, NULL}, {CHANGE, 0, "5678", 0, 0, NULL}}},
    {"T07",
	{{AP, CARD_AP_JUKI, NULL, 0, 0, NULL}, {EF, 0x001c, NULL, 0, 0, NULL},
	    {VERIFY, -1, "1234", 0, 0, NULL},
	    {CHANGE_KEY, 0, "5678", 0, 0, NULL},
	    {AP, CARD_AP_COMMON, NULL, 0, 0, NULL},
	    {EF, 0x001c, NULL, 0, 0, NULL}, {VERIFY, -1, "1234", 0, 0, NULL},
	    {CHANGE_KEY, 0, "5678", 0, 0, NULL}}},
    {"T09",
	{{AP, CARD_AP_JPKI, NULL, 0, 0, NULL}, {EF, 0x0001, NULL, 0, 0, NULL},
	    {READ, 0, NULL, ERR_CARD_REPLY, 4, NULL},
	    {EF, 0x001b, NULL, 0, 0, NULL},
	    {VERIFY, -1, "PASSWORD1234", 0, 0, NULL},
	    {EF, 0x0001, NULL, 0, 0, NULL},
	    {READ, 0, NULL, 0, 4, "308203009000"}}},
    {"T11",
	{{AP, CARD_AP_TEXT, NULL, 0, 0, NULL}, {EF, 0x0011, NULL, 0, 0, NULL},
	    {VERIFY, -1, "1234", 0, 0, NULL}, {EF, 0x0001, NULL, 0, 0, NULL},
	    {READ, 0, NULL, 0, 17, "9000"}, {EF, 0x0002, NULL, 0, 0, NULL},
	    {READ, 0, NULL, 0, 7, "FF208200890000 9000"},
	    {READ, 0, NULL, 0, 256, "9000"}}},
    {"T15", {{AP, CARD_AP_COMMON, NULL, 0, 0, NULL},
		{RECORD_1, 0, NULL, 0, 0, RECORD "9000"}}},
};

static struct json *vectors;

static int
begin(void **state)
{
	struct failure f;

	(void)state;
	if (secret_init() != KERR_OK)
		return -1;
	return json_read("tests/vectors/individual-apdu-traces.json", &vectors,
		   &f) == KERR_OK
		   ? 0
		   : -1;
}

static int
end(void **state)
{
	(void)state;
	json_free(&vectors);
	return 0;
}

static const struct json *
trace_steps(const char *id)
{
	const struct json *list = json_get(vectors, "traces");
	size_t i;

	for (i = 0; i < json_count(list); i++) {
		const struct json *t = json_at(list, i);

		if (strcmp(json_get_text(t, "id"), id) == 0)
			return json_get(t, "steps");
	}
	fail_msg("no trace %s", id);
	return NULL;
}

static void
play_secret(struct card *card, const struct move *m)
{
	struct secret *value = secret_from_bytes(m->text, strlen(m->text));
	int tries = -2;
	bool sent = false;

	assert_non_null(value);
	if (m->kind == VERIFY) {
		assert_int_equal(
		    card_verify(card, value, &tries), (enum kerr)m->expect);
		assert_int_equal(tries, m->arg);
	} else {
		assert_int_equal(
		    card_change(card, m->kind == CHANGE_KEY, value, &sent),
		    KERR_OK);
		assert_true(sent);
	}
	secret_free(&value);
}

static void
play(struct card *card, const struct move *m)
{
	struct apdu_reply reply;
	int tries = -2;

	switch (m->kind) {
	case AP:
		assert_int_equal(card_select_ap(card, (enum card_ap)m->arg),
		    (enum kerr)m->expect);
		break;
	case EF:
		assert_int_equal(
		    card_select_ef(card, (uint16_t)m->arg), KERR_OK);
		break;
	case QUERY:
		assert_int_equal(card_query_tries(card, &tries), KERR_OK);
		assert_int_equal(tries, m->expect);
		break;
	case READ:
		assert_int_equal(
		    card_read_binary(card, (uint16_t)m->arg, m->le, &reply),
		    (enum kerr)m->expect);
		break;
	case RECORD_1:
		assert_int_equal(card_read_record(card, 1, 1, 256, &reply), 0);
		break;
	default:
		play_secret(card, m);
	}
}

static void
play_trace(const struct played *p)
{
	const struct json *steps = trace_steps(p->id);
	struct wire script[MOVES_MOST] = {{NULL, NULL, KERR_OK}};
	struct transport *t = NULL;
	struct card *card = NULL;
	size_t i, n = json_count(steps);

	assert_true(n < MOVES_MOST);
	for (i = 0; i < n; i++) {
		script[i].command = json_get_text(json_at(steps, i), "c");
		script[i].reply = p->moves[i].reply != NULL
				      ? p->moves[i].reply
				      : json_get_text(json_at(steps, i), "r");
	}
	assert_int_equal(transport_replay_open(script, &t), KERR_OK);
	assert_int_equal(card_open(t, &card), KERR_OK);
	for (i = 0; p->moves[i].kind != END; i++)
		play(card, &p->moves[i]);
	assert_true(transport_replay_finished(t));
	assert_int_equal(card_close(&card), KERR_OK);
	assert_true(transport_replay_is_off(t));
	transport_close(&t);
}

static void
every_trace_that_concerns_us_is_sent_byte_for_byte(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(traces) / sizeof(traces[0]); i++)
		play_trace(&traces[i]);
}

/* The whole PIN session of individual_card.h. */
#define SELECT_JPKI   "00A4040C0AD392F000260100000001"
#define SELECT_TEXT   "00A4040C0AD3921000310001010408"
#define SELECT_JUKI   "00A4040C0AD3921000310001010401"
#define SELECT_COMMON "00A4040C0AD3921000310001010100"
#define SELECT_STAY   "00A4040C10D392F0004F0100000000000000000000"
#define OK(command) \
	{ \
		command, "9000", KERR_OK \
	}
#define COUNT(n) \
	{ \
		"00200080", "63C" #n, KERR_OK \
	}
#define READ_SERIAL \
	{ \
		"00B2010C00", RECORD "9000", KERR_OK \
	}
#define PIN_1234 "0431323334"
#define PIN_5678 "0435363738"

static const struct wire session[] = {
    OK(SELECT_COMMON),
    READ_SERIAL,
    /* SIGN */
    OK(SELECT_JPKI),
    OK("00A4020C02001B"),
    COUNT(5),
    OK("002000800C50415353574F524431323334"),
    OK("002401800B4E45575041535332303236"),
    OK("002000800B4E45575041535332303236"),
    /* AUTH: the application is selected already */
    OK("00A4020C020018"),
    COUNT(3),
    OK("00200080" PIN_1234),
    OK("00240180" PIN_5678),
    OK("00200080" PIN_5678),
    /* JUKI, COMMON */
    OK(SELECT_JUKI),
    OK("00A4020C02001C"),
    COUNT(3),
    OK("00200080" PIN_1234),
    OK("80320080" PIN_5678),
    OK("00200080" PIN_5678),
    OK(SELECT_COMMON),
    OK("00A4020C02001C"),
    COUNT(3),
    OK("00200080" PIN_1234),
    OK("80320080" PIN_5678),
    OK("00200080" PIN_5678),
    /* INPUT */
    OK(SELECT_TEXT),
    OK("00A4020C020011"),
    COUNT(3),
    OK("00200080" PIN_1234),
    OK("00240180" PIN_5678),
    OK("00200080" PIN_5678),
    /* leave */
    OK(SELECT_JPKI),
    {NULL, NULL, KERR_OK},
};

static void
a_four_pin_session_costs_thirty_two_commands(void **state)
{
	struct secret *old4 = secret_from_bytes("1234", 4);
	struct secret *new4 = secret_from_bytes("5678", 4);
	struct secret *old_sign = secret_from_bytes("PASSWORD1234", 12);
	struct secret *new_sign = secret_from_bytes("NEWPASS2026", 11);
	struct transport *t = NULL;
	struct individual *c = NULL;
	struct pin_result r;
	int ref;

	(void)state;
	assert_int_equal(transport_replay_open(session, &t), KERR_OK);
	assert_int_equal(individual_open(t, NULL, NULL, &c), KERR_OK);
	for (ref = 0; ref < PIN_REF_COUNT; ref++) {
		bool sign = ref == PIN_REF_SIGN;

		individual_pin_set(c, "400000000000001", (enum pin_ref)ref,
		    sign ? old_sign : old4, sign ? new_sign : new4, &r);
		assert_int_equal(r.error, KERR_OK);
		assert_int_equal(r.outcome, PIN_OUTCOME_WRITTEN);
	}
	assert_int_equal(individual_leave(&c), KERR_OK);
	assert_true(transport_replay_finished(t));
	assert_true(transport_replay_count(t) <= 32);
	assert_true(transport_replay_is_off(t));
	transport_close(&t);
	secret_free(&old4);
	secret_free(&new4);
	secret_free(&old_sign);
	secret_free(&new_sign);
}

static const struct wire look[] = {
    /* The first answer after power-on may be 6F00. */
    {SELECT_JPKI, "6F00", KERR_OK},
    OK(SELECT_JPKI),
    OK("00A4020C020006"),
    {"00B0000020", LABEL "9000", KERR_OK},
    OK("00A4020C020018"),
    COUNT(3),
    /* under 15: no signature password */
    {"00A4020C02001B", "6A82", KERR_OK},
    OK(SELECT_TEXT),
    OK("00A4020C020011"),
    COUNT(0),
    OK(SELECT_JUKI),
    OK("00A4020C02001C"),
    COUNT(2),
    OK(SELECT_COMMON),
    OK("00A4020C02001C"),
    {"00200080", "6984", KERR_OK},
    READ_SERIAL,
    {SELECT_STAY, "6A82", KERR_OK},
    {NULL, NULL, KERR_OK},
};

static void
identifying_reads_everything_and_spends_no_try(void **state)
{
	struct transport *t = NULL;
	struct individual *c = NULL;
	struct card_identity i;

	(void)state;
	assert_int_equal(transport_replay_open(look, &t), KERR_OK);
	assert_int_equal(individual_open(t, NULL, NULL, &c), KERR_OK);
	assert_int_equal(individual_identify(c, &i), KERR_OK);
	assert_true(transport_replay_finished(t));
	assert_int_equal(i.kind, CARD_KIND_PLASTIC);
	assert_string_equal(i.chip_serial, "400000000000001");
	assert_string_equal(i.municipality, "13101");
	assert_string_equal(i.expiry, "20350409");
	assert_false(i.pin_present[PIN_REF_SIGN]);
	assert_int_equal(i.tries_left[PIN_REF_SIGN], CARD_TRIES_UNKNOWN);
	assert_true(i.pin_present[PIN_REF_AUTH]);
	assert_int_equal(i.tries_left[PIN_REF_AUTH], 3);
	assert_int_equal(i.tries_left[PIN_REF_INPUT], CARD_TRIES_BLOCKED);
	assert_int_equal(i.tries_left[PIN_REF_JUKI], 2);
	assert_int_equal(i.tries_left[PIN_REF_COMMON], CARD_TRIES_BLOCKED);
	individual_close(&c);
	transport_close(&t);
}

/* What only the label tells: not a plastic card, so nothing more is asked. */
static void
expect_kind(const char *select_sw, const char *label, enum card_kind kind)
{
	char reply[80];
	struct wire script[4] = {{SELECT_JPKI, select_sw, KERR_OK},
	    OK("00A4020C020006"), {"00B0000020", reply, KERR_OK},
	    {NULL, NULL, KERR_OK}};
	struct transport *t = NULL;
	struct individual *c = NULL;
	struct card_identity i;
	size_t n;

	for (n = 0; n < 32; n++)
		sprintf(reply + 2 * n, "%02X",
		    n < strlen(label) ? (unsigned)label[n] : 0x20U);
	strcat(reply, "9000");
	if (kind == CARD_KIND_OTHER)
		script[1].command = NULL;
	assert_int_equal(transport_replay_open(script, &t), KERR_OK);
	assert_int_equal(individual_open(t, NULL, NULL, &c), KERR_OK);
	assert_int_equal(individual_identify(c, &i), KERR_OK);
	assert_int_equal(i.kind, kind);
	assert_string_equal(i.chip_serial, "");
	assert_true(transport_replay_finished(t));
	individual_close(&c);
	transport_close(&t);
}

static void
phones_and_other_cards_are_told_apart_by_their_applications(void **state)
{
	(void)state;
	expect_kind("9000", "JPKIAPGPSETOKEN", CARD_KIND_PHONE);
	expect_kind("9000", "JPKIAPIOSTOKEN", CARD_KIND_PHONE);
	expect_kind("9000", "SOMETHING", CARD_KIND_UNKNOWN);
	expect_kind("6A82", "", CARD_KIND_OTHER);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(
		every_trace_that_concerns_us_is_sent_byte_for_byte),
	    cmocka_unit_test(a_four_pin_session_costs_thirty_two_commands),
	    cmocka_unit_test(identifying_reads_everything_and_spends_no_try),
	    cmocka_unit_test(
		phones_and_other_cards_are_told_apart_by_their_applications),
	};

	return cmocka_run_group_tests(tests, begin, end);
}
