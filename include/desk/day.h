/* day.h -- the supervisor's day: counts of a business day; the same numbers
 * on the screen and from `kiosk summary`. counter-procedures 8.1. What was
 * only recorded from the official terminal is counted apart (design, decision
 * 12). */
#ifndef KIOSK_DESK_DAY_H
#define KIOSK_DESK_DAY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/date.h"
#include "base/error.h"
#include "rules/pin.h"

struct desk;
struct store;

#define DAY_REASONS_MOST 40
#define DAY_HOURS	 24
#define DAY_AGES_MOST	 8

struct day_reason {
	char code[40];
	const char *label; /* catalogue id */
	int64_t count;
};

struct day_age {
	const char *code;
	const char *label; /* catalogue id: "up to 30 days" */
	int64_t count;
};

struct day_view {
	struct date day;
	int counter; /* 0: all */
	bool open;   /* the business day is open */
	bool known;  /* the office was open that day */
	int64_t opened;
	int64_t delivered;
	int64_t delivered_first, delivered_renewal, delivered_reissue;
	int64_t delivered_proxy, delivered_under_15, delivered_foreign;
	int64_t id_rule;	  /* identity by papers */
	int64_t residence_by_eye; /* by residence card, by eye */
	int64_t activation_here, activation_recorded;
	int64_t refused;
	struct day_reason reason[DAY_REASONS_MOST];
	size_t reason_count;
	int64_t abandoned;
	int64_t pins_set[PIN_KIND_COUNT]; /* cases: every place written here */
	int64_t pins_recorded[PIN_KIND_COUNT];
	/* PIN changes and resets are cases of their own (3.9) */
	int64_t pins_changed[PIN_KIND_COUNT], pins_reset[PIN_KIND_COUNT];
	int64_t pin_cards;	     /* cards with at least one written */
	int64_t incidents;	     /* opened that day */
	int64_t median_seconds;	     /* of a collection; -1: none closed */
	int64_t per_hour[DAY_HOURS]; /* delivered, Japan time */
	/* as it stands now, whatever the day */
	int64_t open_cases, paused, attention, incidents_open, pins_unknown;
	int64_t in_part; /* cases of which only some PINs are set */
	int64_t waiting;
	struct day_age age[DAY_AGES_MOST];
	size_t age_count;
};

/* An unset day means the current business day; counter 0 means all. Errors:
 * ERR_RIGHTS, those of the store. */
enum kerr day_load(struct desk *d, struct date day, int counter,
    struct day_view *out, struct failure *f);
/* For the command: no session, the store only. */
enum kerr day_load_store(struct store *st, struct date day, int counter,
    int64_t now, struct day_view *out, struct failure *f);

/* The cases behind "needs attention". */
struct day_attention {
	int64_t case_id;
	int64_t card_id;
	char notice[32];
	char name[160];
	int counter;	 /* 0: none has it */
	const char *why; /* catalogue id */
	bool is_over;	 /* the case has ended: its card gets a new one */
	bool is_doubt;	 /* unknown ("?"), not a problem that is known ("!") */
	int64_t since;	 /* UTC */
};
enum kerr day_attention_load(struct desk *d, struct day_attention *out,
    size_t most, size_t *count, struct failure *f);

#endif
