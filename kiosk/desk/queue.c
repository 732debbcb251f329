/* queue.c -- what waits, in the order in which a clerk needs it. */
#include "desk/queue.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/text.h"
#include "desk/case_bundle.h"
#include "desk/day.h"
#include "desk/desk_private.h"
#include "store/audit.h"
#include "store/pin_journal.h"
#include "store/store.h"
#include "store/waiting.h"

static void
line_time(struct queue_line *l, int64_t utc, int64_t today)
{
	int hour = 0, minute = 0, second = 0;

	if (utc < today || utc >= today + DAY_SECONDS)
		return;
	time_of_utc(utc, &hour, &minute, &second);
	snprintf(l->time, sizeof(l->time), "%02d:%02d", hour, minute);
}

/* What a clerk should know before the name is called. */
static const char *
line_note(const struct waiting_row *row, struct date today)
{
	if (date_is_set(row->expiry) && date_compare(row->expiry, today) < 0)
		return N_("card expired: cannot be handed over");
	if (row->type == CARD_TYPE_NOTIFICATION)
		return N_("notification card: in person, no chip, no PINs");
	if (date_age(row->born, today) < AGE_ALONE)
		return N_("under 15: with legal representative");
	if (row->fee_due_yen != 0)
		return N_("the list names a fee");
	return NULL;
}

static enum queue_mark
case_mark(const struct desk *d, const struct case_record *c)
{
	if (c->state == CASE_PAUSED)
		return QUEUE_PAUSED;
	return c->owner_counter == d->settings->counter ? QUEUE_HERE
							: QUEUE_ELSEWHERE;
}

static void
line_case(struct desk *d, struct queue_line *l, int64_t case_id)
{
	struct case_record c;

	if (case_id == 0 || cases_get(d->store, case_id, &c) != KERR_OK)
		return;
	l->case_id = case_id;
	l->mark = case_mark(d, &c);
	l->owner_counter = (int)c.owner_counter;
	text_copy(l->ticket, sizeof(l->ticket), c.ticket);
}

static void
line_fill(struct desk *d, struct queue_line *l, const struct waiting_row *row)
{
	struct date today = date_of_utc(desk_now(d));

	memset(l, 0, sizeof(*l));
	l->card_id = row->card;
	l->type = row->type;
	l->state = row->state;
	l->mark = card_state_waits(row->state) ? QUEUE_WAITS : QUEUE_OTHER;
	l->born_year = row->born.year;
	l->note = line_note(row, today);
	line_time(l, row->reserved_at, utc_of_date(today));
	text_copy(l->notice, sizeof(l->notice), row->notice_no);
	text_copy(l->place, sizeof(l->place), row->place);
	date_iso(row->expiry, l->expiry);
	text_gate(l->name, sizeof(l->name),
	    row->roman[0] != '\0' ? row->roman : row->kanji);
	if (row->roman[0] != '\0')
		text_gate(l->name_other, sizeof(l->name_other), row->kanji);
	else
		text_gate(l->name_other, sizeof(l->name_other), row->kana);
	line_case(d, l, row->case_id);
}

/* One row a card: it has one live case at most. */
static bool
queue_has(const struct queue_view *out, int64_t card_id)
{
	for (size_t i = 0; i < out->row_count; i++)
		if (out->row[i].card_id == card_id)
			return true;
	return false;
}

static void
queue_add(struct desk *d, struct queue_view *out,
    const struct waiting_row *rows, size_t count)
{
	for (size_t i = 0; i < count && out->row_count < QUEUE_ROWS_MOST; i++)
		if (!queue_has(out, rows[i].card))
			line_fill(d, &out->row[out->row_count++], &rows[i]);
}

/* What was found may be a card that its holder has, or one that waits again,
 * and a case that ended left its PINs so that they must be looked at. */
static void
queue_warn(struct desk *d, struct queue_view *out)
{
	struct pin_card pins;

	for (size_t i = 0; i < out->row_count; i++) {
		struct queue_line *l = &out->row[i];

		if (pin_journal_card(d->store, l->card_id, &pins) != KERR_OK ||
		    (!pins.split && !pins.unknown))
			continue;
		l->is_warned = true;
		l->note = pins.unknown
			      ? N_("a PIN of this card is unknown")
			      : N_("resident register PIN in one place only");
	}
}

/* A case as a line: its card is not in the waiting list any more. */
static void
queue_add_case(struct desk *d, struct queue_view *out, int64_t case_id,
    enum queue_mark mark, const char *note)
{
	struct waiting_row row;
	struct case_bundle b;
	struct failure f;
	struct queue_line *l = NULL;

	if (out->row_count == QUEUE_ROWS_MOST ||
	    case_bundle_load(d, case_id, &b, &f) != KERR_OK ||
	    queue_has(out, b.card.id))
		return;
	memset(&row, 0, sizeof(row));
	row.card = b.card.id;
	row.type = b.card.type;
	row.state = b.card.state;
	row.born = b.person.born;
	row.expiry = b.card.expiry;
	row.fee_due_yen = b.card.fee_due_yen;
	/* one that has ended is not gone on with: the card gets a new one */
	row.case_id =
	    b.c.state == CASE_OPEN || b.c.state == CASE_PAUSED ? case_id : 0;
	row.reserved_at = b.card.reserved_at;
	text_copy(row.notice_no, sizeof(row.notice_no), b.card.notice_no);
	text_copy(row.place, sizeof(row.place), b.card.place);
	text_copy(row.roman, sizeof(row.roman), b.person.roman);
	text_copy(row.kanji, sizeof(row.kanji), b.person.kanji);
	text_copy(row.kana, sizeof(row.kana), b.person.kana);
	l = &out->row[out->row_count++];
	line_fill(d, l, &row);
	if (mark != QUEUE_WAITS && l->mark != QUEUE_ELSEWHERE)
		l->mark = mark;
	if (note != NULL)
		l->note = note;
}

static enum kerr
queue_add_attention(struct desk *d, struct queue_view *out, struct failure *f)
{
	struct day_attention *rows = NULL;
	size_t count = 0;
	enum kerr e;

	if ((rows = calloc(QUEUE_ROWS_MOST, sizeof(*rows))) == NULL)
		return failure_set(f, ERR_MEMORY);
	e = day_attention_load(d, rows, QUEUE_ROWS_MOST, &count, f);
	for (size_t i = 0; e == KERR_OK && i < count; i++)
		queue_add_case(d, out, rows[i].case_id,
		    rows[i].is_doubt ? QUEUE_ATTENTION : QUEUE_PROBLEM,
		    rows[i].why);
	out->attention = (int)count;
	free(rows);
	return e;
}

static enum kerr
queue_add_cases(struct desk *d, struct queue_view *out, enum case_filter filter,
    size_t *count)
{
	struct case_record *rows = NULL;
	enum kerr e;

	if ((rows = calloc(QUEUE_ROWS_MOST, sizeof(*rows))) == NULL)
		return ERR_MEMORY;
	e = cases_list(
	    d->store, filter, desk_now(d), 0, rows, QUEUE_ROWS_MOST, count);
	for (size_t i = 0; e == KERR_OK && i < *count; i++)
		queue_add_case(d, out, rows[i].id, QUEUE_WAITS, NULL);
	free(rows);
	return e;
}

static int
count_today(const struct queue_view *out)
{
	int n = 0;

	for (size_t i = 0; i < out->row_count; i++)
		n += out->row[i].time[0] != '\0' &&
		     out->row[i].mark == QUEUE_WAITS;
	return n;
}

/* Today's reservations first, then the rest of the list from its start. */
static enum kerr
queue_add_waiting(struct desk *d, struct queue_view *out)
{
	struct waiting_row *rows = NULL;
	int64_t all = 0;
	size_t count = 0;
	enum kerr e;

	if ((rows = calloc(QUEUE_ROWS_MOST, sizeof(*rows))) == NULL)
		return ERR_MEMORY;
	e = waiting_count(d->store, &all);
	if (e == KERR_OK)
		e = waiting_list(d->store, 0, rows, QUEUE_ROWS_MOST, &count);
	if (e == KERR_OK)
		queue_add(d, out, rows, count);
	out->waiting = (int)all;
	out->more = (int64_t)count < all;
	out->reserved_today = count_today(out);
	free(rows);
	return e;
}

enum kerr
queue_load(struct desk *d, struct queue_view *out, struct failure *f)
{
	size_t open = 0, paused = 0;
	enum kerr e;

	memset(out, 0, sizeof(*out));
	if ((e = desk_need(d, ACTION_QUEUE, f)) != KERR_OK ||
	    (e = queue_add_attention(d, out, f)) != KERR_OK)
		return e;
	if ((e = queue_add_cases(d, out, CASES_OPEN, &open)) == KERR_OK &&
	    (e = queue_add_cases(d, out, CASES_PAUSED, &paused)) == KERR_OK)
		e = queue_add_waiting(d, out);
	out->paused = (int)paused;
	return store_explain(d->store, e, f);
}

enum kerr
queue_search(struct desk *d, const char *typed, struct queue_view *out,
    struct failure *f)
{
	struct waiting_row *rows = NULL;
	struct audit_note note;
	size_t count = 0;
	enum kerr e;

	memset(out, 0, sizeof(*out));
	if ((e = desk_need(d, ACTION_SEARCH, f)) != KERR_OK)
		return e;
	if ((rows = calloc(QUEUE_ROWS_MOST, sizeof(*rows))) == NULL)
		return failure_set(f, ERR_MEMORY);
	e = waiting_search(
	    d->store, typed, rows, QUEUE_ROWS_MOST, &count, &out->more);
	if (e == KERR_OK) {
		queue_add(d, out, rows, count);
		queue_warn(d, out);
	}
	free(rows);
	if (e != KERR_OK)
		return store_explain(d->store, e, f);
	/* what was typed may be a name: only how many were found is kept */
	if ((e = desk_begin(d, f)) != KERR_OK)
		return e;
	audit_note(&note, "person.search", "card", 0);
	audit_note_number(&note, "found", (int64_t)count);
	return desk_end(d, KERR_OK, &note, f);
}
