/* ledger_agree.h -- the second half of ledger_verify(): what else the store
 * says of the same money. For the store room only. */
#ifndef KIOSK_STORE_LEDGER_AGREE_H
#define KIOSK_STORE_LEDGER_AGREE_H

#include "store/ledger.h"

/* Name a break in out, while there is room for it. */
void ledger_broken(struct ledger_report *out, enum ledger_fault fault,
    int64_t counter, int64_t row);
/* Audit, receipt numbers, drawers and totals of counters from to to. */
enum kerr ledger_agree(
    struct store *st, int64_t from, int64_t to, struct ledger_report *out);

#endif
