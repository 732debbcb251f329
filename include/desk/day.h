/* day.h -- the supervisor's day: counts of a business day, all counters or
 * one; the same numbers on the screen and from `kiosk summary`. */
#ifndef KIOSK_DESK_DAY_H
#define KIOSK_DESK_DAY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/date.h"
#include "base/error.h"
#include "rules/pin.h"

struct desk;
struct json;
struct store;

#define DAY_REASONS_MOST 24
#define DAY_HOURS	 24
#define DAY_AGES	 5 /* under 1, 1-2, 2-3, 3-6, over 6 months */

struct day_reason {
	char code[32];
	int64_t count;
};

struct day_view {
	struct date day;
	int counter; /* 0: all */
	bool open;   /* the business day is open */
	int64_t delivered;
	int64_t delivered_first, delivered_renewal, delivered_reissue;
	int64_t delivered_proxy, delivered_under_15, delivered_foreign;
	int64_t activation_done, activation_recorded;
	int64_t refused;
	struct day_reason reason[DAY_REASONS_MOST];
	size_t reason_count;
	int64_t abandoned;
	int64_t paused;	   /* now */
	int64_t attention; /* now */
	int64_t incidents; /* opened that day */
	int64_t waiting;   /* now */
	int64_t waiting_age[DAY_AGES];
	int64_t
	    pins_set[PIN_KIND_COUNT]; /* sessions in which the kind was set */
	int64_t pins_recorded;
	int64_t pins_unknown;	     /* now */
	int64_t per_hour[DAY_HOURS]; /* delivered, Japan time */
	int64_t residence_by_eye;
	int64_t id_rule;
	int64_t median_seconds; /* of closed collections; -1: none */
};

/* Errors: ERR_RIGHTS, those of the store. */
enum kerr day_load(struct desk *d, struct date day, int counter,
    struct day_view *out, struct failure *f);
/* For the command: no session, the store only. */
enum kerr day_load_store(struct store *st, struct date day, int counter,
    int64_t now, struct day_view *out, struct failure *f);
/* The cases behind "needs attention": catalogue id of why. */
struct day_attention {
	int64_t case_id;
	int64_t card_id;
	char notice[24];
	char name[160];
	int counter;
	const char *why; /* catalogue id */
	int64_t since;
};
enum kerr day_attention_load(struct desk *d, struct day_attention *out,
    size_t most, size_t *count, struct failure *f);

#endif
