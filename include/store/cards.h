/* cards.h -- the cards in the office: what is known of each, where it is, and
 * how it moves. rules/lifecycle decides which moves exist; the WHERE of one
 * UPDATE decides which of two terminals was first. */
#ifndef KIOSK_STORE_CARDS_H
#define KIOSK_STORE_CARDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/date.h"
#include "base/error.h"
#include "rules/card_type.h"
#include "rules/lifecycle.h"

struct store;
struct person;

#define APPLICATION_ID_SIZE 24 /* 23 digits */
#define FACE_SERIAL_SIZE    17 /* 16 characters, printed */
#ifndef CHIP_SERIAL_SIZE
#define CHIP_SERIAL_SIZE 16 /* 15 digits, in the chip */
#endif
#define NOTICE_NO_SIZE	  32
#define CARD_CODE_SIZE	  32
#define MUNICIPALITY_SIZE 8

enum issue_kind { ISSUE_FIRST, ISSUE_RENEWAL, ISSUE_REISSUE, ISSUE_KIND_COUNT };

/* The two serials have nothing to do with each other (decision 13). */
struct card_record {
	int64_t id;
	int64_t person;
	enum card_type type;
	enum issue_kind kind;
	char application_id[APPLICATION_ID_SIZE]; /* unique */
	struct date applied_on;
	struct date issued_on;
	char reissue_reason[CARD_CODE_SIZE];
	int64_t fee_due_yen;
	char face_serial[FACE_SERIAL_SIZE]; /* unique, or "" */
	char chip_serial[CHIP_SERIAL_SIZE]; /* unique, or "" */
	char notice_no[NOTICE_NO_SIZE];
	struct date noticed_on;
	struct date second_notice_on;
	int64_t reserved_at; /* UTC, 0: none */
	struct date expiry;
	bool wants_sign;
	bool wants_auth;
	char place[40]; /* where it lies */
	enum card_state state;
	enum card_state state_before; /* meaningful at a counter */
	int64_t state_at;
	int64_t replaces; /* the card it takes the place of, 0: none */
	char municipality[MUNICIPALITY_SIZE]; /* "": this office's */
	bool express;			      /* counter-procedures 4.7 */
	char end_reason[CARD_CODE_SIZE];      /* why it was cancelled; "" */
};

/* One event of a card's life. */
struct card_move {
	int64_t id;
	int64_t card;
	bool first; /* no state before: it was listed */
	enum card_state from;
	enum card_state to;
	char event[CARD_CODE_SIZE];
	int64_t at;
	int64_t by;	 /* staff id */
	int64_t case_id; /* 0: none */
};

const char *issue_kind_code(enum issue_kind kind);
bool issue_kind_from_code(const char *code, enum issue_kind *out);

/*
 * List a card for a person who is in the store; p gives the names for the
 * search keys. card->state is where it begins (READY, NOTICED, ...).
 * Errors: ERR_STORE_CONSTRAINT when a number is in use.
 */
enum kerr cards_add(struct store *st, const struct card_record *card,
    const struct person *p, int64_t *id);
/* The same for a card that is in no list and that staff wrote down: its life
 * begins with "registered" instead of "listed". */
enum kerr cards_register(struct store *st, const struct card_record *card,
    const struct person *p, int64_t *id);
/* Errors: ERR_NOT_FOUND. */
enum kerr cards_get(struct store *st, int64_t id, struct card_record *out);

enum card_number {
	CARD_BY_APPLICATION,
	CARD_BY_FACE_SERIAL,
	CARD_BY_CHIP_SERIAL,
	CARD_BY_NOTICE,
	CARD_NUMBER_COUNT
};
/* The card with exactly this number. Errors: ERR_NOT_FOUND. */
enum kerr cards_find(
    struct store *st, enum card_number which, const char *number, int64_t *id);

/*
 * Bring a waiting card to this store's counter, remembering the state before.
 * Exactly one of several terminals wins.
 * Errors: ERR_CASE_TAKEN (n: counter, who: staff name), ERR_CARD_STATE (state:
 * catalogue id), ERR_NOT_FOUND.
 */
enum kerr cards_take(struct store *st, int64_t card, int64_t case_id);
/* Back to the state before. Errors: ERR_CARD_STATE. */
enum kerr cards_release(struct store *st, int64_t card, int64_t case_id);
/* Any event of the table; case_id 0 when there is none.
 * Errors: ERR_CARD_STATE when the table has no such edge. */
enum kerr cards_move(
    struct store *st, int64_t card, enum card_event event, int64_t case_id);
/* CARD_EV_CANCEL with its reason (rules/destruction.h) and a remark in words
 * ("" for none), kept with the card. Errors: ERR_NUMBER_KEPT. */
enum kerr cards_cancel(struct store *st, int64_t card, const char *reason,
    const char *remark, int64_t case_id);
/* Oldest first. */
enum kerr cards_moves(struct store *st, int64_t card, struct card_move *rows,
    size_t most, size_t *count);

/* utc 0 takes the reservation away. The card must wait. */
enum kerr cards_reserve(struct store *st, int64_t card, int64_t utc);
enum kerr cards_set_place(struct store *st, int64_t card, const char *place);
/* Bind the chip's serial when the card is set up; never replaces another one.
 * Errors: ERR_STORE_CONSTRAINT. */
enum kerr cards_bind_chip(
    struct store *st, int64_t card, const char *chip_serial);

#endif
