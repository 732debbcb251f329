/* desk_holder_test.c -- the chip's face at the desk: a real store, a real card
 * agent and virtual cards, without a screen. What is typed is nowhere
 * afterwards. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/secret.h"
#include "desk/collection.h"
#include "desk/holder_check.h"
#include "support/desk_office.h"

/* Of training_make(). */
#define NUMBER_B "60040920351234"
#define WRONG_B	 "60040920350000"
#define NUMBER_A "123456789018"

static struct desk_office office;
static struct failure f;
static struct desk *desk;

static int
begin(void **state)
{
	(void)state;
	memset(&f, 0, sizeof(f));
	desk_office_begin(&office);
	desk = desk_office_open(&office, 1, "1001");
	return 0;
}

static int
end(void **state)
{
	(void)state;
	desk_office_end(&office);
	return 0;
}

static bool
stage_is(void *arg)
{
	return holder_check_get(desk)->stage == *(enum holder_stage *)arg;
}

static const struct holder_view *
wait_for(enum holder_stage stage)
{
	desk_office_until(&office, stage_is, &stage);
	return holder_check_get(desk);
}

/* A case at step, its card on the reader, and the tries known. */
static int64_t
begin_at(enum case_step step)
{
	int64_t id = desk_office_take(&office, 1, OFFICE_TANAKA);

	desk_office_walk(&office, 1, id, step);
	collection_watch(desk, id);
	desk_office_put(&office, OFFICE_TANAKA, NULL);
	assert_int_equal(holder_check_begin(desk, id, &f), KERR_OK);
	(void)wait_for(HOLDER_READY);
	return id;
}

static enum kerr
send_number(enum holder_number which, const char *digits, bool confirmed)
{
	struct secret *number = secret_from_bytes(digits, strlen(digits));
	enum kerr e = holder_check_open(desk, which, &number, confirmed, &f);

	assert_true(number == NULL || e == ERR_PIN_LAST_TRY);
	secret_free(&number);
	return e;
}

static void
the_pictures_of_the_cases_own_card_are_shown(void **state)
{
	const struct holder_view *v;

	(void)state;
	(void)begin_at(STEP_FACE);
	v = holder_check_get(desk);
	assert_int_equal(v->tries_left[HOLDER_NUMBER_B], 10);
	assert_int_equal(v->tries_left[HOLDER_NUMBER_A], 10);
	assert_int_equal(
	    send_number(HOLDER_NUMBER_B, NUMBER_B, false), KERR_OK);
	v = wait_for(HOLDER_SHOWN);
	for (int i = 0; i < HOLDER_PICTURES; i++) {
		assert_non_null(v->picture[i].pixels);
		assert_true(v->picture[i].width > 0);
	}
	assert_int_equal(v->birth.year, 1985);
	assert_int_equal(v->expiry.year, 2035);
	assert_int_equal(v->signature, HOLDER_SIGNATURE_HOLDS);
	/* the case says 2028: the rule sees what an eye may miss */
	assert_int_equal(v->expiry_match, HOLDER_DIFFERENT);
	/* it may be lifted now, to look at the printed photo */
	desk_office_put(&office, -1, NULL);
	assert_non_null(v->picture[HOLDER_PHOTO].pixels);
	holder_check_end(desk);
	v = holder_check_get(desk);
	assert_null(v->picture[HOLDER_PHOTO].pixels);
	assert_int_equal(v->birth.year, 0);
}

static void
the_individual_number_opens_it_too(void **state)
{
	(void)state;
	(void)begin_at(STEP_RIGHT_CARD); /* which the card itself ends */
	assert_int_equal(
	    send_number(HOLDER_NUMBER_A, NUMBER_A, false), KERR_OK);
	(void)wait_for(HOLDER_SHOWN);
}

static void
what_cannot_be_a_number_costs_no_try(void **state)
{
	(void)state;
	(void)begin_at(STEP_FACE);
	assert_int_equal(send_number(HOLDER_NUMBER_A, "123456789012", false),
	    ERR_HOLDER_NUMBER); /* the check digit */
	assert_int_equal(
	    send_number(HOLDER_NUMBER_B, "123", false), ERR_HOLDER_NUMBER);
	assert_int_equal(holder_check_get(desk)->stage, HOLDER_READY);
	assert_int_equal(training_count_of(&office.reader, "00 20", 1), 0);
}

/* Nothing is told of a number that the card refused but the tries. */
static void
a_wrong_number_says_how_many_tries_are_left(void **state)
{
	const struct holder_view *v;

	(void)state;
	(void)begin_at(STEP_FACE);
	assert_int_equal(send_number(HOLDER_NUMBER_B, WRONG_B, false), KERR_OK);
	(void)wait_for(HOLDER_OPENING);
	v = wait_for(HOLDER_READY);
	assert_int_equal(v->failed.code, ERR_HOLDER_WRONG);
	assert_int_equal(v->tries_left[HOLDER_NUMBER_B], 9);
	assert_null(v->picture[HOLDER_PHOTO].pixels);
}

static void
the_last_try_needs_a_second_word(void **state)
{
	(void)state;
	(void)begin_at(STEP_FACE);
	for (int left = 9; left >= 1; left--) {
		assert_int_equal(
		    send_number(HOLDER_NUMBER_B, WRONG_B, true), KERR_OK);
		(void)wait_for(HOLDER_READY);
		assert_int_equal(
		    holder_check_get(desk)->tries_left[HOLDER_NUMBER_B], left);
	}
	assert_int_equal(
	    send_number(HOLDER_NUMBER_B, WRONG_B, false), ERR_PIN_LAST_TRY);
	assert_int_equal(
	    holder_check_get(desk)->tries_left[HOLDER_NUMBER_B], 1);
	assert_int_equal(send_number(HOLDER_NUMBER_B, WRONG_B, true), KERR_OK);
	(void)wait_for(HOLDER_READY);
	assert_int_equal(
	    holder_check_get(desk)->failed.code, ERR_HOLDER_LOCKED);
	assert_int_equal(
	    send_number(HOLDER_NUMBER_B, NUMBER_B, true), ERR_HOLDER_LOCKED);
	assert_int_equal(
	    send_number(HOLDER_NUMBER_A, NUMBER_A, false), KERR_OK);
	(void)wait_for(HOLDER_SHOWN);
}

static void
another_persons_card_is_not_tried(void **state)
{
	struct incident_view incident;
	int64_t id;

	(void)state;
	id = desk_office_take(&office, 1, OFFICE_TANAKA);
	desk_office_walk(&office, 1, id, STEP_FACE);
	collection_watch(desk, id);
	desk_office_put(&office, OFFICE_NGUYEN, NULL);
	assert_int_equal(holder_check_begin(desk, id, &f), KERR_OK);
	assert_int_equal(wait_for(HOLDER_FAILED)->failed.code, ERR_HOLDER_CARD);
	/* it is in somebody's hands here: as anywhere else, an incident */
	assert_int_equal(collection_incident(desk, id, &incident, &f), KERR_OK);
	assert_string_equal(incident.found_serial, "400000000000002");
	assert_string_equal(incident.notice, "N-00123");
	assert_int_equal(
	    send_number(HOLDER_NUMBER_B, NUMBER_B, true), ERR_DEADLINE);
	assert_int_equal(training_count_of(&office.reader, "00 20", 1), 0);
	desk_office_put(&office, -1, NULL);
	(void)wait_for(HOLDER_NO_CARD);
	desk_office_put(&office, OFFICE_TANAKA, NULL);
	(void)wait_for(HOLDER_READY);
}

static void
a_card_lifted_while_it_is_read_gives_nothing(void **state)
{
	(void)state;
	(void)begin_at(STEP_FACE);
	/* its twelfth command reads a piece of the face */
	desk_office_put(&office, OFFICE_TANAKA, "pull-during 12");
	assert_int_equal(
	    send_number(HOLDER_NUMBER_B, NUMBER_B, false), KERR_OK);
	(void)wait_for(HOLDER_OPENING);
	assert_int_equal(
	    wait_for(HOLDER_NO_CARD)->failed.code, ERR_CARD_REMOVED);
	assert_null(holder_check_get(desk)->picture[HOLDER_PHOTO].pixels);
}

static void
only_the_steps_about_the_person_have_it(void **state)
{
	int64_t id;

	(void)state;
	id = desk_office_take(&office, 1, OFFICE_TANAKA);
	assert_int_equal(holder_check_begin(desk, id, &f), ERR_CASE_STATE);
}

/* An answer that nobody waits for is not shown for the next case. */
static void
an_answer_that_comes_late_is_forgotten(void **state)
{
	int64_t id;

	(void)state;
	id = begin_at(STEP_FACE);
	assert_int_equal(
	    send_number(HOLDER_NUMBER_B, NUMBER_B, false), KERR_OK);
	holder_check_end(desk);
	assert_int_equal(holder_check_begin(desk, id, &f), KERR_OK);
	assert_null(wait_for(HOLDER_READY)->picture[HOLDER_PHOTO].pixels);
}

/* Whether any file below the office holds these digits. */
static bool
is_in_the_office(const char *digits)
{
	char command[TRAINING_PATH_SIZE + 80];

	/* the cards themselves hold A, as real ones do */
	snprintf(command, sizeof(command),
	    "grep -rqaF --exclude-dir=cards -e '%s' '%s'", digits,
	    office.reader.dir);
	return system(command) == 0;
}

static void
what_was_typed_is_in_no_file_afterwards(void **state)
{
	(void)state;
	(void)begin_at(STEP_FACE);
	assert_int_equal(
	    send_number(HOLDER_NUMBER_B, NUMBER_B, false), KERR_OK);
	(void)wait_for(HOLDER_SHOWN);
	holder_check_end(desk);
	desk_office_close(&office, 1);
	assert_false(is_in_the_office(NUMBER_B));
	assert_false(is_in_the_office(NUMBER_A));
	/* the search would find it: the audit's own words are there */
	assert_true(is_in_the_office("face.open"));
	assert_true(is_in_the_office("face.result"));
}

#define STORY(name) cmocka_unit_test_setup_teardown(name, begin, end)

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
	    STORY(the_pictures_of_the_cases_own_card_are_shown),
	    STORY(the_individual_number_opens_it_too),
	    STORY(what_cannot_be_a_number_costs_no_try),
	    STORY(a_wrong_number_says_how_many_tries_are_left),
	    STORY(the_last_try_needs_a_second_word),
	    STORY(another_persons_card_is_not_tried),
	    STORY(a_card_lifted_while_it_is_read_gives_nothing),
	    STORY(only_the_steps_about_the_person_have_it),
	    STORY(an_answer_that_comes_late_is_forgotten),
	    STORY(what_was_typed_is_in_no_file_afterwards),
	};

	desk_office_main(argc, argv);
	assert_int_equal(secret_init(), KERR_OK);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
