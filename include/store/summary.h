/* summary.h -- the supervisor's day in numbers (counter-procedures 8.1).
 * What was only recorded from the official terminal is counted apart. */
#ifndef KIOSK_STORE_SUMMARY_H
#define KIOSK_STORE_SUMMARY_H

#include <stddef.h>
#include <stdint.h>

#include "base/date.h"
#include "base/error.h"
#include "rules/pin.h"
#include "store/cards.h"

struct store;

#define SUMMARY_REASONS 40

/* Days since the (second, else first) notice. */
enum waiting_age {
	WAITING_NO_NOTICE,
	WAITING_30, /* up to 30 days */
	WAITING_90,
	WAITING_180,
	WAITING_365,
	WAITING_LONGER,
	WAITING_AGE_COUNT
};

struct summary_reason {
	char code[40];
	int64_t count;
};

struct summary {
	int64_t opened; /* cases opened on the day */
	int64_t delivered;
	int64_t delivered_kind[ISSUE_KIND_COUNT];
	int64_t delivered_foreign;
	int64_t refused;
	struct summary_reason refused_reason[SUMMARY_REASONS];
	size_t refused_reason_count;
	int64_t abandoned;
	int64_t pin_set[PIN_REF_COUNT];	     /* written to the chip here */
	int64_t pin_recorded[PIN_REF_COUNT]; /* seen on the official terminal */
	int64_t pin_cards; /* cards with at least one written */
	int64_t activation_here;
	int64_t activation_recorded;
	int64_t delivered_hour[24]; /* hour in Japan of the hand-over */
	/* As it stands now, whatever the day: */
	int64_t open;
	int64_t paused;
	int64_t attention;
	int64_t incidents_open;
	int64_t pins_unknown; /* references */
	int64_t waiting;
	int64_t waiting_age[WAITING_AGE_COUNT];
};

/*
 * Cases of the business day (an unset date: of all days); now for leases, and
 * today for the ages of what waits.
 */
enum kerr summary_make(struct store *st, struct date business_day,
    struct date today, int64_t now, struct summary *out);

const char *waiting_age_code(enum waiting_age a);
const char *waiting_age_name(enum waiting_age a); /* catalogue id */

#endif
