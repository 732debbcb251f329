#include "support/register.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#define PARTS	      10
#define FOREIGN_EVERY 5

struct part {
	const char *kanji, *kana;
};

/* A surname is one of each, and so is a given name. */
static const struct part surname_first[PARTS] = {{"山", "やま"}, {"田", "た"},
    {"川", "かわ"}, {"小", "お"}, {"大", "おお"}, {"中", "なか"},
    {"高", "たか"}, {"石", "いし"}, {"松", "まつ"}, {"藤", "ふじ"}};
static const struct part surname_second[PARTS] = {{"田", "だ"}, {"中", "なか"},
    {"本", "もと"}, {"川", "かわ"}, {"村", "むら"}, {"井", "い"}, {"野", "の"},
    {"原", "はら"}, {"木", "き"}, {"島", "しま"}};
static const struct part given_first[PARTS] = {{"花", "はな"}, {"美", "み"},
    {"太", "た"}, {"健", "けん"}, {"陽", "よう"}, {"直", "なお"},
    {"優", "ゆう"}, {"翔", "しょう"}, {"結", "ゆい"}, {"真", "ま"}};
static const struct part given_second[PARTS] = {{"子", "こ"}, {"郎", "ろう"},
    {"一", "いち"}, {"香", "か"}, {"介", "すけ"}, {"菜", "な"}, {"斗", "と"},
    {"樹", "き"}, {"衣", "え"}, {"人", "と"}};
static const struct part family[PARTS] = {{"NGUYEN", "ぐえん"},
    {"TRAN", "ちゃん"}, {"LI", "り"}, {"WANG", "おう"}, {"KIM", "きむ"},
    {"PARK", "ぱく"}, {"SANTOS", "さんとす"}, {"CRUZ", "くるす"},
    {"SILVA", "しるば"}, {"SHARMA", "しゃるま"}};
static const struct part roman_given[PARTS] = {{"LAN", "らん"},
    {"MINH", "みん"}, {"NA", "な"}, {"WEI", "うぇい"}, {"SOYEON", "そよん"},
    {"JUN", "じゅん"}, {"MARIA", "まりあ"}, {"JOSE", "ほせ"}, {"ANA", "あな"},
    {"PRIYA", "ぷりや"}};

static bool
is_foreign(int n)
{
	return n % FOREIGN_EVERY == 0;
}

/* The digit of n that chooses a part, after a shuffle that meets all. */
static int
digit(int n, int place)
{
	unsigned m = (unsigned)n * 7919U + 13U;

	while (place-- > 0)
		m /= PARTS;
	return (int)(m % PARTS);
}

char *
register_surname(char out[REGISTER_NAME_SIZE], int n)
{
	if (is_foreign(n))
		snprintf(
		    out, REGISTER_NAME_SIZE, "%s", family[digit(n, 1)].kanji);
	else
		snprintf(out, REGISTER_NAME_SIZE, "%s%s",
		    surname_first[digit(n, 0)].kanji,
		    surname_second[digit(n, 1)].kanji);
	return out;
}

static void
whole_name(char out[REGISTER_NAME_SIZE], int n)
{
	char surname[REGISTER_NAME_SIZE];

	register_surname(surname, n);
	if (is_foreign(n))
		snprintf(out, REGISTER_NAME_SIZE, "%.30s %s %s", surname,
		    roman_given[digit(n, 2)].kanji,
		    roman_given[digit(n, 3)].kanji);
	else
		snprintf(out, REGISTER_NAME_SIZE, "%.30s %s%s", surname,
		    given_first[digit(n, 2)].kanji,
		    given_second[digit(n, 3)].kanji);
}

char *
register_kana(char out[REGISTER_NAME_SIZE], int n)
{
	if (is_foreign(n))
		snprintf(out, REGISTER_NAME_SIZE, "%s %s %s",
		    family[digit(n, 1)].kana, roman_given[digit(n, 2)].kana,
		    roman_given[digit(n, 3)].kana);
	else
		snprintf(out, REGISTER_NAME_SIZE, "%s%s %s%s",
		    surname_first[digit(n, 0)].kana,
		    surname_second[digit(n, 1)].kana,
		    given_first[digit(n, 2)].kana,
		    given_second[digit(n, 3)].kana);
	return out;
}

char *
register_notice(char out[REGISTER_NAME_SIZE], int n)
{
	snprintf(out, REGISTER_NAME_SIZE, "T-%06d", n);
	return out;
}

static void
write_row(FILE *to, int n)
{
	char name[REGISTER_NAME_SIZE], kana[REGISTER_NAME_SIZE];
	char notice[REGISTER_NAME_SIZE];

	whole_name(name, n);
	fprintf(to,
	    "132082026%014d,first,TEST%012d,7%014d,%s,2026-%02d-%02d,"
	    "%s,%s,%d-%02d-%02d,%s,%s,架空町%d番,2036-01-01,yes,yes,A-%d\n",
	    n, n, n, register_notice(notice, n), 5 + n % 6, 1 + n % 28, name,
	    register_kana(kana, n), 1940 + n % 60, 1 + n % 12, 1 + n % 28,
	    is_foreign(n) ? "yes" : "no", is_foreign(n) ? "永住者" : "",
	    1 + n % 900, n % 400);
}

void
register_write(const char *path, int first, int count)
{
	FILE *to = fopen(path, "we");

	assert_non_null(to);
	fputs("application_id,kind,face_serial,chip_serial,notice_no,"
	      "noticed_on,name,name_kana,born,foreign,status,address,expiry,"
	      "wants_sign,wants_auth,place\n",
	    to);
	for (int n = first; n < first + count; n++)
		write_row(to, n);
	assert_int_equal(fclose(to), 0);
}
