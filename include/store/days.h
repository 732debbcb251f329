/* days.h -- business days. The day is fixed when the office opens; midnight
 * does not move it (design, decision 6). At most one is open. */
#ifndef KIOSK_STORE_DAYS_H
#define KIOSK_STORE_DAYS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/date.h"
#include "base/error.h"

struct store;

struct business_day {
	struct date day;
	int64_t opened_at;
	int64_t opened_by; /* staff id */
	int64_t closed_at; /* 0: open */
};

/* Open day. No effect when it is open already; ERR_STORE_CONSTRAINT when
 * another is open or this one was closed. */
enum kerr days_open(struct store *st, struct date day);
/* Errors: ERR_NOT_FOUND when it is not open. */
enum kerr days_close(struct store *st, struct date day);
/* The open one. Errors: ERR_NOT_FOUND. */
enum kerr days_current(struct store *st, struct business_day *out);
enum kerr days_get(struct store *st, struct date day, struct business_day *out);

#endif
