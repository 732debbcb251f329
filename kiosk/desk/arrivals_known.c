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
static bool
same_card(const struct card_record *a, const struct card_record *b)
{
	return a->kind == b->kind &&
	       same(a->application_id, b->application_id) &&
	       date_compare(a->applied_on, b->applied_on) == 0 &&
	       date_compare(a->issued_on, b->issued_on) == 0 &&
	       same(a->reissue_reason, b->reissue_reason) &&
	       a->fee_due_yen == b->fee_due_yen &&
	       same(a->face_serial, b->face_serial) &&
	       same(a->chip_serial, b->chip_serial) &&
	       same(a->notice_no, b->notice_no) &&
	       date_compare(a->noticed_on, b->noticed_on) == 0 &&
	       date_compare(a->expiry, b->expiry) == 0 &&
	       a->wants_sign == b->wants_sign && a->wants_auth == b->wants_auth;
}

static enum kerr
compare(
    struct store *st, int64_t id, const struct arrivals_row *row, bool *equal)
{
	struct card_record card;
	struct person person;
	enum kerr e;

	if ((e = cards_get(st, id, &card)) == KERR_OK &&
	    (e = people_get(st, card.person, &person)) == KERR_OK)
		*equal = same_card(&card, &row->card) &&
			 same_person(&person, &row->person);
	return e;
}

enum kerr
arrivals_look_up(struct arrivals_judge *j, const struct arrivals_header *header,
    struct store *st, const struct arrivals_row *row, enum arrivals_known *out)
{
	const struct {
		enum card_number which;
		enum arrivals_column column;
		const char *number;
	} keys[] = {
	    {CARD_BY_APPLICATION, COLUMN_APPLICATION, row->card.application_id},
	    {CARD_BY_FACE_SERIAL, COLUMN_FACE, row->card.face_serial},
	    {CARD_BY_CHIP_SERIAL, COLUMN_CHIP, row->card.chip_serial}};
	int64_t id = 0;
	bool equal = false;
	enum kerr e = ERR_NOT_FOUND;
	size_t i = 0;

	*out = ARRIVALS_NEW;
	for (; i < 3 && e == ERR_NOT_FOUND; i++)
		e = cards_find(st, keys[i].which, keys[i].number, &id);
	if (e == ERR_NOT_FOUND)
		return KERR_OK;
	if (e == KERR_OK && (e = compare(st, id, row, &equal)) == KERR_OK)
		*out = equal ? ARRIVALS_KNOWN : ARRIVALS_CONFLICT;
	if (*out == ARRIVALS_CONFLICT)
		arrivals_fault(j, row->line, header->said[keys[i - 1].column],
		    N_("this number is in the store with other content"));
	return e;
}
