/* charge_parts.h -- what the files of the charge share, in the desk room. */
#ifndef KIOSK_DESK_CHARGE_PARTS_H
#define KIOSK_DESK_CHARGE_PARTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "rules/cash.h"
#include "store/fees.h"

struct case_bundle;
struct case_facts;
struct desk;

/* The fees of a card on the day that counts here. */
enum kerr charge_fees(struct desk *d, int64_t card_id,
    struct fee_due due[FEE_ITEM_COUNT], size_t *count);
/* What they say to the steps of a case. */
enum kerr charge_facts(
    struct desk *d, int64_t card_id, struct case_facts *facts);
/* The card that a case asks the fee for: its own, or the one that it applied
 * for (express, counter-procedures 4.3). */
int64_t charge_card_of(const struct case_bundle *b);
/* The live case that asks the fee of a card; 0: none. is_own: it is the card's
 * own, and not the one of the card that it replaces. */
enum kerr charge_case_of(
    struct desk *d, int64_t card_id, int64_t *case_id, bool *is_own);
/* Whether money can be taken for it now. */
bool charge_can_be_paid(const struct fee_due *due);

/* Each item has a receipt of its own: the money goes from one to the next, as
 * if one were paid after the other. The change of the last is what the visitor
 * gets back. */
struct charge_walk {
	size_t count;
	const struct fee_due *due[FEE_ITEM_COUNT];
	struct cash tender[FEE_ITEM_COUNT];
	struct cash change[FEE_ITEM_COUNT];
	int64_t due_yen;
	int64_t tendered_yen;
};
/* Work all of it out from what the drawer holds. Errors: ERR_CASH_TENDER,
 * ERR_CASH_NO_CHANGE, ERR_CASH_AMOUNT; the sums are set then too. */
enum kerr charge_walk(const struct fee_due *due, size_t count,
    const struct cash *holds, const struct cash *tendered,
    struct charge_walk *out);

/* Before what cannot be taken back: a fee that is open again (a payment was
 * made void) is asked for again. Errors: ERR_FEE_DUE (yen). */
enum kerr charge_guard(
    struct desk *d, struct case_bundle *b, struct failure *f);
/* Inside a transaction: the case at this counter that stands before this fee
 * goes on when it is settled. */
enum kerr charge_let_case_go_on(
    struct desk *d, int64_t case_id, struct failure *f);

#endif
