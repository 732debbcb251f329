/* Two people's destructions in a real store: who may, once, and all or nothing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "store/cards.h"
#include "store/destructions.h"
#include "store/store.h"
#include "support/store_office.h"

static struct store_office office;

static int
begin(void **state)
{
	(void)state;
	store_office_make(&office);
	return 0;
}

static int
end(void **state)
{
	(void)state;
	store_office_remove(&office);
	return 0;
}

/* One step in a transaction of its own. */
#define STEP(st, call) \
	(store_office_begin(&office, (st)), store_end((st), (call)))

static int64_t
cancelled(int n)
{
	int64_t card = store_office_add(&office, n);

	assert_int_equal(
	    STEP(office.st, cards_cancel(office.st, card, "died", "", 0)),
	    KERR_OK);
	return card;
}

static int64_t
opened(struct store *st, int64_t card)
{
	int64_t id = 0;

	assert_int_equal(
	    STEP(st, destructions_open(st, office.day, office.other, &id)),
	    KERR_OK);
	assert_int_equal(
	    STEP(st, destructions_add(st, id, card, DESTROY_CANCELLED)),
	    KERR_OK);
	return id;
}

static enum card_state
state_of(int64_t card)
{
	struct card_record c;

	assert_int_equal(cards_get(office.st, card, &c), KERR_OK);
	return c.state;
}

static void
candidates_are_what_may_be_due_by_id(void **state)
{
	int64_t waits = store_office_add(&office, 1), gone = cancelled(2);
	int64_t expired = store_office_add(&office, 3), found[8];
	size_t count = 0;

	(void)state;
	(void)waits;
	store_office_tamper(
	    &office, "UPDATE card SET expiry = '2020-01-01' WHERE id = 3");
	assert_int_equal(destructions_candidates(office.st,
			     (struct date){2026, 11, 24}, 0, found, 8, &count),
	    KERR_OK);
	assert_int_equal(count, 2);
	assert_int_equal(found[0], gone);
	assert_int_equal(found[1], expired);
	assert_int_equal(
	    destructions_candidates(
		office.st, (struct date){2026, 11, 24}, gone, found, 8, &count),
	    KERR_OK);
	assert_int_equal(count, 1);
	assert_int_equal(found[0], expired);
}

static void
nobody_is_both_persons(void **state)
{
	int64_t id = 0;

	(void)state;
	assert_int_equal(STEP(office.st, destructions_open(office.st,
					     office.day, office.clerk, &id)),
	    ERR_SAME_PERSON);
	assert_int_equal(
	    STEP(office.st, destructions_open(office.st, office.day, 0, &id)),
	    ERR_SAME_PERSON);
	assert_int_equal(
	    store_office_number(&office, "SELECT count(*) FROM destruction"),
	    0);
}

static void
a_card_is_destroyed_once_and_only_at_its_counter(void **state)
{
	struct store *beside = store_office_open(&office, 2);
	int64_t card = cancelled(1), id = opened(office.st, card);
	int64_t other = opened(beside, card);
	struct destruction_card rows[4];
	struct destruction d;
	size_t count = 0;

	(void)state;
	assert_int_equal(STEP(beside, destructions_confirm(beside, id, card,
					  DESTRUCTION_BY_SCAN)),
	    ERR_CASE_STATE);
	assert_int_equal(STEP(office.st, destructions_confirm(office.st, id,
					     card, DESTRUCTION_NOT_YET)),
	    ERR_INTERNAL);
	assert_int_equal(STEP(office.st, destructions_confirm(office.st, id,
					     card, DESTRUCTION_BY_SCAN)),
	    KERR_OK);
	assert_int_equal(state_of(card), CARD_DESTROYED);
	assert_int_equal(STEP(office.st, destructions_confirm(office.st, id,
					     card, DESTRUCTION_BY_SCAN)),
	    ERR_CASE_STATE);
	/* the same card in the other counter's list: nothing is written there */
	assert_int_not_equal(STEP(beside, destructions_confirm(beside, other,
					      card, DESTRUCTION_BY_EYE)),
	    KERR_OK);
	assert_int_equal(
	    destructions_cards(office.st, other, rows, 4, &count), KERR_OK);
	assert_int_equal(count, 1);
	assert_int_equal(rows[0].how, DESTRUCTION_NOT_YET);
	assert_int_equal(
	    destructions_cards(office.st, id, rows, 4, &count), KERR_OK);
	assert_int_equal(rows[0].how, DESTRUCTION_BY_SCAN);
	assert_int_equal(rows[0].at, OFFICE_NOW);
	assert_int_equal(destructions_get(office.st, id, &d), KERR_OK);
	assert_int_equal(d.first, office.clerk);
	assert_int_equal(d.second, office.other);
	store_close(&beside);
}

static void
after_its_end_nothing_is_destroyed(void **state)
{
	int64_t card = cancelled(1), id = opened(office.st, card);

	(void)state;
	assert_int_equal(STEP(office.st, destructions_end(office.st, id,
					     DESTRUCTION_STOPPED)),
	    KERR_OK);
	assert_int_equal(STEP(office.st, destructions_confirm(office.st, id,
					     card, DESTRUCTION_BY_SCAN)),
	    ERR_CASE_STATE);
	assert_int_equal(
	    STEP(office.st, destructions_end(office.st, id, DESTRUCTION_DONE)),
	    ERR_CASE_STATE);
	assert_int_equal(state_of(card), CARD_CANCELLED);
}

/* A card that came to a counter meanwhile: the mark is rolled back with it. */
static void
what_cannot_be_destroyed_leaves_no_mark(void **state)
{
	int64_t card = store_office_add(&office, 1);
	int64_t id = opened(office.st, card);

	(void)state;
	(void)store_office_case(&office, office.st, card);
	assert_int_equal(STEP(office.st, destructions_confirm(office.st, id,
					     card, DESTRUCTION_BY_SCAN)),
	    ERR_CARD_STATE);
	assert_int_equal(
	    store_office_number(&office,
		"SELECT count(*) FROM destruction_card WHERE at IS NOT NULL"),
	    0);
	assert_int_equal(state_of(card), CARD_IN_COLLECTION);
}

static void
a_remark_never_holds_the_number(void **state)
{
	int64_t card = store_office_add(&office, 1);

	(void)state;
	assert_int_equal(STEP(office.st, cards_cancel(office.st, card, "other",
					     "123456789018", 0)),
	    ERR_NUMBER_KEPT);
	assert_int_equal(state_of(card), CARD_NOTICED);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(candidates_are_what_may_be_due_by_id),
	    TEST(nobody_is_both_persons),
	    TEST(a_card_is_destroyed_once_and_only_at_its_counter),
	    TEST(after_its_end_nothing_is_destroyed),
	    TEST(what_cannot_be_destroyed_leaves_no_mark),
	    TEST(a_remark_never_holds_the_number),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
