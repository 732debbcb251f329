/* agent_face_test.c -- the face of a virtual card through the real, locked-in
 * agent: what opens it, what is learned, what is never spent, what is left
 * behind. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/clock.h"
#include "base/secret.h"
#include "card/agent.h"
#include "support/agent_driver.h"
#include "support/training_reader.h"

/* Of training_make(): born 1985-04-09 (Showa 60), code 1234. */
#define NUMBER_B "60040920351234"
#define NUMBER_A "123456789018"
#define TRIES	 10

static struct training_reader reader;
static struct clock system_clock;

static struct agent *
start(int command_ms)
{
	struct agent_config config = {
	    .transport = AGENT_TRAINING, .command_ms = command_ms};
	struct agent *a = NULL;
	struct failure f;

	strcpy(config.reader, reader.socket);
	assert_int_equal(agent_start(&config, &system_clock, &a, &f), KERR_OK);
	return a;
}

static void
put_fresh(const char *fault)
{
	training_put(&reader, NULL, NULL);
	training_copy(&reader, "first", "work");
	training_put(&reader, "work", fault);
}

static struct agent_event
open_face(struct agent *a, enum face_key key, const char *digits, bool last)
{
	struct secret *number = secret_from_bytes(digits, strlen(digits));
	struct agent_event e;

	assert_non_null(number);
	agent_driver_reader(a, READER_CARD);
	assert_int_equal(
	    agent_face_open(a, TRAINING_SERIAL, key, last, number), KERR_OK);
	secret_free(&number);
	e = agent_driver_end(a, NULL);
	return e;
}

static struct agent_event
ask_tries(struct agent *a)
{
	agent_driver_reader(a, READER_CARD);
	assert_int_equal(agent_face_tries(a, TRAINING_SERIAL), KERR_OK);
	return agent_driver_end(a, NULL);
}

/* How many different values there are among a picture's pixels. */
static int
shades_of(const struct agent *a, enum face_picture which,
    const struct picture *picture)
{
	bool seen[256] = {false};
	size_t len = 0;
	uint8_t *pixels = agent_face_pixels(a, which, picture, &len);
	int count = 0;

	assert_non_null(pixels);
	assert_int_equal(len, (size_t)picture->width * (size_t)picture->height *
				  (size_t)picture->channels);
	for (size_t i = 0; i < len; i++)
		seen[pixels[i]] = true;
	for (int i = 0; i < 256; i++)
		count += seen[i];
	free(pixels);
	return count;
}

static void
either_number_opens_the_face_and_its_three_pictures(void **state)
{
	static const char *const digits[FACE_KEY_COUNT] = {
	    [FACE_KEY_B] = NUMBER_B, [FACE_KEY_A] = NUMBER_A};
	struct agent *a = start(0);

	(void)state;
	for (int key = 0; key < FACE_KEY_COUNT; key++) {
		struct agent_event e;

		put_fresh(NULL);
		e = open_face(a, (enum face_key)key, digits[key], false);
		assert_int_equal(e.kind, AGENT_FACE);
		assert_int_equal(e.error, KERR_OK);
		assert_string_equal(e.face.birth, "19850409");
		assert_string_equal(e.face.expiry, "20350409");
		assert_int_equal(e.face.signature, FACE_SIGNATURE_HOLDS);
		for (int i = 0; i < FACE_PICTURE_COUNT; i++)
			assert_int_equal(
			    e.face.picture[i].state, PICTURE_READY);
		assert_int_equal(e.face.picture[FACE_PHOTO].width, 120);
		assert_int_equal(e.face.picture[FACE_PHOTO].height, 150);
		assert_true(
		    shades_of(a, FACE_PHOTO, &e.face.picture[FACE_PHOTO]) > 4);
		assert_int_equal(
		    shades_of(a, FACE_NAME, &e.face.picture[FACE_NAME]), 2);
		assert_int_equal(
		    shades_of(a, FACE_ADDRESS, &e.face.picture[FACE_ADDRESS]),
		    2);
		agent_face_forget(a);
		assert_int_equal(
		    shades_of(a, FACE_PHOTO, &e.face.picture[FACE_PHOTO]), 1);
	}
	agent_stop(&a);
}

static void
asking_for_the_tries_spends_none(void **state)
{
	struct agent *a = start(0);
	struct agent_event e;

	(void)state;
	put_fresh(NULL);
	for (int i = 0; i < 3; i++) {
		e = ask_tries(a);
		assert_int_equal(e.kind, AGENT_FACE_TRIES);
		assert_int_equal(e.face.tries_left[FACE_KEY_A], TRIES);
		assert_int_equal(e.face.tries_left[FACE_KEY_B], TRIES);
	}
	assert_int_equal(training_count_of(&reader, "00 20", 1), 0);
	agent_stop(&a);
}

static void
a_wrong_number_costs_one_try_of_that_number_only(void **state)
{
	struct agent *a = start(0);
	struct agent_event e;

	(void)state;
	put_fresh(NULL);
	e = open_face(a, FACE_KEY_B, "60040920350000", false);
	assert_int_equal(e.kind, AGENT_FACE);
	assert_int_equal(e.error, ERR_PIN_WRONG);
	assert_int_equal(e.tries_left, TRIES - 1);
	assert_string_equal(e.face.birth, "");
	e = ask_tries(a);
	assert_int_equal(e.face.tries_left[FACE_KEY_B], TRIES - 1);
	assert_int_equal(e.face.tries_left[FACE_KEY_A], TRIES);
	agent_stop(&a);
}

static void
the_last_try_goes_only_when_somebody_confirmed_it(void **state)
{
	struct agent *a = start(0);
	struct agent_event e;

	(void)state;
	put_fresh(NULL);
	for (int left = TRIES - 1; left > 0; left--) {
		e = open_face(a, FACE_KEY_A, "123456789012", false);
		assert_int_equal(e.error, ERR_PIN_WRONG);
		assert_int_equal(e.tries_left, left);
	}
	e = open_face(a, FACE_KEY_A, NUMBER_A, false);
	assert_int_equal(e.error, ERR_PIN_LAST_TRY);
	assert_int_equal(ask_tries(a).face.tries_left[FACE_KEY_A], 1);
	e = open_face(a, FACE_KEY_A, NUMBER_A, true);
	assert_int_equal(e.error, KERR_OK);
	assert_int_equal(ask_tries(a).face.tries_left[FACE_KEY_A], TRIES);
	agent_stop(&a);
}

static void
a_locked_number_is_not_tried(void **state)
{
	struct agent *a = start(0);
	struct agent_event e;

	(void)state;
	put_fresh(NULL);
	for (int left = TRIES - 1; left >= 0; left--)
		(void)open_face(a, FACE_KEY_A, "123456789012", true);
	e = open_face(a, FACE_KEY_A, NUMBER_A, true);
	assert_int_equal(e.error, ERR_PIN_BLOCKED);
	assert_int_equal(e.tries_left, 0);
	e = open_face(a, FACE_KEY_B, NUMBER_B, false);
	assert_int_equal(e.error, KERR_OK);
	agent_stop(&a);
}

static void
another_card_is_told_by_its_serial_before_anything_is_tried(void **state)
{
	struct agent *a = start(0);
	struct agent_event e;

	(void)state;
	training_put(&reader, NULL, NULL);
	training_put(&reader, "other", NULL);
	e = open_face(a, FACE_KEY_B, NUMBER_B, true);
	assert_int_equal(e.error, ERR_CARD_OTHER);
	assert_int_equal(training_count_of(&reader, "00 20", 0), 0);
	agent_stop(&a);
}

/* Afterwards another program would find nothing open: the face needs its
 * number again. */
static void
nothing_stays_open_behind_it(void **state)
{
	struct agent *a = start(0);
	struct agent_event e;
	size_t before;

	(void)state;
	put_fresh(NULL);
	e = open_face(a, FACE_KEY_B, NUMBER_B, false);
	assert_int_equal(e.error, KERR_OK);
	before = training_count(&reader);
	/* a query would answer 9000 on a reference that is still verified */
	e = ask_tries(a);
	assert_int_equal(e.face.tries_left[FACE_KEY_B], TRIES);
	assert_true(training_count(&reader) > before);
	agent_stop(&a);
}

/* Pulled before, during and after every command: never a half-read face that
 * passes for a whole one, and never more than one try. */
static void
a_card_pulled_anywhere_gives_no_face(void **state)
{
	static const char *const kinds[] = {
	    "pull-before", "pull-during", "pull-after", "one-byte", "empty"};
	struct agent *a = start(0);
	size_t count;

	(void)state;
	put_fresh(NULL);
	assert_int_equal(
	    open_face(a, FACE_KEY_B, NUMBER_B, false).error, KERR_OK);
	count = training_count(&reader);
	for (size_t at = 1; at < count; at += at < 10 ? 1 : 5) {
		char fault[40];
		struct agent_event e;

		snprintf(fault, sizeof(fault), "%s %zu",
		    kinds[at % (sizeof(kinds) / sizeof(kinds[0]))], at);
		put_fresh(fault);
		e = open_face(a, FACE_KEY_B, NUMBER_B, false);
		assert_int_equal(e.kind, AGENT_FACE);
		if (e.error == KERR_OK)
			assert_int_equal(
			    e.face.signature, FACE_SIGNATURE_HOLDS);
		else
			assert_string_equal(e.face.birth, "");
		assert_true(training_count_of(&reader, "00 20", 1) <= 1);
	}
	agent_stop(&a);
}

static int
open_reader(void **state)
{
	(void)state;
	training_begin(&reader);
	training_make(&reader, "first", TRAINING_SERIAL, 3);
	training_make(&reader, "other", "400000000000002", 3);
	training_serve(&reader);
	return 0;
}

static int
close_reader(void **state)
{
	(void)state;
	training_end(&reader);
	return 0;
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(
		either_number_opens_the_face_and_its_three_pictures),
	    cmocka_unit_test(asking_for_the_tries_spends_none),
	    cmocka_unit_test(a_wrong_number_costs_one_try_of_that_number_only),
	    cmocka_unit_test(the_last_try_goes_only_when_somebody_confirmed_it),
	    cmocka_unit_test(a_locked_number_is_not_tried),
	    cmocka_unit_test(
		another_card_is_told_by_its_serial_before_anything_is_tried),
	    cmocka_unit_test(nothing_stays_open_behind_it),
	    cmocka_unit_test(a_card_pulled_anywhere_gives_no_face),
	};

	agent_driver_main(argc, argv);
	system_clock = clock_system();
	assert_int_equal(secret_init(), KERR_OK);
	return cmocka_run_group_tests(tests, open_reader, close_reader);
}
