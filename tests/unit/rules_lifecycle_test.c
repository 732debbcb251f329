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
};

#define EDGE_COUNT (sizeof(edges) / sizeof(edges[0]))

/* The state after "state event ", or NULL. */
static const char *
told(enum card_state s, enum card_event e)
{
	char start[64];

	snprintf(start, sizeof(start), "%s %s ", card_state_code(s),
	    card_event_code(e));
	for (size_t i = 0; i < EDGE_COUNT; i++)
		if (strncmp(edges[i], start, strlen(start)) == 0)
			return edges[i] + strlen(start);
	return NULL;
}

static void
every_state_meets_every_event_as_the_table_says(void **state)
{
	size_t found = 0;

	(void)state;
	for (enum card_state s = 0; s < CARD_STATE_COUNT; s++) {
		for (enum card_event e = 0; e < CARD_EVENT_COUNT; e++) {
			enum card_state to = CARD_STATE_COUNT;
			const char *want = told(s, e);
			bool goes = lifecycle_next(s, e, CARD_NOTICED, &to);

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
	assert_int_equal(found, EDGE_COUNT);
}

static void
an_aborted_collection_goes_back_to_where_the_card_waited(void **state)
{
	(void)state;
	for (enum card_state before = 0; before < CARD_STATE_COUNT; before++) {
		enum card_state to = CARD_STATE_COUNT;
		bool goes = lifecycle_next(
		    CARD_IN_COLLECTION, CARD_EV_ABORTED, before, &to);

		assert_int_equal(goes, card_state_waits(before));
		assert_int_equal(to, goes ? before : CARD_STATE_COUNT);
	}
}

static void
exactly_five_states_wait_for_the_resident(void **state)
{
	int count = 0;

	(void)state;
	for (enum card_state s = 0; s < CARD_STATE_COUNT; s++) {
		enum card_state to;

		assert_int_equal(card_state_waits(s),
		    lifecycle_next(s, CARD_EV_AT_COUNTER, s, &to));
		count += card_state_waits(s);
	}
	assert_int_equal(count, 5);
}

static void
nothing_leads_out_of_the_ends(void **state)
{
	static const enum card_state ends[] = {
	    CARD_DESTROYED, CARD_REVOKED, CARD_RETURNED, CARD_EXPIRED};

	(void)state;
	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
		for (enum card_event e = 0; e < CARD_EVENT_COUNT; e++) {
			enum card_state to;

			assert_false(
			    lifecycle_next(ends[i], e, CARD_NOTICED, &to));
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
	assert_false(card_state_from_code("lost", &back));
	assert_false(card_state_from_code("", &back));
	assert_false(card_state_from_code(NULL, &back));
	assert_string_equal(card_state_code(CARD_STATE_COUNT), "");
	for (enum card_event e = 0; e < CARD_EVENT_COUNT; e++)
		assert_true(card_event_code(e)[0] != '\0');
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_state_meets_every_event_as_the_table_says),
	    cmocka_unit_test(
		an_aborted_collection_goes_back_to_where_the_card_waited),
	    cmocka_unit_test(exactly_five_states_wait_for_the_resident),
	    cmocka_unit_test(nothing_leads_out_of_the_ends),
	    cmocka_unit_test(codes_come_back_as_the_states_they_came_from),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
