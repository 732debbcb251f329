/* fees_commands_test.c -- prices, officers and floats from the command line:
 * always two people, and no file changes a price. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "support/counter_office.h"
#include "support/program.h"

#define TANAKA "masako-no-megane\n"  /* 3001 */
#define ITO    "mamoru-no-kagi\n"    /* 3002 */
#define SATO   "hanako-no-asagao\n"  /* 1001, a clerk */
#define YAMA   "shizuka-no-tsukue\n" /* 4001, the administrator */

static struct counter_office office;
static char said[65536];

static int
begin(void **state)
{
	(void)state;
	counter_office_begin(&office, LANG_EN);
	return 0;
}

static int
end(void **state)
{
	(void)state;
	counter_office_end(&office);
	return 0;
}

/* `kiosk LINE --dir OFFICE` by whom the password belongs to. */
static int
kiosk(const char *password, const char *line)
{
	char command[1024];
	const char *const argv[] = {"/bin/sh", "-c", command, NULL};

	snprintf(command, sizeof(command),
	    "unset LANG LC_ALL LC_MESSAGES; %s %s %s --dir %s", COUNTER_PROGRAM,
	    line, password != NULL ? "--password-stdin" : "", office.dir);
	return program_run(argv, password, said, sizeof(said));
}

static void
expect(const char *text)
{
	if (strstr(said, text) == NULL)
		fail_msg("not said: \"%s\": %s", text, said);
}

static void
expect_not(const char *text)
{
	if (strstr(said, text) != NULL)
		fail_msg("said: \"%s\": %s", text, said);
}

#define PRICE_800 \
	"fees propose --kind fee --code individual_card --from 2027-04-01 " \
	"--value 800"

static void
a_price_changes_only_when_another_person_takes_it(void **state)
{
	char approve[64];
	long row = 0;

	(void)state;
	assert_int_equal(kiosk(TANAKA, PRICE_800 " --by 3001"), 0);
	assert_int_equal(sscanf(said, "%ld", &row), 1);
	assert_int_equal(kiosk(NULL, "fees list"), 0);
	expect_not("800");
	snprintf(approve, sizeof(approve), "fees approve %ld --by 3001", row);
	assert_int_equal(kiosk(TANAKA, approve), 1);
	expect("This needs a second person.");
	snprintf(approve, sizeof(approve), "fees approve %ld --by 1001", row);
	assert_int_equal(kiosk(SATO, approve), 1);
	expect("Your role may not do this.");
	assert_int_equal(kiosk(NULL, "fees list"), 0);
	expect_not("800");
	snprintf(approve, sizeof(approve), "fees approve %ld --by 3002", row);
	assert_int_equal(kiosk(ITO, approve), 0);
	assert_int_equal(kiosk(NULL, "fees list"), 0);
	expect("2016-01-01  2027-03-31        750");
	expect("2027-04-01                    800");
	/* decided is decided */
	assert_int_equal(kiosk(ITO, approve), 1);
	assert_int_equal(kiosk(NULL, "audit verify"), 0);
}

static void
a_list_is_proposed_and_rejected_as_a_whole(void **state)
{
	(void)state;
	assert_int_equal(
	    kiosk(TANAKA, "fees propose --profile "
			  "config/fees/typical-2024-12.csv --by 3001"),
	    0);
	expect("27");
	assert_int_equal(kiosk(NULL, "fees list --state proposed --json"), 0);
	expect("\"profile\": \"typical-2024-12\"");
	assert_int_equal(
	    kiosk(ITO, "fees reject typical-2024-12 --by 3002"), 0);
	assert_int_equal(kiosk(NULL, "fees list --state proposed"), 0);
	assert_string_equal(said, "");
}

static void
what_cannot_be_proposed_is_told(void **state)
{
	static const struct {
		const char *line;
		int code;
		const char *says;
	} rows[] = {
	    {"fees propose --kind tax --code x --from 2027-04-01 --value 1 "
	     "--by 3001",
		2, "--kind is"},
	    {"fees propose --kind fee --code individual_card --from soon "
	     "--value 1 --by 3001",
		2, "--from is a date"},
	    {"fees propose --kind fee --code individual_card --from 2027-04-01 "
	     "--value -1 --by 3001",
		2, "--value is"},
	    {"fees propose --kind fee --code individual_card --from 2027-04-01 "
	     "--value 800",
		2, "--by"},
	    {"fees propose --kind fee --code sandwich --from 2027-04-01 "
	     "--value 800 --by 3001",
		1, "This rule cannot be proposed"},
	    {"fees approve 9999 --by 3001", 1, "There is no such entry."},
	    {"fees list --state lost", 2, "--state is"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		assert_int_equal(kiosk(TANAKA, rows[i].line), rows[i].code);
		expect(rows[i].says);
	}
}

static void
an_officer_is_appointed_by_two_others(void **state)
{
	(void)state;
	assert_int_equal(
	    kiosk(TANAKA, "cash officers appoint --number 3002 --appointment "
			  "2026-50 --from 2026-11-24 --by 3001"),
	    0);
	assert_int_equal(
	    kiosk(TANAKA, "cash officers approve officer 4 --by 3001"), 1);
	expect("This needs a second person.");
	/* nor the one whom it is about */
	assert_int_equal(
	    kiosk(ITO, "cash officers approve officer 4 --by 3002"), 1);
	assert_int_equal(
	    kiosk(YAMA, "cash officers approve officer 4 --by 4001"), 0);
	assert_int_equal(
	    kiosk(YAMA, "cash officers grant --number 3002 --year 2026 "
			"--value 50000 --by 4001"),
	    0);
	assert_int_equal(
	    kiosk(TANAKA, "cash officers approve float 4 --by 3001"), 0);
	assert_int_equal(kiosk(NULL, "cash officers list"), 0);
	expect("2026-50");
	expect("50000");
	expect_not("proposed");
	assert_int_equal(
	    kiosk(TANAKA, "cash officers end 4 --to 2026-11-30 --by 3001"), 0);
	assert_int_equal(kiosk(NULL, "cash officers list --json"), 0);
	expect("\"to\": \"2026-11-30\"");
}

static void
the_book_of_a_quiet_day_is_whole_and_empty(void **state)
{
	(void)state;
	assert_int_equal(kiosk(NULL, "cash book --date 2026-11-24 --json"), 0);
	expect("\"whole\": true");
	expect("\"custody\": 0");
	assert_int_equal(kiosk(NULL, "cash book --date never"), 2);
}

#define STORY(name) cmocka_unit_test_setup_teardown(name, begin, end)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    STORY(a_price_changes_only_when_another_person_takes_it),
	    STORY(a_list_is_proposed_and_rejected_as_a_whole),
	    STORY(what_cannot_be_proposed_is_told),
	    STORY(an_officer_is_appointed_by_two_others),
	    STORY(the_book_of_a_quiet_day_is_whole_and_empty),
	};
	int failed;

	failed =
	    cmocka_run_group_tests_name("fees_commands", tests, NULL, NULL);
	counter_office_forget();
	return failed;
}
