/* fee.h -- what can be charged, why a card costs or is free, and the built-in
 * schedule that an office starts from.
 *
 * Nothing here moves money: what counts are the rows in force of the store
 * (store/rules_in_force.h), entered by two people (design, decision 8). The
 * profiles below are what is PROPOSED to a new office. counter-procedures 4.5
 * (prices) and 4.6 (who pays). */
#ifndef KIOSK_RULES_FEE_H
#define KIOSK_RULES_FEE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/date.h"
#include "base/error.h"

/*
 * X(enum, code, catalogue id). The certificate's 200 yen are charged once,
 * however many certificates (S35), beside the card. Express stands in place of
 * the card: 1,800, and with the certificate 2,000 (4.5).
 */
#define FEE_ITEMS(X) \
	X(FEE_INDIVIDUAL, "individual_card", \
	    N_("Individual Number Card, reissue")) \
	X(FEE_NOTIFICATION, "notification_card", \
	    N_("Notification card, reissue")) \
	X(FEE_CERTIFICATE, "certificate", N_("Electronic certificates")) \
	X(FEE_EXPRESS, "express", N_("Individual Number Card, express reissue"))

enum fee_item {
#define X(item, code, said) item,
	FEE_ITEMS(X)
#undef X
	    FEE_ITEM_COUNT
};

enum fee_outcome {
	FEE_FREE,    /* nothing; with an evidence code: once it is shown */
	FEE_CHARGED, /* the price of the day */
	FEE_DECIDED, /* the office decides: charged, or exempt with evidence */
	FEE_OUTCOME_COUNT
};

/*
 * Why a card is made (4.6). X(enum, code, catalogue id, outcome, evidence
 * code or "", second person) with the built-in outcome. The codes of the
 * delivery list (config/arrivals.md) are among them. "stolen" is free in some
 * cities only (B): the office decides.
 */
#define FEE_REASONS(X) \
	X(FEE_REASON_FIRST, "first", N_("first card"), FEE_FREE, "", 0) \
	X(FEE_REASON_RENEWAL, "renewal", \
	    N_("renewal, the old card was returned"), FEE_FREE, "", 0) \
	X(FEE_REASON_FIELD_FULL, "field_full", \
	    N_("no room left for changes on the card"), FEE_FREE, "", 0) \
	X(FEE_REASON_NUMBER_CHANGE, "number_change", \
	    N_("the number was changed"), FEE_FREE, "", 0) \
	X(FEE_REASON_DISASTER, "disaster", N_("lost in a disaster"), FEE_FREE, \
	    "disaster_certificate", 0) \
	X(FEE_REASON_STOLEN, "stolen", N_("stolen"), FEE_DECIDED, \
	    "police_number", 1) \
	X(FEE_REASON_DEFECT, "defect", \
	    N_("defect that is not the holder's fault"), FEE_FREE, \
	    "defect_record", 0) \
	X(FEE_REASON_OFFICE_ERROR, "office_error", \
	    N_("error of an office or of the issuer"), FEE_FREE, \
	    "office_record", 1) \
	X(FEE_REASON_ADOPTION, "adoption", \
	    N_("adoption, the old card was returned"), FEE_FREE, "", 0) \
	X(FEE_REASON_SEX_ENTRY, "sex_entry", \
	    N_("entry of sex changed, the old card was returned"), FEE_FREE, \
	    "", 0) \
	X(FEE_REASON_FACE_AUTH, "face_authentication", \
	    N_("change to or from a card without PINs"), FEE_FREE, "", 0) \
	X(FEE_REASON_LOST, "lost", N_("lost by the holder"), FEE_CHARGED, "", \
	    0) \
	X(FEE_REASON_BURNT, "burnt", N_("burnt by the holder"), FEE_CHARGED, \
	    "", 0) \
	X(FEE_REASON_DAMAGED, "damaged", N_("damaged by the holder"), \
	    FEE_CHARGED, "", 0) \
	X(FEE_REASON_DISCARDED, "discarded", N_("thrown away by the holder"), \
	    FEE_CHARGED, "", 0) \
	X(FEE_REASON_LAPSED, "lapsed", N_("lapsed: a procedure was missed"), \
	    FEE_CHARGED, "", 0) \
	X(FEE_REASON_GIVEN_BACK, "given_back", \
	    N_("given back freely, wanted again"), FEE_CHARGED, "", 0) \
	X(FEE_REASON_STAY_EXPIRED, "stay_expired", \
	    N_("expired: the stay was not extended on it in time"), \
	    FEE_CHARGED, "", 0) \
	X(FEE_REASON_REENTERED, "reentered", N_("left Japan and came back"), \
	    FEE_CHARGED, "", 0) \
	X(FEE_REASON_NOT_RETURNED, "renewal_not_returned", \
	    N_("renewal, the old card cannot be returned"), FEE_CHARGED, "", \
	    0) \
	X(FEE_REASON_OTHER, "other", N_("another reason"), FEE_DECIDED, \
	    "office_record", 1)

enum fee_reason {
#define X(reason, code, said, outcome, evidence, second) reason,
	FEE_REASONS(X)
#undef X
	    FEE_REASON_COUNT
};

/* Limits that an office sets, in force as rows of kind limit. X(enum, code,
 * catalogue id, built-in value). */
#define CASH_LIMITS(X) \
	X(LIMIT_DIFFERENCE, "count_difference", \
	    N_("difference of a count without a second counter, yen"), 0) \
	X(LIMIT_FLOAT, "float", N_("float of one officer, yen"), 200000) \
	X(LIMIT_DRAWER, "drawer", N_("cash in one drawer, yen"), 1000000)

enum cash_limit {
#define X(limit, code, said, value) limit,
	CASH_LIMITS(X)
#undef X
	    CASH_LIMIT_COUNT
};

#define FEE_CODE_SIZE 32

/* Codes and names of the tables above; "" out of range. The *_name ones are
 * catalogue ids. */
const char *fee_item_code(enum fee_item item);
const char *fee_item_name(enum fee_item item);
bool fee_item_from_code(const char *code, enum fee_item *out);
const char *fee_reason_code(enum fee_reason reason);
const char *fee_reason_name(enum fee_reason reason);
bool fee_reason_from_code(const char *code, enum fee_reason *out);
const char *fee_outcome_code(enum fee_outcome outcome);
const char *fee_outcome_name(enum fee_outcome outcome);
bool fee_outcome_from_code(const char *code, enum fee_outcome *out);
const char *cash_limit_code(enum cash_limit limit);
const char *cash_limit_name(enum cash_limit limit);
/* What holds until the office has a row of its own. */
int64_t cash_limit_builtin(enum cash_limit limit);
/* Papers that prove a free reason: catalogue id, "" for an unknown code. */
const char *fee_evidence_name(const char *code);

/* -- what is proposed to an office -- */

enum rule_kind { RULE_FEE, RULE_FEE_REASON, RULE_LIMIT, RULE_KIND_COUNT };
const char *rule_kind_code(enum rule_kind kind);
const char *rule_kind_name(enum rule_kind kind); /* catalogue id */
bool rule_kind_from_code(const char *code, enum rule_kind *out);

/* One rule: what it is about, from when to when, and what it says. */
struct rule {
	enum rule_kind kind;
	char code[FEE_CODE_SIZE]; /* item, reason or limit */
	struct date first_day;
	struct date last_day;	      /* unset: no end */
	int64_t value;		      /* yen, or enum fee_outcome */
	char evidence[FEE_CODE_SIZE]; /* of a reason; "" for none */
	bool second_person;	      /* an exemption for it needs one */
};
/* Whether it can be proposed at all: known code, dates in order, no negative
 * or overlong value. Errors: ERR_RULE (reason: catalogue id). */
enum kerr rule_judge(const struct rule *rule, struct failure *f);

/* The built-in profile, Chofu 2016: 500 and 750 yen (0.1, 4.5), the reasons
 * above, the limits above. */
#define FEE_PROFILE_BUILTIN "chofu-2016"
#define FEE_PROFILE_MOST    64 /* rules of a profile */
/* How many were put into out; 0 when there is no room. */
size_t fee_profile_builtin(struct rule *out, size_t most);

#endif
