/* store_cards_test.c -- finding cards, the waiting list, and how they move. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "store/card_list.h"
#include "store/waiting.h"
#include "support/store_office.h"

#define LIST_CARDS 6000

static struct store_office office;
static struct waiting_row rows[64];

static int64_t
add_named(int n, const char *roman, const char *kanji, const char *alias,
    const char *kana)
{
	struct card_record c;
	struct person p;
	int64_t id = 0;

	store_office_person(&p, n);
	store_office_card(&c, n);
	(void)snprintf(p.roman, sizeof(p.roman), "%s", roman);
	(void)snprintf(p.kanji, sizeof(p.kanji), "%s", kanji);
	(void)snprintf(p.alias, sizeof(p.alias), "%s", alias);
	(void)snprintf(p.kana, sizeof(p.kana), "%s", kana);
	store_office_begin(&office, office.st);
	assert_int_equal(people_add(office.st, &p, &c.person), KERR_OK);
	assert_int_equal(cards_add(office.st, &c, &p, &id), KERR_OK);
	store_office_commit(office.st);
	return id;
}

/* How many cards are found, and that the first one is card (0: none). */
static size_t
found(const char *typed, int64_t card)
{
	size_t count = 0;
	bool more = true;

	assert_int_equal(
	    waiting_search(office.st, typed, rows, 64, &count, &more), KERR_OK);
	assert_false(more);
	if (count > 0)
		assert_int_equal(rows[0].card, card);
	return count;
}

static void
a_card_keeps_everything_that_the_list_told(void **state)
{
	struct card_record c, in;
	struct person p, in_p;
	int64_t id;

	(void)state;
	store_office_card(&in, 7);
	store_office_person(&in_p, 7);
	id = store_office_add(&office, 7);
	assert_int_equal(cards_get(office.st, id, &c), KERR_OK);
	assert_string_equal(c.application_id, in.application_id);
	assert_string_equal(c.face_serial, in.face_serial);
	assert_string_equal(c.chip_serial, in.chip_serial);
	assert_string_equal(c.notice_no, in.notice_no);
	assert_string_equal(c.place, in.place);
	assert_int_equal(date_compare(c.noticed_on, in.noticed_on), 0);
	assert_int_equal(date_compare(c.expiry, in.expiry), 0);
	assert_false(date_is_set(c.second_notice_on));
	assert_int_equal(c.state, CARD_NOTICED);
	assert_int_equal(c.state_at, OFFICE_NOW);
	assert_int_equal(people_get(office.st, c.person, &p), KERR_OK);
	assert_string_equal(p.roman, in_p.roman);
	assert_string_equal(p.kana, in_p.kana);
	assert_string_equal(p.household, in_p.household);
	assert_int_equal(date_compare(p.born, in_p.born), 0);
	assert_int_equal(cards_get(office.st, id + 1, &c), ERR_NOT_FOUND);
}

static void
a_number_is_used_once(void **state)
{
	struct card_record c;
	struct person p;
	int64_t id = 0, first = store_office_add(&office, 1);

	(void)state;
	store_office_person(&p, 1);
	store_office_card(&c, 1);
	assert_int_equal(
	    cards_find(office.st, CARD_BY_APPLICATION, c.application_id, &id),
	    KERR_OK);
	assert_int_equal(id, first);
	assert_int_equal(
	    cards_find(office.st, CARD_BY_CHIP_SERIAL, "none", &id),
	    ERR_NOT_FOUND);
	store_office_begin(&office, office.st);
	assert_int_equal(people_add(office.st, &p, &c.person), KERR_OK);
	assert_int_equal(
	    cards_add(office.st, &c, &p, &id), ERR_STORE_CONSTRAINT);
	store_rollback(office.st);
}

static void
every_name_form_finds_the_card_from_each_word(void **state)
{
	int64_t id;

	(void)state;
	id = add_named(
	    1, "LEE CHANG WOO", "李 昌宇", "木村 太郎", "キムラ タロウ");
	(void)add_named(2, "SANTOS MARIA", "", "", "サントス マリア");
	assert_int_equal(found("lee", id), 1);
	assert_int_equal(found("ＬＥＥ　ＣＨ", id), 1);
	assert_int_equal(found("chang woo", id), 1);
	assert_int_equal(found("woo", id), 1);
	assert_int_equal(found("李", id), 1);
	assert_int_equal(found("昌", id), 1);
	assert_int_equal(found("木村", id), 1);
	assert_int_equal(found("たろう", id), 1);
	assert_int_equal(found("タロ", id), 1);
	assert_int_equal(found("ｷﾑﾗ", id), 1);
	assert_int_equal(found("kimura", id), 1);
	assert_int_equal(found("  Kimura  ", id), 1);
	assert_int_equal(found("hang", 0), 0);
	assert_int_equal(found("村", 0), 0);
}

static void
words_in_another_order_find_the_card(void **state)
{
	int64_t id;

	(void)state;
	id = add_named(1, "LEE CHANG WOO", "", "", "");
	(void)add_named(2, "LEE MIN", "", "", "");
	assert_int_equal(found("chang lee", id), 1);
	assert_int_equal(found("woo lee ch", id), 1);
	assert_int_equal(found("chang kim", 0), 0);
}

static void
roman_and_kanji_joined_in_one_field_are_both_found(void **state)
{
	int64_t id;

	(void)state;
	id = add_named(1, "HANZI TAILANG_漢字 太郎", "", "", "");
	assert_int_equal(found("tailang", id), 1);
	assert_int_equal(found("漢字", id), 1);
	assert_int_equal(found("太郎", id), 1);
}

static void
every_number_finds_the_card_as_it_is_typed_or_scanned(void **state)
{
	int64_t id = store_office_add(&office, 12);

	(void)state;
	(void)store_office_add(&office, 34);
	assert_int_equal(found("n-000012", id), 1);
	assert_int_equal(found("N000012", id), 1);
	assert_int_equal(found("00000000000000000000012", id), 1);
	assert_int_equal(found("face000000000012", id), 1);
	assert_int_equal(found("000000000000012", id), 1);
}

static void
nothing_typed_finds_nothing_and_many_are_cut_off(void **state)
{
	size_t count = 9;
	bool more = true;

	(void)state;
	for (int i = 0; i < 12; i++)
		(void)store_office_add(&office, i);
	assert_int_equal(found("", 0), 0);
	assert_int_equal(found("   ", 0), 0);
	assert_int_equal(found("\xF4\x8F\xBF\xBF", 0), 0);
	assert_int_equal(
	    waiting_search(office.st, "nguyen", rows, 10, &count, &more),
	    KERR_OK);
	assert_int_equal(count, 10);
	assert_true(more);
	assert_int_equal(
	    waiting_search(office.st, "nguyen", rows, 12, &count, &more),
	    KERR_OK);
	assert_int_equal(count, 12);
	assert_false(more);
}

static void
reserved_cards_come_first_by_time_then_by_notice(void **state)
{
	int64_t id[4], offset = -1, waiting = 0;
	size_t count = 0;

	(void)state;
	for (int i = 0; i < 4; i++)
		id[i] = store_office_add(&office, i);
	store_office_begin(&office, office.st);
	assert_int_equal(
	    cards_reserve(office.st, id[2], OFFICE_NOW + 7200), KERR_OK);
	assert_int_equal(
	    cards_reserve(office.st, id[3], OFFICE_NOW - 86400), KERR_OK);
	store_office_commit(office.st);
	assert_int_equal(waiting_list(office.st, 0, rows, 64, &count), KERR_OK);
	assert_int_equal(count, 4);
	assert_int_equal(rows[0].card, id[3]);
	assert_int_equal(rows[1].card, id[2]);
	assert_int_equal(rows[1].state, CARD_RESERVED);
	assert_int_equal(rows[2].card, id[0]);
	assert_int_equal(rows[3].card, id[1]);
	assert_int_equal(waiting_list(office.st, 3, rows, 64, &count), KERR_OK);
	assert_int_equal(count, 1);
	assert_int_equal(rows[0].card, id[1]);
	assert_int_equal(waiting_offset(office.st, OFFICE_NOW, &offset), 0);
	assert_int_equal(offset, 1);
	assert_int_equal(waiting_count(office.st, &waiting), KERR_OK);
	assert_int_equal(waiting, 4);
}

static void
a_household_is_listed_together(void **state)
{
	size_t count = 0;

	(void)state;
	for (int i = 0; i < 6; i++)
		(void)store_office_add(&office, i);
	assert_int_equal(
	    waiting_household(office.st, "H1", rows, 64, &count), KERR_OK);
	assert_int_equal(count, 2);
	assert_int_equal(
	    waiting_household(office.st, "", rows, 64, &count), KERR_OK);
	assert_int_equal(count, 0);
}

static void
a_card_moves_only_along_its_life(void **state)
{
	struct card_move moves[8];
	struct card_record c;
	int64_t id = store_office_add(&office, 1);
	size_t count = 0;

	(void)state;
	store_office_begin(&office, office.st);
	assert_int_equal(
	    cards_move(office.st, id, CARD_EV_HANDED_OVER, 0), ERR_CARD_STATE);
	assert_int_equal(cards_move(office.st, id, CARD_EV_HOLD, 0), KERR_OK);
	assert_int_equal(cards_move(office.st, id, CARD_EV_CANCEL, 0), KERR_OK);
	assert_int_equal(
	    cards_reserve(office.st, id, OFFICE_NOW), ERR_CARD_STATE);
	store_office_commit(office.st);
	assert_int_equal(cards_get(office.st, id, &c), KERR_OK);
	assert_int_equal(c.state, CARD_CANCELLED);
	assert_int_equal(cards_moves(office.st, id, moves, 8, &count), KERR_OK);
	assert_int_equal(count, 3);
	assert_true(moves[0].first);
	assert_int_equal(moves[1].from, CARD_NOTICED);
	assert_int_equal(moves[1].to, CARD_HOLD);
	assert_int_equal(moves[2].to, CARD_CANCELLED);
	assert_int_equal(moves[2].by, office.clerk);
	assert_int_equal(moves[2].at, OFFICE_NOW);
}

static void
what_waits_follows_the_state_for_every_pair(void **state)
{
	int64_t waiting = 0, expected = 0, id = store_office_add(&office, 1);
	enum card_state to;
	char sql[160];

	(void)state;
	for (int s = 0; s < CARD_STATE_COUNT; s++) {
		for (int ev = 0; ev < CARD_EVENT_COUNT; ev++) {
			bool edge = lifecycle_next((enum card_state)s,
			    (enum card_event)ev, CARD_HOLD, &to);

			(void)snprintf(sql, sizeof(sql),
			    "UPDATE card SET state = '%s', waits = %d,"
			    " state_before = 'hold'",
			    card_state_code((enum card_state)s),
			    card_state_waits((enum card_state)s));
			store_office_tamper(&office, sql);
			store_office_begin(&office, office.st);
			assert_int_equal(
			    cards_move(office.st, id, (enum card_event)ev, 0),
			    edge ? KERR_OK : ERR_CARD_STATE);
			assert_int_equal(
			    waiting_count(office.st, &waiting), KERR_OK);
			expected =
			    card_state_waits(edge ? to : (enum card_state)s);
			assert_int_equal(waiting, expected);
			store_rollback(office.st);
		}
	}
}

static void
a_chips_serial_is_bound_once(void **state)
{
	struct card_record c;
	struct person p;
	int64_t id = 0, other = 0;

	(void)state;
	store_office_person(&p, 1);
	store_office_card(&c, 1);
	c.chip_serial[0] = '\0';
	(void)store_office_add(&office, 2);
	store_office_begin(&office, office.st);
	assert_int_equal(people_add(office.st, &p, &c.person), KERR_OK);
	assert_int_equal(cards_add(office.st, &c, &p, &id), KERR_OK);
	assert_int_equal(
	    cards_bind_chip(office.st, id, "123456789012345"), KERR_OK);
	assert_int_equal(
	    cards_bind_chip(office.st, id, "123456789012345"), KERR_OK);
	assert_int_equal(cards_bind_chip(office.st, id, "000000000000009"),
	    ERR_STORE_CONSTRAINT);
	assert_int_equal(cards_set_place(office.st, id, "B-9"), KERR_OK);
	store_office_commit(office.st);
	assert_int_equal(cards_find(office.st, CARD_BY_CHIP_SERIAL,
			     "123456789012345", &other),
	    KERR_OK);
	assert_int_equal(other, id);
	assert_int_equal(found("1234567890123", id), 1);
}

static void
add_to_list(struct card_list *list, int n)
{
	struct card_record c;
	struct person p;
	int64_t id = 0;

	store_office_person(&p, n);
	store_office_card(&c, n);
	assert_int_equal(people_add(office.st, &p, &c.person), KERR_OK);
	assert_int_equal(card_list_add(list, &c, &p, &id), KERR_OK);
}

/* More cards than keys are kept of at a time (13 of each). */
static void
cards_of_a_long_list_have_the_keys_of_those_listed_one_by_one(void **state)
{
	struct card_list *list;
	char typed[32];

	(void)state;
	store_office_begin(&office, office.st);
	assert_non_null(list = card_list_new(office.st));
	for (int n = 1; n <= LIST_CARDS; n++)
		add_to_list(list, n);
	assert_int_equal(card_list_end(list), KERR_OK);
	card_list_free(&list);
	assert_null(list);
	store_office_commit(office.st);
	(void)store_office_add(&office, LIST_CARDS + 1);
	assert_int_equal(store_office_number(&office,
			     "SELECT count(DISTINCT card) FROM search_key"),
	    LIST_CARDS + 1);
	assert_int_equal(
	    store_office_number(&office,
		"SELECT count(*) FROM (SELECT count(*) AS n FROM"
		" search_key GROUP BY card) WHERE n <> (SELECT count(*)"
		" FROM search_key WHERE card = (SELECT max(id) FROM card))"),
	    0);
	for (int n = 1; n <= LIST_CARDS; n += LIST_CARDS / 8) {
		(void)snprintf(typed, sizeof(typed), "number%06d", n);
		assert_int_equal(found(typed, n), 1);
		(void)snprintf(typed, sizeof(typed), "n%06d", n);
		assert_int_equal(found(typed, n), 1);
	}
}

static void
a_list_that_is_rolled_back_leaves_nothing(void **state)
{
	struct card_record c;
	struct person p;
	struct card_list *list;
	int64_t id = 0;

	(void)state;
	store_office_begin(&office, office.st);
	assert_non_null(list = card_list_new(office.st));
	add_to_list(list, 1);
	store_office_person(&p, 1);
	store_office_card(&c, 1);
	assert_int_equal(people_add(office.st, &p, &c.person), KERR_OK);
	assert_int_equal(
	    card_list_add(list, &c, &p, &id), ERR_STORE_CONSTRAINT);
	card_list_free(&list);
	store_rollback(office.st);
	assert_int_equal(
	    store_office_number(&office, "SELECT (SELECT count(*) FROM card) +"
					 " (SELECT count(*) FROM search_key)"
					 " + (SELECT count(*) FROM person)"),
	    0);
}

#define TEST(name) \
	cmocka_unit_test_prestate_setup_teardown( \
	    name, store_office_setup, store_office_teardown, &office)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(a_card_keeps_everything_that_the_list_told),
	    TEST(a_number_is_used_once),
	    TEST(every_name_form_finds_the_card_from_each_word),
	    TEST(words_in_another_order_find_the_card),
	    TEST(roman_and_kanji_joined_in_one_field_are_both_found),
	    TEST(every_number_finds_the_card_as_it_is_typed_or_scanned),
	    TEST(nothing_typed_finds_nothing_and_many_are_cut_off),
	    TEST(reserved_cards_come_first_by_time_then_by_notice),
	    TEST(a_household_is_listed_together),
	    TEST(a_card_moves_only_along_its_life),
	    TEST(what_waits_follows_the_state_for_every_pair),
	    TEST(a_chips_serial_is_bound_once),
	    TEST(cards_of_a_long_list_have_the_keys_of_those_listed_one_by_one),
	    TEST(a_list_that_is_rolled_back_leaves_nothing),
	};

	return cmocka_run_group_tests_name("store_cards", tests, NULL, NULL);
}
