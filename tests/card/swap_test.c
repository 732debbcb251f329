/* swap_test.c -- a card exchanged for another one between two commands. No
 * command could tell two cards apart between the serial and the selection of
 * the next application; but an exchange takes the power away, and every reader
 * says so: the command after it fails, whenever it comes. Proven over pcscd
 * with the vpcd driver and over the built-in reader, at each command of a PIN
 * session and of the holder check, with cards that hold the same PINs. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/clock.h"
#include "base/secret.h"
#include "card/apdu.h"
#include "card/individual_card.h"
#include "card/individual_face.h"
#include "card/transport.h"
#include "support/pcscd.h"
#include "support/program.h"
#include "support/training_reader.h"

#define STRANGE_SERIAL "400000000000002"
#define NUMBER_B       "60040920351234"
#define SET_COMMANDS   8
#define FACE_COMMANDS  7 /* up to its first piece */
#define RESTS	       9 /* times of waiting, up to twice pcscd's look */
#define REST_MS	       100
#define CARD_MOST      65536
#define LOOK_MS	       10
#define PCSCD_LOOK_MS  400 /* how often pcscd looks by itself */
#define ITEMS(a)       (sizeof(a) / sizeof((a)[0]))

static struct training_reader reader; /* control, cards and trace */
static struct pcscd pcscd;
static bool has_pcscd;
static char reason[200];
static pid_t plug;
static struct secret *old_pin, *new_pin, *number;

/* -- a reader, and a hand that exchanges the card -- */

struct hand {
	struct transport *line;
	size_t count;
	size_t at;    /* before this command the card is another one */
	int rest_ms;  /* from then to the command */
	size_t after; /* commands that were answered afterwards */
	/* How it is done; NULL: the reader's own program does it. */
	void (*exchange)(void);
};

static void
hand_watch(void *self, struct transport_view *out)
{
	transport_watch(((struct hand *)self)->line, out);
}

static int
hand_fd(void *self)
{
	return transport_fd(((struct hand *)self)->line);
}

static enum kerr
hand_connect(void *self)
{
	return transport_connect(((struct hand *)self)->line);
}

/* At one go: no look of anybody sees an empty reader. */
static void
put_strange(void)
{
	char fresh[TRAINING_PATH_SIZE + 8];
	FILE *f;

	snprintf(fresh, sizeof(fresh), "%s.new", reader.control);
	f = fopen(fresh, "w");
	assert_non_null(f);
	fprintf(f, "card strange\ntrace %s\n", reader.trace);
	assert_int_equal(fclose(f), 0);
	assert_int_equal(rename(fresh, reader.control), 0);
}

static enum kerr
hand_transmit(void *self, const uint8_t *command, size_t command_len,
    uint8_t *reply, size_t reply_size, size_t *reply_len)
{
	struct hand *h = self;
	enum kerr e;

	if (++h->count == h->at) {
		h->exchange();
		if (h->rest_ms > 0)
			(void)usleep((useconds_t)h->rest_ms * 1000);
	}
	e = transport_transmit(
	    h->line, command, command_len, reply, reply_size, reply_len);
	if (h->at != 0 && h->count >= h->at && e == KERR_OK && *reply_len >= 2)
		h->after++;
	return e;
}

static enum kerr
hand_disconnect(void *self)
{
	return transport_disconnect(((struct hand *)self)->line);
}

static void
hand_close(void *self)
{
	transport_close(&((struct hand *)self)->line);
}

static const struct transport_methods hand_methods = {
    .watch = hand_watch,
    .fd = hand_fd,
    .connect = hand_connect,
    .transmit = hand_transmit,
    .disconnect = hand_disconnect,
    .close = hand_close,
};

/* -- a session through it -- */

static size_t
read_card(const char *name, char out[CARD_MOST])
{
	char path[TRAINING_PATH_SIZE + 40];
	FILE *in;
	size_t n;

	snprintf(path, sizeof(path), "%s/cards/%s.card", reader.dir, name);
	in = fopen(path, "r");
	assert_non_null(in);
	n = fread(out, 1, CARD_MOST, in);
	fclose(in);
	return n;
}

static void
session_set(struct individual *c)
{
	struct pin_result r;

	/* juki: the application is the one behind the serial */
	individual_pin_set(
	    c, TRAINING_SERIAL, PIN_REF_JUKI, old_pin, new_pin, &r);
	assert_int_not_equal(r.error, KERR_OK);
	assert_int_not_equal(r.outcome, PIN_OUTCOME_WRITTEN);
}

static void
session_face(struct individual *c)
{
	static struct face_files files;
	struct face_opening how = {.key = FACE_KEY_B};
	int left;

	assert_int_not_equal(individual_face_read(c, TRAINING_SERIAL, &how,
				 number, &files, &left),
	    KERR_OK);
}

/* line is taken. The stranger's card is the same file afterwards. */
static void
session_with_exchange(struct transport *line, struct hand *h,
    void (*session)(struct individual *))
{
	static char before[CARD_MOST], after[CARD_MOST];
	struct transport *t = NULL;
	struct individual *c = NULL;
	size_t n = read_card("strange", before);

	h->line = line;
	assert_int_equal(transport_new(&hand_methods, h, &t), KERR_OK);
	assert_int_equal(individual_open(t, NULL, NULL, &c), KERR_OK);
	session(c);
	assert_true(individual_is_lost(c));
	assert_int_equal(h->count, h->at); /* it failed, and was the last */
	assert_int_equal(h->after, 0);
	(void)individual_close(&c);
	transport_close(&t);
	assert_int_equal(read_card("strange", after), n);
	assert_memory_equal(before, after, n);
}

/* -- the built-in reader -- */

static struct transport *
open_training(void)
{
	struct transport *t = NULL;

	training_put(&reader, NULL, NULL);
	training_copy(&reader, "first", "mine");
	training_put(&reader, "mine", NULL);
	assert_int_equal(transport_training_open(reader.socket, &t), KERR_OK);
	return t;
}

static void
the_built_in_reader_tells_of_every_exchange(void **state)
{
	(void)state;
	training_serve(&reader);
	for (size_t at = 1; at <= SET_COMMANDS; at++) {
		struct hand h = {.at = at, .exchange = put_strange};

		session_with_exchange(open_training(), &h, session_set);
	}
	for (size_t at = 1; at <= FACE_COMMANDS; at++) {
		struct hand h = {.at = at, .exchange = put_strange};

		session_with_exchange(open_training(), &h, session_face);
	}
	for (int i = 0; i < RESTS; i++) {
		struct hand h = {.at = 3,
		    .rest_ms = i * REST_MS / 3,
		    .exchange = put_strange};

		session_with_exchange(open_training(), &h, session_set);
	}
	training_stop(&reader);
}

/* -- pcscd and vpcd -- */

static void
plug_in(void)
{
	char cards[TRAINING_PATH_SIZE + 10];

	snprintf(cards, sizeof(cards), "%s/cards", reader.dir);
	plug = pcscd_plug(&pcscd, 0, reader.control, cards);
	assert_true(plug > 0);
}

/* Another program brings the other card: another connection to vpcd, as two
 * cards are in life. */
static void
plug_strange(void)
{
	program_stop(&plug);
	put_strange();
	plug_in();
}

static bool
sees(struct transport *t, enum reader_state wanted, int ms)
{
	const struct clock clock = clock_system();
	int64_t until = clock_ms(&clock) + ms;
	struct transport_view v;

	do {
		transport_watch(t, &v);
		if (v.state == wanted)
			return true;
		(void)usleep(LOOK_MS * 1000);
	} while (clock_ms(&clock) < until);
	return false;
}

/* Whether the card that lies there answers. */
static bool
answers(struct transport *t)
{
	static const uint8_t command[] = {0x00, 0xa4, 0x00, 0x00};
	uint8_t reply[APDU_REPLY_MOST];
	size_t n = 0;
	bool did = sees(t, READER_CARD, 2 * PCSCD_LOOK_MS) &&
		   transport_connect(t) == KERR_OK &&
		   transport_transmit(t, command, sizeof(command), reply,
		       sizeof(reply), &n) == KERR_OK &&
		   n == 2;

	(void)transport_disconnect(t);
	return did;
}

/* After a disconnection that failed pcscd 1.9.9 may take a card that comes at
 * once for none (pcsc-behaviour: 14 of 24 trials), or one that left for one
 * that stays, so a hand lifts it once more. */
static struct transport *
open_pcsc(void)
{
	struct transport *t = NULL;

	training_copy(&reader, "first", "mine");
	assert_int_equal(transport_pcsc_open("", &t), KERR_OK);
	for (int i = 0; i < 10; i++) {
		training_put(&reader, NULL, NULL);
		(void)usleep(PCSCD_LOOK_MS * 1100);
		training_put(&reader, "mine", NULL);
		if (answers(t))
			return t;
	}
	fail_msg("the card is not seen any more");
	return NULL;
}

static void
pcscd_tells_of_an_exchange_before_any_command(void **state)
{
	(void)state;
	for (size_t at = 1; at <= SET_COMMANDS; at++) {
		struct hand h = {.at = at, .exchange = put_strange};

		session_with_exchange(open_pcsc(), &h, session_set);
	}
	for (size_t at = 3; at <= FACE_COMMANDS; at += 4) {
		struct hand h = {.at = at, .exchange = put_strange};

		session_with_exchange(open_pcsc(), &h, session_face);
	}
}

/* Whether pcscd looked in between, once or twice, or not at all. */
static void
pcscd_tells_of_an_exchange_however_long_it_was_ago(void **state)
{
	(void)state;
	for (int i = 0; i < RESTS; i++) {
		struct hand h = {
		    .at = 3, .rest_ms = i * REST_MS, .exchange = put_strange};

		session_with_exchange(open_pcsc(), &h, session_set);
	}
}

static void
pcscd_tells_of_a_card_that_comes_by_another_connection(void **state)
{
	(void)state;
	for (int i = 0; i < RESTS; i += 2) {
		struct hand h = {
		    .at = 3, .rest_ms = i * REST_MS, .exchange = plug_strange};

		session_with_exchange(open_pcsc(), &h, session_set);
	}
}

/* -- */

static int
needs_pcscd(void **state)
{
	(void)state;
	if (!has_pcscd)
		skip();
	if (plug == 0)
		plug_in();
	return 0;
}

static int
begin(void **state)
{
	(void)state;
	if (secret_init() != KERR_OK)
		return -1;
	old_pin = secret_from_bytes(TRAINING_PIN, strlen(TRAINING_PIN));
	new_pin = secret_from_bytes("5678", 4);
	number = secret_from_bytes(NUMBER_B, strlen(NUMBER_B));
	has_pcscd = pcscd_begin(&pcscd, reason, sizeof(reason));
	if (!has_pcscd)
		fprintf(stderr, "skipped: %s\n", reason);
	training_begin(&reader);
	training_make(&reader, "first", TRAINING_SERIAL, 3);
	training_make(&reader, "strange", STRANGE_SERIAL, 3);
	return 0;
}

static int
end(void **state)
{
	(void)state;
	if (plug > 0)
		program_stop(&plug);
	training_end(&reader);
	if (has_pcscd)
		pcscd_end(&pcscd);
	secret_free(&old_pin);
	secret_free(&new_pin);
	secret_free(&number);
	return 0;
}

#define STORY(f) cmocka_unit_test_setup(f, needs_pcscd)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_built_in_reader_tells_of_every_exchange),
	    STORY(pcscd_tells_of_an_exchange_before_any_command),
	    STORY(pcscd_tells_of_an_exchange_however_long_it_was_ago),
	    STORY(pcscd_tells_of_a_card_that_comes_by_another_connection),
	};

	return cmocka_run_group_tests(tests, begin, end);
}
