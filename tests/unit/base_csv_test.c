/* base_csv_test.c -- lists as offices send them, whole and broken. */
#include <errno.h>
#include <inttypes.h>
#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/csv.h"
#include "support/one_file.h"

/* One folder and file of a test, removed after it. */
static int
make_place(void **state)
{
	*state = calloc(1, sizeof(struct one_file));
	return *state != NULL ? one_file_begin(*state, "list.csv") : -1;
}

static int
remove_place(void **state)
{
	int gone = one_file_end(*state);

	free(*state);
	return gone;
}

static struct csv *
open_with(const struct one_file *p, const char *bytes, size_t len)
{
	struct failure f = {0};
	struct csv *c = NULL;

	one_file_write(p, bytes, len);
	assert_int_equal(csv_open(p->path, &c, &f), KERR_OK);
	assert_non_null(c);
	return c;
}

/* The next row as "line:cell|cell|", "end" or the reason of a fault. */
static const char *
next(struct csv *c, char out[256])
{
	struct failure f = {0};
	struct csv_row row;
	size_t len;

	if (csv_next(c, &row, &f) != KERR_OK) {
		assert_int_equal(f.code, ERR_CSV);
		assert_int_equal(f.argument_count, 4);
		assert_int_equal(row.cell_count, 0);
		snprintf(out, 256, "%.8s,%.8s: %s", f.argument[1].value,
		    f.argument[2].value, f.argument[3].value);
		return out;
	}
	if (row.cell_count == 0) {
		assert_int_equal(row.line, 0);
		return strcpy(out, "end");
	}
	len = (size_t)snprintf(out, 256, "%" PRId64 ":", row.line);
	for (size_t i = 0; i < row.cell_count; i++)
		len +=
		    (size_t)snprintf(out + len, 256 - len, "%s|", row.cell[i]);
	return out;
}

static void
check_rows(const struct one_file *p, const char *bytes, size_t len,
    const char *const rows[])
{
	struct csv *c = open_with(p, bytes, len);
	char out[256];

	for (size_t i = 0; rows[i] != NULL; i++)
		assert_string_equal(next(c, out), rows[i]);
	csv_close(&c);
	assert_null(c);
}

#define CHECK_ROWS(state, bytes, ...) \
	do { \
		const char *const rows_[] = {__VA_ARGS__, NULL}; \
		check_rows(*(state), bytes, sizeof(bytes) - 1, rows_); \
	} while (0)

static void
rows_come_with_their_cells_and_first_line(void **state)
{
	CHECK_ROWS(state, "a,b,c\n1,,3\n", "1:a|b|c|", "2:1||3|", "end", "end");
	CHECK_ROWS(state, "a,b\r\n1,2\r\n", "1:a|b|", "2:1|2|", "end");
	CHECK_ROWS(state, "a,b\r1,2\r", "1:a|b|", "2:1|2|", "end");
	CHECK_ROWS(state, "a,b\n1,2", "1:a|b|", "2:1|2|", "end");
	CHECK_ROWS(state, "a,b\n1,", "1:a|b|", "2:1||", "end");
	CHECK_ROWS(state, ",\n", "1:||", "end");
	CHECK_ROWS(state, "\"\"\n", "1:|", "end");
	CHECK_ROWS(state, "", "end");
}

static void
quoted_cells_hold_commas_quotes_and_lines(void **state)
{
	CHECK_ROWS(state, "\"a,\"\"b\"\"\",c\nd,e\n", "1:a,\"b\"|c|", "2:d|e|");
	CHECK_ROWS(
	    state, "a,\"1\n2\n3\"\nnext,x\n", "1:a|1\n2\n3|", "4:next|x|");
	CHECK_ROWS(state, "\"\n\",b\nc,d", "1:\n|b|", "3:c|d|", "end");
	CHECK_ROWS(state, "\"1\r\n2\",b\r\nc,d\r\n", "1:1\r\n2|b|", "3:c|d|");
	CHECK_ROWS(state, "\" a \", b \n", "1: a |b|", "end");
	CHECK_ROWS(state, "a,\"last\"", "1:a|last|", "end");
}

static void
empty_lines_are_skipped_and_counted(void **state)
{
	CHECK_ROWS(state, "\n\na\n\n  \nb\n\n", "3:a|", "6:b|", "end");
	CHECK_ROWS(state, "\r\n\r\na\r\n\r\nb\r\n", "3:a|", "5:b|", "end");
}

static void
broken_rows_are_named_by_line_and_cell(void **state)
{
	char big[4200];

	CHECK_ROWS(state, "a,b\n1,\"open\nx\n", "1:a|b|",
	    "2,2: a quotation mark is not closed",
	    "2,2: a quotation mark is not closed");
	CHECK_ROWS(state, "a\n1,2,x\"y,4\nb\n", "1:a|",
	    "2,3: a quotation mark stands inside a cell",
	    "2,3: a quotation mark stands inside a cell");
	CHECK_ROWS(
	    state, "\"a\"b,c\n", "1,1: a quotation mark stands inside a cell");
	CHECK_ROWS(
	    state, "a\n1,\0x,3\n", "1:a|", "2,2: the cell holds a NUL byte");
	memset(big, 'x', sizeof(big));
	memcpy(big, "a,b,", 4);
	big[4004] = '\n';
	check_rows(*state, big, 4004, (const char *const[]){NULL});
	{
		struct csv *c = open_with(*state, big, 4005);
		struct failure f = {0};
		struct csv_row row;

		assert_int_equal(csv_next(c, &row, &f), KERR_OK);
		assert_int_equal(row.cell_count, 3);
		assert_int_equal(strlen(row.cell[2]), 4000);
		csv_close(&c);
	}
	big[4004] = 'x';
	big[4005] = '\n';
	check_rows(*state, big, 4006,
	    (const char *const[]){
		"1,3: the cell is longer than 4,000 bytes", NULL});
	/* An open quote does not swallow a long list before it is named. */
	memset(big, '\n', sizeof(big));
	memcpy(big, "a\n1,\"", 5);
	check_rows(*state, big, sizeof(big),
	    (const char *const[]){
		"1:a|", "2,2: the cell is longer than 4,000 bytes", NULL});
}

static void
the_encoding_is_found_over_the_whole_file(void **state)
{
	/* 山田　花子 and half-width ﾔ in CP932, with the maker's own ①. */
	static const char cp932[] = "\x8E\x52\x93\x63\x81\x40\x89\xD4\x8E\x71,"
				    "\xD4,\x87\x40\n";
	struct csv *c;
	char out[256];

	c = open_with(*state, "\xEF\xBB\xBF名前,x\n", 13);
	assert_int_equal(csv_encoding(c), CSV_UTF8_MARK);
	assert_string_equal(next(c, out), "1:名前|x|");
	csv_close(&c);
	c = open_with(*state, "名前,x\n", 9);
	assert_int_equal(csv_encoding(c), CSV_UTF8);
	assert_string_equal(next(c, out), "1:名前|x|");
	csv_close(&c);
	c = open_with(*state, cp932, sizeof(cp932) - 1);
	assert_int_equal(csv_encoding(c), CSV_CP932);
	assert_string_equal(next(c, out), "1:山田　花子|ﾔ|①|");
	csv_close(&c);
	/* Begins as UTF-8 would: 齊藤 is EA 8E 93 A1. */
	c = open_with(*state, "a,b\n\xEA\x8E\x93\xA1,1\n", 11);
	assert_string_equal(next(c, out), "1:a|b|");
	assert_string_equal(next(c, out), "2:齊藤|1|");
	csv_close(&c);
	/* A backslash may be the second byte: 表 is 95 5C. */
	c = open_with(*state, "\x95\x5C,\"\x94\x5C\"\n", 8);
	assert_string_equal(next(c, out), "1:表|能|");
	csv_close(&c);
}

static void
a_file_of_neither_encoding_is_refused_at_its_byte(void **state)
{
	static const struct {
		const char *bytes;
		const char *byte;
	} rows[] = {
	    {"abc\xFF\n", "4"},
	    {"名前,住所,氏名\xE3\x81\n", "21"},
	    {"\xEF\xBB\xBF\x8E\x52\n", "4"},
	    {"\x8E\x52,\x80\n", "4"},
	    {"\xFF\xFE"
	     "a",
		"1"},
	};
	struct one_file *p = *state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct failure f = {0};
		struct csv *c = NULL;

		one_file_write(p, rows[i].bytes, strlen(rows[i].bytes));
		assert_int_equal(csv_open(p->path, &c, &f), ERR_CSV_ENCODING);
		assert_null(c);
		assert_string_equal(f.argument[0].value, p->path);
		assert_string_equal(f.argument[1].value, rows[i].byte);
	}
}

static void
a_file_that_cannot_be_read_is_named_with_the_reason(void **state)
{
	struct one_file *p = *state;
	struct failure f = {0};
	struct csv *c = NULL;

	assert_int_equal(csv_open(p->path, &c, &f), ERR_IO);
	assert_string_equal(f.argument[0].value, p->path);
	assert_string_equal(f.argument[1].value, strerror(ENOENT));
	assert_int_equal(csv_open(p->folder, &c, &f), ERR_IO);
	assert_string_equal(f.argument[1].value, strerror(EISDIR));
	assert_int_equal(csv_open("/dev/zero", &c, &f), ERR_IO);
	assert_string_equal(f.argument[1].value, strerror(EFBIG));
	assert_null(c);
}

static void
a_hundred_thousand_lines_take_less_than_a_second(void **state)
{
	static const char line[] =
	    "12345678901234567890123,2026-11-01,first,"
	    "\"NGUYEN THI LAN\",山田　花子,ヤマダ　ハナコ,"
	    "1990-01-08,\"東京都調布市小島町,2-35-1\",A-12\n";
	struct one_file *p = *state;
	FILE *file = fopen(p->path, "wb");
	struct failure f = {0};
	struct csv *c = NULL;
	struct csv_row row;
	int64_t rows = 0, done = 0, all = 0, before = -1;
	clock_t start;

	assert_non_null(file);
	for (int i = 0; i < 100000; i++)
		fputs(line, file);
	assert_int_equal(fclose(file), 0);
	start = clock();
	assert_int_equal(csv_open(p->path, &c, &f), KERR_OK);
	for (;;) {
		assert_int_equal(csv_next(c, &row, &f), KERR_OK);
		csv_progress(c, &done, &all);
		assert_true(done >= before && done <= all);
		before = done;
		if (row.cell_count == 0)
			break;
		assert_int_equal(row.cell_count, 9);
		assert_int_equal(row.line, ++rows);
	}
	assert_int_equal(rows, 100000);
	assert_int_equal(done, all);
#if !defined(__SANITIZE_ADDRESS__) && !defined(__clang__)
	assert_true(clock() - start < CLOCKS_PER_SEC);
#endif
	(void)start;
	csv_close(&c);
}

static void
a_written_cell_is_read_back_and_never_run(void **state)
{
	static const struct {
		const char *value, *cell;
	} rows[] = {
	    {"", ""},
	    {"山田", "山田"},
	    {"a,b", "\"a,b\""},
	    {"a\"b", "\"a\"\"b\""},
	    {"a\nb", "\"a\nb\""},
	    {" a", "\" a\""},
	    {"=1+1", "'=1+1"},
	    {"+81", "'+81"},
	    {"-1", "'-1"},
	    {"@x", "'@x"},
	    {"\tx", "\"'\tx\""},
	    {"\rx", "\"'\rx\""},
	    {"＝1", "'＝1"},
	    {"=\"a\",b", "\"'=\"\"a\"\",b\""},
	};
	char out[64], back[256], want[256];

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		bool harmless = rows[i].cell[0] == '\'' ||
				strncmp(rows[i].cell, "\"'", 2) == 0;
		struct csv *c;

		csv_cell(out, sizeof(out), rows[i].value);
		assert_string_equal(out, rows[i].cell);
		if (out[0] == '\0')
			continue;
		snprintf(want, sizeof(want), "1:%s%s|", harmless ? "'" : "",
		    rows[i].value);
		c = open_with(*state, out, strlen(out));
		assert_string_equal(next(c, back), want);
		csv_close(&c);
	}
	assert_string_equal(csv_cell(out, 6, "a,bcdef"), "\"a,b\"");
	assert_string_equal(csv_cell(out, 5, "a\"bcdef"), "\"a\"");
	assert_string_equal(csv_cell(out, 2, "a,b"), "");
	assert_string_equal(csv_cell(out, 4, "abcdef"), "abc");
}

/* No bytes may make the reader overrun, hang or lose its place. */
static void
random_bytes_end_in_rows_or_a_named_fault(void **state)
{
	static const char alphabet[] = ",\"\n\r a\x8E\x52\xE3\x81\x82";
	char bytes[64];
	uint32_t seed = 3;
	struct one_file *p = *state;

	for (int i = 0; i < 3000; i++) {
		struct failure f = {0};
		struct csv *c = NULL;
		struct csv_row row = {0, 0, NULL};
		int64_t line = 0;
		size_t len;

		seed = seed * 1664525U + 1013904223U;
		len = seed >> 26;
		for (size_t k = 0; k < len; k++) {
			seed = seed * 1664525U + 1013904223U;
			bytes[k] = alphabet[(seed >> 16) % sizeof(alphabet)];
		}
		one_file_write(p, bytes, len);
		if (csv_open(p->path, &c, &f) != KERR_OK) {
			assert_int_equal(f.code, ERR_CSV_ENCODING);
			continue;
		}
		while (csv_next(c, &row, &f) == KERR_OK && row.cell_count > 0) {
			assert_true(row.line > line);
			line = row.line;
		}
		csv_close(&c);
	}
}

static int
use_utf8(void **state)
{
	(void)state;
	return setlocale(LC_ALL, "C.UTF-8") == NULL;
}

#define IN_PLACE(test) \
	cmocka_unit_test_setup_teardown(test, make_place, remove_place)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    IN_PLACE(rows_come_with_their_cells_and_first_line),
	    IN_PLACE(quoted_cells_hold_commas_quotes_and_lines),
	    IN_PLACE(empty_lines_are_skipped_and_counted),
	    IN_PLACE(broken_rows_are_named_by_line_and_cell),
	    IN_PLACE(the_encoding_is_found_over_the_whole_file),
	    IN_PLACE(a_file_of_neither_encoding_is_refused_at_its_byte),
	    IN_PLACE(a_file_that_cannot_be_read_is_named_with_the_reason),
	    IN_PLACE(a_hundred_thousand_lines_take_less_than_a_second),
	    IN_PLACE(a_written_cell_is_read_back_and_never_run),
	    IN_PLACE(random_bytes_end_in_rows_or_a_named_fault),
	};

	return cmocka_run_group_tests(tests, use_utf8, NULL);
}
