/* leak.c -- see support/leak.h. */
#include "support/leak.h"

#include <ctype.h>
#include <fts.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define HEX_RUN 16 /* longer than any PIN that is written in hex */

/* -- the writings -- */

static void
write_plain(FILE *to, const char *s)
{
	fputs(s, to);
}

static void
write_small(FILE *to, const char *s)
{
	for (; *s != '\0'; s++)
		putc(tolower((unsigned char)*s), to);
}

/* One character in so many bytes, its own at `at`. The zeroes outside are left
 * out: what stands beside it is not known. */
static void
write_wide(FILE *to, const char *s, int bytes, int at)
{
	for (size_t i = 0; s[i] != '\0'; i++)
		for (int b = 0; b < bytes; b++)
			if ((i > 0 || b >= at) && (s[i + 1] != '\0' || b <= at))
				putc(b == at ? s[i] : 0, to);
}

static void
write_utf16(FILE *to, const char *s)
{
	write_wide(to, s, 2, 0);
}

static void
write_utf32(FILE *to, const char *s)
{
	write_wide(to, s, 4, 0);
}

static void
write_hex(FILE *to, const char *s)
{
	for (; *s != '\0'; s++)
		fprintf(to, "%02x", (unsigned)(unsigned char)*s);
}

static void
write_hex_capital(FILE *to, const char *s)
{
	for (; *s != '\0'; s++)
		fprintf(to, "%02X", (unsigned)(unsigned char)*s);
}

/* Hex with what people put between the bytes. */
static void
write_hex_spaced(FILE *to, const char *s)
{
	for (size_t i = 0; s[i] != '\0'; i++)
		fprintf(to, "%s%02X", i > 0 ? " " : "",
		    (unsigned)(unsigned char)s[i]);
}

/* The characters that only the secret decides, after `before` other bytes. */
static void
write_base64(FILE *to, const char *s, size_t before)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmno"
				     "pqrstuvwxyz0123456789+/";
	size_t bits = strlen(s) * 8;
	size_t at = (6 - before * 8 % 6) % 6;

	for (; at + 6 <= bits; at += 6) {
		unsigned value = 0;

		for (size_t b = at; b < at + 6; b++)
			value =
			    value << 1 |
			    ((unsigned)(unsigned char)s[b / 8] >> (7 - b % 8) &
				1U);
		putc(digits[value], to);
	}
}

static void
write_base64_0(FILE *to, const char *s)
{
	write_base64(to, s, 0);
}

static void
write_base64_1(FILE *to, const char *s)
{
	write_base64(to, s, 1);
}

static void
write_base64_2(FILE *to, const char *s)
{
	write_base64(to, s, 2);
}

/* UTF-16 and UTF-32 of both orders look alike without their outer zeroes. */
static void (*const writings[])(FILE *to, const char *s) = {write_plain,
    write_small, write_utf16, write_utf32, write_hex, write_hex_capital,
    write_hex_spaced, write_base64_0, write_base64_1, write_base64_2};
#define WRITINGS ((int)(sizeof(writings) / sizeof(writings[0])))

int
leak_writings(void)
{
	return WRITINGS;
}

void *
leak_write(const char *secret, int which, size_t *n)
{
	char *all = NULL;
	FILE *to = open_memstream(&all, n);

	assert_non_null(to);
	assert_true(which >= 0 && which < WRITINGS);
	writings[which](to, secret);
	assert_int_equal(fclose(to), 0);
	return all;
}

/* -- looking -- */

static bool
is_in_hash(const char *bytes, size_t n, size_t at, size_t len)
{
	size_t from = at, to = at + len;

	while (from > 0 && isxdigit((unsigned char)bytes[from - 1]))
		from--;
	while (to < n && isxdigit((unsigned char)bytes[to]))
		to++;
	return to - from >= HEX_RUN && to - from > 2 * len;
}

static size_t
count_one(const char *bytes, size_t n, const char *what, size_t len)
{
	const char *at = bytes;
	size_t count = 0;

	while (len > 0 &&
	       (at = memmem(at, n - (size_t)(at - bytes), what, len)) != NULL) {
		count += !is_in_hash(bytes, n, (size_t)(at - bytes), len);
		at++;
	}
	return count;
}

size_t
leak_count(const void *bytes, size_t n, const char *secret)
{
	size_t count = 0, plain_len = strlen(secret);

	for (int w = 0; w < WRITINGS; w++) {
		size_t len = 0;
		char *what = leak_write(secret, w, &len);
		bool again =
		    w > 0 && len == plain_len && memcmp(what, secret, len) == 0;

		/* digits have no small letters */
		if (!again)
			count += count_one(bytes, n, what, len);
		free(what);
	}
	return count;
}

size_t
leak_count_file(const char *path, const char *secret)
{
	char *all = NULL;
	size_t len = 0, count;
	FILE *from = fopen(path, "re");
	FILE *to = open_memstream(&all, &len);
	int c;

	if (from == NULL)
		fail_msg("%s cannot be read", path);
	assert_non_null(to);
	while ((c = getc(from)) != EOF)
		putc(c, to);
	fclose(from);
	assert_int_equal(fclose(to), 0);
	count = leak_count(all, len, secret);
	free(all);
	return count;
}

size_t
leak_count_folder(const char *folder, const char *secret)
{
	char *const roots[] = {(char *)(uintptr_t)folder, NULL};
	FTS *walk = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
	FTSENT *entry;
	size_t count = 0;

	assert_non_null(walk);
	while ((entry = fts_read(walk)) != NULL)
		if (entry->fts_info == FTS_F)
			count += leak_count_file(entry->fts_path, secret);
	fts_close(walk);
	return count;
}
