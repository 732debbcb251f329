/* waiting.h -- what waits, and finding one card among many.
 *
 * Search is a prefix range on folded keys: each name form from each of its
 * word starts, kana also as romaji, and the numbers (design, decision 9). */
#ifndef KIOSK_STORE_WAITING_H
#define KIOSK_STORE_WAITING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "store/cards.h"
#include "store/people.h"

/* A line of a list: enough to choose by, not the whole record. */
struct waiting_row {
	int64_t card;
	int64_t person;
	enum issue_kind kind;
	enum card_type type;
	enum card_state state;
	char application_id[APPLICATION_ID_SIZE];
	char notice_no[NOTICE_NO_SIZE];
	char place[40];
	char roman[PERSON_NAME_SIZE];
	char kanji[PERSON_NAME_SIZE];
	char alias[PERSON_NAME_SIZE];
	char kana[PERSON_NAME_SIZE];
	struct date born;
	bool foreign;
	struct date noticed_on;
	struct date expiry;
	int64_t reserved_at; /* 0: none */
	int64_t fee_due_yen;
	int64_t case_id; /* the open or paused case, 0: none */
};

/* Waiting cards: reserved ones by time, then the others by notice date. */
enum kerr waiting_list(struct store *st, size_t offset,
    struct waiting_row *rows, size_t most, size_t *count);
enum kerr waiting_count(struct store *st, int64_t *count);
/* How many lines of waiting_list() come before reservations at utc: the offset
 * of today's first. */
enum kerr waiting_offset(struct store *st, int64_t utc, int64_t *offset);
/* Every card of one household, by birth date. */
enum kerr waiting_household(struct store *st, const char *household,
    struct waiting_row *rows, size_t most, size_t *count);

/*
 * Cards with a key that begins with what was typed or scanned, in any state;
 * *more says that there were more than most. Typed words in another order
 * are found too. Nothing typed finds nothing.
 */
enum kerr waiting_search(struct store *st, const char *typed,
    struct waiting_row *rows, size_t most, size_t *count, bool *more);

#endif
