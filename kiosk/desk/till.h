/* till.h -- what the files of the till share, in the desk room only. */
#ifndef KIOSK_DESK_TILL_H
#define KIOSK_DESK_TILL_H

#include <stddef.h>
#include <stdint.h>

#include "base/date.h"
#include "base/error.h"
#include "rules/rights.h"
#include "store/drawer.h"
#include "store/ledger.h"

struct desk;

/* The drawer that money goes into now: this counter's, of the running business
 * day. Errors: ERR_RIGHTS, ERR_DRAWER_CLOSED, ERR_DRAWER_OLD (day),
 * ERR_CASH_OFFICER. */
enum kerr till_ready(
    struct desk *d, struct drawer_session *out, struct failure *f);
/* The day whose prices count: the open drawer's, else the office's. */
struct date till_day(struct desk *d);
/* The second person who was checked at this terminal for action, and is not
 * the one signed in. Errors: ERR_SAME_PERSON. */
enum kerr till_second(
    struct desk *d, enum action action, int64_t *staff, struct failure *f);

/* A person's name, "" for nobody. Returns out. */
char *till_name(struct desk *d, int64_t staff, char *out, size_t out_size);

/* -- cash_paper.c: after the commit; a paper that fails waits -- */
/* The receipt of an entry that has a number: put into the journal of papers
 * (once, however often it is asked for) and printed. path: where it lies, ""
 * unless it is in the spool. */
void cash_paper_receipt(
    struct desk *d, int64_t entry, char *path, size_t path_size);
/* A copy of it, marked and counted. */
enum kerr cash_paper_again(struct desk *d, int64_t entry, char *path,
    size_t path_size, struct failure *f);
/* At the start: receipts of this counter that were cut off between the money
 * and their paper. */
void cash_paper_settle(struct desk *d);
/* The report sheet of a closed drawer. */
void cash_paper_sheet(
    struct desk *d, int64_t session, char *path, size_t path_size);

#endif
