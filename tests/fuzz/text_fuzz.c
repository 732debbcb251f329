/* Any bytes through the output gate and the cutters: what comes out is
 * well-formed UTF-8, fits its buffer and its columns, and holds no control. A
 * folded text lies before the end of its own range. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

static void
hold(bool truth)
{
	if (!truth)
		abort();
}

static void
hold_text(const char *out, size_t out_size)
{
	size_t len = strnlen(out, out_size);

	hold(len < out_size);
	hold(text_is_utf8(out, len));
}

static void
hold_line(void *arg, const char *start, size_t len)
{
	const char *whole = arg;

	hold(start >= whole && start + len <= whole + strlen(whole));
}

static void
through_the_gate(const char *s, size_t out_size, size_t columns)
{
	char out[300], cut[300];

	text_gate(out, out_size, s);
	hold_text(out, out_size);
	for (const char *c = out; *c != '\0'; c++)
		hold((unsigned char)*c >= 0x20 && *c != 0x7f);
	text_fit(cut, sizeof(cut), out, columns);
	hold_text(cut, sizeof(cut));
	hold(text_columns(cut) <= columns);
	hold(text_prefix_len(out, columns) <= strlen(out));
	text_wrap(out, columns, hold_line, out);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	char *s = NULL, out[200], end[200];
	size_t out_size, columns;

	if (n < 2)
		return 0;
	out_size = 1 + bytes[0];
	columns = 1 + bytes[1] % 80;
	s = malloc(n - 1);
	if (s == NULL)
		return 0;
	memcpy(s, bytes + 2, n - 2);
	s[n - 2] = '\0';
	through_the_gate(s, out_size, columns);
	text_fold(out, sizeof(out), s);
	hold_text(out, sizeof(out));
	text_range_end(end, sizeof(end), out);
	hold_text(end, sizeof(end));
	hold(end[0] == '\0' || strcmp(out, end) < 0);
	text_romaji(out, sizeof(out), s);
	hold_text(out, sizeof(out));
	free(s);
	return 0;
}
