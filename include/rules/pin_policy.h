/* pin_policy.h -- whether a PIN may be chosen, judged while it is typed.
 * Formats: individual-number-card 4. Weak values: counter-procedures 3.5 (D:
 * no official list exists; the office chooses refuse or warn).
 * Bytes come from struct secret and are only looked at, never kept. */
#ifndef KIOSK_RULES_PIN_POLICY_H
#define KIOSK_RULES_PIN_POLICY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/date.h"
#include "rules/pin.h"

#define PIN_DIGITS     4
#define PIN_SIGN_LEAST 6
#define PIN_SIGN_MOST  16

/* One bit each; 0 means the value is good. */
enum pin_verdict {
	PIN_TOO_SHORT = 1U << 0,
	PIN_TOO_LONG = 1U << 1,
	PIN_NOT_DIGITS = 1U << 2,  /* 4-digit PINs */
	PIN_NOT_ALLOWED = 1U << 3, /* SIGN: other than A-Z, 0-9 */
	PIN_NEEDS_LETTER = 1U << 4,
	PIN_NEEDS_DIGIT = 1U << 5,
	PIN_WEAK_REPEAT = 1U << 6, /* 0000 */
	PIN_WEAK_RUN = 1U << 7,	   /* 1234, 4321, 8901 */
	PIN_WEAK_BIRTH = 1U << 8,  /* MMDD DDMM YYYY YYMM, Western and era */
	PIN_WEAK_NUMBER = 1U << 9, /* last four of a number of the case */
	PIN_WEAK_NAME = 1U << 10,  /* SIGN holds the name or birth date */
	PIN_LOOK_ALIKE = 1U << 11  /* SIGN: I/1 or O/0, a warning only */
};
#define PIN_VERDICT_FORM \
	(PIN_TOO_SHORT | PIN_TOO_LONG | PIN_NOT_DIGITS | PIN_NOT_ALLOWED | \
	    PIN_NEEDS_LETTER | PIN_NEEDS_DIGIT)
#define PIN_VERDICT_WEAK \
	(PIN_WEAK_REPEAT | PIN_WEAK_RUN | PIN_WEAK_BIRTH | PIN_WEAK_NUMBER | \
	    PIN_WEAK_NAME)

#define PIN_POLICY_NUMBERS 6
#define PIN_POLICY_NAMES   4

/* What the case knows that a PIN should not repeat. Borrowed texts. */
struct pin_policy_facts {
	struct date birth[2]; /* the holder, a present representative */
	size_t birth_count;
	const char *number[PIN_POLICY_NUMBERS]; /* phone, postcode, card... */
	size_t number_count;
	const char *name[PIN_POLICY_NAMES]; /* Roman forms */
	size_t name_count;
};

/*
 * Judge bytes for kind. Letters must be capitals already (lower case is
 * converted where the resident sees it, counter-procedures 3.6).
 */
unsigned pin_judge(enum pin_kind kind, const uint8_t *bytes, size_t len,
    const struct pin_policy_facts *facts);
/* Catalogue id for one verdict bit, as said to a resident. */
const char *pin_verdict_said(enum pin_verdict bit);

#endif
