/* arrivals_judge.c -- what belongs together in a row, as a table of rules. */
#include "desk/arrivals_row.h"
#include "rules/residence_status.h"

/* A set date that comes before another set date. */
static bool
before(struct date a, struct date b)
{
	return date_is_set(a) && date_is_set(b) && date_compare(a, b) < 0;
}

#define RULE   const struct arrivals_row *r, struct date today
#define UNUSED ((void)today)

static bool
has_no_name(RULE)
{
	UNUSED;
	return r->person.roman[0] == '\0' && r->person.kanji[0] == '\0' &&
	       r->person.kana[0] == '\0';
}

/* 7.3: as in the passport; some special permanent residents have only kanji. */
static bool
is_foreign_without_name(RULE)
{
	UNUSED;
	return r->person.foreign && r->person.roman[0] == '\0' &&
	       r->person.kanji[0] == '\0';
}

static bool
is_born_later(RULE)
{
	return before(today, r->person.born);
}

static bool
lacks_status(RULE)
{
	UNUSED;
	return r->person.foreign && r->person.status[0] == '\0';
}

static bool
is_national_with_status(RULE)
{
	UNUSED;
	return !r->person.foreign && r->person.status[0] != '\0';
}

static bool
is_national_with_stay(RULE)
{
	UNUSED;
	return !r->person.foreign && date_is_set(r->person.stay_until);
}

/* counter-procedures 1 "Validity" */
static bool
lacks_stay(RULE)
{
	UNUSED;
	return r->person.foreign && r->person.status[0] != '\0' &&
	       !residence_status_is_permanent(r->person.status) &&
	       !date_is_set(r->person.stay_until);
}

static bool
is_permanent_with_stay(RULE)
{
	UNUSED;
	return r->person.foreign &&
	       residence_status_is_permanent(r->person.status) &&
	       date_is_set(r->person.stay_until);
}

static bool
is_issued_early(RULE)
{
	UNUSED;
	return before(r->card.issued_on, r->card.applied_on);
}

static bool
is_issued_later(RULE)
{
	return before(today, r->card.issued_on);
}

static bool
expires_early(RULE)
{
	UNUSED;
	return before(r->card.expiry, r->card.issued_on) ||
	       before(r->card.expiry, r->person.born);
}

static bool
is_noticed_early(RULE)
{
	UNUSED;
	return before(r->card.noticed_on, r->card.issued_on);
}

static bool
is_second_alone(RULE)
{
	UNUSED;
	return date_is_set(r->card.second_notice_on) &&
	       (!date_is_set(r->card.noticed_on) ||
		   before(r->card.second_notice_on, r->card.noticed_on));
}

/* the life cycle knows reservations of noticed cards only (1 "States") */
static bool
is_reserved_unnoticed(RULE)
{
	UNUSED;
	return r->card.reserved_at != 0 && !date_is_set(r->card.noticed_on);
}

static bool
lacks_reason(RULE)
{
	UNUSED;
	return r->card.kind == ISSUE_REISSUE &&
	       r->card.reissue_reason[0] == '\0';
}

static bool
has_odd_reason(RULE)
{
	UNUSED;
	return r->card.kind != ISSUE_REISSUE &&
	       r->card.reissue_reason[0] != '\0';
}

/* The first card and a renewal are free (0.1, 4.6). */
static bool
has_odd_fee(RULE)
{
	UNUSED;
	return r->card.kind != ISSUE_REISSUE && r->card.fee_due_yen != 0;
}

static const struct {
	bool (*is_wrong)(RULE);
	enum arrivals_column column;
	const char *reason;
} rules[] = {
    {has_no_name, COLUMN_ROMAN, N_("the row has no name")},
    {is_foreign_without_name, COLUMN_ROMAN,
	N_("a foreign resident has a Roman or a kanji name")},
    {is_born_later, COLUMN_BORN, N_("this day has not come yet")},
    {lacks_status, COLUMN_STATUS,
	N_("a foreign resident has a status of residence")},
    {is_national_with_status, COLUMN_STATUS,
	N_("a Japanese national has no status of residence")},
    {is_national_with_stay, COLUMN_STAY,
	N_("a Japanese national's stay has no end")},
    {lacks_stay, COLUMN_STAY, N_("with this status the stay has an end")},
    {is_permanent_with_stay, COLUMN_STAY,
	N_("with this status the stay has no end")},
    {is_issued_early, COLUMN_ISSUED,
	N_("the card was made before it was applied for")},
    {is_issued_later, COLUMN_ISSUED, N_("this day has not come yet")},
    {expires_early, COLUMN_EXPIRY, N_("the card ends before it was made")},
    {is_noticed_early, COLUMN_NOTICED, N_("the notice is older than the card")},
    {is_second_alone, COLUMN_SECOND,
	N_("a second notice comes after a first one")},
    {is_reserved_unnoticed, COLUMN_RESERVED,
	N_("a reservation needs a notice day")},
    {lacks_reason, COLUMN_REASON, N_("a reissue has a reason")},
    {has_odd_reason, COLUMN_REASON, N_("only a reissue has a reason")},
    {has_odd_fee, COLUMN_FEE, N_("only a reissue has a fee")},
};

/* Where the card stands, by what the list tells of it. */
static enum card_state
state_of(const struct card_record *c)
{
	if (c->reserved_at != 0)
		return CARD_RESERVED;
	if (date_is_set(c->second_notice_on))
		return CARD_RENOTICED;
	return date_is_set(c->noticed_on) ? CARD_NOTICED : CARD_READY;
}

bool
arrivals_judge_row(struct arrivals_judge *j,
    const struct arrivals_header *header, struct arrivals_row *row,
    struct date today)
{
	bool good = true;

	for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++) {
		if (!rules[i].is_wrong(row, today))
			continue;
		arrivals_fault(j, row->line, header->said[rules[i].column],
		    rules[i].reason);
		good = false;
	}
	row->card.state = state_of(&row->card);
	return good;
}
