/* card_pcscd_log_test.c -- which ways of starting pcscd make it write down
 * what cards are told (pcscd(8)). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "card/pcscd_log.h"

#define ASKED(line) pcscd_log_is_asked(line, sizeof(line))

static void
every_way_to_turn_the_log_on_is_known(void **state)
{
	(void)state;
	assert_true(ASKED("/usr/sbin/pcscd\0--apdu"));
	assert_true(ASKED("pcscd\0-f\0-a"));
	assert_true(ASKED("pcscd\0-fad"));
	assert_true(ASKED("pcscd\0--foreground\0--debug"));
	assert_true(ASKED("pcscd\0-fd"));
	assert_true(ASKED("pcscd\0--ap"));
	assert_true(ASKED("pcscd\0--deb"));
	assert_true(ASKED("pcscd\0-c\0/etc/reader.conf.d\0-a"));
}

static void
an_ordinary_start_is_no_log(void **state)
{
	(void)state;
	assert_false(ASKED("/usr/sbin/pcscd\0--foreground\0--auto-exit"));
	assert_false(ASKED("pcscd"));
	assert_false(ASKED("pcscd\0-f\0-x"));
	assert_false(ASKED("pcscd\0-fc/etc/a/d"));
	assert_false(ASKED("pcscd\0--info\0--config=/etc/apdu"));
	assert_false(ASKED("--apdu")); /* a strange name is no option */
	assert_false(pcscd_log_is_asked("", 0));
}

static void
a_line_that_is_cut_off_is_read_up_to_there(void **state)
{
	static const char cut[] = {'p', '\0', '-', 'f', '\0', '-', 'a'};

	(void)state;
	assert_false(pcscd_log_is_asked(cut, sizeof(cut)));
	assert_false(pcscd_log_is_asked(cut, 2));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_way_to_turn_the_log_on_is_known),
	    cmocka_unit_test(an_ordinary_start_is_no_log),
	    cmocka_unit_test(a_line_that_is_cut_off_is_read_up_to_there),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
