/* Every way to a printer, whole and in trouble: what is said of the paper is
 * what is known of it. */
#include <fcntl.h>
#include <sched.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/clock.h"
#include "base/escpos.h"
#include "base/lang.h"
#include "base/loop.h"
#include "base/paper.h"
#include "base/printer.h"
#include "base/raster.h"
#include "support/pseudo_printer.h"

#define CANNOT_MOUNT 77 /* no right to a mount space of our own */
#define FONT	     "/usr/share/fonts/opentype/unifont/unifont_jp.otf"

struct room {
	struct clock_fixed time;
	struct clock clock;
	struct loop *loop;
	struct pseudo_printer far;
	struct printer *near;
	struct printer_result result;
	int ends; /* results that came */
	char dir[32];
};
static struct room room;
static struct escpos_bytes paper;

static int
begin(void **state)
{
	(void)state;
	memset(&room, 0, sizeof(room));
	room.clock = clock_fixed_at(&room.time);
	strcpy(room.dir, "/tmp/printer-XXXXXX");
	return loop_new(&room.clock, &room.loop) == KERR_OK &&
		       mkdtemp(room.dir) != NULL
		   ? 0
		   : -1;
}

static int
end(void **state)
{
	char command[64];

	(void)state;
	printer_free(&room.near);
	if (room.far.loop != NULL)
		pseudo_printer_end(&room.far);
	loop_free(&room.loop);
	snprintf(command, sizeof(command), "%s", room.dir);
	return rmdir(command);
}

static void
told(void *arg, const struct printer_result *r)
{
	struct room *m = arg;

	m->result = *r;
	m->ends++;
}

static void
print(void)
{
	struct printer_document d = {.bytes = paper.bytes,
	    .len = paper.len,
	    .is_escpos = true,
	    .name = "slip-03-000001.txt"};
	struct printer_result now;

	if (printer_begin(room.near, &d, told, &room, &now))
		told(&room, &now);
}

/* Let so much time pass, with everything that happens in it. */
static void
pass(int64_t ms)
{
	for (int64_t done = 0; done < ms; done += 50) {
		room.time.ms += 50;
		for (int i = 0; i < 12; i++)
			assert_int_equal(loop_turn(room.loop, 0), KERR_OK);
	}
}

/* Time passes only when nothing happens any longer, at most ms. */
static void
until_ended(int64_t ms)
{
	for (; room.ends == 0 && ms > 0; ms -= 50)
		pass(50);
	assert_int_equal(room.ends, 1);
	assert_false(printer_is_busy(room.near));
}

static void
open_near(const struct printer_settings *s)
{
	assert_int_equal(printer_new(s, room.loop, &room.near), KERR_OK);
}

static void
open_tcp(void)
{
	struct printer_settings s = {.kind = PRINTER_TCP};

	pseudo_tcp_begin(&room.far, room.loop);
	s.address = room.far.address;
	open_near(&s);
}

static void
open_pty(void)
{
	struct printer_settings s = {.kind = PRINTER_DEVICE};

	pseudo_pty_begin(&room.far, room.loop);
	s.path = room.far.address;
	open_near(&s);
}

static void
came_out_whole(void)
{
	if (room.far.reader.trouble != NULL)
		fail_msg("the printer found %s", room.far.reader.trouble);
	assert_true(escpos_reader_has(&room.far.reader, "領収書"));
	assert_non_null(escpos_reader_dots(&room.far.reader, 0));
	assert_int_equal(room.far.reader.cuts, 1);
}

static void
ended_as(enum printer_end end_is, enum kerr reason)
{
	assert_int_equal(room.result.reason, reason);
	assert_int_equal(room.result.end, end_is);
	assert_int_equal(room.result.why.code, reason);
}

static void
a_tcp_printer_that_talks_says_that_it_got_to_the_end(void **state)
{
	(void)state;
	open_tcp();
	print();
	assert_int_equal(room.ends, 0); /* the screen was not kept waiting */
	until_ended(3000);
	ended_as(PRINTER_SENT, KERR_OK);
	came_out_whole();
}

static void
a_device_that_talks_says_so_too(void **state)
{
	(void)state;
	open_pty();
	print();
	until_ended(3000);
	ended_as(PRINTER_SENT, KERR_OK);
	came_out_whole();
}

static void
a_silent_printer_has_taken_everything(void **state)
{
	(void)state;
	open_tcp();
	room.far.talks = false;
	print();
	until_ended(PRINTER_ANSWER_MS + 1000);
	ended_as(PRINTER_SENT, KERR_OK);
	came_out_whole();
}

static void
a_silent_device_has_taken_everything(void **state)
{
	(void)state;
	open_pty();
	room.far.talks = false;
	print();
	until_ended(PRINTER_ANSWER_MS + 1000);
	ended_as(PRINTER_SENT, KERR_OK);
	came_out_whole();
}

static void
two_papers_come_out_one_after_the_other(void **state)
{
	(void)state;
	open_tcp();
	for (int i = 0; i < 2; i++) {
		room.ends = 0;
		print();
		until_ended(3000);
		ended_as(PRINTER_SENT, KERR_OK);
	}
	assert_int_equal(room.far.reader.cuts, 2);
	assert_int_equal(room.far.reader.resets, 2);
	assert_int_equal(room.far.connections, 2);
}

static void
a_printer_that_is_busy_takes_no_second_paper(void **state)
{
	struct printer_result now;
	struct printer_document d = {.bytes = paper.bytes, .len = paper.len};

	(void)state;
	open_tcp();
	print();
	assert_true(printer_begin(room.near, &d, told, &room, &now));
	assert_int_equal(now.end, PRINTER_NOTHING);
	assert_int_equal(now.reason, ERR_PRINTER_BUSY);
	until_ended(3000);
	came_out_whole();
}

/* -- before the first byte: nothing came out for certain -- */

static void
nobody_listens_so_nothing_came_out(void **state)
{
	(void)state;
	open_tcp();
	pseudo_printer_switch_off(&room.far);
	print();
	until_ended(PRINTER_CONNECT_MS + 100);
	ended_as(PRINTER_NOTHING, ERR_PRINTER_ABSENT);
	pseudo_printer_switch_on(&room.far);
	room.ends = 0;
	print();
	until_ended(3000);
	came_out_whole();
}

static void
an_address_that_swallows_everything_is_given_up_in_time(void **state)
{
	/* TEST-NET-1: nobody answers, or the machine says so at once */
	struct printer_settings s = {
	    .kind = PRINTER_TCP, .address = "192.0.2.7:9100"};

	(void)state;
	open_near(&s);
	print();
	until_ended(PRINTER_CONNECT_MS + 100);
	ended_as(PRINTER_NOTHING, ERR_PRINTER_ABSENT);
}

static void
a_printer_without_paper_or_open_gets_nothing(void **state)
{
	static const struct {
		int n, answer;
		enum kerr reason;
	} rows[] = {
	    {2, 0x16, ERR_PRINTER_COVER},
	    {2, 0x32, ERR_PRINTER_PAPER},
	    {3, 0x1A, ERR_PRINTER_FAULT},
	    {4, 0x72, ERR_PRINTER_PAPER},
	};

	(void)state;
	open_tcp();
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		room.ends = 0;
		room.far.answers[rows[i].n] = rows[i].answer;
		print();
		until_ended(4 * PRINTER_ANSWER_MS);
		ended_as(PRINTER_NOTHING, rows[i].reason);
		assert_int_equal(printer_trouble(room.near), rows[i].reason);
		assert_int_equal(room.far.taken, 0);
		room.far.answers[rows[i].n] = 0x12;
	}
}

static void
a_printer_that_lacks_a_question_is_asked_the_others(void **state)
{
	(void)state;
	open_tcp();
	room.far.answers[2] = 0;
	room.far.answers[4] = 0x72;
	print();
	until_ended(4 * PRINTER_ANSWER_MS);
	ended_as(PRINTER_NOTHING, ERR_PRINTER_PAPER);
}

static void
a_device_that_is_not_there_or_is_a_file_gets_nothing(void **state)
{
	struct printer_settings s = {
	    .kind = PRINTER_DEVICE, .path = "/nonexistent/lp0"};

	(void)state;
	open_near(&s);
	print();
	ended_as(PRINTER_NOTHING, ERR_PRINTER_ABSENT);
	printer_free(&room.near);
	s.path = "/etc/hostname";
	open_near(&s);
	print();
	ended_as(PRINTER_NOTHING, ERR_PRINTER_ABSENT);
}

static void
two_programs_never_mix_their_papers_at_one_device(void **state)
{
	struct printer *other = NULL;
	struct printer_settings s = {.kind = PRINTER_DEVICE};
	struct printer_document d = {
	    .bytes = paper.bytes, .len = paper.len, .is_escpos = true};
	struct printer_result now;

	(void)state;
	open_pty();
	s.path = room.far.address;
	assert_int_equal(printer_new(&s, room.loop, &other), KERR_OK);
	print();
	assert_true(printer_begin(other, &d, told, &room, &now));
	assert_int_equal(now.end, PRINTER_NOTHING);
	assert_int_equal(now.reason, ERR_PRINTER_BUSY);
	until_ended(3000);
	came_out_whole();
	printer_free(&other);
}

/* -- in the middle: nobody knows -- */

static void
a_line_that_is_cut_at_any_byte_is_a_question(void **state)
{
	(void)state;
	for (size_t at = 1; at < paper.len; at += paper.len / 7) {
		open_tcp();
		room.far.trouble.closes = at;
		room.ends = 0;
		print();
		until_ended(PRINTER_END_MS + PRINTER_STALL_MS);
		assert_int_equal(room.result.end, PRINTER_UNKNOWN);
		assert_int_equal(room.result.reason, ERR_PRINTER_CUT);
		printer_free(&room.near);
		pseudo_printer_end(&room.far);
	}
	room.far.loop = NULL;
}

static void
a_printer_that_stops_reading_is_a_question_in_time(void **state)
{
	(void)state;
	for (int talks = 0; talks <= 1; talks++) {
		open_tcp();
		room.far.talks = talks == 1;
		room.far.trouble.stops = 1;
		room.ends = 0;
		print();
		until_ended(PRINTER_END_MS + PRINTER_STALL_MS + 2000);
		ended_as(PRINTER_UNKNOWN, ERR_PRINTER_LATE);
		printer_free(&room.near);
		pseudo_printer_end(&room.far);
	}
	room.far.loop = NULL;
}

static void
a_device_that_stops_taking_bytes_is_a_question_in_time(void **state)
{
	struct escpos_bytes whole = paper;
	uint8_t *much = calloc(1, 200000);

	(void)state;
	assert_non_null(much);
	paper.bytes = much; /* more than the line holds */
	paper.len = 200000;
	open_pty();
	room.far.trouble.stops = 1;
	room.far.talks = false;
	print();
	until_ended(PRINTER_STALL_MS + 3000);
	ended_as(PRINTER_UNKNOWN, ERR_PRINTER_LATE);
	paper = whole;
	free(much);
}

static void
paper_that_runs_out_is_waited_for_then_asked_about(void **state)
{
	(void)state;
	open_tcp();
	room.far.trouble.no_paper = paper.len / 2;
	print();
	pass(8000);
	assert_int_equal(room.ends, 0);
	assert_int_equal(printer_trouble(room.near), ERR_PRINTER_PAPER);
	until_ended(PRINTER_END_MS);
	ended_as(PRINTER_UNKNOWN, ERR_PRINTER_PAPER);
}

static void
paper_that_is_put_in_lets_the_printer_finish_by_itself(void **state)
{
	(void)state;
	open_tcp();
	room.far.trouble.no_paper = paper.len / 2;
	print();
	pass(6000);
	assert_int_equal(room.ends, 0);
	pseudo_printer_put_right(&room.far);
	until_ended(2000);
	ended_as(PRINTER_SENT, KERR_OK);
	assert_int_equal(printer_trouble(room.near), KERR_OK);
}

static void
leaving_in_the_middle_tells_nobody(void **state)
{
	(void)state;
	open_tcp();
	room.far.trouble.no_paper = 5;
	print();
	pass(1000);
	printer_free(&room.near);
	pass(1000);
	assert_int_equal(room.ends, 0);
}

/* -- spool -- */

static void
a_spooled_paper_lies_there_whole_and_private(void **state)
{
	struct printer_settings s = {.kind = PRINTER_SPOOL, .spool = room.dir};
	char path[96];
	struct stat st;

	(void)state;
	open_near(&s);
	print();
	ended_as(PRINTER_SPOOLED, KERR_OK);
	snprintf(path, sizeof(path), "%s/slip-03-000001.txt", room.dir);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_int_equal(st.st_size, paper.len);
	assert_int_equal(unlink(path), 0);
}

static void
a_folder_that_is_not_there_keeps_the_paper_waiting(void **state)
{
	struct printer_settings s = {
	    .kind = PRINTER_SPOOL, .spool = "/nonexistent"};

	(void)state;
	open_near(&s);
	print();
	ended_as(PRINTER_NOTHING, ERR_SPOOL);
	assert_string_equal(
	    failure_argument(&room.result.why, "file"), "/nonexistent");
}

/* What a full disk leaves of a paper is nothing, and the paper waits. */
static int
full_disk_story(void)
{
	struct printer_settings s = {.kind = PRINTER_SPOOL, .spool = room.dir};
	char path[96];
	struct stat st;

	if (mount("none", room.dir, "tmpfs", 0, "size=4k,mode=0700") != 0)
		return CANNOT_MOUNT;
	open_near(&s);
	print();
	ended_as(PRINTER_NOTHING, ERR_SPOOL);
	snprintf(path, sizeof(path), "%s/slip-03-000001.txt", room.dir);
	assert_int_equal(stat(path, &st), -1);
	strcat(path, ".new");
	assert_int_equal(stat(path, &st), -1);
	/* there is room again */
	assert_int_equal(
	    mount("none", room.dir, "tmpfs", MS_REMOUNT, "size=1m"), 0);
	print();
	ended_as(PRINTER_SPOOLED, KERR_OK);
	return 0;
}

static void
a_full_disk_keeps_the_paper_waiting_and_no_half_of_it(void **state)
{
	int status = 0;
	pid_t pid = fork();

	(void)state;
	assert_true(pid >= 0);
	if (pid == 0) {
		if (unshare(CLONE_NEWNS) != 0 ||
		    mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0)
			_exit(CANNOT_MOUNT);
		_exit(full_disk_story());
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	if (WEXITSTATUS(status) == CANNOT_MOUNT)
		skip();
	assert_int_equal(WEXITSTATUS(status), 0);
}

/* -- a command -- */

/* Commands are real processes: real time passes. */
static void
run(const char *command)
{
	struct clock machine = clock_system();
	int64_t late = clock_ms(&machine) + 20000;
	struct printer_settings s = {
	    .kind = PRINTER_COMMAND, .command = command};

	printer_free(&room.near);
	open_near(&s);
	room.ends = 0;
	print();
	while (room.ends == 0 && clock_ms(&machine) < late)
		assert_int_equal(loop_turn(room.loop, 100), KERR_OK);
	assert_int_equal(room.ends, 1);
}

static void
a_command_gets_the_paper_on_its_standard_input(void **state)
{
	char command[160], path[64], bytes[16384];
	ssize_t n;
	int fd;

	(void)state;
	snprintf(path, sizeof(path), "%s/what is printed", room.dir);
	snprintf(command, sizeof(command), "sh -c 'cat >\"%s\"'", path);
	run(command);
	ended_as(PRINTER_SENT, KERR_OK);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	assert_int_not_equal(fd, -1);
	n = read(fd, bytes, sizeof(bytes));
	close(fd);
	assert_int_equal(n, paper.len);
	assert_memory_equal(bytes, paper.bytes, paper.len);
	assert_int_equal(unlink(path), 0);
}

static void
a_commands_exit_status_is_judged(void **state)
{
	(void)state;
	run("true");
	ended_as(PRINTER_SENT, KERR_OK);
	run("sh -c 'exit 75'");
	ended_as(PRINTER_NOTHING, ERR_PRINTER_ABSENT);
	run("sh -c 'exit 69'");
	ended_as(PRINTER_NOTHING, ERR_PRINTER_ABSENT);
	run("false");
	ended_as(PRINTER_UNKNOWN, ERR_PRINTER_COMMAND);
	run("sh -c 'kill -9 $$'");
	ended_as(PRINTER_UNKNOWN, ERR_PRINTER_COMMAND);
	run("no-such-command-here");
	ended_as(PRINTER_NOTHING, ERR_PRINTER_ABSENT);
}

static void
a_command_that_does_not_end_is_ended_and_asked_about(void **state)
{
	struct printer_settings s = {
	    .kind = PRINTER_COMMAND, .command = "sleep 600"};

	(void)state;
	open_near(&s);
	print();
	pass(PRINTER_COMMAND_MS - 1000);
	assert_int_equal(room.ends, 0);
	until_ended(3000);
	ended_as(PRINTER_UNKNOWN, ERR_PRINTER_LATE);
}

/* The paper's owner may have descriptors that no foreign program should get:
 * of ours it has only its input. */
static void
a_command_inherits_nothing_but_its_input(void **state)
{
	int kept = open("/dev/null", O_RDWR);

	(void)state;
	assert_true(kept > 2);
	run("sh -c 'for n in 3 4 5 6 7 8 9; do "
	    "[ ! -e /proc/$$/fd/$n ] || exit 1; done'");
	close(kept);
	ended_as(PRINTER_SENT, KERR_OK);
}

/* -- settings -- */

static void
addresses_are_numbers_with_a_port(void **state)
{
	static const char *const good[] = {
	    "127.0.0.1:9100", "[::1]:1", "[2001:db8::7]:65535"};
	static const char *const bad[] = {"", ":9100", "127.0.0.1",
	    "127.0.0.1:", "127.0.0.1:0", "127.0.0.1:65536", "127.0.0.1:9100x",
	    "printer:9100", "::1:9100", "[::1]", "127.0.0.1: 9100",
	    "127.0.0.1:-1"};
	struct sockaddr_storage to;
	socklen_t len;

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		assert_true(printer_address(good[i], &to, &len));
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (printer_address(bad[i], &to, &len))
			fail_msg("'%s' was taken", bad[i]);
}

static void
words_are_split_as_people_expect(void **state)
{
	struct printer_words w;
	char long_one[700];

	(void)state;
	assert_true(printer_split(" lp  -d 'my printer' -o \"a'b\"c ''", &w));
	assert_string_equal(w.word[0], "lp");
	assert_string_equal(w.word[1], "-d");
	assert_string_equal(w.word[2], "my printer");
	assert_string_equal(w.word[3], "-o");
	assert_string_equal(w.word[4], "a'bc");
	assert_string_equal(w.word[5], "");
	assert_null(w.word[6]);
	assert_false(printer_split("", &w));
	assert_false(printer_split("  ", &w));
	assert_false(printer_split("lp 'open", &w));
	assert_false(printer_split("1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7", &w));
	memset(long_one, 'x', sizeof(long_one) - 1);
	long_one[sizeof(long_one) - 1] = '\0';
	assert_false(printer_split(long_one, &w));
}

static void
make_paper(void)
{
	struct raster *font = NULL;
	struct failure f = {0};
	struct paper p;

	assert_int_equal(raster_open(FONT, &font, &f), KERR_OK);
	paper_begin(&p);
	paper_add(&p, PAPER_BIG, "領収書");
	for (int i = 0; i < 6; i++)
		paper_add(&p, PAPER_PLAIN, "수수료 영수증 手续费");
	assert_int_equal(escpos_render(&p, 42, font, &paper), KERR_OK);
	raster_close(&font);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(a_tcp_printer_that_talks_says_that_it_got_to_the_end),
	    TEST(a_device_that_talks_says_so_too),
	    TEST(a_silent_printer_has_taken_everything),
	    TEST(a_silent_device_has_taken_everything),
	    TEST(two_papers_come_out_one_after_the_other),
	    TEST(a_printer_that_is_busy_takes_no_second_paper),
	    TEST(nobody_listens_so_nothing_came_out),
	    TEST(an_address_that_swallows_everything_is_given_up_in_time),
	    TEST(a_printer_without_paper_or_open_gets_nothing),
	    TEST(a_printer_that_lacks_a_question_is_asked_the_others),
	    TEST(a_device_that_is_not_there_or_is_a_file_gets_nothing),
	    TEST(two_programs_never_mix_their_papers_at_one_device),
	    TEST(a_line_that_is_cut_at_any_byte_is_a_question),
	    TEST(a_printer_that_stops_reading_is_a_question_in_time),
	    TEST(a_device_that_stops_taking_bytes_is_a_question_in_time),
	    TEST(paper_that_runs_out_is_waited_for_then_asked_about),
	    TEST(paper_that_is_put_in_lets_the_printer_finish_by_itself),
	    TEST(leaving_in_the_middle_tells_nobody),
	    TEST(a_spooled_paper_lies_there_whole_and_private),
	    TEST(a_folder_that_is_not_there_keeps_the_paper_waiting),
	    TEST(a_full_disk_keeps_the_paper_waiting_and_no_half_of_it),
	    TEST(a_command_gets_the_paper_on_its_standard_input),
	    TEST(a_commands_exit_status_is_judged),
	    TEST(a_command_that_does_not_end_is_ended_and_asked_about),
	    TEST(a_command_inherits_nothing_but_its_input),
	    TEST(addresses_are_numbers_with_a_port),
	    TEST(words_are_split_as_people_expect),
	};
	struct failure f = {0};
	int failed;

	if (lang_init(KIOSK_BUILD "/locale", &f) != KERR_OK)
		return 1;
	make_paper();
	failed = cmocka_run_group_tests_name("printer", tests, NULL, NULL);
	escpos_bytes_free(&paper);
	return failed;
}
