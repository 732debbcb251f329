/* reissue.h -- why an Individual Number Card is made again: the reasons of
 * counter-procedures 4.6, 2.11 and 4.4. What each costs is no rule of this
 * file: rows of the fee schedule decide it by the code (rules/fee.h), which is
 * kept in card.reissue_reason. */
#ifndef KIOSK_RULES_REISSUE_H
#define KIOSK_RULES_REISSUE_H

#include <stdbool.h>

#include "rules/refusal.h"

struct reissue_reason {
	const char *code;     /* fee_reason_code(); NULL ends */
	const char *label;    /* catalogue id */
	const char *evidence; /* catalogue id: what must be seen; NULL: none */
	bool after_end; /* the old card must have ended first (1.9, 4.1) */
	bool is_chosen; /* offered for a reissue; else set by the kind */
};

extern const struct reissue_reason reissue_reasons[];
/* NULL: no such reason. */
const struct reissue_reason *reissue_reason_find(const char *code);
/* Those that a clerk chooses from, ended by code NULL. */
extern const struct choice reissue_choices[];

/* Set by the kind of case (4.4, 4.6). */
#define REISSUE_NUMBER_CHANGE	 "number_change"
#define REISSUE_OLD_CARD_MISSING "renewal_not_returned"

#endif
