/* training_person.c -- see training_person.h. */
#include "desk/training_person.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "rules/pin.h"
#include "rules/residence_status.h"

#define SLOT_SECONDS	600
#define MADE_BEFORE	10 /* days from the card's issue to its notice */
#define UNNOTICED_DAYS	12 /* age of a card that has no notice yet */
#define FIRST_NOTICE_NO 101
#define ADULT_AGE	18 /* counter-procedures 1 "Validity" */

static struct date
days_from(struct date day, int days)
{
	return date_from_days(date_days(day) + days);
}

/* See the field "born" of struct training_person. */
static struct date
born_on(const char *said, struct date today)
{
	struct date born = {0, 0, 0};
	size_t len = strlen(said);

	if (len > 1 && said[len - 1] == 'y')
		return days_from(date_add_years(today, -atoi(said)), -40);
	if (said[0] == '-')
		return days_from(today, atoi(said));
	(void)date_parse(said, &born);
	return born;
}

void
training_person_record(size_t index, int64_t now, struct person *out)
{
	const struct training_person *t = &training_people[index];
	struct date today = date_of_utc(now);

	memset(out, 0, sizeof(*out));
	out->born = born_on(t->born, today);
	out->foreign = t->status[0] != '\0';
	if (t->stay_days != 0)
		out->stay_until = days_from(today, t->stay_days);
	text_copy(out->status, sizeof(out->status), t->status);
	text_copy(out->address, sizeof(out->address), t->address);
	text_copy(out->postcode, sizeof(out->postcode), t->postcode);
	text_copy(out->phone, sizeof(out->phone), t->phone);
	text_copy(out->household, sizeof(out->household), t->household);
	text_copy(out->roman, sizeof(out->roman), t->roman);
	text_copy(out->kanji, sizeof(out->kanji), t->kanji);
	text_copy(out->alias, sizeof(out->alias), t->alias);
	text_copy(out->kana, sizeof(out->kana), t->kana);
}

/* counter-procedures 1 "Validity": the 10th birthday after issue, the 5th for
 * minors; never beyond a stay that ends. */
static struct date
valid_until(const struct person *p, struct date issued)
{
	int years = date_age(p->born, issued) >= ADULT_AGE ? 10 : 5;
	int first = issued.year - p->born.year;
	struct date end;

	if (date_compare(date_add_years(p->born, first), issued) <= 0)
		first++;
	end = date_add_years(p->born, first + years - 1);
	if (p->foreign && !residence_status_is_permanent(p->status) &&
	    date_is_set(p->stay_until) && date_compare(p->stay_until, end) < 0)
		end = p->stay_until;
	return end;
}

/* In ten minutes from now, but today. */
static int64_t
reserved_at(int slot, int64_t now)
{
	int64_t day = utc_of_date(date_of_utc(now));
	int64_t at = now - now % SLOT_SECONDS + (int64_t)slot * SLOT_SECONDS;

	if (slot == TRAINING_NO_SLOT)
		return 0;
	if (at < day)
		at = day;
	return at < day + DAY_SECONDS ? at : day + DAY_SECONDS - SLOT_SECONDS;
}

static void
card_days(const struct training_person *t, struct date today,
    const struct person *p, struct card_record *c)
{
	int age = t->noticed_days != 0 ? t->noticed_days + MADE_BEFORE
				       : UNNOTICED_DAYS;

	c->issued_on = days_from(today, -age);
	c->applied_on = days_from(c->issued_on, -21);
	c->expiry = valid_until(p, c->issued_on);
	if (t->noticed_days != 0)
		c->noticed_on = days_from(today, -t->noticed_days);
	/* second notice after the first term of about three months (1.6) */
	if (t->state == CARD_RENOTICED || t->state == CARD_HOLD)
		c->second_notice_on = days_from(c->noticed_on, 95);
}

void
training_person_card(
    size_t index, int64_t now, const struct person *p, struct card_record *out)
{
	const struct training_person *t = &training_people[index];
	struct date today = date_of_utc(now);
	unsigned n = (unsigned)index;

	memset(out, 0, sizeof(*out));
	card_days(t, today, p, out);
	out->kind = t->kind;
	out->state = t->state;
	out->fee_due_yen = t->fee_yen;
	out->reserved_at = reserved_at(t->slot, now);
	out->wants_sign =
	    !t->no_certificates && date_age(p->born, today) >= PIN_AGE_SIGN;
	out->wants_auth = !t->no_certificates;
	text_copy(out->reissue_reason, sizeof(out->reissue_reason), t->reason);
	snprintf(out->application_id, sizeof(out->application_id),
	    "13208%04d%014u", out->applied_on.year, 7000000U + n * 137U);
	if (t->state == CARD_APPLIED)
		return; /* nothing is made yet */
	snprintf(out->face_serial, sizeof(out->face_serial), "TR%05uK%04uX%03u",
	    31000U + n * 17U, 1000U + n * 7U, 100U + n);
	snprintf(out->chip_serial, sizeof(out->chip_serial), "90%013u",
	    4100000U + n * 271U);
	if (t->noticed_days != 0)
		snprintf(out->notice_no, sizeof(out->notice_no), "N-%05u",
		    FIRST_NOTICE_NO + n);
	snprintf(out->place, sizeof(out->place), "%c-%02u",
	    'A' + (char)(n / 20), n % 20 + 1);
}

void
training_person_card_name(size_t index, char out[TRAINING_CARD_NAME_SIZE])
{
	unsigned n = (unsigned)index;

	snprintf(out, TRAINING_CARD_NAME_SIZE,
	    training_people[index].noticed_days != 0 ? "N-%05u" : "card-%05u",
	    FIRST_NOTICE_NO + n);
}
