/* store_office.h -- a real store in a directory of its own, with keys, two
 * people who work there and an open business day. */
#ifndef KIOSK_TESTS_STORE_OFFICE_H
#define KIOSK_TESTS_STORE_OFFICE_H

#include <stdint.h>

#include "base/date.h"
#include "store/cards.h"
#include "store/people.h"
#include "store/store.h"

struct seal_keys;

/* 2026-11-24 10:00 in Japan, a Tuesday. */
#define OFFICE_NOW INT64_C(1795482000)

struct store_office {
	char directory[64];
	char path[96];
	char keys_path[96];
	struct seal_keys *keys;
	struct store *st; /* counter 1 */
	int64_t clerk;	  /* "Sato" */
	int64_t other;	  /* "Suzuki" */
	struct date day;
};

/* Fails the test when something goes wrong. */
void store_office_make(struct store_office *o);
void store_office_remove(struct store_office *o);
/* The same as setup and teardown of a test whose state is the office. */
int store_office_setup(void **state);
int store_office_teardown(void **state);
/* The entry of counter 0 that every real office begins with: an audit that is
 * looked at whole must have it. */
void store_office_found(const struct store_office *o);
/* One more terminal, in this or another process; closed by the caller. */
struct store *store_office_open(const struct store_office *o, int counter);

/* An invented person and card, different for each n; the card is noticed. */
void store_office_person(struct person *p, int n);
void store_office_card(struct card_record *c, int n);
/* Both are put into the store in a transaction; the card's id. */
int64_t store_office_add(struct store_office *o, int n);

/* Begin as the clerk; commit and expect that it went well. */
void store_office_begin(struct store_office *o, struct store *st);
void store_office_commit(struct store *st);
/* One case of card at st's counter, in a transaction of its own. */
int64_t store_office_case(
    struct store_office *o, struct store *st, int64_t card);

/* Run one statement behind the store's back, as an intruder would. */
void store_office_tamper(const struct store_office *o, const char *sql);
/* The same, where the store may refuse it; how it went. */
enum kerr store_office_try(const struct store_office *o, const char *sql);
/* The one number that a query gives. */
int64_t store_office_number(const struct store_office *o, const char *sql);

#endif
