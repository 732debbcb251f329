/* desk_again_test.c -- what was looked at once is not true for ever: another
 * card, another counter, another day. On a real store, a real card agent and
 * virtual cards. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "desk/collection.h"
#include "support/desk_office.h"

static struct desk_office office;
static struct failure f;
static int64_t case_id;

static int
begin(void **state)
{
	(void)state;
	memset(&f, 0, sizeof(f));
	desk_office_begin(&office);
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
card_is(void *arg)
{
	const enum card_check *wanted = arg;

	return desk_office_view(&office, 1, case_id).check == *wanted;
}

static void
wait_for(enum card_check wanted)
{
	desk_office_until(&office, card_is, &wanted);
}

/* A case of counter 1 that waits for its card. */
static struct desk *
case_waits_for_its_card(void)
{
	struct desk *d = desk_office_open(&office, 1, "1001");

	case_id = desk_office_take(&office, 1, OFFICE_NGUYEN);
	desk_office_walk(&office, 1, case_id, STEP_RIGHT_CARD);
	return d;
}

static void
a_card_changed_for_another_at_one_go_is_read_anew(void **state)
{
	(void)state;
	(void)case_waits_for_its_card();
	desk_office_put(&office, OFFICE_TANAKA, NULL);
	wait_for(CHECK_WRONG);
	desk_office_put(&office, OFFICE_NGUYEN, NULL);
	wait_for(CHECK_RIGHT);
	desk_office_put(&office, OFFICE_TANAKA, NULL);
	wait_for(CHECK_WRONG);
}

#define STORY(name) cmocka_unit_test_setup_teardown(name, begin, end)

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
	    STORY(a_card_changed_for_another_at_one_go_is_read_anew),
	};

	desk_office_main(argc, argv);
	return cmocka_run_group_tests_name("desk_again", tests, NULL, NULL);
}
