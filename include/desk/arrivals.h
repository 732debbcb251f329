/* arrivals.h -- the delivery list of cards (CSV): read, judged cell by cell,
 * imported as a whole or not at all. Format: config/arrivals.md, sample
 * config/arrivals.sample.csv. Names: counter-procedures 7.3. */
#ifndef KIOSK_DESK_ARRIVALS_H
#define KIOSK_DESK_ARRIVALS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

struct store;
struct clock;

#define ARRIVALS_FAULTS_MOST 200

struct arrivals_fault {
	int64_t line;
	char column[40];     /* the column's heading */
	struct failure what; /* ERR_CSV with its reason */
};

struct arrivals_report {
	int64_t rows;
	int64_t imported;    /* 0 in a dry run or when there is a fault */
	int64_t known;	     /* equal to cards that are there: left as is */
	int64_t fault_count; /* all, also those that did not fit */
	struct arrivals_fault fault[ARRIVALS_FAULTS_MOST];
	size_t fault_kept;
};

/*
 * Read path; without faults and without dry_run import it in one transaction
 * with its audit entry. progress may be NULL. Errors: ERR_IO, ERR_CSV (faults
 * are in the report), ERR_CSV_ENCODING, those of the store.
 */
enum kerr arrivals_import(struct store *st, const struct clock *clock,
    const char *path, bool dry_run,
    void (*progress)(void *arg, int64_t done, int64_t all), void *arg,
    struct arrivals_report *report, struct failure *f);

#endif
