/* training_fault.c -- see card/training_fault.h. */
#include "card/training_fault.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"

#define NUMBER_MOST 100000
#define BYTES_MOST  95 /* of data=HEX: so many fit a line */

static const struct training_fault_kind kinds[] = {
    {"pull-before", N_("the card is torn away before the command")},
    {"pull-during", N_("it is torn away; the command took effect, its answer "
		       "is lost")},
    {"pull-after", N_("it is torn away after the answer")},
    {"swap=NAME", N_("another card of the office lies there instead")},
    {"hang", N_("no answer, until the card is lifted")},
    {"delay=MS", N_("the answer comes so many milliseconds later")},
    {"empty", N_("the answer has no bytes; the command took effect")},
    {"one-byte", N_("the answer has one byte; the command took effect")},
    {"truncate=BYTES", N_("the answer is cut to so many bytes")},
    {"oversize=BYTES", N_("the answer is filled up to so many bytes of data")},
    {"sw=XXXX", N_("the card answers this status word and does nothing")},
    {"sw-after=XXXX", N_("the command took effect, and this is the answer")},
    {"data=HEX", N_("these bytes come instead of what was read")},
};

const struct training_fault_kind *
training_fault_kinds(size_t *count)
{
	*count = sizeof(kinds) / sizeof(kinds[0]);
	return kinds;
}

static bool
is_decimal(const char *text, long most)
{
	size_t n = strspn(text, "0123456789");

	return n > 0 && n <= 7 && text[n] == '\0' &&
	       strtol(text, NULL, 10) <= most;
}

static bool
is_milliseconds(const char *text)
{
	return is_decimal(text, 600000);
}

static bool
is_bytes(const char *text)
{
	return is_decimal(text, 65000);
}

static bool
is_hex(const char *text)
{
	return text[strspn(text, "0123456789ABCDEFabcdef")] == '\0';
}

static bool
is_word(const char *text)
{
	return strlen(text) == 4 && is_hex(text);
}

static bool
is_hex_bytes(const char *text)
{
	return strlen(text) % 2 == 0 && strlen(text) <= 2 * BYTES_MOST &&
	       is_hex(text);
}

static bool
is_name(const char *text)
{
	return text[0] != '\0' && text[0] != '.' &&
	       strpbrk(text, "/ \t\r\n") == NULL;
}

/* What stands behind "=" of a kind that names something. */
static const struct {
	const char *word;
	bool (*is_right)(const char *text);
} values[] = {
    {"swap=", is_name},
    {"delay=", is_milliseconds},
    {"truncate=", is_bytes},
    {"oversize=", is_bytes},
    {"sw=", is_word},
    {"sw-after=", is_word},
    {"data=", is_hex_bytes},
};

static bool
is_kind(const char *text)
{
	for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
		size_t n = strlen(values[i].word);

		if (strncmp(text, values[i].word, n) == 0)
			return values[i].is_right(text + n);
	}
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strchr(kinds[i].form, '=') == NULL &&
		    strcmp(text, kinds[i].form) == 0)
			return true;
	return false;
}

bool
training_fault_read(const char *text, char line[TRAINING_FAULT_SIZE])
{
	char kind[TRAINING_FAULT_SIZE - 16], number[12] = "1";
	const char *colon = strrchr(text, ':');
	size_t n = colon != NULL ? (size_t)(colon - text) : strlen(text);
	bool goes_on = false;

	if (n >= sizeof(kind))
		return false;
	memcpy(kind, text, n);
	kind[n] = '\0';
	if (colon != NULL) {
		n = strlen(colon + 1);
		if (n == 0 || n >= sizeof(number))
			return false;
		strcpy(number, colon + 1);
		goes_on = number[n - 1] == '+';
		if (goes_on)
			number[n - 1] = '\0';
	}
	if (!is_decimal(number, NUMBER_MOST) || atoi(number) < 1 ||
	    !is_kind(kind))
		return false;
	snprintf(line, TRAINING_FAULT_SIZE, "%s %d%s", kind, atoi(number),
	    goes_on ? "+" : "");
	return true;
}

const char *
training_fault_card(const char *text)
{
	size_t n = strlen(values[0].word);

	return strncmp(text, values[0].word, n) == 0 ? text + n : NULL;
}
