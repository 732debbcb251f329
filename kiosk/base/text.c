/* text.c -- see base/text.h: UTF-8, cells, cutting, placeholders, ranges. The
 * gate, folding, romaji and wrapping have files of their own. */
#include "base/text.h"

#include <string.h>
#include <wchar.h>

#include "base/text_build.h"

#define POINT_LAST	0x10FFFFU
#define POINT_MALFORMED 0xFFFDU
#define CUT_SIGN	"~"

/* -- code points -- */

/* Well-formed sequences (Unicode 15, table 3-7): the range of the first byte,
 * of the second, and how many bytes follow the first. */
static const struct sequence {
	uint8_t first_least, first_most, second_least, second_most;
	uint8_t follow_count;
	uint8_t first_bits;
} sequences[] = {
    {0x00, 0x7F, 0x00, 0x00, 0, 0x7F},
    {0xC2, 0xDF, 0x80, 0xBF, 1, 0x1F},
    {0xE0, 0xE0, 0xA0, 0xBF, 2, 0x0F},
    {0xE1, 0xEC, 0x80, 0xBF, 2, 0x0F},
    {0xED, 0xED, 0x80, 0x9F, 2, 0x0F},
    {0xEE, 0xEF, 0x80, 0xBF, 2, 0x0F},
    {0xF0, 0xF0, 0x90, 0xBF, 3, 0x07},
    {0xF1, 0xF3, 0x80, 0xBF, 3, 0x07},
    {0xF4, 0xF4, 0x80, 0x8F, 3, 0x07},
};

/* Bytes of the sequence at s, or 0 when malformed within len bytes. */
static size_t
decode(const uint8_t *s, size_t len, uint32_t *point)
{
	const struct sequence *q = sequences;
	const struct sequence *end =
	    sequences + sizeof(sequences) / sizeof(sequences[0]);

	while (q < end && (s[0] < q->first_least || s[0] > q->first_most))
		q++;
	if (q == end || len < (size_t)q->follow_count + 1)
		return 0;
	*point = s[0] & q->first_bits;
	for (size_t i = 1; i <= q->follow_count; i++) {
		uint8_t least = i == 1 ? q->second_least : 0x80;
		uint8_t most = i == 1 ? q->second_most : 0xBF;

		if (s[i] < least || s[i] > most)
			return 0;
		*point = *point << 6 | (s[i] & 0x3FU);
	}
	return (size_t)q->follow_count + 1;
}

bool
text_is_utf8(const char *s, size_t len)
{
	const uint8_t *at = (const uint8_t *)s;
	uint32_t point;
	size_t n;

	for (; len > 0; at += n, len -= n) {
		if (*at == 0)
			return false;
		n = *at < 0x80 ? 1 : decode(at, len, &point);
		if (n == 0)
			return false;
	}
	return true;
}

uint32_t
text_decode(const char **s, bool *malformed)
{
	uint32_t point = 0;
	size_t n;

	*malformed = false;
	if (**s == '\0')
		return 0;
	if ((unsigned char)**s < 0x80) /* for speed: most of every text */
		return (unsigned char)*(*s)++;
	/* The NUL that ends s stops every sequence in time. */
	n = decode((const uint8_t *)*s, strnlen(*s, 4), &point);
	*malformed = n == 0;
	*s += n == 0 ? 1 : n;
	return n == 0 ? POINT_MALFORMED : point;
}

uint32_t
text_next(const char **s)
{
	bool malformed;

	return text_decode(s, &malformed);
}

size_t
text_encode(uint32_t point, char out[TEXT_POINT_SIZE])
{
	static const uint8_t first[] = {0, 0x00, 0xC0, 0xE0, 0xF0};
	size_t len = point < 0x80      ? 1
		     : point < 0x800   ? 2
		     : point < 0x10000 ? 3
				       : 4;

	out[0] = '\0';
	if (point > POINT_LAST || (point >= 0xD800 && point <= 0xDFFF))
		return 0;
	out[len] = '\0';
	for (size_t i = len; i-- > 1; point >>= 6)
		out[i] = (char)(0x80U | (point & 0x3FU));
	out[0] = (char)(first[len] | point);
	return len;
}

/* -- cells -- */

static size_t
point_columns(uint32_t point)
{
	int width;

	if (point >= ' ' && point <= '~') /* for speed */
		return 1;
	width = wcwidth((wchar_t)point);
	return width < 0 ? 1 : (size_t)width;
}

size_t
text_cluster(const char *s, size_t *columns)
{
	const char *at = s;

	*columns = 0;
	if (*s == '\0')
		return 0;
	*columns = point_columns(text_next(&at));
	for (const char *mark = at; *mark != '\0'; at = mark)
		if (point_columns(text_next(&mark)) != 0)
			break;
	return (size_t)(at - s);
}

size_t
text_columns(const char *s)
{
	size_t sum = 0;

	while (*s != '\0')
		sum += point_columns(text_next(&s));
	return sum;
}

size_t
text_prefix_len(const char *s, size_t columns)
{
	size_t len = 0, n, wide;

	while ((n = text_cluster(s + len, &wide)) > 0 && wide <= columns) {
		columns -= wide;
		len += n;
	}
	return len;
}

/* -- building -- */

struct text_build
text_build_in(char *out, size_t out_size)
{
	struct text_build b = {out, out_size, 0, out_size == 0};

	if (out_size > 0)
		out[0] = '\0';
	return b;
}

bool
text_build_add(struct text_build *b, const char *s, size_t len)
{
	if (b->full || len >= b->out_size - b->len) {
		b->full = true;
		return false;
	}
	memcpy(b->out + b->len, s, len);
	b->len += len;
	b->out[b->len] = '\0';
	return true;
}

bool
text_build_point(struct text_build *b, uint32_t point)
{
	char bytes[TEXT_POINT_SIZE];

	return text_build_add(b, bytes, text_encode(point, bytes));
}

/* Whole characters of s[0..len) into b. */
static void
add_clusters(struct text_build *b, const char *s, size_t len)
{
	const char *end = s + len;
	size_t n, columns;

	while (s < end && (n = text_cluster(s, &columns)) > 0) {
		if (n > (size_t)(end - s))
			n = (size_t)(end - s);
		if (!text_build_add(b, s, n))
			return;
		s += n;
	}
}

char *
text_copy(char *out, size_t out_size, const char *s)
{
	struct text_build b;
	size_t len = strlen(s);

	if (len < out_size) /* for speed: nothing is cut */
		return memcpy(out, s, len + 1);
	b = text_build_in(out, out_size);
	add_clusters(&b, s, len);
	return out;
}

char *
text_fit(char *out, size_t out_size, const char *s, size_t columns)
{
	struct text_build b;
	size_t len = strlen(s);

	if (text_prefix_len(s, columns) == len && len < out_size)
		return text_copy(out, out_size, s);
	b = text_build_in(out, out_size);
	if (columns == 0 || out_size <= strlen(CUT_SIGN))
		return out;
	b.out_size = out_size - strlen(CUT_SIGN);
	add_clusters(&b, s, text_prefix_len(s, columns - 1));
	b.out_size = out_size;
	b.full = false;
	text_build_add(&b, CUT_SIGN, strlen(CUT_SIGN));
	return out;
}

/* U+FF01..U+FF5E are ASCII, wider; U+3000 is the wide space. */
uint32_t
text_narrow_point(uint32_t point)
{
	if (point >= 0xFF01 && point <= 0xFF5E)
		return point - 0xFF01 + '!';
	return point == 0x3000 ? ' ' : point;
}

char *
text_narrow(char *out, size_t out_size, const char *s)
{
	struct text_build b = text_build_in(out, out_size);
	const char *from;
	uint32_t point;
	bool malformed;

	while (!b.full && *s != '\0') {
		from = s;
		point = text_narrow_point(text_decode(&s, &malformed));
		if (malformed) /* left as it is */
			text_build_add(&b, from, (size_t)(s - from));
		else
			text_build_point(&b, point);
	}
	return out;
}

/* -- placeholders -- */

static const struct text_argument *
find_argument(const char *name, size_t len,
    const struct text_argument *argument, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (strlen(argument[i].name) == len &&
		    memcmp(argument[i].name, name, len) == 0)
			return &argument[i];
	return NULL;
}

char *
text_fill(char *out, size_t out_size, const char *pattern,
    const struct text_argument *argument, size_t argument_count)
{
	/* Shown, one byte may become six: "<xxxx>". */
	char value[FAILURE_VALUE_SIZE * 6];
	struct text_build b = text_build_in(out, out_size);
	const struct text_argument *found;
	size_t plain, name;

	while (!b.full && *pattern != '\0') {
		plain = strcspn(pattern, "{");
		add_clusters(&b, pattern, plain);
		pattern += plain;
		if (*pattern == '\0')
			break;
		name = strcspn(pattern + 1, "{}");
		found = pattern[1 + name] == '}'
			    ? find_argument(
				  pattern + 1, name, argument, argument_count)
			    : NULL;
		if (found == NULL) {
			text_build_add(&b, pattern, 1);
			pattern++;
			continue;
		}
		text_gate(value, sizeof(value), found->value);
		add_clusters(&b, value, strlen(value));
		pattern += name + 2;
	}
	return out;
}

/* -- ranges -- */

/* The code point after this one, over the gap of the surrogates. */
static uint32_t
point_after(uint32_t point)
{
	return point == 0xD7FF ? 0xE000 : point + 1;
}

char *
text_range_end(char *out, size_t out_size, const char *prefix)
{
	char bytes[TEXT_POINT_SIZE];
	const char *at = prefix, *from, *grows = NULL;
	uint32_t point, last = 0;
	struct text_build b = text_build_in(out, out_size);
	bool malformed;

	while (*at != '\0') {
		from = at;
		point = text_decode(&at, &malformed);
		if (!malformed && point < POINT_LAST) {
			grows = from;
			last = point;
		}
	}
	if (grows == NULL)
		return out;
	/* Cut short, the end could lie before the prefix: none is safer. */
	text_build_add(&b, prefix, (size_t)(grows - prefix));
	if (!text_build_add(&b, bytes, text_encode(point_after(last), bytes)))
		text_build_in(out, out_size);
	return out;
}
