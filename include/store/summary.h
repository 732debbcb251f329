/* summary.h -- the supervisor's day in numbers (counter-procedures 8.1).
 * What was only recorded from the official terminal is counted apart. */
#ifndef KIOSK_STORE_SUMMARY_H
#define KIOSK_STORE_SUMMARY_H

#include <stddef.h>
#include <stdint.h>

#include "base/date.h"
#include "base/error.h"
#include "rules/case_flow.h"
#include "rules/pin.h"
#include "store/cards.h"

struct store;

#define SUMMARY_REASONS 40

/* Whole months since the (second, else first) notice. */
enum waiting_age {
	WAITING_UNDER_1,
	WAITING_1_TO_2,
	WAITING_2_TO_3,
	WAITING_3_TO_6,
	WAITING_OVER_6,
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
	int64_t delivered_under_15; /* by law, on the business day */
	int64_t refused;
	struct summary_reason refused_reason[SUMMARY_REASONS];
	size_t refused_reason_count;
	int64_t abandoned;
	/* Of collections; a change and a reset are reported apart (3.9). */
	int64_t pin_set[PIN_REF_COUNT];	     /* written to the chip here */
	int64_t pin_recorded[PIN_REF_COUNT]; /* seen on the official terminal */
	int64_t pin_kind_set[PIN_KIND_COUNT]; /* cases: all places written */
	int64_t pin_kind_changed[PIN_KIND_COUNT];
	int64_t pin_kind_reset[PIN_KIND_COUNT];
	int64_t pin_cards; /* cards with at least one written */
	int64_t activation_here;
	int64_t activation_recorded;
	int64_t delivered_hour[24]; /* hour in Japan of the hand-over */
	int64_t incidents;	    /* opened on the day */
	int64_t median_seconds;	    /* opened to closed; -1: none closed */
	/* As it stands now, whatever the day: */
	int64_t open;
	int64_t paused;
	int64_t attention;
	int64_t in_part; /* cases of which only some PINs are set */
	int64_t incidents_open;
	int64_t pins_unknown; /* references */
	int64_t waiting;
	int64_t waiting_no_notice;
	int64_t waiting_age[WAITING_AGE_COUNT];
};

/*
 * Cases of the business day (an unset date: of all days) at counter (0: all;
 * where the case ended, or else is); now for leases, today for the ages of
 * what waits. Numbers of what stands now are of the whole office.
 */
enum kerr summary_make(struct store *st, struct date business_day, int counter,
    struct date today, int64_t now, struct summary *out);
/* Closed cases of the day whose newest answer to field of step is value: by
 * proxy, residence card by eye, ... */
enum kerr summary_count_answer(struct store *st, struct date business_day,
    int counter, enum case_step step, const char *field, const char *value,
    int64_t *count);

const char *waiting_age_code(enum waiting_age a);
const char *waiting_age_name(enum waiting_age a); /* catalogue id */

#endif
