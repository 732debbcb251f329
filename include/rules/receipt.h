/* receipt.h -- what stands on a receipt, as a plain struct, and the paper made
 * of it: Japanese, and the resident's language beneath.
 *
 * Content: counter-procedures 5.3 (municipality, number, date and time in
 * Western and era form, item, amount, tendered, change, counter, handler; the
 * payer's name is optional; never the Individual Number). */
#ifndef KIOSK_RULES_RECEIPT_H
#define KIOSK_RULES_RECEIPT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/lang.h"
#include "base/paper.h"

#define RECEIPT_ITEMS_MOST  6
#define RECEIPT_PAYER_SIZE  160
#define RECEIPT_NUMBER_SIZE 40 /* as store/receipts.h makes it */

enum receipt_kind {
	RECEIPT_CHARGE,
	RECEIPT_VOID,	/* the same day: points at what it voids */
	RECEIPT_REFUND, /* later */
	RECEIPT_KIND_COUNT
};

struct receipt_item {
	const char *label;  /* catalogue id */
	const char *detail; /* catalogue id, "" or NULL for none: the reason */
	int64_t yen;	    /* never negative; the kind says the direction */
};

struct receipt_content {
	enum receipt_kind kind;
	const char *office;		  /* Japanese; borrowed, as the next */
	const char *office_latin;	  /* beneath, for other languages */
	bool training;			  /* the band, first and last */
	enum lang lang;			  /* of the resident */
	char number[RECEIPT_NUMBER_SIZE]; /* "2026-3-000123" */
	char original[RECEIPT_NUMBER_SIZE]; /* void, refund: of the charge */
	int counter;
	int64_t at; /* UTC */
	struct receipt_item item[RECEIPT_ITEMS_MOST];
	size_t item_count;
	int64_t tendered_yen; /* charge only */
	int64_t change_yen;
	const char *handler; /* staff number */
	char check[8];	     /* four characters of the ledger chain */
	char payer[RECEIPT_PAYER_SIZE]; /* "": not asked for */
};

/* "2026-11-24 10:42" and "令和8年11月24日 10時42分", Japan time; the first
 * year of an era is 元年 (counter-procedures 7.5). Returns out. */
#define RECEIPT_TIME_SIZE 64
char *receipt_time(char out[RECEIPT_TIME_SIZE], int64_t utc);
char *receipt_time_era(char out[RECEIPT_TIME_SIZE], int64_t utc);

/* Lay the receipt out into p. The sums are worked out here from the items. */
void receipt_paper(const struct receipt_content *r, struct paper *p);

/* What a sheet of any paper carries above and below its content: the copy's
 * mark with its count, and that it stands for one that was spoiled (書損,
 * counter-procedures 5.3). copy 0: no copy. */
void receipt_sheet(const struct paper *content, int copy, bool replaces_spoiled,
    enum lang lang, struct paper *out);

#endif
