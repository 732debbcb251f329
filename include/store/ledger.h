/* ledger.h -- money taken and given, entry by entry, never altered (design,
 * decision 5).
 *
 * One chain per counter, without a gap, keyed and hashed like the audit: the
 * four check characters on a receipt are made of the entry's hash. An entry
 * holds codes and ids and no personal data. A correction is a new entry that
 * points at the old.
 *
 * Each call below is ONE desk step inside store_begin()..store_end():
 *
 *	if ((e = store_begin(st, staff, now)) != KERR_OK)
 *		return store_explain(st, e, f);
 *	e = ledger_charge(st, &charge, &done);
 *	return store_explain(st, store_end(st, e), f);
 *
 * and does all of it there: price by code and business day, appointment of the
 * officer, the open drawer, change from what lies in it, entry and chain,
 * drawer moves, receipt number, running totals, audit entry and request key.
 * One commit; nothing more to append. The same key with the same content gives
 * the first result again (done.again), whatever was lost on the way.
 *
 * Ask store_can_charge() when the form opens, before cash is taken. */
#ifndef KIOSK_STORE_LEDGER_H
#define KIOSK_STORE_LEDGER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/date.h"
#include "base/error.h"
#include "base/seal.h"
#include "rules/cash.h"
#include "rules/fee.h"

struct store;

/* X(enum, code, catalogue id, sign of the money, has a receipt number) */
#define LEDGER_KINDS(X) \
	X(LEDGER_CHARGE, "charge", N_("charge"), 1, 1) \
	X(LEDGER_VOID, "void", N_("void"), -1, 1) \
	X(LEDGER_REFUND, "refund", N_("refund"), -1, 1) \
	X(LEDGER_EXEMPT, "exempt", N_("exemption"), 0, 0) \
	X(LEDGER_PAID_IN, "paid_in", N_("paid in"), 1, 0) \
	X(LEDGER_PAID_OUT, "paid_out", N_("paid out"), -1, 0) \
	X(LEDGER_BANK, "bank_drop", N_("to the bank"), -1, 0) \
	X(LEDGER_OVER, "over", N_("cash over"), 1, 0) \
	X(LEDGER_SHORT, "short", N_("cash short"), -1, 0) \
	X(LEDGER_FOUND, "found", N_("found later"), 1, 0) \
	X(LEDGER_DEPOSIT, "deposit", N_("deposited after the closing"), -1, 0)

enum ledger_kind {
#define X(kind, code, said, sign, receipt) kind,
	LEDGER_KINDS(X)
#undef X
	    LEDGER_KIND_COUNT
};
const char *ledger_kind_code(enum ledger_kind kind);
const char *ledger_kind_name(enum ledger_kind kind); /* catalogue id */
bool ledger_kind_from_code(const char *code, enum ledger_kind *out);
int ledger_kind_sign(enum ledger_kind kind); /* 1, 0 or -1 */

#define LEDGER_REASON_SIZE 40
#define LEDGER_CHECK_SIZE  5 /* four characters */
#define LEDGER_NOTE_SIZE   200

struct ledger_row {
	int64_t id; /* of the counter and the sequence; what others refer to */
	int counter;
	int64_t sequence; /* 1, 2, 3, ... at each counter */
	enum ledger_kind kind;
	bool has_item;
	enum fee_item item; /* when has_item */
	char reason[LEDGER_REASON_SIZE];
	char evidence[FEE_CODE_SIZE];	/* of an exemption */
	int64_t yen;			/* never below 0: see the kind */
	int64_t tender_yen, change_yen; /* of a charge */
	int64_t card, case_id;		/* 0: none */
	int64_t session;		/* drawer session, 0: none */
	struct date business_day;
	int fiscal_year;
	int64_t receipt_no;  /* 0: none; else store/receipts.h */
	int64_t points_at;   /* the entry it corrects, 0: none */
	int64_t rule;	     /* the price or limit it rests on, 0: none */
	int64_t by;	     /* staff id */
	int64_t approved_by; /* 0: nobody */
	int64_t at;	     /* UTC; order is by sequence */
	char check[LEDGER_CHECK_SIZE];
};

/* What a step gave. */
struct ledger_done {
	struct ledger_row row;
	struct cash change; /* out of the drawer: change, or money given back */
	bool again;	    /* it was done before, under the same key */
};

/*
 * Whether a charge would be kept now: writes and syncs for it, and reserves
 * room on the disk that the next entries of all counters fit in. Call it
 * outside a transaction when a form that takes cash opens. Errors:
 * ERR_STORE_FULL, ERR_STORE_SYNC, ERR_STORE_READONLY, ERR_STORE_BUSY,
 * ERR_KEY_FILE (entries could not be sealed).
 */
enum kerr store_can_charge(struct store *st);

struct ledger_charge {
	const char *key; /* idempotency, made when the form opened */
	int64_t card;
	int64_t case_id; /* 0: none; else a case of that card */
	enum fee_item item;
	/* What the screen said. Never the price: that one is taken by code and
	 * business day; but when they differ, nothing is taken. */
	int64_t shown_yen;
	struct cash tender;
	/* The change the clerk gives; else what cash_change() finds in the
	 * drawer with the tender in it. */
	bool change_given;
	struct cash change;
};
/*
 * Take the fee for card. Errors: ERR_DRAWER_CLOSED, ERR_CASH_OFFICER,
 * ERR_FEE_NOT_DUE, ERR_FEE_SETTLED (receipt), ERR_FEE_NO_PRICE (item),
 * ERR_FEE_CHANGED (yen), ERR_FEE_REASON, ERR_CASH_TENDER (yen: still missing),
 * ERR_CASH_CHANGE (yen: what must be given), ERR_CASH_NO_CHANGE,
 * ERR_CASH_SHORT (the drawer has not these pieces), ERR_CASH_AMOUNT,
 * ERR_NOT_FOUND, ERR_REQUEST_REUSED, those of the store.
 */
enum kerr ledger_charge(struct store *st, const struct ledger_charge *charge,
    struct ledger_done *out);

struct ledger_exempt {
	const char *key;
	int64_t card, case_id;
	enum fee_item item;
	const char *evidence; /* code; as the rule of the reason asks */
	const char *note;     /* number of the paper; kept outside the chain */
	int64_t approved_by;  /* 0: nobody */
};
/*
 * Keep that nothing is taken for card, with its evidence. No drawer is needed;
 * the business day is the office's. Errors: ERR_FEE_NOT_DUE, ERR_FEE_SETTLED,
 * ERR_FEE_CHARGED (this reason is not free), ERR_FEE_EVIDENCE (evidence:
 * catalogue id), ERR_SAME_PERSON (a second person is needed), ERR_DAY_CLOSED.
 */
enum kerr ledger_exempt(struct store *st, const struct ledger_exempt *exempt,
    struct ledger_done *out);

struct ledger_undo {
	const char *key;
	int64_t original;   /* the entry; it stays as it is */
	const char *reason; /* a code */
	const char *note;   /* free words, kept outside the chain; or NULL */
	bool cash_given;    /* else cash_change() finds it in the drawer */
	struct cash cash;
	int64_t approved_by; /* by login at this terminal */
};
/*
 * Undo a charge or an exemption of the same business day at its own counter,
 * while its drawer is open. approved_by is neither the person of the
 * transaction nor the one who made the original. Errors: ERR_VOID_LATE (refund
 * it), ERR_VOID_ELSEWHERE (n: counter), ERR_LEDGER_UNDONE, ERR_LEDGER_KIND,
 * ERR_SAME_PERSON, ERR_DRAWER_CLOSED, ERR_CASH_OFFICER, ERR_CASH_*.
 */
enum kerr ledger_void(
    struct store *st, const struct ledger_undo *undo, struct ledger_done *out);
/* The same after the original's drawer was closed, out of this counter's.
 * Errors: as above, ERR_REFUND_EARLY (n: void it at that counter). */
enum kerr ledger_refund(
    struct store *st, const struct ledger_undo *undo, struct ledger_done *out);

struct ledger_entry {
	const char *key;
	/* PAID_IN, PAID_OUT, BANK, FOUND; or DEPOSIT: out of what is in custody
	 * after the closings, from no drawer. */
	enum ledger_kind kind;
	struct cash cash;
	const char *reason;  /* a code */
	const char *note;    /* or NULL */
	int64_t points_at;   /* FOUND: the entry short, 0: unknown */
	int64_t approved_by; /* 0: nobody */
};
/* Errors: ERR_DRAWER_CLOSED, ERR_CASH_OFFICER, ERR_CASH_SHORT, ERR_CASH_AMOUNT
 * (nothing, too much), ERR_LEDGER_KIND, ERR_CUSTODY (yen: what is there),
 * ERR_SAME_PERSON (approved by oneself). */
enum kerr ledger_enter(struct store *st, const struct ledger_entry *entry,
    struct ledger_done *out);

/* Errors: ERR_NOT_FOUND. */
enum kerr ledger_get(struct store *st, int64_t id, struct ledger_row *out);
/* The words kept beside an entry, "" for none. */
enum kerr ledger_note(struct store *st, int64_t id, char out[LEDGER_NOTE_SIZE]);
/* The entry that undid this one. Errors: ERR_NOT_FOUND. */
enum kerr ledger_undone_by(
    struct store *st, int64_t id, struct ledger_row *out);
/* Newest first: of one drawer session; of one business day at counter (0:
 * all); of one card. */
enum kerr ledger_of_session(struct store *st, int64_t session, size_t offset,
    struct ledger_row *rows, size_t most, size_t *count);
enum kerr ledger_of_day(struct store *st, struct date day, int counter,
    size_t offset, struct ledger_row *rows, size_t most, size_t *count);
enum kerr ledger_of_card(struct store *st, int64_t card,
    struct ledger_row *rows, size_t most, size_t *count);

/* -- totals that are kept with each entry -- */

struct ledger_total {
	enum ledger_kind kind;
	bool has_item;
	enum fee_item item;
	int64_t count;
	int64_t yen;
};
/* Of business days first to last at counter (0: all), by kind and item. */
enum kerr ledger_totals(struct store *st, struct date first, struct date last,
    int counter, struct ledger_total *rows, size_t most, size_t *count);

/* The daily cash book (counter-procedures 5.5): of the whole office. */
struct cash_book {
	struct date day;
	int64_t brought_forward; /* receipts not yet banked, from before */
	int64_t received;	 /* charges and what was found */
	int64_t given_back;	 /* voids and refunds */
	int64_t paid_in, paid_out;
	int64_t over, short_;
	int64_t banked;		 /* drops and deposits */
	int64_t carried_forward; /* of all the above */
	int64_t float_yen;	 /* of the day's drawers */
	int64_t custody;	 /* carried forward and float */
	int64_t drawers, drawers_open;
};
/* Errors: ERR_DRAWER_BLIND while a drawer of the day is not closed. */
enum kerr ledger_book(struct store *st, struct date day, struct cash_book *out);

/* -- whether it is whole -- */

enum ledger_fault {
	LEDGER_SOUND,
	LEDGER_GAP,	/* a sequence number is missing */
	LEDGER_LINK,	/* does not follow the entry before */
	LEDGER_CHANGED, /* the content does not match its hash */
	LEDGER_KEY,	/* no key of that id */
	LEDGER_MISSING, /* the audit names an entry that is not there, as when
			 * the newest ones were cut off */
	LEDGER_RECEIPT, /* a receipt number is missing or twice */
	LEDGER_DRAWER,	/* the drawer's moves say other money */
	LEDGER_TOTAL,	/* the kept totals say other money */
	LEDGER_FAULT_COUNT
};
const char *ledger_fault_code(enum ledger_fault fault);
const char *ledger_fault_said(enum ledger_fault fault); /* catalogue id */

struct ledger_break {
	enum ledger_fault fault;
	int64_t counter;
	int64_t row; /* sequence, receipt number or drawer session */
};
#define LEDGER_BREAKS 32
struct ledger_report {
	int64_t rows;	  /* entries looked at */
	int64_t counters; /* chains */
	struct ledger_break broken[LEDGER_BREAKS];
	size_t broken_count; /* more may follow when it is LEDGER_BREAKS */
};
/*
 * Check the chains of counter (AUDIT_ALL: all) from their beginnings, and that
 * receipts, drawers, totals and the audit say the same. Goes on after a break
 * and names each. progress (NULL is allowed) is told every thousand. Errors:
 * ERR_LEDGER_BROKEN (n, row: the first; report).
 */
enum kerr ledger_verify(struct store *st, int counter,
    void (*progress)(void *arg, int64_t rows), void *arg,
    struct ledger_report *out);

#endif
