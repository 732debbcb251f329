/* csv.h -- reading CSV lists (libcsv) in UTF-8 with or without a mark, or in
 * CP932 (iconv), row by row, with the line and column of every cell. */
#ifndef KIOSK_BASE_CSV_H
#define KIOSK_BASE_CSV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

struct csv; /* opaque */

enum csv_encoding { CSV_UTF8, CSV_UTF8_MARK, CSV_CP932 };

/* A row that was read. Cells are UTF-8 and live until the next row. */
struct csv_row {
	int64_t line; /* first line of the row, from 1 */
	size_t cell_count;
	const char *const *cell;
};

/*
 * Open a file. The encoding is decided over the whole file (a mark, else all
 * UTF-8, else all CP932; UTF-8 with a few broken bytes is refused, not read as
 * CP932). At most 256 MiB. Errors: ERR_IO, ERR_CSV_ENCODING, ERR_MEMORY.
 */
enum kerr csv_open(const char *path, struct csv **out, struct failure *f);
enum csv_encoding csv_encoding(const struct csv *c);
/* Bytes done and in all, for progress. */
void csv_progress(const struct csv *c, int64_t *done, int64_t *all);
/* Next row, or *row with cell_count 0 and line 0 at the end. Empty lines are
 * skipped. Errors: ERR_CSV (an open or a stray quote, a NUL, a cell over 4,000
 * bytes), with the first line of the row and the number of the cell. A fault
 * ends the reading: it comes again. Blanks around cells are dropped unless
 * quoted. */
enum kerr csv_next(struct csv *c, struct csv_row *row, struct failure *f);
void csv_close(struct csv **c);

/* Write a cell for a spreadsheet: quoted where needed, and what it would run
 * as a formula (= + - @, also full-width, tab CR first) made harmless with a
 * leading '. What is cut still closes its quotes. Returns out. */
char *csv_cell(char *out, size_t out_size, const char *value);

#endif
