/* procedures_test.c -- cards that residents hold, on the whole program: lost,
 * suspended and found again; lost for good, abolished, applied for anew, and
 * come with a delivery list for its collection. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "rules/case_flow.h"
#include "support/counter.h"

#define CARD	    "N-00137" /* a Japanese national has it */
#define NAME	    "神谷 大地"
#define APPLICATION "99000000000000000000001"
/* The chip of the training office's card that is in no list. */
#define STRANGER     "stranger"
#define STRANGERCHIP "909999999999901"

/* -- how the steps are answered; channel first where it is asked -- */
#define AT_COUNTER   "<Right><Tab>"
#define HOLDER	     "<Right><Tab><Right><Tab>2029-04-09<Tab><Right><Enter>"
#define LOST_AT_HOME "<Right><Tab>2026-11-20<Tab><Right><Tab>home<Tab>"
#define SUSPEND	     "<Right><Tab><Space><Enter>"
#define ABOLISH	     "<Right><Right><Tab><Space><Enter>"
#define DONE_HERE    "<Right><Enter>"
#define TOLD	     "<Space><Tab><Space><Enter>"

static struct counter_office office;
static struct counter one;

static int
begin_in(enum lang lang)
{
	counter_office_begin(&office, lang);
	counter_open(&one, &office, 1);
	counter_sign_in(&one, "1001");
	return 0;
}

static int
begin_en(void **state)
{
	(void)state;
	return begin_in(LANG_EN);
}

static int
begin_ja(void **state)
{
	(void)state;
	return begin_in(LANG_JA);
}

static int
end(void **state)
{
	(void)state;
	counter_free(&one);
	counter_office_end(&office);
	return 0;
}

/* -- what tests share -- */

static bool
menu_stands_at(const char *name)
{
	char row[200];

	for (int r = 0; r < 24; r++) {
		pty_row(one.pty, r, row, sizeof(row));
		if (row[0] == '>' && strstr(row, name) != NULL)
			return true;
	}
	return false;
}

/* Find the card and open its menu. */
static void
open_menu(const char *card)
{
	counter_press(&one, card);
	counter_press(&one, "<Enter>");
	counter_expect_with(&one, "Found: {n}", "n", "1");
	counter_press(&one, "<F2>");
	counter_expect(&one, "Reissue, loss ...");
}

static void
begin_procedure(const char *card, enum case_kind kind)
{
	const char *name = text_in(one.lang, case_kind_name(kind));

	open_menu(card);
	pty_expect(one.pty, name);
	for (int i = 0; i < 12 && !menu_stands_at(name); i++)
		counter_press(&one, "<Down>");
	assert_true(menu_stands_at(name));
	counter_press(&one, "<Enter>");
	counter_expect(&one, case_step_name(STEP_PROCEDURE_END));
}

static void
answer(enum case_step step, const char *keys)
{
	counter_press(&one, keys);
	counter_expect_with(&one, "Done: {step}.", "step",
	    text_in(one.lang, case_step_name(step)));
}

/* The last step, and back to the queue. */
static void
close_case(const char *keys)
{
	counter_press(&one, keys);
	counter_expect(&one, "Closed. Give the visitor the slip.");
	counter_press(&one, "<Enter>");
	counter_expect(&one, "Reissue, loss ...");
	counter_press(&one, "<Esc>");
	counter_expect_with(&one, "Found: {n}", "n", "1");
	counter_press(&one, "<Esc>");
	counter_expect(&one, "Reserved today");
}

static void
lose(const char *wish, enum case_step effect)
{
	begin_procedure(CARD, CASE_KIND_LOSS);
	answer(STEP_APPLICANT, AT_COUNTER HOLDER);
	counter_press(&one, LOST_AT_HOME);
	answer(STEP_LOSS, wish);
	answer(effect, DONE_HERE);
	close_case(TOLD);
}

/* -- stories -- */

static void
a_lost_card_is_suspended_and_found_again(void **state)
{
	(void)state;
	lose(SUSPEND, STEP_SUSPEND);
	counter_expect_slip(&one, "一時停止: ここで実施");
	open_menu(CARD);
	counter_expect(&one, "suspended");
	counter_press(&one, "<Esc>");
	counter_expect_with(&one, "Found: {n}", "n", "1");
	counter_press(&one, "<Esc>");
	counter_expect(&one, "Reserved today");
	begin_procedure(CARD, CASE_KIND_LIFTING);
	/* never by telephone */
	counter_press(&one, "<Right><Right><Tab><Right><Tab><Space><Enter>");
	counter_expect_with(&one,
	    "With these answers it cannot go on: {reason}.", "reason",
	    text_in(one.lang, "a suspension is never lifted by telephone"));
	counter_press(
	    &one, "<Up><Up><Left><Tab><Tab><Right><Tab>2029-04-09<Tab><Right>");
	answer(STEP_APPLICANT, "<Enter>");
	answer(STEP_RECOVERED, "<Space><Tab>2026-11-24<Tab><Right><Enter>");
	answer(STEP_LIFT, DONE_HERE);
	close_case(TOLD);
	open_menu(CARD);
	counter_expect(&one, "handed over");
}

/* Paused before its effect, it waits under "Needs attention". */
static void
what_was_not_done_is_seen_on_the_queue(void **state)
{
	(void)state;
	begin_procedure(CARD, CASE_KIND_SUSPENSION);
	answer(STEP_APPLICANT, AT_COUNTER HOLDER);
	counter_press(&one, "<Right><Right><Right><Enter>");
	counter_expect_with(&one,
	    "With these answers it cannot go on: {reason}.", "reason",
	    text_in(one.lang, "it is not done: the case stays under \"Needs "
			      "attention\" until it is"));
	counter_press(&one, "<F3>");
	counter_expect(&one, "Pause or stop");
	counter_press(&one, "<Enter>");
	counter_expect(&one, "Paused. Any counter can go on with it.");
	counter_expect_slip(&one, "一時停止: 未実施");
	counter_press(&one, "<Esc><Esc>");
	counter_expect(&one, "Not done on the official terminal yet.");
}

static void
write_list(char *path, size_t size)
{
	FILE *out;

	counter_office_path(&office, "arrivals.csv", path, size);
	out = fopen(path, "w");
	assert_non_null(out);
	fprintf(out,
	    "application_id,kind,reissue_reason,face_serial,chip_serial,"
	    "notice_no,noticed_on,name_kanji,name_kana,born,foreign,address,"
	    "expiry,wants_sign,wants_auth,place\n" APPLICATION
	    ",reissue,lost,WXYZ1234WXYZ5678," STRANGERCHIP
	    ",N-00900,2026-11-24," NAME ",かみや だいち,1973-03-14,no,"
	    "東京都調布市見本町十丁目2番8号,2036-03-14,yes,yes,C-01\n");
	fclose(out);
}

static void
arrive(void)
{
	char path[COUNTER_PATH_SIZE];
	const char *const arguments[] = {"import", "arrivals", path, NULL};

	write_list(path, sizeof(path));
	counter_office_run(&office, arguments, 0, NULL, 0);
}

static void
a_card_lost_for_good_is_reissued_and_comes_for_its_collection(void **state)
{
	(void)state;
	lose(ABOLISH, STEP_ABOLISH);
	counter_expect_slip(&one, "廃止: ここで実施");
	begin_procedure(CARD, CASE_KIND_REISSUE);
	answer(STEP_APPLICANT, HOLDER);
	answer(STEP_REISSUE, DONE_HERE); /* lost: the first of the reasons */
	counter_press(&one, "<Space><Tab>" APPLICATION "<Tab><Space><Tab>");
	answer(STEP_APPLICATION, "<Tab><Tab><Right><Enter>");
	answer(STEP_ORDER, DONE_HERE);
	close_case(TOLD);
	counter_expect_slip(&one, APPLICATION);
	open_menu(CARD);
	counter_expect(&one, "abolished");
	counter_press(&one, "<Esc><Esc>");
	counter_expect(&one, "Reserved today");
	arrive();
	counter_open_case(&one, "N-00900");
	counter_walk(&one, COUNTER_NATIONAL, STEP_WHO, STEP_RIGHT_CARD);
	counter_put(&one, STRANGER);
	counter_expect_with(&one, "Done: {step}.", "step",
	    text_in(one.lang, case_step_name(STEP_RIGHT_CARD)));
	/* lost by its holder: 750 yen at the hand-over, and not before */
	pty_expect(one.pty, "750");
}

#define STORY(name, begin) cmocka_unit_test_setup_teardown(name, begin, end)

int
main(int argc, char **argv)
{
	static const struct CMUnitTest tests[] = {
	    STORY(a_lost_card_is_suspended_and_found_again, begin_ja),
	    STORY(a_lost_card_is_suspended_and_found_again, begin_en),
	    STORY(what_was_not_done_is_seen_on_the_queue, begin_en),
	    STORY(a_card_lost_for_good_is_reissued_and_comes_for_its_collection,
		begin_ja),
	    STORY(a_card_lost_for_good_is_reissued_and_comes_for_its_collection,
		begin_en),
	};
	int failed;

	(void)argc;
	(void)argv;
	counter_init();
	failed = cmocka_run_group_tests_name("procedures", tests, NULL, NULL);
	counter_office_forget();
	return failed;
}
