/* card_entry.c -- see desk/card_entry.h. The chip: card_bind.c. */
#include "desk/card_entry.h"

#include <stdio.h>
#include <string.h>

#include "base/seal.h"
#include "base/text.h"
#include "desk/desk_private.h"
#include "rules/registration.h"
#include "store/audit.h"
#include "store/card_family.h"
#include "store/cards.h"
#include "store/people.h"
#include "store/store.h"

#define BORN_MOST   4096 /* people of one birthday that are looked at */
#define CARDS_MOST  32
#define CALL	    "card.register"
#define FOLD_SIZE   512
#define DIGEST_SIZE (2 * SEAL_HASH_SIZE + 1)

static struct date
take_date(const struct answers *a, const char *field)
{
	struct date d = {0, 0, 0};

	if (!date_parse(answers_get(a, field), &d))
		d = (struct date){0, 0, 0};
	return d;
}

static bool
is(const struct answers *a, const char *field, const char *value)
{
	return strcmp(answers_get(a, field), value) == 0;
}

static void
take_person(const struct answers *a, struct person *p)
{
	memset(p, 0, sizeof(*p));
	p->born = take_date(a, "born");
	p->foreign = is(a, "nationality", "foreign");
	p->stay_until = take_date(a, "stay");
	text_copy(p->status, sizeof(p->status), answers_get(a, "status"));
	text_copy(p->address, sizeof(p->address), answers_get(a, "address"));
	text_copy(p->roman, sizeof(p->roman), answers_get(a, "roman"));
	text_copy(p->kanji, sizeof(p->kanji), answers_get(a, "kanji"));
	text_copy(p->kana, sizeof(p->kana), answers_get(a, "kana"));
	text_copy(p->alias, sizeof(p->alias), answers_get(a, "alias"));
}

static enum card_state
take_state(const struct answers *a)
{
	enum card_state state = CARD_DELIVERED;

	if (is(a, "type", "notification"))
		(void)card_state_from_code(answers_get(a, "where"), &state);
	return state;
}

static void
take_card(const struct answers *a, struct card_record *c)
{
	memset(c, 0, sizeof(*c));
	(void)card_type_from_code(answers_get(a, "type"), &c->type);
	c->kind = ISSUE_FIRST;
	c->expiry = take_date(a, "expiry");
	c->wants_sign = is(a, "sign", "yes");
	c->wants_auth = is(a, "auth", "yes");
	c->state = take_state(a);
	text_copy(
	    c->face_serial, sizeof(c->face_serial), answers_get(a, "serial"));
	text_copy(c->notice_no, sizeof(c->notice_no), answers_get(a, "number"));
	text_copy(c->place, sizeof(c->place), answers_get(a, "place"));
}

/* -- twins -- */

/* The same name in any form that both have; kana and Roman letters are folded
 * (full-width, case), blanks do not count. */
static bool
same_form(const char *a, const char *b)
{
	char left[FOLD_SIZE], right[FOLD_SIZE];
	size_t n = 0, m = 0;

	if (a[0] == '\0' || b[0] == '\0')
		return false;
	text_fold(left, sizeof(left), a);
	text_fold(right, sizeof(right), b);
	for (;;) {
		n += strspn(left + n, " ");
		m += strspn(right + m, " ");
		if (left[n] != right[m])
			return false;
		if (left[n] == '\0')
			return true;
		n++;
		m++;
	}
}

static bool
same_name(const struct person *a, const struct person *b)
{
	return same_form(a->roman, b->roman) || same_form(a->kanji, b->kanji) ||
	       same_form(a->kana, b->kana) || same_form(a->alias, b->alias);
}

static enum kerr
add_twin(struct desk *d, const struct person *p, struct card_twins *out)
{
	struct card_twin *t = &out->row[out->count];
	int64_t cards[CARDS_MOST];
	size_t count = 0;
	enum kerr e =
	    card_family_of_person(d->store, p->id, cards, CARDS_MOST, &count);

	if (e != KERR_OK || out->count == CARD_TWINS_MOST)
		return e;
	memset(t, 0, sizeof(*t));
	t->person = p->id;
	t->born = p->born;
	t->cards = (int)count;
	text_gate(t->name, sizeof(t->name),
	    p->roman[0] != '\0' ? p->roman : p->kanji);
	text_gate(t->address, sizeof(t->address), p->address);
	out->count++;
	return KERR_OK;
}

static enum kerr
find_twins(struct desk *d, const struct person *p, struct card_twins *out)
{
	static const size_t most = BORN_MOST;
	int64_t ids[BORN_MOST];
	struct person other;
	size_t count = 0;
	enum kerr e = card_family_born(d->store, p->born, ids, most, &count);

	out->count = 0;
	for (size_t i = 0; e == KERR_OK && i < count; i++) {
		e = people_get(d->store, ids[i], &other);
		if (e == KERR_OK && same_name(p, &other))
			e = add_twin(d, &other, out);
	}
	return e;
}

static enum kerr
judge(struct desk *d, const struct answers *answers, struct failure *f)
{
	const struct case_facts facts = {.today = date_of_utc(desk_now(d))};

	return registration_judge(&facts, answers, f);
}

/* Serial and mail number name one card. */
static enum kerr
find_known(struct desk *d, const struct card_record *c, int64_t *known)
{
	enum kerr e = ERR_NOT_FOUND;

	*known = 0;
	if (c->face_serial[0] != '\0')
		e = cards_find(
		    d->store, CARD_BY_FACE_SERIAL, c->face_serial, known);
	else if (c->notice_no[0] != '\0')
		e = cards_find(d->store, CARD_BY_NOTICE, c->notice_no, known);
	if (e == KERR_OK)
		return ERR_CARD_KNOWN;
	return e == ERR_NOT_FOUND ? KERR_OK : e;
}

enum kerr
card_entry_look(struct desk *d, const struct answers *answers,
    struct card_twins *out, int64_t *known, struct failure *f)
{
	struct card_record card;
	struct person person;
	struct audit_note note;
	enum kerr e, found;

	memset(out, 0, sizeof(*out));
	*known = 0;
	if ((e = desk_need(d, ACTION_REGISTER, f)) != KERR_OK ||
	    (e = judge(d, answers, f)) != KERR_OK)
		return e;
	take_card(answers, &card);
	take_person(answers, &person);
	found = find_known(d, &card, known);
	if (found == KERR_OK)
		found = find_twins(d, &person, out);
	if (found != KERR_OK && found != ERR_CARD_KNOWN)
		return store_explain(d->store, found, f);
	/* only how many were found is kept, never what was typed */
	if ((e = desk_begin(d, f)) != KERR_OK)
		return e;
	audit_note(&note, "person.search", "card", *known);
	audit_note_number(&note, "found", (int64_t)out->count);
	if ((e = desk_end(d, KERR_OK, &note, f)) != KERR_OK)
		return e;
	return failure_set(f, found);
}

/* -- keeping it -- */

/* One person cannot hold two valid cards (counter-procedures 1.9). */
static bool
is_held(const struct card_record *c)
{
	return c->state == CARD_DELIVERED || c->state == CARD_SUSPENDED ||
	       c->state == CARD_POSTED || c->state == CARD_COLLECTED ||
	       c->state == CARD_POST_RETURNED || c->state == CARD_HELD;
}

static enum kerr
check_second(struct desk *d, int64_t person, const struct card_record *card)
{
	int64_t ids[CARDS_MOST];
	struct card_record other;
	struct date today = date_of_utc(desk_now(d));
	size_t count = 0;
	enum kerr e =
	    card_family_of_person(d->store, person, ids, CARDS_MOST, &count);

	for (size_t i = 0; e == KERR_OK && i < count; i++) {
		if ((e = cards_get(d->store, ids[i], &other)) != KERR_OK)
			return e;
		if (other.type == card->type && is_held(&other) &&
		    (!date_is_set(other.expiry) ||
			date_compare(today, other.expiry) <= 0))
			return ERR_CARD_SECOND;
	}
	return e;
}

static bool
is_among(const struct card_twins *twins, int64_t person)
{
	for (size_t i = 0; i < twins->count; i++)
		if (twins->row[i].person == person)
			return true;
	return false;
}

static enum kerr
check_person(struct desk *d, const struct person *p,
    const struct card_record *card, bool is_said, int64_t person)
{
	struct card_twins twins;
	enum kerr e;

	if ((e = find_twins(d, p, &twins)) != KERR_OK)
		return e;
	if (!is_said && twins.count > 0)
		return ERR_PERSON_KNOWN;
	if (person == CARD_ENTRY_NEW_PERSON)
		return KERR_OK;
	return is_among(&twins, person) ? check_second(d, person, card)
					: ERR_NOT_FOUND;
}

static enum kerr
add(struct desk *d, struct person *p, struct card_record *card, int64_t person,
    int64_t *card_id)
{
	enum kerr e = KERR_OK;

	card->person = person;
	if (person == CARD_ENTRY_NEW_PERSON)
		e = people_add(d->store, p, &card->person);
	p->id = card->person;
	return e == KERR_OK ? cards_register(d->store, card, p, card_id) : e;
}

static void
digest(const struct answers *a, int64_t person, char out[DIGEST_SIZE])
{
	struct seal_hash *hash = seal_hash_new(NULL);
	uint8_t bytes[SEAL_HASH_SIZE] = {0};

	if (hash != NULL) {
		seal_hash_bytes(hash, &person, sizeof(person));
		for (size_t i = 0; i < a->count; i++) {
			seal_hash_bytes(hash, a->item[i].field,
			    strlen(a->item[i].field) + 1);
			seal_hash_bytes(hash, a->item[i].value,
			    strlen(a->item[i].value) + 1);
		}
		seal_hash_end(&hash, bytes);
	}
	seal_hex(bytes, sizeof(bytes), out);
}

/* Inside the transaction: nobody else may have written the same meanwhile. */
static enum kerr
add_checked(struct desk *d, const struct answers *answers, bool is_said,
    int64_t person, int64_t *card_id)
{
	struct card_record card;
	struct person p;
	int64_t known = 0;
	enum kerr e;

	take_card(answers, &card);
	take_person(answers, &p);
	if ((e = find_known(d, &card, &known)) != KERR_OK ||
	    (e = check_person(d, &p, &card, is_said, person)) != KERR_OK)
		return e;
	return add(d, &p, &card, person, card_id);
}

enum kerr
card_entry_add(struct desk *d, const struct answers *answers, bool is_said,
    int64_t person, const char *key, int64_t *card_id, struct failure *f)
{
	char sent[DIGEST_SIZE];
	struct audit_note note;
	bool found = false;
	enum kerr e;

	*card_id = 0;
	if ((e = desk_need(d, ACTION_REGISTER, f)) != KERR_OK ||
	    (e = judge(d, answers, f)) != KERR_OK ||
	    (e = desk_begin(d, f)) != KERR_OK)
		return e;
	digest(answers, person, sent);
	e = store_request_get(d->store, key, CALL, sent, &found, card_id);
	if (e == KERR_OK && found)
		return desk_end(d, KERR_OK, NULL, f);
	if (e == KERR_OK)
		e = add_checked(d, answers, is_said, person, card_id);
	if (e == KERR_OK)
		e = store_request_put(d->store, key, CALL, sent, *card_id);
	audit_note(&note, "card.register", "card", *card_id);
	audit_note_code(&note, "type", answers_get(answers, "type"));
	audit_note_code(
	    &note, "person", person == CARD_ENTRY_NEW_PERSON ? "new" : "known");
	return desk_end(d, e, &note, f);
}
