/* commands_test.c -- the program as scripts call it: exit codes, one JSON
 * document, sentences with a way out; and its offices from the outside. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/json.h"
#include "base/seal.h"
#include "base/secret.h"
#include "desk/day.h"
#include "desk/office.h"
#include "desk/training.h"
#include "store/store.h"
#include "store/waiting.h"
#include "support/program.h"
#include "support/pty.h"
#include "support/store_office.h"

#define KIOSK	 KIOSK_BUILD "/kiosk"
#define OUT_SIZE 65536
#define CLOCK	 "2026-11-24T10:00"
#define PASSWORD "mizu-umi-no-fune"

/* A directory with a training office in office/. */
struct place {
	char dir[64];
	char office[72];
	char out[OUT_SIZE]; /* of the last command, both outputs */
	char json_path[96];
};

static char shared[64]; /* holds an office; copied, since tests change it */

/* Run a shell line in which $K is the program and $O the office. */
static int
run_with(struct place *p, const char *input, const char *line)
{
	char command[2048];
	const char *const argv[] = {"/bin/sh", "-c", command, NULL};

	snprintf(command, sizeof(command),
	    "K=" KIOSK "; O=%s; D=%s; J=%s; unset LANG LC_ALL LC_MESSAGES; %s",
	    p->office, p->dir, p->json_path, line);
	return program_run(argv, input, p->out, sizeof(p->out));
}

static int
run(struct place *p, const char *line)
{
	return run_with(p, NULL, line);
}

/* The one document that the line put into $J. */
static struct json *
read_json(struct place *p)
{
	struct json *j = NULL;
	struct failure f = {0};

	assert_int_equal(json_read(p->json_path, &j, &f), KERR_OK);
	return j;
}

static int
begin(void **state)
{
	struct place *p = calloc(1, sizeof(*p));
	char line[160];

	assert_non_null(p);
	strcpy(p->dir, "/tmp/kiosk-commands-XXXXXX");
	assert_non_null(mkdtemp(p->dir));
	snprintf(p->office, sizeof(p->office), "%s/office", p->dir);
	snprintf(p->json_path, sizeof(p->json_path), "%s/out.json", p->dir);
	snprintf(line, sizeof(line), "cp -a %s/office $O", shared);
	assert_int_equal(run(p, line), 0);
	*state = p;
	return 0;
}

static int
end(void **state)
{
	struct place *p = *state;

	assert_int_equal(run(p, "rm -rf $D"), 0);
	free(p);
	return 0;
}

static int
begin_all(void **state)
{
	static struct place p;

	(void)state;
	assert_int_equal(secret_init(), KERR_OK);
	strcpy(shared, "/tmp/kiosk-commands-XXXXXX");
	assert_non_null(mkdtemp(shared));
	strcpy(p.dir, shared);
	snprintf(p.office, sizeof(p.office), "%s/office", shared);
	return run(&p, "$K training --dir $O --clock " CLOCK);
}

static int
end_all(void **state)
{
	static struct place p;

	(void)state;
	strcpy(p.dir, shared);
	return run(&p, "rm -rf $D");
}

static void
expect_says(const struct place *p, const char *text)
{
	if (strstr(p->out, text) == NULL)
		print_message("said: %s\n", p->out);
	assert_non_null(strstr(p->out, text));
}

struct inside {
	struct office_settings settings;
	struct seal_keys *keys;
	struct store *st;
};

static void
open_inside(const struct place *p, struct inside *in)
{
	char path[128];
	struct failure f = {0};

	snprintf(path, sizeof(path), "%s/kiosk.ini", p->office);
	assert_int_equal(office_read(path, 0, &in->settings, &f), KERR_OK);
	assert_int_equal(
	    seal_keys_open(in->settings.keys, &in->keys, &f), KERR_OK);
	assert_int_equal(store_open(in->settings.store, in->keys,
			     STORE_COUNTER_NONE, &in->st, &f),
	    KERR_OK);
}

static void
close_inside(struct inside *in)
{
	store_close(&in->st);
	seal_keys_free(&in->keys);
}

/* -- usage -- */

static void
help_and_version_are_said_and_nothing_else(void **state)
{
	struct place *p = *state;

	assert_int_equal(run(p, "$K --version"), 0);
	expect_says(p, "kiosk 0.");
	assert_int_equal(run(p, "$K --help"), 0);
	expect_says(p, "kiosk import arrivals FILE.csv");
	expect_says(p, "kiosk audit verify");
}

static void
wrong_usage_is_two_with_the_way_out(void **state)
{
	struct place *p = *state;
	static const char *const lines[] = {"$K", "$K dance", "$K --colour",
	    "$K summary", "$K --config", "$K import arrivals --dir $O",
	    "$K summary --date tomorrow --dir $O", "$K training",
	    "$K --config $O/kiosk.ini --counter 0",
	    "$K staff add --number 9 --dir $O",
	    "$K closed-days add --from never --said x --dir $O",
	    "$K closed-days remove x --dir $O",
	    "$K training --dir $D/y --language fr",
	    "$K training card place --dir $O"};

	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		char line[256];
		struct json *j;

		assert_int_equal(run(p, lines[i]), 2);
		expect_says(p, "kiosk --help");
		snprintf(line, sizeof(line), "%s --json >$J", lines[i]);
		assert_int_equal(run(p, line), 2);
		if (i == 0 || i == 8) /* the counter itself has no JSON */
			continue;
		assert_string_equal(p->out, "");
		j = read_json(p);
		assert_string_equal(
		    json_get_text(json_get(j, "error"), "code"), "ERR_USAGE");
		json_free(&j);
	}
}

static void
sentences_come_in_the_callers_language(void **state)
{
	struct place *p = *state;

	assert_int_equal(run(p, "LC_ALL=ja_JP.UTF-8 $K dance"), 2);
	expect_says(p, "コマンドが分かりません");
	assert_int_equal(run(p, "LANG=ja_JP.UTF-8 LC_ALL=C.UTF-8 $K dance"), 2);
	expect_says(p, "not understood");
}

static void
options_stand_before_or_after_the_words(void **state)
{
	struct place *p = *state;

	assert_int_equal(
	    run(p, "$K --config $O/kiosk.ini audit verify --json >$J"), 0);
	assert_int_equal(run(p, "$K audit --json verify --dir $O >$J"), 0);
}

/* -- opening the counter -- */

static void
without_a_terminal_it_says_so_and_leaves(void **state)
{
	struct place *p = *state;

	assert_int_equal(run(p, "$K --config $O/kiosk.ini </dev/null"), 3);
	expect_says(p, "needs a terminal");
}

static void
a_broken_setting_is_named_with_its_line(void **state)
{
	struct place *p = *state;

	assert_int_equal(run(p, "sed -i 's/^number = 1$/number = many/' "
				"$O/kiosk.ini; $K --config $O/kiosk.ini"),
	    3);
	expect_says(p, "kiosk.ini, line 17");
	expect_says(p, "Correct that line");
	assert_int_equal(run(p, "$K summary --json --dir $O >$J"), 3);
	assert_int_equal(run(p, "$K --config $D/none.ini"), 3);
	expect_says(p, "none.ini");
}

static void
a_store_of_a_newer_program_or_of_nobody_is_left_alone(void **state)
{
	struct place *p = *state;
	struct store_office o = {.path = ""};

	snprintf(o.path, sizeof(o.path), "%s/store/kiosk.db", p->office);
	store_office_tamper(&o, "INSERT INTO schema_version (version, "
				"applied_at) VALUES (9999, 0)");
	assert_int_equal(run(p, "$K summary --dir $O"), 3);
	expect_says(p, "9999");
	assert_int_equal(run(p, "rm $O/store/*; $K summary --dir $O"), 3);
	expect_says(p, "There is no store at");
	assert_int_equal(
	    run(p, "chmod 644 $O/keys/audit.keys; $K summary --dir $O"), 3);
	expect_says(p, "chmod");
}

static void
the_counter_opens_follows_the_reader_and_leaves_nothing_behind(void **state)
{
	struct place *p = *state;
	char config[128];
	const char *const argv[] = {KIOSK, "--config", config, NULL};
	const struct pty_how how = {.argv = argv};
	struct pty *pty;

	snprintf(config, sizeof(config), "%s/kiosk.ini", p->office);
	assert_int_equal(
	    run(p, "sed -i 's/^language = ja/language = en/' $O/kiosk.ini"), 0);
	pty = pty_start(&how);
	pty_expect(pty, "TRAINING - invented people");
	pty_expect(pty, "2026-11-24");
	pty_expect(pty, "hanako-no-asagao");
	pty_expect(pty, "reader: ready, no card");
	assert_int_equal(run(p, "$K training card place N-00101 --dir $O"), 0);
	pty_expect_gone(pty, "no card");
	assert_int_equal(run(p, "$K training card list --dir $O"), 0);
	expect_says(p, "* N-00101");
	assert_int_equal(run(p, "$K training card remove --dir $O"), 0);
	pty_expect(pty, "no card");
	/* a second terminal of the same counter */
	{
		struct pty *second = pty_start(&how);

		pty_expect(second, "already open in another terminal");
		pty_expect_exit(second, 1);
		pty_free(&second);
	}
	pty_press(pty, "1001<Tab>hanako-no-asagao<Enter>");
	pty_expect(pty, "Counter code for today");
	pty_kill(pty, SIGTERM);
	pty_expect_exit(pty, 0);
	pty_free(&pty);
	assert_int_equal(run(p, "test ! -S $O/reader-1.socket"), 0);
}

static void
a_killed_or_hung_up_counter_opens_again_with_its_reader(void **state)
{
	struct place *p = *state;
	char config[128];
	const char *const argv[] = {KIOSK, "--config", config, NULL};
	const struct pty_how how = {.argv = argv};
	struct pty *pty;

	snprintf(config, sizeof(config), "%s/kiosk.ini", p->office);
	assert_int_equal(
	    run(p, "sed -i 's/^language = ja/language = en/' $O/kiosk.ini"), 0);
	for (int i = 0; i < 3; i++) {
		pty = pty_start(&how);
		pty_expect(pty, "reader: ready, no card");
		if (i == 1)
			pty_hang_up(pty);
		else
			pty_kill(pty, SIGKILL);
		(void)pty_wait(pty);
		pty_free(&pty);
	}
	pty = pty_start(&how);
	pty_expect(pty, "reader: ready, no card");
	pty_press(pty, "<Esc>");
	pty_expect(pty, "The program ends");
	pty_press(pty, "<F8>");
	pty_expect_exit(pty, 0);
	pty_free(&pty);
}

static void
a_terminal_that_cannot_be_used_is_named(void **state)
{
	struct place *p = *state;
	char config[128];
	const char *const argv[] = {KIOSK, "--config", config, NULL};
	static const char *const odd[] = {"TERM=nosuchterm", NULL};
	static const char *const none[] = {"TERM", NULL};
	static const char *const latin[] = {"LC_ALL=en_US.ISO-8859-1", NULL};
	const struct {
		const char *const *environment;
		const char *said;
	} cases[] = {
	    {odd, "TERM=nosuchterm"}, {none, "TERM="}, {latin, "is not UTF-8"}};

	snprintf(config, sizeof(config), "%s/kiosk.ini", p->office);
	for (size_t i = 0; i < 3; i++) {
		const struct pty_how how = {
		    .argv = argv, .environment = cases[i].environment};
		struct pty *pty = pty_start(&how);

		pty_expect(pty, cases[i].said);
		pty_expect_exit(pty, 3);
		pty_free(&pty);
	}
}

/* -- the training office -- */

static void
a_training_office_is_private_and_not_made_twice(void **state)
{
	struct place *p = *state;
	static const char *const folders[] = {
	    "", "/store", "/keys", "/cards", "/spool", "/log"};
	struct stat st;
	char path[160];

	for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++) {
		snprintf(path, sizeof(path), "%s%s", p->office, folders[i]);
		assert_int_equal(stat(path, &st), 0);
		assert_int_equal(st.st_mode & 0777, 0700);
	}
	assert_int_equal(run(p, "find $O -type f -perm /077 | grep ."), 1);
	assert_int_equal(run(p, "$K training --dir $O"), 1);
	/* one that an earlier version made had no authorities: it gets them,
	 * once, and keeps the rest */
	assert_int_equal(run(p, "cp -a $O $D/early && rm -r $D/early/ca &&"
				" sed -i /ca_directory/d $D/early/kiosk.ini &&"
				" $K training --dir $D/early"),
	    0);
	assert_int_equal(
	    run(p, "grep -c 'ca_directory = ca' $D/early/kiosk.ini &&"
		   " ls $D/early/ca/ca-auth.pem"),
	    0);
	assert_int_equal(run(p, "$K training --dir $D/early"), 1);
	expect_says(p, "already");
	assert_int_equal(run(p, "mkdir $D/full; touch $D/full/x; "
				"$K training --dir $D/full"),
	    1);
	assert_int_equal(run(p, "ls $D | grep -c full"), 0);
	expect_says(p, "1\n"); /* nothing half made beside it */
	assert_int_equal(
	    run(p, "$K training --dir $D/z --clock 24.11.2026"), 3);
	expect_says(p, "2026-11-24T10:00");
}

static void
every_waiting_card_has_its_virtual_card(void **state)
{
	struct place *p = *state;
	struct inside in;
	struct waiting_row rows[60];
	struct card_record card;
	struct json *j = NULL;
	size_t count = 0;
	int foreign = 0, children = 0, reserved = 0;
	char path[200];

	open_inside(p, &in);
	assert_int_equal(waiting_list(in.st, 0, rows, 60, &count), KERR_OK);
	assert_true(count >= 30);
	for (size_t i = 0; i < count; i++) {
		assert_int_equal(
		    cards_get(in.st, rows[i].card, &card), KERR_OK);
		snprintf(path, sizeof(path), "%s/cards/%s.card", p->office,
		    rows[i].notice_no);
		assert_int_equal(json_read(path, &j, NULL), KERR_OK);
		assert_string_equal(
		    json_get_text(j, "chip_serial"), card.chip_serial);
		json_free(&j);
		foreign += rows[i].foreign;
		children +=
		    date_age(rows[i].born, (struct date){2026, 11, 24}) < 15;
		reserved += rows[i].reserved_at != 0;
		assert_true(rows[i].reserved_at == 0 ||
			    date_compare(date_of_utc(rows[i].reserved_at),
				(struct date){2026, 11, 24}) == 0);
	}
	assert_true(foreign > (int)count / 2 && foreign < (int)count);
	assert_true(children >= 4);
	assert_true(reserved >= 10);
	close_inside(&in);
}

static void
two_offices_of_one_clock_hold_the_same(void **state)
{
	struct place *p = *state;
	struct store_office a = {.path = ""}, b = {.path = ""};
	static const char *const sums[] = {"SELECT count(*) FROM card",
	    "SELECT sum(CAST(chip_serial AS INTEGER) * id) FROM card",
	    "SELECT sum(queue_at) FROM card",
	    "SELECT sum(length(roman || kanji || born) * id) FROM person",
	    "SELECT count(DISTINCT state) FROM card"};

	assert_int_equal(
	    run(p, "$K training --dir $D/other --clock " CLOCK), 0);
	snprintf(a.path, sizeof(a.path), "%s/store/kiosk.db", p->office);
	snprintf(b.path, sizeof(b.path), "%s/other/store/kiosk.db", p->dir);
	for (size_t i = 0; i < sizeof(sums) / sizeof(sums[0]); i++)
		assert_int_equal(store_office_number(&a, sums[i]),
		    store_office_number(&b, sums[i]));
	assert_true(store_office_number(&a, sums[4]) >= 16);
}

static void
virtual_cards_are_placed_torn_away_and_made_to_fail_by_scripts(void **state)
{
	struct place *p = *state;
	struct json *j;

	assert_int_equal(run(p, "$K training card place nobody --dir $O"), 1);
	assert_int_equal(
	    run(p, "$K training card place N-00102 --fault hang:3 --dir $O "
		   "--counter 2 && cat $O/reader-2.control"),
	    0);
	expect_says(p, "card N-00102\n");
	expect_says(p, "fault hang 3\n");
	assert_int_equal(
	    run(p, "$K training card fault --fault melt:1 --dir $O"), 2);
	assert_int_equal(run(p, "$K training card pull --counter 2 --dir $O; "
				"$K training card clear --counter 2 --dir $O; "
				"cat $O/reader-2.control"),
	    0);
	assert_string_equal(p->out, "");
	assert_int_equal(
	    run(p, "$K training card list --json --dir $O >$J"), 0);
	j = read_json(p);
	assert_true(json_count(j) > 35);
	json_free(&j);
}

static void
a_visit_paused_the_day_before_waits_to_be_gone_on_with(void **state)
{
	struct place *p = *state;
	struct json *j;

	assert_int_equal(run(p, "$K summary --date 2026-11-23 --json --dir $O "
				">$J"),
	    0);
	j = read_json(p);
	assert_int_equal(json_get_number(j, "opened", -1), 1);
	assert_int_equal(json_get_number(j, "paused", -1), 1);
	assert_int_equal(json_get_number(j, "attention", -1), 0);
	json_free(&j);
	assert_int_equal(run(p, "$K audit verify --json --dir $O >$J"), 0);
	j = read_json(p);
	assert_int_equal(json_get_number(j, "counters", -1), 2);
	json_free(&j);
}

/* -- a real office -- */

static void
write_real_office(struct place *p)
{
	assert_int_equal(
	    run(p, "mkdir $D/real; sed -e 's|/var/lib/kiosk|r|; "
		   "s|/var/spool/kiosk|r/spool|; s|/var/log/kiosk|r/log|' "
		   "config/kiosk.example.ini >$D/real/kiosk.ini"),
	    0);
}

#define INIT \
	"$K init --config $D/real/kiosk.ini --supervisor 3001 --name '田中 " \
	"正子' --password-stdin"

static void
init_makes_a_private_office_whose_supervisor_can_act(void **state)
{
	struct place *p = *state;

	write_real_office(p);
	assert_int_equal(run_with(p, PASSWORD "\n", INIT), 0);
	expect_says(p, "Back up the key file");
	assert_int_equal(run(p, "find $D/real/r -perm /077 | grep ."), 1);
	assert_int_equal(run_with(p, PASSWORD "\n", INIT), 1);
	expect_says(p, "already");
	assert_int_equal(
	    run_with(p, PASSWORD "\nsora-tobu-neko\n",
		"$K staff add --number 1001 --name ABE --role clerk --by 3001 "
		"--password-stdin --config $D/real/kiosk.ini"),
	    0);
	assert_int_equal(
	    run_with(p, "sora-tobu-neko\nyama-no-ue-9\n",
		"$K staff add --number 1002 --name ABE --role clerk --by 1001 "
		"--password-stdin --config $D/real/kiosk.ini"),
	    1);
	expect_says(p, "Ask a supervisor");
	assert_int_equal(
	    run_with(p, PASSWORD "\nyama-no-ue-9\n",
		"$K staff add --number 1001 --name EBE --role clerk --by 3001 "
		"--password-stdin --config $D/real/kiosk.ini"),
	    1);
	expect_says(p, "somebody has it");
	assert_int_equal(run(p, "$K audit verify --config "
				"$D/real/kiosk.ini --json >$J"),
	    0);
	/* no password anywhere in the office */
	assert_int_equal(
	    run(p, "grep -r -e " PASSWORD " -e sora-tobu $D/real"), 1);
}

static void
weak_passwords_are_refused_before_anything_is_made(void **state)
{
	struct place *p = *state;
	static const char *const weak[] = {"short\n", "password123\n",
	    "1234567890\n", "aaaaaaaaaaaa\n", "abababababab\n", "my3001word\n",
	    "Qwerty1234\n"};

	write_real_office(p);
	for (size_t i = 0; i < sizeof(weak) / sizeof(weak[0]); i++) {
		assert_int_equal(run_with(p, weak[i], INIT), 1);
		expect_says(p, "at least 10");
		assert_int_equal(run(p, "test ! -e $D/real/r"), 0);
	}
	assert_int_equal(run_with(p, "", INIT), 2);
}

static void
init_asks_for_the_password_twice_and_shows_nothing(void **state)
{
	struct place *p = *state;
	char config[128];
	const char *const argv[] = {KIOSK, "init", "--config", config,
	    "--supervisor", "3001", "--name", "ABE", NULL};
	const struct pty_how how = {.argv = argv};
	struct pty *pty;

	write_real_office(p);
	snprintf(config, sizeof(config), "%s/real/kiosk.ini", p->dir);
	pty = pty_start(&how);
	pty_expect(pty, "Password:");
	pty_press(pty, PASSWORD "<Enter>");
	pty_expect(pty, "The same password again");
	pty_press(pty, "something-else<Enter>");
	pty_expect(pty, "They differ");
	pty_press(pty, PASSWORD "<Enter>");
	pty_press(pty, PASSWORD "<Enter>");
	pty_expect(pty, "The office is ready");
	pty_expect_exit(pty, 0);
	assert_int_equal(pty_count_bytes(pty, "mizu"), 0);
	pty_free(&pty);
}

static void
an_init_cut_off_before_its_supervisor_is_completed(void **state)
{
	struct place *p = *state;
	struct store_office o = {.path = ""};

	write_real_office(p);
	assert_int_equal(run_with(p, PASSWORD "\n", INIT), 0);
	snprintf(o.path, sizeof(o.path), "%s/real/r/store/kiosk.db", p->dir);
	store_office_tamper(&o, "DELETE FROM audit");
	store_office_tamper(&o, "DELETE FROM audit_head");
	store_office_tamper(&o, "DELETE FROM staff");
	assert_int_equal(run_with(p, PASSWORD "\n", INIT), 0);
	assert_int_equal(
	    store_office_number(&o, "SELECT count(*) FROM staff"), 1);
}

/* -- lists and reports -- */

static void
an_import_answers_in_text_and_as_one_document(void **state)
{
	struct place *p = *state;
	struct json *j;

	assert_int_equal(run(p, "$K import arrivals config/arrivals.sample.csv"
				" --dry-run --json --dir $O >$J"),
	    0);
	j = read_json(p);
	assert_int_equal(json_get_number(j, "rows", -1), 6);
	assert_int_equal(json_get_number(j, "imported", -1), 0);
	json_free(&j);
	assert_int_equal(run(p, "$K import arrivals "
				"config/arrivals.sample.csv --dir $O"),
	    0);
	expect_says(p, "6 imported");
	assert_int_equal(run(p, "$K import arrivals "
				"config/arrivals.sample.csv --dir $O --json "
				">$J"),
	    0);
	j = read_json(p);
	assert_int_equal(json_get_number(j, "known", -1), 6);
	json_free(&j);
}

static void
faults_are_shown_and_escape_sequences_are_not_obeyed(void **state)
{
	struct place *p = *state;
	struct json *j;

	assert_int_equal(
	    run(p, "sed 's/見本 さくら/\\x1b[31mred/; s/はい,永住者/hai,"
		   "永住者/' config/arrivals.sample.csv >$D/bad.csv; $K import"
		   " arrivals $D/bad.csv --dir $O"),
	    1);
	expect_says(p, "line 3, column 氏名: there is a character");
	expect_says(p, "line 4, column 外国人: this is neither");
	expect_says(p, "2 faults in 6 rows: nothing was imported");
	assert_null(strchr(p->out, '\x1b'));
	assert_int_equal(
	    run(p, "$K import arrivals $D/bad.csv --dir $O --json >$J"), 1);
	j = read_json(p);
	assert_int_equal(json_get_number(j, "fault_count", -1), 2);
	assert_int_equal(
	    json_get_number(json_at(json_get(j, "faults"), 0), "line", -1), 3);
	json_free(&j);
	/* a heading with an escape sequence is shown, not obeyed */
	assert_int_equal(run(p, "printf 'a\\033[2Jb,c\\n' >$D/h.csv; "
				"$K import arrivals $D/h.csv --dir $O"),
	    1);
	expect_says(p, "a<1B>[2Jb");
	assert_null(strchr(p->out, '\x1b'));
	assert_int_equal(run(p, "$K import arrivals $D/none.csv --dir $O"), 3);
}

static void
a_broken_audit_is_named_by_counter_and_row(void **state)
{
	struct place *p = *state;
	struct store_office o = {.path = ""};
	struct json *j;

	assert_int_equal(run(p, "$K audit verify --dir $O"), 0);
	expect_says(p, "The audit is sound");
	snprintf(o.path, sizeof(o.path), "%s/store/kiosk.db", p->office);
	store_office_tamper(&o, "UPDATE audit SET verb = 'staff.sad' "
				"WHERE sequence = 4");
	assert_int_equal(run(p, "$K audit verify --dir $O"), 1);
	expect_says(p, "counter 0, row 4");
	assert_int_equal(run(p, "$K audit verify --json --dir $O >$J"), 1);
	j = read_json(p);
	assert_int_equal(json_get_number(j, "row", -1), 4);
	assert_string_equal(json_get_text(j, "fault"), "changed");
	json_free(&j);
}

static void
an_audit_that_was_taken_away_as_a_whole_is_missed(void **state)
{
	struct place *p = *state;
	struct store_office o = {.path = ""};

	snprintf(o.path, sizeof(o.path), "%s/store/kiosk.db", p->office);
	store_office_tamper(&o, "DELETE FROM audit");
	store_office_tamper(&o, "DELETE FROM audit_head");
	assert_int_equal(run(p, "$K audit verify --dir $O"), 1);
	expect_says(p, "counter 0, row 1");
}

static void
the_summary_has_the_numbers_of_the_day(void **state)
{
	struct place *p = *state;
	struct inside in;
	struct day_view *v = calloc(1, sizeof(*v));
	struct failure f = {0};
	struct json *j;

	assert_non_null(v);
	open_inside(p, &in);
	assert_int_equal(
	    day_load_store(in.st, (struct date){2026, 11, 24}, 0,
		utc_of_date((struct date){2026, 11, 24}) + 36000, v, &f),
	    KERR_OK);
	close_inside(&in);
	assert_int_equal(
	    run(p, "$K summary --date 2026-11-24 --json --dir $O >$J"), 0);
	j = read_json(p);
	assert_string_equal(json_get_text(j, "date"), "2026-11-24");
	assert_true(v->waiting > 0);
	assert_int_equal(json_get_number(j, "waiting", -1), v->waiting);
	assert_int_equal(json_get_number(j, "delivered", -1), v->delivered);
	for (size_t i = 0; i < v->age_count; i++)
		assert_int_equal(json_get_number(json_get(j, "waiting_age"),
				     v->age[i].code, -1),
		    v->age[i].count);
	json_free(&j);
	assert_int_equal(run(p, "$K summary --date R8.11.24 --dir $O"), 0);
	expect_says(p, "Now: waiting");
	expect_says(p, "###");
	free(v);
}

static void
closed_days_are_added_listed_and_taken_away(void **state)
{
	struct place *p = *state;
	struct json *j;

	assert_int_equal(run(p, "$K closed-days add --from 2026-12-29 --to "
				"2027-01-03 --said 年末年始 --dir $O --json "
				">$J"),
	    0);
	j = read_json(p);
	assert_int_equal(json_get_number(j, "id", -1), 2);
	json_free(&j);
	assert_int_equal(run(p, "$K closed-days list --dir $O"), 0);
	expect_says(p, "年末年始");
	expect_says(p, "sunday_after_third_saturday");
	assert_int_equal(run(p, "$K closed-days remove 2 --dir $O"), 0);
	assert_int_equal(run(p, "$K closed-days remove 2 --dir $O"), 1);
	assert_int_equal(run(p, "$K closed-days list --dir $O --json >$J"), 0);
	j = read_json(p);
	assert_int_equal(json_count(j), 1);
	json_free(&j);
	assert_int_equal(run(p, "$K audit verify --dir $O"), 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(help_and_version_are_said_and_nothing_else),
	    TEST(wrong_usage_is_two_with_the_way_out),
	    TEST(sentences_come_in_the_callers_language),
	    TEST(options_stand_before_or_after_the_words),
	    TEST(without_a_terminal_it_says_so_and_leaves),
	    TEST(a_broken_setting_is_named_with_its_line),
	    TEST(a_store_of_a_newer_program_or_of_nobody_is_left_alone),
	    TEST(
		the_counter_opens_follows_the_reader_and_leaves_nothing_behind),
	    TEST(a_killed_or_hung_up_counter_opens_again_with_its_reader),
	    TEST(a_terminal_that_cannot_be_used_is_named),
	    TEST(a_training_office_is_private_and_not_made_twice),
	    TEST(a_visit_paused_the_day_before_waits_to_be_gone_on_with),
	    TEST(every_waiting_card_has_its_virtual_card),
	    TEST(two_offices_of_one_clock_hold_the_same),
	    TEST(
		virtual_cards_are_placed_torn_away_and_made_to_fail_by_scripts),
	    TEST(init_makes_a_private_office_whose_supervisor_can_act),
	    TEST(weak_passwords_are_refused_before_anything_is_made),
	    TEST(init_asks_for_the_password_twice_and_shows_nothing),
	    TEST(an_init_cut_off_before_its_supervisor_is_completed),
	    TEST(an_import_answers_in_text_and_as_one_document),
	    TEST(faults_are_shown_and_escape_sequences_are_not_obeyed),
	    TEST(a_broken_audit_is_named_by_counter_and_row),
	    TEST(an_audit_that_was_taken_away_as_a_whole_is_missed),
	    TEST(the_summary_has_the_numbers_of_the_day),
	    TEST(closed_days_are_added_listed_and_taken_away),
	};

	return cmocka_run_group_tests(tests, begin_all, end_all);
}
