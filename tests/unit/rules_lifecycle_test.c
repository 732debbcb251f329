/* The life of a card: every state met with every event. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "rules/lifecycle.h"

/* counter-procedures 1, written a second time as "state event state". */
static const char *const edges[] = {
    "applied received arrived",
    "applied cancel cancelled",
    "arrived setup_ok ready",
    "arrived setup_defect defect",
    "ready notice_sent noticed",
    "noticed notice_returned notice_returned",
    "noticed second_notice renoticed",
    "noticed hold hold",
    "noticed reserve reserved",
    "renoticed reserve reserved",
    "hold reserve reserved",
    "notice_returned reserve reserved",
    "noticed at_counter in_collection",
    "notice_returned at_counter in_collection",
    "renoticed at_counter in_collection",
    "hold at_counter in_collection",
    "reserved at_counter in_collection",
    "in_collection activation_lost unknown",
    "in_collection handed_over delivered",
    "unknown reconciled_yes delivered",
    "unknown reconciled_no ready",
    "defect remade arrived",
    "noticed cancel cancelled",
    "notice_returned cancel cancelled",
    "renoticed cancel cancelled",
    "hold cancel cancelled",
    "reserved cancel cancelled",
    "cancelled destroy destroyed",
    "delivered suspend suspended",
    "suspended found delivered",
    "delivered abolish revoked",
    "suspended abolish revoked",
    "delivered return returned",
    "suspended return returned",
    "delivered expire expired",
    "suspended expire expired",
    "revoked return returned",
    "expired return returned",
    "returned destroy destroyed",
    "ready cancel cancelled",
    NULL,
};

/* A notification card's: counter-procedures 0.2, 2.5, 4.5. */
static const char *const notification_edges[] = {
    "applied posted posted",
    "applied received held",
    "posted post_returned post_returned",
    "post_returned held held",
    "post_returned at_counter in_collection",
    "held at_counter in_collection",
    "in_collection handed_over collected",
    "post_returned destroy destroyed",
    "held destroy destroyed",
    "posted lost lost",
    "collected lost lost",
    "lost found collected",
    "posted reissued reissued",
    "collected reissued reissued",
    "lost reissued reissued",
    NULL,
};

static const char *const *const tables[CARD_TYPE_COUNT] = {
    [CARD_TYPE_INDIVIDUAL] = edges,
    [CARD_TYPE_NOTIFICATION] = notification_edges,
};

static size_t
count_of(const char *const *table)
{
	size_t n = 0;

	while (table[n] != NULL)
		n++;
	return n;
}

/* The state after "state event ", or NULL. */
static const char *
told(const char *const *table, enum card_state s, enum card_event e)
{
	char start[64];

	snprintf(start, sizeof(start), "%s %s ", card_state_code(s),
	    card_event_code(e));
	for (; *table != NULL; table++)
		if (strncmp(*table, start, strlen(start)) == 0)
			return *table + strlen(start);
	return NULL;
}

static void
walk_all(enum card_type type)
{
	const char *const *table = tables[type];
	size_t found = 0;

	for (enum card_state s = 0; s < CARD_STATE_COUNT; s++) {
		for (enum card_event e = 0; e < CARD_EVENT_COUNT; e++) {
			enum card_state to = CARD_STATE_COUNT;
			const char *want = told(table, s, e);
			bool goes = card_next(type, s, e, CARD_NOTICED, &to);

			if (s == CARD_IN_COLLECTION && e == CARD_EV_ABORTED)
				continue; /* has a test of its own */
			if (goes != (want != NULL))
				fail_msg("%s, %s", card_state_code(s),
				    card_event_code(e));
			if (!goes) {
				assert_int_equal(to, CARD_STATE_COUNT);
				continue;
			}
			assert_string_equal(card_state_code(to), want);
			found++;
		}
	}
	assert_int_equal(found, count_of(table));
}

static void
every_state_meets_every_event_as_the_table_says(void **state)
{
	(void)state;
	walk_all(CARD_TYPE_INDIVIDUAL);
}

static void
every_state_of_a_notification_card_meets_every_event(void **state)
{
	(void)state;
	walk_all(CARD_TYPE_NOTIFICATION);
}

static void
an_aborted_collection_goes_back_to_where_the_card_waited(void **state)
{
	(void)state;
	for (enum card_type type = 0; type < CARD_TYPE_COUNT; type++)
		for (enum card_state s = 0; s < CARD_STATE_COUNT; s++) {
			enum card_state to = CARD_STATE_COUNT;
			bool goes = card_next(
			    type, CARD_IN_COLLECTION, CARD_EV_ABORTED, s, &to);

			assert_int_equal(goes,
			    told(tables[type], s, CARD_EV_AT_COUNTER) != NULL);
			assert_int_equal(to, goes ? s : CARD_STATE_COUNT);
		}
}

static void
seven_states_wait_for_the_resident_each_of_one_kind_of_card(void **state)
{
	int count[CARD_TYPE_COUNT] = {0}, all = 0;

	(void)state;
	for (enum card_state s = 0; s < CARD_STATE_COUNT; s++) {
		int kinds = 0;

		for (enum card_type type = 0; type < CARD_TYPE_COUNT; type++) {
			enum card_state to;
			bool waits =
			    card_next(type, s, CARD_EV_AT_COUNTER, s, &to);

			kinds += waits;
			count[type] += waits;
		}
		assert_int_equal(kinds, card_state_waits(s));
		all += card_state_waits(s);
	}
	assert_int_equal(count[CARD_TYPE_INDIVIDUAL], 5);
	assert_int_equal(count[CARD_TYPE_NOTIFICATION], 2);
	assert_int_equal(all, 7);
}

/* Registered mail that is never forwarded (counter-procedures 0.2): once it is
 * in the office no row of events leads to the post again. */
static void
what_came_back_by_post_is_never_sent_again(void **state)
{
	bool reached[CARD_STATE_COUNT] = {[CARD_POST_RETURNED] = true};

	(void)state;
	for (int round = 0; round < CARD_STATE_COUNT; round++)
		for (enum card_state s = 0; s < CARD_STATE_COUNT; s++)
			for (enum card_event e = 0; e < CARD_EVENT_COUNT; e++) {
				enum card_state to;

				if (reached[s] && notification_next(s, e,
						      CARD_POST_RETURNED, &to))
					reached[to] = true;
			}
	assert_false(reached[CARD_POSTED]);
	assert_false(reached[CARD_APPLIED]);
	assert_true(reached[CARD_COLLECTED]);
	assert_true(reached[CARD_DESTROYED]);
}

static void
nothing_leads_out_of_the_ends(void **state)
{
	(void)state;
	for (enum card_event e = 0; e < CARD_EVENT_COUNT; e++) {
		enum card_state to;

		assert_false(
		    lifecycle_next(CARD_DESTROYED, e, CARD_NOTICED, &to));
		assert_false(
		    notification_next(CARD_DESTROYED, e, CARD_HELD, &to));
		assert_false(
		    notification_next(CARD_REISSUED, e, CARD_HELD, &to));
		/* what lapsed can only be handed in, and then destroyed */
		if (e != CARD_EV_RETURN) {
			assert_false(
			    lifecycle_next(CARD_REVOKED, e, CARD_NOTICED, &to));
			assert_false(
			    lifecycle_next(CARD_EXPIRED, e, CARD_NOTICED, &to));
		}
		if (e != CARD_EV_DESTROY)
			assert_false(lifecycle_next(
			    CARD_RETURNED, e, CARD_NOTICED, &to));
	}
}

static void
codes_come_back_as_the_states_they_came_from(void **state)
{
	enum card_state back;

	(void)state;
	for (enum card_state s = 0; s < CARD_STATE_COUNT; s++) {
		assert_true(card_state_from_code(card_state_code(s), &back));
		assert_int_equal(back, s);
		assert_true(card_state_name(s)[0] != '\0');
	}
	assert_false(card_state_from_code("stolen", &back));
	assert_false(card_state_from_code("", &back));
	assert_false(card_state_from_code(NULL, &back));
	assert_string_equal(card_state_code(CARD_STATE_COUNT), "");
	for (enum card_event e = 0; e < CARD_EVENT_COUNT; e++)
		assert_true(card_event_code(e)[0] != '\0');
	for (enum card_type t = 0; t < CARD_TYPE_COUNT; t++) {
		enum card_type type = CARD_TYPE_COUNT;

		assert_true(card_type_from_code(card_type_code(t), &type));
		assert_int_equal(type, t);
		assert_true(card_type_name(t)[0] != '\0');
	}
	assert_false(card_type_from_code("", &(enum card_type){0}));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_state_meets_every_event_as_the_table_says),
	    cmocka_unit_test(
		an_aborted_collection_goes_back_to_where_the_card_waited),
	    cmocka_unit_test(
		every_state_of_a_notification_card_meets_every_event),
	    cmocka_unit_test(what_came_back_by_post_is_never_sent_again),
	    cmocka_unit_test(
		seven_states_wait_for_the_resident_each_of_one_kind_of_card),
	    cmocka_unit_test(nothing_leads_out_of_the_ends),
	    cmocka_unit_test(codes_come_back_as_the_states_they_came_from),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
