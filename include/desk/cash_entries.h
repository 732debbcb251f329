/* cash_entries.h -- the entries of a day's ledger at this counter, and undoing
 * one: void on the same day, refund later (counter-procedures 5.7). The
 * original stays as it is. Four eyes as in cashier.h. */
#ifndef KIOSK_DESK_CASH_ENTRIES_H
#define KIOSK_DESK_CASH_ENTRIES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/date.h"
#include "base/error.h"
#include "desk/cashier.h"

struct desk;

/* What can still be done about an entry here, now. */
enum cash_undo {
	CASH_UNDO_NONE,
	CASH_UNDO_VOID,
	CASH_UNDO_REFUND,
	CASH_UNDO_ELSEWHERE /* void it at its own counter */
};

struct cash_entry {
	int64_t id;
	int64_t sequence;
	int counter;
	const char *kind;	 /* catalogue id */
	const char *item;	 /* catalogue id; "" none */
	char reason[64];	 /* a code */
	const char *reason_said; /* catalogue id; "" when the code has none */
	int64_t yen;		 /* signed: out of the office is below 0 */
	int64_t tendered_yen, change_yen;
	char receipt[40];
	char notice[32]; /* of the card; "" none */
	int64_t card_id;
	char by[CASH_NAME_SIZE];
	char approved_by[CASH_NAME_SIZE];
	int64_t at;
	char check[8];
	bool is_undone;
	char undone_receipt[40]; /* of what undid it */
	enum cash_undo undo;
	bool is_own; /* made by the signed-in person */
};
/* Of a business day (unset: the running one) at this counter, newest first.
 * Errors: ERR_RIGHTS, those of the store. */
enum kerr cash_entries_load(struct desk *d, struct date day, int counter,
    struct cash_entry *rows, size_t most, size_t *count, struct failure *f);
/* The entry with that receipt, of any counter and day: "2026-1-000012".
 * Errors: ERR_NOT_FOUND. */
enum kerr cash_entries_find(struct desk *d, const char *receipt,
    struct cash_entry *out, struct failure *f);

const struct cash_reason *cash_undo_reasons(void);
struct undo_done {
	int64_t entry;
	int64_t yen;
	struct cash cash; /* pieces to give back */
	char receipt[40];
	char slip[512];
	bool again;
};
/*
 * Undo it, as its undo says. The second person is granted for
 * ACTION_CASH_APPROVE: neither the signed-in one nor who made the entry.
 * Errors: ERR_SAME_PERSON, those of ledger_void() and ledger_refund().
 */
enum kerr cash_entries_undo(struct desk *d, int64_t entry, const char *reason,
    const char *note, const char *key, struct undo_done *out,
    struct failure *f);
/* The paper of an entry once more, marked as a copy. */
enum kerr cash_entries_print(struct desk *d, int64_t entry, char *path,
    size_t path_size, struct failure *f);

#endif
