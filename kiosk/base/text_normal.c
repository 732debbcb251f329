/* text_normal.c -- see base/text_normal.h; the only file that knows utf8proc. */
#include "base/text_normal.h"

#include <string.h>
#include <utf8proc.h>

#define POINTS_MOST 512
#define FIRST_MARK  0x0300 /* of all combining marks */

static utf8proc_category_t
category(uint32_t point)
{
	return utf8proc_category((utf8proc_int32_t)point);
}

static bool
is_joining_jamo(uint32_t point)
{
	return (point >= 0x1160 && point <= 0x11FF) ||
	       (point >= 0xD7B0 && point <= 0xD7FF);
}

bool
text_is_mark(uint32_t point)
{
	utf8proc_category_t c;

	if (point < FIRST_MARK) /* for speed */
		return false;
	c = category(point);
	return c == UTF8PROC_CATEGORY_MN || c == UTF8PROC_CATEGORY_MC ||
	       c == UTF8PROC_CATEGORY_ME;
}

/* The decomposition of one character; at least one point. */
static size_t
decompose(uint32_t point, utf8proc_option_t options, utf8proc_int32_t *out,
    size_t most)
{
	int boundary = 0;
	utf8proc_ssize_t n;

	n = utf8proc_decompose_char((utf8proc_int32_t)point, out,
	    (utf8proc_ssize_t)most, options, &boundary);
	return n < 0 || (size_t)n > most ? 0 : (size_t)n;
}

static bool
is_invisible(uint32_t point)
{
	return utf8proc_get_property((utf8proc_int32_t)point)->ignorable;
}

bool
text_is_joining(uint32_t point)
{
	utf8proc_int32_t first[TEXT_EXPANDS_MOST] = {0};

	if (point < 0x300 && point != 0xAD) /* for speed */
		return false;
	if (decompose(point, UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT, first,
		TEXT_EXPANDS_MOST) == 0)
		return false;
	return is_invisible(point) || text_is_mark((uint32_t)first[0]) ||
	       is_joining_jamo((uint32_t)first[0]);
}

static bool
is_variation_selector(uint32_t point)
{
	return (point >= 0xFE00 && point <= 0xFE0F) ||
	       (point >= 0xE0100 && point <= 0xE01EF);
}

bool
text_is_obeyed(uint32_t point)
{
	if (point < 0x7F)
		return point < ' ';
	/* Registered forms of kanji in names: part of the letter. */
	if (is_variation_selector(point))
		return false;
	if (is_joining_jamo(point) || is_invisible(point))
		return true;
	switch (category(point)) {
	case UTF8PROC_CATEGORY_CC:
	case UTF8PROC_CATEGORY_CF:
	case UTF8PROC_CATEGORY_CS:
	case UTF8PROC_CATEGORY_CN:
	case UTF8PROC_CATEGORY_ZL:
	case UTF8PROC_CATEGORY_ZP:
		return true;
	default:
		return false;
	}
}

bool
text_is_space(uint32_t point)
{
	return point == '\t' || point == '\n' || point == '\r' ||
	       category(point) == UTF8PROC_CATEGORY_ZS;
}

bool
text_is_punctuation(uint32_t point)
{
	utf8proc_category_t c = category(point);

	return (c >= UTF8PROC_CATEGORY_PC && c <= UTF8PROC_CATEGORY_PO) ||
	       c == UTF8PROC_CATEGORY_SK;
}

bool
text_is_latin(uint32_t point)
{
	return (point >= 'a' && point <= 'z') ||
	       (point >= 'A' && point <= 'Z') ||
	       (point >= 0xC0 && point <= 0x24F) ||
	       (point >= 0x1E00 && point <= 0x1EFF);
}

static utf8proc_propval_t
combining_class(utf8proc_int32_t point)
{
	return utf8proc_get_property(point)->combining_class;
}

/* Canonical order (UAX 15): marks of one letter by class, else as they came. */
static void
sort_marks(utf8proc_int32_t *points, size_t count)
{
	for (size_t i = 1; i < count; i++) {
		utf8proc_int32_t mark = points[i];
		utf8proc_propval_t rank = combining_class(mark);
		size_t at = i;

		if (rank == 0)
			continue;
		for (; at > 0 && combining_class(points[at - 1]) > rank; at--)
			points[at] = points[at - 1];
		points[at] = mark;
	}
}

/* Marks right after a Latin letter go; those of kana and others stay. */
static size_t
drop_latin_marks(utf8proc_int32_t *points, size_t count)
{
	size_t kept = 0;
	bool latin = false;

	for (size_t i = 0; i < count; i++) {
		uint32_t point = (uint32_t)points[i];

		if (!text_is_mark(point))
			latin = text_is_latin(point);
		else if (latin)
			continue;
		points[kept++] = points[i];
	}
	return kept;
}

static size_t
decompose_all(const uint32_t *points, size_t count, utf8proc_option_t options,
    utf8proc_int32_t out[POINTS_MOST])
{
	size_t len = 0;

	for (size_t i = 0; i < count; i++)
		len +=
		    decompose(points[i], options, out + len, POINTS_MOST - len);
	return len;
}

/* Below the first combining mark every point is its own NFC, and none of them
 * composes with another (Unicode, NFC_Quick_Check). The gate asks a character
 * at a time, for all that is on a screen. */
static bool
is_plain(const uint32_t *points, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (points[i] >= FIRST_MARK)
			return false;
	return true;
}

size_t
text_normalise(uint32_t *points, size_t count, enum text_form form)
{
	static const utf8proc_option_t options[] = {
	    [TEXT_NFC] = UTF8PROC_DECOMPOSE,
	    [TEXT_SEARCH] = UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT |
			    UTF8PROC_CASEFOLD | UTF8PROC_IGNORE,
	};
	utf8proc_int32_t work[POINTS_MOST];
	utf8proc_ssize_t len;
	size_t n;

	if (form == TEXT_NFC && is_plain(points, count))
		return count;
	n = decompose_all(points, count, options[form], work);
	sort_marks(work, n);
	if (form == TEXT_SEARCH)
		n = drop_latin_marks(work, n);
	len = utf8proc_normalize_utf32(
	    work, (utf8proc_ssize_t)n, UTF8PROC_COMPOSE | UTF8PROC_STABLE);
	n = len < 0 ? 0 : (size_t)len;
	for (size_t i = 0; i < n; i++)
		points[i] = (uint32_t)work[i];
	return n;
}
