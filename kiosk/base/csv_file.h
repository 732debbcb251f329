/* csv_file.h -- a list from outside as UTF-8 in memory: reading and decoding
 * for csv.c; the only door to iconv. */
#ifndef KIOSK_BASE_CSV_FILE_H
#define KIOSK_BASE_CSV_FILE_H

#include <stddef.h>

#include "base/csv.h"
#include "base/error.h"

struct csv_file {
	char *bytes; /* UTF-8, owned; a NUL may stand anywhere */
	size_t len;
	size_t start; /* where the text begins, after a mark */
	enum csv_encoding encoding;
};

/*
 * Read path whole and decode it, as csv_open() promises. On success the caller
 * owns file->bytes; on failure there is nothing to free.
 * Errors: ERR_IO, ERR_MEMORY, ERR_CSV_ENCODING.
 */
enum kerr csv_file_read(
    const char *path, struct csv_file *file, struct failure *f);

#endif
