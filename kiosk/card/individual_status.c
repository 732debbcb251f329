/* individual_status.c -- all that a card tells without a secret
 * (individual-number-card 3 to 5, 8, 11; traces T01, T02, T08, T09, T15). */
#include <string.h>

#include "card/card_file.h"
#include "card/certificate.h"
#include "card/individual_card.h"
#include "card/individual_session.h"

#define EF_PRESENCE   0x0008
#define PRESENCE_LEN  3
#define PRESENCE_SIGN 0 /* "sign cert, auth cert, ?" */
#define PRESENCE_AUTH 1
#define SW_PROTECTED  0x6982
#define SW_NO_INS     0x6d00
#define SW_NO_CLASS   0x6e00
#define INSPECT_STEPS (18 + 2 + 2 * (1 + CARD_FILE_READS_MOST))

/* Indexed by enum certificate_use (5). */
static const struct {
	uint16_t ef;
	size_t presence; /* byte of EF 0008 */
} homes[CERTIFICATE_USE_COUNT] = {
    [CERTIFICATE_AUTH] = {0x000a, PRESENCE_AUTH},
    [CERTIFICATE_SIGN] = {0x0001, PRESENCE_SIGN},
};

struct look {
	struct individual *c;
	const struct certificate_authorities *authorities;
	int64_t now;
	struct card_identity *identity;
	struct card_inspection *out;
	/* EF 0008; from one source only, so it may just say "none". */
	bool says_none[CERTIFICATE_USE_COUNT];
};

/* Whether the look can go on after e: the card still answers. */
static bool
goes_on(const struct look *l, enum kerr e)
{
	return e != ERR_AGENT_LOST && !card_is_lost(l->c->card);
}

static enum kerr
look_kind(struct look *l)
{
	enum kerr e = individual_read_kind(l->c, &l->identity->kind);
	uint16_t sw = card_sw(l->c->card);

	/* A card that knows no SELECT is none of ours (9). */
	if (e == ERR_CARD_REPLY && !card_is_lost(l->c->card) &&
	    (sw == SW_NO_INS || sw == SW_NO_CLASS)) {
		l->identity->kind = CARD_KIND_OTHER;
		return KERR_OK;
	}
	return e;
}

/*
 * Twice when it is refused: a card that was lifted and put back within 50 ms
 * goes unnoticed (pcsc-behaviour, "Removal"), has forgotten its application
 * and would pass for one without the file.
 */
static enum kerr
select_file(struct look *l, uint16_t ef)
{
	enum kerr e = KERR_OK;

	for (int i = 0; i < 2; i++) {
		if ((e = card_select_ap(l->c->card, CARD_AP_JPKI)) == KERR_OK)
			e = card_select_ef(l->c->card, ef);
		if (e == KERR_OK || !goes_on(l, e))
			return e;
	}
	return e;
}

static enum kerr
look_presence(struct look *l)
{
	struct card *card = l->c->card;
	struct apdu_reply reply;
	enum kerr e = select_file(l, EF_PRESENCE);

	if (e == KERR_OK)
		e = card_read_binary(card, 0, PRESENCE_LEN, &reply);
	if (e != KERR_OK)
		return goes_on(l, e) ? KERR_OK : e;
	for (size_t i = 0; i < CERTIFICATE_USE_COUNT; i++)
		l->says_none[i] = reply.data_len > homes[i].presence &&
				  reply.data[homes[i].presence] == 0x00;
	return KERR_OK;
}

/* What the card's refusal says about a certificate. */
static enum certificate_state
state_of_refusal(uint16_t sw, enum kerr e)
{
	if (e == ERR_CARD_NO_FILE)
		return CERTIFICATE_ABSENT;
	if (sw == SW_PROTECTED)
		return CERTIFICATE_PROTECTED;
	/* Bytes came, but no whole object: cut short, filler, nonsense. */
	return sw == SW_DONE || sw == 0x6282 || sw == 0x6b00
		   ? CERTIFICATE_BROKEN
		   : CERTIFICATE_UNREADABLE;
}

static enum kerr
look_certificate(struct look *l, enum certificate_use use)
{
	struct card_certificate *out = &l->out->certificate[use];
	struct card *card = l->c->card;
	uint8_t der[CERTIFICATE_LEN_MOST];
	size_t len = 0;
	enum kerr e = select_file(l, homes[use].ef);

	if (e == KERR_OK)
		e = card_file_read(card, der, sizeof(der), &len);
	if (!goes_on(l, e))
		return e;
	if (e == KERR_OK)
		certificate_read(der, len, use, l->authorities, l->now, out);
	else
		out->state = state_of_refusal(card_sw(card), e);
	if (l->says_none[use] && out->state != CERTIFICATE_PRESENT)
		out->state = CERTIFICATE_ABSENT;
	return KERR_OK;
}

/* That there is none is believed the second time, as in select_file(); after
 * a refused query only the next SELECT may show that the card forgot. */
static enum kerr
look_counter(struct look *l, enum pin_ref ref)
{
	enum kerr e = KERR_OK;
	int none = 0, tries = 0;

	while (!l->identity->pin_present[ref] && none < 2 && tries++ < 3) {
		e = individual_read_counter(l->c, ref, l->identity);
		if (!goes_on(l, e))
			return e;
		none += e == KERR_OK;
	}
	l->out->pin_error[ref] = e;
	return KERR_OK;
}

static enum kerr
look_counters(struct look *l, const enum pin_ref *refs, size_t count)
{
	enum kerr e = KERR_OK;

	for (size_t i = 0; i < count && e == KERR_OK; i++)
		e = look_counter(l, refs[i]);
	return e;
}

static enum kerr
look_record(struct look *l)
{
	enum kerr e = individual_read_serial(l->c);

	if (!goes_on(l, e))
		return e;
	l->out->record_error = e;
	individual_copy_record(l->c, l->identity);
	return KERR_OK;
}

/* The card of the beginning is still there: another one that came unnoticed
 * must not lend it half of its status. */
static enum kerr
look_again(struct look *l)
{
	enum kerr e;

	if (l->out->record_error != KERR_OK)
		return KERR_OK;
	l->c->serial[0] = '\0';
	e = individual_read_serial(l->c);
	if (!goes_on(l, e))
		return e;
	return e == KERR_OK &&
		       strcmp(l->c->serial, l->identity->chip_serial) == 0
		   ? KERR_OK
		   : ERR_CARD_REMOVED;
}

/* The references of the JPKI application, which a phone has too (11). */
static enum kerr
look_jpki(struct look *l)
{
	static const enum pin_ref refs[] = {PIN_REF_AUTH, PIN_REF_SIGN};
	enum kerr e = look_presence(l);

	if (e == KERR_OK)
		e = look_certificate(l, CERTIFICATE_AUTH);
	if (e == KERR_OK)
		e = look_certificate(l, CERTIFICATE_SIGN);
	return e == KERR_OK ? look_counters(l, refs, 2) : e;
}

static enum kerr
look_plastic(struct look *l)
{
	/* common last: its record is next */
	static const enum pin_ref refs[] = {
	    PIN_REF_INPUT, PIN_REF_JUKI, PIN_REF_COMMON};
	enum kerr e = look_record(l);

	if (e == KERR_OK) {
		e = individual_probe_stay(l->c, &l->identity->kind);
		e = goes_on(l, e) ? KERR_OK : e;
	}
	if (e == KERR_OK)
		e = look_jpki(l);
	if (e == KERR_OK)
		e = look_counters(l, refs, 3);
	return e == KERR_OK ? look_again(l) : e;
}

enum kerr
individual_inspect(struct individual *c,
    const struct certificate_authorities *authorities, int64_t now,
    struct card_identity *identity, struct card_inspection *out)
{
	struct look l = {.c = c,
	    .authorities = authorities,
	    .now = now,
	    .identity = identity,
	    .out = out};
	enum kerr e;

	individual_identity_clear(identity);
	memset(out, 0, sizeof(*out));
	card_begin(c->card, INSPECT_STEPS, c->step, c->step_arg);
	if ((e = look_kind(&l)) != KERR_OK)
		return e;
	if (identity->kind == CARD_KIND_PHONE)
		return look_jpki(&l);
	return identity->kind == CARD_KIND_PLASTIC ? look_plastic(&l) : KERR_OK;
}
