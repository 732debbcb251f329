/* Whatever is typed, pasted, set or broken: the program says in a clear
 * sentence what is wrong and what to do, and nothing is lost (issue 2, "Bad
 * input"). */
#include <fcntl.h>
#include <sched.h>
#include <setjmp.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "support/counter.h"
#include "support/program.h"

#define CARD	   "N-00101"
#define PASTE_SIZE (1024 * 1024)
#define DISK_SIZE  "size=24m,mode=0700"
#define FILLING	   (1024 * 1024)

static struct counter_office office;
static struct counter one;
static bool may_mount;

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
	counter_free(&one);
	counter_office_end(&office);
	return 0;
}

/* -- keys -- */

/* Everything but Enter and Esc, which lead somewhere on every screen; one by
 * one, as a hand does, and then sequences that no key sends. */
static void
type_junk(void)
{
	static const char *const sequences[] = {"\033[M !!", "\033[<0;10;10M",
	    "\033[<0;10;10m", "\033]0;title\007", "\033P1$r0m\033\\",
	    "\033[99~", "\033[1;5R", "\033[?1;2c", "\033OZ", "\033[I", "\033[O",
	    "\300\200", "\355\240\200", "\364\220\200\200", "\342\200\256",
	    "\033[200~\033[201~"};

	/* what does something by itself one by one, the rest as it comes */
	for (char byte = 1; byte < ' '; byte++) {
		const char typed[] = {byte, '\0'};

		if (strchr("\r\n\033", byte) == NULL)
			pty_press(one.pty, typed);
	}
	for (int byte = ' '; byte <= 256; byte++) {
		char typed = (char)byte;

		pty_send(one.pty, &typed, 1);
	}
	pty_settle(one.pty);
	for (size_t i = 0; i < sizeof(sequences) / sizeof(sequences[0]); i++) {
		pty_send(one.pty, sequences[i], strlen(sequences[i]));
		pty_settle(one.pty);
	}
	counter_press(&one, "<PgUp><PgDn><Home><End><Delete><F10><F11>");
	pty_settle(one.pty);
}

static void
wrong_keys_do_nothing_on_any_screen_of_staff(void **state)
{
	(void)state;
	counter_open(&one, &office, 1);
	type_junk();
	counter_expect(&one, "Staff number");
	counter_free(&one);
	counter_open(&one, &office, 1);
	counter_sign_in(&one, "1001");
	type_junk();
	counter_expect(&one, "Reserved today");
	/* what was typed stands in "Find": Esc empties it */
	counter_press(&one, "<Esc>");
	counter_open_case(&one, CARD);
	type_junk();
	counter_expect(&one, "Ask who came and for the notice (postcard).");
	counter_press(&one, "<F4>");
	counter_expect(&one, "Number of the visitor's ticket. Call by number, "
			     "never by name.");
	type_junk();
	counter_expect(&one, "Number of the visitor's ticket. Call by number, "
			     "never by name.");
	counter_press(&one, "<Esc>");
	counter_expect(&one, "Ask who came and for the notice (postcard).");
	counter_press(&one, "<F3>");
	counter_expect(&one, "Pause or stop");
	type_junk();
	counter_expect(&one, "Pause or stop");
	counter_press(&one, "<Esc>");
	counter_expect(&one, "Ask who came and for the notice (postcard).");
}

static void
a_megabyte_of_paste_opens_and_changes_nothing(void **state)
{
	char *text = malloc(PASTE_SIZE);

	(void)state;
	assert_non_null(text);
	for (size_t i = 0; i < PASTE_SIZE; i++)
		text[i] = "N-00101\r\033\033[19~8 \t\f"[i % 17];
	counter_open(&one, &office, 1);
	counter_sign_in(&one, "1001");
	pty_paste(one.pty, text, PASTE_SIZE);
	pty_settle(one.pty);
	counter_expect(&one, "Reserved today");
	counter_press(&one, "<Esc>");
	counter_open_case(&one, CARD);
	pty_paste(one.pty, text, PASTE_SIZE);
	pty_settle(one.pty);
	counter_expect(&one, "Ask who came and for the notice (postcard).");
	counter_walk(&one, COUNTER_FOREIGN, STEP_WHO, STEP_REGISTER);
	free(text);
}

/* -- the window -- */

static void
a_window_that_is_too_small_comes_back_as_it_was(void **state)
{
	char *before, *after;

	(void)state;
	counter_open(&one, &office, 1);
	counter_sign_in(&one, "1001");
	counter_open_case(&one, CARD);
	counter_press(&one, "<Right>");
	pty_settle(one.pty);
	before = pty_screen(one.pty);
	pty_resize(one.pty, 5, 20);
	pty_settle(one.pty);
	counter_press(&one, "<Tab>");
	pty_resize(one.pty, 1, 1);
	pty_settle(one.pty);
	pty_resize(one.pty, 24, 80);
	pty_settle(one.pty);
	counter_press(&one, "<Shift-Tab>");
	pty_settle(one.pty);
	after = pty_screen(one.pty);
	assert_string_equal(after, before);
	free(before);
	free(after);
}

/* -- what is set outside -- */

static void
ends_saying(
    const char *const *environment, const char *what, const char *way_out)
{
	counter_start(&one, &office, 1, environment);
	pty_expect_exit(one.pty, 3);
	pty_expect_words(one.pty, what);
	pty_expect_words(one.pty, way_out);
	counter_free(&one);
}

static void
a_terminal_that_cannot_be_used_is_named(void **state)
{
	static const char *const none[] = {"TERM", NULL};
	static const char *const unknown[] = {"TERM=nosuchterm", NULL};
	static const char *const dumb[] = {"TERM=dumb", NULL};
	static const char way_out[] = "TERM=xterm-256color";

	(void)state;
	ends_saying(none, "TERM=(unset)", way_out);
	ends_saying(unknown, "TERM=nosuchterm", way_out);
	ends_saying(dumb, "TERM=dumb", way_out);
}

static void
a_locale_that_is_not_utf8_is_named_and_an_absent_one_is_none(void **state)
{
	static const char *const other[] = {"LC_ALL=ja_JP.EUC-JP", NULL};
	static const char *const unset[] = {"LC_ALL", NULL};
	static const char *const missing[] = {"LC_ALL=xx_YY.UTF-8", NULL};

	(void)state;
	ends_saying(other, "ja_JP.EUC-JP", "LC_ALL=C.UTF-8");
	counter_start(&one, &office, 1, unset);
	counter_expect(&one, "Staff number");
	pty_expect(one.pty, "佐藤 花子");
	counter_free(&one);
	counter_start(&one, &office, 1, missing);
	counter_expect(&one, "Staff number");
	pty_expect(one.pty, "佐藤 花子");
}

/* -- what is broken -- */

static void
a_broken_configuration_is_named_by_file_line_and_reason(void **state)
{
	static const char *const broken[] = {
	    "number = one", "number 1", "number = 1\nnosuch = 3"};
	const char *now = "number = 1";

	(void)state;
	for (size_t i = 0; i < sizeof(broken) / sizeof(broken[0]); i++) {
		counter_office_set(&office, now, broken[i]);
		ends_saying(NULL, "kiosk.ini, line ",
		    "Correct that line, then start again.");
		now = broken[i];
	}
	counter_office_set(&office, now, "number = 1");
	counter_office_set(&office, "name_latin = Chofu City\n", "");
	ends_saying(
	    NULL, "name_latin is missing", "see config/kiosk.example.ini");
}

static void
run_sql(const char *sql)
{
	char path[COUNTER_PATH_SIZE];
	sqlite3 *db = NULL;

	counter_office_path(&office, "store/kiosk.db", path, sizeof(path));
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

/* The store's folder away and back, with all that belongs to the store. */
static void
move_store(const char *from, const char *to)
{
	char here[COUNTER_PATH_SIZE], there[COUNTER_PATH_SIZE];
	const char *const argv[] = {"mv", "-T", here, there, NULL};
	char said[256];

	counter_office_path(&office, from, here, sizeof(here));
	counter_office_path(&office, to, there, sizeof(there));
	assert_int_equal(program_run(argv, NULL, said, sizeof(said)), 0);
}

static void
make_no_store(void)
{
	char folder[COUNTER_PATH_SIZE], path[COUNTER_PATH_SIZE];
	FILE *to;

	counter_office_path(&office, "store", folder, sizeof(folder));
	counter_office_path(&office, "store/kiosk.db", path, sizeof(path));
	assert_int_equal(mkdir(folder, 0700), 0);
	to = fopen(path, "we");
	assert_non_null(to);
	for (int i = 0; i < 1000; i++)
		fputs("this is no store\n", to);
	assert_int_equal(fclose(to), 0);
	assert_int_equal(chmod(path, 0600), 0);
}

static void
a_store_that_is_newer_missing_or_none_is_left_alone(void **state)
{
	(void)state;
	move_store("store", "aside");
	ends_saying(NULL, "There is no store at",
	    "Create it: kiosk init --config FILE");
	make_no_store();
	ends_saying(NULL, "The store", "restore the last backup.");
	move_store("store", "none");
	move_store("aside", "store");
	run_sql("UPDATE schema_version SET version = version + 900");
	ends_saying(NULL, "newer than this program.",
	    "Start the newer program; this one will not touch it.");
	run_sql("UPDATE schema_version SET version = version - 900");
	counter_open(&one, &office, 1);
}

static void
need_mounts(void)
{
	if (!may_mount)
		skip();
}

static void
a_store_that_cannot_be_written_is_told_at_the_start(void **state)
{
	char store[COUNTER_PATH_SIZE];

	(void)state;
	need_mounts();
	counter_office_path(&office, "store", store, sizeof(store));
	assert_int_equal(mount(store, store, NULL, MS_BIND, NULL), 0);
	assert_int_equal(
	    mount(NULL, store, NULL, MS_BIND | MS_REMOUNT | MS_RDONLY, NULL),
	    0);
	ends_saying(NULL, "The store cannot be written.",
	    "Check the permissions of the store and its directory.");
	assert_int_equal(umount(store), 0);
	counter_open(&one, &office, 1);
}

/* Fill what is left of the disk; returns where. */
static void
fill_disk(const char *path)
{
	static char zeroes[FILLING];
	int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	size_t n = sizeof(zeroes);

	assert_true(fd >= 0);
	memset(zeroes, 'x', sizeof(zeroes));
	while (n > 0) {
		ssize_t written = write(fd, zeroes, n);

		if (written <= 0)
			n /= 2;
	}
	close(fd);
}

static void
a_full_disk_stops_the_step_and_loses_none(void **state)
{
	static struct counter_office whole;
	char from[80], filler[COUNTER_PATH_SIZE], said[1024];
	const char *const copy[] = {"cp", "-a", from, office.dir, NULL};

	(void)state;
	need_mounts();
	/* the same office on a small disk of its own */
	whole = office;
	strcpy(office.dir, "/tmp/kiosk-flow.XXXXXX");
	assert_non_null(mkdtemp(office.dir));
	assert_int_equal(mount("tmpfs", office.dir, "tmpfs", 0, DISK_SIZE), 0);
	snprintf(from, sizeof(from), "%s/.", whole.dir);
	assert_int_equal(program_run(copy, NULL, said, sizeof(said)), 0);
	counter_office_end(&whole);

	counter_open(&one, &office, 1);
	counter_sign_in(&one, "1001");
	counter_open_case(&one, CARD);
	counter_walk(&one, COUNTER_FOREIGN, STEP_WHO, STEP_REGISTER);
	counter_office_path(&office, "filler", filler, sizeof(filler));
	fill_disk(filler);
	counter_press(&one, counter_keys(COUNTER_FOREIGN, STEP_REGISTER));
	counter_expect(&one, "The disk is full: nothing was saved.");
	counter_expect(&one, "Free some space, then do the last step again.");
	/* space is made: what was ticked is still there */
	assert_int_equal(unlink(filler), 0);
	counter_press(&one, "<Enter>");
	counter_expect_with(&one, "Done: {step}.", "step", "Resident register");
	counter_free(&one);
	assert_int_equal(umount2(office.dir, MNT_DETACH), 0);
}

/* -- what comes in from outside -- */

static const char list_form[] =
    "application_id,kind,face_serial,chip_serial,notice_no,noticed_on,"
    "name_kanji,born,foreign,address,expiry,wants_sign,wants_auth,place\n"
    "13208202600000000000901,first,SAMPLE0000000901,900000000000901,S-00901,"
    "2026-04-01,%s,1980-05-05,no,%s,2035-05-05,yes,yes,S-01\n";

static void
import(const char *name, const char *address, int code, char said[1024])
{
	char path[COUNTER_PATH_SIZE];
	const char *const arguments[] = {"import", "arrivals", path, NULL};
	FILE *to = fopen(
	    counter_office_path(&office, "list.csv", path, sizeof(path)), "we");

	assert_non_null(to);
	fprintf(to, list_form, name, address);
	assert_int_equal(fclose(to), 0);
	counter_office_run(&office, arguments, code, said, 1024);
}

static void
a_name_with_escape_sequences_is_a_fault_and_obeyed_nowhere(void **state)
{
	char said[1024];

	(void)state;
	import("見本 \033[2J\033]0;x\007 太郎", "Chofu", 1, said);
	assert_null(strchr(said, '\033'));
	assert_null(strchr(said, '\007'));
	assert_non_null(strstr(said, "2"));
	import("見本 \342\200\256太郎", "Chofu", 1, said);
	assert_null(strstr(said, "\342\200\256"));
	/* what only looks like one is a name like another */
	import("見本 [2J 太郎", "Chofu ]0;x", 0, said);
	counter_open(&one, &office, 1);
	counter_sign_in(&one, "1001");
	counter_open_case(&one, "S-00901");
	counter_expect(&one, "見本 [2J 太郎");
	counter_walk(&one, COUNTER_NATIONAL, STEP_WHO, STEP_REGISTER);
	counter_expect(&one, "Chofu ]0;x");
}

#define STORY(name) cmocka_unit_test_setup_teardown(name, begin, end)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    STORY(wrong_keys_do_nothing_on_any_screen_of_staff),
	    STORY(a_megabyte_of_paste_opens_and_changes_nothing),
	    STORY(a_window_that_is_too_small_comes_back_as_it_was),
	    STORY(a_terminal_that_cannot_be_used_is_named),
	    STORY(a_locale_that_is_not_utf8_is_named_and_an_absent_one_is_none),
	    STORY(a_broken_configuration_is_named_by_file_line_and_reason),
	    STORY(a_store_that_is_newer_missing_or_none_is_left_alone),
	    STORY(a_store_that_cannot_be_written_is_told_at_the_start),
	    STORY(a_full_disk_stops_the_step_and_loses_none),
	    STORY(a_name_with_escape_sequences_is_a_fault_and_obeyed_nowhere),
	};
	int failed;

	counter_init();
	/* what is mounted here is seen by nobody else */
	may_mount = unshare(CLONE_NEWNS) == 0 &&
		    mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0;
	failed = cmocka_run_group_tests_name("bad_input", tests, NULL, NULL);
	counter_office_forget();
	return failed;
}
