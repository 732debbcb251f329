/* pin.h -- the four PINs a resident knows and the five places on the chip.
 * individual-number-card 4, 4.3; counter-procedures 3. */
#ifndef KIOSK_RULES_PIN_H
#define KIOSK_RULES_PIN_H

#include <stdbool.h>

/* What a resident sets; the order in which they are asked and written. */
enum pin_kind { PIN_SIGN, PIN_AUTH, PIN_JUKI, PIN_INPUT, PIN_KIND_COUNT };

/* What is written: the 住民基本台帳用 PIN lives in two applications, each with
 * its own reference and counter (individual-number-card 4.3, one source). */
enum pin_ref {
	PIN_REF_SIGN,	/* JPKI 001B */
	PIN_REF_AUTH,	/* JPKI 0018 */
	PIN_REF_JUKI,	/* juki 001C */
	PIN_REF_COMMON, /* common 001C */
	PIN_REF_INPUT,	/* text 0011 */
	PIN_REF_COUNT
};

/* What is known of one reference in a case. */
enum pin_status {
	PIN_STATUS_NONE,     /* not asked for in this case */
	PIN_STATUS_TO_SET,   /* needed, nothing sent yet */
	PIN_STATUS_INTENDED, /* the intent is journalled, no result yet */
	PIN_STATUS_WRITTEN,  /* the card said 9000 to the change and to the
	                        proof with the new value */
	PIN_STATUS_REFUSED,  /* the card said no; the old value holds */
	PIN_STATUS_UNKNOWN,  /* cut off in between: the card must be asked */
	PIN_STATUS_RECORDED, /* set on the official terminal, seen by staff */
	PIN_STATUS_COUNT
};

/* Set in this case: written here, or seen by staff on the official terminal. */
bool pin_status_is_set(enum pin_status s);
/* Only the card can tell. */
bool pin_status_is_doubtful(enum pin_status s);

/* Some are set and others are not: what must not be left lying. */
struct pin_trouble {
	bool unknown; /* of one or more only the card can tell */
	bool split;   /* a PIN is set in one of its two places only: the card
	                 holds two different ones (individual-number-card 4.3) */
	bool some;    /* at least one PIN is set, and at least one is not */
	bool half[PIN_KIND_COUNT]; /* which are split */
	int set, needed;	   /* PINs, each counted once */
};
struct pin_trouble pin_trouble_of(const enum pin_status status[PIN_REF_COUNT]);

enum pin_kind pin_ref_kind(enum pin_ref ref);
const char *pin_kind_code(enum pin_kind kind); /* "sign" */
const char *pin_ref_code(enum pin_ref ref);    /* "common" */
const char *pin_status_code(enum pin_status status);
/* false when the code is none of ours. */
bool pin_ref_from_code(const char *code, enum pin_ref *out);
bool pin_status_from_code(const char *code, enum pin_status *out);
/* Catalogue ids: the name in plain words, what it is for, the official
 * Japanese name (not translated). */
const char *pin_kind_name(enum pin_kind kind);
const char *pin_kind_use(enum pin_kind kind);
const char *pin_kind_official(enum pin_kind kind);
const char *pin_status_name(enum pin_status status); /* catalogue id */

/* No signature PIN in principle below this age (counter-procedures 3.4). */
#define PIN_AGE_SIGN 15

/* Which PINs this resident sets (counter-procedures 3.3, 3.4). */
struct pin_plan_facts {
	int age;	  /* by law, on the business day */
	bool adult_ward;  /* no SIGN in principle */
	bool sign_wanted; /* certificates wanted, from the list */
	bool auth_wanted;
	bool auth_when_declined; /* office setting: 3.3 differs by city */
};
/* Sets needed[kind]. */
void pin_plan(const struct pin_plan_facts *facts, bool needed[PIN_KIND_COUNT]);

#endif
