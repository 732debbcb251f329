/* fees.h -- which fee a card asks for today, and whether it is settled.
 *
 * The fee belongs to the card, not to the case: an abandoned visit and a later
 * one never ask twice. What the delivery list says (card.fee_due_yen) is only
 * a claim; what counts are the reason and the rules in force. */
#ifndef KIOSK_STORE_FEES_H
#define KIOSK_STORE_FEES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/date.h"
#include "base/error.h"
#include "rules/fee.h"

struct store;

enum fee_state {
	FEE_NOT_DUE,	   /* free, nothing to show */
	FEE_TO_PAY,	   /* the price of the day */
	FEE_TO_PROVE,	   /* free with its evidence (ledger_exempt), or paid */
	FEE_TO_DECIDE,	   /* the office decides: exempt or paid */
	FEE_WITHOUT_PRICE, /* no price is in force: nothing can be taken */
	FEE_WITHOUT_REASON, /* the reason has no rule in force: choose one */
	FEE_PAID,
	FEE_EXEMPT,
	FEE_STATE_COUNT
};
const char *fee_state_code(enum fee_state s);
const char *fee_state_name(enum fee_state s); /* catalogue id */
/* Whether the card may be handed over as far as this fee goes. */
bool fee_state_is_settled(enum fee_state s);

struct fee_due {
	enum fee_item item;
	char reason[FEE_CODE_SIZE];
	enum fee_state state;
	int64_t yen;		      /* the price, or what was paid */
	char evidence[FEE_CODE_SIZE]; /* that an exemption needs */
	bool second_person;	      /* that an exemption needs */
	int64_t ledger;		      /* of what settled it, 0: none */
	int64_t rule;		      /* of the price, 0: none */
};

/*
 * What card asks for on day (the business day), at most FEE_ITEM_COUNT rows:
 * the card's own item first, then the certificate where it has a price. The
 * first card asks for nothing, whatever the schedule says (0.1).
 * Errors: ERR_NOT_FOUND.
 */
enum kerr fees_due(struct store *st, int64_t card, struct date day,
    struct fee_due *rows, size_t most, size_t *count);
/* Whether all of it is settled: the hand-over asks this. Errors: ERR_FEE_OPEN
 * (yen: what is to be paid at most), ERR_NOT_FOUND. */
enum kerr fees_settled(struct store *st, int64_t card, struct date day);

/*
 * Say what a card is charged as, and why: a reissue that a procedure orders
 * (notification card, express), or the reason the clerk chose for a card whose
 * list gave none. Replaces what was said before; audited here. Errors:
 * ERR_FEE_SETTLED when the fee is paid or exempt, ERR_FEE_REASON.
 */
enum kerr fees_order(
    struct store *st, int64_t card, enum fee_item item, enum fee_reason reason);

#endif
