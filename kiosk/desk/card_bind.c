/* card_bind.c -- the chip of a card that was written down by hand: bound when it
 * lies on the reader and staff compared the face (design, decision 13: neither
 * serial is derived from the other). */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "desk/card_entry.h"
#include "desk/desk_private.h"
#include "store/audit.h"
#include "store/cards.h"
#include "store/people.h"
#include "store/store.h"

/* What its holder has, or had until it ended. */
static bool
may_be_bound(const struct card_record *c)
{
	return c->type == CARD_TYPE_INDIVIDUAL &&
	       (c->state == CARD_DELIVERED || c->state == CARD_SUSPENDED ||
		   c->state == CARD_EXPIRED || c->state == CARD_REVOKED);
}

enum kerr
card_bind_begin(struct desk *d, int64_t card_id, struct failure *f)
{
	struct card_record c;
	enum kerr e;

	if ((e = desk_need(d, ACTION_REGISTER, f)) != KERR_OK)
		return e;
	if ((e = cards_get(d->store, card_id, &c)) != KERR_OK)
		return store_explain(d->store, e, f);
	if (!may_be_bound(&c)) {
		failure_set(f, ERR_CARD_STATE);
		failure_text(f, "state", card_state_name(c.state));
		return ERR_CARD_STATE;
	}
	if (c.chip_serial[0] != '\0')
		return failure_set(f, ERR_CARD_KNOWN);
	d->binding = card_id;
	reader_identify(d);
	return KERR_OK;
}

void
card_bind_end(struct desk *d)
{
	if (d->binding == 0)
		return;
	d->binding = 0;
	reader_leave(d);
}

static struct date
chip_expiry(const struct card_identity *identity)
{
	struct date end = {0, 0, 0};

	if (!date_parse(identity->expiry, &end))
		end = (struct date){0, 0, 0};
	return end;
}

static void
does_not_fit(struct card_bind_view *v, const char *reason)
{
	v->check = CHECK_WRONG;
	failure_set(&v->failed, ERR_CHIP_OTHER);
	failure_text(&v->failed, "reason", reason);
}

/* Whether what lies there can be the card of this entry. */
static void
compare(struct desk *d, struct card_bind_view *v)
{
	const struct card_identity *identity = &d->reader.identity;
	enum kerr why = card_kind_unusable(identity->kind);
	int64_t other = 0;

	if (why != KERR_OK) {
		v->check = CHECK_FAILED;
		failure_set(&v->failed, why);
		return;
	}
	text_copy(
	    v->chip_serial, sizeof(v->chip_serial), identity->chip_serial);
	v->chip_expiry = chip_expiry(identity);
	v->check = CHECK_RIGHT;
	if (cards_find(d->store, CARD_BY_CHIP_SERIAL, identity->chip_serial,
		&other) == KERR_OK)
		does_not_fit(v, N_("its chip belongs to another entry"));
	else if (date_is_set(v->chip_expiry) && date_is_set(v->expiry) &&
		 date_compare(v->chip_expiry, v->expiry) != 0)
		does_not_fit(v, N_("its chip ends on another day"));
}

void
card_bind_get(struct desk *d, struct card_bind_view *out)
{
	struct card_record c;
	struct person p;

	memset(out, 0, sizeof(*out));
	out->card_id = d->binding;
	out->reader = d->reader.agent != NULL ? agent_reader(d->reader.agent)
					      : READER_STUCK;
	if (d->binding == 0 || cards_get(d->store, d->binding, &c) != KERR_OK ||
	    people_get(d->store, c.person, &p) != KERR_OK)
		return;
	text_gate(out->name, sizeof(out->name),
	    p.roman[0] != '\0' ? p.roman : p.kanji);
	text_copy(out->face_serial, sizeof(out->face_serial), c.face_serial);
	out->expiry = c.expiry;
	if (d->reader.identified) {
		compare(d, out);
	} else if (d->reader.identifying) {
		out->check = CHECK_READING;
	} else if (d->reader.failed.code != KERR_OK &&
		   out->reader == READER_CARD) {
		out->check = CHECK_FAILED;
		out->failed = d->reader.failed;
	}
}

enum kerr
card_bind_confirm(struct desk *d, struct failure *f)
{
	struct card_bind_view v;
	struct audit_note note;
	enum kerr e;

	if ((e = desk_need(d, ACTION_REGISTER, f)) != KERR_OK)
		return e;
	card_bind_get(d, &v);
	if (v.check == CHECK_WRONG || v.check == CHECK_FAILED) {
		if (f != NULL)
			*f = v.failed;
		return v.failed.code;
	}
	if (v.check != CHECK_RIGHT)
		return failure_set(f, ERR_CARD_ABSENT);
	if ((e = desk_begin(d, f)) != KERR_OK)
		return e;
	audit_note(&note, "card.bind", "card", v.card_id);
	audit_note_code(&note, "face", "compared");
	return desk_end(
	    d, cards_bind_chip(d->store, v.card_id, v.chip_serial), &note, f);
}
