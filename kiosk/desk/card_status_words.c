/* card_status_words.c -- what a card's status is called: a sentence for people
 * and a code for scripts, one table for each enum. */
#include "desk/card_status.h"

struct word {
	const char *code;
	const char *said; /* catalogue id */
};

static const struct word kinds[] = {
    [CARD_KIND_UNKNOWN] = {"unknown",
	N_("a card of a kind that this program does not know")},
    [CARD_KIND_PLASTIC] = {"plastic", N_("Individual Number Card")},
    [CARD_KIND_PHONE] = {"phone", N_("a phone, not a card")},
    [CARD_KIND_COMBINED] = {"combined",
	N_("Individual Number Card that is also a residence card")},
    [CARD_KIND_OTHER] = {"other", N_("not an Individual Number Card")},
};

static const struct word pins[CARD_PIN_STATE_COUNT] = {
    [CARD_PIN_TRIES] = {"open", N_("tries left: {n}")},
    [CARD_PIN_LOCKED] = {"locked", N_("locked")},
    [CARD_PIN_ABSENT] = {"absent", N_("not on this card")},
    [CARD_PIN_UNTOLD] = {"untold", N_("there, but the tries are not told")},
    [CARD_PIN_UNREADABLE] = {"unreadable",
	N_("the card's answer made no sense")},
};

static const struct word uses[CERTIFICATE_USE_COUNT] = {
    [CERTIFICATE_AUTH] = {"auth", N_("User authentication certificate")},
    [CERTIFICATE_SIGN] = {"sign", N_("Signature certificate")},
};

static const struct word states[CERTIFICATE_STATE_COUNT] = {
    [CERTIFICATE_UNASKED] = {"unasked", N_("not asked")},
    [CERTIFICATE_ABSENT] = {"absent", N_("not on this card")},
    [CERTIFICATE_PROTECTED] = {"protected",
	N_("protected: reading it needs the PIN")},
    [CERTIFICATE_PRESENT] = {"present", N_("present")},
    [CERTIFICATE_BROKEN] = {"broken", N_("damaged: not a certificate")},
    [CERTIFICATE_UNREADABLE] = {"unreadable",
	N_("the card's answer made no sense")},
};

static const struct word chains[CHAIN_COUNT] = {
    [CHAIN_UNJUDGED] = {"unjudged", N_("not judged")},
    [CHAIN_NO_CA] = {"no_ca", N_("not judged: no CA files installed")},
    [CHAIN_CA_UNKNOWN] = {"ca_unknown", N_("CA unknown")},
    [CHAIN_CA_UNFIT] = {"ca_unfit", N_("signed by who is no CA")},
    [CHAIN_CA_DATES] = {"ca_dates", N_("the CA is outside its dates")},
    [CHAIN_MISUSE] = {"misuse", N_("made for another use")},
    [CHAIN_NOT_YET] = {"not_yet", N_("not valid yet")},
    [CHAIN_EXPIRED] = {"expired", N_("expired")},
    [CHAIN_VALID] = {"valid", N_("valid; revocation not checked")},
};

const char *
card_status_warning(const struct card_status_view *v)
{
	if (v->pins_unknown)
		return N_("A PIN of this card is unknown: open its case, and "
			  "the card is asked.");
	if (v->pins_split)
		return N_("The resident register PIN was set in one of its two "
			  "places only: they may differ. Open its case, or a "
			  "PIN reset.");
	return NULL;
}

#define LOOK_UP(function, type, table, member) \
	const char *function(type value) \
	{ \
		return (size_t)value < sizeof(table) / sizeof(table[0]) \
			   ? table[value].member \
			   : ""; \
	}

LOOK_UP(card_kind_said, enum card_kind, kinds, said)
LOOK_UP(card_kind_code, enum card_kind, kinds, code)
LOOK_UP(card_pin_said, enum card_pin_state, pins, said)
LOOK_UP(card_pin_code, enum card_pin_state, pins, code)
LOOK_UP(certificate_use_said, enum certificate_use, uses, said)
LOOK_UP(certificate_use_code, enum certificate_use, uses, code)
LOOK_UP(certificate_state_said, enum certificate_state, states, said)
LOOK_UP(certificate_state_code, enum certificate_state, states, code)
LOOK_UP(certificate_chain_said, enum certificate_chain, chains, said)
LOOK_UP(certificate_chain_code, enum certificate_chain, chains, code)
