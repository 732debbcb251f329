/* text_fold.c -- the folded form of names for search (base/text.h; design,
 * decision 9). */
#include <string.h>

#include "base/text.h"
#include "base/text_build.h"
#include "base/text_normal.h"

#define JOINING_MOST 16

/* Latin letters that no normal form takes apart, as a keyboard without them
 * writes them (Vietnamese, Polish, Turkish, Nordic names). */
static const struct plain_letter {
	uint32_t point;
	const char *as;
} plain_letters[] = {
    {0xE6, "ae"},
    {0xF0, "d"},
    {0xF8, "o"},
    {0xFE, "th"},
    {0x111, "d"},
    {0x127, "h"},
    {0x131, "i"},
    {0x142, "l"},
    {0x153, "oe"},
    {0x167, "t"},
};

/* Signs that stand between the parts of a name: a word begins after them.
 * "HANZI TAILANG_漢字 太郎" (counter-procedures 7.3), "ジョアン・シルヴァ". */
static bool
is_parting(uint32_t point)
{
	static const uint32_t signs[] = {
	    ',', '/', ';', '_', 0xB7, 0x3001, 0x30FB};

	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++)
		if (point == signs[i])
			return true;
	return text_is_space(point);
}

static bool
is_long_vowel_mark(uint32_t point)
{
	return point == 0x30FC;
}

static uint32_t
hiragana(uint32_t point)
{
	bool has_twin = (point >= 0x30A1 && point <= 0x30F6) ||
			point == 0x30FD || point == 0x30FE;

	return has_twin ? point - 0x60 : point;
}

static bool
is_kana(uint32_t point)
{
	return point >= 0x3041 && point <= 0x3096;
}

/* か to が, は to ば; others as they are. */
static uint32_t
voiced(uint32_t kana)
{
	static const char unvoiced[] =
	    "かきくけこさしすせそたちつてとはひふへほ";
	const char *at = unvoiced;

	while (*at != '\0')
		if (text_next(&at) == kana)
			return kana + 1;
	return kana;
}

struct fold {
	struct text_build b;
	bool space; /* owed before the next letter */
	bool bare;  /* what came last left no letter for a mark */
	uint32_t last;
};

static void
add_letter(struct fold *f, uint32_t point)
{
	if (f->space && f->b.len > 0)
		text_build_add(&f->b, " ", 1);
	f->space = false;
	f->bare = false;
	f->last = point;
	for (size_t i = 0; point >= 0x80 &&
			   i < sizeof(plain_letters) / sizeof(plain_letters[0]);
	     i++) {
		if (plain_letters[i].point == point) {
			text_build_add(&f->b, plain_letters[i].as,
			    strlen(plain_letters[i].as));
			return;
		}
	}
	text_build_point(&f->b, point);
}

static void
fold_point(struct fold *f, uint32_t point)
{
	point = hiragana(point);
	if (text_is_mark(point) && (f->bare || text_is_latin(f->last)))
		return;
	f->bare = true;
	if (is_parting(point))
		f->space = true;
	else if (point == 0x309D && is_kana(f->last)) /* みすゝ */
		add_letter(f, f->last);
	else if (point == 0x309E && is_kana(f->last)) /* みすゞ */
		add_letter(f, voiced(f->last));
	else if (!is_long_vowel_mark(point) && !text_is_punctuation(point) &&
		 !text_is_obeyed(point))
		add_letter(f, point);
}

static bool
is_ascii_letter(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
	       (c >= 'A' && c <= 'Z');
}

/* For speed: an ASCII letter or digit before ASCII, which cannot join it, is
 * its own lower case. Numbers and romaji are nothing else. */
static size_t
fold_ascii(struct fold *f, const char *s)
{
	size_t len = 0;

	while (is_ascii_letter(s[len]) && (unsigned char)s[len + 1] < 0x80) {
		add_letter(f, s[len] >= 'A' && s[len] <= 'Z'
				  ? (uint32_t)(s[len] - 'A' + 'a')
				  : (uint32_t)s[len]);
		len++;
	}
	return len;
}

char *
text_fold(char *out, size_t out_size, const char *s)
{
	uint32_t points[JOINING_MOST * TEXT_EXPANDS_MOST];
	struct fold f = {text_build_in(out, out_size), false, true, 0};
	const char *next;
	bool malformed = false;
	size_t count;

	while (!f.b.full && *s != '\0') {
		s += fold_ascii(&f, s);
		for (count = 0; *s != '\0' && count < JOINING_MOST; s = next) {
			next = s;
			points[count] = text_decode(&next, &malformed);
			if (count > 0 &&
			    (malformed || !text_is_joining(points[count])))
				break;
			/* A byte of no character is dropped. */
			if (!malformed)
				count++;
		}
		count = text_normalise(points, count, TEXT_SEARCH);
		for (size_t i = 0; i < count; i++)
			fold_point(&f, points[i]);
	}
	return out;
}
