/* people.h -- the people whose cards wait, as the delivery list tells them.
 * Four name forms, none of them split (counter-procedures 7.3). The 12-digit
 * number is not here (design, decision 2). */
#ifndef KIOSK_STORE_PEOPLE_H
#define KIOSK_STORE_PEOPLE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/date.h"
#include "base/error.h"

struct store;

#define PERSON_NAME_SIZE    256
#define PERSON_ADDRESS_SIZE 400

struct person {
	int64_t id;
	struct date born;
	bool foreign;
	char status[40];	/* status of residence, "" for nationals */
	struct date stay_until; /* unset: no end, or a national */
	char address[PERSON_ADDRESS_SIZE];
	char postcode[16];
	char phone[32];
	char household[40]; /* the same for people who live together */
	char roman[PERSON_NAME_SIZE];
	char kanji[PERSON_NAME_SIZE];
	char alias[PERSON_NAME_SIZE];
	char kana[PERSON_NAME_SIZE];
};

/* id is set by the store. */
enum kerr people_add(struct store *st, const struct person *p, int64_t *id);
/* What is known of p->id by now. Errors: ERR_NOT_FOUND. */
enum kerr people_set(struct store *st, const struct person *p);
/* Errors: ERR_NOT_FOUND. */
enum kerr people_get(struct store *st, int64_t id, struct person *out);

#endif
