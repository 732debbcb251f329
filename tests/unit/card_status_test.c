/* card_status_test.c -- all that a card tells without a secret: whatever it
 * refuses, cuts short or gets wrong, the rest is still told, nothing is told
 * that is not so, and no try is spent. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "card/certificate.h"
#include "card/individual_card.h"
#include "support/card_model.h"
#include "support/certificates.h"

#define NOW	     1795500000LL /* 2026-11-24 */
#define YEAR	     (365 * 86400LL)
#define COMMANDS     32 /* of a whole look at card_with_files() */
#define OTHER_SERIAL "400000000000002"
#define ITEMS(a)     (sizeof(a) / sizeof((a)[0]))

static struct made leaf;
static uint8_t filled[MADE_SIZE]; /* the certificate with filler behind */
static struct certificate_authorities *none;

static const uint8_t both_there[] = {0x8f, 0x8f, 0x00};
static const uint8_t no_sign[] = {0x00, 0x8f, 0x00};

struct seen {
	enum kerr error;
	struct card_identity identity;
	struct card_inspection out;
};

static int
make_leaf(void **state)
{
	const struct made_wish wish = {.name = "TRAINING 01",
	    .from = NOW - YEAR,
	    .to = NOW + YEAR,
	    .usage = "critical,digitalSignature",
	    .padding = 1000};
	int bad = 0;

	(void)state;
	assert_int_equal(certificate_init(), KERR_OK);
	made_make(&wish, &leaf);
	memset(filled, 0xff, sizeof(filled));
	memcpy(filled, leaf.der, leaf.len);
	return certificate_authorities_load("", &none, &bad) == KERR_OK ? 0
									: -1;
}

static int
free_leaf(void **state)
{
	(void)state;
	made_free(&leaf);
	certificate_authorities_free(&none);
	return 0;
}

/* A plastic card as most are: auth readable, sign protected, filler. */
static void
card_with_files(struct card_model *m)
{
	card_model_reset(m);
	m->file[0] = (struct model_file){0x08, both_there, 3, false};
	m->file[1] = (struct model_file){0x0a, filled, leaf.len + 300, false};
	m->file[2] = (struct model_file){0x01, filled, leaf.len, true};
}

static struct seen
look(struct card_model *m)
{
	struct transport *t = card_model_open(m);
	struct individual *c = NULL;
	struct seen s;

	assert_int_equal(individual_open(t, NULL, NULL, &c), KERR_OK);
	s.error = individual_inspect(c, none, NOW, &s.identity, &s.out);
	individual_close(&c);
	assert_false(m->powered);
	transport_close(&t);
	return s;
}

static void
expect_nothing_spent(const struct card_model *m)
{
	for (int i = 0; i < PIN_REF_COUNT; i++) {
		assert_int_equal(m->pin[i].verify_count, 0);
		assert_int_equal(m->pin[i].change_count, 0);
		assert_false(m->pin[i].verified);
	}
	assert_false(m->broke_order);
}

static enum certificate_state
state_of(const struct seen *s, enum certificate_use use)
{
	return s->out.certificate[use].state;
}

static void
expect_auth_read(const struct seen *s)
{
	assert_int_equal(state_of(s, CERTIFICATE_AUTH), CERTIFICATE_PRESENT);
	assert_string_equal(
	    s->out.certificate[CERTIFICATE_AUTH].holder, "TRAINING 01");
	assert_int_equal(
	    s->out.certificate[CERTIFICATE_AUTH].chain, CHAIN_NO_CA);
}

static void
a_whole_card_is_told_and_no_try_is_spent(void **state)
{
	struct card_model m;
	struct seen s;

	(void)state;
	card_with_files(&m);
	m.pin[PIN_REF_AUTH].tries = 2;
	m.pin[PIN_REF_JUKI].tries = 0;
	s = look(&m);
	assert_int_equal(s.error, KERR_OK);
	assert_int_equal(s.identity.kind, CARD_KIND_PLASTIC);
	assert_string_equal(s.identity.chip_serial, MODEL_SERIAL);
	assert_string_equal(s.identity.municipality, "13101");
	assert_string_equal(s.identity.expiry, "20350409");
	assert_int_equal(s.identity.tries_left[PIN_REF_AUTH], 2);
	assert_int_equal(s.identity.tries_left[PIN_REF_SIGN], 5);
	assert_int_equal(s.identity.tries_left[PIN_REF_JUKI], 0);
	for (int i = 0; i < PIN_REF_COUNT; i++)
		assert_true(s.identity.pin_present[i]);
	expect_auth_read(&s);
	assert_int_equal(state_of(&s, CERTIFICATE_SIGN), CERTIFICATE_PROTECTED);
	assert_int_equal(m.count, COMMANDS);
	assert_int_equal(m.pin[PIN_REF_AUTH].tries, 2);
	expect_nothing_spent(&m);
}

static void
kinds_are_told_apart(void **state)
{
	struct card_model m;
	struct seen s;

	(void)state;
	card_with_files(&m);
	m.is_stay = true;
	s = look(&m);
	assert_int_equal(s.identity.kind, CARD_KIND_COMBINED);
	expect_auth_read(&s);
	card_with_files(&m);
	m.is_phone = true;
	m.file[1].is_protected = true;
	s = look(&m);
	assert_int_equal(s.error, KERR_OK);
	assert_int_equal(s.identity.kind, CARD_KIND_PHONE);
	assert_string_equal(s.identity.chip_serial, "");
	assert_int_equal(state_of(&s, CERTIFICATE_AUTH), CERTIFICATE_PROTECTED);
	assert_int_equal(s.identity.tries_left[PIN_REF_AUTH], 3);
	assert_false(s.identity.pin_present[PIN_REF_INPUT]);
	expect_nothing_spent(&m);
	card_with_files(&m);
	m.is_other = true;
	s = look(&m);
	assert_int_equal(s.error, KERR_OK);
	assert_int_equal(s.identity.kind, CARD_KIND_OTHER);
	assert_int_equal(m.count, 1);
}

static void
a_card_that_knows_no_select_is_none_of_ours(void **state)
{
	static const uint16_t words[] = {0x6a82, 0x6d00, 0x6e00};
	struct card_model m;

	(void)state;
	for (size_t i = 0; i < ITEMS(words); i++) {
		struct seen s;

		card_with_files(&m);
		m.fault = MODEL_SW;
		m.fault_at = 1;
		m.sw = words[i];
		s = look(&m);
		assert_int_equal(s.error, KERR_OK);
		assert_int_equal(s.identity.kind, CARD_KIND_OTHER);
	}
}

static void
a_childs_card_has_no_signature(void **state)
{
	struct card_model m;
	struct seen s;

	(void)state;
	card_with_files(&m);
	m.no_sign = true;
	m.file[2].ef = 0; /* 6A82 */
	s = look(&m);
	assert_int_equal(s.error, KERR_OK);
	assert_int_equal(state_of(&s, CERTIFICATE_SIGN), CERTIFICATE_ABSENT);
	assert_false(s.identity.pin_present[PIN_REF_SIGN]);
	expect_auth_read(&s);
	/* or the file is there and refuses, and EF 0008 says what is so */
	card_with_files(&m);
	m.file[0].bytes = no_sign;
	s = look(&m);
	assert_int_equal(state_of(&s, CERTIFICATE_SIGN), CERTIFICATE_ABSENT);
	/* 0008 may be missing: then the files themselves are asked */
	card_with_files(&m);
	m.file[0].ef = 0;
	s = look(&m);
	assert_int_equal(state_of(&s, CERTIFICATE_SIGN), CERTIFICATE_PROTECTED);
	expect_auth_read(&s);
}

static void
a_certificate_is_read_however_the_pieces_come(void **state)
{
	static const struct {
		size_t piece_most, le_most;
		uint16_t end_sw;
		size_t filler;
	} rows[] = {{0, 0, 0, 0}, {0, 0, 0x6282, 0}, {100, 0, 0, 300},
	    {60, 0, 0x6282, 0}, {0, 255, 0, 300}, {0, 128, 0x6282, 1}};
	struct card_model m;

	(void)state;
	for (size_t i = 0; i < ITEMS(rows); i++) {
		struct seen s;

		card_with_files(&m);
		m.piece_most = rows[i].piece_most;
		m.le_most = rows[i].le_most;
		m.end_sw = rows[i].end_sw;
		m.file[1].len = leaf.len + rows[i].filler;
		s = look(&m);
		assert_int_equal(s.error, KERR_OK);
		expect_auth_read(&s);
	}
}

static void
a_file_that_ends_too_early_is_no_certificate(void **state)
{
	static const uint8_t endless[] = {0x30, 0x84, 0xff, 0xff, 0xff, 0xff};
	static const uint8_t filler[300] = {0xff, 0xff, 0xff};
	static const uint8_t nonsense[] = {
	    0x30, 0x80, 1, 2, 3, 4, 5, 6, 7, 8, 9};
	const struct model_file rows[] = {
	    {0x0a, leaf.der, leaf.len - 1, false},
	    {0x0a, leaf.der, 256, false},
	    {0x0a, leaf.der, 1, false},
	    {0x0a, leaf.der, 0, false},
	    {0x0a, endless, sizeof(endless), false},
	    {0x0a, filler, sizeof(filler), false},
	    {0x0a, nonsense, sizeof(nonsense), false},
	};
	struct card_model m;

	(void)state;
	for (size_t i = 0; i < ITEMS(rows); i++) {
		struct seen s;

		card_with_files(&m);
		m.file[1] = rows[i];
		s = look(&m);
		assert_int_equal(s.error, KERR_OK);
		assert_int_equal(
		    state_of(&s, CERTIFICATE_AUTH), CERTIFICATE_BROKEN);
		assert_int_equal(
		    state_of(&s, CERTIFICATE_SIGN), CERTIFICATE_PROTECTED);
		assert_true(m.count < 100);
	}
}

static void
a_card_swapped_unnoticed_never_lends_half_of_a_status(void **state)
{
	struct card_model m;

	(void)state;
	/* from the second command on: before the first there is no status */
	for (size_t at = 2; at <= COMMANDS; at++) {
		struct seen s;

		card_with_files(&m);
		m.swap_at = at;
		m.swap_serial = OTHER_SERIAL;
		s = look(&m);
		if (s.error != KERR_OK)
			continue;
		/* either the look saw only the new card, or only the old one
		 * until its last command */
		assert_true(strcmp(s.identity.chip_serial, OTHER_SERIAL) == 0 ||
			    s.out.record_error != KERR_OK);
		assert_true(at <= 5);
	}
}

static void
the_same_card_put_back_unnoticed_loses_no_file(void **state)
{
	struct card_model m;

	(void)state;
	for (size_t at = 2; at <= COMMANDS; at++) {
		struct seen s;

		card_with_files(&m);
		m.swap_at = at;
		s = look(&m);
		if (s.error != KERR_OK)
			continue;
		for (int i = 0; i < PIN_REF_COUNT; i++)
			assert_true(s.identity.pin_present[i] ||
				    s.out.pin_error[i] != KERR_OK);
		assert_int_not_equal(
		    state_of(&s, CERTIFICATE_AUTH), CERTIFICATE_ABSENT);
		assert_int_not_equal(
		    state_of(&s, CERTIFICATE_SIGN), CERTIFICATE_ABSENT);
	}
}

/* What is told after a fault is what the chip holds, or that it is not known.
 * A 6A82 that comes twice is believed, so those are not among the words. */
static void
expect_truth(const struct seen *s)
{
	static const int most[PIN_REF_COUNT] = {[PIN_REF_SIGN] = 5,
	    [PIN_REF_AUTH] = 3,
	    [PIN_REF_JUKI] = 3,
	    [PIN_REF_COMMON] = 3,
	    [PIN_REF_INPUT] = 3};
	const struct card_certificate *auth =
	    &s->out.certificate[CERTIFICATE_AUTH];

	for (int i = 0; i < PIN_REF_COUNT; i++)
		if (s->identity.tries_left[i] != CARD_TRIES_UNKNOWN)
			assert_int_equal(s->identity.tries_left[i], most[i]);
	if (s->identity.chip_serial[0] != '\0')
		assert_string_equal(s->identity.chip_serial, MODEL_SERIAL);
	if (auth->state == CERTIFICATE_PRESENT)
		assert_string_equal(auth->holder, "TRAINING 01");
}

static bool
ends_the_look(enum model_fault kind)
{
	return kind == MODEL_GONE_BEFORE || kind == MODEL_GONE_DURING ||
	       kind == MODEL_EMPTY || kind == MODEL_ONE_BYTE;
}

static void
a_fault_at_any_command_hides_only_its_own_part(void **state)
{
	static const struct {
		enum model_fault kind;
		uint16_t sw;
	} faults[] = {{MODEL_GONE_BEFORE, 0}, {MODEL_GONE_DURING, 0},
	    {MODEL_GONE_AFTER, 0}, {MODEL_EMPTY, 0}, {MODEL_ONE_BYTE, 0},
	    {MODEL_SW, 0x6f00}, {MODEL_SW, 0x6982}, {MODEL_SW, 0x6700},
	    {MODEL_SW, 0x6a80}, {MODEL_SW, 0x6a82}, {MODEL_SW, 0x6a86},
	    {MODEL_SW, 0x6a88}, {MODEL_SW, 0x6b00}, {MODEL_SW, 0x6282},
	    {MODEL_SW, 0x6581}, {MODEL_SW, 0x6d00}, {MODEL_SW, 0x6e00},
	    {MODEL_SW, 0x6c04}, {MODEL_SW, 0x6104}, {MODEL_SW, 0x0000}};
	struct card_model m;
	struct seen s;
	size_t i, at;

	(void)state;
	for (i = 0; i < ITEMS(faults); i++)
		for (at = 1; at <= COMMANDS; at++) {
			card_with_files(&m);
			m.fault = faults[i].kind;
			m.fault_at = at;
			m.sw = faults[i].sw;
			s = look(&m);
			if (ends_the_look(m.fault)) {
				assert_int_equal(s.error, ERR_CARD_REMOVED);
				assert_int_equal(m.count, at);
			}
			if (s.error == KERR_OK)
				expect_truth(&s);
			expect_nothing_spent(&m);
		}
}

static void
no_status_word_at_any_command_spends_a_try(void **state)
{
	unsigned sw, step = getenv("KIOSK_LONG") != NULL ? 1 : 419;
	struct card_model m;
	size_t at;

	(void)state;
	for (at = 1; at <= COMMANDS; at++)
		for (sw = 0; sw <= 0xffff; sw += step) {
			struct seen s;

			card_with_files(&m);
			m.fault = MODEL_SW;
			m.fault_at = at;
			m.sw = (uint16_t)sw;
			s = look(&m);
			expect_nothing_spent(&m);
			assert_true(m.count < 3 * COMMANDS + 64);
			if (s.error == KERR_OK &&
			    s.identity.chip_serial[0] != '\0')
				assert_string_equal(
				    s.identity.chip_serial, MODEL_SERIAL);
		}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_whole_card_is_told_and_no_try_is_spent),
	    cmocka_unit_test(kinds_are_told_apart),
	    cmocka_unit_test(a_card_that_knows_no_select_is_none_of_ours),
	    cmocka_unit_test(a_childs_card_has_no_signature),
	    cmocka_unit_test(a_certificate_is_read_however_the_pieces_come),
	    cmocka_unit_test(a_file_that_ends_too_early_is_no_certificate),
	    cmocka_unit_test(
		a_card_swapped_unnoticed_never_lends_half_of_a_status),
	    cmocka_unit_test(the_same_card_put_back_unnoticed_loses_no_file),
	    cmocka_unit_test(a_fault_at_any_command_hides_only_its_own_part),
	    cmocka_unit_test(no_status_word_at_any_command_spends_a_try),
	};

	return cmocka_run_group_tests(tests, make_leaf, free_leaf);
}
