/* cash_book.h -- the daily cash book, and what goes to the bank
 * (counter-procedures 5.4, 5.5): the same numbers on the screen, on paper and
 * from `kiosk cash book`. */
#ifndef KIOSK_DESK_CASH_BOOK_H
#define KIOSK_DESK_CASH_BOOK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/date.h"
#include "base/error.h"

struct desk;
struct store;

#define CASH_BOOK_ITEMS_MOST 8
#define CASH_BOOK_KINDS_MOST 16

struct cash_book_item {
	const char *label; /* catalogue id */
	const char *code;
	int64_t count;
	int64_t yen;
};
struct cash_book_view {
	struct date day;
	bool is_whole; /* else a drawer is open: no sums yet, it is blind */
	int64_t brought_forward;
	int64_t received, given_back;
	int64_t paid_in, paid_out;
	int64_t over, short_;
	int64_t banked;
	int64_t carried_forward;
	int64_t float_yen;
	int64_t custody;
	int64_t drawers, drawers_open;
	/* Charges by item; entries by kind. Counts also while it is blind. */
	struct cash_book_item item[CASH_BOOK_ITEMS_MOST];
	size_t item_count;
	struct cash_book_item kind[CASH_BOOK_KINDS_MOST];
	size_t kind_count;
};
/* An unset day is the running business day. Errors: ERR_RIGHTS, those of the
 * store. */
enum kerr cash_book_load(struct desk *d, struct date day,
    struct cash_book_view *out, struct failure *f);
/* For the command: no session, the store only; it says itself who may. */
enum kerr cash_book_load_store(struct store *st, struct date day,
    struct cash_book_view *out, struct failure *f);

/* The book, or the deposit slip for the bank, to the printer. path:
 * where it lies, "" unless it is in the spool. Errors: ERR_DRAWER_BLIND,
 * ERR_RIGHTS. */
enum cash_book_paper { CASH_BOOK_PAPER_BOOK, CASH_BOOK_PAPER_DEPOSIT };
enum kerr cash_book_print(struct desk *d, struct date day,
    enum cash_book_paper what, char *path, size_t path_size, struct failure *f);

#endif
