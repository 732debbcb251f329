/* card_status_test.c -- the status of a card on the whole program: as a screen
 * of staff and as a command, in a training office of the test's own. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/json.h"
#include "base/seal.h"
#include "base/secret.h"
#include "desk/office.h"
#include "store/audit.h"
#include "store/store.h"
#include "support/counter.h"

#define OUT_SIZE 16384

static struct counter_office office;
static struct counter one;
static char out[OUT_SIZE];

static int
begin_ja(void **state)
{
	(void)state;
	counter_office_begin(&office, LANG_JA);
	return 0;
}

static int
begin_en(void **state)
{
	(void)state;
	counter_office_begin(&office, LANG_EN);
	return 0;
}

static int
end(void **state)
{
	(void)state;
	counter_free(&one);
	counter_office_end(&office);
	return 0;
}

static void
open_status(void)
{
	counter_begin(&one, &office, 1, "1001", NULL);
	counter_press(&one, "<F2>");
	counter_expect(&one, "Card on the reader");
	counter_press(&one, "<Down><Enter>");
	counter_expect(&one, "Status of a card");
}

/* Rows of one counter's audit with this verb. */
static size_t
looks_in_audit(int64_t card, size_t *of_card)
{
	struct office_settings settings;
	struct audit_row *rows = calloc(200, sizeof(*rows));
	struct seal_keys *keys = NULL;
	struct store *st = NULL;
	struct failure f = {0};
	char path[COUNTER_PATH_SIZE];
	size_t count = 0, found = 0;

	assert_non_null(rows);
	counter_office_path(&office, "kiosk.ini", path, sizeof(path));
	assert_int_equal(office_read(path, 0, &settings, &f), KERR_OK);
	assert_int_equal(seal_keys_open(settings.keys, &keys, &f), KERR_OK);
	assert_int_equal(
	    store_open(settings.store, keys, STORE_COUNTER_NONE, &st, &f),
	    KERR_OK);
	assert_int_equal(audit_list(st, 1, 0, rows, 200, &count), KERR_OK);
	*of_card = 0;
	for (size_t i = 0; i < count; i++) {
		if (strcmp(rows[i].verb, "card.status") != 0)
			continue;
		found++;
		*of_card += card != 0 ? rows[i].object_id == card
				      : rows[i].object_id != 0;
	}
	store_close(&st);
	seal_keys_free(&keys);
	free(rows);
	return found;
}

static void
a_card_is_read_when_it_is_placed_and_forgotten_when_lifted(void **state)
{
	(void)state;
	open_status();
	counter_expect(&one, "No card on the reader.");
	counter_put(&one, "N-00101");
	counter_expect(&one, "valid; revocation not checked");
	pty_expect(one.pty, "N-00101");
	pty_expect(one.pty, "900000004100000");
	counter_put(&one, NULL);
	counter_expect(&one, "No card on the reader.");
	pty_expect_gone(one.pty, "900000004100000");
	counter_put(&one, "N-00108");
	counter_expect(&one, "valid; revocation not checked");
	pty_expect(one.pty, "N-00108");
	counter_press(&one, "<Esc><Esc>");
	counter_expect(&one, "Reserved today");
}

static void
the_page_is_whole_at_80x24(void **state)
{
	static const char *const ids[] = {"Individual Number Card",
	    "Chip serial", "Municipality", "Card until", "not in the list",
	    "Signature certificate password",
	    "User authentication certificate PIN", "Resident register PIN",
	    " (2nd place)", "Card data input PIN", "  Name on it", "  Issuer",
	    "  Valid", "  Chain", "valid; revocation not checked",
	    "protected: reading it needs the PIN", "Read again", "Back"};

	(void)state;
	counter_office_put(&office, 1, "stranger");
	open_status();
	for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++)
		counter_expect(&one, ids[i]);
}

static void
what_is_not_ours_is_named(void **state)
{
	(void)state;
	open_status();
	counter_put(&one, "phone");
	counter_expect(&one, "a phone, not a card");
	counter_put(&one, NULL);
	counter_expect(&one, "No card on the reader.");
	counter_put(&one, "other-card");
	counter_expect(&one, "not an Individual Number Card");
}

static void
each_look_is_audited_with_the_card_it_was(void **state)
{
	size_t looks, listed, commands;

	(void)state;
	counter_office_control(&office, 1, "N-00101", NULL);
	open_status();
	counter_expect(&one, "valid; revocation not checked");
	pty_settle(one.pty);
	commands = counter_office_commands(&office, 1);
	counter_press(&one, "<F5>");
	counter_office_wait_commands(&office, 1, 2 * commands);
	pty_settle(one.pty);
	counter_put(&one, NULL);
	counter_expect(&one, "No card on the reader.");
	counter_put(&one, "phone");
	counter_expect(&one, "a phone, not a card");
	counter_press(&one, "<Esc><Esc>");
	counter_leave(&one);
	looks = looks_in_audit(0, &listed);
	assert_int_equal(looks, 3);
	assert_int_equal(listed, 2);
	counter_office_run(&office,
	    (const char *const[]){"audit", "verify", NULL}, 0, NULL, 0);
}

static void
a_card_that_was_pulled_or_hangs_leaves_words_and_a_way_on(void **state)
{
	(void)state;
	open_status();
	counter_office_control(&office, 1, "N-00101", "pull-during 12");
	counter_office_wait_commands(&office, 1, 12);
	counter_expect(&one, "No card on the reader.");
	counter_office_control(&office, 1, NULL, NULL);
	counter_office_control(&office, 1, "N-00101", "sw=6F00 2");
	counter_expect_with(&one,
	    "The card gave an answer that makes no sense ({sw}).", "sw",
	    "6F00");
	counter_office_control(&office, 1, "N-00101", NULL);
	counter_press(&one, "<F5>");
	counter_expect(&one, "valid; revocation not checked");
}

static void
the_card_has_no_power_while_its_status_is_read_by_people(void **state)
{
	(void)state;
	counter_office_put(&office, 1, "N-00101");
	open_status();
	counter_expect(&one, "valid; revocation not checked");
	pty_settle(one.pty);
	/* so that another program gets it at once, by the same reader */
	counter_office_run(&office,
	    (const char *const[]){"card", "status", NULL}, 0, out, OUT_SIZE);
	assert_non_null(strstr(out, "900000004100000"));
}

/* The command's document. */
static struct json *
status_json(int code)
{
	char path[COUNTER_PATH_SIZE];
	struct json *j = NULL;
	struct failure f = {0};
	FILE *file;

	counter_office_run(&office,
	    (const char *const[]){"card", "status", "--json", NULL}, code, out,
	    OUT_SIZE);
	counter_office_path(&office, "status.json", path, sizeof(path));
	file = fopen(path, "we");
	assert_non_null(file);
	/* what is said to people while waiting is not of the document */
	assert_non_null(strchr(out, '{'));
	fputs(strchr(out, '{'), file);
	fclose(file);
	assert_int_equal(json_read(path, &j, &f), KERR_OK);
	return j;
}

static void
the_command_tells_the_same_as_one_document(void **state)
{
	const struct json *auth, *pin;
	struct json *j;

	(void)state;
	counter_office_put(&office, 1, "N-00101");
	j = status_json(0);
	assert_string_equal(json_get_text(j, "kind"), "plastic");
	assert_string_equal(json_get_text(j, "serial"), "900000004100000");
	assert_string_equal(json_get_text(j, "municipality"), "13208");
	assert_int_equal(json_count(json_get(j, "pins")), 5);
	pin = json_at(json_get(j, "pins"), 0);
	assert_string_equal(json_get_text(pin, "pin"), "sign");
	assert_string_equal(json_get_text(pin, "state"), "open");
	assert_int_equal(json_get_number(pin, "tries_left", -1), 5);
	auth = json_at(json_get(j, "certificates"), 0);
	assert_string_equal(json_get_text(auth, "use"), "auth");
	assert_string_equal(json_get_text(auth, "chain"), "valid");
	assert_string_equal(
	    json_get_text(json_at(json_get(j, "certificates"), 1), "state"),
	    "protected");
	json_free(&j);
	counter_office_put(&office, 1, "phone");
	j = status_json(0);
	assert_string_equal(json_get_text(j, "kind"), "phone");
	assert_null(json_get_text(j, "serial"));
	json_free(&j);
}

static void
the_command_says_no_when_there_is_no_card_or_another(void **state)
{
	struct json *j;

	(void)state;
	counter_office_put(&office, 1, "other-card");
	j = status_json(1);
	assert_string_equal(json_get_text(j, "kind"), "other");
	json_free(&j);
	counter_office_put(&office, 1, NULL);
	j = status_json(1); /* after ten seconds */
	assert_string_equal(
	    json_get_text(json_get(j, "error"), "code"), "ERR_CARD_ABSENT");
	json_free(&j);
}

static void
without_ca_files_the_chain_is_not_judged(void **state)
{
	struct json *j;

	(void)state;
	counter_office_set(&office, "ca_directory = ca\n", "");
	counter_office_put(&office, 1, "N-00101");
	j = status_json(0);
	assert_string_equal(
	    json_get_text(json_at(json_get(j, "certificates"), 0), "chain"),
	    "no_ca");
	json_free(&j);
}

static void
the_command_needs_no_store(void **state)
{
	char path[COUNTER_PATH_SIZE];

	(void)state;
	counter_office_put(&office, 1, "N-00101");
	counter_office_path(&office, "store/kiosk.db", path, sizeof(path));
	assert_int_equal(unlink(path), 0);
	counter_office_run(&office,
	    (const char *const[]){"card", "status", NULL}, 0, out, OUT_SIZE);
	assert_non_null(strstr(out, "Individual Number Card"));
}

static void
a_real_reader_without_its_service_is_something_outside(void **state)
{
	(void)state;
	counter_office_set(&office, "transport = training", "transport = pcsc");
	/* where no pcscd can be: a socket that is not there */
	assert_int_equal(
	    setenv("PCSCLITE_CSOCK_NAME", "/nonexistent/pcscd.comm", 1), 0);
	counter_office_run(&office,
	    (const char *const[]){"card", "status", NULL}, 3, out, OUT_SIZE);
	assert_int_equal(unsetenv("PCSCLITE_CSOCK_NAME"), 0);
	assert_non_null(strstr(out, "pcscd"));
}

#define STORY(name, language) \
	cmocka_unit_test_setup_teardown(name, begin_##language, end)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    STORY(
		a_card_is_read_when_it_is_placed_and_forgotten_when_lifted, en),
	    STORY(the_page_is_whole_at_80x24, en),
	    STORY(the_page_is_whole_at_80x24, ja),
	    STORY(what_is_not_ours_is_named, ja),
	    STORY(each_look_is_audited_with_the_card_it_was, en),
	    STORY(
		a_card_that_was_pulled_or_hangs_leaves_words_and_a_way_on, en),
	    STORY(the_card_has_no_power_while_its_status_is_read_by_people, en),
	    STORY(the_command_tells_the_same_as_one_document, en),
	    STORY(the_command_says_no_when_there_is_no_card_or_another, en),
	    STORY(without_ca_files_the_chain_is_not_judged, en),
	    STORY(the_command_needs_no_store, en),
	    STORY(a_real_reader_without_its_service_is_something_outside, en),
	};
	int failed;

	counter_init();
	assert_int_equal(secret_init(), KERR_OK);
	failed = cmocka_run_group_tests_name("card status", tests, NULL, NULL);
	counter_office_forget();
	return failed;
}
