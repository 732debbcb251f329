/* charge.h -- the fee of one card: what is due, paying it, being exempt from
 * it. The fee belongs to the card: an abandoned case and a later one never ask
 * twice. Four eyes and keys as in cashier.h. */
#ifndef KIOSK_DESK_CHARGE_H
#define KIOSK_DESK_CHARGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/date.h"
#include "base/error.h"
#include "desk/cashier.h"
#include "rules/cash.h"
#include "rules/fee.h"

struct desk;

#define CHARGE_ITEMS_MOST    4
#define CHARGE_EVIDENCE_SIZE 80

/* How a fee stands (store/fees.h says the same to the desk). */
enum due_state {
	DUE_NOTHING,   /* free, nothing to show */
	DUE_TO_PAY,    /* the price of the day */
	DUE_TO_PROVE,  /* free with its evidence, or paid */
	DUE_TO_DECIDE, /* the office decides: exempt or paid */
	DUE_NO_PRICE,  /* no price is in force: nothing can be taken */
	DUE_NO_REASON, /* the reason has no rule: choose one */
	DUE_PAID,
	DUE_EXEMPT
};

struct charge_item {
	enum fee_item item;
	int64_t yen; /* by the schedule of the day; of PAID: what was paid */
	const char *evidence; /* catalogue id: what makes it free; "" none */
	bool needs_second;    /* an exemption does */
	enum due_state state;
	int64_t entry;	  /* ledger row of PAID and EXEMPT */
	char receipt[40]; /* its number as printed */
	int64_t at;	  /* UTC */
};

struct charge_view {
	int64_t card_id;
	int64_t case_id; /* the open or paused one, 0: none */
	char notice[32];
	char name[160];
	const char *reason; /* catalogue id: why the card was made */
	char reason_code[32];
	struct charge_item item[CHARGE_ITEMS_MOST];
	size_t item_count;
	int64_t due_yen;   /* still to pay, all items; nothing with NO_PRICE */
	bool is_settled;   /* the hand-over may go on */
	int64_t claim_yen; /* what the delivery list says; only a claim */
	bool claim_differs;
};
enum kerr charge_load(struct desk *d, int64_t card_id, struct charge_view *out,
    struct failure *f);

/* The charge form opens: the store proves that it could keep a charge, so that
 * a full disk is found before money is taken. Errors: those of
 * store_can_charge(), ERR_CASH_OFFICER, ERR_DRAWER_CLOSED, ERR_DRAWER_OLD,
 * ERR_RIGHTS. */
enum kerr charge_prepare(struct desk *d, struct failure *f);

/* What would happen to so much money now. */
struct charge_plan {
	int64_t due_yen;
	int64_t tendered_yen;
	int64_t change_yen; /* below 0: so much is missing */
	struct cash change; /* what to give */
	bool is_possible;   /* enough, and the change can be given */
};
enum kerr charge_plan(struct desk *d, int64_t card_id,
    const struct cash *tendered, struct charge_plan *out, struct failure *f);

struct charge_done {
	int64_t entry[CHARGE_ITEMS_MOST]; /* of the ledger, one an item */
	size_t entries;
	int64_t yen, tendered_yen, change_yen;
	struct cash change; /* pieces to give; not told again */
	char receipt[40];   /* the last one's number */
	char slip[512];	    /* where its paper lies; "" when it waits */
	bool again;	    /* it was done before: nothing happened now */
};
/*
 * Take the money for everything that is due for the card, at the price of the
 * drawer's business day. shown_yen is what the screen said: another price by
 * now is ERR_FEE_CHANGED (yen), and nothing is taken. Each item has an entry
 * and a receipt of its own, in one transaction. The case at this counter that
 * stands before its fee goes on. Errors: those of charge_prepare() and of
 * ledger_charge() (store/ledger.h). A receipt that could not be printed is no
 * error: it waits.
 */
enum kerr charge_take(struct desk *d, int64_t card_id, int64_t shown_yen,
    const struct cash *tendered, const char *key, struct charge_done *out,
    struct failure *f);

/* Why a card was made, with what the rows in force say of it. */
struct charge_reason {
	char code[32];
	const char *label; /* catalogue id */
	enum fee_outcome outcome;
	const char *evidence; /* catalogue id: what must be shown; "" none */
	/* By the rows in force; or it would make a charged card free. */
	bool needs_second;
	bool is_present; /* the card's own now: the first of the list */
};
#define CHARGE_REASONS_MOST 32
enum kerr charge_reasons(struct desk *d, int64_t card_id,
    struct charge_reason *rows, size_t most, size_t *count, struct failure *f);
/*
 * The card was made for that reason: it is charged, or free, or free with its
 * evidence (number: of the paper, when one is needed; no personal data), and
 * then the fee is settled. The second person is granted for
 * ACTION_CASH_APPROVE. Errors: ERR_SAME_PERSON, ERR_FEE_SETTLED, ERR_FEE_REASON,
 * ERR_STEP_INCOMPLETE (number).
 */
enum kerr charge_set_reason(struct desk *d, int64_t card_id, const char *reason,
    const char *number, const char *key, struct failure *f);

/* Visitors of all counters who stand before their fee. */
struct charge_waiting {
	int64_t card_id;
	int64_t case_id;
	int counter;
	char notice[32];
	char name[160];
	char ticket[16];
	int64_t due_yen;
};
enum kerr charge_waiting_load(struct desk *d, struct charge_waiting *rows,
    size_t most, size_t *count, struct failure *f);

#endif
