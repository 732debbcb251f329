/* receipts.h -- receipt numbers: 1, 2, 3, ... without a gap for each counter
 * and fiscal year (counter-procedures 5.3, 5.10). A number belongs to a ledger
 * entry and is given in the same transaction, so it is part of the sealed
 * entry: a charge, a void and a refund have one each. What is printed of it is
 * known to the print jobs, not here. */
#ifndef KIOSK_STORE_RECEIPTS_H
#define KIOSK_STORE_RECEIPTS_H

#include <stdint.h>

#include "base/error.h"
#include "store/ledger.h"

struct store;

/* Fiscal year, counter and number as it stands on paper, for example
 * "2026-3-000123". Returns out. */
#define RECEIPT_TEXT_SIZE 40
char *receipt_text(const struct ledger_row *row, char out[RECEIPT_TEXT_SIZE]);

/* The entry with that receipt. Errors: ERR_NOT_FOUND. */
enum kerr receipts_find(struct store *st, int counter, int fiscal_year,
    int64_t number, struct ledger_row *out);
/* The highest number given there, 0: none yet. */
enum kerr receipts_last(
    struct store *st, int counter, int fiscal_year, int64_t *number);
/* Numbers and entries that have one, there: equal when nothing is missing. */
enum kerr receipts_count(
    struct store *st, int counter, int fiscal_year, int64_t *count);

#endif
