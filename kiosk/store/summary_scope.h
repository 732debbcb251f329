/* summary_scope.h -- which cases a summary is about. For the store room only. */
#ifndef KIOSK_STORE_SUMMARY_SCOPE_H
#define KIOSK_STORE_SUMMARY_SCOPE_H

#include <stdint.h>

#include "base/date.h"
#include "base/error.h"

struct db_statement;
struct store;
struct summary;

/* Which day and which counter; the day's bounds as texts and as times. */
struct summary_scope {
	char from[DATE_ISO_SIZE];
	char to[DATE_ISO_SIZE];
	int64_t from_utc;
	int64_t to_utc; /* not included */
	int64_t counter;
};

#define OF_COUNTER " AND (:counter = 0 OR c.owner_counter = :counter)"

/* A statement over :from, :to and :counter, to be bound further. */
enum kerr summary_ask(struct store *st, const char *sql,
    const struct summary_scope *s, struct db_statement **q);
/* What became of PINs: every reference of the cases in which something was
 * said that day. What was said on other days counts only toward whether a
 * kind is whole. */
enum kerr summary_count_pins(
    struct store *st, const struct summary_scope *s, struct summary *out);

#endif
