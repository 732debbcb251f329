/* What residents and clerks type in secret is nowhere: not in the store, its
 * log, the spool, the audit, the cards' files, nor in any byte that went to the
 * terminal, nor in the environment or the arguments of a process. Two runs
 * alike but for the secrets tell what occurs by chance. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/counter_pins.h"
#include "support/leak.h"
#include "support/program.h"

#define CARD "N-00101"

enum { SIGN, CODE, PIN, SECRETS };
#define LONG_ONES PIN /* before it: long enough not to occur by chance */

static const char *const secrets[2][SECRETS] = {
    {"HANABI7SAKURA428", "59260417", "8305"},
    {"TSUBAKI5MOMIJI93", "70318264", "6172"},
};

/* What one run left behind. */
static struct {
	struct counter_office office;
	char *terminal;
	size_t terminal_len;
	char *processes;
	size_t processes_len;
} runs[2];

static struct counter_office real;
static struct counter one;

static void
keep_file(FILE *to, pid_t pid, const char *name)
{
	char path[64];
	int c;
	FILE *from;

	snprintf(path, sizeof(path), "/proc/%d/%s", (int)pid, name);
	from = fopen(path, "re");
	while (from != NULL && (c = getc(from)) != EOF)
		putc(c, to);
	if (from != NULL)
		fclose(from);
}

/* While the secrets are held: what anybody may see of the processes. */
static void
keep_processes(int run)
{
	const pid_t pids[] = {pty_pid(one.pty),
	    counter_child(&one, "--card-agent"),
	    counter_child(&one, "--serve")};
	FILE *to =
	    open_memstream(&runs[run].processes, &runs[run].processes_len);

	assert_non_null(to);
	for (size_t i = 0; i < sizeof(pids) / sizeof(pids[0]); i++) {
		assert_true(pids[i] > 0);
		keep_file(to, pids[i], "environ");
		keep_file(to, pids[i], "cmdline");
	}
	assert_int_equal(fclose(to), 0);
	assert_true(runs[run].processes_len > 0);
}

static void
type_twice(const char *first, const char *second)
{
	counter_press(&one, first);
	counter_press(&one, "<Enter>");
	counter_expect(&one, "Enter it again");
	counter_press(&one, second);
	counter_press(&one, "<Enter>");
}

/* As people do it: small letters, a slip of the finger, a wrong code. */
static void
choose(const char *sign, const char *pin)
{
	counter_hand_over(&one);
	counter_press(&one, "<Enter>");
	counter_expect(&one, "Whose card is this?");
	counter_press(&one, "<Enter>");
	counter_expect(&one, "You will set your PINs now");
	counter_press(&one, "<Enter>");
	counter_expect(&one, "Enter a new signature password");
	type_twice(sign, "OTHER5WORD");
	counter_expect(
	    &one, "The two entries do not match. This costs no try.");
	type_twice(sign, sign);
	counter_expect(&one, "Enter a new 4-digit PIN");
	type_twice(pin, pin);
	counter_expect(&one, "Use the same 4-digit PIN for all three?");
	counter_press(&one, "<F8>");
	counter_expect(&one, "These PINs will be written to the card");
}

static void
take_back(const char *code)
{
	counter_press(&one, "<F7>");
	counter_expect(&one, "Counter code");
	counter_press(&one, "0000<Enter>");
	counter_expect(&one, "Signed in");
	counter_press(&one, code);
	counter_press(&one, "<Enter>");
	counter_expect(&one, "Training: activate the card here.");
}

static void
collect(int run)
{
	const char *const *s = secrets[run];
	struct counter_office *o = &runs[run].office;
	const char *bytes;

	counter_office_begin(o, LANG_EN);
	one.code = s[CODE];
	counter_open(&one, o, 1);
	counter_sign_in(&one, "1002");
	counter_open_case(&one, CARD);
	counter_press(&one, "<F2>");
	counter_expect(&one, "For the PIN screens and for slips.");
	counter_press(&one, "<Down><Enter>");
	counter_walk(&one, COUNTER_FOREIGN, STEP_WHO, STEP_RIGHT_CARD);
	counter_put(&one, CARD);
	counter_expect_with(&one, "Done: {step}.", "step", "Right card");
	counter_walk(&one, COUNTER_FOREIGN, STEP_CONFIRM, STEP_PINS);
	choose(s[SIGN], s[PIN]);
	keep_processes(run);
	counter_write_pins(&one);
	take_back(s[CODE]);
	counter_walk(&one, COUNTER_FOREIGN, STEP_ACTIVATION, STEP_COUNT);
	bytes = pty_bytes(one.pty, &runs[run].terminal_len);
	runs[run].terminal = malloc(runs[run].terminal_len);
	assert_non_null(runs[run].terminal);
	memcpy(runs[run].terminal, bytes, runs[run].terminal_len);
	/* killed: the write-ahead log stays as it was */
	counter_free(&one);
}

static int
collect_twice(void **state)
{
	(void)state;
	collect(0);
	collect(1);
	return 0;
}

static int
forget_runs(void **state)
{
	(void)state;
	counter_free(&one);
	for (int r = 0; r < 2; r++) {
		free(runs[r].terminal);
		free(runs[r].processes);
		counter_office_end(&runs[r].office);
	}
	counter_office_end(&real);
	counter_office_forget();
	return 0;
}

static size_t
hits(int run, const char *secret)
{
	return leak_count_folder(runs[run].office.dir, secret) +
	       leak_count(runs[run].terminal, runs[run].terminal_len, secret) +
	       leak_count(runs[run].processes, runs[run].processes_len, secret);
}

static void
no_password_and_no_code_is_anywhere(void **state)
{
	(void)state;
	for (int run = 0; run < 2; run++)
		for (int s = 0; s < LONG_ONES; s++)
			if (hits(run, secrets[run][s]) != 0)
				fail_msg("secret %d of run %d is in %s", s, run,
				    runs[run].office.dir);
}

static void
four_digits_occur_no_more_often_than_by_chance(void **state)
{
	(void)state;
	for (int run = 0; run < 2; run++) {
		size_t own = hits(run, secrets[run][PIN]);
		size_t twin = hits(1 - run, secrets[run][PIN]);

		if (own > twin)
			fail_msg("run %d holds its PIN %zu times, its twin "
				 "%zu times",
			    run, own, twin);
	}
}

/* The same eyes find what is there. */
static void
what_is_planted_is_found_in_every_writing(void **state)
{
	char path[COUNTER_PATH_SIZE];

	(void)state;
	counter_office_path(&runs[0].office, "log/planted", path, sizeof(path));
	for (int s = 0; s < SECRETS; s++)
		for (int w = 0; w < leak_writings(); w++) {
			const char *secret = secrets[0][s];
			size_t before = hits(0, secret), n = 0;
			char *planted = leak_write(secret, w, &n);
			FILE *to = fopen(path, "we");

			assert_non_null(to);
			fprintf(to, "x=");
			assert_int_equal(fwrite(planted, 1, n, to), n);
			fprintf(to, ";\n");
			assert_int_equal(fclose(to), 0);
			if (hits(0, secret) <= before)
				fail_msg(
				    "writing %d of secret %d is missed", w, s);
			free(planted);
			assert_int_equal(remove(path), 0);
		}
}

/* A real office shows no passwords, so there the clerk's is a secret too. */
static const char real_ini[] = "[office]\n"
			       "name = Chofu\n"
			       "name_latin = Chofu City\n"
			       "municipality = 132080\n"
			       "language = en\n"
			       "[store]\n"
			       "path = store/kiosk.db\n"
			       "keys = keys/audit.keys\n"
			       "spool = spool\n"
			       "log = log/kiosk.log\n"
			       "[counter]\n"
			       "number = 1\n"
			       "[reader]\n"
			       "transport = pcsc\n";

#define PASSWORD "wooden bridge 1204"

static void
found_office(struct counter_office *o)
{
	char path[COUNTER_PATH_SIZE], said[1024];
	const char *const argv[] = {COUNTER_PROGRAM, "init", "--config", path,
	    "--supervisor", "9001", "--name", "Tanaka", "--password-stdin",
	    NULL};
	FILE *to;

	o->lang = LANG_EN;
	strcpy(o->dir, "/tmp/kiosk-flow.XXXXXX");
	assert_non_null(mkdtemp(o->dir));
	to = fopen(
	    counter_office_path(o, "kiosk.ini", path, sizeof(path)), "we");
	assert_non_null(to);
	assert_true(fputs(real_ini, to) >= 0);
	assert_int_equal(fclose(to), 0);
	if (program_run(argv, PASSWORD "\n", said, sizeof(said)) != 0)
		fail_msg("no office: %s", said);
}

static void
a_staff_password_is_nowhere_either(void **state)
{
	struct counter_office *o = &real;
	const char *bytes;
	size_t n = 0;

	(void)state;
	found_office(o);
	counter_open(&one, o, 1);
	counter_press(&one, "9001<Tab>" PASSWORD "x<Enter>");
	counter_expect(&one, "The staff number or the password is wrong.");
	counter_press(&one, PASSWORD "<Enter>");
	counter_expect(&one, "Counter code for today");
	bytes = pty_bytes(one.pty, &n);
	assert_int_equal(leak_count(bytes, n, PASSWORD), 0);
	assert_true(leak_count(bytes, n, "Tanaka") > 0);
	counter_free(&one);
	assert_int_equal(leak_count_folder(o->dir, PASSWORD), 0);
	assert_true(leak_count_folder(o->dir, "Tanaka") > 0);
}

/* What was looked at is what there is: the things that surely are in it. */
static void
what_is_looked_at_holds_what_it_should(void **state)
{
	(void)state;
	for (int run = 0; run < 2; run++) {
		char *slip = counter_office_slip(&runs[run].office);

		assert_non_null(slip);
		free(slip);
		assert_true(
		    leak_count_folder(runs[run].office.dir, "NGUYEN") > 0);
		assert_true(leak_count(runs[run].terminal,
				runs[run].terminal_len, "NGUYEN") > 0);
		assert_true(leak_count(runs[run].processes,
				runs[run].processes_len, "--card-agent") > 0);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(no_password_and_no_code_is_anywhere),
	    cmocka_unit_test(a_staff_password_is_nowhere_either),
	    cmocka_unit_test(four_digits_occur_no_more_often_than_by_chance),
	    cmocka_unit_test(what_is_planted_is_found_in_every_writing),
	    cmocka_unit_test(what_is_looked_at_holds_what_it_should),
	};

	counter_init();
	return cmocka_run_group_tests_name(
	    "secrecy", tests, collect_twice, forget_runs);
}
