/* card_virtual_test.c -- the program virtual-card behind the training reader:
 * placing, power, faults, trace, and that it ends with its parent. */
#include <dirent.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cmocka.h>
#include <linux/sockios.h>
#include <sys/ioctl.h>

#include "card/training_reader.h"
#include "support/virtual_office.h"

#define PATIENCE_MS 5000
#define JPKI	    "00A4040C0AD392F000260100000001"

struct scene {
	char folder[64];
	char socket[80], control[80], trace[80];
	struct training_reader *reader;
	int fd; /* as the card agent's */
	uint8_t answer[600];
	ssize_t answer_len;
};

static void
make_card(struct scene *s, const char *name, const char *members)
{
	char *text = office_describe(members);

	assert_int_equal(
	    training_reader_make(s->reader, name, text, NULL), KERR_OK);
	free(text);
}

static int
dial(const struct scene *s)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);

	strcpy(address.sun_path, s->socket);
	assert_int_equal(
	    connect(fd, (struct sockaddr *)&address, sizeof(address)), 0);
	return fd;
}

/* The next message's type; its body is in s->answer. */
static char
hear_from(struct scene *s, int fd)
{
	struct pollfd one = {.fd = fd, .events = POLLIN};

	assert_int_equal(poll(&one, 1, PATIENCE_MS), 1);
	s->answer_len = recv(fd, s->answer, sizeof(s->answer), 0);
	assert_true(s->answer_len >= 1);
	return (char)s->answer[0];
}

static char
hear(struct scene *s)
{
	return hear_from(s, s->fd);
}

static void
say(struct scene *s, char type, const char *hex)
{
	uint8_t message[600] = {(uint8_t)type};
	size_t n = office_unhex(hex, message + 1, sizeof(message) - 1);

	assert_int_equal(send(s->fd, message, n + 1, 0), (ssize_t)(n + 1));
}

/* Send a command whose answer is expected; its status word. */
static unsigned
ask(struct scene *s, const char *hex)
{
	say(s, 'X', hex);
	assert_int_equal(hear(s), 'R');
	assert_true(s->answer_len >= 3);
	return (unsigned)s->answer[s->answer_len - 2] << 8 |
	       s->answer[s->answer_len - 1];
}

static void
power(struct scene *s)
{
	say(s, 'P', "");
	assert_int_equal(hear(s), 'A');
}

static void
scene_begin(struct scene *s)
{
	*s = (struct scene){.fd = -1};
	office_begin(s->folder);
	snprintf(s->socket, sizeof(s->socket), "%s/reader", s->folder);
	snprintf(s->control, sizeof(s->control), "%s/control", s->folder);
	snprintf(s->trace, sizeof(s->trace), "%s/trace", s->folder);
	const struct training_reader_config config = {.socket = s->socket,
	    .control = s->control,
	    .cards = s->folder,
	    .program = KIOSK_BUILD "/virtual-card"};
	assert_int_equal(
	    training_reader_open(&config, &s->reader, NULL), KERR_OK);
	make_card(s, "a", OFFICE_PLASTIC);
	assert_int_equal(training_reader_start(s->reader, NULL), KERR_OK);
	s->fd = dial(s);
	assert_int_equal(hear(s), 'E');
}

/* A card lies there and has power. */
static void
scene_begin_powered(struct scene *s)
{
	scene_begin(s);
	assert_int_equal(training_reader_place(s->reader, "a", NULL), KERR_OK);
	assert_int_equal(hear(s), 'C');
	power(s);
}

static void
scene_end(struct scene *s)
{
	if (s->fd >= 0)
		close(s->fd);
	training_reader_close(&s->reader);
	assert_null(s->reader);
	office_end(s->folder);
}

static void
fault(struct scene *s, const char *kind, int n)
{
	assert_int_equal(
	    training_reader_fault(s->reader, kind, n, NULL), KERR_OK);
}

static void
expect_placed(struct scene *s, const char *name)
{
	char placed[TRAINING_NAME_SIZE];

	assert_int_equal(
	    training_reader_placed(s->reader, placed, NULL), KERR_OK);
	assert_string_equal(placed, name);
}

/* -- placing and power -- */

static void
cards_come_and_go_as_they_are_placed(void **state)
{
	struct scene s;

	(void)state;
	scene_begin(&s);
	say(&s, 'P', "");
	assert_int_equal(hear(&s), 'N');
	make_card(&s, "b", "\"kind\": \"other\",");
	assert_int_equal(training_reader_place(s.reader, "a", NULL), KERR_OK);
	assert_int_equal(hear(&s), 'C');
	power(&s);
	assert_int_equal(s.answer_len, 14); /* the ATR */
	assert_int_equal(ask(&s, JPKI), 0x9000);
	assert_int_equal(training_reader_place(s.reader, "b", NULL), KERR_OK);
	assert_int_equal(hear(&s), 'E');
	assert_int_equal(hear(&s), 'C');
	say(&s, 'X', JPKI);
	assert_int_equal(hear(&s), 'G'); /* the other card's session */
	power(&s);
	assert_int_equal(ask(&s, JPKI), 0x6a82);
	assert_int_equal(training_reader_remove(s.reader, NULL), KERR_OK);
	assert_int_equal(hear(&s), 'E');
	say(&s, 'O', "");
	assert_int_equal(hear(&s), 'D');
	scene_end(&s);
}

static void
only_one_client_has_the_power(void **state)
{
	struct scene s;
	int other = -1;

	(void)state;
	scene_begin_powered(&s);
	other = dial(&s);
	assert_int_equal(hear_from(&s, other), 'C');
	assert_int_equal(send(other, "P", 1, 0), 1);
	assert_int_equal(hear_from(&s, other), 'B');
	assert_int_equal(ask(&s, JPKI), 0x9000);
	close(s.fd); /* closing powers the card off */
	s.fd = other;
	power(&s);
	assert_int_equal(ask(&s, "00A40000"), 0x6a86); /* nothing selected */
	scene_end(&s);
}

static void
one_card_cannot_lie_on_two_readers(void **state)
{
	struct scene s, t;

	(void)state;
	scene_begin_powered(&s);
	t = (struct scene){.fd = -1};
	snprintf(t.socket, sizeof(t.socket), "%s/reader2", s.folder);
	const struct training_reader_config config = {.socket = t.socket,
	    .control = s.control, /* the same card is placed */
	    .cards = s.folder,
	    .program = KIOSK_BUILD "/virtual-card"};
	assert_int_equal(
	    training_reader_open(&config, &t.reader, NULL), KERR_OK);
	assert_int_equal(training_reader_start(t.reader, NULL), KERR_OK);
	t.fd = dial(&t);
	assert_int_equal(hear(&t), 'E');
	training_reader_stop(s.reader);
	assert_int_equal(hear(&t), 'C'); /* it is free now */
	close(t.fd);
	training_reader_close(&t.reader);
	scene_end(&s);
}

static void
a_second_server_on_the_same_socket_is_refused(void **state)
{
	struct scene s;
	struct training_reader *second = NULL;

	(void)state;
	scene_begin(&s);
	const struct training_reader_config config = {.socket = s.socket,
	    .control = s.control,
	    .cards = s.folder,
	    .program = KIOSK_BUILD "/virtual-card"};
	assert_int_equal(training_reader_open(&config, &second, NULL), KERR_OK);
	assert_int_equal(training_reader_start(second, NULL), ERR_READER_BUSY);
	assert_false(training_reader_is_running(second));
	assert_true(training_reader_is_running(s.reader));
	training_reader_close(&second);
	scene_end(&s);
}

static void
the_server_ends_when_its_parent_lets_go(void **state)
{
	struct scene s;
	struct pollfd end;
	char byte = 0;

	(void)state;
	scene_begin(&s);
	training_reader_stop(s.reader);
	assert_false(training_reader_is_running(s.reader));
	end = (struct pollfd){.fd = s.fd, .events = POLLIN};
	assert_int_equal(poll(&end, 1, PATIENCE_MS), 1);
	assert_int_equal(recv(s.fd, &byte, 1, 0), 0);
	assert_int_equal(access(s.socket, F_OK), -1);
	assert_int_equal(training_reader_start(s.reader, NULL), KERR_OK);
	scene_end(&s);
}

/* -- faults -- */

static void
a_pull_before_a_command_loses_it_and_lifts_the_card(void **state)
{
	struct scene s;

	(void)state;
	scene_begin_powered(&s);
	fault(&s, "pull-before", 2);
	assert_int_equal(ask(&s, JPKI), 0x9000);
	say(&s, 'X', "002000980439393939");
	assert_int_equal(hear(&s), 'G');
	assert_int_equal(hear(&s), 'E');
	expect_placed(&s, "");
	assert_int_equal(training_reader_place(s.reader, "a", NULL), KERR_OK);
	assert_int_equal(hear(&s), 'C');
	power(&s);
	assert_int_equal(ask(&s, JPKI), 0x9000);
	assert_int_equal(ask(&s, "00200098"), 0x63c3); /* it did not happen */
	scene_end(&s);
}

static void
a_pull_during_a_command_loses_only_the_answer(void **state)
{
	struct scene s;

	(void)state;
	scene_begin_powered(&s);
	fault(&s, "pull-during", 2);
	assert_int_equal(ask(&s, JPKI), 0x9000);
	say(&s, 'X', "002000980439393939");
	assert_int_equal(hear(&s), 'G');
	assert_int_equal(hear(&s), 'E');
	assert_int_equal(training_reader_place(s.reader, "a", NULL), KERR_OK);
	assert_int_equal(hear(&s), 'C');
	power(&s);
	assert_int_equal(ask(&s, JPKI), 0x9000);
	assert_int_equal(ask(&s, "00200098"), 0x63c2); /* it happened */
	scene_end(&s);
}

static void
a_pull_after_a_command_comes_behind_its_answer(void **state)
{
	struct scene s;

	(void)state;
	scene_begin_powered(&s);
	fault(&s, "pull-after", 1);
	assert_int_equal(ask(&s, JPKI), 0x9000);
	assert_int_equal(hear(&s), 'E');
	say(&s, 'X', JPKI);
	assert_int_equal(hear(&s), 'G');
	scene_end(&s);
}

static void
a_hanging_card_answers_when_it_is_lifted(void **state)
{
	struct scene s;
	struct pollfd one;

	(void)state;
	scene_begin_powered(&s);
	fault(&s, "hang", 1);
	say(&s, 'X', JPKI);
	one = (struct pollfd){.fd = s.fd, .events = POLLIN};
	assert_int_equal(poll(&one, 1, 150), 0);
	assert_int_equal(training_reader_pull(s.reader, NULL), KERR_OK);
	assert_int_equal(hear(&s), 'G');
	assert_int_equal(hear(&s), 'E');
	scene_end(&s);
}

static void
replies_can_be_empty_short_slow_or_another_word(void **state)
{
	struct scene s;

	(void)state;
	scene_begin_powered(&s);
	fault(&s, "empty", 1);
	fault(&s, "one-byte", 2);
	fault(&s, "sw=6581", 3);
	fault(&s, "delay=60", 4);
	say(&s, 'X', JPKI);
	assert_int_equal(hear(&s), 'R');
	assert_int_equal(s.answer_len, 1);
	say(&s, 'X', JPKI);
	assert_int_equal(hear(&s), 'R');
	assert_int_equal(s.answer_len, 2);
	assert_int_equal(ask(&s, "002000980439393939"), 0x6581);
	assert_int_equal(ask(&s, "00200098"), 0x63c3); /* it did not happen */
	power(&s);
	assert_int_equal(training_reader_clear_faults(s.reader, NULL), KERR_OK);
	expect_placed(&s, "a");
	assert_int_equal(ask(&s, JPKI), 0x9000);
	scene_end(&s);
}

static void
faults_and_cards_that_do_not_exist_are_refused(void **state)
{
	struct scene s;

	(void)state;
	scene_begin(&s);
	assert_int_equal(
	    training_reader_fault(s.reader, "explode", 1, NULL), ERR_USAGE);
	assert_int_equal(
	    training_reader_fault(s.reader, "sw=99", 1, NULL), ERR_USAGE);
	assert_int_equal(
	    training_reader_fault(s.reader, "hang", 0, NULL), ERR_USAGE);
	assert_int_equal(
	    training_reader_place(s.reader, "nobody", NULL), ERR_NOT_FOUND);
	assert_int_equal(
	    training_reader_place(s.reader, "../a", NULL), ERR_NOT_FOUND);
	expect_placed(&s, "");
	scene_end(&s);
}

/* -- what is written down -- */

static char *
read_file(const char *path)
{
	FILE *in = fopen(path, "re");
	char *text = calloc(1, 65536);

	assert_non_null(in);
	assert_non_null(text);
	assert_true(fread(text, 1, 65535, in) > 0);
	fclose(in);
	return text;
}

static void
the_trace_tells_headers_and_lengths_but_no_data(void **state)
{
	struct scene s;
	char *trace = NULL;

	(void)state;
	scene_begin_powered(&s);
	assert_int_equal(
	    training_reader_trace(s.reader, s.trace, NULL), KERR_OK);
	assert_int_equal(ask(&s, JPKI), 0x9000);
	assert_int_equal(ask(&s, "002000980439393939"), 0x63c2);
	fault(&s, "empty", 3);
	say(&s, 'X', "00200098");
	assert_int_equal(hear(&s), 'R');
	trace = read_file(s.trace);
	assert_string_equal(trace, "1 00 A4 04 0C 10 9000\n"
				   "2 00 20 00 98 4 63C2\n"
				   "3 00 20 00 98 0 ----\n");
	free(trace);
	scene_end(&s);
}

static void
the_card_file_holds_no_pin_in_clear(void **state)
{
	struct scene s;
	char path[96], *text = NULL;

	(void)state;
	scene_begin(&s);
	snprintf(path, sizeof(path), "%s/a.card", s.folder);
	text = read_file(path);
	assert_non_null(strstr(text, "400000000000001")); /* it is the file */
	assert_null(strstr(text, "PASSWORD1234"));
	free(text);
	scene_end(&s);
}

static void
the_folder_of_cards_is_listed_with_their_holders(void **state)
{
	struct scene s;
	struct reader_card *card = NULL;
	size_t count = 0;

	(void)state;
	scene_begin(&s);
	make_card(&s, "b", "\"kind\": \"other\",");
	assert_int_equal(training_reader_place(s.reader, "b", NULL), KERR_OK);
	assert_int_equal(
	    training_reader_list(s.reader, &card, &count, NULL), KERR_OK);
	assert_int_equal(count, 2);
	assert_string_equal(card[0].name, "a");
	assert_string_equal(card[0].holder, "山田　花子");
	assert_string_equal(card[0].chip_serial, "400000000000001");
	assert_false(card[0].is_placed);
	assert_string_equal(card[1].name, "b");
	assert_true(card[1].is_placed);
	free(card);
	assert_int_equal(hear(&s), 'C');
	scene_end(&s);
}

static void
a_card_is_not_made_twice_nor_from_nonsense(void **state)
{
	struct scene s;

	(void)state;
	scene_begin(&s);
	assert_int_equal(training_reader_make(s.reader, "a", "{}", NULL),
	    ERR_PROCESS); /* says on standard error what is missing */
	assert_int_equal(
	    training_reader_make(s.reader, "c", "{\"kind\":", NULL),
	    ERR_PROCESS);
	assert_int_equal(
	    training_reader_make(s.reader, "a", "{\"kind\": \"other\"}", NULL),
	    ERR_IO);
	scene_end(&s);
}

/* -- more faults -- */

#define COMMON "00A4040C0AD3921000310001010100"
#define RECORD "00B2010C00"
#define VERIFY "002000980431323334" /* AUTH, by its short identifier */

static void
answers_come_cut_long_or_as_other_bytes(void **state)
{
	struct scene s;

	(void)state;
	scene_begin_powered(&s);
	fault(&s, "truncate=5", 2);
	fault(&s, "oversize=300", 3);
	fault(&s, "data=011C34FF", 4);
	assert_int_equal(ask(&s, COMMON), 0x9000);
	say(&s, 'X', RECORD);
	assert_int_equal(hear(&s), 'R');
	assert_int_equal(s.answer_len, 1 + 5);
	assert_int_equal(ask(&s, RECORD), 0x9000);
	assert_int_equal(s.answer_len, 1 + 300 + 2);
	assert_int_equal(ask(&s, RECORD), 0x9000);
	assert_int_equal(s.answer_len, 1 + 4 + 2);
	assert_memory_equal(s.answer + 1, "\x01\x1c\x34\xff", 4);
	assert_int_equal(ask(&s, RECORD), 0x9000);
	assert_int_equal(s.answer_len, 1 + 30 + 2);
	scene_end(&s);
}

static void
a_status_word_is_told_with_or_without_the_effect(void **state)
{
	struct scene s;

	(void)state;
	scene_begin_powered(&s);
	fault(&s, "sw=6581", 2);
	fault(&s, "sw-after=6581", 4);
	assert_int_equal(ask(&s, JPKI), 0x9000);
	assert_int_equal(ask(&s, VERIFY), 0x6581);
	assert_int_equal(ask(&s, "002401980435363738"), 0x6982);
	assert_int_equal(ask(&s, VERIFY), 0x6581); /* and it is verified */
	assert_int_equal(ask(&s, "002401980435363738"), 0x9000);
	scene_end(&s);
}

static void
a_fault_can_go_on_from_a_command(void **state)
{
	struct scene s;

	(void)state;
	scene_begin_powered(&s);
	assert_int_equal(
	    training_reader_set_fault(s.reader, "sw=9000:3", NULL), KERR_OK);
	assert_int_equal(
	    training_reader_set_fault(s.reader, "sw=6110:2+", NULL), KERR_OK);
	assert_int_equal(ask(&s, JPKI), 0x9000);
	assert_int_equal(ask(&s, JPKI), 0x6110);
	assert_int_equal(ask(&s, JPKI), 0x9000); /* the first that fits */
	for (int i = 0; i < 70; i++)
		assert_int_equal(ask(&s, "00C0000010"), 0x6110);
	power(&s);
	assert_int_equal(ask(&s, JPKI), 0x9000);
	scene_end(&s);
}

static void
another_card_lies_there_in_place_of_the_first(void **state)
{
	struct scene s;

	(void)state;
	scene_begin_powered(&s);
	make_card(&s, "b", "\"kind\": \"other\",");
	assert_int_equal(training_reader_set_fault(s.reader, "swap=c:2", NULL),
	    ERR_NOT_FOUND);
	assert_int_equal(
	    training_reader_set_fault(s.reader, "swap=b:2", NULL), KERR_OK);
	assert_int_equal(ask(&s, JPKI), 0x9000);
	say(&s, 'X', VERIFY);
	assert_int_equal(hear(&s), 'G');
	assert_int_equal(hear(&s), 'E');
	assert_int_equal(hear(&s), 'C');
	expect_placed(&s, "b");
	power(&s);
	assert_int_equal(ask(&s, JPKI), 0x6a82);
	assert_int_equal(ask(&s, JPKI), 0x6a82); /* it was for once */
	scene_end(&s);
}

/* The reader has begun with what was said. */
static void
wait_until_taken(const struct scene *s)
{
	int left = 1;

	for (int i = 0; i < PATIENCE_MS && left != 0; i++) {
		assert_int_equal(ioctl(s->fd, SIOCOUTQ, &left), 0);
		if (left != 0)
			(void)poll(NULL, 0, 1);
	}
	assert_int_equal(left, 0);
}

static void
a_card_lifted_while_it_is_slow_is_told_to_be_gone(void **state)
{
	struct scene s;

	(void)state;
	scene_begin_powered(&s);
	fault(&s, "delay=60000", 1);
	say(&s, 'X', JPKI);
	wait_until_taken(&s);
	assert_int_equal(training_reader_remove(s.reader, NULL), KERR_OK);
	/* in one order or the other: the file is looked at before as well */
	assert_int_equal(hear(&s) + hear(&s), 'G' + 'E');
	scene_end(&s);
}

static void
a_fault_that_makes_no_sense_is_refused_with_a_reason(void **state)
{
	static const char *const wrong[] = {"", ":1", "hang:", "hang:0",
	    "hang:x", "hang:1++", "hang:-1", "hang 1", "hang:100001", "bogus",
	    "sw=900:1", "sw=90000:1", "sw=GGGG:1", "delay=:1", "delay=-5:1",
	    "truncate=x:1", "oversize=99999:1", "data=123:1", "swap=:1",
	    "swap=../a:1", "pull-before=3:1", "pull"};
	struct scene s;
	struct failure f;

	(void)state;
	scene_begin(&s);
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		if (training_reader_set_fault(s.reader, wrong[i], &f) !=
		    ERR_USAGE)
			fail_msg("%s was taken", wrong[i]);
		assert_non_null(failure_argument(&f, "reason"));
	}
	assert_int_equal(
	    training_reader_set_fault(s.reader, "hang", &f), KERR_OK);
	scene_end(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(cards_come_and_go_as_they_are_placed),
	    cmocka_unit_test(only_one_client_has_the_power),
	    cmocka_unit_test(one_card_cannot_lie_on_two_readers),
	    cmocka_unit_test(a_second_server_on_the_same_socket_is_refused),
	    cmocka_unit_test(the_server_ends_when_its_parent_lets_go),
	    cmocka_unit_test(
		a_pull_before_a_command_loses_it_and_lifts_the_card),
	    cmocka_unit_test(a_pull_during_a_command_loses_only_the_answer),
	    cmocka_unit_test(a_pull_after_a_command_comes_behind_its_answer),
	    cmocka_unit_test(a_hanging_card_answers_when_it_is_lifted),
	    cmocka_unit_test(replies_can_be_empty_short_slow_or_another_word),
	    cmocka_unit_test(faults_and_cards_that_do_not_exist_are_refused),
	    cmocka_unit_test(the_trace_tells_headers_and_lengths_but_no_data),
	    cmocka_unit_test(the_card_file_holds_no_pin_in_clear),
	    cmocka_unit_test(the_folder_of_cards_is_listed_with_their_holders),
	    cmocka_unit_test(a_card_is_not_made_twice_nor_from_nonsense),
	    cmocka_unit_test(answers_come_cut_long_or_as_other_bytes),
	    cmocka_unit_test(a_status_word_is_told_with_or_without_the_effect),
	    cmocka_unit_test(a_fault_can_go_on_from_a_command),
	    cmocka_unit_test(another_card_lies_there_in_place_of_the_first),
	    cmocka_unit_test(a_card_lifted_while_it_is_slow_is_told_to_be_gone),
	    cmocka_unit_test(
		a_fault_that_makes_no_sense_is_refused_with_a_reason),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
