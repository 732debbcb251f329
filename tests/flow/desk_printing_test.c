/* desk_printing_test.c -- receipts on paper: a real charge, a printer that is
 * down, cut off or killed with us, and what staff say then. Nothing is lost
 * and nothing comes out twice. */
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "desk/cash_entries.h"
#include "desk/charge.h"
#include "desk/printing.h"
#include "desk/session.h"
#include "store/db.h"
#include "support/desk_money.h"
#include "support/pseudo_printer.h"

#define PRICE 750
#define FONT  "/usr/share/fonts/opentype/unifont/unifont_jp.otf"

static struct desk_office office;
static struct pseudo_printer far;
static struct failure f;
static struct desk *d;

static int
begin(void **state)
{
	(void)state;
	memset(&f, 0, sizeof(f));
	desk_office_begin(&office);
	pseudo_tcp_begin(&far, office.loop);
	for (int n = 1; n <= 2; n++) {
		struct office_settings *s = &office.settings[n];

		s->printer = PRINTER_TCP;
		s->printer_columns = 42;
		strcpy(s->printer_address, far.address);
		strcpy(s->printer_font, FONT);
	}
	return 0;
}

static int
end(void **state)
{
	(void)state;
	pseudo_printer_end(&far);
	desk_office_end(&office);
	return 0;
}

static void
open_counter(void)
{
	d = desk_office_open(&office, 1, "1001");
}

/* A reissued card is paid; its receipt's number. */
static struct charge_done
charge(int64_t card)
{
	struct cash tender = DESK_CASH(1000);
	struct charge_done done;
	char key[DESK_KEY_SIZE];

	desk_new_key(key);
	if (charge_take(d, card, PRICE, &tender, key, &done, &f) != KERR_OK)
		fail_msg("charge: %s", error_name(f.code));
	return done;
}

static size_t
papers(struct desk *at, struct printing_row *rows)
{
	size_t count = 0;

	assert_int_equal(printing_list(at, rows, 16, &count, &f), KERR_OK);
	return count;
}

static struct printing_row
newest(struct desk *at)
{
	struct printing_row rows[16];

	assert_true(papers(at, rows) > 0);
	return rows[0];
}

static bool
is_quiet(void *arg)
{
	struct printing_status p;

	printing_get_status(arg, &p);
	return !p.printing;
}

static void
settle(struct desk *at)
{
	desk_office_until(&office, is_quiet, at);
}

static struct printing_status
status(struct desk *at)
{
	struct printing_status p;

	printing_get_status(at, &p);
	return p;
}

static void
paper_is_sound(void)
{
	if (far.reader.trouble != NULL)
		fail_msg("the printer found %s", far.reader.trouble);
}

static unsigned
lines_with(const char *text)
{
	unsigned count = 0;

	for (size_t i = 0; i < far.reader.line_count; i++)
		if (strstr(far.reader.line[i].text, text) != NULL)
			count++;
	return count;
}

static void
a_charge_comes_out_as_a_receipt(void **state)
{
	int64_t card = desk_money_card(&office, "N-00777", "lost");
	struct charge_done done;

	(void)state;
	open_counter();
	desk_money_open(&office, 1);
	done = charge(card);
	settle(d);
	paper_is_sound();
	assert_int_equal(far.reader.cuts, 1);
	assert_true(escpos_reader_has(&far.reader, done.receipt));
	assert_true(escpos_reader_has(&far.reader, "領収書"));
	assert_true(escpos_reader_has(&far.reader, "調布市"));
	assert_true(escpos_reader_has(&far.reader, "令和8年11月26日"));
	assert_true(escpos_reader_has(&far.reader, "2026-11-26"));
	assert_true(escpos_reader_has(&far.reader, "750円"));
	assert_true(escpos_reader_has(&far.reader, "1,000円"));
	assert_true(escpos_reader_has(&far.reader, "250円"));
	assert_true(escpos_reader_has(&far.reader, "1001"));
	assert_int_equal(newest(d).state, PRINT_SENT);
	assert_string_equal(newest(d).label, done.receipt);
	assert_int_equal(status(d).waiting, 0);
}

static void
a_printer_that_is_down_stops_no_money_and_prints_each_once(void **state)
{
	int64_t first = desk_money_card(&office, "N-00777", "lost");
	int64_t second = desk_money_card(&office, "N-00778", "lost");
	struct charge_done done[2];

	(void)state;
	pseudo_printer_switch_off(&far);
	open_counter();
	desk_money_open(&office, 1);
	done[0] = charge(first);
	done[1] = charge(second);
	settle(d);
	assert_int_equal(status(d).waiting, 2);
	assert_int_equal(status(d).doubtful, 0);
	assert_int_equal(status(d).trouble, ERR_PRINTER_ABSENT);
	assert_int_equal(newest(d).reason, ERR_PRINTER_ABSENT);
	/* another start forgets none of them */
	desk_office_close(&office, 1);
	pseudo_printer_switch_on(&far);
	open_counter();
	settle(d);
	printing_retry(d);
	settle(d);
	paper_is_sound();
	assert_int_equal(far.reader.cuts, 2);
	for (int i = 0; i < 2; i++)
		assert_int_equal(lines_with(done[i].receipt), 1);
	assert_int_equal(status(d).waiting, 0);
	printing_retry(d);
	settle(d);
	assert_int_equal(far.reader.cuts, 2);
}

/* A receipt that was cut off after so many bytes. */
static struct charge_done
cut_off_receipt(void)
{
	int64_t card = desk_money_card(&office, "N-00777", "lost");
	struct charge_done done;

	open_counter();
	desk_money_open(&office, 1);
	far.trouble.closes = 60;
	done = charge(card);
	settle(d);
	far.trouble.closes = SIZE_MAX;
	assert_int_equal(far.reader.cuts, 0);
	assert_int_equal(newest(d).state, PRINT_UNKNOWN);
	assert_int_equal(newest(d).reason, ERR_PRINTER_CUT);
	assert_int_equal(status(d).doubtful, 1);
	pseudo_printer_tear_off(&far);
	return done;
}

static void
a_cut_connection_is_a_question_and_never_sent_again_by_itself(void **state)
{
	(void)state;
	(void)cut_off_receipt();
	printing_retry(d);
	printing_go(d);
	desk_idle(d);
	settle(d);
	assert_int_equal(far.taken >= 60, true);
	assert_int_equal(far.reader.resets, 0);
	/* nor after a restart */
	desk_office_close(&office, 1);
	open_counter();
	settle(d);
	assert_int_equal(far.reader.resets, 0);
	assert_int_equal(status(d).doubtful, 1);
}

static void
whole_is_printed_and_needs_no_second_sheet(void **state)
{
	(void)state;
	(void)cut_off_receipt();
	assert_int_equal(
	    printing_say(d, newest(d).job, PAPER_WHOLE, &f), KERR_OK);
	settle(d);
	assert_int_equal(newest(d).state, PRINT_SENT);
	assert_int_equal(far.reader.resets, 0);
	assert_int_equal(status(d).doubtful, 0);
}

static void
torn_is_spoiled_and_its_replacement_is_no_copy(void **state)
{
	struct charge_done done = cut_off_receipt();
	struct printing_row rows[16];

	(void)state;
	assert_int_equal(
	    printing_say(d, newest(d).job, PAPER_TORN, &f), KERR_OK);
	settle(d);
	paper_is_sound();
	assert_int_equal(far.reader.cuts, 1);
	assert_int_equal(lines_with(done.receipt), 1);
	assert_int_equal(lines_with("書損"), 1);
	assert_int_equal(lines_with("写し"), 0);
	assert_int_equal(papers(d, rows), 2);
	assert_int_equal(rows[0].state, PRINT_SENT);
	assert_true(rows[0].replaces);
	assert_int_equal(rows[0].copy, 0);
	assert_int_equal(rows[1].state, PRINT_SPOILED);
}

static void
nothing_is_printed_again_under_its_number_unmarked(void **state)
{
	struct charge_done done = cut_off_receipt();
	int64_t job = newest(d).job;

	(void)state;
	assert_int_equal(printing_say(d, job, PAPER_NOTHING, &f), KERR_OK);
	settle(d);
	paper_is_sound();
	assert_int_equal(far.reader.cuts, 1);
	assert_int_equal(lines_with(done.receipt), 1);
	assert_int_equal(lines_with("書損"), 0);
	assert_int_equal(lines_with("写し"), 0);
	assert_int_equal(newest(d).job, job);
	/* the same answer by somebody who looked at an old list */
	assert_int_equal(
	    printing_say(d, job, PAPER_WHOLE, &f), ERR_PAPER_STATE);
}

static void
a_kill_in_the_middle_is_a_question_at_the_next_start(void **state)
{
	int64_t card = desk_money_card(&office, "N-00777", "lost");

	(void)state;
	open_counter();
	desk_money_open(&office, 1);
	far.trouble.stops = 1; /* it swallows and says nothing */
	(void)charge(card);
	for (int i = 0; i < 50; i++)
		assert_int_equal(loop_turn(office.loop, 10), KERR_OK);
	assert_true(status(d).printing);
	assert_int_equal(newest(d).state, PRINT_INTENDED);
	desk_office_close(&office, 1); /* as it is: nothing more is written */
	far.trouble.stops = SIZE_MAX;
	open_counter();
	settle(d);
	assert_int_equal(newest(d).state, PRINT_UNKNOWN);
	assert_int_equal(newest(d).reason, ERR_PRINTER_STOPPED);
	assert_int_equal(status(d).doubtful, 1);
	assert_int_equal(far.reader.cuts, 0);
}

static void
what_two_terminals_answer_counts_once(void **state)
{
	struct charge_done done = cut_off_receipt();
	struct desk *other = desk_office_open(&office, 2, "1002");
	int64_t job = newest(d).job;

	(void)state;
	assert_int_equal(printing_say(other, job, PAPER_NOTHING, &f), KERR_OK);
	assert_int_equal(
	    printing_say(d, job, PAPER_NOTHING, &f), ERR_PAPER_STATE);
	assert_int_equal(printing_say(d, job, PAPER_TORN, &f), ERR_PAPER_STATE);
	printing_retry(d);
	settle(d);
	settle(other);
	printing_retry(other);
	settle(other);
	assert_int_equal(far.reader.cuts, 1);
	assert_int_equal(lines_with(done.receipt), 1);
}

static void
copies_are_marked_and_counted(void **state)
{
	int64_t card = desk_money_card(&office, "N-00777", "lost");
	struct charge_done done;
	char path[512];

	(void)state;
	open_counter();
	desk_money_open(&office, 1);
	done = charge(card);
	settle(d);
	for (int n = 1; n <= 2; n++) {
		assert_int_equal(cash_entries_print(
				     d, done.entry[0], path, sizeof(path), &f),
		    KERR_OK);
		/* pressed twice: while it prints there is no other */
		assert_int_equal(cash_entries_print(
				     d, done.entry[0], path, sizeof(path), &f),
		    ERR_PAPER_LIVE);
		settle(d);
	}
	paper_is_sound();
	assert_int_equal(far.reader.cuts, 3);
	assert_int_equal(lines_with("写し 1"), 2); /* above and below */
	assert_int_equal(lines_with("写し 2"), 2);
	assert_int_equal(lines_with(done.receipt), 3);
}

static void
no_paper_is_waited_for_and_said(void **state)
{
	int64_t card = desk_money_card(&office, "N-00777", "lost");

	(void)state;
	far.answers[4] = 0x72;
	open_counter();
	desk_money_open(&office, 1);
	(void)charge(card);
	settle(d);
	assert_int_equal(status(d).waiting, 1);
	assert_int_equal(status(d).trouble, ERR_PRINTER_PAPER);
	assert_int_equal(far.taken, 0);
	assert_string_equal(printing_said(d, newest(d).paper),
	    "The paper waits for the printer.");
	far.answers[4] = 0x12;
	printing_retry(d);
	settle(d);
	assert_int_equal(far.reader.cuts, 1);
	assert_string_equal(
	    printing_said(d, newest(d).paper), "The paper is printed.");
}

/* Killed between the money's commit and the paper's: as if it had been. */
static void
a_receipt_whose_paper_was_cut_off_is_found_at_the_next_start(void **state)
{
	int64_t card = desk_money_card(&office, "N-00777", "lost");
	struct charge_done done;
	struct db *db = NULL;

	(void)state;
	open_counter();
	desk_money_open(&office, 1);
	done = charge(card);
	settle(d);
	desk_office_close(&office, 1);
	assert_int_equal(
	    db_open(office.settings[1].store, false, &db, &f), KERR_OK);
	assert_int_equal(db_define(db, "DELETE FROM print_job;"
				       "DELETE FROM print_paper;"),
	    KERR_OK);
	db_close(&db);
	pseudo_printer_tear_off(&far);
	open_counter();
	settle(d);
	assert_int_equal(lines_with(done.receipt), 1);
	assert_int_equal(lines_with("写し"), 0);
	assert_int_equal(far.reader.cuts, 1);
}

static void
a_full_or_missing_spool_keeps_the_paper_until_it_is_there(void **state)
{
	int64_t card = desk_money_card(&office, "N-00777", "lost");
	char away[600];

	(void)state;
	office.settings[1].printer = PRINTER_SPOOL;
	snprintf(away, sizeof(away), "%s-away", office.settings[1].spool);
	assert_int_equal(rename(office.settings[1].spool, away), 0);
	open_counter();
	desk_money_open(&office, 1);
	(void)charge(card);
	assert_int_equal(status(d).waiting, 1);
	assert_int_equal(newest(d).reason, ERR_SPOOL);
	assert_int_equal(rename(away, office.settings[1].spool), 0);
	printing_retry(d);
	assert_int_equal(status(d).waiting, 0);
	assert_int_equal(newest(d).state, PRINT_SPOOLED);
	assert_string_equal(
	    printing_said(d, newest(d).paper), "The slip is in the spool.");
}

#define STORY(name) cmocka_unit_test_setup_teardown(name, begin, end)

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
	    STORY(a_charge_comes_out_as_a_receipt),
	    STORY(a_printer_that_is_down_stops_no_money_and_prints_each_once),
	    STORY(
		a_cut_connection_is_a_question_and_never_sent_again_by_itself),
	    STORY(whole_is_printed_and_needs_no_second_sheet),
	    STORY(torn_is_spoiled_and_its_replacement_is_no_copy),
	    STORY(nothing_is_printed_again_under_its_number_unmarked),
	    STORY(a_kill_in_the_middle_is_a_question_at_the_next_start),
	    STORY(what_two_terminals_answer_counts_once),
	    STORY(copies_are_marked_and_counted),
	    STORY(no_paper_is_waited_for_and_said),
	    STORY(a_receipt_whose_paper_was_cut_off_is_found_at_the_next_start),
	    STORY(a_full_or_missing_spool_keeps_the_paper_until_it_is_there),
	};
	struct failure language = {0};

	desk_office_main(argc, argv);
	if (lang_init(KIOSK_BUILD "/locale", &language) != KERR_OK)
		return 1;
	return cmocka_run_group_tests_name("desk_printing", tests, NULL, NULL);
}
