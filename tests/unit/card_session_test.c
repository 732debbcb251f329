/* card_session_test.c -- each session with a card (first PIN, change, reset,
 * proof, both numbers of the holder check, their tries, a card's status and a
 * look), something wrong at each of its commands: the outcome is never more
 * than what the chip holds, the words are those of what the card said, nothing
 * is written twice, no try is wasted, and a stranger's card is left alone. */
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
#include "card/individual_face.h"
#include "card/issuer.h"
#include "support/card_between.h"

#define WORDS	     0x10000U
#define NOW	     1795500000LL
#define OTHER_SERIAL "400000000000002"
#define RECORD_LEN   (30 + 2)
#define FACE_LEN     700 /* three pieces */
#define ROUNDS	     (APDU_ROUNDS_MOST + 1)

enum kind { SET, CHANGE, RESET, PROVE, FACE, TRIES, STATUS, LOOK, KINDS };

/* What is known of a session without any fault. */
struct session {
	const char *name;
	enum kind kind;
	int ref;   /* enum pin_ref, or enum face_key */
	int tries; /* left at its beginning; -1: all */
	size_t count;
	enum between_stage stage[BETWEEN_STAGES];
};

static struct session sessions[] = {
    {.name = "set sign", .kind = SET, .ref = PIN_REF_SIGN, .tries = -1},
    {.name = "set juki", .kind = SET, .ref = PIN_REF_JUKI, .tries = 2},
    {.name = "change auth", .kind = CHANGE, .ref = PIN_REF_AUTH, .tries = -1},
    {.name = "change common",
	.kind = CHANGE,
	.ref = PIN_REF_COMMON,
	.tries = 2},
    {.name = "change input", .kind = CHANGE, .ref = PIN_REF_INPUT, .tries = -1},
    {.name = "reset locked", .kind = RESET, .ref = PIN_REF_AUTH, .tries = 0},
    {.name = "reset juki", .kind = RESET, .ref = PIN_REF_JUKI, .tries = 1},
    {.name = "reset unspent", .kind = RESET, .ref = PIN_REF_SIGN, .tries = -1},
    {.name = "prove", .kind = PROVE, .ref = PIN_REF_COMMON, .tries = -1},
    {.name = "face b", .kind = FACE, .ref = FACE_KEY_B, .tries = -1},
    {.name = "face a", .kind = FACE, .ref = FACE_KEY_A, .tries = 2},
    {.name = "tries", .kind = TRIES, .tries = -1},
    {.name = "status", .kind = STATUS, .tries = -1},
    {.name = "look", .kind = LOOK, .tries = -1},
};
#define SESSIONS (sizeof(sessions) / sizeof(sessions[0]))

/* How it ended. */
struct told {
	enum kerr error;
	enum pin_outcome outcome;
	int tries_left;
	struct card_identity who;
	struct card_inspection seen;
	size_t face_len, signer_len;
};

static struct secret *old_value[PIN_REF_COUNT], *new_value[PIN_REF_COUNT];
static struct secret *number[FACE_KEY_COUNT];
static uint8_t face_file[FACE_LEN], signer_file[40], certificate[600];
static struct certificate_authorities *nobody;

/* -- running one -- */

static void
run_pin(const struct session *s, struct individual *c, struct told *t)
{
	enum pin_ref ref = (enum pin_ref)s->ref;
	struct pin_result r = {.error = ERR_INTERNAL};

	if (s->kind == SET)
		issuer_builtin()->pin_first(
		    c, MODEL_SERIAL, ref, old_value[ref], new_value[ref], &r);
	else if (s->kind == CHANGE)
		individual_pin_change(c, MODEL_SERIAL, ref, old_value[ref],
		    new_value[ref], false, &r);
	else if (s->kind == RESET)
		issuer_get(ISSUER_TRAINING)
		    ->pin_reset(c, MODEL_SERIAL, ref, new_value[ref], &r);
	else
		individual_pin_prove(
		    c, MODEL_SERIAL, ref, old_value[ref], false, &r);
	t->error = r.error;
	t->outcome = r.outcome;
	t->tries_left = r.tries_left;
}

static void
run_face(const struct session *s, struct individual *c, struct told *t)
{
	static struct face_files files;
	struct face_opening how = {.key = (enum face_key)s->ref};
	int left[FACE_KEY_COUNT];

	if (s->kind == TRIES) {
		t->error = individual_face_tries(c, MODEL_SERIAL, left);
		return;
	}
	t->error = individual_face_read(
	    c, MODEL_SERIAL, &how, number[s->ref], &files, &t->tries_left);
	t->face_len = files.face_len;
	t->signer_len = files.signer_len;
	if (t->error == KERR_OK)
		assert_memory_equal(files.face, face_file, t->face_len);
}

static void
run_on(const struct session *s, struct transport *line, struct told *t)
{
	struct individual *c = NULL;

	memset(t, 0, sizeof(*t));
	t->outcome = PIN_OUTCOME_UNCHANGED;
	assert_int_equal(individual_open(line, NULL, NULL, &c), KERR_OK);
	if (s->kind == STATUS)
		t->error =
		    individual_inspect(c, nobody, NOW, &t->who, &t->seen);
	else if (s->kind == LOOK)
		t->error = individual_identify(c, &t->who);
	else if (s->kind >= FACE)
		run_face(s, c, t);
	else
		run_pin(s, c, t);
	(void)individual_leave(&c);
}

/* The chip of a session: everything is on it. */
static void
chip_for(const struct session *s, struct card_model *m)
{
	card_model_reset(m);
	m->is_training = true;
	m->file[0] = (struct model_file){0x08, certificate, 3, false};
	m->file[1] =
	    (struct model_file){0x0a, certificate, sizeof(certificate), false};
	m->file[2] =
	    (struct model_file){0x01, certificate, sizeof(certificate), true};
	m->face_file[0] =
	    (struct model_file){0x02, face_file, sizeof(face_file), true};
	m->face_file[1] =
	    (struct model_file){0x04, signer_file, sizeof(signer_file), false};
	if (s->tries >= 0 && s->kind == FACE)
		m->face[s->ref].tries = s->tries;
	else if (s->tries >= 0)
		m->pin[s->ref].tries = s->tries;
}

/* -- what must hold, whatever happened -- */

static bool
holds(const struct model_pin *p, const struct secret *v)
{
	return strlen(p->value) == secret_len(v) &&
	       memcmp(p->value, secret_bytes(v), secret_len(v)) == 0;
}

static bool
is_write(const struct session *s)
{
	return s->kind == SET || s->kind == CHANGE || s->kind == RESET;
}

/* A place that the session has nothing to do with. */
static void
expect_untouched(const struct model_pin *p, int tries)
{
	assert_int_equal(p->change_count, 0);
	assert_int_equal(p->verify_count, 0);
	assert_int_equal(p->tries, tries);
}

static void
expect_places(
    const struct session *s, const struct card_model *m, const struct told *t)
{
	for (int i = 0; i < PIN_REF_COUNT; i++) {
		const struct model_pin *p = &m->pin[i];
		int before = s->kind < FACE && i == s->ref && s->tries >= 0
				 ? s->tries
				 : p->most;

		if (s->kind >= FACE || i != s->ref) {
			expect_untouched(p, p->most);
			continue;
		}
		assert_true(p->change_count <= (is_write(s) ? 1 : 0));
		/* no try is lost: all values that are sent are right, and the
		 * old one is asked for after a refusal that was none */
		assert_true(p->tries >= before - 1 || p->tries >= p->most - 1);
		if (t->outcome == PIN_OUTCOME_WRITTEN)
			assert_true(holds(p, new_value[i]));
		if (t->outcome == PIN_OUTCOME_UNCHANGED)
			assert_true(holds(p, old_value[i]));
	}
	for (int i = 0; i < FACE_KEY_COUNT; i++) {
		if (s->kind != FACE || i != s->ref)
			expect_untouched(&m->face[i], 10);
		else
			assert_true(m->face[i].verify_count <= 1);
	}
}

/* Everything but which failure it is. */
static void
expect_truth(const struct session *s, const struct card_model *m,
    const struct between *b, const struct told *t)
{
	assert_false(m->broke_order);
	assert_false(m->powered);
	assert_true(b->changes <= (is_write(s) ? 1U : 0U));
	assert_true(b->verifies <= (s->kind < FACE ? 2U : 1U));
	if (s->kind >= TRIES)
		assert_int_equal(b->verifies, 0);
	expect_places(s, m, t);
	if (is_write(s))
		assert_true((t->error == KERR_OK) ==
			    (t->outcome == PIN_OUTCOME_WRITTEN));
	else
		assert_int_equal(t->outcome, PIN_OUTCOME_UNCHANGED);
	if (t->outcome == PIN_OUTCOME_UNKNOWN)
		assert_true(b->changes == 1 && t->error != KERR_OK);
	if (s->kind == FACE && t->error == KERR_OK)
		assert_int_equal(t->face_len, FACE_LEN);
	if (s->kind >= STATUS && t->who.chip_serial[0] != '\0')
		assert_string_equal(t->who.chip_serial, MODEL_SERIAL);
}

/* -- which failure it is, from the fact sheet's table of words (9, 4.2) -- */

static bool
is_one_of(unsigned sw, const uint16_t *words, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (words[i] == sw)
			return true;
	return false;
}
#define IS_ONE_OF(sw, ...) \
	is_one_of(sw, (const uint16_t[]){__VA_ARGS__}, \
	    sizeof((const uint16_t[]){__VA_ARGS__}) / sizeof(uint16_t))

static bool
says_blocked(unsigned sw)
{
	return IS_ONE_OF(sw, 0x63c0, 0x6983, 0x6984);
}

static bool
says_no_file(unsigned sw)
{
	return IS_ONE_OF(sw, 0x6a82, 0x6a83, 0x6a88);
}

static bool
says_count(unsigned sw)
{
	return (sw & 0xfff0) == 0x63c0 || sw == 0x6300;
}

/* The first command after power-on may fail once; a reader may dislike 256
 * bytes, or know the length better. */
static bool
is_mended(const struct session *s, size_t at, unsigned sw)
{
	enum between_stage stage = s->stage[at - 1];

	if (at == 1 && sw == 0x6f00)
		return true;
	if (stage != STAGE_RECORD && stage != STAGE_READ)
		return false;
	if (sw == 0x6700) /* only the first piece of a file tells that */
		return s->stage[at - 2] != STAGE_READ;
	return (sw & 0xff00) == 0x6c00;
}

static enum kerr
word_at_count(const struct session *s, unsigned sw)
{
	if (s->kind == RESET || s->kind == TRIES)
		return says_count(sw) || says_blocked(sw) || sw == SW_DONE
			   ? KERR_OK
		       : says_no_file(sw) ? ERR_CARD_NO_FILE
					  : ERR_CARD_REPLY;
	if (says_blocked(sw))
		return ERR_PIN_BLOCKED;
	if (sw == 0x63c1)
		return ERR_PIN_LAST_TRY;
	if (says_count(sw))
		return KERR_OK;
	return says_no_file(sw) ? ERR_CARD_NO_FILE : ERR_CARD_REPLY;
}

static enum kerr
word_at_verify(const struct session *s, unsigned sw)
{
	if (says_blocked(sw))
		return ERR_PIN_BLOCKED;
	if (says_count(sw))
		return s->kind == SET ? ERR_PIN_INITIAL : ERR_PIN_WRONG;
	return says_no_file(sw) ? ERR_CARD_NO_FILE : ERR_CARD_REPLY;
}

/* A change that the card refused and did not do. */
static enum kerr
word_at_change(const struct session *s, unsigned sw)
{
	bool refused = s->kind != RESET ||
		       IS_ONE_OF(sw, 0x6700, 0x6881, 0x6882, 0x6981, 0x6982,
			   0x6983, 0x6984, 0x6985, 0x6986, 0x6a80, 0x6a81,
			   0x6a82, 0x6a83, 0x6a86, 0x6a88, 0x6d00, 0x6e00);

	if (!refused)
		return ERR_PIN_UNKNOWN;
	return IS_ONE_OF(sw, 0x6700, 0x6a80) ? ERR_PIN_FORMAT : ERR_CARD_REPLY;
}

/* What a PIN or number session says after sw at its command at. */
static enum kerr
word_told(const struct session *s, size_t at, unsigned sw)
{
	switch (s->stage[at - 1]) {
	case STAGE_COUNT:
		return word_at_count(s, sw);
	case STAGE_VERIFY:
		return word_at_verify(s, sw);
	case STAGE_CHANGE:
		return word_at_change(s, sw);
	case STAGE_PROOF:
		return ERR_PIN_UNKNOWN;
	default:
		return is_mended(s, at, sw) ? KERR_OK
		       : says_no_file(sw)   ? ERR_CARD_NO_FILE
					    : ERR_CARD_REPLY;
	}
}

/* Of the holder check the certificate may be missing: from its selection on,
 * all is told but the signature (individual_face.h). */
static bool
is_signer(const struct session *s, size_t at)
{
	size_t files = 0;

	for (size_t i = 0; i < at; i++)
		files += s->stage[i] == STAGE_EF;
	return s->kind == FACE && files == 3 && at < s->count;
}

static void
expect_word(const struct session *s, size_t at, unsigned sw, bool effect,
    const struct told *t)
{
	enum kerr expected = word_told(s, at, sw);

	if (at == s->count) /* the leave: nobody asks what it says */
		expected = KERR_OK;
	if (is_signer(s, at)) {
		assert_int_equal(t->error, KERR_OK);
		return;
	}
	/* done and denied: only the proof could tell, and a reset's count */
	if (effect && s->stage[at - 1] == STAGE_CHANGE)
		expected = ERR_PIN_UNKNOWN;
	if (t->error != expected)
		fail_msg("%s, %04X at %zu%s: %s, not %s", s->name, sw, at,
		    effect ? " (done)" : "", error_name(t->error),
		    error_name(expected));
}

/* A look and a status tell no PIN's words, and of what they could read. */
static void
expect_words_of_a_look(const struct session *s, const struct told *t)
{
	assert_true(IS_ONE_OF((unsigned)t->error, KERR_OK, ERR_CARD_NO_FILE,
	    ERR_CARD_REPLY, ERR_CARD_REMOVED));
	if (s->kind != STATUS)
		return;
	for (int i = 0; i < PIN_REF_COUNT; i++)
		assert_true(IS_ONE_OF((unsigned)t->seen.pin_error[i], KERR_OK,
		    ERR_CARD_NO_FILE, ERR_CARD_REPLY));
}

/* -- every status word -- */

/* Each under KIOSK_LONG=1; else each that means something, and of all others
 * one of a kind. */
static bool
is_sampled(unsigned sw)
{
	static const uint8_t first[] = {
	    0x61, 0x62, 0x63, 0x67, 0x68, 0x69, 0x6a, 0x6c, 0x6e, 0x6f, 0x90};
	unsigned low = sw & 0xff;

	if (getenv("KIOSK_LONG") != NULL)
		return true;
	if (memchr(first, (int)(sw >> 8), sizeof(first)) == NULL)
		return low == 0x00 || low == sw >> 8;
	return low <= 0x10 || low >= 0xf0 || (low & 0x0f) == 0x02 ||
	       (low & 0xf0) == 0x80 || (low & 0xf0) == 0xc0;
}

static void
run_with_word(const struct session *s, size_t at, unsigned sw, bool effect)
{
	struct card_model m;
	struct between b;
	struct told t;
	struct transport *line;

	chip_for(s, &m);
	m.fault = effect ? MODEL_SW_DONE_BUT : MODEL_SW;
	m.fault_at = at;
	m.sw = (uint16_t)sw;
	line = card_between_open(&b, &m);
	run_on(s, line, &t);
	transport_close(&line);
	/* Only a chip that lies about a reset which it need not have done can
	 * deceive us: the count was full, and it refuses, and did it. */
	if (effect && s->kind == RESET && s->tries < 0 &&
	    s->stage[at - 1] == STAGE_CHANGE &&
	    word_at_change(s, sw) != ERR_PIN_UNKNOWN)
		return;
	expect_truth(s, &m, &b, &t);
	if (s->kind >= STATUS)
		expect_words_of_a_look(s, &t);
	else if (!effect || s->stage[at - 1] >= STAGE_COUNT)
		expect_word(s, at, sw, effect, &t);
}

/* 9000 is no fault with the effect. Without it, it is a lie: what it says of
 * a selection can be found out by nobody, what it says of a value is. */
static bool
is_lie(const struct session *s, size_t at, bool effect)
{
	enum between_stage stage = s->stage[at - 1];

	return effect || stage == STAGE_AP || stage == STAGE_EF ||
	       stage == STAGE_READ || stage == STAGE_RECORD ||
	       stage == STAGE_PROOF || s->kind >= STATUS;
}

static void
no_status_word_at_any_command_is_told_as_something_else(void **state)
{
	(void)state;
	for (size_t i = 0; i < SESSIONS; i++) {
		const struct session *s = &sessions[i];

		for (unsigned sw = 0; sw < WORDS; sw++)
			for (size_t at = 1; is_sampled(sw) && at <= s->count;
			     at++)
				for (int effect = 0; effect < 2; effect++)
					if (sw != SW_DONE)
						run_with_word(
						    s, at, sw, effect == 1);
	}
}

static void
a_chip_that_grants_a_value_without_looking_is_found_out(void **state)
{
	struct card_model m;
	struct between b;
	struct told t;

	(void)state;
	for (size_t i = 0; i < SESSIONS; i++)
		for (size_t at = 1; at <= sessions[i].count; at++) {
			const struct session *s = &sessions[i];
			struct transport *line;

			if (is_lie(s, at, false))
				continue;
			chip_for(s, &m);
			m.fault = MODEL_SW;
			m.fault_at = at;
			m.sw = SW_DONE;
			line = card_between_open(&b, &m);
			run_on(s, line, &t);
			transport_close(&line);
			if (s->stage[at - 1] == STAGE_COUNT &&
			    (s->kind == RESET || s->kind == TRIES))
				continue;
			if (s->kind == PROVE &&
			    s->stage[at - 1] == STAGE_VERIFY)
				continue; /* the whole of what it is asked */
			if (t.error == KERR_OK)
				fail_msg("%s, at %zu", s->name, at);
			assert_int_not_equal(t.outcome, PIN_OUTCOME_WRITTEN);
			assert_true(b.changes <= 1);
		}
}

/* -- the card goes, or the answer does -- */

static void
run_with_loss(
    const struct session *s, size_t at, enum model_fault kind, enum kerr error)
{
	struct card_model m;
	struct between b;
	struct told t;
	struct transport *line;
	bool changed = false;

	chip_for(s, &m);
	m.fault = kind;
	m.fault_at = at;
	m.error = error;
	line = card_between_open(&b, &m);
	run_on(s, line, &t);
	transport_close(&line);
	expect_truth(s, &m, &b, &t);
	/* torn away after an answer: the next command goes out in vain */
	for (size_t i = 0; i < at + (kind == MODEL_GONE_AFTER); i++)
		changed = changed || s->stage[i] == STAGE_CHANGE;
	if (at >= s->count - (kind == MODEL_GONE_AFTER))
		return;
	assert_int_equal(
	    t.error, kind < MODEL_EMPTY ? error : ERR_CARD_REMOVED);
	assert_int_equal(b.count, at + (kind == MODEL_GONE_AFTER));
	if (is_write(s))
		assert_int_equal(t.outcome,
		    changed ? PIN_OUTCOME_UNKNOWN : PIN_OUTCOME_UNCHANGED);
}

static void
a_card_that_goes_at_any_command_ends_its_session_there(void **state)
{
	static const struct {
		enum model_fault kind;
		enum kerr error;
	} losses[] = {{MODEL_GONE_BEFORE, ERR_CARD_REMOVED},
	    {MODEL_GONE_DURING, ERR_CARD_REMOVED},
	    {MODEL_GONE_AFTER, ERR_CARD_REMOVED},
	    {MODEL_GONE_DURING, ERR_READER_LOST},
	    {MODEL_GONE_DURING, ERR_PCSC_ABSENT},
	    {MODEL_GONE_DURING, ERR_CARD_REPLY}, /* too long for the reader */
	    {MODEL_EMPTY, ERR_CARD_REMOVED},
	    {MODEL_ONE_BYTE, ERR_CARD_REMOVED}};

	(void)state;
	for (size_t i = 0; i < SESSIONS; i++)
		for (size_t k = 0; k < sizeof(losses) / sizeof(losses[0]); k++)
			for (size_t at = 1; at <= sessions[i].count; at++) {
				if (losses[k].error == ERR_CARD_REPLY)
					continue;
				run_with_loss(&sessions[i], at, losses[k].kind,
				    losses[k].error);
			}
}

static void
an_answer_longer_than_the_reader_takes_is_a_lost_one(void **state)
{
	struct card_model m;
	struct between b;
	struct told t;

	(void)state;
	for (size_t i = 0; i < SESSIONS; i++)
		for (size_t at = 1; at < sessions[i].count; at++) {
			const struct session *s = &sessions[i];
			struct transport *line;

			chip_for(s, &m);
			m.fault = MODEL_GONE_DURING;
			m.fault_at = at;
			m.error = ERR_CARD_REPLY; /* as the transports say it */
			line = card_between_open(&b, &m);
			run_on(s, line, &t);
			transport_close(&line);
			expect_truth(s, &m, &b, &t);
			assert_true(IS_ONE_OF((unsigned)t.error, ERR_CARD_REPLY,
			    ERR_PIN_UNKNOWN));
			assert_int_equal(b.count, at);
		}
}

static void
an_answer_with_more_than_was_asked_for_deceives_nobody(void **state)
{
	struct card_model m;
	struct between b;
	struct told t;

	(void)state;
	for (size_t i = 0; i < SESSIONS; i++)
		for (size_t at = 1; at <= sessions[i].count; at++) {
			struct transport *line;

			chip_for(&sessions[i], &m);
			m.fault = MODEL_LONG;
			m.fault_at = at;
			line = card_between_open(&b, &m);
			if (sessions[i].stage[at - 1] == STAGE_READ &&
			    sessions[i].kind == FACE) {
				transport_close(&line);
				continue; /* other bytes: they are not signed */
			}
			run_on(&sessions[i], line, &t);
			transport_close(&line);
			expect_truth(&sessions[i], &m, &b, &t);
		}
}

static void
an_answer_cut_at_any_byte_is_no_success_of_a_change(void **state)
{
	struct card_model m;
	struct between b;
	struct told t;

	(void)state;
	for (size_t i = 0; i < SESSIONS; i++)
		for (size_t at = 1; at < sessions[i].count; at++)
			for (size_t len = 0; len < 64; len++) {
				const struct session *s = &sessions[i];
				struct transport *line;
				bool has_data =
				    s->stage[at - 1] == STAGE_READ ||
				    s->stage[at - 1] == STAGE_RECORD;

				if (len >= 2 && !has_data)
					continue;
				chip_for(s, &m);
				line = card_between_open(&b, &m);
				b.cut_at = at;
				b.cut_len = len;
				run_on(s, line, &t);
				transport_close(&line);
				expect_truth(s, &m, &b, &t);
				if (is_write(s) && len < RECORD_LEN)
					assert_int_not_equal(t.error, KERR_OK);
			}
}

static void
endless_rounds_end_each_session(void **state)
{
	static const uint16_t words[] = {
	    0x6100, 0x6101, 0x6110, 0x61ff, 0x6c00, 0x6c01, 0x6c10, 0x6cff};
	struct card_model m;
	struct between b;
	struct told t;

	(void)state;
	for (size_t i = 0; i < SESSIONS; i++)
		for (size_t w = 0; w < sizeof(words) / sizeof(words[0]); w++)
			for (size_t at = 1; at <= sessions[i].count; at++) {
				const struct session *s = &sessions[i];
				struct transport *line;

				chip_for(s, &m);
				line = card_between_open(&b, &m);
				b.endless = words[w];
				b.endless_at = at;
				run_on(s, line, &t);
				transport_close(&line);
				assert_true(b.changes <= 1 && b.verifies <= 2);
				assert_true(b.count <= at + 12 * ROUNDS);
				assert_int_not_equal(
				    t.outcome, is_write(s) && at < s->count
						   ? PIN_OUTCOME_WRITTEN
						   : PIN_OUTCOME_UNKNOWN);
			}
}

/* -- another card -- */

/* The reader notices it: all of ours do (tests/card/swap_test.c). */
static void
a_strangers_card_is_never_written_nor_asked(void **state)
{
	struct card_model mine, strange;
	struct between b;
	struct told t;

	(void)state;
	for (size_t i = 0; i < SESSIONS; i++)
		for (size_t at = 1; at <= sessions[i].count; at++)
			for (int noticed = 0; noticed < 2; noticed++) {
				const struct session *s = &sessions[i];
				struct transport *line;

				/* Nothing that is sent could tell it; there it
				 * has to be noticed. */
				if (noticed == 0 && at == 3 &&
				    s->stage[2] == STAGE_AP)
					continue;
				chip_for(s, &mine);
				chip_for(s, &strange);
				strange.serial = OTHER_SERIAL;
				line = card_between_open(&b, &mine);
				card_between_stranger(&b, &strange);
				b.swap_at = at;
				b.noticed = noticed == 1;
				run_on(s, line, &t);
				transport_close(&line);
				for (int r = 0; r < PIN_REF_COUNT; r++)
					expect_untouched(&strange.pin[r],
					    s->kind < FACE && r == s->ref &&
						    s->tries >= 0
						? s->tries
						: strange.pin[r].most);
				for (int k = 0; k < FACE_KEY_COUNT; k++)
					assert_int_equal(
					    strange.face[k].verify_count, 0);
				assert_true(b.changes <= 1);
			}
}

/* -- an application or a file is missing -- */

static void
what_is_missing_is_said_to_be_missing(void **state)
{
	struct told t;

	(void)state;
	for (size_t i = 0; i < SESSIONS; i++)
		for (size_t at = 1; at < sessions[i].count; at++) {
			const struct session *s = &sessions[i];
			struct card_model m;
			struct between b;
			struct transport *line;

			if (s->kind >= STATUS || is_signer(s, at) ||
			    (s->stage[at - 1] != STAGE_AP &&
				s->stage[at - 1] != STAGE_EF))
				continue;
			chip_for(s, &m);
			m.fault = MODEL_SW;
			m.fault_at = at;
			m.sw = 0x6a82;
			line = card_between_open(&b, &m);
			run_on(s, line, &t);
			transport_close(&line);
			assert_int_equal(t.error, ERR_CARD_NO_FILE);
			assert_int_equal(
			    b.verifies, s->kind == FACE && at > 6 ? 1 : 0);
		}
}

/* -- */

/* Each session once without a fault: which command is for what. */
static void
learn_stages(void)
{
	struct card_model m;
	struct between b;
	struct told t;

	for (size_t i = 0; i < SESSIONS; i++) {
		struct transport *line;

		chip_for(&sessions[i], &m);
		line = card_between_open(&b, &m);
		run_on(&sessions[i], line, &t);
		transport_close(&line);
		assert_int_equal(t.error, KERR_OK);
		assert_true(b.count == b.stages && b.count < BETWEEN_STAGES);
		sessions[i].count = b.count;
		memcpy(sessions[i].stage, b.stage, sizeof(b.stage));
	}
}

static void
put_object(uint8_t *out, size_t len, const uint8_t *tag, size_t tag_len)
{
	memset(out, 0xab, len);
	memcpy(out, tag, tag_len);
	out[tag_len] = 0x82;
	out[tag_len + 1] = (uint8_t)((len - tag_len - 3) >> 8);
	out[tag_len + 2] = (uint8_t)((len - tag_len - 3) & 0xff);
}

static int
begin(void **state)
{
	int bad = 0;

	(void)state;
	if (secret_init() != KERR_OK || certificate_init() != KERR_OK ||
	    certificate_authorities_load("", &nobody, &bad) != KERR_OK)
		return -1;
	put_object(face_file, sizeof(face_file), (uint8_t[]){0xff, 0x20}, 2);
	put_object(
	    signer_file, sizeof(signer_file), (uint8_t[]){0x7f, 0x21}, 2);
	put_object(certificate, sizeof(certificate), (uint8_t[]){0x30}, 1);
	for (int ref = 0; ref < PIN_REF_COUNT; ref++) {
		bool sign = ref == PIN_REF_SIGN;

		old_value[ref] = secret_from_bytes(
		    sign ? "PASSWORD1234" : "1234", sign ? 12 : 4);
		new_value[ref] = secret_from_bytes(
		    sign ? "NEWPASS2026" : "5678", sign ? 11 : 4);
	}
	number[FACE_KEY_B] =
	    secret_from_bytes(MODEL_NUMBER_B, strlen(MODEL_NUMBER_B));
	number[FACE_KEY_A] =
	    secret_from_bytes(MODEL_NUMBER_A, strlen(MODEL_NUMBER_A));
	learn_stages();
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
	for (int key = 0; key < FACE_KEY_COUNT; key++)
		secret_free(&number[key]);
	certificate_authorities_free(&nobody);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(
		no_status_word_at_any_command_is_told_as_something_else),
	    cmocka_unit_test(
		a_chip_that_grants_a_value_without_looking_is_found_out),
	    cmocka_unit_test(
		a_card_that_goes_at_any_command_ends_its_session_there),
	    cmocka_unit_test(
		an_answer_longer_than_the_reader_takes_is_a_lost_one),
	    cmocka_unit_test(
		an_answer_with_more_than_was_asked_for_deceives_nobody),
	    cmocka_unit_test(
		an_answer_cut_at_any_byte_is_no_success_of_a_change),
	    cmocka_unit_test(endless_rounds_end_each_session),
	    cmocka_unit_test(a_strangers_card_is_never_written_nor_asked),
	    cmocka_unit_test(what_is_missing_is_said_to_be_missing),
	};

	return cmocka_run_group_tests(tests, begin, end);
}
