/* pin_policy.c -- see rules/pin_policy.h. The PIN is compared where it lies:
 * no byte of it is copied. */
#include "rules/pin_policy.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"

/* A word of a name this short is in too many good passwords ("LI"). */
#define NAME_WORD_LEAST 3
#define NAME_SIZE	128
#define NUMBER_SIZE	64
#define DATE_FORM_SIZE	9

static bool
is_digit(uint8_t c)
{
	return c >= '0' && c <= '9';
}

static bool
is_capital(uint8_t c)
{
	return c >= 'A' && c <= 'Z';
}

static bool
bytes_hold(const uint8_t *bytes, size_t len, const char *part, size_t part_len)
{
	for (size_t i = 0; part_len > 0 && i + part_len <= len; i++)
		if (memcmp(bytes + i, part, part_len) == 0)
			return true;
	return false;
}

static bool
bytes_are(const uint8_t *bytes, const char *digits)
{
	return memcmp(bytes, digits, PIN_DIGITS) == 0;
}

static bool
is_repeat(const uint8_t *pin)
{
	for (size_t i = 1; i < PIN_DIGITS; i++)
		if (pin[i] != pin[0])
			return false;
	return true;
}

/* Each digit one more (or one less) than the last, 9 and 0 being neighbours. */
static bool
is_run(const uint8_t *pin)
{
	int step = (pin[1] - pin[0] + 10) % 10;

	if (step != 1 && step != 9)
		return false;
	for (size_t i = 2; i < PIN_DIGITS; i++)
		if ((pin[i] - pin[i - 1] + 10) % 10 != step)
			return false;
	return true;
}

static bool
year_is_in(const uint8_t *pin, int year, int month)
{
	char form[PIN_DIGITS + 1];

	/* YYYY; an era year is written with leading zeros here. */
	snprintf(form, sizeof(form), "%04u", (unsigned)year % 10000U);
	if (bytes_are(pin, form))
		return true;
	snprintf(form, sizeof(form), "%02u%02u", (unsigned)year % 100U,
	    (unsigned)month % 100U);
	return bytes_are(pin, form);
}

static bool
is_birth(const uint8_t *pin, struct date d)
{
	char form[PIN_DIGITS + 1];
	unsigned month = (unsigned)d.month % 100U;
	unsigned day = (unsigned)d.day % 100U;
	struct era era;

	if (!date_is_valid(d))
		return false;
	snprintf(form, sizeof(form), "%02u%02u", month, day);
	if (bytes_are(pin, form))
		return true;
	snprintf(form, sizeof(form), "%02u%02u", day, month);
	if (bytes_are(pin, form))
		return true;
	return year_is_in(pin, d.year, d.month) ||
	       (date_era(d, &era) && year_is_in(pin, era.year, d.month));
}

/* The last four digits of a phone, postcode or card number, however it is
 * written. */
static bool
ends_number(const uint8_t *pin, const char *number)
{
	char narrow[NUMBER_SIZE];
	char last[PIN_DIGITS];
	size_t i;
	size_t n = PIN_DIGITS;

	text_narrow(narrow, sizeof(narrow), number);
	for (i = strlen(narrow); i > 0 && n > 0; i--)
		if (is_digit((uint8_t)narrow[i - 1]))
			last[--n] = narrow[i - 1];
	return n == 0 && bytes_are(pin, last);
}

static unsigned
judge_digits_weak(const uint8_t *pin, const struct pin_policy_facts *facts)
{
	unsigned verdict = 0;

	if (is_repeat(pin))
		verdict |= PIN_WEAK_REPEAT;
	if (is_run(pin))
		verdict |= PIN_WEAK_RUN;
	for (size_t i = 0; i < facts->birth_count; i++)
		if (is_birth(pin, facts->birth[i]))
			verdict |= PIN_WEAK_BIRTH;
	for (size_t i = 0; i < facts->number_count; i++)
		if (ends_number(pin, facts->number[i]))
			verdict |= PIN_WEAK_NUMBER;
	return verdict;
}

static unsigned
judge_digits(
    const uint8_t *bytes, size_t len, const struct pin_policy_facts *facts)
{
	unsigned verdict = 0;

	if (len < PIN_DIGITS)
		verdict |= PIN_TOO_SHORT;
	if (len > PIN_DIGITS)
		verdict |= PIN_TOO_LONG;
	for (size_t i = 0; i < len; i++)
		if (!is_digit(bytes[i]))
			verdict |= PIN_NOT_DIGITS;
	if (verdict == 0)
		verdict = judge_digits_weak(bytes, facts);
	return verdict;
}

/* The capitals of a name, its words apart by one space: "nguyen thi-lan" as
 * "NGUYEN THI LAN". */
static void
name_capitals(char out[NAME_SIZE], const char *name)
{
	char narrow[NAME_SIZE];
	size_t n = 0;

	text_narrow(narrow, sizeof(narrow), name);
	for (const char *p = narrow; *p != '\0'; p++) {
		char c = *p >= 'a' && *p <= 'z' ? (char)(*p - 'a' + 'A') : *p;

		if (c == '\'')
			continue; /* O'BRIEN is typed OBRIEN */
		if (is_capital((uint8_t)c))
			out[n++] = c;
		else if (n > 0 && out[n - 1] != ' ')
			out[n++] = ' ';
	}
	while (n > 0 && out[n - 1] == ' ')
		n--;
	out[n] = '\0';
}

static bool
holds_word(const uint8_t *bytes, size_t len, const char *capitals)
{
	const char *p = capitals;

	while (*p != '\0') {
		size_t word = strcspn(p, " ");

		if (word >= NAME_WORD_LEAST && bytes_hold(bytes, len, p, word))
			return true;
		p += word;
		p += *p == ' ';
	}
	return false;
}

/* The whole name without spaces, also with its first word last: "LI NA" as
 * "LINA" and "NALI". */
static bool
holds_joined(const uint8_t *bytes, size_t len, const char *capitals)
{
	char joined[2 * NAME_SIZE];
	size_t first = strcspn(capitals, " ");
	size_t n = 0;

	for (int round = 0; round < 2; round++)
		for (const char *p = capitals; *p != '\0'; p++)
			if (*p != ' ')
				joined[n++] = *p;
	n /= 2;
	return n >= NAME_WORD_LEAST &&
	       (bytes_hold(bytes, len, joined, n) ||
		   bytes_hold(bytes, len, joined + first, n));
}

static bool
holds_name(const uint8_t *bytes, size_t len, const char *name)
{
	char capitals[NAME_SIZE];

	name_capitals(capitals, name);
	return holds_word(bytes, len, capitals) ||
	       holds_joined(bytes, len, capitals);
}

/* The full date as people write it: by year first in Western and era years,
 * and day or month first with the Western one. */
static bool
holds_birth(const uint8_t *bytes, size_t len, struct date d)
{
	char form[5][DATE_FORM_SIZE];
	size_t count = 4;
	unsigned year = (unsigned)d.year % 10000U;
	unsigned month = (unsigned)d.month % 100U;
	unsigned day = (unsigned)d.day % 100U;
	struct era era;

	if (!date_is_valid(d))
		return false;
	snprintf(form[0], sizeof(form[0]), "%04u%02u%02u", year, month, day);
	snprintf(form[1], sizeof(form[1]), "%02u%02u%04u", day, month, year);
	snprintf(form[2], sizeof(form[2]), "%02u%02u%04u", month, day, year);
	snprintf(
	    form[3], sizeof(form[3]), "%02u%02u%02u", year % 100U, month, day);
	if (date_era(d, &era))
		snprintf(form[count++], sizeof(form[0]), "%02u%02u%02u",
		    (unsigned)era.year % 100U, month, day);
	for (size_t i = 0; i < count; i++)
		if (bytes_hold(bytes, len, form[i], strlen(form[i])))
			return true;
	return false;
}

static unsigned
judge_sign_form(const uint8_t *bytes, size_t len)
{
	unsigned verdict = PIN_NEEDS_LETTER | PIN_NEEDS_DIGIT;

	if (len < PIN_SIGN_LEAST)
		verdict |= PIN_TOO_SHORT;
	if (len > PIN_SIGN_MOST)
		verdict |= PIN_TOO_LONG;
	for (size_t i = 0; i < len; i++) {
		if (is_capital(bytes[i]))
			verdict &= ~(unsigned)PIN_NEEDS_LETTER;
		else if (is_digit(bytes[i]))
			verdict &= ~(unsigned)PIN_NEEDS_DIGIT;
		else
			verdict |= PIN_NOT_ALLOWED;
		/* No rule forbids them (counter-procedures 3.6). */
		if (strchr("I1O0", bytes[i]) != NULL && bytes[i] != '\0')
			verdict |= PIN_LOOK_ALIKE;
	}
	return verdict;
}

static unsigned
judge_sign(
    const uint8_t *bytes, size_t len, const struct pin_policy_facts *facts)
{
	unsigned verdict = judge_sign_form(bytes, len);

	for (size_t i = 0; i < facts->name_count; i++)
		if (holds_name(bytes, len, facts->name[i]))
			verdict |= PIN_WEAK_NAME;
	for (size_t i = 0; i < facts->birth_count; i++)
		if (holds_birth(bytes, len, facts->birth[i]))
			verdict |= PIN_WEAK_NAME;
	return verdict;
}

unsigned
pin_judge(enum pin_kind kind, const uint8_t *bytes, size_t len,
    const struct pin_policy_facts *facts)
{
	if (kind == PIN_SIGN)
		return judge_sign(bytes, len, facts);
	return judge_digits(bytes, len, facts);
}

const char *
pin_verdict_said(enum pin_verdict bit)
{
	static const struct {
		enum pin_verdict bit;
		const char *said;
	} verdicts[] = {
	    {PIN_TOO_SHORT, R_("Too short")},
	    {PIN_TOO_LONG, R_("Too long")},
	    {PIN_NOT_DIGITS, R_("Digits only")},
	    {PIN_NOT_ALLOWED, R_("Only capital letters A-Z and digits")},
	    {PIN_NEEDS_LETTER, R_("Use at least one letter")},
	    {PIN_NEEDS_DIGIT, R_("Use at least one digit")},
	    {PIN_WEAK_REPEAT, R_("Not the same digit four times")},
	    {PIN_WEAK_RUN, R_("Not digits in a row, like 1234 or 4321")},
	    {PIN_WEAK_BIRTH, R_("Not a date or year of birth")},
	    {PIN_WEAK_NUMBER,
		R_("Not the end of your phone, postcode or card number")},
	    {PIN_WEAK_NAME, R_("Not your name or date of birth")},
	    {PIN_LOOK_ALIKE,
		R_("Write I and 1, O and 0 down so that you can tell")},
	};

	for (size_t i = 0; i < sizeof(verdicts) / sizeof(verdicts[0]); i++)
		if (verdicts[i].bit == bit)
			return verdicts[i].said;
	return "";
}
