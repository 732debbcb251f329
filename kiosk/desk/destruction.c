/* destruction.c -- what is due, and two people who destroy it. */
#include "desk/destruction.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "desk/desk_private.h"
#include "desk/destruction_sheet.h"
#include "store/audit.h"
#include "store/cards.h"
#include "store/people.h"
#include "store/staff.h"
#include "store/store.h"

#define CANDIDATES 256

static struct date
today(const struct desk *d)
{
	return date_of_utc(desk_now(d));
}

/* Whether the card is due, and its line if so. */
static enum kerr
judge(struct desk *d, int64_t card, struct destruction_line *out, bool *due)
{
	struct card_record c;
	struct person p;
	struct destruction_facts facts;
	enum kerr e;

	*due = false;
	memset(out, 0, sizeof(*out));
	if ((e = cards_get(d->store, card, &c)) != KERR_OK ||
	    (e = people_get(d->store, c.person, &p)) != KERR_OK)
		return e;
	facts = (struct destruction_facts){
	    .type = c.type,
	    .state = c.state,
	    .never_came = c.face_serial[0] == '\0' && c.place[0] == '\0',
	    .state_on = date_of_utc(c.state_at),
	    .applied_on = c.applied_on,
	    .noticed_on = c.noticed_on,
	    .second_notice_on = c.second_notice_on,
	    .expiry = c.expiry,
	    .today = today(d),
	};
	if (c.reserved_at != 0)
		facts.reserved_on = date_of_utc(c.reserved_at);
	*due = destruction_is_due(
	    &facts, keeping_terms_builtin, &out->reason, &out->since);
	out->card_id = card;
	out->type = c.type;
	out->state = c.state;
	out->cancelled = cancel_reason_name(c.end_reason);
	out->born_year = p.born.year;
	text_gate(out->name, sizeof(out->name),
	    p.roman[0] != '\0' ? p.roman : p.kanji);
	text_copy(out->printed, sizeof(out->printed),
	    c.type == CARD_TYPE_NOTIFICATION ? c.notice_no : c.face_serial);
	text_copy(out->notice, sizeof(out->notice), c.notice_no);
	text_copy(out->place, sizeof(out->place), c.place);
	return KERR_OK;
}

static enum kerr
judge_all(struct desk *d, const int64_t *ids, size_t count,
    struct destruction_due *out)
{
	bool due = false;
	enum kerr e = KERR_OK;

	for (size_t i = 0; e == KERR_OK && i < count && !out->more; i++) {
		struct destruction_line line;

		e = judge(d, ids[i], &line, &due);
		if (e != KERR_OK || !due)
			continue;
		if (out->count == DESTRUCTION_DUE_MOST)
			out->more = true;
		else
			out->row[out->count++] = line;
	}
	return e;
}

enum kerr
destruction_load_due(
    struct desk *d, struct destruction_due *out, struct failure *f)
{
	int64_t *ids = NULL, after = 0;
	size_t count = CANDIDATES;
	enum kerr e;

	memset(out, 0, sizeof(*out));
	if ((e = desk_need(d, ACTION_DESTROY, f)) != KERR_OK)
		return e;
	if ((ids = calloc(CANDIDATES, sizeof(*ids))) == NULL)
		return failure_set(f, ERR_MEMORY);
	while (e == KERR_OK && count == CANDIDATES && !out->more) {
		e = destructions_candidates(
		    d->store, today(d), after, ids, CANDIDATES, &count);
		if (e != KERR_OK || count == 0)
			break;
		after = ids[count - 1];
		e = judge_all(d, ids, count, out);
	}
	free(ids);
	return store_explain(d->store, e, f);
}

/* -- two people -- */

static bool
is_seen_by_second(const struct desk *d)
{
	return d->session.second.granted &&
	       d->session.second_action == ACTION_DESTROY &&
	       d->session.second_staff != 0 &&
	       d->session.second_staff != d->session.staff;
}

/* Still due now, inside the transaction: another counter may have handed it
 * out while the two were called together. */
static enum kerr
add_cards(struct desk *d, int64_t id, const int64_t *cards, size_t count)
{
	struct destruction_line line;
	bool due = false;
	enum kerr e = KERR_OK;

	for (size_t i = 0; e == KERR_OK && i < count; i++) {
		if ((e = judge(d, cards[i], &line, &due)) != KERR_OK)
			return e;
		if (!due)
			return ERR_DESTROY_DUE;
		e = destructions_add(d->store, id, cards[i], line.reason);
	}
	return e;
}

enum kerr
destruction_begin(struct desk *d, const int64_t *cards, size_t count,
    int64_t *id, struct failure *f)
{
	struct audit_note note;
	enum kerr e;

	*id = 0;
	if ((e = desk_need(d, ACTION_DESTROY, f)) != KERR_OK)
		return e;
	if (!is_seen_by_second(d))
		return failure_set(f, ERR_SAME_PERSON);
	if (count == 0 || count > DESTRUCTION_CARDS_MOST)
		return failure_set(f, ERR_INTERNAL);
	if ((e = desk_begin(d, f)) != KERR_OK)
		return e;
	e = destructions_open(
	    d->store, d->business_day, d->session.second_staff, id);
	if (e == KERR_OK)
		e = add_cards(d, *id, cards, count);
	audit_note(&note, "destruction.begin", "destruction", *id);
	audit_note_number(&note, "second", d->session.second_staff);
	audit_note_number(&note, "cards", (int64_t)count);
	if ((e = desk_end(d, e, &note, f)) == KERR_OK)
		session_second_end(d);
	return e;
}

static void
name_of(struct desk *d, int64_t staff, char *out, size_t out_size)
{
	struct staff_record s;

	memset(&s, 0, sizeof(s));
	(void)staff_get(d->store, staff, &s);
	text_copy(out, out_size, s.name);
}

static enum kerr
load(struct desk *d, int64_t id, struct destruction_view *out)
{
	struct destruction_card cards[DESTRUCTION_CARDS_MOST];
	struct destruction r;
	bool due;
	enum kerr e;

	memset(out, 0, sizeof(*out));
	if ((e = destructions_get(d->store, id, &r)) != KERR_OK ||
	    (e = destructions_cards(d->store, id, cards, DESTRUCTION_CARDS_MOST,
		 &out->count)) != KERR_OK)
		return e;
	out->id = id;
	out->state = r.state;
	name_of(d, r.first, out->first, sizeof(out->first));
	name_of(d, r.second, out->second, sizeof(out->second));
	for (size_t i = 0; i < out->count; i++) {
		e = judge(d, cards[i].card, &out->row[i], &due);
		if (e != KERR_OK)
			return e;
		out->row[i].reason = cards[i].reason;
		out->row[i].how = cards[i].how;
		out->destroyed += cards[i].how != DESTRUCTION_NOT_YET;
	}
	return KERR_OK;
}

enum kerr
destruction_load(
    struct desk *d, int64_t id, struct destruction_view *out, struct failure *f)
{
	enum kerr e;

	memset(out, 0, sizeof(*out));
	if ((e = desk_need(d, ACTION_DESTROY, f)) != KERR_OK)
		return e;
	return store_explain(d->store, load(d, id, out), f);
}

static enum kerr
confirm(struct desk *d, const struct destruction_view *v,
    const struct destruction_line *line, enum destruction_how how,
    struct failure *f)
{
	struct destruction r;
	struct audit_note note;
	enum kerr e;

	if ((e = destructions_get(d->store, v->id, &r)) != KERR_OK)
		return store_explain(d->store, e, f);
	if ((e = desk_begin(d, f)) != KERR_OK)
		return e;
	audit_note(&note, "card.destroy", "card", line->card_id);
	audit_note_number(&note, "destruction", v->id);
	audit_note_number(&note, "second", r.second);
	audit_note_code(&note, "reason", destruction_reason_code(line->reason));
	audit_note_code(&note, "how", destruction_how_code(how));
	return desk_end(d,
	    destructions_confirm(d->store, v->id, line->card_id, how), &note,
	    f);
}

static enum kerr
stop(struct desk *d, int64_t id, struct failure *f)
{
	struct audit_note note;
	enum kerr e;

	if ((e = desk_begin(d, f)) != KERR_OK)
		return e;
	audit_note(&note, "destruction.stop", "destruction", id);
	audit_note_code(&note, "reason", "wrong_card");
	e = desk_end(
	    d, destructions_end(d->store, id, DESTRUCTION_STOPPED), &note, f);
	return e != KERR_OK ? e : failure_set(f, ERR_DESTROY_WRONG);
}

/* As it is printed: capitals, without the blanks between its groups. */
static void
squeeze(char *out, size_t out_size, const char *scanned)
{
	char narrow[128];
	size_t n = 0;

	text_narrow(narrow, sizeof(narrow), scanned);
	for (const char *s = narrow; *s != '\0' && n + 1 < out_size; s++)
		if (*s != ' ')
			out[n++] =
			    (char)(*s >= 'a' && *s <= 'z' ? *s - 'a' + 'A'
							  : *s);
	out[n] = '\0';
}

enum kerr
destruction_scan(struct desk *d, int64_t id, const char *scanned, int64_t *card,
    struct failure *f)
{
	struct destruction_view v;
	char number[64];
	enum kerr e;

	*card = 0;
	if ((e = destruction_load(d, id, &v, f)) != KERR_OK)
		return e;
	if (v.state != DESTRUCTION_OPEN)
		return failure_set(f, ERR_CASE_STATE);
	squeeze(number, sizeof(number), scanned);
	for (size_t i = 0; number[0] != '\0' && i < v.count; i++) {
		if (strcmp(v.row[i].printed, number) != 0)
			continue;
		if (v.row[i].how != DESTRUCTION_NOT_YET)
			return failure_set(f, ERR_DESTROY_AGAIN);
		*card = v.row[i].card_id;
		return confirm(d, &v, &v.row[i], DESTRUCTION_BY_SCAN, f);
	}
	return stop(d, id, f);
}

enum kerr
destruction_by_eye(struct desk *d, int64_t id, int64_t card, struct failure *f)
{
	struct destruction_view v;
	enum kerr e;

	if ((e = destruction_load(d, id, &v, f)) != KERR_OK)
		return e;
	for (size_t i = 0; v.state == DESTRUCTION_OPEN && i < v.count; i++)
		if (v.row[i].card_id == card)
			return confirm(d, &v, &v.row[i], DESTRUCTION_BY_EYE, f);
	return failure_set(f, ERR_CASE_STATE);
}

enum kerr
destruction_end(
    struct desk *d, int64_t id, char *path, size_t path_size, struct failure *f)
{
	struct destruction_view v;
	struct audit_note note;
	enum kerr e;

	path[0] = '\0';
	if ((e = destruction_load(d, id, &v, f)) != KERR_OK)
		return e;
	if (v.state == DESTRUCTION_OPEN) {
		v.state = v.destroyed == v.count ? DESTRUCTION_DONE
						 : DESTRUCTION_STOPPED;
		if ((e = desk_begin(d, f)) != KERR_OK)
			return e;
		audit_note(&note, "destruction.end", "destruction", id);
		audit_note_number(&note, "destroyed", (int64_t)v.destroyed);
		audit_note_number(&note, "cards", (int64_t)v.count);
		e = destructions_end(d->store, id, v.state);
		if ((e = desk_end(d, e, &note, f)) != KERR_OK)
			return e;
	}
	return destruction_sheet(d, &v, path, path_size, f);
}
