/* visit_rules.c -- see rules/visit_rules.h. */
#include "rules/visit_rules.h"

#include <string.h>

#define HOLDER(k) \
	{ \
		.kind = k, .who = WHO_SELF, .admitted = VISIT_YES, \
		.holder_id = true \
	}
#define LEGAL(k, w) \
	{ \
		.kind = k, .who = w, .admitted = VISIT_YES, .holder_id = true, \
		.comer_id = true, .authority = true \
	}
/* A freely chosen proxy: at once, at once with an accepted reason, or only
 * after the holder has answered a letter. */
#define PROXY(k, how, why) \
	{ \
		.kind = k, .who = WHO_PROXY, .admitted = how, \
		.holder_id = true, .comer_id = true, .mandate = true, \
		.reason = why \
	}
#define ROWS(k, how, why) \
	HOLDER(k), LEGAL(k, WHO_GUARDIAN), LEGAL(k, WHO_REPRESENTATIVE), \
	    PROXY(k, how, why)

/* A PIN is its holder's: the legal representative comes with the holder
 * (3.4), anybody else on a second visit and for a reset only (3.9): a change
 * needs the PIN that only its holder knows. What protects the holder (loss,
 * suspension, return) is taken from a proxy at once; what gives a card or makes
 * one valid again is not. */
static const struct visit_rule built_in[] = {
    HOLDER(CASE_KIND_PIN_CHANGE),
    LEGAL(CASE_KIND_PIN_CHANGE, WHO_GUARDIAN),
    HOLDER(CASE_KIND_PIN_RESET),
    LEGAL(CASE_KIND_PIN_RESET, WHO_GUARDIAN),
    PROXY(CASE_KIND_PIN_RESET, VISIT_LETTER, false),
    ROWS(CASE_KIND_LOSS, VISIT_YES, false),
    ROWS(CASE_KIND_SUSPENSION, VISIT_YES, false),
    ROWS(CASE_KIND_LIFTING, VISIT_LETTER, false),
    ROWS(CASE_KIND_ABOLITION, VISIT_LETTER, false),
    ROWS(CASE_KIND_RETURN, VISIT_YES, false),
    ROWS(CASE_KIND_REISSUE, VISIT_YES, true),
    ROWS(CASE_KIND_NUMBER_CHANGE, VISIT_LETTER, false),
    ROWS(CASE_KIND_RENEWAL, VISIT_YES, true),
    ROWS(CASE_KIND_EXTENSION, VISIT_LETTER, false),
    /* in person (0.2): by the holder, a child's parent beside it */
    HOLDER(CASE_KIND_NOTIFICATION),
    LEGAL(CASE_KIND_NOTIFICATION, WHO_GUARDIAN),
    LEGAL(CASE_KIND_NOTIFICATION, WHO_REPRESENTATIVE),
    ROWS(CASE_KIND_NOTIFICATION_LOSS, VISIT_YES, false),
    ROWS(CASE_KIND_NOTIFICATION_REISSUE, VISIT_YES, true),
};
#define BUILT_IN (sizeof(built_in) / sizeof(built_in[0]))

/* Nobody of whom no row speaks. */
static const struct visit_rule nobody = {.admitted = VISIT_NO};

static const char *const who_codes[WHO_COUNT] = {
    [WHO_UNKNOWN] = "",
    [WHO_SELF] = "self",
    [WHO_GUARDIAN] = "guardian",
    [WHO_PROXY] = "proxy",
    [WHO_REPRESENTATIVE] = "representative",
};

static const char *const admitted_codes[VISIT_ADMITTED_COUNT] = {
    [VISIT_NO] = "no",
    [VISIT_YES] = "yes",
    [VISIT_LETTER] = "letter",
};

static bool
holds_on(const struct visit_rule *r, struct date day)
{
	return (!date_is_set(r->from) || date_compare(r->from, day) <= 0) &&
	       (!date_is_set(r->to) || date_compare(day, r->to) <= 0);
}

static const struct visit_rule *
find(const struct visit_rule *rows, size_t count, enum case_kind kind,
    enum who_came who, struct date day)
{
	for (size_t i = 0; i < count; i++)
		if (rows[i].kind == kind && rows[i].who == who &&
		    holds_on(&rows[i], day))
			return &rows[i];
	return &nobody;
}

static bool
speaks_of(const struct visit_rules *rules, enum case_kind kind)
{
	for (size_t i = 0; rules != NULL && i < rules->count; i++)
		if (rules->row[i].kind == kind)
			return true;
	return false;
}

const struct visit_rule *
visit_rule_find(const struct visit_rules *rules, enum case_kind kind,
    enum who_came who, struct date day)
{
	return speaks_of(rules, kind)
		   ? find(rules->row, rules->count, kind, who, day)
		   : find(built_in, BUILT_IN, kind, who, day);
}

const struct visit_rule *
visit_rule_of(const struct case_facts *facts)
{
	return visit_rule_find(
	    facts->visits, facts->kind, facts->who, facts->today);
}

static bool
overlap(const struct visit_rule *a, const struct visit_rule *b)
{
	if (a->kind != b->kind || a->who != b->who)
		return false;
	if (date_is_set(a->to) && date_is_set(b->from) &&
	    date_compare(a->to, b->from) < 0)
		return false;
	return !date_is_set(b->to) || !date_is_set(a->from) ||
	       date_compare(b->to, a->from) >= 0;
}

size_t
visit_rules_overlap(const struct visit_rules *rules)
{
	for (size_t i = 0; i < rules->count; i++)
		for (size_t j = 0; j < i; j++)
			if (overlap(&rules->row[j], &rules->row[i]))
				return i;
	return rules->count;
}

const char *
who_code(enum who_came who)
{
	return (unsigned)who < WHO_COUNT ? who_codes[who] : "";
}

bool
who_from_code(const char *code, enum who_came *out)
{
	for (int w = WHO_SELF; code != NULL && w < WHO_COUNT; w++) {
		if (strcmp(who_codes[w], code) == 0) {
			*out = (enum who_came)w;
			return true;
		}
	}
	return false;
}

bool
visit_admitted_from_code(const char *code, enum visit_admitted *out)
{
	for (int a = 0; code != NULL && a < VISIT_ADMITTED_COUNT; a++) {
		if (strcmp(admitted_codes[a], code) == 0) {
			*out = (enum visit_admitted)a;
			return true;
		}
	}
	return false;
}
