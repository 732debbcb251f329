/* store_queue_test.c -- the queue of writers: one at a time, with a deadline,
 * and whoever has just written does not overtake those who wait. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "store/db_file.h"

#define SHORT_MS 20

static char directory[64];
static char path[96];
static struct db_queue *first, *second, *third;

static int
make(void **state)
{
	(void)state;
	(void)snprintf(directory, sizeof(directory), "/tmp/kiosk-queue-XXXXXX");
	if (mkdtemp(directory) == NULL)
		return -1;
	(void)snprintf(path, sizeof(path), "%s/store.db", directory);
	return db_queue_open(path, &first, NULL) == KERR_OK &&
		       db_queue_open(path, &second, NULL) == KERR_OK &&
		       db_queue_open(path, &third, NULL) == KERR_OK
		   ? 0
		   : -1;
}

static int
unmake(void **state)
{
	char name[128];

	(void)state;
	db_queue_close(&first);
	db_queue_close(&second);
	db_queue_close(&third);
	(void)snprintf(name, sizeof(name), "%s.queue", path);
	(void)unlink(name);
	return rmdir(directory);
}

static void
the_second_writer_waits_until_its_deadline(void **state)
{
	(void)state;
	assert_int_equal(db_queue_enter(first, SHORT_MS), KERR_OK);
	assert_int_equal(db_queue_enter(second, SHORT_MS), ERR_STORE_BUSY);
	db_queue_leave(first);
	assert_int_equal(db_queue_enter(second, SHORT_MS), KERR_OK);
	assert_int_equal(db_queue_enter(first, SHORT_MS), ERR_STORE_BUSY);
	db_queue_leave(second);
}

static void
a_writer_that_gave_up_blocks_nobody(void **state)
{
	(void)state;
	assert_int_equal(db_queue_enter(first, SHORT_MS), KERR_OK);
	assert_int_equal(db_queue_enter(second, SHORT_MS), ERR_STORE_BUSY);
	db_queue_leave(first);
	assert_int_equal(db_queue_enter(third, SHORT_MS), KERR_OK);
	db_queue_leave(third);
}

static void
a_writer_that_died_blocks_nobody(void **state)
{
	(void)state;
	assert_int_equal(db_queue_enter(first, SHORT_MS), KERR_OK);
	db_queue_close(&first);
	assert_int_equal(db_queue_enter(second, SHORT_MS), KERR_OK);
	db_queue_leave(second);
}

static void
a_seat_is_held_until_it_is_left(void **state)
{
	(void)state;
	assert_int_equal(db_queue_sit(first, 3), KERR_OK);
	assert_int_equal(db_queue_sit(second, 3), ERR_COUNTER_TAKEN);
	assert_int_equal(db_queue_sit(second, 4), KERR_OK);
	assert_int_equal(db_queue_sit(second, 256), ERR_INTERNAL);
	/* Seats and turns are different things. */
	assert_int_equal(db_queue_enter(third, SHORT_MS), KERR_OK);
	db_queue_leave(third);
	db_queue_close(&first);
	assert_int_equal(db_queue_sit(third, 3), KERR_OK);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make, unmake)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(the_second_writer_waits_until_its_deadline),
	    TEST(a_writer_that_gave_up_blocks_nobody),
	    TEST(a_writer_that_died_blocks_nobody),
	    TEST(a_seat_is_held_until_it_is_left),
	};

	return cmocka_run_group_tests_name("store_queue", tests, NULL, NULL);
}
