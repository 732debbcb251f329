/* arrivals_known.c -- a row that is in the store already. */
#include <string.h>

#include "desk/arrivals_row.h"
#include "store/store.h"

static bool
same(const char *a, const char *b)
{
	return strcmp(a, b) == 0;
}

static bool
same_person(const struct person *a, const struct person *b)
{
	return date_compare(a->born, b->born) == 0 &&
	       a->foreign == b->foreign && same(a->status, b->status) &&
	       date_compare(a->stay_until, b->stay_until) == 0 &&
	       same(a->address, b->address) && same(a->postcode, b->postcode) &&
	       same(a->phone, b->phone) && same(a->household, b->household) &&
	       same(a->roman, b->roman) && same(a->kanji, b->kanji) &&
	       same(a->alias, b->alias) && same(a->kana, b->kana);
}

/* What the office itself goes on to change (place, second notice, reservation,
 * state) does not count: the list may be older. */
/* Kind and reason of a card that was applied for here are the office's. */
static bool
same_order(const struct card_record *a, const struct card_record *b)
{
	return a->replaces != 0 ||
	       (a->kind == b->kind &&
		   same(a->reissue_reason, b->reissue_reason) &&
		   date_compare(a->applied_on, b->applied_on) == 0);
}

static bool
same_card(const struct card_record *a, const struct card_record *b)
{
	return same_order(a, b) && same(a->municipality, b->municipality) &&
	       same(a->application_id, b->application_id) &&
	       date_compare(a->issued_on, b->issued_on) == 0 &&
	       a->fee_due_yen == b->fee_due_yen &&
	       same(a->face_serial, b->face_serial) &&
	       same(a->chip_serial, b->chip_serial) &&
	       same(a->notice_no, b->notice_no) &&
	       date_compare(a->noticed_on, b->noticed_on) == 0 &&
	       date_compare(a->expiry, b->expiry) == 0 &&
	       a->wants_sign == b->wants_sign && a->wants_auth == b->wants_auth;
}

/* A number of the row, where it may be in the store. */
struct number {
	enum card_number which;
	enum arrivals_column column;
	const char *number;
};

static void
tell_conflict(struct arrivals_judge *j, const struct arrivals_header *header,
    const struct arrivals_row *row, enum arrivals_column column,
    const char *reason)
{
	arrivals_fault(j, row->line, header->said[column], reason);
}

/* The card that was applied for here comes: for the same person, and with
 * serials that no other card has. */
static enum kerr
judge_applied(struct arrivals_judge *j, const struct arrivals_header *header,
    struct store *st, const struct arrivals_row *row,
    const struct number serials[2], const struct person *person,
    enum arrivals_known *out)
{
	int64_t other = 0;
	enum kerr e;

	*out = ARRIVALS_CONFLICT;
	for (size_t i = 0; i < 2; i++) {
		e = cards_find(st, serials[i].which, serials[i].number, &other);
		if (e == ERR_NOT_FOUND)
			continue;
		if (e != KERR_OK)
			return e;
		tell_conflict(j, header, row, serials[i].column,
		    N_("this number is in the store with other content"));
		return KERR_OK;
	}
	if (date_compare(person->born, row->person.born) != 0) {
		tell_conflict(j, header, row, COLUMN_BORN,
		    N_("this application was made for somebody born on "
		       "another day"));
		return KERR_OK;
	}
	*out = ARRIVALS_APPLIED;
	return KERR_OK;
}

static enum kerr
judge_known(struct arrivals_judge *j, const struct arrivals_header *header,
    const struct arrivals_row *row, const struct card_record *card,
    const struct person *person, enum arrivals_column column,
    enum arrivals_known *out)
{
	*out = ARRIVALS_KNOWN;
	if (same_card(card, &row->card) && same_person(person, &row->person))
		return KERR_OK;
	*out = ARRIVALS_CONFLICT;
	tell_conflict(j, header, row, column,
	    N_("this number is in the store with other content"));
	return KERR_OK;
}

enum kerr
arrivals_look_up(struct arrivals_judge *j, const struct arrivals_header *header,
    struct store *st, const struct arrivals_row *row, enum arrivals_known *out,
    int64_t *id)
{
	const struct number keys[] = {
	    {CARD_BY_APPLICATION, COLUMN_APPLICATION, row->card.application_id},
	    {CARD_BY_FACE_SERIAL, COLUMN_FACE, row->card.face_serial},
	    {CARD_BY_CHIP_SERIAL, COLUMN_CHIP, row->card.chip_serial}};
	struct card_record card;
	struct person person;
	enum kerr e = ERR_NOT_FOUND;
	size_t i = 0;

	*out = ARRIVALS_NEW;
	*id = 0;
	for (; i < 3 && e == ERR_NOT_FOUND; i++)
		e = cards_find(st, keys[i].which, keys[i].number, id);
	if (e == ERR_NOT_FOUND)
		return KERR_OK;
	if (e != KERR_OK || (e = cards_get(st, *id, &card)) != KERR_OK ||
	    (e = people_get(st, card.person, &person)) != KERR_OK)
		return e;
	if (card.state == CARD_APPLIED &&
	    keys[i - 1].which == CARD_BY_APPLICATION)
		return judge_applied(
		    j, header, st, row, keys + 1, &person, out);
	return judge_known(
	    j, header, row, &card, &person, keys[i - 1].column, out);
}
