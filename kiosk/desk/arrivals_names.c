/* arrivals_names.c -- names as lists carry them (counter-procedures 7.3):
 * Roman capitals as in the passport, kanji beside them, both sometimes joined
 * by "_". Nothing is split into family and given name. */
#include <string.h>

#include "base/text.h"
#include "desk/arrivals_row.h"

#define JOINT '_'

/* What passports print besides A-Z. */
static const char roman_signs[] = " -',./";

static bool
is_roman(const char *s)
{
	for (; *s != '\0'; s++)
		if (!((*s >= 'A' && *s <= 'Z') || (*s >= 'a' && *s <= 'z') ||
			strchr(roman_signs, *s) != NULL))
			return false;
	return true;
}

static bool
is_capitals(const char *s)
{
	for (; *s != '\0'; s++)
		if (*s >= 'a' && *s <= 'z')
			return false;
	return true;
}

static const char *
set_roman(struct arrivals_row *row, const char *roman)
{
	struct person *p = &row->person;

	if (!is_roman(roman))
		return N_("a Roman name holds only A-Z, blanks and - ' , . /");
	if (!is_capitals(roman))
		return N_("Roman names are written in capitals");
	if (p->roman[0] != '\0' && strcmp(p->roman, roman) != 0)
		return N_("two columns hold different names");
	text_copy(p->roman, sizeof(p->roman), roman);
	return NULL;
}

static const char *
set_kanji(struct arrivals_row *row, const char *kanji)
{
	struct person *p = &row->person;

	if (p->kanji[0] != '\0' && strcmp(p->kanji, kanji) != 0)
		return N_("two columns hold different names");
	text_copy(p->kanji, sizeof(p->kanji), kanji);
	return NULL;
}

static char *
trim(char *s)
{
	size_t n;

	s += strspn(s, " ");
	for (n = strlen(s); n > 0 && s[n - 1] == ' '; n--)
		s[n - 1] = '\0';
	return s;
}

/* "HANZI TAILANG_漢字 太郎" */
static const char *
split(struct arrivals_row *row, char *narrow, char *joint)
{
	const char *reason;

	*joint = '\0';
	reason = set_roman(row, trim(narrow));
	return reason != NULL ? reason : set_kanji(row, trim(joint + 1));
}

const char *
arrivals_take_name(struct arrivals_row *row, const char *cell)
{
	char narrow[PERSON_NAME_SIZE];
	char *joint;

	text_narrow(narrow, sizeof(narrow), cell);
	if ((joint = strchr(narrow, JOINT)) != NULL)
		return split(row, narrow, joint);
	return is_roman(narrow) ? set_roman(row, trim(narrow))
				: set_kanji(row, trim(narrow));
}

const char *
arrivals_take_roman(struct arrivals_row *row, const char *cell)
{
	char narrow[PERSON_NAME_SIZE];
	char *joint;

	text_narrow(narrow, sizeof(narrow), cell);
	if ((joint = strchr(narrow, JOINT)) != NULL)
		return split(row, narrow, joint);
	return set_roman(row, trim(narrow));
}
