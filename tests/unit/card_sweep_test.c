/* card_sweep_test.c -- every status word at every command of a look and of a
 * PIN request, and cards that are not what they seem: swapped in between,
 * endless, cut short, with a common record of any shape. What is told is never
 * more than what the chip holds, no change goes out twice, and nothing is
 * written to a stranger's card. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/secret.h"
#include "card/apdu.h"
#include "card/individual_card.h"
#include "support/card_between.h"
#include "support/card_model.h"

#define SET_COMMANDS  8 /* serial 2, application, file, count, 3 */
#define LOOK_COMMANDS 18
#define SELECT_PLACE  3 /* none for the serial's own application */
#define RECORD	      2 /* READ RECORD, in a request's first session */
#define WORDS	      0x10000U
#define OTHER_SERIAL  "400000000000002"
#define RECORD_LEN    30
/* A command may cost 65 rounds (card/apdu.h), and no more. */
#define ROUNDS (APDU_ROUNDS_MOST + 1)

static struct secret *old_value[PIN_REF_COUNT], *new_value[PIN_REF_COUNT];

/* -- what must hold, whatever happened -- */

static bool
holds(const struct card_model *m, enum pin_ref ref, const struct secret *v)
{
	const char *value = m->pin[ref].value;

	return strlen(value) == secret_len(v) &&
	       memcmp(value, secret_bytes(v), secret_len(v)) == 0;
}

static void
expect_truth(
    const struct card_model *m, enum pin_ref ref, const struct pin_result *r)
{
	assert_true(
	    (r->outcome == PIN_OUTCOME_WRITTEN) == (r->error == KERR_OK));
	if (r->outcome == PIN_OUTCOME_WRITTEN)
		assert_true(holds(m, ref, new_value[ref]));
	if (r->outcome == PIN_OUTCOME_UNCHANGED)
		assert_true(holds(m, ref, old_value[ref]));
	assert_true(m->pin[ref].change_count <= 1);
	assert_true(m->pin[ref].tries >= m->pin[ref].most - 1);
}

static struct pin_result
set_through(struct transport *t, enum pin_ref ref)
{
	struct individual *c = NULL;
	struct pin_result r;

	assert_int_equal(individual_open(t, NULL, NULL, &c), KERR_OK);
	individual_pin_set(
	    c, MODEL_SERIAL, ref, old_value[ref], new_value[ref], &r);
	(void)individual_leave(&c);
	return r;
}

static struct pin_result
set_on(struct card_model *m, enum pin_ref ref)
{
	struct transport *t = card_model_open(m);
	struct pin_result r = set_through(t, ref);

	assert_false(m->powered);
	transport_close(&t);
	return r;
}

static void
model_with(struct card_model *m, enum model_fault kind, size_t at, unsigned sw)
{
	card_model_reset(m);
	m->fault = kind;
	m->fault_at = at;
	m->sw = (uint16_t)sw;
}

/* -- status words -- */

/* Each word under KIOSK_LONG=1. Else each that a card is known to say, in all
 * its second bytes, and of every other first byte some. */
static bool
is_sampled(unsigned sw)
{
	static const uint8_t whole[] = {
	    0x61, 0x62, 0x63, 0x67, 0x69, 0x6a, 0x6c, 0x6f, 0x90};

	if (getenv("KIOSK_LONG") != NULL)
		return true;
	if (sw % 0x100 == 0x00 || sw % 0x100 == 0xc2 || sw % 0x100 == 0xff)
		return true;
	return memchr(whole, (int)(sw >> 8), sizeof(whole)) != NULL;
}

static void
no_status_word_at_any_command_makes_a_set_say_what_is_not_so(void **state)
{
	static const enum pin_ref refs[] = {PIN_REF_AUTH, PIN_REF_JUKI};
	static const enum model_fault kinds[] = {MODEL_SW, MODEL_SW_DONE_BUT};
	struct card_model m;
	struct pin_result r;

	(void)state;
	for (unsigned sw = 0; sw < WORDS; sw++)
		for (size_t at = 1; is_sampled(sw) && at <= SET_COMMANDS; at++)
			for (size_t k = 0; k < 2; k++) {
				enum pin_ref ref = refs[(sw + at + k) % 2];

				/* a chip that grants without doing lies, and
				 * no terminal can know */
				if (sw == SW_DONE)
					continue;
				model_with(&m, kinds[k], at, sw);
				r = set_on(&m, ref);
				expect_truth(&m, ref, &r);
			}
}

static void
no_status_word_while_looking_spends_a_try_or_invents_a_serial(void **state)
{
	struct card_identity who;
	struct individual *c = NULL;
	struct card_model m;
	struct transport *t;
	enum kerr e;

	(void)state;
	for (unsigned sw = 0; sw < WORDS; sw++)
		for (size_t at = 1; is_sampled(sw) && at <= LOOK_COMMANDS;
		     at++) {
			model_with(&m, MODEL_SW, at, sw);
			t = card_model_open(&m);
			assert_int_equal(
			    individual_open(t, NULL, NULL, &c), KERR_OK);
			e = individual_identify(c, &who);
			(void)individual_leave(&c);
			transport_close(&t);
			for (int ref = 0; ref < PIN_REF_COUNT; ref++)
				assert_int_equal(m.pin[ref].verify_count, 0);
			if (e == KERR_OK && who.kind == CARD_KIND_PLASTIC)
				assert_string_equal(
				    who.chip_serial, MODEL_SERIAL);
			else if (who.chip_serial[0] != '\0')
				assert_string_equal(
				    who.chip_serial, MODEL_SERIAL);
		}
}

/* -- cards that are not what they seem -- */

/* Even if a reader did not tell of it: every selection is gone with the power.
 * One gap cannot be seen with any command: that between the serial and the
 * selection of another application, which the new card grants as well. There
 * the reader has to tell, and ours do (tests/card/swap_test.c). */
static void
a_card_swapped_in_at_any_command_is_not_written(void **state)
{
	struct card_model mine, strange;
	struct between b;
	struct pin_result r;

	(void)state;
	for (int ref = 0; ref < PIN_REF_COUNT; ref++)
		for (size_t at = 1; at <= SET_COMMANDS + 1; at++) {
			struct transport *t;

			if (at == SELECT_PLACE && ref != PIN_REF_COMMON)
				continue;
			card_model_reset(&mine);
			card_model_reset(&strange);
			strange.serial = OTHER_SERIAL;
			t = card_between_open(&b, &mine);
			card_between_stranger(&b, &strange);
			b.swap_at = at;
			r = set_through(t, (enum pin_ref)ref);
			transport_close(&t);
			for (int i = 0; i < PIN_REF_COUNT; i++) {
				assert_int_equal(
				    strange.pin[i].tries, strange.pin[i].most);
				assert_int_equal(
				    strange.pin[i].change_count, 0);
			}
			assert_true(b.changes <= 1);
			/* said to be written only with its own proof */
			if (r.outcome == PIN_OUTCOME_WRITTEN)
				assert_true(b.count <= at); /* the leave */
		}
}

static void
endless_rounds_at_any_command_end(void **state)
{
	static const uint16_t words[] = {0x6100, 0x6104, 0x6c00, 0x6c04};
	struct card_model m;
	struct between b;
	struct pin_result r;

	(void)state;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		for (size_t at = 1; at <= SET_COMMANDS; at++) {
			struct transport *t;

			card_model_reset(&m);
			t = card_between_open(&b, &m);
			b.endless = words[i];
			b.endless_at = at;
			r = set_through(t, PIN_REF_AUTH);
			transport_close(&t);
			assert_int_not_equal(r.outcome, PIN_OUTCOME_WRITTEN);
			assert_true(b.count <= at + 3 * ROUNDS);
			assert_true(b.changes <= 1);
			assert_true(m.pin[PIN_REF_AUTH].verify_count <= 2);
		}
}

static void
a_reply_cut_short_at_any_command_is_never_a_success(void **state)
{
	struct card_model m;
	struct between b;
	struct pin_result r;

	(void)state;
	for (size_t at = 1; at <= SET_COMMANDS; at++)
		for (size_t len = 0; len < RECORD_LEN + 2; len++) {
			struct transport *t;

			if (len >= 2 && at != RECORD)
				continue; /* a status word is all there is */
			card_model_reset(&m);
			t = card_between_open(&b, &m);
			b.cut_at = at;
			b.cut_len = len;
			r = set_through(t, PIN_REF_AUTH);
			transport_close(&t);
			assert_int_not_equal(r.outcome, PIN_OUTCOME_WRITTEN);
			if (at < SET_COMMANDS - 1)
				assert_int_equal(
				    r.outcome, PIN_OUTCOME_UNCHANGED);
			assert_true(b.changes <= 1);
		}
}

/* A look at a card whose common record holds these bytes. */
static enum kerr
look_at_record(const uint8_t *record, size_t len, struct card_identity *who)
{
	struct individual *c = NULL;
	struct card_model m;
	struct between b;
	struct transport *t;
	enum kerr e;

	card_model_reset(&m);
	t = card_between_open(&b, &m);
	b.record = record;
	b.record_len = len;
	assert_int_equal(individual_open(t, NULL, NULL, &c), KERR_OK);
	e = individual_identify(c, who);
	(void)individual_leave(&c);
	transport_close(&t);
	return e;
}

static void
a_common_record_is_read_in_both_forms_of_length(void **state)
{
	static const char usual[] = "\x01\x1c" OTHER_SERIAL "1310120350409";
	static const char longer[] =
	    "\x01\xff\x00\x1c" OTHER_SERIAL "1310120350409";
	static const char filled[] =
	    "\x01\x1c" OTHER_SERIAL "1310120350409\xff\xff\xff";
	struct card_identity who;

	(void)state;
	assert_int_equal(
	    look_at_record((const uint8_t *)usual, sizeof(usual) - 1, &who),
	    KERR_OK);
	assert_string_equal(who.chip_serial, OTHER_SERIAL);
	assert_int_equal(
	    look_at_record((const uint8_t *)longer, sizeof(longer) - 1, &who),
	    KERR_OK);
	assert_string_equal(who.chip_serial, OTHER_SERIAL);
	assert_int_equal(
	    look_at_record((const uint8_t *)filled, sizeof(filled) - 1, &who),
	    KERR_OK);
	assert_string_equal(who.expiry, "20350409");
}

static void
a_common_record_with_any_byte_changed_gives_digits_or_nothing(void **state)
{
	static const char usual[] = "\x01\x1c" OTHER_SERIAL "1310120350409";
	uint8_t record[RECORD_LEN];
	struct card_identity who;

	(void)state;
	for (size_t at = 0; at < RECORD_LEN; at++)
		for (unsigned byte = 0; byte < 256; byte++) {
			size_t digits;

			memcpy(record, usual, RECORD_LEN);
			record[at] = (uint8_t)byte;
			if (look_at_record(record, RECORD_LEN, &who) !=
			    KERR_OK) {
				assert_string_equal(who.chip_serial, "");
				continue;
			}
			digits = strspn(who.chip_serial, "0123456789");
			assert_int_equal(digits, CHIP_SERIAL_SIZE - 1);
			assert_int_equal(
			    strspn(who.municipality, "0123456789"), 5);
			assert_int_equal(strspn(who.expiry, "0123456789"), 8);
		}
}

/* -- */

static int
begin(void **state)
{
	(void)state;
	if (secret_init() != KERR_OK)
		return -1;
	for (int ref = 0; ref < PIN_REF_COUNT; ref++) {
		bool sign = ref == PIN_REF_SIGN;

		old_value[ref] = secret_from_bytes(
		    sign ? "PASSWORD1234" : "1234", sign ? 12 : 4);
		new_value[ref] = secret_from_bytes(
		    sign ? "NEWPASS2026" : "5678", sign ? 11 : 4);
	}
	return 0;
}

static int
end(void **state)
{
	(void)state;
	for (int ref = 0; ref < PIN_REF_COUNT; ref++) {
		secret_free(&old_value[ref]);
		secret_free(&new_value[ref]);
	}
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(
		no_status_word_at_any_command_makes_a_set_say_what_is_not_so),
	    cmocka_unit_test(
		no_status_word_while_looking_spends_a_try_or_invents_a_serial),
	    cmocka_unit_test(a_card_swapped_in_at_any_command_is_not_written),
	    cmocka_unit_test(endless_rounds_at_any_command_end),
	    cmocka_unit_test(
		a_reply_cut_short_at_any_command_is_never_a_success),
	    cmocka_unit_test(a_common_record_is_read_in_both_forms_of_length),
	    cmocka_unit_test(
		a_common_record_with_any_byte_changed_gives_digits_or_nothing),
	};

	return cmocka_run_group_tests(tests, begin, end);
}
