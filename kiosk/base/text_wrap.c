/* text_wrap.c -- lines for a terminal (base/text.h). Japanese breaks between
 * characters under the usual rule of print (kinsoku: no closing mark, small
 * kana or repetition mark begins a line, no opening bracket ends one), other
 * scripts at spaces. */
#include <string.h>

#include "base/text.h"
#include "base/text_build.h"

static const char no_line_start[] =
    "、。，．・：；？！ー」』）］｝〉》】〕〙〗”’〟｡､･｣ﾞﾟｰ"
    "ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶｧｨｩｪｫｯｬｭｮ"
    "々〻ゝゞヽヾ〜～…‥％°,.;:?!)]}%";
static const char no_line_end[] = "「『（［｛〈《【〔〘〖“‘〝｢([{";

static bool
is_one_of(uint32_t point, const char *points)
{
	while (*points != '\0')
		if (text_next(&points) == point)
			return true;
	return false;
}

/* Characters that stand alone; Korean is written with spaces. */
static bool
breaks_anywhere(uint32_t point)
{
	if (point >= 0xFF61 && point <= 0xFF9F) /* half-width katakana */
		return true;
	return (point >= 0x2E80 && point <= 0x312F) || /* kana, marks */
	       (point >= 0x31A0 && point <= 0xA4CF) || /* kanji */
	       (point >= 0xF900 && point <= 0xFAFF) ||
	       (point >= 0xFF00 && point <= 0xFF60) ||
	       (point >= 0x20000 && point <= 0x3FFFF);
}

static bool
may_break(uint32_t before, uint32_t after)
{
	if (after == ' ' || is_one_of(after, no_line_start) ||
	    is_one_of(before, no_line_end))
		return false;
	return before == ' ' || before == 0x3000 || breaks_anywhere(before) ||
	       breaks_anywhere(after);
}

static uint32_t
point_at(const char *s)
{
	return text_next(&s);
}

/*
 * Bytes of the first line of s[0..len): up to the last place that may break
 * within columns, else as many characters as fit, at least one. Spaces at the
 * end hang over.
 */
static size_t
line_len(const char *s, size_t len, size_t columns)
{
	size_t at = 0, used = 0, last_break = 0, n, wide;
	uint32_t before = 0;

	for (; at < len; at += n) {
		n = text_cluster(s + at, &wide);
		if (n > len - at)
			n = len - at;
		if (at > 0 && may_break(before, point_at(s + at)))
			last_break = at;
		if (used + wide > columns && s[at] != ' ')
			return last_break > 0 ? last_break : at > 0 ? at : n;
		used += wide;
		before = point_at(s + at);
	}
	return len;
}

static size_t
wrap_paragraph(const char *s, size_t len, size_t columns,
    void (*line)(void *arg, const char *start, size_t len), void *arg)
{
	size_t count = 0, n, shown;

	do {
		shown = n = line_len(s, len, columns);
		while (shown > 0 && s[shown - 1] == ' ')
			shown--;
		if (line != NULL)
			line(arg, s, shown);
		count++;
		s += n;
		len -= n;
	} while (len > 0);
	return count;
}

size_t
text_wrap(const char *s, size_t columns,
    void (*line)(void *arg, const char *start, size_t len), void *arg)
{
	size_t count = 0, len;

	while (*s != '\0') {
		len = strcspn(s, "\n");
		count += wrap_paragraph(s, len, columns, line, arg);
		s += len + (s[len] == '\n' ? 1 : 0);
	}
	return count;
}
