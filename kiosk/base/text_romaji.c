/* text_romaji.c -- kana as Hepburn romaji for search (base/text.h).
 *
 * The table is the Hepburn system as passports write it: long o and u are
 * written once (さとう sato, おおの ono, ゆうき yuki; but いのうえ inoue and a
 * final おお senoo), ん is always n (many write ほんま as honma, passports
 * homma: a query with m before b, m, p is not found), っ doubles the consonant
 * and is t before ch. */
#include <stdbool.h>
#include <string.h>

#include "base/text.h"
#include "base/text_build.h"

#define FOLDED_SIZE 2048
#define KANA_LEN    3 /* bytes of every hiragana */

/* clang-format off */
/* From U+3041 (ぁ) to U+3096 (ゖ); っ stands for what follows it. */
static const char *const single_kana[] = {
	"a", "a", "i", "i", "u", "u", "e", "e", "o", "o", "ka", "ga", "ki",
	"gi", "ku", "gu", "ke", "ge", "ko", "go", "sa", "za", "shi", "ji",
	"su", "zu", "se", "ze", "so", "zo", "ta", "da", "chi", "ji", "", "tsu",
	"zu", "te", "de", "to", "do", "na", "ni", "nu", "ne", "no", "ha", "ba",
	"pa", "hi", "bi", "pi", "fu", "bu", "pu", "he", "be", "pe", "ho", "bo",
	"po", "ma", "mi", "mu", "me", "mo", "ya", "ya", "yu", "yu", "yo", "yo",
	"ra", "ri", "ru", "re", "ro", "wa", "wa", "i", "e", "o", "n", "vu",
	"ka", "ke",
};

struct syllable {
	const char *kana;
	const char *latin;
};

static const struct syllable kana_pairs[] = {
	{ "きゃ", "kya" }, { "きゅ", "kyu" }, { "きょ", "kyo" },
	{ "ぎゃ", "gya" }, { "ぎゅ", "gyu" }, { "ぎょ", "gyo" },
	{ "しゃ", "sha" }, { "しゅ", "shu" }, { "しょ", "sho" },
	{ "じゃ", "ja" }, { "じゅ", "ju" }, { "じょ", "jo" },
	{ "ちゃ", "cha" }, { "ちゅ", "chu" }, { "ちょ", "cho" },
	{ "ぢゃ", "ja" }, { "ぢゅ", "ju" }, { "ぢょ", "jo" },
	{ "にゃ", "nya" }, { "にゅ", "nyu" }, { "にょ", "nyo" },
	{ "ひゃ", "hya" }, { "ひゅ", "hyu" }, { "ひょ", "hyo" },
	{ "びゃ", "bya" }, { "びゅ", "byu" }, { "びょ", "byo" },
	{ "ぴゃ", "pya" }, { "ぴゅ", "pyu" }, { "ぴょ", "pyo" },
	{ "みゃ", "mya" }, { "みゅ", "myu" }, { "みょ", "myo" },
	{ "りゃ", "rya" }, { "りゅ", "ryu" }, { "りょ", "ryo" },
	{ "いぇ", "ye" }, { "うぃ", "wi" }, { "うぇ", "we" }, { "うぉ", "wo" },
	{ "ゔぁ", "va" }, { "ゔぃ", "vi" }, { "ゔぇ", "ve" }, { "ゔぉ", "vo" },
	{ "ゔゅ", "vyu" }, { "くぁ", "kwa" }, { "くぃ", "kwi" },
	{ "くぇ", "kwe" }, { "くぉ", "kwo" }, { "ぐぁ", "gwa" },
	{ "ぐぃ", "gwi" }, { "ぐぇ", "gwe" }, { "ぐぉ", "gwo" },
	{ "しぇ", "she" }, { "じぇ", "je" }, { "ちぇ", "che" },
	{ "つぁ", "tsa" }, { "つぃ", "tsi" }, { "つぇ", "tse" },
	{ "つぉ", "tso" }, { "てぃ", "ti" }, { "てゅ", "tyu" },
	{ "でぃ", "di" }, { "でゅ", "dyu" }, { "とぅ", "tu" },
	{ "どぅ", "du" }, { "ふぁ", "fa" }, { "ふぃ", "fi" }, { "ふぇ", "fe" },
	{ "ふぉ", "fo" }, { "ふゅ", "fyu" },
};
/* clang-format on */

#define KANA_FIRST 0x3041U
#define KANA_COUNT (sizeof(single_kana) / sizeof(single_kana[0]))
#define PAIR_COUNT (sizeof(kana_pairs) / sizeof(kana_pairs[0]))
#define SMALL_TSU  "っ"

/* The second kana of every pair: ぁぃぅぇぉゃゅょ. */
static bool
is_small(const char *s)
{
	uint32_t point = text_next(&s);

	return point == 0x3041 || point == 0x3043 || point == 0x3045 ||
	       point == 0x3047 || point == 0x3049 || point == 0x3083 ||
	       point == 0x3085 || point == 0x3087;
}

/* The romaji of the kana at s, two where two make one syllable; *len becomes
 * their bytes. NULL: no kana. */
static const char *
find_syllable(const char *s, size_t *len)
{
	const char *next = s;
	uint32_t point = text_next(&next);

	if (point < KANA_FIRST || point >= KANA_FIRST + KANA_COUNT)
		return NULL;
	*len = (size_t)2 * KANA_LEN;
	for (size_t i = 0; i < PAIR_COUNT && is_small(next); i++)
		if (strncmp(s, kana_pairs[i].kana, *len) == 0)
			return kana_pairs[i].latin;
	*len = KANA_LEN;
	return single_kana[point - KANA_FIRST];
}

static bool
begins(const char *s, const char *word)
{
	return strncmp(s, word, strlen(word)) == 0;
}

/* The kana at s only lengthens the vowel written last. */
static bool
is_lengthening(const char *s, char vowel)
{
	if (begins(s, "う"))
		return vowel == 'u' ||
		       (vowel == 'o' && !begins(s + KANA_LEN, "え"));
	if (begins(s, "お"))
		return vowel == 'o' && s[KANA_LEN] != '\0' &&
		       s[KANA_LEN] != ' ';
	return false;
}

/* Write っ as the consonant that follows it. */
static void
add_doubled(struct text_build *b, const char *next)
{
	size_t len;
	const char *latin = find_syllable(next, &len);

	if (latin == NULL || *latin == '\0' || strchr("aiueo", *latin) != NULL)
		return;
	text_build_add(b, begins(latin, "ch") ? "t" : latin, 1);
}

static char *
write_romaji(char *out, size_t out_size, const char *kana, bool long_once)
{
	char folded[FOLDED_SIZE];
	const char *latin, *s = text_fold(folded, sizeof(folded), kana);
	struct text_build b = text_build_in(out, out_size);
	char vowel = '\0'; /* of the kana before */
	size_t columns, len = 0;

	for (; *s != '\0' && !b.full; s += len) {
		latin = find_syllable(s, &len);
		if (latin == NULL) {
			len = text_cluster(s, &columns);
			text_build_add(&b, s, len);
			vowel = '\0';
		} else if (begins(s, SMALL_TSU)) {
			add_doubled(&b, s + len);
			vowel = '\0';
		} else if (long_once && is_lengthening(s, vowel)) {
			vowel = '\0'; /* a long vowel ends here */
		} else {
			text_build_add(&b, latin, strlen(latin));
			vowel = latin[strlen(latin) - 1];
		}
	}
	return out;
}

char *
text_romaji(char *out, size_t out_size, const char *kana)
{
	return write_romaji(out, out_size, kana, true);
}

char *
text_romaji_spelled(char *out, size_t out_size, const char *kana)
{
	return write_romaji(out, out_size, kana, false);
}
